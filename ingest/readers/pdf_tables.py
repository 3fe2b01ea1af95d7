"""Rows of tables: between rules, and where only the places of the texts show the columns."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from statistics import median

from ingest.readers.pdf_chars import Box, Piece
from ingest.readers.pdf_grid import Grid
from ingest.readers.pdf_lines import Part, Source, TextLine, bands, box_of, single_line, text_line
from ingest.readers.word_breaks import joined

# What a ruled region must be to count as a table of short cells rather than a frame around text.
_MOST_CELL_LINES = 12
_LONGEST_CELL = 600
_MOST_CROSSING = 0.03
_MOST_GAPPED = 0.05
_COLUMN_LINES = 3
_FULL_LINE = 0.75
_MOST_COMPARED = 3_000_000

_MOST_TRIES = 8
_LEAST_ROWS = 3  # of a table without rules
_LEAST_COLUMNS = 3
_FARTHEST = 2.6  # type sizes from one row to the next
_FARTHER = 1.3  # of the distance of the rows above: what is farther is no row of theirs
_WRAPPED = 0.85  # of the usual distance of rows: a nearer line goes on with the row above
_SAME_EDGE = 2.0  # points
_NEXT_LINE = 1.6  # type sizes
_SPARSE = 0.7  # of the rows: a first column that is filled in fewer holds captions
_LONGEST_FREE_CELL = 90  # characters, of a cell without rules


def ruled_rows(grid: Grid, pieces: list[Piece], number: int) -> list[TextLine]:
    """The rows of a ruled table as lines; none if the region is not a table of short cells."""
    if not pieces or len(pieces) * sum(map(len, grid.rows)) > _MOST_COMPARED:
        return []
    if _crossing(grid, pieces) > _MOST_CROSSING * len(pieces) + 1:
        return []
    rows: list[TextLine] = []
    cell_lines = gapped = 0
    middles = [((piece.x0 + piece.x1) / 2, (piece.top + piece.bottom) / 2, piece) for piece in pieces]
    for cells in grid.rows:
        top = min([cell[1] for cell in cells if cell is not None])
        bottom = max([cell[3] for cell in cells if cell is not None])
        near = [middle for middle in middles if top <= middle[1] <= bottom]
        held = [_held(near, cell) for cell in cells]
        filled = [cell for cell in held if cell]
        if not filled:
            continue
        everything = [piece for cell in filled for piece in cell]
        box = box_of(everything)
        size, bold = max(everything, key=_by_length).size, all(piece.bold for piece in everything)
        if len(everything) == len(filled):
            cell_lines += len(filled)
            made = [_short_cells(held, cells, box)]
        else:
            columns = [
                [text_line(band) for band in bands(cell)] if len(cell) != 1 else [single_line(cell[0])]
                for cell in held
            ]
            cell_lines += sum(map(len, columns))
            gapped += sum([line.count > 1 and "\t" in line.text for lines in columns for line in lines])
            if any(len(lines) > _MOST_CELL_LINES and not _is_list(lines, None) for lines in columns):
                return []
            made = _cell_parts(columns, cells, box)
        for parts in made:
            if max([len(part.text) for part in parts]) > _LONGEST_CELL:
                return []
            rows.append(TextLine(parts, box, size, bold, (number, len(rows))))
    if gapped > max(1, _MOST_GAPPED * cell_lines):  # columns within cells: not all rules are drawn
        return []
    # Ordered by their place in the grid: a row of several lines has one box for all of them
    for index, row in enumerate(rows):
        x0, top, x1, bottom = row.box
        row.box = (x0, max(top, rows[index - 1].box[1] if index else top), x1, bottom)
    return rows if len(rows) > 1 else []


def _held(middles: list[tuple[float, float, Piece]], cell: Box | None) -> list[Piece]:
    """The pieces whose middle lies in the cell."""
    if cell is None:
        return []
    x0, top, x1, bottom = cell
    return [piece for x, y, piece in middles if x0 <= x <= x1 and top <= y <= bottom]


def _by_length(piece: Piece) -> int:
    return len(piece.text)


def _short_cells(held: list[list[Piece]], cells: Sequence[Box | None], row: Box) -> list[Part]:
    """A row's cells as parts, of one piece or none each."""
    parts = []
    for pieces, cell in zip(held, cells, strict=True):
        x0, _, x1, _ = cell or (row[0], 0.0, row[0], 0.0)
        if pieces:
            text = pieces[0].text
            parts.append(Part(text.replace("\t", " "), x0, x1, ((pieces[0], 0, len(text)),)))
        else:
            parts.append(Part("", x0, x1))
    return parts


