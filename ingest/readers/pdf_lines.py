"""Words to lines: pure geometry. A line keeps its parts where wide gaps separate columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.readers.pdf_words import Box, Grid, RawPage, Word
from ingest.readers.word_breaks import joined

_WIDE = 1.2  # times the type size: the least gap that can part columns
_SURELY_WIDE = 2.5  # times the type size: parts columns whatever the line's other gaps are
_UNLIKE = 2.5  # times the line's smallest gap: justified text has wide gaps, but all alike
_GLUED = 0.12  # times the type size: closer words were one word, set in two fonts
_ALIKE = 0.5  # of the lower one's height: how much two words of a line must overlap
_MARK = re.compile(r"(?:[-–—•·▪◦●○*]|\d{1,3}[.)]|[a-zåäö]\))$")

# What a ruled region must be to count as a table of short cells rather than a frame around text.
_MOST_CELL_LINES = 12
_LONGEST_CELL = 600
_MOST_CROSSING = 0.03
_MOST_GAPPED = 0.05
_COLUMN_LINES = 3
_FULL_LINE = 0.75
_MOST_COMPARED = 3_000_000


@dataclass
class Part:
    """A piece of a line between wide gaps."""

    text: str
    x0: float
    x1: float


@dataclass
class TextLine:
    """A line of a page. ``row`` is (table's number on the page, row) for lines of ruled tables."""

    parts: list[Part]
    box: Box
    size: float
    bold: bool
    row: tuple[int, int] | None = None
    upright: bool = True

    @property
    def text(self) -> str:
        """The line's text: tabs between parts, but a space after a list mark."""
        if len(self.parts) > 1 and self.row is None and _MARK.match(self.parts[0].text):
            rest = "\t".join(part.text for part in self.parts[1:])
            return f"{self.parts[0].text} {rest}"
        return "\t".join(part.text for part in self.parts).strip()


@dataclass
class _Band:
    """Words on one line, as they are gathered; its band is that of its first word."""

    top: float
    bottom: float
    words: list[Word] = field(default_factory=list)


def page_lines(page: RawPage) -> list[TextLine]:
    """The page's lines from top to bottom, ruled tables row by row among them, turned text last."""
    free = list(page.words)
    lines: list[TextLine] = []
    number = 0
    for grid in page.grids:
        inside = [word for word in free if _within(word, grid.box)]
        rows = _table_rows(grid, inside, number)
        if rows:
            taken = set(map(id, inside))
            free = [word for word in free if id(word) not in taken]
            lines.extend(rows)
            number += 1
    upright = [word for word in free if word.upright]
    lines.extend(map(_text_line, _bands(upright)))
    lines.sort(key=lambda line: (line.box[1], line.box[0]))
    turned = [word for word in free if not word.upright]
    if turned:
        words = " ".join(word.text for word in turned)
        box = _box(turned)
        lines.append(TextLine([Part(words, box[0], box[2])], box, turned[0].size, False, upright=False))
    return lines


def _bands(words: Iterable[Word]) -> list[list[Word]]:
    """Words gathered into lines by their vertical overlap, each line from left to right."""
    done: list[_Band] = []
    alive: list[_Band] = []
    for word in sorted(words, key=lambda word: (word.top, word.x0)):
        still = [band for band in alive if band.bottom > word.top]
        alive = still
        best, most = None, 0.0
        for band in alive:
            overlap = min(band.bottom, word.bottom) - max(band.top, word.top)
            least = min(band.bottom - band.top, word.bottom - word.top)
            if overlap > most and overlap >= _ALIKE * least:
                best, most = band, overlap
        if best is None:
            best = _Band(word.top, word.bottom)
            done.append(best)
            alive.append(best)
        best.words.append(word)
    return [sorted(band.words, key=lambda word: word.x0) for band in done]


def _text_line(words: list[Word]) -> TextLine:
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word.size, 1)] += len(word.text)
    size = sizes.most_common(1)[0][0]
    return TextLine(_parts(words, size), _box(words), size, all(word.bold for word in words))


def _parts(words: Sequence[Word], size: float) -> list[Part]:
    gaps = [right.x0 - left.x1 for left, right in pairwise(words)]
    spaces = [gap for gap in gaps if gap > _GLUED * size]
    # A line with a single gap has nothing to compare it with but an ordinary space.
    usual = min(spaces) if len(spaces) > 1 else 0.3 * size
    parts = [Part(words[0].text, words[0].x0, words[0].x1)]
    for word, gap in zip(words[1:], gaps, strict=True):
        if gap > _SURELY_WIDE * size or (gap > _WIDE * size and gap > _UNLIKE * usual):
            parts.append(Part(word.text, word.x0, word.x1))
            continue
        last = parts[-1]
        last.text += word.text if gap < _GLUED * size else f" {word.text}"
        last.x1 = max(last.x1, word.x1)
    return parts


