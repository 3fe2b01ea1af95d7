"""An index folder's life: made aside, swapped in whole, refused when it is not ours. For every engine."""

from __future__ import annotations

import datetime as dt
import json
import os
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.database import Library
from corpus.storing import mark_gone
from index import tree
from index.analysis import Analyser
from index.engines import Engine, IndexFailure, IndexState, Order, seal
from index.engines import folder as engine_folder
from index.engines.changes import KNOWN
from index.engines.folder import FolderEngine
from index.engines.swap import STAMP, stamp_of
from index.entry import Entry
from index.query import parse
from index.search import search
from index.tree import analysed
from tests.engine_bench import random_items
from tests.index_items import DEVELOPMENT, ITEMS, JOIN, item, library_of, store
from tests.test_engine_contract import ENGINES, engine_of


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> FolderEngine:
    found = engine_of(request.param)
    assert isinstance(found, FolderEngine)
    return found


def total(engine: Engine, library: Library, query: str = "") -> int:
    node = analysed(parse(query), Analyser(library)) if query else tree.Everything()
    with engine.open(library) as reader:
        return reader.search(node).total


def test_states(tmp_path: Path, engine: FolderEngine) -> None:
    with library_of(tmp_path, JOIN) as library:
        assert engine.state(library) is IndexState.MISSING
        built = engine.build(library)
        assert (built.items, engine.state(library)) == (1, IndexState.FRESH)
        store(library, DEVELOPMENT)
        assert engine.state(library) is IndexState.STALE
        assert engine.build(library).items == 2
        assert engine.state(library) is IndexState.FRESH
        assert total(engine, library) == 2
        assert engine.state(library) is IndexState.FRESH  # reading leaves no trace that matters


@pytest.mark.parametrize("query", ["verkosto", "kunta:Harjula"])
@pytest.mark.parametrize("offset", [1, 10**9, 10**30])
def test_far_beyond_the_last_item_there_is_nothing(
    tmp_path: Path, engine: FolderEngine, query: str, offset: int
) -> None:
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        node = analysed(parse(query), Analyser(library))
        with engine.open(library) as reader:
            found = reader.search(node, offset=offset, limit=100_000)
            assert (found.total, found.hits) == (1, ())
            assert len(reader.search(node, limit=100_000).hits) == 1


