"""OpenSearch on three nodes: pages beyond what one request reaches, and differences from other engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import tree
from index.analysis import Analyser
from index.engines import Engine, NoAnswer, Order
from index.engines.choice import engine_named
from index.query import parse
from index.tree import Everything, Word, analysed
from tests.engine_bench import QUERIES, Bench, random_items
from tests.index_items import DEVELOPMENT, JOIN, item, library_of, store
from tests.opensearch_nodes import Nodes

engine_module = pytest.importorskip("index.engines.opensearch_engine")
reader_module = pytest.importorskip("index.engines.opensearch_reader")
query_module = pytest.importorskip("index.engines.opensearch_query")

pytestmark = [pytest.mark.opensearch, pytest.mark.usefixtures("emptied")]


@pytest.fixture
def engine(nodes: Nodes, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(engine_module, "SHARDS", 1)  # quicker; the contract suite asks three
    return engine_named("opensearch", nodes.url)


# Pages


@pytest.fixture
def small_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """One request reaches ten results."""
    monkeypatch.setattr(reader_module, "WINDOW", 10)


@pytest.mark.parametrize("order", Order)
def test_pages_beyond_the_window_follow_each_other(
    tmp_path: Path, engine: Engine, small_window: None, order: Order
) -> None:
    made = Bench(tmp_path, random_items(90, 7), engine)
    node = made.node("verkosto OR kunta OR kehi*")
    whole = made.reader.search(node, limit=1_000, order=order)
    assert whole.total == len(whole.hits) == len(made.expected(node)) > 30
    for limit in (7, 10, 25):
        pages = []
        for offset in range(0, whole.total + limit, limit):
            page = made.reader.search(node, limit=limit, offset=offset, order=order)
            assert page.total == whole.total
            pages += page.hits
        assert tuple(pages) == whole.hits
    made.close()


def test_vocabularies_of_more_than_a_window(tmp_path: Path, engine: Engine, small_window: None) -> None:
    made = Bench(tmp_path, random_items(90, 7), engine)
    expected = {value for entry in made.entries for value in entry.keywords["date"]}
    assert made.reader.vocabulary("date") == sorted(expected)
    assert len(expected) > 30
    made.close()


# Differences between engines, as docs/engines.md numbers them


def test_difference_4_words_of_enormous_length(tmp_path: Path, engine: Engine) -> None:
    long, longer = "a" * 32_766, "b" * 32_767
    with library_of(tmp_path, item("a", f"{long} aita {longer} tie")) as library:
        engine.build(library)
        with engine.open(library) as reader:
            found = [reader.search(Word(text, terms=(text,))).total for text in (long, longer, "aita", "tie")]
            assert found == [1, 0, 1, 1]
            assert reader.search(analysed(parse('"aita tie"'), Analyser(library))).total == 0
            assert reader.search(analysed(parse('"aita tie"~2'), Analyser(library))).total == 1


def test_difference_5_loose_phrases_are_read_again(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Bench(tmp_path, random_items(60, 3), engine)
    loose = ['"verkosto kunta maksu"~6', '"kehittäminen verkosto kunta maksu"~100', '="kunta maksu uso"~40']
    monkeypatch.setattr(query_module, "MOST_WAYS", 1)
    for query in (*QUERIES, *loose):
        node = made.node(query)
        assert set(made.found(node)) == made.expected(node), query
    assert any(made.expected(made.node(query)) for query in loose)
    monkeypatch.setattr(reader_module, "_MOST_READ", 3)
    with pytest.raises(NoAnswer, match=r"a phrase of 3 words at a distance of 6 may stand in .* items"):
        made.reader.search(made.node(loose[0]))
    made.close()


def test_difference_6_an_open_reader_moves_on_to_a_new_index(tmp_path: Path, engine: Engine) -> None:
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        with engine.open(library) as reader:
            store(library, DEVELOPMENT)
            engine.update(library)
            assert reader.search(Everything()).total == 1  # an update does not disturb it
            engine.build(library)
            assert reader.search(Everything()).total == 2
            assert "harjula" in reader.vocabulary("municipality")


def test_difference_7_very_long_questions_are_refused(tmp_path: Path, engine: Engine) -> None:
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        with engine.open(library) as reader:
            words = [Word(f"sana{number}", terms=(f"sana{number}", "x", "y")) for number in range(700)]
            assert reader.search(tree.Or(tuple(words[:500]))).total == 0
            with pytest.raises(NoAnswer, match=r"maxClauseCount.*: ask for fewer words at once$"):
                reader.search(tree.Or(tuple(words)))
            assert reader.search(Everything()).total == 1


def test_difference_8_only_likely_words_are_looked_at(tmp_path: Path, engine: Engine) -> None:
    with library_of(tmp_path, item("a", "Verkosto ja kunta, meluaita, nätverket."), JOIN) as library:
        engine.build(library)
        with engine.open(library) as reader:
            found = reader.like("exact", ["verkost", "meluaito", "kunta", "olematonta"])
            assert {"verkosto", "meluaita", "kunta"} <= found
            assert not {"olematonta", "nätverket"} & found
            assert reader.like("exact", []) == set()
