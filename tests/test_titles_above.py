"""Whole meetings whose titles stand above their §§, and those where such a line is the item before's end."""

from __future__ import annotations

import pytest

from ingest.minutes import Structure, structure
from ingest.readers import read

COVER = "KEHRÄLÄN KUNTA          PÖYTÄKIRJA        4/2019\n\nKunnanhallitus        18.03.2019\n\n"


def shape(text: str) -> Structure:
    return structure(read(text.encode(), "x.txt"))


def titles(text: str) -> list[tuple[int | None, str | None]]:
    segments = shape(text).segments
    return [(s.section and s.section.value, s.title and s.title.value) for s in segments]


ABOVE = [
    (
        "shouted, the body's abbreviation and § alone",
        "KOKOUKSEN LAILLISUUS\n\nKhall § 40\n\nKutsu oli ajoissa.\n\nPÄÄTÖS: Todettiin lailliseksi.\n\n"
        "UIMARANNAN KUNNOSTUS\n\nKhall § 41\n\nRantaan tuodaan hiekkaa.\n\nPÄÄTÖS: Hyväksyttiin.\n",
        [(40, "KOKOUKSEN LAILLISUUS"), (41, "UIMARANNAN KUNNOSTUS")],
    ),
    (
        "the diary number beside the §",
        "KOKOUKSEN LAILLISUUS\n\nKhall § 40\n\nKutsu oli ajoissa.\n\nPÄÄTÖS: Todettiin lailliseksi.\n\n"
        "UIMARANNAN KUNNOSTUS\n\nKhall § 41     61/10.03.02/2019\n\nRantaan tuodaan hiekkaa.\n\nPÄÄTÖS: "
        "Hyväksyttiin.\n",
        [(40, "KOKOUKSEN LAILLISUUS"), (41, "UIMARANNAN KUNNOSTUS")],
    ),
    (
        "the day beside the §, small letters, the body's whole name",
        "Kokouksen laillisuus\n\nKunnanhallitus 18.03.2019 § 40\n\nKutsu oli ajoissa.\n\nPäätös: "
        "Todettiin lailliseksi.\n\nUimarannan kunnostus\n\nKunnanhallitus 18.03.2019 § 41\n\nRantaan tuodaan "
        "hiekkaa.\n\nPäätös: Hyväksyttiin.\n",
        [(40, "Kokouksen laillisuus"), (41, "Uimarannan kunnostus")],
    ),
    (
        "no sign of §, no blank line below",
        "KOKOUKSEN LAILLISUUS\nKhall 40\nKutsu oli ajoissa.\nPÄÄTÖS: Todettiin lailliseksi.\n\n"
        "UIMARANNAN KUNNOSTUS\nKhall 41\nRantaan tuodaan hiekkaa.\nPÄÄTÖS: Hyväksyttiin.\n",
        [(40, "KOKOUKSEN LAILLISUUS"), (41, "UIMARANNAN KUNNOSTUS")],
    ),
    (
        "a title of two lines, rulers between items",
        "KOKOUKSEN LAILLISUUS\n\nKhall § 40\n\nKutsu oli ajoissa.\n\nPÄÄTÖS: Todettiin lailliseksi.\n"
        "_________\n\nUIMARANNAN KUNNOSTUS JA\nLAITURIN UUSIMINEN\n\nKhall § 41\n\nRantaan tulee hiekkaa.\n\n"
        "PÄÄTÖS: Hyväksyttiin.\n_________\n",
        [(40, "KOKOUKSEN LAILLISUUS"), (41, "UIMARANNAN KUNNOSTUS JA LAITURIN UUSIMINEN")],
    ),
    (
        "Swedish",
        "SAMMANTRÄDETS LAGLIGHET\n\nKst § 40\n\nKallelsen sändes i tid.\n\nBESLUT: Konstaterades.\n\n"
        "BADSTRANDENS ISTÅNDSÄTTNING\n\nKst § 41\n\nSand körs till stranden.\n\nBESLUT: Godkändes.\n",
        [(40, "SAMMANTRÄDETS LAGLIGHET"), (41, "BADSTRANDENS ISTÅNDSÄTTNING")],
    ),
]


@pytest.mark.parametrize(("case", "text", "expected"), ABOVE)
def test_titles_above(case: str, text: str, expected: list[tuple[int, str]]) -> None:
    cover = COVER.replace("Kunnanhallitus", "Kommunstyrelsen") if case == "Swedish" else COVER
    assert titles(cover + text) == expected, case


