"""Who is asked when, what is tried again and what is given up: with a clock that only waiting moves."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from corpus.database import Library
from corpus.permissions import grant
from ingest.crawl import CrawlOptions, Receipt, crawl, plan
from ingest.crawl.frontier import Scheduled
from ingest.crawl.wire import Ask, Trouble
from tests.crawling import (
    CONTACT,
    TODAY,
    FakeClock,
    FakeFetcher,
    Reply,
    Server,
    minutes,
    own_site,
    page,
    site,
)

START = "http://kunta.example/poytakirjat"
ITEM = "http://kunta.example/agenda/{}/info"
OPTIONS = CrawlOptions(contact=CONTACT, delay=1.0, backoff=5.0)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path, create=True) as library:
        yield library


def run(library: Library, server: Server, **more: Any) -> tuple[Receipt, FakeFetcher]:
    clock = more.pop("clock", None) or FakeClock()
    sources = more.pop("sources", None) or [own_site()]
    fetcher = FakeFetcher(server, clock)
    options = dataclasses.replace(OPTIONS, **more)
    return crawl(library, sources, options, clock=clock, fetcher=fetcher), fetcher


def town(*numbers: int, **more: Reply) -> dict[str, Reply]:
    """A first page and the pages of as many meetings."""
    links = [(ITEM.format(number), f"Pöytäkirja {number}.5.2031") for number in numbers]
    return {START: page(*links), **{ITEM.format(number): minutes(number) for number in numbers}, **more}


def test_one_request_at_a_time_and_a_second_apart(library: Library) -> None:
    receipt, fetcher = run(library, site(town(1, 2, 3)))
    assert [url.rpartition("example")[2] for url in fetcher.urls] == [
        "/robots.txt",
        "/poytakirjat",
        "/agenda/1/info",
        "/agenda/2/info",
        "/agenda/3/info",
    ]
    times = [moment for moment, _ in fetcher.asked]
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(times))
    assert receipt.hosts[0].waited is not None
    assert receipt.hosts[0].waited >= 1.0
    assert receipt.counts["new"] == 3


def test_hosts_are_asked_side_by_side(library: Library) -> None:
    sources = [own_site(f"http://kunta{number}.example/poytakirjat") for number in range(4)]
    pages = {source.base_url: page() for source in sources}
    _, fetcher = run(library, site(pages), sources=sources, of_a_vendor=4)
    assert [moment for moment, url in fetcher.asked if url.endswith("robots.txt")] == [0.0] * 4


def test_a_vendors_hosts_are_not_asked_all_at_once(library: Library) -> None:
    sources = [own_site(f"http://kunta{number}.vendor.example/poytakirjat") for number in range(4)]
    pages = {source.base_url: page() for source in sources}
    _, fetcher = run(library, site(pages), sources=sources, of_a_vendor=2)
    assert sum(moment == 0.0 for moment, _ in fetcher.asked) == 2
    assert len(fetcher.asked) == 8


def test_a_delay_that_robots_txt_asks_for_is_kept(library: Library) -> None:
    robots = (200, "User-agent: *\nCrawl-delay: 7\n", {"Content-Type": "text/plain"})
    receipt, fetcher = run(library, site({**town(1, 2), "http://kunta.example/robots.txt": robots}))
    times = [moment for moment, _ in fetcher.asked]
    assert all(later - earlier >= 7.0 for earlier, later in pairwise(times[1:]))
    assert receipt.hosts[0].delay == 7.0


ROBOTS: list[tuple[str, Reply, int]] = [
    ("not there", (404, ""), 2),
    ("forbidden", (403, ""), 2),
    ("a page in its place", (200, "<!DOCTYPE html><html></html>"), 2),
    ("nothing is allowed", (200, "User-agent: *\nDisallow: /", {"Content-Type": "text/plain"}), 0),
    ("the list is not allowed", (200, "User-agent: *\nDisallow: /poyta", {"Content-Type": "text/plain"}), 0),
    (
        "an item is not allowed",
        (200, "User-agent: *\nDisallow: /agenda/1/", {"Content-Type": "text/plain"}),
        1,
    ),
    ("a broken server", (500, ""), 0),
    ("unavailable", (503, ""), 0),
    ("no answer", Trouble.TIMEOUT, 0),
    ("no connection", Trouble.REFUSED, 0),
]


@pytest.mark.parametrize(("name", "robots", "found"), ROBOTS, ids=[case[0] for case in ROBOTS])
def test_robots_txt_is_obeyed(library: Library, name: str, robots: Reply, found: int) -> None:
    receipt, fetcher = run(library, site({**town(1, 2), "http://kunta.example/robots.txt": robots}))
    assert receipt.counts["new"] == found
    pages = [url for url in fetcher.urls if not url.endswith("/robots.txt")]
    assert len(pages) == (found + 1 if found else 0)


def test_robots_txt_is_asked_once_a_day(library: Library) -> None:
    clock = FakeClock()
    for hours, asked in [(0, 1), (20, 0), (25, 1)]:
        clock.offset = dt.timedelta(hours=hours)
        _, fetcher = run(library, site(town(1)), clock=clock)
        assert sum(url.endswith("/robots.txt") for url in fetcher.urls) == asked


def test_robots_txt_may_be_elsewhere(library: Library) -> None:
    pages = {
        **town(1),
        "http://kunta.example/robots.txt": (301, "", {"Location": "https://www.kunta.example/robots.txt"}),
        "https://www.kunta.example/robots.txt": (
            200,
            "User-agent: *\nDisallow: /",
            {"Content-Type": "text/plain"},
        ),
    }
    receipt, fetcher = run(library, site(pages))
    assert (receipt.counts["new"], len(fetcher.asked)) == (0, 2)


def test_robots_txt_in_a_private_network_is_none(library: Library) -> None:
    redirect = (301, "", {"Location": "http://169.254.169.254/robots.txt"})
    receipt, fetcher = run(library, site({**town(1), "http://kunta.example/robots.txt": redirect}))
    assert receipt.counts["new"] == 1
    assert not any("169.254" in url for url in fetcher.urls)


def test_a_recorded_permission_outranks_robots_txt(library: Library) -> None:
    grant(library, own_site().key, "Kirjaamo", TODAY, "12/2031")
    robots = (200, "User-agent: *\nDisallow: /", {"Content-Type": "text/plain"})
    receipt, _ = run(library, site({**town(1), "http://kunta.example/robots.txt": robots}))
    assert receipt.counts["new"] == 1


def after(pauses: list[Reply], then: Reply) -> Server:
    """A server whose first meeting's page fails so often before it comes."""
    rest = list(pauses)
    pages = town(1, 2)

    def serve(ask: Ask) -> Reply:
        if ask.url == ITEM.format(1):
            return rest.pop(0) if rest else then
        return pages.get(ask.url, (404, ""))

    return serve


