"""Evidence for an item's facts: places in the document turned into page, offsets and quote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.records import Evidence
from ingest.document import ReadDocument
from ingest.extract.found import Found

_LONGEST_QUOTE = 600


class EvidenceBook:
    """Collects evidence: places in the document turned into page, offsets and quote."""

    def __init__(self, document: ReadDocument, base: int) -> None:
        self.document, self.base = document, base
        self.evidence: list[Evidence] = []

    def add(self, pointer: str, start: int, end: int, rule: str) -> None:
        """Evidence at these offsets of the whole document; long quotes are cut at their first lines."""
        if end <= start:
            return  # known from where the document came from: no words of its own say so
        page, begin, stop = self.document.locate(start, end)
        text = self.document.pages[page - self.document.pages[0].number].text
        stop = min(stop, begin + _LONGEST_QUOTE)
        quote = text[begin:stop].rstrip()
        self.evidence.append(
            Evidence(fact=pointer, page=page, start=begin, end=begin + len(quote), quote=quote, rule=rule)
        )

    def add_all(self, pointer: str, found: Sequence[Found[Any]], base: int) -> None:
        """Evidence for each of a list's facts, whose offsets are the item's."""
        for index, fact in enumerate(found):
            self.add(f"{pointer}/{index}", fact.start + base, fact.end + base, fact.rule)
