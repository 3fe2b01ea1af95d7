"""The library as the server reads it: opened for each question, its index only ever read.

An index that is older than the library answers as it is, and a process of its own brings it up to date
meanwhile: a question never waits for a builder, and a building process's weight is not the server's.
"""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from corpus.connection import LibraryError, connect
from corpus.database import Library
from corpus.redaction import RedactedLibrary
from index import deadline
from index.analysis import Memory
from index.engines import Engine, IndexFailure, IndexState, Progress, Reader
from index.engines.choice import engine_of
from web.settings import Settings

_STEPS = 20_000  # of SQLite's machine between two looks at the clock
_MOST_WORDS = 200_000  # whose analyses are kept
_BETWEEN_TRIES = 20.0  # seconds between two attempts at building


class TooBusy(Exception):
    """More questions wait than can be answered in time."""


class Served:
    """An engine of which only reading is asked: an old index counts as fresh, a missing one is an error."""

    def __init__(self, engine: Engine, shelf: Shelf) -> None:
        self.name = engine.name
        self._engine = engine
        self._shelf = shelf
        self.old = False

    def state(self, library: Library) -> IndexState:
        """Fresh if the index can be opened at all. Asks for a builder if it is not the newest."""
        found = self._engine.state(library)
        if found is not IndexState.FRESH:
            self._shelf.ask_for_builder()
        self.old = found is IndexState.STALE
        return IndexState.FRESH if self.old else found

    def build(self, library: Library, progress: Progress | None = None) -> Any:
        """Never here. Raises IndexFailure."""
        raise IndexFailure("the index is being made: try again in a moment")

    def update(self, library: Library, progress: Progress | None = None, *, patience: float = 0.0) -> Any:
        """Never here. Raises IndexFailure."""
        return self.build(library, progress)

    @property
    def addresses(self) -> str | None:
        """Where the engine's servers are."""
        return self._engine.addresses

    def open(self, library: Library) -> Reader:
        """Open the index. Raises IndexFailure."""
        return self._engine.open(library)


class Shown(Library):
    """A library that a server only reads, and whose words' analyses it keeps from question to question."""

    _memory: ClassVar[Memory] = Memory()

    @property
    def memory(self) -> Memory:
        """What all questions share; begun anew when it has grown large."""
        if len(Shown._memory.terms) > _MOST_WORDS:
            Shown._memory = Memory()
        return Shown._memory

    def remember_words(self, terms: Mapping[str, Iterable[str]], analyser: str) -> None:
        """Not in the library: a server writes nothing there."""


class Covered(RedactedLibrary, Shown):
    """The same, without the names of private persons."""


@dataclass(frozen=True)
class Moment:
    """What an answer depends on beside its question: the library's revision and the index's making."""

    revision: int
    index: int


class Shelf:
    """Opens the library for questions, a bounded number at once, each for a bounded time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._places = threading.BoundedSemaphore(settings.at_once)
        self._builder: subprocess.Popen[bytes] | None = None
        self._asked = 0.0
        self._lock = threading.Lock()
        self._watchers = threading.local()
        self._engine = ""
        self._kind = Covered if settings.redact else Shown
        Library.open(settings.library).close()  # raises LibraryError where there is none

    @contextlib.contextmanager
    def library(self) -> Iterator[Library]:
        """The library, for one question; what it reads is stopped when it takes too long.

        Raises TooBusy, TooSlow, LibraryError.
        """
        if not self._places.acquire(timeout=self._settings.patience):
            raise TooBusy
        try:
            with deadline.within(self._settings.seconds), self._kind.open(self._settings.library) as library:
                library.read_only = True
                library.connection.set_progress_handler(deadline.passed, _STEPS)
                yield library
        finally:
            self._places.release()

    def engine(self, library: Library) -> Served:
        """The library's engine, for reading."""
        engine = engine_of(library)
        self._engine = engine.name
        return Served(engine, self)

    def moment(self) -> Moment:
        """What answers depend on just now; costs some microseconds. Of a library that cannot be read, a
        moment of its own: what is said of that is not to be remembered."""
        try:
            watcher = getattr(self._watchers, "connection", None)
            if watcher is None:
                watcher, _ = connect(self._settings.library)
                self._watchers.connection = watcher
            (revision,) = watcher.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()
        except (sqlite3.Error, LibraryError):
            return Moment(-1, time.monotonic_ns())
        made = 0
        if self._engine:
            with contextlib.suppress(OSError):
                made = (self._settings.library / "index" / self._engine / "stamp.json").stat().st_mtime_ns
        return Moment(int(revision), made)

    def ask_for_builder(self) -> None:
        """Have the index brought up to date by a process of its own, one at a time and not too often."""
        with self._lock:
            running = self._builder is not None and self._builder.poll() is None
            if running or time.monotonic() - self._asked < _BETWEEN_TRIES:
                return
            self._asked = time.monotonic()
            command = [sys.executable, "-m", "cli", "reindex", "--if-needed", "--library"]
            self._builder = subprocess.Popen(
                [*command, str(self._settings.library)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
            )
