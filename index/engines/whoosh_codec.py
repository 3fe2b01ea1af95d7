"""How postings are written into a Whoosh index and read again: numbers as rows of bytes.

Whoosh's own codec pickles a block's document numbers, weights and values one by one, and so makes an object
of each when the block is read. As rows of bytes they are read at one go, and only what is looked at becomes
an object.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise, repeat
from struct import Struct
from typing import Any as Anything
from typing import NamedTuple

from whoosh.codec.whoosh3 import (
    WHOOSH3_HEADER_MAGIC,
    W3Codec,
    W3FieldWriter,
    W3LeafMatcher,
    W3TermInfo,
)
from whoosh.system import pack_ushort

from index.engines.whoosh_pool import NUMBERS, WEIGHTS, Gathered, Key

PLACE_SIZE = array(NUMBERS).itemsize
"""Bytes of a place."""

Block = tuple[Sequence[int], Sequence[float], Sequence[int]]
"""Document numbers and weights of some postings, and places, if any, one to each document number.

Of postings with several places each a number stands as often as it has places, and weights are none.
"""


class _Head(NamedTuple):
    """What stands before a block's rows."""

    size: int  # bytes of the rows
    last: bool
    documents: int
    greatest: int  # document number
    greatest_weight: float
    alike: bool  # all weights are ``weight``
    weight: float
    many: bool  # several places a document, told by a row of documents
    places: int


_HEAD = Struct("=I?IIf?f?I")


def encode_places(places: Sequence[int]) -> bytes:
    """Places as they are kept in a posting."""
    return array(NUMBERS, places).tobytes()


class RowCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec but for the blocks of postings."""

    length_stats = False  # of postings: nothing asks how long the fields are that a term stands in

    def field_writer(self, storage: Anything, segment: Anything) -> RowFieldWriter:
        """What writes the terms and postings of a segment."""
        return RowFieldWriter(self, storage, segment)

    def postings_reader(
        self,
        file: Anything,
        info: Anything,
        format_: Anything,
        term: Anything = None,
        scorer: Anything = None,
    ) -> RowMatcher:
        """A matcher over a term's postings."""
        return RowMatcher(file, *info.extent(), format_, term=term, scorer=scorer)


class RowFieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes what ``Pool`` gathered."""

    def add_postings(self, schema: Anything, _: object, terms: Iterable[tuple[Key, Gathered]]) -> None:
        """Write all terms, which are in order."""
        limit = self._codec._blocklimit
        for (field, term), gathered in terms:
            number = self._fieldmap.setdefault(field, len(self._fieldmap))
            info = write_postings(self._postfile, schema[field].format, gathered, limit)
            self._tindex.add(pack_ushort(number) + term, info.to_bytes())


def write_postings(file: Anything, format_: Anything, gathered: Gathered, limit: int) -> W3TermInfo:
    """Write a term's postings in blocks of ``limit``: a head, then rows of documents, weights, places.

    Weights that are all the same have no row. Where a document may have several places, a row tells whose
    each is.
    """
    documents, weights, values, sizes = gathered
    begin = file.tell()
    file.write(WHOOSH3_HEADER_MAGIC)
    many = format_.fixed_value_size() is None
    ends = list(accumulate(sizes, initial=0))
    for first in range(0, len(documents), limit):
        last = min(first + limit, len(documents))
        own, weighed = documents[first:last], weights[first:last]
        rows: list[array[Anything]] = [own]
        alike = weighed.count(weighed[0]) == len(weighed)
        if not alike:
            rows.append(weighed)
        if many:
            counts = [size // PLACE_SIZE for size in sizes[first:last]]
            rows.append(array(NUMBERS, chain.from_iterable(map(repeat, own, counts))))
        data = b"".join([*map(bytes, rows), values[ends[first] : ends[last]]])
        head = _Head(
            size=len(data),
            last=last == len(documents),
            documents=len(own),
            greatest=own[-1],
            greatest_weight=max(weighed),
            alike=alike,
            weight=weighed[0],
            many=many,
            places=(ends[last] - ends[first]) // PLACE_SIZE,
        )
        file.write(_HEAD.pack(*head) + data)
    info = W3TermInfo(
        weight=sum(weights),
        df=len(documents),
        maxweight=max(weights),
        minid=documents[0],
        maxid=documents[-1],
    )
    info.set_extent(begin, file.tell() - begin)
    return info


class RowMatcher(W3LeafMatcher):  # type: ignore[misc]
    """Reads such blocks."""

    _head: _Head
    _data: Anything
    _ids: Anything
    _weights: Anything
    _values: Anything

    def blocks(self, wanted: Sequence[int] | None = None) -> Iterator[Block]:
        """All blocks, or those that can hold any of some documents, which are in order."""
        at, passed = 0, -1
        while True:
            if wanted is None:
                yield self._block()
            elif (at := bisect_right(wanted, passed, at)) == len(wanted):
                return
            else:
                passed = self._maxid
                if wanted[at] <= passed:
                    yield self._block()
            if self._lastblock:
                return
            self._goto(self._nextoffset)

    def _block(self) -> Block:
        self._read_data()
        ids, weights, owners, places = self._data
        return (owners, (), places) if self._head.many else (ids, weights, places)

    def _goto(self, position: int) -> None:
        self._data = self._ids = self._weights = self._values = None
        self._i = 0
        self._head = head = _Head(*_HEAD.unpack(self._postfile.get(position, _HEAD.size)))
        self._lastblock, self._blocklength = head.last, head.documents
        self._maxid, self._maxweight = head.greatest, head.greatest_weight
        self._dataoffset = position + _HEAD.size
        self._nextoffset = self._dataoffset + head.size

    def _read_data(self) -> None:
        """Raises ValueError if the rows are not those that the head tells of."""
        head = self._head
        data = self._postfile.get(self._dataoffset, head.size)
        counts = (
            *(head.documents, 0 if head.alike else head.documents),
            *(head.places if head.many else 0, head.places),
        )
        ends = list(accumulate((count * PLACE_SIZE for count in counts), initial=0))
        if ends[-1] != len(data):
            raise ValueError("a block of postings is damaged")
        documents, weights, owners, places = (
            array(kind, data[start:end])
            for kind, (start, end) in zip((NUMBERS, WEIGHTS, NUMBERS, NUMBERS), pairwise(ends), strict=True)
        )
        if head.alike:
            weights = array(WEIGHTS, [head.weight]) * head.documents
        self._data = documents, weights, owners, places

    # What Whoosh itself asks for when it merges segments.

    def _read_ids(self) -> None:
        if self._data is None:
            self._read_data()
        self._ids = self._data[0]

    def _read_weights(self) -> None:
        if self._data is None:
            self._read_data()
        self._weights = self._data[1]

    def _read_values(self) -> None:
        if self._data is None:
            self._read_data()
        ids, _, owners, places = self._data
        if self._head.many:
            counts = Counter(owners)
            ends = accumulate((counts[one] for one in ids), initial=0)
            self._values = [places[start:end].tobytes() for start, end in pairwise(ends)]
        else:
            self._values = [encode_places([place]) for place in places] or [b""] * len(ids)
