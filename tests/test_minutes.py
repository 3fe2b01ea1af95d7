"""Segmentation: which items a document holds, and whose handling each stretch is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import SectionRole
from ingest.minutes import Segment, Structure, structure
from ingest.readers import read


def shape(text: str) -> Structure:
    return structure(read(text.encode(), "x.txt"))


def only(text: str) -> Segment:
    segments = shape(text).segments
    assert len(segments) == 1
    return segments[0]


CASEM = """Sivistyslautakunta, kokous 2.3.2021

Pöytäkirja on tarkastettu

§ 12 Kirjaston aukiolo

KUUDno-2021-379

Aikaisempi käsittely

Koulutusjaosto 1.2.2021 § 4

Perustelut

Jaosto katsoi asiaa.

Päätös

Jaosto jätti asian pöydälle.

Valmistelija

  • Aino Kallio, kirjastonjohtaja

Ehdotus

Esittelijä

  • Veikko Salmi, sivistysjohtaja, veikko.salmi@kunta.example

Sivistyslautakunta päättää jatkaa aukioloa.

Päätös

Hyväksyttiin.
"""

MEETING = """Kunnanhallitus
Pöytäkirja 4/2024
Aika 11.3.2024 klo 16.00
Osallistujat
Aino Kallio, puheenjohtaja

Käsitellyt asiat
§ 50 Kokouksen laillisuus
§ 51 Hallintosääntö
§ 52 Talous

§ 50 Kokouksen laillisuus
Päätös
Todettiin lailliseksi.

§ 51 Hallintosääntö
Muutetaan näin:
1 § Tehtävät
Hallitus johtaa.
2 § Jäsenet
Hallituksessa on jäseniä.
Päätös
Hyväksyttiin.

