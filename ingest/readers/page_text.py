"""A page's text as it grows line by line, with the offsets of its lines and cells."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import Cell, Line, Page, Table


class PageText:
    """Collects lines, each of one cell or of several with tabs between them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._lines: list[Line] = []
        self.length = 0

    def line(self, text: str, bold: bool, size: float, box: tuple[float, float, float, float]) -> None:
        """Adds a line, not blank, that is no row of a table."""
        start = self.length + 1 if self._parts else 0
        if text[-1] in " \t" or text[0] in " \t":
            text = text.rstrip()
        self.length = end = start + len(text)
        self._parts.append(text)
        begin = start if text[0] not in " \t" else end - len(text.lstrip())
        self._lines.append(Line(begin, end, "", (), bold, size, box))

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
