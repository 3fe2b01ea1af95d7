"""A document as it was read, to be stored."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal

from corpus.database import Library
from corpus.records import (
    Decision,
    DiaryNumber,
    Document,
    Evidence,
    Item,
    Kind,
    Meeting,
    Money,
    MoneyKind,
    Outcome,
    Participation,
    ParticipationStatus,
    Per,
    Person,
    Reading,
    Role,
)

DATE = dt.date(2031, 5, 6)


def an_item(section: int = 1, **fields: object) -> Item:
    base = {
        "id": f"kuusilahti/kunnanhallitus/2031-05-06/{section}",
        "kind": Kind.ITEM,
        "language": "fi",
        "municipality": "Kuusilahti",
        "organ": "Kunnanhallitus",
        "meeting_date": DATE,
        "section": section,
        "title": f"Asia {section}",
        "text": f"§ {section}\nVerkostoon osallistuminen",
    }
    return Item.model_validate({**base, **fields})


FULL = an_item(
    7,
    diary_numbers=[DiaryNumber(written="KUUSI/12/00.01/2031", key="KUUSI/12/00.01/2031")],
    cited_diary_numbers=[DiaryNumber(written="KUUSI/3/2030", key="KUUSI/3/2030")],
    people=[Person(name="Aino Esimerkki", role=Role.PRESENTER), Person(title="sihteeri", role=Role.CONTACT)],
    money=[
        Money(
            amount=Decimal("9000"), per=Per.YEAR, kind=MoneyKind.PARTICIPATION_FEE, text="9 000 euroa/vuosi"
        )
    ],
    decision=Decision(
        outcome=Outcome.APPROVED_AS_PROPOSED, text="Hyväksyttiin.", effective_text="Kunta liittyy."
    ),
    participations=[
        Participation(municipality="Kuusilahti", network="USO", status=ParticipationStatus.JOINED)
    ],
    evidence=[Evidence(fact="/section", page=1, start=0, end=3, quote="§ 7", rule="section")],
)


def a_reading(
    data: bytes = b"one",
    *items: Item,
    uri: str = "file:///minutes/1.txt",
    reader: str = "text/1",
    pages: tuple[str, ...] = ("page one", "page two"),
) -> Reading:
    document = Document(
        name=uri.rpartition("/")[2],
        uri=uri,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        kind=Kind.MINUTES,
        language="fi",
        municipality="Kuusilahti",
        reader=reader,
    )
    meeting = Meeting(municipality="Kuusilahti", organ="Kunnanhallitus", meeting_date=DATE, number="3/2031")
    return Reading(document=document, pages=pages, meeting=meeting, items=items or (an_item(),))


def ids(library: Library) -> list[str]:
    return [stored.item.id for stored in library.items()]
