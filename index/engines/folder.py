"""What engines that keep their index in a folder have in common: building, updating, opening.

A build and an update both make a whole folder aside and swap it in, so that readers see either all of a
batch or nothing of it, and a builder killed at any moment leaves the old index as it was.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from corpus.collector import no_collector
from corpus.connection import LibraryError
from corpus.database import Library
from index.analysis import Analyser
from index.engines import Built, IndexFailure, IndexState, Progress, Reader
from index.engines.changes import changes, documents_of, read_documents, write_documents
from index.engines.feed import (
    BATCH,
    LookUp,
    entries_of,
    kept_words,
    newest_first,
    of_documents,
    snapshot,
)
from index.engines.swap import BUILDER_WAITS, Aside, building, retried, stamp_of, stamped, state, write_stamp
from index.entry import Entry

_TRY_FOR = 3.0  # seconds to open an index that is being swapped
_MOST_CHANGED = 0.3  # of all documents: with more, building anew is quicker than updating


class Writer(Protocol):
    """Writes into an index folder."""

    def add(self, entry: Entry) -> None:
        """Index an entry."""

    def remove(self, document_ids: Sequence[int]) -> None:
        """Take out the items of some documents."""

    def finish(self) -> int:
        """Make it lasting; how many items the index then holds."""

    def abandon(self) -> None:
        """Stop in the middle."""


class FolderEngine(ABC):
    """An engine that keeps its index under ``<library>/index/<name>/``.

    ``sealed`` engines open only what this user made on this machine.
    """

    name: str
    sealed = False
    addresses: str | None = None

    @abstractmethod
    def version(self) -> str:
        """The engine's version: an index of another one is made anew."""

    @abstractmethod
    def _create(self, folder: Path) -> Writer:
        """A writer of a new index in an empty folder."""

    @abstractmethod
    def _append(self, folder: Path) -> Writer:
        """A writer that goes on with the index in a folder."""

    @abstractmethod
    def _read(self, folder: Path, found: LookUp) -> Reader:
        """An open index. ``found`` looks up entries in the library."""

    def state(self, library: Library) -> IndexState:
        """How the index stands to the library."""
        return state(self._stamp_name(), library, self.folder(library), sealed=self.sealed)

    def folder(self, library: Library) -> Path:
        """Where the index is."""
        return library.folder / "index" / self.name

    def build(self, library: Library, progress: Progress | None = None) -> Built:
        """Make the index anew from all items and swap it in. Raises IndexFailure."""
        began = time.perf_counter()
        with building(self.folder(library)) as aside:
            return self._built(library, aside, progress, began)

    def update(
        self, library: Library, progress: Progress | None = None, *, patience: float = BUILDER_WAITS
    ) -> Built:
        """Bring the index up to date: only what changed, or all if it is missing, foreign or far behind.

        Waits ``patience`` seconds for another builder. Raises IndexFailure.
        """
        began = time.perf_counter()
        folder = self.folder(library)
        with building(folder, patience) as aside:
            found = self.state(library)  # another builder may just have been here
            stamp = stamp_of(folder)
            if found is IndexState.FRESH and stamp is not None:
                return Built(stamp.items, stamp.revision, time.perf_counter() - began)
            if found is IndexState.STALE:
                built = self._updated(library, aside, progress, began)
                if built is not None:
                    return built
            return self._built(library, aside, progress, began)

    def open(self, library: Library) -> Reader:
        """Open the index, fresh or stale. Raises IndexFailure."""
        folder = self.folder(library)
        failure: Exception | None = None
        for pause in retried(_TRY_FOR):
            found = self.state(library)
            if found in (IndexState.FRESH, IndexState.STALE):
                try:
                    return self._read(folder, entries_of(library))
                except Exception as error:  # a damaged index fails in any way
                    failure = error
            elif found is IndexState.FOREIGN and stamp_of(folder) is not None:
                break
            if pause:
                time.sleep(pause)
        reason = f" ({failure})" if failure else ""
        raise IndexFailure(f"the index cannot be opened{reason}: {folder}: run `pykala reindex`")

    def _built(self, library: Library, aside: Aside, progress: Progress | None, began: float) -> Built:
        with snapshot(library) as seen, kept_words(library) as words:
            revision = seen.revision()
            documents = documents_of(seen)
            folder = aside.empty()
            writer = self._create(folder)
            count = _write(writer, newest_first(seen, Analyser(words)), progress)
        return self._finished(library, aside, folder, documents, revision, count, began)

    def _updated(
        self, library: Library, aside: Aside, progress: Progress | None, began: float
    ) -> Built | None:
        """What changed only; None if it is better, or safer, to build anew."""
        try:
            before = read_documents(self.folder(library))
        except (OSError, ValueError):
            return None
        with snapshot(library) as seen, kept_words(library) as words:
            revision = seen.revision()
            documents = documents_of(seen)
            change = changes(before, documents)
            if len(change.add) + len(change.remove) > _MOST_CHANGED * len(before) + BATCH:
                return None
            try:
                folder = aside.copied()
                writer = self._append(folder)
                count = _write(writer, of_documents(seen, change, Analyser(words)), progress, change.remove)
            except (IndexFailure, LibraryError):
                raise
            except Exception as error:
                if isinstance(error, OSError) and error.errno is not None:
                    raise
                return None  # damaged in a way its stamp does not show
            items = seen.connection.execute("SELECT count(*) FROM items WHERE live").fetchone()[0]
        if count != items:
            return None
        return self._finished(library, aside, folder, documents, revision, count, began)

    def _finished(
        self,
        library: Library,
        aside: Aside,
        folder: Path,
        documents: dict[int, bytes],
        revision: int,
        count: int,
        began: float,
    ) -> Built:
        write_documents(folder, documents)
        stamp = stamped(
            folder, self._stamp_name(), library, revision=revision, items=count, sealed=self.sealed
        )
        write_stamp(folder, stamp)
        aside.swap_in()
        return Built(count, revision, time.perf_counter() - began)

    def _stamp_name(self) -> str:
        return f"{self.name} {self.version()}"


def _write(
    writer: Writer, made: Iterable[Entry], progress: Progress | None, remove: Sequence[int] = ()
) -> int:
    try:
        if remove:
            writer.remove(remove)
        count = 0
        with no_collector():
            for count, entry in enumerate(made, start=1):
                writer.add(entry)
                if progress is not None and count % BATCH == 0:
                    progress(count)
        held = writer.finish()
    except BaseException:
        writer.abandon()
        raise
    if not remove and held < count:
        raise IndexFailure(f"the index holds {held} of {count} items: run `pykala reindex` again")
    if progress is not None:
        progress(count)
    return held
