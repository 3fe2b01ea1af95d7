"""Pieces to lines: pure geometry. A line keeps its parts where wide gaps separate columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from ingest.readers.pdf_chars import Box, Piece
from ingest.readers.pdf_gaps import SEAM, SURELY_WIDE, is_wide

_GLUED = 0.12  # times the type size: closer pieces were one word, set in two fonts
_FOLLOWS = 3  # characters: a blank, or the end of a line
_LIKE = 0.1  # times the type size
_MANY_BANDS = 4  # of lines that may go on: those above are dropped
_ALIKE = 0.5  # of the lower one's height: how much two pieces of a line must overlap
_MARK = re.compile(r"(?:[-–—•·▪◦●○*]|\d{1,3}[.)]|[a-zåäö]\))$")


Source = tuple[Piece, int, int]
"""A piece and a span of its text."""


@dataclass(slots=True)
class Part:
    """A piece of a line between wide gaps. ``sources`` say where its characters come from, in order; hyphens
    that were dropped and blanks may stand between them."""

    text: str
    x0: float
    x1: float
    sources: tuple[Source, ...] = ()

    def give_word(self, length: int) -> tuple[Source, ...]:
        """Takes off its first word, so many characters long, and blanks after it; gives the word's source."""
        given: list[Source] = []
        left, used = length, 0
        rest: tuple[Source, ...] = ()
        for piece, start, end in self.sources:
            if not left:
                break
            used += 1
            cut = min(end, start + left)
            given.append((piece, start, cut))
            left -= cut - start
            if cut < end:
                rest = ((piece, cut, end),)
        self.text = self.text[length - left :].lstrip()
        self.sources = rest + self.sources[used:]
        return tuple(given)


class TextLine:
    """A line of a page. ``row`` is (table's number on the page, row) for lines of tables.

    ``begins``: the line begins a column, so that the line before it in the text is not above it. Most lines
    are one piece; their part is only made when somebody asks for it.
    """

    __slots__ = ("_parts", "_piece", "begins", "bold", "box", "row", "size", "upright")

    def __init__(
        self,
        parts: list[Part],
        box: Box,
        size: float,
        bold: bool,
        row: tuple[int, int] | None = None,
        upright: bool = True,
        piece: Piece | None = None,
    ) -> None:
        self._parts, self._piece = parts, piece
        self.box, self.size, self.bold = box, size, bold
        self.row, self.upright, self.begins = row, upright, False

    @property
    def parts(self) -> list[Part]:
        """The line's parts, which may be changed."""
        if self._piece is not None:
            self._parts = [part_of(self._piece)]
            self._piece = None
        return self._parts

    @property
    def count(self) -> int:
        """How many parts it has."""
        return 1 if self._piece is not None else len(self._parts)

    def ends_with(self, signs: tuple[str, ...]) -> bool:
        """Whether the text of any of its parts ends so."""
        if self._piece is not None:
            return self._piece.text.endswith(signs)
        return any(part.text.endswith(signs) for part in self._parts)

    @property
    def text(self) -> str:
        """The line's text: tabs between parts, but a space after a list mark."""
        if self._piece is not None:
            return self._piece.text
        parts = self._parts
        if len(parts) == 1:
            return parts[0].text
        if self.row is None and _MARK.match(parts[0].text):
            return f"{parts[0].text} " + "\t".join([part.text for part in parts[1:]])
        return "\t".join([part.text for part in parts]).strip()


_Band = tuple[float, float, list[Piece]]
"""Pieces on one line, as they are gathered, after the top and bottom of the first."""

_BY_PLACE = attrgetter("top", "x0")
_BY_LEFT = attrgetter("x0")


def bands(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces gathered into lines by their vertical overlap, each line from left to right."""
    done: list[list[Piece]] = []
    alive: list[_Band] = []
    reach = 0.0
    for piece in sorted(pieces, key=_BY_PLACE):
        top, bottom = piece.top, piece.bottom
        best = None
        if top < reach:
            if len(alive) > _MANY_BANDS:
                alive = [band for band in alive if band[1] > top]
            most = 0.0
            for above, below, members in alive:
                # no band begins below: pieces come from the top down
                overlap = (below if below < bottom else bottom) - top
                if overlap > most and overlap >= _ALIKE * min(below - above, bottom - top):
                    best, most = members, overlap
        else:
            alive = []
        if best is None:
            if bottom > reach:
                reach = bottom
            best = [piece]
            done.append(best)
            alive.append((top, bottom, best))
        else:
            best.append(piece)
    for line in done:
        if len(line) > 1:
            line.sort(key=_BY_LEFT)
    return done


def text_line(pieces: Sequence[Piece]) -> TextLine:
    """Pieces of one line, from left to right, as a line."""
    if len(pieces) == 1:
        return single_line(pieces[0])
    longest = max(pieces, key=_by_length)
    return TextLine(_parts(pieces, longest.size), box_of(pieces), longest.size, all(p.bold for p in pieces))


def single_line(piece: Piece) -> TextLine:
    """A piece as a line by itself."""
    box = (piece.x0, piece.top, piece.x1, piece.bottom)
    return TextLine([], box, piece.size, piece.bold, None, piece.upright, piece)


def _by_length(piece: Piece) -> int:
    return len(piece.text)


def part_of(piece: Piece) -> Part:
    """A piece as a part by itself."""
    return Part(piece.text, piece.x0, piece.x1, ((piece, 0, len(piece.text)),))


def _parts(pieces: Sequence[Piece], size: float) -> list[Part]:
    parts = [part_of(pieces[0])]
    usual = 0.0
    for before, piece in pairwise(pieces):
        gap = piece.x0 - before.x1
        if not piece.apart and gap <= SURELY_WIDE * size:
            usual = usual or _usual_space(pieces, size)
            if not is_wide(gap, usual, size) and not _is_elsewhere(before, piece, gap, size):
                last = parts[-1]
                last.text += piece.text if gap < _GLUED * size else f" {piece.text}"
                last.x1 = max(last.x1, piece.x1)
                last.sources += ((piece, 0, len(piece.text)),)
                continue
        parts.append(part_of(piece))
    return parts


def _usual_space(pieces: Sequence[Piece], size: float) -> float:
    """The least space that can be seen in a line, within a piece or between two."""
    spaced = [piece.space for piece in pieces if " " in piece.text]
    if len(pieces) == 2 and not spaced:
        return 0.3 * size
    gaps = [right.x0 - left.x1 for left, right in pairwise(pieces)]
    return min([*[gap for gap in gaps if gap > _GLUED * size], *spaced], default=0.3 * size)


def _is_elsewhere(before: Piece, piece: Piece, gap: float, size: float) -> bool:
    """Whether a piece that the file does not draw right after the one before it begins a column: unless the
    gap is like those within the two."""
    follows = piece.first > before.first and piece.first - before.last < _FOLLOWS
    if follows or gap <= SEAM * size:
        return False
    alike = min(abs(gap - before.space), abs(gap - piece.space))
    return alike > _LIKE * size


def box_of(pieces: Sequence[Piece]) -> Box:
    """The box around pieces."""
    x0, top, x1, bottom = pieces[0].x0, pieces[0].top, pieces[0].x1, pieces[0].bottom
    for piece in pieces:
        if piece.x0 < x0:
            x0 = piece.x0
        if piece.top < top:
            top = piece.top
        if piece.x1 > x1:
            x1 = piece.x1
        if piece.bottom > bottom:
            bottom = piece.bottom
    return x0, top, x1, bottom
