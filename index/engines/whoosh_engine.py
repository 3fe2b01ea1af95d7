"""Whoosh as search engine.

Entries come analysed, so Whoosh's own analysers stay out: terms, positions and weights are handed to it as
they are. Questions are answered by ``whoosh_scan`` from its posting lists.

A Whoosh index is pickled Python and must never be opened unless this library made it: ``swap.state`` says so.
What is opened may still be damaged: ``whoosh_pickles`` takes nothing but values.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any as Anything
from typing import Self

from whoosh import columns, fields, formats, versionstring, writing
from whoosh.index import FileIndex

from index import tree
from index.engines import Found, Hit, Order, Reader
from index.engines.feed import LookUp
from index.engines.folder import FolderEngine
from index.engines.whoosh_codec import PLACE_SIZE, RowCodec, encode_places
from index.engines.whoosh_fields import (
    LEAST,
    MOST,
    limits,
    more_places,
    number_term,
    places,
)
from index.engines.whoosh_file import MappedStorage
from index.engines.whoosh_pickles import guard
from index.engines.whoosh_pool import Pool
from index.engines.whoosh_scan import Segment, sought_terms
from index.entry import KEYWORD_FIELDS, NUMBER_FIELDS, TEXT_FIELDS, Entry, Posting
from index.tree import sought

LAYOUT = 4
"""Version of how entries are kept here: with another one, Whoosh's indexes are made anew."""

guard()

_MEMORY = 256_000_000  # bytes of postings while they are gathered
_BLOCK = 512  # postings
_DOCUMENT = "document"
_MOST_SEGMENTS = 8


class WordField(fields.FieldType):  # type: ignore[misc]
    """Terms as they are, with their weights."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None, scorable=True)

    def index(self, value: Mapping[str, Posting], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, posting in value.items():
            yield term.encode(), len(posting.positions), posting.weight, b""


class OnePlace(formats.Existence):  # type: ignore[misc]
    """Postings with a number of one size each."""

    def fixed_value_size(self) -> int:
        return PLACE_SIZE


class PlaceField(fields.FieldType):  # type: ignore[misc]
    """Where terms first stand. Apart from their weights, since most questions need only those."""

    def __init__(self) -> None:
        super().__init__(OnePlace(), None, scorable=True)

    def index(self, value: Mapping[str, Posting], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, posting in value.items():
            yield term.encode(), 1, posting.weight, encode_places(posting.positions[:1])


class MorePlacesField(fields.FieldType):  # type: ignore[misc]
    """Where terms stand again."""

    def __init__(self) -> None:
        super().__init__(formats.Positions(), None, scorable=False)

    def index(self, value: Mapping[str, Posting], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, posting in value.items():
            if again := posting.positions[1:]:
                yield term.encode(), len(again), 1.0, encode_places(again)


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
        newest=fields.COLUMN(columns.NumericColumn("q")),
        oldest=fields.COLUMN(columns.NumericColumn("q")),
        document=KeywordField(),
        **{name: WordField() for name in TEXT_FIELDS},
        **{places(name): PlaceField() for name in TEXT_FIELDS},
        **{more_places(name): MorePlacesField() for name in TEXT_FIELDS},
        **{name: KeywordField() for name in KEYWORD_FIELDS},
        **{name: NumberField() for name in NUMBER_FIELDS},
        **{
            column: fields.COLUMN(columns.NumericColumn("q"))
            for name in NUMBER_FIELDS
            for column in limits(name)
        },
    )


class WhooshEngine(FolderEngine):
    """The engine that is always there."""

    name = "whoosh"
    sealed = True

    def version(self) -> str:
        """Whoosh's version, and that of our fields."""
        return f"{versionstring()}, layout {LAYOUT}"

    def _create(self, folder: Path) -> WhooshWriter:
        return WhooshWriter(_storage(folder).create_index(_schema()), new=True)

    def _append(self, folder: Path) -> WhooshWriter:
        return WhooshWriter(_open(folder, readonly=False), new=False)

    def _read(self, folder: Path, found: LookUp) -> Reader:
        return WhooshReader(_open(folder))


