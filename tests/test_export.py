"""Workbooks and columns: typed cells, what is said of them in the file, nothing that runs."""

from __future__ import annotations

import builtins
import datetime as dt
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli import pykala
from terminal.export import write_workbook
from terminal.output import Format, OutputError, View, column, columns
from terminal.report import Report, Table
from tests.index_items import ITEMS, JOIN, item, library_of

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
VIEW = View(
    table=columns("title", "amount", "date", "section", "season", "fee.amount", "unanimous", "people")
)
ROWS: list[dict[str, Any]] = [
    {
        "title": "=1+1",
        "amount": "9000.50",
        "date": "2024-10-28",
        "section": 7,
        "season": "2024",
        "fee": {"amount": "0.25"},
        "unanimous": True,
        "people": ["A", "B"],
    },
    {"title": "https://x.example\x07", "amount": None, "date": None, "section": None, "season": "2025-2026"},
]
FACTS = {"program": "pykala 1", "query": "verkosto kunta:Oulu", "library": "id", "library_revision": "3"}


def report(rows: list[dict[str, Any]]) -> Report:
    return Report("search", (Table("pykala", VIEW, rows),), FACTS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export")
    formula = item("harjula/kh/1", "kaava", title="=cmd|' /C calc'!A0", municipality="Harjula")
    with library_of(path, *ITEMS, formula):
        pass
    return path


def run(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(pykala, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


def parquet(path: Path) -> Any:
    return pytest.importorskip("pyarrow.parquet").read_table(path)


def cells(path: Path) -> list[dict[str, tuple[str, str]]]:
    """The rows of a sheet: column letter to type and value."""
    with zipfile.ZipFile(path) as book:
        shared = [
            "".join(node.itertext())
            for node in ET.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{SHEET}si")
        ]
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iter(f"{SHEET}row"):
        found = {}
        for cell in row.iter(f"{SHEET}c"):
            kind, value = cell.get("t", "n"), cell.findtext(f"{SHEET}v") or ""
            assert cell.find(f"{SHEET}f") is None, "a formula"
            letter = re.sub(r"\d", "", cell.get("r", ""))
            found[letter] = (kind, shared[int(value)] if kind == "s" else value)
        rows.append(found)
    return rows


def test_a_sheet_has_typed_cells(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    path = tmp_path / "x.xlsx"
    assert write_workbook(report(ROWS), Format.XLSX, path) == 2
    head, first, second = cells(path)
    assert [value for _, value in head.values()] == [each.title for each in VIEW.table]
    day = (dt.date(2024, 10, 28) - dt.date(1899, 12, 30)).days
    assert first == {
        "A": ("s", "=1+1"),
        "B": ("n", "9000.50"),
        "C": ("n", str(day)),
        "D": ("n", "7"),
        "E": ("s", "2024"),  # a season is no number
        "F": ("n", "0.25"),
        "G": ("b", "1"),
        "H": ("s", "A; B"),
    }
    assert second == {"A": ("s", "https://x.example"), "E": ("s", "2025-2026")}
    with zipfile.ZipFile(path) as book:
        assert not [name for name in book.namelist() if "sheet1.xml.rels" in name]  # no link
        said = book.read("docProps/custom.xml").decode()
    assert all(f'name="{name}"' in said and value in said for name, value in FACTS.items())


def test_parquet_has_typed_columns(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pytest.importorskip("pyarrow")
    assert write_workbook(report(ROWS), Format.PARQUET, path) == 2
    table = parquet(path)
    assert {name: str(table.schema.field(name).type) for name in table.schema.names} == {
        "title": "string",
        "amount": "double",
        "date": "date32[day]",
        "section": "int64",
        "season": "string",
        "fee.amount": "double",
        "unanimous": "bool",
        "people": "string",
    }
    assert table.to_pylist()[0] == {
        "title": "=1+1",
        "amount": 9000.5,
        "date": dt.date(2024, 10, 28),
        "section": 7,
        "season": "2024",
        "fee.amount": 0.25,
        "unanimous": True,
        "people": "A; B",
    }
    said = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    assert {f"pykala.{name}": value for name, value in FACTS.items()}.items() <= said.items()


@pytest.mark.parametrize("form", [Format.XLSX, Format.PARQUET])
def test_no_rows_make_an_empty_file(tmp_path: Path, form: Format) -> None:
    pytest.importorskip("xlsxwriter" if form is Format.XLSX else "pyarrow")
    path = tmp_path / "x"
    assert write_workbook(report([]), form, path) == 0
    assert path.stat().st_size > 0


def test_without_the_extra_there_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("importlib.import_module", missing)
    for form in (Format.XLSX, Format.PARQUET):
        with pytest.raises(OutputError, match=r"pip install pykala\[export\]"):
            write_workbook(report(ROWS), form, tmp_path / "x")
    assert not list(tmp_path.iterdir())


def test_search_says_what_was_asked(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "hits.parquet"
    run("search", "verkosto*", "-m", "Harjula", "--output", path, "--library", folder)
    table = parquet(path)
    assert table.column("id").to_pylist() == [JOIN.id]
    assert table.column("date").to_pylist() == [dt.date(2024, 10, 28)]
    said = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    assert said["pykala.query"] == "verkosto*"
    assert said["pykala.command"] == "search"
    assert '"municipality": ["Harjula"]' in said["pykala.options"]
    assert str(tmp_path) not in str(said)
    assert said["pykala.library_revision"] == "5"


def test_no_formula_in_a_sheet_of_results(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    path = tmp_path / "hits.xlsx"
    run("search", "kaava", "--output", path, "--library", folder)
    assert any(value.startswith("=cmd") for row in cells(path) for _, value in row.values())


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_workbooks_need_a_file(folder: Path, form: str) -> None:
    message = run("fees", "--format", form, "--library", folder, code=2).stderr
    assert f"give --output FILE.{form}" in message


# Columns


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ["search", "uso", "-m", "Harjula", "--columns", "id, section", "-f", "csv"],
            f"id,section\n{JOIN.id},257\n",
        ),
        (["search", "uso", "-m", "Harjula", "--columns", "SECTION", "-f", "jsonl"], '{"section": 257}\n'),
        (
            ["search", "uso", "-m", "Harjula", "--columns", "fee.amount,fee.per", "-f", "jsonl"],
            '{"fee.amount": "9000", "fee.per": "year"}\n',
        ),
        (
            ["search", "uso", "-m", "Harjula", "--columns", "section,fee", "-f", "csv"],
            "section,fee\n257,9000 euroa\n",
        ),
        (
            ["search", "uso", "-m", "Harjula", "--columns", "fee", "-f", "jsonl"],
            '{"fee": {"amount": "9000", "currency": "EUR", "per": "year", "vat": "unknown", '
            '"kind": "participation-fee", "payer": null, "text": "9000 euroa"}}\n',
        ),
        (
            ["search", "uso", "-m", "Harjula", "--columns", "section,language"],
            "section  language\n257      fi\n",
        ),
    ],
)
def test_columns(folder: Path, words: list[str], expected: str) -> None:
    assert run(*words, "--library", folder).stdout == expected


def test_a_column_that_is_not_there(folder: Path) -> None:
    message = run("fees", "--columns", "municipality,price", "--library", folder, code=2).stderr
    assert message.startswith("pykala: no column price: the columns are municipality, ")


def test_titles_of_columns_are_headings(folder: Path) -> None:
    text = run(
        "fees", "--only-fees", "--columns", "municipality,€/year", "-f", "csv", "--library", folder
    ).stdout
    assert text.startswith("municipality,€/year\n")
    assert "Harjula,9000\n" in text


# Reading side


def test_nothing_of_it_is_imported_for_a_table(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ordinary: Callable[..., Any] = builtins.__import__
    asked: list[str] = []

    def watched(name: str, *rest: Any, **more: Any) -> Any:
        asked.append(name)
        return ordinary(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", watched)
    run("search", "uso", "--library", folder)
    assert not {"pyarrow", "xlsxwriter", "terminal.export", "terminal.columns"} & set(asked)
    assert column("a").title == "a"
