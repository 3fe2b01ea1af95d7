"""Every document in a process of its own making: what it breaks there, it breaks for itself alone.

``read_all`` gives an ``Outcome`` for each job. A reader that crashes, hangs, or takes or gives too much is ended and
replaced; its document has an ``IsolationError`` with the reason, and the run goes on.

Why by hand: pebble's ProcessPool has the time limit, but its workers share one pipe and it cannot say
which process holds which document, so that nobody outside can watch the memory; and answers are pickles.
concurrent.futures breaks the whole pool when one worker dies. What remains to be written is this file.

Time and output are limited everywhere, memory on Linux only (/proc and RLIMIT_DATA).
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from corpus.records import Reading
from ingest.document import ReadError
from ingest.worker import READY, Limits, State, Task, peak_memory, resident_memory, run, serve

__all__ = ["IsolationError", "Job", "Limits", "Outcome", "isolated", "read_all", "usable_cores"]

ReadBytes = Callable[[bytes, str, str], Reading]
"""(data, name, uri) to a Reading, as ``ingest.pipeline.read_bytes``; importable by its name."""

_TICK = 0.05  # seconds between looks at the workers' time and memory
_START_SECONDS = 120.0
_MOST_FAILED_STARTS = 3
_FULL = 0.6  # of the memory limit: a worker that keeps this much after a document is replaced
_AHEAD = 4  # times the workers: outcomes held back for the sake of order


class IsolationError(ReadError):
    """The document's reader had to be ended: too slow, too large, or crashed. The reason, in one line."""


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

    ``seconds`` by the clock; ``peak`` is the most memory, in bytes, that the worker held at once while it read
    this document, by the kernel's account (0 if it could not say any more).
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
) -> Iterator[Outcome]:
    """Read documents side by side; gives outcomes as they come, or with ``ordered`` in the jobs' order.

    ``jobs`` is taken up as workers become free, so it may be a generator that loads files. ``workers`` is the
    number of processes, by default that of the cores; 0 reads in this process, without limits. Closing the
    generator, or an exception (Ctrl-C) while it waits, ends all workers. Raises nothing for a document's sake;
    RuntimeError when no worker can be started.
    """
    limits = limits or Limits()
    count = usable_cores() if workers is None else workers
    requests = (_request(number, job) for number, job in enumerate(jobs))
    task = partial(_read_task, read)
    if count <= 0:
        for request in requests:
            yield _outcome(request, _in_process(task, request), limits)
        return
    crew = _Crew(task, count, limits)
    try:
        if not ordered:
            for request, answer in crew.answers(requests):
                yield _outcome(request, answer, limits)
            return
        early: dict[int, Outcome] = {}
        due = 0
        for request, answer in crew.answers(requests):
            early[request.number] = _outcome(request, answer, limits)
            while due in early:
                yield early.pop(due)
                due += 1
            crew.held = len(early)
    finally:
        crew.close()


def isolated(task: Task, data: bytes, arguments: dict[str, Any], limits: Limits | None = None) -> bytes:
    """One call of ``task(data, arguments)`` in a process of its own.

    Raises ReadError (as the task says) and IsolationError; ``arguments["name"]`` names the document in it.
    """
    limits = limits or Limits()
    crew = _Crew(task, 1, limits)
    try:
        request = _Request(0, data, arguments)
        _, answer = next(crew.answers(iter([request])))
    finally:
        crew.close()
    error = _error(request, answer, limits)
    if error is not None:
        raise error
    return answer.body


@dataclass
class _Request:
    number: int
    data: bytes
    arguments: dict[str, Any]
    job: Job | None = None
    retried: bool = False  # and so for a worker that has read nothing yet


@dataclass(frozen=True)
class _Answer:
    state: State | None  # None: the worker ended instead
    reason: str = ""
    body: bytes = b""
    seconds: float = 0.0
    peak: int = 0


def _request(number: int, job: Job | Path) -> _Request:
    job = Job.of(job) if isinstance(job, Path) else job
    arguments: dict[str, Any] = {"name": job.name, "uri": job.uri}
    if job.data is None:
        arguments["path"] = str(job.path or job.name)
    return _Request(number, job.data or b"", arguments, job)


def _read_task(read: ReadBytes | None, data: bytes, arguments: dict[str, Any]) -> bytes:
    if read is None:  # spaCy is for the workers only
        from ingest.pipeline import read_bytes as read
    if "path" in arguments:
        from ingest.readers import load

        data = load(Path(arguments["path"]))
    return read(data, arguments["name"], arguments["uri"]).model_dump_json().encode()


