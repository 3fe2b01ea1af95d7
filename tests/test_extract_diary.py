"""Diary numbers in running text."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.diary import find_diary_numbers

FOUND = [
    (
        "Dynasty",
        "Kaupunginhallitus 28.10.2024 § 257\n2204/00.04.01/2024\n",
        [("2204/00.04.01/2024", "00.04.01")],
    ),
    ("four levels", "Asianro 579/10.03.00.01/2021", [("579/10.03.00.01/2021", "10.03.00.01")]),
    ("two levels", "Kunnanhallitus § 4\n47/00.02/2016", [("47/00.02/2016", "00.02")]),
    ("Oulu", "Dno OUKA/899/02.06.01.04/2017", [("OUKA/899/02.06.01.04/2017", "02.06.01.04")]),
    ("Vantaa", "VD/1545/00.04.00/2017\nKN/PM/PH/HY-L", [("VD/1545/00.04.00/2017", "00.04.00")]),
    ("Vantaa without prefix", "1545/00.04.00/2017", [("1545/00.04.00/2017", "00.04.00")]),
    ("Tampere", "Dno TRE:4252/04.04.00/2018", [("TRE:4252/04.04.00/2018", "04.04.00")]),
    ("welfare region", "VARHA/1234/00.01.02/2023", [("VARHA/1234/00.01.02/2023", "00.01.02")]),
    ("CaseM", "§ 12 Otsikko\n\nTUUDno-2021-379\n", [("TUUDno-2021-379", None)]),
    (
        "CaseM, mixed case",
        "PuuDno-2019-83 ja ROIDno-2021-4378",
        [("PuuDno-2019-83", None), ("ROIDno-2021-4378", None)],
    ),
    ("CaseM, umlauts", "JyväskyläDno-2025-1438", [("JyväskyläDno-2025-1438", None)]),
    ("CaseM, spaced", "TUUDno - 2021 - 379", [("TUUDno-2021-379", None)]),
    ("CaseM, line break", "(TUUDno-2021-\n379)", [("TUUDno-2021-379", None)]),
    ("Helsinki", "HEL 2024-009117 T 00 00 03\nPäätös", [("HEL 2024-009117", "00.00.03")]),
    ("Helsinki, four levels", "HEL 2021-009631 T 02 08 01 00", [("HEL 2021-009631", "02.08.01.00")]),
    ("Helsinki cited", "(KP 239§, HEL 2019-003227).", [("HEL 2019-003227", None)]),
    ("Helsinki in an address", "/fi/asia/HEL-2022-008675?paatos=1", [("HEL 2022-008675", None)]),
    ("Ahjo of another town", "HOP 2023-004512 T 00 04 01", [("HOP 2023-004512", "00.04.01")]),
    ("Ahjo, two letters", "KO 2023-004512 T 00 04 01 00", [("KO 2023-004512", "00.04.01.00")]),
    ("Ahjo, thin spaces", "HOP\u00a02023-004512\u202fT 00 04 01", [("HOP 2023-004512", "00.04.01")]),
    (
        "Ahjo, a register known from its class",
        "HOP 2023-004512 T 00 04 01\n(vrt. HOP 2022-000123)",
        [("HOP 2023-004512", "00.04.01"), ("HOP 2022-000123", None)],
    ),
    ("Turku", "5024-2017 (010)\nSeudullisen", [("5024-2017", "010")]),
    ("Turku, two classes", "13710-2021 (00 01 02, 06 00 00)", [("13710-2021", "00.01.02")]),
    ("Turku, number like a year, alone", "2016-2017 (010)", [("2016-2017", "010")]),
    ("label Dnro", "Dnro 1234/2012", [("1234/2012", None)]),
    ("label, loose slash", "Dnro 1234 /2012", [("1234/2012", None)]),
    ("label Dno:", "Dno: 730/2017", [("730/2017", None)]),
    ("label on its own line", "Asianumero\n730/2017", [("730/2017", None)]),
    ("label in Swedish", "Ärendenummer 730/2017", [("730/2017", None)]),
    ("label Dnr", "Dnr 730/2017", [("730/2017", None)]),
    ("label Asia nro", "Asia nro 15/2019", [("15/2019", None)]),
    ("label with hyphen form", "Asianro 5024-2017", [("5024-2017", None)]),
    ("Espoo", "§ 127\n\n5316/2016\n \n00.01.01\n", [("5316/2016", "00.01.01")]),
    ("Espoo, four levels", "730/2017\n00.01.01.00", [("730/2017", "00.01.01.00")]),
    ("spaced", "2204 / 00.04.01 / 2024", [("2204/00.04.01/2024", "00.04.01")]),
    ("no-break spaced", "2204\u00a0/\u202f00.04.01 /\u20092024", [("2204/00.04.01/2024", "00.04.01")]),
    ("soft hyphen", "2204/00.04.\u00ad01/2024", [("2204/00.04.01/2024", "00.04.01")]),
    ("body before", "KH 2204/00.04.01/2024", [("2204/00.04.01/2024", "00.04.01")]),
    ("body with slash", "KH/2204/00.04.01/2024", [("2204/00.04.01/2024", "00.04.01")]),
    ("label with colon and no space", "Dno:2204/00.04.01/2024", [("2204/00.04.01/2024", "00.04.01")]),
    ("town before", "MÄNTTÄ: 2204/00.04.01/2024", [("2204/00.04.01/2024", "00.04.01")]),
    (
        "at a sentence's end",
        "Asia on kirjattu numerolla 2204/00.04.01/2024.",
        [("2204/00.04.01/2024", "00.04.01")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_found(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = find_diary_numbers(text)
    assert [(one.value.key, one.value.task_class) for one in found] == expected
    assert [text[one.start : one.end] for one in found] == [one.value.written for one in found]


NOT_FOUND = [
    ("law", "Kuntalain (410/2015) 107 §:n mukaan"),
    ("law without brackets", "laki 449/2007"),
    ("procurement law", "Hankintalain (1397/2016) 40 §"),
    ("decree", "Valtioneuvoston asetus 214/2007"),
    ("government bill", "hallituksen esityksen (HE 86/2020 vp) mukaan"),
    ("meeting", "Kaupunginhallitus: 5/2017"),
    ("meeting's number alone on a line", "Kokous\n5/2017\n"),
    ("section and year", "§ 5 / 2021"),
    ("ministry", "päätöksellään VN/5635/2018 siirtänyt"),
    ("ministry with class", "VN/6566/03.02.01/2022"),
    ("ministry with space", "STM 1234/03.02.01/2022"),
    ("ministry in Ahjo's form", "VNK 2023-004512 T 00 04 01"),
    ("letters without a class", "ISO 2023-004512"),
    ("five letters", "ABCDE 2023-004512 T 00 04 01"),
    ("regional agency", "ympäristölupa numero 430/2019, Dnro ESAVI/12077/2018, 4.11.2019"),
    ("centre", "UUDELY/12077/2018 ja LAPELY/1/2015"),
    ("court", "Helsingin hallinto-oikeuden päätös 12.3.2020, dnro 1234/2019"),
    ("tax office", "Verohallinnon ohjeen (604/40/2011) mukaan"),
    ("Kuntaliitto's circular", "Kuntaliiton yleiskirjeen 11/2017 mukaan"),
    ("circular with classes", "yleiskirjeessä nro 34/80/2008/15.10.2008"),
    ("property", "kiinteistöstä 297-426-8-168 (Ranta)"),
    ("IBAN", "FI21 1234 5600 0007 85"),
    ("telephone", "puh. 040 185 1275, 09-123 456"),
    ("date", "1.9.2017–31.12.2019"),
    ("business id", "1234567-8"),
    ("span of years", "vuosina 2017-2019"),
    ("span of years with a number in brackets", "vuosina 2015-2017 (123) asukasta"),
    ("directive", "direktiivi 2014/24/EU"),
    ("turn of the year", "vuodenvaihteen 2015/2016 asukasluvun"),
    ("none", "Dnro 0/00"),
    ("bare number and year", "730/2017"),
    ("plan", "asemakaava 730/2017 hyväksyttiin"),
]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_not_found(text: str) -> None:
    assert find_diary_numbers(text) == []


def test_bare_number_counts_in_the_head_only() -> None:
    text = "§ 7 Otsikko\n730/2017\nPerustelut\n999/2017\n"
    assert [one.value.key for one in find_diary_numbers(text, text.index("Perustelut"))] == ["730/2017"]


def test_a_meeting_number_in_the_head_is_none() -> None:
    text = "Pöytäkirja\n5/2017\n"
    assert find_diary_numbers(text, len(text)) == []


def test_no_two_at_one_place() -> None:
    text = "Dnro 730/2017\n00.01.01\n"
    assert len(find_diary_numbers(text, len(text))) == 1


@given(st.text(alphabet="0123456789/.-§() \n\u00a0\u00adHELTDno:", max_size=200), st.integers(0, 200))
def test_any_text_gives_exact_slices(text: str, head_end: int) -> None:
    last = 0
    for one in find_diary_numbers(text, head_end):
        assert one.start >= last
        assert text[one.start : one.end] == one.value.written
        last = one.end


NOISE = ["§", "1", "1/", "(", "A", "00.", "1/00.01", "- ", "\u00ad", "HEL 2021-", "Dnro ", "1-2017 (01"]


@pytest.mark.parametrize(
    "text",
    [noise * (10**6 // len(noise)) for noise in NOISE]
    + [match * 5_000 for match in ("Dnro 1/2017 ", "2016-2017 (010) ", "\n1/2017")],
    ids=lambda text: repr(text[:9]),
)
def test_a_megabyte_of_noise_ends(text: str) -> None:
    assert len(find_diary_numbers(text, len(text))) < 200_000


def test_helsinki_answer_key(shared: Path) -> None:
    """Every case number that stands in a decision's HTML is found, with its class."""
    checked = 0
    for file in sorted((shared / "real" / "helsinki" / "decisions").glob("*.json")):
        decision = json.loads(file.read_text(encoding="utf-8"))
        text = BeautifulSoup(decision.get("Content") or "", "lxml").get_text("\n")
        label = decision.get("CaseIDLabel")
        found = find_diary_numbers(text)
        assert all(text[one.start : one.end] == one.value.written for one in found), file.name
        if label and label in text:
            classes = {one.value.task_class for one in found if one.value.key == label}
            assert decision["ClassificationCode"].replace(" ", ".") in classes, file.name
            checked += 1
    assert checked >= 70


