"""The commands on a library of one invented municipality, stored without reading any file."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli import pykala
from corpus.database import Library
from corpus.records import (
    Decision,
    DiaryNumber,
    Document,
    Evidence,
    Item,
    Kind,
    Money,
    MoneyKind,
    Outcome,
    Participation,
    ParticipationStatus,
    Per,
    Person,
    Reading,
    Role,
)

FEE = Money(amount=Decimal("9000"), per=Per.YEAR, kind=MoneyKind.PARTICIPATION_FEE, text="9 000 euroa/vuosi")
TEXT = (
    "§ 7 Kehittämisverkostoon liittyminen\n"
    "Kunnanhallitus päätti, että kunta liittyy USO-verkostoon. Osallistumismaksu on 9 000 euroa/vuosi."
)
JOINS = Item(
    id="kuusiranta/kunnanhallitus/2031-05-06/7",
    kind=Kind.MINUTES,
    language="fi",
    municipality="Kuusiranta",
    organ="Kunnanhallitus",
    meeting_date=dt.date(2031, 5, 6),
    section=7,
    title="Kehittämisverkostoon liittyminen",
    diary_numbers=(DiaryNumber(written="KUUdno-2031-5", key="KUUdno-2031-5"),),
    people=(Person(name="Aino Esimerkki", title="kehittämispäällikkö", role=Role.PRESENTER),),
    money=(FEE,),
    decision=Decision(
        outcome=Outcome.APPROVED_AS_PROPOSED,
        text="Hyväksyttiin esityksen mukaisesti.",
        effective_text="Kunta liittyy USO-verkostoon.",
        proposal="Kunta liittyy USO-verkostoon.",
    ),
    participations=(
        Participation(
            municipality="Kuusiranta",
            network="USO",
            season="2031-2032",
            status=ParticipationStatus.JOINED,
            fee=FEE,
            contacts=(Person(title="kunnanjohtaja", role=Role.CONTACT),),
        ),
    ),
    text=TEXT,
    evidence=(
        Evidence(fact="/section", page=1, start=0, end=3, quote="§ 7", rule="section"),
        Evidence(
            fact="/participations/0",
            page=1,
            start=65,
            end=91,
            quote="kunta liittyy USO-verkostoon",
            rule="network",
        ),
    ),
)
ROADS = Item(
    id="kuusiranta/kunnanhallitus/2031-05-06/8",
    kind=Kind.MINUTES,
    language="fi",
    municipality="Kuusiranta",
    organ="Kunnanhallitus",
    meeting_date=dt.date(2031, 5, 6),
    section=8,
    title="=Tienpito",
    text="§ 8 Tienpito",
)
DATA = b"minutes"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("library")
    reading = Reading(
        document=Document(
            name="minutes.html",
            uri="file:///minutes.html",
            sha256=hashlib.sha256(DATA).hexdigest(),
            media_type="text/html",
            kind=Kind.MINUTES,
            language="fi",
            municipality="Kuusiranta",
            reader="html/1+1",
        ),
        pages=(TEXT,),
        items=(JOINS, ROADS),
    )
    with Library.open(path, create=True) as library:
        library.store(reading, DATA)
    return path


def run(*words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(pykala, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


def rows(*words: str | Path, code: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(*words, "--format", "json", code=code).stdout)
    return found


def test_every_command_has_help_with_an_example() -> None:
    for name, command in pykala.commands.items():
        text = run(name, "--help").output
        assert "Example" in text, name
        assert f"  pykala {name}" in text or "pykala --library" in text, name
        assert all(len(line) <= 100 for line in text.splitlines()), name
        assert command.help


def test_help_tells_the_exit_codes() -> None:
    text = run("--help").output
    assert all(f"\n    {code}" in text for code in (0, 1, 2, 3, 4, 130))


@pytest.mark.parametrize(
    "words", ["kehittämisverkosto", "kehittämisverkostojen", "kunta:Kuusiranta pvm:2031 uso"]
)
def test_search_finds(folder: Path, words: str) -> None:
    (hit,) = rows("search", words, "--library", folder)
    assert hit["id"] == JOINS.id
    assert (hit["outcome"], hit["date"], hit["fee"]["text"]) == (
        "approved_as_proposed",
        "2031-05-06",
        "9 000 euroa/vuosi",
    )
    assert "verkosto" in hit["snippet"]


def test_search_prints_for_people(folder: Path) -> None:
    text = run("search", "kehittämisverkosto", "--library", folder).output
    assert text.startswith("1 item\n")
    assert JOINS.id in text
    assert "Kuusiranta · Kunnanhallitus · 2031-05-06 · § 7 · approved_as_proposed" in text


def test_search_options_are_filters(folder: Path) -> None:
    found = rows("search", "-m", "Kuusiranta", "--date", "2031", "--sort", "oldest", "--library", folder)
    assert {row["section"] for row in found} == {7, 8}
    assert rows("search", "--outcome", "noted", "--library", folder, code=1) == []


def test_search_pages(folder: Path) -> None:
    everything = ["search", "-m", "Kuusiranta", "--library", folder]
    first = rows(*everything, "--limit", "1")
    second = rows(*everything, "--limit", "1", "--offset", "1")
    assert {first[0]["section"], second[0]["section"]} == {7, 8}
    assert "1–1 of 2 items" in run(*everything, "--limit", "1").stdout


def test_search_without_a_result_says_what_to_try(folder: Path) -> None:
    result = run("search", "lentokenttä", "--library", folder, code=1)
    assert result.stdout == ""
    assert "No items match lentokenttä; try" in result.stderr


@pytest.mark.parametrize(
    ("query", "part"), [('"verkosto', "character 1"), ("väri:sininen verkosto", "väri"), ("(a", "character")]
)
def test_a_query_that_cannot_be_read(folder: Path, query: str, part: str) -> None:
    result = run("search", query, "--library", folder, code=2)
    assert result.stderr.startswith("pykala: query: ")
    assert part in result.stderr
    assert result.stderr.count("\n") == 1


def test_search_for_nothing(folder: Path) -> None:
    assert "nothing to search for" in run("search", "--library", folder, code=2).stderr


def test_search_lists_its_fields() -> None:
    assert {"kunta", "pvm", "päätös"} <= {row["field"] for row in rows("search", "--fields")}


def test_participation(folder: Path) -> None:
    (row,) = rows("participation", "--network", "uso", "--library", folder)
    assert (row["municipality"], row["season"], row["status"]) == ("Kuusiranta", "2031-2032", "joined")
    assert row["fee"]["per_year"] == "9000"
    assert row["contacts"] == [
        {
            "name": None,
            "title": "kunnanjohtaja",
            "organisation": None,
            "role": "contact",
            "municipality": None,
        }
    ]
    assert (row["organ"], row["meeting_date"], row["section"]) == ("Kunnanhallitus", "2031-05-06", 7)
    assert row["quote"] == "kunta liittyy USO-verkostoon"
    table = run("participation", "--library", folder).output
    assert "Kunnanhallitus 2031-05-06 § 7" in table


def test_participation_nobody(folder: Path) -> None:
    result = run("participation", "--network", "KHE", "--library", folder, code=1)
    assert "No participations --network KHE; `pykala networks`" in result.stderr


def test_fees(folder: Path) -> None:
    (row,) = rows("fees", "--library", folder)
    assert (row["municipality"], row["is_fee"], row["network"]) == ("Kuusiranta", True, "USO")
    (flat,) = csv.DictReader(io.StringIO(run("fees", "--library", folder, "--format", "csv").output))
    assert (flat["fee.amount"], flat["fee.per"], flat["section"]) == ("9000", "year", "7")


def test_networks(folder: Path) -> None:
    (row,) = rows("networks", "--library", folder)
    assert (row["name"], row["municipalities"]) == ("USO", ["Kuusiranta"])
    assert "USO" in run("networks", "--library", folder).output


def test_case(folder: Path) -> None:
    (row,) = rows("case", "KUUdno-2031-5", "--library", folder)
    assert (row["section"], row["outcome"], row["cited"]) == (7, "approved_as_proposed", False)
    assert row["people"][0]["name"] == "Aino Esimerkki"
    assert "No case KUUdno-1-1" in run("case", "KUUdno-1-1", "--library", folder, code=1).stderr


def test_stats(folder: Path) -> None:
    found = {(row["what"], row["value"]): row["number"] for row in rows("stats", "--library", folder)}
    assert found["library", "items"] == 2
    assert found["municipalities", "Kuusiranta"] == 2
    assert found["meetings", "first"] == "2031-05-06"


def test_show_has_the_decision_first(folder: Path) -> None:
    lines = run("show", "kuusiranta/kunnanhallitus/2031-05-06/7", "--library", folder).output.splitlines()
    assert lines[0] == "Kehittämisverkostoon liittyminen"
    wanted = ["DECISION: approved_as_proposed", "WHAT THEREFORE HOLDS", "FACTS"]
    places = [lines.index(line) for line in wanted]
    assert places == sorted(places)
    assert "  participation-fee: 9000 EUR / year" in "\n".join(lines)
    assert any(
        "joined: Kuusiranta USO 2031-2032  [“kunta liittyy USO-verkostoon”, page 1]" in line for line in lines
    )
    assert "TEXT" not in lines
    assert "TEXT" in run("show", JOINS.id, "--text", "--library", folder).output.splitlines()


def test_show_gives_all_that_is_known_as_json(folder: Path) -> None:
    (row,) = rows("show", JOINS.id, "--library", folder)
    assert Item.model_validate({key: value for key, value in row.items() if key != "document"}) == JOINS
    assert row["document"]["name"] == "minutes.html"


def test_show_an_abbreviated_id(folder: Path) -> None:
    several = run("show", "kuusi", "--library", folder, code=2)
    assert JOINS.id in several.stdout
    assert ROADS.id in several.stdout
    assert "2 items begin so" in several.stderr
    assert "no item: tuulensuu" in run("show", "tuulensuu", "--library", folder, code=1).stderr


def test_csv_of_items_holds_no_formula(folder: Path) -> None:
    text = run("search", "-m", "Kuusiranta", "--library", folder, "--format", "csv").output
    assert "'=Tienpito" in text
    assert ",=Tienpito" not in text


def test_output_to_a_file(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "fees.csv"
    assert run("fees", "--library", folder, "--output", output).output == ""
    assert output.read_text("utf-8").startswith("municipality,is_fee,")
    failed = run("fees", "--library", folder, "--output", tmp_path / "no" / "fees.csv", code=2)
    assert failed.stderr.startswith("pykala: cannot write: ")


def test_another_engine(folder: Path) -> None:
    assert "2 items indexed" in run("reindex", "--engine", "whoosh", "--library", folder).output
    found = run("search", "verkosto", "--engine", "tantivy", "--library", folder)
    assert found.output == run("search", "verkosto", "--library", folder).output
    unknown = run("search", "verkosto", "--engine", "lucene", "--library", folder, code=4)
    assert "no such engine: lucene" in unknown.stderr


def test_reindex(folder: Path) -> None:
    assert "2 items indexed" in run("reindex", "--library", folder).output
    assert "up to date" in run("reindex", "--if-needed", "--library", folder).output


def test_the_library_may_be_named_before_or_after_the_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = run("--library", folder, "stats").output
    assert before == run("stats", "--library", folder).output
    monkeypatch.setenv("PYKALA_LIBRARY", str(folder))
    assert run("stats").output == before
    assert "no library" in run("--library", folder / "x", "stats", code=4).stderr


@pytest.mark.parametrize(
    "words",
    [
        ["search", "verkosto"],
        ["show", "x"],
        ["participation"],
        ["fees"],
        ["networks"],
        ["case", "x"],
        ["stats"],
        ["reindex"],
        ["verify"],
    ],
)
def test_no_library(tmp_path: Path, words: list[str]) -> None:
    result = run(*words, "--library", tmp_path / "none", code=4)
    assert result.stderr.startswith("pykala: there is no library: ")
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "none").exists()


def test_a_library_from_a_newer_version(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        library.connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    result = run("stats", "--library", tmp_path, code=4)
    assert "newer pykala (format 99" in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["serach"], "No such command 'serach'."),
        (["search", "x", "--fromat", "csv"], "No such option '--fromat'."),
        (["search", "x", "--limit", "none"], "'none' is not a valid integer range"),
        (["fees", "--format", "xml"], "'xml' is not one of"),
        (["show"], "Missing argument 'ITEM'."),
    ],
)
def test_wrong_usage_is_one_line(words: list[str], message: str) -> None:
    result = run(*words, code=2)
    assert message.casefold() in result.stderr.casefold()
    assert result.stderr.startswith("pykala: ")
    assert result.stderr.count("\n") == 1
    assert "--help`." in result.stderr


def test_without_a_command_there_is_help() -> None:
    assert "Commands:" in run(code=2).stderr


def test_version() -> None:
    assert run("version").output.startswith("pykala 0")
