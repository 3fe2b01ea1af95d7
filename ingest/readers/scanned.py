"""Pages that are pictures: their text through OCR, as pieces with places like any other page's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.readers.ocr import MAX_PIXELS, OcrLine, OcrWord, Recogniser
from ingest.readers.pdf_chars import Piece
from ingest.readers.pdf_sheet import RawPage
from ingest.readers.pdfium import PdfiumError, PdfPage

if TYPE_CHECKING:
    from PIL.Image import Image

_EM = 0.93  # type sizes from the top of a "d" to the foot of a "p"
_ALIKE = 1.25  # times the usual size: OCR sees the letters' ink, whose height depends on the words
_SPACE = 0.25  # times the type size


def recognised(raw: RawPage, page: PdfPage, recogniser: Recogniser) -> RawPage:
    """The page with the text of its pictures, if it has none of its own; else as it is.

    ``recogniser`` is the document's: what could not be done is in its notes. ``page`` must be open still.
    """
    if raw.pieces or raw.overfull or not raw.pictures:
        return raw
    try:
        found = recogniser.page(raw.number, (raw.width, raw.height), lambda dpi: _drawn(page, dpi))
    except PdfiumError:
        recogniser.unread.append(raw.number)
        return raw
    if found is None:
        return raw
    pieces = tuple(pieces_of(found.lines))
    return raw._replace(pieces=pieces, characters=sum(len(piece.text) for piece in pieces))


def pieces_of(lines: Sequence[OcrLine]) -> Iterator[Piece]:
    """A piece for each run of words between wide gaps (tabs in a line's text)."""
    sizes = [max(bottom - top for _, top, _, bottom in _boxes(line.words)) / _EM for line in lines]
    usual = sorted(sizes)[len(sizes) // 2] if sizes else 0.0
    at = 0
    for line, size in zip(lines, sizes, strict=True):
        if usual / _ALIKE < size < usual * _ALIKE:
            size = usual
        words = list(line.words)
        for text in line.text.split("\t"):
            count = text.count(" ") + 1
            run, words = words[:count], words[count:]
            boxes = _boxes(run)
            # On a page that lies askew the line's own box would reach into the next line's.
            middle = sum(top + bottom for _, top, _, bottom in boxes) / 2 / len(boxes)
            yield Piece(
                text,
                min(box[0] for box in boxes),
                middle - size / 2,
                max(box[2] for box in boxes),
                middle + size / 2,
                size,
                bold=False,
                first=at,
                last=at + len(text),
                space=min([after[0] - before[2] for before, after in pairwise(boxes)], default=_SPACE * size),
            )
            at += len(text) + 1


def _boxes(words: Sequence[OcrWord]) -> list[tuple[float, float, float, float]]:
    return [word.box for word in words]


def _drawn(page: PdfPage, dpi: float) -> Image:
    from PIL import Image

    picture = page.picture(dpi / 72, True, MAX_PIXELS)
    return Image.frombytes("L", (picture.width, picture.height), b"".join(picture.rows))
