"""A page's characters as pieces of lines with place and look: pdfium's own lines, parted at wide gaps.

pdfium is asked for the places of few characters only: a line's first and last, and those beside its gaps.
"""

from __future__ import annotations

from itertools import pairwise

from ingest.readers import pdf_bulk, pdfium
from ingest.readers.pdf_bulk import ALIKE, LEAST_SIZE, UNLIKE
from ingest.readers.pdf_chars import (
    ASCENT,
    DESCENT,
    HIDDEN,
    Characters,
    Piece,
    plain_blanks,
)
from ingest.readers.pdf_filled import worded
from ingest.readers.pdf_gaps import (
    GLUED,
    OTHER_LINE,
    SEAM,
    USUAL,
    WIDE,
    part_line,
    turned_piece,
)

_UNLIKE_EDGES = 0.4  # times the type size: by how much gaps between inks differ that are not the same
_NEAR_EDGE = 0.35  # times the type size: from where a letter's pen stands to its ink

pdf_bulk.make(Piece, (ASCENT, DESCENT, USUAL, GLUED, SEAM, WIDE, _UNLIKE_EDGES, _NEAR_EDGE, OTHER_LINE))


def pieces(characters: Characters) -> list[Piece]:
    """The page's pieces, in the order of the file.

    Text that a file draws in one go has no gaps but those of spaces: only what lies between such text is
    looked at, unless a line is wide for its characters or the page's spaces are none of the file.
    """
    text, found, place = characters.text, list[Piece](), characters.place
    clean = pdf_bulk.is_clean(text)
    if not clean:
        text = plain_blanks(text)
        clean = pdf_bulk.is_clean(text)
    characters.plain, characters.clean = text, clean
    if place.turned or HIDDEN in text:
        for start, end in pdf_bulk.spans(text):
            _line(characters, text, start, end, found)
        return found
    page_left, page_top, bold_by = place.left, place.top, characters.bold_by
    samples, spans = characters.samples, pdf_bulk.spans(text)
    plain = None
    if clean and not characters.gaps_made_spaces:
        plain = page_left, page_top, characters.fonts, bold_by, samples
    lines = pdf_bulk.lines(characters.page, text, spans, plain)
    for number, (span, line) in enumerate(zip(spans, lines, strict=True), 1):
        if line.__class__ is Piece:
            found.append(line)
            continue
        if line.__class__ is list:
            found += line
            characters.parted = True
            continue
        (start, end), (begins, how, odd, right, inks) = span, line
        if how != ALIKE and inks is not None:
            if worded(characters, span, begins, inks, found):
                continue
            if how == UNLIKE:
                _line(characters, text, start, end, found)
                continue
        size, _, _, _, upward, x, y, first_font, last_font = begins
        size *= upward
        seams: tuple[float, ...] = ()
        if inks is not None:
            lefts, _, _, gaps = inks
            widest = max(gaps)
            if widest > SEAM * size:
                if not odd and widest > WIDE * size:
                    cuts = [] if characters.gaps_made_spaces else _cuts(gaps, lefts, size)
                    if cuts and _cut(characters, text, span, y, right, size, cuts, found):
                        characters.parted = True
                        continue
                    odd = True
                seams = tuple(
                    [at - page_left for gap, at in zip(gaps, lefts[1:], strict=True) if gap > SEAM * size]
                )
        elif (samples or characters.gaps_made_spaces) and characters.spaces_are_gaps(start, end):
            if plain:  # then no later line is plain
                lines[number:] = pdf_bulk.lines(characters.page, text, spans)[number:]
                plain = None
            odd = True
        if odd:
            # text in two parts has no gaps to compare
            if inks is None or len(inks[0]) < 3 or not worded(characters, span, begins, inks, found):
                part_line(characters, text, start, end, x - page_left, page_top - y, size, found)
            continue
        if samples:
            samples = characters.samples
        base = page_top - y
        bold = bold_by(first_font, start) and (last_font is first_font or bold_by(last_font, end - 1))
        found.append(
            Piece(
                characters.shown(text[start:end]),
                x - page_left,
                base - ASCENT * size,
                right - page_left,
                base + DESCENT * size,
                size,
                bold,
                start,
                end,
                USUAL * size,
                True,
                seams,
            )
        )
    return found


def _cuts(gaps: list[float], lefts: list[float], size: float) -> list[tuple[float, float]]:
    """The gaps (width, end) that surely part columns; none if others are like them and each must be asked."""
    if len(gaps) == 1:
        return [(gaps[0], lefts[1])]
    wide = [(gap, at) for gap, at in zip(gaps, lefts[1:], strict=True) if gap > SEAM * size]
    widths = sorted([gap for gap, _ in wide])
    if widths[0] <= WIDE * size:
        return []
    alike = _UNLIKE_EDGES * size
    return [] if any(after - before < alike for before, after in pairwise(widths)) else wide


def _cut(
    characters: Characters,
    text: str,
    span: tuple[int, int],
    y: float,
    right: float,
    size: float,
    cuts: list[tuple[float, float]],
    found: list[Piece],
) -> bool:
    """Adds the pieces of a line parted after these gaps; False if a gap is not found in the text."""
    start, end = span
    page, place, get_origin = characters.page, characters.place, pdfium.get_origin
    bold_by, shown = characters.bold_by, characters.shown
    (at_x, at_y), point = characters._point.at, characters._point.value
    page_left, page_top, near = place.left, place.top, _NEAR_EDGE * size
    after, at = start, start
    spans: list[tuple[int, int]] = []
    for _, edge in cuts:
        while True:
            space = text.find(" ", at, end)
            if space < 0:
                return False
            at = space + 1
            if text[at] == " ":
                continue
            get_origin(page, at, at_x, at_y)
            if -near < point[0] - edge < near:
                break
        if abs(point[1] - y) > OTHER_LINE * size:
            return False
        while text[space - 1] == " ":
            space -= 1
        spans.append((after, space))
        after = at
    spans.append((after, end))
    edges = [edge - width for width, edge in cuts]
    apart = False
    for (first, last), begins, edge in zip(spans, pdf_bulk.starts(page, spans), [*edges, right], strict=True):
        base = page_top - begins[6]
        found.append(
            Piece(
                shown(text[first:last]),
                begins[5] - page_left,
                base - ASCENT * size,
                edge - page_left,
                base + DESCENT * size,
                size,
                bold_by(begins[7], first) and (begins[8] is begins[7] or bold_by(begins[8], last - 1)),
                first,
                last,
                USUAL * size,
                True,
                (),
                apart,
            )
        )
        apart = True
    return True


def _line(characters: Characters, text: str, start: int, end: int, found: list[Piece]) -> None:
    """Parts one of pdfium's lines, without blanks at its ends, and adds its pieces."""
    size, right, down = characters.look(start)
    if size < LEAST_SIZE or right <= 0 or abs(down) > 0.1 * right:
        found.append(turned_piece(characters, text, start, end, max(size, 1.0)))
    else:
        part_line(characters, text, start, end, *characters.origin(start), size, found)
