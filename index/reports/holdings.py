"""What a report rests on: for each municipality, how much is held, from when, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.database import Library
from index.reports.coverage import Series, coverage, last_visits
from index.reports.facts import called, place_key, same_place
from index.values import name_key


@dataclass(frozen=True)
class Holding:
    """A municipality's live items, the days of their first and last meetings, when a source of it last
    answered or a file was last read (UTC), and how many §§ are missing by the §-ledger."""

    municipality: str
    items: int
    first_meeting: dt.date | None
    last_meeting: dt.date | None
    last_visit: str | None
    missing: int


def holdings(
    library: Library, municipality: str | None = None, *, ledger: Iterable[Series] | None = None
) -> tuple[Holding, ...]:
    """By name: the municipalities that have live items; with ``municipality``, any of its names, only it.

    ``ledger`` is their §-ledger where it is at hand already.
    """
    rows = library.connection.execute(
        """SELECT municipality, count(*), min(meeting_date), max(meeting_date) FROM items
            WHERE live AND municipality IS NOT NULL GROUP BY 1
        UNION ALL
        SELECT documents.municipality, count(*), min(items.meeting_date), max(items.meeting_date)
            FROM items JOIN documents ON documents.id = items.document_id
            WHERE items.live AND items.municipality IS NULL AND documents.municipality IS NOT NULL GROUP BY 1
        ORDER BY 1"""
    )
    names: dict[str, str] = {}
    items: Counter[str] = Counter()
    days: dict[str, list[str]] = {}
    for name, count, first, last in rows:
        if not same_place(name, municipality):
            continue
        key = place_key(name)
        names.setdefault(key, name)
        items[key] += count
        days.setdefault(key, []).extend(day for day in (first, last) if day)
    missing: Counter[str] = Counter()
    for series in coverage(library, municipality) if ledger is None else ledger:
        missing[place_key(series.municipality)] += series.expected - series.held
    visits = last_visits(library)
    found = [
        Holding(
            municipality=name if called(key) == key else called(key),
            items=items[key],
            first_meeting=_day(min(days.get(key, ()), default=None)),
            last_meeting=_day(max(days.get(key, ()), default=None)),
            last_visit=visits.get(key),
            missing=missing[key],
        )
        for key, name in names.items()
    ]
    return tuple(sorted(found, key=lambda one: name_key(one.municipality)))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
