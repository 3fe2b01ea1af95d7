"""Rows to text: tables for people, JSON, JSON lines and CSV for programs.

A row is a dictionary ready for JSON, nested where that helps. A View says which of it the flat forms
(table, CSV) show. rich is imported only for a table on a terminal.
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, TextIO

Row = Mapping[str, Any]


class OutputError(Exception):
    """The output file cannot be written. One line: what, where, what to do."""


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    HTML = "html"
    XLSX = "xlsx"
    PARQUET = "parquet"


WORKBOOKS = (Format.XLSX, Format.PARQUET)
"""Forms that are files of bytes with typed cells: ``terminal.export`` writes them."""

PAGES = (Format.HTML, *WORKBOOKS)
"""Forms of a whole report, which say what it rests on."""


@dataclass(frozen=True)
class Column:
    """A column of a flat form: its heading, and how its value comes of a row.

    A ``spare`` column of a table is left out on a terminal too narrow for all. ``link`` names what of a
    row is the address that the cell leads to, where the form has links.
    """

    title: str
    value: Callable[[Row], object]
    right: bool = False
    spare: bool = False
    link: str | None = None


@dataclass(frozen=True)
class View:
    """The columns of the table, of the CSV, and of the page (as the table's when there are none)."""

    table: Sequence[Column]
    csv: Sequence[Column] = ()
    page: Sequence[Column] = ()


def column(
    path: str,
    title: str | None = None,
    *,
    right: bool = False,
    spare: bool = False,
    link: str | None = None,
) -> Column:
    """The value at a dotted path (``fee.amount``); nothing where a part of the path is missing."""
    steps = path.split(".")

    def value(row: Row) -> object:
        found: Any = row
        for step in steps:
            if not isinstance(found, Mapping):
                return None
            found = found.get(step)
        return found

    return Column(path if title is None else title, value, right, spare, link)


def columns(*paths: str) -> tuple[Column, ...]:
    """Columns of those paths, headed by them."""
    return tuple(column(path) for path in paths)


def joined(title: str, path: str, *parts: str, spare: bool = False) -> Column:
    """A list of records as one cell: of each, the parts it has, the last in brackets."""
    listed = column(path)

    def value(row: Row) -> object:
        return [_one(record, parts) for record in _records(listed.value(row))]

    return Column(title, value, spare=spare)


def _records(value: object) -> Sequence[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        return [value]
    return value if isinstance(value, (list, tuple)) else []


def _one(record: Mapping[str, Any], parts: Sequence[str]) -> str:
    *words, last = [str(record[part]) if record.get(part) is not None else "" for part in parts]
    text = ", ".join(word for word in words if word)
    return f"{text} ({last})" if text and last else text or last


def row_of(record: object) -> dict[str, Any]:
    """A report's row ready for JSON: nested records as dictionaries, dates in ISO form, amounts as text."""
    return {field.name: _plain(getattr(record, field.name)) for field in fields(record)}  # type: ignore[arg-type]


def _plain(value: object) -> Any:
    from corpus.records import Record, plain_decimal

    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return str(value)
        case dt.date():
            return value.isoformat()
        case Decimal():
            return plain_decimal(value)
        case Mapping():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case tuple() | list():
            return [_plain(inner) for inner in value]
        case Record():
            return value.model_dump(mode="json")
        case _:
            return row_of(value)


def write_rows(rows: Iterable[Row], view: View, shape: Format, stream: TextIO) -> int:
    """Print rows, as they come where the form allows it; how many there were."""
    match shape:
        case Format.JSONL:
            return _each(rows, lambda row: stream.write(_json(row) + "\n"))
        case Format.JSON:
            return _write_json(rows, stream)
        case Format.CSV:
            return _write_csv(rows, view.csv or view.table, stream)
        case Format.TABLE:
            return _write_table(list(rows), view.table, stream)
        case Format.HTML | Format.XLSX | Format.PARQUET:
            raise OutputError(f"{shape.value} cannot be printed: give --output FILE.{shape.value}")


@contextlib.contextmanager
def destination(output: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears whole or not at all. Raises OutputError."""
    if output is None:
        yield sys.stdout
        return
    with _whole_file(output) as descriptor, open(descriptor, "w", encoding="utf-8", newline="") as file:
        yield file


def write_bytes(output: Path, content: bytes, option: str) -> None:
    """Write a file, which an option named, that appears whole or not at all. Raises OutputError."""
    with _whole_file(output, option) as descriptor, open(descriptor, "wb") as file:
        file.write(content)


@contextlib.contextmanager
def _whole_file(output: Path, option: str = "--output") -> Iterator[int]:
    """A file to be opened, written and closed; then it takes the output's place, or that of what it links to.

    What is there and no file (/dev/stdout, a pipe) is written to as it is.
    """
    import tempfile  # slow to import, and seldom needed

    try:
        if output.exists() and not output.is_file():
            yield os.open(output, os.O_WRONLY)
            return
        place = Path(os.path.realpath(output))
        mode = place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~_umask()
        descriptor, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    except OSError as error:
        raise _cannot_write(output, error, option) from None
    part = Path(name)
    try:
        yield descriptor
        part.chmod(mode)
        part.replace(place)
    except OSError as error:
        raise _cannot_write(output, error, option) from None
    finally:
        part.unlink(missing_ok=True)


def shape_of(shape: Format | None, output: Path | None) -> Format:
    """The form asked for, else what the output file's name says, else a table."""
    if shape is not None:
        return shape
    suffix = output.suffix.lower().removeprefix(".") if output else ""
    return Format(suffix) if suffix in list(Format) else Format.TABLE


def clean(text: str) -> str:
    """Text on one line, without what could steer a terminal."""
    return " ".join(clean_part(text).split())


def clean_part(text: str) -> str:
    """As ``clean``, keeping spaces at its ends."""
    return _CONTROLS.sub("", _WHITE.sub(" ", text))


_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_WHITE = re.compile(r"\s")
_FORMULA_BEHIND = re.compile(r";(?=[=+@-])")
_PLAIN_NUMBER = re.compile(r"[+-]?\d{1,30}(?:[.,]\d{1,30})?")


def _cannot_write(output: Path, error: OSError, option: str) -> OutputError:
    return OutputError(f"cannot write: {output}: {error.strerror}; give another {option}")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _each(rows: Iterable[Row], write: Callable[[Row], object]) -> int:
    number = 0
    for row in rows:
        write(row)
        number += 1
    return number


def _json(row: Row, indent: int | None = None) -> str:
    return json.dumps(row, ensure_ascii=False, indent=indent)


def _write_json(rows: Iterable[Row], stream: TextIO) -> int:
    """An array, written as the rows come."""
    separator = ["["]

    def write(row: Row) -> None:
        body = "\n".join("  " + line for line in _json(row, indent=2).split("\n"))
        stream.write(f"{separator[0]}\n{body}")
        separator[0] = ","

    number = _each(rows, write)
    stream.write("\n]\n" if number else "[]\n")
    return number


def _write_csv(rows: Iterable[Row], shown: Sequence[Column], stream: TextIO) -> int:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")

    def flush() -> None:
        stream.write(buffer.getvalue())
        buffer.seek(0)
        buffer.truncate()

    def write(row: Row) -> None:
        writer.writerow([_harmless(flat(column.value(row))) for column in shown])
        flush()

    writer.writerow([column.title for column in shown])
    flush()
    return _each(rows, write)


def _harmless(cell: str) -> str:
    """A cell no spreadsheet takes for a formula: an apostrophe before it, unless it is a plain number.

    Where a comma is for decimals, spreadsheets divide rows at semicolons: a space keeps what follows text.
    """
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")  # a lone return would end the row
    cell = _FORMULA_BEHIND.sub("; ", cell)
    if cell[:1] in ("=", "+", "-", "@", "\t", "\n") and not _PLAIN_NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


def flat(value: object) -> str:
    """A value as one cell of text."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case Mapping():
            return _json(value)
        case list() | tuple():
            return "; ".join(flat(part) for part in value)
        case _:
            return str(value)


def _write_table(rows: Sequence[Row], shown: Sequence[Column], stream: TextIO) -> int:
    # A column in which no row has anything only takes room.
    cells = [[clean(flat(column.value(row))) for column in shown] for row in rows]
    used = [index for index in range(len(shown)) if any(line[index] for line in cells)]
    if not rows:
        return 0
    kept = [shown[index] for index in used]
    lines = [[line[index] for index in used] for line in cells]
    if stream.isatty():
        _rich_table(kept, lines, stream)
    else:
        _plain_table(kept, lines, stream)
    return len(rows)


def _widths(shown: Sequence[Column], lines: Sequence[Sequence[str]]) -> list[int]:
    return [
        max(len(column.title), *(len(line[index]) for line in lines)) for index, column in enumerate(shown)
    ]


def _plain_table(shown: Sequence[Column], lines: Sequence[Sequence[str]], stream: TextIO) -> None:
    widths = _widths(shown, lines)
    for line in [[column.title for column in shown], *lines]:
        cells = [
            cell.rjust(width) if column.right else cell.ljust(width)
            for cell, width, column in zip(line, widths, shown, strict=True)
        ]
        stream.write("  ".join(cells).rstrip() + "\n")


def _rich_table(shown: Sequence[Column], lines: Sequence[Sequence[str]], stream: TextIO) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=stream)
    widths = _widths(shown, lines)
    fitting = _fitting(shown, widths, console.width)
    if _room(widths[index] for index in fitting) > console.width:
        _blocks(shown, lines, stream)
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for index in fitting:
        narrow = widths[index] <= _WRAPPED
        justify: Literal["right", "left"] = "right" if shown[index].right else "left"
        table.add_column(shown[index].title, justify=justify, no_wrap=narrow, overflow="fold")
    for line in lines:
        table.add_row(*(Text(line[index]) for index in fitting))
    console.print(table)


def _blocks(shown: Sequence[Column], lines: Sequence[Sequence[str]], stream: TextIO) -> None:
    """A row below the other, for a terminal too narrow for columns."""
    longest = max(len(column.title) for column in shown)
    for number, line in enumerate(lines):
        if number:
            stream.write("\n")
        for column, cell in zip(shown, line, strict=True):
            if cell:
                stream.write(f"{column.title.rjust(longest)}  {cell}\n")


_WRAPPED = 20
"""Characters beyond which a cell is broken into lines when the terminal is narrow."""


def _room(widths: Iterable[int]) -> int:
    return sum(min(width, _WRAPPED) + 3 for width in widths)


def _fitting(shown: Sequence[Column], widths: Sequence[int], room: int) -> list[int]:
    """The columns a terminal has room for: spare ones go, the last first."""
    kept = list(range(len(shown)))
    for index in reversed(range(len(shown))):
        if _room(widths[kept_index] for kept_index in kept) <= room:
            break
        if shown[index].spare:
            kept.remove(index)
    return kept
