"""Crawls of the small Finland on this machine: all is found, little is asked again, changes are told."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from corpus.database import Library
from corpus.permissions import grant
from corpus.records import Kind, ParticipationStatus, State
from corpus.sample.server import SmallFinland
from ingest.crawl import Clock, Recheck, crawl
from ingest.verify import misplaced
from tests.crawling import OPTIONS, TODAY, permit, small, state_of

EVERYTHING = dataclasses.replace(OPTIONS, recheck=Recheck.ALL)


def held(library: Library) -> set[str]:
    return {row[0] for row in library.connection.execute("SELECT uri FROM addresses")}


def test_the_first_crawl_finds_every_item_of_every_town(tmp_path: Path) -> None:
    with SmallFinland() as finland, Library.open(tmp_path, create=True) as library:
        permit(library, finland)
        receipt = crawl(library, finland.sources(), OPTIONS)
        assert held(library) == finland.documents()
        assert receipt.counts["new"] == len(finland.documents()) == 46
        assert not receipt.problems
        assert not receipt.skipped
        assert receipt.requests == len(finland.requests)
        assert {request.user_agent for request in finland.requests} == {OPTIONS.user_agent}
        assert not list(misplaced(library))


def test_sources_that_need_permission_are_not_asked(tmp_path: Path) -> None:
    with SmallFinland(small("rautasalmi", "vihtaniemi")) as finland:
        with Library.open(tmp_path, create=True) as library:
            receipt = crawl(library, finland.sources(), OPTIONS)
        assert list(receipt.skipped) == [finland.source("rautasalmi").key]
        assert {request.host for request in finland.requests} == {"vihtaniemi.localhost"}


def test_pages_that_ask_not_to_be_kept_are_not_kept(tmp_path: Path) -> None:
    with SmallFinland(small("lumijarvi")) as finland, Library.open(tmp_path, create=True) as library:
        receipt = crawl(library, finland.sources(), OPTIONS)
        assert (receipt.counts["refused"], receipt.counts["new"]) == (4, 0)
        assert held(library) == set()
        for name in library.archive.files():
            with (library.archive.folder / name).open("rb") as file:
                kept = [record.rec_headers.get_header("WARC-Target-URI") for record in ArchiveIterator(file)]
        assert not any("2017311-3" in str(uri) for uri in kept)
        grant(library, finland.source("lumijarvi").key, "Kirjaamo", TODAY, "1/2031")
        assert crawl(library, finland.sources(), EVERYTHING).counts["new"] == 4


def test_the_second_crawl_brings_nothing_and_asks_little(tmp_path: Path) -> None:
    with SmallFinland(small("kuusiranta")) as finland, Library.open(tmp_path, create=True) as library:
        clock = Clock()
        old = [clock.today() - dt.timedelta(days=500 + 20 * number) for number in range(5)]
        finland.town("kuusiranta").fill("Kunnanhallitus", old, 6)
        first = crawl(library, finland.sources(), OPTIONS)
        before = state_of(library)
        finland.forget()
        second = crawl(library, finland.sources(), OPTIONS)
        assert (first.counts["new"], second.counts["new"]) == (38, 0)
        assert len(finland.requests) == second.requests <= 6 < first.requests / 8
        assert second.received <= 0.05 * first.received
        after = state_of(library)
        assert {name: rows for name, rows in after.items() if name != "frontier"} == {
            name: rows for name, rows in before.items() if name != "frontier"
        }


def test_an_amendment_a_removal_and_minutes_for_an_agenda_are_told_as_such(tmp_path: Path) -> None:
    with (
        SmallFinland(small("kuusiranta", "haapavaara")) as finland,
        Library.open(tmp_path, create=True) as library,
    ):
        clock = Clock()
        today = clock.today()
        kuusiranta, haapavaara = finland.town("kuusiranta"), finland.town("haapavaara")
        (recent,) = kuusiranta.fill("Kunnanhallitus", [today - dt.timedelta(days=9)], 3, first=70_000)
        (agenda,) = kuusiranta.fill(
            "Kunnanvaltuusto", [today - dt.timedelta(days=1)], 1, agenda=True, first=80_000
        )
        (other,) = haapavaara.fill("Kunnanhallitus", [today - dt.timedelta(days=9)], 3, first=70_000)
        crawl(library, finland.sources(), OPTIONS)
        assert crawl(library, finland.sources(), OPTIONS).counts["new"] == 0
        removed = finland.address("haapavaara", f"{other}-3")
        kuusiranta.amend(f"{recent}-2", "Päätöstä on täydennetty.")
        kuusiranta.publish(agenda)
        haapavaara.remove(f"{other}-3")
        third = crawl(library, finland.sources(), OPTIONS)
        told = {name: number for name, number in third.counts.items() if number and name != "unchanged"}
        assert told == {"amended": 1, "replaced": 1, "missing": 1}
        assert {(change.outcome, change.uri) for change in third.changes} == {
            ("amended", finland.address("kuusiranta", f"{recent}-2")),
            ("replaced", finland.address("kuusiranta", f"{agenda}-1")),
            ("missing", removed),
        }
        # The replaced agenda is a version of its own, which decided nothing.
        chain = [
            stored
            for stored in library.documents(all_versions=True)
            if stored.document.uri == finland.address("kuusiranta", f"{agenda}-1")
        ]
        assert [(one.document.kind, one.state) for one in chain] == [
            (Kind.AGENDA, State.AMENDED),
            (Kind.ITEM, State.LIVE),
        ]
        assert chain[1].previous == chain[0].id
        assert [item.decision for item in library.items_of(chain[0].id)] == [None]


def test_what_only_an_agenda_proposes_is_never_a_decision(tmp_path: Path) -> None:
    with SmallFinland(small("hopeakoski")) as finland, Library.open(tmp_path, create=True) as library:
        crawl(library, finland.sources(), OPTIONS)
        agendas = [stored for stored in library.items() if stored.document.kind is Kind.AGENDA]
        assert agendas
        for stored in agendas:
            assert stored.item.decision is None
            assert {one.status for one in stored.item.participations} <= {
                ParticipationStatus.PROPOSED,
                ParticipationStatus.MENTIONED,
                ParticipationStatus.PARTICIPATED,
            }


def test_gone_is_believed_on_the_third_day_and_said_first(tmp_path: Path) -> None:
    with SmallFinland(small("kuusiranta")) as finland, Library.open(tmp_path, create=True) as library:
        clock = Clock()
        town = finland.town("kuusiranta")
        (recent,) = town.fill("Kunnanhallitus", [clock.today() - dt.timedelta(days=5)], 8, first=70_000)
        crawl(library, finland.sources(), OPTIONS)
        lost = finland.address("kuusiranta", f"{recent}-4")
        town.remove(f"{recent}-4")
        for day, (missing, gone) in enumerate([(1, 0), (1, 0), (1, 1)]):
            clock.offset = dt.timedelta(days=day)
            receipt = crawl(library, finland.sources(), OPTIONS, clock=clock)
            assert (receipt.counts["missing"], receipt.counts["gone"]) == (missing, gone), f"day {day}"
            again = crawl(library, finland.sources(), OPTIONS, clock=clock)
            assert (again.counts["missing"], again.counts["gone"]) == (0, 0), "twice a day is once"
        assert [change.uri for change in receipt.gone] == [lost]
        assert next(iter(receipt.as_json())) == "gone"
        states = {stored.document.uri: stored.state for stored in library.documents()}
        assert states[lost] is State.GONE
        assert sum(state is State.GONE for state in states.values()) == 1
        # It goes on to give answers until it is purged, and is not asked for any more.
        finland.forget()
        clock.offset = dt.timedelta(days=4)
        crawl(library, finland.sources(), OPTIONS, clock=clock)
        assert not [request for request in finland.requests if lost.endswith(request.address)]
        assert any(stored.document.uri == lost for stored in library.items())


def test_much_of_a_source_is_never_gone_at_once(tmp_path: Path) -> None:
    with SmallFinland(small("kuusiranta")) as finland, Library.open(tmp_path, create=True) as library:
        clock = Clock()
        town = finland.town("kuusiranta")
        (recent,) = town.fill("Kunnanhallitus", [clock.today() - dt.timedelta(days=5)], 12, first=70_000)
        crawl(library, finland.sources(), OPTIONS)
        for number in range(3, 8):
            town.remove(f"{recent}-{number}")
        for day in range(3):
            clock.offset = dt.timedelta(days=day)
            receipt = crawl(library, finland.sources(), OPTIONS, clock=clock)
        assert (receipt.counts["gone"], receipt.held_back) == (2, 3)
        clock.offset = dt.timedelta(days=3)
        receipt = crawl(library, finland.sources(), OPTIONS, clock=clock)
        assert (receipt.counts["gone"], receipt.held_back) == (1, 2)


def test_what_was_gone_can_return(tmp_path: Path) -> None:
    with SmallFinland(small("kuusiranta")) as finland, Library.open(tmp_path, create=True) as library:
        clock = Clock()
        town = finland.town("kuusiranta")
        (recent,) = town.fill("Kunnanhallitus", [clock.today() - dt.timedelta(days=5)], 3, first=70_000)
        crawl(library, finland.sources(), OPTIONS)
        meeting = next(one for one in town.meetings if one.key == recent)
        matter = meeting.matters[1]
        town.remove(matter.key)
        for day in range(3):
            clock.offset = dt.timedelta(days=day)
            crawl(library, finland.sources(), OPTIONS, clock=clock)
        meeting.matters.append(matter)
        town.changed += 1
        clock.offset = dt.timedelta(days=3)
        receipt = crawl(library, finland.sources(), OPTIONS, clock=clock)
        assert (receipt.counts["returned"], receipt.counts["new"]) == (1, 0)
        assert all(stored.state is State.LIVE for stored in library.documents())


def test_a_page_that_only_looks_different_is_unchanged(tmp_path: Path) -> None:
    """CloudNC's pages carry hidden state that is new in every answer."""
    with SmallFinland(small("haapavaara")) as finland, Library.open(tmp_path, create=True) as library:
        crawl(library, finland.sources(), OPTIONS)
        size = sum((library.archive.folder / name).stat().st_size for name in library.archive.files())
        again = crawl(library, finland.sources(), EVERYTHING)
        assert (again.counts["unchanged"], again.counts["amended"]) == (8, 0)
        assert size == sum(
            (library.archive.folder / name).stat().st_size for name in library.archive.files()
        ), "nothing that says nothing new is archived"


