"""A page of a PDF as pieces of text and the ruled tables among them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from ingest.readers import pdfium
from ingest.readers.limits import MAX_PAGE_CHARACTERS
from ingest.readers.pdf_chars import HIDDEN, Characters, Piece
from ingest.readers.pdf_drawn import drawn
from ingest.readers.pdf_gaps import rejoined, split_at, split_piece
from ingest.readers.pdf_grid import Grid, grids
from ingest.readers.pdf_hidden import hidden
from ingest.readers.pdf_pieces import pieces
from ingest.readers.pdfium import PdfPage

_NEXT_LINE = 1.7  # type sizes
_MARKED = ("x ", "X ")
_MARK_ROOM = 3.0  # type sizes
_ALIGNED = 1.5  # points
_NEAR_LINES = 5.5  # type sizes
_BEARING = 1.6  # points: from where a letter's pen stands to its ink
_MOST_PIECES = 4000  # of a page, that are compared with each other: a full page has 300
_MAP_SAMPLES = 12  # lines a page whose fonts are asked whether they know their characters


class RawPage(NamedTuple):
    """What is on a page. ``unmapped`` counts characters without a Unicode value, ``hidden`` those left out;
    ``recognised``: the text lies invisibly over a picture of it; ``overfull``: too many characters."""

    number: int
    width: float
    height: float
    pieces: tuple[Piece, ...] = ()
    grids: tuple[Grid, ...] = ()
    pictures: int = 0
    characters: int = 0
    unmapped: int = 0
    hidden: int = 0
    recognised: bool = False
    overfull: bool = False


def raw_page(page: PdfPage, number: int, layers: bool) -> RawPage:
    """Reads a page; ``layers`` says whether the file has layers that may be switched off."""
    return read_page(page, number, layers)[0]


def read_page(page: PdfPage, number: int, layers: bool) -> tuple[RawPage, Characters]:
    """As ``raw_page``, with the page's characters; hidden ones are ``HIDDEN`` in their text."""
    count = pdfium.count_chars(page.text)
    text = page.characters() if count <= MAX_PAGE_CHARACTERS else ""
    characters = Characters(page, text)
    place = characters.place
    if count > MAX_PAGE_CHARACTERS:
        return RawPage(number, place.width, place.height, characters=count, overfull=True), characters
    seen = drawn(page, place, layers)
    found = pieces(characters) if text else []
    unseen: set[int] = set()
    if found:
        unseen = hidden(page, characters, seen, found)
        if unseen:
            shown = list(text)
            for index in unseen:
                shown[index] = HIDDEN
            characters.text = "".join(shown)
            found = pieces(characters)
    if len(found) <= _MOST_PIECES:
        if characters.parted:
            found = _with_short_lines(characters, found)
        found = _at_seams(characters, found)
    tables = grids(seen.rules) if found and len(seen.rules) > 4 else []
    if tables:
        found = _cut(characters, found, tables)
    recognised = bool(seen.invisible) and seen.has_scan(place)
    raw = RawPage(
        number,
        place.width,
        place.height,
        tuple([piece for piece in found if piece.text]),
        tuple(tables),
        pictures=len(seen.pictures),
        characters=len(text),
        unmapped=_unmapped(characters, found),
        hidden=sum(1 for index in unseen if not text[index].isspace()),
        recognised=recognised,
    )
    return raw, characters


def _with_short_lines(characters: Characters, found: list[Piece]) -> list[Piece]:
    """The pieces, those of justified lines of two words as one: the line before or after is as long, without
    a gap."""
    pairs = [
        index
        for index, piece in enumerate(found)
        if piece.apart
        and index
        and piece.top == found[index - 1].top
        and 0 < piece.first - found[index - 1].last <= 2
        and " " not in found[index].text
        and " " not in found[index - 1].text
    ]
    if not pairs:
        return found
    starts = _by_start(found)
    kept = list(found)
    for index in reversed(pairs):
        first, second = kept[index - 1 : index + 1]
        if _has_as_long(first, second.x1, starts):
            kept[index - 1 : index + 1] = [rejoined(characters, first, second)]
    return kept


