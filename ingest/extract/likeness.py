"""Whether a decision says what its proposal said, in the same words or other forms of them."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_STEM = 5  # letters by which two forms of a word are known: "arviointikertomus", "arviointikertomuksen"
_ENOUGH = 0.6  # share of the decision's words that the proposal has too
_FEWEST = 2
_LONGEST = 2_000
# Who decides, that it is decided, and how unanimously: no part of what is decided.
_EMPTY = re.compile(
    r"\w*(?:hallitus|hallituksen|valtuusto|lautakunta|lautakunnan|jaosto|johtokunta)n?"
    r"|\w*(?:styrelsen|nämnden|fullmäktige|sektionen)s?"
    r"|päät\w+|yksimieli\w*"
    r"|olla|enhälli\w*|beslu\w*|beslöt|asia\w{0,3}|ärende\w*|että|joka|sekä|som|samt"
)
_SUM = re.compile(
    r"(?<![\d.,§/-])(?:\d{1,3}(?:[. \u00a0]\d{3})+(?:,\d\d)?(?![\d.])|\d+(?:,\d\d)?(?=[ \u00a0](?:€|eur)))"
)
_VOTED = re.compile(r"\b(?:äänin|rösterna|röster)\s\d{1,2}\s?(?:[–-]|mot)\s?\d{1,2}")
_NEGATION = re.compile(
    r"\b(?:ei|eivät|ettei|eikä|inte|icke|nej)\b|\bolla \w+matta\b|\bolla \w+mättä\b|\bhyl(?:kä|ät)\w*"
    r"|\bavsl[åo]\w*|\bförkasta\w*"
)


def says_the_same(words: str, proposed: str) -> bool:
    """True if most of the decision's words and all its numbers are the proposal's, and both say yes or no."""
    return denies(words) is denies(proposed) and _shares(words, proposed)


def says_the_opposite(words: str, proposed: str) -> bool:
    """True if the decision denies what the proposal said: "Valoja ei sammuteta"."""
    return denies(words) and not denies(proposed) and _shares(words, proposed)


def says_another_number(words: str, proposed: str) -> bool:
    """True if the decision says what was proposed but for its numbers: 8 000 euros instead of 5 000."""
    decided, asked = _VOTED.sub("", words[:_LONGEST]), proposed[:_LONGEST]
    numbers, known = set(_SUM.findall(decided)), set(_SUM.findall(asked))
    if not numbers or not known or numbers & known:
        return False
    return denies(words) is denies(proposed) and _shares(_SUM.sub("", decided), _SUM.sub("", asked))


def denies(words: str) -> bool:
    """Whether words say no."""
    return _NEGATION.search(words[:_LONGEST].lower()) is not None


def _shares(words: str, proposed: str) -> bool:
    decided, asked = _VOTED.sub("", words[:_LONGEST].lower()), proposed[:_LONGEST].lower()
    said = [word for word in _WORD.findall(decided) if not _EMPTY.fullmatch(word)]
    if not said or len(said) < min(_FEWEST, len(decided.split()) // 2):
        return False
    known = set(_WORD.findall(asked))
    if any(word.isdigit() and word not in known for word in said):
        return False
    return sum(_has(word, known, asked) for word in said) >= _ENOUGH * len(said)


def _has(word: str, known: set[str], asked: str) -> bool:
    """A word of the proposal, another form of it, or its compound ("kertomus": "arviointikertomus")."""
    if word in known or word[:_STEM] in asked:
        return True
    return any(len(other) > _STEM and other[:_STEM] in word for other in known)
