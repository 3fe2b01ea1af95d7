"""--model: a spaCy pipeline's persons count where a title stands beside them, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from click.testing import CliRunner

from cli import main
from corpus.records import Person, Role
from ingest.isolation import Job, read_all
from ingest.model import find_people_by, is_there, reader_with
from ingest.pipeline import read_bytes
from ingest.version import model_of, reader_mark

NAMES = ("Aino Xyrvinen", "Pekka Xalonen", "Zorro Quux")
TEXT = (
    "Kuusirannan kunta\n\nKunnanhallitus 21.10.2024 § 213\n\n412/00.04.01/2024\n\nAsian otsikko\n\n"
    "Valmistelija: hallintojohtaja Liisa Harju\n\n"
    "Hankkeesta vastaa kehittämispäällikkö Aino Xyrvinen, Esimerkkitalo Oy. Asiakas Pekka Xalonen valitti. "
    "Zorro Quux asuu kunnassa.\n\nPäätös\n\nHyväksyttiin.\n"
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A pipeline that knows three persons and an organisation."""
    nlp = spacy.blank("fi")
    ruler = nlp.add_pipe("entity_ruler")
    patterns = [{"label": "PERSON", "pattern": name} for name in NAMES]
    ruler.add_patterns([*patterns, {"label": "ORG", "pattern": "Esimerkkitalo Oy"}])  # type: ignore[attr-defined]
    folder = tmp_path_factory.mktemp("model") / "names"
    nlp.to_disk(folder)
    return str(folder)


def people(model: str | None, text: str = TEXT) -> list[Person]:
    (item,) = read_bytes(text.encode(), "x.txt", "file:///x.txt", model=model).items
    return list(item.people)


def test_adds_who_has_a_title_and_nobody_else(model: str) -> None:
    added = [person for person in people(model) if person not in people(None)]
    assert added == [
        Person(
            name="Aino Xyrvinen",
            title="kehittämispäällikkö",
            role=Role.OTHER,
            organisation="Esimerkkitalo Oy",
        )
    ]


def test_takes_nobody_away(model: str) -> None:
    assert [person for person in people(None) if person not in people(model)] == []


def test_a_title_after_the_name(model: str) -> None:
    text = "Paikalla oli Aino Xyrvinen, rehtori, ja muita."
    assert [f.value.title for f in find_people_by(model, text, "fi", ())] == ["rehtori"]


@pytest.mark.parametrize(
    "text",
    ["Aino Xyrvinen asuu täällä.", "Hakija Aino Xyrvinen pyysi lupaa.", "Rehtori lähti. Aino Xyrvinen jäi."],
)
def test_no_private_person(model: str, text: str) -> None:
    assert find_people_by(model, text, "fi", ()) == []


def test_who_is_known_is_not_found_again(model: str) -> None:
    assert find_people_by(model, "Rehtori Aino Xyrvinen lähti.", "fi", {"Aino Xyrvinen"}) == []


def test_a_model_reads_its_own_language(model: str) -> None:
    assert find_people_by(model, "Rektor Aino Xyrvinen lämnade.", "sv", ()) == []


def test_its_evidence_stands_where_it_says(model: str) -> None:
    (item,) = read_bytes(TEXT.encode(), "x.txt", "file:///x.txt", model=model).items
    (proof,) = [one for one in item.evidence if one.rule == "people:model"]
    assert proof.quote == TEXT[proof.start : proof.end] == "kehittämispäällikkö Aino Xyrvinen"


def test_the_reader_names_the_model(model: str) -> None:
    document = read_bytes(TEXT.encode(), "x.txt", "file:///x.txt", model=model).document
    assert model_of(document.reader) == model
    assert model_of(read_bytes(TEXT.encode(), "x.txt", "file:///x.txt").document.reader) is None
    assert reader_mark("text/1") != reader_mark("text/1", "one") != reader_mark("text/1", "two")


def test_through_read_all(model: str) -> None:
    job = Job("x.txt", "file:///x.txt", TEXT.encode())
    (outcome,) = read_all([job], 0, read=reader_with(model))
    assert outcome.reading is not None
    assert "Aino Xyrvinen" in {person.name for person in outcome.reading.items[0].people}


@pytest.mark.slow
def test_in_a_worker(model: str) -> None:
    job = Job("x.txt", "file:///x.txt", TEXT.encode())
    (outcome,) = read_all([job], 1, read=reader_with(model))
    assert outcome.reading is not None
    assert "Aino Xyrvinen" in {person.name for person in outcome.reading.items[0].people}


def test_a_library_read_with_another_model_is_read_again(model: str, tmp_path: Path) -> None:
    page = tmp_path / "x.txt"
    page.write_text(TEXT, encoding="utf-8")
    library = ["--library", str(tmp_path / "library")]
    reading = ["ingest", str(page), "--workers", "0", "--no-index"]
    told = [
        CliRunner().invoke(main, [*library, *reading, *more]).stdout.split(";")[0]
        for more in ([], ["--model", model], ["--model", model], [])
    ]
    assert told == ["1 files: 1 new", "1 files: 1 reread", "1 files: 1 unchanged", "1 files: 1 reread"]


@pytest.mark.parametrize("verb", [["extract", "x.txt"], ["ingest", "x.txt"], ["evaluate"]])
def test_no_such_model(verb: list[str]) -> None:
    done = CliRunner().invoke(main, [*verb, "--model", "no_such_model"])
    assert done.exit_code == 2
    assert "no_such_model" in done.stderr


def test_a_package_or_a_folder_is_a_model(model: str, tmp_path: Path) -> None:
    assert is_there(model)
    assert is_there("spacy")  # any package: loading it tells the rest
    assert not is_there(str(tmp_path))
