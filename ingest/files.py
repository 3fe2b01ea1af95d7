"""Files and folders into a library: what is worth reading is read side by side, each in a process of its own.

spaCy is for those processes: nothing here may import it before it has to.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.database import Library
from corpus.overrides import OverrideError
from corpus.records import Reading
from ingest.document import ReadError
from ingest.isolation import Job, Limits, Outcome, ProgramError, read_all
from ingest.model import reader_with
from ingest.readers import load, reader_of
from ingest.retry import Before, worth_reading
from ingest.version import reader_mark

SUFFIXES = frozenset(
    {".pdf", ".html", ".htm", ".xhtml", ".txt", ".text", ".md", ".markdown", ""}
    | {".docx", ".docm", ".doc", ".rtf"}
)
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


@dataclass(frozen=True)
class _Due:
    """A file that is being read; ``again``: by the reader that has read these bytes before."""

    path: Path
    job: Job
    data: bytes
    sha256: str
    reader: str
    again: bool


def find_files(paths: Iterable[Path]) -> Iterator[Found]:
    """Each file once: those named, and those in the folders named, in order of their names.

    Hidden files and folders in a folder are passed over without a word.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _walk(path) if path.is_dir() else [Found(path)]:
            true = true_path(found.path)
            if true not in seen:
                seen.add(true)
                yield found


def true_path(path: Path) -> Path:
    """The path without links; unlike ``Path.resolve``, also of links that lead in a circle."""
    return Path(os.path.realpath(path))


def ingest_files(
    library: Library,
    files: Iterable[Found],
    tell: Callable[[FileResult], None],
    *,
    workers: int | None = None,
    retry: bool = False,
    limits: Limits | None = None,
    model: str | None = None,
) -> None:
    """Read files into the library; ``tell`` hears what came of each, as it comes, once it is safely stored.

    What the library holds as this reader reads it is not read again; nor is what this reader has failed on,
    but with ``retry``. A file that cannot be read is remembered as a failure. ``workers`` as for
    ``ingest.isolation.read_all``; ``model`` helps to find people (``ingest.model``). An exception (Ctrl-C)
    costs what is not told yet, and only that. Raises LibraryError, and WorkersError when no worker can be
    started.
    """
    due: dict[str, _Due] = {}

    def jobs() -> Iterator[Job]:
        for found in files:
            seen = _looked_at(library, found, retry, model)
            if isinstance(seen, FileResult):
                tell(seen)
            else:
                due[seen.job.uri] = seen
                yield seen.job

    with closing(read_all(jobs(), workers, limits, read=reader_with(model))) as outcomes:
        for outcome in outcomes:
            tell(_stored(library, due.pop(outcome.job.uri), outcome))


def ingest_file(library: Library, found: Found, *, retry: bool = False) -> FileResult:
    """As ``ingest_files``, for one file in this process and without limits. Raises LibraryError."""
    results: list[FileResult] = []
    ingest_files(library, [found], results.append, workers=0, retry=retry)
    return results[0]


def read_or_say(data: bytes, name: str, uri: str) -> Reading:
    """As ``ingest.pipeline.read_bytes``, but a defect of our own costs one document, not the run.

    Raises ReadError only.
    """
    from ingest.pipeline import read_bytes

    try:
        return read_bytes(data, name, uri)
    except ReadError:
        raise
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise ReadError(f"{name}: the program failed on it ({reason}); please report the file") from error


def with_path(reason: str, path: Path) -> str:
    """A reader's complaint with the file's whole path: readers know its name only."""
    name = printable(path.name)
    if reason.startswith(f"{name}:"):
        reason = f"{path}{reason.removeprefix(name)}"
    return printable(reason)


def printable(path: str | Path) -> str:
    """A path that can be printed and stored: names in another encoding (old disks, zip files) have ``?``."""
    return str(path).encode("utf-8", "replace").decode()


def _looked_at(library: Library, found: Found, retry: bool, model: str | None) -> FileResult | _Due:
    """What has come of the file without reading it, or what it takes to read it."""
    path = found.path
    if not found.known:
        reason = "not taken up from a folder because of its name; name the file itself to try it"
        return FileResult(path, Result.SKIPPED, reason=reason)
    uri, name = true_path(path).as_uri(), printable(path.name)
    digest: str | None = None
    try:
        data = load(path)
        digest = hashlib.sha256(data).hexdigest()
        reader = reader_mark(reader_of(data, name), model)
    except ReadError as error:
        return _failed(library, path, uri, digest, None, str(error))
    again = False
    if (failure := library.failure_at(uri)) is not None:
        before = Before(failure.sha256, failure.reader, failure.reason)
        if not retry and not worth_reading(digest, reader, before):
            reason = f"{failure.reason} (as before; --retry tries it again)"
            return FileResult(path, Result.FAILED, reason=reason)
    elif (held := library.document_at(uri)) is not None:
        if not worth_reading(digest, reader, Before(held.sha256, held.reader, held.note)):
            return FileResult(path, Result.UNCHANGED)
        again = (held.sha256, held.reader) == (digest, reader)
    return _Due(path, Job(name, uri, data), data, digest, reader, again)


def _stored(library: Library, due: _Due, outcome: Outcome) -> FileResult:
    reading = outcome.reading
    reason = str(outcome.error)
    if reading is not None:
        document = reading.document
        if (document.uri, document.sha256) == (due.job.uri, due.sha256):
            try:
                stored = library.store(reading, due.data, again=due.again)
            except OverrideError as error:
                reason = f"{due.job.name}: a pinned value does not fit what is read now ({error})"
            else:
                items = 0 if stored.value == Result.UNCHANGED else len(reading.items)
                return FileResult(due.path, Result(stored.value), items, document.note)
        else:  # only a worker that is no longer ours could answer so
            reason = f"{due.job.name}: the reader gave another document's records; please report the file"
    # What is not the document's fault is tried again, whatever reads it.
    reader = None if isinstance(outcome.error, ProgramError) else due.reader
    return _failed(library, due.path, due.job.uri, due.sha256, reader, reason)


def _failed(
    library: Library, path: Path, uri: str, digest: str | None, reader: str | None, reason: str
) -> FileResult:
    reason = with_path(reason, path)
    library.record_failure(uri, digest, reason, reader)
    return FileResult(path, Result.FAILED, reason=reason)


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