def _cell_parts(columns: list[list[TextLine]], cells: Sequence[Box | None], row: Box) -> list[list[Part]]:
    """A row's cells as parts: one row, or one for every line where the cells hold lists side by side."""
    heights = {len(lines) for lines in columns if lines}
    together = len(heights) == 1 and sum(1 for lines in columns if lines) > 1
    bounds = [cell or (row[0], 0.0, row[0], 0.0) for cell in cells]
    if together and max(heights) >= _COLUMN_LINES and all(map(_is_list, columns, cells)):
        return [
            [
                Part(
                    lines[index].text if lines else "", bound[0], bound[2], _sources(lines[index : index + 1])
                )
                for lines, bound in zip(columns, bounds, strict=True)
            ]
            for index in range(max(heights))
        ]
    return [
        [
            Part(_wrapped([line.text for line in lines]), bound[0], bound[2], _sources(lines))
            for lines, bound in zip(columns, bounds, strict=True)
        ]
    ]


def _sources(lines: Sequence[TextLine]) -> tuple[Source, ...]:
    return tuple(source for line in lines for part in line.parts for source in part.sources)


def _is_list(lines: list[TextLine], cell: Box | None) -> bool:
    """Whether a cell's lines are entries of a list, not running text, whose lines fill the cell."""
    if len(lines) < 2:
        return True
    width = (
        cell[2] - cell[0] if cell else max(line.box[2] for line in lines) - min(line.box[0] for line in lines)
    )
    full = sum(1 for line in lines[:-1] if line.box[2] - line.box[0] > _FULL_LINE * width)
    return full * 2 < len(lines)


def _wrapped(lines: Sequence[str]) -> str:
    """A cell's lines as one, broken words joined."""
    if len(lines) < 2:
        return lines[0].replace("\t", " ") if lines else ""
    text = ""
    for line in lines:
        piece = line.replace("\t", " ")
        first, _, rest = piece.partition(" ")
        together = joined(text, first, frozenset())
        if together is not None:
            text = f"{together} {rest}" if rest else together
        else:
            text = f"{text} {piece}" if text else piece
    return text


def _crossing(grid: Grid, pieces: list[Piece]) -> int:
    """How many words a cell's border cuts: with many the lines are no grid of the text."""
    borders = sorted({(cell[0], cell[1], cell[3]) for row in grid.rows for cell in row if cell is not None})
    edges = [border[0] for border in borders]
    count = 0
    for piece in pieces:
        inside = borders[bisect_right(edges, piece.x0 + 2) : bisect_left(edges, piece.x1 - 2)]
        if inside:
            middle = (piece.top + piece.bottom) / 2
            count += any(top < middle < bottom for _, top, bottom in inside)
    return count


def free_tables(lines: list[TextLine], number: int) -> list[TextLine]:
    """The lines with rows of unruled tables marked as such, empty cells between their parts.

    A table is three or more lines after one another whose parts stand in three or more columns that no
    part reaches over. ``number`` is the first table's.
    """
    tries = 0
    counts = [line.count for line in lines]
    if max(counts, default=0) < _LEAST_COLUMNS or len(counts) - counts.count(1) < 2:
        return lines
    done: list[TextLine] = []
    index = 0
    while index < len(lines):
        if counts[index] < 2:
            done.append(lines[index])
            index += 1
            continue
        end = _run(lines, index)
        rows = _rows(lines[index:end], number) if end - index > 1 else []
        if rows:
            done += rows
            number += 1
            index, tries = end, 0
        else:
            # a first line or two may be none of the table's; after that it is none
            tries += 1
            after = index + 1 if tries <= _MOST_TRIES or end <= index else end
            done += lines[index:after]
            index, tries = after, 0 if after == end else tries
    return done


