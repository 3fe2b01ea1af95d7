"""Purging leaves no trace of what went, and everything of what stayed, whenever it is killed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli import pykala
from corpus import purging
from corpus.archive_check import check_archive
from corpus.connection import LibraryError
from corpus.database import Library
from corpus.overrides import Override, pin
from corpus.purge_plan import NotHeld, plan_purge
from corpus.purging import purge, unfinished
from corpus.records import Reading
from corpus.rewriting import next_name
from corpus.storing import mark_gone
from corpus.tombstones import tombstone_of, tombstones
from index.search import reindex, search
from tests.conftest import ROOT
from tests.index_items import item, store
from tests.library_pages import frontier_row, numbered, read_sample

MAY = dt.date(2024, 5, 6)
SECRET = "Salaisuus on haudattu kuusen juurelle"
ADDRESS = "file:///minutes/secret.txt"


def bytes_on_disk(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a library, and what is packed inside its archive."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            yield path.name, data
            while path.name.endswith(".gz") and data:
                unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
                yield path.name, unpacker.decompress(data)
                data = unpacker.unused_data


def traces(folder: Path, *sentences: str) -> list[str]:
    """The files in which a sentence stands, in UTF-8 or Latin-1."""
    sought = [sentence.encode(encoding) for sentence in sentences for encoding in ("utf-8", "cp1252")]
    return [name for name, data in bytes_on_disk(folder) if any(words in data for words in sought)]


def everything_else_is_there(library: Library) -> None:
    for stored in library.documents(all_versions=True):
        data = library.document_bytes(stored.id)
        assert hashlib.sha256(data).hexdigest() == stored.document.sha256
    assert not check_archive(library).problems
    assert library.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert not library.connection.execute("PRAGMA foreign_key_check").fetchall()


def secret_library(folder: Path) -> Library:
    """Ten meetings' documents, one of which holds the secret."""
    library = Library.open(folder, create=True)
    for section in range(1, 11):
        (one,) = numbered(MAY, section)
        if section == 4:
            one = one.model_copy(update={"text": SECRET, "title": "Kuusen Kätkijän anomus"})
            store(library, one, name="secret.txt")
        else:
            store(library, one)
    return library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with secret_library(tmp_path / "library") as library:
        yield library


def test_no_trace_of_a_sentence_of_the_sample(tmp_path: Path) -> None:
    read_sample(tmp_path, "kuusiranta", "rautasalmi")
    sentence = "Verkoston kahdeksas kausi alkaa tammikuussa"
    name = "kuusiranta/kunnanhallitus/2024-10-21/213"
    with Library.open(tmp_path) as library:
        reindex(library)
        ids = {stored.item.id for stored in library.items()}
    assert traces(tmp_path, sentence)
    base = ["--library", str(tmp_path), "purge", "--item", name]
    said = CliRunner().invoke(pykala, base)
    assert said.exit_code == 0, said.output
    assert "nothing was done" in said.stderr
    assert traces(tmp_path, sentence)
    done = CliRunner().invoke(pykala, [*base, "--reason", "pyyntö 1.2.2026", "--yes"])
    assert done.exit_code == 0, done.output
    assert not traces(tmp_path, sentence)
    grep = subprocess.run(["grep", "-ra", sentence, str(tmp_path)], capture_output=True, check=False)
    assert (grep.returncode, grep.stdout) == (1, b"")
    with Library.open(tmp_path) as library:
        everything_else_is_there(library)
        assert {stored.item.id for stored in library.items()} == ids - {name}
        (tombstone,) = tombstones(library)
        assert (tombstone.items, tombstone.reason) == ((name,), "pyyntö 1.2.2026")
        assert not [hit for hit in search(library, "kahdeksas kausi").hits if hit.item_id == name]
        assert search(library, "verkosto").total


