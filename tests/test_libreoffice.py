"""CSV and workbooks as LibreOffice opens them: types are kept, and no cell is a formula."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import pykala
from corpus.database import Library
from corpus.records import Money, MoneyKind, Participation, ParticipationStatus, Per
from tests.index_items import fee, item, store

pytestmark = pytest.mark.slow

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# Commas, quotation marks, UTF-8, from line 1, no column is special, English, no quoted text is text for sure,
# numbers and dates are looked for, …, formulas are worked out (which its dialog does not offer by itself).
CSV = "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,false,false,false,0,true"
RUNS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    '=HYPERLINK("https://evil.example")',
    "\t=2+2",
    "=cmd|' /C calc'!A0",
)

# So LibreOffice writes a yes or a no of a workbook; no text becomes one.
YES_AND_NO = ("of:=TRUE()", "of:=FALSE()")

Cell = tuple[str, str]
"""Its type, and its value: as it is stored, or the text of a string."""


@pytest.fixture(scope="module")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The program, if it is there and can open spreadsheets: Debian's writer alone cannot."""
    found = shutil.which("soffice")
    folder = tmp_path_factory.mktemp("soffice")
    sheet = folder / "one.csv"
    sheet.write_text("1\n", encoding="utf-8")
    if found is not None and converted(found, sheet, folder)[0].is_file():
        return found
    message = "LibreOffice's spreadsheet (libreoffice-calc-nogui) is not on this machine"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Joins of municipalities whose names a spreadsheet would work out if it could."""
    folder = tmp_path / "library"
    with Library.open(folder, create=True) as made:
        for section, name in enumerate(("Harjula", *RUNS), start=1):
            stated: Money = fee("9000.50", Per.YEAR, MoneyKind.PARTICIPATION_FEE)
            part = Participation(
                municipality=name,
                network="USO",
                season="2025-2026",
                status=ParticipationStatus.JOINED,
                start=dt.date(2025, 1, 1),
                fee=stated,
                extra_costs=name,
            )
            joins = item(
                f"kunta/{section}",
                f"{name} {section}",
                municipality=name,
                meeting_date=dt.date(2024, 10, 28),
                section=section,
                participations=(part,),
            )
            store(made, joins)
            with made.writing() as connection:
                connection.execute(
                    "UPDATE documents SET uri = ? WHERE municipality = ?",
                    (f"https://harjula.example/{section}", name),
                )
    return folder


def converted(soffice: str, path: Path, folder: Path, *options: str) -> tuple[Path, str]:
    """Where a file is as LibreOffice writes it, if it could open it, and what it complained of."""
    command = [
        *(soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", *options),
        *("--convert-to", "fods", "--outdir", str(folder), str(path)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    return folder / f"{path.stem}.fods", done.stderr


def opened(soffice: str, path: Path, folder: Path, *options: str) -> dict[str, list[list[Cell]]]:
    """The sheets of a file after LibreOffice opened it. Fails at the first formula."""
    made, complaints = converted(soffice, path, folder, *options)
    assert made.is_file(), complaints
    sheets = {}
    for sheet in ET.parse(made).getroot().iter(f"{TABLE}table"):
        rows = []
        for row in sheet.iter(f"{TABLE}table-row"):
            line: list[Cell] = []
            for cell in row.iter(f"{TABLE}table-cell"):
                assert cell.get(f"{TABLE}formula") in (None, *YES_AND_NO), "a formula"
                times = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
                line += [_cell(cell)] * min(times, 100)
            while line and line[-1] == ("", ""):
                line.pop()
            if line:
                rows.append(line)
        sheets[sheet.get(f"{TABLE}name", "")] = rows
    return sheets


def _cell(cell: ET.Element) -> Cell:
    kind = cell.get(f"{OFFICE}value-type", "")
    text = "\n".join("".join(each.itertext()) for each in cell.iter(f"{TEXT}p"))
    return kind, cell.get(f"{OFFICE}{'date-value' if kind == 'date' else 'value'}") or text


def columns(rows: list[list[Cell]]) -> dict[str, list[Cell]]:
    return {
        title: [line[at] if at < len(line) else ("", "") for line in rows[1:]]
        for at, (_, title) in enumerate(rows[0])
    }


def made(library: Path, path: Path, *words: str) -> Path:
    command = ["--library", str(library), *words, "--output", str(path)]
    result = CliRunner().invoke(pykala, command)
    assert result.exit_code == 0, result.output
    return path


TYPES = [
    ("fee.amount", {"float"}, {"9000.5"}),
    ("fee.per_year", {"float"}, {"9000.5"}),
    ("meeting_date", {"date"}, {"2024-10-28"}),
    ("start", {"date"}, {"2025-01-01"}),
    ("section", {"float"}, {str(each) for each in range(1, len(RUNS) + 2)}),
    ("season", {"string"}, {"2025-2026"}),
    ("status", {"string"}, {"joined"}),
]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_types_are_kept_and_nothing_runs(soffice: str, library: Path, tmp_path: Path, form: str) -> None:
    path = made(library, tmp_path / f"rows.{form}", "participation")
    sheets = opened(soffice, path, tmp_path, *([CSV] if form == "csv" else []))
    found = columns(next(iter(sheets.values())))
    for title, kinds, values in TYPES:
        assert {kind for kind, _ in found[title]} == kinds, title
        assert {value for _, value in found[title]} == values, title
    for title in ("municipality", "extra_costs"):
        assert {kind for kind, _ in found[title]} == {"string"}
        shown = {value.removeprefix("'").strip() for _, value in found[title]}
        assert shown == {"Harjula", *(each.strip() for each in RUNS)}


def test_the_matrix_and_its_sources_as_a_workbook(soffice: str, library: Path, tmp_path: Path) -> None:
    path = made(library, tmp_path / "matrix.xlsx", "participation", "--network", "USO", "--matrix")
    sheets = opened(soffice, path, tmp_path)
    assert list(sheets) == ["matrix", "totals", "cells", "sources"]
    totals = columns(sheets["totals"])
    assert {kind for kind, _ in totals["2025-2026"]} == {"float"}
    assert dict(zip(totals["status"], totals["2025-2026"], strict=True))["string", "joined"] == (
        "float",
        str(len(RUNS) + 1),
    )
    held = columns(sheets["sources"][-len(RUNS) - 2 :])
    assert {kind for kind, _ in held["items"]} == {"float"}
    assert {kind for kind, _ in held["first meeting"]} == {"date"}
    assert {value for _, value in held["first meeting"]} == {"2024-10-28"}


def test_the_test_sees_a_formula(soffice: str, tmp_path: Path) -> None:
    path = tmp_path / "formula.csv"
    path.write_text("a,b\n=1+1,2\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="a formula"):
        opened(soffice, path, tmp_path, CSV)
