"""An address the crawl knows, as it stands in the library's table ``frontier``."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from corpus.records import Kind


class Role(StrEnum):
    """What an address is for."""

    START = "start"
    FEED = "feed"
    BODY = "body"
    LIST = "list"
    MEETING = "meeting"
    ITEM = "item"
    FILE = "file"
    PART = "part"  # a document inside another page: never asked for by itself


DOCUMENTS = frozenset({Role.MEETING, Role.ITEM, Role.FILE, Role.PART})
"""Roles whose pages may be documents; the others only lead to them."""

RANK = {
    Role.START: 0,
    Role.FEED: 0,
    Role.BODY: 1,
    Role.ITEM: 2,  # before further meetings: what is begun is finished
    Role.FILE: 3,
    Role.MEETING: 4,
    Role.LIST: 5,
    Role.PART: 9,
}
"""In which order a host's addresses are asked for."""


class State(StrEnum):
    """What became of an address so far."""

    NEW = "new"  # never visited
    HELD = "held"  # visited, and it was there
    FAILED = "failed"
    MISSING = "missing"  # the server says it is not there, but not often enough to be believed
    GONE = "gone"
    REFUSED = "refused"  # by robots.txt or noindex
    OFFSITE = "offsite"  # on another host, or in a private network: never visited


@dataclass(frozen=True)
class Entry:
    """A row of the frontier. ``misses`` counts days on which it was not there; ``sha256`` is of the
    body without coding, ``payload`` of the body as archived, ``fingerprint`` of what was read from
    it; ``documents`` counts those the page is or holds.
    """

    id: int
    source: str
    url: str
    form: tuple[tuple[str, str], ...]
    host: str
    role: Role
    parent: str | None
    via: Role
    depth: int
    barren: int
    organ: str | None
    meeting_date: dt.date | None
    section: int | None
    kind: Kind | None
    title: str | None
    listed: bool
    state: State
    interval: int
    attempts: int
    failures: int
    misses: int
    missed_on: str | None
    visited: str | None
    etag: str | None
    last_modified: str | None
    parsed: str | None
    sha256: str | None
    payload: str | None
    fingerprint: str | None
    archived: str | None
    documents: int


@dataclass(frozen=True)
class Lead:
    """An address found on a page, before the frontier knows it."""

    url: str
    role: Role
    form: tuple[tuple[str, str], ...] = ()
    parent: str | None = None
    organ: str | None = None
    meeting_date: dt.date | None = None
    section: int | None = None
    kind: Kind | None = None
    title: str | None = None
    depth: int = 0
    barren: int = 0
    refused: str | None = None


def entry_of(row: sqlite3.Row) -> Entry:
    """The entry in a row of the table."""
    return Entry(
        id=row["id"],
        source=row["source"],
        url=row["url"],
        form=form_of(row["form"]),
        host=row["host"],
        role=Role(row["role"]),
        parent=row["parent"],
        via=Role(row["via"]),
        depth=row["depth"],
        barren=row["barren"],
        organ=row["organ"],
        meeting_date=dt.date.fromisoformat(row["meeting_date"]) if row["meeting_date"] else None,
        section=row["section"],
        kind=Kind(row["kind"]) if row["kind"] else None,
        title=row["title"],
        listed=bool(row["listed"]),
        state=State(row["state"]),
        interval=row["interval"],
        attempts=row["attempts"],
        failures=row["failures"],
        misses=row["misses"],
        missed_on=row["missed_on"],
        visited=row["visited"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        parsed=row["parsed"],
        sha256=row["sha256"],
        payload=row["payload"],
        fingerprint=row["fingerprint"],
        archived=row["archived"],
        documents=row["documents"],
    )


def form_of(text: str) -> tuple[tuple[str, str], ...]:
    """A form's fields from their column."""
    return tuple((str(name), str(value)) for name, value in json.loads(text)) if text else ()


def form_text(form: tuple[tuple[str, str], ...]) -> str:
    """A form's fields as their column has them."""
    return json.dumps([list(field) for field in form], ensure_ascii=False) if form else ""
