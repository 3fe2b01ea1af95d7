"""Verifying: a quote that is not where its evidence says is found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import pykala
from corpus.database import Library
from corpus.records import Evidence, Item, Reading
from ingest.pipeline import read_bytes
from ingest.verify import check, misplaced
from tests import bad_readers

MINUTES = """Tuulensuu
Kunnanhallitus 6.5.2031
§ 12
Kehittämisverkoston jatko
TUUdno-2031-77

Päätös: Kunnanhallitus hyväksyi esityksen.
""".encode()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as opened:
        yield opened


def a_reading() -> Reading:
    return read_bytes(MINUTES, "m.txt", "file:///m.txt")


def with_evidence(**changes: object) -> Reading:
    """The reading with its first item's evidence replaced by one changed piece."""
    reading = a_reading()
    item: Item = next(item for item in reading.items if item.section == 12)
    proof = next(proof for proof in item.evidence if proof.fact == "/section")
    changed = Evidence.model_validate({**proof.model_dump(), **changes})
    return reading.model_copy(update={"items": (item.model_copy(update={"evidence": (changed,)}),)})


def test_what_was_read_is_where_it_says(library: Library) -> None:
    library.store(a_reading(), MINUTES)
    (checked,) = check(library)
    assert checked.problems == ()
    assert checked.items >= 1
    assert checked.quotes >= 3


@pytest.mark.parametrize(
    ("case", "changes", "problem"),
    [
        ("another quote", {"quote": "§ 13"}, "the quote is not there"),
        ("another place", {"start": 0, "end": 4}, "the quote is not there"),
        ("a page too far", {"page": 2}, "no page 2"),
        ("page nought", {"page": 0}, "no page 0"),
        ("nothing quoted", {"start": 3, "end": 3, "quote": ""}, "the quote is empty"),
        ("a fact that is not there", {"fact": "/money/0"}, "no such fact"),
        ("a field that is not there", {"fact": "/colour"}, "no such fact"),
    ],
)
def test_what_is_wrong_is_found(
    library: Library, case: str, changes: dict[str, object], problem: str
) -> None:
    library.store(with_evidence(**changes), MINUTES)
    (found,) = misplaced(library)
    assert problem in found.problem
    assert found.document == "m.txt"


def test_stored_pages_are_not_believed(library: Library) -> None:
    reading = a_reading()
    library.store(reading, MINUTES)
    library.connection.execute("UPDATE pages SET text = 'nothing'")
    assert list(misplaced(library)) == []


def test_a_damaged_archive_is_a_problem_not_a_crash(library: Library) -> None:
    library.store(a_reading(), MINUTES)
    (name,) = library.archive.files()
    (library.archive.folder / name).write_bytes(b"")
    (found,) = misplaced(library)
    assert "archived document is damaged" in found.problem


def test_documents_are_checked_in_their_order_in_processes_of_their_own(library: Library) -> None:
    for number in range(6):
        data = MINUTES.replace(
            b"jatko", b"jatko " * 10 ** (4 - number) if number < 4 else b"loppu %d" % number
        )
        name = f"{number}.txt"
        library.store(read_bytes(data, name, f"file:///{name}"), data)
    refs = {stored.document.name: stored.archived for stored in library.documents()}
    (file,) = library.archive.files()
    archived = bytearray((library.archive.folder / file).read_bytes())
    for name in ("0.txt", "3.txt", "5.txt"):
        start = refs[name].offset
        archived[start : start + refs[name].length] = bytes(refs[name].length)
    (library.archive.folder / file).write_bytes(bytes(archived))
    for workers in (0, 2):
        checked = list(check(library, workers))
        assert [one.document for one in checked] == [f"{number}.txt" for number in range(6)]
        assert [one.document for one in checked if one.problems] == ["0.txt", "3.txt", "5.txt"]
        assert all(one.items and one.quotes for one in checked)


def test_a_document_that_breaks_its_reader_is_a_problem(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.store(a_reading(), MINUTES)
    bad = b"crash"
    document = a_reading().document.model_copy(
        update={"name": "bad.txt", "uri": "file:///bad.txt", "sha256": hashlib.sha256(bad).hexdigest()}
    )
    library.store(Reading(document=document, pages=("",)), bad)
    monkeypatch.setattr("ingest.verify.read_pages", bad_readers.read)
    good, broken = check(library, 1)
    assert good.document == "m.txt"
    assert [problem.problem for problem in broken.problems] == [
        "bad.txt: the reader crashed (signal 11); please report the file"
    ]


def test_amended_versions_are_not_checked(library: Library) -> None:
    library.store(with_evidence(quote="§ 13"), MINUTES)
    other = MINUTES.replace(b"jatko", b"loppu")
    library.store(read_bytes(other, "m.txt", "file:///m.txt"), other)
    assert list(misplaced(library)) == []


def test_the_command_tells_and_its_exit_code_too(tmp_path: Path, library: Library) -> None:
    words = ["verify", "--library", str(library.folder)]
    library.store(a_reading(), MINUTES)
    good = CliRunner().invoke(pykala, words)
    assert (good.exit_code, good.stdout) == (0, "")
    assert "all where they should be" in good.stderr
    library.store(with_evidence(quote="§ 13").model_copy(update={"document": _reread()}), MINUTES)
    bad = CliRunner().invoke(pykala, [*words, "--format", "csv"])
    assert bad.exit_code == 1
    assert "the quote is not there" in bad.stdout
    assert "1 of 1 quotes" in bad.stderr


def _reread() -> object:
    return a_reading().document.model_copy(update={"reader": "text/1+next"})