class WhooshWriter:
    """Writes a Whoosh index."""

    def __init__(self, index: FileIndex, *, new: bool) -> None:
        self._index = index
        self._new = new
        self._writer: Anything = index.writer(codec=RowCodec(blocklimit=_BLOCK))
        self._writer.pool = Pool(index.storage.folder, _MEMORY)

    def add(self, entry: Entry) -> None:
        """Index an entry."""
        self._writer.add_document(
            id=entry.item_id,
            newest=entry.newest,
            oldest=entry.oldest,
            document=(str(entry.document_id),),
            **entry.texts,
            **{places(name): postings for name, postings in entry.texts.items()},
            **{more_places(name): postings for name, postings in entry.texts.items()},
            **entry.keywords,
            **entry.numbers,
            **dict(_limits(entry)),
        )

    def remove(self, document_ids: Sequence[int]) -> None:
        """Take out the items of some documents."""
        reader = self._index.reader()
        try:
            terms = [str(number) for number in document_ids]
            for leaf, base in reader.leaf_readers() if reader.doc_count_all() else ():
                for number in Segment(leaf).having(_DOCUMENT, terms):
                    self._writer.delete_document(base + number)
        finally:
            reader.close()

    def finish(self) -> int:
        """Make it lasting. Many small segments are merged into one."""
        segments = len(self._writer.segments)
        whole = self._new or segments >= _MOST_SEGMENTS
        self._writer.commit(mergetype=writing.OPTIMIZE if whole else writing.NO_MERGE)
        held = int(self._index.refresh().doc_count())
        self._index.close()
        return held

    def abandon(self) -> None:
        """Stop in the middle."""
        if not self._writer.is_closed:
            self._writer.cancel()


def _limits(entry: Entry) -> Iterator[tuple[str, int]]:
    for name, numbers in entry.numbers.items():
        least, most = limits(name)
        # Without a number, limits between which none can be asked for.
        yield least, min(numbers, default=MOST)
        yield most, max(numbers, default=LEAST)


def _storage(folder: Path, *, readonly: bool = False) -> MappedStorage:
    return MappedStorage(str(folder), supports_mmap=True, readonly=readonly)


def _open(folder: Path, *, readonly: bool = True) -> FileIndex:
    return _storage(folder, readonly=readonly).open_index(schema=_schema())


class WhooshReader:
    """An open Whoosh index."""

    def __init__(self, index: FileIndex) -> None:
        self._index = index
        self._reader: Anything = index.reader()
        leaves = self._reader.leaf_readers() if self._reader.doc_count_all() else []
        self._segments = [Segment(leaf) for leaf, _ in leaves]
        size = max(1, sum(segment.size for segment in self._segments))
        for segment in self._segments:
            segment.averages = {
                field: max(1.0, sum(each.field_length(field) for each in self._segments) / size)
                for field in TEXT_FIELDS
            }

    def search(
        self, query: tree.Node, *, limit: int = 20, offset: int = 0, order: Order = Order.RELEVANCE
    ) -> Found:
        """Items matching an analysed query. Every match is looked at and counted."""
        scored = order is Order.RELEVANCE and any(sought(query))
        weights = self._weights(query) if scored else {}
        wanted = offset + limit
        total = 0
        best: list[tuple[float, int, int, int]] = []  # score downwards, date, segment, document
        for at, segment in enumerate(self._segments):
            matched = segment.matching(query)
            numbers: Iterable[int] = matched
            total += len(matched)
            if not matched:
                segment.forget()
                continue
            dates = segment.oldest if order is Order.OLDEST else segment.newest
            scores: dict[int, float] = {}
            if scored:
                scores = segment.best(query, matched, weights, wanted)
                numbers = _highest(matched, scores, wanted)
            best += heapq.nsmallest(
                wanted, ((-scores.get(number, 0.0), dates[number], at, number) for number in numbers)
            )
            segment.forget()
        best.sort()
        hits = [
            Hit(self._segments[at].stored_id(number), -score) for score, _, at, number in best[offset:wanted]
        ]
        return Found(total, tuple(hits))

    def vocabulary(self, field: str) -> list[str]:
        """All values of a typed field."""
        return [term.decode() for term in self._reader.lexicon(field)]

    def close(self) -> None:
        """Give back files."""
        self._reader.close()
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

    def _weights(self, query: tree.Node) -> dict[tuple[str, str], float]:
        """Inverse document frequency of every term that scores, over all segments."""
        size = sum(segment.size for segment in self._segments)
        weights = {}
        for field, term in dict.fromkeys(sought_terms(query)):
            often = sum(segment.frequency(field, term) for segment in self._segments)
            if often:
                weights[field, term] = math.log(size / (often + 1)) + 1
        return weights


def _highest(numbers: set[int], scores: dict[int, float], wanted: int) -> Iterable[int]:
    """The documents that can be among the first ``wanted``, with all that tie with the last of them."""
    if len(numbers) <= wanted or len(scores) < wanted:
        return numbers
    least = heapq.nlargest(wanted, scores.values())[-1]
    return [number for number, score in scores.items() if score >= least]
