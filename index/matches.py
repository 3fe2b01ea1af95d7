"""All that matches a question, for what is told of the whole: facets, matrices, what is new."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.connection import clear_errors
from corpus.database import Library
from index.analysis import Analyser
from index.engines import Engine, Found, Hit, Order, Reader
from index.engines.choice import engine_of
from index.query import parse
from index.search import answer, impatient, open_index, what_is_unknown
from index.tree import Node, analysed


@dataclass(frozen=True)
class Matches:
    """Every item that matches, best first. ``query`` is the question as it was analysed.

    ``notes`` say in a line each what to know; ``unknown`` which of its words and names the library lacks.
    """

    query: Node
    hits: tuple[Hit, ...]
    notes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def ids(self) -> list[str]:
        """The items' ids."""
        return [hit.item_id for hit in self.hits]


def matches(
    library: Library,
    query_text: str,
    options: Mapping[str, str | Iterable[str]] | None = None,
    *,
    sort: Order = Order.RELEVANCE,
    engine: Engine | None = None,
    hints: bool = False,
) -> Matches:
    """All items that match a question; with ``hints`` also what is unknown, if there are none.

    Raises QueryError, IndexFailure, LibraryError.
    """
    query = parse(query_text, options)
    engine = engine or engine_of(library)
    reader, notes = open_index(library, engine)

    def ask(opened: Reader) -> tuple[Found, list[str]]:
        total = opened.search(query, limit=1, order=Order.NEWEST).total
        found = opened.search(query, limit=max(1, total), order=sort)
        return found, what_is_unknown(query, opened) if hints and not total else []

    with impatient(library):
        query = analysed(query, Analyser(library))
        found, unknown = answer(library, engine, reader, ask)
    return Matches(query, found.hits, tuple(notes), tuple(unknown))


def counted(
    library: Library, ids: Iterable[str], columns: str, where: str = ""
) -> Iterator[tuple[object, ...]]:
    """Rows of live items with their documents, of those ids: ``columns`` and conditions as SQL of ours."""
    with clear_errors(library.folder):
        yield from map(
            tuple,
            library.connection.execute(
                f"""SELECT {columns} FROM json_each(?) AS wanted
                JOIN items ON items.id = wanted.value AND items.live
                JOIN documents ON documents.id = items.document_id {where}""",
                (json.dumps(list(ids)),),
            ),
        )
