"""Running heads, feet and page numbers: found by repetition at one place, taken out of the text.

A head's first occurrence stays in the text, without its page number: it often is the only place that names
the municipality, the organ and the date, and a fact needs a place as its evidence. Feet and page numbers
go; a number that says which page of how many it stands on needs no repetition.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf_lines import Part, TextLine

_HEAD = 0.16  # of the page's height, from the top
_FOOT = 0.88
_NEAR = 4.0  # points
_NEXT = 0.6  # times the type size: the gap to the next line of one paragraph
_BESIDE = 3  # lines
_SHARE = 0.25
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:(?:sivu|sida|page|s\.)\s{0,3}\d{1,4}(?:\s{0,3}(?:\(\s?\d{1,4}\s?\)|/\s?\d{1,4}))?"
    r"|\d{1,4}\s{0,3}(?:\(\s?\d{1,4}\s?\)|/\s?\d{1,4})|[-–]\s?\d{1,4}\s?[-–])$",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\d{1,4}$")


_Member = tuple[float, int, TextLine, int]
"""A line's top, the index of its page, the line, and its place among the page's."""


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
    groups: dict[tuple[bool, str], list[_Member]] = defaultdict(list)
    gone = [set[int]() for _ in pages]
    running: set[int] = set()
    for index, page in enumerate(pages):
        head, foot = _HEAD * page.height, _FOOT * page.height
        edges = [
            (place, line)
            for place, line in enumerate(page.lines)
            if (line.box[1] < head or line.box[3] > foot) and line.row is None
        ]
        for place, line in edges:
            top = line.box[1]
            if line.count > 1:
                _keep(
                    line,
                    [part for part in line.parts if not _counts_pages(part.text, page.number, len(pages))],
                )
            if _counts_pages(line.text, page.number, len(pages)):
                gone[index].add(place)
                running.add(id(line))
            else:
                groups[top < head, _DIGITS.sub("#", line.text)].append((top, index, line, place))
    header: list[tuple[float, str]] = []
    footer: list[tuple[float, str]] = []
    clusters = [
        (is_head, cluster)
        for (is_head, _), members in groups.items()
        if len(members) > 1
        for cluster in _clusters(members)
        if len(cluster) > 1
    ]
    # From the page's middle outwards: what is nearest to the text decides whether the next is
    clusters.sort(key=lambda found: abs(found[1][0][0] - 0.5 * pages[found[1][0][1]].height))
    for is_head, cluster in clusters:
        if not _runs(cluster, pages) or not _stands_apart(cluster, pages, is_head, running):
            continue
        running.update(id(line) for _, _, line, _ in cluster)
        first = min(cluster, key=lambda member: member[1])[2]
        number = _is_number(first.text)
        if not number:
            if first.count > 1:
                _keep(first, [part for part in first.parts if not _PAGE_NUMBER.match(part.text)])
            (header if is_head else footer).append((first.box[1], first.text))
        for _, index, line, place in cluster:
            if number or not is_head or line is not first:
                gone[index].add(place)
    kept = tuple(map(without_lines, pages, gone))
    return WithoutRunning(kept, _texts(header), _texts(footer))


def without_lines(page: SheetLines, places: set[int]) -> SheetLines:
    """The page without the lines at these places."""
    lines = list(page.lines)
    for place in sorted(places, reverse=True):
        del lines[place]
    return SheetLines(page.number, page.height, tuple(lines))


def _keep(line: TextLine, parts: list[Part]) -> None:
    """Takes all but these parts out of a line, if there are any."""
    line.parts[:] = parts or line.parts


def _texts(found: list[tuple[float, str]]) -> tuple[str, ...]:
    return tuple(text for _, text in sorted(found))


def _clusters(members: list[_Member]) -> list[list[_Member]]:
    """Members whose heights on the page are near each other."""
    clusters: list[list[_Member]] = []
    for member in sorted(members, key=lambda member: member[:2]):
        if clusters and member[0] - clusters[-1][-1][0] <= _NEAR:
            clusters[-1].append(member)
        else:
            clusters.append([member])
    return clusters


def _runs(cluster: list[_Member], pages: Sequence[SheetLines]) -> bool:
    on = {index for _, index, _, _ in cluster}
    text = cluster[0][2].text
    if _PAGE_NUMBER.match(text):
        return len(on) > 1
    if _BARE_NUMBER.match(text):
        # a number that counts as the pages do
        offsets = {int(line.text) - pages[index].number for _, index, line, _ in cluster}
        return len(on) > 1 and len(offsets) == 1
    if sum(map(str.isalpha, text)) < 3:
        return False
    if not _count_up(cluster):
        return False
    return len(on) >= (2 if len(pages) < 4 else max(3, _SHARE * len(pages)))


def _count_up(cluster: list[_Member]) -> bool:
    """Whether the numbers in the lines stay or grow from page to page: those of cases go up and down."""
    before: list[int] = []
    for _, _, line, _ in sorted(cluster, key=lambda member: member[1]):
        numbers = [int(digits[:9]) for digits in _DIGITS.findall(line.text)]
        if any(now < then for now, then in zip(numbers, before, strict=False)):
            return False
        before = numbers
    return True


def _stands_apart(
    cluster: list[_Member],
    pages: Sequence[SheetLines],
    is_head: bool,
    running: set[int],
) -> bool:
    """Whether a gap parts the lines from their pages' text, on most pages: a heading is near what it heads.

    ``running`` lines are no text.
    """
    near = 0
    for _, index, line, place in cluster:
        lines, low, high = pages[index].lines, -0.5 * line.size, _NEXT * line.size
        beside = lines[place + 1 : place + 1 + _BESIDE] if is_head else lines[max(0, place - _BESIDE) : place]
        for other in beside:
            gap = other.box[1] - line.box[3] if is_head else line.box[1] - other.box[3]
            if low < gap < high and id(other) not in running:
                near += 1
                break
    return near * 2 <= len(cluster)


def _counts_pages(text: str, number: int, pages: int) -> bool:
    """Whether a line says of its page which one of how many it is."""
    return bool(_PAGE_NUMBER.match(text)) and [int(digits) for digits in _DIGITS.findall(text)] == [
        number,
        pages,
    ]


def _is_number(text: str) -> bool:
    return bool(_PAGE_NUMBER.match(text) or _BARE_NUMBER.match(text))
