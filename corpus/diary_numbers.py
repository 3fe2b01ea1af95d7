"""Diary numbers (asianumero, diaarinumero): one number written alone, read and normalised.

The forms differ by platform and town: ``2204/00.04.01/2024``, ``OUKA/1472/02.02.02/2017``,
``TRE:4252/04.04.00/2018``, ``TUUDno-2021-379``, ``HEL 2021-009631 T 02 08 01 00`` (Ahjo's form, of any
town's letters where the T class follows), ``5024-2017 (010)``, ``730/2017``. The key is the form without
spaces, labels and bodies, so that two spellings of one case meet. Finding diary numbers in running text
is another matter and not done here.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.records import DiaryNumber

_FIRST_YEAR, _LAST_YEAR = 1950, 2099
_CLASS = r"\d\d(?:[. ]\d\d){1,3}"

# Ahjo's form: Helsinki's own register, or another town's where the T class tells what it is.
_AHJO = re.compile(
    rf"(?P<prefix>[A-ZÅÄÖ]{{2,4}})[ -]{{0,3}}(?P<year>\d{{4}}) ?- ?(?P<number>\d{{1,6}})"
    rf"(?: T (?P<class>{_CLASS}))?",
    re.IGNORECASE,
)
_REGISTER = re.compile(r"([A-ZÅÄÖ]{1,20})dno ?- ?(\d{4}) ?- ?(\d{1,7})", re.IGNORECASE)
_CLASSED = re.compile(
    rf"(?:(?P<prefix>[A-ZÅÄÖ]{{2,10}}) ?(?P<mark>[:/-]) ?)?(?P<number>\d{{1,7}}) ?/ ?"
    rf"(?:(?P<class>{_CLASS}|\d{{2,3}}) ?/ ?)?(?P<year>\d{{4}})",
    re.IGNORECASE,
)
_HYPHENED = re.compile(
    rf"(\d{{1,6}}) ?- ?(\d{{4}})(?: ?\((?P<class>\d{{3}}|{_CLASS})(?:, ?(?:\d{{3}}|{_CLASS}))*\))?"
)
_LEADING_WORD = re.compile(r"[^\W\d]+\.? (?=[\w:]*\d)")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


@dataclass(frozen=True)
class Prefixes:
    """What the letters before a diary number mean (``registry/diary_prefixes.toml``)."""

    labels: frozenset[str]
    organs: frozenset[str]
    organ_endings: tuple[str, ...]
    state: frozenset[str]
    state_endings: tuple[str, ...]
    municipal: frozenset[str]

    def is_label(self, word: str) -> bool:
        """True for a word that introduces a diary number, such as ``Dnro``."""
        return word.casefold() in self.labels

    def is_organ(self, word: str) -> bool:
        """True for a body's abbreviation, such as ``KH``."""
        folded = word.casefold()
        return folded in self.organs or folded.endswith(self.organ_endings)

    def is_state(self, word: str) -> bool:
        """True for a register of the state or a court, such as ``VN`` or ``UUDELY``."""
        folded = word.casefold()
        return folded in self.state or folded.endswith(self.state_endings)

    def is_municipal(self, word: str) -> bool:
        """True for a municipal register known to be written before a number without a task class."""
        return word.casefold() in self.municipal


@cache
def prefixes() -> Prefixes:
    """The registry of prefixes, read once."""
    with (Path(__file__).parent / "registry" / "diary_prefixes.toml").open("rb") as file:
        data = tomllib.load(file)
    return Prefixes(
        labels=frozenset(data["labels"]),
        organs=frozenset(data["organs"]),
        organ_endings=tuple(data["organ_endings"]),
        state=frozenset(data["state"]),
        state_endings=tuple(data["state_endings"]),
        municipal=frozenset(data["municipal"]),
    )


