"""How fees spread: within one network, by size class of the municipalities, with what stands apart.

Fees of different networks buy different things, so a row is always of one network and one kind of fee; fees
of no known network are in no row. A municipality counts once a season: with the fee of its newest decision,
else of its newest document. Proposals and refusals count too, since the price is the one asked. Amounts are
as the documents give them: value added tax is neither added nor taken off, and ``vat`` says which there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import quantiles

from corpus.database import Library
from corpus.records import MoneyKind, ParticipationStatus, Vat
from corpus.registry.divisions import size_classes
from index.reports.facts import place_key
from index.reports.fees import FeeRow, fees
from index.reports.groups import group_of

ALL, UNKNOWN = "all", "unknown"
"""The size of a row of all municipalities, and of one of those whose population is not known."""

FEWEST = 5
"""So many fees there must be before one of them can stand apart."""

_STEPS = {"€/year": Decimal("0.01"), "€/inhabitant/year": Decimal("0.001")}
_FENCE = Decimal("1.5")


class Measure(StrEnum):
    """What is compared."""

    YEAR = "€/year"
    INHABITANT_YEAR = "€/inhabitant/year"


@dataclass(frozen=True)
class Outlier:
    """A fee more than one and a half quartile distances below the lower or above the upper quartile."""

    municipality: str
    season: str | None
    value: Decimal
    above: bool
    item_id: str


@dataclass(frozen=True)
class Spread:
    """The fees of one network, kind and size class (a key, ``all`` or ``unknown``) in one measure.

    ``number`` fees of ``municipalities``; quartiles are interpolated between the fees (the median of two is
    their mean). Outliers are looked for among five fees and more.
    """

    network: str
    kind: MoneyKind
    measure: Measure
    size: str
    number: int
    municipalities: int
    least: Decimal
    lower: Decimal
    median: Decimal
    upper: Decimal
    most: Decimal
    vat: tuple[Vat, ...]
    seasons: tuple[str, ...]
    outliers: tuple[Outlier, ...]


def spread(
    library: Library,
    network: str | None = None,
    season: str | None = None,
    *,
    region: str | None = None,
    size: str | None = None,
) -> tuple[Spread, ...]:
    """By network, kind of fee and measure: all municipalities, then each size class that has a fee."""
    return spread_of(fees(library, network, season, others=False, region=region, size=size))


def spread_of(rows: Iterable[FeeRow]) -> tuple[Spread, ...]:
    """The spread of fees; those of no network or municipality, and other amounts, are left out."""
    groups: dict[tuple[str, MoneyKind], list[FeeRow]] = {}
    for row in _counted(rows):
        groups.setdefault((row.network or "", row.kind), []).append(row)
    found: list[Spread] = []
    for (_, _), members in sorted(groups.items()):
        by_size: dict[str, list[FeeRow]] = {}
        for row in members:
            by_size.setdefault(group_of(row.municipality or "").size or UNKNOWN, []).append(row)
        for measure in Measure:
            for key in (ALL, *(each.key for each in size_classes()), UNKNOWN):
                one = _spread(members if key == ALL else by_size.get(key, ()), measure, key)
                if one is not None:
                    found.append(one)
    return tuple(found)


def _counted(rows: Iterable[FeeRow]) -> list[FeeRow]:
    """One fee a municipality, network, kind and season."""
    chosen: dict[tuple[str, str, MoneyKind, str], FeeRow] = {}
    for row in rows:
        if row.network is None or row.municipality is None or not row.is_fee:
            continue
        key = (place_key(row.municipality), row.network, row.kind, row.season or "")
        before = chosen.get(key)
        if before is None or _weight(row) > _weight(before):
            chosen[key] = row
    return list(chosen.values())


def _weight(row: FeeRow) -> tuple[bool, bool, str, str]:
    """A fee that can be compared, decided on, and new outweighs another."""
    comparable = row.fee.per_year is not None or row.fee.per_inhabitant_year is not None
    decided = row.status in (ParticipationStatus.JOINED, ParticipationStatus.DECLINED)
    return comparable, decided, row.meeting_date.isoformat() if row.meeting_date else "", row.item_id


def _spread(rows: Sequence[FeeRow], measure: Measure, size: str) -> Spread | None:
    valued = [(value, row) for row in rows if (value := _value(row, measure)) is not None]
    if not valued:
        return None
    values = sorted(value for value, _ in valued)
    cuts = quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
    reach = _FENCE * (cuts[2] - cuts[0])
    low, high = cuts[0] - reach, cuts[2] + reach
    apart = [
        Outlier(row.municipality or "", row.season, value, value > high, row.item_id)
        for value, row in sorted(valued, key=lambda pair: (pair[0], pair[1].municipality or ""))
        if len(values) >= FEWEST and not low <= value <= high
    ]
    lower, median, upper = (cut.quantize(_STEPS[measure]) for cut in cuts)
    return Spread(
        network=rows[0].network or "",
        kind=rows[0].kind,
        measure=measure,
        size=size,
        number=len(values),
        municipalities=len({place_key(row.municipality or "") for _, row in valued}),
        least=values[0],
        lower=lower,
        median=median,
        upper=upper,
        most=values[-1],
        vat=tuple(sorted({row.fee.vat for _, row in valued})),
        seasons=tuple(sorted({row.season for _, row in valued if row.season})),
        outliers=tuple(apart),
    )


def _value(row: FeeRow, measure: Measure) -> Decimal | None:
    return row.fee.per_year if measure is Measure.YEAR else row.fee.per_inhabitant_year
