"""What files say, printed without a library; and what the process beside the workers loads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import bad_readers
from tests.conftest import ROOT
from tests.taken_files import MINUTES, a_file, run


@pytest.mark.parametrize(
    "words", [("ingest", "--no-index"), pytest.param(("extract",), marks=pytest.mark.slow)]
)
def test_the_process_that_stores_does_without_spacy(words: tuple[str, ...], tmp_path: Path) -> None:
    a_file(tmp_path, "m.txt")
    library = ("--library", str(tmp_path / "library")) if words[0] == "ingest" else ()
    script = (
        "import sys\nfrom cli import pykala\n"
        "try:\n    pykala.main(sys.argv[1:])\n"
        "except SystemExit as end:\n"
        "    print(end.code, *sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    command = [sys.executable, "-c", script, *words, str(tmp_path / "m.txt"), *library, "--workers", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    code, *loaded = done.stdout.splitlines()[-1].split()
    assert code == "0", done.stderr
    assert "ingest" in loaded
    assert not {"spacy", "numpy", "pyvoikko"} & set(loaded)


def test_extract_keeps_the_order_of_its_files(tmp_path: Path) -> None:
    long = MINUTES.format(number=1) + "Kunnanhallitus toteaa asian.\n" * 2_000
    paths = [a_file(tmp_path, "long.txt", long), *(a_file(tmp_path, f"{n}.txt") for n in range(6))]
    result = run("extract", *paths, "--workers", 2, "--format", "jsonl")
    names = [json.loads(line)["document"]["name"] for line in result.stdout.splitlines()]
    assert names == [path.name for path in paths]


def test_workers_that_do_not_start_are_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.crew.serve", bad_readers.never_ready)
    result = run("extract", a_file(tmp_path, "m.txt"), code=3)
    assert result.stderr.startswith("pykala: the processes that read documents do not start (")
    assert result.stderr.endswith("; --workers 0 reads without them, and without limits\n")


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