def parse(written: str, *, known_register: bool = False) -> DiaryNumber | None:
    """The diary number that ``written`` is, from its first character to its last; None if it is none.

    Spaces of any kind, line breaks and soft hyphens are overlooked. A label (``Dnro``) or body (``KH``)
    in front is not: use ``normalise`` for what a person types. Numbers of the state's registers
    (``VN/6566/2022``) are None. With ``known_register`` a number of Ahjo's form needs no T class to be
    one of a town other than Helsinki.
    """
    text = _squeeze(written)
    if match := _AHJO.fullmatch(text):
        known_register = known_register or bool(match["class"]) or match["prefix"].upper() == "HEL"
        return _ahjo(written, match) if known_register else None
    if match := _REGISTER.fullmatch(text):
        prefix, year, number = f"{match[1]}Dno", int(match[2]), int(match[3])
        if match[1].casefold() in prefixes().state:
            return None
        return _number(written, f"{prefix}-{year}-{number}", prefix, number, None, year)
    if match := _CLASSED.fullmatch(text):
        return _classed(written, match)
    if match := _HYPHENED.fullmatch(text):
        number, year = int(match[1]), int(match[2])
        return _number(written, f"{number}-{year}", None, number, _dotted(match["class"]), year)
    return None


def normalise(written: str) -> str:
    """The key of a diary number as a person writes it: ``KH 2204 / 00.04.01 / 2024``, ``hel-2021-009631``.

    Labels and bodies in front are dropped. What is no diary number comes back with its spaces squeezed,
    so that looking it up finds nothing rather than failing.
    """
    text = _squeeze(written)
    for _ in range(4):  # a label, "nro" and a body may follow one another
        # "hop 2023-4512": whoever types it means a town's register, with the class or without.
        if found := parse(text, known_register=True):
            return found.key
        stripped = _without_label(text)
        if stripped == text:
            break
        text = stripped
    return _squeeze(written)


def _ahjo(written: str, match: re.Match[str]) -> DiaryNumber | None:
    prefix = match["prefix"].upper()
    known = prefixes()
    if known.is_state(prefix) or known.is_label(prefix) or known.is_organ(prefix):
        return None
    year, number = int(match["year"]), int(match["number"])
    return _number(written, f"{prefix} {year}-{number:06d}", prefix, number, _dotted(match["class"]), year)


def _classed(written: str, match: re.Match[str]) -> DiaryNumber | None:
    prefix, mark = match["prefix"], match["mark"]
    known = prefixes()
    if prefix and (known.is_label(prefix) or known.is_organ(prefix)):
        prefix = None
    if prefix and (known.is_state(prefix) or not (match["class"] or known.is_municipal(prefix))):
        return None
    number, year, task_class = int(match["number"]), int(match["year"]), _dotted(match["class"])
    front = f"{prefix.upper()}{mark}" if prefix else ""
    middle = f"/{task_class}" if task_class else ""
    return _number(
        written, f"{front}{number}{middle}/{year}", prefix and prefix.upper(), number, task_class, year
    )


def _number(
    written: str, key: str, prefix: str | None, number: int, task_class: str | None, year: int
) -> DiaryNumber | None:
    if number == 0 or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    return DiaryNumber(
        written=written, key=key, prefix=prefix, number=number, task_class=task_class, year=year
    )


def _dotted(task_class: str | None) -> str | None:
    return task_class.replace(" ", ".") if task_class else None


def _squeeze(written: str) -> str:
    return " ".join(written.replace("\u00ad", "").translate(_DASHES).split())


def _without_label(text: str) -> str:
    """``text`` without the first label or word in front of the number, or the punctuation around it."""
    folded = text.casefold()
    for label in sorted(prefixes().labels, key=len, reverse=True):
        if re.match(rf"{re.escape(label)}[ .:]", folded):
            return text[len(label) :].lstrip(" .:")
    match = _LEADING_WORD.match(text)
    if match and not prefixes().is_state(match[0].strip(". ")):
        return text[match.end() :]
    return text.strip(" .,;:\"'")
