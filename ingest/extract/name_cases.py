"""Surnames told from a list of them: what each may be taken for where a sentence declines it.

Sound alone does not tell whether "Suvanteen" is of Suvanne or Suvante. A meeting's own list of names does:
every name of it is declined and read back, and whichever gives what was read is meant.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from ingest.extract.name_forms import base_surname, name_lists

_VOWELS = "aeiouyåäö"
_WEAK = (
    ("kk", "k"), ("pp", "p"), ("tt", "t"), ("nt", "nn"), ("nk", "ng"), ("mp", "mm"), ("lt", "ll"),
    ("rt", "rr"), ("ht", "hd"), ("lp", "lv"), ("rp", "rv"), ("k", ""), ("p", "v"), ("t", "d"),
)  # fmt: skip
_CASES = ("n", "lle", "lta", "ltä")


def meant(read: str, surnames: Collection[str]) -> set[str]:
    """Those of ``surnames`` that ``read`` may be a case form of, undone or not; itself if it is one."""
    if read in surnames:
        return {read}
    return {surname for surname in surnames if surname[:2] == read[:2] and read in _taken_for(surname)}


@lru_cache(maxsize=5_000)
def _taken_for(surname: str) -> frozenset[str]:
    """What a surname's case forms may be read as: as they stand, or undone by their sound."""
    head, hyphen, last = surname.rpartition("-")
    forms = [head + hyphen + stem + case for stem in _stems(last) for case in _CASES]
    read = {word for form in forms for word in (form, base_surname(form), base_surname(form, oblique=True))}
    return frozenset(read | {surname.removesuffix("i")})  # a vowel of its own may be taken for a case's


def _stems(word: str) -> set[str]:
    """The vowel stems that a surname may have before a case ending."""
    if word.endswith("nen"):
        return {word[:-3] + "se"}
    last = word[-1:].lower()
    if last == "e":
        return {word + "e", *(stem + "ee" for stem in _strong(word[:-1]))}
    if last == "s" and word[-2:-1] in tuple(_VOWELS):
        stem, vowel = word[:-2], word[-2]
        return {word[:-1] + "kse", word + "i", *(base + vowel * 2 for base in (stem, *_strong(stem)))}
    if last not in _VOWELS:
        return {word + "i"}
    stems = {word, *(stem + last for stem in _weak(word[:-1]))}
    for oblique, base in name_lists().stems:
        if word.lower().endswith(base):
            stems.add(word[: len(word) - len(base)] + oblique)
    return stems


def _weak(stem: str) -> list[str]:
    return [stem.removesuffix(strong) + weak for strong, weak in _WEAK if stem.endswith(strong)]


def _strong(stem: str) -> list[str]:
    return [stem.removesuffix(weak) + strong for strong, weak in _WEAK if weak and stem.endswith(weak)]
