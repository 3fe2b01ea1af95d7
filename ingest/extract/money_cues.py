"""Telling words in order of place, and the stretches around amounts where they are sought."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ingest.extract.money_sentences import Span

T = TypeVar("T")


@dataclass(frozen=True)
class Cue(Generic[T]):
    """A telling word at ``start:end``."""

    start: int
    end: int
    value: T


class Cues(Generic[T]):
    """Cues in order of place."""

    def __init__(self, cues: Iterable[Cue[T]]) -> None:
        self.all = sorted(cues, key=lambda cue: cue.start)
        self._starts = [cue.start for cue in self.all]

    def between(self, start: int, end: int) -> list[Cue[T]]:
        """Cues that begin in ``start:end``."""
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def windows(amounts: Sequence[Span], before: int, after: int, length: int) -> list[Span]:
    """The stretches around amounts where cues are looked for, merged, so that none is read twice."""
    windows: list[Span] = []
    for start, end in amounts:
        first, last = max(0, start - before), min(length, end + after)
        if windows and first <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(last, windows[-1][1]))
        else:
            windows.append((first, last))
    return windows
