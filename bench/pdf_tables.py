"""Tables of minutes: votes and fees, with rules and without, and the grid all tables are drawn on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bench.pdf_flow import LEADING, Flow
from bench.pdf_truth import Box, TableTruth, plain
from bench.pdf_wrap import Row
from bench.words import names, noun, spaced

_PAD = 3.0


@dataclass(frozen=True)
class Look:
    """How a table is drawn.

    ``rules`` is ``none``, ``lines``, ``boxes`` (a rectangle a cell) or ``rows`` (lines between rows only);
    ``head`` is ``plain``, ``grey`` or ``dark`` (white on black: to be seen, unlike hidden text).
    """

    rules: str
    head: str = "plain"

    @property
    def ruled(self) -> bool:
        """Whether each cell has borders."""
        return self.rules in ("lines", "boxes")


def table(
    flow: Flow,
    kind: str,
    look: Look,
    widths: Sequence[float],
    rows: Sequence[Sequence[str]],
    *,
    right: frozenset[int] = frozenset(),
    split: bool = False,
    header: bool = True,
) -> None:
    """Draws a table from the column's left edge; ``right`` names right-aligned columns.

    It stays on one page unless ``split``; then each page's rows are a table of their own.
    """
    size = flow.size - 1
    height = size * LEADING
    wrapped = [
        [flow.wrapped(cell, width - 2 * _PAD, header and not index, size, 0.0) if cell else []
         for cell, width in zip(row, widths, strict=True)]
        for index, row in enumerate(rows)
    ]  # fmt: skip
    heights = [max(1, *map(len, row)) * height + 2 * _PAD for row in wrapped]
    flow.check(sum(heights) + flow.leading)
    flow.need((sum(heights) if not split else heights[0] + heights[1 % len(heights)]) + flow.leading)
    start = 0
    while start < len(rows):
        end, room = start, flow.room
        while end < len(rows) and (end == start or heights[end] <= room):
            room -= heights[end]
            end += 1
        top = flow.y
        for index in range(start, end):
            _row(flow, look, widths, wrapped[index], heights[index], right, header and index == 0, size)
        edges = [flow.frame.x + sum(widths[:count]) for count in range(len(widths) + 1)]
        if look.rules == "lines":
            for edge in edges:
                flow.canvas.rule(edge, top, edge, flow.y)
            flow.canvas.rule(edges[0], top, edges[-1], top)
        box: Box = (round(edges[0], 1), round(top, 1), round(edges[-1], 1), round(flow.y, 1))
        cells = tuple(tuple(plain(cell) for cell in row) for row in rows[start:end])
        flow.record.tables.append(TableTruth(flow.page, kind, look.ruled, cells, box))
        start = end
        if start < len(rows):
            flow.advance()
    flow.skip(0.8)


def _row(
    flow: Flow,
    look: Look,
    widths: Sequence[float],
    cells: Sequence[Sequence[Row]],
    height: float,
    right: frozenset[int],
    head: bool,
    size: float,
) -> None:
    top, x = flow.y, flow.frame.x
    total = sum(widths)
    dark = head and look.head == "dark"
    if head and look.head != "plain":
        flow.canvas.fill(x, top, x + total, top + height, 0 if dark else 215)
    before = "\n"
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        if look.rules == "boxes":
            flow.canvas.outline(x, top, x + width, top + height)
        for number, row in enumerate(cell):
            base = top + _PAD + (number + 1) * size * LEADING - 0.3 * size
            at = x + _PAD
            if column in right:
                at = x + width - _PAD - flow.canvas.width(row.shown, size, head)
            if dark:
                with flow.canvas.white():
                    box = flow.canvas.text(at, base, row.shown, size, head)
            else:
                box = flow.canvas.text(at, base, row.shown, size, head)
            flow.record.say(flow.page, row.said, before if not number else " ")
            flow.record.line(flow.page, row.shown, box, "cell", head)
            before = "\t"
        if not cell and before != "\n":
            # an empty cell between others still parts them
            before = "\t\t" if before == "\t" else before + "\t"
        x += width
    flow.y += height
    if look.rules in ("lines", "rows"):
        flow.canvas.rule(flow.frame.x, flow.y, flow.frame.x + total, flow.y)


def votes(flow: Flow, look: Look, random: Random) -> tuple[int, int, int]:
    """A vote by name; gives (JAA, EI, blank)."""
    people = names(random, random.randint(7, 13))
    choices = [random.choices((1, 2, 3), (6, 4, 1))[0] for _ in people]
    counts = [choices.count(choice) for choice in (1, 2, 3)]
    rows = [["Jäsen", "JAA", "EI", "Tyhjä"]]
    rows += [
        [name, *("X" if choice == column else "" for column in (1, 2, 3))]
        for name, choice in zip(people, choices, strict=True)
    ]
    rows.append(["Yhteensä", *map(str, counts)])
    rest = min(flow.frame.width, 330.0) - 3 * 42
    table(flow, "votes", look, [rest, 42, 42, 42], rows)
    return counts[0], counts[1], counts[2]


def fees(flow: Flow, look: Look, random: Random) -> None:
    """A list of fees, prices to the right."""
    rows = [["Maksu", "Yksikkö", "Hinta, €"]]
    for _ in range(random.randint(4, 8)):
        price = spaced(random.randint(3, 24_000)) + f",{random.randint(0, 99):02d}"
        rows.append(
            [noun(random, "n").capitalize(), random.choice(("kpl", "h", "m²", "vuosi", "hlö")), price]
        )
    width = min(flow.frame.width, 360.0)
    first = width - 120
    limit = first - 2 * _PAD
    for row in rows:
        # without rules nothing says which row a second line belongs to
        while flow.canvas.width(row[0], flow.size - 1) > limit:
            row[0] = noun(random, "n").capitalize()
    table(flow, "fees", look, [first, 50, 70], rows, right=frozenset({2}))


def table_look(random: Random, ruled: bool) -> Look:
    """One of the ways to draw a table with borders or without."""
    if ruled:
        return Look(random.choice(("lines", "boxes")), random.choice(("plain", "grey", "dark")))
    return Look(random.choice(("none", "none", "rows")), random.choice(("plain", "grey")))
