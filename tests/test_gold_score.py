"""The gold set's parts whose errors were read: no field's macro F1 falls below what was reached."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli import main
from corpus.gold import ROOT
from corpus.records import contract
from ingest.evaluate import FIELDS
from ingest.pipeline import read_file

FLOORS = ROOT / "floors"
PARTS = sorted(path.stem for path in FLOORS.glob("*.json"))
DISTRACTORS = [
    line["file"]
    for part in PARTS
    for line in map(json.loads, (ROOT / f"{part}.jsonl").read_text(encoding="utf-8").splitlines())
    if line["distractor"]
]
FACTS = ("diary_numbers", "cited_diary_numbers", "people", "money", "participations", "decision")


def evaluated(part: str, floor: Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["evaluate", str(ROOT / f"{part}.jsonl"), "--floor", str(floor)])
    return done.exit_code, done.stderr


@pytest.mark.parametrize("part", PARTS)
def test_no_field_fell(part: str) -> None:
    code, told = evaluated(part, FLOORS / f"{part}.json")
    assert code == 0, told


@pytest.mark.parametrize("part", PARTS)
def test_the_floor_has_every_field(part: str) -> None:
    assert set(json.loads((FLOORS / f"{part}.json").read_text(encoding="utf-8"))) == set(FIELDS)


@pytest.mark.parametrize("field", ["participations"])
def test_a_fall_is_told(field: str, tmp_path: Path) -> None:
    floor = json.loads((FLOORS / "open.json").read_text(encoding="utf-8"))
    path = tmp_path / "floor.json"
    path.write_text(json.dumps({**floor, field: 1.5}), encoding="utf-8")
    code, told = evaluated("open", path)
    assert code == 1
    assert field in told


@pytest.mark.parametrize("file", DISTRACTORS)
def test_what_only_looks_like_minutes_gives_no_facts(file: str) -> None:
    reading = read_file(ROOT / file)
    found: list[dict[str, Any]] = [contract(item, reading.document) for item in reading.items]
    assert not [(fact, item[fact]) for item in found for fact in FACTS if item[fact]]
