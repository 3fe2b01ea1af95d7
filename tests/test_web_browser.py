"""The staff's story in a real browser: open a network, see what is unknown, read the quote, take it along."""

from __future__ import annotations

import time
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlencode

import pytest
from selenium import webdriver
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from corpus.database import Library
from index.search import reindex
from tests.browsing import NARROW, WIDE, chromium, look
from tests.hostile_items import ITEMS, NETWORK, NUMBER, SCRIPT, store_hostile
from tests.hostile_items import TOWN as HOSTILE_TOWN
from tests.serving import serving

pytestmark = pytest.mark.slow
ATOM = "{http://www.w3.org/2005/Atom}"
TOWN, SEASON = "Mänttä-Vilppula", "2025-2026"
QUOTE = "Mänttä-Vilppulan kaupunki osallistuu USO-kehittämisverkoston kaudelle 2025 - 2026"


@pytest.fixture(scope="module")
def site(seeded_folder: Path) -> Iterator[str]:
    with serving(seeded_folder, seconds=60.0, patience=60.0) as address:
        yield address


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def opened(downloads: Path) -> Iterator[webdriver.Chrome]:
    with chromium(downloads) as browser:
        yield browser


@pytest.fixture
def browser(opened: webdriver.Chrome) -> webdriver.Chrome:
    look(opened, WIDE)
    return opened


def until(holds: Callable[[], object]) -> None:
    """Wait for what a key or click sets going. Fails after half a minute."""
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def opens(browser: webdriver.Chrome, act: Callable[[], object]) -> None:
    """Do what opens another page, and wait until that stands: a key or click may return before it."""
    (before,) = browser.find_elements(By.TAG_NAME, "html")
    act()
    until(lambda: before not in (browser.find_elements(By.TAG_NAME, "html") or [before]))
    until(lambda: browser.find_elements(By.TAG_NAME, "footer"))


def link(browser: webdriver.Chrome, words: str) -> WebElement:
    return browser.find_element(By.PARTIAL_LINK_TEXT, words)


def matrix_cell(browser: webdriver.Chrome, town: str, season: str) -> WebElement:
    """A cell of the matrix, by its two headers."""
    table = browser.find_element(By.CSS_SELECTOR, "table.matrix")
    seasons = [head.text for head in table.find_elements(By.CSS_SELECTOR, "thead th")]
    for row in table.find_elements(By.CSS_SELECTOR, "tbody tr"):
        if row.find_element(By.TAG_NAME, "th").text == town:
            return row.find_elements(By.TAG_NAME, "td")[seasons.index(season) - 1]
    raise AssertionError(f"no {town} in the matrix")


def network_page(browser: webdriver.Chrome, site: str) -> None:
    browser.get(f"{site}/")
    opens(browser, link(browser, "USO").click)
    assert browser.find_element(By.TAG_NAME, "h1").text == "USO"


def test_the_matrix_shows_what_is_known_and_what_is_not(browser: webdriver.Chrome, site: str) -> None:
    network_page(browser, site)
    joined = matrix_cell(browser, TOWN, SEASON)
    assert "Liittyi" in joined.text
    assert "9 000 euroa/vuosi" in joined.text.replace("\u00a0", " ")
    assert "kaupunginjohtaja" in joined.text
    unknown = matrix_cell(browser, "Tuusula", SEASON)
    assert unknown.text.split() == ["?", "Ei", "aineistoa"]
    silent = matrix_cell(browser, "Tuusula", "2021-2022")
    assert silent.text.split() == ["–", "Ei", "mainintaa"]
    colours = {cell.value_of_css_property("color") for cell in (joined, unknown)}
    assert len({joined.value_of_css_property("background-color"), "rgba(0, 0, 0, 0)"}) == 2, colours
    legend = browser.find_element(By.CSS_SELECTOR, ".legend").text
    assert "joten asiaa ei tiedetä" in legend
    assert "Se ei tarkoita, ettei kunta osallistu" in legend


def test_the_quote_is_read_in_its_text(browser: webdriver.Chrome, site: str) -> None:
    network_page(browser, site)
    opens(browser, matrix_cell(browser, TOWN, SEASON).find_element(By.TAG_NAME, "a").click)
    assert "#fact-uso-2025-2026" in unquote(browser.current_url)
    target = browser.find_element(By.CSS_SELECTOR, "mark:target")
    assert QUOTE in " ".join(target.text.split())
    top, bottom, height = browser.execute_script(
        "const box = arguments[0].getBoundingClientRect(); return [box.top, box.bottom, innerHeight];", target
    )
    assert 0 <= top < bottom <= height
    assert target.value_of_css_property("outline-style") == "solid"
    assert (
        "9 000" in browser.find_element(By.ID, "text").find_element(By.XPATH, "following-sibling::div").text
    )


