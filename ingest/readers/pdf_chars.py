"""A page's characters as pieces of lines with place and look: pdfium's own lines, parted at wide gaps.

pdfium is asked for the places of few characters only: a line's first and last, and those beside its spaces.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Sequence
from ctypes import c_double
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

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
_GLUED = 0.12  # times the type size: closer words were one word, set in two fonts
_USUAL = 0.3  # times the type size: a space
_LOOSE = 0.62  # times the type size: text with more room for each character may have gaps
_INK_HAIR = 0.2  # times the type size, where gaps are measured between inks
_LEAST_WORDS = 3
_STANDS = (-0.35, 0.2)  # times the type size: where letters' lower ends are, from the base line
_UNLIKE_EDGES = 0.4  # times the type size: by how much gaps between inks differ that are not the same
_ALIKE = 1.3  # times the line's smallest gap
_USUAL_WIDE = 0.6  # times the type size: a space of a line set wide
_HAIR = 0.02  # times the type size
_SAMPLES = 4
SEAM = 0.45  # times the type size: a gap that may part columns if others say so
_AT = 0.9  # points
_LEAST_SIZE = 0.1  # points
_OTHER_LINE = 0.5  # times the type size: how far a base line may wander within a line
_BOLD = re.compile(rb"bold|black|heavy|semib|demi|[-,]bd|bdmt", re.IGNORECASE)
_BOLD_WEIGHT = 700
_FONT_NAME = 95  # bytes
_LINE = re.compile("[^\r\n\ufffe]+\ufffe?")
_BLANK = " \x00"
_SPACES = re.compile(" +")
_WORD = re.compile("[^ \x00]+")
_PARTING = " \x00\t"  # no-break and other spaces of a given width hold words together
_BLANKS = re.compile("[ \x00]+")
_BLANK_SIGNS = (
    "\xa0\t\u2009\u202f\u2007\u2008\u2002\u2003\u2004\u2005\u2006\u200a\u205f\u3000\u1680\u2000\u2001"
)
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}


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
_FONT, _FLAGS = ctypes.create_string_buffer(_FONT_NAME + 1), ctypes.c_int()
_AT_FONT, _AT_FLAGS = ctypes.addressof(_FONT), ctypes.addressof(_FLAGS)


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
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def direction(self, a: float, b: float) -> tuple[float, float]:
        """Which way text with this matrix (its ``a`` and ``b``) runs on the shown page: (right, down)."""
        return ((a, -b), (b, a), (-a, b), (-b, -a))[self._turn]


class Characters:
    """A page's characters and what pdfium says of them; its answers are kept in room that is used again."""

    def __init__(self, page: PdfPage, text: str) -> None:
        self.page = page.text
        self.text = text
        self.place = Place(page)
        self._point, self._box, self._tight, self._matrix = _POINT, _BOX, _TIGHT, _MATRIX
        self._fonts: dict[bytes, bool] = {}
        self._samples = _SAMPLES
        self.gaps_made_spaces = False

    def origin(self, index: int) -> tuple[float, float]:
        """Where a character's pen stands."""
        pdfium.get_origin(self.page, index, *self._point.at)
        x, y = self._point.value
        return self.place.point(x, y)

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

    def rectangles(self) -> list[list[float]]:
        """[left, top, right, bottom], in pdfium's points, of what each text object of the file draws."""
        page, box = self.page, self._tight.value
        left, top, right, bottom = self._tight.at
        get, found = pdfium.get_rect, []
        for number in range(pdfium.count_rects(page, 0, -1)):
            get(page, number, left, top, right, bottom)
            found.append(box[:])
        return found

    def spaces_are_gaps(self, start: int, end: int) -> bool:
        """Whether the page's spaces are none of the file but pdfium's, judged by its first lines."""
        if self._samples:
            space = self.text.find(" ", start, end)
            if space > start:
                self._samples -= 1
                if pdfium.is_generated(self.page, space):
                    around = {pdfium.text_object(self.page, at) for at in (space - 1, space + 1)}
                    self.gaps_made_spaces = len(around) == 1
                    self._samples = 0 if self.gaps_made_spaces else self._samples
        return self.gaps_made_spaces

    def look(self, index: int) -> tuple[float, float, float]:
        """A character's type size and which way it runs (right, down)."""
        pdfium.get_char_matrix(self.page, index, self._matrix.at[0])
        a, b, c, d, _, _ = self._matrix.value
        size = abs(pdfium.get_font_size(self.page, index))
        return size * (c * c + d * d) ** 0.5, *self.place.direction(a, b)

    def bold(self, index: int) -> bool:
        """Whether a character's font is bold, by its name, or by its weight if it has none."""
        pdfium.get_font_info(self.page, index, _AT_FONT, _FONT_NAME, _AT_FLAGS)
        name: bytes = _FONT.value
        known = self._fonts.get(name)
        if known is None:
            known = bool(_BOLD.search(name))
            if not name:
                known = pdfium.get_font_weight(self.page, index) >= _BOLD_WEIGHT
            self._fonts[name] = known
        return known