def _in_process(task: Task, request: _Request) -> _Answer:
    started = time.monotonic()
    state, reason, body = run(task, request.data, request.arguments, 1 << 62)
    return _Answer(state, reason, body, time.monotonic() - started, peak_memory())


def _outcome(request: _Request, answer: _Answer, limits: Limits) -> Outcome:
    assert request.job is not None
    error = _error(request, answer, limits)
    reading = None
    if error is None:
        try:
            reading = Reading.model_validate_json(answer.body)
        except ValueError:  # only a worker that is no longer ours could answer so
            error = IsolationError(f"{request.job.name}: the reader gave no records; please report the file")
    return Outcome(request.job, reading, error, answer.seconds, answer.peak)


def _error(request: _Request, answer: _Answer, limits: Limits) -> ReadError | None:
    name = request.arguments.get("name", "document")
    match answer.state:
        case State.DONE:
            return None
        case State.REFUSED:
            return ReadError(answer.reason)
        case State.DEFECT:
            what = f"the program failed on it ({answer.reason}); please report the file"
            return ReadError(f"{name}: {what}")
        case State.MEMORY:
            what = f"needed more than {limits.memory_mb} MB; split it, or check where it came from"
        case State.OUTPUT:
            what = f"gave more than {limits.output_mb} MB of records; split it"
        case None:
            what = answer.reason
    return IsolationError(f"{name}: {what}")


@dataclass(eq=False)
class _Worker:
    """A worker process, and what it is at."""

    process: BaseProcess
    connection: Connection
    since: float
    ready: bool = False
    request: _Request | None = None
    served: int = 0
    resident: int = 0

    def end(self) -> None:
        """Kills the process and whatever it started."""
        process = self.process.pid
        if process is not None and hasattr(os, "killpg"):
            with contextlib.suppress(OSError):  # not in its own group yet, or gone
                os.killpg(process, signal.SIGKILL)
        with contextlib.suppress(OSError):
            self.process.kill()
        self.process.join(10)
        self.connection.close()


