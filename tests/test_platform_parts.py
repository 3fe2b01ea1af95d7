"""The parts adapters are made of: pages, labels, feeds, and single rules of single platforms."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from corpus.records import Kind
from ingest.platforms import (
    About,
    ItemLink,
    Links,
    MeetingLink,
    Page,
    PageError,
    adapter_for,
    adapters,
)
from ingest.platforms.cloudnc import days_of
from ingest.platforms.feeds import read_feed
from ingest.platforms.labels import (
    about,
    cell_section,
    find_date,
    find_kind,
    find_number,
    leading_section,
    organ_name,
)
from ingest.platforms.lies import COMMON_LIES
from ingest.platforms.links import Collector
from tests.platform_pages import answers, html, page

SAMPLE = Path(__file__).parent.parent / "corpus" / "sample"


def test_adapters_by_name() -> None:
    assert list(adapters()) == [
        "ahjo",
        "casem-api",
        "cloudnc",
        "dynasty-static",
        "dynasty10",
        "mfiles",
        "network-pages",
        "oulu-projects",
        "own-site",
        "turku",
        "tweb",
    ]
    assert all(adapter.name == name for name, adapter in adapters().items())


def test_no_such_adapter() -> None:
    with pytest.raises(KeyError, match=r"no adapter for 'ktweb'; there are ahjo"):
        adapter_for("ktweb")


def test_headers_have_no_case() -> None:
    answer = Page("https://k.example/", headers={"CONTENT-type": "Text/HTML; charset=iso-8859-1"})
    assert (answer.header("Content-Type")[:4], answer.media_type) == ("Text", "text/html")
    assert answer.header("x-missing") == ""


CHARSETS = [
    ("header", {"Content-Type": "text/html; charset=utf-16-le"}, "Pöytäkirja".encode("utf-16-le")),
    ("meta", {}, '<meta charset="windows-1252">Pöytäkirja'.encode("windows-1252")),
    ("wrong header", {"Content-Type": "text/html; charset=iso-8859-1"}, "Pöytäkirja".encode()),
    ("none", {}, "Pöytäkirja".encode("latin-1")),
]


@pytest.mark.parametrize(("name", "headers", "body"), CHARSETS, ids=[case[0] for case in CHARSETS])
def test_text_of_a_page(name: str, headers: dict[str, str], body: bytes) -> None:
    assert "Pöytäkirja" in Page("https://k.example/", headers=headers, body=body).text


def test_a_page_too_long() -> None:
    with pytest.raises(PageError, match="too long"):
        _ = Page("https://k.example/", body=b" " * (21 << 20)).text


@pytest.mark.parametrize("body", [b"", b"<html>", b"{", b"[" * 200_000])
def test_no_json(body: bytes) -> None:
    with pytest.raises(PageError, match="no JSON"):
        _ = Page("https://k.example/", body=body).json


HEADS = [
    (
        "Kunnanhallitus Pöytäkirja 21.10.2024/Pykälä 212",
        About("Kunnanhallitus", dt.date(2024, 10, 21), Kind.MINUTES, 212),
    ),
    (
        "Kaupunginhallitus Esityslista 29.05.2017 Asianro 4",
        About("Kaupunginhallitus", dt.date(2017, 5, 29), Kind.AGENDA),
    ),
    ("Kunnanhallitus, kokous 6.3.2023", About("Kunnanhallitus", dt.date(2023, 3, 6))),
    (
        "Kommunstyrelsen Protokoll 03.02.2025/Paragraf 12",
        About("Kommunstyrelsen", dt.date(2025, 2, 3), Kind.MINUTES, 12),
    ),
    (
        "Stadsfullmäktige Föredragningslista 3.2.2025",
        About("Stadsfullmäktige", dt.date(2025, 2, 3), Kind.AGENDA),
    ),
    (
        "Pöytäkirja 1.2.2024 Tekninen lautakunta",
        About("Tekninen lautakunta", dt.date(2024, 2, 1), Kind.MINUTES),
    ),
    ("Kokouslistat Kaupunginhallitus", About("Kaupunginhallitus")),
    ("Lumijärven kunta Kokouslistat", About()),
    (
        "Tekninen lautakunta: 10/2026 18.8.2026",
        About("Tekninen lautakunta", dt.date(2026, 8, 18), number="10/2026"),
    ),
    ("", About()),
    ("§ " * 50_000, About()),
]


@pytest.mark.parametrize(("head", "expected"), HEADS, ids=[case[0][:40] for case in HEADS])
def test_heads(head: str, expected: About) -> None:
    assert about(head) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ke 1.2.2024 klo 18", dt.date(2024, 2, 1)),
        ("31.2.2024, siirretty 1.3.2024", dt.date(2024, 3, 1)),
        ("2026-02-02T00:00:00", dt.date(2026, 2, 2)),
        ("1. 2. 2024", dt.date(2024, 2, 1)),
        ("1.1.–28.2.", None),
        ("11.2.20245", None),
        ("0.0.0000", None),
        ("9" * 1_000_000, None),
    ],
)
def test_dates(text: str, day: dt.date | None) -> None:
    assert find_date(text) == day


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Esityslista ja pöytäkirja", Kind.MINUTES),
        ("kh_ptk", None),
        ("kh ptk 1.2.2024", Kind.MINUTES),
        ("Lisälista 1", Kind.AGENDA),
        ("Kallelse", Kind.AGENDA),
        ("Tarjous", None),
    ],
)
def test_kinds(text: str, kind: Kind | None) -> None:
    assert find_kind(text) is kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("§ 12 Otsikko", (12, "Otsikko")),
        ("12 § Otsikko", (12, "Otsikko")),
        ("12\u00a0§ – Otsikko", (12, "Otsikko")),
        ("51 §:n mukaiset päätökset", (None, "51 §:n mukaiset päätökset")),
        ("Otsikko § 12", (None, "Otsikko § 12")),
        ("§ 1.2", (None, "§ 1.2")),
    ],
)
def test_leading_sections(text: str, expected: tuple[int | None, str]) -> None:
    assert leading_section(text) == expected


@pytest.mark.parametrize(
    ("text", "section"),
    [("\u00a0\u00a0125", 125), ("190 §", 190), ("§ 7", 7), ("125-131", None), ("", None), ("2 kpl", None)],
)
def test_section_columns(text: str, section: int | None) -> None:
    assert cell_section(text) == section


def test_numbers_and_names() -> None:
    assert find_number("Kaupunginhallitus: 5/2017") == "5/2017"
    assert find_number("1.2.2017") is None
    assert organ_name(" - Kunnanhallitus: ") == "Kunnanhallitus"
    assert organ_name("…") is None
    assert organ_name("x" * 400) is None


@pytest.mark.parametrize(
    ("digits", "days"),
    [
        ("2532019", ["2019-03-25"]),
        ("1912026", ["2026-01-19"]),
        ("1112021", ["2021-11-01", "2021-01-11"]),
        ("632023", ["2023-03-06"]),
        ("25122019", ["2019-12-25"]),
        ("01022023", ["2023-02-01"]),
        ("9992023", []),
        ("12", []),
        ("abcdefg", []),
        ("1" * 5000, []),
    ],
)
def test_days_without_separators(digits: str, days: list[str]) -> None:
    assert [day.isoformat() for day in days_of(digits)] == days


def test_feed_entries() -> None:
    feed = """<rss><channel><ITEM><title>A &amp;auml; &lt;b&gt;</title><link>http://k.example/?a=1&amp;b=2</link>
    <pubDate>Fri, 21 Aug 2026 09:00:00 +0300</pubDate></ITEM><item><title>ei linkkiä</title></item>
    <item><title><![CDATA[B & C]]></title><guid>http://k.example/2</guid><pubDate>eilen</pubDate></item>"""
    first, second = read_feed(feed)
    assert (first.title, first.link) == ("A ä <b>", "http://k.example/?a=1&b=2")
    assert first.published is not None
    assert first.published.date() == dt.date(2026, 8, 21)
    assert (second.title, second.link, second.published) == ("B & C", "http://k.example/2", None)


