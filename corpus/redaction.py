"""Names of private persons covered up, for those who pass minutes on: who acts in an official role stays.

Minutes name private persons in their texts: applicants, neighbours, clients. Such names are never records;
here they are covered in whatever text is shown, letter for letter, so that every offset still holds. What is
covered are two or more words with a capital of which one is a known given name, unless the item has that name
as somebody in a role. A surname alone, a name in capitals or a name that names.toml does not know is not
recognised: this lowers what spreads by accident, and is no anonymisation.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from corpus.database import Library, StoredItem
from corpus.records import Document, Item, Person
from corpus.registry.names import name_words

COVER = "█"
_SPACE = r"[ \t\u00a0\u2009\u202f]{1,2}"
_NAME = r"[A-ZÅÄÖÉÜ][a-zåäöéüšž]+(?:-[A-ZÅÄÖÉÜ]?[a-zåäöéüšž]+)*"
_RUN = re.compile(rf"(?<![\w-]){_NAME}(?:{_SPACE}(?:[A-ZÅÄÖ]\.{_SPACE}?)?{_NAME}){{1,4}}(?!\w)")
_WORD = re.compile(_NAME)
_SURE = 4  # letters two inflected forms of a surname share
_SHOWN = frozenset(
    {"text", "title", "quote", "effective_text", "proposal", "points", "conditions", "payer", "extra_costs"}
)


class RedactedLibrary(Library):
    """A library whose items come without private persons' names."""

    def _stored_item(self, row: sqlite3.Row, documents: dict[int, Document]) -> StoredItem:
        stored = super()._stored_item(row, documents)
        return StoredItem(redacted(stored.item), stored.document, stored.document_id)

    def items_of(self, document_id: int) -> list[Item]:
        """A document's items in their order in it."""
        return [redacted(item) for item in super().items_of(document_id)]

    def shown(self, text: str | None) -> str | None:
        """A text without the names of persons."""
        return text and cover(text)


def redacted(item: Item) -> Item:
    """An item with the names of private persons covered in all that it says."""
    known = officials(item)
    return Item.model_validate(_covered(item.model_dump(), known))


def officials(item: Item) -> tuple[str, ...]:
    """The names of those whom an item has in an official role."""
    people: list[Person] = [
        *item.people,
        *(person for part in item.participations for person in part.contacts),
    ]
    votes = item.decision.votes.named if item.decision and item.decision.votes else ()
    names = [person.name for person in people] + [person.deputy_for for person in people]
    return tuple(dict.fromkeys(name for name in [*names, *(vote.name for vote in votes)] if name))


def cover(text: str, known: Iterable[str] = ()) -> str:
    """Text with names of private persons covered; as long as it was. ``known`` names stay."""
    kept = tuple(known)
    parts, position = [], 0
    for start, end in private_names(text, kept):
        parts += [text[position:start], re.sub(r"[^\W\d_]", COVER, text[start:end])]
        position = end
    return "".join([*parts, text[position:]])


def private_names(text: str, known: Iterable[str] = ()) -> Iterator[tuple[int, int]]:
    """Where names of persons stand that are not among the known ones, in order."""
    kept = [frozenset(_WORD.findall(name)) for name in known]
    for run in _RUN.finditer(text):
        words = list(_WORD.finditer(text, run.start(), run.end()))
        while (bounds := _name_in(words)) is not None:
            first, last = bounds
            name = [word.group() for word in words[first : last + 1]]
            if not any(_same(name, official) for official in kept):
                yield words[first].start(), words[last].end()
            words = words[last + 1 :]


def _name_in(words: list[re.Match[str]]) -> tuple[int, int] | None:
    """First and last of the words that make a name: given names with the surname after them, else before."""
    can_be = [not _is_blocked(word.group()) for word in words]
    for at, word in enumerate(words):
        if not (can_be[at] and _is_given(word.group())):
            continue
        last = at
        while last + 1 < len(words) and can_be[last + 1] and last - at < 2:
            last += 1
            if not _is_given(words[last].group()):
                break
        if last > at:
            return at, last
        if at and can_be[at - 1]:
            return at - 1, at
    return None


def _same(name: list[str], official: frozenset[str]) -> bool:
    """Whether a name, inflected or not, is an official's: all its words are, or begin as, words of theirs."""
    return all(any(_alike(word, other) for other in official) for word in name)


def _alike(word: str, other: str) -> bool:
    length = min(len(word), len(other), max(_SURE, min(len(word), len(other)) - 3))
    return word[:length] == other[:length]


@cache
def _given() -> frozenset[str]:
    return name_words("given")


@cache
def _blocked() -> tuple[frozenset[str], tuple[str, ...]]:
    return name_words("blocked"), tuple(name_words("blocked_endings"))


def _is_given(word: str) -> bool:
    return all(part.lower() in _given() for part in word.split("-"))


def _is_blocked(word: str) -> bool:
    words, endings = _blocked()
    return word.lower() in words or word.lower().endswith(endings)


def _covered(value: Any, known: tuple[str, ...], field: str = "") -> Any:
    match value:
        case dict():
            return {name: _covered(inner, known, name) for name, inner in value.items()}
        case list() | tuple():
            return [_covered(inner, known, field) for inner in value]
        case str() if field in _SHOWN:
            return cover(value, known)
        case _:
            return value