WAITS: list[tuple[str, list[Reply], list[float]]] = [
    ("a busy server, the longer the oftener", [(503, ""), (503, "")], [5.0, 10.0]),
    ("as long as it asks for", [(503, "", {"Retry-After": "40"})], [40.0]),
    ("too many requests", [(429, "", {"Retry-After": "90"})], [90.0]),
    ("until a date", [(503, "", {"Retry-After": "Tue, 06 May 2031 01:02:00 GMT"})], [100.0]),
    ("a timeout", [Trouble.TIMEOUT], [5.0]),
    ("an answer cut off", [Trouble.BROKEN, Trouble.BROKEN], [5.0, 10.0]),
]


@pytest.mark.parametrize(("name", "pauses", "waits"), WAITS, ids=[case[0] for case in WAITS])
def test_what_fails_is_tried_again_later(
    library: Library, name: str, pauses: list[Reply], waits: list[float]
) -> None:
    receipt, fetcher = run(library, after(pauses, minutes(1)))
    times = [moment for moment, url in fetcher.asked if url == ITEM.format(1)]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert [gap >= wait for gap, wait in zip(gaps, waits, strict=True)] == [True] * len(waits), gaps
    assert (receipt.counts["new"], receipt.counts["failed"]) == (2, 0)


def test_what_goes_on_failing_is_left_and_the_crawl_goes_on(library: Library) -> None:
    receipt, fetcher = run(library, after([(500, "")] * 9, minutes(1)))
    assert fetcher.urls.count(ITEM.format(1)) == 3
    assert (receipt.counts["new"], receipt.counts["failed"]) == (1, 1)
    assert [problem.reason for problem in receipt.problems] == ["the server says 500"]


