"""A page's characters as pieces of lines with place and look: pdfium's own lines, parted at wide gaps.

pdfium is asked for the places of few characters only: a line's first and last, and those beside its gaps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers import pdfium
from ingest.readers.pdf_chars import (
    ASCENT,
    DESCENT,
    HIDDEN,
    Characters,
    Piece,
    has_ligature,
    plain_blanks,
    shown,
)
from ingest.readers.pdf_filled import worded
from ingest.readers.pdf_gaps import (
    OTHER_LINE,
    SEAM,
    USUAL,
    WIDE,
    part_line,
    turned_piece,
)

_LOOSE = 0.62  # times the type size: text with more room for each character may have gaps
_UNLIKE_EDGES = 0.4  # times the type size: by how much gaps between inks differ that are not the same
_STANDS = (-0.35, 0.2)  # times the type size: where letters' lower ends are, from the base line
_MIXED = 2  # lines that were more than they seemed: a page with more of them has its words mixed
_LEAST_SIZE = 0.1  # points
_LINE = re.compile("[^\r\n\ufffe]+\ufffe?")
_BLANK = " \x00"


def pieces(characters: Characters) -> list[Piece]:
    """The page's pieces, in the order of the file.

    Text that a file draws in one go has no gaps but those of spaces: only what lies between such text is
    looked at, unless a line is wide for its characters or the page's spaces are none of the file.
    """
    text = plain_blanks(characters.text)
    found: list[Piece] = []
    page, place = characters.page, characters.place
    page_left, page_top, slow = place.left, place.top, place.turned or HIDDEN in text
    get_matrix, get_size, get_origin = pdfium.get_char_matrix, pdfium.get_font_size, pdfium.get_origin
    (at_matrix, *_), matrix = characters._matrix.at, characters._matrix.value
    (at_x, at_y), point = characters._point.at, characters._point.value
    bold, count_rects, clean = characters.bold, pdfium.count_rects, _is_clean(text)
    characters.clean = clean
    rectangles = [] if slow else characters.rectangles()
    count, index = len(rectangles), 0
    low, high = _STANDS
    samples = characters.samples
    mixed = 0
    before: tuple[int, int, int, int] | None = None  # of the last quick line: its span, pieces and rectangles
    for match in _LINE.finditer(text):
        start, end = match.span()
        if text[start] in _BLANK or text[end - 1] in _BLANK:
            line = match.group()
            start += len(line) - len(line.lstrip(_BLANK))
            end -= len(line) - len(line.rstrip(_BLANK))
            if start >= end:
                continue
        get_matrix(page, start, at_matrix)
        size = get_size(page, start) * matrix[3]
        get_origin(page, start, at_x, at_y)
        x, y = point
        near = 0.5 * size
        quick = False
        if not (slow or matrix[1]) and size >= _LEAST_SIZE and matrix[0] > 0:
            # The rectangles of this line: as many as begin after one another at its height
            if index < count:
                left, top, right, bottom = rectangles[index]
                quick = -near < left - x < near and bottom > y - near and top < y + 3 * near
            if not quick and before is not None:
                # the line before has more of them than it seemed
                index = _again(characters, text, before, rectangles, found)
                mixed += 1
                if index < count:
                    left, top, right, bottom = rectangles[index]
                    quick = -near < left - x < near and bottom > y - near and top < y + 3 * near
        if not quick:
            before = None
            taken = count_rects(page, start, end - start)
            if slow or not worded(characters, start, end, rectangles[index : index + taken], found):
                _line(characters, text, start, end, found)
            index += taken
            continue
        if mixed > _MIXED and text.find(" ", start, end) > 0:
            taken = count_rects(page, start, end - start)
            if taken > 1 and worded(characters, start, end, rectangles[index : index + taken], found):
                before = None
                index += taken
                continue
        before = start, end, len(found), index
        parts = right - left > _LOOSE * size * (end - start)
        seams: tuple[float, ...] = ()
        index += 1
        gaps = None
        while index < count:
            left, top, next_right, bottom = rectangles[index]
            if left <= right - near or top < y or bottom > y + size:
                break
            # letters stand on the base line; signs that do not are looked at
            if not low * size < bottom - y < high * size:
                parts = True
            if gaps is None:
                gaps = []
            gaps.append((left - right, left))
            right = next_right
            index += 1
        if gaps is not None:
            widest = max(gaps)[0]
            if widest > SEAM * size:
                if not parts and widest > WIDE * size:
                    cuts = [] if characters.gaps_made_spaces else _cuts(gaps, size)
                    if cuts and _cut(characters, text, start, end, x, y, right, size, cuts, found):
                        characters.parted = True
                        continue
                    parts = True
                seams = tuple([left - page_left for gap, left in gaps if gap > SEAM * size])
        elif (samples or characters.gaps_made_spaces) and characters.spaces_are_gaps(start, end):
            parts = True
        if parts:
            if (
                gaps is None
                or len(gaps) < 2
                or not worded(characters, start, end, rectangles[before[3] : index], found)
            ):
                part_line(characters, text, start, end, x - page_left, page_top - y, size, found)
            continue
        if samples:
            samples = characters.samples
        base = page_top - y
        raw = text[start:end]
        found.append(
            Piece(
                raw if clean and raw[-1] != "\ufffe" else shown(raw),
                x - page_left,
                base - ASCENT * size,
                right - page_left,
                base + DESCENT * size,
                size,
                bold(start) and bold(end - 1),
                start,
                end,
                USUAL * size,
                True,
                seams,
            )
        )
    if before is not None and index != count:
        _again(characters, text, before, rectangles, found)
    return found


def _cuts(gaps: list[tuple[float, float]], size: float) -> list[tuple[float, float]]:
    """The gaps (width, end) that surely part columns; none if others are like them and each must be asked."""
    wide = [gap for gap in gaps if gap[0] > WIDE * size]
    if any(SEAM * size < width <= WIDE * size for width, _ in gaps):
        return []
    widths = sorted(width for width, _ in wide)
    if any(after - before < _UNLIKE_EDGES * size for before, after in pairwise(widths)):
        return []
    return wide


def _cut(
    characters: Characters,
    text: str,
    start: int,
    end: int,
    x: float,
    y: float,
    right: float,
    size: float,
    cuts: list[tuple[float, float]],
    found: list[Piece],
) -> bool:
    """Adds the pieces of a line parted after these gaps; False if a gap is not found in the text."""
    page, place, bold, get_origin = characters.page, characters.place, characters.bold, pdfium.get_origin
    (at_x, at_y), point = characters._point.at, characters._point.value
    page_left, page_top, near = place.left, place.top, 0.35 * size
    base = page_top - y
    space, first, apart, made = start, start, False, []
    for width, edge in cuts:
        while True:
            space = text.find(" ", space + 1, end)
            if space < 0:
                return False
            after = space + 1
            if text[after] == " ":
                continue
            get_origin(page, after, at_x, at_y)
            if -near < point[0] - edge < near:
                break
        if abs(point[1] - y) > OTHER_LINE * size:
            return False
        last = space
        while text[last - 1] == " ":
            last -= 1
        made.append(
            Piece(
                shown(text[first:last]),
                x - page_left,
                base - ASCENT * size,
                edge - width - page_left,
                base + DESCENT * size,
                size,
                bold(first) and bold(last - 1),
                first,
                last,
                USUAL * size,
                True,
                (),
                apart,
            )
        )
        first, x, apart = after, point[0], True
        base = page_top - point[1]
    made.append(
        Piece(
            shown(text[first:end]),
            x - page_left,
            base - ASCENT * size,
            right - page_left,
            base + DESCENT * size,
            size,
            bold(first) and bold(end - 1),
            first,
            end,
            USUAL * size,
            True,
            (),
            apart,
        )
    )
    found += made
    return True


def _again(
    characters: Characters,
    text: str,
    before: tuple[int, int, int, int],
    rectangles: Sequence[list[float]],
    found: list[Piece],
) -> int:
    """Does the last line over, space by space; gives the index of the first rectangle after it."""
    start, end, length, index = before
    del found[length:]
    after = index + int(pdfium.count_rects(characters.page, start, end - start))
    if not worded(characters, start, end, rectangles[index:after], found):
        _line(characters, text, start, end, found)
    return after


def _is_clean(text: str) -> bool:
    """Whether the text of every piece is as pdfium gives it, but for hyphens at lines' ends."""
    line = text.replace("\r\n", "").replace("\ufffe", "")
    return line.isprintable() and "  " not in line and not has_ligature(line)


def _line(characters: Characters, text: str, start: int, end: int, found: list[Piece]) -> None:
    """Parts one of pdfium's lines, without blanks at its ends, and adds its pieces."""
    size, right, down = characters.look(start)
    if size < _LEAST_SIZE or right <= 0 or abs(down) > 0.1 * right:
        found.append(turned_piece(characters, text, start, end, max(size, 1.0)))
    else:
        part_line(characters, text, start, end, *characters.origin(start), size, found)
