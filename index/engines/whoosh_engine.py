"""Whoosh as search engine.

Entries come analysed, so Whoosh's own analysers stay out: terms, positions and weights are handed to it as
they are. Weights of title and decision words count as frequency within the one text field, which is what
BM25F does with fields, at the price of one posting list instead of three.

A Whoosh index is pickled Python and must never be opened unless this library made it: ``swap.state`` says so.
"""

from __future__ import annotations

import datetime as dt
import time
from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any as Anything
from typing import Self

from whoosh import fields, formats, matching, query, scoring
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.query import qcore
from whoosh.searching import Searcher

from corpus.database import Library
from index import tree
from index.analysis import Analyser
from index.engines import Built, Found, Hit, IndexFailure, IndexState, Order, Progress, Reader
from index.engines.swap import building, retried, state, wanted, write_stamp
from index.entry import EXACT, KEYWORD_FIELDS, NUMBER_FIELDS, TEXT_FIELDS, Entry, Posting, entries
from index.tree import sought
from index.values import covering

_BATCH = 200
_MEMORY_MB = 256
_TRY_FOR = 5.0  # seconds to open an index that is being swapped
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


def number_term(number: int) -> str:
    """A signed 64-bit number as hexadecimal digits in sorting order."""
    return f"{min(max(number, -(2**63)), 2**63 - 1) + 2**63:016x}"


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
            write_stamp(aside, wanted(self.name, library, revision=revision, items=count))
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

        Every match is looked at: Whoosh's own collectors skip blocks, and then neither count rightly nor always
        keep the best.
        """
        compiled = _compiled(query)
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


class _Documents(qcore.Query):  # type: ignore[misc]
    """Documents that have any of some terms, all with one score: a filter.

    The documents' numbers are gathered at once, which is faster than a tree of Whoosh's matchers by far when
    there are hundreds of terms.
    """

    def __init__(self, field: str, terms: Iterable[str] = (), *, prefix: str | None = None) -> None:
        self._field = field
        self._terms = tuple(terms)
        self._prefix = prefix

    def found(self, reader: Anything) -> Iterable[str | bytes]:
        """The terms of this reader to look at."""
        return self._terms if self._prefix is None else reader.expand_prefix(self._field, self._prefix)

    def is_leaf(self) -> bool:
        return True

    def normalize(self) -> _Documents:
        return self

    def estimate_size(self, reader: Anything) -> int:
        if self._prefix is not None:
            return int(reader.doc_count())
        return sum(reader.doc_frequency(self._field, term) for term in self.found(reader))

    def estimate_min_size(self, reader: Anything) -> int:
        return 0

    def matcher(self, searcher: Searcher, context: Anything = None) -> matching.Matcher:
        reader = searcher.reader()
        numbers: set[int] = set()
        for term in self.found(reader):
            if (self._field, term) in reader:
                numbers.update(reader.postings(self._field, term).all_ids())
        return matching.ListMatcher(array("I", sorted(numbers)), all_weights=1.0) if numbers else _nothing()


class _Numbers(_Documents):
    """Documents with a number between two."""

    def __init__(self, field: str, low: int | None, high: int | None) -> None:
        super().__init__(field)
        self._low = number_term(low if low is not None else -(2**63)).encode()
        self._high = number_term(high if high is not None else 2**63 - 1).encode()

    def found(self, reader: Anything) -> Iterable[str | bytes]:
        for name, term in reader.terms_from(self._field, self._low):
            if name != self._field or term > self._high:
                return
            yield term

    def estimate_size(self, reader: Anything) -> int:
        return int(reader.doc_count())


class _Years(_Documents):
    """Documents dated between two days."""

    def __init__(self, dates: tree.Dates) -> None:
        super().__init__("date")
        self._dates = dates

    def found(self, reader: Anything) -> Iterable[str | bytes]:
        years = [int(term) for term in reader.lexicon(self._field) if len(term) == 4]
        if not years:
            return ()
        low = max(self._dates.low or dt.date.min, dt.date(min(years), 1, 1))
        high = min(self._dates.high or dt.date.max, dt.date(max(years), 12, 31))
        return covering(low, high)

    def estimate_size(self, reader: Anything) -> int:
        return int(reader.doc_count())


class _Without(_Documents):
    """Documents that a query does not match. Whoosh's own AndNot skips some when the query is an Or."""

    def __init__(self, unwanted: qcore.Query) -> None:
        super().__init__("")
        self._unwanted = unwanted

    def estimate_size(self, reader: Anything) -> int:
        return int(reader.doc_count())

    def matcher(self, searcher: Searcher, context: Anything = None) -> matching.Matcher:
        unwanted = set(self._unwanted.matcher(searcher, searcher.boolean_context()).all_ids())
        wanted = [number for number in searcher.reader().all_doc_ids() if number not in unwanted]
        return matching.ListMatcher(array("I", wanted), all_weights=1.0) if wanted else _nothing()


