"""Participation in many municipalities' words, Finnish and Swedish, and what looks like it and is none.

The items stand in data/participation_forms.toml, _voices, _turns and _plain: title, reasons, proposal,
decision, and what they tell.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ingest.pipeline import read_bytes

_DATA = Path(__file__).parent / "data"
_FORMS = tomllib.loads((_DATA / "participation_forms.toml").read_text("utf-8"))
_PLAIN = tomllib.loads((_DATA / "participation_plain.toml").read_text("utf-8"))
_TURNS = tomllib.loads((_DATA / "participation_turns.toml").read_text("utf-8"))
_VOICES = tomllib.loads((_DATA / "participation_voices.toml").read_text("utf-8"))
_FINNISH = (
    "Kuusirannan kunta\n\nKunnanhallitus 21.10.2024 § 213\n\n412/00.04.01/2024\n\n{title}\n\n"
    "Perustelut\n\n{reasons}\n\n{proposed}{proposal}\n\n{heading}{decision}\n"
)
_SWEDISH = (
    "Björknäs kommun\n\nKommunstyrelsen 21.10.2024 § 213\n\n412/00.04.01/2024\n\n{title}\n\n"
    "Motivering\n\n{reasons}\n\n{proposed}{proposal}\n\n{heading}{decision}\n"
)
Row = dict[str, str | list[str]]


def told(layout: str, own: str, headings: tuple[str, str], row: Row) -> set[str]:
    proposed, decided = (
        f"{heading}\n\n" if row[part] else ""
        for heading, part in zip(headings, ("proposal", "decision"), strict=True)
    )
    text = layout.format(**row, proposed=proposed, heading=decided)
    (item,) = read_bytes(text.encode(), "x.txt", "file:///x.txt").items
    return {
        f"{'own' if p.municipality == own else p.municipality} {p.network.replace(' ', '_')} "
        f"{p.season or '-'} {p.status.value}"
        for p in item.participations
    }


def _name(row: Row) -> str:
    return f"{row['reasons']} | {row['proposal']}"[:60]


@pytest.mark.parametrize("row", [*_FORMS["fi"], *_VOICES["fi"], *_TURNS["fi"], *_PLAIN["fi"]], ids=_name)
def test_finnish(row: Row) -> None:
    assert told(_FINNISH, "Kuusiranta", ("Päätösehdotus", "Päätös"), row) == set(row["told"])


@pytest.mark.parametrize("row", [*_FORMS["sv"], *_VOICES["sv"], *_PLAIN["sv"]], ids=_name)
def test_swedish(row: Row) -> None:
    assert told(_SWEDISH, "Koivuniemi", ("Förslag", "Beslut"), row) == set(row["told"])


@pytest.mark.parametrize(
    "introduced",
    [
        "Kunnanjohtaja: Kunta liittyy USO-verkostoon kaudelle 2025–2026.",
        "Kj Laine: Kunta liittyy USO-verkostoon kaudelle 2025–2026.",
        "**Kunnanjohtaja Aino Laineen ehdotus:** Kunta liittyy USO-verkostoon kaudelle 2025–2026.",
        "Hallintojohtaja    Kunta liittyy USO-verkostoon\n                   kaudelle 2025–2026.",
    ],
)
def test_a_proposal_without_a_heading(introduced: str) -> None:
    text = (
        "Kuusirannan kunta\n\nKunnanhallitus 21.10.2024 § 213\n\nUSO-verkosto\n\n"
        f"Verkosto tukee johtamista.\n\n{introduced}\n\nPäätös: Hyväksyttiin.\n"
    )
    (item,) = read_bytes(text.encode(), "x.txt", "file:///x.txt").items
    assert [(p.season, p.status.value) for p in item.participations] == [("2025-2026", "joined")]


def test_headings_cut_short() -> None:
    text = (
        "Kuusirannan kunta\n\nKunnanhallitus 11.3.2019 § 39 USO5\n\n"
        "Ehd.: Osallistutaan.\n\nPäät.: Ehdotus hyväksyttiin.\n"
    )
    (item,) = read_bytes(text.encode(), "x.txt", "file:///x.txt").items
    assert [(p.season, p.status.value) for p in item.participations] == [("2019-2020", "joined")]


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        ("Valtuusto hylkäsi kunnanhallituksen esityksen.", "declined"),
        ("Valtuusto hyväksyi kunnanhallituksen esityksen.", "joined"),
        ("Kunnanvaltuusto päätti, ettei kunta osallistu verkostoon.", "declined"),
    ],
)
def test_a_council_above_the_board_it_quotes(decision: str, status: str) -> None:
    text = (
        "Kuusirannan kunta\nKunnanvaltuusto 16.12.2024 § 77 USO-verkostoon osallistuminen\n\n"
        "Kunnanhallitus 25.11.2024 § 240\nKunnanhallitus esittää valtuustolle, että kunta osallistuu "
        f"verkostoon vuosina 2025–2026.\n\nPäätös\n{decision}\n"
    )
    (item,) = read_bytes(text.encode(), "x.txt", "file:///x.txt").items
    assert item.section == 77
    assert [(p.season, p.status.value) for p in item.participations] == [("2025-2026", status)]
