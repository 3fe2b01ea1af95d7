"""Standing questions kept in the library, with what each has told of so far."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus.connection import LibraryError, clear_errors
from corpus.database import Library
from corpus.storing import stamp


class Change(StrEnum):
    """How an item came to a watch."""

    KNOWN = "known"
    NEW = "new"
    CHANGED = "changed"


class WatchError(LibraryError):
    """A watch's name cannot be, is there already, or is not there. One line: what, and what to do."""


@dataclass(frozen=True)
class Watch:
    """A standing question. ``options`` are the search's: field to values. Times are UTC in ISO form."""

    name: str
    query: str
    options: Mapping[str, tuple[str, ...]]
    added: str
    ran: str | None = None


@dataclass(frozen=True)
class Told:
    """An item that a watch told of."""

    item_id: str
    change: Change
    at: str


def watches(library: Library) -> list[Watch]:
    """All standing questions, by name."""
    with clear_errors(library.folder):
        rows = library.connection.execute("SELECT * FROM watches ORDER BY name").fetchall()
    return [
        Watch(
            name=row["name"],
            query=row["query"],
            options={field: tuple(values) for field, values in json.loads(row["options"]).items()},
            added=row["added"],
            ran=row["ran"],
        )
        for row in rows
    ]


def watch_named(library: Library, name: str) -> Watch:
    """The standing question of that name. Raises WatchError."""
    for watch in watches(library):
        if watch.name == name:
            return watch
    raise WatchError(f"no watch: {name}: see `pykala watch list`")


def add_watch(
    library: Library, name: str, query: str, options: Mapping[str, tuple[str, ...]], known: Iterable[str] = ()
) -> Watch:
    """Keep a standing question. What is ``known`` (item ids) it will not tell of. Raises WatchError."""
    if not name.strip() or not name.isprintable():
        raise WatchError("a watch needs a name of letters, digits and signs on one line: give another name")
    now = stamp(dt.datetime.now(dt.UTC))
    watch = Watch(name, query, dict(options), now)
    digests = _digests(library, known)
    with library.writing() as connection:
        if connection.execute("SELECT 1 FROM watches WHERE name = ?", (name,)).fetchone():
            raise WatchError(f"there is a watch {name} already: give another name, or remove it first")
        connection.execute(
            "INSERT INTO watches (name, query, options, added) VALUES (?, ?, ?, ?)",
            (name, query, json.dumps(options, ensure_ascii=False), now),
        )
        _keep(connection, name, digests, dict.fromkeys(digests, Change.KNOWN), now)
    return watch


def remove_watch(library: Library, name: str) -> None:
    """Forget a standing question and what it told of. Raises WatchError."""
    watch_named(library, name)
    with library.writing() as connection:
        connection.execute("DELETE FROM watches WHERE name = ?", (name,))


def news(library: Library, watch: Watch, matching: Iterable[str]) -> dict[str, Change]:
    """Which of the items that match now the watch has not told of, or whose title or text changed since."""
    ids = list(matching)
    with clear_errors(library.folder):
        seen = dict(
            library.connection.execute("SELECT item, digest FROM watch_seen WHERE watch = ?", (watch.name,))
        )
    found = {}
    for item, digest in _digests(library, ids).items():
        if item not in seen:
            found[item] = Change.NEW
        elif seen[item] != digest:
            found[item] = Change.CHANGED
    return {item: found[item] for item in ids if item in found}


def remember(library: Library, watch: Watch, told: Mapping[str, Change]) -> None:
    """Note that a watch told of these items, and that it ran."""
    now = stamp(dt.datetime.now(dt.UTC))
    digests = _digests(library, told)
    with library.writing() as connection:
        _keep(connection, watch.name, digests, told, now)
        connection.execute("UPDATE watches SET ran = ? WHERE name = ?", (now, watch.name))


def _keep(
    connection: sqlite3.Connection,
    name: str,
    digests: Mapping[str, str],
    changes: Mapping[str, Change],
    now: str,
) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO watch_seen (watch, item, digest, change, at) VALUES (?, ?, ?, ?, ?)",
        [(name, item, digest, changes[item].value, now) for item, digest in digests.items()],
    )


def told_by(library: Library, watch: Watch, most: int) -> list[Told]:
    """What a watch told of last, the newest first; not what was there when it was added."""
    with clear_errors(library.folder):
        rows = library.connection.execute(
            """SELECT item, change, at FROM watch_seen WHERE watch = ? AND change <> ?
            ORDER BY at DESC, item LIMIT ?""",
            (watch.name, Change.KNOWN.value, most),
        ).fetchall()
    return [Told(row["item"], Change(row["change"]), row["at"]) for row in rows]


def _digests(library: Library, ids: Iterable[str]) -> dict[str, str]:
    """Of live items: the SHA-256 of title and text."""
    with clear_errors(library.folder):
        rows = library.connection.execute(
            """SELECT items.id AS id, title, text FROM json_each(?) AS wanted
            JOIN items ON items.id = wanted.value AND items.live""",
            (json.dumps(list(ids)),),
        )
        return {row["id"]: _digest(row["title"] or "", row["text"]) for row in rows}


def _digest(title: str, text: str) -> str:
    plain = " ".join(f"{title} {text}".split())  # another line break is no news
    return hashlib.sha256(plain.encode()).hexdigest()
