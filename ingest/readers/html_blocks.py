"""The element tree of a page as the sequence of its lines, each with its look and its place in a table.

One walk without recursion (pages nested 100,000 deep exist), which keeps what CSS would inherit: weight,
white space, classes, and the table cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from ingest.readers.chrome import chrome, classes_of, is_chrome, is_link_bar, text_of

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main menu ol optgroup option p pre"
    " section summary table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD = frozenset({"b", "strong", "th"}) | HEADINGS
_DOCUMENT = frozenset({"main", "article", "section"})
_CLASS_LEVELS = 4
_WEIGHT = re.compile(r"font-weight\s{0,4}:\s{0,4}(\w{1,8})", re.IGNORECASE)
_PRE = re.compile(r"white-space\s{0,4}:\s{0,4}pre", re.IGNORECASE)
_ASCII_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_BREAKS = re.compile(r"[\r\n\f\v]+")
_MARKED = re.compile(r"(?:\d{1,3}[.)]|[a-zåäö]\)|[-–—•·*])(?:\s|$)")


@dataclass(eq=False)
class TableFrame:
    """A table being read. ``rows``: for every row the number of its cells; ``nested``: holds a table."""

    rows: list[int] = field(default_factory=list)
    nested: bool = False


@dataclass(frozen=True)
class Place:
    """A place in the innermost table: row and cell, from 0."""

    table: TableFrame
    row: int
    cell: int


@dataclass(frozen=True)
class Block:
    """A line of the page: its text without white space around it, and where it stood."""

    text: str
    tag: str
    classes: tuple[str, ...]
    bold: bool
    place: Place | None


@dataclass(frozen=True)
class _State:
    """What an element hands down to all that is in it."""

    block: str = ""
    classes: tuple[tuple[str, ...], ...] = ()
    bold: bool = False
    pre: bool = False
    link: bool = False
    inside_document: bool = False
    inline: tuple[Tag, ...] = ()
    table: TableFrame | None = None
    place: Place | None = None


@dataclass
class _List:
    """A list being read: the next item's number, or None for a list without numbers."""

    number: int | None
    style: str = "1"
    marked: bool = True


class _Writer:
    """Collects the pieces of a line and what they have in common."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.first: _State | None = None
        self.common: tuple[Tag, ...] = ()
        self.bold = self.linked = True
        self.space = False
        self.marker = ""

    def add(self, text: str, state: _State) -> None:
        """Adds text whose white space is collapsed already, joining what the elements' borders part."""
        if text.startswith(" "):
            text, self.space = text[1:], bool(self.pieces)
        if not text:
            return
        if self.space and self.pieces:
            self.pieces.append(" ")
        self.space = False
        if text.endswith(" "):
            text, self.space = text[:-1], True
        self.pieces.append(text)
        if text.isspace():
            return
        if self.first is None:
            self.first, self.common = state, state.inline
        else:
            same = 0
            for one, other in zip(self.common, state.inline, strict=False):
                if one is not other:
                    break
                same += 1
            self.common = self.common[:same]
        self.bold = self.bold and state.bold
        if any(character.isalnum() for character in text):
            self.linked = self.linked and state.link

    def flush(self, tag: str | None = None) -> Block | None:
        """Ends the line. A blank one leaves no block, and a list marker waits for the next."""
        text, first = "".join(self.pieces).strip(), self.first
        common, bold, linked = self.common, self.bold, self.linked
        self.pieces, self.first, self.common = [], None, ()
        self.bold = self.linked = True
        self.space = False
        if not text or first is None or is_link_bar(text, linked):
            return None
        if self.marker and not _MARKED.match(text):
            text = self.marker + text
        self.marker = ""
        own = tuple(word for element in reversed(common) for word in classes_of(element))
        inherited = tuple(word for level in first.classes for word in level)
        return Block(text, tag or first.block, own + inherited, bold, first.place)


