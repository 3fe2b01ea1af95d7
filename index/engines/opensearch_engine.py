"""OpenSearch as search engine: ``pip install pykala[opensearch]``.

A library's index is the alias ``pykala-<library's id>``, which names an index made whole and swapped in. An
update writes into that index: what is new belongs to its next generation, which nobody sees until the index's
own description (``_meta``) tells that it is the present one. That is one change of the cluster's state, so
a reader sees all of an update or nothing of it, and a writer killed at any moment leaves nothing that shows.
What an update took out goes for good with the next one.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any as Anything

from corpus.collector import no_collector
from corpus.database import Library
from index.analysis import ANALYSER, Analyser
from index.engines import Built, IndexFailure, IndexState, Progress
from index.engines.changes import changes, documents_of
from index.engines.feed import (
    BATCH,
    entries_of,
    kept_words,
    newest_first,
    of_documents,
    snapshot,
)
from index.engines.opensearch_cluster import WRITING, Cluster, Refused
from index.engines.opensearch_document import BORN, EDITION, document, index_body
from index.engines.opensearch_reader import Held, OpenSearchReader, counted, searched
from index.engines.opensearch_writing import Bulk, Lease, create, only_writer
from index.engines.swap import BUILDER_WAITS, STAMP, building
from index.entry import SCHEMA, Entry

VERSION = "opensearch 1"
"""Version of how items are kept in a cluster: an index of another one is made anew."""

SHARDS = 3
"""Parts of an index, so that three nodes share the work."""

_OURS = "pykala"
_MOST_CHANGED = 0.3  # of all documents: with more, building anew is quicker than updating
_MOST_DEAD = 5_000  # editions that are told apart in every question


@dataclass(frozen=True)
class _Stamp:
    """What an index says of itself; all but the last four must agree before it is asked."""

    engine: str
    schema: int
    analyser: str
    library: str
    revision: int
    items: int
    generation: int
    dead: tuple[str, ...] = ()


class OpenSearchEngine:
    """The engine of a cluster."""

    name = "opensearch"

    def __init__(self, addresses: str) -> None:
        self._cluster = Cluster(addresses)

    @property
    def addresses(self) -> str:
        """Where the cluster is."""
        return self._cluster.addresses

    def state(self, library: Library) -> IndexState:
        """How the index stands to the library."""
        return self._state(library, self._found(library))

    def build(self, library: Library, progress: Progress | None = None) -> Built:
        """Make the index anew from all items and swap it in. Raises IndexFailure."""
        began = time.perf_counter()
        with self._alone(library, BUILDER_WAITS) as lease:
            return self._built(library, lease, progress, began)

    def update(
        self, library: Library, progress: Progress | None = None, *, patience: float = BUILDER_WAITS
    ) -> Built:
        """Bring the index up to date: only what changed, or all if it is missing, old or far behind.

        Waits ``patience`` seconds for another writer. Raises IndexFailure.
        """
        began = time.perf_counter()
        with self._alone(library, patience) as lease:
            found = self._found(library)
            state = self._state(library, found)
            if found is not None and state is IndexState.FRESH:
                return Built(found[1].items, found[1].revision, time.perf_counter() - began)
            if found is not None and state is IndexState.STALE:
                built = self._updated(library, lease, *found, progress, began)
                if built is not None:
                    return built
            return self._built(library, lease, progress, began)

    def open(self, library: Library) -> OpenSearchReader:
        """Open the index, fresh or stale. Raises IndexFailure."""

        def present() -> Held:
            found = self._found(library)
            if found is None or self._state(library, found) not in (IndexState.FRESH, IndexState.STALE):
                raise IndexFailure(f"no index of this library in {self._cluster}: run `pykala reindex`")
            return _held(*found)

        return OpenSearchReader(self._cluster, present(), present, entries_of(library))

    def _found(self, library: Library) -> tuple[str, _Stamp] | None:
        """The index that the library's alias names, and its stamp. Raises IndexFailure if it is not ours."""
        alias = _alias(library)
        told = self._cluster.ask("GET", f"/{alias}/_mapping", missing=True)
        if not told:
            return None
        index, held = next(iter(told.items()))
        stamp = _stamp(held.get("mappings", {}).get("_meta", {}).get(_OURS))
        if len(told) > 1 or index == alias or stamp is None or stamp.library != library.id:
            raise IndexFailure(
                f"{alias} in {self._cluster} is not this library's index: remove it there, then run "
                "`pykala reindex`"
            )
        return index, stamp

    def _state(self, library: Library, found: tuple[str, _Stamp] | None) -> IndexState:
        if found is None:
            return IndexState.MISSING
        stamp = found[1]
        if (stamp.engine, stamp.schema, stamp.analyser) != (VERSION, SCHEMA, ANALYSER):
            return IndexState.FOREIGN
        return IndexState.FRESH if stamp.revision == library.revision() else IndexState.STALE

    @contextmanager
    def _alone(self, library: Library, patience: float) -> Iterator[Lease]:
        """The right to write: of this folder's processes by a lock there, of all machines by a lease."""
        self._cluster.check()
        self._found(library)  # refuses what is not ours before anything is written
        with (
            building(library.folder / "index" / self.name, patience),
            only_writer(self._cluster, library, patience) as lease,
        ):
            yield lease

    def _built(self, library: Library, lease: Lease, progress: Progress | None, began: float) -> Built:
        found = self._found(library)
        alias = _alias(library)
        self._clear(library, found)
        index = f"{alias}-{time.time_ns() // 1_000_000:x}{secrets.token_hex(2)}"
        with snapshot(library) as seen, kept_words(library) as words:
            stamp = _Stamp(VERSION, SCHEMA, ANALYSER, library.id, seen.revision(), 0, 1)
            documents = documents_of(seen)
            create(self._cluster, index, index_body({_OURS: asdict(stamp)}, SHARDS))
            try:
                entries = newest_first(seen, Analyser(words))
                count = self._write(index, lease, entries, documents, stamp.generation, progress)
                held = self._count(_held(index, stamp))
                if held != count:
                    raise IndexFailure(f"the index holds {held} of {count} items: run `pykala reindex` again")
                self._say(index, replace(stamp, items=count))
                lease.renew(now=True)
                self._swap(alias, index, found)
            except BaseException:
                self._drop(index)
                raise
        if found is not None:
            self._drop(found[0])
        _note(library, replace(stamp, items=count))
        return Built(count, stamp.revision, time.perf_counter() - began)

    def _updated(
        self,
        library: Library,
        lease: Lease,
        index: str,
        stamp: _Stamp,
        progress: Progress | None,
        began: float,
    ) -> Built | None:
        """What changed only; None if it is better, or safer, to build anew."""
        editions = {}
        for edition, _ in counted(self._cluster, _held(index, stamp), EDITION):
            number, known, _ = edition.split(":")
            editions[int(number)] = edition, bytes.fromhex(known)
        self._purge(index, stamp)
        with snapshot(library) as seen, kept_words(library) as words:
            documents = documents_of(seen)
            change = changes({number: known for number, (_, known) in editions.items()}, documents)
            if len(change.remove) > _MOST_DEAD:
                return None
            if len(change.add) + len(change.remove) > _MOST_CHANGED * len(editions) + BATCH:
                return None
            new = replace(
                stamp,
                revision=seen.revision(),
                items=seen.connection.execute("SELECT count(*) FROM items WHERE live").fetchone()[0],
                generation=stamp.generation + 1,
                dead=tuple(editions[number][0] for number in change.remove),
            )
            entries = of_documents(seen, change, Analyser(words))
            self._write(index, lease, entries, documents, new.generation, progress)
        if self._count(_held(index, new)) != new.items:
            return None
        lease.renew(now=True)
        self._say(index, new)
        _note(library, new)
        return Built(new.items, new.revision, time.perf_counter() - began)

    def _write(
        self,
        index: str,
        lease: Lease,
        entries: Iterator[Entry],
        documents: Mapping[int, bytes],
        born: int,
        progress: Progress | None,
    ) -> int:
        bulk = Bulk(self._cluster, index, lease)
        count = 0
        with no_collector():
            for count, entry in enumerate(entries, start=1):
                edition = f"{entry.document_id}:{documents[entry.document_id].hex()}:{born}"
                bulk.add(f"{entry.item_id} {born}", document(entry, edition, born))
                if progress is not None and count % BATCH == 0:
                    progress(count)
        bulk.flush()
        self._refresh(index)
        if progress is not None:
            progress(count)
        return count

    def _refresh(self, index: str) -> None:
        self._cluster.ask("POST", f"/{index}/_refresh", patience=WRITING)

    def _count(self, held: Held) -> int:
        body = {"size": 0, "query": held.narrowed({"match_all": {}})}
        return int(searched(self._cluster, held.index, body)["hits"]["total"]["value"])

    def _say(self, index: str, stamp: _Stamp) -> None:
        meta = {"_meta": {_OURS: asdict(stamp)}}
        self._cluster.ask("PUT", f"/{index}/_mapping", meta, patience=WRITING)

    def _purge(self, index: str, stamp: _Stamp) -> None:
        """Take out for good what was dead already, and what a writer left that was killed."""
        gone = [{"range": {BORN: {"gt": stamp.generation}}}, {"terms": {EDITION: list(stamp.dead)}}]
        query = {"query": {"bool": {"should": gone}}}
        self._refresh(index)
        self._cluster.ask(
            "POST", f"/{index}/_delete_by_query", query, patience=WRITING, conflicts="proceed", refresh="true"
        )

    def _swap(self, alias: str, index: str, found: tuple[str, _Stamp] | None) -> None:
        """One change of the cluster's state: all ask the one index, then all the other."""
        out = [{"remove": {"index": found[0], "alias": alias, "must_exist": True}}] if found else []
        actions = [*out, {"add": {"index": index, "alias": alias, "is_write_index": True}}]
        try:
            self._cluster.ask("POST", "/_aliases", {"actions": actions}, patience=WRITING)
        except Refused:
            told = self._cluster.ask("GET", f"/_alias/{alias}", missing=True)
            if told is None or list(told) != [index]:  # else the answer to an earlier try was lost
                raise

    def _clear(self, library: Library, found: tuple[str, _Stamp] | None) -> None:
        """Remove what builders left that were killed."""
        alias = _alias(library)
        told = self._cluster.ask("GET", f"/{alias}-*/_mapping", missing=True) or {}
        for index, held in told.items():
            stamp = _stamp(held.get("mappings", {}).get("_meta", {}).get(_OURS))
            if stamp is not None and stamp.library == library.id and (found is None or index != found[0]):
                self._drop(index)

    def _drop(self, index: str) -> None:
        self._cluster.ask("DELETE", f"/{index}", missing=True)


def _note(library: Library, stamp: _Stamp) -> None:
    """Leave a file in the library that changes with the index, for whoever watches for that."""
    folder = library.folder / "index" / OpenSearchEngine.name
    folder.mkdir(exist_ok=True)
    (folder / STAMP).write_text(json.dumps(asdict(stamp)), "utf-8")


def _alias(library: Library) -> str:
    return f"pykala-{library.id.lower()}"


def _held(index: str, stamp: _Stamp) -> Held:
    return Held(index, stamp.generation, stamp.dead)


def _stamp(told: object) -> _Stamp | None:
    """What an index says of itself; None if it does not, or in another way."""
    if not isinstance(told, dict):
        return None
    try:
        fields: dict[str, Anything] = {**told, "dead": tuple(told["dead"])}
        stamp = _Stamp(**fields)
    except (KeyError, TypeError):
        return None
    return stamp if isinstance(stamp.revision, int) and isinstance(stamp.generation, int) else None
