"""What ``pykala search`` can do beyond finding: facets, explanations, pages, days, batches."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli import pykala
from tests.index_items import DEVELOPMENT, ITEMS, JOIN, library_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search")
    with library_of(path, *ITEMS):
        pass
    return path


def run(folder: Path, *words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(pykala, ["search", *words, "--library", str(folder)])
    assert result.exit_code == code, result.output
    return result


def rows(folder: Path, *words: str, code: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(folder, *words, "--format", "json", code=code).stdout)
    return found


def test_facets(folder: Path) -> None:
    found = rows(folder, "verkosto*", "--facets")
    assert {"facet": "municipality", "value": "Harjula", "number": 1, "query": "kunta:Harjula"} in found
    result = run(folder, "verkosto*", "--facets")
    assert "3 items match verkosto*." in result.stderr
    assert result.stdout.splitlines()[0].split() == ["facet", "value", "items", "to", "narrow", "it"]
    assert rows(folder, "lentokenttä", "--facets", code=1) == []


def test_explanations(folder: Path) -> None:
    text = run(folder, "maksu", "-m", "Harjula", "--explain").stdout
    assert "     matched osallistumismaksu as maksu (part maksu of the compound), 1 in text\n" in text
    assert "     filter kunta: harjula\n" in text
    (row,) = rows(folder, "maksu", "-m", "Harjula", "--explain")
    assert row["matches"][0] == {
        "asked": "maksu",
        "found": "osallistumismaksu",
        "term": "maksu",
        "kind": "part",
        "places": [["text", 1]],
    }
    assert "matches" not in rows(folder, "maksu")[0]


def test_pages(folder: Path) -> None:
    everything = ["pvm:2000..2030", "--sort", "newest"]
    whole = [row["id"] for row in rows(folder, *everything)]
    pages = [rows(folder, *everything, "--limit", "2", "--page", page)[0]["id"] for page in ("1", "2")]
    assert pages == [whole[0], whole[2]]
    beyond = run(folder, *everything, "--page", "9", code=1)
    assert "There are 3 items, and none of them as far down as 161." in beyond.stderr


def test_as_of(folder: Path) -> None:
    assert rows(folder, "verkosto*", "--as-of", "2000", code=1) == []
    assert {row["id"] for row in rows(folder, "verkosto*", "--as-of", "2199")} >= {JOIN.id, DEVELOPMENT.id}


def test_a_batch(folder: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.csv"
    questions.write_text("\ufeffname,query\nverkostot,verkosto*\nmaksut,=HYPERLINK maksu\n", "utf-8")
    text = run(folder, "--batch", str(questions), "--format", "csv").stdout
    assert next(csv.DictReader(io.StringIO(text))) == {
        "name": "verkostot",
        "query": "verkosto*",
        "total": "3",
        "Granudden": "0",
        "Harjula": "1",
        "Koivumaa": "1",
    }
    assert "'=HYPERLINK maksu" in text
    (row,) = rows(folder, "--batch", str(questions), "-m", "Harjula", "--cell", "item")[:1]
    assert row["cells"] == {"Harjula": JOIN.id}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["x", "--page", "1", "--offset", "5"], "give --page or --offset, not both"),
        (["x", "--facets", "--explain"], "--facets goes without"),
        (["x", "--as-of", "2024", "--explain"], "it goes without --as-of"),
        (["x", "--as-of", "eilen"], '--as-of: not a date "eilen"'),
        (["--batch", "no-such.csv"], "no-such.csv"),
    ],
)
def test_wrong_usage(folder: Path, words: list[str], message: str) -> None:
    assert message in run(folder, *words, code=2).stderr


def test_a_batch_that_cannot_be_read(folder: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.csv"
    questions.write_text('query\n"""auki"\n', "utf-8")
    message = run(folder, "--batch", str(questions), code=2).stderr
    assert 'questions.csv, line 2, ""auki": query: unclosed quote at character 1' in message
    assert message.count("\n") == 1
    questions.write_bytes(b"query\nmets\xe4\n")
    assert message.count("\n") == 1
    assert "questions.csv" in run(folder, "--batch", str(questions), code=2).stderr
    assert "--batch brings its own questions" in run(folder, "x", "--batch", str(questions), code=2).stderr


