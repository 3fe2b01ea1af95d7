"""Turku: static pages at ah.turku.fi, and the JSON service behind paatokset.turku.fi.

Static: ``/<organ>/welcome.htm`` (years), ``/<organ>/<year>/welcome.htm`` (meetings),
``/<organ>/<year>/<mmddNNNx>/welcome.htm`` (items; x or p minutes, l agenda, a digit a supplement),
``…/<docid>.htm`` (an item, or a stub for a PDF).

JSON: ``/api/toimielimet`` (bodies in groups, ``lyhenne``), ``/api/toimielin/<lyhenne>`` (``tktviiteId``,
``kokPvm``), ``/api/poytakirja/<id>`` (``pykalat`` with ``tktNimi`` and ``html``): the items stand inside
the minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import quote, urlsplit

from bs4.element import Tag

from corpus.records import Kind
from corpus.registry.sources import Source
from ingest.platforms.adapter import Adapter
from ingest.platforms.labels import (
    about,
    find_date,
    find_kind,
    find_number,
    find_section,
    leading_section,
    organ_name,
)
from ingest.platforms.lies import Lie, html_for_json, is_html, is_json
from ingest.platforms.links import Collector
from ingest.platforms.markup import anchors, attribute, cells, row_of, words
from ingest.platforms.page import (
    About,
    AttachmentLink,
    BodyLink,
    Embedded,
    FileRole,
    ItemLink,
    Links,
    MeetingLink,
    Page,
)
from ingest.platforms.urls import canonical_url, file_name

_YEAR = re.compile(r"/([^/]{1,40})/(\d{4})/welcome\.html?$", re.IGNORECASE)
_BODY = re.compile(r"^/([^/]{1,40})/welcome\.html?$", re.IGNORECASE)
_MEETING = re.compile(r"/\d{4}/(\d{4}\d{3}\w)/welcome\.html?$", re.IGNORECASE)
_ITEM = re.compile(r"/\d{4}/(\d{4}\d{3}\w)/(\d{4,12})\.html?$", re.IGNORECASE)
_APPEAL = re.compile(r"/vo\.html?$", re.IGNORECASE)
_PRESENCE = re.compile(r"/lasnaolo\.html?$", re.IGNORECASE)
_API = re.compile(r"/api/(toimielimet|toimielin|poytakirja)(?:/|$)")
_KINDS = {"x": Kind.MINUTES, "p": Kind.MINUTES}
_CLOSED = re.compile(r"lakkautet", re.IGNORECASE)

canonical = canonical_url


def start_urls(source: Source) -> tuple[str, ...]:
    """The bodies: of the JSON service, or the static page the registry names."""
    if not source.base_url:
        return ()
    base = source.base_url.rstrip("/")
    return (canonical(f"{base}/toimielimet" if base.endswith("/api") else source.base_url),)


def links(page: Page) -> Links:
    """The links of a static page or of an answer of the service."""
    if _API.search(urlsplit(page.url).path) or (is_json(page) and not is_html(page)):
        return _json_links(page)
    return _static_links(page)


def _static_links(page: Page) -> Links:
    item = _ITEM.search(urlsplit(page.url).path)
    found = Collector(about=_item_about(page) if item else _list_about(page))
    of = canonical(page.url)
    for anchor in anchors(page, canonical):
        path = urlsplit(anchor.url).path
        if anchor.url == of or anchor.text.lower().startswith("takaisin"):
            continue
        if item:
            if label := _attachment_label(anchor.tag):
                title = f"{label} {anchor.text}".strip()
                found.add(AttachmentLink(anchor.url, title, of))
        elif match := _MEETING.search(path):
            kind = find_kind(anchor.text) or _KINDS.get(match[1][-1].lower(), Kind.AGENDA)
            number = find_number(anchor.text)
            found.add(
                MeetingLink(anchor.url, found.about.organ, find_date(anchor.text), kind, number, anchor.text)
            )
        elif match := _ITEM.search(path):
            found.add(_item(anchor.url, anchor.text, row_of(anchor.tag), of, match[2]))
        elif _PRESENCE.search(path):
            found.add(ItemLink(anchor.url, None, anchor.text, of))
        elif _APPEAL.search(path):
            found.add(AttachmentLink(anchor.url, anchor.text, of, FileRole.APPEAL))
        elif _YEAR.search(path):
            found.add_more(anchor.url)
        elif _BODY.search(path) and (organ := organ_name(anchor.text)):
            found.add(BodyLink(anchor.url, organ))
    return found.links()


def _item(url: str, said: str, row: Tag | None, meeting: str, key: str) -> ItemLink:
    section, title = leading_section(said)
    if row is not None and not title:
        columns = [words(cell) for cell in cells(row)]
        title = columns[-1] if columns else ""
    return ItemLink(url, section, title, meeting, key)


def _attachment_label(tag: Tag) -> str | None:
    """ "Liite 1:" before a link of an item's list of attachments."""
    for label in islice(tag.previous_siblings, 6):
        if isinstance(label, Tag) and "liomLabel" in attribute(label, "class").split():
            return words(label).rstrip(":")
    return None


