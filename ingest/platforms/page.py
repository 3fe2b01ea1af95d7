"""What adapters read and what they give: a fetched page, and the links that stand on it.

All values are frozen. Nothing here fetches: the crawl hands pages in and follows links itself.
"""

from __future__ import annotations

import datetime as dt
import json
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning

from corpus.records import Kind
from ingest.readers.decode import declared_encoding, decode
from ingest.readers.limits import MAX_TAGS, MAX_TEXT_BYTES


class PageError(ValueError):
    """The page cannot be looked at (too long, no JSON where JSON is due). Its one-line message says which
    and why."""


@dataclass(frozen=True)
class Page:
    """One answer of a server.

    ``url`` is what was asked for and ``landed`` where redirects led (None: nowhere else); ``body`` is without
    transfer and content encoding; ``headers`` are looked up whatever their case.
    """

    url: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    body: bytes = b""
    fetched: dt.datetime | None = None
    landed: str | None = None

    @property
    def base(self) -> str:
        """The address relative links start from."""
        return self.landed or self.url

    def header(self, name: str) -> str:
        """A header's value, or the empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), "")

    @property
    def media_type(self) -> str:
        """The declared media type without parameters, in lower case."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @cached_property
    def text(self) -> str:
        """The body as text. Raises PageError when it is too long to be a page."""
        if len(self.body) > MAX_TEXT_BYTES:
            raise PageError(f"{self.url}: {len(self.body) >> 20} MB, too long for a page of links")
        declared = declared_encoding(self.body)
        if declared is None and "charset=" in self.header("content-type"):
            declared = declared_encoding(self.header("content-type").encode("ascii", "ignore"))
        return decode(self.body, declared).text.replace("\x00", "")

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The body parsed as HTML. Raises PageError when it is too long or has too many tags."""
        return self.parse(self.text)

    def parse(self, markup: str) -> BeautifulSoup:
        """Parses a part of the page. Raises PageError when it has too many tags."""
        if markup.count("<") > MAX_TAGS:
            raise PageError(f"{self.url}: more than {MAX_TAGS:,} tags, too many for a page of links")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
            warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
            return BeautifulSoup(markup, "lxml")

    @cached_property
    def json(self) -> Any:
        """The body as JSON. Raises PageError when it is none, or nested too deep."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError) as error:
            raise PageError(f"{self.url}: no JSON ({type(error).__name__}); fetch it again") from error


@dataclass(frozen=True)
class BodyLink:
    """A body (toimielin) and the page of its meetings; with ``form`` the page is asked for by POST."""

    url: str
    organ: str
    form: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class MeetingLink:
    """A meeting's page, or the one file that holds its minutes.

    ``organ`` and ``date`` are None where the page does not say: then those of the link that led here hold.
    ``kind`` is MINUTES, AGENDA or None; ``number`` as written ("5/2017"); ``label`` the link's words.
    """

    url: str
    organ: str | None
    date: dt.date | None
    kind: Kind | None
    number: str | None = None
    label: str = ""


@dataclass(frozen=True)
class ItemLink:
    """One matter. ``section`` is its § (None on agendas, covers and where a list gives none); ``meeting`` the
    address of its meeting's page; ``key`` the platform's own id of the item, which outlives its address."""

    url: str
    section: int | None
    title: str
    meeting: str | None = None
    key: str | None = None
    kind: Kind | None = None


class FileRole(StrEnum):
    """What a linked file is to the page that links it."""

    ATTACHMENT = "attachment"
    ITEM = "item"  # the item's own text once more, as a file
    MEETING = "meeting"  # the whole minutes or agenda as one file
    APPEAL = "appeal"  # how to appeal
    LIST = "list"  # no file yet: a page that lists the attachments


@dataclass(frozen=True)
class AttachmentLink:
    """A file that belongs to the item or meeting at ``of``."""

    url: str
    title: str
    of: str
    role: FileRole = FileRole.ATTACHMENT


@dataclass(frozen=True)
class About:
    """What the page says it is. None where it does not say."""

    organ: str | None = None
    date: dt.date | None = None
    kind: Kind | None = None
    section: int | None = None
    number: str | None = None
    title: str | None = None


@dataclass(frozen=True)
class Links:
    """All an adapter finds on a page, each address once, in the page's order.

    ``more`` are further lists of the same kind to visit (years, next pages, frames).
    """

    about: About = About()
    bodies: tuple[BodyLink, ...] = ()
    meetings: tuple[MeetingLink, ...] = ()
    items: tuple[ItemLink, ...] = ()
    attachments: tuple[AttachmentLink, ...] = ()
    more: tuple[str, ...] = ()

    def addresses(self) -> Iterator[str]:
        """Every address, in the order bodies, further lists, meetings, items, files."""
        yield from (link.url for link in self.bodies)
        yield from self.more
        for group in (self.meetings, self.items, self.attachments):
            yield from (link.url for link in group)

    def __bool__(self) -> bool:
        return any((self.bodies, self.meetings, self.items, self.attachments, self.more))


@dataclass(frozen=True)
class Embedded:
    """A document that a page carries inside it (HTML in JSON): ``html`` is what the readers are given.

    ``uri`` is the page's address and a fragment, unless the document has an address of its own.
    """

    uri: str
    name: str
    html: bytes
