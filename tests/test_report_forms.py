"""The reports in every form: the same rows and totals everywhere, types, links, and what they rest on."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from lxml import html

from cli import pykala
from corpus.database import Library
from corpus.records import Participation, ParticipationStatus, Per
from corpus.sample import matrix_key
from tests.index_items import fee, item, store

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

Grid = list[list[str]]


def run(folder: Path, *words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(pykala, ["--library", str(folder), *map(str, words)])
    assert result.exit_code == code, result.output
    return result


def sheets(path: Path) -> dict[str, Grid]:
    """The sheets of a workbook by name, as text; each row as far as it has something."""
    with zipfile.ZipFile(path) as book:
        shared = [
            "".join(each.itertext())
            for each in ET.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{MAIN}si")
        ]
        named = ET.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        found = {}
        for number, sheet in enumerate(named, start=1):
            rows = ET.fromstring(book.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{MAIN}row")
            found[sheet.get("name", "")] = [_line(row, shared) for row in rows]
    return found


def _line(row: ET.Element, shared: list[str]) -> list[str]:
    line: list[str] = []
    for cell in row:
        letters = re.sub(r"\d", "", cell.get("r", ""))
        at = functools.reduce(lambda number, letter: number * 26 + ord(letter) - 64, letters, 0) - 1
        value = cell.findtext(f"{MAIN}v") or ""
        line += [""] * (at - len(line))
        line.append(shared[int(value)] if cell.get("t") == "s" else value)
    return line


def links(path: Path, number: int) -> set[str]:
    """The addresses that a sheet's cells lead to."""
    name = f"xl/worksheets/_rels/sheet{number}.xml.rels"
    with zipfile.ZipFile(path) as book:
        if name not in book.namelist():
            return set()
        return {each.get("Target", "") for each in ET.fromstring(book.read(name))}


def grids(text: str) -> list[Grid]:
    """The tables of a page."""
    return [
        [[cell.text_content().strip() for cell in row] for row in table.iter("tr")]
        for table in html.document_fromstring(text).iter("table")
    ]


def forms(folder: Path, tmp_path: Path, *words: str) -> dict[str, Any]:
    """A report in each form: rows of JSON and CSV, lines of the table, grids of the page and the sheets."""
    path = tmp_path / "report.xlsx"
    run(folder, *words, "--output", path)
    return {
        "json": json.loads(run(folder, *words, "-f", "json").stdout),
        "jsonl": [json.loads(line) for line in run(folder, *words, "-f", "jsonl").stdout.splitlines()],
        "csv": list(csv.DictReader(io.StringIO(run(folder, *words, "-f", "csv").stdout))),
        "table": [line.split() for line in run(folder, *words).stdout.splitlines()],
        "html": grids(run(folder, *words, "-f", "html").stdout),
        "xlsx": sheets(path),
    }


# The matrix


@pytest.mark.parametrize("network", ["USO", "EVE", "Terve Kunta"])
def test_the_totals_of_a_matrix_agree(sample_folder: Path, tmp_path: Path, network: str) -> None:
    found = forms(sample_folder, tmp_path, "participation", "--network", network, "--matrix")
    key = {cell: status for cell, status in matrix_key().items() if cell[0] == network}
    seasons = list(dict.fromkeys(season for _, season, _ in key))
    expected = {season: Counter(s for cell, s in key.items() if cell[1] == season) for season in seasons}

    assert _by_season(found["json"]) == _by_season(found["jsonl"]) == _by_season(found["csv"]) == expected
    assert _by_column(found["table"], seasons) == expected
    assert _by_column(found["html"][0], seasons) == expected
    assert _by_column(found["xlsx"]["matrix"], seasons) == expected
    for totals in (found["html"][1], found["xlsx"]["totals"]):
        told = {
            season: Counter({row[0]: int(row[at]) for row in totals[1:] if int(row[at])})
            for at, season in enumerate(seasons, start=1)
        }
        assert told == expected
    head, *cells = found["xlsx"]["cells"]
    assert head[:8] == ["municipality", "code", "region", "size", "population", "network", "season", "status"]
    assert len(cells) == len(key) == len(found["csv"])


