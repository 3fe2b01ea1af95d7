"""Do §§ run per body and year? docs/coverage.md says where; here is what it says, from real pages."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from index.reports.numbering import runs
from ingest.platforms import Links, Page
from ingest.platforms.adapter import adapter_for
from tests.platform_pages import EXAMPLES

ADDRESSES = {
    said["file"]: said for said in json.loads((EXAMPLES / "real_answers.json").read_text(encoding="utf-8"))
}


def links(shared: Path, file: str) -> Links:
    said = ADDRESSES[file]
    page = Page(said["url"], body=(shared / "real" / file).read_bytes())
    return adapter_for(said["platform"]).links(page)


def sections(shared: Path, file: str) -> list[int]:
    return [item.section for item in links(shared, file).items if item.section is not None]


@pytest.mark.parametrize(
    ("file", "first", "last"),
    [
        ("espoo/2017406946.HTM", 125, 146),
        ("turku/turku_kh_2017-02-05-poytakirja.htm", 186, 197),
        ("oulu/oulu_tweb_kaupunginhallitus_5_2017.html", 72, 84),
        ("vantaa/vantaa_tweb_kaupunginhallitus_20_3_2017.html", 1, 29),
    ],
)
def test_a_meetings_list_has_no_holes(shared: Path, file: str, first: int, last: int) -> None:
    assert sections(shared, file) == list(range(first, last + 1))


def test_vantaas_sixth_meeting_of_the_year_begins_at_1(shared: Path) -> None:
    meetings = links(shared, "vantaa/vantaa_tweb_kaupunginhallitus_kokoukset.html").meetings
    before = {meeting.date for meeting in meetings if meeting.date and meeting.date.year == 2017}
    assert sorted(before).index(dt.date(2017, 3, 20)) == 5
    assert min(sections(shared, "vantaa/vantaa_tweb_kaupunginhallitus_20_3_2017.html")) == 1


def test_oulus_opening_sections_have_no_number_on_the_list(shared: Path) -> None:
    items = links(shared, "oulu/oulu_tweb_kaupunginhallitus_5_2017.html").items
    assert "Järjestäytymispykälät" in [item.title for item in items if item.section is None]


def _decisions(shared: Path) -> list[dict[str, Any]]:
    folder = shared / "real" / "helsinki" / "decisions"
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def test_helsinkis_bodies_count_through_the_year(shared: Path) -> None:
    bodies: dict[str, dict[dt.date, set[int]]] = defaultdict(lambda: defaultdict(set))
    for decision in _decisions(shared):
        if decision["Meeting"]:
            day = dt.date.fromisoformat(decision["Meeting"]["DateMeeting"][:10])
            bodies[decision["Organization"]["Name"]][day].add(int(decision["Section"]))
    assert len(bodies) >= 10
    for name, meetings in bodies.items():
        assert len(runs(meetings)) == 1, name


def test_helsinkis_officeholders_count_by_office_not_by_title(shared: Path) -> None:
    offices: dict[str, set[str]] = defaultdict(set)
    for decision in _decisions(shared):
        if not decision["Meeting"] and decision["Section"] == "1":
            offices[decision["Organization"]["Name"]].add(decision["Organization"]["ID"])
    assert len(offices["Yksikön päällikkö"]) == 5
