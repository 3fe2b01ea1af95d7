"""An agenda gives way to its minutes: at the same address as a new version, at another one by its meeting.

An agenda's items leave the live set once the same matter stands in the minutes of the same body and
day, whichever of the two was fetched first. They stay as an earlier version, to be compared with.
"""

from __future__ import annotations

import sqlite3

from corpus.records import Kind
from corpus.storing import HELD, retire

_DECIDED = (Kind.MINUTES.value, Kind.ITEM.value)

_SAME_MATTER = f"""
    SELECT DISTINCT agenda.id AS agenda, minutes.id AS minutes
    FROM items AS planned
    JOIN documents AS agenda ON agenda.id = planned.document_id
    JOIN items AS decided
        ON decided.municipality = planned.municipality AND decided.organ = planned.organ
        AND decided.meeting_date = planned.meeting_date AND decided.live
    JOIN documents AS minutes ON minutes.id = decided.document_id
    WHERE planned.live AND agenda.kind = '{Kind.AGENDA.value}' AND agenda.{HELD}
        AND minutes.kind IN {_DECIDED!r} AND minutes.{HELD}
        AND (
            minutes.kind = '{Kind.MINUTES.value}'
            OR lower(trim(decided.title)) = lower(trim(planned.title))
            OR EXISTS (
                SELECT 1 FROM facts AS one JOIN facts AS other ON one.kind = other.kind AND one.key
                = other.key WHERE one.item = planned.row AND other.item = decided.row AND one.kind =
                'diary_number'
            )
        )
        AND ? IN (agenda.id, minutes.id)
"""


def supersede_agendas(connection: sqlite3.Connection, document_id: int) -> list[int]:
    """Retire the agendas that a document replaces, or the document itself where it is such an agenda.

    The ids of the retired ones, in order. Works inside the caller's transaction.
    """
    pairs = connection.execute(_SAME_MATTER, (document_id,)).fetchall()
    for agenda, minutes in pairs:
        connection.execute(
            "UPDATE documents SET previous = ? WHERE id = ? AND previous IS NULL", (agenda, minutes)
        )
    retired = sorted({agenda for agenda, _ in pairs})
    for agenda in retired:
        retire(connection, agenda)
    return retired
