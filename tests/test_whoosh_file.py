"""Mapped files of a Whoosh index: read like any file, and not copied when opened."""

from __future__ import annotations

import io
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.whoosh_file import MappedFile, MappedStorage

_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("read"), st.integers(-1, 300)),
        st.tuples(st.just("readline"), st.none()),
        st.tuples(st.just("seek"), st.integers(0, 400)),
        st.tuples(st.just("back"), st.integers(0, 50)),
    ),
    max_size=12,
)


@given(st.lists(st.binary(max_size=90)).map(b"\n".join), _STEPS)
def test_reads_like_a_file(data: bytes, steps: list[tuple[str, int | None]]) -> None:
    mapped, file = MappedFile(memoryview(data)), io.BytesIO(data)
    for step, number in steps:
        match step:
            case "read":
                assert mapped.read(number) == file.read(number)
            case "readline":
                assert mapped.readline() == file.readline()
            case "seek":
                mapped.seek(number)
                file.seek(number or 0)
            case "back":
                mapped.seek(-(number or 0), 2)
                file.seek(-min(number or 0, len(data)), 2)
        assert mapped.tell() == file.tell()


def test_numbers_and_pickles_at_places(tmp_path: Path) -> None:
    storage = MappedStorage(str(tmp_path))
    held = {"a": list(range(400)), "long": "x" * 5_000}
    (tmp_path / "one.seg").write_bytes(
        b"....\x00\x00\x00\x07" + pickle.dumps(held, 0) + pickle.dumps(held, -1)
    )
    file = storage.open_file("one.seg")
    assert file.get_int(4) == 7
    file.seek(8)
    assert [file.read_pickle(), file.read_pickle()] == [held, held]
    assert file.read() == b""


def test_a_part_has_positions_of_its_own_and_nothing_is_copied(tmp_path: Path) -> None:
    (tmp_path / "one.seg").write_bytes(bytes(range(200)))
    file = MappedStorage(str(tmp_path)).open_file("one.seg")
    part = file.subset(50, 100)
    assert part.subset(10, 5).read() == bytes(range(60, 65))
    assert (part.read(2), file.tell()) == (b"\x32\x33", 0)
    assert part._buf.obj is file._buf.obj
    file.close()
    assert part.get(98, 10) == bytes([148, 149])


def test_other_files_are_not_mapped(tmp_path: Path) -> None:
    (tmp_path / "one.toc").write_bytes(b"text")
    with MappedStorage(str(tmp_path)).open_file("one.toc") as file:
        assert not isinstance(file, MappedFile)
        assert file.read() == b"text"


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        MappedStorage(str(tmp_path)).open_file("none.seg")