def test_what_knew_it_forgets_it(library: Library) -> None:
    sha256 = next(one.document.sha256 for one in library.documents() if one.document.uri == ADDRESS)
    library.remember_words({"kuusen": ["kuusi"], "kätkijän": ["kätkijä"], "asia": ["asia"]}, "fi")
    frontier_row(library, "k/d/x", ADDRESS, title=SECRET, payload="p", documents=1, wanted=None)
    receipt = {"gone": [], "changes": [{"uri": ADDRESS, "title": SECRET}, {"uri": "x", "title": "Muu"}]}
    with library.writing() as connection:
        pin(connection, [Override(sha256, 4, "title", 0, 0, SECRET)], "2026-01-01")
        run = connection.execute(
            "INSERT INTO runs (started, state, plan, receipt) VALUES ('', 'done', '', ?)",
            (json.dumps(receipt, ensure_ascii=False),),
        ).lastrowid
        connection.execute(
            "INSERT INTO changes (run, source, uri, outcome, title, at) VALUES (?, 's', ?, 'new', ?, '')",
            (run, ADDRESS, SECRET),
        )
    library.record_failure(ADDRESS, None, SECRET)
    with library.writing() as connection:
        connection.execute("INSERT INTO watches (name, query, options, added) VALUES ('w', 'x', '{}', '')")
        connection.executemany(
            "INSERT INTO watch_seen (watch, item, digest, change, at) VALUES ('w', ?, '', 'new', '')",
            [(f"kuusiranta/kunnanhallitus/2024-05-06/{section}",) for section in (4, 5)],
        )
    (library.folder / "index" / "any").mkdir(parents=True)
    (library.folder / "index" / "any" / "words").write_text(SECRET, encoding="utf-8")
    done = purge(library, plan_purge(library, documents=[ADDRESS]))
    assert (done.documents, done.items, done.records) == (1, 1, 1)
    assert not traces(library.folder, SECRET, "Kätkijän", "kätkijän")
    assert library.word_terms(["kätkijän", "asia"], "fi") == {"asia": ("asia",)}
    row = library.connection.execute("SELECT * FROM frontier").fetchone()
    assert (row["state"], row["title"], row["due"], row["wanted"]) == ("gone", None, None, None)
    assert json.loads(library.connection.execute("SELECT receipt FROM runs").fetchone()[0])["changes"] == [
        {"uri": ADDRESS, "title": None},
        {"uri": "x", "title": "Muu"},
    ]
    seen = library.connection.execute("SELECT item FROM watch_seen").fetchall()
    assert [row[0] for row in seen] == ["kuusiranta/kunnanhallitus/2024-05-06/5"]
    left = tombstone_of(library, "kuusiranta/kunnanhallitus/2024-05-06/4")
    assert left is not None
    assert (left.uri, left.sha256) == (ADDRESS, sha256)
    assert tombstone_of(library, "kuusiranta/kunnanhallitus/2024-05-06/5") is None
    everything_else_is_there(library)


def test_earlier_readings_are_wiped_too(library: Library) -> None:
    """What a newer reader replaced long ago stands in the database's free pages until then."""
    (one,) = numbered(MAY, 44)
    store(library, one, name="secret.txt")
    document = library.document_at(ADDRESS)
    assert document is not None
    data = one.text.encode()
    library.connection.execute("PRAGMA secure_delete = OFF")  # as in most builds of SQLite
    for reader, text in (("test/2", f"Vanha luenta {'kauan sitten ' * 5000}"), ("test/3", "Uusi luenta")):
        newer = document.model_copy(update={"reader": reader})
        library.store(Reading(document=newer, pages=(text,), items=(one,)), data)
    library.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert traces(library.folder, "kauan sitten") == ["corpus.db"]
    assert len(plan_purge(library, documents=[ADDRESS])) == 2
    purge(library, plan_purge(library, documents=[ADDRESS]))
    assert not traces(library.folder, SECRET, "Vanha luenta", "kauan sitten", "Uusi luenta")
    assert library.folder.joinpath("corpus.db-wal").stat().st_size < 50_000
    everything_else_is_there(library)


