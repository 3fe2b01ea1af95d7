"""CaseM's OData service, ``http://<k>.cloudnc.fi/api/opennc/v1/`` (seen 2016–2017; whether it still answers
is unknown).

``Nodes`` → the node "Toimielimet" → ``SubNodes()`` (bodies) → "Kokoukset" → ``SubNodes()`` (meetings,
"Kokous 7.9.2015") → ``Contents()?$filter=Classifications/any(f:f/NodeId eq <meeting>)`` (items) →
``Contents(<id>)/ExtendedProperties`` (the item in fields). The content without a subject is the meeting's
cover.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from corpus.registry.sources import Source
from ingest.platforms.adapter import Adapter
from ingest.platforms.cases import (
    CaseFile,
    CaseItem,
    CasePerson,
    EarlierHandling,
    Participant,
    case_html,
    fragment,
)
from ingest.platforms.labels import find_date, organ_name
from ingest.platforms.lies import Lie, html_for_json
from ingest.platforms.links import Collector
from ingest.platforms.markup import attribute, words
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
from ingest.platforms.urls import canonical_url

_API = "/api/opennc/v1/"
_FINNISH = 1
_BODIES = frozenset({"toimielimet", "beslutsorgan", "organ"})
_MEETINGS = frozenset({"kokoukset", "möten", "sammanträden", "meetings"})
_ROW, _CELL = ";#!#", ";#"
_DOWNLOAD = re.compile(r"download\.aspx\?ID=(\d{1,12})&(?:amp;)?GUID=(\{[0-9a-f-]{8,64}\})", re.IGNORECASE)
_EPOCH = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/")
_CLOCK = re.compile(r"(?:^|[T\s])(\d{1,2})[:.](\d{2})(?!\d)")
_CONTENT = re.compile(r"Contents\((\d{1,12})\)")
_MEMBER = {"member": True, "jäsen": True, "ledamot": True, "other": False, "muu": False, "övrig": False}
_ROLES = {
    "chairman": "puheenjohtaja",
    "vicechairman": "varapuheenjohtaja",
    "secretary": "pöytäkirjanpitäjä",
    "presenter": "esittelijä",
    "member": "jäsen",
    "deputy": "varajäsen",
    "expert": "asiantuntija",
}
# Further texts of an item, with the heading the public page gives them.
_HANDLING = (
    ("Eventhandling", "Käsittely"),
    ("Disqualification", "Esteellisyys"),
    ("Opinions", "Lausunnot"),
    ("Votings", "Äänestykset"),
    ("DissentingOpinion", "Eriävä mielipide"),
)


def canonical(url: str) -> str:
    """As everywhere; the service is asked for JSON in ``$format``."""
    return canonical_url(url)


def start_urls(source: Source) -> tuple[str, ...]:
    """The root nodes."""
    return (
        (canonical(urljoin(source.base_url.rstrip("/") + "/", "Nodes?$format=json")),)
        if source.base_url
        else ()
    )


def links(page: Page) -> Links:
    """The links of any of the service's answers, told by the fields its entries have."""
    found = Collector()
    entries = _entries(page)
    for entry in entries:
        if "NodeId" in entry:
            _node(found, page, entry)
        elif "ContentId" in entry:
            _content(found, page, entry)
    if entries and "Text" in entries[0] and "Name" in entries[0]:
        _files(found, page, entries)
    following = page.json.get("odata.nextLink") if isinstance(page.json, dict) else None
    if isinstance(following, str):
        found.add_more(canonical(urljoin(_root(page.url), following)))
    return found.links()


def _entries(page: Page) -> list[dict[str, Any]]:
    value = page.json.get("value") if isinstance(page.json, dict) else None
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _root(url: str) -> str:
    """Where the service begins; relative addresses in its answers start there."""
    return url[: url.index(_API) + len(_API)] if _API in url else url


def _names(entry: dict[str, Any]) -> list[str]:
    """The node's names, the Finnish one first."""
    names = entry.get("Names")
    listed = [one for one in names if isinstance(one, dict)] if isinstance(names, list) else []
    listed.sort(key=lambda one: one.get("LanguageId") != _FINNISH)
    return [str(one["Name"]) for one in listed if one.get("Name")]


def _below(page: Page, node: int) -> str:
    """The address of a node's children: the way there is written into it."""
    here = page.url.partition("?")[0]
    if here.endswith("SubNodes()"):
        return canonical(f"{here[:-2]}({node})/SubNodes()?$format=json")
    root = here[: here.index(_API) + len(_API)] if _API in here else here.rpartition("/")[0] + "/"
    return canonical(f"{root}Nodes({node})/SubNodes()?$format=json")


