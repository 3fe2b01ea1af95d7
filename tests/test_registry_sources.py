"""Where municipalities publish: the registry's rows hold together, and adapters exist for them."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from corpus.registry import sources as module
from corpus.registry.sources import (
    Permission,
    Source,
    SourceError,
    read_sources,
    sources,
    sources_for,
)
from ingest.platforms import adapter_for, adapters

HEAD = "municipality,name,platform,base_url,valid_from,valid_to,permission,note\n"
MUNICIPALITIES = Path(module.__file__).with_name("municipalities.csv")


def _names() -> dict[str, str]:
    with MUNICIPALITIES.open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    return {row["code"]: row["name_fi"] for row in csv.DictReader(lines)}


def test_codes_and_names_are_those_of_the_municipalities() -> None:
    names = _names()
    wrong = [
        source.key
        for source in sources()
        if source.municipality and names.get(source.municipality) != source.name
    ]
    assert wrong == []


def test_size() -> None:
    assert len(sources()) >= 295
    assert len({source.municipality for source in sources() if source.municipality}) >= 289


def test_every_platform_has_an_adapter_and_every_adapter_a_source() -> None:
    assert {source.platform for source in sources()} == set(adapters())


def test_vendors_that_refuse_crawlers_need_permission() -> None:
    needing = {source.platform for source in sources() if source.permission is Permission.NEEDED}
    assert needing == {"tweb", "mfiles"}
    assert all(
        source.permission is Permission.NEEDED
        for source in sources()
        if source.platform in ("tweb", "mfiles")
    )


def test_only_own_sites_may_lack_an_address() -> None:
    assert {source.platform for source in sources() if not source.is_known} == {"own-site"}


def test_keys_of_known_sources_differ() -> None:
    keys = [source.key for source in sources() if source.is_known]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("platform", sorted({source.platform for source in sources()}))
def test_start_and_feed_addresses(platform: str) -> None:
    adapter = adapter_for(platform)
    for source in (one for one in sources() if one.platform == platform):
        starts = adapter.start_urls(source)
        assert bool(starts) is source.is_known, source.key
        for url in (*starts, *adapter.feed_urls(source)):
            assert adapter.canonical(url) == url
            assert urlsplit(url).hostname == urlsplit(source.base_url).hostname


PLACES = [
    ("Oulu", None, ["oulu-projects", "tweb"]),
    ("564", None, ["oulu-projects", "tweb"]),
    ("tuusula", None, ["cloudnc"]),
    ("Espoo", "2016-05-02", ["dynasty-static", "dynasty10"]),
    ("Espoo", "2024-05-02", ["dynasty10"]),
    ("Taivalkoski", "2018-01-01", []),
    ("Taivalkoski", "2020-01-01", ["tweb"]),
    ("Turku", None, ["turku", "turku"]),
    ("Eckerö", None, []),
    ("", None, []),
    ("FCG", None, ["network-pages"]),
]


@pytest.mark.parametrize(("municipality", "day", "platforms"), PLACES)
def test_sources_for(municipality: str, day: str | None, platforms: list[str]) -> None:
    found = sources_for(municipality, dt.date.fromisoformat(day) if day else None)
    assert [source.platform for source in found] == platforms


def test_start_addresses_without_a_known_base() -> None:
    nowhere = Source("999", "Kunta", "x", "")
    assert [adapter.start_urls(nowhere) + adapter.feed_urls(nowhere) for adapter in adapters().values()] == [
        () for _ in adapters()
    ]


STARTS = [
    ("tweb", "https://k.example/", "https://k.example/ktwebscr/pk_tek_tweb.htm"),
    (
        "tweb",
        "https://k.example/ktwebbin/dbisa.dll/ktwebscr/",
        "https://k.example/ktwebbin/dbisa.dll/ktwebscr/pk_tek_tweb.htm",
    ),
    ("tweb", "https://k.example/ktwebscr/epj_tek_tweb.htm", "https://k.example/ktwebscr/epj_tek_tweb.htm"),
    ("dynasty-static", "http://k.example/kokous/", "http://k.example/kokous/TELIMET.HTM"),
    (
        "dynasty10",
        "https://k.example/cgi/DREQUEST.PHP?page=x",
        "https://k.example/cgi/DREQUEST.PHP?page=meeting_frames",
    ),
    ("own-site", "https://k.example/poytakirjat", "https://k.example/poytakirjat"),
    ("turku", "https://k.example/api/", "https://k.example/api/toimielimet"),
    ("casem-api", "http://k.example/api/opennc/v1", "http://k.example/api/opennc/v1/Nodes?$format=json"),
]


@pytest.mark.parametrize(("platform", "base", "start"), STARTS)
def test_first_address(platform: str, base: str, start: str) -> None:
    assert adapter_for(platform).start_urls(Source("999", "Kunta", platform, base))[0] == start


def test_a_bare_host_is_asked_for_wordpress_files_too() -> None:
    _, media = adapter_for("own-site").start_urls(Source("999", "K", "own-site", "https://k.example"))
    assert media.startswith("https://k.example/wp-json/wp/v2/media?")


WRONG = [
    ("too few columns", "020,Akaa,tweb\n", "line 2"),
    ("too many columns", "020,Akaa,tweb,https://a.example/,,,none,,x\n", "line 2"),
    ("code", "20,Akaa,tweb,https://a.example/,,,none,\n", "three digits"),
    ("address", "020,Akaa,tweb,a.example,,,none,\n", "no http address"),
    ("permission", "020,Akaa,tweb,https://a.example/,,,maybe,\n", "maybe"),
    ("date", "020,Akaa,tweb,https://a.example/,2020-13-01,,none,\n", "line 2"),
    ("order of dates", "020,Akaa,tweb,https://a.example/,2020-01-02,2020-01-01,none,\n", "before it begins"),
    ("twice", "020,Akaa,tweb,https://a.example/,,,none,\n" * 2, "line 3.*twice"),
]


@pytest.mark.parametrize(("name", "rows", "message"), WRONG, ids=[case[0] for case in WRONG])
def test_wrong_rows_are_named(name: str, rows: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "sources.csv"
    file.write_text(HEAD + rows, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        read_sources(file)


def test_wrong_columns(tmp_path: Path) -> None:
    file = tmp_path / "sources.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SourceError, match="columns must be"):
        read_sources(file)


def test_comments_and_blank_lines(tmp_path: Path) -> None:
    file = tmp_path / "sources.csv"
    file.write_text(
        "# x\n\n" + HEAD + "\n020,Akaa,tweb,https://a.example/,,2020-01-01,needed,a note\n", encoding="utf-8"
    )
    until = dt.date(2020, 1, 1)
    assert read_sources(file) == (
        Source("020", "Akaa", "tweb", "https://a.example/", None, until, Permission.NEEDED, "a note"),
    )
