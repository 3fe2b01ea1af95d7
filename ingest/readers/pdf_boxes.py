"""Where on a PDF's page the characters of its text stand: the way back from text to page.

Nothing of it is kept when a document is read: it is read again when somebody wants to look.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.document import ReadError
from ingest.readers.pdf import may_have_layers, read_lines
from ingest.readers.pdf_chars import Box, Characters, Piece, shown_with_places
from ingest.readers.pdf_lines import Part, TextLine
from ingest.readers.pdf_sheet import read_page
from ingest.readers.pdfium import Pdf, PdfiumError

_SAME_LINE = 0.5  # times the type size
_BLANKS = " \t"

_Place = tuple[Piece, int]
"""A piece and the place of one of its characters in the page's."""


def boxes(data: bytes, name: str, page: int, start: int, end: int) -> list[Box]:
    """The boxes of the characters ``start`` to ``end`` of the text of page ``page`` (from 1), one a line.

    ``data`` is the PDF, read anew as ``read_pdf`` reads it. A word that was broken at a line's end has a box
    on both lines; if the second is on the next page, on the first only. Raises ReadError as ``read_pdf`` does
    and if there is no such page or text.
    """
    read = read_lines(data, name, keep=page)
    sheet = next((sheet for sheet in read.sheets if sheet.number == page), None)
    if sheet is None:
        raise ReadError(f"{name}: has no page {page}; it has {len(read.sheets)}")
    places = list(_text_places(sheet.lines))
    if not 0 <= start < end <= len(places):
        raise ReadError(f"{name}: page {page} has no characters {start} to {end}; read it again")
    here = set(map(id, read.pieces))
    wanted = [place for place in places[start:end] if place is not None and id(place[0]) in here]
    try:
        with Pdf(data) as pdf, pdf.page(page - 1) as loaded:
            characters = read_page(loaded, page, may_have_layers(data))[1]
            return _by_line(characters, wanted)
    except PdfiumError as error:
        raise ReadError(f"{name}: page {page} cannot be read ({error})") from error


def _text_places(lines: Sequence[TextLine]) -> Iterator[_Place | None]:
    """For every character of the page's text where it comes from; None for blanks."""
    for number, line in enumerate(lines):
        if number:
            yield None
        text, places = "", list[_Place | None]()
        for count, part in enumerate(line.parts):
            if count:
                text += "\t"
                places.append(None)
            text += part.text
            places += _part_places(part)
        end = len(text.rstrip())
        # empty cells keep their tabs before a row, nothing does so before another line
        first = 0 if line.row is not None else len(text) - len(text.lstrip())
        yield from places[first:end]


def _part_places(part: Part) -> list[_Place | None]:
    drawn = [
        (character, piece, index)
        for piece, first, last in part.sources
        for index, character in enumerate(piece.text[first:last], first)
    ]
    places: list[_Place | None] = []
    at = 0
    for character in part.text:
        # what is drawn but not in the text are hyphens of broken words and blanks
        while at < len(drawn) and drawn[at][0] != character and character not in _BLANKS:
            at += 1
        if at == len(drawn) or character in _BLANKS:
            places.append(None)
            continue
        places.append((drawn[at][1], drawn[at][2]))
        at += 1
    return places


def _by_line(characters: Characters, places: Sequence[_Place]) -> list[Box]:
    found: list[Box] = []
    last: Piece | None = None
    for piece, index in places:
        x0, x1 = _across(characters, piece, index)
        if last is not None and abs(last.top - piece.top) < _SAME_LINE * piece.size:
            left, top, right, bottom = found[-1]
            found[-1] = (min(left, x0), min(top, piece.top), max(right, x1), max(bottom, piece.bottom))
        else:
            found.append((x0, piece.top, x1, piece.bottom))
        last = piece
    return [(round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)) for x0, top, x1, bottom in found]


def _across(characters: Characters, piece: Piece, index: int) -> tuple[float, float]:
    """Where a character of a piece begins and ends across the page."""
    raw = characters.text[piece.first : piece.last]
    places = shown_with_places(raw)[1] if len(raw) != len(piece.text) else range(len(raw))
    if not raw or not piece.upright or index >= len(places):
        # recognised from a picture, or turned: reckoned from the number of characters
        each = (piece.x1 - piece.x0) / max(1, len(piece.text))
        return piece.x0 + index * each, piece.x0 + (index + 1) * each
    box = characters.box(piece.first + places[index])
    return box[0], box[2]
