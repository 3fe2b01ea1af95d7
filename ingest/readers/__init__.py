"""Bytes to text: one reader a media type, all giving a ReadDocument.

``read(load(path), path.name)`` is all a caller needs. Only ReadError comes out, whatever the bytes are.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath

from ingest.document import ReadDocument, ReadError
from ingest.readers.limits import MAX_BYTES
from ingest.readers.sniff import Kind, sniff

__all__ = ["Kind", "load", "read", "reader_of", "sniff"]

_SUFFIXES = {
    Kind.PDF: {".pdf"},
    Kind.HTML: {".htm", ".html", ".xhtml", ".shtml"},
    Kind.TEXT: {".txt", ".md", ".markdown", ".text"},
    Kind.DOCX: {".docx", ".docm", ".dotx"},
    Kind.DOC: {".doc", ".dot", ".rtf"},
}
_SPOKEN = {
    Kind.PDF: "PDF",
    Kind.HTML: "HTML",
    Kind.TEXT: "plain text",
    Kind.DOCX: "Word (.docx)",
    Kind.DOC: "old Word (.doc)",
}


def load(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The file's bytes. Raises ReadError if it is missing, no file, unreadable, empty or over ``limit``."""
    try:
        if not path.exists():
            raise ReadError(f"{path}: no such file; check the path")
        if not path.is_file():  # a pipe or a device would never end
            raise ReadError(f"{path}: not a file; give a file, or a folder to the commands that take one")
        size = path.stat().st_size
        if size > limit:
            raise ReadError(f"{path}: {size >> 20} MB, more than the limit of {limit >> 20} MB; split it")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise ReadError(
            f"{path}: cannot be read ({error.strerror or error}); check its permissions"
        ) from error
    except ValueError as error:  # a zero byte in the path
        raise ReadError(f"{path!r}: not a path ({error})") from error
    if len(data) > limit:
        raise ReadError(f"{path}: more than the limit of {limit >> 20} MB; split it")
    if not data:
        raise ReadError(f"{path}: the file is empty; fetch or copy it again")
    return data


def read(data: bytes, name: str) -> ReadDocument:
    """Reads ``data`` with the reader its bytes ask for; ``name`` is a hint and stands in messages and notes.

    Raises ReadError, and nothing else but MemoryError, when the bytes cannot be read.
    """
    try:
        if len(data) > MAX_BYTES:
            raise ReadError(
                f"{name}: {len(data) >> 20} MB, more than the limit of {MAX_BYTES >> 20} MB; split it"
            )
        kind = sniff(data, name)
        document = _read(kind, data, name)
    except ReadError:
        raise
    except (MemoryError, KeyboardInterrupt):
        raise
    except RecursionError as error:
        raise ReadError(f"{name}: nested too deeply to be a document; check where it came from") from error
    except Exception as error:  # the parsers' own defects must cost this file only
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        raise ReadError(f"{name}: the reader failed ({reason}); please report the file") from error
    return _with_name_note(document, kind, name)


def _read(kind: Kind, data: bytes, name: str) -> ReadDocument:
    # The readers' libraries take long to import: only what this file needs is loaded.
    if kind is Kind.PDF:
        from ingest.readers.pdf import read_pdf

        return read_pdf(data, name)
    if kind is Kind.HTML:
        from ingest.readers.html import read_html

        return read_html(data, name)
    if kind is Kind.DOCX:
        from ingest.readers.word import read_docx

        return read_docx(data, name)
    if kind is Kind.DOC:
        from ingest.readers.word import read_doc

        return read_doc(data, name)
    from ingest.readers.text import read_text

    return read_text(data, name)


def reader_of(data: bytes, name: str) -> str:
    """What ``ReadDocument.reader`` would say if these bytes were read now, without reading them.

    Raises ReadError for what no reader is for.
    """
    kind = sniff(data, name)
    if kind is Kind.PDF:
        from ingest.readers.pdf import READER as PDF_READER

        return PDF_READER
    if kind is Kind.HTML:
        from ingest.readers.html import READER as HTML_READER

        return HTML_READER
    if kind is Kind.DOCX:
        from ingest.readers.word import READER as DOCX_READER

        return DOCX_READER
    if kind is Kind.DOC:
        from ingest.readers.word import doc_reader

        return doc_reader()
    from ingest.readers.text import READER as TEXT_READER

    return TEXT_READER


def _with_name_note(document: ReadDocument, kind: Kind, name: str) -> ReadDocument:
    """Says so when the name promises another kind: a server's error page saved as .pdf, say."""
    suffix = PurePath(name).suffix.lower()
    promised = next((other for other, suffixes in _SUFFIXES.items() if suffix in suffixes), kind)
    if promised is kind:
        return document
    note = f"named {suffix} but is {_SPOKEN[kind]}"
    return replace(document, note=f"{note}; {document.note}" if document.note else note)
