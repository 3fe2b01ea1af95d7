"""The tokenizer: every character kept, numbers, ranges and codes whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from ingest.tokens import MinutesTokenizer

TOKENIZER = MinutesTokenizer(Vocab())


@given(st.text())
def test_the_text_is_kept_character_for_character(text: str) -> None:
    assert TOKENIZER(text).text == text


@given(st.text(alphabet=" \n\t\xa0a.-–§", max_size=30))
def test_white_space_of_any_kind_is_kept(text: str) -> None:
    assert TOKENIZER(text).text == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("ajalla 1.1.–28.2.2017", ["ajalla", "1.1", ".", "–", "28.2.2017"], id="range of days"),
        pytest.param("USO:n jäsen", ["USO:n", "jäsen"], id="inflected abbreviation"),
        pytest.param("TUUDno-2021-379.", ["TUUDno-2021-379", "."], id="diary number at a sentence's end"),
        pytest.param(
            "1234/05.00.01/2023 §", ["1234/05.00.01/2023", "§"], id="diary number with a task class"
        ),
        pytest.param("(0,50 €/as.)", ["(", "0", ",", "50", "€", "/", "as", ".", ")"], id="unit price"),
    ],
)
def test_words_as_the_rules_see_them(text: str, words: list[str]) -> None:
    assert [token.text for token in TOKENIZER(text) if not token.is_space] == words
