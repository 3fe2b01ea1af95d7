"""What is drawn on a page beside its characters: rules, fills and pictures; and text that may not be seen."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes import c_uint
from dataclasses import dataclass, field

from ingest.readers import pdf_bulk, pdfium
from ingest.readers.pdf_chars import Box, Place
from ingest.readers.pdfium import Floats, PdfPage

_PALE = 235  # of 255: text with no darker colour part
_DARK = 110
_OPAQUE = 200  # of 255
_THIN = 3.0  # points: a fill no higher or wider is a rule
_LEAST_COVER = 4.0  # points
_COVERS = 0.6  # of a page: a picture as large is a scan
_MOST_OBJECTS = 60_000
_MOST_SEGMENTS = 6_000
_DEEPEST = 4
_LINE_TO = 0
_MOVE_TO = 2


# Room for pdfium's answers, which are read at once
_MATRIX, _POINT, _COLOUR = Floats(6), Floats(2), Floats(4, c_uint)


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled region. ``order`` is its place among the page's objects; later ones lie above."""

    order: int
    box: Box
    dark: bool


@dataclass
class Drawn:
    """A page's rules (boxes of no width or no height), fills, pictures, and texts by what is odd about them.

    ``pale``, ``invisible`` and ``layered`` hold pdfium's text objects; ``first_text`` is the order of the
    first text. ``overfull`` pages have more objects than are looked at.
    """

    rules: list[Box] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    pictures: list[Fill] = field(default_factory=list)
    pale: set[int] = field(default_factory=set)
    invisible: set[int] = field(default_factory=set)
    layered: set[int] = field(default_factory=set)
    first_text: int = -1
    annotations: int = 0
    overfull: bool = False

    def has_scan(self, place: Place) -> bool:
        """Whether a picture covers most of the page."""
        page = place.width * place.height
        return any(_area(picture.box, place) > _COVERS * page for picture in self.pictures)

    def late(self, fills: list[Fill]) -> list[Fill]:
        """Those that are drawn after some text."""
        return [fill for fill in fills if 0 <= self.first_text < fill.order]


def drawn(page: PdfPage, place: Place, layers: bool) -> Drawn:
    """Looks at every object of a page; ``layers`` says whether texts may lie in layers."""
    found = Drawn(annotations=pdfium.count_annotations(page.handle))
    count = pdfium.count_objects(page.handle)
    if count > _MOST_OBJECTS:
        found.overfull, count = True, _MOST_OBJECTS
    first_text, others, undrawn, pale, texts = pdf_bulk.objects(page.handle, count, _PALE, layers)
    found.invisible.update(undrawn)
    found.pale.update(pale)
    found.layered.update(filter(_layered, texts))
    paths = _Paths(place, found)
    for order, thing, kind, filled, stroked, *edges in others:
        if kind == pdfium.PATH_OBJECT:
            paths.add(thing, order, place.box(*edges), filled, stroked)
        elif kind == pdfium.IMAGE_OBJECT:
            found.pictures.append(Fill(order, place.box(*edges), False))
        elif kind == pdfium.FORM_OBJECT:
            _form(thing, order, found, layers)
    if first_text >= 0:
        found.first_text = first_text if found.first_text < 0 else min(first_text, found.first_text)
    return found


def _form(form: int, order: int, found: Drawn, layers: bool) -> None:
    """The texts of a form, which is drawn as one object; its rules, fills and pictures are not looked at."""
    for thing in _inside(form, _DEEPEST):
        mode = pdfium.render_mode(thing)
        if mode < 0:
            continue
        if found.first_text < 0:
            found.first_text = order
        if mode in pdf_bulk.INVISIBLE:
            found.invisible.add(thing)
        elif pdfium.fill_color(thing, *_COLOUR.at) and min(_COLOUR.value[:3]) > _PALE:
            found.pale.add(thing)
        if layers and (_layered(form) or _layered(thing)):
            found.layered.add(thing)


