"""The query tree as Whoosh queries.

Words are Whoosh's own Term and Or, scored by BM25F. All else is gathered into sets of documents by queries of
our own: they are quicker for hundreds of terms, and Whoosh's span queries and AndNot miss documents.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable
from typing import Any as Anything

from whoosh import matching, query
from whoosh.query import qcore
from whoosh.searching import Searcher

from index import tree
from index.entry import EXACT
from index.values import covering


def number_term(number: int) -> str:
    """A signed 64-bit number as hexadecimal digits in sorting order."""
    return f"{min(max(number, -(2**63)), 2**63 - 1) + 2**63:016x}"


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


def whoosh_query(node: tree.Node) -> qcore.Query:
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
            return query.Or([whoosh_query(child) for child in nodes])
        case tree.Not(node=child):
            return _Without(whoosh_query(child))
        case tree.And(nodes=nodes):
            return query.And([whoosh_query(child) for child in nodes])
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
