"""M-Files' publishing page: ``/Kokoukset/<k>`` lists bodies, ``/Kokoukset/<k>/<body>`` meetings, and
``/Kokoukset/<k>/<body>/<document>`` is a PDF labelled Pöytäkirja or Esityslista.

Known from others' notes only; its robots.txt refuses crawlers, so sources need permission.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from corpus.registry.sources import Source
from ingest.platforms.adapter import Adapter
from ingest.platforms.labels import find_date, find_kind, organ_name
from ingest.platforms.lies import Lie, is_html
from ingest.platforms.links import Collector
from ingest.platforms.markup import anchors, attribute, row_of, words
from ingest.platforms.page import About, BodyLink, Links, MeetingLink, Page
from ingest.platforms.urls import canonical_url, resolve, without_end_slash

_BODY = re.compile(r"^/kokoukset/([^/]+)/([^/]+)$", re.IGNORECASE)
_DOCUMENT = re.compile(r"^/kokoukset/([^/]+)/([^/]+)/([^/]+)$", re.IGNORECASE)


def canonical(url: str) -> str:
    """Without a slash at the end."""
    return without_end_slash(canonical_url(url))


def start_urls(source: Source) -> tuple[str, ...]:
    """The list of bodies."""
    return (canonical(source.base_url),) if source.base_url else ()


def links(page: Page) -> Links:
    """Bodies and documents; a row holds the body, the date and the document."""
    found = Collector(about=About(organ=organ_name(words(page.soup.find("h1")))))
    for anchor in anchors(page, canonical):
        path = urlsplit(anchor.url).path
        if _BODY.match(path):
            if organ := organ_name(anchor.text):
                found.add(BodyLink(anchor.url, organ))
        elif _DOCUMENT.match(path):
            row = row_of(anchor.tag)
            said = words(row) if row else anchor.text
            organ = found.about.organ
            for other in row.find_all("a", href=True) if row else []:
                target = resolve(page.base, attribute(other, "href"))
                if target and _BODY.match(urlsplit(canonical(target)).path):
                    organ = organ_name(words(other)) or organ
            kind = find_kind(anchor.text) or find_kind(said)
            found.add(MeetingLink(anchor.url, organ, find_date(said), kind, None, anchor.text))
    return found.links()


def _page_for_document(page: Page) -> str | None:
    if _DOCUMENT.match(urlsplit(canonical(page.url)).path) and is_html(page):
        return "a web page came instead of the document"
    return None


OWN_LIES = (Lie("page-for-document", _page_for_document),)

ADAPTER = Adapter(name="mfiles", links=links, start_urls=start_urls, own_lies=OWN_LIES, canonical=canonical)
