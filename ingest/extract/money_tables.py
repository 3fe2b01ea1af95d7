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
# Columns of a table whose numbers are no money.
NO_MONEY = re.compile(
    r"%|\b(?:kpl|lkm|lukumäärä|vuosi|pinta-ala|m2|m²|ha|as|asukkaita|henkilöitä|tili|nro|st|antal|år|konto|areal)\b",
    re.IGNORECASE,
)
# A table's unit said beside it: "Luvut ovat tuhansina euroina."
_SAID_UNIT = re.compile(
    r"\b(?:luvut|summat|tiedot|hinnat|maksut|määrät|määrärahat|taulukko|beloppen|siffrorna|priserna)\b"
    r"[^.\n]{0,40}?\b(?:(?P<thousands>1[ ]?000[ ]?(?:€|euro\w*)|tuhansi(?:na|ssa) euro\w*|tuhatta euro\w*"
    r"|t€|tusen(?:tals)? euro)|euro(?:ina|issa|ja|a)?\b)",
    re.IGNORECASE,
)
_BEFORE, _AFTER = 200, 150  # characters beside a table that may tell its unit
_LONGEST_HEAD = 80
_LONGEST_ROW = 300
_MOST_COLUMNS = 60

Span = tuple[int, int]


@dataclass(frozen=True)
class Column:
    """A column: its head's text and the spans of its bare numbers.

    ``row`` is the whole head row, which may tell what the money is where the head itself does not; ``worded``
    are the cells that hold more than a number. ``name`` is the column's own head where ``head`` is
    the unit of all columns.
    """

    head: str
    cells: tuple[Span, ...]
    row: str = ""
    worded: tuple[Span, ...] = ()
    name: str = ""


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
    if not any(_CURRENCY.search(text, *cell) for row in rows for cell in row) and (unit := _unit(text, rows)):
        for index, (start, end) in enumerate(rows[0][:_MOST_COLUMNS]):
            if index and not NO_MONEY.search(text, start, end) and (cells := _bare(text, rows[1:], index)):
                yield Column(unit, tuple(cells), name=text[start:end])
        return
    for index, (start, end) in enumerate(rows[0][:_MOST_COLUMNS]):
        head = text[start:end]
        priced = _CURRENCY.search(head) is not None
        if len(head) > _LONGEST_HEAD or not (priced or _VAT.search(head)) or _HAS_AMOUNT.search(head):
            continue
        cells = [_stripped(text, row[index]) for row in rows[1:] if index < len(row)]
        numbers = tuple(_bare(text, rows[1:], index))
        worded = tuple(span for span in cells if span not in numbers)
        if numbers or worded:
            row = " ".join(text[slice(*cell)] for cell in rows[0][:_MOST_COLUMNS])
            yield Column(head, numbers if priced else (), row[:_LONGEST_ROW], worded)


def _bare(text: str, rows: Sequence[Sequence[Span]], index: int) -> list[Span]:
    """The cells of a column that hold a number and nothing else."""
    cells = [_stripped(text, row[index]) for row in rows if index < len(row)]
    return [span for span in cells if _NUMBER.fullmatch(view(text[span[0] : span[1]]).text)]


def _unit(text: str, rows: Sequence[Sequence[Span]]) -> str | None:
    """The unit that the words before a table, or after it, give its numbers."""
    first, last = rows[0][0][0], rows[-1][-1][1]
    before = list(_SAID_UNIT.finditer(text, max(0, first - _BEFORE), first))
    match = before[-1] if before else _SAID_UNIT.search(text, last, last + _AFTER)
    return match and ("1 000 €" if match["thousands"] else "€")


def _stripped(text: str, span: Span) -> Span:
    cell = text[span[0] : span[1]]
    return span[0] + len(cell) - len(cell.lstrip()), span[1] - (len(cell) - len(cell.rstrip()))
