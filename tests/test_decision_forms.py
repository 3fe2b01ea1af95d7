"""Decisions in many clerks' words, Finnish and Swedish: outcome, unanimity and votes.

The items stand in data/decision_forms.toml: what follows an item's title and reasons, and what was decided.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import read_bytes

_FORMS = tomllib.loads((Path(__file__).parent / "data" / "decision_forms.toml").read_text("utf-8"))
_FINNISH = (
    "Kuusirannan kunta\n\nKunnanhallitus 21.10.2024 § 213\n\n412/00.04.01/2024\n\nKirjaston aukiolo\n\n"
    "Kirjasto on ollut avoinna neljänä päivänä viikossa.\n\n"
)
_SWEDISH = (
    "Björknäs kommun\n\nKommunstyrelsen 21.10.2024 § 213\n\n412/00.04.01/2024\n\nBibliotekets öppettider\n\n"
    "Biblioteket har haft öppet fyra dagar i veckan.\n\n"
)
Row = dict[str, Any]


def told(head: str, row: Row) -> Row:
    (item,) = read_bytes((head + row["text"]).encode(), "x.txt", "file:///x.txt").items
    decision = item.decision
    if decision is None:
        return {"outcome": "none"}
    result: Row = {"outcome": decision.outcome.value}
    if decision.unanimous is not None:
        result["unanimous"] = decision.unanimous
    if decision.votes:
        result["votes"] = [decision.votes.for_, decision.votes.against]
    return result


def _name(row: Row) -> str:
    return " ".join(row["text"].split())[-70:]


@pytest.mark.parametrize("row", _FORMS["fi"], ids=_name)
def test_finnish(row: Row) -> None:
    assert told(_FINNISH, row) == {key: value for key, value in row.items() if key != "text"}


@pytest.mark.parametrize("row", _FORMS["sv"], ids=_name)
def test_swedish(row: Row) -> None:
    assert told(_SWEDISH, row) == {key: value for key, value in row.items() if key != "text"}
