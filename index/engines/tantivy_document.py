"""An entry as tantivy gets it.

tantivy counts places itself: its tokenizer gives each token of a text the next place. To hand over every
token with a place of our own is several times slower than a text, so a text it is: each word takes ``STEP``
places, of which its terms fill the first few, and fillers that the analyser drops again the rest.
``verkostojen kehittäminen`` becomes ``verkosto - - - - - - - - kehittää kehittäminen - …``. A term of the
next word is then ``STEP`` places away, give or take ``SLOTS - 1``, which is a phrase with that slop; a term
of the same word is never so far, nor one of the word after the next so near.

A word with more terms than that is cut into tokens beforehand, all on one place, as a value of its own:
each further value of a field begins two places after the last token of the one before.

Terms are stored as they are: nothing lowers them, cuts them, or drops long ones.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import tantivy

from index.analysis import Term, TermKind
from index.entry import EXACT, KEYWORD_FIELDS, NUMBER_FIELDS, Entry, Placed
from index.tree import TEXT, TITLE

BASE = "base"
"""Base forms, each as often as it weighs: for scores only."""

STEP = 9
"""Places between a word and the next one."""

SLOTS = 3
"""Terms of a word that have places of their own."""

LONGEST_PHRASE = 4
"""Words of a phrase that one query can ask for: with more, its slop would reach into other words."""

JUMP_TERM = "\0"
_JUMP = tantivy.PreTokenizedString("", [tantivy.Token(JUMP_TERM, STEP * 1_000, 0)])  # farther than any phrase
_WORDS = "pykala_words"
_WHOLE = "pykala_whole"
_FILLER = "-"  # no term: words have letters or digits, and base forms no hyphen at an end
_GAP = 2  # places between the last token of a value and the first of the next one
_MOST_KEPT = 200_000


def schema() -> tantivy.Schema:
    """Fields of an index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name=_WHOLE, index_option="basic")
    builder.add_integer_field("document", indexed=True)
    for name in ("newest", "oldest"):
        builder.add_integer_field(name, fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    for name in (TEXT, TITLE, EXACT):
        builder.add_text_field(name, tokenizer_name=_WORDS, index_option="position")
    builder.add_text_field(BASE, tokenizer_name=_WORDS, index_option="freq")
    for name in KEYWORD_FIELDS:
        builder.add_text_field(name, tokenizer_name=_WHOLE, index_option="basic")
    for name in NUMBER_FIELDS:
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


def register(index: tantivy.Index) -> None:
    """Make the analysers known that the fields name."""
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    index.register_tokenizer(_WORDS, words.filter(tantivy.Filter.custom_stopword([_FILLER])).build())
    index.register_tokenizer(_WHOLE, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).build())


class _Known(NamedTuple):
    """What a word's terms are made into. ``filled`` is empty if they do not fit into the slots."""

    terms: tuple[Term, ...]
    texts: tuple[str, ...]
    filled: str
    bases: str


class Documents:
    """Makes documents of entries; keeps what the words it has met are made into."""

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}  # by the terms' identity: they are kept, so it stays theirs
        self._tokens: dict[tuple[tuple[str, ...], int], tantivy.PreTokenizedString] = {}

    def document(self, entry: Entry) -> tantivy.Document:
        """The document of an entry."""
        document = tantivy.Document()
        document.add_text("id", entry.item_id)
        document.add_integer("document", entry.document_id)
        document.add_integer("newest", entry.newest)
        document.add_integer("oldest", entry.oldest)
        if entry.day:
            document.add_integer("day", entry.day)
        self._add_words(document, entry.words)
        for field, values in entry.keywords.items():
            for value in values:
                document.add_text(field, value)
        for field, numbers in entry.numbers.items():
            for number in numbers:
                document.add_integer(field, number)
        return document

    def _add_words(self, document: tantivy.Document, words: tuple[Placed, ...]) -> None:
        # Lists made at one go: this is where an index's time is spent.
        if len(self._known) > _MOST_KEPT:
            self._known.clear()
            self._tokens.clear()
        found = list(map(self._known.get, [id(word.terms) for word in words]))
        known = [
            held if held is not None else self._met(word.terms)
            for held, word in zip(found, words, strict=True)
        ]
        written = [word.text for word in words]
        for number, (start, end) in enumerate(_runs([word.position for word in words])):
            if number:
                document.add_pre_tokenized_text(TEXT, _JUMP)
                document.add_pre_tokenized_text(EXACT, _JUMP)
            elif words[0].in_title:
                self._add_run(document, TITLE, known[start:end])
            self._add_run(document, TEXT, known[start:end])
            document.add_text(EXACT, " ".join(written[start:end]))
        if wholes := [word.whole for word in words if word.whole]:
            # Asked for by prefixes only, so it does not matter where they stand.
            document.add_pre_tokenized_text(EXACT, _JUMP)
            document.add_text(EXACT, " ".join(wholes))
        bases = [held.bases for held in known]
        for held, word in zip(known, words, strict=True):
            if word.weight != 1.0:  # one and a half is one and two by turns
                bases += [held.bases] * (int(word.weight + (word.position & 1) * 0.5) - 1)
        document.add_text(BASE, " ".join(bases))

    def _add_run(self, document: tantivy.Document, field: str, run: list[_Known]) -> None:
        filled = [known.filled for known in run]
        if "" not in filled:
            document.add_text(field, " ".join(filled))
            return
        plain: list[str] = []
        pad = 0  # places to fill so that a value's first word stands where it must
        for known in run:
            if known.filled:
                if not plain and pad:
                    plain.append(_FILLER + f" {_FILLER}" * (pad - 1))
                plain.append(known.filled)
                last = known
                continue
            if plain:
                document.add_text(field, " ".join(plain))
                plain.clear()
                pad = STEP - _GAP - (len(last.texts) - 1)
            document.add_pre_tokenized_text(field, self._cut(known.texts, pad))
            pad = STEP - _GAP
        if plain:
            document.add_text(field, " ".join(plain))

    def _cut(self, texts: tuple[str, ...], place: int) -> tantivy.PreTokenizedString:
        held = self._tokens.get((texts, place))
        if held is None:
            held = tantivy.PreTokenizedString("", [tantivy.Token(text, place, 0) for text in texts])
            self._tokens[texts, place] = held
        return held

    def _met(self, terms: tuple[Term, ...]) -> _Known:
        texts = tuple(dict.fromkeys(term.text for term in terms))
        fits = len(texts) <= SLOTS and all(text.split() == [text] != [_FILLER] for text in texts)
        filled = " ".join([*texts, *[_FILLER] * (STEP - len(texts))]) if fits else ""
        bases = " ".join(term.text for term in terms if term.kind is TermKind.BASE)
        known = self._known[id(terms)] = _Known(terms, texts, filled, bases)
        return known


def _runs(positions: list[int]) -> Iterator[tuple[int, int]]:
    """Where runs of words side by side begin and end."""
    start, count = 0, len(positions)
    while start < count:
        first = positions[start] - start
        end = bisect_right(range(start, count), first, key=lambda at: positions[at] - at) + start
        yield start, end
        start = end


def offsets(field: str, gaps: Iterable[int]) -> list[int]:
    """Where the words of a phrase stand, so many words after each other."""
    step = 1 if field == EXACT else STEP
    places = [0]
    for gap in gaps:
        places.append(places[-1] + step * gap)
    return places


def slop(field: str, words: int) -> int:
    """What tells a phrase's words from their slots."""
    return 0 if field == EXACT else (SLOTS - 1) * (words - 1)
