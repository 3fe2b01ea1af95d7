"""The front page and the pages of results."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from index.fields import FIELDS
from index.query import QueryError
from index.reports import extent, networks
from web.asking import Page, Question, divided, found, narrowed, question, shelf_of
from web.rendering import Links, render
from web.settings import FACETED, MOST_FACETED, PAGE_SIZE

router = APIRouter()
_OF_A_FACET = 8


@router.get("/")
def home(request: Request) -> Response:
    """What is here, and where to begin."""
    with shelf_of(request).library() as library:
        return render(
            request, "home.html", networks=networks(library), extent=extent(library), question=Question()
        )


@router.get("/search")
def results(
    request: Request, asked: Annotated[Question, Depends(question)], page: Page = 1, divide: bool = False
) -> Response:
    """A page of results, with facets to narrow them; without a question, how to ask.

    Very many results are divided into facets only if that is asked for with ``divide``.
    """
    if asked.is_empty:
        return render(request, "search.html", question=asked, fields=FIELDS, results=None, problem=None)
    shelf = shelf_of(request)
    first = (page - 1) * PAGE_SIZE
    try:
        with shelf.library() as library:
            engine = shelf.engine(library)
            answer = found(library, engine, asked, PAGE_SIZE, first)
            groups = divided(
                library, engine, asked, answer.total, _OF_A_FACET, MOST_FACETED if divide else FACETED
            )
    except QueryError as problem:
        return render(
            request, "search.html", 400, question=asked, fields=FIELDS, results=None, problem=problem
        )
    links = Links(request.app.state.settings, request.state.language)
    facets = [
        (
            name,
            [(value, links.search(**{**asked.asked, "q": narrowed(asked, value.query)})) for value in values],
        )
        for name, values in groupby(groups or (), key=lambda value: value.facet)
    ]
    return render(
        request,
        "search.html",
        question=asked,
        fields=FIELDS,
        results=answer,
        problem=None,
        facets=facets,
        undivided=groups is None,
        divisible=answer.total <= MOST_FACETED,
        old_index=engine.old,
        page=page,
        pages=-(-answer.total // PAGE_SIZE),
        first=first,
    )
