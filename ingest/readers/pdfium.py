"""The few functions of pdfium that reading takes, bound for speed.

pypdfium2's own bindings check every argument against a pointer type, which doubles the cost of a call that
takes a third of a microsecond; a page takes hundreds. Here handles and the places for results are plain
addresses. Whoever passes a wrong handle crashes the process, so only the classes of this module make them.
"""

from __future__ import annotations

import ctypes
from codecs import utf_16_le_decode
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_float, c_int, c_uint, c_uint16, c_ulong, c_void_p
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as raw

TEXT_OBJECT: Final = 1
PATH_OBJECT: Final = 2
IMAGE_OBJECT: Final = 3
SHADING_OBJECT: Final = 4
FORM_OBJECT: Final = 5

_ERRORS = {
    2: "no file",
    3: "not a PDF or broken",
    4: "password",
    5: "unknown security scheme",
    6: "no such page",
}
_PASSWORD = 4
_MOST_ACROSS = 100_000  # pixels
_GREY, _BGR = 1, 2
_WITH_ANNOTATIONS, _IN_GREY, _RGB_ORDER = 0x01, 0x08, 0x10


class PdfiumError(Exception):
    """pdfium cannot open a file or page; ``needs_password`` tells why."""

    def __init__(self, code: int) -> None:
        super().__init__(_ERRORS.get(code, f"error {code}"))
        self.needs_password = code == _PASSWORD


def _bound(name: str, result: Any, *arguments: Any, quick: bool = True) -> Any:
    """A function of the library; ``quick`` ones keep Python's lock, which saves a fifth of their cost."""
    address = ctypes.cast(getattr(raw, name), c_void_p).value or 0
    kind = ctypes.PYFUNCTYPE if quick else ctypes.CFUNCTYPE
    return kind(result, *arguments)(address)


_P = c_void_p
load_page = _bound("FPDF_LoadPage", _P, _P, c_int, quick=False)
load_text = _bound("FPDFText_LoadPage", _P, _P, quick=False)
close_page = _bound("FPDF_ClosePage", None, _P)
close_text = _bound("FPDFText_ClosePage", None, _P)
count_chars = _bound("FPDFText_CountChars", c_int, _P)
get_text = _bound("FPDFText_GetText", c_int, _P, c_int, c_int, _P)
get_unicode = _bound("FPDFText_GetUnicode", c_uint, _P, c_int)
get_origin = _bound("FPDFText_GetCharOrigin", c_int, _P, c_int, _P, _P)
get_loose_box = _bound("FPDFText_GetLooseCharBox", c_int, _P, c_int, _P)
get_tight_box = _bound("FPDFText_GetCharBox", c_int, _P, c_int, _P, _P, _P, _P)
get_font_size = _bound("FPDFText_GetFontSize", ctypes.c_double, _P, c_int)
get_char_matrix = _bound("FPDFText_GetMatrix", c_int, _P, c_int, _P)
get_font_info = _bound("FPDFText_GetFontInfo", c_ulong, _P, c_int, _P, c_ulong, _P)
get_font_weight = _bound("FPDFText_GetFontWeight", c_int, _P, c_int)
has_map_error = _bound("FPDFText_HasUnicodeMapError", c_int, _P, c_int)
text_object = _bound("FPDFText_GetTextObject", _P, _P, c_int)
count_rects = _bound("FPDFText_CountRects", c_int, _P, c_int, c_int)
get_rect = _bound("FPDFText_GetRect", c_int, _P, c_int, _P, _P, _P, _P)
is_generated = _bound("FPDFText_IsGenerated", c_int, _P, c_int)
count_objects = _bound("FPDFPage_CountObjects", c_int, _P)
get_object = _bound("FPDFPage_GetObject", _P, _P, c_int)
object_type = _bound("FPDFPageObj_GetType", c_int, _P)
object_bounds = _bound("FPDFPageObj_GetBounds", c_int, _P, _P, _P, _P, _P)
object_matrix = _bound("FPDFPageObj_GetMatrix", c_int, _P, _P)
fill_color = _bound("FPDFPageObj_GetFillColor", c_int, _P, _P, _P, _P, _P)
render_mode = _bound("FPDFTextObj_GetTextRenderMode", c_int, _P)
count_marks = _bound("FPDFPageObj_CountMarks", c_int, _P)
get_mark = _bound("FPDFPageObj_GetMark", _P, _P, c_ulong)
mark_name = _bound("FPDFPageObjMark_GetName", c_int, _P, _P, c_ulong, _P)
count_form_objects = _bound("FPDFFormObj_CountObjects", c_int, _P)
form_object = _bound("FPDFFormObj_GetObject", _P, _P, c_ulong)
draw_mode = _bound("FPDFPath_GetDrawMode", c_int, _P, _P, _P)
count_segments = _bound("FPDFPath_CountSegments", c_int, _P)
get_segment = _bound("FPDFPath_GetPathSegment", _P, _P, c_int)
segment_point = _bound("FPDFPathSegment_GetPoint", c_int, _P, _P, _P)
segment_type = _bound("FPDFPathSegment_GetType", c_int, _P)
segment_close = _bound("FPDFPathSegment_GetClose", c_int, _P)
count_annotations = _bound("FPDFPage_GetAnnotCount", c_int, _P)
_new_bitmap = _bound("FPDFBitmap_CreateEx", _P, c_int, c_int, c_int, _P, c_int)
_free_bitmap = _bound("FPDFBitmap_Destroy", None, _P)
_fill_bitmap = _bound("FPDFBitmap_FillRect", c_int, _P, c_int, c_int, c_int, c_int, c_ulong)
_bitmap_buffer = _bound("FPDFBitmap_GetBuffer", _P, _P)
_bitmap_stride = _bound("FPDFBitmap_GetStride", c_int, _P)
_render = _bound("FPDF_RenderPageBitmap", None, _P, _P, c_int, c_int, c_int, c_int, c_int, c_int, quick=False)
_page_box = _bound("FPDF_GetPageBoundingBox", c_int, _P, _P)
_page_rotation = _bound("FPDFPage_GetRotation", c_int, _P)
_open = _bound("FPDF_LoadMemDocument64", _P, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, quick=False)
_close = _bound("FPDF_CloseDocument", None, _P)
_error = _bound("FPDF_GetLastError", c_ulong)
_count_pages = _bound("FPDF_GetPageCount", c_int, _P, quick=False)
_meta = _bound("FPDF_GetMetaText", c_ulong, _P, ctypes.c_char_p, _P, c_ulong)
_language = _bound("FPDFCatalog_GetLanguage", c_ulong, _P, _P, c_ulong)


