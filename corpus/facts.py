"""An item's facts as rows of their own, so that they can be asked for without reading every item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.records import Decision, DiaryNumber, Item, Money, Participation, Person, Record


class FactKind(StrEnum):
    """What a fact is."""

    DIARY_NUMBER = "diary_number"
    CITED_DIARY_NUMBER = "cited_diary_number"
    PERSON = "person"
    MONEY = "money"
    PARTICIPATION = "participation"
    DECISION = "decision"


Value = DiaryNumber | Person | Money | Participation | Decision

_RECORDS: dict[FactKind, type[Record]] = {
    FactKind.DIARY_NUMBER: DiaryNumber,
    FactKind.CITED_DIARY_NUMBER: DiaryNumber,
    FactKind.PERSON: Person,
    FactKind.MONEY: Money,
    FactKind.PARTICIPATION: Participation,
    FactKind.DECISION: Decision,
}


@dataclass(frozen=True)
class StoredFact:
    """A fact and the item that states it.

    ``key`` is what it is looked up by: a diary number's key, a person's name (else title), a money's
    kind, a participation's network, a decision's outcome. ``ordinal`` counts from 0 within the item.
    """

    kind: FactKind
    ordinal: int
    key: str
    value: Value
    item_id: str
    document_id: int


def facts_of(item: Item) -> Iterator[tuple[str, int, str, str]]:
    """Kind, ordinal, key and JSON of each of an item's facts."""
    keyed: list[tuple[FactKind, list[tuple[str, Record]]]] = [
        (FactKind.DIARY_NUMBER, [(number.key, number) for number in item.diary_numbers]),
        (FactKind.CITED_DIARY_NUMBER, [(number.key, number) for number in item.cited_diary_numbers]),
        (FactKind.PERSON, [(person.name or person.title or "", person) for person in item.people]),
        (FactKind.MONEY, [(money.kind.value, money) for money in item.money]),
        (FactKind.PARTICIPATION, [(part.network, part) for part in item.participations]),
        (FactKind.DECISION, [(item.decision.outcome.value, item.decision)] if item.decision else []),
    ]
    for kind, facts in keyed:
        for ordinal, (key, record) in enumerate(facts):
            yield kind.value, ordinal, key, record.model_dump_json()


def value_of(kind: str, record: str) -> Value:
    """A fact's record from its JSON."""
    value = _RECORDS[FactKind(kind)].model_validate_json(record)
    assert isinstance(value, Value)
    return value
