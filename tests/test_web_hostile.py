"""Hostile content and hostile addresses: every word of them stays text, and every page answers."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import httpx
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.database import Library
from index.search import reindex
from tests.hostile_items import ADDRESS, ITEMS, NETWORK, NUMBER, SCRIPT, TOWN, store_hostile
from tests.serving import serving

OURS = {
    "html",
    "head",
    "meta",
    "title",
    "link",
    "body",
    "a",
    "header",
    "p",
    "span",
    "nav",
    "ul",
    "li",
    "main",
    "footer",
}
OURS |= {
    "h1",
    "h2",
    "h3",
    "form",
    "label",
    "div",
    "input",
    "button",
    "select",
    "option",
    "table",
    "caption",
    "thead",
}
OURS |= {
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "dl",
    "dt",
    "dd",
    "ol",
    "q",
    "mark",
    "code",
    "time",
    "section",
    "aside",
}
OURS |= {
    "details",
    "summary",
    "article",
    "figure",
    "figcaption",
    "svg",
    "desc",
    "g",
    "circle",
    "path",
    "rect",
    "text",
}
OURS |= {"strong", "br", "del", "ins"}
"""Every element that our templates use: no other may appear, whatever the content."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("hostile") / "library"
    with Library.open(folder, create=True) as library:
        store_hostile(library)
        reindex(library)
    with serving(folder, seconds=60.0) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


PAGES = (
    *("/", "/search?q=kehittämisverkosto", "/networks", f"/networks/{quote(NETWORK, safe='')}"),
    *("/municipalities", f"/municipalities/{quote(TOWN, safe='')}"),
    *(f"/items/{quote(item.id)}" for item in ITEMS),
    *(f"/cases/{quote(NUMBER)}", "/changes?since=2000-01-01", "/coverage?everything=true"),
    *(f"/search?{urlencode({'q': SCRIPT})}", f"/search?{urlencode({'municipality': TOWN})}"),
    f"/search?{urlencode({'q': 'kunta:' + ADDRESS})}",
    *(f"/changes?network={quote(SCRIPT)}", f"/coverage?municipality={quote(TOWN)}"),
    f"/networks/{quote(NETWORK, safe='')}?" + urlencode({"season": SCRIPT, "region": SCRIPT, "size": SCRIPT}),
)
NOWHERE = (
    f"/networks/{quote(SCRIPT, safe='')}",
    f"/{quote(SCRIPT)}",
    "/%2Felsewhere.example/x",
    f"/items/{quote(SCRIPT)}",
)


@pytest.mark.parametrize("path", [*PAGES, *NOWHERE])
@pytest.mark.parametrize("language", ["", "/en"])
def test_content_stays_text(site: httpx.Client, language: str, path: str) -> None:
    answer = site.get(language + path)
    assert answer.status_code == (200 if path in PAGES else 404)
    harmless(answer)


def harmless(answer: httpx.Response) -> None:
    """Nothing of a page is other than what templates write: elements, handlers of events, addresses."""
    page = BeautifulSoup(answer.text, "html.parser")
    assert {tag.name for tag in page.find_all()} <= OURS
    assert page.h1 is not None
    for tag in page.find_all():
        assert not [name for name in tag.attrs if name.startswith("on") or name in ("style", "srcdoc")], tag
        for name in ("href", "src", "action", "formaction"):
            if tag.has_attr(name):
                assert re.match(r"/(?![/\\])|#|https?://", str(tag[name])), tag
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", answer.text)


def test_files_and_feeds_are_whole(site: httpx.Client) -> None:
    ids = [quote(item.id) for item in ITEMS]
    feeds = (
        "/search.atom?q=kehittämisverkosto",
        f"/networks/{quote(NETWORK, safe='')}.atom",
        "/changes.atom",
    )
    for path in feeds:
        answer = site.get(path)
        assert answer.status_code == 200
        for link in ET.fromstring(answer.content).iter("{http://www.w3.org/2005/Atom}link"):
            assert str(link.get("href")).startswith(("http://", "https://")), path
    for path in (
        *(
            "/search.csv?q=kehittämisverkosto",
            "/networks.csv",
            "/participations.csv",
            "/fees.csv",
            "/changes.csv",
        ),
        *(f"/items/{ids[0]}.bib", f"/items/{ids[0]}.csl.json", f"/api/v1/items/{ids[0]}"),
        "/api/v1/search?q=kehittämisverkosto",
    ):
        answer = site.get(path)
        assert answer.status_code == 200, (path, answer.text)
        assert "html" not in answer.headers["content-type"]


ANY = st.text(max_size=80)
WORDS = st.one_of(
    ANY,
    st.lists(
        st.sampled_from(
            [
                "kunta:",
                "pvm:",
                "2020..",
                "(",
                ")",
                '"',
                "~9",
                "*",
                "OR",
                "NOT",
                "-",
                "=",
                "§",
                "a",
                "\x00",
                "\ud800",
                "<b>",
            ]
        ),
        max_size=12,
    ).map("".join),
)
PATHS = (
    "/search",
    "/networks",
    "/municipalities",
    "/changes",
    "/coverage",
    "/networks/x",
    "/api/v1/search",
    "/search.atom",
)
NAMES = (
    "q",
    "municipality",
    "network",
    "outcome",
    "date",
    "organ",
    "sort",
    "page",
    "since",
    "season",
    "region",
    "size",
)


def encoded(text: str) -> str:
    """A text in an address, also where it is no valid Unicode."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(PATHS), asked=st.lists(st.tuples(st.sampled_from(NAMES), WORDS), max_size=3))
def test_any_question_is_answered(site: httpx.Client, path: str, asked: list[tuple[str, str]]) -> None:
    answer = site.get(f"{path}?" + "&".join(f"{name}={encoded(value)}" for name, value in asked))
    assert answer.status_code < 500
    if "html" in answer.headers.get("content-type", ""):
        harmless(answer)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from(
        ["/", "/items/", "/networks/", "/municipalities/", "/cases/", "/sv/", "/api/v1/items/"]
    ),
    rest=ANY,
    end=st.sampled_from(["", ".csv", ".xlsx", ".atom", ".bib", ".png", ".csl.json"]),
)
def test_any_address_is_answered(site: httpx.Client, start: str, rest: str, end: str) -> None:
    answer = site.get(start + encoded(rest) + end)
    assert answer.status_code < 500
    if "html" in answer.headers.get("content-type", ""):
        harmless(answer)
