"""Reports, from stored facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from corpus.database import Library
from corpus.records import (
    Decision,
    Handling,
    Item,
    Money,
    MoneyKind,
    Outcome,
    Participation,
    ParticipationStatus,
    Per,
    Person,
    Role,
)
from index.reports import case, fees, money, networks, participation, stats
from index.reports.money import normalised, season_years
from tests.index_items import DEVELOPMENT, ITEMS, JOIN, PAGE, diary, fee, item, library_of

TUUSULA = item(
    "tuusula-kalvot",
    "Määräraha 1 € / asukas / vuosi.",
    municipality="Tuusula",
    meeting_date=dt.date(2021, 2, 25),
    money=(
        fee("1", Per.INHABITANT_YEAR, MoneyKind.BUDGET),
        fee("12.50", Per.MONTH, MoneyKind.RENT),
        fee("4000", Per.ONCE, MoneyKind.OTHER),
    ),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with library_of(tmp_path, *ITEMS, TUUSULA) as made:
        yield made


@pytest.fixture(autouse=True)
def _populations(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"Harjula": (9_500, 2022), "Tuusula": (38_000, 2021), "Vuodeton": (1_000, None)}
    monkeypatch.setattr(money, "inhabitants", lambda name, year: known.get(name))


# Participation


def test_a_join_with_its_fee_contacts_and_proof(library: Library) -> None:
    earlier, join = participation(library, network="USO", municipality="Harjula")
    assert (earlier.season, earlier.status, earlier.renewal) == (
        "2023-2024",
        ParticipationStatus.PARTICIPATED,
        False,
    )
    assert (join.season, join.status, join.renewal) == ("2025-2026", ParticipationStatus.JOINED, True)
    assert (join.organ, join.meeting_date, join.section) == ("Kaupunginhallitus", dt.date(2024, 10, 28), 257)
    assert (join.diary_number, join.item_id) == ("2204/00.04.01/2024", JOIN.id)
    assert join.outcome is Outcome.APPROVED_AS_PROPOSED
    assert join.extra_costs == "matkakustannukset toteutuneiden kulujen mukaan"
    assert [(each.title, each.role) for each in join.contacts] == [
        ("kaupunginjohtaja", Role.CONTACT),
        ("talousjohtaja", Role.DEPUTY_CONTACT),
    ]
    assert (join.page, join.quote) == (1, "kaupunki osallistuu")
    assert join.fee is not None
    assert (join.fee.amount, join.fee.per, join.fee.per_year) == (Decimal(9000), Per.YEAR, Decimal(9000))
    assert (join.fee.per_inhabitant_year, join.fee.population, join.fee.population_year) == (
        Decimal("0.947"),
        9_500,
        2022,
    )


@pytest.mark.parametrize(
    ("network", "season", "municipality", "seasons"),
    [
        (None, None, None, ["2023-2024", "2025-2026"]),
        ("uso", None, None, ["2023-2024", "2025-2026"]),
        ("Uuden sukupolven organisaatiot", None, None, ["2023-2024", "2025-2026"]),
        ("KHE", None, None, []),
        ("USO", "2025-2026", None, ["2025-2026"]),
        ("USO", "2025 – 2026", None, ["2025-2026"]),
        ("USO", "2024", None, ["2023-2024"]),
        ("USO", None, "harjula", ["2023-2024", "2025-2026"]),
        ("USO", None, "Koivumaa", []),
    ],
)
def test_participation_filters(
    library: Library, network: str | None, season: str | None, municipality: str | None, seasons: list[str]
) -> None:
    assert [row.season for row in participation(library, network, season, municipality)] == seasons


def join_of(
    item_id: str, season: str | None, status: ParticipationStatus, municipality: str = "Harjula"
) -> Item:
    part = Participation(municipality=municipality, network="USO", season=season, status=status)
    return item(item_id, f"{item_id} {season}", municipality=municipality, participations=(part,))


@pytest.mark.parametrize(
    ("name", "earlier", "renewal"),
    [
        ("joined before", join_of("a", "2021-2022", ParticipationStatus.JOINED), True),
        ("took part before", join_of("a", "2023", ParticipationStatus.PARTICIPATED), True),
        ("declined before", join_of("a", "2023", ParticipationStatus.DECLINED), False),
        ("the same season", join_of("a", "2025-2026", ParticipationStatus.JOINED), False),
        ("a later one", join_of("a", "2027", ParticipationStatus.JOINED), False),
        ("no season", join_of("a", None, ParticipationStatus.PARTICIPATED), False),
        ("somebody else", join_of("a", "2023", ParticipationStatus.JOINED, "Koivumaa"), False),
    ],
)
def test_a_join_renews_an_earlier_season_only(
    tmp_path: Path, name: str, earlier: Item, renewal: bool
) -> None:
    join = join_of("b", "2025-2026", ParticipationStatus.JOINED)
    with library_of(tmp_path, earlier, join) as library:
        rows = {row.item_id: row.renewal for row in participation(library, municipality="Harjula")}
    assert rows["b"] is renewal, name


# Money


NORMALISED = [
    ("a year", fee("9000", Per.YEAR), None, "9000", "0.947"),
    ("a month", fee("100", Per.MONTH), None, "1200", "0.126"),
    ("a season of two years", fee("9001", Per.SEASON), 2, "4500.50", "0.474"),
    ("a season of unknown length", fee("9000", Per.SEASON), None, None, None),
    ("an inhabitant and year", fee("0.70", Per.INHABITANT_YEAR), None, "6650", "0.700"),
    ("once", fee("500", Per.ONCE), 2, None, None),
    ("another currency", fee("9000", Per.YEAR, currency="SEK"), None, None, None),
]


@pytest.mark.parametrize(
    ("amount", "years", "per_year", "per_inhabitant"),
    [case_[1:] for case_ in NORMALISED],
    ids=[case_[0] for case_ in NORMALISED],
)
def test_normalised(
    amount: Money, years: int | None, per_year: str | None, per_inhabitant: str | None
) -> None:
    found = normalised(amount, municipality="Harjula", year=2025, years=years)
    assert found.per_year == (Decimal(per_year) if per_year else None)
    assert found.per_inhabitant_year == (Decimal(per_inhabitant) if per_inhabitant else None)


@pytest.mark.parametrize("municipality", [None, "Olematon"])
def test_without_a_population_nothing_is_said_of_inhabitants(municipality: str | None) -> None:
    found = normalised(fee("9000", Per.YEAR), municipality=municipality, year=2025, years=None)
    assert (found.per_year, found.per_inhabitant_year, found.population) == (Decimal(9000), None, None)
    each = normalised(fee("1", Per.INHABITANT_YEAR), municipality=municipality, year=2025, years=None)
    assert (each.per_year, each.per_inhabitant_year) == (None, Decimal(1))


def test_a_population_of_no_stated_year_is_used_and_said_so() -> None:
    found = normalised(fee("9000", Per.YEAR), municipality="Vuodeton", year=2025, years=None)
    assert (found.per_inhabitant_year, found.population, found.population_year) == (Decimal(9), 1_000, None)


@pytest.mark.parametrize(
    ("season", "start", "end", "years"),
    [
        ("2025-2026", None, None, 2),
        ("2023", None, None, 1),
        (None, dt.date(2017, 9, 1), dt.date(2019, 12, 31), 2),
        (None, dt.date(2023, 6, 6), dt.date(2023, 9, 1), 1),
        (None, None, None, None),
        ("2026-2025", None, None, None),
    ],
)
def test_season_years(
    season: str | None, start: dt.date | None, end: dt.date | None, years: int | None
) -> None:
    assert season_years(season, start, end) == years


def test_fees_and_what_is_none(library: Library) -> None:
    rows = fees(library)
    assert [(row.municipality, row.is_fee, row.kind) for row in rows] == [
        ("Granudden", True, MoneyKind.MEMBERSHIP_FEE),
        ("Harjula", True, MoneyKind.PARTICIPATION_FEE),
        ("Tuusula", False, MoneyKind.BUDGET),
    ]
    _, harjula, tuusula = rows
    assert (harjula.network, harjula.season, harjula.status) == (
        "USO",
        "2025-2026",
        ParticipationStatus.JOINED,
    )
    assert (tuusula.fee.per_inhabitant_year, tuusula.fee.per_year) == (Decimal(1), Decimal(38_000))
    assert (tuusula.fee.population, tuusula.fee.population_year) == (38_000, 2021)


def test_fees_without_others_and_by_filter(library: Library) -> None:
    assert {row.municipality for row in fees(library, others=False)} == {"Granudden", "Harjula"}
    assert {row.municipality for row in fees(library, network="USO")} == {"Harjula"}
    assert {row.municipality for row in fees(library, municipality="Tuusula")} == {"Tuusula"}
    assert fees(library, season="2023-2024") == ()


def test_a_fee_only_its_participation_tells_of_has_a_row(tmp_path: Path) -> None:
    only = JOIN.model_copy(update={"money": ()})
    with library_of(tmp_path, only) as library:
        assert [(row.fee.amount, row.season) for row in fees(library)] == [(Decimal(9000), "2025-2026")]


# Networks


def test_networks(library: Library) -> None:
    (uso,) = networks(library)
    assert (uso.name, uso.full_name) == ("USO", "Uuden sukupolven organisaatiot")
    assert uso.seasons == ("2023-2024", "2025-2026")
    assert (uso.start, uso.end) == (dt.date(2025, 1, 1), dt.date(2026, 12, 31))
    assert uso.organisers == ("Kuntaliitto", "FCG")
    assert uso.municipalities == ("Harjula",)
    assert uso.statuses == {"joined": 1, "participated": 1}
    assert {(each.name, each.title, each.municipality) for each in uso.contacts} == {
        ("Veikko Verkostola", "asiantuntija", None),
        (None, "kaupunginjohtaja", "Harjula"),
        (None, "talousjohtaja", "Harjula"),
    }
    assert set(uso.documents) == {f"{JOIN.id.replace('/', '-')}.txt", f"{PAGE.id}.txt"}


# Cases


COUNCIL = item(
    "harjula/kaupunginvaltuusto/2024-11-18/90",
    "Valtuusto hyväksyi.",
    municipality="Harjula",
    organ="Kaupunginvaltuusto",
    meeting_date=dt.date(2024, 11, 18),
    section=90,
    title="Osallistuminen USO-verkostoon",
    diary_numbers=(diary("2204/00.04.01/2024"),),
    people=(Person(name="Ville Vaalila", role=Role.CHAIR),),
    handlings=(
        Handling(
            organ="Kaupunginhallitus",
            meeting_date=dt.date(2024, 10, 28),
            section=257,
            outcome=Outcome.APPROVED_AS_PROPOSED,
            text="…",
        ),
        Handling(
            organ="Konsernijaosto",
            meeting_date=dt.date(2024, 10, 1),
            section=3,
            outcome=Outcome.TABLED,
            text="…",
        ),
    ),
    decision=Decision(outcome=Outcome.APPROVED, text="Hyväksyttiin.", effective_text="Kaupunki osallistuu."),
)
CITING = item(
    "harjula/tarkastuslautakunta/2025-02-03/5",
    "Lautakunta viittasi asiaan.",
    municipality="Harjula",
    organ="Tarkastuslautakunta",
    meeting_date=dt.date(2025, 2, 3),
    cited_diary_numbers=(diary("2204/00.04.01/2024"),),
)
NAMESAKE = item(
    "koivumaa/kunnanhallitus/2024-01-01/1",
    "Toinen asia.",
    municipality="Koivumaa",
    organ="Kunnanhallitus",
    meeting_date=dt.date(2024, 1, 1),
    diary_numbers=(diary("2204/00.04.01/2024"),),
)


def test_a_case_in_time_order(tmp_path: Path) -> None:
    with library_of(tmp_path, COUNCIL, CITING, JOIN, NAMESAKE) as library:
        rows = case(library, "2204/00.04.01/2024", municipality="Harjula")
        assert case(library, "2204/00.04.01/2024")[0].municipality == "Koivumaa"
    assert [(row.organ, row.outcome, row.quoted_in, row.cited) for row in rows] == [
        ("Konsernijaosto", Outcome.TABLED, COUNCIL.id, False),
        ("Kaupunginhallitus", Outcome.APPROVED_AS_PROPOSED, None, False),
        ("Kaupunginvaltuusto", Outcome.APPROVED, None, False),
        ("Tarkastuslautakunta", None, None, True),
    ]
    assert [(person.name, person.role) for person in rows[2].people] == [("Ville Vaalila", Role.CHAIR)]
    assert rows[2].decision == "Kaupunki osallistuu."


@pytest.mark.parametrize(
    "written", ["KOIDno-2021-379", "koidno 2021-379", "KOIDno–2021–379", " KOIDno-2021-379 "]
)
def test_spellings_of_a_case(library: Library, written: str) -> None:
    (row,) = case(library, written)
    assert (row.item_id, row.outcome, row.diary_number) == (DEVELOPMENT.id, Outcome.NOTED, "KOIDno-2021-379")


@pytest.mark.parametrize("written", ["", "KOIDno-2021-37", "' OR 1=1"])
def test_an_unknown_case_is_empty(library: Library, written: str) -> None:
    assert case(library, written) == ()


# Numbers


def test_stats(library: Library) -> None:
    found = stats(library)
    assert found.totals["items"] == 5
    assert found.kinds == {"item": 4, "network-page": 1}
    assert found.municipalities == {"Granudden": 1, "Harjula": 1, "Koivumaa": 1, "Tuusula": 1}
    assert found.languages == {"fi": 4, "sv": 1}
    assert found.facts["participation"] == 3
    assert found.years == {"2021": 2, "2023": 1, "2024": 1}
    assert (found.first, found.last) == (dt.date(2021, 2, 25), dt.date(2024, 10, 28))


def test_an_empty_library_has_empty_reports(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        assert (participation(library), fees(library), networks(library)) == ((), (), ())
        assert (stats(library).first, stats(library).kinds) == (None, {})