def test_the_table_is_downloaded(browser: webdriver.Chrome, site: str, downloads: Path) -> None:
    import openpyxl

    network_page(browser, site)
    link(browser, "XLSX").click()
    until(lambda: list(downloads.glob("*.xlsx")))
    (file,) = downloads.glob("*.xlsx")
    book = openpyxl.load_workbook(file)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if SEASON in row)
    row = next(row for row in rows if TOWN in row)
    assert row[rows[head].index(SEASON)] is not None
    assert len(book.sheetnames) >= 2


def test_swedish_is_a_click_away(browser: webdriver.Chrome, site: str) -> None:
    network_page(browser, site)
    opens(browser, link(browser, "svenska").click)
    html = browser.find_element(By.TAG_NAME, "html")
    assert html.get_attribute("lang") == "sv"
    assert unquote(browser.current_url) == f"{site}/sv/networks/USO"
    assert "Gick med" in matrix_cell(browser, TOWN, SEASON).text
    assert "Inget material" in browser.find_element(By.CSS_SELECTOR, ".legend").text
    opens(browser, matrix_cell(browser, TOWN, SEASON).find_element(By.TAG_NAME, "a").click)
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "sv"
    assert browser.find_element(By.CSS_SELECTOR, ".text").get_attribute("lang") == "fi"
    opens(browser, link(browser, "suomi").click)
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "fi"


@pytest.mark.parametrize("language", ["", "/sv"])
def test_the_feed_is_subscribed(browser: webdriver.Chrome, site: str, language: str) -> None:
    browser.get(f"{site}{language}/networks/USO")
    alternate = browser.find_element(By.CSS_SELECTOR, 'link[rel="alternate"][type="application/atom+xml"]')
    address = alternate.get_attribute("href")
    assert link(browser, "Atom").get_attribute("href") == address
    with urllib.request.urlopen(str(address), timeout=60) as answer:
        feed = ET.fromstring(answer.read())
    assert feed.tag == f"{ATOM}feed"
    for part in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{part}") is not None
    entries = feed.findall(f"{ATOM}entry")
    assert any(TOWN in str(entry.findtext(f"{ATOM}title")) for entry in entries)
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.findtext(f"{ATOM}updated")
        (page,) = (one for one in entry.findall(f"{ATOM}link") if one.get("rel") == "alternate")
        browser.get(str(page.get("href")))
        assert str(page.get("href")).startswith(f"{site}{language}/items/")
        assert browser.find_elements(By.CSS_SELECTOR, "article h1")


# The keyboard alone

_TABBABLE = (
    "return [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,summary,"
    "[tabindex]')].filter(one => one.tabIndex >= 0 && one.checkVisibility())"
)
_PAGES = (
    "/",
    "/search?q=verkosto",
    "/networks/USO",
    "/municipalities/Kuusiranta",
    "/changes?since=2020-01-01",
    "/about",
)


def pressed(browser: webdriver.Chrome, *keys: str) -> WebElement:
    """What has the focus after these keys."""
    ActionChains(browser).send_keys(*keys).perform()
    return browser.switch_to.active_element


@pytest.mark.parametrize("path", _PAGES)
def test_everything_is_reached_in_order_and_seen(browser: webdriver.Chrome, site: str, path: str) -> None:
    browser.get(site + path)
    wanted: list[WebElement] = browser.execute_script(_TABBABLE)
    reached = [pressed(browser, Keys.TAB) for _ in wanted]
    # A date field has several stops of its own.
    seen = list(dict.fromkeys(reached))
    assert seen == wanted[: len(seen)]
    assert len(seen) >= len(wanted) - 4
    for element in seen[:40]:
        browser.execute_script("arguments[0].focus({focusVisible: true})", element)
        width, style, left = browser.execute_script(
            "const style = getComputedStyle(arguments[0]);"
            "const box = arguments[0].getBoundingClientRect();"
            "return [parseFloat(style.outlineWidth), style.outlineStyle, box.left]",
            element,
        )
        assert style not in ("none", "hidden")
        assert width >= 2
        assert left >= 0


def test_the_first_stop_leads_past_the_navigation(browser: webdriver.Chrome, site: str) -> None:
    browser.get(f"{site}/networks/USO")
    first = pressed(browser, Keys.TAB)
    assert (first.text, first.is_displayed()) == ("Siirry sisältöön", True)
    assert first.location["x"] >= 0
    pressed(browser, Keys.ENTER)
    after = pressed(browser, Keys.TAB)
    assert browser.execute_script("return document.querySelector('main').contains(arguments[0])", after)


