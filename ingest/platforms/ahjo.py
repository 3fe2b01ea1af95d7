"""Helsinki's Ahjo: its JSON (meetings, decisions, the open search index) and the site paatokset.hel.fi.

JSON carries the documents inside it: ``documents`` gives them as pages in the layout citizens see. The REST
service (``/ahjorest/v1/``) is the city's inner one; the search index and the site are open. On the site:
``/fi/paattajat/<organ>``, ``…/asiakirjat`` (meetings), ``…/asiakirjat/<meeting>`` (items),
``/fi/asia/<case>?paatos=<id>`` (a decision); Swedish and English likewise.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from corpus.records import Kind
from corpus.registry.sources import Source
from ingest.platforms.adapter import Adapter
from ingest.platforms.cases import CaseFile, CaseItem, CasePerson, Participant, fragment, plain
from ingest.platforms.labels import (
    about,
    cell_section,
    find_date,
    find_kind,
    find_section,
    leading_section,
    organ_name,
)
from ingest.platforms.lies import Lie, html_for_json, is_json
from ingest.platforms.links import Collector
from ingest.platforms.markup import anchors, row_of, words
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
    PageError,
)
from ingest.platforms.urls import canonical_url, parameter

_ORGAN = re.compile(r"^/(?:fi/paattajat|sv/beslutsfattare|en/decisionmakers)/([^/]+)$")
_DOCUMENTS = re.compile(
    r"^/(?:fi/paattajat|sv/beslutsfattare|en/decisionmakers)/([^/]+)/(?:asiakirjat|dokumenter|documents)$"
)
_MEETING = re.compile(
    r"^/(?:fi/paattajat|sv/beslutsfattare|en/decisionmakers)/([^/]+)/(?:asiakirjat|dokumenter|documents)/([^/]+)$"
)
_CASE = re.compile(r"^/(?:fi/asia|sv/arende|en/case)/([^/]+)$")
_FILE = re.compile(r"\.pdf$", re.IGNORECASE)
_REST = re.compile(r"/(meetings|decisions)/(?:single/)?([^/?]+)")
_ONE_PERSON = frozenset({"viranhaltija", "luottamushenkilö"})  # the mayors are elected, and decide alone
_TOWN = "Helsingin kaupunki"


def canonical(url: str) -> str:
    """As everywhere; the language asked of the service is no other page."""
    return canonical_url(url, drop=("apireqlang",))


def start_urls(source: Source) -> tuple[str, ...]:
    """The list of decision-makers."""
    return (canonical(source.base_url.rstrip("/") + "/fi/paattajat"),) if source.base_url else ()


def links(page: Page) -> Links:
    """The links of a page of the site, or of an answer in JSON."""
    return _json_links(page) if is_json(page) else _site_links(page)


def _site_links(page: Page) -> Links:
    of = canonical(page.url)
    path = urlsplit(of).path
    speaks = _DOCUMENTS.match(path) or _MEETING.match(path)
    found = Collector(about=about(words(page.soup.find("h1"))) if speaks else None)
    for anchor in anchors(page, canonical):
        parts = urlsplit(anchor.url)
        if (case := _CASE.match(parts.path)) and anchor.url != of:
            row = row_of(anchor.tag)
            section, title = leading_section(anchor.text)
            if section is None and row is not None:
                section = find_section(words(row))
            key = next((parameter(anchor.url, name) for name in ("paatos", "beslut", "decision")), None)
            found.add(ItemLink(anchor.url, section, title, of, key or case[1]))
        elif _MEETING.match(parts.path):
            said = words(row_of(anchor.tag) or anchor.tag)
            found.add(
                MeetingLink(
                    anchor.url, found.about.organ, find_date(said), find_kind(said), None, anchor.text
                )
            )
        elif _DOCUMENTS.match(parts.path) and anchor.url != of:
            found.add_more(anchor.url)
        elif _ORGAN.match(parts.path) and (organ := organ_name(anchor.text)):
            found.add(BodyLink(anchor.url + "/" + _documents_word(parts.path), organ))
        elif _FILE.search(parts.path):
            role = (
                FileRole.MEETING if _MEETING.match(path) and find_kind(anchor.text) else FileRole.ATTACHMENT
            )
            found.add(AttachmentLink(anchor.url, anchor.text, of, role))
    return found.links()


def _documents_word(path: str) -> str:
    return {"fi": "asiakirjat", "sv": "dokumenter"}.get(path[1:3], "documents")


def _objects(page: Page) -> list[dict[str, Any]]:
    """The meetings or decisions of an answer: one, a list under a name, or a search's hits."""
    value = page.json
    if isinstance(value, dict) and isinstance(value.get("hits"), dict):
        hits = value["hits"].get("hits")
        listed = hits if isinstance(hits, list) else []
        return [
            _flat(hit["_source"])
            for hit in listed
            if isinstance(hit, dict) and isinstance(hit.get("_source"), dict)
        ]
    if isinstance(value, dict):
        for name in ("decisions", "meetings", "cases"):
            if isinstance(value.get(name), list):
                value = value[name]
                break
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, dict)]


