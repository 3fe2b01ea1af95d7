"""OpenSearch on three nodes: an index's life there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli import pykala
from corpus.database import Library
from index.analysis import Analyser
from index.engines import Engine, IndexFailure, IndexState
from index.engines.choice import chosen, engine_named
from index.query import parse
from index.search import reindex, search
from index.tree import Everything, analysed
from tests.engine_bench import random_items
from tests.index_items import DEVELOPMENT, JOIN, item, library_of, store
from tests.opensearch_nodes import Nodes

engine_module = pytest.importorskip("index.engines.opensearch_engine")
reader_module = pytest.importorskip("index.engines.opensearch_reader")
writing_module = pytest.importorskip("index.engines.opensearch_writing")
query_module = pytest.importorskip("index.engines.opensearch_query")

pytestmark = [pytest.mark.opensearch, pytest.mark.usefixtures("emptied")]
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def engine(nodes: Nodes, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(engine_module, "SHARDS", 1)  # quicker; the contract suite asks three
    return engine_named("opensearch", nodes.url)


def total(engine: Engine, library: Library, query: str = "") -> int:
    node = analysed(parse(query), Analyser(library)) if query else Everything()
    with engine.open(library) as reader:
        return reader.search(node).total


def indexes(nodes: Nodes, library: Library) -> list[str]:
    return sorted(nodes.ask(f"/pykala-{library.id}-*/_settings"))


def described(nodes: Nodes, library: Library) -> dict[str, Any]:
    """What the library's index says of itself."""
    (held,) = nodes.ask(f"/pykala-{library.id}/_mapping").values()
    found: dict[str, Any] = held["mappings"]["_meta"]["pykala"]
    return found


def describe(nodes: Nodes, library: Library, fields: dict[str, object]) -> None:
    told = {"_meta": {"pykala": described(nodes, library) | fields}}
    nodes.ask(f"/pykala-{library.id}/_mapping", "PUT", told)


def test_states(tmp_path: Path, nodes: Nodes, engine: Engine) -> None:
    with library_of(tmp_path, JOIN) as library:
        assert engine.state(library) is IndexState.MISSING
        with pytest.raises(IndexFailure, match=r"no index of this library in .*: run `pykala reindex`"):
            engine.open(library)
        assert engine.build(library).items == 1
        assert engine.state(library) is IndexState.FRESH
        store(library, DEVELOPMENT)
        assert engine.state(library) is IndexState.STALE
        assert total(engine, library) == 1
        assert engine.update(library).items == 2
        assert engine.state(library) is IndexState.FRESH
        assert total(engine, library) == 2
        first = indexes(nodes, library)
        assert engine.build(library).items == 2
        assert len(indexes(nodes, library)) == 1 != len({*first, *indexes(nodes, library)})


def test_the_library_keeps_where_its_cluster_is(tmp_path: Path, nodes: Nodes) -> None:
    with library_of(tmp_path, JOIN) as library:
        assert reindex(library, engine="opensearch", url=nodes.url) == 1
        assert chosen(library) == "opensearch"
        assert search(library, "verkosto").total == 1
        assert reindex(library, if_needed=True) is None
        store(library, DEVELOPMENT)
        assert reindex(library, if_needed=True) == 2
        unknown = search(library, "verkostoo")
        assert unknown.notes == ('no word "verkostoo" in this library; did you mean verkosto?',)


def test_the_command_line_asks_the_cluster(tmp_path: Path, nodes: Nodes) -> None:
    def run(*words: str) -> str:
        result = CliRunner().invoke(pykala, [*words, "--library", str(tmp_path)])
        assert result.exit_code == 0, result.stderr
        return result.stdout

    with library_of(tmp_path, JOIN, DEVELOPMENT):
        pass
    assert run("reindex", "--engine", "opensearch", "--url", nodes.urls[0]) == "2 items indexed\n"
    assert run("reindex", "--if-needed") == "the index is up to date\n"
    assert JOIN.id in run("search", "verkosto kunta:Harjula")
    assert JOIN.id in run(
        "search", "verkosto kunta:Harjula", "--engine", "opensearch", "--url", nodes.urls[1]
    )
    assert "Harjula" in run("search", "verkosto kunta:Harjula", "--facets")