def pieces(characters: Characters) -> list[Piece]:
    """The page's pieces, in the order of the file.

    Text that a file draws in one go has no gaps but those of spaces: only what lies between such text is looked
    at, unless a line is wide for its characters or the page's spaces are gaps that pdfium made spaces of.
    """
    text = _plain_blanks(characters.text)
    found: list[Piece] = []
    page, place = characters.page, characters.place
    page_left, page_top, slow = place.left, place.top, place.turned or HIDDEN in text
    get_matrix, get_size, get_origin = pdfium.get_char_matrix, pdfium.get_font_size, pdfium.get_origin
    (at_matrix, *_), matrix = characters._matrix.at, characters._matrix.value
    (at_x, at_y), point = characters._point.at, characters._point.value
    bold, count_rects, clean = characters.bold, pdfium.count_rects, _is_clean(text)
    rectangles = [] if slow else characters.rectangles()
    count, index = len(rectangles), 0
    low, high = _STANDS
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
        x, y = point[0], point[1]
        quick = not (slow or matrix[1]) and size >= _LEAST_SIZE and matrix[0] > 0
        near, top_y, bottom_y = 0.5 * size, y + 1.5 * size, y - 0.5 * size
        if quick:
            # The rectangles of this line: as many as begin after one another at its height
            quick = index < count and -near < rectangles[index][0] - x < near
            quick = quick and bottom_y < rectangles[index][3] and rectangles[index][1] < top_y
            if not quick and before is not None:
                # the line before has more of them than it seemed
                index = _again(characters, text, before, rectangles, found)
                quick = index < count and -near < rectangles[index][0] - x < near
                quick = quick and bottom_y < rectangles[index][3] and rectangles[index][1] < top_y
        if not quick:
            before = None
            taken = count_rects(page, start, end - start)
            if slow or not _worded(characters, start, end, rectangles[index : index + taken], found):
                _line(characters, text, start, end, found)
            index += taken
            continue
        before = start, end, len(found), index
        left, _, right, _ = rectangles[index]
        parts = right - left > _LOOSE * size * (end - start)
        seams: tuple[float, ...] = ()
        index += 1
        gaps = []
        while index < count:
            left, top, next_right, bottom = rectangles[index]
            if left <= right - near or top < y or bottom > y + size:
                break
            # letters stand on the base line; signs that do not are looked at
            if not low * size < bottom - y < high * size:
                parts = True
            gaps.append((left - right, left))
            right = next_right
            index += 1
        if gaps:
            widest = max(gaps)[0]
            if widest > SEAM * size:
                if not parts and widest > _WIDE * size:
                    cuts = [] if characters.gaps_made_spaces else _cuts(gaps, size)
                    if cuts and _cut(characters, text, start, end, x, y, right, size, cuts, found):
                        continue
                    parts = True
                seams = tuple([left - page_left for gap, left in gaps if gap > SEAM * size])
        elif characters.spaces_are_gaps(start, end):
            parts = True
        if parts:
            if len(gaps) < 2 or not _worded(characters, start, end, rectangles[before[3] : index], found):
                _parted(characters, text, start, end, x - page_left, page_top - y, size, found)
            continue
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
                _USUAL * size,
                True,
                seams,
            )
        )
    if before is not None and index != count:
        _again(characters, text, before, rectangles, found)
    return found


