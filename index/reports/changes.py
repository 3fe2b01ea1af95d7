"""What became of documents since a day: new, amended, replaced, returned, missing, gone, purged.

What was stored and what is gone is told from the documents themselves, whether they were crawled or read
from files; what is missing or came back only a crawl can tell.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.database import Library
from corpus.records import Kind


class Fate(StrEnum):
    """What became of a document, in the order in which people want to hear of it."""

    GONE = "gone"
    MISSING = "missing"
    PURGED = "purged"
    REPLACED = "replaced"
    AMENDED = "amended"
    RETURNED = "returned"
    NEW = "new"


@dataclass(frozen=True)
class Change:
    """A change of a document. ``item_id`` and ``title`` are given where it holds one item; ``at`` is UTC."""

    fate: Fate
    at: str
    municipality: str | None
    title: str | None
    item_id: str | None
    items: int
    uri: str
    reason: str | None


def changes_since(library: Library, since: dt.date, municipality: str | None = None) -> list[Change]:
    """All changes from that day on (UTC), what is gone first, then as Fate has them, by time."""
    from index.reports.facts import same_place

    start = since.isoformat()
    found = [*_stored(library, start), *_gone(library, start), *_purged(library, start)]
    found.extend(_crawled(library, start))
    order = list(Fate)
    chosen = [
        one
        for one in found
        if municipality is None or (one.municipality and same_place(one.municipality, municipality))
    ]
    chosen = [replace(one, title=library.shown(one.title)) for one in chosen]
    return sorted(chosen, key=lambda one: (order.index(one.fate), one.at, one.uri))


_DOCUMENT = """SELECT documents.id, documents.uri, documents.municipality, documents.first_seen,
    documents.gone_at, documents.previous, documents.kind,
    (SELECT count(*) FROM items WHERE document_id = documents.id) AS items,
    (SELECT id FROM items WHERE document_id = documents.id) AS item_id,
    (SELECT title FROM items WHERE document_id = documents.id) AS title
    FROM documents"""


def _stored(library: Library, start: str) -> Iterator[Change]:
    kinds = dict(library.connection.execute("SELECT id, kind FROM documents").fetchall())
    rows = library.connection.execute(f"{_DOCUMENT} WHERE first_seen >= ? ORDER BY id", (start,))
    for row in rows:
        before = kinds.get(row["previous"])
        fate = Fate.NEW if before is None else Fate.AMENDED
        if before == Kind.AGENDA and row["kind"] != Kind.AGENDA:
            fate = Fate.REPLACED
        yield _change(fate, row, row["first_seen"], None)


def _gone(library: Library, start: str) -> Iterator[Change]:
    rows = library.connection.execute(
        f"{_DOCUMENT} WHERE state = 'gone' AND gone_at >= ? ORDER BY id", (start,)
    )
    for row in rows:
        why = library.connection.execute(
            "SELECT reason FROM changes WHERE uri = ? AND outcome = 'gone' ORDER BY id DESC LIMIT 1",
            (row["uri"],),
        ).fetchone()
        yield _change(Fate.GONE, row, row["gone_at"], why[0] if why else None)


def _purged(library: Library, start: str) -> Iterator[Change]:
    rows = library.connection.execute(
        """SELECT *, (SELECT count(*) FROM tombstone_items WHERE tombstone = tombstones.id) AS items,
        (SELECT id FROM tombstone_items WHERE tombstone = tombstones.id) AS item_id
        FROM tombstones WHERE purged >= ? ORDER BY id""",
        (start,),
    )
    for row in rows:
        item = row["item_id"] if row["items"] == 1 else None
        yield Change(
            Fate.PURGED,
            row["purged"],
            row["municipality"],
            None,
            item,
            row["items"],
            row["uri"],
            row["reason"],
        )


def _crawled(library: Library, start: str) -> Iterator[Change]:
    """What is missing just now, and what came back: the last word of the crawl on each address."""
    rows = library.connection.execute(
        """SELECT changes.outcome, changes.uri, max(changes.at) AS at, changes.title, changes.reason,
            documents.municipality AS municipality,
            (SELECT count(*) FROM items WHERE document_id = documents.id) AS items
        FROM changes LEFT JOIN addresses ON addresses.uri = changes.uri
        LEFT JOIN documents ON documents.id = addresses.document_id
        WHERE changes.id IN (SELECT max(id) FROM changes GROUP BY uri)
            AND changes.outcome IN ('missing', 'returned') AND changes.at >= ?
        GROUP BY changes.uri ORDER BY 3""",
        (start,),
    )
    for row in rows:
        yield Change(
            Fate(row["outcome"]),
            row["at"],
            row["municipality"],
            row["title"],
            None,
            row["items"] or 0,
            row["uri"],
            row["reason"],
        )


def _change(fate: Fate, row: sqlite3.Row, at: str, reason: str | None) -> Change:
    alone = row["items"] == 1
    return Change(
        fate,
        at,
        row["municipality"],
        row["title"] if alone else None,
        row["item_id"] if alone else None,
        row["items"],
        row["uri"],
        reason,
    )
