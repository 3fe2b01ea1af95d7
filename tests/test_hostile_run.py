"""Hostile files among good ones, through the program itself: the run goes on, and says what is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.pdf_corpus import generate
from bench.pdf_hostile import Hostile, hostile
from cli import pykala
from corpus.database import Failure, Library
from corpus.records import Evidence
from ingest.isolation import Job, Limits, read_all
from ingest.readers import read
from tests.test_isolation import LINUX

_OURS = re.compile(r"please report the file|the reader (?:was killed|ended by itself)")


def ingested(folder: Path, target: Path, *options: str, code: int = 3) -> tuple[list[str], str]:
    """The lines of complaint of ``pykala ingest``, and what it prints."""
    words = ["ingest", str(folder), "--library", str(target), "--no-index", *options]
    result = CliRunner().invoke(pykala, words)
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return [line for line in result.stderr.splitlines() if line.startswith("pykala: ")], result.stdout


def check_run(folder: Path, target: Path, made: list[Hostile]) -> list[Failure]:
    """Runs the set through the program; every file is stored, or has one line with its reason."""
    (folder / "hostile.json").unlink()
    lines, printed = ingested(folder, target, "--workers", "2")
    with Library.open(target) as library:
        stored = {stored.document.name for stored in library.documents()}
        held = {row[0] for row in library.connection.execute("SELECT uri FROM addresses")}
        failures = library.failures()
    failed = {failure.uri.rpartition("/")[2] for failure in failures}
    names = {entry.name for entry in made}
    assert f"{len(names)} files: " in printed
    assert {uri.rpartition("/")[2] for uri in held} | failed == names
    assert not stored & failed
    assert {entry.name for entry in made if entry.expect == "readable"} & failed == set()
    assert {entry.name for entry in made if entry.expect == "unreadable"} <= failed
    assert {name for name in names if name.startswith("good-")} <= stored
    assert sorted(lines) == sorted(f"pykala: {failure.reason}" for failure in failures)
    assert all(failure.reason.startswith(f"{folder}/") for failure in failures)
    assert [failure.reason for failure in failures if _OURS.search(failure.reason)] == []

    again, printed = ingested(folder, target, "--workers", "2")
    assert f" files: {len(names) - len(failed)} unchanged, {len(failed)} failed; " in printed
    tried = sum(failure.reader is not None for failure in failures)
    assert sum(line.endswith(" (as before; --retry tries it again)") for line in again) == tried
    return failures


def test_hostile_files_among_good_ones(tmp_path: Path) -> None:
    folder = tmp_path / "minutes"
    made = hostile(folder, 1, mutants=10, heavy=False)
    chosen = [
        entry for entry in made if not entry.name.startswith(("pages-same", "truncated", "cycle-forms"))
    ]
    for entry in made:
        if entry not in chosen:
            (folder / entry.name).unlink()
    failures = check_run(folder, tmp_path / "library", chosen)
    assert len(failures) >= 10


@pytest.mark.slow
def test_the_whole_hostile_set(tmp_path: Path) -> None:
    folder = tmp_path / "minutes"
    made = hostile(folder, 1, mutants=200)
    failures = check_run(folder, tmp_path / "library", made)
    assert len(made) > 300
    assert len(failures) < len(made) / 2


@LINUX
@pytest.mark.slow
def test_no_worker_is_over_its_limits_on_the_hostile_set(tmp_path: Path) -> None:
    made = hostile(tmp_path, 2, mutants=60)
    limits = Limits()
    outcomes = list(read_all([tmp_path / entry.name for entry in made], 2, limits))
    assert len(outcomes) == len(made)
    worst = max(outcomes, key=lambda outcome: outcome.peak)
    assert worst.peak <= limits.memory_mb << 20, worst.job.name
    slowest = max(outcomes, key=lambda outcome: outcome.seconds)
    assert slowest.seconds <= limits.seconds + 5, slowest.job.name


@LINUX
@pytest.mark.slow
def test_a_thousand_pages_within_the_limits_and_proven_to_the_last(tmp_path: Path) -> None:
    truth = generate(tmp_path, 3, layout="meeting", pages=1000)
    path = tmp_path / truth.name
    (outcome,) = read_all([path], 1)
    assert outcome.error is None
    assert outcome.reading is not None
    print(f"{outcome.peak / 2**20:.0f} MB at the most, {outcome.seconds:.1f} s")
    assert outcome.peak <= 400 << 20
    assert len(outcome.reading.pages) == len(truth.pages) >= 1000
    on_page = [proof for item in outcome.reading.items for proof in item.evidence if proof.page == 997]
    assert on_page
    page = read(path.read_bytes(), path.name).pages[996]
    assert page.number == 997
    assert all(page.text[proof.start : proof.end] == proof.quote for proof in on_page)
    assert all(_stands_there(proof, truth.pages[996].text) for proof in on_page)


def _stands_there(proof: Evidence, written: str) -> bool:
    """Whether the words of the quote are those that were written on the page, whatever breaks its lines."""
    squeezed = re.sub(r"[\s\u00ad-]+", "", written)
    return re.sub(r"[\s\u00ad-]+", "", proof.quote) in squeezed


def test_jobs_of_files_are_loaded_by_the_worker(tmp_path: Path) -> None:
    (tmp_path / "m.txt").write_text("Tuulensuu\nKunnanhallitus 6.5.2031\n§ 1\nAsia\n", encoding="utf-8")
    (outcome,) = read_all([Job.of(tmp_path / "m.txt")], 1)
    assert outcome.reading is not None
    assert outcome.reading.document.name == "m.txt"
