"""A page of a PDF as a picture, with the words of a quote marked: evidence to look at.

Boxes are (x0, top, x1, bottom) in points from the upper left corner of the page as it is shown (turned and
cropped), as in ``ingest.document.Line``.
"""

from __future__ import annotations

import ctypes
import io
import math
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from ingest.document import Line, Page, ReadError
from ingest.isolation import Limits, isolated

Box = tuple[float, float, float, float]
Character = tuple[str, Box]

DPI = 130
MAX_PIXELS = 12_000_000
_MARK = (255, 226, 60)
_EDGE = (214, 40, 30)
_MARGIN = 1.5  # points around the marked words
_NEAR = 1.0  # points that a character may lie outside its line's box
_MOST_CHARACTERS = 60_000
_HYPHENS = "\xad\x02\ufffe"  # what pdfium makes of a hyphen at a line's end
_FINE = 64  # device units a point: the precision of places on the page


def evidence_image(
    data: bytes,
    name: str,
    page: int,
    start: int,
    end: int,
    *,
    quote: str | None = None,
    limits: Limits | None = None,
) -> bytes:
    """PNG of the page (from 1) of a PDF, with the characters ``start`` to ``end`` of its text marked.

    The PDF is read anew for the places of its lines. If another reader found the quote elsewhere on the page,
    ``quote`` is sought there. Reads and draws in a process of its own. Raises ReadError if the document
    is no PDF, has no such page, or its page does not hold the quote (any more).
    """
    arguments = {"name": name, "page": page, "start": start, "end": end, "quote": quote}
    return isolated(_evidence_task, data, arguments, limits)


def page_image(data: bytes, page: int, boxes: Iterable[Box], dpi: float = DPI) -> bytes:
    """PNG of the page (from 1) of a PDF with the boxes marked. Raises ReadError if there is no such page.

    Draws in this process: for documents of unknown origin see ``ingest.isolation.isolated``.
    """
    with _Drawing(data, page) as drawing:
        return drawing.png(list(boxes), dpi)


def quote_boxes(page: Page, start: int, end: int) -> list[Box]:
    """Where the characters ``start`` to ``end`` of the page's text stand: a box for each line's share.

    Within a line the place is reckoned from the number of characters.
    """
    return [_share(line.box, line, *span) for line, span in _lines(page, start, end) if line.box]


def exact_boxes(page: Page, start: int, end: int, characters: Sequence[Character]) -> list[Box]:
    """As ``quote_boxes``, but from the characters on the page; empty if they do not agree with its text.

    A word broken at a line's end stands whole in the text, on its first line: its other half is marked, too.
    """
    touched = [index for index, line in enumerate(page.lines) if line.start < end and start < line.end]
    if not touched:
        return []
    # The line before may lend its last word's second half, the one after may hold that of the last.
    lines = page.lines[max(0, touched[0] - 1) : touched[-1] + 2]
    text = [
        (offset, normal)
        for line in lines
        for offset in range(line.start, line.end)
        if not page.text[offset].isspace()
        for normal in unicodedata.normalize("NFKC", page.text[offset])
    ]
    found: list[Box] = []
    at = 0
    for line in lines:
        if line.box is None:
            continue
        begin = next((index for index, (offset, _) in enumerate(text) if offset >= line.start), len(text))
        drawn = [
            (normal, box)
            for character, box in sorted(characters, key=lambda each: each[1][0])
            if _inside(box, line.box)
            for normal in unicodedata.normalize("NFKC", character)
        ]
        aligned = _aligned(text, at, drawn) or _aligned(text, begin, drawn)
        if aligned:
            at = aligned[-1][0] + 1
        here = [box for index, box in aligned if start <= text[index][0] < end]
        if here:
            found.append((here[0][0], line.box[1], max(box[2] for box in here), line.box[3]))
        elif not aligned and line.start < end and start < line.end:
            return []
    return found


def _aligned(text: Sequence[tuple[int, str]], at: int, drawn: Sequence[Character]) -> list[tuple[int, Box]]:
    """The drawn characters with their places in ``text``, which they must follow from ``at``; else empty.

    Hyphens need not be in both: those of broken words are only drawn, those of broken compounds stand in
    the text though the reader may have drawn them together.
    """
    placed = []
    for character, box in drawn:
        if at < len(text) and text[at][1] == "-" != character:
            at += 1
        if at < len(text) and text[at][1] == character:
            placed.append((at, box))
            at += 1
        elif character != "-":
            return []
    return placed


