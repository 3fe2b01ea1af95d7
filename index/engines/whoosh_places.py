"""Places in a segment's documents as numbers, and phrases as sets of them.

A number is the place times the segment's size, and the document's number: small, and in a set far from
others, where with the document above the place they would all fall together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from operator import add, mul


def numbered(documents: Iterable[int], places: Iterable[int], size: int) -> Iterable[int]:
    """The numbers of places, one in each of the documents, of a segment of ``size``."""
    return map(add, map(mul, places, repeat(size)), documents)


def side_by_side(standing: Sequence[Iterable[int]], often: Sequence[int], size: int) -> set[int]:
    """Where phrases of words without a gap begin, from where each word stands and how often it does.

    The rarest word's places are kept, the others' only passed by: memory is what takes the time.
    """
    first, *others = sorted(range(len(often)), key=often.__getitem__)
    begins = set(map((-size * first).__add__, standing[first]))
    for at in others:
        begins = begins.intersection(map((-size * at).__add__, standing[at]) if at else standing[at])
    return begins


def following(standing: Sequence[Iterable[int]], slop: int, size: int) -> set[int]:
    """Where phrases end whose words come within ``slop`` after one another."""
    ends = set(standing[0])
    for after in standing[1:]:
        ends = {end + size * gap for end in ends for gap in range(1, slop + 1)}.intersection(after)
    return ends