def _cuts(gaps: list[tuple[float, float]], size: float) -> list[tuple[float, float]]:
    """The gaps (width, end) that surely part columns; none if others are like them: then each is looked at."""
    wide = [gap for gap in gaps if gap[0] > _WIDE * size]
    least = SEAM * size
    for width, _ in gaps:
        if least < width <= _WIDE * size:
            return []
    for index, (width, _) in enumerate(wide):
        for other, _ in wide[index + 1 :]:
            if abs(width - other) < _UNLIKE_EDGES * size:
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
        if abs(point[1] - y) > _OTHER_LINE * size:
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
                _USUAL * size,
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
            _USUAL * size,
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
    if not _worded(characters, start, end, rectangles[index:after], found):
        _line(characters, text, start, end, found)
    return after


def _worded(
    characters: Characters, start: int, end: int, rectangles: Sequence[list[float]], found: list[Piece]
) -> bool:
    """Adds the pieces of a line whose every word the file draws by itself, if these are its words' rectangles.

    So do programs that fill lines; pdfium mixes the words of columns whose base lines differ.
    """
    text = characters.text[start:end]
    words = text.split(" ")
    if len(words) != len(rectangles) or len(words) < _LEAST_WORDS or characters.place.turned:
        return False
    size, right, down = characters.look(start)
    if size < _LEAST_SIZE or right <= 0 or down:
        return False
    page_left, page_top = characters.place.left, characters.place.top
    gaps: list[_Gap] = []
    at = start - 1
    last = None
    for word, (left, _, right, bottom) in zip(words, rectangles, strict=True):
        if last is not None:
            gaps.append(_Gap(left - last, at, at + 1, last - page_left, left - page_left, page_top - bottom))
        at += len(word) + 1
        last = right
    _part(characters, characters.text, (start, end), gaps, characters.origin(start), size, _INK_HAIR, found)
    return True


def _is_clean(text: str) -> bool:
    """Whether the text of every piece is as pdfium gives it, but for hyphens at lines' ends."""
    line = text.replace("\r\n", "").replace("\ufffe", "")
    return line.isprintable() and "  " not in line and not _has_ligature(line)


def _plain_blanks(text: str) -> str:
    if not text.isascii():
        for sign in _BLANK_SIGNS:
            if sign in text:
                text = text.replace(sign, " ")
    return text.replace("\t", " ")


def _line(characters: Characters, text: str, start: int, end: int, found: list[Piece]) -> None:
    """Parts one of pdfium's lines, without blanks at its ends, and adds its pieces."""
    size, right, down = characters.look(start)
    if size < _LEAST_SIZE or right <= 0 or abs(down) > 0.1 * right:
        found.append(_turned(characters, text, start, end, max(size, 1.0)))
    else:
        _parted(characters, text, start, end, *characters.origin(start), size, found)


def _parted(
    characters: Characters, text: str, start: int, end: int, x: float, y: float, size: float, found: list[Piece]
) -> None:
    """Looks at every space of a line and adds its pieces."""
    page, get_origin, place = characters.page, pdfium.get_origin, characters.place
    (at_x, at_y), point = characters._point.at, characters._point.value
    page_left, page_top, turned = place.left, place.top, place.turned
    as_drawn, surely = characters.text, _SURELY_WIDE * size
    gaps: list[_Gap] = []
    for match in (_BLANKS if HIDDEN in text[start:end] else _SPACES).finditer(text, start, end):
        blank, after = match.span()
        get_origin(page, blank, at_x, at_y)
        left = point[0] - page_left if not turned else place.point(*point)[0]
        get_origin(page, after, at_x, at_y)
        right, low = (point[0] - page_left, page_top - point[1]) if not turned else place.point(*point)
        if as_drawn[blank] in _PARTING or right - left > surely:
            gaps.append(_Gap(right - left, blank, after, left, right, low))
    _part(characters, text, (start, end), gaps, (x, y), size, _HAIR, found)


