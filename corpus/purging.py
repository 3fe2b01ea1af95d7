"""Taking documents out for good: rows, pages, facts, archive records, index; a tombstone stays.

Killed at any moment, nothing of other documents is lost. What is to be dropped is left out of *copies* of the
archive's files; one transaction then deletes the rows, writes the tombstones and points all others to the
copies; only then are the old files removed, and the database's free pages wiped. A note in the database says
what is not done yet, and whoever purges next does it first.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import shutil
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.connection import LibraryError, clear_errors
from corpus.database import Library
from corpus.purge_plan import Doomed, addresses_of
from corpus.purge_traces import traces
from corpus.rewriting import UNFINISHED, next_name, rewrite, walk
from corpus.storing import stamp

_NOTE = "purge"
_WORD = re.compile(r"[\w':-]+")
_PLAIN = {ord("\u00ad"): None, ord("’"): "'", ord("\u2010"): "-", ord("\u2011"): "-"}
_DIGITS = re.compile(r"[\d \u00a0\u2009\u202f]{2,40}")
_BATCH = 500


@dataclass(frozen=True)
class Purged:
    """What a purge came to: how many versions, items and archive records left."""

    documents: int
    items: int
    records: int


def unfinished(library: Library) -> bool:
    """Whether an earlier purge was cut short, so that traces may be left."""
    return _note(library) is not None


def purge(library: Library, doomed: Sequence[Doomed], now: dt.datetime | None = None) -> Purged:
    """Take these versions out, and wipe what is left of them; finishes an earlier purge first.

    When this returns, none of their text is in the library's folder, unless another document says the same.
    The index is removed; making it anew is the caller's. The caller sees to it that no crawl is at work.
    Raises LibraryError, ArchiveError; then run it again: nothing is half done that cannot be gone on with.
    """
    finish(library)
    if not doomed:
        return Purged(0, 0, 0)
    with clear_errors(library.folder):
        library.connection.execute("PRAGMA secure_delete = ON")
        copies, records = _copy_archive(library, doomed)
        _take_out(library, doomed, copies, now or dt.datetime.now(dt.UTC))
    finish(library)
    return Purged(len(doomed), sum(len(one.items) for one in doomed), records)


def finish(library: Library) -> None:
    """Do what a purge left undone. Raises LibraryError when others are reading just now."""
    note = _note(library)
    if note is None:
        return
    folder = library.archive.folder
    with clear_errors(library.folder):
        if not note["done"]:  # the rows are all there: only copies have to go
            used = {row[0] for row in library.connection.execute(_FILES)}
            for name in note["new"]:
                (folder / (name + UNFINISHED)).unlink(missing_ok=True)
                if name not in used:
                    (folder / name).unlink(missing_ok=True)
        else:
            for name in note["old"]:
                (folder / name).unlink(missing_ok=True)
            shutil.rmtree(library.folder / "index", ignore_errors=True)
            _sync(folder)
            _wipe(library.connection)
        with library.writing() as connection:
            connection.execute("DELETE FROM meta WHERE key = ?", (_NOTE,))


_FILES = """SELECT DISTINCT archive_file FROM documents
    UNION SELECT DISTINCT archive_file FROM visits WHERE archive_file IS NOT NULL"""


@dataclass(frozen=True)
class _Copy:
    """A file of the archive, and the one that takes its place: empty when nothing is left of it.

    ``drop`` are the offsets of the records that go, ``moved`` the others' new offsets by their old ones.
    """

    old: str
    new: str
    drop: frozenset[int]
    moved: dict[int, int]


def _copy_archive(library: Library, doomed: Sequence[Doomed]) -> tuple[list[_Copy], int]:
    """Copies of all the archive's files that hold something of the doomed, without it; how many records
    that is."""
    archive = library.archive
    taken = {*archive.files()}
    plans: list[_Copy] = []
    whose = addresses_of(doomed)
    refs = traces(library, doomed)
    for name in archive.files():
        known = _known(library.connection, name)
        drop = {offset for file, offset in refs if file == name}
        records = list(walk(archive.folder / name, known))
        drop |= {record.offset for record in records if record.uri in whose}
        if drop:
            left = any(one.offset not in drop and (one.uri or one.offset in known) for one in records)
            made = next_name(name, taken) if left else ""
            taken.add(made)
            plans.append(_Copy(name, made, frozenset(drop), {}))
    if not plans:
        return [], 0
    with library.writing() as connection:
        # Nobody may append to a file that is being copied: from now on another one is the last.
        if archive.files()[-1] in {plan.old for plan in plans}:
            _begin_file(library)
        new = [plan.new for plan in plans if plan.new]
        _write_note(connection, {"done": False, "old": [], "new": new})
    for plan in plans:
        if plan.new:
            # What was appended between the plan and the new last file is copied like everything else.
            known = _known(library.connection, plan.old)
            target = archive.folder / (plan.new + UNFINISHED)
            plan.moved.update(rewrite(archive.folder / plan.old, target, known, plan.drop))
    return plans, sum(len(plan.drop) for plan in plans)


def _take_out(library: Library, doomed: Sequence[Doomed], copies: Sequence[_Copy], now: dt.datetime) -> None:
    """The one moment at which they leave: rows and archive places in one transaction."""
    folder = library.archive.folder
    with library.writing() as connection:
        _forget_places(connection, copies)
        _delete_rows(connection, doomed, now)
        for copy in copies:
            _move_places(connection, copy)
        for copy in copies:
            if copy.new:
                os.replace(folder / (copy.new + UNFINISHED), folder / copy.new)
        _sync(folder)
        _write_note(connection, {"done": True, "old": [copy.old for copy in copies], "new": []})
        connection.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")


def _delete_rows(connection: sqlite3.Connection, doomed: Sequence[Doomed], now: dt.datetime) -> None:
    for one in doomed:
        _bury(connection, one, now)
    _forget_words(connection, doomed)
    for one in doomed:
        row = (one.id,)
        if connection.execute("SELECT 1 FROM documents WHERE id = ?", row).fetchone() is None:
            raise LibraryError(f"the library changed meanwhile: {one.uri}: run the same command again")
        connection.execute(
            "DELETE FROM watch_seen WHERE item IN (SELECT id FROM items WHERE document_id = ?)", row
        )
        connection.execute("UPDATE documents SET previous = NULL WHERE previous = ?", row)
        connection.execute("DELETE FROM addresses WHERE document_id = ?", row)
        connection.execute("DELETE FROM documents WHERE id = ?", row)
        connection.execute("DELETE FROM overrides WHERE sha256 = ?", (one.sha256,))
    again = [
        one.uri
        for one in doomed
        if connection.execute("SELECT 1 FROM documents WHERE sha256 = ?", (one.sha256,)).fetchone()
    ]
    if again:
        raise LibraryError(f"the library changed meanwhile: {again[0]}: run the same command again")
    for address in sorted(addresses_of(doomed)):
        _forget_crawl(connection, address)
    _forget_receipts(connection, addresses_of(doomed))


def _bury(connection: sqlite3.Connection, one: Doomed, now: dt.datetime) -> None:
    """Write a version's tombstone, one for each of its addresses."""
    for place, address in enumerate(one.addresses):
        cursor = connection.execute(
            """INSERT INTO tombstones (uri, sha256, municipality, kind, reason, purged)
            VALUES (?, ?, ?, ?, ?, ?)""",
            (address, one.sha256, one.municipality, one.kind, one.reason, stamp(now)),
        )
        if place == 0:
            connection.execute(
                """INSERT INTO tombstone_items (tombstone, id, municipality, organ, meeting_date, section)
                SELECT ?, id, municipality, organ, meeting_date, section FROM items
                WHERE document_id = ? ORDER BY ordinal""",
                (cursor.lastrowid, one.id),
            )