def _by_season(rows: list[Mapping[str, Any]]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for row in rows:
        found.setdefault(row["season"] or "", Counter())[row["status"]] += 1
    return found


def _by_column(grid: Grid, seasons: list[str]) -> dict[str, Counter[str]]:
    return {
        season: Counter(row[at] for row in grid[1:]) for at, season in enumerate(seasons, start=-len(seasons))
    }


def test_a_matrix_shows_all_that_is_said(sample_folder: Path, tmp_path: Path) -> None:
    found = forms(sample_folder, tmp_path, "participation", "--network", "USO", "--matrix")
    (mentioned,) = [row for row in found["csv"] if row["municipality"] == "Hopeakoski" and row["said"]]
    assert mentioned["said"] == "mentioned: Kunnanhallitus 2020-09-07 § 188 (said by Ylä-Saarela)"
    (kuusiranta,) = [
        row for row in found["json"] if row["municipality"] == "Kuusiranta" and row["season"] == "2023-2024"
    ]
    assert (kuusiranta["status"], len(kuusiranta["said"])) == ("joined", 2)
    assert kuusiranta["fee"]["per_year"] == "5500"
    rows = [row for row in found["html"][2] if row[:2] == ["Kuusiranta", "2023-2024"]]
    assert [row[2] for row in rows] == ["joined", "participated"]


MATRIX_USAGE = [
    (["--matrix"], 2, "give --network"),
    (["--everyone"], 2, "--everyone goes with --matrix"),
    (["--network", "Olematon", "--matrix"], 1, "No matrix"),
    (["--network", "USO", "--matrix", "--region", "Savo"], 2, "the regions are Uusimaa, "),
    (["--network", "USO", "--matrix", "--size", "7"], 2, "the classes are 0-1999, "),
    (["--network", "USO", "--matrix", "--region", "Lappi"], 1, "No matrix"),
]


@pytest.mark.parametrize(("words", "code", "message"), MATRIX_USAGE)
def test_usage(sample_folder: Path, words: list[str], code: int, message: str) -> None:
    assert message in run(sample_folder, "participation", *words, code=code).stderr


def test_filters_of_the_command(sample_folder: Path) -> None:
    matrix = ["participation", "--network", "USO", "--matrix", "-f", "json"]
    rows = json.loads(run(sample_folder, *matrix, "--size", "0-1999", "--season", "2025").stdout)
    assert [(row["municipality"], row["season"]) for row in rows] == [("Ketunniemi", "2025-2026")]
    everyone = json.loads(run(sample_folder, *matrix, "--everyone", "--region", "Lappi").stdout)
    assert {row["status"] for row in everyone} == {"no-coverage"}
    listed = json.loads(run(sample_folder, "participation", "--size", "0-1999", "-f", "json").stdout)
    assert {row["municipality"] for row in listed} == {"Ketunniemi"}
    listed = json.loads(run(sample_folder, "fees", "--size", "0-1999", "-f", "json").stdout)
    assert {row["municipality"] for row in listed} == {"Ketunniemi"}


# Other reports


REPORTS = [
    ("participation", ["participation"]),
    ("fees", ["fees"]),
    ("only fees", ["fees", "--only-fees", "--network", "USO"]),
    ("spread", ["fees", "--spread"]),
    ("case", ["case", "HAADno-2023-57"]),
    ("documents", ["changes", "--since", "2020-01-01"]),
    ("facts", ["changes", "--since", "2020-01-01", "--what", "facts"]),
    ("facts of one", ["changes", "--since", "2020-01-01", "--what", "facts", "--network", "USO"]),
    ("networks", ["networks"]),
]


@pytest.mark.parametrize("words", [case[1] for case in REPORTS], ids=[case[0] for case in REPORTS])
def test_every_form_has_the_same_rows(sample_folder: Path, tmp_path: Path, words: list[str]) -> None:
    found = forms(sample_folder, tmp_path, *words)
    number = len(found["json"])
    assert number > 0
    assert found["json"] == found["jsonl"]
    assert len(found["csv"]) == number
    assert len(found["html"][0]) == len(next(iter(found["xlsx"].values()))) == number + 1
    assert len(found["table"]) == number + 1


def test_sums_of_fees_agree(sample_folder: Path, tmp_path: Path) -> None:
    found = forms(sample_folder, tmp_path, "fees", "--only-fees", "--network", "USO")
    total = sum(float(row["fee"]["per_year"] or 0) for row in found["json"])
    assert total > 0
    assert total == sum(float(row["fee.per_year"] or 0) for row in found["csv"])
    for head, *rows in (found["html"][0], found["xlsx"]["fees"]):
        at = next(number for number, name in enumerate(head) if name in ("€/year", "fee.per_year"))
        assert total == sum(float(row[at] or 0) for row in rows)


def test_coverage_in_every_form(sample_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    run(sample_folder, "coverage", "--output", path, code=1)
    page = grids(run(sample_folder, "coverage", "-f", "html", code=1).stdout)
    rows = json.loads(run(sample_folder, "coverage", "-f", "json", code=1).stdout)
    assert len(rows) + 1 == len(page[0]) == len(sheets(path)["coverage"]) == 4


def test_a_report_says_what_it_rests_on(sample_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    run(sample_folder, "participation", "--network", "USO", "--output", path)
    with Library.open(sample_folder) as library:
        identity, revision = library.id, library.revision()
    lines = sheets(path)["sources"]
    said = dict(line for line in lines if len(line) == 2)
    assert (said["library"], said["library revision"]) == (identity, str(revision))
    assert '"network": "USO"' in said["options"]
    assert said["made"].startswith(str(dt.datetime.now(dt.UTC).year))
    at = lines.index(["municipality", "items", "first meeting", "last meeting", "last visit", "§§ missing"])
    assert len(lines) - at - 1 == 12
    kuusiranta = next(line for line in lines[at:] if line[0] == "Kuusiranta")
    assert (kuusiranta[1], kuusiranta[-1]) == ("8", "1")  # of the sample one § of Kuusiranta is left out

    tables = grids(run(sample_folder, "participation", "--network", "USO", "-f", "html").stdout)
    assert next(row for row in tables[-1] if row[0] == "Kuusiranta")[:4] == [
        *("Kuusiranta", "8", "2022-11-14", "2024-11-05"),
    ]
    one = grids(run(sample_folder, "participation", "--municipality", "X01", "-f", "html").stdout)
    assert [row[0] for row in one[-1][1:]] == ["Kuusiranta"]


def test_columns_chosen_are_those_of_the_page(sample_folder: Path) -> None:
    words = ["participation", "--network", "KHE", "--columns", "season,municipality", "-f", "html"]
    assert grids(run(sample_folder, *words).stdout)[0] == [
        ["season", "municipality"],
        ["2017-2019", "Lumijärvi"],
    ]


def test_other_commands_have_pages_too(sample_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "stats.html"
    run(sample_folder, "stats", "--output", path)
    assert len(grids(path.read_text("utf-8"))) == 1


# Links and hostile words


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Two joins: one from the web, one whose words look like formulas and whose address is no web's."""
    folder = tmp_path / "hostile"
    with Library.open(folder, create=True) as library:
        for name, uri in (("Harjula", "https://harjula.example/257"), ("=1+1", "javascript:alert(1)")):
            part = Participation(
                municipality=name,
                network="USO",
                season="2025-2026",
                status=ParticipationStatus.JOINED,
                fee=fee("9000", Per.YEAR),
                extra_costs="@SUM(1)",
            )
            store(library, item(name, f"{name} <b>", municipality=name, organ="-1+1", participations=(part,)))
            with library.writing() as connection:
                connection.execute("UPDATE documents SET uri = ? WHERE municipality = ?", (uri, name))
    return folder


def test_only_addresses_of_the_web_become_links(hostile: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    run(hostile, "participation", "--output", path)
    assert links(path, 1) == {"https://harjula.example/257"}
    document = html.document_fromstring(run(hostile, "participation", "-f", "html").stdout)
    assert document.xpath("//@href") == ["https://harjula.example/257"]
    text = run(hostile, "participation", "-f", "csv").stdout
    assert "javascript" not in text


def test_a_workbook_prints_with_its_heads_on_every_page(hostile: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    run(hostile, "participation", "--output", path)
    with zipfile.ZipFile(path) as book:
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
        names = ET.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}definedName")
        titles = {each.text for each in names if each.get("name") == "_xlnm.Print_Titles"}
    assert titles == {"participation!$1:$1", "sources!$1:$1"}
    setup = sheet.find(f"{MAIN}pageSetup")
    assert setup is not None
    assert setup.get("orientation") == "landscape"


def test_nothing_in_a_workbook_is_a_formula(hostile: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    run(hostile, "participation", "--network", "USO", "--matrix", "--output", path)
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert not list(ET.fromstring(book.read(name)).iter(f"{MAIN}f"))
    assert "=1+1" in [row[0] for row in sheets(path)["matrix"]]
