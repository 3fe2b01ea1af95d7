"""What a library holds, in numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.database import Library
from corpus.storing import HELD


@dataclass(frozen=True)
class Stats:
    """Counts of what is live in a library. Mappings are ordered by count, largest first.

    ``totals`` are documents, items, facts by kind and so on; ``first`` and ``last`` are the meetings' dates.
    """

    totals: Mapping[str, int]
    kinds: Mapping[str, int]
    municipalities: Mapping[str, int]
    organs: Mapping[str, int]
    languages: Mapping[str, int]
    outcomes: Mapping[str, int]
    years: Mapping[str, int]
    facts: Mapping[str, int]
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True)
class Extent:
    """How much a library holds: municipalities, documents, items, and its first and last meeting's day."""

    municipalities: int
    documents: int
    items: int
    first: dt.date | None
    last: dt.date | None


def extent(library: Library) -> Extent:
    """The library's extent: what a front page tells, without counting everything."""
    row = library.connection.execute(
        f"""SELECT (SELECT count(*) FROM (SELECT 1 FROM items WHERE live AND municipality IS NOT NULL
                GROUP BY municipality)),
            (SELECT count(*) FROM documents WHERE {HELD}),
            (SELECT count(*) FROM items WHERE live),
            (SELECT min(meeting_date) FROM items WHERE live),
            (SELECT max(meeting_date) FROM items WHERE live)"""
    ).fetchone()
    first, last = (dt.date.fromisoformat(day) if day else None for day in (row[3], row[4]))
    return Extent(row[0], row[1], row[2], first, last)


def stats(library: Library) -> Stats:
    """Counts by kind, municipality, organ, language, outcome, year and fact."""
    first, last = library.connection.execute(
        "SELECT min(meeting_date), max(meeting_date) FROM items WHERE live"
    ).fetchone()
    facts = library.connection.execute(
        "SELECT facts.kind, count(*) FROM facts JOIN items ON items.row = facts.item WHERE items.live "
        "GROUP BY facts.kind ORDER BY count(*) DESC, facts.kind"
    )
    return Stats(
        totals=library.counts(),
        kinds=_counted(library, "kind"),
        municipalities=_counted(library, "municipality"),
        organs=_counted(library, "organ"),
        languages=_counted(library, "language"),
        outcomes=_counted(library, "outcome"),
        years=_counted(library, "substr(meeting_date, 1, 4)"),
        facts=dict(tuple(row) for row in facts),
        first=dt.date.fromisoformat(first) if first else None,
        last=dt.date.fromisoformat(last) if last else None,
    )


def _counted(library: Library, column: str) -> dict[str, int]:
    rows = library.connection.execute(
        f"SELECT {column} AS value, count(*) FROM items WHERE live AND value IS NOT NULL "
        "GROUP BY value ORDER BY count(*) DESC, value"
    )
    return {str(value): int(count) for value, count in rows}
