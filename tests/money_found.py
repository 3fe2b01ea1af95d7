"""Amounts found in a text, each checked to be a slice of it."""

from corpus.records import Money
from ingest.extract.found import Found
from ingest.extract.money import find_money


def exact(text: str) -> list[Found[Money]]:
    """The amounts found, after checking that each one's text is its own slice."""
    found = find_money(text)
    for one in found:
        assert text[one.start : one.end] == one.value.text
    return found
