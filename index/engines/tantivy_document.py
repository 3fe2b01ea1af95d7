"""An entry as tantivy gets it.

A question for a word is one posting list with its weights (``text``, ``title``), apart from where words stand
(``text_at``, ``title_at``), which phrases ask for only.

tantivy counts places itself: its tokenizer gives each token of a text the next place. To hand over every
token with a place of our own is many times slower than a text, so a text it is: each word takes ``STEP``
places, and each of its terms stands on one of them that follows from the term alone; the rest are fillers
that the analyser drops again. So a phrase is one query for terms at exact distances. Where two terms of a
word want the same place, one goes to its second or third choice, and is then written with a mark.

A word whose terms find no places that way is cut into tokens beforehand, several on one place, as a value of
its own: each further value of a field begins two places after the last token of the one before.

To look at places is slow where both words are common, so neighbours are indexed too: each term is a character
(of few, so that there are not too many pairs), a text a row of characters, and tantivy cuts pairs out of
it. A pair says where a phrase may be, its places where it is.

A word as written begins with a mark that tells how many letters it shares with its nearest term. A prefix no
longer than that finds the item by the term already, so that of the words as written only few are looked at.

Terms are stored as they are: nothing lowers them, cuts them, or drops long ones.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import tantivy

from index.analysis import Term, TermKind
from index.entry import EXACT, KEYWORD_FIELDS, NUMBER_FIELDS, Entry, Placed
from index.tree import TEXT, TITLE

LAYOUT = 3
"""Version of how entries are kept here: with another one, tantivy's indexes are made anew."""

PAIRS = "pairs"
"""Pairs of neighbours, as two characters each."""

STEP = 10
"""Places between a word and the next one. The last stays free: no value can begin on the very next place."""

MARKS = ("", "\1", "\2")
"""What a term is written with on its first, second and third choice of a place."""

JUMP_TERM = "\0"
_JUMP = tantivy.PreTokenizedString("", [tantivy.Token(JUMP_TERM, STEP * 1_000, 0)])  # farther than any phrase
_WORDS = "pykala_words"
_WHOLE = "pykala_whole"
_PAIRS = "pykala_pairs"
_FILLER = "-"  # no term: words have letters or digits, and base forms no hyphen at an end
_GAP = 2  # places between the last token of a value and the first of the next one
_FILLERS = [f"{_FILLER} " * count for count in range(STEP)]
_FIRST_SIGN, _SIGNS = 0x100, 512
_SIGN_OF = 7  # letters at a term's end: a compound and its last part have one sign
_BASE_WEIGHT = 3  # against a compound's part, which besides counts but once in an item
_MOST_KEPT = 200_000

SHARED = tuple(chr(0xE000 + letters) for letters in range(33))
"""Marks of words as written, by the letters they share with a term; the last also of more."""


def at(field: str) -> str:
    """The field that says where the terms of a field of words stand."""
    return field if field == EXACT else f"{field}_at"


