"""Readers that misbehave in every way a hostile document could make a real one misbehave.

What a reader does is its document's first word; the rest of the document is its argument.
"""

from __future__ import annotations

import ctypes
import hashlib
import mmap
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.records import Document, Kind, Reading
from ingest.document import ReadError

KEPT: list[bytes] = []


def read(data: bytes, name: str, uri: str) -> Reading:
    """Does what the document says, then reads it as its name and one page."""
    word, _, rest = data.partition(b" ")
    if act := _ACTS.get(word.decode()):
        act(rest.decode())
    document = Document(
        name=name,
        uri=uri,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        kind=Kind.OTHER,
        language="fi",
        municipality=None,
        reader=f"test/{os.getpid()}",
        note=None,
    )
    pages = ("x" * int(rest),) if word == b"long" else (data.decode(),)
    return Reading(document=document, pages=pages, meeting=None, items=())


def answer(data: bytes, arguments: dict[str, Any]) -> bytes:
    """A task of another kind: the data in capitals, or what ``read`` does with it."""
    read(data, arguments["name"], "file:///x")
    return data.upper()


def never_ready(*_: object) -> None:
    """In place of ``ingest.worker.serve``: a worker that does not come up."""
    os._exit(1)


def _crash(_: str) -> None:
    ctypes.string_at(0)


def _swell(words: str) -> None:
    """As a parser in C++ that is refused the memory it asks for: so many megabytes, then the signal."""
    megabytes, number = words.split()
    KEPT.append(os.urandom(int(megabytes) << 20))
    time.sleep(0.2)
    _kill(number)


def _kill(number: str) -> None:
    os.kill(os.getpid(), int(number))


def _hang(_: str) -> None:
    time.sleep(600)


def _spin(_: str) -> None:
    re.match(r"(a+)+$", "a" * 64 + "b")  # never lets another thread run


def _deaf(_: str) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(600)


def _grow(_: str) -> None:
    while True:
        KEPT.append(os.urandom(1 << 20))


def _gulp(_: str) -> None:
    KEPT.append(bytes(bytearray(b"x") * (4 << 30)))


def _shared(_: str) -> None:
    """Shared memory is not under the data limit: only the watch from outside sees it."""
    area = mmap.mmap(-1, 4 << 30)
    for start in range(0, 4 << 30, 1 << 20):
        area[start : start + (1 << 20)] = b"x" * (1 << 20)


def _keep(megabytes: str) -> None:
    KEPT.append(os.urandom(int(megabytes) << 20))


def _offspring(note: str) -> None:
    child = subprocess.Popen(["sleep", "600"])
    Path(note).write_text(f"{os.getpid()} {child.pid}")
    time.sleep(600)


def _note(note: str) -> None:
    Path(note).write_text(str(os.getpid()))
    time.sleep(600)


def _noise(_: str) -> None:
    print("noise on stdout", flush=True)
    os.write(2, b"noise on stderr\n")
    assert sys.stdin.read() == ""


def _refuse(_: str) -> None:
    raise ReadError("x: not today; come back tomorrow")


def _fail(_: str) -> None:
    raise KeyError("two\nlines")


def _wait(seconds: str) -> None:
    time.sleep(float(seconds))


def _exit(code: str) -> None:
    os._exit(int(code))


_ACTS: dict[str, Callable[[str], None]] = {
    "crash": _crash,
    "kill": _kill,
    "swell": _swell,
    "exit": _exit,
    "hang": _hang,
    "spin": _spin,
    "deaf": _deaf,
    "grow": _grow,
    "gulp": _gulp,
    "shared": _shared,
    "keep": _keep,
    "offspring": _offspring,
    "note": _note,
    "noise": _noise,
    "refuse": _refuse,
    "fail": _fail,
    "wait": _wait,
}
