"""Search engines behind one small port.

An engine keeps a disposable index under ``<library>/index/<engine>/``: built aside, checked and swapped in
whole, and opened only when its stamp says that this library, schema and analyser made it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self, runtime_checkable

from corpus.database import Library
from index.tree import Node


class IndexFailure(Exception):
    """The index cannot be built or opened. One line: what, where, what to do."""


class NoAnswer(IndexFailure):
    """The engine's server does not answer this question, or any: to build the index anew would not help."""


class Order(StrEnum):
    """How results are ordered; ties by date, newest first, then by meeting and §."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class IndexState(StrEnum):
    """How an index stands to its library."""

    FRESH = "fresh"
    STALE = "stale"  # ours, of an earlier revision: may answer while a new one is made
    FOREIGN = "foreign"  # of another library, schema or analyser, or damaged: never opened
    MISSING = "missing"


@dataclass(frozen=True)
class Hit:
    """An item found. Scores compare only within one answer."""

    item_id: str
    score: float


@dataclass(frozen=True)
class Found:
    """One page of hits and how many there are in all."""

    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Built:
    """What building did."""

    items: int
    revision: int
    seconds: float


Progress = Callable[[int], None]
"""Called with the number of items indexed so far."""


class Reader(Protocol):
    """An open index, a state of the library that does not change."""

    def search(
        self, query: Node, *, limit: int = 20, offset: int = 0, order: Order = Order.RELEVANCE
    ) -> Found:
        """Items matching an analysed query (``index.tree.analysed``)."""

    def vocabulary(self, field: str) -> list[str]:
        """All values of a typed field, in order."""

    def close(self) -> None:
        """Give back files."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...


@runtime_checkable
class WordFinder(Protocol):
    """A reader that has too many words to list them, and looks itself for those that are like a word."""

    def like(self, field: str, words: Sequence[str]) -> set[str]:
        """Of a field's words those among ``words``, and those a slip or two from one of them."""


class Engine(Protocol):
    """A search engine for one library."""

    name: str

    @property
    def addresses(self) -> str | None:
        """Where the engine's servers are; None for an engine that keeps its index in the library."""

    def state(self, library: Library) -> IndexState:
        """How the index stands to the library."""

    def build(self, library: Library, progress: Progress | None = None) -> Built:
        """Make the index anew from all items of the library and swap it in. Raises IndexFailure."""

    def update(self, library: Library, progress: Progress | None = None, *, patience: float = 600.0) -> Built:
        """Bring the index up to date, with what changed only where that will do.

        Waits ``patience`` seconds for another builder. Raises IndexFailure.
        """

    def open(self, library: Library) -> Reader:
        """Open the index, FRESH or STALE. Raises IndexFailure."""
