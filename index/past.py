"""What was known on a day: the versions that were current then and are not now.

A version was known from the day it was first stored until the one that replaced it was. What a newer reader
made of the same bytes replaces what an older one had made of them. What was purged is gone from every day.
"""

from __future__ import annotations

import datetime as dt

from corpus.connection import clear_errors
from corpus.database import Library, StoredItem

_SUPERSEDED = """
    SELECT id FROM (
        SELECT documents.id, documents.first_seen,
            coalesce(min(newer.first_seen), documents.last_seen) AS until
        FROM documents LEFT JOIN documents AS newer ON newer.previous = documents.id
        WHERE documents.state = 'amended'
        GROUP BY documents.id
    )
    WHERE first_seen <= :end AND until > :end ORDER BY id
"""


def end_of(day: dt.date) -> str:
    """What sorts after every time of that day (UTC), as times stand in the database."""
    return f"{day.isoformat()}T23:59:59~"


def superseded(library: Library, day: dt.date) -> list[list[StoredItem]]:
    """The items of each version that was current at the end of a day and is not now."""
    with clear_errors(library.folder):
        ids = [int(row[0]) for row in library.connection.execute(_SUPERSEDED, {"end": end_of(day)})]
    if not ids:
        return []
    wanted = set(ids)
    documents = {each.id: each for each in library.documents(all_versions=True) if each.id in wanted}
    return [
        [StoredItem(item, documents[number].document, number) for item in library.items_of(number)]
        for number in ids
    ]
