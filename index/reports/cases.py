"""The course of a case through bodies, by its diary number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from corpus.database import FactKind, Library, StoredItem
from corpus.records import Outcome, Votes
from corpus.twins import without_twins
from index.reports.facts import Contact, contact, municipality_of, same_place
from index.values import diary_key, name_key


@dataclass(frozen=True)
class CaseRow:
    """One body's handling of a case.

    ``quoted_in`` is the item that quotes an earlier handling the library has no item of; ``cited`` is true
    where the item only cites the diary number and is a case of its own. ``twin`` is the same handling's
    item in the other language.
    """

    diary_number: str
    municipality: str | None
    organ: str | None
    meeting_date: dt.date | None
    section: int | None
    title: str | None
    outcome: Outcome | None
    unanimous: bool | None
    votes: Votes | None
    decision: str | None
    people: tuple[Contact, ...]
    item_id: str | None
    quoted_in: str | None
    document: str
    cited: bool = False
    uri: str | None = None
    language: str | None = None
    twin: str | None = None


def case(library: Library, diary_number: str, municipality: str | None = None) -> tuple[CaseRow, ...]:
    """Handlings of a case in time order, undated ones last. Empty for a number the library does not have.

    Another spelling of the number is found too. Two municipalities may use the same number: ask for one of
    them by ``municipality``.
    """
    rows: list[CaseRow] = []
    for key in _keys(library, diary_number):
        items, twins = without_twins(
            stored
            for stored in library.items_with_diary_number(key)
            if same_place(municipality_of(stored), municipality)
        )
        rows += [replace(_row(stored, key), twin=twins.get(stored.item.id)) for stored in items]
        for stored in items:
            rows += _quoted(stored, key, rows)
    return tuple(sorted(rows, key=_order))


def _keys(library: Library, written: str) -> list[str]:
    """The keys of facts that this is a spelling of."""
    kinds = (FactKind.DIARY_NUMBER.value, FactKind.CITED_DIARY_NUMBER.value)
    exact = "SELECT DISTINCT key FROM facts WHERE kind IN (?, ?) AND key = ?"
    found = [row[0] for row in library.connection.execute(exact, (*kinds, written.strip()))]
    if found:
        return found
    wanted = diary_key(written)
    every = library.connection.execute("SELECT DISTINCT key FROM facts WHERE kind IN (?, ?)", kinds)
    return sorted({row[0] for row in every if diary_key(row[0]) == wanted})


def _row(stored: StoredItem, key: str) -> CaseRow:
    item, decision = stored.item, stored.item.decision
    return CaseRow(
        diary_number=key,
        municipality=municipality_of(stored),
        organ=item.organ,
        meeting_date=item.meeting_date,
        section=item.section,
        title=item.title,
        outcome=decision.outcome if decision else None,
        unanimous=decision.unanimous if decision else None,
        votes=decision.votes if decision else None,
        decision=decision.effective_text if decision else None,
        people=tuple(contact(person) for person in item.people),
        item_id=item.id,
        quoted_in=None,
        document=stored.document.name,
        cited=key not in {number.key for number in item.diary_numbers},
        uri=stored.document.uri,
        language=item.language,
    )


def _quoted(stored: StoredItem, key: str, known: list[CaseRow]) -> list[CaseRow]:
    """Earlier handlings an item of the case quotes, without those that are known already."""
    if key not in {number.key for number in stored.item.diary_numbers}:
        return []
    there = {_meeting(row.organ, row.meeting_date, row.section) for row in known}
    rows = []
    for handling in stored.item.handlings:
        if _meeting(handling.organ, handling.meeting_date, handling.section) in there:
            continue
        rows.append(
            CaseRow(
                diary_number=key,
                municipality=municipality_of(stored),
                organ=handling.organ,
                meeting_date=handling.meeting_date,
                section=handling.section,
                title=None,
                outcome=handling.outcome,
                unanimous=None,
                votes=None,
                decision=None,
                people=(),
                item_id=None,
                quoted_in=stored.item.id,
                document=stored.document.name,
                uri=stored.document.uri,
                language=stored.item.language,
            )
        )
    return rows


def _meeting(organ: str | None, day: dt.date | None, section: int | None) -> tuple[object, ...]:
    return name_key(organ or ""), day, section


def _order(row: CaseRow) -> tuple[dt.date, bool, int, str]:
    return row.meeting_date or dt.date.max, row.item_id is not None, row.section or 0, row.item_id or ""
