"""Questions to results: what ``pykala search`` prints."""

from __future__ import annotations

import datetime as dt
import difflib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from corpus.connection import LibraryError
from corpus.database import Library, StoredItem
from corpus.records import Item, Kind, Money, MoneyKind, Outcome
from index.analysis import Analyser
from index.deadline import TooSlow
from index.engines import Engine, Found, IndexFailure, IndexState, NoAnswer, Order, Progress, Reader
from index.engines.choice import choose, chosen, engine_of
from index.fields import BY_KEY, FieldType
from index.query import parse
from index.snippets import Marker, Snippet
from index.suggest import unknown_words
from index.tree import Node, analysed, filters

_FEES = (MoneyKind.PARTICIPATION_FEE, MoneyKind.MEMBERSHIP_FEE)
_NAMED = (FieldType.NAME, FieldType.WORDS, FieldType.PERSON, FieldType.SEASON, FieldType.DIARY)
_PATIENCE_MS = 250  # a question does not wait long to remember a word
_PATIENCE = 1.0  # seconds for another builder, while there is an old index to ask
Answer = TypeVar("Answer")
_BUILDING = 600.0  # seconds for another builder, when there is none


@dataclass(frozen=True)
class Result:
    """An item found. ``fee`` is its first participation or membership fee, as the text gives it;
    ``decision`` what therefore holds."""

    item_id: str
    score: float
    kind: Kind
    language: str
    title: str | None
    municipality: str | None
    organ: str | None
    date: dt.date | None
    section: int | None
    outcome: Outcome | None
    diary_number: str | None
    fee: Money | None
    document: str
    snippet: Snippet
    title_spans: tuple[tuple[int, int], ...] = ()
    decision: str | None = None


@dataclass(frozen=True)
class Results:
    """One page of results. ``notes`` say in a line each what to know: an unknown name, an old index."""

    total: int
    hits: tuple[Result, ...]
    offset: int = 0
    notes: tuple[str, ...] = ()


def search(
    library: Library,
    query_text: str,
    options: Mapping[str, str | Iterable[str]] | None = None,
    *,
    limit: int = 20,
    offset: int = 0,
    sort: Order = Order.RELEVANCE,
    engine: Engine | str | None = None,
    url: str | None = None,
    progress: Progress | None = None,
) -> Results:
    """Items that match a query's text and options (field name to value or values), best first.

    Brings the index up to date first when it is missing or old. ``engine`` is one, or its name; else it is
    the library's own; ``url`` says where OpenSearch is. Raises QueryError, IndexFailure, LibraryError.
    """
    query = parse(query_text, options)
    made_by = _engine(library, engine, url)
    reader, notes = open_index(library, made_by, progress)
    with impatient(library):
        analyser = Analyser(library)
        query = analysed(query, analyser)
        found, more = answer(
            library, made_by, reader, lambda opened: _ask(opened, query, limit, offset, sort), progress
        )
        results = _results(library, found, Marker(query, analyser))
        return Results(found.total, results, offset, (*notes, *more))


def reindex(
    library: Library,
    *,
    if_needed: bool = False,
    engine: Engine | str | None = None,
    url: str | None = None,
    progress: Progress | None = None,
) -> int | None:
    """Build the index; with ``if_needed`` only what changed, and nothing when it is fresh.

    Gives the items indexed, or None. An engine given by name, and where it is, become the library's own.
    Raises IndexFailure, LibraryError.
    """
    made_by = _engine(library, engine, url)
    fresh = made_by.state(library) is IndexState.FRESH
    items = None
    if not if_needed:
        items = made_by.build(library, progress).items
    elif not fresh:
        items = made_by.update(library, progress).items
    if isinstance(engine, str) or url or chosen(library) is None:
        choose(library, made_by)
    return items


