"""PDF through pdfium: lines with place, size and weight; tables; heads and feet and hidden text taken out.

The text is ours to define. A line of the page is a line of the text; wide gaps in it and borders of table
cells are tabs. A word broken at a line's end stands whole on the first line. Columns are read one after the
other. Lines that repeat at the head of the pages stand where they occur first, feet and page numbers nowhere
(``metadata`` has both). What cannot be seen on the page is not in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from corpus.collector import no_collector
from ingest.document import Cell, Line, Page, ReadDocument, ReadError, Table
from ingest.readers.hyphens import join_lines
from ingest.readers.limits import MAX_PDF_PAGES, MAX_PDF_TEXT
from ingest.readers.ocr import Recogniser
from ingest.readers.page_text import PageText
from ingest.readers.pdf_chars import Piece
from ingest.readers.pdf_layout import Layout
from ingest.readers.pdf_lines import TextLine
from ingest.readers.pdf_sheet import raw_page
from ingest.readers.pdfium import Pdf, PdfiumError
from ingest.readers.running import SheetLines, without_lines, without_running
from ingest.readers.scanned import recognised

READER = "pdfium/3"
_END = re.compile(rb"%%EOF|startxref")
_LAYERS = re.compile(rb"/OCProperties|/OCGs?\b|/ObjStm")  # what is in object streams cannot be told so
_INFO = {
    "Title": "title",
    "Subject": "subject",
    "Creator": "creator",
    "Producer": "producer",
    "CreationDate": "created",
}


def read_pdf(data: bytes, name: str, max_pages: int = MAX_PDF_PAGES) -> ReadDocument:
    """Reads a PDF; raises ReadError if it is encrypted, broken or has no pages.

    A PDF without text (scanned pages) gives its pages empty, with a note. So do single pages that cannot be
    read; ``metadata["lang"]`` is the language the file declares, which is often wrong and not ``language``.
    """
    with no_collector():  # which would look at all lines, were they there still when it is back
        return _document(read_lines(data, name, max_pages))


def _document(read: ReadLines) -> ReadDocument:
    return ReadDocument(
        media_type="application/pdf",
        reader=READER,
        pages=tuple([_page(sheet.number, sheet.lines) for sheet in read.sheets]),
        title=read.metadata.pop("title", None),
        note="; ".join(read.notes) or None,
        metadata=read.metadata,
    )


@dataclass(frozen=True)
class ReadLines:
    """A PDF's pages as the lines of their texts; ``pieces`` are those of the page that was asked for."""

    sheets: tuple[SheetLines, ...]
    notes: list[str]
    metadata: dict[str, str]
    pieces: tuple[Piece, ...] = ()


def may_have_layers(data: bytes) -> bool:
    """Whether a PDF may hold layers that can be switched off."""
    return bool(_LAYERS.search(data))


def read_lines(data: bytes, name: str, max_pages: int = MAX_PDF_PAGES, keep: int = 0) -> ReadLines:
    """What ``read_pdf`` makes its pages of; raises as it does. ``keep``: the page whose pieces are given."""
    try:
        pdf = Pdf(data)
    except PdfiumError as error:
        if error.needs_password:
            raise ReadError(
                f"{name}: an encrypted PDF that needs a password; save a copy without one"
            ) from error
        raise ReadError(f"{name}: broken PDF ({error}); fetch it again") from error
    with pdf:
        recogniser = Recogniser()
        sheets, notes = _sheets(pdf, name, max_pages, _Reading(may_have_layers(data), recogniser, keep))
        info = _info(pdf)
    notes += _text_notes(sheets) + recogniser.notes()
    if not _END.search(data[-2048:]):
        notes.append("the file seems cut off: pages may be missing; fetch it again")
    clean = without_running([sheet.lines for sheet in sheets])
    info["pages"] = str(len(sheets))
    info |= recogniser.metadata()
    for key, lines in (("header", clean.header), ("footer", clean.footer)):
        if lines:
            info[key] = "\n".join(lines)
    pieces = sheets[keep - 1].pieces if 0 < keep <= len(sheets) else ()
    return ReadLines(tuple(_joined(clean.pages)), notes, info, pieces)


@dataclass
class _Reading:
    """How a document is read: whether it may have layers, its OCR, and the page whose pieces are kept."""

    layers: bool
    recogniser: Recogniser
    keep: int
    layout: Layout = field(default_factory=Layout)


class _Sheet(NamedTuple):
    """A page's lines, and what the notes need to know of the page."""

    lines: SheetLines
    pieces: tuple[Piece, ...] = ()
    pictures: int = 0
    characters: int = 0
    unmapped: int = 0
    hidden: int = 0
    recognised: bool = False
    overfull: bool = False
    broken: bool = False