def schema() -> tantivy.Schema:
    """Fields of an index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name=_WHOLE, index_option="basic")
    builder.add_integer_field("document", indexed=True)
    for name in ("newest", "oldest"):
        builder.add_integer_field(name, fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    for name in (TEXT, TITLE):
        builder.add_text_field(name, tokenizer_name=_WORDS, index_option="freq")
    for name in (TEXT, TITLE, EXACT):
        builder.add_text_field(at(name), tokenizer_name=_WORDS, index_option="position")
    builder.add_text_field(PAIRS, tokenizer_name=_PAIRS, index_option="basic")
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
    index.register_tokenizer(_PAIRS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 2)).build())


@lru_cache(maxsize=_MOST_KEPT)
def places(term: str) -> tuple[int, ...]:
    """The places within a word that a term may have, best first: one for each of ``MARKS``."""
    mixed = zlib.crc32(term.encode())
    return tuple(mixed // (STEP - 1) ** choice % (STEP - 1) for choice in range(len(MARKS)))


def shared(written: str, terms: Iterable[str]) -> str:
    """The mark of a word as written: how long its longest common beginning with a term is."""
    letters = max([_alike(written, term) for term in terms])
    return SHARED[min(letters, len(SHARED) - 1)]


def _alike(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    if one.startswith(other):
        return len(other)
    at = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            return at
        at += 1
    return at


def sign(term: str) -> str:
    """The character that stands for a term among pairs."""
    return chr(_FIRST_SIGN + zlib.crc32(term[-_SIGN_OF:].encode()) % _SIGNS)


@lru_cache(maxsize=_MOST_KEPT)
def _stands(term: str) -> tuple[bool, int, str]:
    """Whether a term is plain text, the place it wants, and its sign."""
    return term.split() == [term] != [_FILLER], places(term)[0], sign(term)


class _Many(NamedTuple):
    """What else is made of a word that has several terms, or one that is no plain text.

    ``parts`` are a compound's parts, ``signs`` those of the terms but the first, ``last`` is the last
    place that they take when cut.
    """

    texts: tuple[str, ...]
    parts: str
    signs: str
    last: int


class _Known(NamedTuple):
    """What a word's terms are made into.

    ``bases`` are the base forms, ``weighed`` those as often as they count; both are empty if the terms are no
    plain text. ``filled`` is empty if the terms find no places. ``exact`` is the word as written with
    its mark, ``sign`` is the first term's.
    """

    terms: tuple[Term, ...]
    exact: str
    bases: str
    weighed: str
    filled: str
    sign: str
    many: _Many | None


class Documents:
    """Makes documents of entries; keeps what the words it has met are made into."""

    def __init__(self) -> None:
        self._known: dict[Collection[str], dict[str, _Known]] = {}  # by language, whose word has one analysis
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
        if entry.words:
            self._add_words(document, entry.words, entry.keywords.get("language", frozenset()))
        for field, values in entry.keywords.items():
            for value in values:
                document.add_text(field, value)
        for field, numbers in entry.numbers.items():
            for number in numbers:
                document.add_integer(field, number)
        return document

    def _add_words(
        self, document: tantivy.Document, words: tuple[Placed, ...], language: Collection[str]
    ) -> None:
        # Tuples and lists made at one go: this is where an index's time is spent.
        met = self._known.setdefault(language, {})
        if len(met) > _MOST_KEPT:
            met.clear()
            self._tokens.clear()
        written, positions, weights, in_title, wholes, terms = zip(*words, strict=True)
        try:
            known = list(map(met.__getitem__, written))
        except KeyError:
            known = [
                met.get(text) or self._met(met, text, of_word)
                for text, of_word in zip(written, terms, strict=True)
            ]
        analysed, exact, bases, weighed, filled, signs, many = zip(*known, strict=True)
        if analysed != terms:
            known = [self._met({}, text, of_word) for text, of_word in zip(written, terms, strict=True)]
            _, exact, bases, weighed, filled, signs, many = zip(*known, strict=True)
        several = [(number, one) for number, one in enumerate(many) if one]
        more = list(dict.fromkeys([one.parts for _, one in several]))
        for base, weight in zip(bases, weights, strict=True):
            if weight != 1.0:
                more += [base] * round((weight - 1) * _BASE_WEIGHT)
        document.add_text(TEXT, " ".join([*weighed, *more]))
        for number, one in several:
            if not weighed[number]:
                document.add_pre_tokenized_text(TEXT, self._cut(one.texts, 0))
        for number, (start, end) in enumerate(_runs(positions)):
            if number:
                document.add_pre_tokenized_text(at(TEXT), _JUMP)
                document.add_pre_tokenized_text(EXACT, _JUMP)
            elif in_title[0]:
                document.add_text(
                    TITLE, " ".join([*weighed[:end], *(one.parts for one in many[:end] if one)])
                )
                self._add_run(document, at(TITLE), filled[:end], many)
            self._add_run(document, at(TEXT), filled[start:end], many[start:end])
            document.add_text(EXACT, " ".join(exact[start:end]))
        if any(wholes):
            # Asked for by prefixes only, so it does not matter where they stand.
            document.add_pre_tokenized_text(EXACT, _JUMP)
            document.add_text(EXACT, " ".join([SHARED[0] + whole for whole in wholes if whole]))
        document.add_text(PAIRS, _pairs(signs, [(number, one.signs) for number, one in several]))

    def _add_run(
        self,
        document: tantivy.Document,
        field: str,
        filled: Sequence[str],
        many: Sequence[_Many | None],
    ) -> None:
        pad = start = 0  # pad: places to fill so that a value's first word stands where it must
        for number in [number for number, one in enumerate(filled) if not one] if "" in filled else ():
            if start < number:
                document.add_text(field, _FILLERS[pad] + " ".join(filled[start:number]))
                pad = STEP - _GAP - _last_place(filled[number - 1])
            one = many[number]
            assert one is not None
            document.add_pre_tokenized_text(field, self._cut(one.texts, pad))
            pad = STEP - _GAP - one.last
            start = number + 1
        if start < len(filled):
            document.add_text(field, _FILLERS[pad] + " ".join(filled[start:]))

    def _cut(self, texts: tuple[str, ...], place: int) -> tantivy.PreTokenizedString:
        held = self._tokens.get((texts, place))
        if held is None:
            tokens = [tantivy.Token(text, place + places(text)[0], 0) for text in texts]
            tokens.sort(key=lambda token: token.position)
            held = self._tokens[texts, place] = tantivy.PreTokenizedString("", tokens)
        return held

    def _met(self, met: dict[str, _Known], written: str, terms: tuple[Term, ...]) -> _Known:
        texts = tuple(dict.fromkeys([term.text for term in terms]))
        stands = [_stands(text) for text in texts]
        fits = all(plain for plain, _, _ in stands)
        placed = _placed(texts) if fits else None
        bases = [term.text for term in terms if term.kind is TermKind.BASE] if fits else []
        signs = "".join(dict.fromkeys([sign for _, _, sign in stands]))
        met[written] = known = _Known(
            terms=terms,
            exact=shared(written, texts) + written,
            bases=" ".join(bases),
            weighed=" ".join(bases * _BASE_WEIGHT),
            filled=" ".join([placed.get(place, _FILLER) for place in range(STEP)]) if placed else "",
            sign=signs[0],
            many=None
            if placed and len(texts) == 1
            else _Many(
                texts,
                parts=" ".join([term.text for term in terms if term.kind is TermKind.PART]) if fits else "",
                signs=signs[1:],
                last=max([place for _, place, _ in stands]),
            ),
        )
        return known


def _last_place(filled: str) -> int:
    return max(place for place, term in enumerate(filled.split(" ")) if term != _FILLER)


def _placed(texts: Sequence[str]) -> dict[int, str] | None:
    """Terms as written by place, no two on one; None if there is no such way."""
    first = {places(text)[0]: text for text in texts}
    if len(first) == len(texts):
        return first
    takers: dict[int, tuple[str, int]] = {}

    def give(text: str, tried: set[int]) -> bool:
        for choice, place in enumerate(places(text)):
            if place not in tried:
                tried.add(place)
                if place not in takers or give(takers[place][0], tried):
                    takers[place] = text, choice
                    return True
        return False

    if len(texts) >= STEP or not all(give(text, set()) for text in texts):
        return None
    return {place: text + MARKS[choice] for place, (text, choice) in takers.items()}


def _pairs(signs: Sequence[str], more: Iterable[tuple[int, str]]) -> str:
    """Signs in a row, neighbours beside each other; then ``more`` signs of some words with their neighbours'.

    That some stand beside each other there that are no neighbours does no harm.
    """
    row = [*signs]
    last, before_it = -1, ""
    for number, rest in more:
        before = signs[number - 1] if number else ""
        after = signs[number + 1] if number + 1 < len(signs) else ""
        if rest:
            row.append(before + (after + before).join(rest) + after)
            if last == number - 1:
                row += [one + one.join(rest) for one in before_it]
        last, before_it = number, rest
    return "".join(row)


def _runs(positions: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where runs of words side by side begin and end."""
    start, count = 0, len(positions)
    while start < count:
        first = positions[start] - start
        end = bisect_right(range(start, count), first, key=lambda at: positions[at] - at) + start
        yield start, end
        start = end