def test_what_is_unchanged_is_a_revisit_record(tmp_path: Path) -> None:
    with (
        SmallFinland(small("vihtaniemi", "ketunniemi")) as finland,
        Library.open(tmp_path, create=True) as library,
    ):
        crawl(library, finland.sources(), OPTIONS)
        crawl(library, finland.sources(), EVERYTHING)
        (name,) = library.archive.files()
        with (library.archive.folder / name).open("rb") as file:
            records = list(ArchiveIterator(file, check_digests="raise"))
            kinds = [record.rec_type for record in records]
            profiles = {record.rec_headers.get_header("WARC-Profile") for record in records}
        assert kinds.count("request") == kinds.count("response") + kinds.count("revisit")
        assert kinds.count("revisit") == 9
        assert {str(profile).rpartition("/")[2] for profile in profiles} == {
            "None",
            "server-not-modified",
            "identical-payload-digest",
        }
        for stored in library.documents():
            assert library.document_bytes(stored.id)


@pytest.mark.slow
def test_a_night_without_news_costs_a_twentieth(tmp_path: Path) -> None:
    from bench.crawl_again import compare

    found = compare(tmp_path, meetings=60, matters=6)
    assert found.found == found.published
    for index in (1, 2):
        assert found.share(index, "requests") <= 0.05
        assert found.share(index, "received") <= 0.05
    first, second, third = (one.counts for one in found.crawls)
    assert first == {"new": found.published}
    assert set(second) == {"unchanged"}
    assert {name: number for name, number in third.items() if name != "unchanged"} == {
        "amended": 1,
        "replaced": 1,
        "missing": 1,
    }
