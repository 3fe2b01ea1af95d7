"""Storing a reading: the archive first, then the rows, with what they replace.

All functions work inside the caller's transaction, which holds the library's write lock.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Mapping
from enum import StrEnum

from corpus.archive import Archive, ArchiveRef
from corpus.facts import facts_of
from corpus.overrides import apply, overrides_of
from corpus.records import Document, Item, Reading, State

_MEETING_COLUMNS = {"municipality", "organ", "meeting_date", "number"}


class Stored(StrEnum):
    """What storing a reading came to."""

    NEW = "new"
    AMENDED = "amended"
    REREAD = "reread"
    DUPLICATE = "duplicate"
    UNCHANGED = "unchanged"


HELD = "state IN ('live', 'gone')"
"""What documents give answers: those at their sources, and those gone from there that are not purged yet."""


def store(
    connection: sqlite3.Connection,
    archive: Archive,
    reading: Reading,
    data: bytes,
    archived: ArchiveRef | None = None,
    *,
    again: bool = False,
) -> Stored:
    """Keep a document and all that was read from it; what the result means, ``Library.store`` tells.

    ``archived`` is where the bytes stand in the archive already, if they do; ``again`` has what the same
    reader read before replaced. Raises ValueError when ``data`` is not what the reading is of,
    sqlite3.Error and OSError.
    """
    document = reading.document
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise ValueError(f"these are not the bytes that were read: {document.uri}")
    now = dt.datetime.now(dt.UTC)
    here = version_at(connection, document.uri)
    same = here if here is not None and here["sha256"] == document.sha256 else None
    if same is None:
        same = _live_version_of(connection, document.sha256)
    if same is None:
        # A killed process may leave archived bytes without rows, never rows without bytes.
        ref = archived or _archived(connection, archive, document, data, now)
        version = _insert_document(connection, document, ref, len(data), now, here)
    else:
        version = same["id"]
    _move_address(connection, document.uri, version, now)
    if here is not None and here["id"] != version:
        _retire(connection, here["id"])
    if same is None:
        _insert_reading(connection, version, reading)
    elif again or same["reader"] != document.reader:
        _replace_reading(connection, version, reading)
    connection.execute("DELETE FROM failures WHERE uri = ?", (document.uri,))
    result = _result(here, same, document, again)
    if result not in (Stored.UNCHANGED, Stored.DUPLICATE):
        connection.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")
    return result


def version_at(connection: sqlite3.Connection, uri: str) -> sqlite3.Row | None:
    """The row of the document that lives at an address."""
    row: sqlite3.Row | None = connection.execute(
        "SELECT documents.* FROM addresses JOIN documents ON id = document_id WHERE addresses.uri = ?",
        (uri,),
    ).fetchone()
    return row


def archive_ref(row: sqlite3.Row) -> ArchiveRef:
    """Where a document's bytes are, from its row."""
    return ArchiveRef(row["archive_file"], row["archive_offset"], row["archive_length"])


def stamp(moment: dt.datetime) -> str:
    """A time as it stands in the database."""
    return moment.isoformat(timespec="seconds")


def _result(here: sqlite3.Row | None, same: sqlite3.Row | None, document: Document, again: bool) -> Stored:
    if here is not None and here["sha256"] != document.sha256:
        return Stored.AMENDED
    if same is None:
        return Stored.NEW
    if again or same["reader"] != document.reader:
        return Stored.REREAD
    return Stored.DUPLICATE if here is None else Stored.UNCHANGED


def _live_version_of(connection: sqlite3.Connection, sha256: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = connection.execute(
        f"SELECT * FROM documents WHERE sha256 = ? AND {HELD}", (sha256,)
    ).fetchone()
    return row


def _archived(
    connection: sqlite3.Connection, archive: Archive, document: Document, data: bytes, now: dt.datetime
) -> ArchiveRef:
    """The archived bytes' place; an earlier version with the same bytes is not archived again."""
    earlier = connection.execute(
        "SELECT * FROM documents WHERE sha256 = ? LIMIT 1", (document.sha256,)
    ).fetchone()
    if earlier is not None:
        return archive_ref(earlier)
    return archive.append(document.uri, data, document.media_type, now)


def _insert_document(
    connection: sqlite3.Connection,
    document: Document,
    ref: ArchiveRef,
    size: int,
    now: dt.datetime,
    previous: sqlite3.Row | None,
) -> int:
    fields = {
        **document.model_dump(mode="json"),
        "size": size,
        "state": State.LIVE.value,
        "first_seen": stamp(now),
        "last_seen": stamp(now),
        "archive_file": ref.file,
        "archive_offset": ref.offset,
        "archive_length": ref.length,
        "previous": previous and previous["id"],
    }
    return _insert(connection, "documents", fields)


def _replace_reading(connection: sqlite3.Connection, document_id: int, reading: Reading) -> None:
    for table in ("pages", "meetings", "items"):
        connection.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))
    fields = reading.document.model_dump(mode="json", exclude={"uri", "name", "sha256"})
    settings = ", ".join(f"{name} = ?" for name in fields)
    connection.execute(f"UPDATE documents SET {settings} WHERE id = ?", (*fields.values(), document_id))
    _insert_reading(connection, document_id, reading)


