"""Why an item was found: which of its words answer which of the question's, and as what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.database import StoredItem
from corpus.records import SectionRole
from index.analysis import Analyser, Term, TermKind
from index.fields import BY_KEY
from index.phrase_places import standing
from index.tree import TITLE, And, Any, Dates, Node, Not, Or, Phrase, Prefix, Range, Starts, Word, sought
from index.words import Token, tokens

_TITLE, _DECISION, _TEXT, _ABOUT = "title", "decision", "text", "place and body"


@dataclass(frozen=True)
class Match:
    """A word of the item that answers one of the question.

    ``asked`` is the question's word as it was typed, ``found`` the item's as it stands there, ``term`` what
    the two share and ``kind`` how the item's word came to it: its base form, a part of a compound, as
    written, or by its beginning. ``places`` tells how often it stands in title, decision and the rest.
    """

    asked: str
    found: str
    term: str
    kind: str
    places: tuple[tuple[str, int], ...]


def explain(query: Node, stored: StoredItem, analyser: Analyser) -> list[Match]:
    """The matches of an analysed question in an item, in the order of the question, the commonest first.

    A phrase's words match only where it stands whole, a title's word only there.
    """
    streams = list(_streams(stored))
    words = {token.text for stream in streams for token in stream.tokens}
    analysed = analyser.terms(words, stored.item.language)
    places: dict[_Asked, set[tuple[int, int]]] = {}
    for node in sought(query):
        for number, stream in enumerate(streams):
            for asked, found in _answers(node, stream, analysed):
                places.setdefault(asked, set()).update((number, at) for at in found)
    return [match for asked, found in places.items() for match in _matches(asked, found, streams, analysed)]


def filters_of(query: Node) -> list[str]:
    """The typed conditions of a question, each in a word or two."""
    return [line for line in dict.fromkeys(_filters(query, "")) if line]


def sentence(match: Match) -> str:
    """A match in words: ``matched liittymisestä as liittyminen (base form liittyä), 2 in text``."""
    how = {
        TermKind.BASE.value: f"base form {match.term}",
        TermKind.PART.value: f"part {match.term} of the compound",
        "prefix": f"begins so: {match.term}",
        TermKind.SURFACE.value: "as written",
    }[match.kind]
    where = ", ".join(f"{number} in {place}" for place, number in match.places)
    return f"matched {match.found} as {match.asked} ({how}), {where}"


class _Stream(NamedTuple):
    """Words side by side: of the title, of the text, or of a name; and which of these each stands in."""

    tokens: list[Token]
    where: list[str]


class _Asked(NamedTuple):
    """A word of the question: as typed, its terms, whether only a beginning, whether only as written."""

    text: str
    terms: tuple[str, ...]
    prefix: bool = False
    exact: bool = False


def _streams(stored: StoredItem) -> Iterator[_Stream]:
    item = stored.item
    decided = [(part.start, part.end) for part in item.sections if part.role is SectionRole.DECISION]
    title, text = tokens(item.title or ""), tokens(item.text)
    inside = [any(start <= token.start < end for start, end in decided) for token in text]
    yield _Stream(title, [_TITLE] * len(title))
    yield _Stream(text, [_DECISION if decision else _TEXT for decision in inside])
    for about in (item.municipality or stored.document.municipality, item.organ):
        name = tokens(about or "")
        yield _Stream(name, [_ABOUT] * len(name))


def _answers(
    node: Word | Prefix | Phrase, stream: _Stream, analysed: dict[str, tuple[Term, ...]]
) -> Iterator[tuple[_Asked, Iterable[int]]]:
    """The words of a part of the question, and which of the stream's answer each."""
    field = node.words[0].field if isinstance(node, Phrase) else node.field
    some = stream if field != TITLE or _TITLE in stream.where else _Stream([], [])
    match node:
        case Word(text=text, terms=terms):
            asked = _Asked(text, terms)
        case Prefix(text=text):
            asked = _Asked(f"{text}*", (text,), prefix=True)
        case Phrase(words=words, exact=exact):
            for word, places in zip(words, standing(node, some.tokens, analysed), strict=True):
                yield _Asked(word.text, word.terms, exact=exact), places
            return
    yield asked, [at for at, token in enumerate(some.tokens) if _how(token, analysed[token.text], asked)]


def _matches(
    asked: _Asked,
    places: Iterable[tuple[int, int]],
    streams: Sequence[_Stream],
    analysed: dict[str, tuple[Term, ...]],
) -> Iterator[Match]:
    found: dict[tuple[str, str, str], Counter[str]] = {}
    for number, at in sorted(places):
        token = streams[number].tokens[at]
        how = _how(token, analysed[token.text], asked)
        if how is not None:
            found.setdefault((token.text, *how), Counter())[streams[number].where[at]] += 1
    for (word, term, kind), counted in sorted(found.items(), key=lambda pair: -pair[1].total()):
        yield Match(asked.text, word, term, kind, tuple(sorted(counted.items(), reverse=True)))


def _how(token: Token, analysed: tuple[Term, ...], asked: _Asked) -> tuple[str, str] | None:
    """The term by which a word answers, and how it came to it; None if it does not."""
    if asked.prefix:
        beginning = asked.terms[0]
        for text in (token.text, token.whole, *(term.text for term in analysed)):
            if text.startswith(beginning):
                return text, "prefix"
        return None
    if asked.exact:
        return (token.text, TermKind.SURFACE.value) if token.text == asked.text else None
    shared = [term for term in analysed if term.text in asked.terms]
    if not shared:
        return None
    best = min(shared, key=lambda term: term.kind is TermKind.PART)
    return best.text.lstrip("~^"), best.kind.value


def _filters(query: Node, sign: str) -> Iterator[str]:
    match query:
        case Any(field=field, values=values):
            yield f"{sign}{_name(field)}: {' or '.join(values)}"
        case Starts(field=field, text=text):
            yield f"{sign}{_name(field)}: {text}…"
        case Range(field=field, low=low, high=high):
            money = 100 if field in ("fee", "amount") else 1
            ends = ["" if end is None else f"{end / money:g}" for end in (low, high)]
            yield f"{sign}{_name(field)}: {'..'.join(ends) if ends[0] != ends[1] else ends[0]}"
        case Dates(low=low, high=high):
            yield f"{sign}{_name('date')}: {low or ''}..{high or ''}"
        case And(nodes=nodes) | Or(nodes=nodes):
            for node in nodes:
                yield from _filters(node, sign)
        case Not(node=child):
            yield from _filters(child, "not ")


def _name(field: str) -> str:
    return BY_KEY[field].names["fi"][0]
