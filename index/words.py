"""Text to words: where each stands, and the form in which it is compared.

A word is a run of letters and digits. Hyphenated words are split, each part a word of its own
(``USO-verkostoon``: uso, verkostoon) and the first part carries the whole. A colon before a case ending
belongs to the word (``EU:n``, but ``Päätös:Hyväksyttiin`` are two), as does an apostrophe between letters
(``vaa'an``). Digits in groups of three are one number (``9 000``: 9000). Soft hyphens fall away; å, ä and ö
stay what they are.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

SPACES = " \u00a0\u2009\u202f"
"""Spaces that stand between the digits of one number."""

_A = r"(?:[aä]|a\u0308)"
_VOWEL = r"(?:[aeiouyäö]|[ao]\u0308)"
ENDING = (
    rf"(?i:(?:{_VOWEL}{{1,2}}n?|h{_VOWEL}n|[ij]?[td]?{_A}|i?(?:ss|st|ll|lt|tt|n){_A}|i?lle|i?ksi|ihin|seen"
    rf"|(?:i|j|id|d|tt)en|[nst]|ns|et|[aeo]r|mi)(?:kin|k{_A}{{2}}n|h{_A}n|k[oö])?)(?![^\W_])"
)
"""What may stand behind a colon in a word: Finnish endings (EU:n, HSL:ltä, OVTES:in, RN:o), Swedish ones."""

_LETTERS = r"[^\W_]+(?:[\u0300-\u036f\u00ad]+[^\W_]*)*"
_WORDS = re.compile(
    rf"(?P<number>\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?!\w))"
    rf"|{_LETTERS}(?:['’](?=[^\W\d_]){_LETTERS})?(?::{ENDING}[\u0300-\u036f]*)?"
)
_HYPHENS = "-\u2010\u2011"
_DROP = {ord("\u00ad"): None, ord("’"): "'", **{ord(space): None for space in SPACES}}


class Token(NamedTuple):
    """A word: its comparable form, its place in the text, and the whole hyphenated word if it begins one."""

    text: str
    start: int
    end: int
    whole: str = ""


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """The form in which words are compared: composed, without case, soft hyphens and digit spaces."""
    return unicodedata.normalize("NFC", word.translate(_DROP)).casefold()


def tokens(text: str) -> list[Token]:
    """All words of a text in order."""
    found: list[Token] = []
    first = -1  # where the hyphenated word that is being read begins in ``found``
    for match in _WORDS.finditer(text):
        start, end = match.span()
        word = fold(match.group())
        if not word:
            continue
        joined = bool(found) and start - found[-1].end == 1 and text[start - 1] in _HYPHENS
        found.append(Token(word, start, end))
        if not joined:
            first = len(found) - 1
        elif first >= 0:
            head = found[first]
            found[first] = head._replace(whole=f"{head.whole or head.text}-{word}"[:200])
    return found
