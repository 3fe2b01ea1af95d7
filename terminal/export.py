"""Rows to XLSX and Parquet: typed cells, and in the file's metadata what was asked of which library.

Both need what ``pip install pykala[export]`` installs; it is imported only here.
"""

from __future__ import annotations

import datetime as dt
import importlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from terminal.output import Column, Format, OutputError, View, columns, flat, write_bytes
from terminal.report import Cell, Report, Table, address, typed

_NOT_ASKED = {"output", "shape", "query"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_CELL = 32_767  # characters in a cell of a workbook
_MOST_ROWS = 1_048_575
_WIDEST = 60
_MEASURED = 200  # rows that a column's width is taken of
_LONGEST_LINK = 2_079  # characters, and links in a sheet: what a spreadsheet program opens
_MOST_LINKS = 65_530
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_A4 = 9
_FIRST_YEAR = 1900  # before it, a workbook has no days


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


def write_workbook(report: Report, form: Format, output: Path) -> int:
    """Write a report to a file that appears whole or not at all; how many rows its main table had.

    A workbook has a sheet for each table, and one for what they rest on; Parquet has the main table. Raises
    OutputError.
    """
    write = {Format.XLSX: workbook, Format.PARQUET: _parquet}[form]
    write_bytes(output, write(report), "--output")
    return len(report.tables[0].rows)


def _shown(table: Table) -> Sequence[Column]:
    return table.view.csv or table.view.table


def workbook(report: Report) -> bytes:
    """An XLSX workbook: a sheet for each table, and one for what they rest on. Raises OutputError."""
    xlsxwriter = _installed("xlsxwriter")
    facts = report.facts
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
    book.set_properties({"title": facts.get("query") or report.title, "author": facts["program"]})
    for name, value in facts.items():
        book.set_custom_property(name, value[:255] or "-", "text")
    for table in report.tables:
        _fill(book, table.title, table)
    if report.rests_on is not None:
        stated = [{"fact": name.replace("_", " "), "value": value} for name, value in facts.items() if value]
        about_it = Table("", View(columns("fact", "value")), stated)
        _fill(book, "sources", about_it, report.rests_on)
    book.close()
    return written.getvalue()


def _fill(book: Any, name: str, *tables: Table) -> None:
    """A sheet of tables, one below the other; the first can be filtered."""
    sheet = book.add_worksheet(_NOT_IN_NAMES.sub(" ", name)[:31])
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "d.m.yyyy"})
    widths: dict[int, int] = {}
    top = links = 0
    for table in tables:
        shown = _shown(table)
        if top + len(table.rows) > _MOST_ROWS:
            raise OutputError(f"{len(table.rows)} rows: a sheet holds {_MOST_ROWS}: write CSV or Parquet")
        for at, column in enumerate(shown):
            sheet.write_string(top, at, column.title, bold)
            widths[at] = max(widths.get(at, 0), len(column.title))
        for number, row in enumerate(table.rows, start=top + 1):
            for at, column in enumerate(shown):
                cell, link = typed(column, row), address(column, row)
                if link and len(link) <= _LONGEST_LINK and links < _MOST_LINKS:
                    links += 1
                    sheet.write_url(number, at, link, string=_text(str(cell or link)))
                else:
                    _put(sheet, number, at, cell, day)
                if number <= _MEASURED and cell is not None:
                    widths[at] = max(widths[at], len(str(cell)))
        if not top:
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
            if table.rows and shown:
                sheet.autofilter(0, 0, len(table.rows), len(shown) - 1)
        top += len(table.rows) + 2
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)  # as wide as the paper, and as long as it takes
    for at, width in widths.items():
        sheet.set_column(at, at, min(width, _WIDEST) + 1)


def _put(sheet: Any, number: int, at: int, cell: Cell, day: Any) -> None:
    match cell:
        case None:
            pass
        case bool():
            sheet.write_boolean(number, at, cell)
        case int() | float() | Decimal():
            sheet.write_number(number, at, cell)
        case dt.date() if cell.year >= _FIRST_YEAR:
            sheet.write_datetime(number, at, dt.datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
        case _:
            sheet.write_string(number, at, _text(str(cell)))


def _text(text: str) -> str:
    return _CONTROLS.sub("", text)[:_LONGEST_CELL]


def _parquet(report: Report) -> bytes:
    shown = _shown(report.tables[0])
    lines = [[typed(column, row) for column in shown] for row in report.tables[0].rows]
    return _write_parquet([column.title for column in shown], lines, report.facts)


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