def test_an_index_that_may_not_be_written_answers(
    tmp_path: Path, engine: FolderEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        folder = engine.folder(library)
        for lock in folder.glob("*.lock"):
            lock.unlink()
        before = sorted(folder.iterdir())
        monkeypatch.setattr("os.access", lambda path, mode: False)
        assert total(engine, library, "verkosto") == 1
        assert sorted(folder.iterdir()) == before  # where that may not be, nothing is written


@pytest.mark.parametrize(
    "damage",
    [
        {"library": "another"},
        {"schema": 0},
        {"analyser": "other"},
        {"engine": "tantivy 0"},
        {"revision": "new"},
        {"items": 7, "seal": "0" * 64},
        {"more": 1},
    ],
)
def test_an_index_with_another_stamp_is_never_opened(
    tmp_path: Path, engine: FolderEngine, damage: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        stamp = engine.folder(library) / STAMP
        stamp.write_text(json.dumps({**json.loads(stamp.read_text()), **damage}))
        assert engine.state(library) is IndexState.FOREIGN
        monkeypatch.setattr(engine_folder, "_TRY_FOR", 0.0)
        with monkeypatch.context() as patched:
            patched.setattr(pickle, "loads", forbidden)
            patched.setattr(type(engine), "_read", forbidden)
            with pytest.raises(IndexFailure, match="run `pykala reindex`"):
                engine.open(library)
        assert engine.update(library).items == 1  # refused, and made anew
        assert total(engine, library) == 1


def forbidden(*_: object) -> Any:
    raise AssertionError("a foreign index was opened")


def test_a_whoosh_index_that_somebody_else_sealed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole library, sent with its index: all of the stamp is right but the seal."""
    whoosh = engine_of("whoosh")
    with library_of(tmp_path / "library", JOIN) as library:
        monkeypatch.setenv("PYKALA_INDEX_KEY", str(tmp_path / "theirs"))
        whoosh.build(library)
        assert whoosh.state(library) is IndexState.FRESH
        monkeypatch.setenv("PYKALA_INDEX_KEY", str(tmp_path / "ours"))
        assert whoosh.state(library) is IndexState.FOREIGN
        assert whoosh.update(library).items == 1
        assert whoosh.state(library) is IndexState.FRESH


def test_the_key_is_kept_and_only_ours_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "data" / "index.key"
    monkeypatch.setenv("PYKALA_INDEX_KEY", str(path))
    sealed = seal.seal("text")
    assert path.stat().st_mode & 0o077 == 0
    seal._key.cache_clear()
    assert seal.seal("text") == sealed != seal.seal("another")


def test_without_a_place_for_a_key_indexes_last_as_long_as_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("PYKALA_INDEX_KEY", str(tmp_path / "file" / "index.key"))
    sealed = seal.seal("text")
    assert seal.seal("text") == sealed
    seal._key.cache_clear()
    assert seal.seal("text") != sealed


def test_a_truncated_index_is_never_opened(tmp_path: Path, engine: FolderEngine) -> None:
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        files = [path for path in engine.folder(library).iterdir() if path.name not in (STAMP, KNOWN)]
        largest = max(files, key=lambda path: path.stat().st_size)
        largest.write_bytes(largest.read_bytes()[:-10])
        assert engine.state(library) is IndexState.FOREIGN
        assert engine.update(library).items == 1
        assert total(engine, library) == 1


class Code:
    """What runs when it is read from a pickle."""

    def __init__(self, leaves: Path) -> None:
        self.leaves = leaves

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.leaves,)


@pytest.mark.parametrize("suffix", [".toc", ".seg"])
def test_pickles_of_a_changed_index_run_nothing(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the same sizes, so that stamp and seal are right: somebody had the library and gave it back."""
    monkeypatch.setattr(engine_folder, "_TRY_FOR", 0.0)
    whoosh = engine_of("whoosh")
    assert isinstance(whoosh, FolderEngine)
    with library_of(tmp_path / "library", JOIN) as library:
        whoosh.build(library)
        (path,) = whoosh.folder(library).glob(f"*{suffix}")
        content = path.read_bytes()
        code = pickle.dumps(Code(tmp_path / "ran"))
        last = content.rindex(b"\x80", 0, content.rindex(b"W3Segment") if suffix == ".toc" else None)
        first = last if suffix == ".toc" else content.rindex(b"\x80", 0, last)
        path.write_bytes((content[:first] + code).ljust(len(content), b".")[: len(content)])
        assert path.stat().st_size == len(content)
        assert whoosh.state(library) is IndexState.FRESH
        assert [hit.item_id for hit in search(library, "uso", engine=whoosh).hits] == [JOIN.id]
        assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("name", [STAMP, KNOWN, "another.lock", "another"])
@pytest.mark.parametrize("put", ["pipe", "link", "folder"])
def test_what_is_no_file_is_never_opened(tmp_path: Path, engine: FolderEngine, name: str, put: str) -> None:
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        path = engine.folder(library) / name
        elsewhere = tmp_path / "elsewhere"
        elsewhere.write_bytes(path.read_bytes() if path.exists() else b"")
        path.unlink(missing_ok=True)
        match put:
            case "pipe":
                os.mkfifo(path)
            case "link":
                path.symlink_to(elsewhere)
            case _:
                path.mkdir()
        assert engine.state(library) is IndexState.FOREIGN
        assert engine.update(library).items == 1
        assert engine.state(library) is IndexState.FRESH


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "\x00"])
def test_a_damaged_stamp_is_foreign(tmp_path: Path, engine: FolderEngine, content: str) -> None:
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        (engine.folder(library) / STAMP).write_text(content)
        assert engine.state(library) is IndexState.FOREIGN


