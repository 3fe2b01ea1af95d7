"""What a row of charges is of: a network's fee or an association's, where one list has both."""

from __future__ import annotations

from corpus.records import MoneyKind
from corpus.registry.networks import find_networks
from ingest.extract.money_words import words

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
