"""Postings gathered by term, in memory or by way of files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.engines.whoosh_pool import Pool

Posting = tuple[str, bytes, int, float, bytes]
POSTINGS = st.lists(
    st.tuples(
        st.sampled_from(("text", "title")),
        st.sampled_from((b"aita", b"tie", b"", "\u00e4\u00e4ni".encode())),
        st.sampled_from((1.0, 0.5)),
        st.binary(max_size=5),
    ),
    max_size=40,
)


def _given(pool: Pool) -> list[Posting]:
    given = []
    for (field, term), (documents, weights, values, sizes) in pool.iter_postings():
        start = 0
        for document, weight, size in zip(documents, weights, sizes, strict=True):
            given.append((field, term, document, weight, bytes(values[start : start + size])))
            start += size
        assert start == len(values)
    return given


@settings(max_examples=100)
@pytest.mark.parametrize("limit", [1, 1_500, 10**6], ids=["each in a file", "some files", "in memory"])
@given(told=POSTINGS)
def test_by_term_then_by_document(
    tmp_path_factory: pytest.TempPathFactory, limit: int, told: list[tuple[str, bytes, float, bytes]]
) -> None:
    postings = [(field, term, at, weight, value) for at, (field, term, weight, value) in enumerate(told)]
    pool = Pool(str(tmp_path_factory.getbasetemp()), limit)
    for posting in postings:
        pool.add(posting)
    assert _given(pool) == sorted(postings, key=lambda one: one[:3])
    pool.cleanup()


def test_nothing_is_left_in_the_folder(tmp_path: Path) -> None:
    pool = Pool(str(tmp_path), 1)
    for number in range(9):
        pool.add(("text", b"tie", number, 1.0, b""))
    assert not list(tmp_path.iterdir())  # files without a name
    pool.cleanup()
    assert _given(pool) == []
