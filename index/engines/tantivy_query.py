"""The query tree as tantivy queries.

Words count by BM25, their base forms more than compounds' parts. What is typed counts nothing, a prefix one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, islice, pairwise, product
from typing import Any as Anything
from typing import NamedTuple

import tantivy
from tantivy import FieldType, Occur, Query

from index import tree
from index.engines.tantivy_document import MARKS, PAIRS, SHARED, STEP, at, places, sign
from index.entry import EXACT

MOST_WAYS = 400
"""Ways in which a phrase may stand that are asked for one by one; with more, its items are read again."""

_OPTIONS = {tree.TEXT: "freq", tree.TITLE: "freq", EXACT: "position"}
_FEW = 0.05  # of all items: with more, to find and to count at one go is quicker
_PIECES = (4, 2)  # words of a phrase with too many ways that are looked for together

Scan = Callable[[tree.Phrase, Query], Iterable[str]]
"""Reads the items that a query finds and gives the ids of those that hold a phrase."""


class _Standing(NamedTuple):
    """A term, its place within a word, and how it is written there."""

    term: str
    place: int
    written: str


class Compiler:
    """Compiles query trees for one open index."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher, scan: Scan) -> None:
        self._schema = schema
        self._searcher = searcher
        self._scan = scan

    def query(self, node: tree.Node) -> Query:
        """The query of an analysed tree."""
        match node:
            case tree.Word(field=field, terms=terms):
                return self._word(field, terms)
            case tree.Phrase():
                return self._phrase(node)
            case tree.Prefix(text=text, field=field):
                ways = [self._beginning(field, text)]
                if field == tree.TEXT:
                    # Of the words as written only those none of whose terms begins so.
                    ways += [self._beginning(EXACT, mark + text) for mark in SHARED[: len(text)]]
                return Query.const_score_query(_any(ways), 1.0)
            case tree.Any(field=field, values=values):
                return _plain(self._terms(field, values))
            case tree.Starts(field=field, text=text):
                return _plain(self._beginning(field, text))
            case tree.Range(field=field, low=low, high=high):
                return _plain(self._between(field, low, high))
            case tree.Dates(low=low, high=high):
                return _plain(self._between("day", _number(low), _number(high)))
            case tree.Or(nodes=nodes):
                words = tree.alternatives(node)
                if (
                    words is not None
                ):  # of terms side by side tantivy skips those that cannot be among the best
                    return _any([self._term(*term) for term in self._terms_of(words)])
                return _any([self.query(child) for child in nodes])
            case tree.Not():
                return self._all((node,))
            case tree.And(nodes=nodes):
                return self._all(nodes)
            case tree.Everything():
                return _plain(Query.all_query())

    def total(self, node: tree.Node) -> int | None:
        """How many items match any of some words: most of them are counted by the commonest term's frequency.

        None for other questions, or if there are many others. Right only while nothing was taken out.
        """
        words = tree.alternatives(node)
        if words is None:
            return None
        terms = set(self._terms_of(words))
        if not terms:
            return 0
        often, most = max((self._searcher.doc_freq(*term), term) for term in terms)
        others = [self._term(*term) for term in terms - {most}]
        if not others:
            return often
        if sum(self._searcher.doc_freq(*term) for term in terms - {most}) > _FEW * self._searcher.num_docs:
            return None
        rest = Query.boolean_query([(Occur.Must, _any(others)), (Occur.MustNot, self._term(*most))])
        found: Anything = self._searcher.search(_plain(rest), 1, count=True)
        return often + int(found.count)

    def _terms_of(self, words: Iterable[tree.Word]) -> list[tuple[str, str]]:
        return [(word.field, term) for word in words for term in self._known(word.field, word.terms)]

    def _all(self, nodes: Sequence[tree.Node]) -> Query:
        parts = [
            (Occur.MustNot, self.query(node.node))
            if isinstance(node, tree.Not)
            else (Occur.Must, self.query(node))
            for node in nodes
        ]
        if all(occur is Occur.MustNot for occur, _ in parts):
            parts.append((Occur.Must, _plain(Query.all_query())))
        return Query.boolean_query(parts)

    def _word(self, field: str, terms: Iterable[str]) -> Query:
        return _any([self._term(field, term) for term in self._known(field, terms)])

    def _phrase(self, phrase: tree.Phrase) -> Query:
        asked = [(EXACT, (word.text,)) if phrase.exact else (word.field, word.terms) for word in phrase.words]
        field = asked[0][0]
        words = [self._known(field, terms) for _, terms in asked]
        if not all(words):
            return Query.empty_query()
        if len(words) == 1:
            return self._word(*asked[0])
        found = self._any_way(field, words, phrase.slop)
        if found is not None:
            return found
        ids = list(self._scan(phrase, self._near(field, words, phrase.slop)))
        scored = [(Occur.Should, self._word(*word)) for word in dict.fromkeys(asked)]
        return Query.boolean_query([(Occur.Must, _plain(self._terms("id", ids))), *scored])

    def _any_way(self, field: str, words: Sequence[Sequence[str]], farthest: int) -> Query | None:
        """Every way in which words can follow each other, scored as the words of the best; None if too many.

        tantivy's own slop lets words change places, so each distance is asked for by itself.
        """
        standing = [list(self._standing(field, terms)) for terms in words]
        ways = (
            self._way(field, starts, chosen, neighbours=farthest == 1 and field != EXACT)
            for starts in _starts(field, len(words), farthest)
            for chosen in product(*standing)
        )
        found = list(islice(ways, MOST_WAYS + 1))
        if len(found) > MOST_WAYS:
            return None
        return found[0] if len(found) == 1 else Query.disjunction_max_query(found)

    def _way(
        self, field: str, starts: Iterable[int], words: Sequence[_Standing], *, neighbours: bool
    ) -> Query:
        """Words at exact distances; neighbours only where their pairs are: seldom where both are."""
        written: list[str | tuple[int, str]] = [
            (start + word.place, word.written) for start, word in zip(starts, words, strict=True)
        ]
        standing = [Query.phrase_query(self._schema, at(field), written)]
        if neighbours:
            pairs = {sign(one.term) + sign(other.term) for one, other in pairwise(words)}
            standing += [self._term(PAIRS, pair) for pair in pairs]
        # Each term is there, so it is asked for: those that only may be are looked at wherever they stand.
        # Apart from its places, since tantivy would look at the terms of every pair before them.
        terms = [self._term(field, term) for term in dict.fromkeys(word.term for word in words)]
        return _all_of([_plain(_all_of(standing)), *terms])

    def _standing(self, field: str, terms: Iterable[str]) -> Iterator[_Standing]:
        """How some terms can stand in a word."""
        for term in terms:
            if field == EXACT:
                yield _Standing(term, 0, term)
                continue
            for place, mark in zip(places(term), MARKS, strict=True):
                if not mark or self._searcher.doc_freq(at(field), term + mark):
                    yield _Standing(term, place, term + mark)

    def _near(self, field: str, known: list[list[str]], farthest: int) -> Query:
        """Holds of every item with the phrase, and of few others: words near each other are near."""
        parts = []
        for size in _PIECES:
            if size > len(known):
                continue
            for start in range(len(known) - size + 1):
                ways = self._any_way(field, known[start : start + size], farthest)
                if ways is not None:
                    parts.append(ways)
            if parts:
                break
        parts += [_any([self._term(field, term) for term in place]) for place in known]
        return _all_of(parts)

    def _known(self, field: str, terms: Iterable[str]) -> list[str]:
        if field == EXACT:
            terms = [mark + text for text in terms for mark in SHARED[: len(text) + 1]]
        return [term for term in dict.fromkeys(terms) if self._searcher.doc_freq(field, term)]

    def _term(self, field: str, term: str) -> Query:
        return Query.term_query(self._schema, field, term, _OPTIONS.get(field, "basic"))

    def _terms(self, field: str, values: Sequence[str]) -> Query:
        if len(values) == 1:
            return self._term(field, values[0])
        return Query.term_set_query(self._schema, field, list(values))

    def _beginning(self, field: str, prefix: str) -> Query:
        # Nothing but a prefix if no slip is forgiven; a regular expression takes longer to make than to find.
        return Query.fuzzy_term_query(self._schema, field, prefix, distance=0, prefix=True)

    def _between(self, field: str, low: int | None, high: int | None) -> Query:
        low, high = (
            bound if bound is None else min(max(bound, -(2**63)), 2**63 - 1) for bound in (low, high)
        )
        if low is None and high is None:
            return Query.exists_query(field)
        return Query.range_query(self._schema, field, FieldType.Integer, low, high)


def _starts(field: str, words: int, farthest: int) -> Iterator[list[int]]:
    """Where the words of a phrase can begin, from the first one's start."""
    step = 1 if field == EXACT else STEP
    for gaps in product(range(1, farthest + 1), repeat=words - 1):
        yield list(accumulate((step * gap for gap in gaps), initial=0))


def _number(day: dt.date | None) -> int | None:
    return day.year * 10_000 + day.month * 100 + day.day if day else None


def _plain(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _all_of(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _any(queries: Sequence[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])
