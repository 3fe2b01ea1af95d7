"""The query tree against one segment of a Whoosh index: exact sets of documents, and exact BM25F scores.

Whoosh's matchers go from document to document through several calls each, its collectors skip blocks and then
neither count rightly nor always keep the best, and its span queries and AndNot miss documents. Here posting
lists are read block by block into plain sets, which is quicker and exact.

Weights of title and decision words count as frequency within the one text field, which is what BM25F does
with fields, at the price of one posting list instead of three.
"""

from __future__ import annotations

import datetime as dt
import heapq
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, compress, product
from typing import Any as Anything

from whoosh.util.numeric import byte_to_length

from index import deadline, tree
from index.engines.whoosh_codec import Block
from index.engines.whoosh_fields import (
    LEAST,
    MOST,
    limits,
    more_places,
    number_term,
    places,
)
from index.engines.whoosh_places import following, numbered, side_by_side
from index.entry import EXACT
from index.values import covering

K1, B = 1.2, 0.6
_EMPTY: frozenset[int] = frozenset()
_SCORED = frozenset({tree.TEXT, tree.TITLE, EXACT})  # fields read to match and again to score
_WORTH_KEEPING = 4  # blocks
_VERY_FEW = 0.05  # of a posting list's documents: with fewer to be scored, each is looked up
_FEW = 0.2  # of a posting list's documents: with fewer candidates, blocks are skipped


