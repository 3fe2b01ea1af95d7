"""PDF through pdfplumber: lines with place, size and weight; ruled tables; heads and feet taken out.

The text is ours to define. A line of the page is a line of the text; wide gaps in it and borders of table
cells are tabs. A word broken at a line's end stands whole on the first line. Lines that repeat at the head
of the pages stand where they occur first, feet and page numbers nowhere (``metadata`` has both).
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page as PlumberPage

from ingest.document import Cell, Line, Page, ReadDocument, ReadError, Table
from ingest.readers.hyphens import join_lines, known_words
from ingest.readers.limits import MAX_PDF_PAGES, MAX_PDF_TEXT
from ingest.readers.page_text import PageText
from ingest.readers.pdf_lines import TextLine, page_lines
from ingest.readers.pdf_words import raw_page
from ingest.readers.running import SheetLines, without_running

READER = "pdfplumber/1"
_END = re.compile(rb"%%EOF|startxref")
_INFO = {
    "Title": "title",
    "Subject": "subject",
    "Creator": "creator",
    "Producer": "producer",
    "CreationDate": "created",
}
_ENCRYPTED = (PDFPasswordIncorrect, PDFEncryptionError, PDFTextExtractionNotAllowed)


def read_pdf(data: bytes, name: str, max_pages: int = MAX_PDF_PAGES) -> ReadDocument:
    """Reads a PDF; raises ReadError if it is encrypted, broken or has no pages.

    A PDF without text (scanned pages) gives its pages empty, with a note. So do single pages that cannot be
    read; ``metadata["lang"]`` is the language the file declares, which is often wrong and not ``language``.
    """
    with _quiet():
        try:
            pdf = pdfplumber.open(io.BytesIO(data))
        except MemoryError:
            raise
        except Exception as error:
            raise _cannot_open(error, name) from error
        sheets, notes = _sheets(pdf, name, max_pages)
        info = _info(pdf)
    notes += _text_notes(sheets)
    if not _END.search(data[-2048:]):
        notes.append("the file seems cut off: pages may be missing; fetch it again")
    clean = without_running([sheet.lines for sheet in sheets])
    info |= {"pages": str(len(sheets))}
    for key, lines in (("header", clean.header), ("footer", clean.footer)):
        if lines:
            info[key] = "\n".join(lines)
    return ReadDocument(
        media_type="application/pdf",
        reader=READER,
        pages=tuple(_pages(clean.pages)),
        title=info.pop("title", None),
        note="; ".join(notes) or None,
        metadata=info,
    )


@dataclass(frozen=True)
class _Sheet:
    """A page's lines, and what the notes need to know of the page; its words are not kept."""

    lines: SheetLines
    images: int = 0
    characters: int = 0
    unmapped: int = 0
    overfull: bool = False
    broken: bool = False


def _sheets(pdf: Any, name: str, max_pages: int) -> tuple[list[_Sheet], list[str]]:
    """The pages as far as they can be read, and notes on what is missing."""
    sheets: list[_Sheet] = []
    notes: list[str] = []
    characters = 0
    try:
        for number, page in enumerate(islice(PDFPage.create_pages(pdf.doc), max_pages + 1), 1):
            if number > max_pages or characters > MAX_PDF_TEXT:
                notes.append(f"only the first {number - 1} pages were read; split the file to read the rest")
                break
            sheets.append(_sheet(pdf, page, number))
            characters += sheets[-1].characters
    except MemoryError:
        raise
    except Exception as error:
        if not sheets:
            raise ReadError(f"{name}: broken PDF ({_reason(error)}); fetch it again") from error
        notes.append(f"the list of pages is broken after page {len(sheets)}; fetch the file again")
    if not sheets:
        raise ReadError(f"{name}: a PDF without pages, broken or cut off; fetch it again")
    broken = [sheet.lines.number for sheet in sheets if sheet.broken]
    if len(broken) == len(sheets):
        raise ReadError(f"{name}: broken PDF (no page can be read); fetch it again")
    if broken:
        notes.append(f"{_listed(broken)} cannot be read")
    return sheets, notes


