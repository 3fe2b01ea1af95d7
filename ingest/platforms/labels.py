"""What the words of lists and page heads say: dates, agenda or minutes, §, body."""

from __future__ import annotations

import datetime as dt
import re

from corpus.records import Kind
from ingest.platforms.page import About

_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_SECTION = re.compile(
    r"(?:§|pykälä|paragraf(?:en)?)[\s\u00a0]{0,3}(\d{1,4})(?![\d.:/])|(?<![\d./])(\d{1,4})[\s\u00a0]{0,3}§",
    re.IGNORECASE,
)
_SECTION_FIRST = re.compile(r"^\s{0,3}(?:§\s{0,3}(\d{1,4})(?![\d.:/])|(\d{1,4})\s{0,3}§(?![:\w]))")
_PLAIN = re.compile(r"^\D{0,3}(\d{1,4})\s{0,3}§?$")
_MINUTES = re.compile(r"pöytäkirja|poytakirja|protokoll|\bminutes\b|\bptk\b", re.IGNORECASE)
_AGENDA = re.compile(
    r"esityslista|lisälista|jatkolista|asialista|föredragningslista|kokouskutsu|kallelse|\bagenda\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d./])(\d{1,3}/\d{4})(?![\d/])")
_HEAD_KIND = re.compile(
    r"\b(?:pöytäkirja|esityslista|lisälista|protokoll|föredragningslista|kokouskutsu|kokous|sammanträde)\b",
    re.IGNORECASE,
)
_LONGEST = 600
_NO_ORGAN = ("kokouslistat", "kokoukset", "mötesförteckning", "dynasty tietopalvelu")


def find_date(text: str) -> dt.date | None:
    """The first real date, Finnish (1.2.2024) or ISO (2024-02-01)."""
    text = text[:_LONGEST]
    for pattern, order in ((_DATE, (3, 2, 1)), (_ISO, (1, 2, 3))):
        for match in pattern.finditer(text):
            try:
                return dt.date(*(int(match[group]) for group in order))
            except ValueError:
                continue
    return None


def find_kind(text: str) -> Kind | None:
    """Minutes or agenda; minutes when both are named (a list offers the minutes beside the old agenda)."""
    text = text[:_LONGEST]
    if _MINUTES.search(text):
        return Kind.MINUTES
    return Kind.AGENDA if _AGENDA.search(text) else None


def find_section(text: str) -> int | None:
    """The § named anywhere in a head or label."""
    match = _SECTION.search(text[:_LONGEST])
    return int(match[1] or match[2]) if match else None


def leading_section(text: str) -> tuple[int | None, str]:
    """The § a label begins with, and the label without it: "§ 12 Otsikko", "12 § Otsikko"."""
    match = _SECTION_FIRST.match(text)
    if match is None:
        return None, text.strip()
    return int(match[1] or match[2]), text[match.end() :].strip(" \u00a0-–:.")


def cell_section(text: str) -> int | None:
    """The § of a list's own column: nothing but a number stands there."""
    match = _PLAIN.match(text.strip())
    return int(match[1]) if match else None


def find_number(text: str) -> str | None:
    """A meeting's number in its year, as written: "5/2017"."""
    match = _NUMBER.search(text[:_LONGEST])
    return match[1] if match else None


def about(head: str) -> About:
    """What a page's head says: "Kunnanhallitus Pöytäkirja 21.10.2024/Pykälä 212"."""
    head = " ".join(head[:_LONGEST].split())
    kind = _HEAD_KIND.search(head)
    date = _DATE.search(head)
    end = min((match.start() for match in (kind, date) if match), default=len(head))
    organ = organ_name(_NUMBER.sub("", head[:end]))
    if organ is None and kind and date:  # "Pöytäkirja 1.2.2024 Kunnanhallitus"
        organ = organ_name(_SECTION.sub("", head[max(kind.end(), date.end()) :]))
    return About(
        organ=organ,
        date=find_date(head),
        kind=find_kind(head),
        section=find_section(head),
        number=find_number(head),
    )


def organ_name(text: str) -> str | None:
    """A body's name as a list writes it, without what lists put around it; None if nothing is left."""
    name = " ".join(text.split()).strip(" \u00a0-–—:,;|/>»•.")
    for chrome in _NO_ORGAN:
        if name.lower().startswith(chrome):
            name = name[len(chrome) :].strip(" -–:")
        elif name.lower().endswith(chrome):  # the town's name before it
            return None
    return name if 2 < len(name) <= 150 and any(mark.isalpha() for mark in name) else None