def _insert_reading(connection: sqlite3.Connection, document_id: int, reading: Reading) -> None:
    connection.executemany(
        "INSERT INTO pages (document_id, number, text) VALUES (?, ?, ?)",
        [(document_id, number, text) for number, text in enumerate(reading.pages, start=1)],
    )
    if reading.meeting is not None:
        fields = reading.meeting.model_dump(mode="json", include=_MEETING_COLUMNS)
        record = reading.meeting.model_dump_json()
        _insert(connection, "meetings", {"document_id": document_id, **fields, "record": record})
    pinned = overrides_of(connection, reading.document.sha256)
    for ordinal, item in enumerate(reading.items):
        _insert_item(connection, document_id, ordinal, apply(item, pinned))


def _insert_item(connection: sqlite3.Connection, document_id: int, ordinal: int, item: Item) -> None:
    fields = {
        "id": _free_id(connection, item.id),
        "document_id": document_id,
        "ordinal": ordinal,
        "municipality": item.municipality,
        "organ": item.organ,
        "meeting_date": item.meeting_date and item.meeting_date.isoformat(),
        "section": item.section,
        "title": item.title,
        "kind": item.kind.value,
        "language": item.language,
        "outcome": item.decision and item.decision.outcome.value,
        "text": item.text,
        "record": item.model_dump_json(exclude={"id", "text"}),
    }
    row = _insert(connection, "items", fields)
    connection.executemany(
        "INSERT INTO facts (item, kind, ordinal, key, record) VALUES (?, ?, ?, ?, ?)",
        [(row, *fact) for fact in facts_of(item)],
    )


def _free_id(connection: sqlite3.Connection, wanted: str) -> str:
    """The id, or with ``~2``, ``~3`` … when another live item has it already."""
    candidate, number = wanted, 1
    while connection.execute("SELECT 1 FROM items WHERE live AND id = ?", (candidate,)).fetchone():
        number += 1
        candidate = f"{wanted}~{number}"
    return candidate


def _insert(connection: sqlite3.Connection, table: str, fields: Mapping[str, object]) -> int:
    marks = ", ".join("?" * len(fields))
    cursor = connection.execute(
        f"INSERT INTO {table} ({', '.join(fields)}) VALUES ({marks})", tuple(fields.values())
    )
    return int(cursor.lastrowid or 0)


def _move_address(connection: sqlite3.Connection, uri: str, document_id: int, now: dt.datetime) -> None:
    connection.execute(
        """INSERT INTO addresses (uri, document_id, first_seen, last_seen) VALUES (?, ?, ?, ?)
        ON CONFLICT (uri)
        DO UPDATE SET document_id = excluded.document_id, last_seen = excluded.last_seen""",
        (uri, document_id, stamp(now), stamp(now)),
    )
    connection.execute("UPDATE documents SET last_seen = ? WHERE id = ?", (stamp(now), document_id))
    # What was gone from its source is there again.
    connection.execute(
        "UPDATE documents SET state = 'live', gone_at = NULL WHERE id = ? AND state = 'gone'", (document_id,)
    )


def seen_again(connection: sqlite3.Connection, uri: str, now: dt.datetime) -> None:
    """Note that an address still holds what it held; what was gone from there is back."""
    here = version_at(connection, uri)
    if here is not None:
        _move_address(connection, uri, here["id"], now)


def mark_gone(connection: sqlite3.Connection, uri: str, now: dt.datetime) -> bool:
    """Note that an address does not hold its document any more.

    The document's state becomes gone, unless another address still holds it; it goes on to give
    answers until it is purged. False when the address is not known, or its document is gone
    already.
    """
    here = version_at(connection, uri)
    if here is None or here["state"] == State.GONE:
        return False
    others = connection.execute(
        "SELECT 1 FROM addresses WHERE document_id = ? AND uri <> ?", (here["id"], uri)
    ).fetchone()
    if others:
        connection.execute("DELETE FROM addresses WHERE uri = ?", (uri,))
    elif here["state"] == State.LIVE:
        connection.execute(
            "UPDATE documents SET state = ?, gone_at = ? WHERE id = ?",
            (State.GONE.value, stamp(now), here["id"]),
        )
    return True


def retire(connection: sqlite3.Connection, document_id: int) -> None:
    """Take a version out of the live set; it stays, with its items, as an amended one."""
    connection.execute("UPDATE documents SET state = ? WHERE id = ?", (State.AMENDED.value, document_id))
    connection.execute("UPDATE items SET live = 0 WHERE document_id = ?", (document_id,))


def _retire(connection: sqlite3.Connection, document_id: int) -> None:
    """Take a version that no address holds any more out of the live set."""
    if connection.execute("SELECT 1 FROM addresses WHERE document_id = ?", (document_id,)).fetchone():
        return
    retire(connection, document_id)
