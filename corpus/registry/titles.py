"""Official titles (kehittämispäällikkö, kaupunginjohtajan, stadsdirektör) and role words (pj., vpj,
esittelijä).

Titles are an open class: what counts is a compound's last part, listed in titles.toml.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from corpus.records import Role
from corpus.registry.inflection import case_forms

_DATA = Path(__file__).with_name("titles.toml")
_SPACE = "[ \\t\\u00a0\\u2009\\u202f]"
_LETTER = "[^\\W\\d_]"
# A word, with inner hyphens and dots (v.t.), a hanging hyphen ("sosiaali- ja"), soft hyphens.
_TOKEN = re.compile(rf"{_LETTER}(?:[\w\u00ad:'’.-]{{0,60}}\w)?[.-]{{0,2}},?")
_GAP = re.compile(rf"{_SPACE}{{1,3}}")
_NUMBER = re.compile(rf"{_SPACE}\d{{1,2}}(?:\.\d{{1,2}})?(?![\w.:/,])")
_ORDINAL = re.compile(
    rf"^(?:[ivx]{{1,4}}|\d{{1,2}}|ensimmäinen|toinen|kolmas|första|andra|tredje)\.?{_SPACE}+"
)
_LEADS = re.compile(rf"{_SPACE}(?:johtaja|päällikkö|sihteeri|kamreeri)(?!\w)")
# "chef för småbarnspedagogik", "direktör för bildning och kultur"
_FOR = re.compile(
    rf"(?i:(?<=chef|rtör|ktör|dare)){_SPACE}för{_SPACE}[a-zåäö][\w-]{{3,40}}(?:{_SPACE}och{_SPACE}[a-zåäö][\w-]{{3,40}})?(?={_SPACE}[A-ZÅÄÖ]|[,:;.)\n]|$)"
)
_LONGEST = 8  # words in a title: "Sairaala-, kuntoutus- ja hoivapalvelujen johtaja" has five


@dataclass(frozen=True)
class TitleMatch:
    """A title at ``text[start:end]``; ``base`` is its last word's nominative, lower case
    (``päällikkö``-compounds whole), ``text`` the words as written, ``nominative`` whether they already are
    in the nominative."""

    start: int
    end: int
    text: str
    base: str
    nominative: bool


@dataclass(frozen=True)
class _Lists:
    endings: dict[str, tuple[str, bool]]  # case form of a last part → (its nominative, may stand alone)
    lengths: tuple[int, ...]
    not_titles: tuple[str, ...]
    modifiers: frozenset[str]
    acting: frozenset[str]
    organisations: frozenset[str]
    swedish: tuple[str, ...]  # last parts of titles in Swedish
    roles: dict[str, Role]


@cache
def _lists() -> _Lists:
    data: dict[str, Any] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    endings: dict[str, tuple[str, bool]] = {}
    for entry in data["suffixes"]:
        for form in case_forms(entry["word"], entry["genitive"], entry.get("partitive")):
            endings.setdefault(form, (entry["word"], entry.get("bare", True)))
    for entry in data["swedish_suffixes"]:
        for form in (entry["word"], entry["definite"]):
            endings.setdefault(form, (entry["word"], True))
            endings.setdefault(form + "s", (entry["word"], True))
    roles: dict[str, Role] = {}
    for entry in data["role"]:
        role = Role(entry["role"])
        for form in entry["forms"]:
            roles.setdefault(form, role)
        for word in entry["inflected"]:
            for form in case_forms(*word):
                roles.setdefault(form, role)
    return _Lists(
        endings=endings,
        lengths=tuple(sorted({len(form) for form in endings}, reverse=True)),
        not_titles=tuple(data["not_titles"]),
        modifiers=frozenset(data["modifiers"]),
        acting=frozenset(data["acting"]),
        organisations=frozenset(data["organisation_words"]),
        swedish=tuple(entry["word"] for entry in data["swedish_suffixes"]),
        roles=roles,
    )


@lru_cache(maxsize=50_000)
def _base(word: str) -> str | None:
    lists = _lists()
    for length in lists.lengths:
        if length > len(word):
            continue
        entry = lists.endings.get(word[-length:])
        if entry is None:
            continue
        ending, bare = entry
        stem = word[:-length]
        if stem == "" and not bare:
            continue
        if len(stem) == 1 and stem != "-":
            continue
        base = stem + ending
        return None if base.endswith(lists.not_titles) else base
    return None


def _clean(word: str) -> str:
    return word.replace("\u00ad", "").strip(" \t\u00a0\u2009\u202f,;:()").lower()


def title_base(word: str) -> str | None:
    """A title word's nominative in lower case (``Kaupunginjohtajalle`` → ``kaupunginjohtaja``), else None."""
    return _base(_clean(word)) if len(word) < 80 else None


