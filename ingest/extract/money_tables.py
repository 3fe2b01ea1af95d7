"""Columns of money in tables: the head names the currency or VAT, the cells are numbers or amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Table
from ingest.extract.money_numbers import NUMBER
from ingest.extract.view import view

_CURRENCY = re.compile(r"€|\beuro(?:a|n|ina)?\b|\beur\b|\bsnt\b|\be/", re.IGNORECASE)
_HAS_AMOUNT = re.compile(r"[2-9][\d .]{0,12}(?:,\d{1,2})?[ ]?(?:€|euro)", re.IGNORECASE)
_NUMBER = re.compile(rf"[-−–]?[ ]?{NUMBER}(?:,-{{1,2}})?")
_VAT = re.compile(r"\b(?:alv|arvonlisävero|veroton|verollinen|moms)", re.IGNORECASE)
_LONGEST_HEAD = 80
_LONGEST_ROW = 300
_MOST_COLUMNS = 60

Span = tuple[int, int]


@dataclass(frozen=True)
class Column:
    """A column: its head's text and the spans of its bare numbers.

    ``row`` is the whole head row, which may tell what the money is where the head itself does not; ``worded``
    are the cells that hold more than a number.
    """

    head: str
    cells: tuple[Span, ...]
    row: str = ""
    worded: tuple[Span, ...] = ()


def columns(text: str, tables: Sequence[Table] = ()) -> Iterator[Column]:
    """The columns of money in ``tables`` and in runs of lines whose cells are parted by tabs."""
    for table in tables:
        yield from _columns(text, [[(cell.start, cell.end) for cell in row] for row in table.rows])
    if "\t" in text:
        for rows in _tabbed(text):
            yield from _columns(text, rows)


def _tabbed(text: str) -> Iterator[list[list[Span]]]:
    rows: list[list[Span]] = []
    start = 0
    for line in text.split("\n"):
        if "\t" in line:
            row, position = [], start
            for cell in line.split("\t"):
                row.append((position, position + len(cell)))
                position += len(cell) + 1
            rows.append(row)
        elif rows:
            yield rows
            rows = []
        start += len(line) + 1
    if rows:
        yield rows


def _columns(text: str, rows: list[list[Span]]) -> Iterator[Column]:
    if len(rows) < 2:
        return
    for index, (start, end) in enumerate(rows[0][:_MOST_COLUMNS]):
        head = text[start:end]
        priced = _CURRENCY.search(head) is not None
        if len(head) > _LONGEST_HEAD or not (priced or _VAT.search(head)) or _HAS_AMOUNT.search(head):
            continue
        cells = [_stripped(text, row[index]) for row in rows[1:] if index < len(row)]
        numbers = tuple(span for span in cells if _NUMBER.fullmatch(view(text[span[0] : span[1]]).text))
        worded = tuple(span for span in cells if span not in numbers)
        if numbers or worded:
            row = " ".join(text[slice(*cell)] for cell in rows[0][:_MOST_COLUMNS])
            yield Column(head, numbers if priced else (), row[:_LONGEST_ROW], worded)


def _stripped(text: str, span: Span) -> Span:
    cell = text[span[0] : span[1]]
    return span[0] + len(cell) - len(cell.lstrip()), span[1] - (len(cell) - len(cell.rstrip()))
