"""Pages' heads and people in other layouts than the samples' (data/head_forms.toml), read as a whole."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import read_bytes

_FORMS = tomllib.loads((Path(__file__).parent / "data" / "head_forms.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", _FORMS["case"], ids=lambda case: str(case["text"])[:50])
def test_first_item(case: dict[str, Any]) -> None:
    item = read_bytes(case["text"].encode(), "page.txt", "file:///page.txt").items[0]
    assert (item.kind.value, item.organ, item.section) == (
        case["kind"],
        case.get("organ"),
        case.get("section"),
    )
    assert (item.meeting_date and item.meeting_date.isoformat()) == case.get("date")
    assert item.title == case.get("title")
    assert "municipality" not in case or item.municipality == case["municipality"]
    assert [number.key for number in item.diary_numbers] == case.get("diary", [])
    people = [f"{p.name or '-'}, {p.title or '-'}, {p.role.value}" for p in item.people]
    assert sorted(people) == sorted(case["people"])