@dataclass
class _Crew:
    """The workers, and the requests waiting for one. ``held`` outcomes are the caller's to get rid of."""

    task: Task
    count: int
    limits: Limits
    workers: list[_Worker] = field(default_factory=list)
    waiting: deque[_Request] = field(default_factory=deque)
    held: int = 0
    failed_starts: int = 0

    def answers(self, requests: Iterator[_Request]) -> Iterator[tuple[_Request, _Answer]]:
        """Every request with its answer, as they come."""
        more = True
        while more or self.waiting or any(worker.request for worker in self.workers):
            more = more and self._take(requests)
            self._hand_out()
            yield from self._collect()
            yield from self._police()

    def close(self) -> None:
        """Ends all workers."""
        while self.workers:
            self.workers.pop().end()

    def _take(self, requests: Iterator[_Request]) -> bool:
        """Takes up the next request if a worker could soon have it; false if there are no more."""
        busy = sum(worker.request is not None for worker in self.workers)
        if self.waiting or self.held >= _AHEAD * self.count or busy >= self.count:
            return True
        request = next(requests, None)
        if request is None:
            return False
        self.waiting.append(request)
        return True

    def _hand_out(self) -> None:
        if not self.waiting:
            return
        request = self.waiting[0]
        idle = [worker for worker in self.workers if worker.ready and worker.request is None]
        for worker in idle:
            if worker.served and request.retried:
                continue
            self.waiting.popleft()
            self._send(worker, request)
            return
        if any(not worker.ready for worker in self.workers):
            return
        if len(self.workers) >= self.count and idle:
            self._remove(idle[0])
        if len(self.workers) < self.count:
            self._start()

    def _start(self) -> None:
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=serve, args=(theirs, self.task, self.limits), daemon=False)
        process.start()
        theirs.close()  # else its end would go unnoticed
        self.workers.append(_Worker(process, ours, time.monotonic()))

    def _send(self, worker: _Worker, request: _Request) -> None:
        worker.request, worker.since = request, time.monotonic()
        with contextlib.suppress(OSError):  # it is dead: its end is noticed when we collect
            worker.connection.send_bytes(json.dumps(request.arguments).encode())
            worker.connection.send_bytes(request.data)

    def _collect(self) -> Iterator[tuple[_Request, _Answer]]:
        """The answers that have come, and those of workers that have ended."""
        if not self.workers:
            return
        by_end: dict[object, _Worker] = {}
        for worker in self.workers:
            by_end[worker.connection] = worker
            by_end[worker.process.sentinel] = worker
        heard = {by_end[end] for end in wait([*by_end], timeout=_TICK)}  # type: ignore[list-item]
        for worker in heard:
            try:
                if not worker.connection.poll():
                    raise EOFError
                message = worker.connection.recv_bytes()
                if not worker.ready:
                    worker.ready, self.failed_starts = message == READY, 0
                    continue
                body = worker.connection.recv_bytes(self.limits.output_mb + 1 << 20)
            except (EOFError, OSError):
                yield from self._ended(worker)
                continue
            yield from self._answered(worker, message, body)

    def _answered(self, worker: _Worker, message: bytes, body: bytes) -> Iterator[tuple[_Request, _Answer]]:
        request, worker.request = worker.request, None
        if request is None:  # nobody asked: not ours any more
            self._remove(worker)
            return
        seconds = time.monotonic() - worker.since
        try:
            head = json.loads(message)
            answer = _Answer(State(head["state"]), str(head["reason"]), body, seconds, int(head["peak"]))
        except (ValueError, KeyError, TypeError):
            self._remove(worker)
            yield request, _Answer(None, "the reader's answer makes no sense; please report the file")
            return
        if answer.state is State.MEMORY:
            self._remove(worker)
            if self._again(worker, request):
                return
        else:
            worker.served += 1
            resident = resident_memory(worker.process.pid or 0) or 0
            if resident > _FULL * (self.limits.memory_mb << 20):
                self._remove(worker)
        yield request, answer

    def _ended(self, worker: _Worker) -> Iterator[tuple[_Request, _Answer]]:
        """The worker died by itself: its document's fault, if it had one."""
        request = worker.request
        worker.process.join(10)
        code = worker.process.exitcode
        self._remove(worker)
        if request is None:
            if not worker.ready:
                self._failed_start(f"exit code {code}")
            return
        if self._again(worker, request):
            return
        seconds = time.monotonic() - worker.since
        if worker.resident > 0.9 * (self.limits.memory_mb << 20):
            yield request, _Answer(State.MEMORY, seconds=seconds, peak=worker.resident)
        else:
            yield request, _Answer(None, _death(code, self.limits), seconds=seconds, peak=worker.resident)

    def _police(self) -> Iterator[tuple[_Request, _Answer]]:
        """Ends the workers that are over their limits."""
        now = time.monotonic()
        for worker in list(self.workers):
            request, seconds = worker.request, now - worker.since
            if request is None:
                if not worker.ready and seconds > _START_SECONDS:
                    self._remove(worker)
                    self._failed_start(f"nothing heard for {_START_SECONDS:.0f} s")
                continue
            worker.resident = max(worker.resident, resident_memory(worker.process.pid or 0) or 0)
            late = seconds > self.limits.seconds
            if not late and worker.resident <= self.limits.memory_mb << 20:
                continue
            if worker.connection.poll():  # it has answered while we were away
                continue
            self._remove(worker)
            if late:
                yield request, _Answer(None, _too_slow(self.limits), seconds=seconds, peak=worker.resident)
            elif not self._again(worker, request):
                yield request, _Answer(State.MEMORY, seconds=seconds, peak=worker.resident)

    def _again(self, worker: _Worker, request: _Request) -> bool:
        """Whether a new worker shall try: what an old one kept of earlier documents may be to blame."""
        if request.retried or not worker.served:
            return False
        request.retried = True
        self.waiting.appendleft(request)
        return True

    def _remove(self, worker: _Worker) -> None:
        if worker in self.workers:
            self.workers.remove(worker)
        worker.end()

    def _failed_start(self, why: str) -> None:
        self.failed_starts += 1
        if self.failed_starts >= _MOST_FAILED_STARTS:
            raise RuntimeError(f"the processes that read documents do not start ({why})")


def _too_slow(limits: Limits) -> str:
    return f"took longer than {limits.seconds:g} s; split it, or check where it came from"


def _death(code: int | None, limits: Limits) -> str:
    if code is not None and code < 0:
        if -code == getattr(signal, "SIGALRM", 14):
            return _too_slow(limits)
        if -code == getattr(signal, "SIGKILL", 9):
            return "the reader was killed (signal 9); the machine may be short of memory"
        return f"the reader crashed (signal {-code}); please report the file"
    return f"the reader ended by itself (exit code {code}); please report the file"


def _context() -> Any:
    """The fork server where there is one: its children start warm, and without our threads and locks."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ingest.warm"])
    return context


_CONTEXT = _context()
