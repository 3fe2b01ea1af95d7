"""Characters in the file that are not to be seen: covered, in the paper's colour, not drawn, switched off.

What is odd about a page's objects gives the suspects; where only the eye can tell, the page is drawn and the
suspects' places are looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers import pdfium
from ingest.readers.pdf_chars import Box, Characters, Piece
from ingest.readers.pdf_drawn import Drawn, Fill
from ingest.readers.pdfium import PdfiumError, PdfPage, Picture

_SCALE = 2.0  # pixels a point
_MOST_PIXELS = 4_000_000
_CONTRAST = 24  # of 255: grey values as near look alike
_FEW = 40  # text objects whose places are asked for, to look at the characters there only
_MOST_COMPARED = 1_000_000  # pieces or characters with regions
_LEAST_SIZE = 0.5  # points: smaller type is not to be read


def hidden(page: PdfPage, characters: Characters, drawn: Drawn, found: Sequence[Piece]) -> set[int]:
    """The indexes of characters that are not to be seen; ``found`` are the page's pieces."""
    gone = _off_page(characters, found)
    scan = drawn.has_scan(characters.place)
    covers = drawn.late(drawn.fills) + drawn.late([] if scan else drawn.pictures)
    odd = drawn.pale | drawn.layered | (set() if scan else drawn.invisible)
    if not (odd or covers or drawn.annotations):
        return gone
    order: dict[int, int] = {}
    covered = _covered(page, characters, covers, found, order) if covers else set()
    unseen: set[int] = set()
    doubtful: set[int] = set(covered)
    if odd:
        for index in _drawn_by(characters, odd, found):
            if pdfium.text_object(characters.page, index) in drawn.invisible:
                unseen.add(index)
            else:
                doubtful.add(index)
    on_dark = _on_dark(characters, drawn, doubtful - covered)
    doubtful -= on_dark
    if drawn.annotations:
        doubtful |= _under_annotations(page, characters, found)
    if doubtful:
        blank = _looked_at(page, characters, doubtful)
        unseen |= blank & covered
        # a cover may lie over half a word; what is in the paper's colour or switched off is so as a whole
        unseen |= _whole(blank - covered, doubtful - covered)
    return gone | unseen


def _drawn_by(characters: Characters, things: set[int], found: Sequence[Piece]) -> list[int]:
    """The indexes of the characters that these text objects draw, blanks left out."""
    text_object, handle, text = pdfium.text_object, characters.page, characters.text
    boxes = [characters.object_box(thing) for thing in things] if len(things) <= _FEW else []
    indexes = []
    for piece in found:
        if boxes and not any(_meet(box, piece) for box in boxes):
            continue
        for index in range(piece.first, piece.last):
            if text[index] not in " \r\n" and text_object(handle, index) in things:
                indexes.append(index)
    return indexes


def _whole(blank: set[int], doubtful: set[int]) -> set[int]:
    """The blank characters of doubtful words that are blank throughout: a cell's edge may cut a word off."""
    kept: set[int] = set()
    word: list[int] = []
    for index in [*sorted(doubtful), -1]:
        if word and index != word[-1] + 1:
            if blank.issuperset(word):
                kept.update(word)
            word = []
        word.append(index)
    return kept


def _off_page(characters: Characters, found: Sequence[Piece]) -> set[int]:
    """Pieces beside the page, or in type too small to read."""
    width, height = characters.place.width, characters.place.height
    outside = [
        piece
        for piece in found
        if not (
            piece.x0 <= width
            and piece.x1 >= 0.0
            and piece.bottom >= 0.0
            and piece.top <= height
            and piece.size >= _LEAST_SIZE
        )
    ]
    return {index for piece in outside for index in range(piece.first, piece.last)}


