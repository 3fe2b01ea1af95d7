"""Dynasty 7 and 10 (Innofactor): ``…/cgi/DREQUEST.PHP?page=…``, and its RSS.

``page=meeting_frames`` and ``meeting_handlers`` list the bodies, ``meetings&id=`` a body's meetings,
``meeting&id=`` a meeting's items, ``meetingitem&id=<meeting>-<n>`` an item. Files lie under ``…/kokous/``:
``<meeting>.PDF`` the whole, ``<meeting>-<n>.PDF`` an item, ``<meeting>-<n>-<m>.PDF`` an attachment. n
counts the list's rows and is no §. Rows and classes differ from release to release, so links are told by
their addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from bs4.element import Tag

from corpus.records import Kind
from corpus.registry.sources import Source
from ingest.platforms.adapter import Adapter
from ingest.platforms.feeds import Entry, read_feed
from ingest.platforms.labels import about, cell_section, find_date, find_kind, leading_section, organ_name
from ingest.platforms.lies import Lie, is_html
from ingest.platforms.links import Collector
from ingest.platforms.markup import Anchor, anchors, attribute, cells, row_of, words
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
from ingest.platforms.urls import canonical_url, parameter, resolve

_PROGRAM = re.compile(r"/dre?quest\.php$", re.IGNORECASE)
_FILE = re.compile(r"/kokous/(\d{4,20})(?:-(\d{1,4}))?(?:-(\d{1,4}))?\.([a-z0-9]{1,5})$", re.IGNORECASE)
_ITEM_ID = re.compile(r"(\d{4,20})-(\d{1,4})")
_BODIES = ("meeting_frames", "meeting_handlers")
_OFFICES = ("official_frames", "official_handlers", "official_search")
_NAVIGATION = ("edellinen", "seuraava", "föregående", "nästa", "previous", "next")
_FEED_LENGTH = 1000  # the most a server gives in one answer


def canonical(url: str) -> str:
    """``page`` first, then ``id``; the rest as everywhere."""
    return canonical_url(url, first=("page", "id"))


def start_urls(source: Source) -> tuple[str, ...]:
    """The pages of all bodies and of all officeholders."""
    if not source.base_url:
        return ()
    program = _program(source.base_url)
    return tuple(canonical(f"{program}?page={name}") for name in ("meeting_frames", "official_frames"))


def feed_urls(source: Source) -> tuple[str, ...]:
    """The newest meetings' items, officeholders' decisions and meetings: three requests tell what is new."""
    if not source.base_url:
        return ()
    program = _program(source.base_url)
    names = ("meetingitems", "official_decisions", "meetings")
    return tuple(canonical(f"{program}?page=rss/{name}&show={_FEED_LENGTH}") for name in names)


def _program(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]


def links(page: Page) -> Links:
    """The links of any page of the program, or of its RSS."""
    asked = parameter(page.url, "page") or ""
    if asked.startswith("rss/") or "<rss" in page.text[:500]:
        return _feed_links(page)
    found = Collector(about=_about(page))
    for frame in page.soup.find_all(["frame", "iframe"], src=True, limit=20):
        target = resolve(page.base, attribute(frame, "src"))
        if target and _page_of(target) in (*_BODIES, *_OFFICES):
            found.add_more(canonical(target))
    for anchor in anchors(page, canonical):
        _take(found, page, anchor, asked)
    return found.links()


def _take(found: Collector, page: Page, anchor: Anchor, asked: str) -> None:
    file = file_link(anchor, _of(page))
    if file is not None:
        found.add(file)
        return
    kind, number = _page_of(anchor.url), parameter(anchor.url, "id") or ""
    navigates = anchor.text.lower().startswith(_NAVIGATION)
    if kind == "meetings" and number and not navigates:
        if asked in (*_BODIES, "") and (organ := organ_name(anchor.text)):
            found.add(BodyLink(anchor.url, organ))
    elif kind in _BODIES and number and asked in _BODIES and (organ := organ_name(anchor.text)):
        found.add(BodyLink(anchor.url, organ))
    elif kind in _OFFICES and number and asked in _OFFICES and not navigates:
        if organ := organ_name(anchor.text):
            found.add(BodyLink(anchor.url, organ))
    elif kind == "meeting" and number and asked != "meeting" and asked != "meetingitem":
        found.add(_meeting(anchor, found.about))
    elif kind == "meetingitem" and _ITEM_ID.fullmatch(number) and asked != "meetingitem" and not navigates:
        found.add(_item(anchor, number))
    elif kind == "official_decision" and number and asked != "official_decision":
        section, title = leading_section(anchor.text)
        found.add(ItemLink(anchor.url, section, title, None, number, Kind.OFFICEHOLDER_DECISION))


def _page_of(url: str) -> str:
    return (parameter(url, "page") or "") if _PROGRAM.search(urlsplit(url).path) else ""


def _meeting(anchor: Anchor, page_about: About) -> MeetingLink:
    row = row_of(anchor.tag)
    said = words(row) if row else anchor.text
    organ = None
    if row is not None:
        for other in row.find_all("a", href=True):
            if parameter(attribute(other, "href"), "page") == "meetings":
                organ = organ_name(words(other))
    kind = find_kind(anchor.text) or _kind_by_look(row or anchor.tag) or find_kind(said)
    return MeetingLink(
        anchor.url,
        organ or page_about.organ,
        find_date(anchor.text) or find_date(said),
        kind,
        label=anchor.text,
    )


def _kind_by_look(tag: Tag) -> Kind | None:
    for element in (tag, *tag.find_all(True, limit=60)):
        look = f"{attribute(element, 'class')} {attribute(element, 'src')}".lower()
        if "protocol" in look:
            return Kind.MINUTES
        if "agenda" in look or "icon_list" in look:
            return Kind.AGENDA
    return None


def _item(anchor: Anchor, number: str) -> ItemLink:
    section, title = leading_section(anchor.text)
    row = row_of(anchor.tag)
    if section is None and row is not None:
        section = next(
            (found for cell in cells(row) if (found := cell_section(words(cell))) is not None), None
        )
    meeting = canonical(f"{_program(anchor.url)}?page=meeting&id={number.partition('-')[0]}")
    return ItemLink(anchor.url, section, title, meeting, number)


def file_link(anchor: Anchor, of: str) -> AttachmentLink | None:
    """A link to a file under ``kokous/``, told by its name."""
    match = _FILE.search(urlsplit(anchor.url).path)
    if match is None or match[4].lower() in ("htm", "html", "php"):
        return None
    role = FileRole.MEETING
    if match[3]:
        role = FileRole.APPEAL if match[2] == "0" else FileRole.ATTACHMENT
    elif match[2]:
        role = FileRole.ITEM
    return AttachmentLink(anchor.url, anchor.text, of, role)


def _of(page: Page) -> str:
    try:
        return canonical(page.url)
    except ValueError:
        return page.url


def _about(page: Page) -> About:
    """The head stands in h1 (10.4), in label.h3 (7) or in the page's title block."""
    best = About()
    for tag in page.soup.find_all(["h1", "label"], limit=20):
        if tag.name == "label" and "h3" not in attribute(tag, "class").split():
            continue
        said = about(words(tag))
        if said.date or (said.organ and not best.organ):
            best = said
        if said.date:
            break
    if best.date and not best.organ:
        link = next((a for a in page.soup.find_all("a", href=True) if _is_meeting_link(a)), None)
        best = replace(best, organ=organ_name(words(link)) if link else None)
    return best


