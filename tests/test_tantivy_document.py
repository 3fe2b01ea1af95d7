"""How words become what tantivy indexes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

document = pytest.importorskip("index.engines.tantivy_document")

TERMS = st.lists(st.text("abcdefghijklmnopqrstuvwxyzäö", min_size=1, max_size=12), min_size=1, unique=True)


@given(texts=TERMS)
def test_a_words_terms_stand_apart_on_places_that_follow_from_them(texts: list[str]) -> None:
    placed = document._placed(texts)
    if placed is None:
        return
    assert len(placed) == len(texts)
    for place, written in placed.items():
        text = written.rstrip("".join(document.MARKS))
        choice = document.MARKS.index(written.removeprefix(text))
        assert text in texts
        assert document.places(text)[choice] == place < document.STEP - 1


def test_a_term_alone_and_most_pairs_find_places() -> None:
    words = [chr(97 + number // 26) + chr(97 + number % 26) for number in range(200)]
    assert all(document._placed([word]) == {document.places(word)[0]: word} for word in words)
    found = [document._placed([one, other]) for one, other in pairwise(words)]
    assert sum(one is not None for one in found) > 190
    assert document._placed(words[: document.STEP]) is None


@given(signs=st.lists(st.text("abcdefgh", min_size=1, max_size=4), min_size=1, max_size=9))
def test_all_pairs_of_neighbours_are_among_the_pairs(signs: list[str]) -> None:
    row = document._pairs(
        [one[0] for one in signs], [(at, one[1:]) for at, one in enumerate(signs) if one[1:]]
    )
    pairs = {row[at : at + 2] for at in range(len(row) - 1)}
    for one, other in pairwise(signs):
        assert {before + after for before in one for after in other} <= pairs


def test_a_compound_and_its_last_part_have_one_sign() -> None:
    assert document.sign("kehittämisverkosto") == document.sign("verkosto")
    assert len({document.sign(term) for term in ("kunta", "verkosto", "maksu", "kehittäminen")}) > 1


@pytest.mark.parametrize(
    ("written", "terms", "letters"),
    [
        ("hankkeen", ["hanke"], 4),
        ("kehittämisverkostoista", ["kehittämisverkosto", "verkosto", "kehittäminen"], 18),
        ("skolor", ["~skol"], 0),
        ("§", ["§"], 1),
        ("a" * 50, ["a" * 50], 32),
    ],
)
def test_letters_shared_with_the_nearest_term(written: str, terms: list[str], letters: int) -> None:
    mark = document.shared(written, terms)
    assert document.SHARED.index(mark) == letters


def test_no_mark_is_a_letter_or_blank() -> None:
    assert not any(mark.isalnum() or mark.isspace() for mark in document.SHARED)
