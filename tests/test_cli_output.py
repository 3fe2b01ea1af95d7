"""Rows to tables, JSON, JSON lines and CSV."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import json
import os
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Money, Per
from terminal.output import (
    Column,
    Format,
    OutputError,
    View,
    clean,
    column,
    columns,
    destination,
    joined,
    row_of,
    shape_of,
    write_rows,
)
from terminal.views import folded

ROWS = [
    {"town": "Kuusilahti", "fee": {"amount": "9000", "per": "year"}, "numbers": ["K/1/2031", "K/2/2031"]},
    {"town": "Björknäs", "fee": None, "numbers": []},
]
VIEW = View(
    table=(column("town"), column("fee.amount", "€", right=True), column("nothing")),
    csv=columns("town", "fee.amount", "fee.per", "numbers"),
)


def written(rows: list[dict[str, Any]], shape: Format, view: View = VIEW) -> str:
    stream = io.StringIO()
    assert write_rows(iter(rows), view, shape, stream) == len(rows)
    return stream.getvalue()


def test_json_lines() -> None:
    lines = written(ROWS, Format.JSONL).splitlines()
    assert [json.loads(line) for line in lines] == ROWS
    assert "Björknäs" in lines[1]


@pytest.mark.parametrize("rows", [[], ROWS[:1], ROWS])
def test_json_is_one_array(rows: list[dict[str, Any]]) -> None:
    assert json.loads(written(rows, Format.JSON)) == rows


def test_csv_has_its_own_columns() -> None:
    assert written(ROWS, Format.CSV).splitlines() == [
        "town,fee.amount,fee.per,numbers",
        "Kuusilahti,9000,year,K/1/2031; K/2/2031",
        "Björknäs,,,",
    ]


def test_csv_without_rows_has_a_heading() -> None:
    assert written([], Format.CSV) == "town,fee.amount,fee.per,numbers\n"


def test_a_plain_table_is_aligned_and_leaves_out_empty_columns() -> None:
    assert written(ROWS, Format.TABLE).splitlines() == ["town           €", "Kuusilahti  9000", "Björknäs"]


def test_an_empty_table_is_nothing() -> None:
    assert written([], Format.TABLE) == ""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("width", "shape"), [(200, "all"), (60, "without the spare one"), (30, "blocks")])
def test_a_table_fits_its_terminal(monkeypatch: pytest.MonkeyPatch, width: int, shape: str) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    view = View((column("town"), column("organ"), column("id", spare=True), column("date")))
    row = {"town": "Kuusilahti", "organ": "Kunnanhallitus", "id": "k" * 30, "date": "2031-05-06"}
    stream = Terminal()
    write_rows([row], view, Format.TABLE, stream)
    text = re.sub(r"\x1b\[\d*m", "", stream.getvalue())
    assert all(len(line) <= max(width, 37) for line in text.splitlines())
    assert ("town" in text, "Kunnanhallitus" in text, "2031-05-06" in text) == (True, True, True)
    assert ("k" * 30 in text.replace("\n", "")) is (shape != "without the spare one")
    assert ("  town  Kuusilahti" in text or " town  Kuusilahti" in text) is (shape == "blocks")


def test_a_table_on_a_terminal_takes_text_as_it_is() -> None:
    stream = Terminal()
    write_rows([{"town": "[bold]Kuusilahti[/bold]", "fee": None}], VIEW, Format.TABLE, stream)
    assert "[bold]Kuusilahti[/bold]" in stream.getvalue()


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+358 9 123", "'+358 9 123"),
        ("-kunta", "'-kunta"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("maksu;=1+1;@A1;-2+3;a;;+4", "maksu; =1+1; @A1; -2+3;a;; +4"),  # Finnish Excel divides at semicolons
        ("-12,50", "-12,50"),
        ("+3.5", "+3.5"),
        ("-", "'-"),
        ("9 000 €", "9 000 €"),
        ("– ajatusviiva", "– ajatusviiva"),
    ],
)
def test_no_csv_cell_is_a_formula(cell: str, expected: str) -> None:
    text = written([{"a": cell}], Format.CSV, View(columns("a")))
    assert list(csv.reader(io.StringIO(text)))[1] == [expected]


@given(
    st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=4)
)
def test_any_text_makes_one_csv_row_that_starts_no_formula(cells: list[str]) -> None:
    row = {str(number): cell for number, cell in enumerate(cells)}
    stream = io.StringIO(newline="")
    write_rows([row], View(tuple(columns(*row))), Format.CSV, stream)
    stream.seek(0)
    _, read = csv.reader(stream)
    wanted = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells]
    wanted = [re.sub(";(?=[=+@-])", "; ", cell) for cell in wanted]
    assert [cell.removeprefix("'") for cell in read] == [cell.removeprefix("'") for cell in wanted]
    assert not any(cell.startswith(("=", "@")) for cell in read)


def test_what_steers_a_terminal_is_taken_out() -> None:
    assert clean("a\x1b[31mb\u202e\n\t c\u00ad\u200bd\x9b") == "a[31mb cd"


def test_lists_of_records_in_one_cell() -> None:
    people = {
        "people": [
            {"name": "Aino Esimerkki", "title": "johtaja", "role": "contact"},
            {"name": None, "title": "sihteeri", "role": "deputy-contact"},
        ]
    }
    cell = joined("people", "people", "name", "title", "role")
    assert cell.value(people) == ["Aino Esimerkki, johtaja (contact)", "sihteeri (deputy-contact)"]
    assert cell.value({"people": None}) == []


def test_a_report_row_becomes_json() -> None:
    @dataclass(frozen=True)
    class Inner:
        amount: Decimal

    @dataclass(frozen=True)
    class Outer:
        day: dt.date
        per: Per
        inner: tuple[Inner, ...]
        money: Money
        nothing: None = None

    row = row_of(
        Outer(
            dt.date(2031, 5, 6),
            Per.YEAR,
            (Inner(Decimal("1.50")),),
            Money(amount=Decimal("9E3"), text="9000"),
        )
    )
    assert json.loads(json.dumps(row)) == row
    assert (row["day"], row["per"], row["inner"]) == ("2031-05-06", "year", [{"amount": "1.50"}])
    assert row["money"]["amount"] == "9000"


@pytest.mark.parametrize(
    ("shape", "output", "expected"),
    [
        (None, None, Format.TABLE),
        (None, Path("a.csv"), Format.CSV),
        (None, Path("a.JSONL"), Format.JSONL),
        (None, Path("a.txt"), Format.TABLE),
        (Format.JSON, Path("a.csv"), Format.JSON),
    ],
)
def test_the_format_asked_for_or_the_files_own(
    shape: Format | None, output: Path | None, expected: Format
) -> None:
    assert shape_of(shape, output) is expected


def test_an_output_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    output.write_text("before")
    with contextlib.suppress(RuntimeError), destination(output) as stream:
        stream.write("half")
        raise RuntimeError
    assert output.read_text() == "before"
    with destination(output) as stream:
        stream.write("whole ä")
    assert output.read_text("utf-8") == "whole ä"
    assert list(tmp_path.iterdir()) == [output]


def test_an_output_file_that_cannot_be_written(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match=r"cannot write: .*nowhere.*give another"),
        destination(tmp_path / "nowhere" / "out.csv"),
    ):
        pass


def test_a_column_of_a_value() -> None:
    assert Column("x", lambda row: row["a"] * 2).value({"a": 2}) == 4


@given(st.text(max_size=40))
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("line", "width", "expected"),
    [
        ("a short line", 40, ["a short line"]),
        ("   kunta hallitus valtuusto jaosto", 20, ["   kunta hallitus", "   valtuusto jaosto"]),
        ("\n12. Kunnan hallituksen kokous", 20, ["\n12. Kunnan", "   hallituksen", "   kokous"]),
        ("   kunta/" + "x" * 40, 20, ["   kunta/" + "x" * 40]),
        ("   \x1b[1mkunnan\x1b[0m hallitus", 20, ["   \x1b[1mkunnan\x1b[0m hallitus"]),
        ("     matched a as b and c", 20, ["     matched a as b", "     and c"]),
        ("aa bb cc dd ee ff gg hh", 1, ["aa bb cc dd ee ff gg", "   hh"]),
    ],
)
def test_lines_are_broken_where_the_terminal_ends(line: str, width: int, expected: list[str]) -> None:
    assert list(folded([line], width)) == expected


def test_an_output_behind_a_link_stays_there_with_its_permissions(tmp_path: Path) -> None:
    place, link = tmp_path / "place.csv", tmp_path / "link.csv"
    place.write_text("old")
    place.chmod(0o600)
    link.symlink_to(place)
    with destination(link) as stream:
        stream.write("new")
    assert (place.read_text(), link.is_symlink(), place.stat().st_mode & 0o777) == ("new", True, 0o600)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_an_output_that_is_no_file_is_written_to_as_it_is(tmp_path: Path) -> None:
    """As /dev/stdout is, or the pipe of a shell's >(…)."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with destination(pipe) as stream:
            stream.write("told")
        assert os.read(reader, 100) == b"told"
    finally:
        os.close(reader)
    assert not pipe.is_file()