class _Following(_Documents):
    """Documents where words follow each other: at each place any of some terms, at most ``slop`` apart.

    Whoosh's own span queries miss documents when a place has several terms or one term comes twice.
    """

    def __init__(self, places: Iterable[tuple[str, tuple[str, ...]]], slop: int) -> None:
        self._places = tuple(places)
        self._slop = slop
        super().__init__(self._places[0][0], self._places[0][1])

    def matcher(self, searcher: Searcher, context: Anything = None) -> matching.Matcher:
        reader = searcher.reader()
        there = [
            [(field, term) for term in terms if (field, term) in reader] for field, terms in self._places
        ]
        common: set[int] | None = None
        for terms in there:
            numbers = {number for name in terms for number in reader.postings(*name).all_ids()}
            common = numbers if common is None else common & numbers
            if not common:
                return _nothing()
        candidates = sorted(common or ())
        reached = dict.fromkeys(candidates, _ANYWHERE)
        for terms in there:
            places = _positions(reader, terms, candidates)
            reached = {
                number: _next(before, places[number], self._slop) for number, before in reached.items()
            }
        found = [number for number, ends in reached.items() if ends]
        return matching.ListMatcher(array("I", found), all_weights=1.0) if found else _nothing()


_ANYWHERE = frozenset({-1})


def _next(before: frozenset[int], places: frozenset[int], slop: int) -> frozenset[int]:
    """The places that come within ``slop`` after one of those before."""
    if before is _ANYWHERE:
        return places
    return frozenset(place for place in places if any(place - step in before for step in range(1, slop + 1)))


def _positions(
    reader: Anything, terms: list[tuple[str, str]], candidates: list[int]
) -> dict[int, frozenset[int]]:
    """Where any of the terms stands in each of the candidates."""
    found: dict[int, frozenset[int]] = dict.fromkeys(candidates, frozenset())
    for name in terms:
        postings = reader.postings(*name)
        for number in candidates:
            if postings.is_active() and postings.id() < number:
                postings.skip_to(number)
            if not postings.is_active():
                break
            if postings.id() == number:
                found[number] |= frozenset(postings.value_as("positions"))
    return found


def _nothing() -> matching.Matcher:
    return matching.NullMatcher()


def _compiled(node: tree.Node) -> qcore.Query:
    match node:
        case tree.Word(field=field, terms=terms):
            return _any_term(field, terms)
        case tree.Phrase(words=words, exact=exact, slop=slop):
            return _phrase(words, exact=exact, slop=slop)
        case tree.Prefix(text=text, field=field):
            nodes = [_Documents(field, prefix=text)]
            if field == tree.TEXT:
                nodes.append(_Documents(EXACT, prefix=text))
            return query.Or(nodes) if len(nodes) > 1 else nodes[0]
        case tree.Any(field=field, values=values):
            return _Documents(field, values)
        case tree.Starts(field=field, text=text):
            return _Documents(field, prefix=text)
        case tree.Range(field=field, low=low, high=high):
            return _Numbers(field, low, high)
        case tree.Dates():
            return _Years(node)
        case tree.Or(nodes=nodes):
            return query.Or([_compiled(child) for child in nodes])
        case tree.Not(node=child):
            return _Without(_compiled(child))
        case tree.And(nodes=nodes):
            return query.And([_compiled(child) for child in nodes])
        case tree.Everything():
            return query.Every()


def _any_term(field: str, terms: tuple[str, ...]) -> qcore.Query:
    found = [query.Term(field, term) for term in terms]
    return query.Or(found) if len(found) > 1 else found[0]


def _phrase(words: tuple[tree.Word, ...], *, exact: bool, slop: int) -> qcore.Query:
    places = [(EXACT, (word.text,)) if exact else (word.field, word.terms) for word in words]
    if len(places) == 1:
        return _any_term(*places[0])
    return query.And([*(_any_term(*place) for place in dict.fromkeys(places)), _Following(places, slop)])
