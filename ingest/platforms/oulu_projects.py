"""A town's register of development projects, as Oulu keeps it: portfolios, lists, and a card for each
project.

A card is a table of labels and values ("Hankkeen nimi", "Aloittamispvm", "Rahoittajat" …). No list page has
been seen: links are taken for cards by their words and the register's address, so a difference shows in the
numbers.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bs4.element import Tag

from corpus.registry.sources import Source
from ingest.platforms.adapter import Adapter
from ingest.platforms.lies import Lie, is_html
from ingest.platforms.links import Collector
from ingest.platforms.markup import Anchor, anchors, cells, row_of, words
from ingest.platforms.page import About, AttachmentLink, ItemLink, Links, Page
from ingest.platforms.urls import canonical_url, parameter, same_host

_LABELS = (
    "hankkeen nimi",
    "hanketyyppi",
    "salkku",
    "aloittamispvm",
    "päättymispvm",
    "rahoittajat",
    "toteuttajat",
)
_LABELS_NEEDED = 3
_CARD = re.compile(r"hanke(?:kortti|id|_id)?=|/hank(?:e|keet)/[^/]+|/projekt(?:i|it)/[^/]+", re.IGNORECASE)
_IDS = ("hanke", "hankeid", "hanke_id", "projekti", "projektiid", "id")
_LIST = re.compile(
    r"salkku|hanketietokanta|kehittämishankkeet|kehittamishankkeet|hankkeet tietokannassa", re.IGNORECASE
)
_FILE = re.compile(r"\.(?:pdf|docx?|pptx?|xlsx?)$", re.IGNORECASE)

canonical = canonical_url


def start_urls(source: Source) -> tuple[str, ...]:
    """The page of portfolios the registry names."""
    return (canonical(source.base_url),) if source.base_url else ()


def is_card(page: Page) -> bool:
    """Whether the page is a project's card: enough of its labels head rows."""
    heads = {
        words(columns[0]).strip(" :*").lower()
        for row in page.soup.find_all("tr", limit=500)
        if (columns := cells(row))
    }
    return sum(label in heads for label in _LABELS) >= _LABELS_NEEDED


def links(page: Page) -> Links:
    """Cards (items without §), portfolios (more), a card's files."""
    of = canonical(page.url)
    if is_card(page):
        found = Collector(about=About(title=_value(page, "hankkeen nimi")))
        for anchor in anchors(page, canonical):
            if _FILE.search(urlsplit(anchor.url).path) or _in_row(anchor, "liitteet"):
                found.add(AttachmentLink(anchor.url, anchor.text, of))
        return found.links()
    found = Collector(about=About(title=words(page.soup.find("h1")) or None))
    for anchor in anchors(page, canonical):
        if anchor.url == of or not anchor.text:
            continue
        key = next((value for name in _IDS if (value := parameter(anchor.url, name))), None)
        if _CARD.search(anchor.url) or (key and "hanke" in anchor.url.lower()):
            found.add(ItemLink(anchor.url, None, anchor.text, None, key))
        elif same_host(anchor.url, of) and (
            _LIST.search(anchor.text) or "hanketietokanta" in anchor.url.lower()
        ):
            found.add_more(anchor.url)
    return found.links()


def _value(page: Page, label: str) -> str | None:
    for row in page.soup.find_all("tr", limit=500):
        columns = cells(row)
        if len(columns) > 1 and words(columns[0]).strip(" :*").lower() == label:
            return words(columns[1]) or None
    return None


def _in_row(anchor: Anchor, label: str) -> bool:
    row = row_of(anchor.tag)
    columns = cells(row) if isinstance(row, Tag) else []
    return len(columns) > 1 and words(columns[0]).strip(" :*").lower() == label


def _empty_card(page: Page) -> str | None:
    """A number that does not exist gives a card with labels and no values."""
    if is_html(page) and is_card(page) and _value(page, "hankkeen nimi") is None:
        return "a card without a name"
    return None


OWN_LIES = (Lie("empty-card", _empty_card),)

ADAPTER = Adapter(name="oulu-projects", links=links, start_urls=start_urls, own_lies=OWN_LIES)
