"""The matrix of municipalities and seasons: each rule of its cells, its rows, its filters."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.database import Library
from corpus.records import Item, Kind, Participation, ParticipationStatus
from index.reports.matrix import Cell, CellStatus, Matrix, _cell, matrix
from index.reports.participation import ParticipationRow
from tests.index_items import item, library_of, store

JOINED, DECLINED, LEFT, PROPOSED, PARTICIPATED, MENTIONED = (
    ParticipationStatus.JOINED,
    ParticipationStatus.DECLINED,
    ParticipationStatus.LEFT,
    ParticipationStatus.PROPOSED,
    ParticipationStatus.PARTICIPATED,
    ParticipationStatus.MENTIONED,
)
SEASON = "2025-2026"


def says(
    status: ParticipationStatus,
    day: str | None = "2024-10-28",
    *,
    of: str = "Harjula",
    by: str | None = "Harjula",
    season: str | None = SEASON,
    network: str = "USO",
    number: int = 1,
) -> Item:
    """An item of ``by`` that says so of ``of``."""
    return item(
        f"{by}/{day}/{of}/{status}/{season}/{network}/{number}",
        f"{by} {day} {of} {status} {season} {network} {number}",
        municipality=by,
        organ="Kunnanhallitus",
        meeting_date=day and dt.date.fromisoformat(day),
        section=number,
        participations=(Participation(municipality=of, network=network, season=season, status=status),),
    )


def silent(day: str | None, place: str = "Harjula") -> Item:
    """An item that says nothing of a network."""
    return item(
        f"{place}/{day}",
        f"{place} {day}",
        municipality=place,
        meeting_date=day and dt.date.fromisoformat(day),
    )


def cell(folder: Path, *items: Item, season: str = SEASON) -> Cell:
    with library_of(folder, *items) as library:
        found = matrix(library, "USO", municipality="Harjula")
    (row,) = found.rows
    return row.cells[found.seasons.index(season)]


CELLS = [
    ("a decision", [says(JOINED)], "joined"),
    ("a refusal", [says(DECLINED)], "declined"),
    ("a leaving", [says(LEFT)], "left"),
    ("a proposal", [says(PROPOSED)], "proposed"),
    ("taking part", [says(PARTICIPATED)], "participated"),
    ("its own mention", [says(MENTIONED)], "mentioned"),
    ("a proposal, then the decision", [says(PROPOSED, "2024-10-01"), says(JOINED)], "joined"),
    ("a decision, then a proposal", [says(JOINED), says(PROPOSED, "2025-10-01")], "joined"),
    ("a proposal, then a refusal", [says(PROPOSED, "2024-10-01"), says(DECLINED)], "declined"),
    ("joined, then left", [says(JOINED), says(LEFT, "2025-12-01")], "left"),
    ("joined, then declined", [says(JOINED), says(DECLINED, "2025-12-01")], "declined"),
    ("declined, then joined after all", [says(DECLINED, "2024-09-01"), says(JOINED)], "joined"),
    ("stored in the other order", [says(LEFT, "2025-12-01"), says(JOINED)], "left"),
    ("the same decided twice", [says(JOINED, number=1), says(JOINED, number=2)], "joined"),
    ("joined and declined on a day", [says(JOINED), says(DECLINED)], "contradictory"),
    ("joined and left on a day", [says(JOINED), says(LEFT)], "contradictory"),
    ("left and declined on a day", [says(LEFT), says(DECLINED)], "left"),
    ("joined, and declined without a date", [says(JOINED), says(DECLINED, None)], "contradictory"),
    ("left, and joined without a date", [says(JOINED, None), says(LEFT)], "contradictory"),
    ("joined without a date", [says(JOINED, None), says(PROPOSED)], "joined"),
    (
        "a contradiction that a later decision ends",
        [says(JOINED), says(DECLINED), says(JOINED, "2024-12-01")],
        "joined",
    ),
    ("took part, and joined", [says(PARTICIPATED, "2026-10-01"), says(JOINED)], "joined"),
    ("took part, and left", [says(PARTICIPATED, "2026-10-01"), says(LEFT, "2026-01-01")], "left"),
    ("took part, and declined", [says(PARTICIPATED, "2026-10-01"), says(DECLINED)], "contradictory"),
    ("took part, and proposed", [says(PARTICIPATED), says(PROPOSED, "2025-01-01")], "participated"),
    ("mentioned by another", [says(MENTIONED, by="Koivumaa")], "mentioned"),
    ("mentioned by nobody's document", [says(MENTIONED, by=None)], "mentioned"),
    ("another says that it took part", [says(PARTICIPATED, by="Koivumaa")], "mentioned"),
    ("another says that it joined", [says(JOINED, by="Koivumaa"), says(PROPOSED)], "proposed"),
    ("declined, and mentioned by another", [says(DECLINED), says(MENTIONED, by="Koivumaa")], "declined"),
    ("declined, and took part by another", [says(DECLINED), says(PARTICIPATED, by="Koivumaa")], "declined"),
]


@pytest.mark.parametrize(("items", "status"), [case[1:] for case in CELLS], ids=[case[0] for case in CELLS])
def test_a_cell_by_what_is_said(tmp_path: Path, items: list[Item], status: str) -> None:
    found = cell(tmp_path, *items)
    assert found.status == status
    assert {row.item_id for row in found.rows} == {each.id for each in items}


COVERED = [
    ("in the year before", [silent("2024-01-01")], "no-evidence"),
    ("in the season", [silent("2025-06-01")], "no-evidence"),
    ("on the season's last day", [silent("2026-12-31")], "no-evidence"),
    ("two years before", [silent("2023-12-31")], "no-coverage"),
    ("after the season", [silent("2027-01-01")], "no-coverage"),
    ("without a date", [silent(None)], "no-coverage"),
    ("before and after", [silent("2023-12-31"), silent("2027-01-01")], "no-coverage"),
    ("said of another season", [says(JOINED, "2023-01-01", season="2023-2024")], "no-coverage"),
    ("said of another network", [says(JOINED, network="EVE")], "no-evidence"),
    (
        "somebody else's minutes",
        [silent("2025-06-01", "Koivumaa"), says(MENTIONED, by="Koivumaa", season="2019-2020")],
        "no-coverage",
    ),
]


@pytest.mark.parametrize(
    ("items", "status"), [case[1:] for case in COVERED], ids=[case[0] for case in COVERED]
)
def test_nothing_said_is_no_evidence_only_where_there_is_coverage(
    tmp_path: Path, items: list[Item], status: str
) -> None:
    assert cell(tmp_path, *items) == Cell(CellStatus(status), ())


def test_what_was_superseded_covers_nothing(tmp_path: Path) -> None:
    with library_of(tmp_path, silent("2025-06-01")) as library:
        store(library, silent("2019-06-01"), name="Harjula-2025-06-01.txt")
        (row,) = matrix(library, "USO", season=SEASON).rows
    assert row.cells[0].status is CellStatus.NO_COVERAGE


def test_the_documents_municipality_counts_where_the_item_names_none(tmp_path: Path) -> None:
    cover = silent("2025-06-01").model_copy(update={"municipality": None, "kind": Kind.MINUTES})
    with Library.open(tmp_path, create=True) as library:
        store(library, silent("2019-01-01"), cover)
        (row,) = matrix(library, "USO", season=SEASON).rows
    assert (row.municipality, row.cells[0].status) == ("Harjula", CellStatus.NO_EVIDENCE)


def test_seasons_are_those_said_and_those_of_the_registry(tmp_path: Path) -> None:
    items = [says(JOINED, season="2027-2028"), says(LEFT, season=None), says(MENTIONED, season="2025")]
    with library_of(tmp_path, *items) as library:
        found = matrix(library, "Uuden sukupolven organisaatiot")
        assert matrix(library, "USO", season="2025").seasons == ("2025", "2025-2026")
    assert (found.network, found.full_name) == ("USO", "Uuden sukupolven organisaatiot")
    assert found.seasons == (
        *("2017-2018", "2019-2020", "2021-2022", "2023-2024", "2025", "2025-2026", "2027-2028", ""),
    )
    assert [each.status for each in found.rows[0].cells] == [
        *([CellStatus.NO_COVERAGE] * 3),
        *([CellStatus.NO_EVIDENCE, CellStatus.MENTIONED, CellStatus.NO_EVIDENCE]),
        *([CellStatus.JOINED, CellStatus.LEFT]),
    ]


def test_a_season_that_is_only_inferred_gives_way_to_what_is_said(tmp_path: Path) -> None:
    items = [
        says(JOINED, season="2023", network="Digiverkosto"),  # the registry infers 2023-2024
        says(JOINED, season="2023", network="Verkostoperuskoulu"),  # the registry knows 2023-2024
    ]
    with library_of(tmp_path, *items) as library:
        assert matrix(library, "Digiverkosto").seasons == ("2023",)
        assert matrix(library, "Verkostoperuskoulu").seasons == ("2023", "2023-2024")


@pytest.mark.parametrize(
    ("said", "statuses"),
    [
        (
            [says(PARTICIPATED, season="2023-2024"), says(MENTIONED, season="2024")],
            "participated participated",
        ),
        ([says(MENTIONED, season="2023-2024"), says(JOINED, season="2024")], "mentioned joined"),
        (
            [says(JOINED, "2022-10-01", season="2023-2024"), says(LEFT, "2023-11-01", season="2024")],
            "joined left",
        ),
        ([says(DECLINED, season="2023-2024"), says(PARTICIPATED, season="2024")], "declined contradictory"),
        ([says(JOINED, season="2023-2024"), says(MENTIONED, season="2024-2025")], "joined mentioned"),
    ],
)
def test_what_is_said_of_a_season_holds_for_its_parts_only(
    tmp_path: Path, said: list[Item], statuses: str
) -> None:
    with library_of(tmp_path, *said) as library:
        found = matrix(library, "USO")
    cells = dict(zip(found.seasons, found.rows[0].cells, strict=True))
    others = [each for each in found.seasons if each not in ("2023-2024", "2025-2026") and "202" in each]
    (part,) = [each for each in others if each.startswith("2024")]
    assert f"{cells['2023-2024'].status} {cells[part].status}" == statuses


def test_a_municipality_of_two_names_is_one_row_by_its_name(tmp_path: Path) -> None:
    items = [says(PROPOSED, of="Raseborg", by="Raseborg"), says(JOINED, of="Raasepori", by="Raseborg")]
    with library_of(tmp_path, *items) as library:
        (row,) = matrix(library, "USO", season=SEASON).rows
    assert (row.municipality, row.code, row.region, row.size) == (
        "Raasepori",
        "710",
        "Uusimaa",
        "20000-49999",
    )
    assert row.cells[0].status is CellStatus.JOINED
    assert len(row.cells[0].rows) == 2


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """Two real municipalities of which the items are invented, and one the registry does not know."""
    with library_of(
        tmp_path, silent("2025-01-01", "Tuusula"), silent("2025-01-01", "Alavieska"), says(JOINED)
    ):
        return tmp_path


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Alavieska", "Harjula", "Tuusula"]),
        ({"region": "Uusimaa"}, ["Tuusula"]),
        ({"region": "nyland"}, ["Tuusula"]),
        ({"region": "17"}, ["Alavieska"]),
        ({"region": "Savo"}, []),
        ({"size": "2000-4999"}, ["Alavieska"]),
        ({"size": "0-10"}, []),
        ({"size": "20000-49999", "region": "17"}, []),
        ({"municipality": "858"}, ["Tuusula"]),
        ({"municipality": "Tusby"}, ["Tuusula"]),
        ({"municipality": "Olematon"}, []),
    ],
)
def test_filters(three: Path, asked: dict[str, str], names: list[str]) -> None:
    with Library.open(three) as library:
        found = matrix(library, "USO", season=SEASON, **asked)  # type: ignore[arg-type]
    assert [row.municipality for row in found.rows] == names
    assert sum(found.totals[0].values()) == len(names)


def test_everyone_adds_the_registrys_others_without_coverage(three: Path) -> None:
    with Library.open(three) as library:
        found = matrix(library, "USO", everyone=True)
        lapland = matrix(library, "USO", everyone=True, region="Lappi")
    assert len(found.rows) == 309  # the 308, and Harjula
    assert len({row.municipality for row in found.rows}) == 309
    at = found.seasons.index(SEASON)
    assert {name.value: count for name, count in found.totals[at].items() if count} == {
        "joined": 1,
        "no-evidence": 2,
        "no-coverage": 306,
    }
    assert {row.region for row in lapland.rows} == {"Lappi"}
    assert len(lapland.rows) == 21


def test_a_network_nobody_knows_is_an_empty_matrix(three: Path) -> None:
    with Library.open(three) as library:
        assert matrix(library, "Olematon", everyone=True) == Matrix("Olematon", None, (), (), ())
        assert matrix(library, "EVE").rows == ()  # the registry knows no season of it, and nothing is said


def test_an_unregistered_network_has_the_seasons_that_are_said(tmp_path: Path) -> None:
    with library_of(tmp_path, says(JOINED, network="Uusi verkosto", season="2030")) as library:
        found = matrix(library, "uusi verkosto")
    assert (found.network, found.full_name, found.seasons) == ("Uusi verkosto", None, ("2030",))


def _row(status: ParticipationStatus, day: dt.date | None, by: str | None, number: int) -> ParticipationRow:
    return ParticipationRow(
        municipality="Harjula",
        network="USO",
        season=SEASON,
        status=status,
        start=None,
        end=None,
        fee=None,
        extra_costs=None,
        contacts=(),
        organ=None,
        meeting_date=day,
        section=None,
        outcome=None,
        diary_number=None,
        item_id=str(number),
        document="",
        page=None,
        quote=None,
        renewal=False,
        told_by=by,
    )


ROWS = st.lists(
    st.builds(
        _row,
        st.sampled_from(list(ParticipationStatus)),
        st.one_of(st.none(), st.dates(dt.date(2024, 1, 1), dt.date(2024, 1, 4))),
        st.sampled_from(["Harjula", "Koivumaa", None]),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=6,
)


@given(ROWS, st.randoms(use_true_random=False))
def test_a_cell_keeps_all_and_depends_on_no_order(rows: list[ParticipationRow], chance: object) -> None:
    found = _cell(rows, (), SEASON)
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _cell(shuffled, (), SEASON).status is found.status
    assert sorted(row.item_id for row in found.rows) == sorted(row.item_id for row in rows)
    first = found.rows[0]
    if found.status is not CellStatus.CONTRADICTORY:
        assert found.status == (first.status if first.own else "mentioned")


@given(ROWS)
def test_what_others_say_never_changes_a_municipalitys_own_cell(rows: list[ParticipationRow]) -> None:
    own = [row for row in rows if row.own]
    if own:
        assert _cell(rows, (), SEASON).status is _cell(own, (), SEASON).status
