"""People in many municipalities' words (data/people_forms.toml), and those in no official role."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ingest.extract.name_forms import partitive_surname
from ingest.extract.people import find_people
from ingest.pipeline import read_bytes

_FORMS = tomllib.loads((Path(__file__).parent / "data" / "people_forms.toml").read_text("utf-8"))
_HEADS = {
    "fi": "Kuusirannan kunta\n\nKunnanhallitus 21.10.2024 § 213\n\n412/00.04.01/2024\n\nAsian otsikko\n\n",
    "sv": "Björknäs kommun\n\nKommunstyrelsen 21.10.2024 § 213\n\n412/00.04.01/2024\n\nÄrendets rubrik\n\n",
}


@pytest.mark.parametrize("case", _FORMS["case"], ids=lambda case: str(case["text"])[:50])
def test_people(case: dict[str, Any]) -> None:
    found = [
        f"{p.value.name or '-'}, {p.value.title or '-'}, {p.value.role.value}"
        for p in find_people(case["text"])
    ]
    assert sorted(found) == sorted(case["people"])


@pytest.mark.parametrize("case", _FORMS["item"], ids=lambda case: str(case["text"])[:60])
def test_people_of_an_item(case: dict[str, Any]) -> None:
    text = _HEADS[case["language"]] + case["text"]
    (item,) = read_bytes(text.encode(), "x.txt", "file:///x.txt").items
    found = {f"{p.name or '-'}, {p.title or '-'}, {p.role.value}" for p in item.people}
    assert found == set(case["people"])


@pytest.mark.parametrize("case", _FORMS["page"], ids=lambda case: str(case["text"])[:60])
def test_people_of_a_page(case: dict[str, Any]) -> None:
    (item,) = read_bytes(case["text"].encode(), "x.txt", "file:///x.txt").items
    found = {f"{p.name or '-'}, {p.title or '-'}, {p.role.value}" for p in item.people}
    assert found == set(case["people"])


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Salmelinia", "Salmelin"),
        ("Virtasta", "Virtanen"),
        ("Mäkeä", "Mäki"),
        ("Kalliota", "Kallio"),
        ("Hakolaa", "Hakola"),
        ("Lindqvistia", "Lindqvist"),
        ("Ylä-Laaksoa", "Ylä-Laakso"),
        ("Peltomaa", "Peltomaa"),
        ("Koskela", "Koskela"),
        ("Niemi", "Niemi"),
    ],
)
def test_out_of_the_partitive(written: str, name: str) -> None:
    assert partitive_surname(written) == name
