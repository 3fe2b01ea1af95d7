"""Rules to grids of cells: pure geometry."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.pdf_chars import Box

_NEAR = 3.0  # points: rules closer than this are one
_MOST_FIELDS = 20_000  # between all rules across and all rules down: more is a drawing, not a table


@dataclass(frozen=True)
class Grid:
    """A ruled table: for every row its cells' boxes, None where a cell is part of its neighbour."""

    box: Box
    rows: tuple[tuple[Box | None, ...], ...]


def grids(rules: Sequence[Box]) -> list[Grid]:
    """The tables that rules (boxes of no width or no height) enclose, from top to bottom."""
    # neighbouring cells drawn as boxes have each rule twice
    once = {tuple(map(round, rule)): rule for rule in rules}.values()
    across = [rule for rule in once if rule[2] - rule[0] >= rule[3] - rule[1]]
    down = [rule for rule in once if rule[2] - rule[0] < rule[3] - rule[1]]
    if len(across) < 3 or len(down) < 2:
        return []
    xs = _places([rule[0] for rule in down])
    ys = _places([rule[1] for rule in across])
    if len(xs) < 3 or len(ys) < 3 or len(xs) * len(ys) > _MOST_FIELDS:
        return []
    # above[row][column]: a rule runs along the upper edge of that field; before: along its left edge
    above = [[False] * len(xs) for _ in ys]
    before = [[False] * len(xs) for _ in ys]
    for x0, y, x1, _ in across:
        row = _at(ys, y)
        for column in range(bisect_left(xs, x0 - _NEAR), len(xs) - 1):
            if xs[column + 1] > x1 + _NEAR:
                break
            above[row][column] = True
    for x, y0, _, y1 in down:
        column = _at(xs, x)
        for row in range(bisect_left(ys, y0 - _NEAR), len(ys) - 1):
            if ys[row + 1] > y1 + _NEAR:
                break
            before[row][column] = True
    cells = _cells(above, before, len(xs) - 1, len(ys) - 1)
    if len(cells) == (len(xs) - 1) * (len(ys) - 1):
        return [_grid(cells, xs, ys)]
    return [_grid(group, xs, ys) for group in _groups(cells) if _is_table(group)]


_Cell = tuple[int, int, int, int]
"""First column, first row, and the column and row after the last."""


def _places(values: Iterable[float]) -> list[float]:
    """Places of rules, those near each other as one."""
    places: list[float] = []
    ordered = sorted(values)
    start = 0
    for index in range(1, len(ordered) + 1):
        if index == len(ordered) or ordered[index] - ordered[index - 1] > _NEAR:
            places.append(sum(ordered[start:index]) / (index - start))
            start = index
    return places


def _at(places: list[float], value: float) -> int:
    """The index of the place nearest to the value."""
    index = bisect_left(places, value)
    if index == len(places) or (index and value - places[index - 1] < places[index] - value):
        return index - 1
    return index


def _cells(above: list[list[bool]], before: list[list[bool]], wide: int, high: int) -> list[_Cell]:
    """Rectangles of fields with rules on all their sides."""
    taken = [[False] * wide for _ in range(high)]
    cells: list[_Cell] = []
    for row in range(high):
        for column in range(wide):
            if taken[row][column]:
                continue
            if (
                above[row][column]
                and above[row + 1][column]
                and before[row][column]
                and before[row][column + 1]
            ):
                taken[row][column] = True
                cells.append((column, row, column + 1, row + 1))
                continue
            region = _region(above, before, wide, high, column, row, taken)
            columns, rows = [x for x, _ in region], [y for _, y in region]
            cell = (min(columns), min(rows), max(columns) + 1, max(rows) + 1)
            if len(region) == (cell[2] - cell[0]) * (cell[3] - cell[1]) and _closed(above, before, cell):
                cells.append(cell)
    return cells


def _region(
    above: list[list[bool]],
    before: list[list[bool]],
    wide: int,
    high: int,
    column: int,
    row: int,
    taken: list[list[bool]],
) -> list[tuple[int, int]]:
    """The fields that no rule parts from this one."""
    region, waiting = [], [(column, row)]
    taken[row][column] = True
    while waiting:
        x, y = waiting.pop()
        region.append((x, y))
        for near_x, near_y, parted in (
            (x - 1, y, before[y][x]),
            (x + 1, y, before[y][x + 1]),
            (x, y - 1, above[y][x]),
            (x, y + 1, above[y + 1][x]),
        ):
            if not parted and 0 <= near_x < wide and 0 <= near_y < high and not taken[near_y][near_x]:
                taken[near_y][near_x] = True
                waiting.append((near_x, near_y))
    return region


def _closed(above: list[list[bool]], before: list[list[bool]], cell: _Cell) -> bool:
    x0, y0, x1, y1 = cell
    return all(above[y0][x] and above[y1][x] for x in range(x0, x1)) and all(
        before[y][x0] and before[y][x1] for y in range(y0, y1)
    )


def _groups(cells: list[_Cell]) -> list[list[_Cell]]:
    """Cells that share a corner belong together."""
    group_of: dict[tuple[int, int], int] = {}
    groups: dict[int, list[_Cell]] = {}
    for cell in cells:
        x0, y0, x1, y1 = cell
        corners = ((x0, y0), (x1, y0), (x0, y1), (x1, y1))
        met = sorted({group_of[corner] for corner in corners if corner in group_of})
        number = met[0] if met else len(group_of)
        for other in met[1:]:
            for moved in groups.pop(other):
                a, b, c, d = moved
                for corner in ((a, b), (c, b), (a, d), (c, d)):
                    group_of[corner] = number
                groups[number].append(moved)
        groups.setdefault(number, []).append(cell)
        for corner in corners:
            group_of[corner] = number
    return list(groups.values())


def _is_table(cells: list[_Cell]) -> bool:
    return len({cell[0] for cell in cells}) > 1 and len({cell[1] for cell in cells}) > 1


def _grid(cells: list[_Cell], xs: list[float], ys: list[float]) -> Grid:
    lefts, tops, rights, bottoms = map(set, zip(*cells, strict=True))
    by_row: dict[int, dict[int, Box]] = {top: {} for top in sorted(tops)}
    for left, top, right, bottom in cells:
        by_row[top][left] = (xs[left], ys[top], xs[right], ys[bottom])
    columns = sorted(lefts)
    rows = [tuple(map(row.get, columns)) for row in by_row.values()]
    return Grid((xs[min(lefts)], ys[min(tops)], xs[max(rights)], ys[max(bottoms)]), tuple(rows))