def test_a_server_that_asks_for_too_long_a_wait_is_left(library: Library) -> None:
    receipt, fetcher = run(library, after([(429, "", {"Retry-After": "86400"})], minutes(1)))
    assert fetcher.urls.count(ITEM.format(2)) == 0
    assert receipt.hosts[0].left == "the server says 429 and asks us to come back in 86400 s"
    assert receipt.state == "done"
    later, _ = run(library, after([], minutes(1)))
    assert later.counts["new"] == 2


def test_too_many_requests_make_us_slower(library: Library) -> None:
    receipt, _ = run(library, after([(429, ""), (429, "")], minutes(1)))
    assert receipt.hosts[0].delay == 4.0


def test_a_host_that_stops_answering_is_left(library: Library) -> None:
    numbers = range(1, 9)

    def serve(ask: Ask) -> Reply:
        return Trouble.TIMEOUT if "/agenda/" in ask.url else town(*numbers).get(ask.url, (404, ""))

    receipt, fetcher = run(library, serve, attempts=2)
    assert sum("/agenda/" in url for url in fetcher.urls) == 10, "five pages, twice each"
    assert receipt.hosts[0].left == "5 pages in a row failed, the last one because: trouble: timeout"
    assert run(library, site(town(*numbers)))[0].counts["new"] == 8


def test_a_host_that_refuses_connections_is_left_at_once(library: Library) -> None:
    def serve(ask: Ask) -> Reply:
        return Trouble.REFUSED if "/agenda/" in ask.url else town(1, 2).get(ask.url, (404, ""))

    receipt, fetcher = run(library, serve)
    assert sum("/agenda/" in url for url in fetcher.urls) == 3
    assert receipt.hosts[0].left == "trouble: refused"


REDIRECTS: list[tuple[str, str, str | None]] = [
    ("to itself", ITEM.format(1), "redirected, but it leads back to itself"),
    ("to another host", "http://muu.example/a", "redirected, but it leads to another host: muu.example"),
    ("to a private address", "http://10.0.0.1/a", "redirected, but it leads to a private address: 10.0.0.1"),
    ("to this machine", "http://localhost:8080/", "redirected, but it leads to a private address: localhost"),
    ("to a file", "file:///etc/passwd", "redirected, but it does not say where to"),
    ("to nowhere", "", "redirected, but it does not say where to"),
    ("within the host", "/agenda/7/info", None),
    ("to the same host by name", "https://www.kunta.example/agenda/7/info", None),
]


@pytest.mark.parametrize(("name", "target", "problem"), REDIRECTS, ids=[case[0] for case in REDIRECTS])
def test_redirects_stay_with_the_source(
    library: Library, name: str, target: str, problem: str | None
) -> None:
    pages = {
        **town(1),
        ITEM.format(1): (302, "", {"Location": target}),
        ITEM.format(7): minutes(7),
        "https://www.kunta.example/agenda/7/info": minutes(7),
    }
    receipt, fetcher = run(library, site(pages))
    assert [one.reason for one in receipt.problems] == ([problem] if problem else [])
    assert receipt.counts["new"] == (problem is None)
    assert not any(part in url for url in fetcher.urls for part in ("muu.example", "10.0.0.1", "localhost"))
    if problem is None:
        assert library.document_at(ITEM.format(1)) is not None, "the address asked for names the document"


