"""Whoosh as search engine.

Entries come analysed, so Whoosh's own analysers stay out: terms, positions and weights are handed to it as
they are. Weights of title and decision words count as frequency within the one text field, which is what
BM25F does with fields, at the price of one posting list instead of three.

A Whoosh index is pickled Python and must never be opened unless this library made it: ``swap.state`` says so.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any as Anything
from typing import Self

from whoosh import fields, formats, scoring
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import qcore
from whoosh.searching import Searcher

from corpus.database import Library
from index import tree
from index.analysis import Analyser
from index.engines import Built, Found, Hit, IndexFailure, IndexState, Order, Progress, Reader
from index.engines.swap import building, retried, stamped, state, write_stamp
from index.engines.whoosh_query import number_term, whoosh_query
from index.entry import KEYWORD_FIELDS, NUMBER_FIELDS, TEXT_FIELDS, Entry, Posting, entries
from index.tree import sought

_BATCH = 200
_MEMORY_MB = 128
_TRY_FOR = 3.0  # seconds to open an index that is being swapped
_UNDATED = 99_999_999  # sorts last either way


class WordField(fields.FieldType):  # type: ignore[misc]
    """Terms as they are, with positions and weights."""

    def __init__(self) -> None:
        super().__init__(formats.Positions(), None, scorable=True)

    def index(self, value: Mapping[str, Posting], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, posting in value.items():
            yield (
                term.encode(),
                len(posting.positions),
                posting.weight,
                self.format.encode(posting.positions),
            )


class KeywordField(fields.FieldType):  # type: ignore[misc]
    """A set of values; only which documents have them is kept."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None, scorable=False)

    def index(self, value: Iterable[str], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term in value:
            yield term.encode(), 1, 1.0, b""


class NumberField(fields.FieldType):  # type: ignore[misc]
    """A set of whole numbers as terms that sort as the numbers do.

    Whoosh's own NUMERIC is not used: unsigned ranges return everything, and several values of one document
    repeat their coarse terms.
    """

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None, scorable=False)

    def index(self, value: Iterable[int], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for number in value:
            yield number_term(number).encode(), 1, 1.0, b""


def _schema() -> fields.Schema:
    return fields.Schema(
        id=fields.STORED(),
        oldest=fields.NUMERIC(int, bits=32, signed=True, shift_step=0, sortable=True),
        **{name: WordField() for name in TEXT_FIELDS},
        **{name: KeywordField() for name in KEYWORD_FIELDS},
        **{name: NumberField() for name in NUMBER_FIELDS},
    )


class WhooshEngine:
    """The engine that is always there."""

    name = "whoosh"

    def state(self, library: Library) -> IndexState:
        """How the index stands to the library."""
        return state(self.name, library, self._folder(library))

    def build(self, library: Library, progress: Progress | None = None) -> Built:
        """Make the index anew from all items and swap it in. Raises IndexFailure."""
        began = time.perf_counter()
        folder = self._folder(library)
        with building(folder) as aside:
            # Read before the items: a change meanwhile makes the index stale, never wrongly fresh.
            revision = library.revision()
            storage = FileStorage(str(aside), supports_mmap=True)
            index = storage.create_index(_schema())
            writer = index.writer(limitmb=_MEMORY_MB)
            count = 0
            try:
                for entry in _by_date(library):
                    writer.add_document(**_document(entry))
                    count += 1
                    if progress is not None and count % _BATCH == 0:
                        progress(count)
                writer.commit(optimize=True)
            except BaseException:
                if not writer.is_closed:
                    writer.cancel()
                raise
            self._check(index, count, aside)
            index.close()
            write_stamp(aside, stamped(aside, self.name, library, revision=revision, items=count))
        if progress is not None:
            progress(count)
        return Built(count, revision, time.perf_counter() - began)

    def open(self, library: Library) -> Reader:
        """Open the index, fresh or stale. Raises IndexFailure."""
        folder = self._folder(library)
        failure: Exception | None = None
        for pause in retried(_TRY_FOR):
            found = state(self.name, library, folder)
            if found in (IndexState.FRESH, IndexState.STALE):
                try:
                    return WhooshReader(_open(folder))
                except Exception as error:  # a damaged index fails in any way
                    failure = error
            elif found is IndexState.FOREIGN:
                break
            if pause:
                time.sleep(pause)
        reason = f" ({failure})" if failure else ""
        raise IndexFailure(f"the index cannot be opened{reason}: {folder}: run `pykala reindex`")

    def _folder(self, library: Library) -> Path:
        return library.folder / "index" / self.name

    def _check(self, index: FileIndex, count: int, folder: Path) -> None:
        held = index.doc_count()
        if held != count:
            raise IndexFailure(
                f"the index holds {held} of {count} items: {folder}: run `pykala reindex` again"
            )


def _by_date(library: Library) -> Iterator[Entry]:
    """Entries, newest first and then by id: the order in which equal scores are shown."""
    analyser = Analyser(library)
    order = [
        row[0]
        for row in library.connection.execute(
            "SELECT id FROM items WHERE live ORDER BY coalesce(meeting_date, '') DESC, id"
        )
    ]
    remaining = iter(order)
    while ids := list(islice(remaining, _BATCH)):
        stored = (library.item(item_id) for item_id in ids)
        yield from entries([one for one in stored if one is not None], analyser)


def _document(entry: Entry) -> dict[str, Anything]:
    return {
        "id": entry.item_id,
        "oldest": entry.day or _UNDATED,
        **entry.texts,
        **entry.keywords,
        **entry.numbers,
    }


def _open(folder: Path) -> FileIndex:
    storage = FileStorage(str(folder), supports_mmap=True, readonly=True)
    return storage.open_index(schema=_schema())


class WhooshReader:
    """An open Whoosh index."""

    def __init__(self, index: FileIndex) -> None:
        self._index = index
        self._searcher: Searcher = index.searcher(weighting=scoring.BM25F(B=0.6, K1=1.2))

    def search(
        self, query: tree.Node, *, limit: int = 20, offset: int = 0, order: Order = Order.RELEVANCE
    ) -> Found:
        """Items matching an analysed query.

        Every match is looked at: Whoosh's own collectors skip blocks, and then neither count rightly nor
        always keep the best.
        """
        compiled = whoosh_query(query)
        if order is Order.RELEVANCE and any(sought(query)):
            scored = sorted((-score, number) for score, number in self._scored(compiled))
        else:
            # Documents are numbered newest first.
            scored = [(0.0, number) for number in self._matching(compiled)]
            if order is Order.OLDEST and scored:
                day = self._searcher.reader().column_reader("oldest")
                scored.sort(key=lambda pair: (day[pair[1]], pair[1]))
        top = [
            Hit(self._searcher.stored_fields(number)["id"], -score)
            for score, number in scored[offset : offset + limit]
        ]
        return Found(len(scored), tuple(top))

    def _scored(self, compiled: qcore.Query) -> Iterator[tuple[float, int]]:
        for searcher, base in self._searcher.leaf_searchers():
            matcher = compiled.matcher(searcher, searcher.context(needs_current=True))
            while matcher.is_active():
                yield matcher.score(), base + matcher.id()
                matcher.next()

    def _matching(self, compiled: qcore.Query) -> list[int]:
        return [
            base + number
            for searcher, base in self._searcher.leaf_searchers()
            for number in sorted(set(compiled.matcher(searcher, searcher.boolean_context()).all_ids()))
        ]

    def vocabulary(self, field: str) -> list[str]:
        """All values of a typed field."""
        return [term.decode() for term in self._searcher.reader().lexicon(field)]

    def close(self) -> None:
        """Give back files."""
        self._searcher.close()
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
