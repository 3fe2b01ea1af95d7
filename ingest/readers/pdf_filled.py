"""Lines that a file draws word by word, as programs do that fill lines to both edges.

pdfium mixes the words of columns whose base lines differ a little; the inks' places part them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from ingest.readers import pdfium
from ingest.readers.pdf_chars import ASCENT, DESCENT, Characters, Piece, shown
from ingest.readers.pdf_gaps import (
    GLUED,
    HAIR,
    MOST_COMPARED,
    OTHER_LINE,
    SEAM,
    USUAL,
    WIDE,
    Gap,
    fills_to,
    parts_line,
)

_INK_HAIR = 0.2  # times the type size, where gaps are measured between inks
_LEAST_WORDS = 3
_LEAST_SIZE = 0.1  # points


def worded(
    characters: Characters, start: int, end: int, rectangles: Sequence[list[float]], found: list[Piece]
) -> bool:
    """Adds the pieces of a line if these are the rectangles of its words; False if they are not.

    ``rectangles`` are (left, top, right, bottom) in pdfium's points.
    """
    place, text = characters.place, characters.text
    words = text[start:end].split(" ")
    if len(words) < _LEAST_WORDS or place.turned:
        return False
    by_word = len(words) == len(rectangles)
    if not by_word:
        words = _drawn_together(characters, start, words)
        if len(words) != len(rectangles):
            return False
    size, right, down = characters.look(start)
    if size < _LEAST_SIZE or right <= 0 or down:
        return False
    page_left, page_top = place.left, place.top
    lefts = [rectangle[0] - page_left for rectangle in rectangles]
    rights = [rectangle[2] - page_left for rectangle in rectangles]
    lows = [page_top - rectangle[3] for rectangle in rectangles]
    firsts = list(accumulate([len(word) + 1 for word in words], initial=start))
    widths = [left - right for left, right in zip(lefts[1:], rights, strict=False)]
    if not by_word:
        # words drawn together have gaps of their own: only exact places tell justified lines from columns
        for index, width in enumerate(widths):
            if width > WIDE * size:
                rights[index] = characters.box(firsts[index + 1] - 2)[2]
                lefts[index + 1] = characters.origin(firsts[index + 1])[0]
                widths[index] = lefts[index + 1] - rights[index]
    hair = _INK_HAIR if by_word else HAIR
    breaks = _breaks(text, (start, end), size, hair, (firsts, lefts, rights, lows, widths))
    bold, clean = characters.bold, characters.clean
    x, y = characters.origin(start)
    first_word, apart = 0, False
    for last_word in [*breaks, len(words) - 1]:
        first, last = firsts[first_word], firsts[last_word + 1] - 1
        if first_word:
            x, new_y = characters.origin(first)
            apart = widths[first_word - 1] > 0 and abs(new_y - y) <= OTHER_LINE * size
            y = new_y
            size = characters.look(first)[0] or size
            characters.parted = True
        raw = text[first:last]
        inner = widths[first_word:last_word]
        seam = SEAM * size
        found.append(
            Piece(
                raw if clean and raw[-1] != "\ufffe" else shown(raw),
                x,
                y - ASCENT * size,
                rights[last_word],
                y + DESCENT * size,
                size,
                bold(first) and bold(last - 1),
                first,
                last,
                min([width for width in inner if width > GLUED * size], default=USUAL * size),
                True,
                tuple(
                    [
                        left
                        for left, width in zip(lefts[first_word + 1 :], inner, strict=False)
                        if width > seam
                    ]
                ),
                apart,
            )
        )
        first_word = last_word + 1
    return True


def _breaks(
    text: str,
    span: tuple[int, int],
    size: float,
    hair: float,
    places: tuple[list[int], list[float], list[float], list[float], list[float]],
) -> list[int]:
    """The indexes of the words after which another line or column begins."""
    firsts, lefts, rights, lows, widths = places
    wide, back, other = WIDE * size, -size, OTHER_LINE * size
    gaps: list[Gap] = []
    breaks: list[int] = []
    filled = -1
    for index, width in enumerate(widths):
        # where letters reach below the base line it seems lower than it is, but not by another line
        if width < back or not -other < lows[index + 1] - lows[index] < other:
            breaks.append(index)
        elif width > wide and index > filled:
            gaps = gaps or [
                (gap, after - 1, after, right, left, low)
                for gap, after, right, left, low in zip(
                    widths, firsts[1:], rights, lefts[1:], lows[1:], strict=False
                )
            ]
            filled = -1 if len(gaps) > MOST_COMPARED else fills_to(text, span, gaps, index, hair * size)
            if filled < 0 and parts_line(text, span, gaps, index, size, lows[index + 1], hair):
                breaks.append(index)
    return breaks


def _drawn_together(characters: Characters, start: int, words: list[str]) -> list[str]:
    """The words, those that one text object of the file draws together."""
    page, text_object = characters.page, pdfium.text_object
    together: list[str] = []
    last, at = None, start
    for word in words:
        thing = text_object(page, at)
        if together and thing == last:
            together[-1] = f"{together[-1]} {word}"
        else:
            together.append(word)
        last = thing
        at += len(word) + 1
    return together
