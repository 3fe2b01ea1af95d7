"""The records are what the documentation says they are."""

from __future__ import annotations

import datetime as dt
import json
import runpy
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from corpus.records import (
    Decision,
    DiaryNumber,
    Document,
    Evidence,
    Item,
    Kind,
    Money,
    MoneyKind,
    Outcome,
    Participation,
    ParticipationStatus,
    Per,
    Person,
    Reading,
    Role,
    Votes,
    contract,
    json_schema,
    plain_decimal,
)

DOCS = Path(__file__).resolve().parent.parent / "docs"

DOCUMENT = Document(
    name="minutes.html",
    uri="file:///minutes.html",
    sha256="ab" * 32,
    media_type="text/html",
    kind=Kind.MINUTES,
    language="fi",
    reader="html/1",
)
ITEM = Item(
    id="kuusilahti/kunnanhallitus/2031-05-06/12",
    kind=Kind.ITEM,
    language="sv",
    municipality="Kuusilahti",
    organ="Kunnanhallitus",
    meeting_date=dt.date(2031, 5, 6),
    section=12,
    title="Verkostoon liittyminen",
    diary_numbers=(DiaryNumber(written="KUU 1/2031", key="KUU/1/2031", year=2031),),
    cited_diary_numbers=(DiaryNumber(written="KUU 9/2030", key="KUU/9/2030"),),
    people=(Person(title="talousjohtaja", role=Role.DEPUTY_CONTACT, organisation="Kuusilahti"),),
    money=(
        Money(
            amount=Decimal("9000.00"),
            per=Per.YEAR,
            kind=MoneyKind.PARTICIPATION_FEE,
            text="9 000 euroa/vuosi",
        ),
    ),
    decision=Decision(
        outcome=Outcome.APPROVED,
        votes=Votes(for_=7, against=2, blank=1),
        text="Hyväksyttiin.",
        effective_text="Kunta liittyy.",
    ),
    participations=(
        Participation(
            municipality="Kuusilahti", network="USO", season="2031-2032", status=ParticipationStatus.JOINED
        ),
    ),
    text="§ 12 …",
    evidence=(Evidence(fact="/section", page=1, start=0, end=4, quote="§ 12", rule="section"),),
)


def test_the_schema_in_the_documentation_is_up_to_date() -> None:
    assert json.loads((DOCS / "schema.json").read_text("utf-8")) == json_schema(), (
        "run: python docs/generate.py"
    )


def test_a_reading_fits_its_schema() -> None:
    reading = Reading(document=DOCUMENT, pages=("§ 12 …",), items=(ITEM,))
    written = json.loads(reading.model_dump_json())
    jsonschema.validate(written, json_schema())
    assert Reading.model_validate(written) == reading.model_copy(
        update={"items": (ITEM.model_copy(update={"money": (_plain(ITEM.money[0]),)}),)}
    )


def _plain(money: Money) -> Money:
    return money.model_copy(update={"amount": Decimal("9000")})


def keys(value: Any) -> Any:
    """The shape of a JSON value: its keys, in order."""
    if isinstance(value, dict):
        return {key: keys(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [keys(value[0])] if value else []
    return None


def test_the_contract_has_exactly_these_keys() -> None:
    line = contract(ITEM, DOCUMENT)
    assert keys(line) == {
        "document": {"name": None, "kind": None, "language": None, "sha256": None},
        "municipality": None,
        "organ": None,
        "meeting_date": None,
        "section": None,
        "title": None,
        "diary_numbers": [None],
        "cited_diary_numbers": [None],
        "people": [{"name": None, "title": None, "role": None}],
        "money": [{"amount": None, "currency": None, "per": None, "vat": None, "kind": None, "text": None}],
        "decision": {
            "outcome": None,
            "unanimous": None,
            "votes": {"for": None, "against": None, "blank": None, "absent": None},
            "text": None,
            "effective_text": None,
        },
        "participations": [{"municipality": None, "network": None, "season": None, "status": None}],
        "evidence": [{"fact": None, "page": None, "start": None, "end": None, "quote": None}],
    }
    assert line == json.loads(json.dumps(line))


def test_the_contract_says_what_the_item_says() -> None:
    line = contract(ITEM, DOCUMENT)
    assert line["document"] == {
        "name": "minutes.html",
        "kind": "minutes",
        "language": "sv",
        "sha256": "ab" * 32,
    }
    assert (line["meeting_date"], line["section"]) == ("2031-05-06", 12)
    assert (line["diary_numbers"], line["cited_diary_numbers"]) == (["KUU/1/2031"], ["KUU/9/2030"])
    assert line["money"][0] == {
        "amount": "9000",
        "currency": "EUR",
        "per": "year",
        "vat": "unknown",
        "kind": "participation-fee",
        "text": "9 000 euroa/vuosi",
    }
    assert line["decision"]["votes"] == {"for": 7, "against": 2, "blank": 1, "absent": None}


def test_an_item_that_says_little_has_the_same_keys() -> None:
    bare = Item(id="x", kind=Kind.ATTACHMENT, language="fi", text="")
    line = contract(bare, DOCUMENT)
    assert list(line) == list(contract(ITEM, DOCUMENT))
    assert (line["section"], line["decision"], line["money"]) == (None, None, [])


@pytest.mark.parametrize(
    ("value", "text"),
    [("9000", "9000"), ("9E+3", "9000"), ("0.70", "0.70"), ("69500.00", "69500"), ("1700000", "1700000")],
)
def test_amounts_are_written_plainly(value: str, text: str) -> None:
    assert plain_decimal(Decimal(value)) == text


def test_records_are_frozen_and_strict() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        ITEM.title = "other"
    with pytest.raises(ValidationError, match="extra"):
        Money.model_validate({"amount": 1, "text": "1 €", "colour": "red"})


def test_the_generator_writes_what_is_there() -> None:
    generate = runpy.run_path(str(DOCS / "generate.py"))
    assert generate["schema_page"]() == (DOCS / "schema.json").read_text("utf-8")
