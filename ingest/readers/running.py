"""Running heads, feet and page numbers: found by repetition at one place, taken out of the text.

A head's first occurrence stays in the text, because it often is the only place that names the municipality,
the organ and the date, and a fact needs a place as its evidence. Feet and page numbers go.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf_lines import TextLine

_HEAD = 0.16  # of the page's height, from the top
_FOOT = 0.88
_NEAR = 4.0  # points
_SHARE = 0.25
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:(?:sivu|sida|page|s\.)\s{0,3}\d{1,4}(?:\s{0,3}(?:\(\s?\d{1,4}\s?\)|/\s?\d{1,4}))?"
    r"|\d{1,4}\s{0,3}(?:\(\s?\d{1,4}\s?\)|/\s?\d{1,4})|[-–]\s?\d{1,4}\s?[-–])$",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\d{1,4}$")


@dataclass(frozen=True)
class SheetLines:
    """A page's lines with the page's number and height."""

    number: int
    height: float
    lines: tuple[TextLine, ...]


@dataclass(frozen=True)
class WithoutRunning:
    """The pages' lines that are left, and what the removed heads and feet said, once."""

    pages: tuple[SheetLines, ...]
    header: tuple[str, ...]
    footer: tuple[str, ...]


def without_running(pages: Sequence[SheetLines]) -> WithoutRunning:
    """Removes running lines. A line runs if it stands, digits aside, at one height of many pages.

    Many is two of two or three pages, otherwise a quarter of them and at least three.
    """
    groups: dict[tuple[bool, str], list[tuple[float, int, TextLine]]] = defaultdict(list)
    for index, page in enumerate(pages):
        for line in page.lines:
            zone = _zone(line, page.height)
            if zone is not None and line.row is None:
                groups[zone, _DIGITS.sub("#", line.text)].append((line.box[1], index, line))
    gone: set[int] = set()
    header: list[tuple[float, str]] = []
    footer: list[tuple[float, str]] = []
    for (is_head, _), members in groups.items():
        for cluster in _clusters(members):
            if not _runs(cluster, pages):
                continue
            first = min(cluster, key=lambda member: member[1])[2]
            number = _is_number(first.text)
            if not number:
                (header if is_head else footer).append((first.box[1], first.text))
            gone.update(id(line) for _, _, line in cluster if number or not is_head or line is not first)
    kept = tuple(
        SheetLines(page.number, page.height, tuple(line for line in page.lines if id(line) not in gone))
        for page in pages
    )
    return WithoutRunning(kept, _texts(header), _texts(footer))


def _texts(found: list[tuple[float, str]]) -> tuple[str, ...]:
    return tuple(text for _, text in sorted(found))


def _zone(line: TextLine, height: float) -> bool | None:
    """True at the page's head, False at its foot."""
    if line.box[1] < _HEAD * height:
        return True
    return False if line.box[3] > _FOOT * height else None


def _clusters(members: list[tuple[float, int, TextLine]]) -> list[list[tuple[float, int, TextLine]]]:
    """Members whose heights on the page are near each other."""
    clusters: list[list[tuple[float, int, TextLine]]] = []
    for member in sorted(members, key=lambda member: member[:2]):
        if clusters and member[0] - clusters[-1][-1][0] <= _NEAR:
            clusters[-1].append(member)
        else:
            clusters.append([member])
    return clusters


def _runs(cluster: list[tuple[float, int, TextLine]], pages: Sequence[SheetLines]) -> bool:
    on = {index for _, index, _ in cluster}
    text = cluster[0][2].text
    if _PAGE_NUMBER.match(text):
        return len(on) > 1
    if _BARE_NUMBER.match(text):
        # a number that counts as the pages do
        offsets = {int(line.text) - pages[index].number for _, index, line in cluster}
        return len(on) > 1 and len(offsets) == 1
    if sum(map(str.isalpha, text)) < 3:
        return False
    return len(on) >= (2 if len(pages) < 4 else max(3, _SHARE * len(pages)))


def _is_number(text: str) -> bool:
    return bool(_PAGE_NUMBER.match(text) or _BARE_NUMBER.match(text))