def is_title(word: str) -> bool:
    """Whether the word, in any case form, is an official title; a phrase when its last word is and the rest
    belongs to it (``vs. tekninen johtaja``)."""
    stripped = word.strip()
    match = find_title_at(stripped, 0)
    return match is not None and match.end >= len(stripped.rstrip(" ,;:"))


def is_swedish_title(base: str) -> bool:
    """Whether a title's base form is Swedish: the name beside it then takes no Finnish case."""
    return base.endswith(_lists().swedish)


def find_title_at(text: str, pos: int) -> TitleMatch | None:
    """The title that begins exactly at ``pos``, its modifiers included, or None.

    Modifiers are those titles.toml lists, hanging parts ("Sosiaali- ja …") and any genitives ("Yksikön
    päällikkö") but an organisation's ("kaupungin hallintojohtaja"). Reads at most eight words.
    """
    lists = _lists()
    token = _TOKEN.match(text, pos)
    joined = False  # a genitive or a hanging part was passed, so that "ja" may go on with another
    for _ in range(_LONGEST):
        if token is None:
            return None
        written = token.group()
        word = _clean(written)
        base = _base(word.rstrip(".-")) if not written.rstrip(",").endswith("-") else None
        acts = word in lists.acting or word in lists.modifiers
        if base is not None and not acts:
            end = token.start() + len(written.rstrip(",.:;"))
            number = _NUMBER.match(text, end) or _FOR.match(text, end)
            end = number.end() if number else end
            return TitleMatch(pos, end, text[pos:end], base, word.rstrip(".") == base)
        if not acts:
            if written.rstrip(",").endswith("-"):
                joined = True
            elif word in lists.organisations and _LEADS.match(text, token.end()):
                joined = True  # "kuntayhtymän johtaja"
            elif word.endswith("n") and len(word) > 3 and not _is_no_owner(word, lists):
                if written.endswith((",", ".")):
                    return None
                joined = True
            elif not (joined and word in ("ja", "och", "sekä")):
                return None
        gap = _GAP.match(text, token.end())
        token = _TOKEN.match(text, gap.end()) if gap else None
    return None


def _is_no_owner(word: str, lists: _Lists) -> bool:
    """Whether a word in -n is an organisation's genitive, or a verb ("kuultiin", "nimetään")."""
    return word in lists.organisations or word.endswith(("oikeuden", "tiin", "taan", "tään", "daan", "dään"))


def find_titles(text: str) -> list[TitleMatch]:
    """All titles of a text in order, not overlapping; each as long as its listed modifiers go.

    Genitives before a title are left out here, because in running prose they may belong to anything.
    """
    lists = _lists()
    found: list[TitleMatch] = []
    start = previous_end = -1
    for token in _TOKEN.finditer(text):
        word = _clean(token.group())
        if start >= 0 and not _GAP.fullmatch(text, previous_end, token.start()):
            start = -1
        previous_end = token.end()
        if word in lists.acting or word in lists.modifiers:
            start = token.start() if start < 0 else start
            continue
        base = _base(word.rstrip(".-"))
        if base is not None and not token.group().rstrip(",").endswith("-"):
            begin = start if start >= 0 else token.start()
            end = token.start() + len(token.group().rstrip(",.:;"))
            found.append(TitleMatch(begin, end, text[begin:end], base, word.rstrip(".") == base))
        start = -1
    return found


def without_acting(words: str) -> str:
    """A title's words without what says that somebody stands in: "vs. tekninen johtaja" is the post's."""
    acting = _lists().acting
    kept = words.split()
    while len(kept) > 1 and _clean(kept[0]) in acting:
        kept = kept[1:]
    return " ".join(kept) if len(kept) < len(words.split()) else words


def role_of(word: str) -> Role | None:
    """The role a word or abbreviation of an attendance list, heading or sentence stands for, in any case
    form: ``pj.``, ``II vpj``, ``1. varapuheenjohtaja``, ``Esittelijänä``, ``varahenkilöksi``; else None."""
    if len(word) > 60:
        return None
    roles = _lists().roles
    cleaned = re.sub(rf"{_SPACE}+", " ", _clean(word))
    if cleaned in roles:
        return roles[cleaned]
    without = _ORDINAL.sub("", cleaned)
    return roles.get(without) or roles.get(without.rstrip("."))
