"""The sample's answer key: every field is found, and nothing is invented, to F1 0.97."""

from __future__ import annotations

import pytest

from corpus.records import contract
from corpus.sample import ROOT, answer_key
from ingest.evaluate import FIELDS, Score, evaluate
from ingest.pipeline import read_file

FLOOR = 0.97


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    key = answer_key()
    extracted = {}
    for file in sorted({line["file"] for line in key}):
        reading = read_file(ROOT / file)
        extracted[file] = [contract(item, reading.document) for item in reading.items]
    return evaluate(key, extracted)


@pytest.mark.parametrize("field", FIELDS)
def test_field(scores: dict[str, Score], field: str) -> None:
    score = scores[field]
    lines = [f"{place}: missed {missed}, invented {invented}" for place, missed, invented in score.errors]
    assert score.f1 >= FLOOR, "\n".join([f"{field}: F1 {score.f1:.3f}", *lines])


def test_the_score_can_fail() -> None:
    key = [line for line in answer_key() if line["money"]][:3]
    nothing = evaluate(key, {})
    assert nothing["money"].f1 == 0
    assert nothing["title"].f1 == 0