def test_what_is_gone_long_enough(library: Library) -> None:
    with library.writing() as connection:
        for name, day in (("secret.txt", 1), ("kuusiranta-kunnanhallitus-2024-05-06-1.txt", 20)):
            mark_gone(connection, f"file:///minutes/{name}", dt.datetime(2026, 1, day, tzinfo=dt.UTC))
    now = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)
    assert [one.uri for one in plan_purge(library, gone_for=30, now=now)] == [ADDRESS]
    assert len(plan_purge(library, gone_for=10, now=now)) == 2
    assert not plan_purge(library, gone_for=31, now=now)
    (one,) = plan_purge(library, gone_for=30, now=now)
    assert one.reason == "gone from its source since 2026-01-01"


def test_versions_and_equal_bytes_go_along_but_not_what_is_live_elsewhere(library: Library) -> None:
    one, two = numbered(MAY, 21, 22)
    store(library, one, name="first.txt")
    store(library, one, name="copy.txt")
    store(library, two, name="first.txt")
    first = plan_purge(library, documents=["file:///minutes/first.txt"])
    assert [each.items for each in first] == [(two.id,)]
    copy = plan_purge(library, documents=["file:///minutes/copy.txt"])
    assert [each.addresses for each in copy] == [("file:///minutes/first.txt", "file:///minutes/copy.txt")]
    with pytest.raises(NotHeld):
        plan_purge(library, documents=["file:///minutes/none.txt"])
    with pytest.raises(NotHeld):
        plan_purge(library, items=["no/such/item"])


def test_an_item_takes_its_whole_document(library: Library) -> None:
    store(library, *numbered(MAY, 31, 32, 33), name="whole.txt")
    (one,) = plan_purge(library, items=["kuusiranta/kunnanhallitus/2024-05-06/32"])
    assert len(one.items) == 3
    purge(library, [one])
    assert not library.find("kuusiranta/kunnanhallitus/2024-05-06/33")


