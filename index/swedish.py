"""Swedish words to stems, and compounds to the stems of their parts.

Snowball stems a word by its ending only: *skolskjuts* has nothing to do with *skola* then, nor *böcker* with
*bok*. Compounds are taken apart where all parts, or at least the last one, are among the nouns of
``swedish_parts.toml``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple, Protocol

_PART = "+"  # as a Finnish compound's part

_LONGEST_WORD = 80  # letters of a word that is taken apart: what is longer is no word, and would take long
_SHORTEST_STEM = 4
_SHORTEST_PART = 3
_SURE = 5  # letters of a noun that is taken for the last part whatever stands before it
_BEFORE = 3  # letters that must stand there
_NUMBERS = ("", "n", "en", "t", "et", "r", "ar", "er", "or", "na", "arna", "erna", "orna", "rna")
_ENDINGS = frozenset(ending + case for ending in _NUMBERS for case in ("", "s"))
_LONGEST_ENDING = max(map(len, _ENDINGS))


def forms(word: str) -> tuple[str, ...]:
    """A word's stems; then, with a plus before each, those of a compound's parts.

    The word is as ``index.words.fold`` gives it.
    """
    word = word.partition(":")[0]  # HSL:s
    if not any(character.isalpha() for character in word):
        return (word,)
    stems = dict.fromkeys(_stems(word))
    split = _split(word)
    if split is None:
        return tuple(stems)
    stems.update(dict.fromkeys(_stems(split.before + split.nouns[-1])))
    if not split.before:
        return tuple(stems)
    parts = dict.fromkeys(stem for noun in split.nouns for stem in _stems(noun))
    return (*stems, *(_PART + stem for stem in parts if stem not in stems))


class _Split(NamedTuple):
    """A compound's nouns, and what stands before the last one as it is written."""

    before: str
    nouns: tuple[str, ...]


class _Parts(NamedTuple):
    heads: dict[str, str]  # a form before another part: the noun, or nothing
    longest: int  # letters of a head
    tails: dict[str, str]  # what endings are added to: the noun
    irregular: dict[str, str]  # a whole form: the noun
    starts: frozenset[str]  # the first letters of nouns that are sure as last parts


@cache
def _parts() -> _Parts:
    table = tomllib.loads(resources.files("index").joinpath("swedish_parts.toml").read_text("utf-8"))
    heads = dict.fromkeys(table["beginnings"], "")
    tails: dict[str, str] = {}
    for noun, before in map(_listed, table["nouns"]):
        heads |= dict.fromkeys(before or (noun, f"{noun}s"), noun)
        tails[noun] = noun
        if noun[-1] in "ae":
            tails.setdefault(noun[:-1], noun)
    irregular = {form: noun for noun, all_forms in map(_listed, table["irregular"]) for form in all_forms}
    sure = {noun for noun in tails.values() if len(noun) >= _SURE}
    return _Parts(heads, max(map(len, heads)), tails, irregular, frozenset(noun[:_BEFORE] for noun in sure))


def _listed(line: str) -> tuple[str, list[str]]:
    """A line of the list: a noun, and what follows its colon."""
    noun, _, rest = line.partition(":")
    return noun, rest.split()


def _split(word: str) -> _Split | None:
    if len(word) > _LONGEST_WORD:
        return None
    noun = _tail(word)
    if noun is not None:
        return _Split("", (noun,))
    return _known(word) or _ending(word)


def _known(word: str) -> _Split | None:
    """A compound all of whose parts are known; of several ways the one with the longest first part."""
    parts = _parts()
    for end in range(min(parts.longest, len(word) - _SHORTEST_PART), 1, -1):
        head = parts.heads.get(word[:end])
        if head is None:
            continue
        rest = word[end:]
        noun = _tail(rest)
        after = _Split("", (noun,)) if noun is not None else _known(rest)
        if after is not None:
            return _Split(word[:end] + after.before, (*((head,) if head else ()), *after.nouns))
    return None


def _ending(word: str) -> _Split | None:
    """A compound whose last part is known and long."""
    starts = _parts().starts
    for start in range(_BEFORE, len(word) - _SURE + 1):
        if word[start : start + _BEFORE] in starts:
            noun = _tail(word[start:])
            if noun is not None and len(noun) >= _SURE:
                return _Split(word[:start], (noun,))
    return None


def _tail(word: str) -> str | None:
    """The noun that a word, or the last part of one, is a form of."""
    parts = _parts()
    if word in parts.irregular:
        return parts.irregular[word]
    for end in range(len(word), max(_SHORTEST_PART, len(word) - _LONGEST_ENDING) - 1, -1):
        noun = parts.tails.get(word[:end])
        if noun is not None and word[end:] in _ENDINGS:
            return noun
    return None


def _stems(word: str) -> tuple[str, ...]:
    """Snowball's stem, and one without the articles it leaves: nätverket, beslutets, skolan."""
    stem = _stemmer().stem(word)
    whole = word.removesuffix("s")
    bare = whole.removesuffix("n") if whole.endswith("an") else whole.removesuffix("et")
    if bare != whole and len(bare) >= _SHORTEST_STEM:
        return tuple(dict.fromkeys((stem, _stemmer().stem(bare))))
    return (stem,)


class _Stemmer(Protocol):
    def stem(self, word: str) -> str: ...


@cache
def _stemmer() -> _Stemmer:
    from whoosh.lang.snowball.swedish import SwedishStemmer

    stemmer: _Stemmer = SwedishStemmer()
    return stemmer
