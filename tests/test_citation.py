"""Items as sources to cite."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import pykala
from corpus.records import Kind
from index.reports.citation import Citation, bibtex, citation, csl_json, reference
from tests.index_items import DEVELOPMENT, JOIN, library_of

CITED = Citation(
    key="harjula-kaupunginhallitus-2024-10-28-257",
    title="Osallistuminen USO-verkostoon: 50 % & enemmän",
    kind=Kind.ITEM,
    municipality="Harjula",
    organ="Kaupunginhallitus",
    date=dt.date(2024, 10, 28),
    section=257,
    diary_numbers=("2204/00.04.01/2024",),
    url="https://harjula.example/kh?id=1&lang=fi_FI",
    document="257.html",
    sha256="ab" * 32,
    read=dt.date(2024, 11, 5),
    language="fi",
)


def test_in_words() -> None:
    assert reference(CITED) == (
        "Harjula, Kaupunginhallitus 28.10.2024 § 257. Osallistuminen USO-verkostoon: 50 % & enemmän. "
        "Dnro 2204/00.04.01/2024. https://harjula.example/kh?id=1&lang=fi_FI (luettu 5.11.2024). "
        f"SHA-256 {'ab' * 32}."
    )


def test_as_csl_json() -> None:
    assert csl_json(CITED) == {
        "id": CITED.key,
        "type": "document",
        "title": CITED.title,
        "author": [{"literal": "Harjula, Kaupunginhallitus"}],
        "publisher": "Harjula",
        "issued": {"date-parts": [[2024, 10, 28]]},
        "section": "§ 257",
        "number": "2204/00.04.01/2024",
        "URL": CITED.url,
        "accessed": {"date-parts": [[2024, 11, 5]]},
        "language": "fi",
        "note": f"sha256: {'ab' * 32}",
    }


def test_as_bibtex() -> None:
    lines = bibtex(CITED).splitlines()
    assert lines[0] == "@misc{harjula-kaupunginhallitus-2024-10-28-257,"
    assert r"  title = {{Osallistuminen USO-verkostoon: 50 \% \& enemmän}}," in lines
    assert "  month = oct," in lines
    assert "  url = {https://harjula.example/kh?id=1&lang=fi_FI}," in lines
    assert lines[-1] == "}"


@pytest.mark.parametrize("title", ["a } b", "{{{", "\\input{x}", "50 % $ # _ ^ ~", "}}}{"])
def test_no_title_breaks_out_of_bibtex(title: str) -> None:
    line = next(
        line for line in bibtex(dataclasses.replace(CITED, title=title)).splitlines() if "title" in line
    )
    value = line.removeprefix("  title = {{").removesuffix("}},")
    bare = (
        value.replace(r"\textbackslash{}", "")
        .replace(r"\textasciitilde{}", "")
        .replace(r"\textasciicircum{}", "")
    )
    for sign in "{}%$#_":
        bare = bare.replace(f"\\{sign}", "")
    assert not set(bare) & set("\\{}%$#_^~")


def test_what_is_not_known_is_left_out() -> None:
    bare = dataclasses.replace(
        CITED,
        municipality=None,
        organ=None,
        date=None,
        section=None,
        diary_numbers=(),
        url=None,
        kind=Kind.ATTACHMENT,
    )
    assert reference(bare).startswith(
        "Osallistuminen USO-verkostoon: 50 % & enemmän (liite). Tiedosto 257.html"
    )
    assert csl_json(bare)["source"] == "257.html"
    assert not {"author", "issued", "section", "number", "URL", "publisher"} & csl_json(bare).keys()
    assert "year" not in bibtex(bare)


def test_of_a_stored_item(tmp_path: Path) -> None:
    with library_of(tmp_path, JOIN) as library:
        stored = library.item(JOIN.id)
        assert stored is not None
        cited = citation(library, stored)
    assert cited.sha256 == hashlib.sha256(JOIN.text.encode()).hexdigest()
    assert cited.read == dt.datetime.now(dt.UTC).date()
    assert (cited.url, cited.key) == (None, CITED.key)  # a file of one's own has no address to give away
    assert "file:" not in reference(cited) + bibtex(cited) + json.dumps(csl_json(cited))


def test_the_command(tmp_path: Path) -> None:
    with library_of(tmp_path, JOIN, DEVELOPMENT):
        pass
    runner = CliRunner()
    words = ["cite", "harjula", "koivu", "--style", "csl-json", "--library", str(tmp_path)]
    listed = json.loads(runner.invoke(pykala, words).stdout)
    assert [entry["title"] for entry in listed] == [JOIN.title, DEVELOPMENT.title]
    missing = runner.invoke(pykala, ["cite", "oulu", "--library", str(tmp_path)])
    assert (missing.exit_code, "no item: oulu" in missing.stderr) == (1, True)


@pytest.mark.parametrize(
    ("name", "words", "begin"),
    [
        ("source.bib", [], "@misc{"),
        ("source.JSON", [], "["),
        ("source.txt", [], "Harjula"),
        ("source.bib", ["--style", "text"], "Harjula"),
    ],
)
def test_the_files_name_tells_the_style(tmp_path: Path, name: str, words: list[str], begin: str) -> None:
    with library_of(tmp_path / "library", JOIN):
        pass
    output = tmp_path / name
    library = ["--library", str(tmp_path / "library")]
    result = CliRunner().invoke(pykala, ["cite", JOIN.id, "-o", str(output), *words, *library])
    assert result.exit_code == 0, result.output
    assert output.read_text(encoding="utf-8").startswith(begin)
