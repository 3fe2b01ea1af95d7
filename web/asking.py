"""Questions as they come in addresses: their filters, their bounds, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, Request

from corpus.database import Library
from index.engines import Order
from index.facets import FacetValue, facets
from index.matches import matches
from index.query import QueryError, parse
from index.search import Results, search
from index.tree import And, Node, Not, Or, Phrase
from web.settings import (
    FURTHEST,
    LONGEST_NAME,
    LONGEST_QUERY,
    MOST_ON_A_PAGE,
    MOST_WORDS,
    PAGE_SIZE,
)
from web.shelf import Served, Shelf

Words = Annotated[
    str, Query(max_length=LONGEST_QUERY, description="The question, in the language of docs/query.md.")
]
Names = Annotated[
    list[Annotated[str, Query(max_length=LONGEST_NAME)]] | None,
    Query(max_length=10, description="Any of these."),
]
Name = Annotated[str | None, Query(max_length=LONGEST_NAME)]
Page = Annotated[int, Query(ge=1, le=FURTHEST // PAGE_SIZE)]
Size = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE)]


@dataclass(frozen=True)
class Question:
    """A question with its typed filters."""

    q: str = ""
    municipality: tuple[str, ...] = ()
    network: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    organ: tuple[str, ...] = ()
    sort: Order = Order.RELEVANCE

    @property
    def options(self) -> dict[str, tuple[str, ...]]:
        """The filters that are set."""
        filters = {
            "municipality": self.municipality,
            "network": self.network,
            "outcome": self.outcome,
            "date": self.date,
            "organ": self.organ,
        }
        return {
            name: kept for name, values in filters.items() if (kept := tuple(v for v in values if v.strip()))
        }

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not self.q.strip() and not self.options

    @property
    def asked(self) -> dict[str, object]:
        """The question as it stands in an address, without what is not set."""
        sort = None if self.sort is Order.RELEVANCE else self.sort.value
        return {"q": self.q, **self.options, "sort": sort}


def question(
    q: Words = "",
    municipality: Names = None,
    network: Names = None,
    outcome: Names = None,
    date: Names = None,
    organ: Names = None,
    sort: Order = Order.RELEVANCE,
) -> Question:
    """The question in a request's address."""
    return Question(
        q,
        tuple(municipality or ()),
        tuple(network or ()),
        tuple(outcome or ()),
        tuple(date or ()),
        tuple(organ or ()),
        sort,
    )


def shelf_of(request: Request) -> Shelf:
    """The server's library."""
    shelf: Shelf = request.app.state.shelf
    return shelf


def found(library: Library, engine: Served, asked: Question, limit: int, offset: int) -> Results:
    """A page of what a question finds. Raises QueryError, IndexFailure, LibraryError."""
    within_bounds(asked)
    if offset + limit > FURTHEST:
        raise QueryError(f"items beyond the first {FURTHEST}", None, "narrow the question", option="page")
    return search(library, asked.q, asked.options, limit=limit, offset=offset, sort=asked.sort, engine=engine)


def divided(
    library: Library, engine: Served, asked: Question, total: int, most: int, most_divided: int
) -> list[FacetValue] | None:
    """How all that a question finds divides, ``most`` values a facet; None when it is more than
    ``most_divided`` items."""
    if total > most_divided:
        return None
    every = matches(library, asked.q, asked.options, sort=Order.NEWEST, engine=engine)
    return facets(library, every.ids, most)


def within_bounds(asked: Question) -> None:
    """Refuse a question of more words and filters than can be answered in time. Raises QueryError."""
    words = _words(parse(asked.q, asked.options))
    if words > MOST_WORDS:
        raise QueryError(f"a question of {words} words and filters", 0, f"at most {MOST_WORDS}")


def _words(node: Node) -> int:
    match node:
        case And(nodes=parts) | Or(nodes=parts):
            return sum(map(_words, parts))
        case Not():
            return _words(node.node)
        case Phrase(words=parts):
            return len(parts)
        case _:
            return 1


def narrowed(asked: Question, more: str) -> str:
    """The question's words with a filter more."""
    return f"{asked.q} {more}".strip()
