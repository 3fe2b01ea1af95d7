"""Networks: which there are, and of one who takes part when and for what; with map, chart and table."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from corpus.database import Library
from index.reports import fees, networks, participation
from index.reports.facts import same_network
from index.reports.fees import FeeRow
from index.reports.matrix import CellStatus, Matrix, matrix
from index.reports.networks import NetworkRow
from index.reports.spread import spread_of
from index.values import name_key
from web.asking import Name, shelf_of
from web.charts import MAP_HEIGHT, MAP_WIDTH, bars, dots
from web.errors import Missing
from web.rendering import render

router = APIRouter()
Everyone = Annotated[bool, Query(description="All municipalities, also those the library knows nothing of.")]


def network_here(library: Library, name: str) -> NetworkRow:
    """The network of that name, by any of its names. Raises Missing."""
    for row in networks(library):
        if same_network(row.name, name):
            return row
    raise Missing("network", name)


@router.get("/networks")
def every(request: Request) -> Response:
    """All networks."""
    with shelf_of(request).library() as library:
        return render(request, "networks.html", networks=networks(library))


@router.get("/networks/{name:path}")
def page(
    request: Request,
    name: str,
    season: Name = None,
    region: Name = None,
    size: Name = None,
    everyone: Everyone = False,
) -> Response:
    """A network: its matrix, what is unknown, map, fees and what was said."""
    with shelf_of(request).library() as library:
        row = network_here(library, name)
        whole = matrix(library, row.name, region=region or None, size=size or None, everyone=everyone)
        # The map shows the whole country, whoever the table is of.
        country = (
            whole
            if everyone
            else matrix(library, row.name, region=region or None, size=size or None, everyone=True)
        )
        said = participation(library, row.name)
        costs = list(fees(library, row.name, others=False))
    shown = season if season in whole.seasons else (whole.seasons[-1] if whole.seasons else None)
    on_map, unplaced = dots(country, shown) if shown is not None else ([], [])
    asked = {"season": season, "region": region, "size": size, "everyone": "true" if everyone else None}
    return render(
        request,
        "network.html",
        network=row,
        matrix=whole,
        totals=list(zip(whole.seasons, whole.totals, strict=True)),
        statuses=[status for status in CellStatus if any(counts[status] for counts in whole.totals)],
        said=said,
        season=shown,
        asked=asked,
        dots=on_map,
        unplaced=unplaced,
        map_size=(MAP_WIDTH, MAP_HEIGHT),
        fees=costs,
        spread=spread_of(costs),
        bars=bars(_yearly(costs, shown)),
        regions=sorted({one.region for one in whole.rows if one.region}),
        sizes=sizes_of(whole),
    )


def sizes_of(table: Matrix) -> list[str]:
    """The size classes that a matrix has, the smallest first."""
    return sorted({row.size for row in table.rows if row.size}, key=_smallest)


def _smallest(size: str) -> int:
    digits = "".join(character if character.isdecimal() else " " for character in size).split()
    return int(digits[0]) if digits else 0


def _yearly(costs: list[FeeRow], season: str | None) -> list[tuple[str, Decimal]]:
    """What each municipality pays a year in a season, the most first."""
    found: dict[str, Decimal] = {}
    for row in costs:
        if row.municipality and row.fee.per_year is not None and (season is None or row.season == season):
            found.setdefault(row.municipality, row.fee.per_year)
    return sorted(found.items(), key=lambda pair: (-pair[1], name_key(pair[0])))