def _sheet(pdf: Any, page: Any, number: int) -> _Sheet:
    plumber = None
    try:
        plumber = PlumberPage(pdf, page, page_number=number, initial_doctop=0)
        raw = raw_page(plumber)
        lines = SheetLines(number, raw.height, tuple(page_lines(raw)))
        return _Sheet(lines, raw.images, raw.characters, raw.unmapped, raw.overfull)
    except MemoryError:
        raise
    except Exception:
        return _Sheet(SheetLines(number, 0.0, ()), broken=True)
    finally:
        if plumber is not None:
            plumber.close()


def _text_notes(sheets: list[_Sheet]) -> list[str]:
    notes = []
    empty = [sheet for sheet in sheets if not (sheet.lines.lines or sheet.overfull or sheet.broken)]
    if len(empty) == len(sheets):
        notes.append("no text on any page: scanned pictures, and text recognition (OCR) is not installed")
    elif scanned := [sheet.lines.number for sheet in empty if sheet.images]:
        notes.append(
            f"no text on {_listed(scanned)}: scanned pictures, and text recognition is not installed"
        )
    if overfull := [sheet.lines.number for sheet in sheets if sheet.overfull]:
        notes.append(f"{_listed(overfull)} left out: too many characters for a page")
    characters, unmapped = sum(sheet.characters for sheet in sheets), sum(sheet.unmapped for sheet in sheets)
    if unmapped > 0.02 * characters:
        notes.append("some fonts do not say which characters they show: text is unreadable in places")
    return notes


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:8])) + (" …" if len(numbers) > 8 else "")
    return f"page {shown}" if len(numbers) == 1 else f"pages {shown}"


def _pages(sheets: tuple[SheetLines, ...]) -> Iterator[Page]:
    everything = [line for sheet in sheets for line in sheet.lines]
    starts, count = set(), 0
    for sheet in sheets:
        starts.add(count)
        count += len(sheet.lines)
    kept = set(map(id, join_lines(everything, known_words(everything), frozenset(starts))))
    for sheet in sheets:
        yield _page(sheet.number, [line for line in sheet.lines if id(line) in kept])


def _page(number: int, lines: list[TextLine]) -> Page:
    text = PageText()
    tables: dict[int, list[tuple[Cell, ...]]] = {}
    for line in lines:
        look = Line(0, 0, bold=line.bold, size=line.size, box=line.box)
        if line.row is None:
            text.add([line.text], look)
        else:
            tables.setdefault(line.row[0], []).append(
                tuple(text.add([part.text for part in line.parts], look))
            )
    return text.page(number, [Table(tuple(rows)) for rows in tables.values()])


def _info(pdf: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, name in _INFO.items():
        value = pdf.metadata.get(key)
        if isinstance(value, str) and (text := " ".join(value.split())):
            found[name] = text[:500]
    language = pdf.doc.catalog.get("Lang") if isinstance(pdf.doc.catalog, dict) else None
    if isinstance(language, bytes) and language[:20].decode("ascii", "ignore").isprintable():
        found["lang"] = language[:20].decode("ascii", "ignore")
    return found


def _cannot_open(error: Exception, name: str) -> ReadError:
    cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    if isinstance(cause, _ENCRYPTED):
        return ReadError(f"{name}: an encrypted PDF that needs a password; save a copy without one")
    return ReadError(f"{name}: broken PDF ({_reason(cause)}); fetch it again")


def _reason(error: BaseException) -> str:
    text = (str(error).splitlines() or [""])[0][:120]
    return text or type(error).__name__


@contextmanager
def _quiet() -> Iterator[None]:
    """pdfminer logs every oddity of a file; what matters is in the notes."""
    loggers = [logging.getLogger(name) for name in ("pdfminer", "pdfplumber")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
