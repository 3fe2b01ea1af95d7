"""What changed since a day, and what is there and what is missing; robots.txt and how the server does."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from corpus.database import Library
from index.reports import extent
from index.reports.changes import changes_since
from index.reports.coverage import coverage
from index.reports.news import news
from index.reports.quiet import source_states
from web.asking import Name, shelf_of
from web.rendering import render
from web.settings import MOST_SERIES

router = APIRouter()
_DAYS = 30
_MOST_CHANGES = 500
Since = Annotated[dt.date | None, Query(description="From that day on (UTC).")]


@router.get("/changes")
def changes(request: Request, since: Since = None, network: Name = None) -> Response:
    """What is new, amended and gone since a day: what was decided of networks first, then the documents."""
    with shelf_of(request).library() as library:
        day = since or default_since(library)
        told = news(library, day, network or None)
        documents = changes_since(library, day)
    return render(
        request,
        "changes.html",
        since=day,
        network=network,
        news=told,
        documents=documents[:_MOST_CHANGES],
        more=max(0, len(documents) - _MOST_CHANGES),
    )


@router.get("/coverage")
def ledger(request: Request, municipality: Name = None, everything: bool = False) -> Response:
    """What must be there, what is held and what is missing."""
    with shelf_of(request).library() as library:
        series = list(coverage(library, municipality or None))
        sources = list(source_states(library))
        held = extent(library)
    missing = [one for one in series if everything or one.missing or one.doubtful or one.listed]
    return render(
        request,
        "coverage.html",
        series=missing[:MOST_SERIES],
        more=max(0, len(missing) - MOST_SERIES),
        whole=len(series) - len(missing),
        everything=everything,
        municipality=municipality,
        sources=sources,
        extent=held,
    )


@router.get("/about")
def about(request: Request) -> Response:
    """What this is, how to read it, the programming interface, and how accessible the pages are."""
    paths = request.app.openapi()["paths"]
    return render(request, "about.html", paths=paths)


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """Crawlers may read the pages, but neither ask questions nor draw pictures."""
    lines = ["User-agent: *", "Disallow: /search", "Disallow: /api/", "Disallow: /*.png", "Crawl-delay: 5"]
    return PlainTextResponse("\n".join(lines) + "\n")


@router.get("/health")
def health(request: Request) -> Response:
    """Whether the library answers."""
    with shelf_of(request).library() as library:
        return JSONResponse({"status": "ok", "revision": library.revision()})


def default_since(library: Library) -> dt.date:
    """A month before the library's newest document: what an answer says depends on the library alone."""
    (newest,) = library.connection.execute("SELECT max(first_seen) FROM documents").fetchone()
    last = dt.date.fromisoformat(newest[:10]) if newest else dt.datetime.now(dt.UTC).date()
    return last - dt.timedelta(days=_DAYS)