def _has_as_long(piece: Piece, right: float, starts: dict[int, list[Piece]]) -> bool:
    """Whether a line near a piece begins where it does and ends at ``right``."""
    left, top, least, most = piece.x0, piece.top, 0.5 * piece.size, _NEAR_LINES * piece.size
    for at in (-1, 0, 1):
        for other in starts.get(round(left) + at, ()):
            if (
                abs(other.x1 - right) < _ALIGNED
                and least < abs(other.top - top) < most
                and abs(other.x0 - left) < _ALIGNED
                and other.text.count(" ") > 1
            ):
                return True
    return False


def _by_start(found: Sequence[Piece]) -> dict[int, list[Piece]]:
    starts: dict[int, list[Piece]] = {}
    for piece in found:
        starts.setdefault(round(piece.x0), []).append(piece)
    return starts


def _at_seams(characters: Characters, found: list[Piece]) -> list[Piece]:
    """The pieces, parted at seams where the line above or below has a piece that begins there: captions as
    wide as their column stand close to the text beside them."""
    if not [piece for piece in found if piece.seams]:
        return found
    starts = _by_start(found)
    near_starts = {start + by for start in starts for by in (-1, 0, 1)}
    parted: list[Piece] = []
    for piece in found:
        last = piece
        while last.seams and len(pair := _at_seam(characters, last, starts, near_starts)) > 1:
            parted.append(pair[0])
            last = pair[1]
        parted.append(last)
    return parted


def _at_seam(
    characters: Characters, piece: Piece, starts: dict[int, list[Piece]], near_starts: set[int]
) -> list[Piece]:
    """A piece parted at its first seam that parts it."""
    marked = piece.text[:2] in _MARKED
    for seam in piece.seams:
        if marked and seam - piece.x0 < _MARK_ROOM * piece.size:
            edge: float | None = seam
        elif round(seam) in near_starts:
            edge = _edge_beside(piece, seam, starts)
        else:
            continue
        if edge is not None and len(pair := split_at(characters, piece, edge)) > 1:
            return pair
    return [piece]


def _edge_beside(piece: Piece, seam: float, starts: dict[int, list[Piece]]) -> float | None:
    near = round(seam)
    for at in (near, near - 1, near + 1):
        for other in starts.get(at, ()):
            away = abs(other.top - piece.top)
            if 0.5 * piece.size < away < _NEXT_LINE * piece.size and abs(other.x0 - seam) < _BEARING:
                return other.x0
    return None


def _cut(characters: Characters, found: Sequence[Piece], tables: Sequence[Grid]) -> list[Piece]:
    """The pieces, those that reach over the border of a cell parted into words."""
    borders = sorted(
        {(cell[0], cell[1], cell[3]) for table in tables for row in table.rows for cell in row if cell}
    )
    edges = [border[0] for border in borders]
    top = min(border[1] for border in borders)
    bottom = max(border[2] for border in borders)
    cut: list[Piece] = []
    for piece in found:
        middle = (piece.top + piece.bottom) / 2
        crossed = False
        if piece.upright and top < middle < bottom:
            inside = borders[bisect_right(edges, piece.x0 + 1) : bisect_left(edges, piece.x1 - 1)]
            crossed = any(upper < middle < lower for _, upper, lower in inside)
        if crossed:
            cut += split_piece(characters, piece)
        else:
            cut.append(piece)
    return cut


def _unmapped(characters: Characters, found: Sequence[Piece]) -> int:
    """About how many characters have no Unicode value, judged by the first of some lines."""
    step = max(1, len(found) // _MAP_SAMPLES)
    sample = found[::step]
    wrong = [piece for piece in sample if pdfium.has_map_error(characters.page, piece.first) == 1]
    return sum(len(piece.text) for piece in wrong) * step
