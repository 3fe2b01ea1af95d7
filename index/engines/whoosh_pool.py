"""Postings gathered by term while documents are added.

Whoosh's own pool pickles every posting into files that it sorts and reads again, one by one, which takes most
of the time of indexing. Here a term's postings are rows of numbers that grow; only terms are sorted.
"""

from __future__ import annotations

import heapq
import marshal
import tempfile
from array import array
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import IO, NamedTuple

NUMBERS, WEIGHTS = "I", "f"
"""Types of rows, as ``array`` names them: what Whoosh counts documents and weighs terms with."""

Key = tuple[str, bytes]
"""A field and a term."""

_OF_A_TERM, _OF_A_POSTING = 600, 12  # bytes of memory, about


class Gathered(NamedTuple):
    """A term's postings, by document."""

    documents: array[int]
    weights: array[float]
    values: bytearray  # all of them, one after another
    sizes: array[int]  # bytes of each


class Pool:
    """Takes postings in the order of documents and gives them by term; ``limit`` is in bytes.

    With more than that in memory they go into a file in ``folder`` that nobody else can open, and that is
    gone with the process.
    """

    def __init__(self, folder: str, limit: int) -> None:
        self._folder = folder
        self._limit = self._left = limit
        self._held: dict[Key, Gathered] = {}
        self._runs: list[IO[bytes]] = []

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        """Take a posting: field, term, document, weight, value."""
        field, term, document, weight, value = posting
        held = self._held.get((field, term))
        if held is None:
            held = self._held[field, term] = Gathered(
                array(NUMBERS), array(WEIGHTS), bytearray(), array(NUMBERS)
            )
            self._left -= _OF_A_TERM
        documents, weights, values, sizes = held
        documents.append(document)
        weights.append(weight)
        if value:
            values += value
        sizes.append(len(value))
        self._left -= _OF_A_POSTING + len(value)
        if self._left < 0:
            self._save()

    def iter_postings(self) -> Iterator[tuple[Key, Gathered]]:
        """All terms in order, with their postings."""
        held = sorted(self._held.items(), key=itemgetter(0))
        self._held = {}
        ordered = heapq.merge(*map(_saved, self._runs), held, key=itemgetter(0))
        for key, parts in groupby(ordered, key=itemgetter(0)):
            (_, gathered), *more = parts
            documents, weights, values, sizes = gathered
            for _, (others, other_weights, other_values, other_sizes) in more:
                documents += others
                weights += other_weights
                values += other_values
                sizes += other_sizes
            yield key, gathered

    def cleanup(self) -> None:
        """Give back memory and files."""
        self._held = {}
        while self._runs:
            self._runs.pop().close()

    def _save(self) -> None:
        run = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed by cleanup
        self._runs.append(run)
        for key, gathered in sorted(self._held.items(), key=itemgetter(0)):
            marshal.dump((key, *map(bytes, gathered)), run)
        run.seek(0)
        self._held = {}
        self._left = self._limit


def _saved(run: IO[bytes]) -> Iterator[tuple[Key, Gathered]]:
    while True:
        try:
            key, documents, weights, values, sizes = marshal.load(run)
        except EOFError:
            return
        yield (
            key,
            Gathered(
                array(NUMBERS, documents), array(WEIGHTS, weights), bytearray(values), array(NUMBERS, sizes)
            ),
        )