def test_feed_of_nothing_but_tags() -> None:
    assert list(read_feed("<item>" * 20_000)) == []


def test_collector_keeps_the_fuller_link() -> None:
    found = Collector()
    found.add(ItemLink("u", None, "", None))
    found.add(ItemLink("u", 7, "Otsikko", "m", "k"))
    found.add(MeetingLink("m", None, None, None))
    found.add(MeetingLink("m", "Kunnanhallitus", dt.date(2024, 1, 1), Kind.MINUTES))
    links = found.links()
    assert links.items == (ItemLink("u", 7, "Otsikko", "m", "k"),)
    assert links.meetings == (MeetingLink("m", "Kunnanhallitus", dt.date(2024, 1, 1), Kind.MINUTES),)
    assert list(links.addresses()) == ["m", "u"]
    assert links
    assert not Links()


def test_a_trap_of_links_is_cut() -> None:
    body = "".join(f"<a href='?page=meetings&amp;id={n}'>Lautakunta {n}</a>" for n in range(6000))
    trap = html("https://k.example/cgi/DREQUEST.PHP?page=meeting_frames", body)
    assert len(adapter_for("dynasty10").links(trap).bodies) == 5000


def test_frames_are_followed() -> None:
    frames = Page(
        "https://k.example/cgi/DREQUEST.PHP?page=meeting_frames",
        body=b"<html><frameset><frame src='?page=meeting_handlers&id='><frame src='x.htm'></frameset></html>",
    )
    assert adapter_for("dynasty10").links(frames).more == (
        "https://k.example/cgi/DREQUEST.PHP?page=meeting_handlers&id=",
    )


