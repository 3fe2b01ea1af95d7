"""What a purge takes: the documents asked for, and all that holds the same text under another name."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.database import Library
from corpus.storing import HELD, stamp


class NotHeld(LookupError):
    """What was named is not in the library; the message says what."""


@dataclass(frozen=True)
class Doomed:
    """A version of a document that a purge takes: ``reason`` is what its tombstone will say, ``because`` why
    it is among them. ``addresses`` are all it is known under, its own first; ``items`` its items' ids."""

    id: int
    addresses: tuple[str, ...]
    sha256: str
    municipality: str | None
    kind: str
    state: str
    size: int
    gone_at: str | None
    items: tuple[str, ...]
    reason: str
    because: str

    @property
    def uri(self) -> str:
        """Its own address."""
        return self.addresses[0]


def plan_purge(
    library: Library,
    *,
    gone_for: int | None = None,
    documents: Iterable[str] = (),
    items: Iterable[str] = (),
    reason: str | None = None,
    now: dt.datetime | None = None,
) -> list[Doomed]:
    """The versions a purge would take, by their numbers.

    Asked for are documents that have been gone from their source for so many days, and those named: by
    address, by digest, or by an item in them, which takes the whole document, for its bytes are archived as
    one. With each go its earlier versions (unless they are held at another address) and every version of the
    same bytes. Raises NotHeld.
    """
    connection = library.connection
    chosen: dict[int, tuple[str, str]] = {}
    for name in documents:
        for row in _at(connection, name):
            chosen.setdefault(row, (reason or "named by the operator", "named"))
    for item in items:
        for row in _holding(connection, item):
            chosen.setdefault(row, (reason or "named by the operator", f"holds {item}"))
    if gone_for is not None:
        before = stamp((now or dt.datetime.now(dt.UTC)) - dt.timedelta(days=gone_for))
        for row, since in connection.execute(
            "SELECT id, gone_at FROM documents WHERE state = 'gone' AND gone_at <= ? ORDER BY id", (before,)
        ):
            why = f"gone from its source since {since[:10]}"
            chosen.setdefault(row, (reason or why, why))
    _add_kin(connection, chosen)
    return [_doomed(connection, row, *chosen[row]) for row in sorted(chosen)]


def _at(connection: sqlite3.Connection, name: str) -> list[int]:
    """The versions at an address, or of a digest."""
    here = connection.execute(
        """SELECT id FROM documents WHERE sha256 = :name
        UNION SELECT document_id FROM addresses WHERE uri = :name""",
        {"name": name},
    ).fetchall()
    earlier = connection.execute("SELECT id FROM documents WHERE uri = ?", (name,)).fetchall()
    found = {row[0] for row in here} | {
        row[0] for row in earlier if not _held_elsewhere(connection, row[0], name)
    }
    if not found:
        raise NotHeld(f"no document: {name}")
    return sorted(found)


def _holding(connection: sqlite3.Connection, item: str) -> list[int]:
    rows = connection.execute(
        "SELECT DISTINCT document_id FROM items WHERE id = ? ORDER BY 1", (item,)
    ).fetchall()
    if not rows:
        raise NotHeld(f"no item: {item}")
    return [row[0] for row in rows]


def _add_kin(connection: sqlite3.Connection, chosen: dict[int, tuple[str, str]]) -> None:
    """Take in earlier versions and other versions of the same bytes, until there are no more."""
    waiting = list(chosen)
    while waiting:
        row = waiting.pop()
        reason, _ = chosen[row]
        uri, sha256, previous = connection.execute(
            "SELECT uri, sha256, previous FROM documents WHERE id = ?", (row,)
        ).fetchone()
        kin: list[tuple[int, str]] = []
        if previous is not None and not _held_elsewhere(connection, previous, uri):
            kin.append((previous, f"earlier version of {uri}"))
        for (other,) in connection.execute("SELECT id FROM documents WHERE sha256 = ?", (sha256,)):
            kin.append((other, f"the same bytes as {uri}"))
        for other, because in kin:
            if other not in chosen:
                chosen[other] = (reason, because)
                waiting.append(other)


def _held_elsewhere(connection: sqlite3.Connection, document: int, uri: str) -> bool:
    """Whether a version still gives answers at another address."""
    found = connection.execute(
        f"""SELECT 1 FROM documents JOIN addresses ON addresses.document_id = documents.id
        WHERE documents.id = ? AND documents.{HELD} AND addresses.uri <> ?""",
        (document, uri),
    ).fetchone()
    return found is not None


def _doomed(connection: sqlite3.Connection, document: int, reason: str, because: str) -> Doomed:
    row = connection.execute("SELECT * FROM documents WHERE id = ?", (document,)).fetchone()
    addresses = connection.execute(
        "SELECT uri FROM addresses WHERE document_id = ? ORDER BY uri", (document,)
    ).fetchall()
    items = connection.execute(
        "SELECT id FROM items WHERE document_id = ? ORDER BY ordinal", (document,)
    ).fetchall()
    return Doomed(
        id=document,
        addresses=tuple(dict.fromkeys([row["uri"], *(address[0] for address in addresses)])),
        sha256=row["sha256"],
        municipality=row["municipality"],
        kind=row["kind"],
        state=row["state"],
        size=row["size"],
        gone_at=row["gone_at"],
        items=tuple(item[0] for item in items),
        reason=reason,
        because=because,
    )


def addresses_of(doomed: Sequence[Doomed]) -> set[str]:
    """All addresses they are known under."""
    return {address for one in doomed for address in one.addresses}
