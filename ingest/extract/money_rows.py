"""What a row of charges is of: a network's fee or an association's, where one list has both."""

from __future__ import annotations

import re

from corpus.records import MoneyKind
from corpus.registry.networks import find_networks
from ingest.extract.money_amounts import unit_of
from ingest.extract.money_words import words

# The name of a row that ends with its unit: "Vesimaksu / m3", "Vuokra (kk)".
_NAME_AND_UNIT = re.compile(
    r"[^\n\t]{0,80}?[a-zåäö][ ]?"
    r"(?:/[ ]?(?P<unit>[a-zåäö0-9²³]{1,12})|\((?:€?/)?(?P<aside>m3|m2|kk|h|vrk|pv|v)\))"
    r"(?=[ ]{2}|[ ]?\t|[ ]?\|)"
)

_CHARGES = frozenset({MoneyKind.PARTICIPATION_FEE, MoneyKind.MEMBERSHIP_FEE})
_LONGEST_NAME = 120


def kind_of_row(text: str, start: int, kind: MoneyKind | None) -> MoneyKind | None:
    """``kind``, or the other of two fees where the name before ``start`` on its line is the other's.

    "Jäsenyydet ja verkostot: A ry 500 €, B-verkosto 4 000 €" are a membership fee and a fee of taking part.
    """
    if kind not in _CHARGES:
        return kind
    name = text[max(0, start - _LONGEST_NAME) : start].rsplit("\n", 1)[-1]
    lower = name.lower()
    if find_networks(name) or words().network.search(lower) or "verkosto" in lower or "nätverk" in lower:
        return MoneyKind.PARTICIPATION_FEE
    return MoneyKind.MEMBERSHIP_FEE if words().association.search(lower) else kind


def unit_of_row(text: str, start: int) -> str | None:
    """The unit with which the name of the row ends whose cell begins at ``start``, None if it names none."""
    line = text.rfind("\n", max(0, start - _LONGEST_NAME), start) + 1
    match = _NAME_AND_UNIT.match(text, line, start)
    return match and unit_of(match["unit"] or match["aside"])
