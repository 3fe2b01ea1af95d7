"""Municipalities: which the library has minutes of, and of one all that is known."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from corpus.registry.municipalities import municipality_named, population
from index.engines import Order
from index.reports import fees, participation
from index.reports.coverage import coverage
from index.reports.holdings import holdings
from index.search import Results
from web.asking import Question, found, shelf_of
from web.errors import Missing
from web.rendering import render

router = APIRouter()
_NEWEST = 10
_MOST_SERIES = 50
_LATEST = 9999


@router.get("/municipalities")
def every(request: Request) -> Response:
    """The municipalities of the library."""
    with shelf_of(request).library() as library:
        return render(request, "municipalities.html", held=holdings(library))


@router.get("/municipalities/{name:path}")
def page(request: Request, name: str) -> Response:
    """A municipality, by any of its names or its code."""
    shelf = shelf_of(request)
    with shelf.library() as library:
        series = list(coverage(library, name))
        held = next(iter(holdings(library, name, ledger=series)), None)
        known = municipality_named(name)
        said = participation(library, municipality=held.municipality if held else name)
        if held is None and known is None and not said:
            raise Missing("municipality", name)
        called = held.municipality if held else known.name if known else said[0].municipality
        newest = Results(0, ())
        # What misses something first, then the newest.
        series.sort(key=lambda one: (not one.missing, -one.year))
        if held is not None:
            asked = Question(municipality=(held.municipality,), sort=Order.NEWEST)
            newest = found(library, shelf.engine(library), asked, _NEWEST, 0)
        return render(
            request,
            "municipality.html",
            name=called,
            known=known,
            held=held,
            inhabitants=population(known, _LATEST) if known else None,
            said=said,
            fees=[row for row in fees(library, municipality=called) if row.is_fee],
            newest=newest,
            ledger=series[:_MOST_SERIES],
            series=len(series),
        )
