"""Libraries that cannot be opened, or not be written: what they say, and that they stay as they were."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus import connection as connecting
from corpus.database import Library, LibraryDamaged, LibraryError, LibraryMissing, LibraryTooNew
from tests.readings import a_reading, an_item, ids


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as opened:
        yield opened


def test_no_library(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing, match=r"no library: .*pykala ingest"):
        Library.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_library_from_a_newer_version(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        library.connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    with pytest.raises(LibraryTooNew, match=r"format 99.*upgrade pykala"):
        Library.open(tmp_path)
    with pytest.raises(LibraryTooNew):
        Library.open(tmp_path, create=True)


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize(
    "content", [b"this is no database at all " * 100, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes, create: bool) -> None:
    (tmp_path / "corpus.db").write_bytes(content)
    with pytest.raises(LibraryDamaged):
        Library.open(tmp_path, create=create)
    assert (tmp_path / "corpus.db").read_bytes() == content


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "corpus.db")
    connection.execute("CREATE TABLE mine (x)")
    connection.close()
    before = (tmp_path / "corpus.db").read_bytes()
    with pytest.raises(LibraryDamaged, match="not a library"):
        Library.open(tmp_path, create=True)
    assert (tmp_path / "corpus.db").read_bytes() == before


def test_a_full_disk_is_one_clear_line(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(library.folder / "archive"))

    monkeypatch.setattr(library.archive, "append", full)
    with pytest.raises(LibraryError, match=r"the disk is full: .*archive: free some space"):
        library.store(a_reading(), b"one")
    assert ids(library) == []


def test_a_full_database_is_one_clear_line(library: Library) -> None:
    pages = library.connection.execute("PRAGMA page_count").fetchone()[0]
    library.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(LibraryError, match="the disk is full") as caught:
        library.store(a_reading(b"one", an_item(text="x" * 100_000)), b"one")
    assert "\n" not in str(caught.value)
    assert ids(library) == []


def test_a_read_only_library_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(tmp_path, create=True) as library:
        library.store(a_reading(), b"one")
    monkeypatch.setattr("corpus.connection.os.access", lambda *_: False)
    with Library.open(tmp_path) as library:
        assert ids(library) == [an_item().id]
        library.remember_words({"kunta": ["kunta"]}, "a")
        assert library.word_terms(["kunta"], "a") == {}
        with pytest.raises(LibraryError, match="may not be written"):
            library.store(a_reading(b"two"), b"two")


def test_a_read_only_library_with_a_log_left_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(tmp_path, create=True) as writer:
        writer.store(a_reading(), b"one")
        assert (tmp_path / "corpus.db-wal").stat().st_size > 0
        monkeypatch.setattr("corpus.connection.os.access", lambda *_: False)
        with Library.open(tmp_path) as library:
            assert ids(library) == [an_item().id]


def test_a_library_on_a_full_disk_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even the files that SQLite puts beside a database have room."""
    with Library.open(tmp_path, create=True) as library:
        library.store(a_reading(), b"one")
    check = connecting._check

    def no_room(*args: Any, read_only: bool, **options: Any) -> None:
        if not read_only:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
            raise error
        check(*args, read_only=read_only, **options)

    monkeypatch.setattr(connecting, "_check", no_room)
    with Library.open(tmp_path) as library:
        assert (ids(library), library.read_only) == ([an_item().id], True)
    with pytest.raises(LibraryError, match="the disk is full"):
        Library.open(tmp_path, create=True)
