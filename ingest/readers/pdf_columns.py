"""Reading order: whether a page's text stands in two columns, and what is read before what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from ingest.readers.pdf_chars import Piece

_LEAST_WIDTH = 200.0  # points of text across, below which nothing is in two columns
_MIDDLE = (0.3, 0.7)  # of the text's width: where the second column may begin
_NEAR = 3.0  # points: left edges of one column
_LEAST_LINES = 4  # of a column
_FULL = 0.7  # of the column's width: lines of running text are as long
_FLOWING = 0.3  # of the lines of a column: how many must be full
_GOES_ON = 0.2  # of the lines of a column: how many must begin in the middle of a sentence
_CROSSING = 0.3  # of the lines
_HEAD, _FOOT = 0.16, 0.88  # of the page's height: where running lines stand
_APART = 1.5  # times the type size: the gap between running lines and the text


@dataclass(slots=True)
class TableBlock:
    """The table with that number, which is read as one."""

    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    table: int


Block = Piece | TableBlock
"""Something on the page that is read as one."""


_BY_TOP = attrgetter("top")


def columns(
    blocks: Sequence[Block], height: float, known: float | None
) -> tuple[list[list[Block]], float | None]:
    """Groups of blocks in reading order, and where the second column begins, if there is one.

    ``known`` is where it began on earlier pages of the document: less text has to say so again.
    """
    if len(blocks) < 2 * _LEAST_LINES and known is None:
        return [list(blocks)], None
    head, body, foot = _without_running(blocks, height)
    edge = _edge(body, known)
    if edge is None:
        return [list(blocks)], None
    groups = [head] if head else []
    left: list[Block] = []
    right: list[Block] = []
    for block in body:  # from the top down
        if block.x0 >= edge - _NEAR:
            right.append(block)
        elif block.x1 <= edge:
            left.append(block)
        else:
            groups += [group for group in (left, right) if group]
            groups.append([block])
            left, right = [], []
    groups += [group for group in (left, right) if group]
    if foot:
        groups.append(foot)
    return groups, edge


def may_be_columns(pieces: Sequence[Piece]) -> bool:
    """Whether enough text begins in the page's middle for a second column."""
    x0, x1 = min([piece.x0 for piece in pieces]), max([piece.x1 for piece in pieces])
    low, high = x0 + _MIDDLE[0] * (x1 - x0), x0 + _MIDDLE[1] * (x1 - x0)
    return len([piece for piece in pieces if low < piece.x0 < high]) >= _LEAST_LINES


def _without_running(blocks: Sequence[Block], height: float) -> tuple[list[Block], list[Block], list[Block]]:
    """Blocks at the page's head that a gap parts from the rest, the rest, and those at its foot."""
    ordered = sorted(blocks, key=_BY_TOP)
    first = 0
    reach = 0.0
    for index, block in enumerate(ordered):
        if index and block.top - reach > _APART * block.size:
            first = index
        if block.bottom > _HEAD * height:
            break
        reach = max(reach, block.bottom)
    last = len(ordered)
    below = height
    for index in range(len(ordered) - 1, first, -1):
        block = ordered[index]
        if index < len(ordered) - 1 and below - block.bottom > _APART * block.size:
            last = index + 1
        if block.top < _FOOT * height:
            break
        below = min(below, block.top)
    return ordered[:first], ordered[first:last], ordered[last:]


def _edge(body: Sequence[Block], known: float | None) -> float | None:
    """Where the second column begins; None if the text is in one."""
    if not body:
        return None
    x0, x1 = min([block.x0 for block in body]), max([block.x1 for block in body])
    wide = x1 - x0
    if known is not None and any(abs(block.x0 - known) < _NEAR for block in body):
        crossing = [block for block in body if block.x0 < known - _NEAR and block.x1 > known]
        if len(crossing) <= _CROSSING * len(body):
            return known
    if wide < _LEAST_WIDTH:
        return None
    low, high = x0 + _MIDDLE[0] * wide, x0 + _MIDDLE[1] * wide
    starts = Counter([round(block.x0) for block in body if low < block.x0 < high])
    if not starts:
        return None
    edge = float(
        max(starts, key=lambda start: (starts[start - 1] + starts[start] + starts[start + 1], -start))
    )
    left = [block for block in body if block.x1 <= edge]
    right = [block for block in body if block.x0 >= edge - _NEAR]
    if min(len(left), len(right)) < _LEAST_LINES:
        return None
    if len(body) - len(left) - len(right) > _CROSSING * len(body):
        return None
    if _flows(left, max(block.x1 for block in left) - x0) and _flows(right, x1 - edge):
        return min(block.x0 for block in right)
    return None


def _flows(column: Sequence[Block], width: float) -> bool:
    """Whether a column holds running text: full lines, some of which begin in the middle of a sentence."""
    texts = [block for block in column if isinstance(block, Piece)]
    full = sum(1 for block in texts if block.x1 - block.x0 >= _FULL * width)
    goes_on = sum(1 for piece in texts if piece.text[:1].islower())
    return full >= _FLOWING * len(texts) and goes_on >= _GOES_ON * len(texts) and full >= 2