def test_a_bad_question_costs_its_own_row(folder: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.csv"
    questions.write_text("query\nverkosto\n(auki\nmaksu:>paljon\n", "utf-8")
    result = run(folder, "--batch", str(questions), "--format", "csv", code=3)
    assert [line.split(",")[0] for line in result.stdout.splitlines()] == ["name", "verkosto"]
    first, second = result.stderr.splitlines()
    assert f'{questions}, line 3, "(auki": query: unclosed group' in first
    assert f'{questions}, line 4, "maksu:>paljon": query: not an amount' in second


def test_the_next_page_is_told_of_while_there_is_one(folder: Path) -> None:
    head = run(folder, "verkosto*", "--limit", "1").stdout.splitlines()[0]
    assert head == "1–1 of 3 items (--offset 1 for the next)"
    head = run(folder, "verkosto*", "--offset", "2").stdout.splitlines()[0]
    assert head == "3–3 of 3 items"


def test_a_batch_has_no_pages(folder: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.csv"
    questions.write_text("query\nverkosto\n", encoding="utf-8")
    for words in (["--page", "2"], ["--limit", "5"], ["--sort", "newest"], ["--offset", "1"]):
        for what in (["--batch", str(questions)], ["x", "--facets"]):
            assert (
                f"{words[0]} goes without --facets and --batch" in run(folder, *what, *words, code=2).stderr
            )
    assert "--cell goes with --batch" in run(folder, "verkosto", "--cell", "item", code=2).stderr


def test_what_is_unknown_is_told_in_facets_and_batches(folder: Path, tmp_path: Path) -> None:
    assert (
        'no municipality "harjla" in this library; did you mean harjula?'
        in run(folder, "kunta:Harjla", "--facets", code=1).stderr
    )
    questions = tmp_path / "questions.csv"
    questions.write_text("name,query\nyksi,verkosto*\nkaksi,kunta:Harjla verkosto*\n", encoding="utf-8")
    result = run(folder, "--batch", str(questions), "-m", "Koivuma", "-m", "Harjula")
    assert result.stderr.splitlines() == [
        'no municipality "Koivuma" in this library; did you mean Koivumaa?',
        'kaksi: no municipality "harjla" in this library; did you mean harjula?',
    ]


def test_explanations_are_in_files_too(folder: Path) -> None:
    (row,) = csv.DictReader(
        io.StringIO(run(folder, "maksu", "-m", "Harjula", "--explain", "-f", "csv").stdout)
    )
    assert row["why"] == (
        "matched osallistumismaksu as maksu (part maksu of the compound), 1 in text; filter kunta: harjula"
    )
    only = run(folder, "maksu", "-m", "Harjula", "--explain", "--columns", "section,why", "-f", "csv").stdout
    assert only.splitlines()[0] == "section,why"
    assert "why" not in run(folder, "maksu", "-f", "csv").stdout.splitlines()[0].split(",")


def test_a_question_that_looks_like_an_option_is_told_how_to_ask(folder: Path) -> None:
    message = run(folder, "-koulu verkosto", code=2).stderr
    assert "At a question's beginning write NOT for a minus, or put -- before the question." in message
    assert rows(folder, "NOT koulu verkosto*")
    library = ["--library", str(folder)]
    assert CliRunner().invoke(pykala, ["search", *library, "--", "-koulu verkosto*"]).exit_code == 0
    assert "write NOT" not in run(folder, "verkosto", "--limit", "x", code=2).stderr


def test_a_long_question_is_not_said_again_whole(folder: Path) -> None:
    message = run(folder, "olematon " * 400, code=1).stderr
    assert "No items match olematon" in message
    assert max(map(len, message.splitlines())) < 300


def test_an_empty_library_says_that_it_is(tmp_path: Path) -> None:
    with library_of(tmp_path):
        pass
    assert "no items in the library yet" in run(tmp_path, "verkosto", code=1).stderr