_get_annotation = _bound("FPDFPage_GetAnnot", _P, _P, c_int)
_close_annotation = _bound("FPDFPage_CloseAnnot", None, _P)
_annotation_kind = _bound("FPDFAnnot_GetSubtype", c_int, _P)
_annotation_box = _bound("FPDFAnnot_GetRect", c_int, _P, _P)
_COVERING = frozenset({3, 4, 5, 6, 7, 8, 9, 13, 15, 28})
"""Free text, line, square, circle, polygon, polyline, highlight, stamp, ink, redaction."""
_MOST_ANNOTATIONS = 500


class Floats:
    """Room for so many C floats (or doubles): ``at`` are their addresses, ``value`` reads them."""

    def __init__(self, count: int, kind: Any = c_float) -> None:
        self.value = (kind * count)()
        first, step = ctypes.addressof(self.value), ctypes.sizeof(kind)
        self.at = tuple(first + index * step for index in range(count))


_CORNERS = Floats(4)  # left, top, right, bottom
_WORDS = ctypes.create_string_buffer(512)


@dataclass(frozen=True)
class Picture:
    """A drawn page: rows of ``width`` pixels of ``channels`` bytes from the top, ``scale`` pixels a point.

    ``left`` and ``top`` are the pixels that a part of the page lacks at those sides.
    """

    width: int
    height: int
    channels: int
    scale: float
    rows: tuple[bytes, ...]
    left: int = 0
    top: int = 0


def covering_annotations(page: int) -> list[tuple[float, float, float, float]]:
    """The boxes (left, bottom, right, top) of a page's annotations of kinds that may lie over text."""
    box = Floats(4)  # left, top, right, bottom
    found = []
    for index in range(min(count_annotations(page), _MOST_ANNOTATIONS)):
        note = _get_annotation(page, index)
        if not note:
            continue
        if _annotation_kind(note) in _COVERING and _annotation_box(note, box.at[0]):
            left, top, right, bottom = box.value
            found.append((left, bottom, right, top))
        _close_annotation(note)
    return found