§ 52 Talous
Elinvoimajaosto 1.3.2024 § 7
Päätös
Jaosto merkitsi tiedoksi.
Kunnanhallitus 11.3.2024 § 52
Päätösehdotus
Merkitään tiedoksi.
Päätös
Merkittiin tiedoksi.
"""


def test_own_head_after_a_meeting_line() -> None:
    item = only(CASEM)
    assert item.section is not None
    assert item.section.value == 12
    assert item.organ is not None
    assert item.organ.value == "Sivistyslautakunta"
    assert str(item.date.value if item.date else "") == "2021-03-02"
    assert item.title is not None
    assert item.title.value == "Kirjaston aukiolo"


def test_quoted_history_ends_where_the_own_text_goes_on() -> None:
    item = only(CASEM)
    assert len(item.handlings) == 1
    handling = item.handlings[0]
    assert CASEM[handling.start :].startswith("Koulutusjaosto 1.2.2021 § 4")
    assert CASEM[handling.end :].startswith("Valmistelija")
    own = [s for s in item.sections if s.role is SectionRole.DECISION and s.start > handling.end]
    assert [CASEM[s.body : s.end].strip() for s in own] == ["Hyväksyttiin."]


def test_proposal_goes_on_after_its_presenter() -> None:
    proposals = [s for s in only(CASEM).sections if s.role is SectionRole.PROPOSAL]
    assert (
        CASEM[proposals[-1].body : proposals[-1].end].strip() == "Sivistyslautakunta päättää jatkaa aukioloa."
    )


def test_a_meeting_is_a_chain_of_rising_sections() -> None:
    meeting = shape(MEETING)
    assert meeting.is_meeting
    assert [s.section.value for s in meeting.segments if s.section] == [50, 51, 52]
    assert [s.title.value for s in meeting.segments if s.title] == [
        "Kokouksen laillisuus",
        "Hallintosääntö",
        "Talous",
    ]
    assert meeting.cover is not None
    assert "Aino Kallio" in MEETING[slice(*meeting.cover)]


def test_contents_and_quoted_regulations_are_no_items() -> None:
    second = shape(MEETING).segments[1]
    assert "2 § Jäsenet" in MEETING[second.start : second.end]


def test_handling_inside_a_meeting_ends_at_the_own_row() -> None:
    third = shape(MEETING).segments[2]
    assert len(third.handlings) == 1
    assert MEETING[third.handlings[0].end :].startswith("Kunnanhallitus 11.3.2024 § 52")


def test_last_of_several_heads_is_the_own() -> None:
    item = only(
        "Talousarvio\n\nTekninen lautakunta 1.2.2026 § 10\n\nTeksti.\n\n"
        "Khall 12.2.2026 § 21\n\nPäätös\n\nHyväksyttiin.\n"
    )
    assert item.section is not None
    assert item.section.value == 21
    assert len(item.handlings) == 1


def test_history_after_the_decision_is_not_the_own() -> None:
    text = (
        "Kunnanhallitus\nPöytäkirja 8.5.2017 Pykälä 127\nOtsikko tässä\nPäätös\nHyväksyttiin.\n"
        "Päätöshistoria\nKunnanhallitus 10.4.2017 § 105\nPäätös\nJätettiin pöydälle.\n"
    )
    item = only(text)
    assert item.section is not None
    assert item.section.value == 127
    assert text[item.handlings[0].start : item.handlings[0].end].startswith("Kunnanhallitus 10.4.2017 § 105")


def test_a_quoted_handling_with_its_presenter_ends_at_the_own_head() -> None:
    text = (
        "Kunnanhallitus, kokous 6.3.2023\n§ 41 Liittyminen verkostoon\nAikaisempi käsittely\n"
        "Hyvinvointilautakunta, 14.02.2023, § 9\nEsittelijä: rehtori Aino Kallio\nEsitetään liittymistä.\n"
        "Päätös: Ehdotus hyväksyttiin.\nKunnanhallitus, 06.03.2023, § 41\nEhdotus\nEsittelijä\nVeikko Salmi\n"
        "Kunnanhallitus päättää liittyä verkostoon.\nPäätös\nHyväksyttiin.\n"
    )
    (handling,) = only(text).handlings
    assert text[handling.end :].startswith("Kunnanhallitus, 06.03.2023, § 41")


NO_ITEMS = [
    ("news", "Kaupunki kehittää keskustaa\n\nKaupunginhallitus käsitteli asiaa kokouksessaan.\n"),
    (
        "a fee page that quotes a §",
        "Maksut\n\nHyväksytty: lautakunta 6.4.2016 § 33 mukaisesti\n\nKerta 10 euroa\n",
    ),
    ("empty prose", "Tämä on teksti.\n"),
]


@pytest.mark.parametrize(("case", "text"), NO_ITEMS)
def test_no_items(case: str, text: str) -> None:
    assert shape(text).segments == (), case


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("§ 12\nKhal.PäätösEhdou:/\t")))
def test_any_text_has_a_structure(text: str) -> None:
    if text.strip():
        for segment in shape(text).segments:
            assert segment.start <= segment.end


@pytest.mark.parametrize("piece", ["§ 1\n", "Khall 1.1.2024 § 2\n", "((((\n", "12 § Aa\n", "1" * 50 + "\n"])
def test_a_megabyte_of_heads_is_read(piece: str) -> None:
    shape(piece * (200_000 // len(piece)))


def test_a_cover_that_labels_its_body() -> None:
    text = (
        "BJÖRKNÄS KOMMUN      PROTOKOLL      3/2022\n\nORGAN            Kommunstyrelsen\n\n"
        "TID              Onsdag 27.4.2022\n\n§ 21   MÖTETS LAGLIGHET\n\nBeslut: Mötet var lagligt.\n\n"
        "§ 22   ÖVRIGA ÄRENDEN\n\nBeslut: Inga.\n"
    )
    organs = [segment.organ.value if segment.organ else None for segment in shape(text).segments]
    assert organs == ["Kommunstyrelsen", "Kommunstyrelsen"]


def test_an_item_without_a_decision_under_nothing_but_its_head() -> None:
    segment = only(
        "Tekninen lautakunta 22.10.2012\n\n71 §\n\nLIIKENNETURVALLISUUS\n\nAsiasta keskusteltiin.\n"
    )
    assert segment.section is not None
    assert segment.section.value == 71
    assert segment.organ is not None
    assert segment.organ.value == "Tekninen lautakunta"


def test_a_day_beside_the_place_it_was_written_in() -> None:
    segment = only(
        "7 §\n\nYhteyshenkilön nimeäminen\n\nKuusiranta, 30.1.2023\n\nPäätös\n\nNimetään rehtori.\n"
    )
    assert segment.date is not None
    assert segment.date.value.isoformat() == "2023-01-30"


@pytest.mark.parametrize(
    ("paper", "organ"),
    [
        ("PÖYTÄKIRJA 10/2025 – Kunnanhallitus", "Kunnanhallitus"),
        ("Pöytäkirja 3/2025: Sivistyslautakunta", "Sivistyslautakunta"),
        ("Pöytäkirja nro 10/2025 Kunnanhallitus", "Kunnanhallitus"),
        ("Kokous 10/2025 | Tekninen lautakunta", "Tekninen lautakunta"),
        ("Kunnanhallituksen pöytäkirja 10/2025", "Kunnanhallitus"),
        ("10/2025 Kunnanhallitus", "Kunnanhallitus"),
        ("PROTOKOLL 4/2025, Kommunstyrelsen", "Kommunstyrelsen"),
        ("Kommunstyrelsens protokoll 4/2025", "Kommunstyrelsen"),
    ],
)
def test_a_cover_that_says_what_paper_it_is_and_whose(paper: str, organ: str) -> None:
    text = (
        f"Kuusirannan kunta\n\n{paper}\n\nKokousaika: maanantai 22.9.2025\n\n"
        "§ 3 Laillisuus\n\nPäätös: Todettiin.\n\n§ 4 Tarkastajat\n\nPäätös: Valittiin.\n"
    )
    organs = [segment.organ.value if segment.organ else None for segment in shape(text).segments]
    assert organs == [organ, organ]


_BOARDS = (
    "Kunnanvaltuusto   § 18   14.04.2025\n\nUimarannan vuokra\n\n77/10.00.02/2025\n\n"
    "Kunnanhallitus 31.03.2025 § 90\n\nEhdotus: Kunnanhallitus esittää valtuustolle vuokraamista.\n\n"
)


_DISCUSSED = "Käsittely: Äänestettiin.\n\nPäätös: Esitys voitti.\n"
_RETURNED = "Kunnanvaltuusto 14.04.2025 § 18\n\nAsiasta keskusteltiin.\n"


@pytest.mark.parametrize(
    ("decided", "own"),
    [
        ("Päätös: Hyväksyttiin äänin 12–9.\n", "Päätös: Hyväksyttiin äänin 12–9.\n"),
        (_DISCUSSED, _DISCUSSED),
        (f"Päätös: Hyväksyttiin.\n\n{_DISCUSSED}", _DISCUSSED),
        ("Päätös: Kunnanhallitus hyväksyi ehdotuksen.\n", ""),
        (f"Päätös: Hyväksyttiin.\n\n{_RETURNED}", _RETURNED),
    ],
)
def test_the_only_decision_below_a_boards_row(decided: str, own: str) -> None:
    text = _BOARDS + decided
    segment = only(text)
    assert segment.section is not None
    assert segment.section.value == 18
    assert text[segment.handlings[-1].end :] == own
