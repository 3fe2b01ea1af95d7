"""An entry as tantivy gets it.

tantivy counts places itself: its tokenizer gives each word of a text the next place, and each further value
of a field begins two places after the last word of the one before. So words stand on even places here: a
run of words with one term each is one value of text, with a filler between words that the analyser drops,
and a word with several terms is a value of its own, cut into tokens beforehand, all on one place. That is
several times as quick as to hand over every token, and terms are stored as they are: nothing lowers them,
cuts them, or drops long ones.
"""

from __future__ import annotations

import tantivy

from index.analysis import Term, TermKind
from index.entry import EXACT, KEYWORD_FIELDS, NUMBER_FIELDS, Entry, Placed
from index.tree import TEXT, TITLE

BASE = "base"
"""Base forms, each as often as it weighs: for scores only."""

STEP = 2
"""Places between a word and the next one."""

WORDS = "pykala_words"
WHOLE = "pykala_whole"
_FILLER = "-"  # no term: words have letters or digits, and base forms no hyphen at an end
_JOIN = f" {_FILLER} "
JUMP_TERM = "\0"
_JUMP = tantivy.PreTokenizedString("", [tantivy.Token(JUMP_TERM, STEP * 1_000, 0)])  # farther than any phrase
_MOST_KEPT = 200_000

Value = str | tantivy.PreTokenizedString


def schema() -> tantivy.Schema:
    """Fields of an index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name=WHOLE, index_option="basic")
    builder.add_integer_field("document", indexed=True)
    for name in ("newest", "oldest"):
        builder.add_integer_field(name, fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    for name in (TEXT, TITLE, EXACT):
        builder.add_text_field(name, tokenizer_name=WORDS, index_option="position")
    builder.add_text_field(BASE, tokenizer_name=WORDS, index_option="freq")
    for name in KEYWORD_FIELDS:
        builder.add_text_field(name, tokenizer_name=WHOLE, index_option="basic")
    for name in NUMBER_FIELDS:
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


def register(index: tantivy.Index) -> None:
    """Make the analysers known that the fields name."""
    words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    index.register_tokenizer(WORDS, words.filter(tantivy.Filter.custom_stopword([_FILLER])).build())
    index.register_tokenizer(WHOLE, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).build())


class Documents:
    """Makes documents of entries; keeps what the words it has met are made into."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, ...], Value] = {}
        self._seen: dict[tuple[Term, ...], tuple[Value, list[str]]] = {}

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
        if len(self._seen) > _MOST_KEPT:
            self._seen.clear()
            self._values.clear()
        runs: list[list[tuple[Value, Value]]] = []  # words side by side, as found and as written
        weighed: list[str] = []
        seen = self._seen
        expected = -1
        for word, position, weight, _, whole, terms in words:
            held = seen.get(terms)
            if held is None:
                held = seen[terms] = self._read(terms)
            value, bases = held
            if position != expected:
                runs.append([])
            expected = position + 1
            runs[-1].append((value, self._value((word, whole)) if whole else word))
            # A weight of one and a half is one and two by turns.
            times = int(weight + (position & 1) * 0.5)
            weighed += bases if times == 1 else bases * times
        in_title = bool(words) and words[0].in_title
        for number, run in enumerate(runs):
            found, written = zip(*run, strict=True)
            if number:
                document.add_pre_tokenized_text(TEXT, _JUMP)
                document.add_pre_tokenized_text(EXACT, _JUMP)
            elif in_title:
                _add(document, TITLE, found)
            _add(document, TEXT, found)
            _add(document, EXACT, written)
        document.add_text(BASE, " ".join(weighed))

    def _read(self, terms: tuple[Term, ...]) -> tuple[Value, list[str]]:
        found = tuple(dict.fromkeys(term.text for term in terms))
        return self._value(found), [term.text for term in terms if term.kind is TermKind.BASE]

    def _value(self, terms: tuple[str, ...]) -> Value:
        held = self._values.get(terms)
        if held is None:
            found = [term for term in dict.fromkeys(terms) if term]
            if len(found) == 1 and found[0] != _FILLER and found[0].split() == found:
                held = found[0]
            else:
                held = tantivy.PreTokenizedString("", [tantivy.Token(term, 0, 0) for term in found])
            self._values[terms] = held
        return held


def _add(document: tantivy.Document, field: str, values: tuple[Value, ...]) -> None:
    """Values side by side: as few as can be, since each costs as much as several words."""
    if all(value.__class__ is str for value in values):
        document.add_text(field, _JOIN.join(values))  # type: ignore[arg-type]
        return
    run: list[str] = []
    for value in values:
        if isinstance(value, str):
            run.append(value)
        else:
            if run:
                document.add_text(field, _JOIN.join(run))
                run.clear()
            document.add_pre_tokenized_text(field, value)
    if run:
        document.add_text(field, _JOIN.join(run))
