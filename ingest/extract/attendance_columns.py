"""Columns of an attendance table by its head row: who was there, and from and until when.

Other columns need no head: a row's cells tell a name, a role and a title apart themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.extract.attendance_lines import Row

_THERE = frozenset({"läsnä", "läsnäolo", "paikalla", "saapuvilla", "närvaro", "närvarande"})
_ARRIVED = frozenset({"saapui", "saapunut", "saapuminen", "saapumisaika", "anlände"})
_LEFT = frozenset({"poistui", "poistunut", "poistuminen", "poistumisaika", "avlägsnade sig"})
_YES = re.compile(r"(?:x|×|✓|✔|kyllä|on|ja)(?!\w)", re.IGNORECASE)
_NO = re.compile(r"(?:-|–|—|ei|nej|inte)(?!\w)", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(?:klo|kl\.?)[ \u00a0]?)?(\d{1,2})[.:](\d{2})")
_RULE = re.compile(r"[ \t|:+=*-]+")


@dataclass(frozen=True)
class Columns:
    """Where in a row presence and hours stand, counted from 0; None where the table does not tell."""

    there: int | None = None
    arrived: int | None = None
    left: int | None = None


def cells_of(line: str) -> list[str]:
    """A row's cells, which pipes or tabulators part; one cell where neither does."""
    bare = line.strip(" \u00a0")
    if "|" in bare:
        return [cell.strip(" \t\u00a0*") for cell in bare.removeprefix("|").removesuffix("|").split("|")]
    return [cell.strip(" \u00a0*") for cell in line.split("\t")]


def columns_of(head: str) -> Columns:
    """What the columns under a head row say."""
    heads = [cell.strip(" :.").lower() for cell in cells_of(head)]

    def place(words: frozenset[str]) -> int | None:
        return next((index for index, cell in enumerate(heads) if cell in words), None)

    return Columns(place(_THERE), place(_ARRIVED), place(_LEFT)) if len(heads) > 1 else Columns()


def is_rule(line: str) -> bool:
    """Whether a line only draws a table: "|---|:--|"."""
    return "--" in line and _RULE.fullmatch(line) is not None


def with_columns(row: Row, line: str, columns: Columns) -> Row:
    """A row with what its table's columns say of it."""
    cells = cells_of(line) if columns != Columns() else []
    if (there := _at(cells, columns.there)) is not None:
        row = replace(
            row, marked=row.marked or bool(_YES.match(there)), absent=row.absent or bool(_NO.match(there))
        )
    return replace(
        row,
        arrived=row.arrived or _clock(_at(cells, columns.arrived)),
        left=row.left or _clock(_at(cells, columns.left)),
    )


def _at(cells: list[str], place: int | None) -> str | None:
    return cells[place] if place is not None and place < len(cells) else None


def _clock(cell: str | None) -> str | None:
    match = _CLOCK.fullmatch(cell or "")
    return f"{int(match[1]):02d}:{match[2]}" if match and int(match[1]) < 24 and int(match[2]) < 60 else None
