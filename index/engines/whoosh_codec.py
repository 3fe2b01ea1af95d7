"""How postings are written into a Whoosh index and read again: numbers as rows of bytes.

Whoosh's own codec pickles a block's document numbers, weights and values one by one, and so makes an object
of each when the block is read. As rows of bytes they are read at one go, and only what is looked at becomes
an object.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise, repeat
from struct import Struct
from typing import Any as Anything
from typing import NamedTuple

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3LeafMatcher, W3PostingsWriter
from whoosh.util.numeric import byte_to_length, length_to_byte

_NUMBERS, _WEIGHTS = "I", "f"  # types of rows, as ``array`` names them: what Whoosh counts and weighs with
PLACE_SIZE = array(_NUMBERS).itemsize
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
    least_length: int  # Whoosh's one-byte codes
    greatest_length: int
    alike: bool  # all weights are ``weight``
    weight: float
    many: bool  # several places a document, told by a row of documents
    places: int


_HEAD = Struct("=I?IIfBB?f?I")


def encode_places(places: Sequence[int]) -> bytes:
    """Places as they are kept in a posting."""
    return array(_NUMBERS, places).tobytes()


class RowCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec but for the blocks of postings."""

    def postings_writer(self, file: Anything, byteids: bool = False) -> RowPostingsWriter:
        """What writes one term's postings after another's."""
        return RowPostingsWriter(
            file,
            blocklimit=self._blocklimit,
            byteids=byteids,
            compression=self._compression,
            inlinelimit=0,
        )

    def postings_reader(
        self,
        file: Anything,
        info: Anything,
        format_: Anything,
        term: Anything = None,
        scorer: Anything = None,
    ) -> RowMatcher:
        """A matcher over a term's postings, which here are always in blocks."""
        return RowMatcher(file, *info.extent(), format_, term=term, scorer=scorer)


class RowPostingsWriter(W3PostingsWriter):  # type: ignore[misc]
    """Writes blocks: a head, a row of documents, one of weights if they differ, those of places."""

    def _write_block(self, last: bool = False) -> None:
        if not self._blockcount:
            self._postfile.write(WHOOSH3_HEADER_MAGIC)
        self._terminfo.add_block(self)
        rows = [array(_NUMBERS, self._ids)]
        alike = self._weights.count(self._weights[0]) == len(self._weights)
        if not alike:
            rows.append(self._weights)
        many = self._format.fixed_value_size() is None
        values = b"".join(self._values)
        if many:
            counts = [len(value) // PLACE_SIZE for value in self._values]
            rows.append(array(_NUMBERS, chain.from_iterable(map(repeat, self._ids, counts))))
        data = b"".join([*map(bytes, rows), values])
        head = _Head(
            size=len(data),
            last=last,
            documents=len(self._ids),
            greatest=self._ids[-1],
            greatest_weight=self._maxweight,
            least_length=length_to_byte(self._minlength),
            greatest_length=length_to_byte(self._maxlength),
            alike=alike,
            weight=self._weights[0],
            many=many,
            places=len(values) // PLACE_SIZE,
        )
        self._postfile.write(_HEAD.pack(*head) + data)
        self._blockcount += 1
        self._new_block()


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
        self._minlength = byte_to_length(head.least_length)
        self._maxlength = byte_to_length(head.greatest_length)
        self._dataoffset = position + _HEAD.size
        self._nextoffset = self._dataoffset + head.size

    def _read_data(self) -> None:
        head = self._head
        data = self._postfile.get(self._dataoffset, head.size)
        at = 0

        def row(kind: str, numbers: int) -> array[Anything]:
            nonlocal at
            start, at = at, at + numbers * PLACE_SIZE
            return array(kind, data[start:at])

        ids = row(_NUMBERS, head.documents)
        alike = array(_WEIGHTS, [head.weight]) * head.documents if head.alike else None
        weights = row(_WEIGHTS, head.documents) if alike is None else alike
        owners = row(_NUMBERS, head.places if head.many else 0)
        self._data = ids, weights, owners, row(_NUMBERS, head.places)

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
