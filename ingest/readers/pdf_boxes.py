"""Where on a PDF's page the characters of its text stand: the way back from text to page.

Nothing of it is kept when a document is read: it is read again when somebody wants to look.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.document import ReadError
from ingest.readers.limits import MAX_PDF_PAGES
from ingest.readers.page_text import PageText
from ingest.readers.pdf import may_have_layers, read_lines
from ingest.readers.pdf_chars import ASCENT, DESCENT, Box, Characters, Piece, shown_with_places
from ingest.readers.pdf_lines import Part, TextLine
from ingest.readers.pdf_sheet import read_page
from ingest.readers.pdfium import Pdf, PdfiumError

_SAME_LINE = 0.5  # times the type size
_NEXT = 3.0  # times the type size: from one character of a run to the next


def boxes(data: bytes, name: str, page: int, start: int, end: int) -> list[Box]:
    """The boxes of the characters ``start`` to ``end`` of the text of page ``page`` (from 1), one a line.

    ``data`` is the PDF, read as ``read_pdf`` reads it. A word that was broken at a line's end has a box on
    both lines; the second may be on the next page, and is then left out. Raises ReadError as ``read_pdf``
    does and if there is no such page or no such text on it.
    """
    read = read_lines(data, name, MAX_PDF_PAGES)
    sheet = next((sheet for sheet in read.sheets if sheet.number == page), None)
    if sheet is None:
        raise ReadError(f"{name}: has no page {page}; it has {len(read.sheets)}")
    places = list(_sources(sheet.lines))
    wanted = [place for place in places[start:end] if place is not None]
    if not 0 <= start < end <= len(places):
        raise ReadError(f"{name}: page {page} has no characters {start} to {end}; read it again")
    try:
        with Pdf(data) as pdf, pdf.page(page - 1) as loaded:
            characters = read_page(loaded, page, may_have_layers(data))[1]
            return _runs(characters, [(piece, at) for piece, at in wanted if piece.first + at < len(characters.text)])
    except PdfiumError as error:
        raise ReadError(f"{name}: page {page} cannot be read ({error})") from error


Place = tuple[Piece, int]
"""A piece and the index in its characters, counted from its first."""


def _sources(lines: tuple[TextLine, ...]) -> Iterator[Place | None]:
    """For every character of the page's text where it comes from; None for blanks and tabs."""
    for number, line in enumerate(lines):
        if number:
            yield None
        cells = [part.text for part in line.parts]
        ...


