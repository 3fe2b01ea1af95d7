"""Why an item was found: which of its words answer which of the question's, and as what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.database import StoredItem
from corpus.records import SectionRole
from index.analysis import Analyser, Term, TermKind
from index.fields import BY_KEY
from index.tree import And, Any, Dates, Node, Not, Or, Phrase, Prefix, Range, Starts, Word
from index.words import Token, tokens

_TITLE, _DECISION, _TEXT = "title", "decision", "text"


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
    """The matches of an analysed question in an item, in the order of the question, the commonest first."""
    item = stored.item
    placed = list(_placed(stored))
    analysed = analyser.terms({token.text for token, _ in placed}, item.language)
    matched: list[Match] = []
    for asked, terms, prefix, exact in dict.fromkeys(_asked(query)):
        found: dict[tuple[str, str, str], Counter[str]] = {}
        for token, where in placed:
            how = _how(token, analysed[token.text], asked, terms, prefix, exact)
            if how is not None:
                found.setdefault((token.text, *how), Counter())[where] += 1
        for (word, term, kind), places in sorted(found.items(), key=lambda pair: -pair[1].total()):
            matched.append(Match(asked, word, term, kind, tuple(sorted(places.items(), reverse=True))))
    return matched


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


def _placed(stored: StoredItem) -> Iterator[tuple[Token, str]]:
    item = stored.item
    decided = [(part.start, part.end) for part in item.sections if part.role is SectionRole.DECISION]
    for token in tokens(item.title or ""):
        yield token, _TITLE
    for token in tokens(item.text):
        inside = any(start <= token.start < end for start, end in decided)
        yield token, _DECISION if inside else _TEXT
    for about in (item.municipality, item.organ):
        for token in tokens(about or ""):
            yield token, "place and body"


_Asked = tuple[str, tuple[str, ...], bool, bool]


def _asked(query: Node) -> Iterator[_Asked]:
    """The question's words: as typed, their terms, whether only a beginning, whether only as written."""
    match query:
        case Word(text=text, terms=terms):
            yield text, terms, False, False
        case Phrase(words=words, exact=exact):
            for word in words:
                yield word.text, word.terms, False, exact
        case Prefix(text=text):
            yield f"{text}*", (text,), True, False
        case And(nodes=nodes) | Or(nodes=nodes):
            for node in nodes:
                yield from _asked(node)


def _how(
    token: Token, analysed: tuple[Term, ...], asked: str, terms: tuple[str, ...], prefix: bool, exact: bool
) -> tuple[str, str] | None:
    """The term by which a word answers, and how it came to it; None if it does not."""
    if prefix:
        beginning = terms[0]
        for text in (token.text, token.whole, *(term.text for term in analysed)):
            if text.startswith(beginning):
                return text, "prefix"
        return None
    if exact:
        return (token.text, TermKind.SURFACE.value) if token.text == asked else None
    shared = [term for term in analysed if term.text in terms]
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
