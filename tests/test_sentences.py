"""Sentences end at full stops that end sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.sentences import sentences

CASES = [
    ("two", "Asia hyväksyttiin. Kokous päättyi.", ["Asia hyväksyttiin.", "Kokous päättyi."]),
    ("date", "Kokous 28.10. jatkui. Loppu.", ["Kokous 28.10. jatkui.", "Loppu."]),
    ("year ends", "Hanke alkoi 2024. Se jatkuu.", ["Hanke alkoi 2024.", "Se jatkuu."]),
    ("abbreviation", "Osallistuja on esim. Salo. Muut eivät.", ["Osallistuja on esim. Salo.", "Muut eivät."]),
    ("blank line", "Otsikko\n\nTeksti", ["Otsikko", "Teksti"]),
    ("bullets", "Päättää\n- merkitä\n- evästää", ["Päättää", "merkitä", "evästää"]),
    ("numbered points", "päättää\n1. osallistua\n2. nimetä", ["päättää", "1. osallistua", "2. nimetä"]),
    ("line break inside", "Asia hyväk-\nsyttiin näin.", ["Asia hyväk-\nsyttiin näin."]),
    ("a score ends", "Esitys voitti äänin 8–3. Asia ratkesi.", ["Esitys voitti äänin 8–3.", "Asia ratkesi."]),
    (
        "days do not",
        "Kurssi on 4.-5. Salissa 1.2.-3.4. Muualla ei.",
        ["Kurssi on 4.-5. Salissa 1.2.-3.4. Muualla ei."],
    ),
    ("empty", "", []),
]


@pytest.mark.parametrize(("case", "text", "expected"), CASES)
def test_sentences(case: str, text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected, case


@given(st.text())
def test_spans_are_in_order_and_cover_all_words(text: str) -> None:
    position = 0
    for start, end in sentences(text):
        assert position <= start < end
        assert not any(c.isalnum() for c in text[position:start])
        position = end
    assert not any(c.isalnum() for c in text[position:])