def _evidence_task(data: bytes, arguments: dict[str, Any]) -> bytes:
    from ingest import readers

    name, number, quote = arguments["name"], arguments["page"], arguments["quote"]
    if readers.sniff(data, name) is not readers.Kind.PDF:
        raise ReadError(f"{name}: not a PDF: only PDFs have pages to draw; see `pykala show --text`")
    document = readers.read(data, name)
    page = next((page for page in document.pages if page.number == number), None)
    if page is None:
        raise ReadError(f"{name}: has no page {number}; ingest it again")
    start, end = _span(page, arguments["start"], arguments["end"], quote, name)
    with _Drawing(data, number) as drawing:
        exact = exact_boxes(page, start, end, drawing.characters())
        return drawing.png(exact or quote_boxes(page, start, end), DPI)


def _span(page: Page, start: int, end: int, quote: str | None, name: str) -> tuple[int, int]:
    if quote is None or page.text[start:end] == quote:
        return start, end
    place = page.text.find(quote)
    if place < 0:
        raise ReadError(f"{name}: page {page.number} reads differently now; ingest it again")
    return place, place + len(quote)


def _lines(page: Page, start: int, end: int) -> list[tuple[Line, tuple[int, int]]]:
    """The lines the span touches, each with its share of it."""
    return [
        (line, (max(start, line.start), min(end, line.end)))
        for line in page.lines
        if line.start < end and start < line.end
    ]


def _share(box: Box | None, line: Line, start: int, end: int) -> Box:
    assert box is not None
    x0, top, x1, bottom = box
    per_character = (x1 - x0) / max(line.end - line.start, 1)
    return x0 + (start - line.start) * per_character, top, x0 + (end - line.start) * per_character, bottom


class _Drawing:
    """A page of a PDF, open. Raises ReadError if it cannot be opened or drawn."""

    def __init__(self, data: bytes, page: int) -> None:
        import pypdfium2

        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise ReadError(f"the PDF cannot be opened ({error})") from error
        try:
            if not 1 <= page <= len(self._document):
                raise ReadError(f"the PDF has no page {page}: it has {len(self._document)}")
            self._page = self._document[page - 1]
        except pypdfium2.PdfiumError as error:
            self._document.close()
            raise ReadError(f"page {page} of the PDF cannot be drawn ({error})") from error
        except ReadError:
            self._document.close()
            raise

    def __enter__(self) -> _Drawing:
        return self

    def __exit__(self, *_: object) -> None:
        self._page.close()
        self._document.close()

    def png(self, boxes: Sequence[Box], dpi: float) -> bytes:
        """The page with the boxes marked, at ``dpi`` or fewer if it is a poster."""
        from PIL import Image, ImageChops, ImageDraw

        width, height = self._page.get_size()
        scale = min(dpi / 72, math.sqrt(MAX_PIXELS / max(width * height, 1.0)))
        bitmap = self._page.render(scale=scale)
        picture: Image.Image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        marks = Image.new("RGB", picture.size, (255, 255, 255))
        places = [tuple(edge * scale for edge in _widened(box, _MARGIN)) for box in boxes]
        for place in places:
            ImageDraw.Draw(marks).rectangle(place, fill=_MARK)
        picture = ImageChops.multiply(picture, marks)  # the words stay readable under the mark
        for place in places:
            ImageDraw.Draw(picture).rectangle(place, outline=_EDGE, width=max(1, round(scale)))
        made = io.BytesIO()
        picture.save(made, "PNG", optimize=True)
        return made.getvalue()

    def characters(self) -> list[Character]:
        """The page's characters, but for white space; hyphens at line ends, of every kind, are "-"."""
        import pypdfium2.raw as raw

        page = self._page.get_textpage()
        width, height = (round(side * _FINE) for side in self._page.get_size())
        x, y = ctypes.c_int(), ctypes.c_int()
        known = []
        for index in range(min(page.count_chars(), _MOST_CHARACTERS)):
            character = chr(raw.FPDFText_GetUnicode(page, index) % 0x110000)
            if character in _HYPHENS:
                character = "-"
            elif character.isspace() or character == "\0":
                continue
            left, bottom, right, top = page.get_charbox(index)
            corners = []
            for across, up in ((left, top), (right, bottom)):
                raw.FPDF_PageToDevice(self._page, 0, 0, width, height, 0, across, up, x, y)
                corners.append((x.value / _FINE, y.value / _FINE))
            (x0, y0), (x1, y1) = corners
            known.append((character, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))))
        page.close()
        return known


def _inside(box: Box, outer: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    x0, top, x1, bottom = _widened(outer, _NEAR)
    return x0 <= x <= x1 and top <= y <= bottom


def _widened(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by
