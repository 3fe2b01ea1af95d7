"""A page's characters as pieces of lines with place and look: pdfium's own lines, parted at wide gaps.

pdfium is asked for the places of few characters only: a line's first and last, and those beside its gaps.
"""

from __future__ import annotations

from itertools import pairwise

from ingest.readers import pdf_bulk, pdfium
from ingest.readers.pdf_bulk import Rectangle, Start
from ingest.readers.pdf_chars import (
    ASCENT,
    DESCENT,
    HIDDEN,
    Characters,
    Piece,
    has_ligature,
    plain_blanks,
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
_BLANK = " \x00"

_Before = tuple[tuple[int, int], Start, int, int]
"""The last quick line: its span, what pdfium says of its ends, the pieces and the rectangles before it."""


def pieces(characters: Characters) -> list[Piece]:
    """The page's pieces, in the order of the file.

    Text that a file draws in one go has no gaps but those of spaces: only what lies between such text is
    looked at, unless a line is wide for its characters or the page's spaces are none of the file.
    """
    characters.plain = text = plain_blanks(characters.text)
    found: list[Piece] = []
    place = characters.place
    flat = text.replace("\r", "\n").replace("\ufffe", "\n")
    characters.clean = clean = _is_clean(flat)
    if place.turned or HIDDEN in text:
        for start, end in _spans(text, flat):
            _line(characters, text, start, end, found)
        return found
    page, page_left, page_top = characters.page, place.left, place.top
    fonts, bold_by, count_rects = characters.fonts, characters.bold_by, pdfium.count_rects
    rectangles = characters.rectangles()
    count, index = len(rectangles), 0
    low, high = _STANDS
    samples = characters.samples
    mixed = 0
    spans = _spans(text, flat)
    before: _Before | None = None
    for span, begins in zip(spans, pdf_bulk.starts(page, spans), strict=True):
        start, end = span
        size, forward, slope, _, upward, x, y, first_font, last_font = begins
        size *= upward
        near = 0.5 * size
        quick = False
        if slope == 0.0 and size >= _LEAST_SIZE and forward > 0.0:
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
            after = index + count_rects(page, start, end - start)
            if not worded(characters, span, begins, rectangles[index:after], found):
                _line(characters, text, start, end, found)
            index = after
            continue
        if mixed > _MIXED and text.find(" ", start, end) > 0:
            after = index + count_rects(page, start, end - start)
            if after > index + 1 and worded(characters, span, begins, rectangles[index:after], found):
                before = None
                index = after
                continue
        before = span, begins, len(found), index
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
                    if cuts and _cut(characters, text, span, y, right, size, cuts, found):
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
                or not worded(characters, span, begins, rectangles[before[3] : index], found)
            ):
                part_line(characters, text, start, end, x - page_left, page_top - y, size, found)
            continue
        if samples:
            samples = characters.samples
        base = page_top - y
        raw = text[start:end]
        bold = fonts.get(first_font)
        if bold is None:
            bold = bold_by(first_font, start)
        if bold and last_font is not first_font:
            bold = bold_by(last_font, end - 1)
        found.append(
            Piece(
                raw if clean and raw[-1] != "\ufffe" else characters.shown(raw),
                x - page_left,
                base - ASCENT * size,
                right - page_left,
                base + DESCENT * size,
                size,
                bold,
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


def _spans(text: str, flat: str) -> list[tuple[int, int]]:
    """Where pdfium's lines begin and end, without blanks at their ends; ``flat`` has a line feed for each
    character that ends a line."""
    spans = []
    start = 0
    length = len(text)
    for line in flat.split("\n"):
        after = start + len(line) + 1
        if line:
            end = after if after <= length and text[after - 1] == "\ufffe" else after - 1
            if line[0] in _BLANK or text[end - 1] in _BLANK:
                raw = text[start:end]
                start += len(raw) - len(raw.lstrip(_BLANK))
                end -= len(raw) - len(raw.rstrip(_BLANK))
            if start < end:
                spans.append((start, end))
        start = after
    return spans


def _cuts(gaps: list[tuple[float, float]], size: float) -> list[tuple[float, float]]:
    """The gaps (width, end) that surely part columns; none if others are like them and each must be asked."""
    wide = [gap for gap in gaps if gap[0] > SEAM * size]
    widths = sorted([width for width, _ in wide])
    if widths[0] <= WIDE * size:
        return []
    alike = _UNLIKE_EDGES * size
    return [] if any(after - before < alike for before, after in pairwise(widths)) else wide


def _cut(
    characters: Characters,
    text: str,
    span: tuple[int, int],
    y: float,
    right: float,
    size: float,
    cuts: list[tuple[float, float]],
    found: list[Piece],
) -> bool:
    """Adds the pieces of a line parted after these gaps; False if a gap is not found in the text."""
    start, end = span
    page, place, bold_by, get_origin = (
        characters.page,
        characters.place,
        characters.bold_by,
        pdfium.get_origin,
    )
    (at_x, at_y), point = characters._point.at, characters._point.value
    page_left, page_top, near = place.left, place.top, 0.35 * size
    after, at = start, start
    spans: list[tuple[int, int]] = []
    for _, edge in cuts:
        while True:
            space = text.find(" ", at, end)
            if space < 0:
                return False
            at = space + 1
            if text[at] == " ":
                continue
            get_origin(page, at, at_x, at_y)
            if -near < point[0] - edge < near:
                break
        if abs(point[1] - y) > OTHER_LINE * size:
            return False
        while text[space - 1] == " ":
            space -= 1
        spans.append((after, space))
        after = at
    spans.append((after, end))
    edges = [edge - width for width, edge in cuts]
    apart = False
    for (first, last), begins, edge in zip(spans, pdf_bulk.starts(page, spans), [*edges, right], strict=True):
        base = page_top - begins[6]
        found.append(
            Piece(
                characters.shown(text[first:last]),
                begins[5] - page_left,
                base - ASCENT * size,
                edge - page_left,
                base + DESCENT * size,
                size,
                bold_by(begins[7], first) and bold_by(begins[8], last - 1),
                first,
                last,
                USUAL * size,
                True,
                (),
                apart,
            )
        )
        apart = True
    return True


def _again(
    characters: Characters, text: str, before: _Before, rectangles: list[Rectangle], found: list[Piece]
) -> int:
    """Does the last line over, space by space; gives the index of the first rectangle after it."""
    span, begins, length, index = before
    del found[length:]
    start, end = span
    after = index + int(pdfium.count_rects(characters.page, start, end - start))
    if not worded(characters, span, begins, rectangles[index:after], found):
        _line(characters, text, start, end, found)
    return after


def _is_clean(flat: str) -> bool:
    """Whether the text of every piece is as pdfium gives it, but for hyphens at lines' ends."""
    line = flat.replace("\n", "")
    return line.isprintable() and "  " not in line and (line.isascii() or not has_ligature(line))


def _line(characters: Characters, text: str, start: int, end: int, found: list[Piece]) -> None:
    """Parts one of pdfium's lines, without blanks at its ends, and adds its pieces."""
    size, right, down = characters.look(start)
    if size < _LEAST_SIZE or right <= 0 or abs(down) > 0.1 * right:
        found.append(turned_piece(characters, text, start, end, max(size, 1.0)))
    else:
        part_line(characters, text, start, end, *characters.origin(start), size, found)
