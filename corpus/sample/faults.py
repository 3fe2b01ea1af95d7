"""What servers do wrong, for the local Finland to do on purpose."""

from __future__ import annotations

import contextlib
import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.sample.server import Handler

_CHUNK = 1 << 16


@dataclass
class Fault:
    """What is wrong with an address: ``answer`` writes in its place, ``times`` often (None: always)."""

    answer: Callable[[Handler], None]
    times: int | None = None


def status(code: int, headers: dict[str, str] | None = None, *, times: int | None = None) -> Fault:
    """An answer of that status."""
    return Fault(lambda handler: handler.answer(code, b"<html><body>Virhe</body></html>", headers), times)


def redirect(target: str, *, times: int | None = None) -> Fault:
    """A redirect."""
    return Fault(lambda handler: handler.answer(302, b"", {"Location": target}), times)


def slow(seconds: float, *, times: int | None = None) -> Fault:
    """Nothing for so long, then an empty page."""

    def answer(handler: Handler) -> None:
        time.sleep(seconds)
        handler.answer(200, b"<html><body></body></html>")

    return Fault(answer, times)


def broken(*, times: int | None = None) -> Fault:
    """An answer cut off in the middle."""

    def answer(handler: Handler) -> None:
        handler.begin(200, {"Content-Type": "text/html", "Content-Length": "5000"})
        handler.write(b"<html><body>")
        handler.close_connection = True

    return Fault(answer, times)


def endless(size: int, *, times: int | None = None) -> Fault:
    """A body that says it is of that size, and goes on as long as anybody listens."""

    def answer(handler: Handler) -> None:
        handler.close_connection = True
        handler.begin(200, {"Content-Type": "application/pdf", "Content-Length": str(size)})
        with contextlib.suppress(OSError):
            for _ in range(size // _CHUNK):
                handler.write(b"x" * _CHUNK)

    return Fault(answer, times)


def bomb(size: int, *, times: int | None = None) -> Fault:
    """A page that is small until it is unpacked."""
    packed = gzip.compress(b"<html><body>" + b" " * size, mtime=0)
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    return Fault(lambda handler: handler.answer(200, packed, headers), times)