def _list_about(page: Page) -> About:
    """ "Kaupunginhallitus 02.05.2017 - Pöytäkirja", or "Esityslistat/pöytäkirjat - Kaupunginhallitus
    2017"."""
    said = words(page.soup.find("h1"))
    if find_date(said):
        return about(said)
    _, _, name = said.rpartition(" - ")
    return About(organ=organ_name(re.sub(r"\s\d{4}$", "", name)))


def _item_about(page: Page) -> About:
    """The head table: town, §, date, and below them body, number, date."""
    table = page.soup.find("table", class_="ytt")
    rows = table.find_all("tr") if isinstance(table, Tag) else []
    if len(rows) < 2:
        return About()
    columns = [words(cell) for cell in cells(rows[1])]
    number = columns[1] if len(columns) > 1 else ""
    section = int(number) if number.isdigit() and len(number) < 5 else find_section(number)
    date = find_date(columns[2]) if len(columns) > 2 else None
    title = words(page.soup.find("p", class_="ots")) or None
    return About(organ_name(columns[0]) if columns else None, date, None, section, None, title)


def _json_links(page: Page) -> Links:
    found = Collector()
    match = _API.search(urlsplit(page.url).path)
    api = page.url[: page.url.index("/api/") + 4] if "/api/" in page.url else page.url
    asked = match[1] if match else ""
    if asked == "toimielimet":
        for entry in _open_bodies(page.json):
            short = str(entry["lyhenne"]).strip()
            name = next((str(entry[key]) for key in entry if "nimi" in key.lower() and entry[key]), short)
            found.add(BodyLink(canonical(f"{api}/toimielin/{quote(short, safe='')}"), name))
    elif asked == "toimielin":
        for entry in _dicts(page.json, "tktviiteId"):
            date = find_date(str(entry.get("kokPvm") or ""))
            url = canonical(f"{api}/poytakirja/{quote(str(entry['tktviiteId']), safe='')}")
            said = " ".join(str(value) for value in entry.values() if isinstance(value, str))
            found.add(MeetingLink(url, None, date, find_kind(said), find_number(said)))
    elif asked == "poytakirja":
        of = canonical(page.url)
        for number, entry in enumerate(_sections(page.json), 1):
            section, title = leading_section(str(entry.get("tktNimi") or ""))
            section = _json_section(entry) if section is None else section
            key = str(entry.get("tktviiteId") or number)
            found.add(ItemLink(f"{of}#{key}", section, title, of, key))
    return found.links()


def _json_section(entry: dict[str, Any]) -> int | None:
    for key, value in entry.items():
        if "pykala" in key.lower() and str(value).strip().isdigit():
            return int(str(value))
    return None


def _open_bodies(value: Any) -> Iterator[dict[str, Any]]:
    """Bodies of all groups but those that were wound up: they decide nothing any more."""
    if isinstance(value, dict) and "lyhenne" not in value:
        for group, members in value.items():
            if not _CLOSED.search(str(group)):
                yield from _dicts(members, "lyhenne")
    else:
        yield from _dicts(value, "lyhenne")


def _dicts(value: Any, key: str, depth: int = 6) -> Iterator[dict[str, Any]]:
    """The objects that have ``key``, wherever they stand."""
    if depth == 0:
        return
    if isinstance(value, dict):
        if value.get(key):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            yield from _dicts(member, key, depth - 1)


def _sections(value: Any) -> list[dict[str, Any]]:
    listed = value.get("pykalat") if isinstance(value, dict) else None
    return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []


def documents(page: Page, known: About) -> tuple[Embedded, ...]:
    """The items inside the service's minutes."""
    if not _API.search(urlsplit(page.url).path) or not is_json(page):
        return ()
    of = canonical(page.url)
    found: list[Embedded] = []
    for number, entry in enumerate(_sections(page.json), 1):
        html = entry.get("html")
        if isinstance(html, str) and html.strip():
            key = str(entry.get("tktviiteId") or number)
            found.append(Embedded(f"{of}#{key}", f"{key}.htm", html.encode()))
    return tuple(found)


def _another_meeting(page: Page) -> str | None:
    path = urlsplit(page.url).path
    asked = _MEETING.search(path)
    if asked is None or not is_html(page):
        return None
    came = {
        match[1].lower()
        for tag in page.soup.find_all("a", href=True)
        if (match := _ITEM.search(urlsplit(attribute(tag, "href")).path))
    }
    if came and asked[1].lower() not in came:
        return f"meeting {min(came)} came, {asked[1]} was asked for"
    return None


def _year_nought(page: Page) -> str | None:
    """A year that does not exist is answered with an empty list headed "0000"."""
    if file_name(page.url).lower().startswith("welcome") and is_html(page):
        return "an empty list of the year 0000" if words(page.soup.find("h1")).endswith(" 0000") else None
    return None


def _no_json(page: Page) -> str | None:
    return html_for_json(page) if _API.search(urlsplit(page.url).path) else None


OWN_LIES = (
    Lie("another-meeting", _another_meeting),
    Lie("year-nought", _year_nought),
    Lie("no-json", _no_json),
)

ADAPTER = Adapter(
    name="turku",
    links=links,
    start_urls=start_urls,
    own_lies=OWN_LIES,
    documents=documents,
)
