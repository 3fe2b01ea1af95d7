"""Looking things up in a page's HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bs4.element import PageElement, Tag

from ingest.platforms.page import Page
from ingest.platforms.urls import resolve

_MOST_ANCHORS = 20_000
_MOST_IN_ROW = 30


@dataclass(frozen=True)
class Anchor:
    """A link of a page: its canonical address, its words, its element."""

    url: str
    text: str
    tag: Tag


def words(tag: PageElement | None) -> str:
    """The text of an element, white space of all kinds evened out; "" for None."""
    return " ".join(tag.get_text(" ").replace("\u00ad", "").split()) if isinstance(tag, Tag) else ""


def attribute(tag: Tag, name: str) -> str:
    """An attribute as text; several values are joined by spaces."""
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else (value or "")


def base_of(page: Page) -> str:
    """The address relative links start from, a ``<base href>`` heeded."""
    element = page.soup.find("base", href=True)
    given = resolve(page.base, attribute(element, "href")) if isinstance(element, Tag) else None
    return given or page.base


def anchors(page: Page, canonical: Callable[[str], str], scope: Tag | None = None) -> Iterator[Anchor]:
    """The links in ``scope`` (the whole page), those that lead somewhere by http, in order."""
    base = base_of(page)
    for tag in (scope or page.soup).find_all("a", href=True, limit=_MOST_ANCHORS):
        target = resolve(base, attribute(tag, "href"))
        if target is None:
            continue
        try:
            yield Anchor(canonical(target), words(tag), tag)
        except ValueError:
            continue


def row_of(tag: Tag) -> Tag | None:
    """The table row or list entry an element stands in; None when it holds so many links that it lays out
    the page."""
    row = tag.find_parent(["tr", "li"])
    return row if row is not None and len(row.find_all("a", limit=_MOST_IN_ROW)) < _MOST_IN_ROW else None


def cells(row: Tag) -> list[Tag]:
    """The row's own cells."""
    return row.find_all(["td", "th"], recursive=False)
