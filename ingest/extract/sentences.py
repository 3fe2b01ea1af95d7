"""Sentences of minutes: paragraphs cut at full stops that are not abbreviations, dates or §§."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…](?=[\s\u00a0]|$)|\n[ \t\u00a0]*(?:\n|(?=[•–*-] )|(?=\d{1,2}[.)]\s))")
_ABBREVIATION = re.compile(
    r"\b(?:(?i:mm|ns|esim|ym|yms|jne|puh|klo|kl|nro|alv|milj|mrd|em|ko|ao|ml|sis|vs|ts|vrt|ks|os|tri|prof|dipl|ins|"
    r"no|nr|bl|ex|dvs|kap|mom|st|pj|vpj|vj|dno|dnro)|(?<![^\W_]:)[a-zA-ZåäöÅÄÖ]|II|\d{1,2})$"
)


# "… osoitteessa Kotipolku 2." ends its line and sentence; "1." on a line of its own does not.
_LINE_ENDS = re.compile(r"[ \t\u00a0]*\n[ \t\u00a0]*[A-ZÅÄÖ]")
_WORDS_BEFORE = re.compile(r"[^\W\d_]{3,}[ \u00a0]\d{1,2}\Z")


# Abbreviations that often end a sentence: "3 000 € + alv. Kaupunki …".
_LAST_WORD = re.compile(r"\b(?:alv|ym|yms|jne|tms|moms|osv)\Z", re.IGNORECASE)
_CAPITAL = re.compile(r"[ \t\u00a0\n]+[A-ZÅÄÖ][a-zåäö]+")


# "… äänin 4–2. Kunnanhallitus …": between two numbers there is a dash, and no full stop as in a date.
_RANGE = re.compile(r"(?<![\d.])\d{1,2}[ \u00a0]?[–/-][ \u00a0]?\d{1,2}\Z")

_LETTERS = 5  # in a row are no abbreviation


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a text, without white space around them.

    A number with a full stop ends no sentence ("28.10.", "1."), nor does a single letter or a known
    abbreviation; a blank line or a new list item always does.
    """
    start = 0
    for match in _END.finditer(text):
        if (
            match.group()[0] == "."
            and not (
                match.start() - start >= _LETTERS and text[match.start() - _LETTERS : match.start()].isalpha()
            )
            and _ABBREVIATION.search(text, max(start, match.start() - 12), match.start())
            and not (
                (
                    _LAST_WORD.search(text, max(start, match.start() - 12), match.start())
                    or _RANGE.search(text, max(start, match.start() - 12), match.start())
                )
                and _CAPITAL.match(text, match.end())
            )
            and not (
                _LINE_ENDS.match(text, match.end())
                and _WORDS_BEFORE.search(text, max(start, match.start() - 40), match.start())
            )
        ):
            # "1." opens a point, "v. 2024." ends: a capital after a longer number is a new sentence.
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and (text[start].isspace() or text[start] in "•*–-"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end
