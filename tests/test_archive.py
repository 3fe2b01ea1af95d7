"""The archive gives back what it was given, and survives what kills a process."""

from __future__ import annotations

import datetime as dt
import errno
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from corpus.archive import Archive, ArchiveError, ArchiveRef

NOW = dt.datetime(2031, 5, 6, 12, 30, tzinfo=dt.UTC)


def put(archive: Archive, data: bytes, uri: str = "file:///a.txt") -> ArchiveRef:
    return archive.append(uri, data, "text/plain", NOW)


def file_of(archive: Archive) -> Path:
    (name,) = archive.files()
    return archive.folder / name


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_any_bytes_come_back(datas: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        refs = [put(archive, data) for data in datas]
        assert [archive.read(ref) for ref in refs] == datas
        assert [record.data for record in Archive(Path(folder)).records()] == datas


def test_other_tools_can_read_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    ref = put(archive, "pöytäkirja".encode(), "file:///minutes/a%20b.txt")
    with file_of(archive).open("rb") as file:
        info, record = ArchiveIterator(file, check_digests="raise")
        headers = record.rec_headers
        assert (info.rec_type, record.rec_type, headers.protocol) == ("warcinfo", "resource", "WARC/1.1")
        assert headers.get_header("WARC-Target-URI") == "file:///minutes/a%20b.txt"
        assert headers.get_header("WARC-Date") == "2031-05-06T12:30:00.000000Z"
        assert headers.get_header("Content-Type") == "text/plain"
        assert headers.get_header("WARC-Payload-Digest").startswith("sha256:")
    read = archive.read_record(ref)
    assert (read.uri, read.media_type, read.ref) == ("file:///minutes/a%20b.txt", "text/plain", ref)


def test_what_was_written_is_never_rewritten(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    put(archive, b"one")
    before = file_of(archive).read_bytes()
    put(archive, b"two")
    assert file_of(archive).read_bytes().startswith(before)


@pytest.mark.parametrize("cut", [1, 5, 40, -1, -9])
def test_a_torn_end_is_cut_back(tmp_path: Path, cut: int) -> None:
    archive = Archive(tmp_path)
    refs = [put(archive, bytes([number]) * 3000) for number in range(4)]
    path = file_of(archive)
    content = path.read_bytes()
    torn = content[refs[3].offset :][:cut]
    path.write_bytes(content[: refs[3].offset] + torn)
    again = Archive(tmp_path)
    assert len(list(again.records())) == 3
    after = put(again, b"after")
    assert after.offset == refs[3].offset
    assert [again.read(ref) for ref in refs[:3]] == [bytes([number]) * 3000 for number in range(3)]
    assert again.read(after) == b"after"


def test_a_file_torn_in_its_first_record_is_begun_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    put(archive, b"one")
    path = file_of(archive)
    path.write_bytes(path.read_bytes()[:30])
    ref = put(Archive(tmp_path), b"two")
    assert Archive(tmp_path).read(ref) == b"two"
    with path.open("rb") as file:
        assert [record.rec_type for record in ArchiveIterator(file)] == ["warcinfo", "resource"]


def test_whole_records_no_database_knows_are_kept(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    known = put(archive, b"known")
    put(archive, b"stored, but the process was killed before its row")
    after = put(Archive(tmp_path, known), b"after")
    assert len(list(archive.records())) == 3
    assert archive.read(after) == b"after"


def test_damage_within_a_file_is_left_alone_and_a_new_file_begun(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    refs = [put(archive, bytes([number]) * 3000) for number in range(3)]
    path = file_of(archive)
    content = bytearray(path.read_bytes())
    content[refs[1].offset : refs[1].offset + 20] = bytes(20)
    path.write_bytes(content)
    again = Archive(tmp_path)
    after = put(again, b"after")
    assert path.read_bytes() == bytes(content)
    assert after.file != refs[0].file
    assert (again.read(refs[2]), again.read(after)) == (bytes([2]) * 3000, b"after")


def test_a_new_file_when_one_is_full(tmp_path: Path) -> None:
    archive = Archive(tmp_path, rotate_at=600)
    refs = [put(archive, bytes([number])) for number in range(6)]
    assert len({ref.file for ref in refs}) == len(archive.files()) > 1
    assert [archive.read(ref)[0] for ref in refs] == list(range(6))


def test_a_failed_write_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path)
    first = put(archive, b"one")
    before = file_of(archive).read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("corpus.archive.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        put(archive, b"two" * 1000)
    assert file_of(archive).read_bytes() == before
    monkeypatch.undo()
    second = put(archive, b"two")
    assert (archive.read(first), archive.read(second)) == (b"one", b"two")


def test_changed_bytes_are_noticed(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    ref = put(archive, b"the decision")
    path = file_of(archive)
    content = bytearray(path.read_bytes())
    content[ref.offset + ref.length // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"damaged: .*restore"):
        archive.read(ref)


@pytest.mark.parametrize(
    ("case", "ref", "message"),
    [
        ("no such file", ArchiveRef("pykala-00009.warc.gz", 0, 10), "missing"),
        ("beyond the end", ArchiveRef("pykala-00001.warc.gz", 10_000, 10), "damaged"),
        ("not the record's start", ArchiveRef("pykala-00001.warc.gz", 3, 10), "damaged"),
        ("the warcinfo record", ArchiveRef("pykala-00001.warc.gz", 0, 10), "damaged"),
        ("a path", ArchiveRef("../corpus.db", 0, 10), "not an archive file's name"),
    ],
)
def test_a_wrong_reference(tmp_path: Path, case: str, ref: ArchiveRef, message: str) -> None:
    archive = Archive(tmp_path / "archive")
    put(archive, b"one")
    with pytest.raises(ArchiveError, match=message):
        archive.read(ref)


def test_an_address_cannot_forge_headers(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="control characters"):
        put(Archive(tmp_path), b"one", "file:///a\r\nWARC-Type: response")
