"""What is asked of pdfium for all lines, rectangles and objects of a page: in one call where ``_bulk.c`` was
compiled, else one by one. Both ask pdfium the same and give the same; through ctypes a call takes longer than
its answer.
"""

from __future__ import annotations

import ctypes
from ctypes import c_double, c_uint, c_void_p
from typing import Any, Final

from ingest.readers import pdfium
from ingest.readers.pdfium import Floats

INVISIBLE: Final = (3, 7)
"""Text rendering modes that draw nothing."""
_FONT_NAME = 95  # bytes

Rectangle = tuple[float, float, float, float]
"""left, top, right, bottom in pdfium's points, which count up."""
Start = tuple[float, float, float, float, float, float, float, bytes, bytes]
"""Of a line's first character the font size, its matrix (a, b, c, d) and origin (x, y) and its font's name;
the font's name of the line's last character."""


Objects = tuple[int, list[tuple[int, int]], list[int], list[int], list[int]]
"""Where the first text is among a page's objects (-1: nowhere); the objects that are no texts, with their
places; texts that draw nothing; texts whose fill is pale; all texts that draw, if they were wanted."""

# Room for pdfium's answers, which are read at once
_CORNERS, _MATRIX, _POINT, _COLOUR = Floats(4, c_double), Floats(6), Floats(2, c_double), Floats(4, c_uint)
_FONT, _FLAGS = ctypes.create_string_buffer(_FONT_NAME + 1), ctypes.c_int()
_AT_FONT, _AT_FLAGS = ctypes.addressof(_FONT), ctypes.addressof(_FLAGS)


def font_name(text: int, index: int) -> bytes:
    """The name of a character's font; empty if it has none or one too long for a font."""
    if not 0 < pdfium.get_font_info(text, index, _AT_FONT, _FONT_NAME, _AT_FLAGS) <= _FONT_NAME:
        return b""
    name: bytes = _FONT.value
    return name


def _rectangles(text: int, count: int) -> list[Rectangle]:
    left, top, right, bottom = _CORNERS.at
    value, get, found = _CORNERS.value, pdfium.get_rect, []
    for number in range(count):
        get(text, number, left, top, right, bottom)
        found.append((value[0], value[1], value[2], value[3]))
    return found


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


def _objects(page: int, count: int, pale: int, every: bool) -> Objects:
    get, render_mode, fill_color = pdfium.get_object, pdfium.render_mode, pdfium.fill_color
    (red, green, blue, alpha), shade = _COLOUR.at, _COLOUR.value
    first, others, undrawn, pales, texts = -1, list[tuple[int, int]](), list[int](), list[int](), list[int]()
    for order in range(count):
        thing = get(page, order)
        mode = render_mode(thing)
        if mode < 0:
            others.append((order, thing))
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


IN_PYTHON: Final = (_rectangles, _starts, _objects)
"""What stands in for the compiled functions."""


def _address(function: Any) -> int:
    return ctypes.cast(function, c_void_p).value or 0


rectangles, starts, objects = IN_PYTHON
try:
    from ingest.readers import _bulk
except ImportError:
    pass
else:
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
            )
        )
    )
    rectangles, starts, objects = _bulk.rectangles, _bulk.starts, _bulk.objects
