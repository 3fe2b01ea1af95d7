"""Opening the library's SQLite file, and its errors in one clear line each."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import uuid
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

SCHEMA_VERSION = 6
FILE_NAME = "corpus.db"
_APPLICATION_ID = 0x50594B41  # "PYKA": tells our file from any other SQLite file
_BUSY_SECONDS = 30.0


class LibraryError(Exception):
    """A library cannot be used as asked. The message is one line: what, where, what to do."""


class LibraryMissing(LibraryError):
    """There is no library in the folder."""


class LibraryTooNew(LibraryError):
    """The library was written by a newer version of the program."""


class LibraryDamaged(LibraryError):
    """The file is no library of ours, or is broken."""


def connect(folder: Path, *, create: bool = False) -> tuple[sqlite3.Connection, bool]:
    """A connection to the folder's database, and whether it may only be read.

    Raises LibraryMissing, LibraryTooNew, LibraryDamaged, or LibraryError (no permission, full disk).
    """
    path = folder / FILE_NAME
    with clear_errors(folder):
        if not path.is_file() or path.stat().st_size == 0:
            if not create:
                raise LibraryMissing(
                    f"there is no library: {folder}: make one with `pykala ingest PATH`, "
                    "or say where yours is with --library"
                )
            folder.mkdir(parents=True, exist_ok=True)
        read_only = path.exists() and not (os.access(path, os.W_OK) and os.access(folder, os.W_OK))
        try:
            connection = _checked(folder, create=create, read_only=read_only)
        except sqlite3.OperationalError as error:
            if create or read_only or not _lacks_room(error):
                raise
            # No room for the files beside the database: what is in it can still be read.
            read_only = True
            connection = _checked(folder, create=False, read_only=True)
    return connection, read_only


def _checked(folder: Path, *, create: bool, read_only: bool) -> sqlite3.Connection:
    connection = _open(folder / FILE_NAME, read_only)
    try:
        _check(connection, folder, create=create, read_only=read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _lacks_room(error: sqlite3.Error) -> bool:
    """Whether what failed was to make the file in which WAL's readers tell of each other."""
    return getattr(error, "sqlite_errorname", "") == "SQLITE_IOERR_SHMSIZE"


def _open(path: Path, read_only: bool) -> sqlite3.Connection:
    address = path.absolute().as_uri()
    if read_only:
        # WAL needs files beside the database, which a read-only folder cannot hold: without locks, then.
        # What a killed writer left in its log would be missed that way: SQLite is to see for itself.
        log = path.with_name(path.name + "-wal")
        left_over = log.exists() and log.stat().st_size > 0
        address += "?mode=ro" if left_over else "?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _check(connection: sqlite3.Connection, folder: Path, *, create: bool, read_only: bool) -> None:
    version = _version(connection)
    if version is None and create:
        connection.execute("PRAGMA journal_mode = WAL")
        with transaction(connection):
            if _version(connection) is None:  # another process may have been quicker
                _make(connection)
        version = _version(connection)
    if version is not None and version < SCHEMA_VERSION and not read_only:
        with transaction(connection):
            _bring_up_to_date(connection)
        version = _version(connection)
    path = folder / FILE_NAME
    if version is None:
        raise LibraryDamaged(f"not a library: {path}: give another folder with --library")
    if version > SCHEMA_VERSION:
        raise LibraryTooNew(
            f"the library is from a newer pykala (format {version}, this one knows {SCHEMA_VERSION}): "
            f"{path}: upgrade pykala, or give another folder with --library"
        )


def _version(connection: sqlite3.Connection) -> int | None:
    """The schema's version; None for an empty file. Raises DatabaseError for somebody else's file."""
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
        return None
    if connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION_ID:
        raise sqlite3.DatabaseError("file is not a database")
    row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    if row is None or not str(row[0]).isdecimal():
        raise sqlite3.DatabaseError("database disk image is malformed")
    return int(row[0])


def _make(connection: sqlite3.Connection) -> None:
    _execute(connection, "schema.sql")
    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    connection.executemany(
        "INSERT INTO meta (key, value) VALUES (?, ?)",
        [("schema", "1"), ("library", str(uuid.uuid4())), ("revision", "0")],
    )
    _bring_up_to_date(connection)


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """From whatever format to ours: ``schema_<n>.sql`` makes format n of the one before it."""
    for version in range((_version(connection) or 1) + 1, SCHEMA_VERSION + 1):
        _execute(connection, f"schema_{version}.sql")
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(version),))


def _execute(connection: sqlite3.Connection, script: str) -> None:
    for statement in _statements(resources.files("corpus").joinpath(script).read_text("utf-8")):
        connection.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """One by one, since sqlite3's executescript would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, holding the library's write lock meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def clear_errors(folder: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise into a LibraryError with one clear line."""
    path = folder / FILE_NAME
    try:
        yield
    except sqlite3.Error as error:
        raise library_error("full" if _lacks_room(error) else str(error), path) from error
    except OSError as error:
        raise _system_error(error, folder) from error


def library_error(message: str, path: Path) -> LibraryError:
    """The clear line for what SQLite says."""
    known = {
        "full": ("the disk is full", "free some space and run the same command again"),
        "locked": ("another pykala is writing the library", "run the same command again when it is done"),
        "readonly": ("the library may not be written", "change its permissions, or use another --library"),
        "unable to open": ("cannot open the library", "check its permissions, or use another --library"),
    }
    for word, (what, to_do) in known.items():
        if word in message:
            return LibraryError(f"{what}: {path}: {to_do}")
    if "not a database" in message:
        return LibraryDamaged(f"not a library: {path}: give another folder with --library")
    if "malformed" in message or "no such" in message:
        return LibraryDamaged(f"the library is damaged ({message}): {path}: restore it from a backup")
    return LibraryError(f"the library's database failed ({message}): {path}: check the disk and try again")


def _system_error(error: OSError, folder: Path) -> LibraryError:
    where = error.filename or folder
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return LibraryError(f"the disk is full: {where}: free some space and run the same command again")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return LibraryError(f"no permission: {where}: change its permissions, or use another --library")
    reason = error.strerror or str(error)
    return LibraryError(f"the library cannot be used ({reason}): {where}: use another --library")