def test_redirects_without_end_are_left(library: Library) -> None:
    def serve(ask: Ask) -> Reply:
        if "/agenda/" in ask.url:
            number = int(ask.url.split("/")[-2])
            return 302, "", {"Location": f"/agenda/{number + 1}/info"}
        return town(1).get(ask.url, (404, ""))

    receipt, fetcher = run(library, serve)
    assert [one.reason for one in receipt.problems] == ["redirected, but more than 5 redirects"]
    assert sum("/agenda/" in url for url in fetcher.urls) == 6


def test_links_to_elsewhere_are_said_and_not_followed(library: Library) -> None:
    links = [
        ("http://muu.example/ptk.pdf", "Pöytäkirja 1.5.2031"),
        ("http://192.168.1.1/ptk.pdf", "Pöytäkirja 2.5.2031"),
        ("http://[::1]/ptk.pdf", "Pöytäkirja 3.5.2031"),
        ("http://0x7f000001/ptk.pdf", "Pöytäkirja 4.5.2031"),
    ]
    receipt, fetcher = run(library, site({START: page(*links)}))
    assert len(fetcher.urls) == 2
    assert sorted(one.reason for one in receipt.problems) == [
        "not followed: a private address: 0x7f000001",
        "not followed: a private address: 192.168.1.1",
        "not followed: a private address: ::1",
        "not followed: another host: muu.example",
    ]
    tomorrow = FakeClock(offset=dt.timedelta(days=1))
    again, _ = run(library, site({START: page(*links)}), clock=tomorrow)
    assert not again.problems, "said once"


def test_a_limit_is_a_hosts(library: Library) -> None:
    receipt, fetcher = run(library, site(town(1, 2, 3, 4)), limit=3)
    assert (len(fetcher.urls), receipt.counts["new"]) == (3, 1)
    rest, _ = run(library, site(town(1, 2, 3, 4)))
    assert rest.counts["new"] == 3


def test_since_leaves_out_older_meetings_until_they_are_wanted(library: Library) -> None:
    receipt, _ = run(library, site(town(1, 2, 3, 4)), since=dt.date(2031, 5, 3))
    assert receipt.counts["new"] == 2
    everything, _ = run(library, site(town(1, 2, 3, 4)))
    assert everything.counts["new"] == 2


def test_a_calendar_without_end_is_left(library: Library) -> None:
    def serve(ask: Ask) -> Reply:
        if "poytakirjat" not in ask.url:
            return 404, ""
        month = int(ask.url.rpartition("=")[2]) if "=" in ask.url else 0
        return page((f"/poytakirjat?kk={month + 1}", "Pöytäkirjat"), ("/poytakirjat", "Pöytäkirjat"))

    receipt, fetcher = run(library, serve)
    assert len(fetcher.urls) <= 16
    assert receipt.state == "done"


def test_a_dry_run_sends_nothing_and_keeps_nothing(library: Library) -> None:
    (planned,) = plan(library, [own_site()], OPTIONS, FakeClock())
    assert planned.scheduled == Scheduled(new=1, again=0)
    assert library.connection.execute("SELECT count(*) FROM frontier").fetchone()[0] == 0
    assert library.connection.execute("SELECT count(*) FROM runs").fetchone()[0] == 0


def test_conditions_are_asked_only_of_what_was_read(library: Library) -> None:
    listed, item = town(1)[START], minutes(1)
    pages: dict[str, Reply] = {
        START: (listed[0], str(listed[1]), {"ETag": '"list"'}),  # type: ignore[index]
        ITEM.format(1): (
            item[0],
            item[1],
            {"ETag": '"item"', "Last-Modified": "Tue, 06 May 2031 00:00:00 GMT"},
        ),
    }
    run(library, site(pages))
    _, fetcher = run(library, site(pages))
    asked = dict(zip(fetcher.urls, fetcher.headers, strict=True))
    assert asked[START] == {"If-None-Match": '"list"'}
    assert asked[ITEM.format(1)] == {
        "If-None-Match": '"item"',
        "If-Modified-Since": "Tue, 06 May 2031 00:00:00 GMT",
    }