def _covered(
    page: PdfPage,
    characters: Characters,
    covers: Sequence[Fill],
    found: Sequence[Piece],
    order: dict[int, int],
) -> set[int]:
    """Characters whose middle lies in a region that was filled after them."""
    under: set[int] = set()
    if len(covers) * len(found) > _MOST_COMPARED:
        # a drawing over text: what of it can be seen shows when the page is drawn
        return _everything(characters, found)
    for piece in found:
        over = [cover for cover in covers if _meet(cover.box, piece)]
        if not over:
            continue
        if not order:
            get, handle = pdfium.get_object, page.handle
            order.update({get(handle, n): n for n in range(pdfium.count_objects(handle))})
        first = pdfium.text_object(characters.page, piece.first)
        last = pdfium.text_object(characters.page, piece.last - 1)
        latest = max(cover.order for cover in over)
        if first == last and order.get(first, -1) > latest:
            continue
        for index in range(piece.first, piece.last):
            if characters.text[index] in " \r\n":
                continue
            at = order.get(pdfium.text_object(characters.page, index), -1)
            x0, top, x1, bottom = characters.ink(index)
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            if any(
                cover.order > at and cover.box[0] <= x <= cover.box[2] and cover.box[1] <= y <= cover.box[3]
                for cover in over
            ):
                under.add(index)
    return under


def _everything(characters: Characters, found: Sequence[Piece]) -> set[int]:
    """The indexes of all characters but blanks."""
    text = characters.text
    return {index for piece in found for index in range(piece.first, piece.last) if not text[index].isspace()}


def _meet(box: Box, piece: Piece) -> bool:
    return piece.x0 < box[2] and piece.x1 > box[0] and piece.top < box[3] and piece.bottom > box[1]


def _on_dark(characters: Characters, drawn: Drawn, indexes: set[int]) -> set[int]:
    """Pale characters that surely can be read: they stand on something dark, and nothing lies above it."""
    seen: set[int] = set()
    few = len(drawn.fills) * len(indexes) <= _MOST_COMPARED
    if drawn.layered or not few or not any(fill.dark for fill in drawn.fills):
        return seen
    for index in indexes:
        x0, top, x1, bottom = characters.ink(index)
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        last = None
        for fill in drawn.fills:
            if fill.box[0] <= x <= fill.box[2] and fill.box[1] <= y <= fill.box[3]:
                last = fill
        if last is not None and last.dark:
            seen.add(index)
    return seen


def _under_annotations(page: PdfPage, characters: Characters, found: Sequence[Piece]) -> set[int]:
    """Characters that an annotation's box may cover; links and notes cover nothing."""
    under: set[int] = set()
    for left, bottom, right, top in pdfium.covering_annotations(page.handle):
        box = characters.place.box(left, bottom, right, top)
        for piece in found:
            if _meet(box, piece):
                for index in range(piece.first, piece.last):
                    x0, y0, x1, y1 = characters.ink(index)
                    if box[0] <= (x0 + x1) / 2 <= box[2] and box[1] <= (y0 + y1) / 2 <= box[3]:
                        under.add(index)
    return under


def _looked_at(page: PdfPage, characters: Characters, doubtful: set[int]) -> set[int]:
    """Those of the characters whose places on the drawn page show nothing."""
    inks = {index: characters.ink(index) for index in doubtful}
    edges = list(zip(*inks.values(), strict=True))
    part = (min(edges[0]) - 2, min(edges[1]) - 2, max(edges[2]) + 2, max(edges[3]) + 2)
    try:
        picture = page.picture(_SCALE, True, _MOST_PIXELS, part)
    except PdfiumError:
        return doubtful  # what cannot be checked is not spread
    return {index for index, ink in inks.items() if _is_blank(picture, ink)}


def _is_blank(picture: Picture, box: Box) -> bool:
    """Whether a character's place is all of one grey."""
    scale = picture.scale
    x0, x1 = int(box[0] * scale) - picture.left, int(box[2] * scale) + 1 - picture.left
    top, bottom = int(box[1] * scale) - picture.top, int(box[3] * scale) + 1 - picture.top
    # a full stop or dash fills its box: a pixel around it shows the paper; elsewhere that may be another's
    around = 1 if min(x1 - x0, bottom - top) <= 4 else 0
    x0, x1 = max(0, x0 - around), min(picture.width, x1 + around)
    top, bottom = max(0, top - around), min(picture.height, bottom + around)
    if x0 >= x1 or top >= bottom:
        return True
    rows = [picture.rows[row][x0:x1] for row in range(top, bottom)]
    return max(map(max, rows)) - min(map(min, rows)) < _CONTRAST
