"""The worker processes that read documents: started, given work, watched, ended and replaced.

A worker holds one request at a time, so that whatever happens to it is that request's doing. All of this
runs in the thread of whoever asks for the answers; while nobody asks, the kernel alone holds the workers to
their limits (RLIMIT_DATA, alarm), and an answer that came in time is taken even if it is fetched late.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from socket import socket as Socket
from typing import Any

from ingest.worker import READY, Limits, State, Task, resident_memory, serve

_TICK = 0.02  # seconds between looks at the workers' time and memory
_START_SECONDS = 120.0
_MOST_FAILED_STARTS = 3
_FULL = 0.6  # of the memory limit: a worker that keeps this much after a document is replaced
# C++ that is refused memory aborts. What a process held when last looked at tells a part of it: of the memory
# limit, so much that it surely was that, and so much that it may have been.
_ABORTS = frozenset({signal.SIGABRT, getattr(signal, "SIGTRAP", 5), signal.SIGILL})
_NEARLY_ALL = 0.8
_MUCH = 0.6
_AHEAD = 4  # times the workers: answers that may be held back for the sake of order
_PATIENCE = 10.0  # seconds for the system to bury a killed process


class WorkersError(RuntimeError):
    """No worker can be started. One line."""


@dataclass
class Request:
    """What a worker is asked; ``retried`` requests are for workers that have read nothing yet."""

    number: int
    data: bytes
    arguments: dict[str, Any]
    retried: bool = False


@dataclass(frozen=True)
class Answer:
    """What became of a request, in seconds by the clock and bytes of memory at the most."""

    state: State | None  # None: the worker ended, and ``reason`` tells how
    reason: str = ""
    body: bytes = b""
    seconds: float = 0.0
    peak: int = 0


@dataclass(eq=False)
class _Worker:
    """A worker process, and what it is at."""

    process: BaseProcess
    connection: Connection
    since: float
    ready: bool = False
    request: Request | None = None
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
        self.process.join(_PATIENCE)
        self.connection.close()


@dataclass
class Crew:
    """The workers, and the requests waiting for one. ``held`` answers the caller has not passed on yet."""

    task: Task
    count: int
    limits: Limits
    workers: list[_Worker] = field(default_factory=list)
    waiting: deque[Request] = field(default_factory=deque)
    held: int = 0
    failed_starts: int = 0

    def answers(self, requests: Iterator[Request]) -> Iterator[tuple[Request, Answer]]:
        """Every request with its answer, as they come."""
        more = True
        while more or self.waiting or any(worker.request for worker in self.workers):
            more = self._fill(requests if more else iter(())) and more
            yield from self._collect()
            yield from self._police()

    def close(self) -> None:
        """Ends all workers."""
        while self.workers:
            self.workers.pop().end()

    def _fill(self, requests: Iterator[Request]) -> bool:
        """Gives every idle worker something to do; false if there are no more requests."""
        while True:
            if not self.waiting:
                busy = sum(worker.request is not None for worker in self.workers)
                if self.held >= _AHEAD * self.count or busy >= self.count:
                    return True
                request = next(requests, None)
                if request is None:
                    return False
                self.waiting.append(request)
            if not self._hand_out(self.waiting[0]):
                return True
            self.waiting.popleft()

    def _hand_out(self, request: Request) -> bool:
        """Whether a worker could have it; if not, one is on its way, or all are busy."""
        idle = [worker for worker in self.workers if worker.ready and worker.request is None]
        for worker in idle:
            if not (worker.served and request.retried):
                self._send(worker, request)
                return True
        if any(not worker.ready for worker in self.workers):
            return False
        if len(self.workers) >= self.count and idle:
            self._remove(idle[0])
        if len(self.workers) < self.count:
            self._start()
        return False

    def _start(self) -> None:
        ours, theirs = _context().Pipe()
        process = _context().Process(target=serve, args=(theirs, self.task, self.limits), daemon=True)
        process.start()
        theirs.close()  # else its end would go unnoticed
        self.workers.append(_Worker(process, ours, time.monotonic()))

    def _send(self, worker: _Worker, request: Request) -> None:
        worker.request, worker.since, worker.resident = request, time.monotonic(), 0
        with contextlib.suppress(OSError):  # it is dead: its end is noticed when we collect
            worker.connection.send_bytes(json.dumps(request.arguments).encode())
            worker.connection.send_bytes(request.data)

    def _collect(self) -> Iterator[tuple[Request, Answer]]:
        """The answers that have come, and those of workers that have ended."""
        if not self.workers:
            return
        signs: list[Connection | Socket | int] = []
        for worker in self.workers:
            signs += [worker.connection, worker.process.sentinel]
        seen = wait(signs, timeout=_TICK)
        for worker in list(self.workers):
            if worker.connection not in seen and worker.process.sentinel not in seen:
                continue
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

    def _answered(self, worker: _Worker, message: bytes, body: bytes) -> Iterator[tuple[Request, Answer]]:
        request, worker.request = worker.request, None
        if request is None:  # nobody asked: not ours any more
            self._remove(worker)
            return
        seconds = time.monotonic() - worker.since
        try:
            head = json.loads(message)
            answer = Answer(State(head["state"]), str(head["reason"]), body, seconds, int(head["peak"]))
        except (ValueError, KeyError, TypeError):
            self._remove(worker)
            yield request, Answer(None, "the reader's answer makes no sense; please report the file")
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

    def _ended(self, worker: _Worker) -> Iterator[tuple[Request, Answer]]:
        """The worker died by itself: its document's fault, if it had one."""
        request = worker.request
        worker.process.join(1)
        code = worker.process.exitcode
        self._remove(worker)
        if request is None:
            if not worker.ready:
                self._failed_start(f"exit code {code}")
            return
        if self._again(worker, request):
            return
        seconds = time.monotonic() - worker.since
        held = worker.resident >> 20
        state, reason = None, _death(code, self.limits, held)
        if code is not None and -code in _ABORTS and held > _NEARLY_ALL * self.limits.memory_mb:
            state = State.MEMORY
        yield request, Answer(state, reason, seconds=seconds, peak=worker.resident)

    def _police(self) -> Iterator[tuple[Request, Answer]]:
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
                yield request, Answer(None, _too_slow(self.limits), seconds=seconds, peak=worker.resident)
            elif not self._again(worker, request):
                yield request, Answer(State.MEMORY, seconds=seconds, peak=worker.resident)

    def _again(self, worker: _Worker, request: Request) -> bool:
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
            raise WorkersError(
                f"the processes that read documents do not start ({why}); "
                "--workers 0 reads without them, and without limits"
            )


def _too_slow(limits: Limits) -> str:
    return f"took longer than {limits.seconds:g} s; split it, or check where it came from"


def _death(code: int | None, limits: Limits, held: int) -> str:
    if code is not None and code < 0:
        if -code == getattr(signal, "SIGALRM", 14):
            return _too_slow(limits)
        if -code == getattr(signal, "SIGKILL", 9):
            return "the reader was killed (signal 9); the machine may be short of memory"
        if held > _MUCH * limits.memory_mb:
            much = f"holding {held} MB of the {limits.memory_mb} MB it may"
            return f"the reader crashed (signal {-code}), {much}; split it, or check where it came from"
        return f"the reader crashed (signal {-code}); please report the file"
    return f"the reader ended by itself (exit code {code}); please report the file"


@cache
def _context() -> Any:
    """The fork server where there is one: its children start warm, and without our threads and locks."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ingest.warm"])
    return context