def blocks(soup: BeautifulSoup) -> Iterator[Block]:
    """The page's lines in order, without what is not the document."""
    writer = _Writer()
    lists: list[_List] = []
    # Elements to do, last first; a tag with None for its state is a tag to leave.
    stack: list[tuple[PageElement, _State | None]] = [(soup, _State())]
    while stack:
        element, state = stack.pop()
        if isinstance(element, NavigableString):
            if state is not None and not isinstance(element, PreformattedString):
                yield from _text(str(element), state, writer)
            continue
        if not isinstance(element, Tag):
            continue
        name = element.name.lower()
        if state is None:
            yield from _leave(element, name, writer, lists)
            continue
        if element is not soup and is_chrome(element, state.inside_document):
            continue
        if name in BLOCKS or name == "br":
            yield from _flushed(writer)
        if name == "li":
            writer.marker = _marker(element, lists)
        elif name in ("ol", "ul", "menu", "dir"):
            lists.append(_list(element, name))
        inner = _enter(element, name, state)
        stack.append((element, None))
        stack.extend((child, inner) for child in reversed(element.contents))
    yield from _flushed(writer)


def _leave(element: Tag, name: str, writer: _Writer, lists: list[_List]) -> Iterator[Block]:
    if name in BLOCKS:
        yield from _flushed(writer)
    if name == "li":
        writer.marker = ""
    elif name in ("ol", "ul", "menu", "dir") and lists:
        lists.pop()
    elif name == "span" and writer.pieces:
        # A label is one only at the start of a line: all that is written so far is in it.
        labels = {word.lower() for word in classes_of(element)}
        if labels & chrome().heading_labels and any(one is element for one in writer.common):
            yield from _flushed(writer, "span")
        elif labels & chrome().tag_labels and any(one is element for one in writer.common):
            writer.pieces.append("\t")
            writer.space = False


def _flushed(writer: _Writer, tag: str | None = None) -> Iterator[Block]:
    block = writer.flush(tag)
    if block is not None:
        yield block


def _text(text: str, state: _State, writer: _Writer) -> Iterator[Block]:
    if not state.pre:
        writer.add(_ASCII_SPACE.sub(" ", text), state)
        return
    for index, line in enumerate(_BREAKS.split(text)):
        if index:
            yield from _flushed(writer)
        if line:
            writer.pieces.append(" " if writer.space and writer.pieces else "")
            writer.space = False
            writer.add(line.replace(" ", "\u00a0") if line.isspace() else line, state)


def _enter(element: Tag, name: str, state: _State) -> _State:
    """The state inside the element."""
    style = text_of(element.attrs.get("style"))
    weight = _WEIGHT.search(style) if style else None
    bold = state.bold or name in _BOLD
    if weight is not None:
        bold = weight[1].lower() in ("bold", "bolder", "600", "700", "800", "900")
    is_block = name in BLOCKS
    classes = state.classes
    if is_block and (own := tuple(classes_of(element))):
        classes = (own, *classes[:_CLASS_LEVELS])
    table, place = state.table, state.place
    if name == "table":
        if table is not None:
            table.nested = True
        table, place = TableFrame(), None
    elif name == "tr" and table is not None:
        table.rows.append(0)
    elif name in ("td", "th") and table is not None:
        if not table.rows:
            table.rows.append(0)
        place = Place(table, len(table.rows) - 1, table.rows[-1])
        table.rows[-1] += 1
    elif name == "caption":
        place = None
    return _State(
        block=name if is_block else state.block,
        classes=classes,
        bold=bold,
        pre=name == "pre" or (state.pre if not _PRE.search(style) else "pre-line" not in style),
        link=state.link or name == "a",
        inside_document=state.inside_document or name in _DOCUMENT,
        inline=() if is_block else (*state.inline[-7:], element),
        table=table,
        place=place,
    )


def _list(element: Tag, name: str) -> _List:
    marked = not re.search(
        r"list-style(-type)?\s{0,4}:\s{0,4}none", text_of(element.attrs.get("style")), re.IGNORECASE
    )
    if name != "ol":
        return _List(None, marked=marked)
    start = text_of(element.attrs.get("start")).strip()
    number = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
    return _List(number, text_of(element.attrs.get("type")).strip() or "1", marked)


def _marker(element: Tag, lists: list[_List]) -> str:
    if not lists or not lists[-1].marked:
        return ""
    current = lists[-1]
    if current.number is None:
        return "- "
    value = text_of(element.attrs.get("value")).strip()
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 6 else current.number
    current.number = number + 1
    return f"{_numeral(number, current.style)}. "


def _numeral(number: int, style: str) -> str:
    if style in ("a", "A") and 1 <= number <= 26:
        return chr(ord(style) + number - 1)
    if style in ("i", "I") and 1 <= number <= 39:
        ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
        roman = "x" * (number // 10) + ones
        return roman if style == "i" else roman.upper()
    return str(number)
