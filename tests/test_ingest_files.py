"""Files and folders into a library, bad ones among them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.database import Library, Stored
from corpus.overrides import Override, pin
from corpus.records import Reading
from ingest import files as ingest_files
from ingest import isolation, pipeline
from ingest.document import ReadError
from ingest.files import FileResult, Found, find_files, ingest_file
from ingest.readers import ocr
from ingest.version import READER_VERSION
from tests import bad_readers
from tests.taken_files import MINUTES, a_file, run


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as opened:
        yield opened


@pytest.mark.parametrize(
    "name", ["minutes[1].txt", "[a].txt", "[.txt", "2021 [old]/a.txt", "a\nb.txt", "%5B%.txt"]
)
def test_signs_in_a_name_hinder_nothing(library: Library, tmp_path: Path, name: str) -> None:
    assert ingest_file(library, Found(a_file(tmp_path, name))).result is ingest_files.Result.NEW


def test_links_in_a_circle_cost_themselves_only(tmp_path: Path) -> None:
    minutes = a_file(tmp_path, "in/a.txt")
    for name in ("loop", "self"):
        (tmp_path / "in" / name).symlink_to("loop" if name == "loop" else ".")
    assert [found.path for found in find_files([minutes.parent])] == [minutes, minutes.parent / "loop"]
    result = run("--library", tmp_path / "library", "ingest", "--workers", 0, minutes.parent, code=3)
    assert "loop: no such file; check the path" in result.stderr
    assert run("extract", "--workers", 0, minutes.parent / "loop", code=3).stdout == ""


def test_folders_are_walked_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.PDF", "a/b.html", ".hidden/x.txt", ".x.txt", "c.xlsx", "noname"):
        a_file(tmp_path, name)
    found = list(find_files([tmp_path, tmp_path / "b.txt"]))
    assert [str(one.path.relative_to(tmp_path)) for one in found] == [
        "a/b.html",
        "a/z.PDF",
        "b.txt",
        "c.xlsx",
        "noname",
    ]
    assert [one.path.name for one in found if not one.known] == ["c.xlsx"]


def test_a_file_is_read_once(tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_file(tmp_path, "m.txt")
    first = ingest_file(library, Found(path))
    assert (first.result, first.items) == ("new", 1)

    def never(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr("ingest.pipeline.read_bytes", never)
    assert ingest_file(library, Found(path)).result == "unchanged"


def test_a_newer_program_reads_again(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_file(tmp_path, "m.txt")
    ingest_file(library, Found(path))
    monkeypatch.setattr("ingest.version.READER_VERSION", "next")
    assert ingest_file(library, Found(path)).result == "reread"
    assert ingest_file(library, Found(path)).result == "unchanged"


def test_a_changed_file_amends(tmp_path: Path, library: Library) -> None:
    path = a_file(tmp_path, "m.txt")
    ingest_file(library, Found(path))
    a_file(tmp_path, "m.txt", MINUTES.replace("jatko", "lopettaminen"))
    assert ingest_file(library, Found(path)).result == "amended"
    assert len(list(library.documents())) == 1


def test_a_defect_of_ours_costs_one_file(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def defect(*_: object) -> None:
        raise IndexError("list index\nout of range")

    monkeypatch.setattr("ingest.pipeline.read_bytes", defect)
    result = ingest_file(library, Found(a_file(tmp_path, "m.txt")))
    assert result.result == "failed"
    assert result.reason is not None
    assert "IndexError: list index out of range" in result.reason
    assert "\n" not in result.reason
    (failure,) = library.failures()
    assert failure.reason == result.reason


BAD = {
    "empty.txt": b"",
    "broken.pdf": b"%PDF-1.7\nthis is no PDF",
    "binary.txt": bytes(range(256)) * 50,
    "picture.html": b"\x89PNG\r\n\x1a\n" + bytes(500),
}


def test_bad_files_are_one_line_each_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "minutes"
    for name, content in BAD.items():
        a_file(folder, name, content)
    a_file(folder, "good.txt")
    a_file(folder, "sheet.ods", b"x")
    target = tmp_path / "library"
    missing = tmp_path / "missing.pdf"
    result = run("ingest", missing, folder, "--library", target, code=3)
    lines = result.stderr.splitlines()
    assert lines.pop().startswith(f"{folder / 'sheet.ods'}: not taken up from a folder because of its name; ")
    assert all(line.startswith("pykala: ") for line in lines), lines
    assert sum(str(folder / name) in line for line in lines for name in BAD) == len(BAD)
    assert all(sum(name in line for line in lines) == 1 for name in [*BAD, "missing.pdf"]), lines
    assert len(lines) == len(BAD) + 1
    assert "6 files: 1 new, 1 skipped, 4 failed" in result.stdout
    with Library.open(target) as library:
        assert len(list(library.documents())) == 1
        assert len(library.failures()) == len(BAD)


def test_ingest_tells_of_each_file_as_json(tmp_path: Path) -> None:
    good, bad = a_file(tmp_path, "good.txt"), a_file(tmp_path, "empty.txt", b"")
    result = run("ingest", good, bad, "--library", tmp_path / "library", "--format", "json", code=3)
    rows: list[dict[str, Any]] = json.loads(result.stdout)
    assert [(Path(row["file"]).name, row["result"]) for row in rows] == [
        ("good.txt", "new"),
        ("empty.txt", "failed"),
    ]


def test_ingest_of_nothing_makes_no_library(tmp_path: Path) -> None:
    target = tmp_path / "library"
    assert "no such file or folder" in run("ingest", tmp_path / "x", "--library", target, code=3).stderr
    (tmp_path / "empty").mkdir()
    assert "nothing to read" in run("ingest", tmp_path / "empty", "--library", target, code=1).stderr
    assert not target.exists()


def _interrupted_while_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = pipeline.read_bytes

    def read(data: bytes, name: str, uri: str) -> Reading:
        if name == "2.txt":
            raise KeyboardInterrupt
        return genuine(data, name, uri)

    monkeypatch.setattr("ingest.pipeline.read_bytes", read)


def _interrupted_while_storing(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = Library.store
    stored: list[Reading] = []

    def store(library: Library, reading: Reading, data: bytes, **options: bool) -> Stored:
        if len(stored) == 2:
            raise KeyboardInterrupt
        stored.append(reading)
        return genuine(library, reading, data, **options)

    monkeypatch.setattr(Library, "store", store)


@pytest.mark.parametrize(
    ("interrupt", "workers"),
    [(_interrupted_while_reading, 0), (_interrupted_while_storing, 0), (_interrupted_while_storing, 2)],
)
def test_interrupted_between_two_files(
    interrupt: Callable[[pytest.MonkeyPatch], None],
    workers: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths = [a_file(tmp_path, f"{number}.txt", MINUTES.format(number=number)) for number in range(4)]
    target = tmp_path / "library"
    interrupt(monkeypatch)
    result = run("ingest", *paths, "--library", target, "--workers", workers, code=130)
    assert result.stderr == (
        "pykala: interrupted: 2 of 4 files are done and stored: run the same command again to go on\n"
    )
    monkeypatch.undo()
    assert "4 files: 2 new, 2 unchanged" in run("ingest", *paths, "--library", target).stdout


def test_what_failed_is_tried_again_only_for_a_reason(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_file(tmp_path, "m.txt")
    tried: list[str] = []

    def refuses(_: bytes, name: str, uri: str) -> Reading:
        tried.append(uri)
        raise ReadError(f"{name}: not today; come back tomorrow")

    def again(**options: bool) -> tuple[FileResult, int]:
        tried.clear()
        return ingest_file(library, Found(path), **options), len(tried)

    monkeypatch.setattr("ingest.pipeline.read_bytes", refuses)
    first, times = again()
    assert (first.result, times) == ("failed", 1)
    (failure,) = library.failures()
    assert failure.reader == f"text/1+{READER_VERSION}"
    assert failure.reason == first.reason == f"{path}: not today; come back tomorrow"

    second, times = again()
    assert (second.result, times) == ("failed", 0)
    assert second.reason == f"{failure.reason} (as before; --retry tries it again)"
    assert library.failures() == [failure]

    assert again(retry=True)[1] == 1
    a_file(tmp_path, "m.txt", MINUTES + "\n")
    assert [again()[1], again()[1]] == [1, 0]
    monkeypatch.setattr("ingest.version.READER_VERSION", "next")
    assert [again()[1], again()[1]] == [1, 0]
    monkeypatch.undo()
    result, _ = again(retry=True)
    assert result.result == "new"
    assert library.failures() == []


def test_a_program_that_is_not_whole_is_not_the_documents_fault(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def incomplete(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'spacy'")

    path = a_file(tmp_path, "m.txt")
    monkeypatch.setattr("ingest.pipeline.read_bytes", incomplete)
    assert ingest_file(library, Found(path)).reason == (
        f"{path}: the program is not whole (ModuleNotFoundError: No module named 'spacy'); install it again"
    )
    monkeypatch.undo()
    assert ingest_file(library, Found(path)).result == "new"


def test_a_file_that_is_as_it_was_before_it_failed_is_good_again(tmp_path: Path, library: Library) -> None:
    path = a_file(tmp_path, "m.txt")
    ingest_file(library, Found(path))
    a_file(tmp_path, "m.txt", b"")
    assert ingest_file(library, Found(path)).result == "failed"
    a_file(tmp_path, "m.txt")
    assert ingest_file(library, Found(path)).result == "unchanged"
    assert library.failures() == []


def test_scanned_pages_are_read_again_once_they_can_be(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_file(tmp_path, "m.txt")
    genuine = pipeline.read_bytes
    note = "text is missing on page 3: scanned, and text recognition (OCR) is not installed"

    def without(data: bytes, name: str, uri: str) -> Reading:
        reading = genuine(data, name, uri)
        document = reading.document.model_copy(update={"note": note})
        return reading.model_copy(update={"document": document, "pages": ("",), "items": ()})

    monkeypatch.setattr("ingest.pipeline.read_bytes", without)
    assert ingest_file(library, Found(path)).reason == note
    monkeypatch.undo()
    monkeypatch.setattr(ocr, "available", lambda: False)
    assert ingest_file(library, Found(path)).result == "unchanged"
    monkeypatch.setattr(ocr, "available", lambda: True)
    result = ingest_file(library, Found(path))
    assert (result.result, result.items, result.reason) == ("reread", 1, None)
    assert len(list(library.items())) == 1
    assert ingest_file(library, Found(path)).result == "unchanged"


def test_records_of_another_document_are_not_believed(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lying(*arguments: Any, **options: Any) -> Iterator[isolation.Outcome]:
        for outcome in isolation.read_all(*arguments, **options):
            assert outcome.reading is not None
            document = outcome.reading.document.model_copy(update={"sha256": "0" * 64})
            yield replace(outcome, reading=outcome.reading.model_copy(update={"document": document}))

    monkeypatch.setattr(ingest_files, "read_all", lying)
    path = a_file(tmp_path, "m.txt")
    result = ingest_file(library, Found(path))
    assert result.result == "failed"
    assert result.reason == f"{path}: the reader gave another document's records; please report the file"
    assert list(library.items()) == []


def test_a_pinned_value_that_no_longer_fits_costs_one_file(tmp_path: Path, library: Library) -> None:
    path = a_file(tmp_path, "m.txt", MINUTES.format(number=1))
    ingest_file(library, Found(path))
    (stored,) = library.items()
    section = stored.item.section or 0
    with library.writing() as connection:
        wrong = Override(stored.document.sha256, section, "meeting_date", 0, 0, "yesterday")
        pin(connection, [wrong], "2031-05-06")
        connection.execute("UPDATE documents SET reader = 'older'")
    result = ingest_file(library, Found(path))
    assert result.result == "failed"
    assert result.reason is not None
    assert "m.txt: a pinned value does not fit what is read now (" in result.reason


@pytest.mark.skipif(sys.platform == "darwin", reason="names there are UTF-8")
def test_names_in_another_encoding(tmp_path: Path) -> None:
    for name, content in (("p\xf6yt\xe4.txt", MINUTES), ("\xe4.txt", "")):
        path = tmp_path / "minutes" / os.fsdecode(name.encode("latin-1"))
        a_file(path.parent, path.name, content)
    folder = tmp_path / "minutes"
    target = ("--library", tmp_path / "library")
    result = run("ingest", folder, *target, "--format", "json", code=3)
    assert [(row["file"], row["result"]) for row in json.loads(result.stdout)] == [
        (f"{folder}/p?yt?.txt", "new"),
        (f"{folder}/?.txt", "failed"),
    ]
    assert f"{folder}/?.txt: the file is empty" in result.stderr
    assert "2 files: 1 unchanged, 1 failed" in run("ingest", folder, *target, code=3).stdout
    result = run("extract", *folder.iterdir(), "--format", "jsonl", code=3)
    assert json.loads(result.stdout)["document"]["name"] == "p?yt?.txt"


def test_word_files_are_taken_up(tmp_path: Path) -> None:
    for name in ("a.docx", "b.DOC", "c.rtf", "d.docm"):
        a_file(tmp_path, name)
    assert all(found.known for found in find_files([tmp_path]))


def test_a_bad_document_costs_itself_only(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_all(jobs: Any, workers: Any, limits: Any, *, read: Any) -> Any:
        assert read is None
        return isolation.read_all(jobs, workers, limits, read=bad_readers.read)

    monkeypatch.setattr(ingest_files, "read_all", read_all)
    words = {"a": "good", "b": "crash", "c": "hang", "d": "fail", "e": "refuse", "f": "good too"}
    files = [Found(a_file(tmp_path, f"{name}.txt", word)) for name, word in words.items()]
    results: dict[str, FileResult] = {}

    def tell(result: FileResult) -> None:
        results[result.path.stem] = result

    limits = isolation.Limits(seconds=1)
    ingest_files.ingest_files(library, files, tell, workers=2, limits=limits)
    assert {name for name, result in results.items() if result.result == "failed"} == set("bcde")
    assert {name for name, result in results.items() if result.result == "new"} == set("af")
    reasons = [results[name].reason or "" for name in "bcd"]
    assert all(reason.startswith(f"{tmp_path}/") for reason in reasons)
    for part, reason in zip(("crashed (signal 11)", "longer than 1 s", "KeyError"), reasons, strict=True):
        assert part in reason
    assert [failure.reader for failure in library.failures()] == [f"text/1+{READER_VERSION}"] * 4
    results.clear()
    ingest_files.ingest_files(library, files[1:4], tell, workers=2, limits=isolation.Limits(seconds=0.001))
    assert [result.reason for result in results.values()] == [
        f"{reason} (as before; --retry tries it again)" for reason in reasons
    ]
