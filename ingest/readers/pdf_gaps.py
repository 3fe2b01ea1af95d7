"""Lines parted at wide gaps: where columns begin, and where a justified line is only filled.

A gap is (its width, the indexes of its first blank and of the character after it, where it begins and ends
across, where the base line is after it).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers import pdf_bulk
from ingest.readers.pdf_chars import ASCENT, DESCENT, HIDDEN, Characters, Piece, shown

Gap = tuple[float, int, int, float, float, float]

WIDE = 1.2
"""Times the type size: the least gap that can part columns."""
SEAM = 0.45
"""Times the type size: a gap that may part columns if other lines say so."""
SURELY_WIDE = 2.5
"""Times the type size: a gap that parts columns whatever the line's other gaps are."""
USUAL = 0.3
"""Times the type size: a space."""
OTHER_LINE = 0.5
"""Times the type size: how far a base line may wander within a line."""
HAIR = 0.02
"""Times the type size: gaps that differ by less are the same."""

MOST_COMPARED = 200
"""Gaps of a line that are compared with each other; no line of text has as many."""

_UNLIKE = 2.5  # times the line's smallest gap: justified text has wide gaps, but all alike
GLUED = 0.12  # times the type size: closer words were one word, set in two fonts
_ALIKE = 1.3  # times the line's smallest gap
_USUAL_WIDE = 0.6  # times the type size: a space of a line set wide
_AT = 0.9  # points
_SPACES = re.compile(" +")
_BLANKS = re.compile("[ \x00]+")
_WORD = re.compile("[^ \x00]+")
_PARTING = " \x00\t"  # no-break and other spaces of a given width hold words together


def part_line(
    characters: Characters,
    text: str,
    start: int,
    end: int,
    x: float,
    y: float,
    size: float,
    found: list[Piece],
) -> None:
    """Looks at every space of a line and adds its pieces."""
    as_drawn, surely, place = characters.text, SURELY_WIDE * size, characters.place
    blanks = _BLANKS if HIDDEN in text[start:end] else _SPACES
    spans = [match.span() for match in blanks.finditer(text, start, end)]
    gaps: list[Gap] = []
    # a blank that pdfium made has its place at one or the other end of the gap
    for (blank, after), (end_before, at_x, at_y) in zip(
        spans, pdf_bulk.gaps(characters.page, spans), strict=True
    ):
        if place.turned:
            left = characters.box(blank - 1)[2]
            right, low = place.point(at_x, at_y)
        else:
            left, right, low = end_before - place.left, at_x - place.left, place.top - at_y
        if as_drawn[blank] in _PARTING or right - left > surely:
            gaps.append((right - left, blank, after, left, right, low))
    line_at_gaps(characters, text, (start, end), gaps, (x, y), characters.box(end - 1)[2], size, HAIR, found)


def line_at_gaps(
    characters: Characters,
    text: str,
    span: tuple[int, int],
    gaps: list[Gap],
    origin: tuple[float, float],
    edge: float,
    size: float,
    hair: float,
    found: list[Piece],
) -> None:
    """Adds the pieces of a line with these gaps, which ends at ``edge``.

    Gaps are the same that differ by less than ``hair`` times the type size.
    """
    wide, back, other = WIDE * size, -size, OTHER_LINE * size
    (first, end), (x, y) = span, origin
    if gaps:
        widths, lows = [gap[0] for gap in gaps], [gap[5] for gap in gaps]
        level = max(lows) - min(lows) < other and abs(lows[0] - y) < other
        if level and max(widths) <= wide and min(widths) >= back:
            found.append(_piece(characters, text, first, end, x, y, edge, size, gaps))
            return
    height = y
    inner: list[Gap] = []
    apart = False
    for index, gap in enumerate(gaps):
        width, blank, after, left, _right, low = gap
        level = -other < low - height < other
        height = low
        if (
            (back < width <= wide and level)
            or not parts_line(characters.text, span, gaps, index, size, y, hair)
            or HIDDEN in text[blank:after]
        ):
            inner.append(gap)
            continue
        found.append(_piece(characters, text, first, blank, x, y, left, size, inner, apart))
        characters.parted = True
        first, inner = after, []
        x, new_y = characters.origin(after)
        apart = width > 0 and abs(new_y - y) <= other
        y = height = new_y
        size = characters.look(first)[0] or size
    found.append(_piece(characters, text, first, end, x, y, edge, size, inner, apart))


def parts_line(
    text: str, span: tuple[int, int], gaps: list[Gap], index: int, size: float, y: float, hair: float
) -> bool:
    """Whether another line or column begins after a gap."""
    width = gaps[index][0]
    if width < -size or abs(gaps[index][5] - y) > OTHER_LINE * size:
        return True
    if width <= WIDE * size:
        return False
    if len(gaps) <= MOST_COMPARED and fills_to(text, span, gaps, index, hair * size) >= 0:
        return False
    return parts_columns(width, [gap[0] for gap in gaps], size)


