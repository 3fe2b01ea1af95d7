"""Rows to XLSX and Parquet: typed cells, and in the file's metadata what was asked of which library.

Both need what ``pip install pykala[export]`` installs; it is imported only here.
"""

from __future__ import annotations

import datetime as dt
import importlib
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from terminal.output import Column, Format, OutputError, Row, View, flat, write_bytes

_NUMBERS = {
    *("amount", "per_year", "per_inhabitant_year", "population", "population_year", "€/year", "€/inhabitant"),
    *("votes.for_", "votes.against", "section", "page", "start", "end", "number", "count", "total", "items"),
    *("score", "confidence"),
}
_DATES = {"meeting_date", "date", "start", "end", "first", "last", "newest"}
_NOT_ASKED = {"output", "shape", "query"}
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_CELL = 32_767  # characters in a cell of a workbook
_MOST_ROWS = 1_048_575
_WIDEST = 60

Cell = str | int | float | Decimal | bool | dt.date | None


def about() -> dict[str, str]:
    """What is said of the rows in the file: program, command with its options, library and its revision."""
    from importlib.metadata import version

    import click

    context = click.get_current_context()
    asked = {
        name: value
        for name, value in context.params.items()
        if value not in (None, (), False, "") and name not in _NOT_ASKED
    }
    facts = {
        "program": f"pykala {version('pykala')}",
        "command": context.info_name or "",
        "query": " ".join(context.params.get("query") or ()),
        "options": json.dumps(asked, ensure_ascii=False, default=str, sort_keys=True),
        "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }
    if opened := context.meta.get("opened"):
        facts["library"], facts["library_revision"] = opened[0], str(opened[1])
    return facts


def write_workbook(
    rows: Iterable[Row], view: View, form: Format, output: Path, facts: Mapping[str, str]
) -> int:
    """Write rows to a file that appears whole or not at all; how many there were. Raises OutputError."""
    shown = tuple(view.csv or view.table)
    lines = [[_cell(column, row) for column in shown] for row in rows]
    write = {Format.XLSX: _write_xlsx, Format.PARQUET: _write_parquet}[form]
    write_bytes(output, write([column.title for column in shown], lines, facts), "--output")
    return len(lines)


def _cell(column: Column, row: Row) -> Cell:
    """A value with the type its column says: numbers and dates are text in rows made for JSON."""
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


def _write_xlsx(titles: Sequence[str], lines: Sequence[Sequence[Cell]], facts: Mapping[str, str]) -> bytes:
    if len(lines) > _MOST_ROWS:
        raise OutputError(f"{len(lines)} rows: a sheet holds {_MOST_ROWS}: write CSV or Parquet")
    xlsxwriter = _installed("xlsxwriter")
    # Nothing a document says becomes a formula or a link.
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": facts.get("query") or facts.get("command", ""), "author": facts["program"]})
    for name, value in facts.items():
        book.set_custom_property(name, value[:255] or "-", "text")
    sheet = book.add_worksheet("pykala")
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "d.m.yyyy"})
    for at, title in enumerate(titles):
        sheet.write_string(0, at, title, bold)
    for number, line in enumerate(lines, start=1):
        for at, cell in enumerate(line):
            match cell:
                case None:
                    pass
                case bool():
                    sheet.write_boolean(number, at, cell)
                case int() | float() | Decimal():
                    sheet.write_number(number, at, cell)
                case dt.date():
                    sheet.write_datetime(number, at, dt.datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
                case str():
                    sheet.write_string(number, at, _CONTROLS.sub("", cell)[:_LONGEST_CELL])
    for at, title in enumerate(titles):
        width = max([len(title), *(len(str(line[at])) for line in lines[:200] if line[at] is not None)])
        sheet.set_column(at, at, min(width, _WIDEST) + 1)
    sheet.freeze_panes(1, 0)
    if lines and titles:
        sheet.autofilter(0, 0, len(lines), len(titles) - 1)
    book.close()
    return written.getvalue()


def _write_parquet(titles: Sequence[str], lines: Sequence[Sequence[Cell]], facts: Mapping[str, str]) -> bytes:
    arrow, parquet = _installed("pyarrow"), _installed("pyarrow.parquet")
    arrays = [_array(arrow, [line[at] for line in lines]) for at in range(len(titles))]
    table = arrow.table(dict(zip(titles, arrays, strict=True)))
    table = table.replace_schema_metadata({f"pykala.{name}": value for name, value in facts.items()})
    written = io.BytesIO()
    parquet.write_table(table, written, compression="zstd")
    return written.getvalue()


def _array(arrow: Any, cells: Sequence[Cell]) -> Any:
    """A column of one type: what its cells share, else text."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds <= {int, Decimal, float} and kinds and kinds != {int}:
        return arrow.array([None if cell is None else float(str(cell)) for cell in cells], arrow.float64())
    by_kind = {bool: arrow.bool_(), int: arrow.int64(), dt.date: arrow.date32()}
    if len(kinds) == 1 and (kind := kinds.pop()) in by_kind:
        return arrow.array(cells, by_kind[kind])
    return arrow.array([None if cell is None else flat(cell) for cell in cells], arrow.string())


def _installed(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        raise OutputError(
            f"{module} is not installed, which this format needs: run `pip install pykala[export]`"
        ) from None