def test_what_is_purged_leaves_the_cluster(tmp_path: Path, nodes: Nodes, engine: Engine) -> None:
    with library_of(tmp_path, JOIN, DEVELOPMENT) as library:
        reindex(library, engine="opensearch", url=nodes.url)
        before = indexes(nodes, library)
        shutil.rmtree(tmp_path / "index")  # nothing in the library says that there is an index
        words = ["purge", "--item", JOIN.id, "--reason", "pyyntö", "--yes", "--library", str(tmp_path)]
        result = CliRunner().invoke(pykala, words)
        assert result.exit_code == 0, result.stderr
        assert total(engine, library) == nodes.ask(f"/pykala-{library.id}/_count")["count"] == 1
        assert len(indexes(nodes, library)) == 1
        assert indexes(nodes, library) != before


@pytest.mark.parametrize("change", [{"schema": 0}, {"analyser": "other"}, {"engine": "opensearch 0"}])
def test_an_index_made_otherwise_is_made_anew(
    tmp_path: Path, nodes: Nodes, engine: Engine, change: dict[str, object]
) -> None:
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        describe(nodes, library, change)
        assert engine.state(library) is IndexState.FOREIGN
        with pytest.raises(IndexFailure):
            engine.open(library)
        assert search(library, "verkosto", engine=engine).total == 1
        assert engine.state(library) is IndexState.FRESH


@pytest.mark.parametrize("kind", ["another library's", "nobody's", "no alias"])
def test_what_is_not_this_librarys_is_neither_asked_nor_removed(
    tmp_path: Path, nodes: Nodes, engine: Engine, kind: str
) -> None:
    with library_of(tmp_path, JOIN) as library:
        alias = f"pykala-{library.id}"
        if kind == "another library's":
            engine.build(library)
            describe(nodes, library, {"library": "another"})
        elif kind == "nobody's":
            nodes.ask(f"/theirs-{library.id}", "PUT", {"aliases": {alias: {}}})
        else:
            nodes.ask(f"/{alias}", "PUT")
        before = nodes.ask(f"/{alias}/_settings")
        for act in (engine.state, engine.open, engine.build, engine.update):
            with pytest.raises(IndexFailure, match=f"^{alias} in .* is not this library's index: remove it"):
                act(library)
        with pytest.raises(IndexFailure, match="is not this library's index"):
            search(library, "verkosto", engine=engine)
        assert nodes.ask(f"/{alias}/_settings") == before
        for index in before:
            nodes.ask(f"/{index}", "DELETE")