def open_index(
    library: Library, engine: Engine | None = None, progress: Progress | None = None
) -> tuple[Reader, list[str]]:
    """The index, made or brought up to date if need be; an old one, with a note, if that fails.

    Raises IndexFailure, LibraryError.
    """
    engine = engine or engine_of(library)
    state = engine.state(library)
    notes: list[str] = []
    if state is not IndexState.FRESH:
        try:
            engine.update(library, progress, patience=_PATIENCE if state is IndexState.STALE else _BUILDING)
        except IndexFailure as failure:
            if state is not IndexState.STALE:
                raise
            notes.append(f"the index is older than the library: {failure}")
        if chosen(library) is None:
            with suppress(LibraryError), impatient(library):
                choose(library, engine)
    try:
        return engine.open(library), notes
    except NoAnswer:
        raise
    except IndexFailure:
        if state is not IndexState.FRESH:
            raise
    engine.build(library, progress)  # damaged in a way its stamp does not show
    return engine.open(library), notes


def answer(
    library: Library,
    engine: Engine,
    reader: Reader,
    ask: Callable[[Reader], Answer],
    progress: Progress | None = None,
) -> Answer:
    """What an index that was opened answers, to be closed then; made anew if it turns out to be damaged.

    Raises IndexFailure, LibraryError.
    """
    try:
        with reader:
            return ask(reader)
    except (NoAnswer, TooSlow):
        raise
    except Exception:  # damaged in a way that neither its stamp nor opening it shows
        engine.build(library, progress)
    with engine.open(library) as made_anew:
        return ask(made_anew)


def _engine(library: Library, engine: Engine | str | None, url: str | None) -> Engine:
    return engine_of(library, engine, url) if engine is None or isinstance(engine, str) else engine


def _ask(reader: Reader, query: Node, limit: int, offset: int, order: Order) -> tuple[Found, list[str]]:
    found = reader.search(query, limit=max(1, limit), offset=max(0, offset), order=order)
    return found, [] if found.total else what_is_unknown(query, reader)


@contextmanager
def impatient(library: Library) -> Iterator[None]:
    """Let the library's cache be written only if nobody else is writing just now."""
    connection: sqlite3.Connection = library.connection
    before = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA busy_timeout = {before}")


def _results(library: Library, found: Found, marker: Marker) -> tuple[Result, ...]:
    items = [(hit, library.item(hit.item_id)) for hit in found.hits]
    # An item may have gone since the index was made.
    there = [(hit.score, stored) for hit, stored in items if stored is not None]
    marker.prepare((stored.item.text, stored.item.language) for _, stored in there)
    return tuple(result_of(stored, score, marker) for score, stored in there)


def result_of(stored: StoredItem, score: float, marker: Marker) -> Result:
    """An item as it is shown among results."""
    item = stored.item
    decision = item.decision
    return Result(
        item_id=item.id,
        score=score,
        kind=item.kind,
        language=item.language,
        title=item.title,
        municipality=item.municipality or stored.document.municipality,
        organ=item.organ,
        date=item.meeting_date,
        section=item.section,
        outcome=decision.outcome if decision else None,
        diary_number=item.diary_numbers[0].key if item.diary_numbers else None,
        fee=fee_of(item),
        document=stored.document.name,
        snippet=marker.snippet(
            item.text, item.language, fallback=decision.effective_text if decision else None
        ),
        title_spans=tuple((mark.start, mark.end) for mark in marker.marks(item.title or "", item.language)),
        decision=(decision.effective_text or None) if decision else None,
    )


def fee_of(item: Item) -> Money | None:
    """The item's first participation or membership fee."""
    fees = [part.fee for part in item.participations if part.fee is not None]
    fees += [money for money in item.money if money.kind in _FEES]
    return fees[0] if fees else None


def what_is_unknown(query: Node, reader: Reader) -> list[str]:
    """A line for each name and word of an analysed question that the library does not have."""
    return [*_unknown_names(query, reader), *unknown_words(query, reader)]


def _unknown_names(query: Node, reader: Reader) -> list[str]:
    """A line for each name asked for that the library does not have at all."""
    notes = []
    for node in filters(query):
        field = BY_KEY[node.field]
        if field.type not in _NAMED:
            continue
        vocabulary = reader.vocabulary(node.field)
        if not set(node.values) & set(vocabulary):
            asked = node.values[0]
            close = difflib.get_close_matches(asked, vocabulary, n=3, cutoff=0.7)
            close = close or sorted(name for name in vocabulary if asked in name)[:3]  # a part of a name
            hint = f"; did you mean {' or '.join(close)}?" if close else ""
            notes.append(f'no {field.key} "{asked}" in this library{hint}')
    return notes
