"""Answers from what was known on a day: documents that came later are left out, amended ones speak as then.

The facts are today's reading of what was known then; which versions those are, ``index.past`` tells.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.database import Library, StoredItem
from index.analysis import Analyser
from index.engines import Order
from index.engines.oracle import holds
from index.entry import entries
from index.fields import BY_KEY
from index.matches import counted, matches
from index.past import end_of, superseded
from index.search import Results, impatient, result_of
from index.snippets import Marker
from index.tree import Dates, Node
from index.values import BadValue, node_for


@dataclass(frozen=True)
class _Known:
    """An item that matches, as it was known then. ``score`` is what its present version scores."""

    stored: StoredItem | None  # None for a present version, which is loaded when it is shown
    item_id: str
    score: float
    day: str
    section: int


def day_of(text: str) -> dt.date:
    """The last day of a date as it is typed (2024, 2024-03, 2.3.2024). Raises BadValue."""
    expected = "write 2024, 2024-03, 2.3.2024 or 2024-03-02"
    try:
        node = node_for(BY_KEY["date"], text)
    except BadValue as problem:
        raise BadValue(problem.what if text.strip() else "no day", expected) from problem
    if not isinstance(node, Dates) or node.high is None:
        raise BadValue(f'not a day "{text}"', expected)
    return node.high


def search_as_of(
    library: Library,
    day: dt.date,
    query_text: str,
    options: Mapping[str, str | Iterable[str]] | None = None,
    *,
    limit: int = 20,
    offset: int = 0,
    sort: Order = Order.RELEVANCE,
) -> Results:
    """As ``index.search.search``, from what was known at the end of a day (UTC).

    By relevance an amended item stands where its present version does, or last where that does not match.
    Raises QueryError, IndexFailure, LibraryError.
    """
    found = matches(library, query_text, options)
    end = end_of(day)
    columns = "items.id, coalesce(items.meeting_date, ''), coalesce(items.section, 0)"
    present = {
        str(row[0]): (str(row[1]), int(str(row[2])))
        for row in counted(library, found.ids, f"{columns}, documents.first_seen")
        if str(row[3]) <= end
    }
    scores = {hit.item_id: hit.score for hit in found.hits}
    known = [
        _Known(None, item_id, scores[item_id], date, section) for item_id, (date, section) in present.items()
    ]
    with impatient(library):
        analyser = Analyser(library)
        known += [
            _Known(
                stored,
                stored.item.id,
                scores.get(stored.item.id, 0.0),
                stored.item.meeting_date.isoformat() if stored.item.meeting_date else "",
                stored.item.section or 0,
            )
            for stored in _past(library, day, found.query, analyser)
        ]
        page = _ordered(known, sort)[offset : offset + limit]
        shown = [(one.score, one.stored or library.item(one.item_id)) for one in page]
        there = [(score, stored) for score, stored in shown if stored is not None]
        marker = Marker(found.query, analyser)
        marker.prepare((stored.item.text, stored.item.language) for _, stored in there)
        hits = tuple(result_of(stored, score, marker) for score, stored in there)
    return Results(len(known), hits, offset, found.notes)


def _past(library: Library, day: dt.date, query: Node, analyser: Analyser) -> list[StoredItem]:
    """Items of versions that were current then and are not now, that match."""
    found: list[StoredItem] = []
    for items in superseded(library, day):
        for stored, entry in zip(items, entries(items, analyser), strict=True):
            if holds(query, entry):
                found.append(stored)
    return found


def _ordered(known: list[_Known], sort: Order) -> list[_Known]:
    """In the order asked for; ties newest first, then by § and id."""
    ordered = sorted(known, key=lambda one: (one.section, one.item_id))
    ordered.sort(key=lambda one: one.day, reverse=sort is not Order.OLDEST)
    if sort is Order.OLDEST:
        ordered.sort(key=lambda one: not one.day)  # undated ones last
    if sort is Order.RELEVANCE:
        ordered.sort(key=lambda one: -one.score)
    return ordered
