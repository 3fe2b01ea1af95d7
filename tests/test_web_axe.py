"""No page hinders anybody: axe-core finds nothing, and a phone never scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from selenium import webdriver

from corpus.database import Library
from corpus.purge_plan import plan_purge
from corpus.purging import purge
from index.search import reindex
from tests.browsing import NARROW, WIDE, chromium, look, violations
from tests.hostile_items import ITEMS, NETWORK, store_hostile
from tests.library_pages import read_sample
from tests.serving import serving

pytestmark = pytest.mark.slow

ITEM = "kuusiranta/kunnanhallitus/2024-10-21/213"
GONE = "kuusiranta/kunnanhallitus/2024-10-21/216"
SWEDISH = "koivuniemi/kommunstyrelsen/2025-01-27/6"
PAGES = (
    *("/", "/search", "/search?q=verkosto", "/search?q=verkosto&municipality=Kuusiranta", "/search?q=kunta:"),
    *(
        "/search?q=xyzzyx",
        "/networks",
        "/networks/USO",
        "/networks/USO?everyone=true&region=Kainuu",
        "/municipalities",
    ),
    *("/municipalities/Kuusiranta", "/municipalities/Tampere", f"/items/{ITEM}", f"/items/{SWEDISH}"),
    *("/cases/412/00.04.01/2024", "/changes?since=2020-01-01", "/changes?since=2999-01-01", "/coverage"),
    *("/coverage?everything=true", "/about", "/nowhere", "/networks/nobody", f"/items/{GONE}"),
    *("/search?q=verkosto&page=501", f"/items/{quote(ITEMS[0].id)}", f"/networks/{quote(NETWORK, safe='')}"),
)
PHONES = (NARROW, (320, 568))
"""A phone, and the narrowest width that pages must bear (WCAG 1.4.10)."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("axe") / "library"
    read_sample(folder)
    with Library.open(folder) as library:
        store_hostile(library)
        purge(library, plan_purge(library, items=[GONE]))
        reindex(library)
    with serving(folder, seconds=60.0, patience=60.0) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("path", PAGES)
def test_a_page_hinders_nobody(browser: webdriver.Chrome, site: str, path: str) -> None:
    """In Finnish every look; the other languages have the same colours, and words of other lengths."""
    for language, looks in (
        ("", [(WIDE, "light"), (WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")]),
        ("/sv", [(WIDE, "light"), (NARROW, "dark")]),
        ("/en", [(WIDE, "dark"), (NARROW, "light")]),
    ):
        browser.get(site + language + path)
        for size, scheme in looks:
            look(browser, size, scheme)
            assert violations(browser) == [], (language, size, scheme)
        for size in PHONES:
            look(browser, size)
            reach, width = browser.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
            assert reach <= width, (language, size)


def test_what_hinders_is_found(browser: webdriver.Chrome, site: str) -> None:
    """The looking itself works: a page made worse in each of these ways is told of."""
    for rule, worse in (
        ("image-alt", "document.body.append(document.createElement('img'))"),
        ("color-contrast", "document.querySelector('h1').style.color = 'rgba(128, 128, 128, .2)'"),
        ("html-has-lang", "document.documentElement.removeAttribute('lang')"),
        ("label", "document.querySelector('label[for=municipality]').remove()"),
    ):
        look(browser, NARROW)
        browser.get(f"{site}/coverage?everything=true")
        browser.execute_script(worse)
        assert [line for line in violations(browser) if line.startswith(rule)], rule