def _node(found: Collector, page: Page, entry: dict[str, Any]) -> None:
    names, node = _names(entry), entry["NodeId"]
    if not names or not isinstance(node, int):
        return
    name = names[0].strip()
    folded = {one.strip().lower() for one in names}
    at_root = "SubNodes" not in page.url
    date = find_date(name)
    if date:
        root = _root(page.url)
        query = f"Contents()?$filter=Classifications/any(f:f/NodeId eq {node})&$format=json"
        found.add(MeetingLink(canonical(urljoin(root, query)), None, date, None, label=name))
    elif folded & (_BODIES if at_root else _MEETINGS):
        found.add_more(_below(page, node))
    elif not at_root and (organ := organ_name(name)):
        found.add(BodyLink(_below(page, node), organ))


def _content(found: Collector, page: Page, entry: dict[str, Any]) -> None:
    number = entry["ContentId"]
    root = _root(page.url)
    url = canonical(urljoin(root, f"Contents({number})/ExtendedProperties?$format=json"))
    places = entry.get("Classifications")
    named = (
        [str(one.get("NodeName")) for one in places if isinstance(one, dict)]
        if isinstance(places, list)
        else []
    )
    if found.about.date is None:
        found.about = About(date=next((date for name in named if (date := find_date(name))), None))
    found.add(ItemLink(url, None, str(entry.get("Subject") or "").strip(), canonical(page.url), str(number)))


def _files(found: Collector, page: Page, entries: list[dict[str, Any]]) -> None:
    case = _case(_properties(entries), page.url)
    kind_of = {
        file.url: FileRole.MEETING for file in _linked(_properties(entries), page.url, ("AgendaAttachment",))
    }
    found.about = About(section=case.section, title=case.title or None)
    for file in case.attachments:
        role = kind_of.get(file.url, FileRole.ATTACHMENT)
        found.add(AttachmentLink(file.url, file.title, canonical(page.url), role))


