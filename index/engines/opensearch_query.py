"""The query tree as OpenSearch's queries.

A word counts 0.4 for any of its places and 0.6 more by its weighed base forms, so that a compound's part
counts less than the word itself. What is typed counts nothing, a prefix counts one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise, product, repeat
from typing import Any as Anything

from index import tree
from index.engines.opensearch_document import BASE, FILLER, written
from index.entry import EXACT, PART_WEIGHT

MOST_WAYS = 30
"""Ways in which a loose phrase may stand that are asked for one by one; with more, its items are read."""

Query = dict[str, Anything]
Scan = Callable[[tree.Phrase, Query], Iterable[str]]
"""Reads the items that a query finds and gives the ids of those that hold a phrase."""

_EVERYTHING: Query = {"match_all": {"boost": 0.0}}
_NOTHING: Query = {"match_none": {}}


def compiled(node: tree.Node, scan: Scan) -> Query:
    """The query of an analysed tree."""
    match node:
        case tree.Word(field=field, terms=terms):
            return _word(field, terms)
        case tree.Phrase():
            return _phrase(node, scan)
        case tree.Prefix(text=text, field=field):
            fields = (field, EXACT) if field == tree.TEXT else (field,)
            return _constant(_any([_beginning(name, text) for name in fields]), 1.0)
        case tree.Any(field=field, values=values):
            return _constant({"terms": {field: list(values)}})
        case tree.Starts(field=field, text=text):
            return _constant(_beginning(field, text))
        case tree.Range(field=field, low=low, high=high):
            return _constant(_between(field, low, high))
        case tree.Dates(low=low, high=high):
            return _constant(_between("day", _number(low), _number(high)))
        case tree.Or(nodes=nodes):
            return _any([compiled(child, scan) for child in nodes])
        case tree.Not(node=child):
            return {"bool": {"must": [_EVERYTHING], "must_not": [compiled(child, scan)]}}
        case tree.And(nodes=nodes):
            return _all(nodes, scan)
        case tree.Everything():
            return _EVERYTHING


def _all(nodes: Iterable[tree.Node], scan: Scan) -> Query:
    wanted = [compiled(node, scan) for node in nodes if not isinstance(node, tree.Not)]
    unwanted = [compiled(node.node, scan) for node in nodes if isinstance(node, tree.Not)]
    return {"bool": {"must": wanted or [_EVERYTHING], "must_not": unwanted}}


def _word(field: str, terms: Iterable[str]) -> Query:
    asked = written(terms)
    if asked == FILLER:
        return _NOTHING
    if field != tree.TEXT:
        return {"match": {field: {"query": asked}}}
    shares = ((tree.TEXT, PART_WEIGHT), (BASE, 1 - PART_WEIGHT))
    return _any([{"match": {name: {"query": asked, "boost": share}}} for name, share in shares])


def _phrase(phrase: tree.Phrase, scan: Scan) -> Query:
    places = [(EXACT, (word.text,)) if phrase.exact else (word.field, word.terms) for word in phrase.words]
    field = places[0][0]
    asked = [written(terms) for _, terms in places]
    if FILLER in asked:
        return _NOTHING
    if len(asked) == 1:
        return _word(*places[0])
    scored = [_word(*place) for place in dict.fromkeys(places)]
    near = [_near(field, one, other, phrase.slop) for one, other in pairwise(asked)]
    if len(near) == 1:
        found = near[0]
    elif phrase.slop == 1 or phrase.slop ** len(near) <= MOST_WAYS:
        found = _any(list(_ways(field, asked, phrase.slop)))
    else:
        found = _named("id", list(scan(phrase, {"bool": {"filter": near}})))
    return {"bool": {"filter": [found], "should": scored, "minimum_should_match": 0}}


def _near(field: str, one: str, other: str, farthest: int) -> Query:
    """A word within a distance after another."""
    if farthest == 1:
        return {"match_phrase": {field: {"query": f"{one} {other}"}}}
    clauses = [_anywhere(field, one), _anywhere(field, other)]
    return {"span_near": {"clauses": clauses, "slop": farthest - 1, "in_order": True}}


def _anywhere(field: str, asked: str) -> Query:
    return {"span_or": {"clauses": [{"span_term": {field: term}} for term in asked.split("|")]}}


def _ways(field: str, asked: list[str], farthest: int) -> Iterator[Query]:
    """Every way in which the words can stand, each by a query.

    Slop of the engine's own is summed over the phrase, so each distance is asked for by itself.
    """
    for gaps in product(range(1, farthest + 1), repeat=len(asked) - 1):
        text = asked[0]
        for gap, word in zip(gaps, asked[1:], strict=True):
            text = " ".join([text, *repeat(FILLER, gap - 1), word])
        yield {"match_phrase": {field: {"query": text}}}


def _named(field: str, values: list[str]) -> Query:
    return {"terms": {field: values}} if values else _NOTHING


def _beginning(field: str, text: str) -> Query:
    return {"prefix": {field: {"value": text}}}


def _between(field: str, low: int | None, high: int | None) -> Query:
    low, high = (bound if bound is None else min(max(bound, -(2**63)), 2**63 - 1) for bound in (low, high))
    if low is None and high is None:
        return {"exists": {"field": field}}
    return {
        "range": {field: {name: bound for name, bound in (("gte", low), ("lte", high)) if bound is not None}}
    }


def _number(day: dt.date | None) -> int | None:
    return day.year * 10_000 + day.month * 100 + day.day if day else None


def _constant(query: Query, score: float = 0.0) -> Query:
    return {"constant_score": {"filter": query, "boost": score}}


def _any(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else {"bool": {"should": queries, "minimum_should_match": 1}}