def _table_rows(grid: Grid, words: list[Word], number: int) -> list[TextLine]:
    """The table's rows as lines; none if the ruled region is not a table of short cells."""
    if not words or len(words) * sum(map(len, grid.rows)) > _MOST_COMPARED:
        return []
    if _crossing(grid, words) > _MOST_CROSSING * len(words) + 1:
        return []
    rows: list[TextLine] = []
    cell_lines = gapped = 0
    for cells in grid.rows:
        held = [[word for word in words if cell is not None and _within(word, cell)] for cell in cells]
        filled = [cell for cell in held if cell]
        if not filled:
            continue
        columns = [[_text_line(band) for band in _bands(cell)] for cell in held]
        cell_lines += sum(map(len, columns))
        gapped += sum(len(line.parts) > 1 and "\t" in line.text for lines in columns for line in lines)
        if any(len(lines) > _MOST_CELL_LINES and not _is_list(lines, None) for lines in columns):
            return []
        for texts in _cell_texts(columns, cells):
            if max(map(len, texts)) > _LONGEST_CELL:
                return []
            everything = [word for cell in filled for word in cell]
            look = _text_line(everything)
            bounds = [cell or (look.box[0], 0.0, look.box[0], 0.0) for cell in cells]
            parts = [Part(text, bound[0], bound[2]) for text, bound in zip(texts, bounds, strict=True)]
            rows.append(TextLine(parts, look.box, look.size, look.bold, (number, len(rows))))
    if gapped > max(1, _MOST_GAPPED * cell_lines):  # columns within cells: not all rules are drawn
        return []
    # Ordered by their place in the grid: a row of several lines has one box for all of them
    for index, row in enumerate(rows):
        x0, top, x1, bottom = row.box
        row.box = (x0, max(top, rows[index - 1].box[1] if index else top), x1, bottom)
    return rows if len(rows) > 1 else []


def _cell_texts(columns: list[list[TextLine]], cells: Sequence[Box | None]) -> list[list[str]]:
    """A row's cells as text: one row, or one for every line where the cells hold lists side by side."""
    heights = {len(lines) for lines in columns if lines}
    together = len(heights) == 1 and sum(1 for lines in columns if lines) > 1
    if together and max(heights) >= _COLUMN_LINES and all(map(_is_list, columns, cells)):
        return [[lines[index].text if lines else "" for lines in columns] for index in range(max(heights))]
    return [[_wrapped(lines) for lines in columns]]


def _is_list(lines: list[TextLine], cell: Box | None) -> bool:
    """Whether a cell's lines are entries of a list, not running text, whose lines fill the cell."""
    if len(lines) < 2:
        return True
    width = (
        cell[2] - cell[0] if cell else max(line.box[2] for line in lines) - min(line.box[0] for line in lines)
    )
    full = sum(1 for line in lines[:-1] if line.box[2] - line.box[0] > _FULL_LINE * width)
    return full * 2 < len(lines)


def _wrapped(lines: list[TextLine]) -> str:
    """A cell's lines as one, broken words joined."""
    text = ""
    for line in lines:
        piece = line.text.replace("\t", " ")
        first, _, rest = piece.partition(" ")
        together = joined(text, first, frozenset())
        if together is not None:
            text = f"{together} {rest}" if rest else together
        else:
            text = f"{text} {piece}" if text else piece
    return text


def _crossing(grid: Grid, words: list[Word]) -> int:
    """How many words a cell's border cuts: with many the lines are no grid of the text."""
    borders = [(cell[0], cell[1], cell[3]) for row in grid.rows for cell in row if cell is not None]
    borders.sort()
    return sum(
        1
        for word in words
        if any(
            word.x0 + 2 < x < word.x1 - 2 and top < (word.top + word.bottom) / 2 < bottom
            for x, top, bottom in borders
        )
    )


def _within(word: Word, box: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _box(words: Iterable[Word]) -> Box:
    listed = list(words)
    return (
        round(min(word.x0 for word in listed), 2),
        round(min(word.top for word in listed), 2),
        round(max(word.x1 for word in listed), 2),
        round(max(word.bottom for word in listed), 2),
    )
