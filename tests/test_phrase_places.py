"""Where a phrase stands, word by word."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import Term, TermKind
from index.phrase_places import standing
from index.tree import Phrase, Word
from index.words import tokens

_LETTERS = st.sampled_from("abc")


def places(phrase: str, text: str, slop: int = 1, *, exact: bool = True) -> list[set[int]]:
    found = tokens(text)
    terms = {token.text: (Term(token.text[0], TermKind.BASE),) for token in found}
    words = tuple(Word(word, terms=(word[0],)) for word in phrase.split())
    return standing(Phrase(words, exact=exact, slop=slop), found, terms)


@pytest.mark.parametrize(
    ("case", "phrase", "text", "slop", "expected"),
    [
        ("once", "a b", "b a b a", 1, [{1}, {2}]),
        ("nowhere", "a b", "b a a c", 1, [set(), set()]),
        ("overlapping", "a a", "a a a", 1, [{0, 1}, {1, 2}]),
        ("the nearest word leads nowhere, a later one does", "a b c", "a b b x x c", 3, [{0}, {2}, {5}]),
        ("too far", "a b c", "a b x x x c", 3, [set(), set(), set()]),
        ("a single word", "a", "a b a", 1, [{0, 2}]),
        ("an empty text", "a b", "", 1, [set(), set()]),
    ],
)
def test_standing(case: str, phrase: str, text: str, slop: int, expected: list[set[int]]) -> None:
    assert places(phrase, text, slop) == expected


def test_inflections_count_unless_exact() -> None:
    assert places("ab cd", "ax cy ab cd", exact=False) == [{0, 2}, {1, 3}]
    assert places("ab cd", "ax cy ab cd") == [{2}, {3}]


@given(st.lists(_LETTERS, min_size=1, max_size=4), st.lists(_LETTERS, max_size=9), st.integers(1, 4))
def test_as_all_ways_tried_one_by_one(phrase: list[str], text: list[str], slop: int) -> None:
    ways = [
        way
        for way in product(range(len(text)), repeat=len(phrase))
        if all(text[at] == word for at, word in zip(way, phrase, strict=True))
        and all(1 <= b - a <= slop for a, b in pairwise(way))
    ]
    expected = [{way[number] for way in ways} for number in range(len(phrase))]
    assert places(" ".join(phrase), " ".join(text), slop) == expected
