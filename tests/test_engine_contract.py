"""What every engine must do, against a brute-force scan of the same items."""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from corpus.storing import mark_gone
from index.analysis import Analyser
from index.engines import Engine, Hit, Order
from index.engines.choice import engine_named
from index.query import parse
from index.tree import Everything, Word, analysed
from tests.engine_bench import QUERIES, TREES, Bench, random_items
from tests.index_items import ITEMS, JOIN, item, library_of, store
from tests.opensearch_nodes import Nodes

ENGINES = ["whoosh", "tantivy"]
"""Engines that keep their index in the library."""

ALL_ENGINES = [*ENGINES, pytest.param("opensearch", marks=pytest.mark.opensearch)]


def engine_of(name: str) -> Engine:
    if name != "whoosh" and importlib.util.find_spec(name) is None:
        pytest.skip(f"{name} is not installed: pip install pykala[fast]")
    return engine_named(name)


@pytest.fixture(scope="module", params=ALL_ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "opensearch":
        return engine_named("opensearch", request.getfixturevalue("nodes").url)
    return engine_of(request.param)


@pytest.fixture(scope="module")
def bench(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    made = Bench(tmp_path_factory.mktemp("bench"), [*random_items(90, 7), *ITEMS], engine)
    yield made
    made.close()


@pytest.fixture(scope="module")
def grown(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The same, but come to by updates: several segments, items gone and items changed."""
    items = [*random_items(90, 7), *ITEMS]
    made = Bench(tmp_path_factory.mktemp("grown"), items[:70], engine)
    for at in range(70, len(items), 8):
        store(made.library, *items[at : at + 8], name=f"more-{at}.txt")
        engine.update(made.library)
    for number, changed in enumerate(random_items(6, 8, "changed")):
        # The same address holds other bytes now: the earlier item goes.
        store(made.library, changed, name=f"{items[number * 11].id}.txt".replace("/", "-"))
    engine.update(made.library)
    made.reader.close()
    made.reader = engine.open(made.library)
    made.reread()
    yield made
    made.close()


@pytest.mark.parametrize("query", QUERIES)
def test_finds_what_a_scan_finds(bench: Bench, query: str) -> None:
    node = bench.node(query)
    found = bench.found(node)
    assert set(found) == bench.expected(node)
    assert len(found) == len(set(found))


def test_the_queries_test_something(bench: Bench) -> None:
    hits = [len(bench.expected(bench.node(query))) for query in QUERIES]
    assert sum(1 for count in hits if 0 < count < len(bench.entries)) > len(QUERIES) * 0.8


@settings(max_examples=300)
@given(query=TREES)
def test_finds_what_a_scan_finds_for_any_query(bench: Bench, query: str) -> None:
    node = bench.node(query)
    assert set(bench.found(node)) == bench.expected(node)


@pytest.mark.slow
@settings(max_examples=10_000)
@given(query=TREES)
def test_finds_what_a_scan_finds_for_ten_thousand_queries(bench: Bench, query: str) -> None:
    node = bench.node(query)
    assert set(bench.found(node)) == bench.expected(node)


def test_after_updates_a_scan_finds_the_same(grown: Bench) -> None:
    assert len(grown.entries) == len(grown.found(Everything()))
    for query in QUERIES:
        node = grown.node(query)
        assert set(grown.found(node)) == grown.expected(node), query


@settings(max_examples=100)
@given(query=TREES)
def test_after_updates_any_query_finds_the_same(grown: Bench, query: str) -> None:
    node = grown.node(query)
    assert set(grown.found(node)) == grown.expected(node)


# Order and paging


@settings(max_examples=60)
@given(query=TREES)
def test_the_best_few_are_the_first_of_all(bench: Bench, query: str) -> None:
    node = bench.node(query)
    whole = bench.reader.search(node, limit=1_000)
    few = bench.reader.search(node, limit=4)
    assert (few.total, few.hits) == (whole.total, whole.hits[:4])


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("query", ["verkosto OR kunta", "kunta:Harjula", "ve*"])
def test_pages_follow_each_other(grown: Bench, query: str, order: Order) -> None:
    node = grown.node(query)
    whole = grown.reader.search(node, limit=1_000, order=order)
    pages: list[Hit] = []
    for offset in range(0, whole.total + 7, 7):
        page = grown.reader.search(node, limit=7, offset=offset, order=order)
        assert page.total == whole.total
        pages += page.hits
    assert [hit.item_id for hit in pages] == [hit.item_id for hit in whole.hits]


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST])
def test_order_by_date_with_undated_items_last(grown: Bench, order: Order) -> None:
    days = {entry.item_id: entry.day for entry in grown.entries}
    answer = grown.reader.search(grown.node("kunta:Harjula"), limit=999, order=order)
    found = [days[hit.item_id] for hit in answer.hits]
    dated = [day for day in found if day]
    assert dated == sorted(dated, reverse=order is Order.NEWEST)
    assert found == dated + [0] * (len(found) - len(dated))
    assert 0 < len(dated) < len(found)


@pytest.mark.parametrize("query", ["kunta:Harjula", "ve*", "verkosto"])
def test_equal_scores_come_newest_first(grown: Bench, query: str) -> None:
    newest = {entry.item_id: entry.newest for entry in grown.entries}
    answer = grown.reader.search(grown.node(query), limit=999)
    found = [(-hit.score, newest[hit.item_id]) for hit in answer.hits]
    assert found == sorted(found)
    assert len({score for score, _ in found}) < len(found)


def test_items_of_one_meeting_come_by_section(tmp_path: Path, engine: Engine) -> None:
    sections = [11, 2, 1, 30, 10]
    made = [
        JOIN.model_copy(update={"id": f"harjula/kh/2024-10-28/{number}", "section": number})
        for number in sections
    ]
    with library_of(tmp_path) as library:
        store(library, *made)
        engine.build(library)
        with engine.open(library) as reader:
            found = [hit.item_id.rpartition("/")[2] for hit in reader.search(Everything()).hits]
    assert found == ["1", "2", "10", "11", "30"]


@pytest.mark.parametrize(
    ("name", "query", "better", "worse"),
    [
        ("title", "meluaita", {"title": "Meluaita", "text": "Asia."}, {"title": "Asia", "text": "Meluaita."}),
        ("word of its own", "aita", {"text": "Aita on tiellä."}, {"text": "Meluaita on tiellä."}),
        ("more often", "aita", {"text": "Aita. Aita. Tie."}, {"text": "Aita. Tie. Tie."}),
    ],
)
def test_rank(
    tmp_path: Path, engine: Engine, name: str, query: str, better: dict[str, str], worse: dict[str, str]
) -> None:
    others = item("a", **worse), item("b", **better), item("c", "Jotakin muuta.")
    with library_of(tmp_path, *others) as library:
        engine.build(library)
        node = analysed(parse(query), Analyser(library))
        with engine.open(library) as reader:
            assert [hit.item_id for hit in reader.search(node).hits] == ["b", "a"], name


def test_words_of_the_decision_count_more(tmp_path: Path, engine: Engine) -> None:
    text = JOIN.text.replace("Harjulan", "Metsälän")
    other = JOIN.model_copy(update={"id": "z", "sections": (), "text": text})
    with library_of(tmp_path, other, JOIN) as library:
        engine.build(library)
        query = analysed(parse("hyväksyttiin"), Analyser(library))
        with engine.open(library) as reader:
            first, second = reader.search(query).hits
    assert (first.item_id, second.item_id) == (JOIN.id, "z")
    assert first.score > second.score


def test_vocabularies_agree(bench: Bench) -> None:
    for field, sample in (("municipality", "harjula"), ("date", "2020"), ("network", "uso")):
        values = bench.reader.vocabulary(field)
        expected = {value for entry in bench.entries for value in entry.keywords[field]}
        assert values == sorted(expected)
        assert sample in values


def test_terms_are_stored_untouched(tmp_path: Path, engine: Engine) -> None:
    longest = "kehittämisverkostotoimintamalliselvityshankerahoituspäätös" * 8
    words = [longest, "vaa'an", "EU:n", "2021", "ÅÄÖ"]
    with library_of(tmp_path, item("a", " ".join(words)), item("b", "muuta")) as library:
        engine.build(library)
        analyser = Analyser(library)
        with engine.open(library) as reader:
            for word in words:
                found = reader.search(analysed(parse(word), analyser))
                assert [hit.item_id for hit in found.hits] == ["a"], word


@pytest.mark.parametrize("when", ["before", "after"])
def test_what_is_gone_from_its_source_is_still_found(tmp_path: Path, engine: Engine, when: str) -> None:
    def go() -> None:
        with library.writing() as connection:
            assert mark_gone(connection, "file:///minutes/gone.txt", dt.datetime.now(dt.UTC))

    with library_of(tmp_path, JOIN, *random_items(10, 3)) as library:
        store(library, item("gone", "Meluaita."), name="gone.txt")
        if when == "before":
            go()
        assert engine.build(library).items == 12
        if when == "after":
            go()
        store(library, item("more", "Lisää."))
        assert engine.update(library).items == 13
        with engine.open(library) as reader:
            assert reader.search(Everything()).total == 13
            assert reader.search(analysed(parse("meluaita"), Analyser(library))).total == 1


# Differences between engines, as docs/engines.md numbers them


def every_engine(url: str | None = None) -> list[Engine]:
    return [*map(engine_of, ENGINES), *([engine_named("opensearch", url)] if url else [])]


def test_difference_1_scores_compare_only_within_one_engine(tmp_path: Path) -> None:
    check_difference_1(tmp_path, every_engine())


@pytest.mark.opensearch
def test_difference_1_holds_for_opensearch_too(tmp_path: Path, nodes: Nodes) -> None:
    check_difference_1(tmp_path, every_engine(nodes.url))


def check_difference_1(folder: Path, engines: list[Engine]) -> None:
    """They weigh a decision's words and a compound's parts by different means; the order here is the same."""
    scores = []
    with library_of(
        folder, item("a", "Meluaita. Aita."), item("b", "Meluaita."), item("c", "Muu.")
    ) as library:
        node = analysed(parse("aita"), Analyser(library))
        for engine in engines:
            engine.build(library)
            with engine.open(library) as reader:
                hits = reader.search(node).hits
            assert [hit.item_id for hit in hits] == ["a", "b"]
            scores.append(tuple(hit.score for hit in hits))
    assert len(set(scores)) == len(engines)


@pytest.mark.parametrize("ways", [0, 3])
def test_difference_2_phrases_with_many_ways_are_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ways: int
) -> None:
    tantivy_query = pytest.importorskip("index.engines.tantivy_query")
    monkeypatch.setattr(tantivy_query, "MOST_WAYS", ways)
    made = Bench(tmp_path, random_items(40, 3), engine_of("tantivy"))
    for query in QUERIES:
        node = made.node(query)
        assert set(made.found(node)) == made.expected(node), query
    made.close()


def test_difference_3_very_many_equal_scores_come_in_the_engines_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tantivy_engine = pytest.importorskip("index.engines.tantivy_engine")
    monkeypatch.setattr(tantivy_engine, "_MORE", 1)
    monkeypatch.setattr(tantivy_engine, "_MOST_TIED", 2)
    made = Bench(
        tmp_path, [item(f"i-{number}", f"Aita {number}.") for number in range(30)], engine_of("tantivy")
    )
    node = made.node("aita")
    found = made.reader.search(node, limit=3)
    assert (found.total, len(found.hits)) == (30, 3)
    assert len(set(made.found(node))) == 30
    made.close()


def test_difference_4_words_of_enormous_length_are_not_found_by_tantivy(tmp_path: Path) -> None:
    word = "a" * 70_000
    with library_of(tmp_path, item("a", f"{word} aita")) as library:
        totals = {}
        for name in ENGINES:
            engine = engine_of(name)
            engine.build(library)
            with engine.open(library) as reader:
                totals[name] = [
                    reader.search(Word(text, terms=(text,))).total for text in (word, "aita", "b")
                ]
    assert totals == {"whoosh": [1, 1, 0], "tantivy": [0, 1, 0]}