def _part(
    characters: Characters,
    text: str,
    span: tuple[int, int],
    gaps: list[_Gap],
    origin: tuple[float, float],
    size: float,
    hair: float,
    found: list[Piece],
) -> None:
    """Adds the pieces of a line with these gaps; those are the same that differ by a ``hair``."""
    wide, back, other = _WIDE * size, -size, _OTHER_LINE * size
    (first, end), (x, y) = span, origin
    height = y
    inner: list[_Gap] = []
    apart = False
    for index, gap in enumerate(gaps):
        width, blank, after, left, right, low = gap
        level = -other < low - height < other
        height = low
        if (
            back < width <= wide
            and level
            or not _parts_line(text, gaps, index, size, y, hair)
            or HIDDEN in text[blank:after]
        ):
            inner.append(gap)
            continue
        found.append(_piece(characters, text, first, blank, x, y, left, size, inner, apart))
        first, inner = after, []
        x, new_y = characters.origin(after)
        apart = width > 0 and abs(new_y - y) <= other
        y = height = new_y
        size = characters.look(first)[0] or size
    found.append(_piece(characters, text, first, end, x, y, characters.box(end - 1)[2], size, inner, apart))


class _Gap(NamedTuple):
    """A gap from ``left`` to ``right``, of the blanks from ``blank`` to before ``after``; ``y`` is where the
    base line is after it."""

    width: float
    blank: int
    after: int
    left: float
    right: float
    y: float


def _parts_line(text: str, gaps: list[_Gap], index: int, size: float, y: float, hair: float) -> bool:
    """Whether another line or column begins after a gap."""
    gap = gaps[index]
    if gap.width < -size or abs(gap.y - y) > _OTHER_LINE * size:
        return True
    if gap.width <= _WIDE * size or _fills(text, gaps, index, hair * size):
        return False
    least = min((other.width for other in gaps if other.width > _GLUED * size), default=0.0)
    if len(gaps) == 1:
        return True
    if gap.width <= _SURELY_WIDE * size and max(other.width for other in gaps) <= _ALIKE * least:
        return False  # text set wide
    return is_wide(gap.width, min(least, _USUAL_WIDE * size), size)


def _fills(text: str, gaps: list[_Gap], index: int, hair: float) -> bool:
    """Whether a gap only fills a justified line: those around it, between words, are the same to a hair."""
    width = gaps[index].width
    first = last = index
    while first and abs(gaps[first - 1].width - width) <= hair:
        first -= 1
    while last + 1 < len(gaps) and abs(gaps[last + 1].width - width) <= hair:
        last += 1
    if first == last:
        return False
    # in a justified line no gap is much smaller; another may lead to the next column
    around = gaps[max(0, first - 1) : first] + gaps[last + 1 : last + 2]
    if any(0 < gap.width < 0.5 * width for gap in around):
        return False
    words = [text[left.after : right.blank] for left, right in pairwise(gaps[first : last + 1])]
    start, end = text.rfind(" ", 0, gaps[first].blank) + 1, text.find(" ", gaps[last].after)
    words += [text[start : gaps[first].blank], text[gaps[last].after : max(end, gaps[last].after)]]
    return sum(any(map(str.islower, word)) for word in words) > 1


def is_wide(gap: float, usual: float, size: float) -> bool:
    """Whether a gap between words parts columns; ``usual`` is a space of the line."""
    return gap > _SURELY_WIDE * size or (gap > _WIDE * size and gap > _UNLIKE * usual)