@pytest.mark.parametrize(
    ("told", "cited"),
    [
        ("Kyläyhdistys on aikaisemmin (118/2015) tarjonnut rakennuksesta euron.", ["118/2015"]),
        ("Valtuusto hylkäsi aloitteen (77/2014) viime vuonna.", ["77/2014"]),
        ("Ärendet har behandlats tidigare (118/2015).", ["118/2015"]),
        ("Kuntalain (410/2015) mukaan valtuusto päättää.", []),
        ("Enligt kommunallagen (410/2015) beslutar fullmäktige.", []),
        ("Rakennuslupa (12/2016) on annettu.", []),
        ("Kunnanjohtajan päätös (12/2016) on lainvoimainen.", []),
        ("Hallinto-oikeuden ratkaisu (1234/2015) tuli keväällä.", []),
    ],
)
def test_bare_numbers_in_brackets_count_where_the_own_is_bare(told: str, cited: list[str]) -> None:
    head = "Kunnanvaltuusto 14.11.2016 § 41\n290/2016\n10.00.02\nOtsikko\n"
    assert [f.value.key for f in find_diary_numbers(head + told, len(head))] == ["290/2016", *cited]
    other = "KUUDno-2016-290\n"
    assert [f.value.key for f in find_diary_numbers(other + told, len(other))] == ["KUUDno-2016-290"]