class Pdf:
    """An open document. ``close`` it, or use it in a ``with`` statement."""

    def __init__(self, data: bytes) -> None:
        self._data = data  # pdfium reads from it as long as the document is open
        self.handle = _open(data, len(data), None)
        if not self.handle:
            raise PdfiumError(_error())

    def __enter__(self) -> Pdf:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Frees the document; its pages must be closed before."""
        if self.handle:
            _close(self.handle)
            self.handle = None

    def __len__(self) -> int:
        return max(0, int(_count_pages(self.handle)))

    def meta(self, key: str) -> str:
        """An entry of the document's information dictionary; empty if it has none."""
        return _utf16(lambda place, size: int(_meta(self.handle, key.encode(), place, size)))

    def language(self) -> str:
        """What the document says its language is; empty if it does not."""
        return _utf16(lambda place, size: int(_language(self.handle, place, size)))

    @contextmanager
    def page(self, index: int) -> Iterator[PdfPage]:
        """The page with this index, from 0; raises PdfiumError if it cannot be loaded."""
        handle = load_page(self.handle, index)
        if not handle:
            raise PdfiumError(6)
        try:
            text = load_text(handle)
            if not text:
                raise PdfiumError(6)
            try:
                yield PdfPage(handle, text)
            finally:
                close_text(text)
        finally:
            close_page(handle)


class PdfPage:
    """A loaded page. Points count up from ``left``, ``bottom``, before its ``rotation`` (quarter turns)."""

    def __init__(self, handle: int, text: int) -> None:
        self.handle = handle
        self.text = text
        box = _CORNERS
        if not _page_box(handle, box.at[0]):
            raise PdfiumError(6)
        self.left, self.top, self.right, self.bottom = box.value
        self.rotation = int(_page_rotation(handle)) % 4

    def picture(
        self,
        scale: float,
        grey: bool,
        most_pixels: int,
        part: tuple[float, float, float, float] | None = None,
    ) -> Picture:
        """Draws the page with its annotations on white, smaller than asked if it had too many pixels.

        Of a ``part`` (x0, top, x1, bottom in points of the page as shown) nothing else is drawn; the picture
        then begins at its ``left`` and ``top``. Raises PdfiumError if there is no room for it.
        """
        across, up = self.right - self.left, self.top - self.bottom
        if self.rotation % 2:
            across, up = up, across
        if not (across > 0 and up > 0):
            raise PdfiumError(6)
        x0, y0, x1, y1 = part or (0.0, 0.0, across, up)
        x0, y0, x1, y1 = max(x0, 0.0), max(y0, 0.0), min(x1, across), min(y1, up)
        if not (x1 > x0 and y1 > y0):
            raise PdfiumError(6)
        scale = min(scale, (most_pixels / ((x1 - x0) * (y1 - y0))) ** 0.5)
        whole = max(1, round(across * scale)), max(1, round(up * scale))
        left, top = int(x0 * scale), int(y0 * scale)
        width, height = (
            max(1, min(whole[0], int(x1 * scale) + 1) - left),
            max(1, min(whole[1], int(y1 * scale) + 1) - top),
        )
        if width * height > 4 * most_pixels or max(whole) > _MOST_ACROSS:
            raise PdfiumError(6)
        bitmap = _new_bitmap(width, height, _GREY if grey else _BGR, None, 0)
        if not bitmap:
            raise PdfiumError(6)
        try:
            _fill_bitmap(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            flags = _WITH_ANNOTATIONS | (_IN_GREY if grey else _RGB_ORDER)
            _render(bitmap, self.handle, -left, -top, *whole, 0, flags)
            start, stride = _bitmap_buffer(bitmap), _bitmap_stride(bitmap)
            channels = 1 if grey else 3
            rows = tuple([ctypes.string_at(start + row * stride, width * channels) for row in range(height)])
        finally:
            _free_bitmap(bitmap)
        return Picture(width, height, channels, scale, rows, left, top)

    def characters(self) -> str:
        """The page's text with one character for each of pdfium's indexes."""
        count = count_chars(self.text)
        if count <= 0:
            return ""
        # The buffer takes two units for a character beyond the first plane
        room = bytearray(2 * count + 2)
        length = get_text(self.text, 0, count, ctypes.addressof(c_uint16.from_buffer(room)))
        if length == count + 1:
            text: str = utf_16_le_decode(room[: 2 * count], "surrogatepass")[0]
            if len(text) == count:
                return text
        return "".join(map(_character, (get_unicode(self.text, index) for index in range(count))))


def _character(code: int) -> str:
    # pdfium has 2 where its text has U+FFFE, a hyphen at a line's end
    if code == 2:
        return "\ufffe"
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _utf16(call: Any) -> str:
    room = _WORDS
    size = call(ctypes.addressof(room), len(room))
    if not 2 < size < 100_000:
        return ""
    if size > len(room):
        room = ctypes.create_string_buffer(size)
        call(ctypes.addressof(room), size)
    return room.raw[: size - 2].decode("utf-16-le", "replace").rstrip("\0")
