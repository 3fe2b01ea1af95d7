"""What became of documents since a day."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import pykala
from corpus.database import Library
from corpus.purge_plan import plan_purge
from corpus.purging import purge
from corpus.records import Kind
from corpus.storing import mark_gone, version_at
from corpus.superseding import supersede_agendas
from index.reports.changes import Fate, changes_since
from tests.index_items import store
from tests.library_pages import numbered

MAY = dt.date(2024, 5, 6)
TODAY = dt.datetime.now(dt.UTC).date()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as library:
        yield library


def fates(library: Library, since: dt.date = TODAY) -> list[tuple[str, str]]:
    return [(one.fate.value, one.uri.rpartition("/")[2]) for one in changes_since(library, since)]


def test_each_fate(library: Library) -> None:
    one, two, three, four = numbered(MAY, 1, 2, 3, 4)
    store(library, one, name="new.txt")
    store(library, two, name="amended.txt")
    store(library, two.model_copy(update={"text": "Toinen teksti"}), name="amended.txt")
    store(library, three, name="gone.txt")
    store(library, four, name="purged.txt")
    with library.writing() as connection:
        mark_gone(connection, "file:///minutes/gone.txt", dt.datetime.now(dt.UTC))
        run = connection.execute("INSERT INTO runs (started, state, plan) VALUES ('', 'done', '')").lastrowid
        for uri, outcome in (("missing.txt", "missing"), ("new.txt", "missing"), ("new.txt", "returned")):
            connection.execute(
                "INSERT INTO changes (run, source, uri, outcome, at) VALUES (?, 's', ?, ?, ?)",
                (run, f"file:///minutes/{uri}", outcome, f"{TODAY}T10:00:00+00:00"),
            )
    purge(library, plan_purge(library, documents=["file:///minutes/purged.txt"]))
    found = fates(library)
    assert found[:5] == [
        ("gone", "gone.txt"),
        ("missing", "missing.txt"),
        ("purged", "purged.txt"),
        ("amended", "amended.txt"),
        ("returned", "new.txt"),
    ]
    # These come by time, and whether all are of one second is chance.
    assert sorted(found[5:]) == [("new", name) for name in ("amended.txt", "gone.txt", "new.txt")]
    assert not fates(library, TODAY + dt.timedelta(days=1))


def test_an_agenda_that_its_minutes_replaced(library: Library) -> None:
    (item,) = numbered(MAY, 1)
    store(library, item, name="agenda.txt", kind=Kind.AGENDA)
    store(library, item.model_copy(update={"text": "Päätettiin"}), name="minutes.txt")
    with library.writing() as connection:
        row = version_at(connection, "file:///minutes/minutes.txt")
        assert row is not None
        supersede_agendas(connection, row["id"])
    assert fates(library) == [("replaced", "minutes.txt"), ("new", "agenda.txt")]


def test_the_command(library: Library) -> None:
    store(library, *numbered(MAY, 1), name="one.txt")
    store(library, *numbered(MAY, 2, place="Haapavaara"), name="two.txt")
    base = ["--library", str(library.folder), "changes", "-f", "json"]
    result = CliRunner().invoke(pykala, [*base, "--since", str(TODAY), "-m", "Haapavaara"])
    assert result.exit_code == 0, result.output
    (row,) = json.loads(result.stdout)
    assert (row["fate"], row["title"], row["items"]) == (Fate.NEW, "Asia 2", 1)
    assert CliRunner().invoke(pykala, [*base, "--since", "2999-01-01"]).exit_code == 1
    assert CliRunner().invoke(pykala, base).exit_code == 2
    assert CliRunner().invoke(pykala, [*base, "x/y", "--since", "2999-01-01"]).exit_code == 2
