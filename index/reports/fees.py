"""What municipalities pay: participation and membership fees, and other periodic amounts beside them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from corpus.database import FactKind, Library, StoredItem
from corpus.records import Money, MoneyKind, Outcome, Participation, ParticipationStatus, Per
from corpus.twins import without_twins
from index.reports.facts import in_season, items_of, municipality_of, proof, same_network, same_place
from index.reports.groups import in_group
from index.reports.money import FEE_KINDS, Fee, normalised, season_years
from index.reports.participation import first_year

# Amounts of a municipality's own economy that are worth seeing beside fees; prices and rents are not.
_PERIODIC = (Per.YEAR, Per.SEASON, Per.INHABITANT, Per.INHABITANT_YEAR, Per.MUNICIPALITY_YEAR)
_PERIODIC_KINDS = (MoneyKind.BUDGET, MoneyKind.ESTIMATE, MoneyKind.OTHER)
_THIS_SEASON = (
    ParticipationStatus.JOINED,
    ParticipationStatus.PROPOSED,
    ParticipationStatus.DECLINED,
    ParticipationStatus.LEFT,
)


@dataclass(frozen=True)
class FeeRow:
    """An amount stated in an item. ``is_fee`` is false for a budget figure and the like.

    ``network``, ``season`` and ``status`` are those of the participation it is the fee of, if it is one's.
    """

    municipality: str | None
    is_fee: bool
    kind: MoneyKind
    fee: Fee
    network: str | None
    season: str | None
    status: ParticipationStatus | None
    organ: str | None
    meeting_date: dt.date | None
    section: int | None
    outcome: Outcome | None
    diary_number: str | None
    item_id: str
    title: str | None
    document: str
    page: int | None
    quote: str | None
    uri: str | None = None
    language: str | None = None
    twin: str | None = None


def fees(
    library: Library,
    network: str | None = None,
    season: str | None = None,
    municipality: str | None = None,
    *,
    others: bool = True,
    region: str | None = None,
    size: str | None = None,
) -> tuple[FeeRow, ...]:
    """Fees first, by municipality and date; then, with ``others``, other periodic amounts.

    Filters are those of ``participation``.
    """
    kinds = (FactKind.MONEY, FactKind.PARTICIPATION)
    stored, twins = without_twins(items_of(library, *kinds, network=network, municipality=municipality))
    rows = [replace(row, twin=twins.get(row.item_id)) for one in stored for row in _rows(one)]
    wanted = [
        row
        for row in rows
        if (others or row.is_fee)
        and same_place(row.municipality, municipality)
        and (network is None or (row.network is not None and same_network(row.network, network)))
        and in_season(row.season, season)
        and in_group(row.municipality, region, size)
    ]
    return tuple(sorted(wanted, key=_order))


def _rows(stored: StoredItem) -> list[FeeRow]:
    item = stored.item
    of_participations = [
        (f"/participations/{index}/fee", part.fee, part)
        for index, part in enumerate(item.participations)
        if part.fee is not None
    ]
    rows = []
    told: set[tuple[object, ...]] = set()
    for index, money in enumerate(item.money):
        if not _worth_a_row(money):
            continue
        part = _part_of(money, item.participations)
        told.add(_same(money))
        rows.append(_row(stored, f"/money/{index}", money, part))
    rows += [
        _row(stored, pointer, money, part)
        for pointer, money, part in of_participations
        if _same(money) not in told
    ]
    return rows


def _worth_a_row(money: Money) -> bool:
    return money.kind in FEE_KINDS or (money.per in _PERIODIC and money.kind in _PERIODIC_KINDS)


def _same(money: Money) -> tuple[object, ...]:
    return money.amount, money.currency, money.per


def _part_of(money: Money, parts: tuple[Participation, ...]) -> Participation | None:
    """The participation a fee is paid for: the one that has it as its fee, else the only one decided on."""
    for part in parts:
        if part.fee is not None and _same(part.fee) == _same(money):
            return part
    if money.kind not in FEE_KINDS:
        return None
    decided = [part for part in parts if part.status in _THIS_SEASON]
    return decided[0] if len(decided) == 1 else None


def _row(stored: StoredItem, pointer: str, money: Money, part: Participation | None) -> FeeRow:
    item = stored.item
    municipality = (part and part.municipality) or municipality_of(stored)
    year = first_year(part.season, part.start) if part else None
    found = proof(item, pointer)
    return FeeRow(
        municipality=municipality,
        is_fee=money.kind in FEE_KINDS,
        kind=money.kind,
        fee=normalised(
            money,
            municipality=municipality,
            year=year or (item.meeting_date.year if item.meeting_date else None),
            years=season_years(part.season, part.start, part.end) if part else None,
        ),
        network=part.network if part else None,
        season=part.season if part else None,
        status=part.status if part else None,
        organ=item.organ,
        meeting_date=item.meeting_date,
        section=item.section,
        outcome=item.decision.outcome if item.decision else None,
        diary_number=item.diary_numbers[0].key if item.diary_numbers else None,
        item_id=item.id,
        title=item.title,
        document=stored.document.name,
        page=found.page,
        quote=found.quote,
        uri=stored.document.uri,
        language=item.language,
    )


def _order(row: FeeRow) -> tuple[bool, str, dt.date, str]:
    return not row.is_fee, row.municipality or "", row.meeting_date or dt.date.max, row.item_id
