"""A page's characters as pieces of lines with place and look: pdfium's own lines, parted at wide gaps.

pdfium is asked for the places of few characters only: a line's first and last, and those beside its spaces.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from ctypes import c_double
from dataclasses import dataclass

from ingest.readers import pdfium
from ingest.readers.pdfium import Floats, PdfPage

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, from the page's upper left corner."""

ASCENT, DESCENT = 0.78, 0.22
"""A line's extent above and below its base line, times the type size: fonts' own figures vary too much."""

HIDDEN = "\x00"
"""Stands for a character that is not to be seen."""

_WIDE = 1.2  # times the type size: the least gap that can part columns
_SURELY_WIDE = 2.5  # times the type size: parts columns whatever the line's other gaps are
_UNLIKE = 2.5  # times the line's smallest gap: justified text has wide gaps, but all alike
_OTHER_LINE = 0.5  # times the type size: how far a base line may wander within a line
_BOLD = re.compile(rb"bold|black|heavy|semib|demi|[-,]bd|bdmt", re.IGNORECASE)
_BOLD_WEIGHT = 700
_LINE = re.compile("[^\r\n\ufffe\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+\ufffe?")
_SPACES = re.compile(" +")
_SPACE_SIGNS = "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_HYPHEN = "\ufffe"


@dataclass(slots=True)
class Piece:
    """Text on one base line without a wide gap; ``first`` and ``last`` are pdfium's indexes of its ends."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    first: int
    last: int
    upright: bool = True


class Place:
    """Turns pdfium's points into points from the upper left corner of the page as it is shown."""

    def __init__(self, page: PdfPage) -> None:
        self._turn = page.rotation
        self._left, self._top, self._right, self._bottom = page.left, page.top, page.right, page.bottom
        across, up = page.right - page.left, page.top - page.bottom
        self.width, self.height = (up, across) if self._turn % 2 else (across, up)
        self.plain = self._turn == 0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point."""
        if self._turn == 0:
            return x - self._left, self._top - y
        if self._turn == 1:
            return y - self._bottom, x - self._left
        if self._turn == 2:
            return self._right - x, y - self._bottom
        return self._top - y, self._right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box."""
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def direction(self, a: float, b: float) -> tuple[float, float]:
        """Which way text with this matrix (its ``a`` and ``b``) runs on the shown page: (right, down)."""
        return ((a, -b), (b, a), (-a, b), (-b, -a))[self._turn]


class Characters:
    """A page's characters and what pdfium says of them; results are kept in room that is used again."""

    def __init__(self, page: PdfPage, text: str) -> None:
        self.page = page.text
        self.text = text
        self.place = Place(page)
        self._point = Floats(2, c_double)
        self._box = Floats(4)
        self._matrix = Floats(6)
        self._font = ctypes.create_string_buffer(96)
        self._flags = ctypes.c_int()
        self._fonts: dict[bytes, bool] = {}

    def origin(self, index: int) -> tuple[float, float]:
        """Where a character's pen stands, in pdfium's points."""
        pdfium.get_origin(self.page, index, *self._point.at)
        x, y = self._point.value
        return x, y

    def right(self, index: int) -> float:
        """Where an upright character ends, in pdfium's points."""
        pdfium.get_loose_box(self.page, index, self._box.at[0])
        return float(self._box.value[2])

    def box(self, index: int) -> Box:
        """A character's box, as high as its font."""
        pdfium.get_loose_box(self.page, index, self._box.at[0])
        left, top, right, bottom = self._box.value
        return self.place.box(left, bottom, right, top)

    def look(self, index: int) -> tuple[float, float, float]:
        """A character's type size and which way it runs (right, down)."""
        pdfium.get_char_matrix(self.page, index, self._matrix.at[0])
        a, b, c, d, _, _ = self._matrix.value
        size = abs(pdfium.get_font_size(self.page, index))
        if b == 0 and c == 0:
            scale = abs(d)
            right, down = (a, 0.0) if self.place.plain else self.place.direction(a, 0.0)
        else:
            scale = (c * c + d * d) ** 0.5
            right, down = self.place.direction(a, b)
        return size * scale, right, down

    def bold(self, index: int) -> bool:
        """Whether a character's font is bold, by its name or weight."""
        pdfium.get_font_info(
            self.page, index, ctypes.addressof(self._font), 95, ctypes.addressof(self._flags)
        )
        name = self._font.value
        known = self._fonts.get(name)
        if known is None:
            # the name tells more often than the weight, which pdfium guesses from the stems
            known = bool(_BOLD.search(name)) or (
                not name and pdfium.get_font_weight(self.page, index) >= _BOLD_WEIGHT
            )
            self._fonts[name] = known
        return known


def pieces(characters: Characters) -> list[Piece]:
    """The page's pieces, in the order of the file."""
    text = characters.text
    for sign in _SPACE_SIGNS:
        if sign in text:
            text = text.replace(sign, " ")
    odd = not text.isascii() and not (text.replace("\r\n", "").replace(_HYPHEN, "").isprintable())
    odd = odd or (text.isascii() and not text.replace("\r\n", "").isprintable()) or "\xad" in text
    clean = cleaned if odd else _shown
    found: list[Piece] = []
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip(" \x00"))
        end = match.start() + len(line.rstrip(" \x00"))
        if start < end:
            _line(characters, text, start, end, clean, found)
    return found


def _line(
    characters: Characters,
    text: str,
    start: int,
    end: int,
    clean: Callable[[str], str],
    found: list[Piece],
) -> None:
    """Parts one of pdfium's lines, without space at its ends, and adds its pieces."""
    size, right, down = characters.look(start)
    if size < 0.1 or right <= 0 or abs(down) > 0.1 * right:
        _turned(characters, text[start:end], start, end, max(size, 1.0), found)
        return
    page, place = characters.page, characters.place
    get_origin, (at_x, at_y), point = pdfium.get_origin, characters._point.at, characters._point.value
    get_origin(page, start, at_x, at_y)
    x, y = point
    if not place.plain:
        _placed(characters, text, start, end, size, clean, found)
        return
    jumps: list[tuple[int, int, float, float, float]] = []
    gaps: list[float] = []
    wide, last_y = _WIDE * size, y
    space = text.find(" ", start, end)
    while space >= 0:
        after = space + 1
        while text[after] == " ":
            after += 1
        get_origin(page, space, at_x, at_y)
        left = point[0]
        get_origin(page, after, at_x, at_y)
        gap = point[0] - left
        gaps.append(gap)
        if gap > wide or gap < -size or abs(point[1] - last_y) > _OTHER_LINE * size:
            jumps.append((space, after, gap, left, point[0]))
            last_y = point[1]
        space = text.find(" ", after, end)
    if jumps:
        jumps = _real(jumps, gaps, size, characters, y)
    edge = characters.right(end - 1)
    if not jumps:
        bold = characters.bold(start) and characters.bold(end - 1)
        top, base = place.point(x, y)[1], 0.0
        del base
        found.append(
            Piece(
                clean(text[start:end]),
                x - place._left,
                top - ASCENT * size,
                max(edge, x) - place._left,
                top + DESCENT * size,
                size,
                bold,
                start,
                end,
            )
        )
        return
    raise NotImplementedError


