"""What a reader gives: a document's pages as lines of text that keep their place and look.

Everything after the readers (segmentation, extraction) works on ``ReadDocument.text``, the pages' texts
joined by a newline, and turns offsets back into page and place with ``locate``.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple


class ReadError(Exception):
    """A document could not be read. The message says what is wrong and what to do, in one line."""


class Line(NamedTuple):
    """A line: ``start``/``end`` are offsets into its page's text; the rest is its look, where known.

    ``tag`` is the HTML block element (``p``, ``h3``, ``td``, ``li``), ``classes`` its and its
    ancestors' CSS classes; ``bold`` is true when the whole line is; ``box`` is (x0, top, x1, bottom)
    in points.
    """

    start: int
    end: int
    tag: str = ""
    classes: tuple[str, ...] = ()
    bold: bool = False
    size: float | None = None
    box: tuple[float, float, float, float] | None = None


class Cell(NamedTuple):
    """A table cell: its span in the page's text."""

    start: int
    end: int


@dataclass(frozen=True)
class Table:
    """A table: rows of cells, empty cells being zero-width."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Page:
    """A page's text with its lines (in reading order, covering all but blank lines) and tables."""

    number: int
    text: str
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class ReadDocument:
    """A read document. ``title`` is what the file's metadata says; ``reader`` is ``name/version``."""

    media_type: str
    reader: str
    pages: tuple[Page, ...]
    title: str | None = None
    language: str | None = None
    note: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """All pages' texts joined by a newline."""
        return "\n".join(page.text for page in self.pages)

    @cached_property
    def _page_starts(self) -> list[int]:
        return [0, *accumulate(len(page.text) + 1 for page in self.pages)][: len(self.pages)]

    def page_start(self, index: int) -> int:
        """Offset in ``text`` of the page with this index (from 0)."""
        return self._page_starts[index]

    def locate(self, start: int, end: int) -> tuple[int, int, int]:
        """A span of ``text`` as (page number, start, end) in that page; cut off at the page's end."""
        index = max(0, bisect_right(self._page_starts, start) - 1)
        page = self.pages[index]
        offset = self._page_starts[index]
        return page.number, start - offset, min(end - offset, len(page.text))
