"""Helsinki's structured fields as an answer key: what the HTML alone gives is compared with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.records import Item
from ingest.pipeline import read_bytes

Pair = tuple[Item, dict[str, Any]]


@pytest.fixture(scope="module")
def pairs(shared: Path) -> list[Pair]:
    return list(_pairs(shared / "real" / "helsinki" / "decisions"))


def _pairs(folder: Path) -> Iterator[Pair]:
    for path in sorted(folder.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        reading = read_bytes(truth["Content"].encode(), f"{path.stem}.html", f"file:///{path.stem}.html")
        assert len(reading.items) == 1, path.name
        yield reading.items[0], truth


def share(right: list[bool]) -> float:
    assert len(right) > 2
    return sum(right) / len(right)


def test_section(pairs: list[Pair]) -> None:
    assert share([item.section == int(truth["Section"]) for item, truth in pairs]) >= 0.99


def test_title(pairs: list[Pair]) -> None:
    # The page in Finnish of a decision whose other language's title the dump gives is left out.
    same = [
        item.title == " ".join(truth["Title"].split())
        for item, truth in pairs
        if " ".join(truth["Title"].split()) in " ".join(item.text.split())
    ]
    assert share(same) >= 0.99


def test_diary_number(pairs: list[Pair]) -> None:
    # A secret decision's page does not show its number.
    visible = [
        (item, truth) for item, truth in pairs if truth["CaseIDLabel"] and truth["CaseIDLabel"] in item.text
    ]
    assert (
        share([[n.key for n in item.diary_numbers] == [truth["CaseIDLabel"]] for item, truth in visible])
        >= 0.99
    )
    assert not any(item.diary_numbers for item, truth in pairs if not truth["CaseIDLabel"])


def test_bodies(pairs: list[Pair]) -> None:
    # Meetings' bodies are named on the page; an officeholder's office often is not, or is told in more words.
    named = [(item, truth["Organization"]["Name"]) for item, truth in pairs if truth["Meeting"]]
    named = [(item, name) for item, name in named if name in item.text]
    assert share([item.organ == name for item, name in named]) >= 0.97


def test_officeholders_end_in_their_title(pairs: list[Pair]) -> None:
    named = [
        (item.organ, truth["Organization"]["Name"])
        for item, truth in pairs
        if not truth["Meeting"]
        and item.organ
        and truth["Organization"]["Name"].casefold() in item.text.casefold()
    ]
    assert share([organ.casefold().endswith(name.casefold()) for organ, name in named]) >= 0.97


def test_votes(pairs: list[Pair]) -> None:
    voted = [(item, truth["VotingResults"]) for item, truth in pairs if truth["VotingResults"]]
    assert voted
    for item, results in voted:
        given = item.decision.votes if item.decision else None
        main = [(r["Ayes"]["NumberOfVotes"], r["Noes"]["NumberOfVotes"]) for r in results]
        assert given is None or (given.for_, given.against) in main
    assert not any(
        item.decision and item.decision.votes for item, truth in pairs if not truth["VotingResults"]
    )
