"""A page's text as it grows line by line, with the offsets of its lines and cells."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import Cell, Line, Page, Table

_BLANKS = " \t"
_tuple = tuple.__new__


class PageText:
    """Collects lines, each of one cell or of several with tabs between them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._lines: list[Line] = []
        self.length = 0

    def line(self, text: str, bold: bool, size: float, box: tuple[float, float, float, float]) -> None:
        """Adds a line, not blank, that is no row of a table."""
        parts = self._parts
        begin = start = self.length + 1 if parts else 0
        if text[-1] in _BLANKS or text[0] in _BLANKS:
            text = text.rstrip()
            begin += len(text) - len(text.lstrip())
        self.length = end = start + len(text)
        parts.append(text)
        # not by Line(), which takes twice as long
        self._lines.append(_tuple(Line, (begin, end, "", (), bold, size, box)))

    def add(self, cells: Sequence[str], look: Line) -> list[Cell]:
        """Adds a line, not blank, that looks like ``look`` (but for its offsets); gives each cell's span.

        The line covers what lies between its first and last cell with text; empty cells before that keep
        their tabs in the page's text, those after it do not. Empty cells are zero-width.
        """
        start = self.length + (1 if self._parts else 0)
        text = "\t".join(cells).rstrip()
        end = start + len(text)
        spans, offset = [], start
        for cell in cells:
            offset = min(offset, end)
            spans.append(Cell(offset, min(offset + len(cell), end)))
            offset += len(cell) + 1
        self._parts.append(text)
        self.length = end
        self._lines.append(look._replace(start=end - len(text.lstrip()), end=end))
        return spans

    def page(self, number: int, tables: Sequence[Table] = ()) -> Page:
        """The finished page."""
        return Page(number, "\n".join(self._parts), tuple(self._lines), tuple(tables))
