"""The query tree: frozen values every engine understands, built by ``index.query``.

Text nodes (Word, Phrase, Prefix) look at words of a text field; Any, Starts, Range and Dates look at typed
fields and never pass an analyser. ``start`` and ``end`` are the place in the query's text (-1 for an option).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.analysis import Analyser

TEXT = "text"
TITLE = "title"


@dataclass(frozen=True)
class Word:
    """A word in any of its inflections. ``terms`` are its base forms, once analysed."""

    text: str
    field: str = TEXT
    terms: tuple[str, ...] = ()
    start: int = -1
    end: int = -1


@dataclass(frozen=True)
class Phrase:
    """Words in this order, each at most ``slop`` words after the one before.

    ``exact`` compares them as they are written (but for case), else inflections count.
    """

    words: tuple[Word, ...]
    exact: bool = False
    slop: int = 1


@dataclass(frozen=True)
class Prefix:
    """Words that begin so, in their base form or as written."""

    text: str
    field: str = TEXT


@dataclass(frozen=True)
class Any:
    """A typed field has one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Starts:
    """A typed field has a value that begins so."""

    field: str
    text: str


@dataclass(frozen=True)
class Range:
    """A number field has a value from ``low`` to ``high``, both included; None is open. Money is in cents."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Dates:
    """The meeting's date is between these, both included; None is open."""

    low: dt.date | None = None
    high: dt.date | None = None


@dataclass(frozen=True)
class And:
    """All of these."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    """Any of these."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    """Whatever this does not match."""

    node: Node


@dataclass(frozen=True)
class Everything:
    """Every item."""


Node = Word | Phrase | Prefix | Any | Starts | Range | Dates | And | Or | Not | Everything


def both(nodes: list[Node]) -> Node:
    """All of these, without a needless And."""
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def either(nodes: list[Node]) -> Node:
    """Any of these, without a needless Or."""
    return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))


def analysed(node: Node, analyser: Analyser) -> Node:
    """The same tree with the terms of every word."""
    wanted = {word.text for word in _words(node)}
    return _with_terms(node, analyser.query_terms(wanted)) if wanted else node


def sought(node: Node) -> Iterator[Word | Prefix | Phrase]:
    """The words, prefixes and phrases a match holds: what to mark in a result. Nothing under Not."""
    match node:
        case Word() | Prefix() | Phrase():
            yield node
        case And(nodes=nodes) | Or(nodes=nodes):
            for child in nodes:
                yield from sought(child)


def alternatives(node: Node) -> list[Word] | None:
    """The words any of which is asked for; None if a question is anything else."""
    match node:
        case Word():
            return [node]
        case Or(nodes=nodes):
            found = [alternatives(child) for child in nodes]
            return None if None in found else [word for words in found for word in words or ()]
    return None


def filters(node: Node) -> Iterator[Any]:
    """The typed values asked for, to tell which of them the library does not know."""
    match node:
        case Any():
            yield node
        case And(nodes=nodes) | Or(nodes=nodes):
            for child in nodes:
                yield from filters(child)


def _words(node: Node) -> Iterator[Word]:
    match node:
        case Word():
            yield node
        case Phrase(words=words, exact=False):
            yield from words
        case And(nodes=nodes) | Or(nodes=nodes):
            for child in nodes:
                yield from _words(child)
        case Not(node=child):
            yield from _words(child)


def _with_terms(node: Node, terms: dict[str, tuple[str, ...]]) -> Node:
    match node:
        case Word():
            return replace(node, terms=terms[node.text])
        case Phrase(words=words, exact=False):
            return replace(node, words=tuple(replace(word, terms=terms[word.text]) for word in words))
        case And(nodes=nodes):
            return And(tuple(_with_terms(child, terms) for child in nodes))
        case Or(nodes=nodes):
            return Or(tuple(_with_terms(child, terms) for child in nodes))
        case Not(node=child):
            return Not(_with_terms(child, terms))
        case _:
            return node
