"""Standing questions: what is new, what changed, what was told of already."""

from __future__ import annotations

import sqlite3
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import pykala
from corpus.database import Library
from corpus.watches import (
    Change,
    WatchError,
    add_watch,
    news,
    remember,
    remove_watch,
    told_by,
    watch_named,
    watches,
)
from tests.index_items import DEVELOPMENT, JOIN, item, library_of, store

ATOM = "{http://www.w3.org/2005/Atom}"
NEW = item(
    "harjula/kh/2024-11-11/300", "Uusi verkosto perustetaan.", municipality="Harjula", title="Verkosto"
)
AMENDED = JOIN.model_copy(update={"text": JOIN.text.replace("9\u00a0000", "9\u00a0500")})


def run(folder: Path, *words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(pykala, ["watch", *words, "--library", str(folder)])
    assert result.exit_code == code, result.output
    return result


def tell(library: Library, name: str, ids: list[str]) -> Mapping[str, Change]:
    watch = watch_named(library, name)
    told = news(library, watch, ids)
    remember(library, watch, told)
    return told


def test_only_what_is_new_is_told(tmp_path: Path) -> None:
    with library_of(tmp_path, JOIN) as library:
        add_watch(library, "uso", "uso", {}, [JOIN.id])
        assert tell(library, "uso", [JOIN.id]) == {}
        store(library, NEW)
        assert tell(library, "uso", [JOIN.id, NEW.id]) == {NEW.id: Change.NEW}
        assert tell(library, "uso", [JOIN.id, NEW.id]) == {}


def test_another_text_is_news_and_another_line_break_is_not(tmp_path: Path) -> None:
    with library_of(tmp_path, JOIN) as library:
        add_watch(library, "uso", "uso", {}, [JOIN.id])
        wrapped = JOIN.model_copy(update={"text": JOIN.text.replace(". ", ".\n")})
        store(library, wrapped, name="harjula-kaupunginhallitus-2024-10-28-257.txt")
        assert tell(library, "uso", [JOIN.id]) == {}
        store(library, AMENDED, name="harjula-kaupunginhallitus-2024-10-28-257.txt")
        assert tell(library, "uso", [JOIN.id]) == {JOIN.id: Change.CHANGED}
        assert [(one.item_id, one.change) for one in told_by(library, watch_named(library, "uso"), 9)] == [
            (JOIN.id, Change.CHANGED)
        ]


def test_what_does_not_exist_is_never_news(tmp_path: Path) -> None:
    with library_of(tmp_path, JOIN) as library:
        add_watch(library, "x", "x", {})
        assert tell(library, "x", ["gone/1"]) == {}


def test_watches_are_kept_with_their_options(tmp_path: Path) -> None:
    with library_of(tmp_path, JOIN) as library:
        made = add_watch(library, "b", "verkosto", {"municipality": ("Harjula", "Koivumaa")})
        add_watch(library, "a", "maksu", {})
    with Library.open(tmp_path) as library:
        assert [one.name for one in watches(library)] == ["a", "b"]
        assert watches(library)[1] == made
        with pytest.raises(WatchError, match="there is a watch a already"):
            add_watch(library, "a", "muu", {})
        remove_watch(library, "a")
        with pytest.raises(WatchError, match="no watch: a"):
            watch_named(library, "a")
        assert library.connection.execute("SELECT count(*) FROM watch_seen").fetchone()[0] == 0


def test_an_older_library_gets_watches(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / "corpus.db", isolation_level=None)
    for script in ("schema.sql", *(f"schema_{number}.sql" for number in range(2, 6))):
        old.executescript(resources.files("corpus").joinpath(script).read_text("utf-8"))
    old.execute(f"PRAGMA application_id = {0x50594B41}")
    facts = [("schema", "5"), ("library", str(uuid.uuid4())), ("revision", "0")]
    old.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", facts)
    old.close()
    with Library.open(tmp_path) as library:
        add_watch(library, "v", "verkosto", {})
        assert [one.name for one in watches(library)] == ["v"]


# The commands


def test_from_question_to_news(tmp_path: Path) -> None:
    with library_of(tmp_path, JOIN, DEVELOPMENT):
        pass
    assert "watching v: 2 items match now, known already" in run(tmp_path, "add", "v", "verkosto*").output
    assert "v: 0 new or changed" in run(tmp_path, "run", code=1).stderr
    with Library.open(tmp_path) as library:
        store(library, NEW)
    result = run(tmp_path, "run", "--format", "csv")
    assert result.stdout.splitlines()[1].startswith(f"v,new,{NEW.id},Harjula,")
    assert run(tmp_path, "run", "--format", "csv", code=1).stdout.count("\n") == 1
    assert "verkosto*" in run(tmp_path, "list").output


def test_a_first_run_may_tell_of_everything(tmp_path: Path) -> None:
    with library_of(tmp_path, JOIN, DEVELOPMENT):
        pass
    run(tmp_path, "add", "v", "verkosto*", "-m", "Harjula", "--from-start")
    assert JOIN.id in run(tmp_path, "run", "--dry-run").stdout
    assert JOIN.id in run(tmp_path, "run").stdout
    run(tmp_path, "run", code=1)


def test_what_could_not_be_written_was_not_told(tmp_path: Path) -> None:
    with library_of(tmp_path, JOIN):
        pass
    run(tmp_path, "add", "v", "verkosto*", "--from-start")
    run(tmp_path, "run", "--format", "csv", "--output", str(tmp_path / "no" / "such.csv"), code=2)
    assert JOIN.id in run(tmp_path, "run").stdout


def content(entry: ET.Element) -> str | None:
    return entry.findtext(f"{ATOM}content")


def test_a_feed_has_what_earlier_runs_told(tmp_path: Path) -> None:
    with library_of(tmp_path, JOIN):
        pass
    run(tmp_path, "add", "v", "verkosto*", "--from-start")
    output = tmp_path / "news.atom"
    run(tmp_path, "run", "--output", str(output))
    (first,) = ET.parse(output).getroot().findall(f"{ATOM}entry")
    with Library.open(tmp_path) as library:
        store(library, NEW)
    run(tmp_path, "run", "--output", str(output))
    root = ET.parse(output).getroot()
    titles = {
        entry.findtext(f"{ATOM}title"): entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")
    }
    assert set(titles) == {JOIN.title, NEW.title}
    assert titles[JOIN.title] == first.findtext(f"{ATOM}id")
    for parent in (root, *root.findall(f"{ATOM}entry")):
        assert all(parent.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
        # RFC 4287: what has no link to what it is of has content.
        assert parent is root or parent.find(f"{ATOM}link[@rel='alternate']") is not None or content(parent)
    assert root.findtext(f"{ATOM}updated") == max(
        entry.findtext(f"{ATOM}updated") for entry in root.findall(f"{ATOM}entry")
    )


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("run", "nobody"), 2, "no watch: nobody"),
        (("remove", "nobody"), 2, "no watch: nobody"),
        (("add", " ", "a"), 2, "a watch needs a name"),
        (("add", "a\nb", "a"), 2, "a watch needs a name"),
        (("add", "a\x1b[31m", "a"), 2, "a watch needs a name"),
        (("add", "a\udcff", "a"), 2, "a watch needs a name"),
        (("add", "x", "a\udcff"), 2, "bytes that are not UTF-8 at character 2"),
        (("add", "x", "-m", "a\udcff"), 2, "bytes that are not UTF-8 in option municipality"),
        (("add", "x"), 2, "nothing to watch for"),
        (("add", "x", '"auki'), 2, "unclosed quote"),
        (("run",), 1, "No watches"),
        (("list",), 1, "No watches"),
    ],
)
def test_errors(tmp_path: Path, words: tuple[str, ...], code: int, message: str) -> None:
    with library_of(tmp_path, JOIN):
        pass
    assert message in run(tmp_path, *words, code=code).stderr


def test_a_question_that_cannot_be_read_is_not_kept(tmp_path: Path) -> None:
    with library_of(tmp_path, JOIN):
        pass
    run(tmp_path, "add", "x", "väri:sininen", code=2)
    connection = sqlite3.connect(tmp_path / "corpus.db")
    assert connection.execute("SELECT count(*) FROM watches").fetchone()[0] == 0
    connection.close()


def test_a_kept_question_that_cannot_be_read_costs_itself_only(tmp_path: Path) -> None:
    """The language may have become stricter since."""
    with library_of(tmp_path, JOIN):
        pass
    run(tmp_path, "add", "old", "verkosto*", "--from-start")
    run(tmp_path, "add", "good", "verkosto*", "--from-start")
    with Library.open(tmp_path) as library:
        library.connection.execute("UPDATE watches SET query = '\"auki' WHERE name = 'old'")
    result = run(tmp_path, "run", code=3)
    assert JOIN.id in result.stdout
    first, second = result.stderr.splitlines()
    assert first.startswith("pykala: old: query: unclosed quote at character 1")
    assert second == "good: 1 new or changed"
    assert run(tmp_path, "run", "old", code=2).stdout == ""
    run(tmp_path, "run", "good", "good", code=1)  # nothing new, and nothing wrong
