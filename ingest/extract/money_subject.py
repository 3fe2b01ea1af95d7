"""What a matter is about, by its heading: what its sums are where the words beside them do not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import MoneyKind
from corpus.registry.networks import find_networks
from ingest.extract.money_words import words

_HEAD = 600  # characters at the text's beginning where its heading stands
_LONGEST_HEADING = 120
_MOST_HEADINGS = 12
_CHARGES = frozenset({MoneyKind.RENT, MoneyKind.MEMBERSHIP_FEE})  # "Venepaikkojen maksut" are rents
_PART = re.compile(r"[,/:;(]|[ ][–-][ ]")


@dataclass(frozen=True)
class Subject:
    """``kind`` of money that the heading speaks of, if any; ``network`` is true for a network's matter."""

    kind: MoneyKind | None = None
    network: bool = False


def subject_of(text: str, title: str = "") -> Subject:
    """The subject of a matter with this ``title``, else of the headings at the beginning of its ``text``.

    Where they tell nothing it is what the body is asked to do: buy, let, confirm prices.
    """
    return (title and _of([title])) or _of(_headings(text)) or _asked(text) or Subject()


def _of(headings: Sequence[str]) -> Subject | None:
    known = words()
    for heading in headings:
        lower = heading.lower()
        if find_networks(heading) or (
            (known.network.search(lower) or known.heading.search(lower)) and not known.utility.search(lower)
        ):
            return Subject(MoneyKind.PARTICIPATION_FEE, network=True)
    for heading in headings:
        lower = heading.lower()
        if head := _by_head(lower):
            return Subject(head)
        for kind, pattern in known.subjects:
            if pattern.search(lower):
                return Subject(kind)
    return None


def _by_head(heading: str) -> MoneyKind | None:
    """What the heading's head noun says: "Vuokrausjärjestelmän hankinta" is a purchase, nothing let.

    The head is the last word before a comma, a dash or brackets, or the first ("Lisämääräraha vuokriin").
    """
    known = words()
    special = any(kind in _CHARGES and pattern.search(heading) for kind, pattern in known.subjects)
    parts = _PART.split(heading, maxsplit=1)[0].split()
    for word in (parts[-1], parts[0]) if parts else ():
        for kind, pattern in known.heads:
            if pattern.fullmatch(word) and not (special and kind is MoneyKind.TARIFF):
                return kind
    return None


def _asked(text: str) -> Subject | None:
    lower = text.lower()
    return next((Subject(kind) for kind, pattern in words().asked if pattern.search(lower)), None)


def _headings(text: str) -> list[str]:
    """Short lines at the beginning that end no sentence."""
    lines = [line.strip() for line in text[:_HEAD].split("\n")]
    short = [line for line in lines if 3 < len(line) < _LONGEST_HEADING and line[-1] not in ".:;,"]
    return short[:_MOST_HEADINGS]
