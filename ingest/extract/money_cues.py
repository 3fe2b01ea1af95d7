"""Telling words in order of place, and the stretches around amounts where they are sought."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ingest.extract.money_sentences import Span
from ingest.extract.money_words import KindCues, kinds_at, words

T = TypeVar("T")

FARTHEST_CUE = 300  # characters before an amount that its sentence may reach
FARTHEST_AFTER = 120


@dataclass(frozen=True)
class Cue(Generic[T]):
    """A telling word at ``start:end``."""

    start: int
    end: int
    value: T


@dataclass(frozen=True)
class Place:
    """Where an amount stands; ``previous_end`` is the end of the amount before it in the sentence, if any."""

    start: int
    end: int
    previous_end: int | None
    next_start: int | None
    genitive: bool
    rated: bool = False  # so much by the hour, by the head

    @property
    def span(self) -> Span:
        """Start and end."""
        return self.start, self.end


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


def kind_cues(lower: str, stretches: Iterable[Span]) -> Iterator[Cue[KindCues]]:
    """The cues of kinds of money in the ``stretches`` of ``lower``, a text in lower case, in order.

    Those of different kinds may overlap. Left out are those in a compound whose head is another: a
    "maksutuotto" is a "tuotto".
    """
    ordered = sorted(_all_kind_cues(lower, stretches), key=lambda cue: cue.start)
    last_start = [0] * len(ordered)  # for each cue, the last start of one after it in the same word
    for index in range(len(ordered) - 1, -1, -1):
        cue = ordered[index]
        after = ordered[index + 1] if index + 1 < len(ordered) else None
        if after is not None and lower[cue.start : after.start].isalpha():
            last_start[index] = max(after.start, last_start[index + 1])
    for cue, start in zip(ordered, last_start, strict=True):
        if start < cue.end:
            yield cue


def _all_kind_cues(lower: str, stretches: Iterable[Span]) -> Iterator[Cue[KindCues]]:
    """Each kind's cues, apart from one another."""
    known = words()
    ends = [0] * len(known.kinds)
    for start, end in stretches:
        for hit in known.kind_starts.finditer(lower, start, end):
            position = hit.start()
            begins = not (position and (lower[position - 1].isalnum() or lower[position - 1] == "_"))
            for index, pattern in kinds_at(lower[position : position + 3], begins_word=begins):
                if position >= ends[index] and (match := pattern.match(lower, position, end)):
                    ends[index] = match.end()
                    yield Cue(position, match.end(), known.kinds[index])
