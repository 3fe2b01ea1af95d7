"""What extraction was not sure of: facts below the review threshold, and fields it did not find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.database import Library, StoredItem
from corpus.overrides import RULE
from corpus.records import Evidence, Item, Kind
from corpus.registry.confidence import confidence_of, review_below

_AROUND = 160  # characters of context on each side
_EXPECTED = ("municipality", "organ", "meeting_date", "section", "title")
_KINDS = (Kind.ITEM, Kind.MINUTES, Kind.OFFICEHOLDER_DECISION)


@dataclass(frozen=True)
class Doubt:
    """A fact for a person to look at. ``page`` and ``start`` are 0 for a field of the item as a whole."""

    item_id: str
    field: str
    value: Any
    correct: str
    reason: str
    confidence: float
    quote: str
    context: str
    document: str
    sha256: str
    section: int
    page: int
    start: int


def doubts(library: Library, below: float | None = None, *, everything: bool = False) -> Iterator[Doubt]:
    """Doubts in the items' order; with ``everything`` all facts, so that any can be pinned."""
    limit = review_below() if below is None else below
    for stored in library.items():
        pages = library.pages(stored.document_id)
        for evidence in stored.item.evidence:
            sure = confidence_of(evidence.rule)
            if everything or (sure.value < limit and evidence.rule != RULE):
                yield _doubt(stored, evidence, pages, sure.reason or "", sure.value)
        yield from _not_found(stored)


def _doubt(stored: StoredItem, evidence: Evidence, pages: list[str], reason: str, confidence: float) -> Doubt:
    field, _, index = evidence.fact.lstrip("/").partition("/")
    text = pages[evidence.page - 1] if evidence.page <= len(pages) else ""
    around = text[max(0, evidence.start - _AROUND) : evidence.end + _AROUND]
    whole = not index
    return Doubt(
        item_id=stored.item.id,
        field=field,
        value=_value(stored.item, field, int(index) if index else None),
        correct="",
        reason=reason,
        confidence=confidence,
        quote=evidence.quote,
        context=" ".join(around.split()),
        document=stored.document.name,
        sha256=stored.document.sha256,
        section=stored.item.section or 0,
        page=0 if whole else evidence.page,
        start=0 if whole else evidence.start,
    )


def _value(item: Item, field: str, index: int | None) -> Any:
    record = item.model_dump(mode="json", include={field})[field]
    if field == "decision":
        return record["outcome"] if record else None
    return record if index is None else record[index]


def _not_found(stored: StoredItem) -> Iterator[Doubt]:
    item = stored.item
    if item.kind not in _KINDS or (item.kind is Kind.MINUTES and item.section is None):
        return
    for field in _EXPECTED:
        if getattr(item, field) is None:
            yield Doubt(
                item_id=item.id,
                field=field,
                value=None,
                correct="",
                reason="not-found",
                confidence=0.0,
                quote="",
                context=" ".join(item.text[: 2 * _AROUND].split()),
                document=stored.document.name,
                sha256=stored.document.sha256,
                section=item.section or 0,
                page=0,
                start=0,
            )
