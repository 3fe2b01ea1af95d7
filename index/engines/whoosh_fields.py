"""How a Whoosh index keeps things: numbers as terms, and what its fields are called."""

from __future__ import annotations

LEAST, MOST = -(2**63), 2**63 - 1
"""Ends of the numbers that can be kept; the two themselves stand for none."""


def number_term(number: int) -> str:
    """A signed 64-bit number as hexadecimal digits in sorting order."""
    return f"{min(max(number, LEAST), MOST) - LEAST:016x}"


def places(field: str) -> str:
    """The field that says where the terms of a field of words first stand."""
    return f"{field}_at"


def more_places(field: str) -> str:
    """The field that says where terms stand again: apart, since numbers of one size are read at one go."""
    return f"{field}_again"


def limits(field: str) -> tuple[str, str]:
    """The columns of a number field with each document's least and greatest number."""
    return f"{field}_least", f"{field}_most"
