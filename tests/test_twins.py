"""One matter in both languages of a bilingual municipality counts once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from corpus.database import Library
from corpus.twins import are_twins, twins_of, without_twins
from index.reports.cases import case
from index.reports.fees import fees
from index.reports.participation import participation
from ingest.pipeline import read_bytes

FINNISH = """\
Merikulman kaupunki

Kaupunginhallitus 7.11.2022 § 65

Osallistuminen EVE-verkostoon

MERDno-2022-512

Perustelut

Vuosimaksu on 2 150 euroa vuodessa (alv 0 %).

Päätösehdotus

Kaupunki liittyy EVE-verkostoon vuodeksi 2023.

Päätös

Hyväksyttiin.
"""
SWEDISH = """\
Havsviks stad

Stadsstyrelsen 7.11.2022 § 65

Anslutning till EVE-nätverket

MERDno-2022-512

Motivering

Årsavgiften är 2 150 euro per år (moms 0 %).

Förslag

Staden ansluter sig till EVE-nätverket för år 2023.

Beslut

Förslaget godkändes.
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as opened:
        for name, text in (
            ("fi.txt", FINNISH),
            ("sv.txt", SWEDISH),
            ("other.txt", SWEDISH.replace("§ 65", "§ 66").replace("512", "513")),
        ):
            data = text.encode()
            opened.store(read_bytes(data, name, f"file:///{name}"), data)
        yield opened


def test_both_languages_are_twins(library: Library) -> None:
    first, second, other = library.items()
    assert (first.item.language, second.item.language) == ("fi", "sv")
    assert are_twins(first, second)
    assert are_twins(second, first)
    assert not are_twins(first, other)
    assert not are_twins(first, first)
    assert [twin.item.id for twin in twins_of(library, first)] == [second.item.id]
    assert twins_of(library, other) == []


@pytest.mark.parametrize(
    ("change", "twins"),
    [
        ({}, True),
        ({"section": 64}, False),
        ({"language": "fi"}, False),
        ({"municipality": "Hällstrand"}, False),
        ({"organ": "Stadsfullmäktige"}, False),
        ({"organ": "Tekniska nämnden"}, False),
        ({"section": None}, False),
    ],
)
def test_what_makes_twins(library: Library, change: dict[str, object], twins: bool) -> None:
    first, second, _ = library.items()
    other = replace(second, item=second.item.model_copy(update=change))
    assert are_twins(first, other) == twins


def test_committees_are_known_by_their_translation_or_the_number(library: Library) -> None:
    first, second, _ = library.items()

    def of(stored: object, organ: str, **more: object) -> object:
        return replace(stored, item=stored.item.model_copy(update={"organ": organ, **more}))  # type: ignore[type-var,attr-defined]

    one = of(first, "Tekninen lautakunta")
    assert are_twins(one, of(second, "Tekniska nämnden"))  # type: ignore[arg-type]
    assert are_twins(one, of(second, "Näringsnämnden"))  # type: ignore[arg-type]
    assert not are_twins(one, of(second, "Näringsnämnden", diary_numbers=()))  # type: ignore[arg-type]


def test_a_matter_counts_once(library: Library) -> None:
    kept, twins = without_twins(library.items())
    assert len(kept) == 2
    assert len(twins) == 1
    assert [(row.section, bool(row.twin)) for row in participation(library)] == [(65, True), (66, False)]
    assert [(row.section, bool(row.twin)) for row in fees(library)] == [(65, True), (66, False)]
    (handled,) = case(library, "MERDno-2022-512")
    assert handled.twin is not None


def test_show_tells_of_the_twin(library: Library) -> None:
    first, second, other = (stored.item.id for stored in library.items())
    run = ["--library", str(library.folder), "show"]
    told = CliRunner().invoke(main, [*run, first]).stdout
    assert told.endswith(f"The same in the other language: {second}\n")
    assert json.loads(CliRunner().invoke(main, [*run, first, "--format", "jsonl"]).stdout)["twins"] == [
        second
    ]
    assert "other language" not in CliRunner().invoke(main, [*run, other]).stdout
