"""One of three nodes is killed, as a machine that loses its power: nothing is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus.database import Library
from corpus.records import Item
from index.analysis import Analyser
from index.engines import Engine, Order, Reader
from index.engines.choice import engine_named
from index.engines.oracle import holds
from index.entry import entries
from index.query import parse
from index.tree import Everything, analysed
from tests.index_items import item, library_of, store
from tests.opensearch_nodes import NODES, Nodes

reader_module = pytest.importorskip("index.engines.opensearch_reader")
writing_module = pytest.importorskip("index.engines.opensearch_writing")

pytestmark = pytest.mark.opensearch

BATCH = 7
READERS = 4


@pytest.fixture
def three(nodes: Nodes) -> Nodes:
    """All nodes are up, whatever the test before did."""
    for number in range(NODES):
        nodes.start(number)
    nodes.wait(green=True)
    return nodes


def leader(nodes: Nodes) -> int:
    """The node that manages the cluster: the others must choose another one when it goes."""
    (row,) = nodes.ask("/_cat/cluster_manager?format=json")
    return int(str(row["node"]).removeprefix("node-"))


def many(count: int, prefix: str = "asia") -> list[Item]:
    return [
        item(f"{prefix}-{number}", f"Verkosto {number} ja {prefix} aita {number % 10}.", section=number % 50)
        for number in range(count)
    ]


def in_documents(library: Library, items: list[Item]) -> None:
    for first in range(0, len(items), 100):
        store(library, *items[first : first + 100], name=f"{items[first].id}.txt")


def check_all_is_there(engine: Engine, library: Library) -> None:
    """Every item, by a list of all, by itself, and as a scan of all items finds it."""
    analyser = Analyser(library)
    read = list(entries(list(library.items()), analyser))
    with engine.open(library) as reader:
        found = reader.search(Everything(), limit=len(read) + 1)
        assert found.total == len(read)
        assert {hit.item_id for hit in found.hits} == {entry.item_id for entry in read}
        for query in ("aita", "verkosto -7", '"verkosto 11"', "§:7..9 aita", "verkosto 12*"):
            node = analysed(parse(query), analyser)
            expected = {entry.item_id for entry in read if holds(node, entry)}
            answer = reader.search(node, limit=len(read))
            assert (answer.total, {hit.item_id for hit in answer.hits}) == (len(expected), expected), query


def test_a_node_lost_during_a_bulk_load_loses_nothing(
    tmp_path: Path, three: Nodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing_module, "_BATCH_ITEMS", 50)
    killed: list[int] = []

    def watch(count: int) -> None:
        if count >= 400 and not killed:
            killed.append(leader(three))
            three.kill(killed[0])

    engine = engine_named("opensearch", three.url)
    with library_of(tmp_path) as library:
        in_documents(library, many(1_200))
        assert engine.build(library, watch).items == 1_200
        assert killed
        check_all_is_there(engine, library)  # with two nodes
        in_documents(library, many(300, "lisää"))
        assert engine.update(library).items == 1_500
        three.start(killed[0])
        three.wait(green=True)
        check_all_is_there(engine, library)  # with three


@contextmanager
def asking(ask: Callable[[Reader], object], reader: Callable[[], Reader]) -> Iterator[list[object]]:
    """Several readers ask all the time; what they were told, errors among it."""
    told: list[object] = []
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            try:
                with reader() as opened:
                    told.append(ask(opened))
            except Exception as error:
                told.append(error)

    threads = [threading.Thread(target=run) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_node_lost_during_questions_loses_no_answer(
    tmp_path: Path, three: Nodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader_module, "WINDOW", 100)
    engine = engine_named("opensearch", three.url)
    with library_of(tmp_path) as library:
        in_documents(library, many(700))
        engine.build(library)
        node = analysed(parse("verkosto OR aita"), Analyser(library))
        held = engine.open(library)

        def ask(reader: Reader) -> object:
            ranked = reader.search(node, limit=20)
            listed = reader.search(node, limit=700, order=Order.NEWEST)  # seven steps
            return ranked.total, len(ranked.hits), tuple(hit.item_id for hit in listed.hits)

        expected = ask(held)
        # A reader opened before, so that the library is asked by one thread only.
        with asking(ask, lambda: held) as told:
            until(lambda: len(told) > 20)
            three.kill((leader(three) + 1) % NODES)
            before = len(told)
            until(lambda: len(told) > before + 40)
        assert [answer for answer in told if answer != expected] == []


def test_a_node_lost_beside_a_writer_and_readers_shows_no_half_batch(tmp_path: Path, three: Nodes) -> None:
    engine = engine_named("opensearch", three.url)
    node = parse("kunta:Harjula")

    def add(number: int) -> None:
        made = [item(f"erä-{number}-{at}", f"Erä {number}.", municipality="Harjula") for at in range(BATCH)]
        store(library, *made, name=f"{number}.txt")

    def opened() -> Reader:
        with Library.open(tmp_path) as seen:  # a thread's own
            return engine.open(seen)

    def ask(reader: Reader) -> object:
        return reader.search(Everything()).total, reader.search(node).total

    with library_of(tmp_path) as library:
        for number in range(10):
            add(number)
        engine.build(library)
        with asking(ask, opened) as told:
            for number in range(10, 26):
                if number == 16:
                    three.kill(leader(three))
                add(number)
                engine.update(library)
        check_all_is_there(engine, library)
        assert library.counts()["items"] == 26 * BATCH
    assert [each for each in told if isinstance(each, Exception)] == []
    totals = [total for total, again in told if total == again]  # type: ignore[misc]
    assert len(totals) == len(told) > 20
    assert {total % BATCH for total in totals} == {0}
    assert len(set(totals)) > 3  # the readers did see the index change


def until(done: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)
