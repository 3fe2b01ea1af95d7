"""Which § opens an item, and which is a law's."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.sections import find_section_number, law_section_reference

HEADS = [
    ("§ 12 Kehittämisverkostojen toimintamalli", 12, "§ 12"),
    ("§ 257", 257, "§ 257"),
    ("§257", 257, "§257"),
    ("§\u00a012 Otsikko", 12, "§\u00a012"),
    ("§ 12. Otsikko", 12, "§ 12"),
    ("§ 12: Otsikko", 12, "§ 12"),
    ("§ 5 / 2021", 5, "§ 5"),
    ("47 §", 47, "47 §"),
    ("47 § Otsikko", 47, "47 §"),
    ("12 §. Otsikko", 12, "12 §"),
    ("86§/18.03.2014", 86, "86§"),
    ("47 § 3 vuoden suunnitelma", 47, "47 §"),
    ("12 § 2021 tilinpäätös", 12, "12 §"),
    ("KH § 117", 117, "§ 117"),
    ("Kh § 190", 190, "§ 190"),
    ("KhallS 02.02.2026 § 21", 21, "§ 21"),
    ("Kvalt § 12/2020", 12, "§ 12"),
    ("Pykälä 127", 127, "Pykälä 127"),
    ("Pöytäkirja 04.12.2023/Pykälä 8", 8, "Pykälä 8"),
    ("Asia 4 § 190", 190, "§ 190"),
    ("Kaupunginhallitus 28.10.2024 § 257", 257, "§ 257"),
    ("Kunnanhallitus § 5 10.1.2022", 5, "§ 5"),
    ("Sivistyslautakunta, 3.2.2020, § 7", 7, "§ 7"),
    ("Yhdyskuntasuunnittelun lautakunta § 33 Otsikko", 33, "§ 33"),
    ("Talousjohtaja 3.2.2020 § 7", 7, "§ 7"),
    ("Kommunstyrelsen 2.3.2021 § 12", 12, "§ 12"),
    ("Paragraf 12", 12, "Paragraf 12"),
    ("**§ 12** Otsikko", 12, "§ 12"),
]


@pytest.mark.parametrize(("line", "number", "words"), HEADS, ids=[case[0] for case in HEADS])
def test_heads(line: str, number: int, words: str) -> None:
    found = find_section_number(line)
    assert found is not None
    assert (found.value, line[found.start : found.end]) == (number, words)


@pytest.mark.parametrize(
    "line",
    [
        "4 §:n 4 kohta",
        "Kuntalain 140 §",
        "kuntalain 140 §",
        "Kuntalaki 91 §",
        "4 luvun 22 §",
        "§:t 36–38",
        "§§ 36–38",
        "§ 36–38",
        "26 - 28 §:ssä",
        "Hallintosäännön 24 §",
        "Hallintolaki (434/2003) 34 §",
        "Tupakkalaki (549/2016) 78, 79, 90 ja 106 §",
        "3 §, 5 §",
        "21 § 3. momentti",
        "58 § 1 mom",
        "Kaupunginhallitus on 11.5.2020 § 41 hyväksynyt",
        "§ 126 käsittelyn aikana",
        "Jäsen poistui klo 16.53 § 146 käsittelyn aikana",
        "(Nuorisojaosto 20.6.2017, § 4)",
        "Päätöshistoria Kaupunginhallitus 20.3.2017 § 66",
        "Edellä §:n 33 kohdalla",
        "Äänestyslistat § 127",
        "TEKNLTK 30",
        "§ 0",
        "§",
        "",
        "Otsikko",
    ],
)
def test_no_heads(line: str) -> None:
    assert find_section_number(line) is None


def test_an_abbreviation_and_a_bare_number_count_when_asked_for() -> None:
    found = find_section_number("TEKNLTK 30", bare=True)
    assert found is not None
    assert found.value == 30
    assert find_section_number("Kokous 30 alkoi", bare=True) is None
    assert find_section_number("30", bare=True) is None


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("4 §:n 4 kohta", True),
        ("kuntalain 140 §", True),
        ("kommunallagen 140 §", True),
        ("4 luvun 22 §", True),
        ("§:t 36–38", True),
        ("hallintosäännön 24 §", True),
        ("MRL 58 § 1 mom", True),
        ("(135 §)", True),
        ("hallitus päätti 10.4.2017 § 105 tekemässään", True),
        ("§ 12 Otsikko", False),
        ("47 §", False),
        ("Kaupunginhallitus 10.4.2017 § 105", False),
        ("Kunnanhallitus, kokous 25.1.2021 Pöytäkirja on tarkastettu § 12 Otsikko", False),
        ("Sivistyslautakunta 3.2.2020, 7 §", False),
    ],
)
def test_law_references(text: str, reference: bool) -> None:
    assert law_section_reference(text, text.index("§")) is reference


@given(st.text(alphabet="§0123456789 .,:–-/KHkunalisäpyä()\n\u00a0\u00ad", max_size=120))
def test_any_line_is_survived(line: str) -> None:
    found = find_section_number(line, bare=True)
    assert found is None or (found.value > 0 and str(found.value) in line.replace("\u00ad", ""))
    for position, character in enumerate(line):
        if character == "§":
            assert law_section_reference(line, position) in (True, False)


@pytest.mark.parametrize("noise", ["§", "1 §, ", "1", "(", "A "], ids=repr)
def test_long_lines_end(noise: str) -> None:
    line = noise * (1_000_000 // len(noise))
    find_section_number(line, bare=True)
    assert law_section_reference(line + "§", len(line)) in (True, False)


def test_helsinki_answer_key(shared: Path) -> None:
    """The first head line of a decision's HTML has the number its structured field gives."""
    checked = 0
    for file in sorted((shared / "real" / "helsinki" / "decisions").glob("*.json")):
        decision = json.loads(file.read_text(encoding="utf-8"))
        lines = BeautifulSoup(decision.get("Content") or "", "lxml").get_text("\n").split("\n")
        found = [number.value for line in lines if (number := find_section_number(line))]
        if decision.get("Section") and decision.get("Content"):
            assert found[:1] == [int(decision["Section"])], file.name
            checked += 1
    assert checked >= 90
