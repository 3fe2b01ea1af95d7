"""Sums in many clerks' words: ``data/money_forms.toml``; in whole matters: ``money_matters.toml``."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingest.extract.money import find_money

_DATA = Path(__file__).parent / "data"
FORMS: list[dict[str, Any]] = tomllib.loads((_DATA / "money_forms.toml").read_text("utf-8"))["form"]
MATTERS: list[dict[str, Any]] = tomllib.loads((_DATA / "money_matters.toml").read_text("utf-8"))["matter"]


def told(wanted: list[str]) -> set[tuple[Decimal, str, str, str]]:
    return {(Decimal(amount), per, vat, kind) for amount, per, vat, kind in map(str.split, wanted)}


@pytest.mark.parametrize("form", FORMS, ids=[form["text"][:50] for form in FORMS])
def test_form(form: dict[str, Any]) -> None:
    found = [one.value for one in find_money(f"{form['title']}\n\n{form['text']}")]
    assert {(m.amount, m.per.value, m.vat.value, m.kind.value) for m in found} == told(form["money"])


@pytest.mark.parametrize("matter", MATTERS, ids=[matter["title"] for matter in MATTERS])
def test_matter(matter: dict[str, Any]) -> None:
    text = (
        f"Perustelut\n\n{matter['reasons']}\n\nPäätösehdotus\n\n{matter['proposal']}\n\n"
        f"Päätös\n\n{matter['decision']}\n"
    )
    found = [one.value for one in find_money(text, title=matter["title"])]
    assert {(m.amount, m.per.value, m.vat.value, m.kind.value) for m in found} == told(matter["money"])
