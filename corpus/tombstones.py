"""What was purged: that something was there and why it left, and nothing of what it said."""

from __future__ import annotations

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


def tombstones(library: Library, number: int | None = None) -> Iterator[Tombstone]:
    """All of them, the oldest first, or the one of that number."""
    rows = library.connection.execute(
        "SELECT * FROM tombstones WHERE id = coalesce(?, id) ORDER BY id", (number,)
    ).fetchall()
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


def tombstone_of(library: Library, item_id: str) -> Tombstone | None:
    """What is left of an item that was purged; of several the last one."""
    row = library.connection.execute(
        "SELECT max(tombstone) FROM tombstone_items WHERE id = ?", (item_id,)
    ).fetchone()
    return next((one for one in tombstones(library, row[0])), None) if row[0] is not None else None
