"""Sums in many clerks' words: ``data/money_forms.toml``."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingest.extract.money import find_money

_FILE = Path(__file__).parent / "data" / "money_forms.toml"
FORMS: list[dict[str, Any]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["form"]


@pytest.mark.parametrize("form", FORMS, ids=[form["text"][:50] for form in FORMS])
def test_form(form: dict[str, Any]) -> None:
    found = [one.value for one in find_money(f"{form['title']}\n\n{form['text']}")]
    wanted = [line.split() for line in form["money"]]
    assert {(money.amount, money.per.value, money.vat.value, money.kind.value) for money in found} == {
        (Decimal(amount), per, vat, kind) for amount, per, vat, kind in wanted
    }
