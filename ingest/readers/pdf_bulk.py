"""What is asked of pdfium for all lines and objects of a page, and which rectangles are whose line's: in one
call where ``_bulk.c`` was compiled, else one by one. Both ask pdfium the same and give the same; through
ctypes a call takes longer than its answer.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from ctypes import c_double, c_int, c_uint, c_void_p
from typing import Any, Final

from ingest.readers import pdfium
from ingest.readers.pdfium import Floats

INVISIBLE: Final = (3, 7)
"""Text rendering modes that draw nothing."""
_FONT_NAME = 95  # bytes
_VERSION = 8  # of _bulk.c

LEAST_SIZE: Final = 0.1
"""Points: smaller type is none."""
_LOOSE = 0.62  # times the type size: text with more room for each character may have gaps
_STANDS = (-0.35, 0.2)  # times the type size: where letters' lower ends are, from the base line
_MIXED = 2  # lines that were more than they seemed: a page with more of them has its words mixed
LIMITS: Final = (LEAST_SIZE, _LOOSE, *_STANDS, _MIXED)
"""What ``_bulk.c`` is told."""

UNLIKE, ALIKE, MIXED = 0, 1, 2
"""How a line's rectangles are: not after one another on its base line from its first character on; so; so, on
a page where the words of columns are mixed."""

Start = tuple[float, float, float, float, float, float, float, bytes, bytes]
"""Of a line's first character the font size, its matrix (a, b, c, d) and origin (x, y) and its font's name;
the font's name of the line's last character."""

Inks = tuple[list[float], list[float], list[float], list[float]]
"""Of what text objects of the file draw of a line: left ends, right ends, lower ends, the gaps between."""

Line = tuple[Start, int, bool, float, Inks | None]
"""A line's start; how its rectangles are; if they are alike, if anything is odd about them, and the line's
right end; the rectangles themselves if they are unlike or more than one. In pdfium's points."""

Plain = tuple[float, float, dict[bytes, bool], Callable[[bytes, int], bool], int]
"""What makes pieces of a page: its left and upper edge; which fonts are bold, by name, and what tells it of
others and notes it there; of how many lines that one text object draws the spaces are looked at."""

Other = tuple[int, int, int, int, int, float, float, float, float]
"""An object that is no text: its place among the page's, itself, its kind; of a path how it is filled and
whether its outline is drawn; left, bottom, right and top of its box."""

Objects = tuple[int, list[Other], list[int], list[int], list[int]]
"""Where the first text is among a page's objects (-1: nowhere); the objects that are no texts; texts that
draw nothing; texts whose fill is pale; all texts that draw, if they were wanted."""

_Rectangle = tuple[float, float, float, float]  # left, top, right, bottom

_ENDS, _LIGATURE = re.compile("[\r\n\ufffe]"), re.compile("[\ufb00-\ufb06]")
_LINE = re.compile("[^\r\n\ufffe]+\ufffe?")
_BLANK = " \x00"

# Room for pdfium's answers, which are read at once
_CORNERS, _MATRIX, _POINT, _COLOUR = Floats(4, c_double), Floats(6), Floats(2, c_double), Floats(4, c_uint)
_LOOSE_BOX, _HOW = Floats(4), Floats(2, c_int)
_FONT, _FLAGS = ctypes.create_string_buffer(_FONT_NAME + 1), ctypes.c_int()
_AT_FONT, _AT_FLAGS = ctypes.addressof(_FONT), ctypes.addressof(_FLAGS)


def font_name(text: int, index: int) -> bytes:
    """The name of a character's font; empty if it has none or one too long for a font."""
    if not 0 < pdfium.get_font_info(text, index, _AT_FONT, _FONT_NAME, _AT_FLAGS) <= _FONT_NAME:
        return b""
    name: bytes = _FONT.value
    return name


def _starts(text: int, spans: list[tuple[int, int]]) -> list[Start]:
    get_matrix, get_size, get_origin = pdfium.get_char_matrix, pdfium.get_font_size, pdfium.get_origin
    (at_matrix, *_), (m, point), (x, y) = _MATRIX.at, (_MATRIX.value, _POINT.value), _POINT.at
    found: list[Start] = []
    for first, end in spans:
        if not get_matrix(text, first, at_matrix):
            m[:] = [0.0] * len(m)
        if not get_origin(text, first, x, y):
            point[:] = [0.0, 0.0]
        found.append(
            (
                get_size(text, first), m[0], m[1], m[2], m[3], point[0], point[1],
                font_name(text, first), font_name(text, end - 1),
            )
        )  # fmt: skip
    return found


