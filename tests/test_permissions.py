"""Permissions and the operator's own sources in the library; libraries of the first format."""

from __future__ import annotations

import datetime as dt
import sqlite3
from importlib import resources
from pathlib import Path

import pytest

from corpus.connection import SCHEMA_VERSION
from corpus.database import Library
from corpus.permissions import (
    add_source,
    added_sources,
    grant,
    grants,
    known_sources,
    needs_permission,
    withdraw,
)
from corpus.registry.sources import Permission, Source, sources

DAY = dt.date(2031, 5, 6)
OWN = Source("", "Oma", "own-site", "https://oma.example/ptk", dt.date(2020, 1, 1), None, note="oma")


def test_a_permission_says_who_when_and_where(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        given = grant(library, OWN.key, " Kirjaamo ", DAY, " 12/2031 ")
        assert (given.granted_by, given.granted_on, given.reference) == ("Kirjaamo", DAY, "12/2031")
        grant(library, OWN.key, "Kunnanjohtaja", DAY, "13/2031")
    with Library.open(tmp_path) as library:
        assert {key: one.reference for key, one in grants(library).items()} == {OWN.key: "13/2031"}
        assert withdraw(library, OWN.key)
        assert not withdraw(library, OWN.key)
        assert grants(library) == {}


@pytest.mark.parametrize(("who", "where"), [("", "1/2031"), ("Kirjaamo", " ")])
def test_a_permission_without_who_or_where_is_none(tmp_path: Path, who: str, where: str) -> None:
    with Library.open(tmp_path, create=True) as library, pytest.raises(ValueError, match="needs the name"):
        grant(library, OWN.key, who, DAY, where)


def test_own_sources_stand_beside_the_registrys(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        add_source(library, OWN)
        assert added_sources(library) == (OWN,)
        assert known_sources(library) == (*sources(), OWN)


def test_an_own_source_outranks_the_registrys(tmp_path: Path) -> None:
    import dataclasses

    theirs = next(source for source in sources() if source.is_known)
    mine = dataclasses.replace(theirs, note="corrected")
    with Library.open(tmp_path, create=True) as library:
        add_source(library, mine)
        found = known_sources(library)
    assert mine in found
    assert theirs not in found
    assert len(found) == len(sources())


@pytest.mark.parametrize(
    ("platform", "permission", "needed"),
    [
        ("dynasty10", Permission.NONE, False),
        ("dynasty10", Permission.NEEDED, True),
        ("tweb", Permission.NONE, True),
        ("mfiles", Permission.NONE, True),
    ],
)
def test_who_has_to_be_asked(platform: str, permission: Permission, needed: bool) -> None:
    assert needs_permission(Source("", "K", platform, "https://k.example", permission=permission)) is needed


def test_every_source_of_the_registry_that_refuses_crawlers_needs_permission() -> None:
    refusing = [source for source in sources() if source.platform in ("tweb", "mfiles")]
    assert len(refusing) > 70
    assert all(needs_permission(source) for source in refusing)


def test_a_library_of_the_first_format_is_brought_up_to_date(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        identity = library.id
    path = tmp_path / "corpus.db"
    path.unlink()
    for name in ("corpus.db-wal", "corpus.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.executescript(resources.files("corpus").joinpath("schema.sql").read_text("utf-8"))
        connection.execute(f"PRAGMA application_id = {0x50594B41}")
        connection.executemany(
            "INSERT INTO meta VALUES (?, ?)", [("schema", "1"), ("library", identity), ("revision", "0")]
        )
    connection.close()
    with Library.open(tmp_path) as library:
        grant(library, OWN.key, "Kirjaamo", DAY, "1/2031")
        version = library.connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0]
        assert (version, library.id) == (str(SCHEMA_VERSION), identity)
