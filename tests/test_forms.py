"""Pages in the many forms municipalities publish: each gives its own facts, what is no minutes gives none.

The pages in ``data/forms`` are written for these tests and play in invented municipalities.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.records import contract
from ingest.pipeline import read_file

FORMS = Path(__file__).parent / "data" / "forms"


@cache
def lines(name: str) -> list[dict[str, Any]]:
    reading = read_file(FORMS / f"{name}.txt")
    return [contract(item, reading.document) for item in reading.items]


HEADS = [
    # (page, kind, municipality, organ, date, §, title, diary numbers)
    (
        "dynasty-page",
        "item",
        "Rautasalmi",
        "Kaupunginhallitus",
        "2023-12-04",
        311,
        "Hyvinvointisuunnitelman hyväksyminen",
        ["1234/05.00.01/2023"],
    ),
    (
        "one-endless-line",
        "item",
        "Rautasalmi",
        "Kaupunginhallitus",
        "2023-12-04",
        311,
        "Hyvinvointisuunnitelman hyväksyminen",
        ["1234/05.00.01/2023"],
    ),
    ("no-head", "item", None, "Tekninen lautakunta", None, None, None, []),
    (
        "list-of-heads",
        "item",
        None,
        "Kunnanvaltuusto",
        "2015-02-23",
        8,
        "RANTAOSAYLEISKAAVAN MUUTOS",
        [],
    ),
    (
        "section-and-date",
        "item",
        "Kuusiranta",
        "Kunnanhallitus",
        "2014-03-18",
        86,
        "VUODEN 2013 TILINPÄÄTÖS",
        [],
    ),
    (
        "tabled-then-amended",
        "item",
        None,
        "Kaupunginhallitus",
        "2023-11-06",
        279,
        "Talousarvio vuodelle 2024 ja taloussuunnitelma vuosille 2024-2026",
        ["1111/02.02.00/2023"],
    ),
    (
        "officeholder",
        "officeholder-decision",
        None,
        "Sivistysjohtaja",
        "2022-03-14",
        14,
        "Opetushallituksen valtionavustuksen hakeminen",
        ["KETDno-2022-55"],
    ),
    (
        "swedish-casem",
        "item",
        "Koivuniemi",
        "Kommunstyrelsen",
        "2024-02-12",
        23,
        "Anslutning till nätverket USO för perioden 2025-2026",
        ["BJODno-2024-12"],
    ),
    (
        "council-agenda",
        "agenda",
        "Lumijärvi",
        "Kunnanvaltuusto",
        "2019-11-12",
        45,
        "Kunnan osallistuminen Kestävä kuntatalous -verkostohankkeeseen",
        ["LUMDno-2019-455"],
    ),
]


@pytest.mark.parametrize(
    ("page", "kind", "municipality", "organ", "date", "section", "title", "numbers"),
    HEADS,
    ids=[row[0] for row in HEADS],
)
def test_heads(
    page: str,
    kind: str,
    municipality: str | None,
    organ: str,
    date: str | None,
    section: int | None,
    title: str | None,
    numbers: list[str],
) -> None:
    (line,) = lines(page)
    assert line["document"]["kind"] == kind
    assert line["municipality"] == municipality
    assert line["organ"] == organ
    assert line["meeting_date"] == date
    assert line["section"] == section
    assert line["title"] == title
    assert line["diary_numbers"] == numbers


OUTCOMES = [
    ("dynasty-page", "approved_as_proposed", True),
    ("one-endless-line", "approved_as_proposed", True),
    ("no-head", "tabled", None),
    ("list-of-heads", "approved_as_proposed", False),
    ("section-and-date", "approved_as_proposed", None),
    ("tabled-then-amended", "amended", None),
    ("officeholder", "approved", None),
    ("swedish-casem", "approved_as_proposed", True),
]


@pytest.mark.parametrize(("page", "outcome", "unanimous"), OUTCOMES)
def test_outcomes(page: str, outcome: str, unanimous: bool | None) -> None:
    (line,) = lines(page)
    assert line["decision"]["outcome"] == outcome
    assert line["decision"]["unanimous"] is unanimous


def test_an_agenda_decides_nothing() -> None:
    (line,) = lines("council-agenda")
    assert line["decision"] is None
    assert [
        (p["season"], p["status"]) for p in line["participations"] if p["municipality"] == "Lumijärvi"
    ] == [("2020-2021", "proposed")]


def test_swedish_participation() -> None:
    (line,) = lines("swedish-casem")
    assert [(p["network"], p["season"], p["status"]) for p in line["participations"]] == [
        ("USO", "2025-2026", "joined"),
        ("USO", "2023-2024", "participated"),
    ]


def test_a_meeting_has_its_cover_and_its_items() -> None:
    given = lines("meeting-with-cover")
    assert [line["section"] for line in given] == [None, 200, 201, 202, 203]
    assert {(p["name"], p["role"]) for p in given[0]["people"]} >= {
        ("Matti Karhu", "chair"),
        ("Ville Salo", "member"),
    }
    assert [line["decision"] and line["decision"]["outcome"] for line in given] == [
        None,
        "other",
        "elected",
        "approved_as_proposed",
        "withdrawn",
    ]
    assert [(p["network"], p["status"]) for p in given[3]["participations"]] == [("EVE", "joined")]


@pytest.mark.parametrize("page", ["fee-page", "court-ruling", "news-story"])
def test_what_is_no_minutes_gives_no_fact(page: str) -> None:
    (line,) = lines(page)
    assert line["document"]["kind"] == "other"
    for field in ("people", "money", "diary_numbers", "cited_diary_numbers", "participations"):
        assert line[field] == [], field
    for field in ("organ", "meeting_date", "section", "decision"):
        assert line[field] is None, field