def test_a_failed_build_leaves_the_old_index(
    tmp_path: Path, nodes: Nodes, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        before = indexes(nodes, library)
        store(library, DEVELOPMENT)
        monkeypatch.setattr(engine_module, "document", broken)
        for act in (engine.build, engine.update):
            with pytest.raises(RuntimeError):
                act(library)
            assert engine.state(library) is IndexState.STALE
            assert indexes(nodes, library) == before
            assert total(engine, library) == 1


def broken(*_: object) -> dict[str, Any]:
    raise RuntimeError("in the middle")


def test_an_update_that_stopped_before_its_end_shows_nowhere(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All written and nothing told: as a writer that is killed at the last moment."""
    with library_of(tmp_path, JOIN, *random_items(20, 5)) as library:
        engine.build(library)
        store(library, DEVELOPMENT)
        store(library, item("other", "Toinen teksti."), name="item-003.txt")  # replaces item-003
        with monkeypatch.context() as patched:
            patched.setattr(engine_module.OpenSearchEngine, "_say", broken)
            with pytest.raises(RuntimeError):
                engine.update(library)
        assert (engine.state(library), total(engine, library)) == (IndexState.STALE, 21)
        assert total(engine, library, "toinen") == 0
        assert engine.update(library).items == 22
        assert (total(engine, library), total(engine, library, "toinen")) == (22, 1)


def test_an_update_writes_only_what_changed_and_what_went_goes_for_good(
    tmp_path: Path, nodes: Nodes, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held() -> int:
        nodes.ask(f"/pykala-{library.id}/_refresh", "POST")
        return int(nodes.ask(f"/pykala-{library.id}/_count")["count"])

    added: list[str] = []
    plain = engine_module.document

    def spied(entry: Any, *rest: Any) -> Any:
        added.append(entry.item_id)
        return plain(entry, *rest)

    with library_of(tmp_path, *random_items(20, 5)) as library:
        engine.build(library)
        monkeypatch.setattr(engine_module, "document", spied)
        store(library, JOIN, DEVELOPMENT, name="new.txt")
        store(library, item("other", "Toinen teksti."), name="item-003.txt")
        assert engine.update(library).items == 22
        assert set(added) == {JOIN.id, DEVELOPMENT.id, "other"}
        assert (total(engine, library), held()) == (22, 23)
        assert engine.update(library).items == 22
        assert len(added) == 3
        store(library, item("more", "Lisää."))
        engine.update(library)
        assert (total(engine, library), held()) == (23, 23)
        assert len(indexes(nodes, library)) == 1


def test_with_too_many_dead_the_index_is_made_anew(
    tmp_path: Path, nodes: Nodes, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "_MOST_DEAD", 0)
    with library_of(tmp_path, *random_items(20, 5)) as library:
        engine.build(library)
        before = indexes(nodes, library)
        store(library, item("other", "Toinen teksti."), name="item-003.txt")
        assert engine.update(library).items == total(engine, library) == 20
        assert indexes(nodes, library) != before


def test_items_that_a_batch_lost_are_missed(
    tmp_path: Path, nodes: Nodes, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = writing_module.Bulk.add

    def forgetful(bulk: Any, name: str, document: Any) -> None:
        if document["id"] != "item-007":
            plain(bulk, name, document)

    monkeypatch.setattr(writing_module.Bulk, "add", forgetful)
    with library_of(tmp_path, *random_items(20, 5)) as library:
        with pytest.raises(IndexFailure, match="holds 19 of 20 items: run `pykala reindex` again"):
            engine.build(library)
        assert engine.state(library) is IndexState.MISSING
        assert indexes(nodes, library) == []


# One writer


def test_two_machines_do_not_write_at_once(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of the library in another folder, as on another machine."""
    with library_of(tmp_path / "one", JOIN) as one:
        engine.build(one)
        store(one, DEVELOPMENT)
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    with Library.open(tmp_path / "one") as one, Library.open(tmp_path / "two") as two:
        with engine._alone(one, 1.0) as lease:  # type: ignore[attr-defined]
            with pytest.raises(IndexFailure, match=r"^another machine writes this library's index"):
                engine.update(two, patience=0.3)
            results = search(two, "verkosto", engine=engine)
            assert results.total == 1
            assert results.notes[0].startswith("the index is older than the library: another machine writes")
            monkeypatch.setattr(writing_module, "_LEASE", -1.0)
            lease.renew(now=True)  # and has run out at once
            assert engine.update(two).items == 2
            with pytest.raises(IndexFailure, match=r"took over this library's index in .*: nothing"):
                lease.renew(now=True)
        assert total(engine, one) == 2


BUILDER = """
import sys
from pathlib import Path
from corpus.database import Library
from index.engines.choice import engine_named

with Library.open(Path(sys.argv[1])) as library:
    engine = engine_named("opensearch", sys.argv[2])
    while True:
        engine.build(library, lambda count: print(count, flush=True))
"""


def test_a_killed_builder_leaves_the_old_index_and_no_lock(
    tmp_path: Path, nodes: Nodes, engine: Engine
) -> None:
    with library_of(tmp_path, *random_items(60, 5)) as library:
        engine.build(library)
        for _ in range(2):
            builder = subprocess.Popen(
                [sys.executable, "-c", BUILDER, str(tmp_path), nodes.url],
                stdout=subprocess.PIPE,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
            assert builder.stdout is not None
            builder.stdout.readline()
            builder.send_signal(signal.SIGKILL)
            builder.wait()
            builder.stdout.close()
            assert total(engine, library) == 60
        began = time.monotonic()
        assert engine.build(library).items == 60
        assert time.monotonic() - began < writing_module._LEASE / 2  # the lease was not waited for
        assert len(indexes(nodes, library)) == 1
