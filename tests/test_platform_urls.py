"""One address for one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.platforms import adapters
from ingest.platforms.urls import canonical_url, file_name, parameter, resolve, same_host

CASES = [
    ("default port", "http://k.example:80/a", "http://k.example/a"),
    ("port 443 is https", "http://k.example:443/a", "https://k.example/a"),
    ("https port", "https://K.Example:443", "https://k.example/"),
    ("another port stays", "https://k.example:8443/ktwebscr", "https://k.example:8443/ktwebscr"),
    ("fragment", "https://k.example/a#b", "https://k.example/a"),
    ("parameters in order", "https://k.example/?b=2&a=1", "https://k.example/?a=1&b=2"),
    ("TWeb's plus", "https://k.example/x.htm?+bid=12", "https://k.example/x.htm?bid=12"),
    ("a name without a value", "https://k.example/x.htm?632581", "https://k.example/x.htm?632581"),
    ("an empty value stays", "https://k.example/x?id=", "https://k.example/x?id="),
    ("empty query", "https://k.example/x?", "https://k.example/x"),
    ("session parameter", "https://k.example/x?PHPSESSID=1&id=2", "https://k.example/x?id=2"),
    ("session in the path", "https://k.example/x;jsessionid=AB12?id=2", "https://k.example/x?id=2"),
    ("session of ASP.NET", "https://k.example/(S(abc123))/fi-FI", "https://k.example/fi-FI"),
    ("tracking", "https://k.example/x?utm_source=a&fbclid=b", "https://k.example/x"),
    ("dot segments", "https://k.example/cgi/../kokous/./1.PDF", "https://k.example/kokous/1.PDF"),
    ("above the root", "https://k.example/../../x/..", "https://k.example/"),
    ("braces", "https://k.example/{A-1}/2", "https://k.example/%7BA-1%7D/2"),
    ("needless encoding", "https://k.example/%61b%2Fc", "https://k.example/ab%2Fc"),
    ("umlauts", "https://k.example/pöytä?q=ä", "https://k.example/p%C3%B6yt%C3%A4?q=%C3%A4"),
    ("windows-1252 stays", "https://k.example/p%F6y?q=%E4", "https://k.example/p%F6y?q=%E4"),
    ("plus is space", "https://k.example/?q=a+b%2Bc", "https://k.example/?q=a%20b%2Bc"),
    ("line ends inside", "https://k.example/a\n b", "https://k.example/a%20b"),
    ("host's dot", "https://k.example./", "https://k.example/"),
    ("doubled slash at the start", "https://k.example//evil.example/x", "https://k.example/evil.example/x"),
    ("bracketed address", "http://[::1]:80/x", "http://[::1]/x"),
]


@pytest.mark.parametrize(("name", "url", "expected"), CASES, ids=[case[0] for case in CASES])
def test_canonical(name: str, url: str, expected: str) -> None:
    assert canonical_url(url) == expected
    assert canonical_url(expected) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mailto:a@b",
        "ftp://k.example/",
        "//k.example/",
        "http://",
        "http://[x/",
        "https://k.example:99999/",
        "http://k.example/" + "a" * 5000,
    ],
)
def test_no_address(url: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical_url(url)


PLATFORM_CASES = [
    (
        "dynasty10",
        "https://k.example/cgi/DREQUEST.PHP?id=1&page=meeting",
        "https://k.example/cgi/DREQUEST.PHP?page=meeting&id=1",
    ),
    ("tweb", "https://k.example/fileshow?docid=3&doctype=3", "https://k.example/fileshow?doctype=3&docid=3"),
    ("cloudnc", "https://k.example/fi-FI/Toimielimet/", "https://k.example/fi-FI/Toimielimet"),
    ("cloudnc", "https://k.example/", "https://k.example/"),
    ("mfiles", "https://k.example/Kokoukset/k/", "https://k.example/Kokoukset/k"),
    ("own-site", "https://k.example/p?tribe-bar-date=2030-01&sivu=2", "https://k.example/p?sivu=2"),
    ("ahjo", "https://k.example/decisions/1?apireqlang=fi", "https://k.example/decisions/1"),
]


@pytest.mark.parametrize(("platform", "url", "expected"), PLATFORM_CASES)
def test_canonical_of_a_platform(platform: str, url: str, expected: str) -> None:
    assert adapters()[platform].canonical(url) == expected


@given(st.text(alphabet="aÄ%E4/?&=#+;:.{}[]()0 ~\u00a0", max_size=60))
def test_canonical_is_stable(tail: str) -> None:
    for adapter in adapters().values():
        try:
            once = adapter.canonical("https://k.example/" + tail)
        except ValueError:
            continue
        assert adapter.canonical(once) == once
        assert once.isascii()


@given(st.text(max_size=80))
def test_resolve_gives_http_or_nothing(href: str) -> None:
    target = resolve("https://k.example/a/b", href)
    assert target is None or target.lower().startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("../kokous/1.PDF", "https://k.example/kokous/1.PDF"),
        (" x.htm ", "https://k.example/cgi/x.htm"),
        ("?page=meeting", "https://k.example/cgi/d.php?page=meeting"),
        ("#alku", None),
        ("", None),
        ("javascript:history.go(-1)", None),
        ("mailto:a@k.example", None),
        ("http://[", None),
    ],
)
def test_resolve(href: str, expected: str | None) -> None:
    assert resolve("https://k.example/cgi/d.php", href) == expected


def test_parts_of_an_address() -> None:
    assert parameter("https://k.example/?+bid=12&PAGE=x", "bid") == "12"
    assert parameter("https://k.example/?PAGE=x", "page") == "x"
    assert parameter("https://k.example/?632581", "632581") == ""
    assert parameter("https://k.example/", "page") is None
    assert file_name("https://k.example/a/P%C3%B6y.pdf?x=1") == "Pöy.pdf"
    assert same_host("https://www.k.example/a", "http://k.example/b")
    assert not same_host("https://a.k.example/", "https://k.example/")
