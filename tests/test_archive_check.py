"""`pykala verify --archive`: what is whole, what is torn, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.archive_check import check_archive
from corpus.database import Library
from ingest.pipeline import read_bytes

TEXT = "Kuusirannan kunta\nKunnanhallitus 21.10.2024 § {}\nOtsikko\nPäätös\nHyväksyttiin.\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path, create=True) as library:
        for number in (1, 2, 3):
            data = TEXT.format(number).encode()
            library.store(read_bytes(data, f"{number}.txt", f"file:///{number}.txt"), data)
        yield library


def archive_of(library: Library) -> Path:
    (name,) = library.archive.files()
    return library.archive.folder / name


def test_a_whole_archive(library: Library) -> None:
    checked = check_archive(library)
    assert (checked.files, checked.records, checked.problems) == (1, 4, ())
    assert checked.size == archive_of(library).stat().st_size


def test_a_torn_tail_is_found_and_cut_back(library: Library) -> None:
    path = archive_of(library)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 3])
    (problem,) = check_archive(library).problems
    assert problem.harmless
    assert "unfinished record" in problem.problem
    check_archive(library, repair=True)
    assert not check_archive(library).problems
    assert path.read_bytes()[: len(whole)] == whole
    data = TEXT.format(9).encode()
    library.store(read_bytes(data, "9.txt", "file:///9.txt"), data)
    assert not check_archive(library).problems


def test_a_stored_record_that_is_torn_is_a_loss_and_never_cut(library: Library) -> None:
    path = archive_of(library)
    torn = path.read_bytes()[:-20]
    path.write_bytes(torn)
    problems = check_archive(library, repair=True).problems
    assert [problem.harmless for problem in problems] == [True, False]
    assert "restore" in problems[-1].problem
    assert path.read_bytes() == torn


def test_a_changed_byte_is_found(library: Library) -> None:
    path = archive_of(library)
    place = list(library.documents())[1].archived.offset + 60
    data = bytearray(path.read_bytes())
    data[place] ^= 0xFF
    path.write_bytes(data)
    assert any(not problem.harmless for problem in check_archive(library).problems)


def test_a_missing_file_is_found(library: Library) -> None:
    archive_of(library).unlink()
    checked = check_archive(library)
    assert len(checked.problems) == 3
    assert not any(problem.harmless for problem in checked.problems)
