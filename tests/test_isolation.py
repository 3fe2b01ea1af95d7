"""Documents in processes of their own: what a crash, a hang or a bomb costs, and what it says."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.sample import sample_files
from ingest.document import ReadError
from ingest.isolation import IsolationError, Job, Limits, Outcome, isolated, read_all, usable_cores
from tests import bad_readers
from tests.conftest import ROOT

TIGHT = Limits(seconds=0.5, memory_mb=200, output_mb=1)
ROOMY = Limits(seconds=30, memory_mb=300, output_mb=1)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")


def job(words: str) -> Job:
    return Job(f"{words[:12]}.txt", f"file:///{words}", words.encode())


def outcomes(*words: str, limits: Limits = ROOMY, workers: int = 2, ordered: bool = True) -> list[Outcome]:
    jobs = [job(each) for each in words]
    return list(read_all(jobs, workers, limits, ordered=ordered, read=bad_readers.read))


def alive(process: int) -> bool:
    """Whether it runs: a zombie that nobody has buried yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def gone(*processes: int) -> bool:
    """Whether the processes end within a few seconds."""
    for _ in range(100):
        if not any(map(alive, processes)):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("words", "limits", "reason"),
    [
        ("crash", ROOMY, "the reader crashed (signal 11); please report the file"),
        ("kill 6", ROOMY, "the reader crashed (signal 6); please report the file"),
        ("kill 9", ROOMY, "the reader was killed (signal 9); the machine may be short of memory"),
        ("kill 14", ROOMY, "took longer than 30 s; split it, or check where it came from"),
        ("exit 3", ROOMY, "the reader ended by itself (exit code 3); please report the file"),
        ("hang", TIGHT, "took longer than 0.5 s; split it, or check where it came from"),
        ("spin", TIGHT, "took longer than 0.5 s; split it, or check where it came from"),
        ("deaf", TIGHT, "took longer than 0.5 s; split it, or check where it came from"),
        ("long 2000000", ROOMY, "gave more than 1 MB of records; split it"),
        pytest.param(
            "grow", ROOMY, "needed more than 300 MB; split it, or check where it came from", marks=LINUX
        ),
        pytest.param(
            "gulp", ROOMY, "needed more than 300 MB; split it, or check where it came from", marks=LINUX
        ),
        pytest.param(
            "shared", ROOMY, "needed more than 300 MB; split it, or check where it came from", marks=LINUX
        ),
    ],
)
def test_a_bad_document_costs_itself_only(words: str, limits: Limits, reason: str) -> None:
    before, bad, after = outcomes("good 1", words, "good 2", limits=limits, workers=1)
    assert isinstance(bad.error, IsolationError)
    assert str(bad.error) == f"{bad.job.name}: {reason}"
    assert bad.reading is None
    for good in (before, after):
        assert good.error is None
        assert good.reading is not None
        assert good.reading.pages == ((good.job.data or b"").decode(),)


@LINUX
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("swell 180 6", "needed more than 300 MB; split it"),
        (
            "swell 180 11",
            r"the reader crashed \(signal 11\), holding 2\d\d MB of the 300 MB it may; split it",
        ),
        ("swell 130 6", r"the reader crashed \(signal 6\), holding 2\d\d MB of the 300 MB it may; split it"),
    ],
)
def test_a_crash_with_much_memory_tells_of_it(words: str, reason: str) -> None:
    (outcome,) = outcomes(words)
    assert re.search(f": {reason}", str(outcome.error))


@LINUX
def test_no_worker_exceeds_its_memory() -> None:
    for outcome in outcomes("grow", "gulp", "good"):
        assert 0 < outcome.peak <= 300 << 20


@pytest.mark.parametrize("workers", [0, 1])
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("refuse", "x: not today; come back tomorrow"),
        ("fail", "fail.txt: the program failed on it (KeyError: 'two\\nlines'); please report the file"),
    ],
)
def test_a_reader_that_only_complains_lives_on(workers: int, words: str, reason: str) -> None:
    good, bad, again = outcomes("good 1", words, "good 2", workers=workers)
    assert type(bad.error) is ReadError
    assert str(bad.error) == reason
    assert good.reading is not None
    assert again.reading is not None
    assert good.reading.document.reader == again.reading.document.reader  # which tells the process


def test_a_good_reader_is_used_again_and_a_killed_one_replaced() -> None:
    pids = [
        outcome.reading.document.reader if outcome.reading else None
        for outcome in outcomes("good 1", "good 2", "crash", "good 3", "good 4", workers=1)
    ]
    assert pids[0] == pids[1]
    assert pids[2] is None
    assert pids[3] == pids[4] != pids[0]


@LINUX
@pytest.mark.slow
def test_memory_kept_from_earlier_documents_is_not_held_against_the_next() -> None:
    # Each keeps 80 MB: one worker could not hold all of them, but each alone is within the limit.
    for outcome in outcomes(*["keep 80"] * 6, workers=1):
        assert outcome.error is None


@LINUX
def test_peak_memory_is_the_documents_own() -> None:
    small, large, small_again = outcomes("good 1", "keep 60", "good 2", workers=1)
    assert large.peak > small.peak + (50 << 20)
    assert small_again.peak < large.peak + (5 << 20)


