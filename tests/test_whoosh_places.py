"""Phrases as sets of numbered places, beside a plain search for them."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines.whoosh_places import following, numbered, side_by_side

SIZE = 7
PLACES = st.sets(st.tuples(st.integers(0, SIZE - 1), st.integers(0, 30)), max_size=60)  # document, place
WORDS = st.lists(PLACES, min_size=2, max_size=4)


def _numbers(places: set[tuple[int, int]]) -> list[int]:
    ordered = sorted(places)
    return list(numbered([one for one, _ in ordered], [place for _, place in ordered], SIZE))


@settings(max_examples=200)
@given(WORDS, st.data())
def test_words_side_by_side(words: list[set[tuple[int, int]]], data: st.DataObject) -> None:
    often = data.draw(st.permutations(range(len(words))))  # whatever order they are looked at in
    found = side_by_side([_numbers(word) for word in words], often, SIZE)
    assert found == set(
        _numbers(
            {
                (document, place)
                for document, place in words[0]
                if all((document, place + at) in word for at, word in enumerate(words))
            }
        )
    )


@settings(max_examples=100)
@given(WORDS, st.integers(1, 3))
def test_words_within_a_distance(words: list[set[tuple[int, int]]], slop: int) -> None:
    ends = words[0]
    for word in words[1:]:
        gaps = range(1, slop + 1)
        ends = {(document, place + gap) for (document, place), gap in product(ends, gaps)} & word
    assert following([_numbers(word) for word in words], slop, SIZE) == set(_numbers(ends))
