"""Bytes to text: one reader a media type, all giving a ReadDocument.

``read(load(path), path.name)`` is all a caller needs. Only ReadError comes out, whatever the bytes are.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath

from ingest.document import ReadDocument, ReadError
from ingest.readers.limits import MAX_BYTES
from ingest.readers.sniff import Kind, sniff

__all__ = ["Kind", "load", "read", "sniff"]

_SUFFIXES = {
    Kind.PDF: {".pdf"},
    Kind.HTML: {".htm", ".html", ".xhtml", ".shtml"},
    Kind.TEXT: {".txt", ".md", ".markdown", ".text"},
}
_SPOKEN = {Kind.PDF: "PDF", Kind.HTML: "HTML", Kind.TEXT: "plain text"}


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
    from ingest.readers.text import read_text

    return read_text(data, name)


def _with_name_note(document: ReadDocument, kind: Kind, name: str) -> ReadDocument:
    """Says so when the name promises another kind: a server's error page saved as .pdf, say."""
    suffix = PurePath(name).suffix.lower()
    promised = next((other for other, suffixes in _SUFFIXES.items() if suffix in suffixes), kind)
    if promised is kind:
        return document
    note = f"named {suffix} but is {_SPOKEN[kind]}"
    return replace(document, note=f"{note}; {document.note}" if document.note else note)