def test_another_librarys_index_is_foreign(tmp_path: Path, engine: FolderEngine) -> None:
    with library_of(tmp_path / "one", JOIN) as one, library_of(tmp_path / "two", JOIN) as two:
        engine.build(one)
        engine.folder(two).parent.mkdir()
        engine.folder(one).rename(engine.folder(two))
        assert engine.state(two) is IndexState.FOREIGN


def test_a_failed_build_leaves_the_old_index(
    tmp_path: Path, engine: FolderEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        store(library, DEVELOPMENT)
        for method, name in ((engine.build, "newest_first"), (engine.update, "of_documents")):
            monkeypatch.setattr(engine_folder, name, broken)
            with pytest.raises(RuntimeError):
                method(library)
            assert engine.state(library) is IndexState.STALE
            folders = [path.name for path in engine.folder(library).parent.iterdir() if path.is_dir()]
            assert folders == [engine.name]
            assert total(engine, library) == 1


def broken(*_: object) -> Iterator[Entry]:
    raise RuntimeError("in the middle")
    yield


@pytest.mark.parametrize("put", ["file", "link", "dangling link"])
def test_what_stands_in_an_indexs_place_gives_way(tmp_path: Path, engine: FolderEngine, put: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    with library_of(tmp_path / "library", JOIN) as library:
        engine.build(library)
        place = engine.folder(library)
        place.rename(elsewhere)
        before = sorted(path.name for path in elsewhere.iterdir())
        match put:
            case "file":
                place.write_text("in the way")
            case "link":
                place.symlink_to(elsewhere)
            case _:
                place.symlink_to(tmp_path / "nowhere")
        engine.build(library)
        assert total(engine, library) == 1
        assert not place.is_symlink()
        assert {path.name for path in place.parent.iterdir()} == {engine.name, f"{engine.name}.lock"}
        assert sorted(path.name for path in elsewhere.iterdir()) == before


def test_what_a_killed_builder_left_is_cleared_away(tmp_path: Path, engine: FolderEngine) -> None:
    with library_of(tmp_path, JOIN) as library:
        left_over = library.folder / "index" / f"{engine.name}.new-4711"
        left_over.mkdir(parents=True)
        (left_over / "half").write_text("x")
        engine.build(library)
        assert not left_over.exists()


def test_an_open_reader_keeps_answering_while_the_index_is_swapped(
    tmp_path: Path, engine: FolderEngine
) -> None:
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        with engine.open(library) as reader:
            store(library, DEVELOPMENT)
            engine.update(library)
            engine.build(library)
            assert reader.search(tree.Everything()).total == 1
            assert reader.search(tree.Everything(), order=Order.NEWEST).hits[0].item_id == JOIN.id
        assert total(engine, library) == 2


def test_an_empty_library_has_an_index(tmp_path: Path, engine: FolderEngine) -> None:
    with Library.open(tmp_path, create=True) as library:
        assert engine.build(library).items == 0
        with engine.open(library) as reader:
            assert reader.search(tree.Everything()).total == 0
            assert reader.search(analysed(parse('"a b" OR verkosto*'), Analyser(library))).total == 0
            assert reader.vocabulary("municipality") == []
            assert reader.search(parse("pvm:2020")).total == 0
        store(library, JOIN)
        assert engine.update(library).items == 1
        assert total(engine, library) == 1


def test_progress_ends_with_all_items(tmp_path: Path, engine: FolderEngine) -> None:
    seen: list[int] = []
    with library_of(tmp_path, *ITEMS) as library:
        engine.build(library, seen.append)
    assert seen[-1] == len(ITEMS)


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path, engine: FolderEngine) -> None:
    with library_of(tmp_path, JOIN) as library:
        (library.folder / "index").write_text("not a folder")
        with pytest.raises(
            IndexFailure, match=r"^cannot write the index \(File exists\): .*`pykala reindex`$"
        ):
            engine.build(library)


def test_a_disk_without_room_is_one_clear_line(tmp_path: Path, engine: FolderEngine) -> None:
    resource = pytest.importorskip("resource", reason="this system has no limit on the size of files")
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500, before[1]))
        try:
            with pytest.raises(IndexFailure, match=r"cannot write the index \(File too large\)") as caught:
                engine.build(library)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert "\n" not in str(caught.value)
        assert [path.name for path in engine.folder(library).parent.iterdir() if ".new-" in path.name] == []
        assert total(engine, library) == 1  # the old one answers


