"""A page's text as it grows line by line, with the offsets of its lines and cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, repeat
from operator import add

from ingest.document import Cell, Line, Page, Table

_Box = tuple[float, float, float, float]
_tuple = tuple.__new__


class PageText:
    """Collects lines, each of one cell or of several with tabs between them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._lines: list[Line] = []
        self.length = 0

    def lines(
        self, texts: list[str], bold: Iterable[bool], sizes: Iterable[float], boxes: Iterable[_Box]
    ) -> None:
        """Adds lines, not blank, that are no rows of a table: the texts and the look of each."""
        first = self.length + 1 if self._parts else 0
        stripped = list(map(str.strip, texts))
        begins: Sequence[int] = ()
        if stripped != texts:
            texts = list(map(str.rstrip, texts))
            begins = [len(text) - len(inner) for text, inner in zip(texts, stripped, strict=True)]
        starts = list(accumulate([len(text) + 1 for text in texts], initial=first))
        ends = [start - 1 for start in starts[1:]]
        if begins:
            starts = list(map(add, starts, begins))
        self._parts += texts
        self.length = ends[-1] if ends else self.length
        # not by Line(), which takes twice as long
        fields = zip(starts, ends, repeat(""), repeat(()), bold, sizes, boxes, strict=False)
        self._lines += map(_tuple, repeat(Line), fields)

    def add(self, cells: Sequence[str], look: Line) -> list[Cell]:
        """Adds a line, not blank, that looks like ``look`` (but for its offsets); gives each cell's span.

        The line covers what lies between its first and last cell with text; empty cells before that keep
        their tabs in the page's text, those after it do not. Empty cells are zero-width.
        """
        start = self.length + (1 if self._parts else 0)
        text = "\t".join(cells).rstrip()
        end = start + len(text)
        spans, offset = list[Cell](), start
        for cell in cells:
            after = offset + len(cell)
            spans.append(_tuple(Cell, (offset, after) if after <= end else (min(offset, end), end)))
            offset = after + 1
        self._parts.append(text)
        self.length = end
        self._lines.append(_tuple(Line, (end - len(text.lstrip()), end, *look[2:])))
        return spans

    def page(self, number: int, tables: Sequence[Table] = ()) -> Page:
        """The finished page."""
        return Page(number, "\n".join(self._parts), tuple(self._lines), tuple(tables))
