"""Breaking text into lines, with Finnish hyphenation, and remembering what was broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

_VOWELS = frozenset("aeiouyäöåAEIOUYÄÖÅ")
_LETTERS = re.compile(r"[^\W\d_]+")
_LEAST = 3  # letters on either side of a break
# A rest that reads as a word of its own makes "hyvinvointi-" of any first part
_NEVER_ALONE = frozenset({"tai", "eli", "sekä", "että", "taikka"})


@dataclass(frozen=True)
class Row:
    """A line: ``shown`` is drawn; ``said`` goes into the text, followed by a space unless ``open``."""

    shown: str
    said: str
    open: bool = False


def breaks(word: str) -> list[int]:
    """Where a word may be broken with a hyphen that is not its own: before a consonant and a vowel."""
    letters = _LETTERS.match(word)
    if letters is None or "-" in word[:-1].rstrip(".,;:"):
        return []
    end = letters.end()
    return [
        index
        for index in range(_LEAST, end - _LEAST + 1)
        if word[index] not in _VOWELS
        and word[index + 1] in _VOWELS
        and any(letter in _VOWELS for letter in word[:index])
        and word[index:end] not in _NEVER_ALONE
    ]


def own_breaks(word: str) -> list[int]:
    """Where a word may be broken after a hyphen of its own ("TE-" "palvelut")."""
    return [
        index + 1 for index in range(1, len(word) - 2) if word[index] == "-" and word[index + 1].isalnum()
    ]


def wrap(
    text: str,
    width: float,
    measure: Callable[[str], float],
    random: Random,
    hyphens: float,
    mark: str = "-",
) -> list[Row]:
    """A paragraph's lines. ``hyphens`` is how often a word that does not fit is broken; ``mark`` ends it."""
    rows: list[Row] = []
    space = measure(" ")
    line: list[str] = []
    used = 0.0
    for word in text.split(" "):
        rest = word
        while True:
            gap = space if line else 0.0
            if used + gap + measure(rest) <= width:
                line.append(rest)
                used += gap + measure(rest)
                break
            room = width - used - gap
            head, shown = _broken(rest, room, measure, random, hyphens if line else 1.0, mark)
            if head:
                before = " ".join(line) + (" " if line else "")
                rows.append(Row(before + shown, before + head, open=True))
                rest = rest[len(head) :]
            elif line:
                rows.append(Row(" ".join(line), " ".join(line)))
            else:
                # wider than the line and unbreakable
                line.append(rest)
                used = measure(rest)
                break
            line, used = [], 0.0
    if line:
        rows.append(Row(" ".join(line), " ".join(line)))
    return rows


def _broken(
    word: str, room: float, measure: Callable[[str], float], random: Random, hyphens: float, mark: str
) -> tuple[str, str]:
    """The longest beginning of the word that fits, and how it is drawn; empty if it cannot be broken."""
    if hyphens <= 0:
        return "", ""
    for place in reversed(own_breaks(word)):
        if measure(word[:place]) <= room:
            return word[:place], word[:place]
    places = breaks(word)
    if not places or random.random() >= hyphens:
        return "", ""
    for place in reversed(places):
        if measure(word[:place] + mark) <= room:
            return word[:place], word[:place] + mark
    return "", ""
