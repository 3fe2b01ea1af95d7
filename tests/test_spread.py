"""How fees spread: quartiles, classes, outliers, and never two networks in a row."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.database import Library
from corpus.records import (
    Item,
    Money,
    MoneyKind,
    Participation,
    ParticipationStatus,
    Per,
    Vat,
)
from corpus.registry.municipalities import municipalities
from index.reports.fees import FeeRow
from index.reports.groups import group_of
from index.reports.money import Fee
from index.reports.spread import Measure, Spread, spread, spread_of
from tests.index_items import fee, item, library_of

SMALL = [each.name for each in municipalities() if group_of(each.name).size == "0-1999"]
MIDDLE = [each.name for each in municipalities() if group_of(each.name).size == "5000-9999"]


def row(
    value: int | str | None,
    municipality: str | None = "Harjula",
    *,
    network: str | None = "USO",
    season: str | None = "2025-2026",
    kind: MoneyKind = MoneyKind.PARTICIPATION_FEE,
    status: ParticipationStatus | None = ParticipationStatus.JOINED,
    day: str = "2024-10-01",
    vat: Vat = Vat.EXCLUDED,
    is_fee: bool = True,
) -> FeeRow:
    amount = None if value is None else Decimal(value)
    stated = Fee(amount or Decimal(1), "EUR", Per.YEAR, vat, kind, "", amount, None, None, None)
    meeting = dt.date.fromisoformat(day)
    return FeeRow(
        municipality, is_fee, kind, stated, network, season, status, None, meeting, None, None, None,
        f"{municipality}/{day}/{value}", None, "", None, None,
    )  # fmt: skip


def one(rows: list[FeeRow], size: str = "all") -> Spread:
    (found,) = [each for each in spread_of(rows) if (each.size, each.measure) == (size, Measure.YEAR)]
    return found


QUARTILES = [
    ("one", [100], "100 100.00 100.00 100.00 100"),
    ("two", [100, 200], "100 125.00 150.00 175.00 200"),
    ("three", [300, 100, 200], "100 150.00 200.00 250.00 300"),
    ("four", [1, 2, 3, 4], "1 1.75 2.50 3.25 4"),
    ("five", [10, 20, 30, 40, 50], "10 20.00 30.00 40.00 50"),
    ("the same", [7, 7, 7], "7 7.00 7.00 7.00 7"),
]


@pytest.mark.parametrize(
    ("values", "expected"), [case[1:] for case in QUARTILES], ids=[q[0] for q in QUARTILES]
)
def test_quartiles(values: list[int], expected: str) -> None:
    found = one([row(value, place) for value, place in zip(values, SMALL, strict=False)])
    assert f"{found.least} {found.lower} {found.median} {found.upper} {found.most}" == expected
    assert found.number == found.municipalities == len(values)


OUTLIERS = [
    ("four are too few", [1, 2, 3, 1000], []),
    ("one far above", [10, 11, 12, 13, 1000], [(1000, True)]),
    ("one far below", [1, 1000, 1001, 1002, 1003], [(1, False)]),
    ("on the fence", [10, 20, 30, 40, 70], []),  # 40 + 1.5 * 20
    ("just over the fence", [10, 20, 30, 40, "70.01"], [(Decimal("70.01"), True)]),
    ("all the same but one", [5, 5, 5, 5, 6], [(6, True)]),
    ("none", [10, 20, 30, 40, 50], []),
]


@pytest.mark.parametrize(
    ("values", "expected"), [case[1:] for case in OUTLIERS], ids=[o[0] for o in OUTLIERS]
)
def test_outliers(values: list[int | str], expected: list[tuple[int, bool]]) -> None:
    found = one([row(value, place) for value, place in zip(values, SMALL, strict=False)])
    assert [(each.value, each.above) for each in found.outliers] == expected


def test_an_outlier_says_whose_it_is() -> None:
    rows = [row(value, place) for value, place in zip([10, 11, 12, 13, 99], SMALL, strict=False)]
    (outlier,) = one(rows).outliers
    assert (outlier.municipality, outlier.season, outlier.item_id) == (SMALL[4], "2025-2026", rows[4].item_id)


def test_by_size_class_the_smallest_first() -> None:
    rows = [row(10, SMALL[0]), row(20, MIDDLE[0]), row(30, MIDDLE[1]), row(40, "Tuntematon")]
    found = [each for each in spread_of(rows) if each.measure is Measure.YEAR]
    assert [(each.size, each.number) for each in found] == [
        ("all", 4),
        ("0-1999", 1),
        ("5000-9999", 2),
        ("unknown", 1),
    ]


def test_networks_and_kinds_never_share_a_row() -> None:
    rows = [
        row(1),
        row(2, network="EVE"),
        row(3, kind=MoneyKind.MEMBERSHIP_FEE),
        row(4, network=None),
        row(5, None),
        row(6, kind=MoneyKind.BUDGET, is_fee=False),
    ]
    found = [(each.network, each.kind.value, each.most) for each in spread_of(rows) if each.size == "all"]
    assert found == [
        ("EVE", "participation-fee", 2),
        ("USO", "membership-fee", 3),
        ("USO", "participation-fee", 1),
    ]


COUNTED = [
    (
        "the decision's, not the proposal's",
        [row(9000, status=ParticipationStatus.PROPOSED, day="2024-12-01"), row(8000)],
        8000,
    ),
    ("the newest decision's", [row(9000), row(8000, day="2024-11-01")], 8000),
    ("one that can be compared", [row(None, day="2024-12-01"), row(8000)], 8000),
    (
        "of two names of a municipality",
        [row(9000, "Raasepori"), row(8000, "Raseborg", day="2024-12-01")],
        8000,
    ),
    ("a proposal's, alone", [row(700, status=ParticipationStatus.PROPOSED)], 700),
]


@pytest.mark.parametrize(("rows", "value"), [case[1:] for case in COUNTED], ids=[case[0] for case in COUNTED])
def test_a_municipality_counts_once_a_season(rows: list[FeeRow], value: int) -> None:
    for order in (rows, rows[::-1]):
        found = one(order)
        assert (found.number, found.most) == (1, value)


def test_seasons_count_each_and_vat_is_told() -> None:
    rows = [row(1, season="2023-2024"), row(2, vat=Vat.INCLUDED), row(3, season=None, vat=Vat.UNKNOWN)]
    found = one(rows)
    assert (found.number, found.municipalities) == (3, 1)
    assert found.seasons == ("2023-2024", "2025-2026")
    assert found.vat == (Vat.EXCLUDED, Vat.INCLUDED, Vat.UNKNOWN)


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=40))
def test_a_spread_is_in_order_and_outliers_are_outside(values: list[int]) -> None:
    found = one([row(value, f"Paikka {number}") for number, value in enumerate(values)])
    cent = Decimal("0.01")
    assert found.least <= found.lower + cent
    assert found.lower <= found.median <= found.upper <= found.most + cent
    assert (found.least, found.most, found.number) == (min(values), max(values), len(values))
    for outlier in found.outliers:
        assert outlier.value > found.upper if outlier.above else outlier.value < found.lower


def _joins(place: str, money: Money) -> Item:
    part = Participation(
        municipality=place,
        network="USO",
        season="2025-2026",
        status=ParticipationStatus.JOINED,
        fee=money,
    )
    return item(
        f"{place}/1",
        place,
        municipality=place,
        meeting_date=dt.date(2024, 10, 1),
        money=(money,),
        participations=(part,),
    )


def test_from_a_library_by_inhabitant_and_by_filter(tmp_path: Path) -> None:
    items = [_joins("Tuusula", fee("9000", Per.YEAR)), _joins("Alavieska", fee("1", Per.INHABITANT_YEAR))]
    with library_of(tmp_path, *items) as library:
        found = spread(library, "USO")
        assert {(each.measure.value, each.size) for each in found} == {
            (measure.value, size) for measure in Measure for size in ("all", "2000-4999", "20000-49999")
        }
        (each,) = [one for one in spread(library, region="Uusimaa") if one.size == "all" and one.most == 9000]
        assert each.number == 1
        assert spread(library, size="0-1999") == spread(library, "EVE") == ()


def test_an_empty_library_has_no_spread(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        assert spread(library) == ()
