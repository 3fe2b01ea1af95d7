"""The query tree as tantivy queries.

A word counts 0.4 for any of its places and 0.6 more by its weighed base forms, so that a compound's part
counts less than the word itself. What is typed counts nothing, a prefix counts one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice, product

import tantivy
from tantivy import FieldType, Occur, Query

from index import tree
from index.engines.tantivy_document import BASE, LONGEST_PHRASE, offsets, slop
from index.entry import EXACT, PART_WEIGHT

MOST_WAYS = 400
"""Ways in which a phrase may stand that are asked for one by one; with more, its items are read again."""

_OPTIONS = {tree.TEXT: "position", tree.TITLE: "position", EXACT: "position", BASE: "freq"}
_SPECIAL = re.compile(r"([^\w\s])")

Scan = Callable[[tree.Phrase, Query], Iterable[str]]
"""Reads the items that a query finds and gives the ids of those that hold a phrase."""


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
                fields = (field, EXACT) if field == tree.TEXT else (field,)
                return Query.const_score_query(_any([self._beginning(name, text) for name in fields]), 1.0)
            case tree.Any(field=field, values=values):
                return _plain(self._terms(field, values))
            case tree.Starts(field=field, text=text):
                return _plain(self._beginning(field, text))
            case tree.Range(field=field, low=low, high=high):
                return _plain(self._between(field, low, high))
            case tree.Dates(low=low, high=high):
                return _plain(self._between("day", _number(low), _number(high)))
            case tree.Or(nodes=nodes):
                return _any([self.query(child) for child in nodes])
            case tree.Not():
                return self._all((node,))
            case tree.And(nodes=nodes):
                return self._all(nodes)
            case tree.Everything():
                return _plain(Query.all_query())

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
        known = self._known(field, terms)
        if field != tree.TEXT:
            return _any([self._term(field, term) for term in known])
        parts = []
        for term in known:
            if self._searcher.doc_freq(BASE, term) == self._searcher.doc_freq(tree.TEXT, term):
                parts.append(self._term(BASE, term))  # no part of any compound where it does not stand itself
                continue
            parts += [
                Query.boost_query(self._term(name, term), share)
                for name, share in ((tree.TEXT, PART_WEIGHT), (BASE, 1 - PART_WEIGHT))
            ]
        return _any(parts)

    def _phrase(self, phrase: tree.Phrase) -> Query:
        places = [
            (EXACT, (word.text,)) if phrase.exact else (word.field, word.terms) for word in phrase.words
        ]
        field = places[0][0]
        known = [self._known(field, terms) for _, terms in places]
        if not all(known):
            return Query.empty_query()
        scored = [(Occur.Should, self._word(*place)) for place in dict.fromkeys(places)]
        if len(known) == 1:
            return self._word(*places[0])
        ways = self._ways(field, known, phrase.slop)
        if ways is None:
            ids = list(self._scan(phrase, self._near(field, known, phrase.slop)))
            found = self._terms("id", ids)
        else:
            found = _any(ways)
        return Query.boolean_query([(Occur.Must, _plain(found)), *scored])

    def _ways(self, field: str, known: list[list[str]], farthest: int) -> list[Query] | None:
        """Every way in which the words can stand, each by a query; None if there are too many.

        tantivy's own slop lets words change places, so each distance is asked for by itself.
        """
        if field != EXACT and len(known) > LONGEST_PHRASE:
            return None
        within = slop(field, len(known))
        spans = (
            Query.phrase_query(
                self._schema, field, list(zip(offsets(field, gaps), words, strict=True)), slop=within
            )
            for gaps in product(range(1, farthest + 1), repeat=len(known) - 1)
            for words in product(*known)
        )
        found = list(islice(spans, MOST_WAYS + 1))
        return found if len(found) <= MOST_WAYS else None

    def _near(self, field: str, known: list[list[str]], farthest: int) -> Query:
        """Holds of every item with the phrase, and of few others: words near each other are near."""
        parts = []
        for size in (LONGEST_PHRASE, 2):
            if size > len(known):
                continue
            for at in range(len(known) - size + 1):
                ways = self._ways(field, known[at : at + size], farthest)
                if ways:
                    parts.append(_any(ways))
            if parts:
                break
        parts += [_any([self._term(field, term) for term in place]) for place in known]
        return Query.boolean_query([(Occur.Must, part) for part in parts])

    def _known(self, field: str, terms: Iterable[str]) -> list[str]:
        return [term for term in dict.fromkeys(terms) if self._searcher.doc_freq(field, term)]

    def _term(self, field: str, term: str) -> Query:
        return Query.term_query(self._schema, field, term, _OPTIONS.get(field, "basic"))

    def _terms(self, field: str, values: Sequence[str]) -> Query:
        if len(values) == 1:
            return self._term(field, values[0])
        return Query.term_set_query(self._schema, field, list(values))

    def _beginning(self, field: str, prefix: str) -> Query:
        return Query.regex_query(self._schema, field, _SPECIAL.sub(r"\\\1", prefix) + ".*")

    def _between(self, field: str, low: int | None, high: int | None) -> Query:
        low, high = (
            bound if bound is None else min(max(bound, -(2**63)), 2**63 - 1) for bound in (low, high)
        )
        if low is None and high is None:
            return Query.exists_query(field)
        return Query.range_query(self._schema, field, FieldType.Integer, low, high)


def _number(day: dt.date | None) -> int | None:
    return day.year * 10_000 + day.month * 100 + day.day if day else None


def _plain(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _any(queries: Sequence[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])
