"""TWeb, once KTweb (Triplan): search form, meeting lists and item lists in HTML, items as PDFs.

Under ``/ktwebscr/`` (newer) or ``/ktwebbin/dbisa.dll/ktwebscr/`` (older): ``pk_tek_tweb.htm`` is the form
of the minutes, ``epj_…`` that of the agendas; posting it to ``…_kokl_tweb.htm`` lists a body's meetings,
``…_asil_tweb.htm?bid=`` a meeting's items (older ``?+bid=``), ``epjattn_tweb.htm?<docid>`` an item's
attachments.

Every installation measured says ``Disallow: /`` to crawlers: sources need permission.
"""

from __future__ import annotations

import re

from bs4.element import Tag

from corpus.records import Kind
from corpus.registry.sources import Source
from ingest.platforms.adapter import Adapter
from ingest.platforms.feeds import read_feed
from ingest.platforms.labels import (
    about,
    cell_section,
    find_date,
    find_kind,
    find_number,
    leading_section,
    organ_name,
)
from ingest.platforms.lies import Lie, is_html
from ingest.platforms.links import Collector
from ingest.platforms.markup import Anchor, anchors, attribute, base_of, cells, row_of, words
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
from ingest.platforms.urls import canonical_url, file_name, parameter, resolve

_LIST = re.compile(r"(pk|epj)_kokl\w{0,10}\.htm", re.IGNORECASE)
_MEETING = re.compile(r"(pk|epj)_asil\w{0,10}\.htm", re.IGNORECASE)
_FORM = re.compile(r"(pk|epj)_tek\w{0,10}\.htm", re.IGNORECASE)
_ATTACHMENTS = re.compile(r"\w{0,4}epjattn\w{0,10}\.htm", re.IGNORECASE)
_FILE = re.compile(r"(?:fileshow|ktproxy2?\.dll)", re.IGNORECASE)
_APPEAL = re.compile(r"muutoksenhaku|oikaisuvaatimus|valitusosoitus|ändringssökande|besvär", re.IGNORECASE)


def canonical(url: str) -> str:
    """``doctype``, ``docid``, ``bid`` first; a leading plus of a name is no part of it."""
    return canonical_url(url, first=("bid", "doctype", "docid"))


def start_urls(source: Source) -> tuple[str, ...]:
    """The form of the minutes (its bodies), as the registry has it."""
    if not source.base_url:
        return ()
    base = source.base_url
    if not base.lower().endswith(".htm"):
        base = base.rstrip("/") + ("" if "/ktweb" in base else "/ktwebscr") + "/pk_tek_tweb.htm"
    return (canonical(base),)


def feed_urls(source: Source) -> tuple[str, ...]:
    """The RSS of the newest meetings of all bodies: meetings only, about fifty."""
    return tuple(
        canonical(url.rpartition("/")[0] + "/pk_rssfeed.htm?toimielin=") for url in start_urls(source)
    )


def links(page: Page) -> Links:
    """The links of a form, a list, a meeting, a list of attachments, or the RSS."""
    name = file_name(page.url)
    if "rssfeed" in name.lower() or "<rss" in page.text[:500]:
        return _feed_links(page)
    if _MEETING.fullmatch(name):
        return _meeting_links(page)
    if _ATTACHMENTS.fullmatch(name):
        return _attachment_links(page)
    found = Collector()
    _bodies(page, found)
    _meetings(page, found)
    return found.links()


def _bodies(page: Page, found: Collector) -> None:
    """The form that asks for meetings; a second form searches for items by word."""
    form = page.soup.find("form", action=_LIST)
    choice = page.soup.find("select", attrs={"name": "kirjaamo"})
    if not isinstance(choice, Tag):
        return
    action = (
        attribute(form, "action") if isinstance(form, Tag) else file_name(page.url).replace("_tek", "_kokl")
    )
    target = resolve(base_of(page), action)
    if target is None:
        return
    for option in choice.find_all("option", limit=2000):
        value, organ = attribute(option, "value").strip(), organ_name(words(option))
        if value and organ:
            found.add(BodyLink(canonical(target), organ, (("kirjaamo", value), ("oper", "where"))))


def _meetings(page: Page, found: Collector) -> None:
    for anchor in anchors(page, canonical):
        match = _MEETING.fullmatch(file_name(anchor.url))
        if match is None or not parameter(anchor.url, "bid"):
            continue
        row = row_of(anchor.tag)
        said = words(row) if row else anchor.text
        organ, number = _organ_and_number(said, anchor.text)
        found.add(
            MeetingLink(
                anchor.url,
                organ,
                find_date(anchor.text) or find_date(said),
                _kind(match[1]),
                number,
                anchor.text,
            )
        )


def _organ_and_number(said: str, link: str) -> tuple[str | None, str | None]:
    """ "Kaupunginhallitus: 5/2017" beside the date; the number may be a name instead."""
    rest = said.replace(link, "", 1).strip()
    organ, _, number = rest.partition(":")
    return organ_name(organ), find_number(number)


