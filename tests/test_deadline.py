"""A time by which an answer must be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.records import Item
from index import deadline
from index.deadline import TooSlow
from index.search import reindex, search
from tests.index_items import item, library_of


def test_nothing_passes_where_nobody_set_a_time() -> None:
    deadline.check()
    assert not deadline.passed()


def test_time_is_over_within_and_not_after() -> None:
    with deadline.within(-1.0):
        assert deadline.passed()
        with pytest.raises(TooSlow), deadline.within(-1.0):
            deadline.check()
        with deadline.within(60.0):
            deadline.check()
    assert not deadline.passed()


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_a_question_is_given_up(tmp_path: Path, engine: str) -> None:
    items: list[Item] = [item(f"a/b/2024-01-01/{n}", f"verkosto asia {n}") for n in range(5)]
    with library_of(tmp_path / "library", *items) as library:
        reindex(library, engine=engine)
        assert search(library, "verkosto").total == 5
        with deadline.within(-1.0), pytest.raises(TooSlow):
            search(library, "verkosto")
        assert search(library, "verkosto").total == 5
