"""CloudNC, the public site of CaseM: ``https://<k>.cloudnc.fi/fi-FI``.

``/fi-FI`` lists the newest meetings, ``/fi-FI/Toimielimet/<Body>`` all of a body's, ``…/Kokous_<dmyyyy>`` a
meeting's items, ``…/<Title>(<contentId>)`` or ``/fi-FI/content/<contentId>/<node>`` is an item,
``/download/noname/{GUID}/<id>`` a file. The date in the address lacks separators: "Kokous_1112021" is the
1st or the 11th, so dates are taken from words; from the address only where it can be but one day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from bs4.element import PageElement, Tag

from corpus.records import Kind
from corpus.registry.sources import Source
from ingest.platforms.adapter import Adapter
from ingest.platforms.feeds import read_feed
from ingest.platforms.labels import (
    about,
    find_date,
    find_kind,
    find_section,
    leading_section,
    organ_name,
)
from ingest.platforms.lies import Lie, is_html
from ingest.platforms.links import Collector
from ingest.platforms.markup import Anchor, anchors, attribute, row_of, words
from ingest.platforms.page import (
    About,
    AttachmentLink,
    BodyLink,
    FileRole,
    ItemLink,
    Links,
    MeetingLink,
    Page,
)
from ingest.platforms.urls import canonical_url, resolve, without_end_slash

_LOCALE = r"^/[a-z]{2}-[A-Z]{2}"
_FRONT = re.compile(rf"{_LOCALE}$")
_BODIES = re.compile(rf"{_LOCALE}/(?:Toimielimet|Organ|Beslutsorgan)$")
_BODY = re.compile(rf"{_LOCALE}/(?:Toimielimet|Organ|Beslutsorgan)/([^/]+)$")
_MEETING = re.compile(
    rf"{_LOCALE}/(?:Toimielimet|Organ|Beslutsorgan)/([^/]+)/(?:Kokous|Sammantrade|Mote)_(\d{{6,8}})[^/]*$"
)
_ITEM = re.compile(
    rf"{_LOCALE}/(?:Toimielimet|Organ|Beslutsorgan)/([^/]+)/((?:Kokous|Sammantrade|Mote)_\d{{6,8}}[^/]*)/[^/]*\((\d+)\)$"
)
_CONTENT = re.compile(rf"{_LOCALE}/content/(\d+)(?:/(\d+))?$")
_OFFICE = re.compile(rf"{_LOCALE}/(?:Viranhaltijat|Tjansteinnehavare)/([^/]+)/[^/]*\((\d+)\)$")
_OFFICEHOLDER = re.compile(rf"{_LOCALE}/(?:Viranhaltijat|Tjansteinnehavare)/([^/]+)$")
_FILE = re.compile(r"^/download/[^/]*/?(?:%7[Bb]|\{)[0-9A-Fa-f-]{8,64}(?:%7[Dd]|\})/\d+$")
_LIST_WORD = re.compile(r"\s*[-–]\s*(?:kokous|sammanträde|möte)\b", re.IGNORECASE)
_SPEAKS = re.compile(r"kokous|sammanträde|möte", re.IGNORECASE)
_BLOCKS = ["p", "div", "table", "ul", "ol", "h1", "h2", "h3"]
_LINES = ["p", "h1", "h2", "h3", "span", "div", "li"]
_MOST_DIGITS = 8


def canonical(url: str) -> str:
    """Without a slash at the end; ASP.NET's session in the path goes as everywhere."""
    return without_end_slash(canonical_url(url))


def start_urls(source: Source) -> tuple[str, ...]:
    """The front page with the newest meetings, the list of bodies, that of officeholders."""
    if not source.base_url:
        return ()
    base = canonical(source.base_url)
    return (base, f"{base}/Toimielimet", f"{base}/Viranhaltijat")


def feed_urls(source: Source) -> tuple[str, ...]:
    """The front page: it shows the newest meetings. RSS is refused by the platform's robots.txt."""
    return (canonical(source.base_url),) if source.base_url else ()


def links(page: Page) -> Links:
    """The links of any page. Bodies stand in the side menu too; everything else only in the content."""
    if "<rss" in page.text[:500]:
        return _feed_links(page)
    path = urlsplit(canonical(page.url)).path
    is_item = bool(_ITEM.match(path) or _CONTENT.match(path) or _OFFICE.match(path))
    found = Collector(about=_about(page, path, is_item))
    of = canonical(page.url)
    chrome = _chrome(page)
    for anchor in anchors(page, canonical):
        inside = not any(part in chrome for part in map(id, anchor.tag.parents))
        where = urlsplit(anchor.url).path
        if not is_item and (_BODY.match(where) or (inside and _OFFICEHOLDER.match(where))):
            if organ := organ_name(anchor.text):
                found.add(BodyLink(anchor.url, organ))
        elif inside and _FILE.match(where):
            found.add(AttachmentLink(anchor.url, anchor.text, of, _role(anchor, is_item, path)))
        elif inside and (meeting := _MEETING.match(where)) and not is_item and anchor.url != of:
            found.add(_meeting(anchor, meeting[2], found.about.organ))
        elif inside and not is_item:
            _item(found, anchor, where, of if _MEETING.match(path) else None)
    return found.links()


