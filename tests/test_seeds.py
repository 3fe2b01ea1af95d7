"""The five real documents the project started from: what each must give, to the letter."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.records import Reading, Role, contract
from ingest.pipeline import read_file

MANTTA = "mantta-vilppula-uso8.txt"
TUUSULA = "tuusula-hyte-lautakunta-12.txt"
SLIDES = "tuusula-kehittamisverkostot-slides.txt"
OULU = "oulu-hanketietokanta-khe.txt"
FCG = "fcg-verkostohankkeet.txt"
SEEDS = (MANTTA, TUUSULA, SLIDES, OULU, FCG)


@cache
def reading(path: Path) -> Reading:
    return read_file(path)


@pytest.fixture(scope="session")
def seeds(shared: Path) -> Path:
    return shared / "seeds"


def line(seeds: Path, name: str) -> dict[str, Any]:
    read = reading(seeds / name)
    assert len(read.items) == 1
    return json.loads(json.dumps(contract(read.items[0], read.document)))


def people(line: dict[str, Any]) -> set[tuple[str | None, str | None, str]]:
    return {(person["name"], person["title"], person["role"]) for person in line["people"]}


def test_mantta_vilppula_joins(seeds: Path) -> None:
    given = line(seeds, MANTTA)
    assert given["document"]["kind"] == "item"
    assert given["municipality"] == "Mänttä-Vilppula"
    assert given["organ"] == "Kaupunginhallitus"
    assert given["meeting_date"] == "2024-10-28"
    assert given["section"] == 257
    assert given["title"] == "Mänttä-Vilppulan kaupungin osallistuminen USO-verkostoon kaudelle 2025-2026"
    assert given["diary_numbers"] == ["2204/00.04.01/2024"]
    assert people(given) == {
        ("Anne Heusala", "kaupunginjohtaja", "preparer"),
        ("Anne Heusala", "kaupunginjohtaja", "presenter"),
        (None, "kaupunginjohtaja", "contact"),
        (None, "talousjohtaja", "deputy-contact"),
    }
    assert given["money"] == [
        {
            "amount": "9000",
            "currency": "EUR",
            "per": "year",
            "vat": "unknown",
            "kind": "participation-fee",
            "text": "9 000 euroa/vuosi",
        }
    ]
    decision = given["decision"]
    assert decision["outcome"] == "approved_as_proposed"
    assert decision["text"] == "Hyväksyttiin esityksen mukaisesti."
    assert "osallistuu USO-kehittämisverkoston kaudelle 2025 - 2026" in decision["effective_text"]
    assert given["participations"] == [
        {"municipality": "Mänttä-Vilppula", "network": "USO", "season": "2025-2026", "status": "joined"},
        {
            "municipality": "Mänttä-Vilppula",
            "network": "USO",
            "season": "2023-2024",
            "status": "participated",
        },
    ]


def test_mantta_vilppula_details(seeds: Path) -> None:
    joined = reading(seeds / MANTTA).items[0].participations[0]
    assert joined.fee is not None
    assert str(joined.fee.amount) == "9000"
    assert joined.extra_costs is not None
    assert "matkakustannukset" in joined.extra_costs
    assert [(p.title, p.role) for p in joined.contacts] == [
        ("kaupunginjohtaja", Role.CONTACT),
        ("talousjohtaja", Role.DEPUTY_CONTACT),
    ]
    decision = reading(seeds / MANTTA).items[0].decision
    assert decision is not None
    assert len(decision.points) == 3


def test_tuusula_notes(seeds: Path) -> None:
    given = line(seeds, TUUSULA)
    assert given["municipality"] == "Tuusula"
    assert given["organ"] == "Hyvinvoinnin ja terveyden edistämisen lautakunta"
    assert given["meeting_date"] == "2021-03-02"
    assert given["section"] == 12
    assert given["diary_numbers"] == ["TUUDno-2021-379"]
    assert given["decision"]["outcome"] == "noted"
    assert people(given) == {
        ("Heidi Hagman", "kehittämispäällikkö", "preparer"),
        ("Heidi Hagman", "kehittämispäällikkö", "presenter"),
        ("Katja Repo", "yhteisömanageri", "expert"),
    }
    assert given["participations"] == []
    assert given["money"] == []


def test_slides_are_an_attachment(seeds: Path) -> None:
    given = line(seeds, SLIDES)
    assert given["document"]["kind"] == "attachment"
    assert given["municipality"] == "Tuusula"
    assert given["section"] is None
    assert given["decision"] is None
    assert given["diary_numbers"] == []
    assert given["participations"] == []
    assert [(m["amount"], m["per"], m["kind"]) for m in given["money"]] == [
        ("1", "inhabitant/year", "budget")
    ]


def test_oulu_project_card(seeds: Path) -> None:
    given = line(seeds, OULU)
    assert given["document"]["kind"] == "project-card"
    assert given["municipality"] == "Oulu"
    assert given["section"] is None
    assert given["decision"] is None
    assert given["participations"] == [
        {"municipality": "Oulu", "network": "KHE", "season": "2017-2019", "status": "participated"}
    ]
    card = reading(seeds / OULU).items[0].participations[0]
    assert (str(card.start), str(card.end)) == ("2017-09-01", "2019-12-31")
    assert [(p.name, p.organisation) for p in card.contacts] == [
        ("Ville Nieminen", "Kuntaliitto"),
        ("Kimmo Haapasalo", "FCG Konsultointi Oy"),
        ("Maria Ala-Siuru", "Oulun kaupunki"),
    ]
    assert card.organisers == ("Suomen Kuntaliitto", "Oulun kaupunki", "Kunnat")


def test_network_page(seeds: Path) -> None:
    given = line(seeds, FCG)
    assert given["document"]["kind"] == "network-page"
    assert given["section"] is None
    assert given["decision"] is None
    found = {p.network: p for p in reading(seeds / FCG).items[0].participations}
    assert {name: p.season for name, p in found.items()} == {
        "OMA2": "2024-2026",
        "Digiverkosto": "2023",
        "USO": None,
        "Kestävä kuntatalous": "2022-2024",
        "EVE": None,
        "TOK": "2023-2024",
        "Nova Schola": None,
        "Verkostoperuskoulu": "2023-2024",
    }
    assert all(p.municipality is None and p.status == "mentioned" for p in found.values())
    assert str(found["Digiverkosto"].start) == "2023-06-06"
    contacts = {name: [p.name for p in entry.contacts] for name, entry in found.items() if entry.contacts}
    assert contacts == {
        "OMA2": ["Timo Nousiainen", "Terhi Päivärinta"],
        "Digiverkosto": ["Elisa Kettunen"],
        "Verkostoperuskoulu": ["Kimmo Haapasalo"],
    }


@pytest.mark.parametrize("name", SEEDS)
def test_every_fact_is_proved(seeds: Path, name: str) -> None:
    text = (seeds / name).read_text(encoding="utf-8")
    given = line(seeds, name)
    proved = {evidence["fact"] for evidence in given["evidence"]}
    for evidence in given["evidence"]:
        assert evidence["page"] == 1
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
        assert evidence["quote"].strip()
    for field in ("people", "money", "diary_numbers", "participations"):
        assert {f"/{field}/{index}" for index in range(len(given[field]))} <= proved
    for field in ("title", "organ", "meeting_date", "section", "decision"):
        assert (given[field] is None) or (f"/{field}" in proved)
