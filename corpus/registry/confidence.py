"""How sure facts are, by the rule that found them (confidence.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("confidence.toml")


@dataclass(frozen=True)
class Confidence:
    """A share between 0 and 1, and a code that says why it is not 1, if anything does."""

    value: float
    reason: str | None


@dataclass(frozen=True)
class _Table:
    rules: tuple[tuple[str, Confidence], ...]
    default: Confidence
    review_below: float


@cache
def _table() -> _Table:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    rules = [(entry["rule"], Confidence(entry["confidence"], entry["reason"])) for entry in data["rule"]]
    rules.sort(key=lambda rule: -len(rule[0]))
    return _Table(tuple(rules), Confidence(data["default"], None), data["review_below"])


@cache
def confidence_of(rule: str) -> Confidence:
    """How sure a fact found by this rule is; the default for a rule the file does not name."""
    return next((known for name, known in _table().rules if rule.startswith(name)), _table().default)


def review_below() -> float:
    """Facts less sure than this are for a person to look at."""
    return _table().review_below
