"""What is Whoosh's own: numbers as terms, segments, and posting lists read block by block."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from index.analysis import Analyser
from index.engines.whoosh_engine import WhooshEngine
from index.engines.whoosh_fields import number_term
from index.engines.whoosh_scan import Segment
from index.query import parse
from index.tree import analysed
from tests.engine_bench import Bench
from tests.index_items import item, library_of, store


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=2, max_size=5))
def test_number_terms_sort_as_numbers(numbers: list[int]) -> None:
    assert sorted(numbers) == sorted(numbers, key=number_term)


def test_long_posting_lists_are_read_whole(tmp_path: Path) -> None:
    """More than one block of 128, with candidates in a few blocks only."""
    dice = random.Random(4)
    items = []
    for number in range(700):
        words = ["aita"] + ["tie"] * (number % 97 == 0) + dice.sample(["silta", "puisto", "koulu"], 2)
        items.append(item(f"i-{number:03}", " ".join([*words, f"n{number}"])))
    made = Bench(tmp_path, items, WhooshEngine())
    for query in ("aita", "aita tie", '"aita tie"', '"tie silta"', "aita -tie", '"aita silta"~2', "si* tie"):
        node = made.node(query)
        assert set(made.found(node)) == made.expected(node), query
    made.close()


def test_scores_do_not_depend_on_segments(tmp_path: Path) -> None:
    items = [item(f"i-{number}", f"Aita {'tie ' * number}loppu{number}.") for number in range(12)]
    engine = WhooshEngine()
    with library_of(tmp_path, *items[:9]) as library:
        engine.build(library)
        for each in items[9:]:
            store(library, each)
            engine.update(library)
        node = analysed(parse("aita tie"), Analyser(library))
        with engine.open(library) as reader:
            pieces = reader.search(node, limit=20)
        assert len(list(engine.folder(library).glob("*.seg"))) > 1
        engine.build(library)
        with engine.open(library) as reader:
            whole = reader.search(node, limit=20)
    assert [hit.item_id for hit in pieces.hits] == [hit.item_id for hit in whole.hits]
    assert all(
        abs(one.score - other.score) < 1e-9 for one, other in zip(pieces.hits, whole.hits, strict=True)
    )


def test_the_best_few_of_any_of_some_words_are_those_of_all_scores(tmp_path: Path) -> None:
    """A common word is not looked at everywhere once rare ones have filled the page."""
    texts = [
        "tie " * (number % 5 + 1) + "maa " * (number % 3) + "aita " * (number % 7 == 0)
        for number in range(60)
    ]
    engine = WhooshEngine()
    with library_of(tmp_path, *(item(f"i{number:02}", text) for number, text in enumerate(texts))) as library:
        engine.build(library)
        node = analysed(parse("tie OR maa OR aita"), Analyser(library))
        with engine.open(library) as reader:
            whole = reader.search(node, limit=60).hits
            for limit in (1, 3, 9, 20, 40):
                assert reader.search(node, limit=limit).hits == whole[:limit]


def test_a_segment_knows_its_size(tmp_path: Path) -> None:
    engine = WhooshEngine()
    with library_of(tmp_path, item("a", "Aita."), item("b", "Tie.")) as library:
        engine.build(library)
        with engine.open(library) as reader:
            segments: list[Segment] = reader._segments  # type: ignore[attr-defined]
    assert [segment.size for segment in segments] == [2]
