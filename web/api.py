"""The JSON API: what the pages show, for programs. Its description is at ``/api/openapi.json``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Annotated, Any, Generic, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel

from corpus.database import Library
from corpus.records import Document, Item
from index.reports import (
    CaseRow,
    FeeRow,
    NetworkRow,
    ParticipationRow,
    Stats,
    case,
    fees,
    networks,
    participation,
    stats,
)
from index.reports.changes import Change, changes_since
from index.reports.coverage import Series, coverage
from index.reports.holdings import Holding, holdings
from index.reports.matrix import Matrix, matrix
from index.reports.news import News, news
from index.search import Result
from web.asking import Name, Question, Size, found, question, shelf_of
from web.errors import Missing, Problem
from web.item_pages import stored_item
from web.ledger_pages import Since, default_since
from web.network_pages import Everyone, network_here
from web.settings import FURTHEST, LONGEST_NAME, MOST_ROWS, PAGE_SIZE, ROWS

VERSION = version("pykala")
DESCRIPTION = (
    "Decisions, fees, participants and network memberships read from the minutes of Finnish municipalities, "
    "each with the words that say so. Everything is public and only read; lists come in parts."
)

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The question cannot be read."},
    422: {"model": Problem, "description": "A value in the address cannot be read."},
    503: {"model": Problem, "description": "Too much is asked at once, or the index is being made."},
}
_MISSING: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "There is no such thing."}
}
_GONE: dict[int | str, dict[str, Any]] = {
    410: {"model": Problem, "description": "It was purged; why, and when."}
}

router = APIRouter(prefix="/api/v1", responses=_PROBLEMS, tags=["v1"])
Row = TypeVar("Row")
Called = Annotated[str, Path(min_length=1, max_length=LONGEST_NAME)]


class Rows(BaseModel, Generic[Row]):
    """Rows from ``offset`` on, of ``total``, and of which revision of the library they are."""

    revision: int
    total: int
    offset: int
    rows: list[Row]


@dataclass(frozen=True)
class Part:
    """Which of a list's rows are asked for."""

    limit: int
    offset: int

    def of(self, library: Library, rows: Sequence[Row]) -> Rows[Row]:
        """Those rows."""
        shown = list(rows[self.offset : self.offset + self.limit])
        return Rows(revision=library.revision(), total=len(rows), offset=self.offset, rows=shown)


def part(
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = ROWS,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Part:
    """The part of a list that a request asks for."""
    return Part(limit, offset)


Shown = Annotated[Part, Depends(part)]


class Hits(BaseModel):
    """A page of results: items from ``offset`` on, of ``total``. ``notes`` say what to know of the answer."""

    revision: int
    total: int
    offset: int
    hits: list[Result]
    notes: list[str]


class ItemRecord(BaseModel):
    """An item with the document it stands in."""

    item: Item
    document: Document


class Changes(BaseModel):
    """What changed from a day on: in networks, and in documents, of which this is a part of ``total``."""

    revision: int
    since: dt.date
    total: int
    offset: int
    networks: list[News]
    documents: list[Change]


@router.get("/search", summary="Items that a question finds")
def search(
    request: Request,
    asked: Annotated[Question, Depends(question)],
    limit: Size = PAGE_SIZE,
    offset: Annotated[int, Query(ge=0, lt=FURTHEST)] = 0,
) -> Hits:
    """A page of the items that a question and its filters find, best first."""
    shelf = shelf_of(request)
    with shelf.library() as library:
        answer = found(library, shelf.engine(library), asked, min(limit, FURTHEST - offset), offset)
        return Hits(
            revision=library.revision(),
            total=answer.total,
            offset=answer.offset,
            hits=list(answer.hits),
            notes=list(answer.notes),
        )


@router.get("/items/{item_id:path}", responses={**_MISSING, **_GONE}, summary="An item with all its facts")
def item(request: Request, item_id: Called) -> ItemRecord:
    """An item: its text, facts and evidence."""
    with shelf_of(request).library() as library:
        stored = stored_item(library, item_id)
    return ItemRecord(item=stored.item, document=stored.document)


@router.get("/networks", summary="The networks there are")
def every_network(request: Request, shown: Shown) -> Rows[NetworkRow]:
    """The networks that the documents tell of."""
    with shelf_of(request).library() as library:
        rows = networks(library)
        return shown.of(library, rows)


@router.get(
    "/networks/{name:path}/matrix", responses=_MISSING, summary="Municipalities and seasons of a network"
)
def network_matrix(
    request: Request,
    name: Called,
    season: Name = None,
    region: Name = None,
    size: Name = None,
    everyone: Everyone = False,
) -> Matrix:
    """How each municipality stands to each season, what is unknown too."""
    with shelf_of(request).library() as library:
        row = network_here(library, name)
        return matrix(
            library,
            row.name,
            season=season or None,
            region=region or None,
            size=size or None,
            everyone=everyone,
        )


@router.get("/participations", summary="Who takes part in which network, as items say it")
def participations(
    request: Request,
    shown: Shown,
    network: Name = None,
    season: Name = None,
    municipality: Name = None,
) -> Rows[ParticipationRow]:
    """Every statement of an item that a municipality takes part, or does not."""
    with shelf_of(request).library() as library:
        rows = participation(library, network or None, season or None, municipality or None)
        return shown.of(library, rows)


@router.get("/fees", summary="What networks and memberships cost")
def every_fee(
    request: Request,
    shown: Shown,
    network: Name = None,
    season: Name = None,
    municipality: Name = None,
) -> Rows[FeeRow]:
    """Participation and membership fees: as written, a year, and an inhabitant and year."""
    with shelf_of(request).library() as library:
        rows = fees(library, network or None, season or None, municipality or None, others=False)
        return shown.of(library, rows)


@router.get("/cases/{number:path}", responses=_MISSING, summary="A case's course through bodies")
def one_case(request: Request, shown: Shown, number: Called, municipality: Name = None) -> Rows[CaseRow]:
    """The handlings of a case by its diary number, oldest first."""
    with shelf_of(request).library() as library:
        rows = case(library, number, municipality or None)
        if not rows:
            raise Missing("case", number)
        return shown.of(library, rows)


@router.get("/municipalities", summary="The municipalities whose items are held")
def municipalities(request: Request, shown: Shown) -> Rows[Holding]:
    """Municipalities with how many of their items are held, and of which time."""
    with shelf_of(request).library() as library:
        rows = list(holdings(library))
        return shown.of(library, rows)


@router.get("/changes", summary="What changed since a day")
def changes(request: Request, shown: Shown, since: Since = None, network: Name = None) -> Changes:
    """What is new of networks, and what became of documents, from a day on (UTC)."""
    with shelf_of(request).library() as library:
        day = since or default_since(library)
        documents = changes_since(library, day)
        return Changes(
            revision=library.revision(),
            since=day,
            total=len(documents),
            offset=shown.offset,
            networks=list(news(library, day, network or None)),
            documents=documents[shown.offset : shown.offset + shown.limit],
        )


@router.get("/coverage", summary="Which §§ are held, and which are missing")
def ledger(request: Request, shown: Shown, municipality: Name = None) -> Rows[Series]:
    """The §§ of every body and year."""
    with shelf_of(request).library() as library:
        rows = list(coverage(library, municipality or None))
        return shown.of(library, rows)


@router.get("/stats", summary="What the library holds, in numbers")
def numbers(request: Request) -> Stats:
    """Counts by kind, municipality, body, year and so on."""
    with shelf_of(request).library() as library:
        return stats(library)
