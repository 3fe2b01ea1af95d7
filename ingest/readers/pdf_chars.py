"""A page's characters and what pdfium says of them; places are those of the page as it is shown."""

from __future__ import annotations

import re
import unicodedata
from ctypes import c_double
from dataclasses import dataclass

from ingest.readers import pdfium
from ingest.readers.pdf_bulk import font_name
from ingest.readers.pdfium import Floats, PdfPage

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, from the page's upper left corner."""

ASCENT, DESCENT = 0.78, 0.22
"""A line's extent above and below its base line, times the type size: fonts' own figures vary too much."""

HIDDEN = "\x00"
"""Stands for a character that is not to be seen."""

_SAMPLES = 4  # lines
_BOLD = re.compile(rb"bold|black|heavy|semib|demi|[-,]bd|bdmt", re.IGNORECASE)
_BOLD_WEIGHT = 700
_BLANK_SIGNS = (
    "\xa0\t\u2009\u202f\u2007\u2008\u2002\u2003\u2004\u2005\u2006\u200a\u205f\u3000\u1680\u2000\u2001"
)
_LIGATURE_SIGNS = "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
_LIGATURES = ("ff", "fi", "fl", "ffi", "ffl", "st", "st")  # from U+FB00 on


@dataclass(slots=True)
class Piece:
    """Text on one base line without a wide gap.

    ``first`` and ``last`` are the indexes of its first character and the one after its last; ``space`` is
    its smallest gap between words. ``seams`` are places where text begins after gaps that are wider than
    most, but too small to part columns by themselves; pieces ``apart`` began at one.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    first: int
    last: int
    space: float
    upright: bool = True
    seams: tuple[float, ...] = ()
    apart: bool = False


# Room for pdfium's answers, which are read at once: pdfium works on one page at a time anyway
_POINT, _BOX, _TIGHT, _MATRIX = Floats(2, c_double), Floats(4), Floats(4, c_double), Floats(6)


class Place:
    """Turns pdfium's points into points from the upper left corner of the page as it is shown."""

    def __init__(self, page: PdfPage) -> None:
        self._turn = page.rotation
        self.turned = page.rotation != 0
        self.left, self.top, self._right, self._bottom = page.left, page.top, page.right, page.bottom
        across, up = page.right - page.left, page.top - page.bottom
        self.width, self.height = (up, across) if self._turn % 2 else (across, up)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point."""
        if self._turn == 0:
            return x - self.left, self.top - y
        if self._turn == 1:
            return y - self._bottom, x - self.left
        if self._turn == 2:
            return self._right - x, y - self._bottom
        return self.top - y, self._right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box."""
        if self._turn == 0 and left <= right and bottom <= top:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def direction(self, a: float, b: float) -> tuple[float, float]:
        """Which way text with this matrix (its ``a`` and ``b``) runs on the shown page: (right, down)."""
        return ((a, -b), (b, a), (-a, b), (-b, -a))[self._turn]