# Updates


def test_an_update_indexes_only_what_changed(
    tmp_path: Path, engine: FolderEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with library_of(tmp_path, *random_items(20, 5)) as library:
        engine.build(library)
        store(library, JOIN, DEVELOPMENT, name="new.txt")
        store(library, item("other", "Toinen teksti."), name="item-003.txt")  # replaces item-003
        added: list[str] = []
        write = engine_folder._write

        def spied(writer: Any, made: Any, *rest: Any) -> int:
            entries = list(made)
            added.extend(entry.item_id for entry in entries)
            return write(writer, entries, *rest)

        monkeypatch.setattr(engine_folder, "_write", spied)
        built = engine.update(library)
        assert set(added) == {JOIN.id, DEVELOPMENT.id, "other"}
        assert built.items == 22
        assert engine.state(library) is IndexState.FRESH
        stamp = stamp_of(engine.folder(library))
        assert stamp is not None
        assert (stamp.items, stamp.revision) == (22, library.revision())
        added.clear()
        assert engine.update(library).items == 22
        assert added == []


def test_what_is_gone_from_its_source_needs_no_new_index(
    tmp_path: Path, engine: FolderEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with library_of(tmp_path, *random_items(20, 5)) as library:
        engine.build(library)
        with library.writing() as connection:
            assert mark_gone(connection, "file:///minutes/item-003.txt", dt.datetime.now(dt.UTC))
        store(library, item("other", "Toinen teksti."))
        monkeypatch.setattr(type(engine), "_create", forbidden)
        assert engine.update(library).items == 21


def test_an_item_that_went_is_found_no_more(tmp_path: Path, engine: FolderEngine) -> None:
    with library_of(tmp_path, JOIN, *random_items(20, 5)) as library:
        engine.build(library)
        before = total(engine, library, "kaupunginhallitus")
        name = f"{JOIN.id.replace('/', '-')}.txt"
        store(library, item("new", "Jotakin muuta."), name=name)
        engine.update(library)
        assert (before, total(engine, library, "kaupunginhallitus")) == (1, 0)


def test_many_updates_do_not_pile_up(tmp_path: Path, engine: FolderEngine) -> None:
    with library_of(tmp_path, *random_items(300, 5)) as library:
        held = engine.build(library).items
        files = len(list(engine.folder(library).iterdir()))
        for number in range(25):
            store(library, item(f"new-{number}", f"Uusi asia {number}."))
            assert engine.update(library).items == held + 1 + number
        assert total(engine, library, "uusi") == 25
        assert len(list(engine.folder(library).iterdir())) <= files + 10 * 9


def test_an_update_without_its_list_of_documents_builds_anew(tmp_path: Path, engine: FolderEngine) -> None:
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        store(library, DEVELOPMENT)
        (engine.folder(library) / KNOWN).write_bytes(b"odd")
        assert engine.update(library).items == 2
        assert total(engine, library) == 2


def test_an_impatient_update_gives_up_while_another_builds(tmp_path: Path, engine: FolderEngine) -> None:
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        store(library, DEVELOPMENT)
        with (
            engine_folder.building(engine.folder(library)),
            pytest.raises(IndexFailure, match="cannot lock"),
        ):
            engine.update(library, patience=0.05)
        assert total(engine, library) == 1
