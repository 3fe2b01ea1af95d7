"""A text cut into sentences for reading what surrounds an amount.

List lines and short lines end a sentence; a line cut at the margin does not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

Span = tuple[int, int]

_SENTENCE_END = re.compile(r"[.!?](?=[ \n]{1,3}[\"”(]?[A-ZÅÄÖ])|\n[ \t]{0,40}(?=\n)|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:milj|mrd|n|esim|mm|sis|nro|no|klo|kl|ym|yms|jne|ns|vrt|os|p|puh|ks|ko|em|tms|ts|s|k|kpl|st|mom"
    r"|t|ca|bl|a|dvs|t\.ex|bl\.a|inkl|exkl|as|inv|v|[A-ZÅÄÖ])|\b\d{1,2})\Z"
)
_UNIT_ENDS = re.compile(r"/(?:v|as|kk|inv|h|a|t)\Z")  # "5 €/v. Seuraava": a unit, no abbreviation to go on
_BULLET = re.compile(r"[ \t]{0,20}(?:[-–•*·▪]|\d{1,2}[.)]|[a-z]\))[ \t]|\d{1,2}\n(?!eur)[a-zåäö]{3}")
_SHORT_LINE = 50  # shorter lines are no running text cut at the margin


class Sentences:
    """The sentences of ``text``, by number; ``lower`` is the text for looking up cues.

    ``lower`` has the text's length: lower case, and a space for each line break inside a sentence.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._ends = list(_sentence_ends(text))
        lower = _lower(text)
        pieces, position = [], 0
        for end in (*self._ends, len(text)):
            if end > position:
                pieces += [lower[position : end - 1].replace("\n", " "), lower[end - 1]]
                position = end
        self.lower = "".join(pieces)

    def at(self, position: int) -> int:
        """The number of the sentence that holds ``position``."""
        return bisect_right(self._ends, position)

    def span(self, index: int) -> Span:
        """Start and end of sentence ``index``."""
        start = self._ends[index - 1] if index else 0
        return start, self._ends[index] if index < len(self._ends) else len(self.text)

    def around(self, position: int) -> Span:
        """Start and end of the sentence that holds ``position``."""
        return self.span(self.at(position))

    def is_list_line(self, index: int) -> bool:
        """True for a sentence that begins with a bullet or a number of a list."""
        return self.is_bulleted(self.span(index)[0])

    def is_bulleted(self, start: int) -> bool:
        """True if the line at ``start`` begins with a bullet or a number of a list."""
        return _BULLET.match(self.text, start) is not None


def _lower(text: str) -> str:
    """Lower case of the same length, which ``str.lower`` does not promise."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(one if len(one := character.lower()) == 1 else character for character in text)


def _sentence_ends(text: str) -> Iterator[int]:
    """Where sentences end: at a full stop before a capital, at blank lines, at lines that end a thought."""
    line_start = 0
    for match in _SENTENCE_END.finditer(text):
        position = match.end()
        if match[0][0] == "\n":
            line = text[line_start : match.start()].rstrip()
            ahead = text[position : position + 40]
            line_start = position
            first = ahead.lstrip()[:1]
            if (
                not line
                or not ahead.strip()
                or _BULLET.match(ahead)
                or ((first.isupper() or first.isdigit()) and line[-1] in ".:;!?")
                or (first.isupper() and len(line) < _SHORT_LINE)
            ):
                yield position
        elif match[0] in "!?" or not _is_abbreviated(text, match.start()):
            yield position


def _is_abbreviated(text: str, stop: int) -> bool:
    """True if the full stop at ``stop`` is an abbreviation's."""
    if not _ABBREVIATION.search(text, max(0, stop - 8), stop):
        return False
    return _UNIT_ENDS.search(text, max(0, stop - 5), stop) is None