def test_an_interrupted_run_is_gone_on_with(library: Library) -> None:
    pages = town(1, 2, 3)

    class Impatient(FakeFetcher):
        def send(self, ask: Ask) -> None:
            if ask.url == ITEM.format(2):
                raise KeyboardInterrupt
            super().send(ask)

    clock = FakeClock()
    first = crawl(library, [own_site()], OPTIONS, clock=clock, fetcher=Impatient(site(pages), clock))
    assert (first.state, first.counts["new"], first.waiting) == ("interrupted", 1, 2)
    second, fetcher = run(library, site(pages))
    assert fetcher.urls == [ITEM.format(2), ITEM.format(3)]
    assert second.run == first.run
    assert (second.state, second.counts["new"], second.requests) == ("done", 3, 5)


def test_an_interrupted_run_of_other_sources_is_not_gone_on_with(library: Library) -> None:
    class Impatient(FakeFetcher):
        def send(self, ask: Ask) -> None:
            raise KeyboardInterrupt

    clock = FakeClock()
    first = crawl(library, [own_site()], OPTIONS, clock=clock, fetcher=Impatient(site({}), clock))
    other = own_site("http://toinen.example/poytakirjat")
    second, fetcher = run(library, site({other.base_url: page()}), sources=[other])
    assert second.run != first.run
    assert all("toinen" in url for url in fetcher.urls)


def test_the_receipt_of_each_run_is_kept(library: Library) -> None:
    receipt, _ = run(library, site(town(1)))
    row = library.connection.execute("SELECT state, receipt FROM runs").fetchone()
    assert (row["state"], row["receipt"]) == ("done", receipt.text())


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({START: (404, "")}, "no first page of the source came: the server says 404"),
        (
            {
                "http://kunta.example/robots.txt": (
                    200,
                    "User-agent: *\nDisallow: /",
                    {"Content-Type": "text/plain"},
                )
            },
            "no first page of the source came: robots.txt says no",
        ),
        ({START: (500, "")}, "the server says 500"),
        ({START: (200, "")}, "empty-body: the body is empty"),
    ],
)
def test_a_source_that_gives_nothing_is_told(library: Library, answers: dict[str, Reply], said: str) -> None:
    receipt, _ = run(library, site({**town(1), **answers}))
    assert [problem.reason for problem in receipt.problems] == [said]
    assert not receipt.clean


def test_attachments_are_fetched_when_they_are_asked_for(library: Library) -> None:
    pages = {
        START: page((ITEM.format(1), "Pöytäkirja 1.5.2031"), ("/liite.docx", "Liite: kartta")),
        ITEM.format(1): minutes(1),
        "http://kunta.example/liite.docx": minutes(2),
    }
    assert not any("liite" in url for url in run(library, site(pages))[1].urls)
    assert any("liite" in url for url in run(library, site(pages), attachments=True)[1].urls)


def test_what_could_not_be_read_is_read_again_by_a_better_program(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest.crawl import pages
    from ingest.document import ReadError

    def refuse(data: bytes, name: str, uri: str) -> None:
        raise ReadError(f"{name}: the program failed on it; please report the file")

    with monkeypatch.context() as broken:
        broken.setattr(pages, "read_or_say", refuse)
        receipt, _ = run(library, site(town(1)))
        assert (receipt.counts["failed"], receipt.counts["new"]) == (1, 0)
        assert [failure.uri for failure in library.failures()] == [ITEM.format(1)]
    receipt, _ = run(library, site(town(1)))
    assert (receipt.counts["failed"], receipt.counts["new"]) == (0, 1)
    assert not library.failures()
