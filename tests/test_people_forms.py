"""People in many municipalities' words (data/people_forms.toml), and those in no official role."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ingest.extract.name_forms import partitive_surname
from ingest.extract.people import find_people

_CASES = tomllib.loads((Path(__file__).parent / "data" / "people_forms.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: str(case["text"])[:50])
def test_people(case: dict[str, Any]) -> None:
    found = [
        f"{p.value.name or '-'}, {p.value.title or '-'}, {p.value.role.value}"
        for p in find_people(case["text"])
    ]
    assert sorted(found) == sorted(case["people"])


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
