"""Who takes part in which development network, for what, and by whose decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.database import FactKind, Library, StoredItem
from corpus.records import Outcome, Participation, ParticipationStatus
from corpus.twins import without_twins
from index.reports.facts import (
    Contact,
    contact,
    in_season,
    items_of,
    municipality_of,
    proof,
    same_network,
    same_place,
)
from index.reports.groups import in_group
from index.reports.money import Fee, normalised, season_years
from index.values import name_key

_TOOK_PART = (ParticipationStatus.JOINED, ParticipationStatus.PARTICIPATED)


@dataclass(frozen=True)
class ParticipationRow:
    """A municipality in a season of a network, as one item says it.

    ``renewal`` is derived: the municipality joins, and the library knows an earlier season of its.
    ``told_by`` is the municipality whose document says it, None where it is nobody's; ``uri``
    and ``language`` are the document's; ``twin`` is the same matter's item in the other language.
    """

    municipality: str
    network: str
    season: str | None
    status: ParticipationStatus
    start: dt.date | None
    end: dt.date | None
    fee: Fee | None
    extra_costs: str | None
    contacts: tuple[Contact, ...]
    organ: str | None
    meeting_date: dt.date | None
    section: int | None
    outcome: Outcome | None
    diary_number: str | None
    item_id: str
    document: str
    page: int | None
    quote: str | None
    renewal: bool
    told_by: str | None = None
    uri: str | None = None
    language: str | None = None
    twin: str | None = None

    @property
    def own(self) -> bool:
        """Whether the municipality says so itself."""
        return self.told_by is not None and same_place(self.told_by, self.municipality)


def participation(
    library: Library,
    network: str | None = None,
    season: str | None = None,
    municipality: str | None = None,
    *,
    region: str | None = None,
    size: str | None = None,
) -> tuple[ParticipationRow, ...]:
    """Participations by municipality, network, season and date.

    ``network`` and ``municipality`` are any of their names, ``season`` a season or a year in it, ``region`` a
    region's name or code, ``size`` the key of a size class; None is all.
    """
    stored, twins = without_twins(
        items_of(library, FactKind.PARTICIPATION, network=network, municipality=municipality)
    )
    told = (replace(row, twin=twins.get(row.item_id)) for one in stored for row in rows_of(one))
    rows = _renewals(told)
    wanted = [
        row
        for row in rows
        if same_network(row.network, network)
        and in_season(row.season, season)
        and same_place(row.municipality, municipality)
        and in_group(row.municipality, region, size)
    ]
    return tuple(sorted(wanted, key=_order))


def rows_of(stored: StoredItem) -> Iterator[ParticipationRow]:
    """What an item says of municipalities that take part, in the order it says so; none of it a renewal."""
    for index, part in enumerate(stored.item.participations):
        if part.municipality is not None:
            yield _row(stored, index, part)


def _row(stored: StoredItem, index: int, part: Participation) -> ParticipationRow:
    item = stored.item
    found = proof(item, f"/participations/{index}")
    return ParticipationRow(
        municipality=part.municipality or municipality_of(stored) or "",
        network=part.network,
        season=part.season,
        status=part.status,
        start=part.start,
        end=part.end,
        fee=fee_of(part, item.meeting_date),
        extra_costs=part.extra_costs,
        contacts=tuple(contact(person) for person in part.contacts),
        organ=item.organ,
        meeting_date=item.meeting_date,
        section=item.section,
        outcome=item.decision.outcome if item.decision else None,
        diary_number=item.diary_numbers[0].key if item.diary_numbers else None,
        item_id=item.id,
        document=stored.document.name,
        page=found.page,
        quote=found.quote,
        renewal=False,
        told_by=municipality_of(stored),
        uri=stored.document.uri,
        language=item.language,
    )


def fee_of(part: Participation, decided: dt.date | None) -> Fee | None:
    """A participation's fee, by the population of the season's first year, else of the decision's."""
    if part.fee is None:
        return None
    return normalised(
        part.fee,
        municipality=part.municipality,
        year=first_year(part.season, part.start) or (decided.year if decided else None),
        years=season_years(part.season, part.start, part.end),
    )


def first_year(season: str | None, start: dt.date | None = None) -> int | None:
    """The year a season begins in."""
    text = (season or "")[:4]
    if len(text) == 4 and text.isdecimal():
        return int(text)
    return start.year if start else None


def _renewals(rows: Iterable[ParticipationRow]) -> list[ParticipationRow]:
    """The rows, those of them marked that renew a participation another row tells of."""
    known: Sequence[ParticipationRow] = list(rows)
    earliest: dict[tuple[str, str], int] = {}
    for row in known:
        year = first_year(row.season, row.start)
        if row.status in _TOOK_PART and year is not None:
            key = _membership(row)
            earliest[key] = min(year, earliest.get(key, year))
    return [replace(row, renewal=_renews(row, earliest.get(_membership(row)))) for row in known]


def _renews(row: ParticipationRow, earliest: int | None) -> bool:
    year = first_year(row.season, row.start)
    joins = row.status is ParticipationStatus.JOINED
    return joins and year is not None and earliest is not None and year > earliest


def _membership(row: ParticipationRow) -> tuple[str, str]:
    return name_key(row.municipality), name_key(row.network)


def _order(row: ParticipationRow) -> tuple[str, str, str, dt.date, str]:
    return row.municipality, row.network, row.season or "", row.meeting_date or dt.date.max, row.item_id
