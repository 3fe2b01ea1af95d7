"""The data model: frozen pydantic records, exported as one JSON Schema (docs/schema.json).

An Item is one matter (§) in the minutes of a municipal body, or the whole of a document that is not
minutes. Every fact of an Item has Evidence: where in which document the words stand that say so.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer


class Record(BaseModel):
    """Base of all records: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def plain_decimal(value: Decimal) -> str:
    """A Decimal without exponent or needless zeros: 9000, 0.70, 1700000.

    Cents are kept as written when there are any; 69500.00 is 69500.
    """
    return str(value.quantize(Decimal(1))) if value == value.to_integral_value() else format(value, "f")


Amount = Annotated[Decimal, PlainSerializer(plain_decimal, return_type=str, when_used="json")]


class Kind(StrEnum):
    """What a document is."""

    MINUTES = "minutes"
    AGENDA = "agenda"
    ITEM = "item"
    OFFICEHOLDER_DECISION = "officeholder-decision"
    ATTACHMENT = "attachment"
    NETWORK_PAGE = "network-page"
    PROJECT_CARD = "project-card"
    OTHER = "other"


class State(StrEnum):
    """What became of a document at its source."""

    LIVE = "live"
    AMENDED = "amended"
    GONE = "gone"
    PURGED = "purged"


class Outcome(StrEnum):
    """What a body decided about its item."""

    APPROVED_AS_PROPOSED = "approved_as_proposed"
    APPROVED = "approved"
    AMENDED = "amended"
    REJECTED = "rejected"
    TABLED = "tabled"
    RETURNED = "returned"
    NOTED = "noted"
    ELECTED = "elected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    OTHER = "other"


class Per(StrEnum):
    """The unit or period an amount of money is for."""

    ONCE = "once"
    YEAR = "year"
    MONTH = "month"
    SEASON = "season"
    INHABITANT = "inhabitant"
    INHABITANT_YEAR = "inhabitant/year"
    PERSON = "person"
    DAY = "day"
    HOUR = "hour"
    MUNICIPALITY_YEAR = "municipality/year"
    SQUARE_METRE = "m2"
    CUBIC_METRE = "m3"
    OTHER = "other"


class Vat(StrEnum):
    """Whether value added tax is in the amount."""

    EXCLUDED = "excluded"
    INCLUDED = "included"
    UNKNOWN = "unknown"


class MoneyKind(StrEnum):
    """What the money is."""

    PARTICIPATION_FEE = "participation-fee"
    MEMBERSHIP_FEE = "membership-fee"
    GRANT = "grant"
    PRICE = "price"
    RENT = "rent"
    TARIFF = "tariff"
    BUDGET = "budget"
    ESTIMATE = "estimate"
    COMPENSATION = "compensation"
    OTHER = "other"


class Role(StrEnum):
    """In which official role a person appears."""

    CHAIR = "chair"
    VICE_CHAIR = "vice-chair"
    MEMBER = "member"
    DEPUTY = "deputy"
    PRESENTER = "presenter"
    PREPARER = "preparer"
    SECRETARY = "secretary"
    INSPECTOR = "inspector"
    CONTACT = "contact"
    DEPUTY_CONTACT = "deputy-contact"
    EXPERT = "expert"
    DISSENTER = "dissenter"
    DISQUALIFIED = "disqualified"
    DECISION_MAKER = "decision-maker"
    PROPOSER = "proposer"
    SECONDER = "seconder"
    ELECTED = "elected"
    OTHER = "other"


class ParticipationStatus(StrEnum):
    """How a municipality stands to a network's season, as the item says it."""

    JOINED = "joined"
    DECLINED = "declined"
    LEFT = "left"
    PROPOSED = "proposed"
    PARTICIPATED = "participated"
    MENTIONED = "mentioned"


class SectionRole(StrEnum):
    """What a named section of an item is for."""

    REASONS = "reasons"
    PERSONS = "persons"
    PROPOSAL = "proposal"
    HANDLING = "handling"
    DECISION = "decision"
    ATTACHMENTS = "attachments"
    AFTER = "after"
    APPEAL = "appeal"
    COVER = "cover"
    HISTORY = "history"


class Evidence(Record):
    """Where a fact stands in its document.

    ``fact`` is a JSON pointer into the Item (``/money/0``). ``page`` counts from 1 (1 for a document
    without pages); ``start`` and ``end`` are character offsets into that page's text as its reader
    gives it, which for plain text is the decoded file itself; ``quote`` is exactly that slice.
    """

    fact: str
    page: int
    start: int
    end: int
    quote: str
    rule: str


class DiaryNumber(Record):
    """A registry number of a case (asianumero, diaarinumero), e.g. ``2204/00.04.01/2024``.

    ``key`` is the normalised form two spellings share; ``task_class`` the municipal task class
    (tehtäväluokka) with dots.
    """

    written: str
    key: str
    prefix: str | None = None
    number: int | None = None
    task_class: str | None = None
    year: int | None = None


class Money(Record):
    """An amount of money as the text gives it."""

    amount: Amount
    currency: str = "EUR"
    per: Per = Per.ONCE
    vat: Vat = Vat.UNKNOWN
    kind: MoneyKind = MoneyKind.OTHER
    payer: str | None = None
    text: str