def _sheets(pdf: Pdf, name: str, max_pages: int, reading: _Reading) -> tuple[list[_Sheet], list[str]]:
    """The pages as far as they can be read, and notes on what is missing."""
    sheets: list[_Sheet] = []
    notes: list[str] = []
    characters = 0
    count = len(pdf)
    for number in range(1, count + 1):
        if number > max_pages or characters > MAX_PDF_TEXT:
            notes.append(f"only the first {number - 1} pages were read; split the file to read the rest")
            break
        sheets.append(_sheet(pdf, number, reading))
        characters += sheets[-1].characters
    if not sheets:
        raise ReadError(f"{name}: a PDF without pages, broken or cut off; fetch it again")
    broken = [sheet.lines.number for sheet in sheets if sheet.broken]
    if len(broken) == len(sheets):
        raise ReadError(f"{name}: a PDF without pages that can be read, broken or cut off; fetch it again")
    if broken:
        notes.append(f"{_listed(broken)} cannot be read")
    return sheets, notes


def _sheet(pdf: Pdf, number: int, reading: _Reading) -> _Sheet:
    try:
        with pdf.page(number - 1) as page:
            raw = raw_page(page, number, reading.layers)
            if not raw.pieces and raw.pictures:
                raw = recognised(raw, page, reading.recogniser)
    except PdfiumError:
        return _Sheet(SheetLines(number, 0.0, ()), broken=True)
    return _Sheet(
        SheetLines(number, raw.height, tuple(reading.layout.lines(raw))),
        raw.pieces if number == reading.keep else (),
        raw.pictures,
        raw.characters,
        raw.unmapped,
        raw.hidden,
        raw.recognised,
        raw.overfull,
    )


def _text_notes(sheets: Sequence[_Sheet]) -> list[str]:
    notes = []
    empty = [sheet for sheet in sheets if not (sheet.lines.lines or sheet.overfull or sheet.broken)]
    if len(empty) == len(sheets):
        notes.append("no text on any page")
    if layered := [sheet.lines.number for sheet in sheets if sheet.recognised]:
        notes.append(f"text of {_listed(layered)} is from OCR that came with the file")
    if hidden := [sheet.lines.number for sheet in sheets if sheet.hidden]:
        notes.append(f"hidden text left out on {_listed(hidden)}")
    if overfull := [sheet.lines.number for sheet in sheets if sheet.overfull]:
        notes.append(f"{_listed(overfull)} left out: too many characters for a page")
    characters, unmapped = sum(sheet.characters for sheet in sheets), sum(sheet.unmapped for sheet in sheets)
    if unmapped > 0.02 * characters:
        notes.append("some fonts do not say which characters they show: text is unreadable in places")
    return notes


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:8])) + (" …" if len(numbers) > 8 else "")
    return f"page {shown}" if len(numbers) == 1 else f"pages {shown}"


def _joined(sheets: Sequence[SheetLines]) -> Iterator[SheetLines]:
    """The pages with words that were broken over lines whole."""
    everything = [line for sheet in sheets for line in sheet.lines]
    starts = [0, *accumulate([len(sheet.lines) for sheet in sheets])]
    empty = join_lines(everything, frozenset(starts[:-1]))
    for sheet, start, end in zip(sheets, starts, starts[1:], strict=False):
        places = {index - start for index in empty[bisect_left(empty, start) : bisect_left(empty, end)]}
        yield without_lines(sheet, places) if places else sheet


@lru_cache(maxsize=256)
def _rounded(size: float) -> float:
    """A type size, of which a document has few, to a tenth of a point."""
    return round(size, 1)


def _page(number: int, lines: Sequence[TextLine]) -> Page:
    text = PageText()
    tables: dict[int, list[tuple[Cell, ...]]] = {}
    start = 0
    for index, row in [(index, line.row) for index, line in enumerate(lines) if line.row is not None]:
        _add_lines(text, lines[start:index])
        start, line = index + 1, lines[index]
        look = Line(0, 0, "", (), line.bold, _rounded(line.size), line.box)
        cells = text.add([part.text for part in line.parts], look)
        tables.setdefault(row[0], []).append(tuple(cells))
    _add_lines(text, lines[start:])
    return text.page(number, [Table(tuple(rows)) for rows in tables.values()])


def _add_lines(text: PageText, lines: Sequence[TextLine]) -> None:
    if lines:
        sizes = map(_rounded, [line.size for line in lines])
        text.lines(
            [line.text for line in lines], [line.bold for line in lines], sizes, [line.box for line in lines]
        )


def _info(pdf: Pdf) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, name in _INFO.items():
        if text := " ".join(pdf.meta(key).split()):
            found[name] = text[:500]
    if language := pdf.language()[:20].strip():
        found["lang"] = language
    return found