def _kind(prefix: str) -> Kind:
    return Kind.MINUTES if prefix.lower() == "pk" else Kind.AGENDA


def _head(page: Page) -> About:
    """ "Kaupunginhallitus: 5/2017 | 27.3.2017 15:00 | Pöytäkirja" in the list's header cell."""
    for cell in page.soup.find_all("td", class_=re.compile(r"^header$", re.IGNORECASE), limit=5):
        said = words(cell)
        if (date := find_date(said)) and ":" in said:
            organ, _, rest = said.partition(":")
            return About(organ_name(organ), date, find_kind(rest), None, find_number(rest))
    return About()


def _meeting_links(page: Page) -> Links:
    found = Collector(about=_head(page))
    of = canonical(page.url)
    for anchor in anchors(page, canonical):
        name = file_name(anchor.url)
        if _FILE.fullmatch(name) and parameter(anchor.url, "docid"):
            _document(found, anchor, of)
        elif _ATTACHMENTS.fullmatch(name):
            owner = _owner(row_of(anchor.tag), page)
            found.add(AttachmentLink(anchor.url, anchor.text, owner or of, FileRole.LIST))
        elif (match := _MEETING.fullmatch(name)) and anchor.url != of:
            head = found.about
            found.add(
                MeetingLink(anchor.url, head.organ, head.date, _kind(match[1]), head.number, anchor.text)
            )
    return found.links()


def _document(found: Collector, anchor: Anchor, of: str) -> None:
    row = row_of(anchor.tag)
    columns = cells(row) if row else []
    if len(columns) < 2:  # "Kokousmateriaali": the whole minutes or agenda in one file
        found.add(AttachmentLink(anchor.url, anchor.text, of, FileRole.MEETING))
        return
    section = cell_section(words(columns[0]))
    leading, title = leading_section(anchor.text)
    section = leading if section is None else section
    if section is None and _APPEAL.search(title):
        found.add(AttachmentLink(anchor.url, title, of, FileRole.APPEAL))
    else:
        found.add(ItemLink(anchor.url, section, title, of, parameter(anchor.url, "docid")))


def _owner(row: Tag | None, page: Page) -> str | None:
    """The item in the row of a link to attachments."""
    if row is None:
        return None
    for anchor in anchors(page, canonical, row):
        if _FILE.fullmatch(file_name(anchor.url)):
            return anchor.url
    return None


def _attachment_links(page: Page) -> Links:
    found = Collector()
    of = canonical(page.url)
    for anchor in anchors(page, canonical):
        if _FILE.fullmatch(file_name(anchor.url)) and parameter(anchor.url, "docid"):
            found.add(AttachmentLink(anchor.url, anchor.text, of))
    return found.links()


def _feed_links(page: Page) -> Links:
    found = Collector()
    for entry in read_feed(page.text):
        try:
            url = canonical(resolve(page.base, entry.link) or "")
        except ValueError:
            continue
        match = _MEETING.fullmatch(file_name(url))
        if match:
            organ, _, rest = entry.title.partition(":")
            said = about(rest)
            found.add(
                MeetingLink(
                    url, organ_name(organ), said.date, _kind(match[1]), find_number(rest), entry.title
                )
            )
    return found.links()


def _form_again(page: Page) -> str | None:
    """An unknown or stale address brings the search form back."""
    if not is_html(page) or _FORM.fullmatch(file_name(page.url)):
        return None
    asked_list = _LIST.fullmatch(file_name(page.url)) or _MEETING.fullmatch(file_name(page.url))
    if (
        asked_list
        and page.soup.find("select", attrs={"name": "kirjaamo"})
        and not page.soup.find("table", class_="list")
    ):
        return "the search form came instead of the list"
    return None


def _no_meeting(page: Page) -> str | None:
    """An unknown meeting is answered with an empty table."""
    if not _MEETING.fullmatch(file_name(page.url)) or not is_html(page):
        return None
    return None if _head(page).date else "the page names no meeting"


def _page_for_file(page: Page) -> str | None:
    if _FILE.fullmatch(file_name(page.url)) and is_html(page) and not _is_document(page):
        return "a web page came instead of the document"
    return None


def _is_document(page: Page) -> bool:
    """Some installations show the document itself as HTML: it is long, and no form or list."""
    return len(words(page.soup.find("body"))) > 400 and page.soup.find(["form", "select"]) is None


OWN_LIES = (
    Lie("form-again", _form_again),
    Lie("no-meeting", _no_meeting),
    Lie("page-for-file", _page_for_file),
)

ADAPTER = Adapter(
    name="tweb",
    links=links,
    start_urls=start_urls,
    own_lies=OWN_LIES,
    canonical=canonical,
    feed_urls=feed_urls,
)
