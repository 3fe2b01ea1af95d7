"""The words around money (``money.toml``), read once and compiled."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.records import MoneyKind


@dataclass(frozen=True)
class KindCues:
    """Cues of one kind of money; the heavier, the farther from the amount they may stand."""

    kind: MoneyKind
    weight: int
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class MoneyWords:
    """Everything ``money.toml`` says. ``before``, ``vat`` and the kinds read lower-case text."""

    units: dict[str, str]
    after: re.Pattern[str]
    before: re.Pattern[str]
    vat: re.Pattern[str]
    kinds: tuple[KindCues, ...]
    estimate_before: re.Pattern[str]
    numerals: dict[str, int]


@cache
def words() -> MoneyWords:
    """The words, read and compiled at first use."""
    with Path(__file__).with_name("money.toml").open("rb") as file:
        data = tomllib.load(file)
    kinds = [
        KindCues(MoneyKind(kind), entry["weight"], _any(entry["cues"]))
        for kind, entry in data["kind"].items()
    ]
    kinds.append(KindCues(MoneyKind.TARIFF, 1, _any(data["charge"]["cues"])))
    return MoneyWords(
        units={unit: name for name, units in data["units"].items() for unit in units},
        after=re.compile(rf"[ \n](?:{_groups(data['after'])})(?!\w)", re.IGNORECASE),
        before=re.compile(_groups(data["before"])),
        vat=re.compile(_groups(data["vat"])),
        kinds=tuple(kinds),
        estimate_before=re.compile(
            rf"(?:{'|'.join(data['estimate_before']['cues'])})[ \n]{{0,2}}\Z", re.IGNORECASE
        ),
        numerals=data["numerals"],
    )


def _any(cues: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(cues))


def _groups(table: dict[str, Any]) -> str:
    """One alternation with a named group for each entry, so that ``lastgroup`` tells which it was."""
    return "|".join(f"(?P<{name}>{'|'.join(patterns)})" for name, patterns in table.items())