def _properties(entries: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Texts by name: a name comes once for each value (Attachments)."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        text = entry.get("Text")
        if isinstance(text, str):
            found.setdefault(str(entry.get("Name")), []).append(text)
    return found


def case_item(page: Page) -> CaseItem:
    """The item of an ExtendedProperties answer. Raises PageError when the page is none."""
    entries = _entries(page)
    if not entries or "Text" not in entries[0]:
        raise PageError(f"{page.url}: no item's properties")
    return _case(_properties(entries), page.url)


def _case(values: dict[str, list[str]], url: str) -> CaseItem:
    def first(name: str) -> str:
        return next((text for text in values.get(name, []) if text.strip()), "")

    article = first("Article").strip()
    section = int(article) if article.isdigit() and len(article) < 5 and int(article) else None
    handling = ((heading, fragment(_no_empty_list(first(name)))) for name, heading in _HANDLING)
    return CaseItem(
        title=" ".join(first("Name").split()),
        section=section,
        native_id=first("CaseNativeId").strip() or None,
        description=fragment(first("Description")),
        proposal=fragment(first("Decisionproposal")),
        decision=fragment(first("Decision")),
        presenters=_persons(values.get("Presenters", [])),
        preparers=_persons(values.get("Draftsmans", [])),
        participants=_participants(values.get("Participant_councilman", [])),
        handling=tuple((heading, text) for heading, text in handling if text),
        inform=fragment(first("Inform")),
        appeal=fragment(first("Correctioninstructions")),
        attachments=tuple(_linked(values, url, ("Attachments", "AgendaAttachment"))),
        history=tuple(_history(first("HistoryTopics"))),
        additional=first("IsAdditionalTopic").strip().lower() == "true",
    )


def _no_empty_list(text: str) -> str:
    return "" if text.strip() in ("[]", "{}", "null") else text


def _rows(texts: list[str]) -> Iterator[list[str]]:
    """Rows end in ";#!#", cells in ";#"; the last row may end in a lone ";#"."""
    for text in texts:
        for row in text.split(_ROW):
            columns = [" ".join(cell.split()) for cell in row.split(_CELL)]
            if columns[0]:
                yield columns


def _persons(texts: list[str]) -> tuple[CasePerson, ...]:
    """Rows of name, title, (phone), e-mail."""
    found: dict[CasePerson, None] = {}
    for columns in _rows(texts):
        email = next((cell.lower() for cell in columns[2:] if "@" in cell), None)
        title = columns[1] if len(columns) > 1 and "@" not in columns[1] else ""
        found.setdefault(CasePerson(columns[0], title or None, email))
    return tuple(found)


def _participants(texts: list[str]) -> tuple[Participant, ...]:
    """Rows of name, role, arrived, left, member or other (Tampere), or of name and role alone (Mikkeli).

    Where there are times, somebody without them was absent.
    """
    found: list[Participant] = []
    for columns in _rows(texts):
        columns = columns[:-1] if len(columns) > 2 and not columns[-1] else columns
        role = _role(columns[1] if len(columns) > 1 else "")
        if len(columns) < 4:
            member = _MEMBER.get(columns[2].lower()) if len(columns) == 3 else None
            found.append(Participant(columns[0], role, member=member))
            continue
        arrived, left = _clock(columns[2]), _clock(columns[3])
        member = _MEMBER.get(columns[4].lower()) if len(columns) > 4 else None
        present = bool(columns[2] or columns[3])
        found.append(Participant(columns[0], role, arrived, left, present, member))
    return tuple(found)


def _role(written: str) -> str | None:
    """The role in Finnish: "1. vicechairman" is "1. varapuheenjohtaja"; others as written."""
    if not written:
        return None
    number, _, word = written.rpartition(" ")
    known = _ROLES.get((word or written).lower())
    return f"{number} {known}".strip() if known else written


def _clock(moment: str) -> str | None:
    match = _CLOCK.search(moment)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return f"{int(match[1]):02}:{match[2]}"


def _linked(values: dict[str, list[str]], url: str, names: tuple[str, ...]) -> Iterator[CaseFile]:
    seen: set[str] = set()
    for name, texts in values.items():
        if not name.startswith(names):
            continue
        for text in texts:
            for tag in BeautifulSoup(text, "lxml").find_all("a", href=True):
                target = _file_url(attribute(tag, "href"), url) if isinstance(tag, Tag) else None
                if target and target not in seen:
                    seen.add(target)
                    yield CaseFile(words(tag), target)


def _file_url(href: str, page_url: str) -> str | None:
    """``download.aspx`` of the service is ``/download/noname/{GUID}/<id>`` of the public site."""
    site = "{0.scheme}://{0.netloc}/".format(urlsplit(page_url))
    match = _DOWNLOAD.search(href)
    target = f"{site}download/noname/{match[2]}/{match[1]}" if match else urljoin(site, href)
    try:
        return canonical_url(target)
    except ValueError:
        return None


def _history(text: str) -> Iterator[EarlierHandling]:
    try:
        topics = json.loads(text) if text.strip() else []
    except (ValueError, RecursionError):
        return
    for topic in topics if isinstance(topics, list) else []:
        if not isinstance(topic, dict):
            continue
        article = str(topic.get("Article") or "")
        yield EarlierHandling(
            organ=organ_name(str(topic.get("Party") or "")),
            date=_epoch_day(str(topic.get("MeetingDate") or "")),
            section=int(article) if article.isdigit() and len(article) < 5 and int(article) else None,
            description=fragment(_string(topic, "Description")),
            proposal=fragment(_string(topic, "DescisionProposal")),  # the service spells it so
            decision=fragment(_string(topic, "Descision")),
        )


def _string(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _epoch_day(text: str) -> dt.date | None:
    """ "/Date(1495465218000)/", milliseconds since 1970, as a day in Finland (two hours off is near
    enough)."""
    match = _EPOCH.search(text)
    if match is None:
        return find_date(text)
    try:
        return (
            dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=int(match[1]), hours=2)
        ).date()
    except OverflowError:
        return None


def documents(page: Page, known: About) -> tuple[Embedded, ...]:
    """The item as a page; the service says neither body nor date, they come from the links that led here."""
    entries = _entries(page)
    if not entries or "Text" not in entries[0]:
        return ()
    match = _CONTENT.search(page.url)
    name = match[1] if match else "item"
    html = case_html(case_item(page), known.organ, known.date)
    return (Embedded(f"{canonical(page.url)}#{name}", f"{name}.html", html),)


def _service_error(page: Page) -> str | None:
    """OData tells its errors inside an answer with status 200."""
    if html_for_json(page):
        return None
    error = page.json.get("odata.error") or page.json.get("error") if isinstance(page.json, dict) else None
    if not error:
        return None
    message = error.get("message") if isinstance(error, dict) else error
    return f"the service says: {str(message.get('value') if isinstance(message, dict) else message)[:100]}"


OWN_LIES = (Lie("no-json", html_for_json), Lie("service-error", _service_error))

ADAPTER = Adapter(
    name="casem-api",
    links=links,
    start_urls=start_urls,
    own_lies=OWN_LIES,
    canonical=canonical,
    documents=documents,
)