def _is_meeting_link(tag: Tag) -> bool:
    href = attribute(tag, "href")
    return (
        parameter(href, "page") in ("meeting", "meetings")
        and find_date(words(tag)) is None
        and bool(words(tag))
    )


def _feed_links(page: Page) -> Links:
    found = Collector()
    for entry in read_feed(page.text):
        try:
            url = canonical(resolve(page.base, entry.link) or "")
        except ValueError:
            continue
        kind, number = _page_of(url), parameter(url, "id") or ""
        head, _, title = entry.title.partition(" / ")
        said = about(head)
        if kind == "meetingitem" and _ITEM_ID.fullmatch(number):
            meeting = canonical(f"{_program(url)}?page=meeting&id={number.partition('-')[0]}")
            found.add(MeetingLink(meeting, said.organ, said.date, said.kind, label=head))
            section, rest = leading_section(title)
            found.add(ItemLink(url, section, rest or entry.title, meeting, number))
        elif kind == "meeting" and number:
            found.add(_feed_meeting(url, entry))
        elif kind == "official_decision" and number:
            found.add(ItemLink(url, None, title or entry.title, None, number, Kind.OFFICEHOLDER_DECISION))
    return found.links()


def _feed_meeting(url: str, entry: Entry) -> MeetingLink:
    said = about(entry.title)
    return MeetingLink(url, said.organ, said.date, said.kind, said.number, entry.title)


def _ids(page: Page) -> Iterator[tuple[str, str | None]]:
    """The ids on the page: (meeting, item's number or None)."""
    for anchor in anchors(page, canonical):
        file = _FILE.search(urlsplit(anchor.url).path)
        if file:
            yield file[1], file[2]
        elif _page_of(anchor.url) == "meetingitem":
            item = _ITEM_ID.fullmatch(parameter(anchor.url, "id") or "")
            if item:
                yield item[1], item[2]


def _another_meeting(page: Page) -> str | None:
    """The server keeps a session and may answer with the page asked for before."""
    asked, number = parameter(page.url, "page"), parameter(page.url, "id") or ""
    if asked not in ("meeting", "meetingitem") or not number or not is_html(page):
        return None
    wanted = number.partition("-")[0]
    ids = {meeting for meeting, _ in _ids(page)}
    if ids and wanted not in ids:
        return f"meeting {min(ids)} came, {wanted} was asked for"
    return None


def _another_item(page: Page) -> str | None:
    number = parameter(page.url, "id") or ""
    item = _ITEM_ID.fullmatch(number)
    if parameter(page.url, "page") != "meetingitem" or item is None or not is_html(page):
        return None
    own = {
        (match[1], match[2])
        for anchor in anchors(page, canonical)
        if (match := _FILE.search(urlsplit(anchor.url).path)) and match[2] and not match[3]
    }
    if own and (item[1], item[2]) not in own:
        return f"item {'-'.join(min(own))} came, {number} was asked for"
    return None


def _list_for_meeting(page: Page) -> str | None:
    """A new session begins at the list of bodies, whatever was asked for."""
    if parameter(page.url, "page") not in ("meeting", "meetingitem") or not is_html(page):
        return None
    bodies = sum(_page_of(anchor.url) == "meetings" for anchor in anchors(page, canonical))
    if bodies >= 3 and not any(True for _ in _ids(page)):
        return "the list of bodies came instead of the meeting"
    return None


def _no_rss(page: Page) -> str | None:
    if (parameter(page.url, "page") or "").startswith("rss/") and "<rss" not in page.text[:2000]:
        return "no RSS came"
    return None


OWN_LIES = (
    Lie("another-meeting", _another_meeting),
    Lie("another-item", _another_item),
    Lie("list-for-meeting", _list_for_meeting),
    Lie("no-rss", _no_rss),
)

ADAPTER = Adapter(
    name="dynasty10",
    links=links,
    start_urls=start_urls,
    own_lies=OWN_LIES,
    canonical=canonical,
    feed_urls=feed_urls,
)
