"""The operator's own sources, and who permitted a source to be crawled that says no to crawlers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass

from corpus.database import Library
from corpus.registry.sources import Permission, Source, sources
from corpus.storing import stamp

ASK_FIRST = frozenset({"tweb", "mfiles"})
"""Platforms whose vendors refuse crawlers: whatever a source's row says, permission is needed."""


@dataclass(frozen=True)
class Grant:
    """Who permitted the crawling of a source, on which day, and where that is written (a letter, a
    diary number).
    """

    source: str
    granted_by: str
    granted_on: dt.date
    reference: str
    recorded: str


def needs_permission(source: Source) -> bool:
    """Whether a source may be crawled only with a recorded permission."""
    return source.permission is Permission.NEEDED or source.platform in ASK_FIRST


def why_not(source: Source, granted: Grant | None, platforms: Container[str]) -> str | None:
    """Why a source may not be fetched, as far as can be told without asking its server; None: it may be.

    ``platforms`` are those there are adapters for. What its robots.txt says comes on top.
    """
    if not source.is_known:
        return "its address is not known"
    if source.platform not in platforms:
        return f"no adapter for {source.platform}"
    if needs_permission(source) and granted is None:
        whose = "its vendor" if source.platform in ASK_FIRST else "its robots.txt"
        return f"needs permission: {whose} refuses crawlers"
    return None


def grants(library: Library) -> dict[str, Grant]:
    """The recorded permissions by their sources' keys."""
    rows = library.connection.execute("SELECT * FROM permissions ORDER BY source")
    return {
        row["source"]: Grant(
            source=row["source"],
            granted_by=row["granted_by"],
            granted_on=dt.date.fromisoformat(row["granted_on"]),
            reference=row["reference"],
            recorded=row["recorded"],
        )
        for row in rows
    }


def grant(library: Library, source: str, granted_by: str, granted_on: dt.date, reference: str) -> Grant:
    """Record a permission; an earlier one for the source is replaced.

    Raises ValueError when it does not say by whom and where that is written, LibraryError.
    """
    if not granted_by.strip() or not reference.strip():
        raise ValueError("a permission needs the name of who gave it, and a reference")
    recorded = Grant(
        source, granted_by.strip(), granted_on, reference.strip(), stamp(dt.datetime.now(dt.UTC))
    )
    with library.writing() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO permissions (source, granted_by, granted_on, reference, recorded)"
            " VALUES (?, ?, ?, ?, ?)",
            (source, recorded.granted_by, granted_on.isoformat(), recorded.reference, recorded.recorded),
        )
    return recorded


def withdraw(library: Library, source: str) -> bool:
    """Forget a permission; False when there was none."""
    with library.writing() as connection:
        return connection.execute("DELETE FROM permissions WHERE source = ?", (source,)).rowcount > 0


def add_source(library: Library, source: Source) -> None:
    """Keep a source in the library, beside those of the registry; one of the same key is replaced."""
    with library.writing() as connection:
        connection.execute(
            """INSERT OR REPLACE INTO sources
            (key, municipality, name, platform, base_url, valid_from, valid_to, permission, note, added)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                source.key,
                source.municipality,
                source.name,
                source.platform,
                source.base_url,
                source.valid_from and source.valid_from.isoformat(),
                source.valid_to and source.valid_to.isoformat(),
                source.permission.value,
                source.note,
                stamp(dt.datetime.now(dt.UTC)),
            ),
        )


def added_sources(library: Library) -> tuple[Source, ...]:
    """The sources the operator added, by key."""
    rows = library.connection.execute("SELECT * FROM sources ORDER BY key")
    return tuple(
        Source(
            municipality=row["municipality"],
            name=row["name"],
            platform=row["platform"],
            base_url=row["base_url"],
            valid_from=_date(row["valid_from"]),
            valid_to=_date(row["valid_to"]),
            permission=Permission(row["permission"]),
            note=row["note"],
        )
        for row in rows
    )


def known_sources(library: Library) -> tuple[Source, ...]:
    """The registry's sources and the operator's; of two with one key the operator's."""
    own = {source.key: source for source in added_sources(library)}
    of_registry = (own.pop(source.key, source) for source in sources())
    return (*of_registry, *own.values())


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
