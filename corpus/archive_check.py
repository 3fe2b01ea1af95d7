"""Is the archive whole: every record unbroken, every digest right, everything there that the database
speaks of?
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from corpus.archive import ArchiveRef, cut_torn_end, scan
from corpus.database import Library
from corpus.storing import archive_ref


@dataclass(frozen=True)
class ArchiveProblem:
    """What is wrong where: ``offset`` in bytes from the file's start. ``harmless``: nothing that was reported
    as stored is lost by it."""

    file: str
    offset: int
    problem: str
    harmless: bool = False


@dataclass(frozen=True)
class ArchiveCheck:
    """How many files, records and bytes there are, and what is wrong with them."""

    files: int
    records: int
    size: int
    problems: tuple[ArchiveProblem, ...]


def check_archive(library: Library, *, repair: bool = False) -> ArchiveCheck:
    """Read the whole archive. With ``repair`` an unfinished record at a file's end is cut off, if
    nothing stored stands in it. Raises LibraryError, OSError.
    """
    problems: list[ArchiveProblem] = []
    whole: set[ArchiveRef] = set()
    size = 0
    files = library.archive.files()
    spoken_of = set(_refs(library))
    for name in files:
        path = library.archive.folder / name
        size += path.stat().st_size
        found, wrong = _check_file(path, name)
        whole.update(found)
        problems.extend(wrong)
        last = max((ref.end for ref in found), default=0)
        beyond = any(ref.file == name and ref.end > last for ref in spoken_of)
        if repair and wrong and wrong[-1].harmless and not beyond and cut_torn_end(path, 0):
            problems[-1] = ArchiveProblem(name, last, "an unfinished record was cut off", harmless=True)
    for ref in sorted(spoken_of - whole, key=lambda ref: (ref.file, ref.offset)):
        what = "the database speaks of a record that is not whole there: restore the file from a backup"
        problems.append(ArchiveProblem(ref.file, ref.offset, what))
    return ArchiveCheck(len(files), len(whole), size, tuple(problems))


def _refs(library: Library) -> Iterator[ArchiveRef]:
    for table in ("documents", "visits"):
        for row in library.connection.execute(
            f"""SELECT DISTINCT archive_file, archive_offset, archive_length FROM {table}
            WHERE archive_file IS NOT NULL AND archive_file <> ''"""
        ):
            yield archive_ref(row)


def _check_file(path: Path, name: str) -> tuple[list[ArchiveRef], list[ArchiveProblem]]:
    whole: list[ArchiveRef] = []
    problems: list[ArchiveProblem] = []
    with path.open("rb") as file:
        ends, torn_or_clean = scan(file, 0)
        start = 0
        for end in ends:
            file.seek(start)
            problem = _problem(file.read(end - start))
            if problem:
                problems.append(ArchiveProblem(name, start, problem))
            else:
                whole.append(ArchiveRef(name, start, end - start))
            start = end
    rest = path.stat().st_size - start
    if rest and torn_or_clean:
        what = f"{rest:,} bytes of an unfinished record at the end; the next write cuts them off"
        problems.append(ArchiveProblem(name, start, what, harmless=True))
    elif rest:
        problems.append(ArchiveProblem(name, start, "what stands from here on is damaged"))
    return whole, problems


def _problem(packed: bytes) -> str | None:
    """What is wrong with a record in its gzip member."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        plain = zlib.decompress(packed, zlib.MAX_WBITS + 16)
        record = next(iter(ArchiveIterator(BytesIO(plain), no_record_parse=True)), None)
        block = bytes(record.raw_stream.read()) if record else b""
    except (ArchiveLoadFailed, zlib.error) as error:
        return f"no WARC record ({error})"
    if record is None:
        return "no WARC record"
    length = record.rec_headers.get_header("Content-Length")
    if str(len(block)) != length:
        return f"{len(block)} bytes, {length} were stored"
    algorithm, _, digest = str(record.rec_headers.get_header("WARC-Block-Digest") or "").partition(":")
    if algorithm == "sha256" and hashlib.sha256(block).hexdigest() != digest:
        return "its digest is wrong"
    return None
