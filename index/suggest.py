"""Words of the library that may have been meant by words it does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from index.engines import Order, Reader, WordFinder
from index.entry import EXACT
from index.tree import TEXT, And, Node, Or, Phrase, Word

_MARKS = ("~", "^")  # Swedish stems and words of other languages among the terms
_SHORTEST = 4
_LONG = 7  # letters from which on two mistakes are forgiven
_MOST = 3


def unknown_words(query: Node, reader: Reader) -> list[str]:
    """A line for each word of an analysed question that stands nowhere, with those it may be meant for."""
    asked = [word for word in dict.fromkeys(_words(query)) if word.text.isalpha()]
    if not asked:
        return []
    # Most questions that find nothing ask for words that are there, only not together.
    unknown = [word for word in asked if not reader.search(word, limit=1, order=Order.NEWEST).total]
    if not unknown:
        return []
    terms = _known(reader, TEXT, [name for word in unknown for name in (word.text, *word.terms)])
    bases = {term for term in terms if not term.startswith(_MARKS)}
    written = _known(reader, EXACT, [word.text for word in unknown]) - bases
    notes = []
    for word in unknown:
        # Base forms first; of the words as written only what is no mere inflection of them.
        close = similar(word.text, bases)
        close += [other for other in similar(word.text, written) if not other.startswith(tuple(close))]
        if close:
            notes.append(f'no word "{word.text}" in this library; did you mean {" or ".join(close[:_MOST])}?')
    return notes


def _known(reader: Reader, field: str, words: list[str]) -> set[str]:
    """A field's words, or as many of them as can be told from those that were asked for."""
    return reader.like(field, words) if isinstance(reader, WordFinder) else set(reader.vocabulary(field))


def similar(word: str, known: Iterable[str], most: int = _MOST) -> list[str]:
    """Known words that differ from a word by a slip or, if it is long, two; the likeliest first.

    A slip is a letter too many, too few, wrong, or two that changed places.
    """
    if len(word) < _SHORTEST:
        return []
    slips = 2 if len(word) >= _LONG else 1
    found = []
    letters = set(word)
    for other in known:
        # Words that differ this much in length or letters need no closer look.
        if abs(len(other) - len(word)) > slips or len(letters ^ set(other)) > 2 * slips:
            continue
        distance = slips_between(word, other, slips)
        if distance <= slips:
            found.append((distance, other[:1] != word[:1], abs(len(other) - len(word)), other))
    return [other for *_, other in sorted(found)[:most]]


def slips_between(one: str, other: str, most: int) -> int:
    """The fewest slips that make one word of the other; more than ``most`` is ``most`` + 1."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, against in enumerate(other, start=1):
            best = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                best = min(best, before[column - 2] + 1)
            current.append(best)
        if min(current) > most:
            return most + 1
        before, last = last, current
    return min(last[-1], most + 1)


def _words(query: Node) -> Iterator[Word]:
    match query:
        case Word(field=field) if field == TEXT:
            yield query
        case Phrase(words=words, exact=False):
            yield from words
        case And(nodes=nodes) | Or(nodes=nodes):
            for node in nodes:
                yield from _words(node)
