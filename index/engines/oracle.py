"""Whether an entry matches a query, told from the entry alone: what every engine must agree with.

Slow and simple. Engines use it where their own means cannot tell; their tests use it as the truth.
"""

from __future__ import annotations

import datetime as dt

from index import tree
from index.entry import EXACT, Entry


def holds(node: tree.Node, entry: Entry) -> bool:
    """Whether an entry matches an analysed query."""
    match node:
        case tree.Word(terms=terms, field=field):
            return any(term in entry.texts[field] for term in terms)
        case tree.Phrase(words=words, exact=exact, slop=slop):
            places = [_places(entry, word, exact=exact) for word in words]
            return any(_follows(places, 1, start, slop) for start in places[0])
        case tree.Prefix(text=text, field=field):
            fields = (field, EXACT) if field == tree.TEXT else (field,)
            return any(term.startswith(text) for name in fields for term in entry.texts[name])
        case tree.Any(field=field, values=values):
            return bool(entry.keywords[field] & set(values))
        case tree.Starts(field=field, text=text):
            return any(value.startswith(text) for value in entry.keywords[field])
        case tree.Range(field=field, low=low, high=high):
            return any(
                (low is None or low <= number) and (high is None or number <= high)
                for number in entry.numbers[field]
            )
        case tree.Dates(low=low, high=high):
            if not entry.day:
                return False
            day = dt.date(entry.day // 10_000, entry.day // 100 % 100, entry.day % 100)
            return (low is None or low <= day) and (high is None or day <= high)
        case tree.And(nodes=nodes):
            return all(holds(child, entry) for child in nodes)
        case tree.Or(nodes=nodes):
            return any(holds(child, entry) for child in nodes)
        case tree.Not(node=child):
            return not holds(child, entry)
        case tree.Everything():
            return True


def _places(entry: Entry, word: tree.Word, *, exact: bool) -> set[int]:
    postings = entry.texts[EXACT] if exact else entry.texts[word.field]
    terms = (word.text,) if exact else word.terms
    return {place for term in terms if term in postings for place in postings[term].positions}


def _follows(places: list[set[int]], index: int, after: int, slop: int) -> bool:
    """Whether the rest of the words can follow a place, each within ``slop`` of the one before."""
    reached = {after}
    for ends in places[index:]:
        reached = {place + step for place in reached for step in range(1, slop + 1)} & ends
        if not reached:
            return False
    return True