def _spans(characters: str) -> list[tuple[int, int]]:
    """Where lines begin and end, without blanks at their ends, but with the hyphen of a broken word."""
    spans = []
    for match in _LINE.finditer(characters):
        line, start, end = match.group(), *match.span()
        start += len(line) - len(line.lstrip(_BLANK))
        end -= len(line) - len(line.rstrip(_BLANK))
        if start < end:
            spans.append((start, end))
    return spans


def _is_clean(characters: str) -> bool:
    """Whether a page has, but for what ends lines, only signs that are shown as they are."""
    text = _ENDS.sub("", characters)
    return text.isprintable() and "  " not in text and _LIGATURE.search(text) is None


def _gaps(text: int, blanks: list[tuple[int, int]]) -> list[tuple[float, float, float]]:
    left, corners, point = _LOOSE_BOX.at[0], _LOOSE_BOX.value, _POINT.value
    found = []
    for blank, after in blanks:
        pdfium.get_loose_box(text, blank - 1, left)
        pdfium.get_origin(text, after, *_POINT.at)
        found.append((corners[2], point[0], point[1]))
    return found


def _lines(
    text: int, characters: str, spans: list[tuple[int, int]], _plain: Plain | None = None
) -> list[Line | Any]:
    """A line for each span; compiled, and if ``_plain`` is given, a piece or a list of pieces already where
    no gap is wide, or the wide ones surely part columns."""
    rectangles = _rectangles(text)
    count, starts = len(rectangles), _starts(text, spans)
    ranges = list[tuple[int, int, int]]()
    index, before, mixed = 0, -1, 0
    for number, ((start, end), begins) in enumerate(zip(spans, starts, strict=True)):
        size, upright = _size(begins)
        here = upright and index < count and _begins(rectangles[index], begins, size)
        if upright and not here and before >= 0:
            # the line before has more of them than it seemed
            index = _after(text, spans[before], ranges[before][0], count)
            ranges[before] = ranges[before][0], index, UNLIKE
            mixed += 1
            here = index < count and _begins(rectangles[index], begins, size)
        first, before = index, number if here else -1
        if not here:
            index = _after(text, spans[number], first, count)
        else:
            index = _alike(rectangles, first, begins, size)
            if mixed > _MIXED and " " in characters[start:end]:
                after = _after(text, spans[number], first, count)
                if after > first + 1:
                    ranges.append((first, after, MIXED if after == index else UNLIKE))
                    index, before = after, -1
                    continue
        ranges.append((first, index, ALIKE if here else UNLIKE))
    if before >= 0 and index != count:
        first = ranges[before][0]
        ranges[before] = first, _after(text, spans[before], first, count), UNLIKE
    found: list[Line | Any] = []
    for span, begins, (first, after, how) in zip(spans, starts, ranges, strict=True):
        own = rectangles[first:after]
        odd, right = (False, 0.0) if how == UNLIKE else (_odd(own, begins, span), own[-1][2])
        found.append((begins, how, odd, right, None if how != UNLIKE and len(own) == 1 else _inks(own)))
    return found


def _rectangles(text: int) -> list[_Rectangle]:
    left, top, right, bottom = _CORNERS.at
    value, get, found = _CORNERS.value, pdfium.get_rect, list[_Rectangle]()
    for number in range(pdfium.count_rects(text, 0, -1)):
        get(text, number, left, top, right, bottom)
        found.append((value[0], value[1], value[2], value[3]))
    return found


def _after(text: int, span: tuple[int, int], first: int, count: int) -> int:
    """The index of the first rectangle after those of a span, as pdfium counts them."""
    return min(count, first + max(0, int(pdfium.count_rects(text, span[0], span[1] - span[0]))))


def _size(begins: Start) -> tuple[float, bool]:
    """The type size, and whether the text is upright."""
    size = begins[0] * begins[4]
    return size, begins[3] == 0.0 and begins[1] > 0.0 and size >= LEAST_SIZE


def _begins(rectangle: _Rectangle, begins: Start, size: float) -> bool:
    """Whether a line's first rectangle may be this."""
    (left, top, _, bottom), (*_, x, y, _, _), near = rectangle, begins, 0.5 * size
    return -near < left - x < near and bottom > y - near and top < y + 3 * near