def parts_columns(width: float, widths: Sequence[float], size: float) -> bool:
    """Whether a gap wider than ``WIDE`` type sizes parts columns, by the widths of all gaps of its line."""
    if width > SURELY_WIDE * size or len(widths) == 1:
        return True
    if len(widths) > MOST_COMPARED:
        return False
    least = min([other for other in widths if other > GLUED * size], default=0.0)
    return max(widths) > _ALIKE * least and width > _UNLIKE * min(least, _USUAL_WIDE * size)


def fills_to(text: str, span: tuple[int, int], gaps: list[Gap], index: int, hair: float) -> int:
    """The last of the gaps that only fill a justified line with this one; -1 if it does not.

    The gaps around it, between words, are the same to a hair.
    """
    width = gaps[index][0]
    first = last = index
    while first and abs(gaps[first - 1][0] - width) <= hair:
        first -= 1
    while last + 1 < len(gaps) and abs(gaps[last + 1][0] - width) <= hair:
        last += 1
    if first == last:
        return -1
    # words that are drawn together have usual spaces
    before = gaps[index - 1][2] if index else span[0]
    after = gaps[index + 1][1] if index + 1 < len(gaps) else span[1]
    if " " in text[before : gaps[index][1]] or " " in text[gaps[index][2] : after]:
        return -1
    # in a justified line no gap is much smaller; another may lead to the next column
    if (first and 0 < gaps[first - 1][0] < 0.5 * width) or (
        last + 1 < len(gaps) and 0 < gaps[last + 1][0] < 0.5 * width
    ):
        return -1
    words = [text[left[2] : right[1]] for left, right in pairwise(gaps[first : last + 1])]
    start, end = text.rfind(" ", 0, gaps[first][1]) + 1, text.find(" ", gaps[last][2])
    words += [text[start : gaps[first][1]], text[gaps[last][2] : max(end, gaps[last][2])]]
    return last if sum([any(map(str.islower, word)) for word in words]) > 1 else -1


def is_wide(gap: float, usual: float, size: float) -> bool:
    """Whether a gap between words parts columns; ``usual`` is a space of the line."""
    return gap > SURELY_WIDE * size or (gap > WIDE * size and gap > _UNLIKE * usual)


def _piece(
    characters: Characters,
    text: str,
    first: int,
    last: int,
    x: float,
    y: float,
    right: float,
    size: float,
    gaps: Sequence[Gap] = (),
    apart: bool = False,
) -> Piece:
    space = USUAL * size
    seams: tuple[float, ...] = ()
    if gaps:
        space = min([gap[0] for gap in gaps if gap[0] > GLUED * size], default=space)
        seams = tuple([gap[4] for gap in gaps if gap[0] > SEAM * size])
    return Piece(
        characters.shown(text[first:last]),
        x,
        y - ASCENT * size,
        right if right > x else x,
        y + DESCENT * size,
        size,
        characters.bold(first) and characters.bold(last - 1),
        first,
        last,
        space,
        True,
        seams,
        apart,
    )


def split_at(characters: Characters, piece: Piece, x: float) -> list[Piece]:
    """A piece parted where a word begins at ``x``; the piece itself if none does."""
    text = characters.plain
    y = piece.top + ASCENT * piece.size
    for match in _SPACES.finditer(text, piece.first, piece.last):
        blank, after = match.span()
        begins = characters.origin(after)[0]
        if abs(begins - x) < _AT + 0.07 * piece.size:
            left, right = characters.box(blank - 1)[2], piece.x1
            size = characters.look(after)[0] or piece.size
            before = _piece(characters, text, piece.first, blank, piece.x0, y, left, piece.size)
            behind = _piece(characters, text, after, piece.last, begins, y, right, size)
            before.apart, behind.apart = piece.apart, True
            behind.seams = tuple(seam for seam in piece.seams if seam > x + _AT)
            return [before, behind]
    return [piece]


def rejoined(characters: Characters, first: Piece, second: Piece) -> Piece:
    """Two pieces of one line as one again."""
    text = characters.plain
    y = first.top + ASCENT * first.size
    x, right, apart = first.x0, second.x1, first.apart
    return _piece(characters, text, first.first, second.last, x, y, right, first.size, apart=apart)


def split_piece(characters: Characters, piece: Piece) -> list[Piece]:
    """A piece word by word."""
    words: list[Piece] = []
    y = piece.top + ASCENT * piece.size
    text = characters.plain
    for match in _WORD.finditer(text[piece.first : piece.last]):
        first, last = piece.first + match.start(), piece.first + match.end()
        x, right = characters.origin(first)[0], characters.box(last - 1)[2]
        words.append(_piece(characters, text, first, last, x, y, right, piece.size))
    return words


def turned_piece(characters: Characters, text: str, start: int, end: int, size: float) -> Piece:
    boxes = [characters.box(index) for index in range(start, end) if not text[index].isspace()]
    x0, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    x1, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return Piece(shown(text[start:end]), x0, top, x1, bottom, size, False, start, end, 0.3 * size, False)
