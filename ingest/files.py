"""Files and folders into a library, one document at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.database import Library, Stored
from corpus.records import Reading
from ingest.document import ReadError
from ingest.pipeline import READER_VERSION, read_bytes
from ingest.readers import Kind, load, sniff

SUFFIXES = frozenset({".pdf", ".html", ".htm", ".xhtml", ".txt", ".text", ".md", ".markdown", ""})
"""Names taken up when a folder is walked. A file named outright is tried whatever its name."""


class Result(StrEnum):
    """What came of a file."""

    NEW = "new"
    AMENDED = "amended"
    REREAD = "reread"
    DUPLICATE = "duplicate"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True)
class FileResult:
    """What came of a file; ``items`` were read from it.

    ``reason`` tells in a line why it failed or was skipped, or what its reader had to overlook.
    """

    path: Path
    result: Result
    items: int = 0
    reason: str | None = None


@dataclass(frozen=True)
class Found:
    """A file to be read, or one in a folder whose name is of no known kind."""

    path: Path
    known: bool = True


def find_files(paths: Iterable[Path]) -> Iterator[Found]:
    """Each file once: those named, and those in the folders named, in order of their names.

    Hidden files and folders in a folder are passed over without a word.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _walk(path) if path.is_dir() else [Found(path)]:
            whole = found.path.resolve()
            if whole not in seen:
                seen.add(whole)
                yield found


def ingest_file(library: Library, found: Found) -> FileResult:
    """Read a file into the library, unless the library holds just these bytes as this reader reads them.

    A file that cannot be read is remembered as a failure. Raises LibraryError.
    """
    path = found.path
    if not found.known:
        reason = "not taken up from a folder because of its name; name the file itself to try it"
        return FileResult(path, Result.SKIPPED, reason=reason)
    uri = path.resolve().as_uri()
    digest: str | None = None
    try:
        data = load(path)
        digest = hashlib.sha256(data).hexdigest()
        held = library.document_at(uri)
        if held is not None and held.sha256 == digest and held.reader == _reader_of(data, path.name):
            return FileResult(path, Result.UNCHANGED)
        reading = read_or_say(data, path.name, uri)
    except ReadError as error:
        reason = with_path(str(error), path)
        library.record_failure(uri, digest, reason)
        return FileResult(path, Result.FAILED, reason=reason)
    stored = library.store(reading, data)
    items = 0 if stored is Stored.UNCHANGED else len(reading.items)
    return FileResult(path, Result(stored.value), items, reading.document.note)


def read_or_say(data: bytes, name: str, uri: str) -> Reading:
    """As ``ingest.pipeline.read_bytes``, but a defect of our own costs one document, not the run.

    Raises ReadError only.
    """
    try:
        return read_bytes(data, name, uri)
    except ReadError:
        raise
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise ReadError(f"{name}: the program failed on it ({reason}); please report the file") from error


def with_path(reason: str, path: Path) -> str:
    """A reader's complaint with the file's whole path: readers know its name only."""
    return f"{path}{reason.removeprefix(path.name)}" if reason.startswith(f"{path.name}:") else reason


def _reader_of(data: bytes, name: str) -> str:
    """What ``Document.reader`` would say if these bytes were read now, without reading them."""
    match sniff(data, name):
        case Kind.PDF:
            from ingest.readers.pdf import READER
        case Kind.HTML:
            from ingest.readers.html import READER
        case Kind.TEXT:
            from ingest.readers.text import READER
    return f"{READER}+{READER_VERSION}"


def _walk(folder: Path) -> Iterator[Found]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield Found(folder)  # reading it says why it cannot be
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():  # a link may lead back up
                yield from _walk(entry)
        else:
            yield Found(entry, entry.suffix.lower() in SUFFIXES)