def _inside(form: int, depth: int) -> Iterator[int]:
    for index in range(min(pdfium.count_form_objects(form), _MOST_OBJECTS)):
        thing = pdfium.form_object(form, index)
        if not thing:
            continue
        yield thing
        if depth and pdfium.object_type(thing) == pdfium.FORM_OBJECT:
            yield from _inside(thing, depth - 1)


def _layered(thing: int) -> bool:
    """Whether an object is marked as part of optional content."""
    room = (ctypes.c_uint16 * 16)()
    size = ctypes.c_ulong()
    for index in range(min(pdfium.count_marks(thing), 8)):
        mark = pdfium.get_mark(thing, index)
        if (
            mark
            and pdfium.mark_name(mark, ctypes.addressof(room), 32, ctypes.addressof(size))
            and bytes(room)[: size.value].decode("utf-16-le", "replace").rstrip("\0") == "OC"
        ):
            return True
    return False


class _Paths:
    """Sorts paths into rules and fills."""

    def __init__(self, place: Place, found: Drawn) -> None:
        self._place, self._found = place, found
        self._matrix, self._point, self._colour = _MATRIX, _POINT, _COLOUR
        self._segments = 0

    def add(self, path: int, order: int, box: Box, filled: int, stroked: int) -> None:
        """Adds a path's rules or fill."""
        wide, high = box[2] - box[0], box[3] - box[1]
        if wide <= _THIN or high <= _THIN:
            if (filled or stroked) and max(wide, high) > _THIN:
                self._found.rules.append(_middle(box))
            return
        if filled:
            pdfium.fill_color(path, *self._colour.at)
            red, green, blue, alpha = self._colour.value
            if alpha >= _OPAQUE and wide >= _LEAST_COVER and high >= _LEAST_COVER:
                self._found.fills.append(Fill(order, box, (red * 3 + green * 6 + blue) / 10 < _DARK))
        if stroked:
            self._edges(path, box)

    def _edges(self, path: int, box: Box) -> None:
        count = pdfium.count_segments(path)
        self._segments += count
        if count < 2 or self._segments > _MOST_SEGMENTS:
            return
        if count <= 5 and pdfium.segment_type(pdfium.get_segment(path, 1)) == _LINE_TO and count >= 4:
            x0, top, x1, bottom = box
            self._found.rules += [(x0, top, x1, top), (x0, bottom, x1, bottom)]
            self._found.rules += [(x0, top, x0, bottom), (x1, top, x1, bottom)]
            return
        pdfium.object_matrix(path, self._matrix.at[0])
        a, b, c, d, e, f = self._matrix.value
        start = last = (0.0, 0.0)
        for index in range(count):
            segment = pdfium.get_segment(path, index)
            pdfium.segment_point(segment, *self._point.at)
            x, y = self._point.value
            here = self._place.point(a * x + c * y + e, b * x + d * y + f)
            kind = pdfium.segment_type(segment)
            if kind == _MOVE_TO:
                start = here
            elif kind == _LINE_TO:
                self._rule(last, here)
            if pdfium.segment_close(segment):
                self._rule(here, start)
            last = here

    def _rule(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        across, down = abs(end[0] - start[0]), abs(end[1] - start[1])
        if min(across, down) <= 1.0 and max(across, down) > _THIN:
            x0, x1 = sorted((start[0], end[0]))
            y0, y1 = sorted((start[1], end[1]))
            self._found.rules.append(_middle((x0, y0, x1, y1)))


def _middle(box: Box) -> Box:
    """The line through the middle of a thin box."""
    x0, top, x1, bottom = box
    if x1 - x0 >= bottom - top:
        y = (top + bottom) / 2
        return x0, y, x1, y
    x = (x0 + x1) / 2
    return x, top, x, bottom


def _area(box: Box, place: Place) -> float:
    wide = min(box[2], place.width) - max(box[0], 0.0)
    high = min(box[3], place.height) - max(box[1], 0.0)
    return float(max(0.0, wide) * max(0.0, high))