def test_officeholders_of_dynasty() -> None:
    base = "https://k.example/cgi/DREQUEST.PHP?page="
    listed = html(base + "official_frames", "<a href='?page=official_handlers&amp;id=9'>Kunnanjohtaja</a>")
    (body,) = adapter_for("dynasty10").links(listed).bodies
    assert (body.organ, body.url) == ("Kunnanjohtaja", base + "official_handlers&id=9")
    decisions = html(
        body.url, "<table><tr><td><a href='?page=official_decision&amp;id=20241'>§ 3 Hankinta</a></table>"
    )
    (item,) = adapter_for("dynasty10").links(decisions).items
    assert (item.section, item.title, item.kind) == (3, "Hankinta", Kind.OFFICEHOLDER_DECISION)


def test_base_element_is_heeded() -> None:
    listed = Page(
        "https://k.example/cgi/DREQUEST.PHP?page=meeting_frames",
        body=b"<html><head><base href='https://k.example/d10/cgi/'></head><body>"
        b"<a href='DREQUEST.PHP?page=meetings&id=1'>Kunnanhallitus</a></body></html>",
    )
    (body,) = adapter_for("dynasty10").links(listed).bodies
    assert body.url == "https://k.example/d10/cgi/DREQUEST.PHP?page=meetings&id=1"


def test_media_without_a_page_count() -> None:
    media = page("own-site", "media.json", answers("own-site")["media.json"]["url"])
    assert adapter_for("own-site").links(media).more == ()


@pytest.mark.parametrize(
    ("number", "more"), [("9", ()), ("100", ()), ("2", ("https://k.example/wp-json/wp/v2/media?page=3",))]
)
def test_last_page_of_media(number: str, more: tuple[str, ...]) -> None:
    url = f"https://k.example/wp-json/wp/v2/media?page={number}"
    answer = Page(url, headers={"X-WP-TotalPages": "9"}, body=b"[]")
    assert adapter_for("own-site").links(answer).more == more


SITES = {
    "dynasty10": ("dynasty10", "https://k.example/cgi/DREQUEST.PHP?page=meetingitem&id={id}"),
    "cloudnc": ("cloudnc", "https://k.example/fi-FI/content/71/23"),
    "turku": ("turku", "http://k.example/kh/2021/0118001p/{name}"),
    "dynasty-htm": ("dynasty-static", "http://k.example/kokous/{name}"),
}


def _sample() -> list[tuple[str, dict[str, object]]]:
    lines = (SAMPLE / "key.jsonl").read_text(encoding="utf-8").splitlines()
    said = {entry["file"]: entry for entry in map(json.loads, lines)}
    return [(file, entry) for file, entry in said.items() if Path(file).parent.name in SITES]


@pytest.mark.parametrize(("file", "key"), _sample(), ids=[file for file, _ in _sample()])
def test_sample_pages_say_what_they_are(file: str, key: dict[str, object]) -> None:
    path = SAMPLE / file
    platform, address = SITES[path.parent.name]
    url = address.format(id=path.stem.partition("-")[2], name=path.name)
    answer = Page(url, body=path.read_bytes())
    adapter = adapter_for(platform)
    assert adapter.lies(answer) is None
    said = adapter.links(answer).about
    assert said.organ == key["organ"]
    assert str(said.date) == key["meeting_date"]
    if "Pykälä" in answer.text or platform != "dynasty-static":  # a head need not name its §
        assert said.section == key["section"]


def test_the_authors_guide_names_every_adapter_and_rule() -> None:
    guide = (SAMPLE.parent.parent / "docs" / "adapters.md").read_text(encoding="utf-8")
    for name, adapter in adapters().items():
        assert f"| {name} |" in guide
        assert all(f"`{lie.name}`" in guide for lie in adapter.own_lies), name
    assert all(f"`{lie.name}`" in guide for lie in COMMON_LIES)
