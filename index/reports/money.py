"""Fees made comparable: per year, and per inhabitant and year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from corpus.records import Money, MoneyKind, Per, Vat
from index.places import inhabitants

FEE_KINDS = (MoneyKind.PARTICIPATION_FEE, MoneyKind.MEMBERSHIP_FEE)

_CENT = Decimal("0.01")
_TENTH_OF_A_CENT = Decimal("0.001")
_LATEST = 9999
_YEARLY = {Per.YEAR: 1, Per.MUNICIPALITY_YEAR: 1, Per.MONTH: 12}


@dataclass(frozen=True)
class Fee:
    """An amount as the text gives it, and normalised as far as it can be.

    ``per_year`` is in euros a year (to the cent); ``per_inhabitant_year`` to a tenth of a cent, by the
    ``population`` of ``population_year``, the nearest one known. None where the text does not tell.
    """

    amount: Decimal
    currency: str
    per: Per
    vat: Vat
    kind: MoneyKind
    text: str
    per_year: Decimal | None
    per_inhabitant_year: Decimal | None
    population: int | None
    population_year: int | None


def season_years(season: str | None, start: dt.date | None = None, end: dt.date | None = None) -> int | None:
    """How many years a season has: 2 for ``2025-2026``, 1 for ``2023``; by its dates if it has no name."""
    years = [int(year) for year in (season or "").split("-") if year.isdecimal()]
    if years and years[0] <= years[-1]:
        return years[-1] - years[0] + 1
    if start and end and start < end:
        return max(1, round((end - start).days / 365.25))
    return None


def normalised(money: Money, *, municipality: str | None, year: int | None, years: int | None) -> Fee:
    """A fee of a municipality in ``year``, for a season of ``years`` years where it is per season.

    Of an amount of no known year the latest population is used.
    """
    known = inhabitants(municipality, year or _LATEST) if municipality else None
    population, population_year = known if known else (None, None)
    per_year: Decimal | None = None
    per_inhabitant: Decimal | None = None
    if money.currency == "EUR":
        if money.per in _YEARLY:
            per_year = money.amount * _YEARLY[money.per]
        elif money.per is Per.SEASON and years:
            per_year = money.amount / years
        elif money.per is Per.INHABITANT_YEAR:
            per_inhabitant = money.amount
            per_year = money.amount * population if population else None
        if per_inhabitant is None and per_year is not None and population:
            per_inhabitant = per_year / population
    return Fee(
        amount=money.amount,
        currency=money.currency,
        per=money.per,
        vat=money.vat,
        kind=money.kind,
        text=money.text,
        per_year=_rounded(per_year, _CENT),
        per_inhabitant_year=_rounded(per_inhabitant, _TENTH_OF_A_CENT),
        population=population,
        population_year=population_year,
    )


def _rounded(value: Decimal | None, to: Decimal) -> Decimal | None:
    return None if value is None else value.quantize(to, ROUND_HALF_UP)