def _alike(rectangles: list[_Rectangle], first: int, begins: Start, size: float) -> int:
    """The index of the first rectangle that is not after the one before it on the line's base line."""
    y, after = begins[6], first + 1
    while after < len(rectangles):
        left, top, _, bottom = rectangles[after]
        if left <= rectangles[after - 1][2] - 0.5 * size or top < y or bottom > y + size:
            break
        after += 1
    return after


def _odd(own: list[_Rectangle], begins: Start, span: tuple[int, int]) -> bool:
    """Whether there is much room for each character, or a sign that does not stand on the base line."""
    size, y, (low, high) = begins[0] * begins[4], begins[6], _STANDS
    return own[0][2] - own[0][0] > _LOOSE * size * (span[1] - span[0]) or any(
        not low * size < bottom - y < high * size for _, _, _, bottom in own[1:]
    )


def _inks(own: list[_Rectangle]) -> Inks:
    lefts, rights, lows = [one[0] for one in own], [one[2] for one in own], [one[3] for one in own]
    return lefts, rights, lows, [left - right for left, right in zip(lefts[1:], rights, strict=False)]


def _other(order: int, thing: int) -> Other:
    box, how, kind = _LOOSE_BOX.value, _HOW.value, pdfium.object_type(thing)
    if not pdfium.object_bounds(thing, *_LOOSE_BOX.at):
        box[:] = [0.0] * len(box)
    if kind != pdfium.PATH_OBJECT or not pdfium.draw_mode(thing, *_HOW.at):
        how[:] = [0, 0]
    return order, thing, kind, how[0], how[1], box[0], box[1], box[2], box[3]


def _objects(page: int, count: int, pale: int, every: bool) -> Objects:
    get, render_mode, fill_color = pdfium.get_object, pdfium.render_mode, pdfium.fill_color
    (red, green, blue, alpha), shade = _COLOUR.at, _COLOUR.value
    first, others, undrawn, pales, texts = -1, list[Other](), list[int](), list[int](), list[int]()
    for order in range(count):
        thing = get(page, order)
        mode = render_mode(thing)
        if mode < 0:
            others.append(_other(order, thing))
            continue
        if first < 0:
            first = order
        if mode in INVISIBLE:
            undrawn.append(thing)
            continue
        fill_color(thing, red, green, blue, alpha)
        if shade[1] > pale and shade[0] > pale and shade[2] > pale:
            pales.append(thing)
        if every:
            texts.append(thing)
    return first, others, undrawn, pales, texts


def _make(_piece: type, _figures: tuple[float, ...]) -> None:
    """Tells what pieces are: the class, and the figures ``pdf_pieces.py`` makes them with."""


def _runs(
    _text: int,
    _characters: str,
    _spans: list[tuple[int, int]],
    _lasts: list[int],
    _lefts: list[float],
    _rights: list[float],
    _plain: Plain,
) -> list[Any] | None:
    """The pieces of a line of a clean page, each with the inks after those before it up to its own last; None
    if they must be made one by one, as where this is not compiled."""
    return None


IN_PYTHON: Final = (_is_clean, _spans, _gaps, _lines, _starts, _objects, _runs)
"""What stands in for the compiled functions."""


def _address(function: Any) -> int:
    return ctypes.cast(function, c_void_p).value or 0


is_clean, spans, gaps, lines, starts, objects, runs = IN_PYTHON
make = _make
try:
    from ingest.readers import _bulk

    # one compiled from an older source stays where it was until the next install
    COMPILED = getattr(_bulk, "VERSION", 1) == _VERSION
except ImportError:
    COMPILED = False
if COMPILED:
    _bulk.use(
        tuple(
            _address(function)
            for function in (
                pdfium.get_rect,
                pdfium.get_char_matrix,
                pdfium.get_font_size,
                pdfium.get_origin,
                pdfium.get_font_info,
                pdfium.get_object,
                pdfium.render_mode,
                pdfium.fill_color,
                pdfium.count_rects,
                pdfium.get_loose_box,
                pdfium.object_type,
                pdfium.object_bounds,
                pdfium.draw_mode,
            )
        ),
        LIMITS,
    )
    is_clean, spans, gaps = _bulk.is_clean, _bulk.spans, _bulk.gaps
    lines, starts, objects = _bulk.lines, _bulk.starts, _bulk.objects
    make, runs = _bulk.make, _bulk.runs
