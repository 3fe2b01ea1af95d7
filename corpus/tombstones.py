"""What was purged: that something was there and why it left, and nothing of what it said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.database import Library


@dataclass(frozen=True)
class Tombstone:
    """A document that was purged: ``purged`` is when (UTC, ISO form), ``items`` the ids that left with it."""

    uri: str
    sha256: str
    municipality: str | None
    kind: str
    reason: str
    purged: str
    items: tuple[str, ...]


def tombstones(library: Library) -> Iterator[Tombstone]:
    """All of them, the oldest first."""
    rows = library.connection.execute("SELECT * FROM tombstones ORDER BY id").fetchall()
    for row in rows:
        items = library.connection.execute(
            "SELECT id FROM tombstone_items WHERE tombstone = ? ORDER BY rowid", (row["id"],)
        )
        yield Tombstone(
            row["uri"],
            row["sha256"],
            row["municipality"],
            row["kind"],
            row["reason"],
            row["purged"],
            tuple(item[0] for item in items),
        )


def is_purged(connection: sqlite3.Connection, uri: str, sha256: str) -> bool:
    """Whether these very bytes were purged, or anything at that address."""
    found = connection.execute(
        "SELECT 1 FROM tombstones WHERE sha256 = ? OR uri = ? LIMIT 1", (sha256, uri)
    ).fetchone()
    return found is not None
