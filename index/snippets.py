"""The place in a text where a question's words stand thickest, with the words marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index import deadline
from index.analysis import Analyser, Term
from index.phrase_places import standing
from index.tree import Node, Phrase, Prefix, Word, sought
from index.words import Token, tokens

WIDTH = 240
"""Characters a snippet shows, about."""

_LONGEST_TEXT = 200_000
_LEAD = 60


@dataclass(frozen=True)
class Snippet:
    """A piece of text on one line; ``spans`` are (start, end) of the matched words in ``text``."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


class Marker:
    """Finds the words of an analysed question in texts."""

    def __init__(self, query: Node, analyser: Analyser) -> None:
        self._analyser = analyser
        self._terms: set[str] = set()
        self._prefixes: tuple[str, ...] = ()
        self._phrases: list[Phrase] = []
        self._decided: dict[str, dict[str, bool]] = {}
        for node in sought(query):
            match node:
                case Prefix(text=text):
                    self._prefixes = (*self._prefixes, text)
                case Word(terms=terms):
                    self._terms.update(terms)
                case Phrase():
                    self._phrases.append(node)

    def marks(self, text: str, language: str) -> list[Token]:
        """The words of a text that the question asked for, in order."""
        if not (self._terms or self._prefixes or self._phrases):
            return []
        deadline.check()
        found = _tokens(text[:_LONGEST_TEXT])
        known = self._known(found, language)
        marked = {at for at, token in enumerate(found) if token.text in known}
        if self._prefixes:
            marked |= {at for at, token in enumerate(found) if self._begins(token.whole)}
        if self._phrases:
            analysed = self._analyser.terms({token.text for token in found}, language)
            for phrase in self._phrases:
                marked = marked.union(*standing(phrase, found, analysed))
        return [found[at] for at in sorted(marked)]

    def snippet(self, text: str, language: str, *, fallback: str | None = None) -> Snippet:
        """The piece of a text with most words asked for; else the beginning of ``fallback`` or text."""
        marks = self.marks(text, language)
        if not marks:
            return _cut(fallback or text, 0, ())
        first = _thickest(marks)
        start = _word_start(text, max(0, marks[first].start - _LEAD))
        return _cut(text, start, [(mark.start, mark.end) for mark in marks[first:]])

    def prepare(self, texts: Iterable[tuple[str, str]]) -> None:
        """Analyse the words of several (text, language) at once: one look into the cache instead of many."""
        by_language: dict[str, set[str]] = {}
        for text, language in texts:
            words = by_language.setdefault(language, set())
            words.update(token.text for token in _tokens(text[:_LONGEST_TEXT]))
        for language, words in by_language.items():
            self._analyser.terms(words, language)

    def _known(self, found: Sequence[Token], language: str) -> set[str]:
        """Those of the words that the question asked for; each word of a language is looked at once."""
        decided = self._decided.setdefault(language, {})
        new = {token.text for token in found} - decided.keys()
        if new:
            analysed = self._analyser.terms(new, language)
            decided.update((word, self._asked(word, terms)) for word, terms in analysed.items())
        return {token.text for token in found if decided[token.text]}

    def _asked(self, word: str, terms: tuple[Term, ...]) -> bool:
        return (
            any(term.text in self._terms for term in terms)
            or self._begins(word)
            or any(self._begins(term.text) for term in terms)
        )

    def _begins(self, word: str) -> bool:
        return bool(self._prefixes) and word.startswith(self._prefixes)


@lru_cache(maxsize=256)
def _tokens(text: str) -> Sequence[Token]:
    """The words of a text, which is looked at more than once before it is shown."""
    return tuple(tokens(text))


def _thickest(marks: list[Token]) -> int:
    """Index of the mark that begins the window with the most different words."""
    best, best_count = 0, 0
    inside: Counter[str] = Counter()
    end = 0
    for begin, mark in enumerate(marks):
        while end < len(marks) and marks[end].end <= mark.start + WIDTH - _LEAD:
            inside[marks[end].text] += 1
            end += 1
        count = len(inside)
        if count > best_count:
            best, best_count = begin, count
        if end > begin:
            inside[mark.text] -= 1
            if not inside[mark.text]:
                del inside[mark.text]
        else:
            end = begin + 1
    return best


def _word_start(text: str, at: int) -> int:
    """The beginning of a line soon after ``at``, else of a word."""
    if at == 0:
        return 0
    line = text.find("\n", at, at + _LEAD // 2)
    space = text.find(" ", at, at + _LEAD // 2)
    return max(at, (line if line >= 0 else space) + 1)


def _cut(text: str, start: int, spans: Iterable[tuple[int, int]]) -> Snippet:
    """``WIDTH`` characters from ``start``, white space squeezed, the marks moved with their words."""
    end = min(len(text), start + WIDTH)
    if end < len(text):
        space = text.rfind(" ", start + WIDTH // 2, end)
        end = space if space > 0 else end
    pieces = ["… "] if start > 0 else []
    length = len("… ") if start > 0 else 0
    moved: dict[int, int] = {}
    blank = True
    for at in range(start, end):
        moved[at] = length
        character = text[at]
        if character.isspace():
            if blank:
                continue
            character = " "
        elif character == "\u00ad":
            continue
        blank = character == " "
        pieces.append(character)
        length += 1
    moved[end] = length
    if end < len(text):
        pieces.append(" …")
    return Snippet(
        "".join(pieces).rstrip(" ") if end >= len(text) else "".join(pieces),
        tuple((moved[a], moved[b]) for a, b in spans if start <= a and b <= end),
    )