def _forget_words(connection: sqlite3.Connection, doomed: Sequence[Doomed]) -> None:
    """Take their words out of the cache of analyses; those that others have too come back by themselves."""
    words: set[str] = set()
    for one in doomed:
        for query in (
            "SELECT text FROM pages WHERE document_id = ?",
            "SELECT text || ' ' || coalesce(title, '') || ' ' || record FROM items WHERE document_id = ?",
        ):
            for (text,) in connection.execute(query, (one.id,)):
                folded = unicodedata.normalize("NFC", text.translate(_PLAIN)).casefold()
                words.update(_WORD.findall(folded))
                words.update("".join(run.split()) for run in _DIGITS.findall(folded))
    words |= {part for word in words for part in re.split(r"[':_-]", word)}
    connection.executemany("DELETE FROM words WHERE word = ?", [(word,) for word in sorted(words) if word])


def _forget_crawl(connection: sqlite3.Connection, address: str) -> None:
    """What the crawl knows of an address but the address itself; it is not visited again."""
    connection.execute("DELETE FROM failures WHERE uri = ?", (address,))
    connection.execute("UPDATE changes SET title = NULL WHERE uri = ?", (address,))
    connection.execute(
        """UPDATE frontier SET state = 'gone', listed = 1, due = NULL, wanted = NULL, documents = 0,
        title = NULL, reason = 'purged', etag = NULL, last_modified = NULL, sha256 = NULL, payload = NULL,
        fingerprint = NULL, archived = NULL WHERE url = ?""",
        (address,),
    )


