"""The words around money (``money.toml``), read once and compiled."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from corpus.records import MoneyKind

_LEADING_BOUNDARY = re.compile(r"\A\\b(\w)")


@dataclass(frozen=True)
class KindCues:
    """Cues of one kind of money; the heavier, the farther from the amount they may stand."""

    kind: MoneyKind
    weight: int
    pattern: re.Pattern[str]
    # Whether a network's fee may be meant: where the "item" is about a network, or words "near" are.
    network: Literal["item", "near", ""] = ""


@dataclass(frozen=True)
class MoneyWords:
    """Everything ``money.toml`` says. ``before``, ``vat`` and the kinds read lower-case text."""

    units: dict[str, str]
    after: re.Pattern[str]
    before: re.Pattern[str]
    vat: re.Pattern[str]
    vat_words: tuple[str, ...]  # every remark on VAT holds one of these
    kinds: tuple[KindCues, ...]
    estimate_before: re.Pattern[str]
    network: re.Pattern[str]
    utility: re.Pattern[str]
    numerals: dict[str, int]


@cache
def words() -> MoneyWords:
    """The words, read and compiled at first use."""
    with Path(__file__).with_name("money.toml").open("rb") as file:
        data = tomllib.load(file)
    kinds = [
        KindCues(MoneyKind(kind), entry["weight"], _any(entry["cues"]), entry.get("network", ""))
        for kind, entry in data["kind"].items()
    ]
    kinds += [
        KindCues(MoneyKind(entry["kind"]), entry["weight"], _any(entry["cues"]), entry["network"])
        for entry in data["charge"]
    ]
    return MoneyWords(
        units={unit: name for name, units in data["units"].items() for unit in units},
        after=re.compile(rf"[ \n](?:{_groups(data['after'])})(?!\w)", re.IGNORECASE),
        before=re.compile(_groups(data["before"])),
        vat=re.compile(_groups(data["vat"])),
        vat_words=tuple(data["vat_words"]),
        kinds=tuple(kinds),
        estimate_before=re.compile(
            rf"(?:{'|'.join(data['estimate_before']['cues'])})[ \n]{{0,2}}\Z", re.IGNORECASE
        ),
        network=_any(data["topic"]["network"]),
        utility=_any(data["topic"]["utility"]),
        numerals=data["numerals"],
    )


def _any(cues: list[str]) -> re.Pattern[str]:
    r"""One pattern of all cues. Each begins with a letter or with ``\b`` and a letter.

    The boundary is moved behind the first letter: the regex engine then skips quickly to places where
    some cue's first letter stands.
    """
    return re.compile("|".join(_LEADING_BOUNDARY.sub(r"\1(?<=\\b\1)", cue) for cue in cues))


def _groups(table: dict[str, Any]) -> str:
    """One alternation with a named group for each entry, so that ``lastgroup`` tells which it was."""
    return "|".join(f"(?P<{name}>{'|'.join(patterns)})" for name, patterns in table.items())
