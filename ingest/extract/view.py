"""Text made easy to match, with the way back to the original's offsets.

Minutes are full of no-break and thin spaces, soft hyphens and words cut at the line's end. Rules read the
plain view; what they report are places in the original.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

# One character each, so these keep offsets: spaces of all widths, and hyphens that are not "-". Replacing the
# few that a text has is much quicker than str.translate.
_SAME_LENGTH = (
    *(
        (space, " ")
        for space in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    ),
    *((space, " ") for space in "\u202f\u205f\u3000"),
    *((hyphen, "-") for hyphen in "\u2010\u2011"),
    *((dash, "\u2013") for dash in "\u2012\u2014\u2015"),
    *((end, "\n") for end in "\u000b\u000c\u0085\u2028\u2029"),
)
# Soft hyphen (and the line break after it), zero-width characters, CR before LF; a word cut by a hyphen
# at the line's end, where both sides are lower case. Each alternative begins with its own character, which
# lets the regex engine skip ahead.
_DROPPED = re.compile(
    "\u00ad(?:\r?\n)?|\u200b|\u200c|\u200d|\u2060|\ufeff|\r(?=\n)|-(?<=[a-zåäö]-)\r?\n[ \t]{0,60}(?=[a-zåäö])"
)


class View:
    """A plain view of ``original``: match on ``text``, report ``span``."""

    def __init__(self, original: str) -> None:
        self.original = original
        text = original
        for character, plain in _SAME_LENGTH:
            if character in text:
                text = text.replace(character, plain)
        kept: list[str] = []
        self._ends: list[int] = []  # end of each kept piece, in the view
        self._shifts: list[int] = []  # what to add there to be in the original
        position = length = 0
        for match in _DROPPED.finditer(text):
            kept.append(text[position : match.start()])
            length += match.start() - position
            self._ends.append(length)
            self._shifts.append(position - (length - (match.start() - position)))
            position = match.end()
        kept.append(text[position:])
        self._last_shift = position - length
        self.text = "".join(kept)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of ``text[start:end]``, without what was dropped around it."""
        if end <= start:
            place = self._original(start)
            return place, place
        return self._original(start), self._original(end - 1) + 1

    def slice(self, start: int, end: int) -> str:
        """The original's own characters for ``text[start:end]``."""
        first, last = self.span(start, end)
        return self.original[first:last]

    def _original(self, position: int) -> int:
        index = bisect_right(self._ends, position)
        shift = self._shifts[index] if index < len(self._shifts) else self._last_shift
        return position + shift


@lru_cache(maxsize=4)
def view(text: str) -> View:
    """The view of ``text``; the extractors look at one text after another, so the last ones are kept."""
    return View(text)


@lru_cache(maxsize=4)
def lowered(text: str) -> str:
    """Lower case of the same length, which ``str.lower`` does not promise."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(one if len(one := character.lower()) == 1 else character for character in text)