def _forget_receipts(connection: sqlite3.Connection, addresses: set[str]) -> None:
    """Titles in the receipts of earlier runs."""
    for row in connection.execute("SELECT id, receipt FROM runs WHERE receipt IS NOT NULL").fetchall():
        receipt = json.loads(row["receipt"])
        touched = False
        for listed in ("gone", "changes"):
            for change in receipt.get(listed, ()):
                if change.get("uri") in addresses and change.get("title"):
                    change["title"], touched = None, True
        if touched:
            text = json.dumps(receipt, ensure_ascii=False)
            connection.execute("UPDATE runs SET receipt = ? WHERE id = ?", (text, row["id"]))


def _known(connection: sqlite3.Connection, name: str) -> dict[int, int]:
    """The lengths, by offset, of the records in a file that the database speaks of."""
    rows = connection.execute(
        """SELECT archive_offset, archive_length FROM documents WHERE archive_file = :file
        UNION SELECT archive_offset, archive_length FROM visits WHERE archive_file = :file""",
        {"file": name},
    )
    return dict(rows.fetchall())


def _forget_places(connection: sqlite3.Connection, copies: Sequence[_Copy]) -> None:
    """Visits stay, but what they brought is not archived any more; documents' rows go altogether."""
    for copy in copies:
        dropped = [(copy.old, offset) for offset in sorted(copy.drop)]
        # What led to it is archived whole at its next change, not as a repetition of what was dropped.
        connection.executemany(
            """UPDATE frontier SET payload = NULL, archived = NULL WHERE id IN (
                SELECT frontier FROM visits WHERE archive_file = ? AND archive_offset = ?
            )""",
            dropped,
        )
        connection.executemany(
            """UPDATE visits SET archive_file = NULL, archive_offset = NULL, archive_length = NULL
            WHERE archive_file = ? AND archive_offset = ?""",
            dropped,
        )


def _move_places(connection: sqlite3.Connection, copy: _Copy) -> None:
    for table in ("documents", "visits"):
        offsets = [
            row[0]
            for row in connection.execute(
                f"SELECT DISTINCT archive_offset FROM {table} WHERE archive_file = ?", (copy.old,)
            )
        ]
        if any(offset not in copy.moved for offset in offsets):
            raise LibraryError(f"the library changed meanwhile: {copy.old}: run the same command again")
        connection.executemany(
            f"""UPDATE {table} SET archive_file = ?, archive_offset = ?
            WHERE archive_file = ? AND archive_offset = ?""",
            [(copy.new, copy.moved[offset], copy.old, offset) for offset in offsets],
        )


def _begin_file(library: Library) -> None:
    """An empty archive file after all others, which the next write fills."""
    last = library.archive.files()[-1].removesuffix(".warc.gz").partition(".x")[0]
    prefix, _, digits = last.rpartition("-")
    (library.archive.folder / f"{prefix}-{int(digits) + 1:05}.warc.gz").touch(exist_ok=False)
    _sync(library.archive.folder)


def _wipe(connection: sqlite3.Connection) -> None:
    """No trace in the database's file: the log taken in, every page written anew, the log emptied."""
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = FILE")  # a large library would not fit into memory
    try:
        _empty_log(connection)
        connection.execute("VACUUM")
        _empty_log(connection)
    finally:
        connection.execute("PRAGMA temp_store = MEMORY")


def _empty_log(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        raise LibraryError("somebody is reading the library: run `pykala purge --yes` again to wipe the rest")


def _note(library: Library) -> dict[str, Any] | None:
    row = library.connection.execute("SELECT value FROM meta WHERE key = ?", (_NOTE,)).fetchone()
    found: dict[str, Any] | None = json.loads(row[0]) if row else None
    return found


def _write_note(connection: sqlite3.Connection, note: object) -> None:
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (_NOTE, json.dumps(note)))


@contextlib.contextmanager
def _descriptor(path: os.PathLike[str]) -> Iterator[int]:
    found = os.open(path, os.O_RDONLY)
    try:
        yield found
    finally:
        os.close(found)


def _sync(folder: os.PathLike[str]) -> None:
    """Make names safe, where the system lets a folder be synced."""
    if hasattr(os, "O_DIRECTORY"):
        with _descriptor(folder) as descriptor:
            os.fsync(descriptor)
