"""The process that reads a document: it confines itself, then answers one request after another.

``ingest.isolation`` starts it and holds the other end. What comes back is bytes and JSON, never a pickle: a
process that a hostile file has taken over must not be able to take over its parent as well.
"""

from __future__ import annotations

import contextlib
import gc
import json
import math
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ingest.document import ReadError

Task = Callable[[bytes, dict[str, Any]], bytes]
"""What a worker does with a request: its bytes and its arguments (JSON) to the answer's bytes."""

READY = b"ready"
_ALARM_GRACE = 10  # seconds after the time limit: only a worker without a parent lives to hear the alarm
_KILL_WITH_PARENT = 1  # PR_SET_PDEATHSIG, <linux/prctl.h>
_MOST_FILES = 4096
_FILE_PAGES = 24 << 20  # bytes: libraries' pages that are not mapped yet, and do not count as data
_MAX_FILE = 1 << 30  # bytes: the largest temporary file a converter may write


class State(StrEnum):
    """What became of a request."""

    DONE = "done"
    REFUSED = "refused"  # ReadError: the document's own fault, and its reason is said already
    MEMORY = "memory"
    OUTPUT = "output"
    DEFECT = "defect"  # an exception nobody expected


@dataclass(frozen=True)
class Limits:
    """What one document may take: seconds by the clock, and megabytes (2**20 bytes).

    ``memory_mb`` is the worker process's whole resident memory: 95 MB are there before it reads anything.
    """

    seconds: float = 120.0
    memory_mb: int = 400
    output_mb: int = 64


def serve(connection: Connection, task: Task, limits: Limits) -> None:
    """Answer requests until the parent closes its end.

    A request is two messages: its arguments as JSON, and its bytes. So is an answer: ``{"state", "reason",
    "peak"}`` as JSON (``peak`` in bytes), and its bytes.
    """
    _confine(limits, connection.fileno())
    gc.freeze()  # what is shared with the fork server is neither looked through nor copied again
    connection.send_bytes(READY)
    while True:
        try:
            arguments = json.loads(connection.recv_bytes())
            data = connection.recv_bytes()
        except (EOFError, OSError):
            return
        except MemoryError:  # the document alone is more than we may hold
            _answer(connection, State.MEMORY, "", b"")
            return
        _forget_peak()
        _alarm(math.ceil(limits.seconds) + _ALARM_GRACE)
        state, reason, body = run(task, data, arguments, limits.output_mb << 20)
        _alarm(0)
        del data, arguments
        if not _answer(connection, state, reason, body):
            return
        if state is State.MEMORY:  # the heap is torn: the next document deserves a new one
            return
        del body
        gc.collect()


def _answer(connection: Connection, state: State, reason: str, body: bytes) -> bool:
    head = {"state": state, "reason": reason, "peak": peak_memory()}
    try:
        connection.send_bytes(json.dumps(head).encode())
        connection.send_bytes(body)
    except OSError:
        return False
    return True


def run(task: Task, data: bytes, arguments: dict[str, Any], most: int) -> tuple[State, str, bytes]:
    """The task's answer, or the state and reason of its failing; raises nothing but KeyboardInterrupt."""
    try:
        body = task(data, arguments)
    except ReadError as error:
        return State.REFUSED, str(error), b""
    except MemoryError:
        return State.MEMORY, "", b""
    except Exception as error:
        return State.DEFECT, " ".join(f"{type(error).__name__}: {error}".split())[:200], b""
    if len(body) > most:
        return State.OUTPUT, "", b""
    return State.DONE, "", body


def peak_memory() -> int:
    """The most memory this process held at once, in bytes, by the kernel's account; 0 where it keeps none."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak << 10


def resident_memory(process: int) -> int | None:
    """The memory a process holds now, in bytes; None if it is gone, or the system has no /proc."""
    pages = _pages(process)
    return pages[0] * os.sysconf("SC_PAGE_SIZE") if pages else None


def own_limits(memory: int) -> None:
    """For a converter's own process, before it starts: bytes of memory in place of the worker's limit."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (memory if hard < 0 else min(memory, hard), hard))


def _confine(limits: Limits, connection: int) -> None:
    """No terminal, no files but the connection, a group of its own, no life beyond the parent's, no core
    dumps, and bounded memory."""
    with contextlib.suppress(AttributeError, OSError):
        sys.stdin.close()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # parsers complain to stderr; what matters is in the notes
        os.dup2(nothing, stream)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    if hasattr(os, "setsid"):
        with contextlib.suppress(OSError):  # converters that we start die with us
            os.setsid()
        # Among them is what keeps the fork server alive: it must end with the parent, and we with it.
        os.closerange(3, connection)
        os.closerange(connection + 1, _MOST_FILES)
    sys.stdin = open(os.devnull)  # noqa: SIM115
    _die_with_parent()
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_MAX_FILE, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
        pages = _pages(os.getpid())
        if pages is not None:
            # What may still be resident may still be allocated. The kernel refuses the rest at once, where
            # the parent's watch over resident memory could come too late.
            resident, data = (number * os.sysconf("SC_PAGE_SIZE") for number in pages)
            most = data + max((limits.memory_mb << 20) - resident - _FILE_PAGES, 16 << 20)
            resource.setrlimit(resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _die_with_parent() -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).prctl(_KILL_WITH_PARENT, signal.SIGKILL)


def _alarm(seconds: int) -> None:
    """Lets the kernel end this process then, whatever it is doing; 0 calls it off."""
    if hasattr(signal, "alarm"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)


def _forget_peak() -> None:
    """Peak memory counts from now (Linux), so that it is the document's and not an earlier one's."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _pages(process: int) -> tuple[int, int] | None:
    """Resident pages, and pages of data and stack (proc(5), statm)."""
    try:
        fields = Path(f"/proc/{process}/statm").read_text().split()
        return int(fields[1]), int(fields[5])
    except (OSError, IndexError, ValueError):
        return None
