"""Plain text and Markdown: one page whose text is the decoded file, so offsets are offsets into the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from ingest.document import Cell, Line, Page, ReadDocument, ReadError, Table
from ingest.readers.decode import decode
from ingest.readers.limits import MAX_LINES, MAX_TEXT_BYTES

READER = "text/1"
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown")
# What Unicode calls a line break, but for the file, group and record separators.
_PIECE = re.compile("[^\n\r\f\v\x85\u2028\u2029]+")
_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")


def read_text(data: bytes, name: str) -> ReadDocument:
    """Reads text unchanged but for its byte order mark; raises ReadError if it is blank or too long.

    Lines cover all but blank lines. A Markdown heading's line has the tag ``h1`` to ``h6`` and leaves out
    its number signs; a line that is bold from end to end leaves out its asterisks. Neighbouring lines with
    tabs are also a table.
    """
    if data.isspace():
        raise ReadError(f"{name}: the file is empty (only white space); fetch or copy it again")
    if len(data) > MAX_TEXT_BYTES:
        limit = MAX_TEXT_BYTES >> 20
        raise ReadError(f"{name}: {len(data) >> 20} MB of text, more than {limit} MB; split it")
    decoded = decode(data)
    lines = tuple(islice(text_lines(decoded.text), MAX_LINES + 1))
    if len(lines) > MAX_LINES:
        raise ReadError(f"{name}: text of more than {MAX_LINES:,} lines; split it")
    page = Page(1, decoded.text, lines, tuple(tab_tables(decoded.text)) if "\t" in decoded.text else ())
    if not page.lines:
        raise ReadError(f"{name}: the file is empty (only white space); fetch or copy it again")
    media_type = "text/markdown" if name.lower().endswith(_MARKDOWN_NAMES) else "text/plain"
    return ReadDocument(
        media_type, READER, (page,), note=decoded.note, metadata={"encoding": decoded.encoding}
    )


def text_lines(text: str) -> Iterator[Line]:
    """The lines of ``text`` that are not blank, without the white space around them."""
    for piece in _PIECE.finditer(text):
        start, end = _stripped(text, piece.start(), piece.end())
        if start == end:
            continue
        tag = ""
        heading = _HEADING.match(text, start, end)
        if heading is not None:
            tag, start = f"h{len(heading[1])}", heading.end()
            while end > start and text[end - 1] in "# \t":  # closing signs: "## Title ##"
                end -= 1
        start, end, bold = _unbold(text, start, end)
        if start < end:
            yield Line(start, end, tag=tag, bold=bold)


def tab_tables(text: str) -> Iterator[Table]:
    """Tables: runs of at least two lines with tabs inside; the cells are what stands between the tabs."""
    rows: list[tuple[Cell, ...]] = []
    for piece in _PIECE.finditer(text):
        cells = _cells(text, piece.start(), piece.end())
        if len(cells) > 1:
            rows.append(cells)
            continue
        if len(rows) > 1:
            yield Table(tuple(rows))
        rows = []
    if len(rows) > 1:
        yield Table(tuple(rows))


def _cells(text: str, start: int, end: int) -> tuple[Cell, ...]:
    """The row's cells; white space at its ends makes no cell, so that an indented line is no row."""
    start, end = _stripped(text, start, end)
    if text.find("\t", start, end) < 0:
        return ()
    cells: list[Cell] = []
    while True:
        tab = text.find("\t", start, end)
        cells.append(Cell(*_stripped(text, start, end if tab < 0 else tab)))
        if tab < 0:
            return tuple(cells)
        start = tab + 1


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends; of a blank span, its start twice."""
    piece = text[start:end]
    bare = piece.lstrip()
    start = end - len(bare) if bare else start
    return start, start + len(bare.rstrip())


def _unbold(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Without the marks of a line that is bold from end to end (``**Päätös**`` or ``__Päätös__``)."""
    for mark in ("**", "__"):
        inside = end - start > 4 and text.startswith(mark, start, end) and text.endswith(mark, start, end)
        if inside and text.find(mark, start + 2, end - 2) < 0:
            inner = _stripped(text, start + 2, end - 2)
            if inner[0] < inner[1]:
                return *inner, True
    return start, end, False
