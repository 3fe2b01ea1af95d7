"""The §-ledger: what is held, what is missing, and which sources need a person."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import pykala
from corpus.database import Library
from corpus.permissions import add_source
from corpus.records import Kind
from corpus.registry.sources import Source
from corpus.sample import missing_sections
from index.reports.coverage import Series, coverage
from index.reports.quiet import Health, SourceState, run_remarks, source_states
from tests.library_pages import frontier_row, keep, numbered, read_sample, visit

MAY, JUNE, JULY = dt.date(2024, 5, 6), dt.date(2024, 6, 3), dt.date(2024, 7, 1)
NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as library:
        yield library


def only(library: Library) -> Series:
    (series,) = coverage(library)
    return series


def test_the_sample_misses_exactly_what_was_left_out(tmp_path: Path) -> None:
    read_sample(tmp_path)
    result = CliRunner().invoke(pykala, ["--library", str(tmp_path), "coverage", "--format", "json"])
    assert result.exit_code == 1
    found = [
        {
            "municipality": row["municipality"],
            "organ": row["organ"],
            "year": row["year"],
            "missing": [int(number) for number in row["missing"].split(", ")],
        }
        for row in json.loads(result.stdout)
    ]
    assert found == missing_sections()


def test_holes_between_meetings_and_within(library: Library) -> None:
    keep(library, [*numbered(MAY, 41, 42, 45), *numbered(JUNE, 49, 50)])
    series = only(library)
    assert (series.first, series.last, series.expected, series.held) == (41, 50, 10, 5)
    assert series.missing == "43–44, 46–48"
    assert series.needs_person
    assert series.meeting_date is None
    assert series.meetings == 2


def test_years_bodies_and_municipalities_are_apart(library: Library) -> None:
    keep(library, numbered(MAY, 1, 3))
    keep(library, numbered(MAY.replace(year=2025), 2))
    keep(library, numbered(MAY, 2, organ="Tekninen lautakunta"))
    keep(library, numbered(MAY, 2, place="Haapavaara"))
    assert [(one.municipality, one.year, one.missing) for one in coverage(library)] == [
        ("Haapavaara", 2024, ""),
        ("Kuusiranta", 2024, "2"),
        ("Kuusiranta", 2025, ""),
        ("Kuusiranta", 2024, ""),
    ]
    assert [one.missing for one in coverage(library, "Kuusiranta", "Kunnanhallitus", 2024)] == ["2"]
    assert not list(coverage(library, "Espoo"))


def test_finnish_and_swedish_minutes_are_one_series(library: Library) -> None:
    keep(library, numbered(MAY, 1, 3, place="Pohja", organ="Kunnanhallitus"))
    keep(library, numbered(MAY, 2, place="Pohja", organ="Kommunstyrelsen"))
    assert only(library).missing == ""


def test_numbers_that_begin_anew_at_each_meeting_are_apart(library: Library) -> None:
    for day in (MAY, JUNE, JULY):
        keep(library, numbered(day, 1, 2, 4))
    found = list(coverage(library))
    assert [(one.meeting_date, one.missing) for one in found] == [(MAY, "3"), (JUNE, "3"), (JULY, "3")]


def test_one_section_on_two_days_is_doubtful(library: Library) -> None:
    meetings = {MAY: (1, 2), JUNE: (3, 4), JULY: (5, 6), dt.date(2024, 8, 5): (7, 8, 2)}
    for day, sections in meetings.items():
        keep(library, numbered(day, *sections))
    assert only(library).doubtful == "2"
    assert only(library).missing == ""


def test_a_misread_number_makes_no_holes(library: Library) -> None:
    keep(library, numbered(MAY, 41, 42, 43, 2024))
    assert (only(library).missing, only(library).doubtful, only(library).last) == ("", "2024", 43)


def test_an_agenda_holds_nothing(library: Library) -> None:
    keep(library, numbered(MAY, 5, 7), Kind.AGENDA)
    assert not list(coverage(library))


def test_a_cover_tells_of_sections_that_were_not_read(library: Library) -> None:
    cover = numbered(MAY, None)[0].model_copy(update={"text": "Pöytäkirja 5/2024\n§§ 40–44"})
    keep(library, [cover, *numbered(MAY, 41, 42)], Kind.MINUTES)
    assert only(library).missing == "40, 43–44"


def test_an_officeholders_holes_need_nobody(library: Library) -> None:
    keep(library, numbered(MAY, 3, 9, organ="Kunnanjohtaja"), Kind.OFFICEHOLDER_DECISION)
    series = only(library)
    assert series.missing == "4–8"
    assert series.officeholder
    assert not series.needs_person


def source(library: Library) -> str:
    own = Source("", "Kuusiranta", "dynasty10", "http://kuusiranta.example/cgi/DREQUEST.PHP")
    add_source(library, own)
    return own.key


def test_a_list_names_what_is_missing(library: Library) -> None:
    keep(library, numbered(MAY, 41, 42))
    key = source(library)
    for section, state in ((42, "held"), (43, "failed")):
        frontier_row(
            library,
            key,
            f"http://kuusiranta.example/{section}",
            organ="Kunnanhallitus",
            meeting_date=MAY.isoformat(),
            section=section,
            state=state,
            reason="the server says 503" if state == "failed" else None,
        )
    series = only(library)
    assert (series.missing, series.last) == ("43", 43)
    (listed,) = series.listed
    assert (listed.section, listed.state, listed.reason) == (43, "failed", "the server says 503")


def test_a_municipality_known_from_lists_alone(library: Library) -> None:
    frontier_row(
        library,
        source(library),
        "http://kuusiranta.example/1",
        organ="Kunnanhallitus",
        meeting_date=MAY.isoformat(),
        section=7,
        succeeded="2026-03-01T02:00:00+00:00",
    )
    series = only(library)
    assert (series.held, series.missing, series.last_visit) == (0, "7", "2026-03-01T02:00:00+00:00")
    assert series.municipality.casefold() == "kuusiranta"


def state_of(library: Library) -> SourceState:
    (state,) = source_states(library, NOW)
    return state


def crawled(library: Library, newest: dt.date, *, answered: str, asked: str = "") -> None:
    """A source whose meetings were a fortnight apart until ``newest``."""
    key = source(library)
    for number in range(20):
        day = newest - dt.timedelta(days=14 * number)
        frontier_row(
            library,
            key,
            f"http://kuusiranta.example/{day}",
            meeting_date=day.isoformat(),
            documents=1,
            succeeded=answered,
        )
    visit(library, key, asked or answered)


@pytest.mark.parametrize(
    ("case", "newest", "answered", "asked", "health"),
    [
        ("fresh", "2026-02-16", "2026-03-02T02:00:00+00:00", "", Health.OK),
        ("late minutes", "2026-01-15", "2026-03-02T02:00:00+00:00", "", Health.OK),
        ("quiet", "2025-12-15", "2026-03-02T02:00:00+00:00", "", Health.QUIET),
        ("failing", "2026-02-16", "2026-02-25T02:00:00+00:00", "2026-03-02T02:00:00+00:00", Health.FAILING),
        ("one bad night", "2026-02-16", "2026-03-01T02:00:00+00:00", "2026-03-02T02:00:00+00:00", Health.OK),
        ("unvisited", "2026-02-16", "2026-02-20T02:00:00+00:00", "", Health.UNVISITED),
    ],
)
def test_health(library: Library, case: str, newest: str, answered: str, asked: str, health: Health) -> None:
    crawled(library, dt.date.fromisoformat(newest), answered=answered, asked=asked)
    state = state_of(library)
    assert state.health is health, (case, state.why)
    assert state.needs_person is (health is not Health.OK)
    assert (state.documents, state.usual, state.municipality) == (20, 14, "Kuusiranta")


def test_a_source_that_never_answered(library: Library) -> None:
    visit(library, source(library), "2026-03-02T02:00:00+00:00")
    assert state_of(library).health is Health.FAILING


def test_a_run_that_was_not_done_and_one_that_held_back(library: Library) -> None:
    assert not list(run_remarks(library, NOW))
    with library.writing() as connection:
        connection.execute(
            "INSERT INTO runs (started, state, plan, receipt) VALUES (?, 'running', '', ?)",
            ("2026-02-20T02:00:00+00:00", json.dumps({"held_back": 4})),
        )
    first, second = run_remarks(library, NOW)
    assert "never done" in first
    assert second.startswith("4 documents")


def test_nothing_missing_is_exit_code_0(library: Library) -> None:
    keep(library, numbered(MAY, 41, 42))
    result = CliRunner().invoke(pykala, ["--library", str(library.folder), "coverage", "--all", "-f", "json"])
    assert result.exit_code == 0, result.output
    (row,) = json.loads(result.stdout)
    assert (row["first"], row["last"], row["missing"], row["needs_person"]) == (41, 42, "", False)


def test_a_quiet_source_is_exit_code_1(library: Library) -> None:
    crawled(library, dt.date(2020, 1, 1), answered="2021-03-02T02:00:00+00:00")
    result = CliRunner().invoke(pykala, ["--library", str(library.folder), "coverage", "--sources"])
    assert result.exit_code == 1
    assert "unvisited" in result.stdout
