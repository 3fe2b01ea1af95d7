"""An agenda gives way to its minutes: at the same address as a new version, at another one by its meeting.

An agenda's items leave the live set once the same matter stands in the minutes of the same body and day,
whichever of the two was fetched first. They stay as an earlier version, to be compared with.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from corpus.records import Kind
from corpus.storing import HELD, retire

_DECIDED = (Kind.MINUTES.value, Kind.ITEM.value)


def supersede_agendas(connection: sqlite3.Connection, document_id: int) -> list[int]:
    """Retire the agendas that a document replaces, or the document itself where it is such an agenda.

    The ids of the retired ones, in order. Works inside the caller's transaction.
    """
    document = connection.execute("SELECT kind FROM documents WHERE id = ?", (document_id,)).fetchone()
    kind = document["kind"] if document else None
    if kind == Kind.AGENDA:
        pairs = _pairs(connection, document_id, kind, _DECIDED)
    elif kind in _DECIDED:
        found = _pairs(connection, document_id, kind, (Kind.AGENDA.value,))
        pairs = {(agenda, minutes) for minutes, agenda in found}
    else:
        return []
    for agenda, minutes in sorted(pairs):
        connection.execute(
            "UPDATE documents SET previous = ? WHERE id = ? AND previous IS NULL", (agenda, minutes)
        )
        retire(connection, agenda)
    return sorted({agenda for agenda, _ in pairs})


def _pairs(
    connection: sqlite3.Connection, document_id: int, kind: str, kinds: tuple[str, ...]
) -> set[tuple[int, int]]:
    """The document with each other of those kinds that holds a matter of the same meeting."""
    own = connection.execute(
        """SELECT row, title, municipality, organ, meeting_date FROM items
        WHERE document_id = ? AND live""",
        (document_id,),
    ).fetchall()
    meetings = {(item["municipality"], item["organ"], item["meeting_date"]) for item in own}
    marks = ",".join("?" * len(kinds))
    found: set[tuple[int, int]] = set()
    for meeting in sorted(meeting for meeting in meetings if None not in meeting):
        others = connection.execute(
            f"""SELECT items.row AS row, items.title AS title, documents.id AS id, documents.kind AS kind
            FROM items JOIN documents ON documents.id = items.document_id
            WHERE items.live AND items.municipality = ? AND items.organ = ? AND items.meeting_date = ?
            AND documents.kind IN ({marks}) AND documents.{HELD} AND documents.id <> ?""",
            (*meeting, *kinds, document_id),
        ).fetchall()
        if not others:
            continue
        mine = [
            item for item in own if (item["municipality"], item["organ"], item["meeting_date"]) == meeting
        ]
        titles, numbers = _titles(mine), _numbers(connection, mine)
        for other in others:
            same = kind == Kind.MINUTES or other["kind"] == Kind.MINUTES
            if same or titles & _titles([other]) or numbers & _numbers(connection, [other]):
                found.add((document_id, other["id"]))
    return found


def _titles(items: Iterable[sqlite3.Row]) -> set[str]:
    titles = (" ".join((item["title"] or "").split()).casefold() for item in items)
    return {title for title in titles if title}


def _numbers(connection: sqlite3.Connection, items: Iterable[sqlite3.Row]) -> set[str]:
    return {
        row["key"]
        for item in items
        for row in connection.execute(
            "SELECT key FROM facts WHERE item = ? AND kind = 'diary_number'", (item["row"],)
        )
    }