def _piece(
    characters: Characters,
    text: str,
    first: int,
    last: int,
    x: float,
    y: float,
    right: float,
    size: float,
    gaps: Sequence[_Gap] = (),
    apart: bool = False,
) -> Piece:
    space, seams = _USUAL * size, ()
    if gaps:
        space = min([gap[0] for gap in gaps if gap[0] > _GLUED * size], default=space)
        seams = tuple([gap[4] for gap in gaps if gap[0] > SEAM * size])
    return Piece(
        shown(text[first:last]),
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
    text = _plain_blanks(characters.text)
    y = piece.top + ASCENT * piece.size
    for match in _SPACES.finditer(text, piece.first, piece.last):
        blank, after = match.span()
        begins = characters.origin(after)[0]
        if abs(begins - x) < _AT + 0.07 * piece.size:
            left, right = characters.origin(blank)[0], piece.x1
            size = characters.look(after)[0] or piece.size
            before = _piece(characters, text, piece.first, blank, piece.x0, y, left, piece.size)
            behind = _piece(characters, text, after, piece.last, begins, y, right, size)
            before.apart, behind.apart = piece.apart, True
            behind.seams = tuple(seam for seam in piece.seams if seam > x + _AT)
            return [before, behind]
    return [piece]


def rejoined(characters: Characters, first: Piece, second: Piece) -> Piece:
    """Two pieces of one line as one again."""
    text = _plain_blanks(characters.text)
    y = first.top + ASCENT * first.size
    x, right, apart = first.x0, second.x1, first.apart
    return _piece(characters, text, first.first, second.last, x, y, right, first.size, apart=apart)


def split_piece(characters: Characters, piece: Piece) -> list[Piece]:
    """A piece word by word."""
    words: list[Piece] = []
    y = piece.top + ASCENT * piece.size
    text = _plain_blanks(characters.text)
    for match in _WORD.finditer(text[piece.first : piece.last]):
        first, last = piece.first + match.start(), piece.first + match.end()
        x, right = characters.origin(first)[0], characters.box(last - 1)[2]
        words.append(_piece(characters, text, first, last, x, y, right, piece.size))
    return words


def _turned(characters: Characters, text: str, start: int, end: int, size: float) -> Piece:
    boxes = [characters.box(index) for index in range(start, end) if not text[index].isspace()]
    x0, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    x1, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return Piece(shown(text[start:end]), x0, top, x1, bottom, size, False, start, end, 0.3 * size, False)


def shown(raw: str) -> str:
    """Characters of a piece as text: see ``shown_with_places``."""
    if raw[-1:] == "\ufffe":
        raw = raw[:-1] + "-"
    if raw.isprintable() and "  " not in raw and (raw.isascii() or not _has_ligature(raw)):
        return raw
    return shown_with_places(raw)[0]


def _has_ligature(raw: str) -> bool:
    return not raw.isascii() and max(raw) >= "\ufb00"


def shown_with_places(raw: str) -> tuple[str, list[int]]:
    """Characters of a piece as text, and for each of its characters the index in ``raw`` it comes from.

    Ligatures become letters, a run of blanks a space; soft hyphens go, but for one at the end, and so do
    control characters. What has no Unicode value becomes U+FFFD.
    """
    text: list[str] = []
    places: list[int] = []
    last = len(raw) - 1
    for index, character in enumerate(raw):
        if character in " \x00" or character.isspace():
            kept = "" if text and text[-1] == " " else " "
        elif character == "\ufffe":
            kept = "-" if index == last else ""
        elif character == "\xad":
            kept = character if index == last else ""
        elif 0xFB00 <= ord(character) <= 0xFB06:
            kept = _LIGATURES[ord(character)]
        else:
            category = unicodedata.category(character)
            kept = (
                "\ufffd" if category in ("Co", "Cn", "Cs") else "" if category in ("Cc", "Cf") else character
            )
        text.extend(kept)
        places.extend([index] * len(kept))
    return "".join(text), places