def _chrome(page: Page) -> frozenset[int]:
    """The side menu, the box at the right and the foot, by identity."""
    tags = [page.soup.find(id="Content_sidenaviArea"), *page.soup.find_all("footer", limit=5)]
    tags += page.soup.find_all(class_=re.compile(r"(?:^|\s)right-content(?:\s|$)"), limit=5)
    return frozenset(id(tag) for tag in tags if isinstance(tag, Tag))


def _item(found: Collector, anchor: Anchor, where: str, meeting: str | None) -> None:
    if match := _ITEM.match(where):
        key, kind = match[3], None
        meeting = meeting or anchor.url[: anchor.url.rindex("/")]
    elif match := _CONTENT.match(where):
        key, kind = match[1], None
    elif match := _OFFICE.match(where):
        key, kind, meeting = match[2], Kind.OFFICEHOLDER_DECISION, None
    else:
        return
    section, title = leading_section(anchor.text)
    row = row_of(anchor.tag)
    if section is None and row is not None:
        section = leading_section(words(row))[0]
    found.add(ItemLink(anchor.url, section, title, meeting, key, kind))


def _meeting(anchor: Anchor, digits: str, page_organ: str | None) -> MeetingLink:
    """ "Kunnanhallitus - Kokous 19.1.2026 Pöytäkirja", or only "Kokous 19.1.2026" on the body's own page."""
    row = row_of(anchor.tag)
    said = anchor.text if row is None else words(row)
    organ = (
        organ_name(_LIST_WORD.split(anchor.text, maxsplit=1)[0]) if _LIST_WORD.search(anchor.text) else None
    )
    days = days_of(digits)
    date = find_date(anchor.text) or find_date(said) or (days[0] if len(days) == 1 else None)
    return MeetingLink(
        anchor.url, organ or page_organ, date, find_kind(anchor.text) or find_kind(said), None, anchor.text
    )


def days_of(digits: str) -> tuple[dt.date, ...]:
    """The days that "2532019" may be, the year last."""
    if not 6 <= len(digits) <= _MOST_DIGITS or not digits.isdigit():
        return ()
    head, year = digits[:-4], int(digits[-4:])
    found: list[dt.date] = []
    for cut in (1, 2):
        day, month = head[:cut], head[cut:]
        if not month or len(month) > 2 or day.startswith("0") != (len(head) == 4 and day.startswith("0")):
            continue
        if month.startswith("0") and len(head) != 4:  # no leading noughts but where all have two digits
            continue
        try:
            found.append(dt.date(year, int(month), int(day)))
        except ValueError:
            continue
    return tuple(found)


def _role(anchor: Anchor, is_item: bool, path: str) -> FileRole:
    if _MEETING.match(path):
        return FileRole.MEETING if _is_whole(anchor) else FileRole.ATTACHMENT
    lone = anchor.text.strip().lower() in ("lataa", "ladda ner", "download", "")
    return FileRole.ITEM if is_item and lone else FileRole.ATTACHMENT


def _is_whole(anchor: Anchor) -> bool:
    """Whether a meeting page's file is the whole document and no item's attachment."""
    return row_of(anchor.tag) is None or find_kind(anchor.text) is not None or anchor.text.lower() == "lataa"


def _about(page: Page, path: str, is_item: bool) -> About:
    """The content's first lines: "Kunnanhallitus, kokous 6.3.2023", and below "§ 42 Otsikko"."""
    said = About()
    if not is_item and not _MEETING.match(path):
        return About(organ=_organ_of_page(page, path))
    start = page.soup.find(id="ContentStart")
    tags = (
        start.find_all_next(_LINES, limit=60)
        if isinstance(start, Tag)
        else page.soup.find_all(_LINES, limit=60)
    )
    for tag in tags:
        text = words(tag)
        if len(text) > 300 or (isinstance(tag, Tag) and tag.find(_BLOCKS)):
            continue
        if said.date is None and find_date(text) and _SPEAKS.search(text):
            head = about(text)
            said = replace(said, organ=head.organ, date=head.date, kind=said.kind or find_kind(text))
        if said.kind is None and len(text) < 80 and (kind := find_kind(text)):
            said = replace(said, kind=kind)
        section, title = leading_section(text)
        if is_item and said.section is None and section is not None:
            said = replace(said, section=section, title=title)
    alone = _officeholder(tags) if is_item and said.date is None else None
    if alone is not None:
        return replace(alone, section=said.section, title=said.title)
    return said if said.organ else replace(said, organ=_organ_of_page(page, path))


