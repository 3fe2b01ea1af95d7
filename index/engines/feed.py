"""What is indexed: a library's items as entries, read as they were at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice

from corpus.connection import LibraryError
from corpus.database import Library, StoredItem
from index.analysis import ANALYSER, Analyser
from index.engines.changes import Changes
from index.entry import Entry, entries

BATCH = 200
"""Items read, and told of, at a time."""

_MANY_WORDS = 20_000

LookUp = Callable[[Sequence[str]], Iterable[Entry]]
"""Gives the entries of some items, by id."""


def entries_of(library: Library) -> LookUp:
    """Looks up the entries of items in a library."""

    def found(ids: Sequence[str]) -> Iterator[Entry]:
        analyser = Analyser(library)
        for batch in _batches(ids):
            stored = (library.item(item_id) for item_id in batch)
            yield from entries([one for one in stored if one is not None], analyser)

    return found


@contextmanager
def snapshot(library: Library) -> Iterator[Library]:
    """The library as it is now, whatever others write meanwhile.

    Another connection, since the library's own must be free to remember words.
    """
    with Library.open(library.folder) as seen:
        seen.connection.execute("BEGIN")
        yield seen


class _Words:
    """The library's cache of words, written to now and then.

    While the snapshot is read, SQLite cannot shorten its log: every small write would make it longer.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._new: dict[str, tuple[str, ...]] = {}

    def word_terms(self, words: Iterable[str], analyser: str) -> dict[str, tuple[str, ...]]:
        """The analyses known, by word."""
        wanted = list(words)
        known = {word: self._new[word] for word in wanted if word in self._new}
        return known | self._library.word_terms([word for word in wanted if word not in known], analyser)

    def remember_words(self, terms: Mapping[str, Iterable[str]], analyser: str) -> None:
        """Keep analyses."""
        self._new.update((word, tuple(forms)) for word, forms in terms.items())
        if len(self._new) >= _MANY_WORDS:
            self.write(analyser)

    def write(self, analyser: str) -> None:
        """Hand over what is new."""
        self._library.remember_words(self._new, analyser)
        self._new.clear()


@contextmanager
def kept_words(library: Library) -> Iterator[_Words]:
    words = _Words(library)
    yield words
    with suppress(LibraryError):  # a cache: no index fails for it
        words.write(ANALYSER)


def newest_first(library: Library, analyser: Analyser) -> Iterator[Entry]:
    """Entries of all live items, in the order in which equal scores are shown, about."""
    ids = [
        row[0]
        for row in library.connection.execute(
            "SELECT id FROM items WHERE live ORDER BY coalesce(meeting_date, '') DESC, id"
        )
    ]
    for batch in _batches(ids):
        stored = (library.item(item_id) for item_id in batch)
        yield from entries([one for one in stored if one is not None], analyser)


def of_documents(library: Library, change: Changes, analyser: Analyser) -> Iterator[Entry]:
    ids = [
        row[0]
        for number in change.add
        for row in library.connection.execute(
            "SELECT id FROM items WHERE live AND document_id = ? ORDER BY ordinal", (number,)
        )
    ]
    stored: Iterator[StoredItem | None]
    for batch in _batches(ids):
        stored = (library.item(item_id) for item_id in batch)
        yield from entries([one for one in stored if one is not None], analyser)


def _batches(ids: Sequence[str]) -> Iterator[list[str]]:
    remaining = iter(ids)
    while batch := list(islice(remaining, BATCH)):
        yield batch
