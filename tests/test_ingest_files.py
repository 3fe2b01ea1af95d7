"""Files and folders into a library, bad ones among them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli import pykala
from corpus.database import Library
from ingest import files as ingest_files
from ingest.files import Found, find_files, ingest_file

MINUTES = """Tuulensuu
Kunnanhallitus 6.5.2031
§ {number}
Kehittämisverkoston jatko

Päätös: Kunnanhallitus hyväksyi esityksen.
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as opened:
        yield opened


def a_file(folder: Path, name: str, content: str | bytes = MINUTES) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def run(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(pykala, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


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

    monkeypatch.setattr(ingest_files, "read_bytes", never)
    assert ingest_file(library, Found(path)).result == "unchanged"


def test_a_newer_program_reads_again(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_file(tmp_path, "m.txt")
    ingest_file(library, Found(path))
    monkeypatch.setattr(ingest_files, "READER_VERSION", "next")
    monkeypatch.setattr("ingest.pipeline.READER_VERSION", "next")
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

    monkeypatch.setattr(ingest_files, "read_bytes", defect)
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


def test_interrupted_between_two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [a_file(tmp_path, f"{number}.txt", MINUTES.format(number=number)) for number in range(4)]
    genuine = ingest_files.ingest_file

    def interrupted(library: Library, found: Found) -> ingest_files.FileResult:
        if found.path == paths[2]:
            raise KeyboardInterrupt
        return genuine(library, found)

    target = tmp_path / "library"
    monkeypatch.setattr(ingest_files, "ingest_file", interrupted)
    result = run("ingest", *paths, "--library", target, code=130)
    assert result.stderr == (
        "pykala: interrupted: 2 of 4 files are done and stored: run the same command again to go on\n"
    )
    monkeypatch.undo()
    assert "4 files: 2 new, 2 unchanged" in run("ingest", *paths, "--library", target).stdout


def test_extract_prints_the_contract_and_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    good, bad = a_file(tmp_path, "good.txt"), a_file(tmp_path, "bad.txt", b"")
    result = run("extract", bad, tmp_path / "none.txt", good, "--format", "jsonl", code=3)
    (line,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert list(line) == [
        "document",
        "municipality",
        "organ",
        "meeting_date",
        "section",
        "title",
        "diary_numbers",
        "cited_diary_numbers",
        "people",
        "money",
        "decision",
        "participations",
        "evidence",
    ]
    assert line["document"]["name"] == "good.txt"
    assert [name for name in ("bad.txt", "none.txt") if name not in result.stderr] == []
    assert result.stderr.count("\n") == 2
    assert run("extract", good, "--format", "csv").stdout.startswith("document.name,document.kind,")
    assert "good.txt" in run("extract", good).stdout
