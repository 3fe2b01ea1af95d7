"""Where a phrase stands in a text, word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.analysis import Term
from index.tree import Phrase, Word
from index.words import Token


def standing(
    phrase: Phrase, found: Sequence[Token], analysed: Mapping[str, Sequence[Term]]
) -> list[set[int]]:
    """For each word of an analysed phrase its indexes in ``found``, wherever the phrase stands whole.

    ``analysed`` has the terms of every word found.
    """

    def fits(word: Word, token: Token) -> bool:
        if phrase.exact:
            return token.text == word.text
        return any(term.text in word.terms for term in analysed[token.text])

    steps = range(1, phrase.slop + 1)
    reached = [{at for at, token in enumerate(found) if fits(phrase.words[0], token)}]
    for word in phrase.words[1:]:
        near = {at + step for at in reached[-1] for step in steps if at + step < len(found)}
        reached.append({at for at in near if fits(word, found[at])})
    for number in reversed(range(len(reached) - 1)):
        after = reached[number + 1]
        reached[number] = {at for at in reached[number] if any(at + step in after for step in steps)}
    return reached
