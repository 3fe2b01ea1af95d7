"""The program as a process: exit codes, interruption, and what it loads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.database import Library
from tests.readings import a_reading
from tests.test_cli_commands import DATA, JOINS, TEXT

ROOT = Path(__file__).resolve().parent.parent
MINUTES = """Tuulensuu
Kunnanhallitus 6.5.2031
§ {number}
Kehittämisverkoston jatko

Päätös: Kunnanhallitus hyväksyi esityksen.
"""


def start(*words: str | Path, **options: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options}
    command = [sys.executable, "-m", "cli", *map(str, words)]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def run(*words: str | Path, **options: str) -> tuple[int, str, str]:
    process = start(*words, **options)
    stdout, stderr = process.communicate(timeout=60)
    return process.returncode, stdout, stderr


def imported(*words: str | Path) -> set[str]:
    """The packages a command imports."""
    code, _, stderr = run(*words, PYTHONPROFILEIMPORTTIME="1")
    assert code in (0, 1)
    lines = [line for line in stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one document, indexed."""
    path = tmp_path_factory.mktemp("library")
    with Library.open(path, create=True) as library:
        library.store(a_reading(DATA, JOINS, pages=(TEXT,)), DATA)
    assert run("reindex", "--library", path)[0] == 0
    return path


def test_search_loads_nothing_heavy(folder: Path) -> None:
    words = ("search", "kehittämisverkosto", "--library", folder)
    assert run(*words)[0] == 0  # remembers the words asked for
    loaded = imported(*words)
    assert loaded & {"tantivy", "whoosh"}
    heavy = {
        "spacy",
        "pyvoikko",
        "kfst_rs",
        "pdfplumber",
        "pdfminer",
        "pypdfium2",
        "bs4",
        "lxml",
        "rich",
        "warcio",
    }
    assert not loaded & (heavy | {"ingest"})


def test_help_loads_almost_nothing() -> None:
    assert not imported("--help") & {"pydantic", "whoosh", "corpus", "index", "ingest", "rich", "sqlalchemy"}


def test_exit_codes(folder: Path, tmp_path: Path) -> None:
    assert run("search", "kehittämisverkosto", "--library", folder)[0] == 0
    assert run("search", "lentokenttä", "--library", folder)[0] == 1
    assert run("search", '"kehittämisverkosto', "--library", folder)[0] == 2
    assert run("search", "x", "--library", tmp_path / "none")[0] == 4


def test_finnish_text_on_any_locale(folder: Path) -> None:
    code, stdout, _ = run(
        "show", "kuusi", "--library", folder, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    assert code == 0
    assert "Kehittämisverkostoon liittyminen" in stdout


def test_a_reader_that_has_enough_is_no_error(folder: Path) -> None:
    process = start("search", "--fields", "--format", "jsonl")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
@pytest.mark.parametrize(
    "words", [("search", "kehittämisverkosto"), ("stats", "--format", "json"), ("--help",)]
)
def test_no_room_for_the_output_is_one_line(folder: Path, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cli", *words],
            cwd=ROOT, env={**os.environ, "PYKALA_LIBRARY": str(folder)}, text=True,
            stdout=full, stderr=subprocess.PIPE, timeout=60,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "pykala: cannot write: No space left on device; make room, or write elsewhere\n"


@pytest.mark.skipif(os.name != "posix", reason="a shell that closes streams")
@pytest.mark.parametrize(
    ("closed", "words", "code", "said"),
    [
        (">&-", "search kehittämisverkosto", 2, "pykala: cannot write: Bad file descriptor"),
        (">&-", "search kehittämisverkosto -o /dev/null", 0, ""),
        (">&-", "search kehittämisverkosto 2>&-", 2, ""),
        ("2>&-", "search olematonta", 1, ""),
    ],
)
def test_streams_that_are_closed(folder: Path, closed: str, words: str, code: int, said: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m cli {words} {closed}', sys.executable],
        cwd=ROOT, env={**os.environ, "PYKALA_LIBRARY": str(folder)}, text=True,
        capture_output=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert done.stderr.startswith(said)


def test_what_could_not_be_printed_was_not_told(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        library.store(a_reading(DATA, JOINS, pages=(TEXT,)), DATA)
    assert run("watch", "add", "v", "kehittämisverkosto", "--from-start", "--library", tmp_path)[0] == 0
    process = start("watch", "run", "--library", tmp_path)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    process.stderr.close()
    process.wait(timeout=60)
    assert run("watch", "run", "--library", tmp_path)[0] == 0


@pytest.mark.parametrize("words", [("show", "a\udcff"), ("case", "\udcff"), ("search", "\udcff")])
def test_arguments_that_are_not_text_are_one_line(folder: Path, words: tuple[str, ...]) -> None:
    code, stdout, stderr = run(*words, "--library", folder)
    assert (code, stdout) == (2, "")
    assert "UTF-8" in stderr
    assert stderr.count("\n") == 1


def test_remarks_steer_no_terminal(folder: Path) -> None:
    code, _, stderr = run("search", "a\x1b]0;x\x07b\nc", "--library", folder)
    assert code == 1
    assert stderr.splitlines()[-1].startswith("No items match a]0;xb c; try fewer words")
    assert not set(stderr) & set("\x1b\x07")


@pytest.mark.slow
def test_an_interrupted_ingest_keeps_what_is_done_and_goes_on(tmp_path: Path) -> None:
    files = tmp_path / "minutes"
    files.mkdir()
    for number in range(300):
        (files / f"{number:03}.txt").write_text(MINUTES.format(number=number), "utf-8")
    target = tmp_path / "library"
    process = start("ingest", files, "--library", target)
    deadline = time.monotonic() + 50
    while time.monotonic() < deadline and _documents(target) < 3:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted: " in stderr
    assert "of 300 files are done" in stderr
    assert stderr.count("\n") <= 2
    done = _documents(target)
    assert 3 <= done < 300
    code, stdout, _ = run("ingest", files, "--library", target)
    assert code == 0
    assert f"{done} unchanged" in stdout
    assert f"{300 - done} new" in stdout


def _documents(folder: Path) -> int:
    if not (folder / "corpus.db").is_file():
        return 0
    try:
        with Library.open(folder) as library:
            return library.counts()["documents"]
    except Exception:  # just being made
        return 0
