"""The gold set's open part: no field's macro F1 falls below what was reached."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from corpus.gold import ROOT
from ingest.evaluate import FIELDS

FLOOR = ROOT / "floor.json"


def evaluated(floor: Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["evaluate", str(ROOT / "open.jsonl"), "--floor", str(floor)])
    return done.exit_code, done.stderr


def test_no_field_fell() -> None:
    assert evaluated(FLOOR) == (0, "")


def test_the_floor_has_every_field() -> None:
    assert set(json.loads(FLOOR.read_text(encoding="utf-8"))) == set(FIELDS)


@pytest.mark.parametrize("field", ["participations"])
def test_a_fall_is_told(field: str, tmp_path: Path) -> None:
    floor = json.loads(FLOOR.read_text(encoding="utf-8"))
    path = tmp_path / "floor.json"
    path.write_text(json.dumps({**floor, field: 1.5}), encoding="utf-8")
    code, told = evaluated(path)
    assert code == 1
    assert field in told
