"""The crawl's small parts: hosts, conditions, when a page is due again, what a contact is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Kind
from corpus.registry.sources import Source
from ingest.crawl.entries import Entry, Role, State, form_of, form_text
from ingest.crawl.hosts import (
    authority_of,
    host_of,
    is_address,
    is_public,
    lives_inside,
    refusal,
    vendor_of,
)
from ingest.crawl.options import ContactError, CrawlOptions, check_contact
from ingest.crawl.pages import PARSER, document_name
from ingest.crawl.recrawl import (
    RECENT_DAYS,
    conditions,
    fingerprint,
    most_gone,
    next_try,
    next_visit,
    retry_after,
)

NOW = dt.datetime(2031, 5, 6, 2, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
KUNTA = Source("", "Kunta", "own-site", "https://www.kunta.example/poytakirjat")
INSIDE = Source("", "Kunta", "own-site", "http://192.168.1.5:8080/poytakirjat")
LOCAL = Source("", "Kunta", "own-site", "http://kunta.localhost:8080/poytakirjat")

ENTRY = Entry(
    id=1,
    source=KUNTA.key,
    url="https://www.kunta.example/a",
    form=(),
    host="kunta.example",
    role=Role.ITEM,
    parent=None,
    via=Role.LIST,
    depth=1,
    barren=0,
    organ=None,
    meeting_date=None,
    section=None,
    kind=None,
    title=None,
    listed=True,
    state=State.HELD,
    interval=0,
    attempts=0,
    failures=0,
    misses=0,
    missed_on=None,
    visited="2031-05-05T02:00:00+00:00",
    etag='"1"',
    last_modified="Mon, 05 May 2031 00:00:00 GMT",
    parsed=PARSER,
    sha256="aa",
    payload="aa",
    fingerprint="bb",
    archived="2031-05-05T02:00:00+00:00",
    documents=1,
)

REFUSALS: list[tuple[str, Source, str, str | None]] = [
    ("the source's host", KUNTA, "https://www.kunta.example/b", None),
    ("without www", KUNTA, "https://kunta.example/b", None),
    ("another port", KUNTA, "https://kunta.example:8443/b", None),
    ("another scheme", KUNTA, "http://kunta.example/b", None),
    ("another host", KUNTA, "https://muu.example/b", "another host: muu.example"),
    ("a host below it", KUNTA, "https://a.kunta.example/b", "another host: a.kunta.example"),
    ("a host that ends so", KUNTA, "https://xkunta.example/b", "another host: xkunta.example"),
    ("a file", KUNTA, "file:///etc/passwd", "no http address"),
    ("ftp", KUNTA, "ftp://kunta.example/b", "no http address"),
    ("nothing", KUNTA, "", "no http address"),
    ("a broken address", KUNTA, "http://[::1/b", "no http address"),
    ("a broken port", KUNTA, "http://kunta.example:x/", "no http address"),
    ("a user name", KUNTA, "https://kunta.example@muu.example/", "an address with a user name in it"),
    ("a private network", KUNTA, "http://10.0.0.8/b", "a private address: 10.0.0.8"),
    ("this machine by number", KUNTA, "http://127.0.0.1/b", "a private address: 127.0.0.1"),
    ("this machine by six", KUNTA, "http://[::1]/b", "a private address: ::1"),
    ("four in six", KUNTA, "http://[::ffff:10.0.0.1]/b", "a private address: ::ffff:10.0.0.1"),
    ("this machine in hex", KUNTA, "http://0x7f.1/b", "a private address: 0x7f.1"),
    ("this machine as one number", KUNTA, "http://2130706433/", "a private address: 2130706433"),
    ("the cloud's own address", KUNTA, "http://169.254.169.254/", "a private address: 169.254.169.254"),
    ("this machine by name", KUNTA, "http://localhost/", "a private address: localhost"),
    ("a name of this machine", KUNTA, "http://a.localhost/", "a private address: a.localhost"),
    ("a public address", KUNTA, "http://8.8.8.8/", "another host: 8.8.8.8"),
    ("a source inside", INSIDE, "http://192.168.1.5:8080/b", None),
    ("beside a source inside", INSIDE, "http://192.168.1.6/", "a private address: 192.168.1.6"),
    ("a source on this machine", LOCAL, "http://kunta.localhost:8080/b", None),
    (
        "beside one on this machine",
        LOCAL,
        "http://toinen.localhost:8080/",
        "a private address: toinen.localhost",
    ),
    ("a long one", KUNTA, "https://kunta.example/" + "a" * 5000, "an address of 5022 characters"),
]


@pytest.mark.parametrize(("name", "source", "url", "reason"), REFUSALS, ids=[case[0] for case in REFUSALS])
def test_where_the_crawl_may_go(name: str, source: Source, url: str, reason: str | None) -> None:
    assert refusal(source, url) == reason


@given(st.text(max_size=60))
def test_no_address_is_too_strange(text: str) -> None:
    for url in (text, f"http://{text}", f"http://{text}/a", f"http://10.0.0.1{text}"):
        reason = refusal(KUNTA, url)
        assert reason is None or reason


ADDRESSES = [
    ("8.8.8.8", True, True),
    ("10.1.2.3", True, False),
    ("172.16.0.1", True, False),
    ("192.168.0.1", True, False),
    ("100.64.0.1", True, False),
    ("169.254.1.1", True, False),
    ("127.8.8.8", True, False),
    ("0.0.0.0", True, False),
    ("224.0.0.1", True, False),
    ("255.255.255.255", True, False),
    ("2001:4860:4860::8888", True, True),
    ("fd00::1", True, False),
    ("fe80::1", True, False),
    ("::", True, False),
    ("::ffff:127.0.0.1", True, False),
    ("2002:7f00:1::", True, False),
    ("kunta.example", False, False),
    ("0x7f000001", True, False),
    ("017700000001", True, False),
]


@pytest.mark.parametrize(("text", "numeric", "public"), ADDRESSES)
def test_addresses(text: str, numeric: bool, public: bool) -> None:
    assert (is_address(text), is_public(text)) == (numeric, public)


def test_names_of_hosts() -> None:
    assert host_of("https://WWW.Kunta.Example:8443/a") == "kunta.example"
    assert authority_of("https://Kunta.Example:8443/a?b") == "https://kunta.example:8443"
    assert [vendor_of(host) for host in ("a.vendor.example", "vendor.example", "10.0.0.1")] == [
        "vendor.example",
        "vendor.example",
        "10.0.0.1",
    ]
    assert [lives_inside(source) for source in (KUNTA, INSIDE, LOCAL)] == [False, True, True]


DUE: list[tuple[str, Entry, Kind | None, bool, tuple[float, float]]] = [
    ("a first page", replace(ENTRY, role=Role.START), None, False, (0, 0)),
    ("a feed", replace(ENTRY, role=Role.FEED), None, True, (0, 0)),
    ("a list for the first time", replace(ENTRY, role=Role.LIST, visited=None), None, True, (6.5, 7)),
    ("a list that changed", replace(ENTRY, role=Role.LIST, interval=14), None, True, (0.5, 1)),
    ("a list that did not", replace(ENTRY, role=Role.BODY, interval=7), None, False, (13.5, 14)),
    ("a list that never does", replace(ENTRY, role=Role.LIST, interval=28), None, False, (27.5, 28)),
    (
        "tomorrow's meeting",
        replace(ENTRY, meeting_date=TODAY + dt.timedelta(days=1)),
        Kind.AGENDA,
        False,
        (0, 0),
    ),
    (
        "a recent meeting",
        replace(ENTRY, meeting_date=TODAY - dt.timedelta(days=RECENT_DAYS)),
        None,
        False,
        (0, 0),
    ),
    ("an older one", replace(ENTRY, meeting_date=TODAY - dt.timedelta(days=46)), Kind.ITEM, False, (14, 46)),
    (
        "an agenda without its minutes",
        replace(ENTRY, meeting_date=TODAY - dt.timedelta(days=90)),
        Kind.AGENDA,
        False,
        (0, 0),
    ),
    (
        "an agenda for good",
        replace(ENTRY, meeting_date=TODAY - dt.timedelta(days=121)),
        Kind.AGENDA,
        False,
        (14, 46),
    ),
    ("an old one", replace(ENTRY, meeting_date=TODAY - dt.timedelta(days=3000)), None, True, (44, 136)),
    ("one without a date", ENTRY, None, False, (29, 91)),
]


@pytest.mark.parametrize(("name", "entry", "kind", "changed", "days"), DUE, ids=[case[0] for case in DUE])
def test_when_a_page_is_due_again(
    name: str, entry: Entry, kind: Kind | None, changed: bool, days: tuple[float, float]
) -> None:
    due = next_visit(entry, kind, NOW, changed=changed)
    if days == (0, 0):
        assert due.at == ""
    else:
        after = (dt.datetime.fromisoformat(due.at) - NOW) / dt.timedelta(days=1)
        assert days[0] <= after <= days[1]


def test_what_came_in_one_night_comes_round_in_many() -> None:
    old = replace(ENTRY, meeting_date=dt.date(2020, 1, 1))
    days = {
        next_visit(replace(old, url=f"{old.url}/{number}"), None, NOW, changed=False).at
        for number in range(500)
    }
    assert len(days) > 80


def test_failures_are_tried_less_and_less() -> None:
    waits = [next_try(failures, NOW) for failures in (1, 2, 3, 4, 9)]
    assert waits[0] == ""
    assert [round((dt.datetime.fromisoformat(at) - NOW) / dt.timedelta(days=1), 1) for at in waits[1:]] == [
        3.8,
        7.8,
        13.8,
        13.8,
    ]


CONDITIONS: list[tuple[str, Entry, tuple[str, ...]]] = [
    ("both", ENTRY, ("If-None-Match", "If-Modified-Since")),
    ("the tag", replace(ENTRY, last_modified=None), ("If-None-Match",)),
    ("neither", replace(ENTRY, last_modified=None, etag=None), ()),
    ("never read", replace(ENTRY, fingerprint=None), ()),
    ("read by another version", replace(ENTRY, parsed="0"), ()),
    ("posted", replace(ENTRY, form=(("a", "b"),)), ()),
]


@pytest.mark.parametrize(("name", "entry", "asked"), CONDITIONS, ids=[case[0] for case in CONDITIONS])
def test_conditions(name: str, entry: Entry, asked: tuple[str, ...]) -> None:
    assert tuple(header for header, _ in conditions(entry, PARSER)) == asked


WAITS: list[tuple[str, float | None]] = [
    ("120", 120.0),
    (" 5 ", 5.0),
    ("0", 0.0),
    ("Tue, 06 May 2031 02:01:30 GMT", 90.0),
    ("Tue, 06 May 2031 01:00:00 GMT", 0.0),
    ("", None),
    ("soon", None),
    ("-5", None),
    ("1.5", None),
    ("٣", None),
    ("9" * 400, 999999999999.0),
]


@pytest.mark.parametrize(("value", "seconds"), WAITS)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.text(max_size=80))
def test_any_retry_after_is_a_wait_or_none(value: str) -> None:
    found = retry_after(value, NOW)
    assert found is None or found >= 0


@pytest.mark.parametrize(("held", "most"), [(0, 0), (1, 1), (9, 1), (10, 1), (29, 2), (1000, 100)])
def test_a_tenth_may_be_gone(held: int, most: int) -> None:
    assert most_gone(held) == most


def test_fingerprints_part_what_differs() -> None:
    same = fingerprint(["a", "b"])
    assert fingerprint(["a", "b"]) == same
    assert (
        len(
            {same, fingerprint(["ab"]), fingerprint(["b", "a"]), fingerprint(["a", "b", ""]), fingerprint([])}
        )
        == 5
    )


CONTACTS = [
    ("minutes@example.org", True),
    ("https://example.org/bot", True),
    ("  minutes@example.org ", True),
    ("", False),
    ("me", False),
    ("me@localhost", False),
    ("ftp://example.org", False),
    ("a b@example.org", False),
    ("x@example.org\r\nX-Evil: 1", False),
]


@pytest.mark.parametrize(("contact", "good"), CONTACTS)
def test_contacts(contact: str, good: bool) -> None:
    if good:
        assert check_contact(contact) == contact.strip()
        assert contact.strip() in CrawlOptions(contact=contact).user_agent
        assert CrawlOptions(contact=contact).user_agent.startswith("pykala/")
    else:
        with pytest.raises(ContactError):
            CrawlOptions(contact=contact)


@given(st.lists(st.tuples(st.text(), st.text()), max_size=4))
def test_forms_come_back(form: list[tuple[str, str]]) -> None:
    assert form_of(form_text(tuple(form))) == tuple(form)


NAMES = [
    ("https://kunta.example/tiedostot/kh%205.pdf", "kh 5.pdf"),
    (
        "https://kunta.example/cgi/DREQUEST.PHP?page=meetingitem&id=1-2",
        "DREQUEST.PHP?page=meetingitem&id=1-2",
    ),
    ("https://kunta.example/", "kunta.example"),
]


@pytest.mark.parametrize(("url", "name"), NAMES)
def test_documents_have_names(url: str, name: str) -> None:
    assert document_name(url) == name