def _flat(source: dict[str, Any]) -> dict[str, Any]:
    """The index wraps each value in a list."""
    return {
        key: value[0] if isinstance(value, list) and len(value) == 1 else value
        for key, value in source.items()
    }


def _text(entry: Any, *path: str) -> str:
    for name in path:
        entry = entry.get(name) if isinstance(entry, dict) else None
    return entry.strip() if isinstance(entry, str) else ""


def _list(entry: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = entry.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _json_links(page: Page) -> Links:
    found = Collector()
    for entry in _objects(page):
        if "MeetingID" in entry and "Agenda" in entry:
            _meeting(found, page, entry)
        elif "NativeId" in entry and "Content" in entry:
            _decision(found, page, entry)
        elif "MeetingID" in entry:
            url = canonical(_beside(page.url, "meetings", _text(entry, "MeetingID")))
            said = organ_name(_text(entry, "DecisionMaker"))
            found.add(MeetingLink(url, said, find_date(_text(entry, "DateMeeting")), None, _number(entry)))
        elif "decision_content" in entry:
            key = str(entry.get("id") or entry.get("_id") or entry.get("unique_issue_id") or "")
            section, title = leading_section(_text(entry, "subject"))
            found.add(ItemLink(f"{canonical(page.url)}#{quote(key)}", section, title, None, key or None))
    return found.links()


def _beside(url: str, kind: str, number: str) -> str:
    """The service's address of another object."""
    root = _REST.sub("", urlsplit(url).path).rstrip("/")
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{root}/{kind}/{quote(number, safe='')}"


def _number(entry: dict[str, Any]) -> str | None:
    number, date = entry.get("MeetingSequenceNumber"), find_date(_text(entry, "DateMeeting"))
    return f"{number}/{date.year}" if isinstance(number, int) and date else None


def _meeting_about(entry: dict[str, Any]) -> About:
    """Minutes when an item has a § or the minutes are among the documents; else the agenda, or nothing
    yet."""
    agenda = _list(entry, "Agenda")
    kinds = {find_kind(_text(one, "Type")) for one in _list(entry, "MeetingDocuments")}
    decided = any(find_section(_text(one, "Section")) for one in agenda)
    kind = Kind.MINUTES if decided or Kind.MINUTES in kinds else (Kind.AGENDA if agenda else None)
    organ = organ_name(_text(entry, "DecisionMaker"))
    return About(organ, find_date(_text(entry, "DateMeeting")), kind, None, _number(entry))


def _meeting(found: Collector, page: Page, entry: dict[str, Any]) -> None:
    of = canonical(page.url)
    found.about = _meeting_about(entry)
    for order, one in enumerate(_list(entry, "Agenda"), 1):
        key = _agenda_key(one, order)
        section = find_section(_text(one, "Section"))
        found.add(ItemLink(f"{of}#{quote(key)}", section, _text(one, "AgendaItem"), of, key))
        pdf = one.get("PDF")
        if isinstance(pdf, dict):
            _add_file(found, pdf, f"{of}#{quote(key)}", FileRole.ITEM)
    for file in _list(entry, "MeetingDocuments"):
        _add_file(found, file, of, FileRole.MEETING)


def _agenda_key(one: dict[str, Any], order: int) -> str:
    """An agenda item's own id is that of its PDF; without one its place on the list."""
    return _text(one, "PDF", "NativeId").strip("{}") or str(one.get("AgendaPoint") or order)


def _add_file(found: Collector, file: dict[str, Any], of: str, role: FileRole) -> None:
    try:
        found.add(AttachmentLink(canonical(_text(file, "FileURI")), _text(file, "Title"), of, role))
    except ValueError:  # not published, or without an address
        return


def _decision(found: Collector, page: Page, entry: dict[str, Any]) -> None:
    of = canonical(page.url)
    found.about = _decision_about(entry)
    for file in _list(entry, "Attachments"):
        _add_file(found, file, of, FileRole.ATTACHMENT)
    meeting = _text(entry, "Meeting", "MeetingID")
    if meeting:
        date, organ = found.about.date, found.about.organ
        found.add(
            MeetingLink(canonical(_beside(page.url, "meetings", meeting)), organ, date, found.about.kind)
        )


def _decision_about(entry: dict[str, Any]) -> About:
    officeholder = _text(entry, "Organization", "Type").lower() in _ONE_PERSON
    return About(
        organ=organ_name(_text(entry, "Organization", "Name")),
        date=find_date(_text(entry, "Meeting", "DateMeeting")),
        kind=Kind.OFFICEHOLDER_DECISION if officeholder else Kind.MINUTES,
        section=cell_section(_text(entry, "Section")),
        title=_text(entry, "Title") or None,
    )


def case_item(page: Page) -> CaseItem:
    """The decision of an answer in fields. ``decision`` is its Content, ``proposal`` its Motion, both whole.

    Raises PageError when the page holds no decision.
    """
    entry = next((one for one in _objects(page) if "Content" in one and "NativeId" in one), None)
    if entry is None:
        raise PageError(f"{page.url}: no decision")
    content = _text(entry, "Content")
    soup = BeautifulSoup(content, "lxml")
    heading = soup.find(class_="EsittelijaTiedot")
    presenter = [words(tag) for tag in heading.find_next_siblings("div", limit=2)] if heading else []
    persons = (CasePerson(presenter[1], presenter[0]),) if len(presenter) == 2 and all(presenter) else ()
    return CaseItem(
        title=_text(entry, "Title"),
        section=cell_section(_text(entry, "Section")),
        native_id=_text(entry, "CaseIDLabel") or None,
        proposal=fragment(_text(entry, "Motion")),
        decision=fragment(content),
        presenters=persons,
        attachments=tuple(
            CaseFile(_text(file, "Title"), _text(file, "FileURI")) for file in _list(entry, "Attachments")
        ),
    )


def participants(page: Page) -> tuple[Participant, ...]:
    """A meeting's composition: who belongs to the body or serves it. Not who came: ``present`` is None."""
    found: list[Participant] = []
    for entry in _objects(page):
        for one in _list(entry, "Composition"):
            name, role = " ".join(_text(one, "Name").split()), _text(one, "Role")
            deputy = _text(one, "DeputyOf").replace("null", "").strip()
            member = role.lower() in ("jäsen", "varajäsen", "puheenjohtaja", "varapuheenjohtaja")
            if name:
                found.append(
                    Participant(name, role.lower() or None, member=member, deputy_for=deputy or None)
                )
    return tuple(found)


def documents(page: Page, known: About) -> tuple[Embedded, ...]:
    """The decisions or agenda items inside an answer, each as a page with a head (town, body, date)."""
    return tuple(_documents(page, known)) if is_json(page) else ()


def _documents(page: Page, known: About) -> Iterator[Embedded]:
    of = canonical(page.url)
    for entry in _objects(page):
        if "Agenda" in entry:
            said = _meeting_about(entry)
            for order, one in enumerate(_list(entry, "Agenda"), 1):
                content = _text(one, "HTML")
                if plain(content):
                    key = _agenda_key(one, order)
                    yield Embedded(f"{of}#{quote(key)}", f"{key}.html", _page(said, content, ""))
        elif "Content" in entry and plain(_text(entry, "Content") or _text(entry, "Motion")):
            said = _decision_about(entry)
            said = About(said.organ or known.organ, said.date or known.date, said.kind)
            key = _text(entry, "NativeId").strip("{}") or "decision"
            yield Embedded(
                f"{of}#{quote(key)}",
                f"{key}.html",
                _page(said, _text(entry, "Content"), _text(entry, "Motion")),
            )
        elif "decision_content" in entry:
            key = str(entry.get("id") or entry.get("unique_issue_id") or "decision")
            organ = organ_name(_text(entry, "organization_name"))
            said = About(organ, _index_date(entry.get("meeting_date")), Kind.MINUTES)
            content, motion = _text(entry, "decision_content"), _text(entry, "decision_motion")
            if plain(content):
                yield Embedded(f"{of}#{quote(key)}", f"{key}.html", _page(said, content, motion))


def _index_date(value: Any) -> dt.date | None:
    """A day: milliseconds since 1970 or text."""
    if isinstance(value, int | float) and abs(value) < 1e14:
        return (dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=value, hours=2)).date()
    return find_date(value) if isinstance(value, str) else None


