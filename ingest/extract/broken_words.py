"""Words that a line's end breaks, made whole without moving what comes after them.

"Pirttisaa-/   ren ja" becomes "Pirttisaaren/    ja": the text keeps its length, so offsets hold everywhere
but inside such a word's second half, and ``Joined.back`` leads those back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

# "Kaupunginhal-   Aino Kallio esitti Otto Salosen / lituksen         kannattamana": a caption's later words
_CAPTION_GOES_ON = re.compile(
    r"(?<=\n)(?P<words>[a-zåäö]{2,20}(?:[ ][a-zåäö]{2,20})?-?)(?P<gap>[ \u00a0]{3,30})(?=\S)"
)
_BODY = re.compile(r"(?:\S{1,20}(?: \S{1,20}){0,2})?[ \u00a0]{3,40}(?=\S)")
_BREAK = re.compile(r"(?<=[^\W\d_])(?P<gap>-\n[ \t]{0,60})(?P<tail>[a-zåäö]{1,40}(?![\w-]))")


@dataclass(frozen=True)
class Joined:
    """The text with whole words, and where their second halves stand in it and how far they moved."""

    text: str
    tails: tuple[tuple[int, int, int], ...]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A span of the original text, of one of ``text``."""
        return self._back(start, False), self._back(end, True)

    def _back(self, offset: int, is_end: bool) -> int:
        at = bisect_right(self.tails, (offset - is_end, len(self.text), 0)) - 1
        if at < 0:
            return offset
        begin, end, moved = self.tails[at]
        if begin < offset <= end if is_end else begin <= offset < end:
            return offset + moved
        return max(offset, end + moved) if offset > begin else offset  # in the white space that moved


def without_captions(text: str) -> str:
    """``text`` with blanks for the later lines of captions that stand in a column left of it."""
    result, position = [], 0
    for match in _CAPTION_GOES_ON.finditer(text):
        above = _BODY.match(text, text.rfind("\n", max(0, match.start() - 300), match.start() - 1) + 1)
        if above and len(above.group()) == match.end() - match.start():  # in the column of the line above
            result += [text[position : match.start()], " " * len(match["words"])]
            position = match.end("words")
    return "".join([*result, text[position:]]) if result else text


def join_words(text: str) -> Joined:
    """``text`` with its broken words whole. Linear in its length."""
    if "-\n" not in text:
        return Joined(text, ())
    tails = []
    parts = []
    position = 0
    for match in _BREAK.finditer(text):
        gap, tail = match["gap"], match["tail"]
        parts += [text[position : match.start()], tail, gap[1:], " "]
        tails.append((match.start(), match.start() + len(tail), len(gap)))
        position = match.end()
    return Joined("".join([*parts, text[position:]]), tuple(tails))