class Segment:
    """One segment of an open index; document numbers are its own."""

    def __init__(self, reader: Anything) -> None:
        self._reader = reader
        self._documents = reader._perdoc
        self._terms = reader._terms
        self.size: int = reader.doc_count_all()
        self._lengths: dict[str, bytes] = {}
        self._columns: dict[str, array[int]] = {}
        self._read: dict[tuple[str, bytes], list[Block]] = {}
        self.averages: dict[str, float] = {}  # fields' lengths over all segments: set by whoever scores
        deleted = reader._segment.deleted_docs()
        self.deleted: frozenset[int] = frozenset(deleted) if deleted else _EMPTY

    @cached_property
    def live(self) -> frozenset[int]:
        """All documents."""
        return frozenset(range(self.size)) - self.deleted

    @cached_property
    def newest(self) -> array[int]:
        """What sorts documents newest first."""
        return self._column("newest")

    @cached_property
    def oldest(self) -> array[int]:
        """What sorts documents oldest first."""
        return self._column("oldest")

    def field_length(self, field: str) -> float:
        """The lengths of all documents in a field."""
        return float(self._documents.field_length(field))

    def stored_id(self, number: int) -> str:
        """The id of a document's item."""
        return str(self._reader.stored_fields(number)["id"])

    def matching(self, node: tree.Node, among: frozenset[int] | set[int] | None = None) -> set[int]:
        """The documents that match; those outside ``among`` may be left out."""
        match node:
            case tree.Word(field=field, terms=terms):
                return self.having(field, terms)
            case tree.Phrase():
                return self._phrase(node, among)
            case tree.Prefix(text=text, field=field):
                found = self.having(field, self._beginning(field, text))
                if field == tree.TEXT:
                    found |= self.having(EXACT, self._beginning(EXACT, text))
                return found
            case tree.Any(field=field, values=values):
                return self.having(field, values)
            case tree.Starts(field=field, text=text):
                return self.having(field, self._beginning(field, text))
            case tree.Range(field=field, low=low, high=high):
                return self._numbered(field, low, high, self.live if among is None else among)
            case tree.Dates(low=low, high=high):
                return self.having("date", self._dates(low, high))
            case tree.Or(nodes=nodes):
                return set().union(*(self.matching(child, among) for child in nodes))
            case tree.Not(node=child):
                return set((self.live if among is None else among) - self.matching(child, among))
            case tree.And(nodes=nodes):
                return self._all(nodes, among)
            case tree.Everything():
                return set(self.live if among is None else among)

    def having(self, field: str, terms: Iterable[str | bytes]) -> set[int]:
        """The documents with any of some terms."""
        found: set[int] = set()
        for term in terms:
            for ids, _, _ in self._blocks(field, term):
                found.update(ids)
        return found - self.deleted if self.deleted else found

    def frequency(self, field: str, term: str) -> int:
        """How many documents have a term, about."""
        key = term.encode()
        return int(self._terms.doc_frequency(field, key)) if (field, key) in self._terms else 0

    def best(
        self, node: tree.Node, among: set[int], weights: dict[tuple[str, str], float], wanted: int
    ) -> dict[int, float]:
        """The scores of documents for a query that they match; of all that can be among the first ``wanted``.

        ``weights`` are the terms' inverse document frequencies over all segments.
        """
        scores: dict[int, float] = {}
        words = tree.alternatives(node)
        if words is None:
            self.score(node, among, weights, scores)
            return scores
        terms = [(word.field, term) for word in words for term in word.terms]
        terms = sorted((one for one in terms if one in weights), key=weights.__getitem__, reverse=True)
        for number, term in enumerate(terms):
            inside: set[int] | dict[int, float] = among
            if len(scores) >= wanted:
                # Documents with none of the terms so far can get no more than all that are left would give.
                left = sum(weights[other] for other in terms[number:]) * (K1 + 1)
                if left < heapq.nlargest(wanted, scores.values())[-1]:
                    inside = scores
            self._score_term(*term, inside, weights, scores)
        return scores

    def score(
        self,
        node: tree.Node,
        among: set[int],
        weights: dict[tuple[str, str], float],
        scores: dict[int, float],
    ) -> None:
        """Add to the scores of documents what they get for the words of a query.

        A prefix counts one; what is typed, and what stands under Not, nothing.
        """
        match node:
            case tree.Word(field=field, terms=terms):
                for term in terms:
                    self._score_term(field, term, among, weights, scores)
            case tree.Phrase(words=words, exact=exact):
                for field, terms in dict.fromkeys(_places(words, exact=exact)):
                    for term in terms:
                        self._score_term(field, term, among, weights, scores)
            case tree.Prefix():
                for number in self.matching(node, among) & among:
                    scores[number] = scores.get(number, 0.0) + 1.0
            case tree.And(nodes=nodes):
                for child in nodes:
                    self.score(child, among, weights, scores)
            case tree.Or(nodes=nodes):
                for child in nodes:
                    # A word counts only where its whole branch matches.
                    inside = among if isinstance(child, tree.Word) else among & self.matching(child, among)
                    self.score(child, inside, weights, scores)

    def _score_term(
        self,
        field: str,
        term: str,
        among: set[int] | dict[int, float],
        weights: dict[tuple[str, str], float],
        scores: dict[int, float],
    ) -> None:
        idf = weights.get((field, term), 0.0)
        if not idf or not among:
            return
        average = self.averages[field]
        norms = [K1 * ((1 - B) + B * byte_to_length(byte) / average) for byte in range(256)]
        lengths = self._field_lengths(field)
        top = idf * (K1 + 1)
        before = scores.get
        few = len(among) < _VERY_FEW * self.frequency(field, term)
        wanted = sorted(among) if few else []
        # Of a phrase's words the places have been read, and weights with them.
        read = places(field) if (places(field), term.encode()) in self._read else field
        for ids, frequencies, _ in self._blocks(read, term, among if few else None):
            if few:
                found = [(number, frequencies[at]) for number, at in _found(wanted, ids)]
            else:
                found = [pair for pair in zip(ids, frequencies, strict=True) if pair[0] in among]
            scores.update(
                [
                    (number, before(number, 0.0) + top * often / (often + norms[lengths[number]]))
                    for number, often in found
                ]
            )

    def _all(self, nodes: Sequence[tree.Node], among: frozenset[int] | set[int] | None) -> set[int]:
        """Documents that match each of the nodes; the cheap ones first."""
        found: set[int] | None = None
        inside: frozenset[int] | set[int] | None = among
        for child in sorted(nodes, key=self._cost):
            matched = self.matching(child, inside)
            found = matched if found is None else found & matched
            if not found:
                return set()
            inside = found
        return found if found is not None else set(self.live)

    def _cost(self, node: tree.Node) -> int:
        """About how many postings matching a node reads."""
        match node:
            case tree.Word(field=field, terms=terms):
                return sum(self.frequency(field, term) for term in terms)
            case tree.Any(field=field, values=values):
                return sum(self.frequency(field, value) for value in values)
            case tree.Phrase(words=words, exact=exact):
                places = _places(words, exact=exact)
                return sum(self.frequency(field, term) for field, terms in places for term in terms) * 3
            case tree.And(nodes=nodes):
                return min(map(self._cost, nodes), default=0) + 1
            case tree.Not():
                return self.size * 4
            case tree.Or(nodes=nodes):
                return sum(map(self._cost, nodes))
        return self.size * 2

    def _phrase(self, phrase: tree.Phrase, among: frozenset[int] | set[int] | None) -> set[int]:
        sides = _places(phrase.words, exact=phrase.exact)
        often = [self._cost(tree.Any(*place)) for place in sides]
        candidates: set[int] | None = None if among is None else set(among)
        # Where all words are common, their places are read at once: few documents would be left out.
        if among is not None or len(sides) == 1 or min(often) < _FEW * max(often):
            words = dict.fromkeys(sides)
            for field, terms in sorted(words, key=lambda place: self._cost(tree.Any(*place))):
                found = self.having(field, terms)
                candidates = found if candidates is None else candidates & found
                if not candidates:
                    return set()
        if len(sides) == 1:
            return candidates or set()
        standing = [chain.from_iterable(self._standing(place, candidates)) for place in sides]
        if phrase.slop == 1:
            found = side_by_side(standing, often, self.size)
        else:
            found = following(standing, phrase.slop, self.size)
        return {at % self.size for at in found} - self.deleted

    def _standing(
        self, place: tuple[str, tuple[str, ...]], candidates: set[int] | None
    ) -> Iterator[Iterable[int]]:
        """Where any of the terms stands in the candidates, by block."""
        field, terms = place
        for name, term in product((places(field), more_places(field)), terms):
            for ids, _, standing in self._blocks(name, term, candidates):
                if candidates is None:
                    yield numbered(ids, standing, self.size)
                    continue
                inside = list(map(candidates.__contains__, ids))
                yield numbered(compress(ids, inside), compress(standing, inside), self.size)

    def forget(self) -> None:
        """Let go of the postings read for one question."""
        self._read.clear()

    def _blocks(self, field: str, term: str | bytes, among: Collection[int] | None = None) -> Iterable[Block]:
        """A term's postings: document numbers, weights, values; blocks without any of ``among`` may lack.

        They are kept until the question is answered: matching, scoring and phrases each look at them.
        """
        key = term if isinstance(term, bytes) else term.encode()
        held = self._read.get((field, key))
        if held is not None:
            return held
        if (field, key) not in self._terms:
            return ()
        deadline.check()
        matcher = self._terms.matcher(field, key, self._reader.schema[field].format)
        if among is not None and len(among) < _FEW * self._terms.doc_frequency(field, key):
            return list(matcher.blocks(sorted(among)))
        held = list(matcher.blocks())
        if among is not None or len(held) >= _WORTH_KEEPING or field in _SCORED:
            self._read[field, key] = held
        return held

    def _beginning(self, field: str, prefix: str) -> Iterator[bytes]:
        begin = prefix.encode()
        for name, term in self._terms.terms_from(field, begin):
            if name != field or not term.startswith(begin):
                return
            yield term

    def _numbered(
        self, field: str, low: int | None, high: int | None, among: frozenset[int] | set[int]
    ) -> set[int]:
        """Documents with a number between two: told by the least and the greatest number of each, mostly."""
        first = max(low if low is not None else LEAST, LEAST + 1)  # the very ends stand for no number
        last = min(high if high is not None else MOST, MOST - 1)
        least, most = (self._kept_column(name) for name in limits(field))
        found = {at for at in among if first <= least[at] <= last or first <= most[at] <= last}
        doubtful = {at for at in among if least[at] < first and most[at] > last}
        if doubtful:
            found |= doubtful & self.having(field, self._between(field, first, last))
        return found

    def _between(self, field: str, low: int, high: int) -> Iterator[bytes]:
        last = number_term(high).encode()
        for name, term in self._terms.terms_from(field, number_term(low).encode()):
            if name != field or term > last:
                return
            yield term

    def _dates(self, low: dt.date | None, high: dt.date | None) -> Iterable[str]:
        years = [int(term) for term in self._beginning("date", "") if len(term) == 4]
        if not years:
            return ()
        first, last = dt.date(min(years), 1, 1), dt.date(max(years), 12, 31)
        return covering(max(low or first, first), min(high or last, last))

    def _field_lengths(self, field: str) -> bytes:
        """Every document's length in a field as Whoosh's one-byte code."""
        held = self._lengths.get(field)
        if held is None:
            held = self._lengths[field] = self._raw_column(f"_{field}_len").ljust(self.size, b"\0")
        return held

    def _kept_column(self, name: str) -> array[int]:
        held = self._columns.get(name)
        if held is None:
            held = self._columns[name] = self._column(name)
        return held

    def _column(self, name: str) -> array[int]:
        numbers = array("q", self._raw_column(name).ljust(8 * self.size, b"\0"))
        if sys.byteorder == "little":
            numbers.byteswap()
        return numbers

    def _raw_column(self, name: str) -> bytes:
        if not self._documents.has_column(name):
            return b""
        file, offset, length = self._documents._get_column_file(name)
        return bytes(file.get(offset, length))


def _found(wanted: Sequence[int], ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The wanted numbers that stand in ``ids``, and where; both are in order."""
    end = len(ids)
    for number in wanted[bisect_left(wanted, ids[0]) : bisect_right(wanted, ids[-1])]:
        at = bisect_left(ids, number)
        if at < end and ids[at] == number:
            yield number, at


def sought_terms(node: tree.Node) -> Iterator[tuple[str, str]]:
    """Fields and terms that give scores."""
    for one in tree.sought(node):
        match one:
            case tree.Word(field=field, terms=terms):
                yield from ((field, term) for term in terms)
            case tree.Phrase(words=words, exact=exact):
                yield from ((field, term) for field, terms in _places(words, exact=exact) for term in terms)


def _places(words: Sequence[tree.Word], *, exact: bool) -> list[tuple[str, tuple[str, ...]]]:
    return [(EXACT, (word.text,)) if exact else (word.field, word.terms) for word in words]
