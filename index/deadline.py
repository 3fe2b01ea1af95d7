"""A time by which an answer must be there: work that may be long looks at the clock now and then.

Whoever asks sets it, whoever works checks it; what lies between need not know.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_end: ContextVar[float | None] = ContextVar("end", default=None)


class TooSlow(Exception):
    """The answer would come too late. One line: what to do."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Give what is done meanwhile so many seconds."""
    token = _end.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _end.reset(token)


def passed() -> bool:
    """Whether the time is over; never, where nobody set one."""
    end = _end.get()
    return end is not None and time.monotonic() > end


def check() -> None:
    """Raises TooSlow if the time is over."""
    if passed():
        raise TooSlow("the question took too long: narrow it")