def _officeholder(tags: Sequence[PageElement]) -> About | None:
    """An officeholder's decision names its maker and day under labels of their own."""
    texts = [words(tag) for tag in tags]
    values = {label.rstrip(":").lower(): value for label, value in pairwise(texts) if len(label) < 40}
    maker = values.get("päätöksen tekijä") or values.get("beslutsfattare")
    if maker is None:
        return None
    day = values.get("päätöspäivämäärä") or values.get("beslutsdatum") or ""
    office = maker.rpartition(",")[2].strip()  # "Etunimi Sukunimi, kunnanjohtaja"
    return About(
        organ=organ_name(office[:1].upper() + office[1:]),
        date=find_date(day),
        kind=Kind.OFFICEHOLDER_DECISION,
    )


def _organ_of_page(page: Page, path: str) -> str | None:
    """A body's own page is headed by its name; elsewhere the breadcrumb begins with it."""
    if _BODY.match(path):
        return organ_name(words(page.soup.find("h1"))) or organ_name(
            unquote(path.rpartition("/")[2]).replace("_", " ")
        )
    crumb = page.soup.find(class_=re.compile(r"breadcrumb", re.IGNORECASE))
    if isinstance(crumb, Tag) and (_MEETING.match(path) or _ITEM.match(path) or _CONTENT.match(path)):
        parts = [part.strip() for part in words(crumb).split(">")]
        near = [part for part, following in pairwise(parts) if find_date(following)]
        return organ_name(near[0]) if near else None
    return None


def _feed_links(page: Page) -> Links:
    found = Collector()
    for entry in read_feed(page.text):
        try:
            url = canonical(resolve(page.base, entry.link) or "")
        except ValueError:
            continue
        where = urlsplit(url).path
        if match := _MEETING.match(where):
            said = about(entry.title)
            found.add(
                MeetingLink(
                    url, organ_name(_LIST_WORD.split(entry.title)[0]) or match[1], said.date, said.kind
                )
            )
        elif (item := _ITEM.match(where) or _OFFICE.match(where)) or (item := _CONTENT.match(where)):
            section, title = leading_section(entry.title)
            found.add(
                ItemLink(
                    url, section, title, None, item[1] if _CONTENT.match(where) else item[item.re.groups]
                )
            )
    return found.links()


def _another_meeting(page: Page) -> str | None:
    path = urlsplit(canonical(page.url)).path
    asked = _MEETING.match(path)
    if asked is None or not is_html(page):
        return None
    said, days = _about(page, path, False).date, days_of(asked[2])
    if said and days and said not in days:
        return f"the meeting of {said} came, one of {' or '.join(map(str, days))} was asked for"
    return None


def _front_for_item(page: Page) -> str | None:
    """An item taken off the site is answered with the front page or the list of bodies."""
    path = urlsplit(canonical(page.url)).path
    if not (_ITEM.match(path) or _CONTENT.match(path) or _MEETING.match(path)) or not is_html(page):
        return None
    landed = urlsplit(canonical(page.base)).path
    if landed != path and (_FRONT.match(landed) or _BODIES.match(landed) or landed == "/"):
        return f"{landed} came instead"
    said = _about(page, path, True)
    if said.date is None and said.section is None and find_section(words(page.soup.find("title"))) is None:
        listed = sum(bool(_MEETING.match(urlsplit(anchor.url).path)) for anchor in anchors(page, canonical))
        if listed >= 3:
            return "a list of meetings came instead"
    return None


def _hidden_error(page: Page) -> str | None:
    """The platform's own error page, with menus and status 200."""
    if not is_html(page):
        return None
    where = page.soup.find(id=re.compile(r"(?:error|virhe)", re.IGNORECASE))
    said = (
        words(where)
        if isinstance(where, Tag) and "display:none" not in attribute(where, "style").replace(" ", "")
        else ""
    )
    return f"the page says: {said[:80]}" if said and len(said) < 300 and "ei löy" in said.lower() else None


OWN_LIES = (
    Lie("another-meeting", _another_meeting),
    Lie("front-for-item", _front_for_item),
    Lie("hidden-error", _hidden_error),
)

ADAPTER = Adapter(
    name="cloudnc",
    links=links,
    start_urls=start_urls,
    own_lies=OWN_LIES,
    canonical=canonical,
    feed_urls=feed_urls,
)
