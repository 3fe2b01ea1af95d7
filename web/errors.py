"""What goes wrong, said in a sentence: on a page to people, in JSON to programs."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from corpus.connection import LibraryError
from index.deadline import TooSlow
from index.engines import IndexFailure
from index.query import QueryError
from web.labels import ERRORS
from web.rendering import render
from web.shelf import TooBusy

_SOON = {"Retry-After": "5"}
_log = logging.getLogger("pykala.web")


class Problem(BaseModel):
    """Why there is no answer. ``position`` is where in the question, counted in characters from 0."""

    detail: str
    position: int | None = None
    reason: str | None = None
    purged: str | None = None


class Gone(Exception):
    """An item that was purged since somebody linked to it: why, and when (UTC)."""

    def __init__(self, reason: str, purged: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.purged = purged


class Missing(Exception):
    """There is no such thing here: what was asked for, and where to look instead."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"no {what}: {name}")
        self.what = what
        self.name = name


@dataclass(frozen=True)
class _Said:
    """An error as both kinds of readers get it; ``text`` is the key of its words for people."""

    status: int
    text: str
    problem: Problem
    soon: bool = False

    @property
    def detailed(self) -> bool:
        """Whether its detail tells people more than its words do."""
        return self.text in ("missing", "query", "address", "request")


def add_errors(app: FastAPI) -> None:
    """Give every expected error its answer; what nobody expected is logged, and told of without details."""
    for kind in (
        *(HTTPException, RequestValidationError, QueryError, Gone, Missing),
        *(TooBusy, TooSlow, IndexFailure, LibraryError, sqlite3.Error, Exception),
    ):
        app.add_exception_handler(kind, _answer)


def _answer(request: Request, error: Exception) -> Response:
    said = _said(error)
    headers = dict(getattr(error, "headers", None) or {}) | (_SOON if said.soon else {})
    if request.scope["path"].startswith("/api/"):
        return JSONResponse(said.problem.model_dump(exclude_none=True), said.status, headers)
    heading, text = ERRORS[said.text]
    page = render(
        request,
        "error.html",
        said.status,
        heading=heading,
        text=text,
        problem=said.problem,
        detailed=said.detailed,
    )
    page.headers.update(headers)
    return page


def _said(error: Exception) -> _Said:
    text = str(error)
    match error:
        case Gone():
            return _Said(410, "gone", Problem(detail="purged", reason=error.reason, purged=error.purged))
        case Missing():
            return _Said(404, "missing", Problem(detail=text))
        case QueryError():
            return _Said(400, "query", Problem(detail=text, position=error.position))
        case RequestValidationError():
            wrong = error.errors()[0]
            place = ".".join(str(part) for part in wrong["loc"][1:])
            return _Said(422, "address", Problem(detail=f"{place}: {wrong['msg']}"))
        case HTTPException(status_code=404):
            return _Said(404, "no-page", Problem(detail="not found"))
        case HTTPException():
            return _Said(error.status_code, "request", Problem(detail=str(error.detail)))
        case TooBusy():
            problem = Problem(detail="too many questions at once: try again in a moment")
            return _Said(503, "busy", problem, soon=True)
        case IndexFailure():
            problem = Problem(detail="the index is being made: try again in a moment")
            return _Said(503, "building", problem, soon=True)
        case TooSlow():
            return _Said(503, "slow", Problem(detail=text), soon=True)
        case sqlite3.OperationalError() | LibraryError() if "interrupt" in text:
            problem = Problem(detail="the question took too long: narrow it")
            return _Said(503, "slow", problem, soon=True)
        case LibraryError() | sqlite3.Error():
            _log.error("library: %s", text)
            problem = Problem(detail="the library cannot be read just now")
            return _Said(503, "library", problem, soon=True)
        case _:
            _log.exception("unexpected error", exc_info=error)
            return _Said(500, "unexpected", Problem(detail="unexpected error"))
