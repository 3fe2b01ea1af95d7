"""Pictures of numbers as shapes on a drawing board: the map of Finland, and the bars of fees.

Templates draw them as SVG. Beside each stands a table that says the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from corpus.registry.municipalities import coordinates
from index.reports.matrix import CellStatus, Matrix

MAP_WIDTH, MAP_HEIGHT = 300, 560
_MARGIN = 10


@dataclass(frozen=True)
class Dot:
    """A municipality on the map: its place on the board, and how it stands."""

    x: float
    y: float
    municipality: str
    status: CellStatus


@dataclass(frozen=True)
class Bar:
    """An amount as a bar: ``width`` is its part of the longest one, in per cent."""

    label: str
    value: Decimal
    width: float


@cache
def _board() -> Mapping[str, tuple[float, float]]:
    """Every municipality's place on the board, north up: an equirectangular map about the middle latitude."""
    middle = math.cos(math.radians(64.5))
    flat = {code: (longitude * middle, -latitude) for code, (latitude, longitude) in coordinates().items()}
    xs, ys = [x for x, _ in flat.values()], [y for _, y in flat.values()]
    scale = min(
        (MAP_WIDTH - 2 * _MARGIN) / (max(xs) - min(xs)), (MAP_HEIGHT - 2 * _MARGIN) / (max(ys) - min(ys))
    )
    return {
        code: (round(_MARGIN + (x - min(xs)) * scale, 1), round(_MARGIN + (y - min(ys)) * scale, 1))
        for code, (x, y) in flat.items()
    }


def dots(table: Matrix, season: str) -> tuple[list[Dot], list[str]]:
    """The municipalities of a matrix as they stood in a season, what is known drawn last; and the names of
    those that are on no map."""
    column = table.seasons.index(season)
    found, unplaced = [], []
    for row in table.rows:
        place = _board().get(row.code or "")
        if place is None:
            unplaced.append(row.municipality)
        else:
            found.append(Dot(*place, row.municipality, row.cells[column].status))
    order = [CellStatus.NO_COVERAGE, CellStatus.NO_EVIDENCE]
    found.sort(key=lambda dot: order.index(dot.status) if dot.status in order else len(order))
    return found, unplaced


def bars(amounts: Iterable[tuple[str, Decimal]]) -> Sequence[Bar]:
    """Amounts as bars, in the order given."""
    listed = list(amounts)
    longest = max((value for _, value in listed), default=Decimal(0))
    return [
        Bar(label, value, round(float(value / longest * 100), 1) if longest > 0 else 0.0)
        for label, value in listed
    ]
