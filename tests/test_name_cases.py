"""Declined surnames told from a meeting's own list of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.name_cases import meant
from ingest.extract.name_forms import base_surname

LIST = """
Suvanne Kettukorpi Virtanen Nurmela Niemi Lahti Lahtinen Männikkö Hirvi Rinne Kangas Harju Storgrann Ek Mäkelä
Kallio Ahde Lanne Varis Ylä-Rinne Halme Laine Lampi Kunnas Hovi Vuorikoski Peltomäki Pukki Ranta Salmi Lehto
Pato Wik Lautahovi Kannus Ilves Ransund Murto
"""
NAMES = frozenset(LIST.split())


@pytest.mark.parametrize(
    ("declined", "surname"),
    [
        ("Suvanteen", "Suvanne"),
        ("Kettukorven", "Kettukorpi"),
        ("Virtasen", "Virtanen"),
        ("Nurmelan", "Nurmela"),
        ("Lahden", "Lahti"),
        ("Lahtisen", "Lahtinen"),
        ("Männikön", "Männikkö"),
        ("Hirven", "Hirvi"),
        ("Rinteen", "Rinne"),
        ("Kankaan", "Kangas"),
        ("Ahteelle", "Ahde"),
        ("Lanteen", "Lanne"),
        ("Variksen", "Varis"),
        ("Ylä-Rinteen", "Ylä-Rinne"),
        ("Laineen", "Laine"),
        ("Lammen", "Lampi"),
        ("Kunnaan", "Kunnas"),
        ("Lautahovin", "Lautahovi"),
        ("Vuorikosken", "Vuorikoski"),
        ("Peltomäen", "Peltomäki"),
        ("Pukin", "Pukki"),
        ("Rannalta", "Ranta"),
        ("Padon", "Pato"),
        ("Wikin", "Wik"),
        ("Kannuksen", "Kannus"),
        ("Ilveksen", "Ilves"),
        ("Ekin", "Ek"),
        ("Ransundin", "Ransund"),
        ("Murron", "Murto"),
    ],
)
@pytest.mark.parametrize("oblique", [True, False])
def test_the_list_tells_the_base_form(declined: str, surname: str, oblique: bool) -> None:
    assert meant(base_surname(declined, oblique=oblique), NAMES) == {surname}


def test_who_is_not_on_the_list_is_nobody() -> None:
    assert meant("Koskela", NAMES) == set()
    assert meant("", NAMES) == set()


def test_a_name_of_the_list_is_itself() -> None:
    assert meant("Lahti", {"Lahti", "Lahte"}) == {"Lahti"}


@given(st.text(max_size=12), st.sets(st.text(min_size=1, max_size=12), max_size=5))
def test_any_words(read: str, surnames: set[str]) -> None:
    assert meant(read, surnames) <= surnames
