"""Municipalities by region and size class, and the reports that are filtered so."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.records import Participation, ParticipationStatus, Per
from index.reports import fees, participation
from index.reports.groups import Group, group_of, in_group
from tests.index_items import fee, item, library_of


def test_a_group_is_what_the_registry_knows() -> None:
    tuusula = group_of("Tusby")
    assert (tuusula.region, tuusula.size) == ("Uusimaa", "20000-49999")
    assert tuusula == group_of("858")
    assert group_of("Olematon") == Group(None, None, None)
    assert group_of("Kuusiranta").region is None  # an invented one is nowhere


@pytest.mark.parametrize(
    ("name", "region", "size", "is_in"),
    [
        ("Tuusula", None, None, True),
        (None, None, None, True),
        ("Tuusula", "Nyland", "20000-49999", True),
        ("Tuusula", "01", None, True),
        ("Tuusula", "02", None, False),
        ("Tuusula", None, "0-1999", False),
        ("Tuusula", "", None, False),
        ("Tuusula", None, "", False),
        ("Olematon", "Uusimaa", None, False),
        (None, "Uusimaa", None, False),
        (None, None, "0-1999", False),
    ],
)
def test_in_group(name: str | None, region: str | None, size: str | None, is_in: bool) -> None:
    assert in_group(name, region, size) is is_in


def test_reports_by_group(tmp_path: Path) -> None:
    items = [
        item(
            place,
            place,
            municipality=place,
            money=(fee("1", Per.YEAR),),
            participations=(
                Participation(municipality=place, network="USO", status=ParticipationStatus.JOINED),
            ),
        )
        for place in ("Tuusula", "Alavieska", "Olematon")
    ]
    with library_of(tmp_path, *items) as library:
        for report in (participation, fees):
            assert [row.municipality for row in report(library, region="Uusimaa")] == ["Tuusula"]
            assert [row.municipality for row in report(library, size="2000-4999")] == ["Alavieska"]
            assert report(library, region="Uusimaa", size="0-1999") == ()
