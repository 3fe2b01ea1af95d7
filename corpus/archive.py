"""What was served, byte for byte: append-only WARC 1.1 files.

A file that was read is a ``resource`` record, an answer of a server a ``response`` record beside
its ``request``, each in a gzip member of its own, so that file, offset and length give it back
without reading what stands before it. Any WARC tool can read the files.

One writer at a time: a Library appends under its database's write lock. Reading needs no lock.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, FileIO
from pathlib import Path
from typing import IO

from corpus.encodings import EncodingError, decoded
from corpus.exchange import (
    Before,
    Exchange,
    member,
    new_record_id,
    request_record,
    response_record,
    split_http,
    stamp,
)

ROTATE_AT = 1_000_000_000
"""Bytes after which a new archive file is begun."""

_CHUNK = 1 << 20


class ArchiveError(Exception):
    """The archive does not give back what was stored. One line: what, where, what to do."""


@dataclass(frozen=True)
class ArchiveRef:
    """Where a record stands: the archive file's name, and bytes from its start."""

    file: str
    offset: int
    length: int

    @property
    def end(self) -> int:
        """Offset of the first byte after the record."""
        return self.offset + self.length


@dataclass(frozen=True)
class ArchivedFile:
    """An archived document as read back: of an answer, its body without any coding."""

    uri: str
    data: bytes
    media_type: str
    date: str
    ref: ArchiveRef


class Archive:
    """The archive in a folder, which is made at the first append.

    ``known`` is the last record the caller knows to be whole: what stands before it is not looked at
    again when the end of the archive is checked.
    """

    def __init__(self, folder: Path, known: ArchiveRef | None = None, *, rotate_at: int = ROTATE_AT) -> None:
        self.folder = folder
        self._rotate_at = rotate_at
        self._whole = (known.file, known.end) if known else ("", 0)

    def files(self) -> list[str]:
        """Names of the archive files, oldest first."""
        return sorted(path.name for path in self.folder.glob("*.warc.gz"))

    def append(self, uri: str, data: bytes, media_type: str, date: dt.datetime) -> ArchiveRef:
        """Store bytes under their address, and return once they are safely on the disk.

        Raises OSError when they cannot be (disk full, read-only); the archive is then as before.
        """
        return self._append([_resource(_checked(uri), data, media_type, date)])[0]

    def append_exchange(self, exchange: Exchange, before: Before | None = None) -> ArchiveRef:
        """Store an answer beside its request, and return where the answer stands once both are
        safely on the disk.

        With ``before`` a ``revisit`` record is written in place of the answer's body. Raises
        OSError as ``append``.
        """
        _checked(exchange.url)
        record_id = new_record_id()
        answer = response_record(exchange, record_id, before)
        return self._append([answer, request_record(exchange, record_id)])[0]

    def _append(self, records: list[bytes]) -> list[ArchiveRef]:
        name = self._file_to_write()
        with (self.folder / name).open("ab", buffering=0) as file:
            start = file.seek(0, os.SEEK_END)
            head = _warcinfo(name) if start == 0 else b""
            try:
                _write_all(file, head + b"".join(records))
                os.fsync(file.fileno())
            except BaseException:
                file.truncate(start)
                raise
        refs: list[ArchiveRef] = []
        place = start + len(head)
        for record in records:
            refs.append(ArchiveRef(name, place, len(record)))
            place += len(record)
        self._whole = (name, place)
        return refs

    def read(self, ref: ArchiveRef) -> bytes:
        """The bytes of a record. Raises ArchiveError when they are not what was stored."""
        return self.read_record(ref).data

    def read_record(self, ref: ArchiveRef) -> ArchivedFile:
        """A record with its address, media type and date. Raises ArchiveError as ``read``."""
        path = self.folder / ref.file
        where = f"{path} at byte {ref.offset}"
        if path.name != ref.file:
            raise ArchiveError(f"not an archive file's name: {ref.file}: the library's database is damaged")
        try:
            with path.open("rb") as file:
                file.seek(ref.offset)
                packed = file.read(ref.length)
        except FileNotFoundError:
            raise ArchiveError(f"an archive file is missing: {path}: restore it from a backup") from None
        except OSError as error:
            message = f"cannot read the archive: {path}: {error.strerror}; make the file readable"
            raise ArchiveError(message) from None
        record = _parse(packed, ref)
        if record is None:
            raise ArchiveError(f"an archived document is damaged: {where}: restore the file from a backup")
        return record

    def records(self) -> Iterator[ArchivedFile]:
        """All whole documents (resource and response records), oldest first; what is torn is passed over."""
        for name in self.files():
            with (self.folder / name).open("rb") as file:
                start = 0
                for end in scan(file, 0)[0]:
                    file.seek(start)
                    record = _parse(file.read(end - start), ArchiveRef(name, start, end - start))
                    start = end
                    if record:
                        yield record

    def _file_to_write(self) -> str:
        """The file to append to, its end being whole."""
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True)
        files = self.files()
        if not files:
            return self._new_file(1)
        name = files[-1]
        path = self.folder / name
        checked = self._whole[1] if self._whole[0] == name else 0
        if path.stat().st_size != checked and not cut_torn_end(path, checked):
            return self._new_file(_number(name) + 1)
        if path.stat().st_size >= self._rotate_at:
            return self._new_file(_number(name) + 1)
        return name

    def _new_file(self, number: int) -> str:
        name = f"pykala-{number:05}.warc.gz"
        (self.folder / name).touch(exist_ok=False)
        _sync_folder(self.folder)
        return name