_WRITTEN = {
    Kind.MINUTES: "Pöytäkirja",
    Kind.AGENDA: "Esityslista",
    Kind.OFFICEHOLDER_DECISION: "Viranhaltijapäätös",
}


def _page(said: About, content: str, motion: str) -> bytes:
    """The decision's own HTML under a head, the motion after it in a part of its own."""
    soup = BeautifulSoup(content or motion, "lxml")
    title = words(soup.find("title"))
    number = f" {said.number}" if said.number else ""
    head = [
        ("Organisaatio", _TOWN),
        ("Asiakirja", _WRITTEN.get(said.kind, "") + number if said.kind else ""),
        ("Toimielin", said.organ or ""),
        ("Kokouspaiva", f"{said.date.day}.{said.date.month}.{said.date.year}" if said.date else ""),
    ]
    shown = "".join(f'<div class="{name}">{html.escape(value)}</div>' for name, value in head if value)
    body = _inner(content)
    if content and plain(motion):
        body += f"\n{_inner(motion)}"
    elif not content:
        body = _inner(motion)
    return (
        f'<!DOCTYPE html>\n<html lang="fi"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title></head>"
        f'<body>\n<div class="Kokoustiedot">{shown}</div>\n{body}\n</body></html>\n'
    ).encode()


def _inner(content: str) -> str:
    body = BeautifulSoup(content, "lxml").find("body")
    return body.decode_contents() if isinstance(body, Tag) else ""


def _another_object(page: Page) -> str | None:
    match = _REST.search(urlsplit(page.url).path)
    if match is None or not is_json(page):
        return None
    name = "MeetingID" if match[1] == "meetings" else "NativeId"
    wanted = unquote(match[2]).strip("{}").lower()
    came = [_text(entry, name).strip("{}").lower() for entry in _objects(page)]
    return f"{came[0]} came, {wanted} was asked for" if came and came[0] and wanted not in came else None


def _no_json(page: Page) -> str | None:
    asks = _REST.search(urlsplit(page.url).path) or urlsplit(page.url).path.endswith("/_search")
    return html_for_json(page) if asks and "/fi/" not in page.url else None


OWN_LIES = (Lie("no-json", _no_json), Lie("another-object", _another_object))

ADAPTER = Adapter(
    name="ahjo",
    links=links,
    start_urls=start_urls,
    own_lies=OWN_LIES,
    canonical=canonical,
    documents=documents,
)
