"""What an answer is: its page, what the page asks of crawlers, what it links to, what documents it holds.

Pure but for reading documents, which for PDFs goes on in a process of its own. Nothing here is stored.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from corpus.encodings import EncodingError
from corpus.records import Reading
from ingest.crawl.entries import Entry, Role
from ingest.crawl.leads import metas
from ingest.crawl.recrawl import fingerprint
from ingest.crawl.robots import Directives, directives
from ingest.crawl.wire import Answer
from ingest.document import ReadError
from ingest.files import read_or_say
from ingest.isolation import isolated
from ingest.platforms import About, Adapter, FileRole, Links, Page, PageError
from ingest.platforms.lies import is_html
from ingest.platforms.urls import file_name
from ingest.version import READER_VERSION

PARSER = f"1+{READER_VERSION}"
"""The version of what is made of a page: another one has pages asked for anew, without conditions."""


def parser_of(*, attachments: bool) -> str:
    """The parser's version, with a mark where attachments are taken up too."""
    return f"{PARSER}+files" if attachments else PARSER


PAGES_ARE_DOCUMENTS = frozenset({"network-pages"})
"""Platforms whose lists are documents themselves."""

_LONGEST_NAME = 120


class NoPage(Exception):
    """The answer is not what was asked for, whatever its status says. One line."""


@dataclass(frozen=True)
class Part:
    """A document of a page: its address, a name, its bytes; ``whole`` when the page itself is the
    document.
    """

    uri: str
    name: str
    data: bytes
    whole: bool


@dataclass(frozen=True)
class Opened:
    """An answer that could be looked at."""

    page: Page
    asks: Directives
    links: Links
    parts: tuple[Part, ...]
    sha256: str


@dataclass(frozen=True)
class Read:
    """A document and what was read from it, or the reason why nothing could be."""

    part: Part
    reading: Reading | None
    problem: str | None = None


def open_answer(answer: Answer, entry: Entry, adapter: Adapter, landed: str | None, max_bytes: int) -> Opened:
    """The page of an answer with status 200. Raises NoPage."""
    try:
        body = answer.decoded(max_bytes)
    except EncodingError as error:
        raise NoPage(str(error)) from None
    page = Page(
        url=entry.url,
        status=200,
        headers={name: answer.header(name.lower()) for name, _ in answer.headers},
        body=body,
        fetched=answer.at,
        landed=landed,
    )
    asks = directives(
        [value for name, value in answer.headers if name.lower() == "x-robots-tag"],
        metas(page) if is_html(page) else (),
    )
    try:
        if lie := adapter.lies(page):
            raise NoPage(lie)
        links = adapter.links(page) if _may_link(page) else Links()
        parts = _parts(page, entry, adapter, links)
    except PageError as error:
        raise NoPage(" ".join(str(error).split())) from None
    except (NoPage, MemoryError):
        raise
    except Exception as error:  # an adapter's own defect costs a page, not the run
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        raise NoPage(f"the program failed on it ({reason}); please report the page") from error
    return Opened(page, asks, links, parts, hashlib.sha256(body).hexdigest())


def read_parts(opened: Opened) -> tuple[Read, ...]:
    """The documents read; those that cannot be have the reason."""
    found: list[Read] = []
    for part in opened.parts:
        try:
            found.append(Read(part, _read(part)))
        except ReadError as error:
            found.append(Read(part, None, str(error)))
    return tuple(found)


def says(opened: Opened, read: tuple[Read, ...]) -> str:
    """The fingerprint of what a page says: of its documents' texts, or where it has none of its links."""
    if not read:
        return fingerprint([*opened.links.addresses()])
    texts: list[str] = []
    for one in read:
        texts.append(one.part.uri)
        if one.reading is None:
            texts.append(hashlib.sha256(one.part.data).hexdigest())
        else:
            texts.extend(one.reading.pages)
    return fingerprint(texts)


def _may_link(page: Page) -> bool:
    """Files are not looked through for links: whatever looks like one in a PDF is none of a list's."""
    return not page.body[:1024].lstrip().startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"))


def _parts(page: Page, entry: Entry, adapter: Adapter, links: Links) -> tuple[Part, ...]:
    known = About(entry.organ, entry.meeting_date, entry.kind, entry.section, None, entry.title)
    inside = adapter.documents(page, known)
    if inside:
        return tuple(Part(one.uri, one.name, one.html, whole=False) for one in inside)
    if _is_document(page, entry, adapter, links):
        return (Part(entry.url, document_name(entry.url), page.body, whole=True),)
    return ()


def _is_document(page: Page, entry: Entry, adapter: Adapter, links: Links) -> bool:
    if adapter.name in PAGES_ARE_DOCUMENTS and is_html(page):
        return True
    match entry.role:
        case Role.ITEM | Role.FILE:
            return True
        case Role.MEETING:  # the one file or page that holds the whole meeting, or else a list of its items
            whole = any(file.role is FileRole.MEETING for file in links.attachments)
            return not (links.items or links.meetings or links.bodies or links.more or whole)
        case _:
            return False


def document_name(url: str) -> str:
    """What a document is called in lists: the last part of its address, with what was asked of a program."""
    query = unquote(urlsplit(url).query)
    name = file_name(url) or (urlsplit(url).hostname or "page")
    return (f"{name}?{query}" if query else name)[:_LONGEST_NAME]


def _read(part: Part) -> Reading:
    if not part.data[:1024].lstrip().startswith(b"%PDF"):
        return read_or_say(part.data, part.name, part.uri)
    body = isolated(_read_task, part.data, {"name": part.name, "uri": part.uri})
    return Reading.model_validate_json(body)


def _read_task(data: bytes, arguments: dict[str, Any]) -> bytes:
    """In the process that reads."""
    return read_or_say(data, arguments["name"], arguments["uri"]).model_dump_json().encode()
