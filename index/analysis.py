"""Words to search terms: one analyser for the index and for the query.

Finnish words go to all their base forms and compound parts (``index.voikko``), Swedish words to their stems
and compound parts (``index.swedish``), words of other languages stay as they are. Diary numbers, sections,
dates and money never come here: they are typed fields.

Results are kept in the library for each distinct word, under the analyser's version, and so are those of
the base forms and parts themselves: a question in base forms starts no dictionary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from corpus.connection import LibraryError
from index.words import tokens

ANALYSER = "voikko-6"
"""Version of the analyses: changed when what words become changes, so that caches and indexes are renewed."""

_SWEDISH = "~"
_OTHER = "^"
_PART = "+"


class TermKind(StrEnum):
    """How a term came of a word."""

    SURFACE = "surface"
    BASE = "base"
    PART = "part"


class Term(NamedTuple):
    """A search term. Terms of Swedish and other words are marked, so that languages do not mix."""

    text: str
    kind: TermKind


@dataclass
class Memory:
    """Analyses at hand: what a word is in Finnish, and what in Swedish."""

    terms: dict[str, tuple[Term, ...]] = field(default_factory=dict)
    swedish: dict[str, tuple[Term, ...]] = field(default_factory=dict)


class WordCache(Protocol):
    """Where analyses are kept: ``corpus.database.Library``.

    One that lives long may have a ``memory`` (a Memory), which then serves all questions.
    """

    def word_terms(self, words: Iterable[str], analyser: str) -> dict[str, tuple[str, ...]]:
        """The analyses known, by word."""

    def remember_words(self, terms: Mapping[str, Iterable[str]], analyser: str) -> None:
        """Keep analyses."""


class Analyser:
    """Analyses words by way of a cache; loads the Finnish dictionary only for a word nobody has seen.

    ``started`` tells whether the dictionary was needed.
    """

    def __init__(self, cache: WordCache | None = None) -> None:
        self._cache = cache
        memory = getattr(cache, "memory", None) or Memory()
        self._memory, self._swedish_memory = memory.terms, memory.swedish
        self.started = False

    def terms(self, words: Iterable[str], language: str) -> dict[str, tuple[Term, ...]]:
        """Base forms and parts of each word (as ``index.words.fold`` gives it) in a text of that language.

        Every word has at least one base form: a word the dictionary lacks is its own.
        """
        wanted = dict.fromkeys(words)
        if language == "fi":
            return self._finnish(wanted)
        if self._cache is not None:
            # A question does not say its language: these words must be known as Finnish ones too, or as none.
            self._finnish(wanted)
        if language == "sv":
            terms = {word: self._swedish(word) for word in wanted}
        else:
            terms = {word: (Term(_OTHER + word, TermKind.BASE),) for word in wanted}
        if self._cache is not None:
            self._finnish([term.text[1:] for of_word in terms.values() for term in of_word])
        return terms

    def query_terms(self, words: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The terms by which a word of a question is found, whatever the language of the item.

        Base forms only: *kehittämisverkosto* is to find itself, not everything about verkosto.
        """
        wanted = dict.fromkeys(words)
        finnish = self._finnish(wanted)
        return {
            word: (
                *(term.text for term in finnish[word] if term.kind is TermKind.BASE),
                *(term.text for term in self._swedish(word) if term.kind is TermKind.BASE),
                _OTHER + word,
            )
            for word in wanted
        }

    def _finnish(self, words: Iterable[str]) -> dict[str, tuple[Term, ...]]:
        asked = list(words)
        unknown = [word for word in asked if word not in self._memory]
        if unknown and self._cache is not None:
            for word, coded in self._cache.word_terms(unknown, ANALYSER).items():
                self._keep(word, coded)
            unknown = [word for word in unknown if word not in self._memory]
        plain = [word for word in unknown if not any(character.isalpha() for character in word)]
        self._memory.update((word, _decoded(word, ())) for word in plain)
        unknown = [word for word in unknown if word not in self._memory]
        if unknown:
            self._look_up(unknown)
        return {word: self._memory[word] for word in asked}

    def _look_up(self, words: list[str]) -> None:
        from index import swedish, voikko

        self.started = True
        read = {word: voikko.read(word) for word in words}
        coded = {word: reading.forms for word, reading in read.items()}
        kin = {form.removeprefix(_PART) for forms in coded.values() for form in forms}
        kin.update(noun for reading in read.values() for noun in reading.nouns)
        # Only what a question may hold as one word: a hyphenated base form is asked by its parts.
        kin = {form for form in kin if form not in coded and [token.text for token in tokens(form)] == [form]}
        kin -= self._memory.keys()
        if self._cache is not None and kin:
            kin -= self._cache.word_terms(kin, ANALYSER).keys()
        coded.update((form, voikko.read(form).forms) for form in sorted(kin))
        coded = {
            word: (*forms, *(_SWEDISH + form for form in swedish.forms(word)))
            for word, forms in coded.items()
        }
        for word, forms in coded.items():
            self._keep(word, forms)
        if self._cache is not None:
            # A library that cannot be written to, or is being written to, is no reason to fail a question.
            with suppress(LibraryError):
                self._cache.remember_words(coded, ANALYSER)

    def _keep(self, word: str, coded: tuple[str, ...]) -> None:
        self._memory[word] = _decoded(word, [form for form in coded if not form.startswith(_SWEDISH)])
        swedish = [form.removeprefix(_SWEDISH) for form in coded if form.startswith(_SWEDISH)]
        if swedish:
            self._swedish_memory[word] = _marked(swedish)

    def _swedish(self, word: str) -> tuple[Term, ...]:
        """A word's Swedish terms, kept beside its Finnish analyses: the stemmer takes its time to load."""
        held = self._swedish_memory.get(word)
        if held is None:
            from index import swedish

            held = self._swedish_memory[word] = _marked(swedish.forms(word))
        return held


def _marked(forms: Sequence[str]) -> tuple[Term, ...]:
    return tuple(term._replace(text=_SWEDISH + term.text) for term in _decoded("", forms))


def _decoded(word: str, coded: Sequence[str]) -> tuple[Term, ...]:
    terms = tuple(
        Term(form[1:], TermKind.PART) if form.startswith(_PART) else Term(form, TermKind.BASE)
        for form in coded
    )
    return terms or (Term(word, TermKind.BASE),)
