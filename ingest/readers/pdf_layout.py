"""A page's pieces as lines in reading order: tables, columns, captions beside text."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from ingest.readers.pdf_captions import with_whole_captions
from ingest.readers.pdf_chars import Piece
from ingest.readers.pdf_columns import Block, TableBlock, columns, may_be_columns
from ingest.readers.pdf_lines import Part, TextLine, bands, box_of, single_line, text_line
from ingest.readers.pdf_sheet import RawPage
from ingest.readers.pdf_tables import free_tables, ruled_rows

_OVERLAP = 0.3  # times the type size: how far lines set close reach into each other
_BY_TOP = attrgetter("top")


class Layout:
    """Lines of page after page of one document, whose columns are likely to stay where they are."""

    def __init__(self) -> None:
        self._edge: float | None = None

    def lines(self, page: RawPage) -> list[TextLine]:
        """The page's lines in reading order, tables row by row among them, turned text last."""
        simple = self._edge is None and not page.grids
        if simple:
            single = _single_lines(page.pieces)
            if single is not None:
                return single
        upright = [piece for piece in page.pieces if piece.upright]
        turned = (
            [piece for piece in page.pieces if not piece.upright] if len(upright) < len(page.pieces) else []
        )
        tables: list[list[TextLine]] = []
        for grid in page.grids:
            x0, top, x1, bottom = grid.box
            inside = [
                piece
                for piece in upright
                if 2 * x0 <= piece.x0 + piece.x1 <= 2 * x1
                and 2 * top <= piece.top + piece.bottom <= 2 * bottom
            ]
            rows = ruled_rows(grid, inside, len(tables))
            if rows:
                taken = set(map(id, inside))
                upright = [piece for piece in upright if id(piece) not in taken]
                tables.append(rows)
        lines = self._ordered(page, upright, tables, simple and not turned)
        if turned:
            words = " ".join(piece.text for piece in turned)
            box = box_of(turned)
            part = Part(words, box[0], box[2], tuple((piece, 0, len(piece.text)) for piece in turned))
            lines.append(TextLine([part], box, turned[0].size, False, upright=False))
        return lines

    def _ordered(
        self, page: RawPage, upright: list[Piece], tables: list[list[TextLine]], beside: bool
    ) -> list[TextLine]:
        if self._edge is None and not (upright and may_be_columns(upright)):
            return _group(upright, tables, len(tables), beside)
        blocks: list[Block] = [*upright, *map(_table_block, tables, range(len(tables)))]
        groups, edge = columns(blocks, page.height, self._edge)
        self._edge = edge or self._edge
        if len(groups) == 1:
            return _group(upright, tables, len(tables), beside)
        lines: list[TextLine] = []
        number = len(tables)
        for group in groups:
            pieces = [block for block in group if isinstance(block, Piece)]
            inside = [tables[block.table] for block in group if isinstance(block, TableBlock)]
            more = _group(pieces, inside, number)
            number += len({line.row[0] for line in more if line.row is not None and line.row[0] >= number})
            if more:
                more[0].begins = True
            lines += more
        return lines


def _group(
    pieces: Sequence[Piece], tables: list[list[TextLine]], number: int, beside: bool = False
) -> list[TextLine]:
    """The lines of one column; ``beside``: surely some pieces stand beside each other."""
    lines = None if beside else _single_lines(pieces)
    parted = lines is None
    if lines is None:
        found = bands(pieces)
        lines = [single_line(band[0]) if len(band) == 1 else text_line(band) for band in found]
        parted = len(found) < len(pieces)
    if tables:
        for rows in tables:
            lines.extend(rows)
        lines.sort(key=_by_place)
    return with_whole_captions(free_tables(lines, number)) if parted else lines


def _single_lines(pieces: Sequence[Piece]) -> list[TextLine] | None:
    """The lines of a page where no two pieces stand beside each other; None if some do or text is turned."""
    ordered = sorted(pieces, key=_BY_TOP)
    reach = -1.0
    for piece in ordered:
        if piece.top < reach or not piece.upright:
            return None
        reach = piece.bottom - _OVERLAP * piece.size
    return list(map(single_line, ordered))


def _by_place(line: TextLine) -> tuple[float, float]:
    return line.box[1], line.box[0]


def _table_block(rows: list[TextLine], number: int) -> TableBlock:
    boxes = [row.box for row in rows]
    return TableBlock(
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
        rows[0].size,
        number,
    )
