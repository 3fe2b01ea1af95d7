"""Lines to a page: rows of data tables become one line with tabs, the rest stands line by line."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from ingest.document import Cell, Line, Page, Table
from ingest.readers.html_blocks import HEADINGS, Block, TableFrame
from ingest.readers.page_text import PageText

_MOST_LINES = 3  # a cell with more is running text beside a caption, not data
_LONGEST_CELL = 400  # characters
_SHORTEST_COLUMN = 3  # lines that stand side by side in all cells are rows of their own


def _look(block: Block) -> Line:
    return Line(0, 0, tag=block.tag, classes=block.classes, bold=block.bold)


def lay_out(blocks: Iterable[Block]) -> Page:
    """The page, number 1, with its lines and tables."""
    text = PageText()
    tables: dict[int, tuple[TableFrame, list[tuple[Cell, ...]]]] = {}
    for (frame, row), group in groupby(blocks, key=_row_key):
        members = list(group)
        if frame is None or frame.nested or not _has_columns(frame):
            for block in members:
                text.add([block.text], _look(block))
            continue
        rows = tables.setdefault(id(frame), (frame, []))[1]
        rows.extend(_lay_row(text, members, frame.rows[row]))
    found = tuple(Table(tuple(rows)) for frame, rows in tables.values() if rows)
    return text.page(1, found)


def _row_key(block: Block) -> tuple[TableFrame | None, int]:
    return (None, 0) if block.place is None else (block.place.table, block.place.row)


def _has_columns(frame: TableFrame) -> bool:
    return any(count > 1 for count in frame.rows)


def _lay_row(text: PageText, members: list[Block], count: int) -> list[tuple[Cell, ...]]:
    """Adds a row of a table; gives the Table's rows (several where the cells hold lists side by side)."""
    cells: list[list[Block]] = [[] for _ in range(count)]
    for block in members:
        if block.place is not None:
            cells[block.place.cell].append(block)
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and all(map(_is_data, filled)):
        heights = {len(cell) for cell in filled}
        if len(heights) == 1 and heights.pop() >= _SHORTEST_COLUMN:
            height = len(filled[0])
            return [_line(text, [cell[i : i + 1] for cell in cells]) for i in range(height)]
        if all(len(cell) <= _MOST_LINES for cell in filled):
            return [_line(text, cells)]
    return [_stacked(text, cells)]


def _is_data(cell: list[Block]) -> bool:
    if any(block.tag in HEADINGS for block in cell):
        return False
    return max(len(block.text) for block in cell) <= _LONGEST_CELL


def _line(text: PageText, cells: list[list[Block]]) -> tuple[Cell, ...]:
    first = next(cell[0] for cell in cells if cell)
    header = all(block.place is not None and block.tag == "th" for cell in cells for block in cell)
    bold = all(block.bold for cell in cells for block in cell)
    look = Line(0, 0, tag="th" if header else "td", classes=first.classes, bold=bold)
    return tuple(text.add([" ".join(block.text for block in cell) for cell in cells], look))


def _stacked(text: PageText, cells: list[list[Block]]) -> tuple[Cell, ...]:
    """The cells' lines one below the other; a cell's span runs over all its lines."""
    spans: list[Cell] = []
    for cell in cells:
        lines = [text.add([block.text], _look(block))[0] for block in cell]
        spans.append(Cell(lines[0].start, lines[-1].end) if lines else Cell(text.length, text.length))
    return tuple(spans)
