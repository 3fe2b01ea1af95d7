"""The marked-up sources of the gold set: ``[[field value|words]]`` around the words that say a fact.

Marks may be nested. The forms, ``;`` parting the values of one mark:

``[[t|Title]]`` ``[[o Kunnanhallitus|Khall]]`` ``[[dt 2021-01-25|25.1.2021]]`` ``[[s 12|§ 12]]``
    title, organ, meeting date, section; without a value it is read from the words.
``[[d|412/00.04.01/2024]]`` ``[[c|98/2023]]``
    the item's own diary number, a cited one.
``[[p role+role;Given Surname;title;present,a=18:05,l=20:00,for=Given Surname|words]]``
    a person; without a name the words are the name, ``-`` is no name, later parts may be missing.
``[[m 9000;year;excluded;participation-fee|9 000 euroa + alv]]``
    money: amount, per, VAT, kind.
``[[x outcome;u|words]]``
    the decision; ``u`` unanimous, ``n`` not, ``8-5``, ``8-5-1-0`` or ``8-5-x-1`` votes (for,
    against, blank, absent; ``x`` unsaid).
``[[n USO;2025-2026;joined;Municipality|words]]``
    participation; without a municipality it is the document's, ``-`` is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

FIELDS = {
    "t": "title",
    "o": "organ",
    "dt": "meeting_date",
    "s": "section",
    "d": "diary_numbers",
    "c": "cited_diary_numbers",
    "p": "people",
    "m": "money",
    "x": "decision",
    "n": "participations",
}
SPECIAL = {"{nbsp}": "\u00a0", "{thin}": "\u2009", "{nnbsp}": "\u202f", "{shy}": "\u00ad", "{ff}": "\f"}
TOKEN = re.compile(r"\[\[(?P<field>t|o|dt|s|d|c|p|m|x|n)(?: (?P<value>[^|\[\]]*))?\||\]\]")
ITEM = re.compile(r"%% item *(?P<overrides>[^\n]*)\n")


@dataclass(frozen=True)
class Mark:
    """One annotation: code of its field, the value as written in the mark, span in the unmarked text."""

    code: str
    value: str | None
    start: int
    end: int
    item: int


@dataclass(frozen=True)
class Marked:
    """A document without its marks, the marks, and the overrides of each item (the first is the head's)."""

    text: str
    marks: tuple[Mark, ...]
    overrides: tuple[str, ...]


def unmarked(source: str) -> Marked:
    """Take the marks out of a source.

    Raises ValueError when marks are not closed or closed twice.
    """
    for name, character in SPECIAL.items():
        source = source.replace(name, character)
    pieces: list[str] = []
    length = 0
    open_marks: list[tuple[str, str | None, int]] = []
    marks: list[Mark] = []
    overrides = [""]
    for kind, match, text in _tokens(source):
        if kind == "text":
            pieces.append(text)
            length += len(text)
        elif kind == "item":
            overrides.append(text)
        elif match == "]]":
            if not open_marks:
                raise ValueError(f"closed twice after {''.join(pieces)[-60:]!r}")
            code, value, start = open_marks.pop()
            marks.append(Mark(code, value, start, length, len(overrides) - 1))
        else:
            code, _, value_text = match.partition(" ")
            open_marks.append((code, value_text or None, length))
    if open_marks:
        raise ValueError(f"not closed: {open_marks}")
    return Marked("".join(pieces), tuple(sorted(marks, key=lambda mark: mark.start)), tuple(overrides))


def _tokens(source: str) -> Iterator[tuple[str, str, str]]:
    at = 0
    for match in re.finditer(f"{TOKEN.pattern}|{ITEM.pattern}", source):
        if match.start() > at:
            yield "text", "", source[at : match.start()]
        if match["field"]:
            yield "mark", f"{match['field']} {match['value'] or ''}".strip(), ""
        elif match.group() == "]]":
            yield "mark", "]]", ""
        else:
            yield "item", "", match["overrides"]
        at = match.end()
    if at < len(source):
        yield "text", "", source[at:]


def value_of(mark: Mark, words: str, municipality: str | None) -> Any:
    """What a mark around these words says, in the form of the answer key.

    Raises ValueError where the mark's value makes no sense.
    """
    words = " ".join(words.replace("\u00ad", "").split())
    parts = [part.strip() for part in (mark.value or "").split(";")]
    if mark.code == "t":
        return mark.value or words
    if mark.code == "o":
        return mark.value or (words.capitalize() if words.isupper() else words)
    if mark.code == "dt":
        return mark.value or _date(words)
    if mark.code == "s":
        return int(mark.value or _first(r"\d+", words))
    if mark.code in ("d", "c"):
        return mark.value or "".join(words.split())
    if mark.code == "p":
        return _person(parts, words)
    if mark.code == "m":
        amount, per, vat, kind = parts
        return {"amount": amount, "per": per, "vat": vat, "kind": kind, "text": words}
    if mark.code == "x":
        return _decision(parts)
    network, season, status, *who = parts
    name = municipality if not who else None if who[0] == "-" else who[0]
    return {"municipality": name, "network": network, "season": season or None, "status": status}


def _date(words: str) -> str:
    day, month, year = _first(r"\d{1,2}\. ?\d{1,2}\. ?\d{4}", words).split(".")
    return f"{int(year):04}-{int(month):02}-{int(day):02}"


def _first(pattern: str, words: str) -> str:
    found = re.search(pattern, words)
    if found is None:
        raise ValueError(f"no {pattern} in {words!r}")
    return found.group()


def _person(parts: list[str], words: str) -> list[dict[str, Any]]:
    roles, name, title, more = [*parts, "", "", ""][:4]
    person: dict[str, Any] = {"name": None if name == "-" else name or words, "title": title or None}
    for extra in filter(None, more.split(",")):
        key, _, value = extra.partition("=")
        if key in ("present", "absent"):
            person["present"] = key == "present"
        else:
            person[{"a": "arrived", "l": "left", "for": "deputy_for"}[key]] = value
    return [{**person, "role": role} for role in roles.split("+")]


def _decision(parts: list[str]) -> dict[str, Any]:
    votes = None
    unanimous = None
    for part in parts[1:]:
        if part in ("u", "n"):
            unanimous = part == "u"
        elif part:
            numbers = [int(number) if number.isdigit() else None for number in part.split("-")]
            names = ("for", "against", "blank", "absent")
            votes = dict(zip(names, [*numbers, None, None], strict=False))
            unanimous = False
    return {"outcome": parts[0], "unanimous": unanimous, "votes": votes}
