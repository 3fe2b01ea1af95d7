"""Atom feeds: the newest items that a question finds, and what is new of a network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response

from corpus.database import Library
from index.engines import Order
from index.reports.news import News, news
from terminal.atom import Entry, feed
from web.api import VERSION
from web.asking import Name, Question, found, question, shelf_of
from web.labels import NEWS
from web.language import Language
from web.ledger_pages import default_since
from web.network_pages import network_here

router = APIRouter()
_NEWEST = 50
_YEAR = dt.timedelta(days=365)


@router.get("/search.atom")
def of_search(request: Request, asked: Annotated[Question, Depends(question)]) -> Response:
    """The newest items that a question finds."""
    shelf = shelf_of(request)
    newest = replace(asked, sort=Order.NEWEST)
    with shelf.library() as library:
        answer = found(library, shelf.engine(library), newest, _NEWEST, 0)
        name = asked.q or ", ".join(value for values in asked.options.values() for value in values)
        entries = [
            entry
            for hit in answer.hits
            if (entry := _entry(library, hit.item_id, name, hit.title or hit.document, None)) is not None
        ]
        return _feed(request, library, name, entries)


@router.get("/networks/{name:path}.atom")
def of_network(request: Request, name: str) -> Response:
    """What is new of a network: joins, refusals, leavings, contacts."""
    with shelf_of(request).library() as library:
        network = network_here(library, name).name
        told = news(library, default_since(library) - _YEAR, network)
        return _feed(request, library, network, _told(request, library, network, told))


@router.get("/changes.atom")
def of_changes(request: Request, network: Name = None) -> Response:
    """What is new of all networks, or one."""
    with shelf_of(request).library() as library:
        told = news(library, default_since(library), network or None)
        name = f"{_language(request).text('Muutokset')} {network or ''}".strip()
        return _feed(request, library, name, _told(request, library, name, told))


def _told(request: Request, library: Library, name: str, told: Iterable[News]) -> list[Entry]:
    language = _language(request)
    newest = sorted(told, key=lambda one: one.known, reverse=True)[:_NEWEST]
    entries = (
        _entry(
            library,
            one.item_id,
            name,
            " ".join(filter(None, [one.municipality, one.network, one.season]))
            + f": {language.text(NEWS[one.kind])}",
            one.kind,
        )
        for one in newest
    )
    return [entry for entry in entries if entry is not None]


def _entry(library: Library, item_id: str, name: str, title: str, kind: str | None) -> Entry | None:
    stored = library.item(item_id)
    if stored is None:
        return None
    seen = library.document(stored.document_id).first_seen
    return Entry(name, stored, kind or "new", seen, title)


def _language(request: Request) -> Language:
    found: Language = request.state.language
    return found


def _feed(request: Request, library: Library, name: str, entries: list[Entry]) -> Response:
    base = str(request.app.state.settings.base_url or request.base_url).rstrip("/")
    query = f"?{request.url.query}" if request.url.query else ""
    prefix = base + _language(request).prefix
    text = feed(
        library.id,
        [name],
        entries,
        VERSION,
        address=f"{prefix}{request.scope['path']}{query}",
        page=lambda item_id: f"{prefix}/items/{quote(item_id)}",
    )
    return Response(text, media_type="application/atom+xml")
