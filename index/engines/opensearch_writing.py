"""Writing into a cluster: in batches that are tried again until they are in, and by one writer at a time."""

from __future__ import annotations

import json
import secrets
import socket
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from typing import Any as Anything

from corpus.database import Library
from index.engines import IndexFailure, NoAnswer
from index.engines.opensearch_cluster import READING, WRITING, Cluster, Refused

LOCKS = "pykala-locks"
"""The index that says who writes, one document a library."""

_BATCH_BYTES = 4_000_000
_BATCH_ITEMS = 500
_LEASE = 60.0  # seconds for which a writer that says nothing is believed to be at work
_RENEW = 10.0
_AGAIN = frozenset({429, 500, 502, 503, 504})


class Lease:
    """The right to write, renewed while work goes on. Another machine may take it once it has run out."""

    def __init__(self, cluster: Cluster, library: str, holder: str) -> None:
        self._cluster = cluster
        self._path = f"/{LOCKS}/_doc/{library}"
        self._holder = holder
        self._token = secrets.token_hex(8)
        self._seen: tuple[int, int] | None = None  # sequence number and term of our entry
        self._renewed = 0.0

    def take(self, patience: float) -> None:
        """Become the only writer. Raises IndexFailure if another one is at work for ``patience`` seconds."""
        body = {"settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1", "index.hidden": True}}
        if self._cluster.ask("GET", f"/{LOCKS}/_settings", missing=True) is None:
            create(self._cluster, LOCKS, body)
        end = time.monotonic() + patience
        while True:
            found = self._cluster.ask("GET", self._path, missing=True)
            held = found["_source"] if found and found.get("found") else None
            # Whoever held it in this folder is gone: we have the folder's own lock.
            if held is None or held["holder"] == self._holder or held["until"] < time.time():
                try:
                    seen = (found["_seq_no"], found["_primary_term"]) if held else None
                    return self._write(seen, READING)
                except Refused as refusal:
                    if refusal.status != 409:  # another one was quicker
                        raise
            if time.monotonic() > end:
                raise IndexFailure(
                    f"another machine writes this library's index in {self._cluster}: wait until it is done"
                )
            time.sleep(0.2)

    def renew(self, *, now: bool = False) -> None:
        """Say that work goes on. Raises IndexFailure if another writer took over."""
        if not now and time.monotonic() - self._renewed < _RENEW:
            return
        try:
            self._write(self._seen, WRITING)
        except Refused as refusal:
            if refusal.status not in (404, 409):
                raise
            raise IndexFailure(
                f"another machine took over this library's index in {self._cluster}: nothing was changed"
            ) from refusal

    def release(self) -> None:
        """Let others write."""
        if self._seen is not None:
            number, term = self._seen
            self._cluster.ask("DELETE", self._path, missing=True, if_seq_no=number, if_primary_term=term)

    def _write(self, seen: tuple[int, int] | None, patience: float) -> None:
        body = {"holder": self._holder, "token": self._token, "until": time.time() + _LEASE}
        where = {"if_seq_no": seen[0], "if_primary_term": seen[1]} if seen else {"op_type": "create"}
        try:
            told = self._cluster.ask("PUT", self._path, body, patience=patience, **where)
        except Refused as refusal:
            # The answer to an earlier try of ours may have been lost.
            told = self._cluster.ask("GET", self._path, missing=True) if refusal.status == 409 else None
            if not told or not told.get("found") or told["_source"]["token"] != self._token:
                raise
        self._seen = told["_seq_no"], told["_primary_term"]
        self._renewed = time.monotonic()


@contextmanager
def only_writer(cluster: Cluster, library: Library, patience: float) -> Iterator[Lease]:
    """The lease of a library's index, for whoever has its folder's lock."""
    place = f"{uuid.getnode()} {socket.gethostname()} {library.folder.resolve()}"
    lease = Lease(cluster, library.id, blake2b(place.encode(), digest_size=16).hexdigest())
    lease.take(patience)
    try:
        yield lease
    finally:
        with suppress(NoAnswer):  # it runs out by itself
            lease.release()


class Bulk:
    """Writes documents into an index in batches.

    A document's id says what it is, so a batch that is sent again writes nothing twice.
    """

    def __init__(self, cluster: Cluster, index: str, lease: Lease) -> None:
        self._cluster = cluster
        self._index = index
        self._lease = lease
        self._lines: dict[str, str] = {}
        self._size = 0

    def add(self, name: str, document: Mapping[str, Anything]) -> None:
        """Write a document under an id."""
        number = blake2b(name.encode(), digest_size=16).hexdigest()
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        self._lines[number] = f'{{"index":{{"_id":"{number}"}}}}\n{text}\n'
        self._size += len(text)
        if self._size >= _BATCH_BYTES or len(self._lines) >= _BATCH_ITEMS:
            self.flush()

    def flush(self) -> None:
        """Send what was not sent yet; returns when all of it is in. Raises IndexFailure."""
        end = time.monotonic() + WRITING
        pause = 0.1
        while self._lines:
            self._lease.renew()
            body = "".join(self._lines.values())
            told = self._cluster.ask("POST", f"/{self._index}/_bulk", body, patience=WRITING)
            failed = None
            for result in told["items"]:
                ((_, one),) = result.items()
                if one["status"] < 300:
                    self._lines.pop(one["_id"], None)
                elif one["status"] in _AGAIN:
                    failed = one
                else:
                    raise IndexFailure(f"{self._cluster} refused an item: {_told(one)}")
            if failed is not None:
                if time.monotonic() + pause > end:
                    raise NoAnswer(f"{self._cluster} does not take the items: {_told(failed)}")
                time.sleep(pause)
                pause = min(pause * 2, 5.0)
        self._size = 0


def _told(result: Mapping[str, Anything]) -> str:
    error = result.get("error", {})
    return " ".join(str(error.get("reason", result["status"])).split())[:300]


def create(cluster: Cluster, index: str, body: Mapping[str, Anything]) -> None:
    """Make an index and wait until its copies are there, or half a minute: without them it is good too."""
    try:
        cluster.ask("PUT", f"/{index}", body, patience=WRITING, wait_for_active_shards="all", timeout="30s")
    except Refused as refusal:
        if "already exists" not in str(refusal):  # made by a try whose answer was lost, or by another writer
            raise
