"""Rules to grids of cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.pdf_grid import grids

Rule = tuple[float, float, float, float]


def across(y: float, x0: float = 0, x1: float = 200) -> Rule:
    return (x0, y, x1, y)


def down(x: float, y0: float = 0, y1: float = 60) -> Rule:
    return (x, y0, x, y1)


def test_a_table_is_rows_of_cells() -> None:
    (grid,) = grids([*map(across, (0, 20, 40, 60)), *map(down, (0, 120, 200))])
    assert grid.box == (0, 0, 200, 60)
    assert grid.rows == tuple(((0, top, 120, top + 20), (120, top, 200, top + 20)) for top in (0, 20, 40))


def test_merged_cells_leave_none_beside_them() -> None:
    (grid,) = grids([*map(across, (0, 20, 40)), down(0, 0, 40), down(120, 20, 40), down(200, 0, 40)])
    assert grid.rows == (((0, 0, 200, 20), None), ((0, 20, 120, 40), (120, 20, 200, 40)))


def test_rules_of_cells_drawn_twice_and_not_quite_alike() -> None:
    boxes = [(x, y, x + 100, y + 20) for x in (0, 100.7) for y in (0, 20.4, 40.2)]
    rules = []
    for x0, top, x1, bottom in boxes:
        rules += [across(top, x0, x1), across(bottom, x0, x1), down(x0, top, bottom), down(x1, top, bottom)]
    (grid,) = grids(rules)
    assert [len(row) for row in grid.rows] == [2, 2, 2]


def test_two_tables_on_a_page() -> None:
    first = [*map(across, (0, 20, 40)), *(down(x, 0, 40) for x in (0, 100, 200))]
    second = [*map(across, (300, 320, 340)), *(down(x, 300, 340) for x in (0, 50, 200))]
    assert [grid.box[1] for grid in grids([*first, *second])] == [0, 300]


def test_what_is_not_closed_is_no_table() -> None:
    assert grids([across(0), across(20), across(40)]) == []
    assert grids([*map(across, (0, 20, 40)), down(0, 0, 40)]) == []


def test_a_drawing_of_very_many_rules_is_none() -> None:
    rules = [across(5 * n) for n in range(400)] + [down(5 * n, 0, 2000) for n in range(400)]
    assert grids(rules) == []


@given(st.lists(st.tuples(*[st.integers(0, 80)] * 4), max_size=25))
def test_any_rules_give_cells_inside_their_grids(ends: list[tuple[int, int, int, int]]) -> None:
    rules = [
        across(4.0 * a, *sorted((4.0 * b, 4.0 * c))) if d % 2 else down(4.0 * a, *sorted((4.0 * b, 4.0 * c)))
        for a, b, c, d in ends
    ]
    for grid in grids(rules):
        x0, top, x1, bottom = grid.box
        assert len({len(row) for row in grid.rows}) == 1
        for cell in (cell for row in grid.rows for cell in row if cell is not None):
            assert x0 <= cell[0] < cell[2] <= x1
            assert top <= cell[1] < cell[3] <= bottom