class Characters:
    """A page's characters and what pdfium says of them; its answers are kept in room that is used again.

    ``plain`` is the text with a space for every blank sign.
    """

    def __init__(self, page: PdfPage, text: str) -> None:
        self.page = page.text
        self.text = self.plain = text
        self.place = Place(page)
        self._point, self._box, self._tight, self._matrix = _POINT, _BOX, _TIGHT, _MATRIX
        self._at_matrix = _MATRIX.at[0]
        self.fonts: dict[bytes, bool] = {}  # names, and whether they are bold
        self.samples = _SAMPLES
        self.gaps_made_spaces = False
        self.parted = False
        self.clean = False

    def origin(self, index: int) -> tuple[float, float]:
        """Where a character's pen stands."""
        point, place = self._point.value, self.place
        pdfium.get_origin(self.page, index, *self._point.at)
        if place.turned:
            return place.point(point[0], point[1])
        return point[0] - place.left, place.top - point[1]

    def box(self, index: int) -> Box:
        """A character's box, as high as its font and as wide as its advance."""
        pdfium.get_loose_box(self.page, index, self._box.at[0])
        left, top, right, bottom = self._box.value
        return self.place.box(left, bottom, right, top)

    def object_box(self, thing: int) -> Box:
        """The box of one of pdfium's page objects."""
        pdfium.object_bounds(thing, *self._box.at)
        left, bottom, right, top = self._box.value
        return self.place.box(left, bottom, right, top)

    def ink(self, index: int) -> Box:
        """The box of what is drawn of a character; of no area for blanks."""
        pdfium.get_tight_box(self.page, index, *self._tight.at)
        left, right, bottom, top = self._tight.value
        return self.place.box(left, bottom, right, top)

    def spaces_are_gaps(self, start: int, end: int) -> bool:
        """Whether the page's spaces are none of the file but pdfium's, judged by its first lines."""
        if self.samples:
            space = self.text.find(" ", start, end)
            if space > start:
                self.samples -= 1
                if pdfium.is_generated(self.page, space):
                    around = {pdfium.text_object(self.page, at) for at in (space - 1, space + 1)}
                    self.gaps_made_spaces = len(around) == 1
                    self.samples = 0 if self.gaps_made_spaces else self.samples
        return self.gaps_made_spaces

    def look(self, index: int) -> tuple[float, float, float]:
        """A character's type size and which way it runs (right, down)."""
        pdfium.get_char_matrix(self.page, index, self._at_matrix)
        matrix = self._matrix.value
        a, b, c, d = matrix[0], matrix[1], matrix[2], matrix[3]
        size = abs(pdfium.get_font_size(self.page, index))
        if b == c == 0.0 and not self.place.turned:
            return size * abs(d), a, 0.0
        return size * (c * c + d * d) ** 0.5, *self.place.direction(a, b)

    def shown(self, raw: str) -> str:
        """As ``shown``, of characters of this page."""
        if self.clean:
            return raw if raw[-1] != "\ufffe" else f"{raw[:-1]}-"
        return shown(raw)

    def bold(self, index: int) -> bool:
        """Whether a character's font is bold, by its name, or by its weight if it has none."""
        return self.bold_by(font_name(self.page, index), index)

    def bold_by(self, name: bytes, index: int) -> bool:
        """As ``bold``, of a character whose font has that name."""
        known = self.fonts.get(name)
        if known is None:
            known = bool(_BOLD.search(name))
            if not name:
                known = pdfium.get_font_weight(self.page, index) >= _BOLD_WEIGHT
            self.fonts[name] = known
        return known


def plain_blanks(text: str) -> str:
    """The text with a space for every blank sign that ends no line."""
    if not text.isascii():
        for sign in _BLANK_SIGNS:
            if sign in text:
                text = text.replace(sign, " ")
    return text.replace("\t", " ")


def shown(raw: str) -> str:
    """Characters of a piece as text: see ``shown_with_places``."""
    if raw[-1:] == "\ufffe":
        raw = raw[:-1] + "-"
    as_it_is = raw.isprintable() and "  " not in raw and raw[:1] != " " != raw[-1:]
    if as_it_is and (raw.isascii() or not has_ligature(raw)):
        return raw
    return shown_with_places(raw)[0]


def has_ligature(raw: str) -> bool:
    """Whether a character stands for several letters."""
    return any(sign in raw for sign in _LIGATURE_SIGNS)


def shown_with_places(raw: str) -> tuple[str, list[int]]:
    """Characters of a piece as text, and for each of its characters the index in ``raw`` it comes from.

    Ligatures become letters, a run of blanks a space, none at the ends; soft hyphens go, but for one at the
    end, and so do control characters. What has no Unicode value becomes U+FFFD.
    """
    text: list[str] = []
    places: list[int] = []
    last = len(raw) - 1
    for index, character in enumerate(raw):
        if character == "\x00" or character.isspace():
            kept = " " if text and text[-1] != " " else ""
        elif character == "\ufffe":
            kept = "-" if index == last else ""
        elif character == "\xad":
            kept = character if index == last else ""
        elif 0xFB00 <= ord(character) <= 0xFB06:
            kept = _LIGATURES[ord(character) - 0xFB00]
        else:
            category = unicodedata.category(character)
            kept = (
                "\ufffd" if category in ("Co", "Cn", "Cs") else "" if category in ("Cc", "Cf") else character
            )
        text.extend(kept)
        places.extend([index] * len(kept))
    if text and text[-1] == " ":
        text.pop()
        places.pop()
    return "".join(text), places
