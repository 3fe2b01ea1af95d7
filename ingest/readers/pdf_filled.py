"""Lines that a file draws word by word, as programs do that fill lines to both edges.

pdfium mixes the words of columns whose base lines differ a little; the inks' places part them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from ingest.readers import pdf_bulk, pdfium
from ingest.readers.pdf_bulk import LEAST_SIZE, Inks, Start
from ingest.readers.pdf_chars import ASCENT, DESCENT, Characters, Piece
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
    parts_columns,
)

_INK_HAIR = 0.2  # times the type size, where gaps are measured between inks
_LEAST_WORDS = 3


def worded(
    characters: Characters,
    span: tuple[int, int],
    begins: Start,
    inks: Inks,
    found: list[Piece],
) -> bool:
    """Adds the pieces of a line if these are the inks of its words; False if they are not.

    ``begins`` is what pdfium says of the line's ends.
    """
    place, text, (start, end) = characters.place, characters.text, span
    words = text[start:end].split(" ")
    if len(words) < _LEAST_WORDS or place.turned:
        return False
    lefts, rights, lows, widths = inks
    by_word = len(words) == len(lefts)
    if not by_word:
        words = _drawn_together(characters, start, words)
        if len(words) != len(lefts):
            return False
    size = type_size(begins)
    if size < LEAST_SIZE or begins[1] <= 0 or begins[2]:
        return False
    wide = WIDE * size
    firsts: list[int] = []
    if not by_word and max(widths, default=0.0) > wide:
        lefts, rights, widths = lefts.copy(), rights.copy(), widths.copy()
        # words drawn together have gaps of their own: only exact places tell justified lines from columns
        firsts = _firsts(start, words)
        for index, width in enumerate(widths):
            if width > wide:
                rights[index] = characters.box(firsts[index + 1] - 2)[2] + place.left
                lefts[index + 1] = characters.origin(firsts[index + 1])[0] + place.left
                widths[index] = lefts[index + 1] - rights[index]
    runs, breaks = [span], [len(words) - 1]
    if widths and (max(widths) > wide or min(widths) < -size or max(lows) - min(lows) >= OTHER_LINE * size):
        hair = _INK_HAIR if by_word else HAIR
        firsts = firsts or _firsts(start, words)
        breaks = [*_breaks(text, span, size, hair, (firsts, lefts, rights, lows, widths)), *breaks]
        if len(breaks) > 1:
            starts = [start, *[firsts[last + 1] for last in breaks[:-1]]]
            runs = [(first, firsts[last + 1] - 1) for first, last in zip(starts, breaks, strict=True)]
            characters.parted = True
    page_left, page_top, bold_by = place.left, place.top, characters.bold_by
    if characters.clean:
        plain = page_left, page_top, characters.fonts, bold_by, 0
        made = pdf_bulk.runs(characters.page, characters.plain, runs, breaks, lefts, rights, plain)
        if made is not None:
            found += made
            return True
    begun = [begins] if len(runs) == 1 else pdf_bulk.starts(characters.page, runs)
    first_word, above = 0, begins[6]
    apart, seams = False, tuple[float, ...]()
    for (first, last), begins, last_word in zip(runs, begun, breaks, strict=True):
        x, y, first_font, last_font = begins[5:]
        if first_word:
            apart = widths[first_word - 1] > 0 and abs(y - above) <= OTHER_LINE * size
            above, size = y, type_size(begins) or size
        base = page_top - y
        bold = bold_by(first_font, first)
        if bold and last_font is not first_font:
            bold = bold_by(last_font, last - 1)
        inner, seam, glued = widths[first_word:last_word], SEAM * size, GLUED * size
        seams = ()
        if inner and max(inner) > seam:
            after = lefts[first_word + 1 :]
            seams = tuple([at - page_left for at, gap in zip(after, inner, strict=False) if gap > seam])
        found.append(
            Piece(
                characters.shown(characters.plain[first:last]),
                x - page_left,
                base - ASCENT * size,
                rights[last_word] - page_left,
                base + DESCENT * size,
                size,
                bold,
                first,
                last,
                min([width for width in inner if width > glued], default=USUAL * size),
                True,
                seams,
                apart,
            )
        )
        first_word = last_word + 1
    return True


def _firsts(start: int, words: Sequence[str]) -> list[int]:
    """The indexes of the words' first characters, and of what would be the next word's."""
    return list(accumulate([len(word) + 1 for word in words], initial=start))


def type_size(begins: Start) -> float:
    """The type size of upright text."""
    size, c, d = begins[0], begins[3], begins[4]
    return abs(size * d) if c == 0.0 else abs(size) * (c * c + d * d) ** 0.5


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
            filled = -1
            if len(widths) <= MOST_COMPARED and _has_like(widths, index, hair * size):
                gaps = gaps or [
                    (gap, after - 1, after, right, left, low)
                    for gap, after, right, left, low in zip(
                        widths, firsts[1:], rights, lefts[1:], lows[1:], strict=False
                    )
                ]
                filled = fills_to(text, span, gaps, index, hair * size)
            if filled < 0 and parts_columns(width, widths, size):
                breaks.append(index)
    return breaks


def _has_like(widths: list[float], index: int, hair: float) -> bool:
    """Whether a gap beside it is as wide: those that fill a line are."""
    width, last = widths[index], len(widths) - 1
    return (index > 0 and abs(widths[index - 1] - width) <= hair) or (
        index < last and abs(widths[index + 1] - width) <= hair
    )


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