COUNCIL = (
    "KEHRÄLÄN KUNTA          PÖYTÄKIRJA\n\nKunnanvaltuusto        27.09.2010\n\n"
    "KOKOUKSEN LAILLISUUS\n\nKvalt 42 §\n\nKvalt: Todettiin lailliseksi.\n\n"
    "VESIMAKSUJEN TARKISTAMINEN\n\nKhall 141 §\n\nMaksut ovat vanhoja.\n\n"
    "Kunnanjohtajan esitys: Hallitus esittää valtuustolle, että maksu on 2 euroa.\n\nKhall: Hyväksyttiin\n\n"
    "Kvalt 43 §\n\nKvalt: Hyväksyttiin yksimielisesti.\n\n"
    "KOKOUKSEN PÄÄTTÄMINEN\n\nKvalt 44 §\n\nPuheenjohtaja päätti kokouksen.\n"
)


def test_the_title_above_an_earlier_handling_is_the_item_s() -> None:
    assert titles(COUNCIL) == [
        (42, "KOKOUKSEN LAILLISUUS"),
        (43, "VESIMAKSUJEN TARKISTAMINEN"),
        (44, "KOKOUKSEN PÄÄTTÄMINEN"),
    ]
    segment = shape(COUNCIL).segments[1]
    (handling,) = segment.handlings
    assert handling.mark.organ
    assert handling.mark.organ.value.name == "Kunnanhallitus"
    assert COUNCIL[handling.start : handling.end].lstrip().startswith("Khall 141 §")
    assert COUNCIL[handling.end :].lstrip().startswith("Kvalt 43 §")


def test_an_item_begins_with_its_title_and_leaves_the_next_one_its_own() -> None:
    text = COVER + ABOVE[1][1]
    first, second = shape(text).segments
    assert text[first.start :].startswith("KOKOUKSEN LAILLISUUS")
    assert text[first.start : first.end].rstrip().endswith("Todettiin lailliseksi.")
    assert text[second.start :].startswith("UIMARANNAN KUNNOSTUS")
    assert text[second.body :].lstrip().startswith("61/10.03.02/2019")


BELOW = [
    (
        "the item before ends in short lines without a full stop",
        "Khall § 40\n\nKokouksen laillisuus\n\nKutsu oli ajoissa.\n\nPäätös\n\nTodettiin lailliseksi\n\n"
        "Khall § 41\n\nUimarannan kunnostus\n\nRantaan tuodaan hiekkaa.\n\nPäätös\n\nHyväksyttiin\n\n"
        "Khall § 42\n\nVenepaikat\n\nPaikkoja on kymmenen.\n\nPäätös\n\nHyväksyttiin\n",
        [(40, "Kokouksen laillisuus"), (41, "Uimarannan kunnostus"), (42, "Venepaikat")],
    ),
    (
        "titles beside the §",
        "§ 40 Kokouksen laillisuus\n\nKutsu oli ajoissa.\n\nPäätös\n\nTodettiin lailliseksi\n\n"
        "§ 41 Uimarannan kunnostus\n\nRantaan tuodaan hiekkaa.\n\nPäätös\n\nHyväksyttiin\n",
        [(40, "Kokouksen laillisuus"), (41, "Uimarannan kunnostus")],
    ),
    (
        "who is told of it stands last",
        "Khall § 40\n\nKokouksen laillisuus\n\nPäätös\n\nTodettiin lailliseksi.\n\nTIEDOKSI Tekniikka\n\n"
        "Khall § 41\n\nUimarannan kunnostus\n\nPäätös\n\nHyväksyttiin.\n\nTIEDOKSI Uimaseura\n",
        [(40, "Kokouksen laillisuus"), (41, "Uimarannan kunnostus")],
    ),
]


@pytest.mark.parametrize(("case", "text", "expected"), BELOW)
def test_titles_beside_and_below(case: str, text: str, expected: list[tuple[int, str]]) -> None:
    assert titles(COVER + text) == expected, case


def test_a_shouted_title_of_three_words_is_no_speaker() -> None:
    text = (
        "Kehrälän kunta          Pöytäkirja\nSivistyslautakunta      16.05.2023           § 33\n\n\n"
        "REHTORIN VIRAN TÄYTTÄMINEN\n\nSiv.ltk\n\nVirka oli haettavana.\n\nPäätös   Valittiin Aino Mallila.\n"
    )
    assert titles(text) == [(33, "REHTORIN VIRAN TÄYTTÄMINEN")]