def test_the_last_document_of_all(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        store(library, item("a/b/c/1", SECRET), name="secret.txt")
        purge(library, plan_purge(library, documents=[ADDRESS]))
        assert not traces(tmp_path, SECRET)
        store(library, item("a/b/c/2", "Uusi"), name="new.txt")
        everything_else_is_there(library)
        assert library.archive.files() == ["pykala-00002.warc.gz"]


def test_bytes_archived_before_a_kill_and_never_stored_go_too(library: Library) -> None:
    library.archive.append(ADDRESS, f"{SECRET}, toinen".encode(), "text/plain", dt.datetime.now(dt.UTC))
    purge(library, plan_purge(library, documents=[ADDRESS]))
    assert not traces(library.folder, SECRET)
    everything_else_is_there(library)


def test_purging_twice_and_again(library: Library) -> None:
    for section in (1, 2, 3):
        purge(library, plan_purge(library, items=[f"kuusiranta/kunnanhallitus/2024-05-06/{section}"]))
        (one,) = numbered(MAY, section + 40)
        store(library, one)
    everything_else_is_there(library)
    assert len(list(library.items())) == 10
    assert len(library.archive.files()) <= 4


def test_somebody_who_reads_is_waited_for(library: Library) -> None:
    library.connection.execute("PRAGMA busy_timeout = 20")
    reader = sqlite3.connect(library.folder / "corpus.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM items").fetchone()
    with pytest.raises(LibraryError, match=r"reading the library|another pykala"):
        purge(library, plan_purge(library, documents=[ADDRESS]))
    assert unfinished(library)
    reader.close()
    purge(library, [])
    assert not unfinished(library)
    assert not traces(library.folder, SECRET)
    everything_else_is_there(library)


class Killed(BaseException):
    """The process ends here."""


POINTS = ("rewrite", "_write_note", "_delete_rows", "_move_places", "_sync", "_wipe", "_empty_log")


def kill_at(number: int, die: Callable[[], None], patch: Callable[[Any, str, Any], None]) -> list[int]:
    """Have the process die before the ``number``-th step of a purge; the list counts the steps."""
    steps: list[int] = []

    def counted(step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            steps.append(1)
            if len(steps) == number:
                die()
            return step(*arguments, **options)

        return run

    for name in POINTS:
        patch(purging, name, counted(getattr(purging, name)))
    patch(os, "replace", counted(os.replace))
    patch(shutil, "rmtree", counted(shutil.rmtree))
    return steps


def recovered(folder: Path) -> None:
    """Whatever was left: others' documents are whole, a write lands, and the next purge finishes."""
    with Library.open(folder) as library:
        for stored in library.documents():
            library.document_bytes(stored.id)
        assert len(list(library.documents())) in (9, 10)
        (one,) = numbered(MAY, 77)
        store(library, one)
        asked = [ADDRESS] if library.document_at(ADDRESS) else []
        purge(library, plan_purge(library, documents=asked))
        assert not traces(folder, SECRET)
        assert len(list(library.documents())) == 10
        assert len(list(tombstones(library))) == 1
        assert not unfinished(library)
        everything_else_is_there(library)
        addresses = [record.uri for record in library.archive.records()]
        assert len(addresses) == len(set(addresses))
        assert not list(library.archive.folder.glob("*.new"))


def test_stopped_at_every_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die() -> None:
        raise Killed

    secret_library(tmp_path / "whole").close()
    for number in range(1, 40):
        folder = tmp_path / str(number)
        shutil.copytree(tmp_path / "whole", folder)
        with monkeypatch.context() as patched, Library.open(folder) as library:
            steps = kill_at(number, die, patched.setattr)
            try:
                purge(library, plan_purge(library, documents=[ADDRESS]))
            except Killed:
                killed = True
            else:
                killed = False
        recovered(folder)
        if not killed:
            assert number > 10, steps
            return
    pytest.fail("a purge has no end")


@pytest.mark.slow
def test_killed_at_every_step(tmp_path: Path) -> None:
    script = f"""
import os, signal, sys
from pathlib import Path
from corpus.database import Library
from corpus.purge_plan import plan_purge
from corpus.purging import purge
from tests.test_purging import ADDRESS, kill_at
with Library.open(Path(sys.argv[1])) as library:
    kill_at(int(sys.argv[2]), lambda: os.kill(os.getpid(), signal.SIGKILL), setattr)
    purge(library, plan_purge(library, documents=[{ADDRESS!r}]))
"""
    secret_library(tmp_path / "whole").close()
    for number in range(1, 40):
        folder = tmp_path / str(number)
        shutil.copytree(tmp_path / "whole", folder)
        command = [sys.executable, "-c", script, str(folder), str(number)]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        assert code in (0, -9)
        recovered(folder)
        if code == 0:
            assert number > 10
            return
    pytest.fail("a purge has no end")


def test_every_table_was_thought_of(library: Library) -> None:
    """A table that is new must be purged too, or hold nothing of documents: then it is listed here."""
    purged = {
        "documents",
        "addresses",
        "pages",
        "meetings",
        "items",
        "facts",
        "words",
        "failures",
        "overrides",
    }
    crawls = {"runs", "frontier", "visits", "changes", "watch_seen"}  # parts of their rows are
    others = {"meta", "sources", "permissions", "run_sources", "robots", "watches"}
    kept = {"tombstones", "tombstone_items"}
    rows = library.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    assert {row[0] for row in rows} - {"sqlite_sequence", "sqlite_stat1"} == purged | crawls | others | kept


def test_names_of_copies() -> None:
    assert next_name("pykala-00001.warc.gz", []) == "pykala-00001.x1.warc.gz"
    assert next_name("pykala-00001.x1.warc.gz", []) == "pykala-00001.x2.warc.gz"
    assert next_name("pykala-00001.warc.gz", ["pykala-00001.x1.warc.gz"]) == "pykala-00001.x2.warc.gz"
    assert "pykala-00001.x9.warc.gz" < "pykala-00002.warc.gz"


def test_the_command_says_what_is_wrong(library: Library) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(pykala, ["--library", str(library.folder), "purge", *arguments])
        return result.exit_code, result.stderr

    assert run()[0] == 2
    assert run("--item", "no/such")[0] == 1
    assert run("--gone-for", "30") == (1, "Nothing to purge.\n")
    assert run("--tombstones")[0] == 1
