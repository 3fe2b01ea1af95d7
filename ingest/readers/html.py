"""HTML: one page, whose lines are the blocks a browser would show one below the other.

The text is ours to define: runs of ASCII white space are one space (NBSP and other spaces stay as they
are), ``<br>`` and block elements part lines, blank lines are left out. A row of a data table is one line with
tabs between its cells. List items begin with "- ", those of numbered lists with their number ("1. "), because
numbered points are the substance of a decision. Nothing else is added.
"""

from __future__ import annotations

import re
import warnings
from itertools import islice

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.element import Tag
from lxml import etree

from ingest.document import ReadDocument, ReadError
from ingest.readers.chrome import text_of
from ingest.readers.decode import declared_encoding, decode
from ingest.readers.html_blocks import blocks
from ingest.readers.html_page import lay_out
from ingest.readers.limits import MAX_LINES, MAX_NESTED_WORK, MAX_TAGS, MAX_TEXT_BYTES

READER = "html/2"
_SMALL = 3000  # tags
_META = {"description": "description", "robots": "robots", "keywords": "keywords", "author": "author"}
_SPACE = re.compile(r"\s+")


def read_html(data: bytes, name: str) -> ReadDocument:
    """Reads a page or a fragment; raises ReadError if it is too long or shows no text.

    ``metadata`` holds ``encoding`` and the meta elements description, robots, keywords, author as given.
    """
    if len(data) > MAX_TEXT_BYTES:
        limit = MAX_TEXT_BYTES >> 20
        raise ReadError(f"{name}: {len(data) >> 20} MB of HTML, more than {limit} MB; split it")
    if data.count(b"<") > MAX_TAGS:
        raise ReadError(f"{name}: HTML of more than {MAX_TAGS:,} tags; split it")
    decoded = decode(data, declared_encoding(data))
    markup = decoded.text.replace("\x00", "")
    if _nested_work(markup) > MAX_NESTED_WORK:
        raise ReadError(f"{name}: nested too deeply to be a document; check where it came from")
    with warnings.catch_warnings():  # XHTML read as HTML is what we want
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(markup, "lxml")
    lines = list(islice(blocks(soup), MAX_LINES + 1))
    if len(lines) > MAX_LINES:
        raise ReadError(f"{name}: HTML of more than {MAX_LINES:,} lines; split it")
    page = lay_out(lines)
    if not page.lines:
        raise ReadError(
            f"{name}: the page shows no text; it may need a browser, or be an error page: fetch it again"
        )
    return ReadDocument(
        media_type="text/html",
        reader=READER,
        pages=(page,),
        title=_title(soup),
        language=_language(soup),
        note=decoded.note,
        metadata={"encoding": decoded.encoding, **_meta(soup)},
    )


class _Depth:
    """A parser target that only counts tags and how deep they nest."""

    def __init__(self) -> None:
        self.tags = self.depth = self.deepest = 0

    def start(self, tag: str | bytes, attrib: object) -> None:
        self.tags += 1
        self.depth += 1
        self.deepest = max(self.deepest, self.depth)

    def end(self, tag: str | bytes) -> None:
        self.depth -= 1

    # lxml asks for these, too
    def data(self, data: str | bytes) -> None: ...

    def comment(self, text: str | bytes) -> None: ...

    def close(self) -> None: ...


def _nested_work(markup: str) -> int:
    """Tags times depth, which is what BeautifulSoup's time grows with; 0 for pages too small to matter."""
    if markup.count("<") < _SMALL:
        return 0
    seen = _Depth()
    parser = etree.HTMLParser(target=seen, huge_tree=True)
    parser.feed(markup)
    parser.close()
    return seen.tags * seen.deepest


def _title(soup: BeautifulSoup) -> str | None:
    title = soup.find("title")
    text = _SPACE.sub(" ", title.get_text()).strip() if isinstance(title, Tag) else ""
    return text or None


def _language(soup: BeautifulSoup) -> str | None:
    """The declared language's first part ("fi" of "fi-FI"), of the html or the body element."""
    for element in (soup.find("html"), soup.find("body")):
        if isinstance(element, Tag):
            declared = text_of(element.get("lang") or element.get("xml:lang")).split("-")[0].strip().lower()
            if declared.isalpha() and len(declared) in (2, 3):
                return declared
    return None


def _meta(soup: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in soup.find_all("meta", limit=200):
        key = _META.get(text_of(element.get("name")).lower())
        content = text_of(element.get("content")).strip()
        if key and content:
            found.setdefault(key, content)
    return found