def _number(name: str) -> int:
    digits = name.removesuffix(".warc.gz").rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0


def _warcinfo(name: str) -> bytes:
    from warcio.warcwriter import WARCWriter

    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record(name, {"software": "pykala", "format": "WARC 1.1"}))
    return buffer.getvalue()


def _checked(uri: str) -> str:
    if any(character < " " for character in uri):
        raise ValueError(f"control characters in an address: {uri!r}")
    return uri


def _resource(uri: str, data: bytes, media_type: str, date: dt.datetime) -> bytes:
    # The block of a resource record is its payload: one digest says both.
    digest = "sha256:" + hashlib.sha256(data).hexdigest()
    fields = {"WARC-Date": stamp(date), "WARC-Payload-Digest": digest}
    return member(uri, "resource", data, media_type, fields)


def _write_all(file: FileIO, data: bytes) -> None:
    """Write it all: an unbuffered file may take less than it is given."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _parse(packed: bytes, ref: ArchiveRef) -> ArchivedFile | None:
    """The document in a gzip member; None when it is a record of another kind or not whole."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        # A whole member first: warcio takes a torn one for plain text, and complains on stderr.
        plain = _unpack(packed)
        # HTTP heads are left in the block, for warcio would undo codings without end.
        record = next(iter(ArchiveIterator(BytesIO(plain), no_record_parse=True)), None) if plain else None
        if record is None or record.rec_type not in ("resource", "response"):
            return None
        data = bytes(record.raw_stream.read())
        headers = record.rec_headers
    except (ArchiveLoadFailed, zlib.error):
        return None
    media_type, encoding = str(headers.get_header("Content-Type")), ""
    if record.rec_type == "response":
        fields, data = split_http(data)
        media_type, encoding = fields.get("content-type", ""), fields.get("content-encoding", "")
    if headers.get_header("WARC-Payload-Digest") != "sha256:" + hashlib.sha256(data).hexdigest():
        return None
    try:
        data = decoded(data, encoding)
    except EncodingError:
        return None
    return ArchivedFile(
        uri=str(headers.get_header("WARC-Target-URI")),
        data=data,
        media_type=media_type,
        date=str(headers.get_header("WARC-Date")),
        ref=ref,
    )


def _unpack(packed: bytes) -> bytes | None:
    unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
    plain = unpacker.decompress(packed)
    return plain if unpacker.eof and not unpacker.unused_data else None


def scan(file: IO[bytes], start: int) -> tuple[list[int], bool]:
    """The ends of the whole gzip members from ``start`` on, and how the file goes on after them.

    True when nothing follows or a member's beginning, False when something else does.
    """
    file.seek(start)
    ends: list[int] = []
    position, chunk = start, b""
    while True:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        while not unpacker.eof:
            if not chunk:
                chunk = file.read(_CHUNK)
                position += len(chunk)
            if not chunk:
                return ends, True
            try:
                unpacker.decompress(chunk, _CHUNK)
            except zlib.error:
                return ends, False
            chunk = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        ends.append(position - len(chunk))


def cut_torn_end(path: Path, start: int) -> bool:
    """Cut off a record that a killed process left unfinished, looking from ``start`` on.

    False when there is damage of another sort: then nothing is cut, for whole records may follow it.
    """
    if start > path.stat().st_size:
        return False
    with path.open("r+b") as file:
        ends, torn_or_clean = scan(file, start)
        if torn_or_clean:
            file.truncate(ends[-1] if ends else start)
            os.fsync(file.fileno())
    return torn_or_clean


def _sync_folder(folder: Path) -> None:
    """Make a new file's name safe too, where the system lets a folder be synced."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
