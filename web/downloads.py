"""The tables of the pages as files: CSV, and XLSX with typed cells and a sheet that states the sources."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from corpus.database import Library
from index.reports import case, fees, networks, participation
from index.reports.coverage import coverage
from index.reports.holdings import holdings
from index.reports.matrix import Matrix, matrix
from index.reports.news import news
from terminal.coverage import LEDGER
from terminal.output import Format, Row, View, column, columns, row_of, write_rows
from terminal.report_views import CASE, FEES, NETWORKS, PARTICIPATION
from terminal.views import HITS, hit_row
from web.asking import Name, Question, found, question, shelf_of
from web.errors import Missing
from web.ledger_pages import Since, default_since
from web.network_pages import Everyone, network_here

router = APIRouter()
_MOST = 1_000
"""Results in a file; more are had from the JSON API, page by page, or the command line."""

MUNICIPALITIES = View(
    table=(),
    csv=columns("municipality", "items", "first_meeting", "last_meeting", "last_visit", "missing"),
)
NEWS = View(
    table=(),
    csv=columns(
        *("municipality", "kind", "network", "season", "known", "meeting_date", "before", "after"),
        *("item_id", "document", "uri", "page", "quote"),
    ),
)


@router.get("/search.csv")
@router.get("/search.xlsx")
def of_search(request: Request, asked: Annotated[Question, Depends(question)]) -> Response:
    """The first results of a question."""
    shelf = shelf_of(request)
    with shelf.library() as library:
        answer = found(library, shelf.engine(library), asked, _MOST, 0)
        return _file(request, library, map(hit_row, answer.hits), HITS)


@router.get("/networks.csv")
@router.get("/networks.xlsx")
def of_networks(request: Request) -> Response:
    """The networks."""
    with shelf_of(request).library() as library:
        return _file(request, library, map(row_of, networks(library)), NETWORKS)


@router.get("/networks/{name}.csv")
@router.get("/networks/{name}.xlsx")
def of_matrix(
    request: Request, name: str, region: Name = None, size: Name = None, everyone: Everyone = False
) -> Response:
    """A network's matrix."""
    with shelf_of(request).library() as library:
        row = network_here(library, name)
        table = matrix(library, row.name, region=region or None, size=size or None, everyone=everyone)
        return _file(request, library, *_matrix_table(table))


@router.get("/participations.csv")
@router.get("/participations.xlsx")
def of_participations(
    request: Request, network: Name = None, season: Name = None, municipality: Name = None
) -> Response:
    """What items say of who takes part."""
    with shelf_of(request).library() as library:
        rows = participation(library, network or None, season or None, municipality or None)
        return _file(request, library, map(row_of, rows), PARTICIPATION)


@router.get("/fees.csv")
@router.get("/fees.xlsx")
def of_fees(
    request: Request, network: Name = None, season: Name = None, municipality: Name = None
) -> Response:
    """What networks and memberships cost."""
    with shelf_of(request).library() as library:
        rows = fees(library, network or None, season or None, municipality or None, others=False)
        return _file(request, library, map(row_of, rows), FEES)


@router.get("/cases/{number:path}.csv")
@router.get("/cases/{number:path}.xlsx")
def of_case(request: Request, number: str, municipality: Name = None) -> Response:
    """A case's course."""
    with shelf_of(request).library() as library:
        rows = case(library, number, municipality or None)
        if not rows:
            raise Missing("case", number)
        return _file(request, library, map(row_of, rows), CASE)


@router.get("/municipalities.csv")
@router.get("/municipalities.xlsx")
def of_municipalities(request: Request) -> Response:
    """The municipalities whose items are held."""
    with shelf_of(request).library() as library:
        return _file(request, library, map(row_of, holdings(library)), MUNICIPALITIES)


@router.get("/changes.csv")
@router.get("/changes.xlsx")
def of_changes(request: Request, since: Since = None, network: Name = None) -> Response:
    """What is new of networks."""
    with shelf_of(request).library() as library:
        rows = news(library, since or default_since(library), network or None)
        return _file(request, library, map(row_of, rows), NEWS)


@router.get("/coverage.csv")
@router.get("/coverage.xlsx")
def of_coverage(request: Request, municipality: Name = None) -> Response:
    """Which §§ are held and which are missing."""
    with shelf_of(request).library() as library:
        return _file(request, library, map(row_of, coverage(library, municipality or None)), LEDGER)


def _file(request: Request, library: Library, rows: Iterable[Row], view: View) -> Response:
    """Rows in the form that the address ends with."""
    stem = request.scope["path"].rpartition("/")[2]
    stream = io.StringIO()
    write_rows(rows, view, Format.CSV, stream)
    headers = {"Content-Disposition": f'attachment; filename="{stem}"'}
    return Response("\ufeff" + stream.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _matrix_table(table: Matrix) -> tuple[list[Row], View]:
    """A row a municipality, a column a season."""
    rows: list[Row] = [
        {
            "municipality": row.municipality,
            "code": row.code,
            "region": row.region,
            "size": row.size,
            "population": row.population,
            **{season: cell.status.value for season, cell in zip(table.seasons, row.cells, strict=True)},
        }
        for row in table.rows
    ]
    seasons = (column(season, season or "no season") for season in table.seasons)
    return rows, View((), (*columns("municipality", "code", "region", "size", "population"), *seasons))