def _run(lines: Sequence[TextLine], start: int) -> int:
    """The end of the lines from ``start`` on that may be one table's."""
    end = start
    farthest = 0.0
    while end < len(lines):
        line = lines[end]
        if line.row is not None or not line.upright or (end > start and line.begins):
            break
        if line.count == 1:
            if len(line.text) > _LONGEST_FREE_CELL:
                break
        elif max([len(part.text) for part in line.parts]) > _LONGEST_FREE_CELL:
            break
        if end == start:
            if line.count < 2:
                break
        else:
            before = lines[end - 1]
            away = line.box[1] - before.box[1]
            if away > _FARTHEST * max(line.size, before.size) or (farthest and away > _FARTHER * farthest):
                break
            farthest = max(farthest, away)
            if line.count < 2 and line.parts[0].x0 < before.parts[-1].x0 - 2 * line.size:
                # a line alone belongs to the table only below one of its last cells, or as more of a caption
                above = lines[end - 2].box[1] if end - start > 1 else before.box[1] - line.size
                near = away < _WRAPPED * (before.box[1] - above)
                if not near and not _are_capitals(before.parts[0], line.parts[0]):
                    break
        end += 1
    while end > start and lines[end - 1].count < 2 and end - start <= _LEAST_ROWS:
        end -= 1
    return end


def _rows(lines: Sequence[TextLine], number: int) -> list[TextLine]:
    """The lines as rows of one table; none if they are not."""
    if max(len(line.parts) for line in lines) < _LEAST_COLUMNS:
        return []
    # two rows are a table only if the first heads the columns of the other
    headed = lines[0].bold and not any(line.bold for line in lines[1:]) and len(lines[0].parts) >= 3
    least = 2 if headed else _LEAST_ROWS
    if sum(line.count > 1 for line in lines) < least:
        return []
    bounds = _columns(lines)
    if len(bounds) < _LEAST_COLUMNS:
        return []
    placed: list[tuple[TextLine, list[Part | None]]] = []
    for line in lines:
        cells: list[Part | None] = [None] * len(bounds)
        for part in line.parts:
            column = next(i for i, (x0, x1) in enumerate(bounds) if x0 <= part.x0 and part.x1 <= x1)
            if cells[column] is not None:
                return []
            cells[column] = part
        placed.append((line, cells))
    pitch = median(after.box[1] - before.box[1] for before, after in itertools.pairwise(lines))
    rows: list[TextLine] = []
    for line, cells in placed:
        filled = [i for i, cell in enumerate(cells) if cell is not None]
        above = rows[-1] if rows else None
        if (
            above is not None
            and line.box[1] - above.box[3] + above.size < _WRAPPED * pitch
            and all(above.parts[i].text for i in filled)
        ):
            for i in filled:
                part, more = above.parts[i], cells[i]
                if more is not None:
                    part.text = _wrapped([part.text, more.text])
                    part.sources += more.sources
            x0, top, x1, bottom = above.box
            above.box = (min(x0, line.box[0]), top, max(x1, line.box[2]), max(bottom, line.box[3]))
            continue
        # copies: if this is no table after all, the lines stay as they are
        parts = [
            Part(cell.text, cell.x0, cell.x1, cell.sources) if cell else Part("", x0, x0)
            for cell, (x0, _) in zip(cells, bounds, strict=True)
        ]
        rows.append(TextLine(parts, line.box, line.size, line.bold, (number, len(rows))))
    return _with_captions(rows) if len(rows) >= least else []


def _are_capitals(first: Part, second: Part) -> bool:
    """Whether two texts at one edge are both set in capitals."""
    return abs(first.x0 - second.x0) < _SAME_EDGE and first.text.isupper() and second.text.isupper()


def _with_captions(rows: list[TextLine]) -> list[TextLine]:
    """The rows with captions in capitals in the first column ("MUUT SAAPU-", "VILLA OLLEET") whole."""
    sparse = sum(bool(row.parts[0].text) for row in rows) < _SPARSE * len(rows)
    kept = rows[:1]
    for row in rows[1:]:
        above, caption, more = kept[-1], kept[-1].parts[0], row.parts[0]
        near = row.box[1] - above.box[1] < _NEXT_LINE * row.size
        if near and _are_capitals(caption, more) and (sparse or caption.text[-1] == "-"):
            caption.text = _wrapped([caption.text, more.text])
            caption.sources += more.sources
            row.parts[0] = Part("", more.x0, more.x0)
        if any(part.text for part in row.parts):
            kept.append(row)
    return kept


def _columns(lines: Sequence[TextLine]) -> list[tuple[float, float]]:
    """Where the parts stand: their extents, those that overlap as one."""
    extents = sorted((part.x0, part.x1) for line in lines for part in line.parts)
    found = [extents[0]]
    for x0, x1 in extents[1:]:
        if x0 < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found