class Person(Record):
    """Somebody in an official role; the name or the title may be missing, never both.

    ``title`` is the post, also of who stands in for its holder (vs., vt., tf.): only the quote says that.
    ``arrived`` and ``left`` are clock times as ``HH:MM``; ``present`` is None where attendance is not
    what the text speaks of.
    """

    name: str | None = None
    title: str | None = None
    role: Role
    organisation: str | None = None
    present: bool | None = None
    arrived: str | None = None
    left: str | None = None
    deputy_for: str | None = None


class NamedVote(Record):
    """One member's vote."""

    name: str
    vote: str


class Votes(Record):
    """A vote's result; ``for_`` is for the proposal (JAA), ``against`` for the counter-proposal (EI)."""

    for_: int
    against: int
    blank: int | None = None
    absent: int | None = None
    named: tuple[NamedVote, ...] = ()


class Decision(Record):
    """What was decided: the words of the decision, and the text that therefore holds.

    ``effective_text`` is the proposal's text where the decision only says that it was accepted.
    """

    outcome: Outcome
    unanimous: bool | None = None
    votes: Votes | None = None
    text: str
    effective_text: str
    proposal: str | None = None
    points: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


class Participation(Record):
    """A municipality in a season of a development network.

    ``season`` is ``2025-2026`` or ``2023``; ``municipality`` is None where an organiser presents its
    network without naming participants.
    """

    municipality: str | None
    network: str
    season: str | None = None
    status: ParticipationStatus
    start: dt.date | None = None
    end: dt.date | None = None
    fee: Money | None = None
    extra_costs: str | None = None
    contacts: tuple[Person, ...] = ()
    organisers: tuple[str, ...] = ()


class Section(Record):
    """A named part of an item; ``start`` and ``end`` are offsets into the Item's ``text``."""

    role: SectionRole
    heading: str
    start: int
    end: int


class Handling(Record):
    """An earlier body's handling of the same case, quoted inside an item."""

    organ: str
    meeting_date: dt.date | None = None
    section: int | None = None
    outcome: Outcome | None = None
    text: str


class Item(Record):
    """One matter in the minutes, or the whole of a document that is not minutes.

    ``id`` is ``municipality/organ/date/section`` in ASCII, unique in a library.
    """

    id: str
    kind: Kind
    language: str
    municipality: str | None = None
    organ: str | None = None
    meeting_date: dt.date | None = None
    section: int | None = None
    title: str | None = None
    diary_numbers: tuple[DiaryNumber, ...] = ()
    cited_diary_numbers: tuple[DiaryNumber, ...] = ()
    people: tuple[Person, ...] = ()
    money: tuple[Money, ...] = ()
    decision: Decision | None = None
    participations: tuple[Participation, ...] = ()
    sections: tuple[Section, ...] = ()
    handlings: tuple[Handling, ...] = ()
    text: str
    first_page: int = 1
    last_page: int = 1
    evidence: tuple[Evidence, ...] = ()


class Document(Record):
    """One file or URL as it was read.

    ``uri`` is where it came from; ``name`` its last part; ``sha256`` of the bytes, in hex. ``note`` tells
    in a line what a reader had to overlook (an unreadable page, hidden text).
    """

    name: str
    uri: str
    sha256: str
    media_type: str
    kind: Kind
    language: str
    municipality: str | None = None
    reader: str
    note: str | None = None


class Meeting(Record):
    """A meeting of a body, as its minutes' head tells it. Attendance is in the cover item's people."""

    municipality: str | None = None
    organ: str | None = None
    meeting_date: dt.date | None = None
    number: str | None = None
    place: str | None = None
    start: str | None = None
    end: str | None = None


class Reading(Record):
    """All that came of one document: what ``ingest`` hands to ``corpus``.

    ``pages`` are the pages' texts in order, to which evidence points.
    """

    document: Document
    pages: tuple[str, ...]
    meeting: Meeting | None = None
    items: tuple[Item, ...] = ()


def contract(item: Item, document: Document) -> dict[str, Any]:
    """The public line of an item: what ``pykala extract --format jsonl`` prints, exactly these keys."""
    decision = item.decision
    return {
        "document": {
            "name": document.name,
            "kind": document.kind.value,
            "language": item.language,
            "sha256": document.sha256,
        },
        "municipality": item.municipality,
        "organ": item.organ,
        "meeting_date": item.meeting_date.isoformat() if item.meeting_date else None,
        "section": item.section,
        "title": item.title,
        "diary_numbers": [number.key for number in item.diary_numbers],
        "cited_diary_numbers": [number.key for number in item.cited_diary_numbers],
        "people": [
            {"name": person.name, "title": person.title, "role": person.role.value} for person in item.people
        ],
        "money": [
            money.model_dump(mode="json", include={"amount", "currency", "per", "vat", "kind", "text"})
            for money in item.money
        ],
        "decision": decision
        and {
            "outcome": decision.outcome.value,
            "unanimous": decision.unanimous,
            "votes": decision.votes and _votes_line(decision.votes),
            "text": decision.text,
            "effective_text": decision.effective_text,
        },
        "participations": [
            participation.model_dump(mode="json", include={"municipality", "network", "season", "status"})
            for participation in item.participations
        ],
        "evidence": [
            evidence.model_dump(include={"fact", "page", "start", "end", "quote"})
            for evidence in item.evidence
        ],
    }


def _votes_line(votes: Votes) -> dict[str, Any]:
    return {"for": votes.for_, "against": votes.against, "blank": votes.blank, "absent": votes.absent}


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a Reading, which holds every other record."""
    return Reading.model_json_schema()