def test_searching_and_narrowing(browser: webdriver.Chrome, site: str) -> None:
    browser.get(f"{site}/")
    field = browser.find_element(By.ID, "q")
    while browser.switch_to.active_element != field:
        pressed(browser, Keys.TAB)
    opens(browser, lambda: pressed(browser, "verkosto", Keys.ENTER))
    assert "q=verkosto" in browser.current_url
    assert "osumaa" in browser.find_element(By.ID, "found").text
    closed = browser.find_elements(By.CSS_SELECTOR, "details:not([open]) > summary")[0]
    while browser.switch_to.active_element != closed:
        pressed(browser, Keys.TAB)
    pressed(browser, Keys.ENTER)
    narrowing = pressed(browser, Keys.TAB)
    assert narrowing.tag_name == "a"
    opens(browser, lambda: pressed(browser, Keys.ENTER))
    assert "q=verkosto+" in browser.current_url
    assert browser.find_element(By.ID, "q").get_attribute("value") != "verkosto"


def test_a_filter_is_chosen_and_sent(browser: webdriver.Chrome, site: str) -> None:
    browser.get(f"{site}/networks/USO")
    everyone = browser.find_element(By.ID, "everyone")
    while browser.switch_to.active_element != everyone:
        pressed(browser, Keys.TAB)
    before = len(browser.find_elements(By.CSS_SELECTOR, ".matrix tbody tr"))
    opens(browser, lambda: pressed(browser, Keys.SPACE, Keys.ENTER))
    assert "everyone=true" in browser.current_url
    assert len(browser.find_elements(By.CSS_SELECTOR, ".matrix tbody tr")) > before + 200


def test_wide_tables_are_scrolled_by_keys(browser: webdriver.Chrome, site: str) -> None:
    look(browser, NARROW)
    browser.get(f"{site}/networks/USO")
    region = browser.find_element(By.CSS_SELECTOR, ".scroll:has(.matrix)")
    assert (region.aria_role, region.accessible_name) == ("region", "Kunnat ja kaudet")
    while browser.switch_to.active_element != region:
        pressed(browser, Keys.TAB)
    pressed(browser, *[Keys.ARROW_RIGHT] * 5)
    until(lambda: browser.execute_script("return arguments[0].scrollLeft", region) > 0)


def test_without_scripts(site: str) -> None:
    """Nothing needs JavaScript: the browser does not run any."""
    with chromium(scripts=False) as browser:
        browser.get("data:text/html,<title>off</title><script>document.title='on'</script>")
        assert browser.title == "off"
        network_page(browser, site)
        opens(browser, matrix_cell(browser, TOWN, SEASON).find_element(By.TAG_NAME, "a").click)
        assert QUOTE in " ".join(browser.find_element(By.CSS_SELECTOR, "mark:target").text.split())
        browser.get(f"{site}/search")
        field = browser.find_element(By.ID, "q")
        opens(browser, lambda: field.send_keys("verkosto", Keys.ENTER))
        assert "osumaa" in browser.find_element(By.ID, "found").text


def test_hostile_content_runs_nothing(tmp_path: Path) -> None:
    """Not even where no content policy forbids it: what is escaped is no script."""
    with Library.open(tmp_path / "library", create=True) as library:
        store_hostile(library)
        reindex(library)
    foreign = "document.querySelectorAll('script,iframe,img,[onerror],[onload]').length"
    with serving(tmp_path / "library", seconds=60.0, patience=60.0) as address, chromium() as browser:
        browser.execute_cdp_cmd("Page.enable", {})
        browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
        browser.get("data:text/html," + quote("<img src=x onerror='window.ran=1'>"))
        until(lambda: browser.execute_script("return window.ran"))  # such a thing does run
        for path in (
            *("/", f"/search?{urlencode({'q': SCRIPT})}", "/search?q=kehittämisverkosto"),
            *(f"/networks/{quote(NETWORK, safe='')}", f"/municipalities/{quote(HOSTILE_TOWN, safe='')}"),
            *(f"/items/{quote(item.id)}" for item in ITEMS),
            *(f"/cases/{quote(NUMBER)}", "/changes?since=2000-01-01", f"/{quote(SCRIPT)}"),
        ):
            browser.get(address + path)  # an open dialogue would make this fail
            assert browser.execute_script(f"return [window.ran ?? null, {foreign}]") == [None, 0], path
            assert browser.find_elements(By.TAG_NAME, "h1"), path
