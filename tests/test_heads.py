"""Head lines: which body, when, which § — and which lines only look like one."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.heads import Mark, find_marks
from ingest.lines import DocLine

HEADS = [
    # (case, line, organ, date, §, title after it)
    ("organ, date, §", "Kaupunginhallitus 28.10.2024 § 257", "Kaupunginhallitus", "2024-10-28", 257, None),
    (
        "§ and title",
        "§ 12 Kehittämisverkostojen arviointi",
        None,
        None,
        12,
        "Kehittämisverkostojen arviointi",
    ),
    ("§ after number", "12 § Talousarvio", None, None, 12, "Talousarvio"),
    ("§ alone", "§ 127", None, None, 127, None),
    ("number then § alone", "47 §", None, None, 47, None),
    ("§ with date", "86§/18.03.2014", None, "2014-03-18", 86, None),
    ("abbreviation", "Khall 02.02.2026 § 21", "Kunnanhallitus", "2026-02-02", 21, None),
    ("abbreviation and §", "KH § 117", "Kunnanhallitus", None, 117, None),
    ("long abbreviation, bare number", "PERUSTURVALTK 30", "Perusturvalautakunta", None, 30, None),
    ("abbreviation, bare number", "TEKNLTK 30", "Tekninen lautakunta", None, 30, None),
    ("meeting head", "Kaupunginhallitus, kokous 2.3.2021", "Kaupunginhallitus", "2021-03-02", None, None),
    ("chrome", "Pöytäkirja 08.05.2017 Pykälä 127", None, "2017-05-08", 127, None),
    ("chrome with slash", "Pöytäkirja 04.12.2023/Pykälä 9", None, "2023-12-04", 9, None),
    ("agenda", "Esityslista 29.05.2017 Asianro 4", None, "2017-05-29", 4, None),
    ("table row", "Kaupunginhallitus\t105 §\t10.4.2017", "Kaupunginhallitus", "2017-04-10", 105, None),
    ("row without §", "Kaupunginhallitus\t190\t02.05.2017\t4", "Kaupunginhallitus", "2017-05-02", 190, None),
    ("title that begins with a year", "§ 5 2024 talousarvio", None, None, 5, "2024 talousarvio"),
    ("date in a title is the title's", "§ 5 Kokous 12.3.2024", None, None, 5, "Kokous 12.3.2024"),
    ("minutes in a title", "§ 2 Pöytäkirjan tarkastajat", None, None, 2, "Pöytäkirjan tarkastajat"),
    (
        "slashes after the municipality",
        "KUUSIRANNAN KUNTA / SIVISTYSLAUTAKUNTA / 11.4.2023 / 12 §",
        "Sivistyslautakunta",
        "2023-04-11",
        12,
        None,
    ),
    ("an official's decision", "Päätös 02.09.2025 § 17", None, "2025-09-02", 17, None),
    ("abbreviation in -lk", "Hyvlk 23.10.2024 § 48", "Hyvlk", "2024-10-23", 48, None),
    ("Swedish", "Stadsstyrelsen 12.3.2024 § 8", "Stadsstyrelsen", "2024-03-12", 8, None),
]

NOT_HEADS = [
    ("a law's section", "4 §:n 4 kohta"),
    ("a law's section in prose", "Kuntalain 140 §:n mukaan pöytäkirja pidetään nähtävänä."),
    ("prose after §", "§ 5 mukaan toimitaan"),
    ("prose after organ and §", "Kaupunginhallitus 12.3.2024 § 45 päätti asian"),
    ("organ alone", "Kaupunginhallitus"),
    ("organ deciding", "Kaupunginhallitus päättää, että kunta osallistuu"),
    ("range of §§", "§:t 36–38"),
]


def marks(text: str) -> list[Mark]:
    return find_marks([DocLine(100, 100 + len(text), text, 1)])


@pytest.mark.parametrize(("case", "line", "organ", "date", "section", "title"), HEADS)
def test_heads(
    case: str, line: str, organ: str | None, date: str | None, section: int | None, title: str | None
) -> None:
    found = marks(line)
    assert len(found) == 1, case
    mark = found[0]
    assert (mark.organ.value.name if mark.organ else None) == organ
    assert (mark.section.value if mark.section else None) == section
    assert (mark.date.value if mark.date else None) == (dt.date.fromisoformat(date) if date else None)
    if title:
        assert mark.rest is not None
        assert line[mark.rest[0] - 100 : mark.rest[1] - 100] == title


@pytest.mark.parametrize(("case", "line"), NOT_HEADS)
def test_not_heads(case: str, line: str) -> None:
    assert marks(line) == [], case
