"""Old static Dynasty ("djulkaisu"): ``/kokous/TELIMET.HTM`` and the files beside it, in windows-1252.

``TELIN-<body>.HTM`` lists a body's meetings, ``<meeting>.HTM`` a meeting's items, ``<meeting>-<n>.HTM`` is
an item. A body has a new id in every council term. What counts stands between two comments, DATA_BEGIN and
DATA_END.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bs4.element import Tag

from corpus.registry.sources import Source
from ingest.platforms.adapter import Adapter
from ingest.platforms.dynasty import file_link
from ingest.platforms.labels import about, cell_section, find_date, find_kind, leading_section, organ_name
from ingest.platforms.lies import Lie, is_html
from ingest.platforms.links import Collector
from ingest.platforms.markup import anchors, attribute, cells, row_of, words
from ingest.platforms.page import About, BodyLink, ItemLink, Links, MeetingLink, Page
from ingest.platforms.urls import canonical_url, file_name

_BODY = re.compile(r"TELIN-(\d{1,12})\.HTM", re.IGNORECASE)
_MEETING = re.compile(r"(\d{4,20})\.HTM", re.IGNORECASE)
_ITEM = re.compile(r"((\d{4,20})-(\d{1,4}))\.HTM", re.IGNORECASE)
_NAVIGATION = ("edellinen", "seuraava", "föregående", "nästa")
_BEGIN = ("<!--DATA_BEGIN-->", "<!--DATABEGIN-->")
_END = ("<!--DATA_END-->", "<!--DATAEND-->")

canonical = canonical_url


def start_urls(source: Source) -> tuple[str, ...]:
    """The list of bodies."""
    if not source.base_url:
        return ()
    base = source.base_url
    return (canonical(base if base.upper().endswith(".HTM") else base.rstrip("/") + "/TELIMET.HTM"),)


def links(page: Page) -> Links:
    """The links between the page's data marks; its chrome repeats the way back."""
    found = Collector(about=_about(page))
    of = _canonical_or_given(page.url)
    for anchor in anchors(page, canonical, _data(page)):
        name = file_name(anchor.url)
        if (file := file_link(anchor, of)) is not None:
            found.add(file)
        elif _BODY.fullmatch(name):
            if organ := organ_name(anchor.text):
                found.add(BodyLink(anchor.url, organ))
        elif _MEETING.fullmatch(name):
            row = row_of(anchor.tag)
            found.add(
                MeetingLink(
                    anchor.url,
                    _organ_in(row) or found.about.organ,
                    find_date(words(row)) or find_date(anchor.text),
                    find_kind(anchor.text),
                    label=anchor.text,
                )
            )
        elif (item := _ITEM.fullmatch(name)) and not anchor.text.lower().startswith(_NAVIGATION):
            section, title = leading_section(anchor.text)
            row = row_of(anchor.tag)
            if section is None and row is not None and (columns := cells(row)):
                section = cell_section(words(columns[0]))
            meeting = anchor.url[: -len(name)] + f"{item[2]}.HTM"
            if found.about.section is None or item[2] not in of:
                found.add(ItemLink(anchor.url, section, title, canonical(meeting), item[1]))
    return found.links()


def _canonical_or_given(url: str) -> str:
    try:
        return canonical(url)
    except ValueError:
        return url


def _organ_in(row: Tag | None) -> str | None:
    """The body's name in a row of the list of bodies."""
    if row is None:
        return None
    for tag in row.find_all("a", href=True):
        if _BODY.search(attribute(tag, "href")):
            return organ_name(words(tag))
    return None


def _data(page: Page) -> Tag:
    text = page.text
    start = max(text.find(mark) for mark in _BEGIN)
    ends = [place for mark in _END if (place := text.find(mark, max(start, 0))) >= 0]
    if start < 0:
        return page.soup
    return page.parse(text[start : min(ends) if ends else len(text)])


def _about(page: Page) -> About:
    label = page.soup.find("label", class_="h3")
    return about(words(label)) if isinstance(label, Tag) else About()


def _another_meeting(page: Page) -> str | None:
    name = file_name(page.url)
    asked = _MEETING.fullmatch(name) or _ITEM.fullmatch(name)
    if asked is None or not is_html(page):
        return None
    wanted = name.partition(".")[0].partition("-")[0]
    ids = {
        match[1]
        for anchor in anchors(page, canonical, _data(page))
        if (match := re.search(r"/(\d{4,20})(?:-\d{1,4}){0,2}\.\w{1,5}$", urlsplit(anchor.url).path))
    }
    return f"meeting {min(ids)} came, {wanted} was asked for" if ids and wanted not in ids else None


def _no_data(page: Page) -> str | None:
    name = file_name(page.url).upper()
    if not name.endswith(".HTM") or not is_html(page):
        return None
    return None if any(mark in page.text for mark in _BEGIN) else "the page has no data part"


OWN_LIES = (Lie("another-meeting", _another_meeting), Lie("no-data", _no_data))

ADAPTER = Adapter(name="dynasty-static", links=links, start_urls=start_urls, own_lies=OWN_LIES)
