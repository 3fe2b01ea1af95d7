"""Every document in a process of its own: what it breaks there, it breaks for itself alone.

``read_all`` gives an ``Outcome`` for each job. A reader that crashes, hangs, or takes or gives too much is
ended and replaced; its document has an ``IsolationError`` with the reason, and the run goes on.

Why by hand: pebble's ProcessPool has the time limit, but its workers share one pipe and it does not tell
which process holds which document, so that nobody outside can watch its memory; and its answers are pickles.
concurrent.futures gives up the whole pool when one worker dies.

Time and output are limited everywhere, memory on Linux only (/proc and RLIMIT_DATA).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from corpus.records import Reading
from ingest.crew import Answer, Crew, Request, WorkersError
from ingest.document import ReadError
from ingest.worker import Limits, State, Task, peak_memory, run

__all__ = [
    "IsolationError",
    "Job",
    "Limits",
    "Outcome",
    "ProgramError",
    "WorkersError",
    "isolated",
    "read_all",
    "usable_cores",
]

_NOT_WHOLE = ("ImportError: ", "ModuleNotFoundError: ")

ReadBytes = Callable[[bytes, str, str], Reading]
"""(data, name, uri) to a Reading, as ``ingest.pipeline.read_bytes``; importable by its name."""


class IsolationError(ReadError):
    """The document's reader had to be ended: too slow, too large, or crashed. The reason, in one line."""


class ProgramError(ReadError):
    """A part of the program is missing or broken, which is none of the document's doing."""


@dataclass(frozen=True)
class Job:
    """A document to read. Without ``data`` the worker loads it from ``path``."""

    name: str
    uri: str
    data: bytes | None = None
    path: Path | None = None

    @classmethod
    def of(cls, path: Path) -> Job:
        """The job of reading a file, which the worker loads."""
        return cls(path.name, path.resolve().as_uri(), path=path)


@dataclass(frozen=True)
class Outcome:
    """What became of a job: either ``reading`` or ``error``.

    ``seconds`` by the clock; ``peak`` is the most memory, in bytes, that the worker held at once while it
    read this document, by the kernel's account (as last seen from outside, if the worker did not survive).
    """

    job: Job
    reading: Reading | None
    error: ReadError | None
    seconds: float
    peak: int


def usable_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_all(
    jobs: Iterable[Job | Path],
    workers: int | None = None,
    limits: Limits | None = None,
    *,
    ordered: bool = False,
    read: ReadBytes | None = None,
) -> Generator[Outcome, None, None]:
    """Read documents side by side; gives outcomes as they come, or with ``ordered`` in the jobs' order.

    ``jobs`` is taken up as workers become free, so it may be a generator that loads files. ``workers`` is
    the number of processes, by default that of the cores; 0 reads in this process, without limits.
    Closing the generator, or an exception (Ctrl-C) while it waits, ends all workers. Raises nothing for
    a document's sake; WorkersError when no worker can be started.
    """
    limits = limits or Limits()
    count = usable_cores() if workers is None else workers
    task = partial(_read_task, read)
    pending: dict[int, Job] = {}
    requests = _requests(jobs, pending)
    if count <= 0:
        for request in requests:
            yield _outcome(pending.pop(request.number), _in_process(task, request), limits)
        return
    crew = Crew(task, count, limits)
    early: dict[int, Outcome] = {}
    due = 0
    try:
        for request, answer in crew.answers(requests):
            outcome = _outcome(pending.pop(request.number), answer, limits)
            if not ordered:
                yield outcome
                continue
            early[request.number] = outcome
            while due in early:
                yield early.pop(due)
                due += 1
            crew.held = len(early)
    finally:
        crew.close()


def isolated(task: Task, data: bytes, arguments: dict[str, Any], limits: Limits | None = None) -> bytes:
    """One call of ``task(data, arguments)`` in a process of its own; ``task`` is importable by its name.

    ``arguments`` is JSON; its ``name`` names the document in errors. Raises ReadError (what the task
    raised) and IsolationError; WorkersError when no worker can be started.
    """
    limits = limits or Limits()
    crew = Crew(task, 1, limits)
    try:
        _, answer = next(crew.answers(iter([Request(0, data, arguments)])))
    finally:
        crew.close()
    error = _error(str(arguments.get("name", "document")), answer, limits)
    if error is not None:
        raise error
    return answer.body


def _requests(jobs: Iterable[Job | Path], pending: dict[int, Job]) -> Iterator[Request]:
    for number, job in enumerate(jobs):
        job = Job.of(job) if isinstance(job, Path) else job
        pending[number] = job
        arguments: dict[str, Any] = {"name": job.name, "uri": job.uri}
        if job.data is None:
            arguments["path"] = str(job.path or job.name)
        yield Request(number, job.data or b"", arguments)


def _read_task(read: ReadBytes | None, data: bytes, arguments: dict[str, Any]) -> bytes:
    if read is None:
        from ingest.pipeline import read_bytes  # not above: spaCy is for the workers only

        read = read_bytes
    if "path" in arguments:
        from ingest.readers import load

        data = load(Path(arguments["path"]))
    return read(data, arguments["name"], arguments["uri"]).model_dump_json().encode()


def _in_process(task: Task, request: Request) -> Answer:
    started = time.monotonic()
    state, reason, body = run(task, request.data, request.arguments, 1 << 62)
    return Answer(state, reason, body, time.monotonic() - started, peak_memory())


def _outcome(job: Job, answer: Answer, limits: Limits) -> Outcome:
    error = _error(job.name, answer, limits)
    reading = None
    if error is None:
        try:
            reading = Reading.model_validate_json(answer.body)
        except ValueError:  # only a worker that is no longer ours could answer so
            error = IsolationError(f"{job.name}: the reader gave no records; please report the file")
    return Outcome(job, reading, error, answer.seconds, answer.peak)


def _error(name: str, answer: Answer, limits: Limits) -> ReadError | None:
    match answer.state:
        case State.DONE:
            return None
        case State.REFUSED:
            return ReadError(answer.reason)
        case State.DEFECT if answer.reason.startswith(_NOT_WHOLE):
            return ProgramError(f"{name}: the program is not whole ({answer.reason}); install it again")
        case State.DEFECT:
            return ReadError(f"{name}: the program failed on it ({answer.reason}); please report the file")
        case State.MEMORY:
            what = f"needed more than {limits.memory_mb} MB; split it, or check where it came from"
        case State.OUTPUT:
            what = f"gave more than {limits.output_mb} MB of records; split it"
        case None:
            what = answer.reason
    return IsolationError(f"{name}: {what}")
