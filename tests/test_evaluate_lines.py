"""Comparing an item with its line of the answer key."""

from __future__ import annotations

from typing import Any

from ingest.evaluate import evaluate


def line(municipality: str | None, told_of: str | None, **more: Any) -> dict[str, Any]:
    joined = {"municipality": told_of, "network": "USO", "season": None, "status": "joined"}
    return {
        "file": "x.txt", "kind": "item", "language": "fi", "municipality": municipality, "organ": None,
        "meeting_date": None, "section": 1, "title": None, "diary_numbers": [], "cited_diary_numbers": [],
        "people": [], "money": [], "participations": [joined], "decision": None, **more,
    }  # fmt: skip


def test_a_municipality_the_page_does_not_name_may_be_known_from_elsewhere() -> None:
    key = line(None, None, place="Kuusiranta")
    assert evaluate([key], {"x.txt": [line("Kuusiranta", "Kuusiranta")]})["participations"].f1 == 1
    assert evaluate([key], {"x.txt": [line("Kuusiranta", "Haapavaara")]})["participations"].f1 == 0


def test_a_named_municipality_must_be_found() -> None:
    key = line("Kuusiranta", "Kuusiranta", place="Kuusiranta")
    assert evaluate([key], {"x.txt": [line("Kuusiranta", None)]})["participations"].f1 == 0


def test_sums_are_compared_as_numbers() -> None:
    def priced(amount: str) -> dict[str, Any]:
        sums = [{"amount": amount, "per": "once", "vat": "unknown", "kind": "price"}]
        return line(None, None, money=sums)

    assert evaluate([priced("3.4")], {"x.txt": [priced("3.40")]})["money"].f1 == 1
    assert evaluate([priced("1000")], {"x.txt": [priced("1E+3")]})["money"].f1 == 1
    assert evaluate([priced("3.4")], {"x.txt": [priced("3.44")]})["money"].f1 == 0