def test_order_is_kept_when_asked_for() -> None:
    words = ["wait 0.3", *(f"good {number}" for number in range(30)), "crash", "last"]
    assert [outcome.job.uri for outcome in outcomes(*words)] == [f"file:///{each}" for each in words]
    assert {outcome.job.uri for outcome in outcomes(*words, ordered=False)} == {
        f"file:///{each}" for each in words
    }


def test_a_slow_document_does_not_hold_up_others() -> None:
    assert [outcome.job.uri for outcome in outcomes("wait 0.5", "a", "b", ordered=False)][-1].endswith("0.5")


def test_jobs_are_taken_up_as_they_can_be_read() -> None:
    taken: list[int] = []

    def jobs() -> Iterator[Job]:
        for number in range(100):
            taken.append(number)
            yield job(f"good {number}")

    for workers in (0, 1, 2):
        taken.clear()
        running = read_all(jobs(), workers, ROOMY, read=bad_readers.read)
        next(running)
        assert len(taken) <= workers + 1
        running.close()


def test_held_back_outcomes_are_bounded() -> None:
    taken: list[int] = []

    def jobs() -> Iterator[Job]:
        yield job("wait 1")
        for number in range(1000):
            taken.append(number)
            yield job(f"good {number}")

    running = read_all(jobs(), 2, ROOMY, ordered=True, read=bad_readers.read)
    assert next(running).job.uri == "file:///wait 1"
    assert len(taken) <= 20
    running.close()


def test_nothing_to_do() -> None:
    assert outcomes() == []
    assert outcomes(workers=0) == []


@LINUX
def test_ending_early_ends_the_workers_and_what_they_started(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    running = read_all([job(f"offspring {note}"), job("good")], 2, ROOMY, read=bad_readers.read)
    assert next(running).job.uri == "file:///good"
    while not note.exists() or not note.read_text():
        time.sleep(0.01)
    processes = [int(word) for word in note.read_text().split()]
    assert all(map(alive, processes))
    running.close()
    assert gone(*processes)


@LINUX
def test_a_worker_over_time_takes_its_children_along(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    (outcome,) = outcomes(f"offspring {note}", limits=TIGHT)
    assert isinstance(outcome.error, IsolationError)
    assert gone(*(int(word) for word in note.read_text().split()))


SCRIPT = """
import sys
from ingest.isolation import Job, Limits, read_all
from tests import bad_readers
if __name__ == "__main__":
    jobs = [Job("x", "file:///x", ("note " + path).encode()) for path in sys.argv[1:]]
    try:
        list(read_all(jobs, len(jobs), Limits(), read=bad_readers.read))
    except KeyboardInterrupt:
        print("interrupted")
        sys.exit(5)
"""


@LINUX
@pytest.mark.slow
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 5), (signal.SIGKILL, -9)])
def test_no_worker_outlives_a_run_that_is_interrupted_or_killed(
    tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    script, notes = tmp_path / "script.py", [tmp_path / "a", tmp_path / "b"]
    script.write_text(SCRIPT)
    run = subprocess.Popen(
        [sys.executable, str(script), *map(str, notes)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    for _ in range(1000):
        if all(note.exists() and note.read_text() for note in notes):
            break
        time.sleep(0.02)
    processes = [int(note.read_text()) for note in notes]
    # As a terminal does on Ctrl-C: to the whole group. Workers are in groups of their own.
    os.killpg(run.pid, sent) if sent is signal.SIGINT else run.send_signal(sent)
    said, complaints = run.communicate(timeout=30)
    assert run.returncode == code
    assert "Traceback" not in complaints
    assert said == ("interrupted\n" if code == 5 else "")
    assert gone(*processes)


def test_what_a_reader_prints_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    (outcome,) = outcomes("noise")
    assert outcome.error is None
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("workers", [0, 2])
def test_the_sample_reads_as_in_this_process(workers: int) -> None:
    from ingest.pipeline import read_file

    paths = sorted(sample_files())[:4]
    for path, outcome in zip(paths, read_all(paths, workers, ordered=True), strict=True):
        assert outcome.error is None
        assert outcome.reading == read_file(path)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    (outcome,) = read_all([tmp_path / "none.pdf"], 1)
    assert "no such file" in str(outcome.error)


def test_the_parent_needs_no_spacy() -> None:
    code = "import sys, ingest.isolation; sys.exit(any(m in sys.modules for m in ('spacy', 'pdfplumber')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_any_call_can_be_isolated() -> None:
    assert isolated(bad_readers.answer, b"good", {"name": "x"}, ROOMY) == b"GOOD"
    with pytest.raises(IsolationError, match=r"^x\.pdf: the reader crashed \(signal 11\)"):
        isolated(bad_readers.answer, b"crash", {"name": "x.pdf"}, ROOMY)
    with pytest.raises(ReadError, match="not today"):
        isolated(bad_readers.answer, b"refuse", {"name": "x.pdf"}, ROOMY)


def test_workers_that_cannot_start_are_an_error_not_a_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.crew.serve", bad_readers.never_ready)
    with pytest.raises(RuntimeError, match="do not start"):
        outcomes("good")


def test_cores() -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)
