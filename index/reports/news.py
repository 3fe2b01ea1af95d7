"""What is newly known of networks since a day: joins, refusals, leavings, proposals, amended decisions,
changed contacts.

Known means stored: a decision of last year whose minutes came today is news today. What is new is told
against what was known at the end of the day before, versions replaced since then included; today's reader
read both. A fact that was known already, from whichever item, is no news, and only a municipality's own words
are. What was purged is compared with nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.database import FactKind, Library, StoredItem
from corpus.records import Decision, ParticipationStatus, Role
from index.past import end_of, superseded
from index.reports.facts import Contact, items_of, place_key, same_network
from index.reports.participation import ParticipationRow, rows_of
from index.values import name_key


class Kind(StrEnum):
    """What the news is, in the order in which it is told."""

    NEW_JOIN = "new-join"
    REFUSAL = "refusal"
    LEAVING = "leaving"
    AMENDED_DECISION = "amended-decision"
    CONTACT_CHANGED = "contact-changed"
    PROPOSAL = "proposal"


@dataclass(frozen=True)
class News:
    """One fact. ``known`` is the day its document was stored (UTC), ``meeting_date`` the meeting's.

    ``before`` and ``after`` are the contacts, or the decisions, where something else was known before.
    """

    kind: Kind
    municipality: str
    network: str
    season: str | None
    item_id: str
    known: dt.date
    meeting_date: dt.date | None
    before: str | None
    after: str | None
    document: str
    uri: str | None
    page: int | None
    quote: str | None
    language: str | None


@dataclass(frozen=True)
class _Said:
    """A participation with the item that says it and the time it was stored."""

    row: ParticipationRow
    stored: StoredItem
    at: str


_KINDS = {
    ParticipationStatus.JOINED: Kind.NEW_JOIN,
    ParticipationStatus.DECLINED: Kind.REFUSAL,
    ParticipationStatus.LEFT: Kind.LEAVING,
    ParticipationStatus.PROPOSED: Kind.PROPOSAL,
}
_DECISIONS = (ParticipationStatus.JOINED, ParticipationStatus.DECLINED, ParticipationStatus.LEFT)
_CONTACTS = (Role.CONTACT, Role.DEPUTY_CONTACT)


def news(library: Library, since: dt.date, network: str | None = None) -> tuple[News, ...]:
    """What became known from that day on (UTC), by kind, then municipality; of one network or all."""
    day_before = max(since, dt.date(1, 1, 2)) - dt.timedelta(days=1)  # before the first day there is none
    seen = _first_seen(library)
    now = [
        one
        for stored in items_of(library, FactKind.PARTICIPATION, network=network)
        for one in _said(stored, seen[stored.document_id], network)
    ]
    replaced = [
        one
        for items in superseded(library, day_before)
        for stored in items
        for one in _said(stored, seen[stored.document_id], network)
    ]
    end = end_of(day_before)
    fresh = [one for one in now if one.at > end]
    before = [one for one in now if one.at <= end] + replaced
    found = [*_statuses(fresh, before), *_amended(fresh, replaced), *_contacts(fresh, before)]
    order = list(Kind)
    return tuple(sorted(set(found), key=lambda one: (order.index(one.kind), *_order(one))))


def _order(one: News) -> tuple[str, str, str, str]:
    return name_key(one.municipality), one.network, one.season or "", one.item_id


def _first_seen(library: Library) -> dict[int, str]:
    rows = library.connection.execute("SELECT id, first_seen FROM documents")
    return {int(row[0]): str(row[1]) for row in rows}


def _said(stored: StoredItem, at: str, network: str | None) -> Iterator[_Said]:
    for row in rows_of(stored):
        if row.own and same_network(row.network, network):
            yield _Said(row, stored, at)


def _statuses(fresh: Sequence[_Said], before: Sequence[_Said]) -> Iterator[News]:
    """Statuses that nothing known before told of; a proposal is none where it is decided on."""
    known = {(_season(one.row), one.row.status) for one in before}
    decided = {_season(one.row) for one in (*before, *fresh) if one.row.status in _DECISIONS}
    for one in sorted(fresh, key=_newest):
        fact = (_season(one.row), one.row.status)
        settled = one.row.status is ParticipationStatus.PROPOSED and _season(one.row) in decided
        if one.row.status in _KINDS and fact not in known and not settled:
            known.add(fact)
            yield _news(_KINDS[one.row.status], one)


def _amended(fresh: Iterable[_Said], replaced: Iterable[_Said]) -> Iterator[News]:
    """Decisions that read otherwise than in the version known before."""
    older = {_place(one.stored): one.stored for one in replaced}
    for one in fresh:
        past = older.get(_place(one.stored))
        if past is None:
            continue
        was, is_now = past.item.decision, one.stored.item.decision
        if _words(was) != _words(is_now):
            yield _news(Kind.AMENDED_DECISION, one, _words(was), _words(is_now))


def _contacts(fresh: Sequence[_Said], before: Sequence[_Said]) -> Iterator[News]:
    """Contacts other than the newest known before, in an item that is newer than that one."""
    for key in sorted({_membership(one.row) for one in fresh}):
        new = [one for one in fresh if _membership(one.row) == key and _named(one.row)]
        old = [one for one in before if _membership(one.row) == key and _named(one.row)]
        if not new or not old:
            continue
        latest, known = min(new, key=_newest), min(old, key=_newest)
        earlier = (latest.row.meeting_date or dt.date.min) < (known.row.meeting_date or dt.date.min)
        if not earlier and not _same_people(_named(known.row), _named(latest.row)):
            yield _news(Kind.CONTACT_CHANGED, latest, _people(known.row), _people(latest.row))


def _news(kind: Kind, one: _Said, before: str | None = None, after: str | None = None) -> News:
    row = one.row
    return News(
        kind=kind,
        municipality=row.municipality,
        network=row.network,
        season=row.season,
        item_id=row.item_id,
        known=dt.date.fromisoformat(one.at[:10]),
        meeting_date=row.meeting_date,
        before=before,
        after=after,
        document=row.document,
        uri=row.uri,
        page=row.page,
        quote=row.quote,
        language=row.language,
    )


def _membership(row: ParticipationRow) -> tuple[str, str]:
    return place_key(row.municipality), name_key(row.network)


def _season(row: ParticipationRow) -> tuple[str, str, str]:
    return *_membership(row), row.season or ""


def _newest(one: _Said) -> tuple[int, str]:
    day = one.row.meeting_date
    return -day.toordinal() if day else 0, one.row.item_id


def _place(stored: StoredItem) -> tuple[object, ...]:
    """What an item shares with its other versions: its place in the minutes, else its id."""
    item = stored.item
    if item.section is None or item.meeting_date is None:
        return (item.id.partition("~")[0],)
    place = place_key(item.municipality or "")
    return place, name_key(item.organ or ""), item.meeting_date, item.section


def _words(decision: Decision | None) -> str | None:
    return f"{decision.outcome.value}: {decision.effective_text.strip()}" if decision else None


def _named(row: ParticipationRow) -> list[Contact]:
    return [each for each in row.contacts if each.role in _CONTACTS]


def _same_people(some: list[Contact], others: list[Contact]) -> bool:
    """Whether these may be the same: one known by title only is whoever has that title."""
    return len(some) == len(others) and all(any(_same(one, other) for other in others) for one in some)


def _same(one: Contact, other: Contact) -> bool:
    if one.role is not other.role:
        return False
    if one.name and other.name:
        return name_key(one.name) == name_key(other.name)
    return name_key(one.title or "") == name_key(other.title or "")


def _people(row: ParticipationRow) -> str:
    listed = [", ".join(part for part in (each.name, each.title) if part) for each in _named(row)]
    return "; ".join(listed)
