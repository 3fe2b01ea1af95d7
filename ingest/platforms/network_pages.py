"""Organisers' pages about their networks (FCG, Kuntaliitto).

The pages themselves are the documents. Followed are links on the same host whose words name a network or
speak of network projects; files such as a season's description are attachments.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from corpus.registry.networks import find_networks
from corpus.registry.sources import Source
from ingest.platforms.adapter import Adapter
from ingest.platforms.lies import Lie, is_html
from ingest.platforms.links import Collector
from ingest.platforms.markup import anchors, words
from ingest.platforms.page import About, AttachmentLink, ItemLink, Links, Page
from ingest.platforms.urls import canonical_url, same_host

_FILE = re.compile(r"\.(?:pdf|docx?|pptx?|xlsx?)$", re.IGNORECASE)
_SPEAKS = re.compile(
    r"verkostohan(?:ke|kke)|kehittämisverkosto|verkostoprojekti|network project|nätverksprojekt",
    re.IGNORECASE,
)
_PATH = re.compile(r"verkosto(?:hanke|hankkeet|projekti|t)?\b|network-project|natverk", re.IGNORECASE)
_NEWS = re.compile(r"/(?:uutiset|ajankohtaista|tapahtumat|blogi|lehti|news|events)(?:/|$)", re.IGNORECASE)

canonical = canonical_url


def start_urls(source: Source) -> tuple[str, ...]:
    """The page the registry names."""
    return (canonical(source.base_url),) if source.base_url else ()


def links(page: Page) -> Links:
    """Pages about single networks (items without §), lists of them (more), and files."""
    heading = words(page.soup.find("h1"))
    found = Collector(about=About(title=heading or words(page.soup.find("title")) or None))
    of = canonical(page.url)
    for anchor in anchors(page, canonical):
        path = urlsplit(anchor.url).path
        if anchor.url == of or not anchor.text:
            continue
        names = [network.key for _, _, network, _ in find_networks(anchor.text[:300])]
        if _FILE.search(path):
            if names or _SPEAKS.search(anchor.text) or same_host(anchor.url, of):
                found.add(AttachmentLink(anchor.url, anchor.text, of))
        elif not same_host(anchor.url, of) or _NEWS.search(path):
            continue
        elif names:
            found.add(ItemLink(anchor.url, None, anchor.text, None, names[0]))
        elif _SPEAKS.search(anchor.text) or (
            _PATH.search(path) and path.startswith(urlsplit(of).path.rstrip("/") + "/")
        ):
            found.add_more(anchor.url)
    return found.links()


def _front_page(page: Page) -> str | None:
    asked, landed = urlsplit(canonical(page.url)).path, urlsplit(canonical(page.base)).path
    if is_html(page) and landed in ("/", "/fi", "/fi/") and asked != landed:
        return "the front page came instead"
    return None


OWN_LIES = (Lie("front-for-page", _front_page),)

ADAPTER = Adapter(name="network-pages", links=links, start_urls=start_urls, own_lies=OWN_LIES)
