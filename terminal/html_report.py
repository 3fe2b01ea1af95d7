"""A report as one HTML file that needs nothing else: no script, no picture, no address it fetches.

It prints on paper with heads repeated, is light or dark as its reader's system is, and escapes whatever
documents say. Jinja2 comes with ``pip install pykala[export]`` (and with spaCy); it is imported only here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from terminal.output import Column, OutputError, Row, clean
from terminal.report import Cell, Report, Table, address, typed

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATES = Path(__file__).with_name("templates")
_IN_ITS_OWN_WORDS = {
    *("quote", "title", "organ", "decided by", "decision", "fee", "amount", "contacts", "people", "before"),
    "after",
}
"""Columns in the language of the document, not in the report's."""

_LONG = 60
"""Characters beyond which a cell is given room."""


@dataclass(frozen=True)
class _Cell:
    """A cell as the template shows it."""

    text: str
    kind: str
    long: bool
    link: str | None
    language: str | None


@dataclass(frozen=True)
class _Column:
    title: str
    number: bool


@dataclass(frozen=True)
class _Shown:
    """A table as the template shows it; columns in which no row has anything are left out."""

    table: Table
    columns: tuple[_Column, ...]
    lines: tuple[tuple[_Cell, ...], ...]


def html_page(report: Report, language: str = "en") -> str:
    """The page. Raises OutputError without Jinja2."""
    made = report.facts.get("made", "")
    return _template().render(
        report=report,
        language=language,
        made=made[:10],
        tables=[_shown(table) for table in report.tables],
        rests_on=_shown(report.rests_on) if report.rests_on is not None else None,
        facts={name.replace("_", " "): value for name, value in report.facts.items() if value},
    )


@cache
def _template() -> Template:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError:
        raise OutputError(
            "jinja2 is not installed, which this format needs: run `pip install pykala[export]`"
        ) from None
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        finalize=lambda value: clean(value) if type(value) is str else value,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")


def _shown(table: Table) -> _Shown:
    every = tuple(table.view.page or table.view.table)
    lines = [tuple(_cells(every, row)) for row in table.rows]
    used = [at for at in range(len(every)) if not lines or any(line[at].text for line in lines)]
    columns = tuple(
        _Column(every[at].title, every[at].right or any(line[at].kind == "number" for line in lines))
        for at in used
    )
    return _Shown(table, columns, tuple(tuple(line[at] for at in used) for line in lines))


def _cells(shown: tuple[Column, ...], row: Row) -> Iterator[_Cell]:
    for column in shown:
        value = typed(column, row)
        own = row.get("language") if column.title in _IN_ITS_OWN_WORDS else None
        text = clean(_text(value))
        yield _Cell(
            text=text,
            kind=_kind(value),
            long=len(text) > _LONG,
            link=address(column, row),
            language=own if isinstance(own, str) and own.isalpha() else None,
        )


def _kind(value: Cell) -> str:
    match value:
        case bool():
            return "text"
        case int() | float() | Decimal():
            return "number"
        case dt.date():
            return "date"
        case _:
            return "text"


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)
