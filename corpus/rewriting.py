"""An archive file made anew without some of its records, beside the old one.

What the caller knows of (file, offset, length) is copied as it is; only what stands between is opened, to see
whose it is: requests, and answers that a killed process left without a row.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from corpus.archive import ArchiveError

UNFINISHED = ".new"
"""What a file's name ends with until it takes the old one's place."""

_CHUNK = 1 << 16
_HEAD = 1 << 16  # more than the headers of any record


@dataclass(frozen=True)
class Found:
    """A record and whose it is: ``uri`` is empty for one whose place the caller knew, and for the file's own
    head."""

    offset: int
    length: int
    uri: str


def walk(path: Path, known: Mapping[int, int]) -> Iterator[Found]:
    """A file's records in order; ``known`` are lengths by offset. An unfinished one at the end is left out.

    Raises ArchiveError where the file is damaged, or ends before a record that must be there.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        offset = 0
        while offset < size:
            if offset in known:
                if offset + known[offset] > size:
                    break
                yield Found(offset, known[offset], "")
                offset += known[offset]
                continue
            member = _member(file, offset)
            if member is None:
                break
            length, uri = member
            yield Found(offset, length, uri)
            offset += length
    if any(start >= offset for start in known):
        raise ArchiveError(f"the archive is damaged: {path} at byte {offset}: see `pykala verify --archive`")


def rewrite(path: Path, target: Path, known: Mapping[int, int], drop: Collection[int]) -> dict[int, int]:
    """Copy a file's records, but for those at some offsets, and sync the copy.

    The new offset of every record that was kept, by its old one. Raises ArchiveError, OSError.
    """
    moved: dict[int, int] = {}
    with path.open("rb") as source, target.open("wb") as copy:
        for record in walk(path, known):
            if record.offset not in drop:
                moved[record.offset] = copy.tell()
                _copy(source, copy, record.offset, record.length)
        copy.flush()
        os.fsync(copy.fileno())
    return moved


def next_name(name: str, taken: Collection[str]) -> str:
    """The name of a file's next making: ``pykala-00001.warc.gz``, then ``pykala-00001.x1.warc.gz`` …"""
    stem, _, made = name.removesuffix(".warc.gz").partition(".x")
    number = int(made) if made.isdecimal() else 0
    while True:
        number += 1
        found = f"{stem}.x{number}.warc.gz"
        if found not in taken:
            return found


def _copy(source: IO[bytes], target: IO[bytes], start: int, length: int) -> None:
    source.seek(start)
    while length:
        data = source.read(min(length, _CHUNK))
        if not data:
            raise ArchiveError(f"the archive became shorter while it was read: {source.name}: run again")
        target.write(data)
        length -= len(data)


def _member(file: IO[bytes], start: int) -> tuple[int, str] | None:
    """The length of the gzip member at an offset, and the address its record speaks of; None: not whole."""
    file.seek(start)
    unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
    head, read, chunk = b"", 0, b""
    while not unpacker.eof:
        chunk = unpacker.unconsumed_tail or file.read(_CHUNK)
        if not chunk:
            return None
        if not unpacker.unconsumed_tail:
            read += len(chunk)
        try:
            plain = unpacker.decompress(chunk, _HEAD)
        except zlib.error:
            return None
        if len(head) < _HEAD:
            head += plain
    return read - len(unpacker.unused_data), _address(head)


def _address(head: bytes) -> str:
    for line in head.partition(b"\r\n\r\n")[0].split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"warc-target-uri":
            return value.strip().decode("utf-8", "replace").strip("<>")
    return ""
