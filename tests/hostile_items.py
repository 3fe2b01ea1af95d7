"""Items whose every field tries to be more than text: markup, script addresses, control characters."""

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
    Money,
    MoneyKind,
    Outcome,
    Participation,
    ParticipationStatus,
    Per,
    Person,
    Reading,
    Role,
    Section,
    SectionRole,
)

SCRIPT = "<script>window.ran=1;alert(1)</script>"
PICTURE = '"\'><img src=x onerror="window.ran=1;alert(2)"><svg onload=alert(3)>'
ADDRESS = "javascript:window.ran=1;alert(4)//"
BREAKOUT = (
    "</title></textarea></style></dd></td></table></main><iframe srcdoc='<script>alert(5)</script>'>{{7*7}}"
)
CONTROLS = "a\x01b\x07c\x1b[31md\x7fe\u202ef\u2066g\ufffeh\u0085i\ud7ff"
LONG = "x" * 1_000_000
TOWN = f"Kunta {PICTURE}"
NETWORK = f"Verkko {SCRIPT}"
NUMBER = f'12/"{ADDRESS}<b>/2024'
DAY = dt.date(2024, 5, 6)


def _item(number: int, text: str, **fields: object) -> Item:
    person = Person(
        name=f"Nimi {PICTURE}", title=f"titteli {SCRIPT}", role=Role.CONTACT, organisation=ADDRESS
    )
    money = Money(
        amount=Decimal("1234567.5"),
        per=Per.YEAR,
        kind=MoneyKind.PARTICIPATION_FEE,
        text=f"{SCRIPT} € {PICTURE}",
    )
    words = f"Päätös: {PICTURE} {CONTROLS}"
    values: dict[str, object] = {
        "id": f"kunta/{SCRIPT}/{number}",
        "kind": Kind.ITEM,
        "language": "fi",
        "text": text,
        "municipality": TOWN,
        "organ": f"Hallitus {BREAKOUT}",
        "meeting_date": DAY,
        "section": number,
        "title": f"{SCRIPT} {PICTURE} {BREAKOUT} {CONTROLS}",
        "diary_numbers": (DiaryNumber(written=NUMBER, key=NUMBER),),
        "cited_diary_numbers": (DiaryNumber(written=SCRIPT, key=SCRIPT),),
        "people": (person,),
        "money": (money,),
        "participations": (
            Participation(
                municipality=TOWN,
                network=NETWORK,
                season=f"2025 {PICTURE}",
                status=ParticipationStatus.JOINED,
                fee=money,
                extra_costs=f"{SCRIPT}{ADDRESS}",
                contacts=(person,),
                organisers=(PICTURE,),
            ),
        ),
        "decision": Decision(
            outcome=Outcome.APPROVED,
            text=words,
            effective_text=f"{words} {BREAKOUT}",
            proposal=f"Esitys {SCRIPT} {PICTURE}",
            conditions=(SCRIPT, ADDRESS),
        ),
        "sections": (Section(role=SectionRole.DECISION, heading=SCRIPT, start=0, end=min(200, len(text))),),
        "evidence": tuple(
            Evidence(fact=fact, page=1, start=0, end=len(quote), quote=quote, rule=SCRIPT)
            for fact, quote in (
                ("/participations/0", text[:120]),
                ("/money/0", text[40:90]),
                ("/people/0", PICTURE),
                ("/decision", text[:50]),
            )
        ),
    }
    return Item(**{**values, **fields})


ITEMS = (
    _item(1, f"{SCRIPT} {PICTURE} {BREAKOUT} {ADDRESS} {CONTROLS} kehittämisverkosto"),
    _item(2, f"{PICTURE} {LONG} kehittämisverkosto {SCRIPT}"),
    _item(
        3,
        "kehittämisverkosto " + SCRIPT,
        title=None,
        organ=None,
        section=None,
        meeting_date=None,
        decision=None,
    ),
)


def store_hostile(library: Library) -> None:
    """Store the items, each in a document of its own whose name and address are hostile too."""
    for each, uri in zip(
        ITEMS, (ADDRESS, f"https://example.org/{PICTURE}", f"file:///{SCRIPT}"), strict=True
    ):
        data = each.text.encode("utf-8", "surrogatepass")
        document = Document(
            name=f"{PICTURE}.txt",
            uri=uri,
            sha256=hashlib.sha256(data).hexdigest(),
            media_type="text/plain",
            kind=Kind.ITEM,
            language="fi",
            municipality=TOWN,
            reader="test/1",
            note=SCRIPT,
        )
        library.store(Reading(document=document, pages=(each.text,), items=(each,)), data)
