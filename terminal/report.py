"""What a file that stands alone shows: tables, what they rest on, cells with types and links.

The rows of a report are ready for JSON, where numbers and dates are text; here they get their types back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from terminal.output import Column, Row, View, flat

Cell = str | int | float | Decimal | bool | dt.date | None

_NUMBERS = {
    *("amount", "per_year", "per_inhabitant_year", "population", "population_year", "€/year", "€/inhabitant"),
    *("votes.for_", "votes.against", "section", "page", "start", "end", "number", "count", "total", "items"),
    *("score", "confidence", "least", "lower", "median", "upper", "most"),
}
_DATES = {
    *("meeting_date", "date", "start", "end", "first", "last", "newest", "known", "year"),
    *("first_meeting", "last_meeting", "newest meeting", "first meeting", "last meeting", "last visit"),
}
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WEB = re.compile(r"https?://[^\s/?#\"'<>\\@]+(?:[/?#][^\s\"'<>\\\x00-\x1f\x7f]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """Rows with what is shown of them, under a title. ``note`` says how to read them.

    ``by_name``: the first column names the row. ``terms`` explains words that stand in its cells.
    """

    title: str
    view: View
    rows: Sequence[Row]
    note: str = ""
    by_name: bool = False
    terms: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Report:
    """Tables, the main one first. ``facts`` say what was asked of which library and when, ``rests_on`` what
    is held of whom (None where that is not asked)."""

    title: str
    tables: Sequence[Table]
    facts: Mapping[str, str]
    rests_on: Table | None = None


def typed(column: Column, row: Row) -> Cell:
    """A cell's value with the type its column says."""
    value = column.value(row)
    name = column.title.rpartition(".")[2]
    match value:
        case None | bool() | int() | float() | Decimal():
            return value
        case str() if _DAY.fullmatch(value) and name in _DATES:
            return dt.date.fromisoformat(value)
        case str() if _NUMBER.fullmatch(value) and (name in _NUMBERS or column.title in _NUMBERS):
            return Decimal(value)
        case _:
            return flat(value) or None


def is_web(address: object) -> bool:
    """Whether something is an address that a browser may be sent to."""
    return isinstance(address, str) and _WEB.fullmatch(address) is not None


def address(column: Column, row: Row) -> str | None:
    """Where a cell leads: an address of the web, else nothing, since no reader could follow another."""
    found = row.get(column.link) if column.link else None
    return str(found) if is_web(found) else None
