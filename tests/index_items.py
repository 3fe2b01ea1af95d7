"""Items and libraries for the tests of index/: invented municipalities, bodies and people."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any

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


def item(item_id: str, text: str = "", **fields: Any) -> Item:
    """An item, Finnish unless it says otherwise."""
    return Item(**{"id": item_id, "kind": Kind.ITEM, "language": "fi", "text": text, **fields})


def store(
    library: Library, *items: Item, name: str = "", kind: Kind = Kind.ITEM, municipality: str | None = None
) -> None:
    """Store items as one document, of the first one's municipality unless another is given."""
    data = "\f".join(each.text for each in items).encode()
    name = name or f"{items[0].id.replace('/', '-')}.txt"
    document = Document(
        name=name,
        uri=f"file:///minutes/{name}",
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        kind=kind,
        language=items[0].language,
        municipality=municipality or items[0].municipality,
        reader="test/1",
    )
    library.store(Reading(document=document, pages=(data.decode(),), items=items), data)


def library_of(folder: Path, *items: Item) -> Library:
    """A new library with each item in a document of its own."""
    library = Library.open(folder, create=True)
    for each in items:
        store(library, each)
    return library


def diary(written: str, key: str = "") -> DiaryNumber:
    """A diary number."""
    return DiaryNumber(written=written, key=key or written)


def fee(amount: str, per: Per, kind: MoneyKind = MoneyKind.PARTICIPATION_FEE, **fields: Any) -> Money:
    """An amount of money."""
    return Money(amount=Decimal(amount), per=per, kind=kind, text=f"{amount} euroa", **fields)


DEVELOPMENT = item(
    "koivumaa/hyvinvointilautakunta/2021-03-02/12",
    "Kunnassa on alueellisia kehittämisverkostoja, ja toimikunnat korvattiin kehittämisverkostoilla. "
    "Kehittämisverkostojen toimintamallin kehittämistä jatketaan. Ydintiimien toiminta alkoi syksyllä.\n\n"
    "Päätös\n\nLautakunta merkitsi asian tiedokseen.",
    municipality="Koivumaa",
    organ="Hyvinvointilautakunta",
    meeting_date=dt.date(2021, 3, 2),
    section=12,
    title="Kehittämisverkostojen toimintamallin arviointi",
    diary_numbers=(diary("KOIDno-2021-379"),),
    people=(Person(name="Maija Malliniemi", title="kehittämispäällikkö", role=Role.PRESENTER),),
    decision=Decision(
        outcome=Outcome.NOTED,
        text="Lautakunta merkitsi asian tiedokseen.",
        effective_text="Lautakunta merkitsi asian tiedokseen.",
    ),
)

_JOIN_TEXT = (
    "Harjulan kaupunki on osallistunut USO7-verkostoon vuosina 2023 – 2024. "
    "Osallistumismaksu on 9\u00a0000 euroa/vuosi. "
    "Kaupunginhallitus päättää, että kaupunki osallistuu USO-verkostoon kaudelle 2025-2026. "
    "Hyväksyttiin esityksen mukaisesti."
)
JOIN = item(
    "harjula/kaupunginhallitus/2024-10-28/257",
    _JOIN_TEXT,
    municipality="Harjula",
    organ="Kaupunginhallitus",
    meeting_date=dt.date(2024, 10, 28),
    section=257,
    title="Osallistuminen USO-verkostoon",
    diary_numbers=(diary("2204/00.04.01/2024"),),
    money=(fee("9000", Per.YEAR),),
    participations=(
        Participation(
            municipality="Harjula",
            network="USO",
            season="2025-2026",
            status=ParticipationStatus.JOINED,
            fee=fee("9000", Per.YEAR),
            extra_costs="matkakustannukset toteutuneiden kulujen mukaan",
            contacts=(
                Person(title="kaupunginjohtaja", role=Role.CONTACT),
                Person(title="talousjohtaja", role=Role.DEPUTY_CONTACT),
            ),
            organisers=("Kuntaliitto",),
        ),
        Participation(
            municipality="Harjula", network="USO", season="2023-2024", status=ParticipationStatus.PARTICIPATED
        ),
    ),
    sections=(
        Section(
            role=SectionRole.DECISION,
            heading="Päätös",
            start=_JOIN_TEXT.index("Hyväksyttiin"),
            end=len(_JOIN_TEXT),
        ),
    ),
    decision=Decision(
        outcome=Outcome.APPROVED_AS_PROPOSED,
        text="Hyväksyttiin esityksen mukaisesti.",
        effective_text="Kaupunki osallistuu USO-verkostoon kaudelle 2025-2026.",
    ),
    evidence=(
        Evidence(
            fact="/participations/0",
            page=1,
            start=_JOIN_TEXT.index("kaupunki osallistuu"),
            end=_JOIN_TEXT.index("kaupunki osallistuu") + 19,
            quote="kaupunki osallistuu",
            rule="test",
        ),
    ),
)

SWEDISH = item(
    "granudden/kommunstyrelsen/2023-05-15/80",
    "Kommunstyrelsen beslutade att kommunen deltar i nätverket. Årsavgiften är 1 200,50 euro.",
    language="sv",
    municipality="Granudden",
    organ="Kommunstyrelsen",
    meeting_date=dt.date(2023, 5, 15),
    section=80,
    title="Deltagande i nätverket",
    money=(fee("1200.50", Per.YEAR, MoneyKind.MEMBERSHIP_FEE),),
    decision=Decision(outcome=Outcome.APPROVED, text="", effective_text="Kommunen deltar i nätverket."),
)

PAGE = item(
    "verkostosivu",
    "USO-verkosto on kuntien vertaisoppimisverkosto. Vesihuoltoverkostoa ei mainita. "
    "Lautakunnan nimi mainitaan.",
    kind=Kind.NETWORK_PAGE,
    participations=(
        Participation(
            municipality=None,
            network="USO",
            status=ParticipationStatus.MENTIONED,
            start=dt.date(2025, 1, 1),
            end=dt.date(2026, 12, 31),
            contacts=(Person(name="Veikko Verkostola", title="asiantuntija", role=Role.CONTACT),),
            organisers=("Kuntaliitto", "FCG"),
        ),
    ),
)

ITEMS = (DEVELOPMENT, JOIN, SWEDISH, PAGE)
