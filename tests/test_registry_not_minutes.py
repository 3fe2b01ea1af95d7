"""Bulletins, rulings and news stories are told from minutes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from corpus.registry import not_minutes
from corpus.registry.not_minutes import is_not_minutes

SIGNS = tomllib.loads(Path(not_minutes.__file__).with_suffix(".toml").read_text(encoding="utf-8"))["sign"]


@pytest.mark.parametrize("example", [sign["example"] for sign in SIGNS])
def test_examples(example: str) -> None:
    assert is_not_minutes(example)


def test_words_of_applying_below_a_head_are_minutes() -> None:
    assert is_not_minutes("Avustukset\nSivistyslautakunta hyväksyi ohjeen.\nMiten haetaan\nLomakkeella.")
    assert not is_not_minutes("Sivistyslautakunta 4.2.2021 § 9\nHakuohje\nPäätös\nHyväksyttiin.", headed=True)


@pytest.mark.parametrize(
    "text",
    [
        "Kunnanhallitus, kokous 25.1.2021\n§ 12 Lausunto hallinto-oikeudelle valituksesta\n"
        "Päätös\nHyväksyttiin.",
        "Kunnanhallitus 25.1.2021 § 12\nKunnan talous lyhyesti\nPäätös\nMerkittiin.",
        "Pöytäkirja 8.5.2017\nKaupunginhallitus\nTiedotteen hyväksyminen",
    ],
)
def test_minutes_are_minutes(text: str) -> None:
    assert not is_not_minutes(text)
