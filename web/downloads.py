"""The tables of the pages as files: CSV, and XLSX with typed cells and a sheet that states the sources."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response

from corpus.database import Library
from index.reports import case, fees, networks, participation
from index.reports.coverage import coverage
from index.reports.groups import in_group
from index.reports.holdings import Holding, holdings
from index.reports.matrix import matrix
from index.reports.news import news
from terminal.coverage import LEDGER
from terminal.export import workbook
from terminal.output import Format, Row, row_of, write_rows
from terminal.report import Report, Table
from terminal.report_views import CASE, FACTS, FEES, NETWORKS, PARTICIPATION, matrix_tables, rests_on
from terminal.views import HITS, hit_row
from web.api import VERSION
from web.asking import Name, Question, found, question, shelf_of
from web.errors import Missing
from web.ledger_pages import Since, default_since
from web.network_pages import Everyone, network_here

router = APIRouter()
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST = 1_000
"""Results in a file; more are had from the JSON API, page by page, or the command line."""


@router.get("/search.csv")
@router.get("/search.xlsx")
def of_search(request: Request, asked: Annotated[Question, Depends(question)]) -> Response:
    """The first results of a question."""
    shelf = shelf_of(request)
    with shelf.library() as library:
        answer = found(library, shelf.engine(library), asked, _MOST, 0)
        return _file(request, library, "search", Table("items", HITS, list(map(hit_row, answer.hits))))


@router.get("/networks.csv")
@router.get("/networks.xlsx")
def of_networks(request: Request) -> Response:
    """The networks."""
    with shelf_of(request).library() as library:
        return _file(request, library, "networks", Table("networks", NETWORKS, _rows(networks(library))))


@router.get("/networks/{name:path}.csv")
@router.get("/networks/{name:path}.xlsx")
def of_matrix(
    request: Request, name: str, region: Name = None, size: Name = None, everyone: Everyone = False
) -> Response:
    """A network's matrix."""
    with shelf_of(request).library() as library:
        row = network_here(library, name)
        table = matrix(library, row.name, region=region or None, size=size or None, everyone=everyone)
        tables = matrix_tables(table)
        is_csv = request.scope["path"].endswith(".csv")
        names = ("cells",) if is_csv else ("matrix", "totals", "cells")
        shown = [tables[each] for each in names]
        held = (one for one in holdings(library) if in_group(one.municipality, region, size))
        return _file(request, library, f"{row.name}: municipalities and seasons", *shown, about=held)


@router.get("/participations.csv")
@router.get("/participations.xlsx")
def of_participations(
    request: Request, network: Name = None, season: Name = None, municipality: Name = None
) -> Response:
    """What items say of who takes part."""
    with shelf_of(request).library() as library:
        rows = participation(library, network or None, season or None, municipality or None)
        table = Table("participation", PARTICIPATION, _rows(rows))
        return _file(request, library, "participation", table, about=holdings(library, municipality or None))


@router.get("/fees.csv")
@router.get("/fees.xlsx")
def of_fees(
    request: Request, network: Name = None, season: Name = None, municipality: Name = None
) -> Response:
    """What networks and memberships cost."""
    with shelf_of(request).library() as library:
        rows = fees(library, network or None, season or None, municipality or None, others=False)
        table = Table("fees", FEES, _rows(rows))
        return _file(request, library, "fees", table, about=holdings(library, municipality or None))


@router.get("/cases/{number:path}.csv")
@router.get("/cases/{number:path}.xlsx")
def of_case(request: Request, number: str, municipality: Name = None) -> Response:
    """A case's course."""
    with shelf_of(request).library() as library:
        rows = case(library, number, municipality or None)
        if not rows:
            raise Missing("case", number)
        return _file(request, library, number, Table("case", CASE, _rows(rows)))


@router.get("/municipalities.csv")
@router.get("/municipalities.xlsx")
def of_municipalities(request: Request) -> Response:
    """The municipalities whose items are held."""
    with shelf_of(request).library() as library:
        return _file(request, library, "municipalities", rests_on(holdings(library)))


@router.get("/changes.csv")
@router.get("/changes.xlsx")
def of_changes(request: Request, since: Since = None, network: Name = None) -> Response:
    """What is new of networks."""
    with shelf_of(request).library() as library:
        rows = news(library, since or default_since(library), network or None)
        return _file(request, library, "changes", Table("changes", FACTS, _rows(rows)))


@router.get("/coverage.csv")
@router.get("/coverage.xlsx")
def of_coverage(request: Request, municipality: Name = None) -> Response:
    """Which §§ are held and which are missing."""
    with shelf_of(request).library() as library:
        return _file(
            request,
            library,
            "coverage",
            Table("coverage", LEDGER, _rows(coverage(library, municipality or None))),
        )


def _file(
    request: Request, library: Library, title: str, *tables: Table, about: Iterable[Holding] | None = None
) -> Response:
    """Tables in the form that the address ends with: CSV of the first, or a workbook of all of them."""
    name = request.scope["path"].rpartition("/")[2]
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    if name.endswith(".xlsx"):
        facts = {
            "program": f"pykala {VERSION}",
            "query": f"{request.scope['path']}?{request.url.query}".removesuffix("?"),
            "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "library": library.id,
            "library_revision": str(library.revision()),
        }
        report = Report(title, tables, facts, rests_on(about) if about is not None else None)
        return Response(workbook(report), media_type=_WORKBOOK, headers=headers)
    stream = io.StringIO()
    write_rows(tables[0].rows, tables[0].view, Format.CSV, stream)
    # The mark at the beginning tells spreadsheets that this is UTF-8.
    return Response("\ufeff" + stream.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _rows(found: Iterable[object]) -> list[Row]:
    return [row_of(one) for one in found]
