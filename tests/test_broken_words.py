"""Words broken at a line's end, made whole; spans led back to the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.broken_words import join_words, without_captions

LINES = st.lists(st.text("aä- X\n", max_size=12), max_size=8).map("-\n  ".join)


@pytest.mark.parametrize(
    ("text", "word", "original"),
    [
        ("Netta Pirttisaa-\n      ren kannattamana", "Netta Pirttisaaren", "Netta Pirttisaa-\n      ren"),
        ("omistajaohjaus-\npäällikkö.", "omistajaohjauspäällikkö", "omistajaohjaus-\npäällikkö"),
        ("alku valmiste-\n luun ja loppu", "loppu", "loppu"),
        ("ensin Suori-\ntetussa, sitten", "ensin", "ensin"),
    ],
)
def test_a_span_is_led_back(text: str, word: str, original: str) -> None:
    joined = join_words(text)
    start = joined.text.index(word)
    first, last = joined.back(start, start + len(word))
    assert text[first:last] == original


@pytest.mark.parametrize("text", ["Kylä-\nAho", "1-\n2", "a -\nb", "yksi"])
def test_other_hyphens_stay(text: str) -> None:
    assert join_words(text).text == text


@given(LINES)
def test_the_text_keeps_its_length_and_letters(text: str) -> None:
    joined = join_words(text)
    assert len(joined.text) == len(text)
    assert joined.text.replace(" ", "").replace("\n", "").replace("-", "") == "".join(text.split()).replace(
        "-", ""
    )


@given(LINES, st.data())
def test_spans_of_words_stay_in_order(text: str, data: st.DataObject) -> None:
    joined = join_words(text)
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    end = data.draw(st.integers(start + 1, len(text) + 1))
    first, last = joined.back(start, min(end, len(text)))
    assert 0 <= first <= last <= len(text)


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("Kunnanhalli-     Aino Kallion\ntuksen           kannattamana", "tuksen"),
        ("Käsittely        Aino Kallion\nkokouksessa      kannattamana", "kokouksessa"),
        ("Aino Kallio esitti,\nettä       asia palautetaan", ""),
        ("yksi       kaksi\nkolme   neljä", ""),
    ],
)
def test_later_lines_of_a_caption_are_left_out(text: str, caption: str) -> None:
    assert without_captions(text) == text.replace(caption, " " * len(caption))


@given(st.text(alphabet="aB-  \n", max_size=80))
def test_a_text_without_captions_keeps_its_length(text: str) -> None:
    assert len(without_captions(text)) == len(text)
