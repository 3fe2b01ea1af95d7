"""One crawl at a time in a library, and runs that a killed process left are gone on with."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from corpus.connection import LibraryError
from corpus.database import Library
from ingest.crawl.frontier import stamp_of
from ingest.crawl.options import CrawlOptions

LOCK_NAME = "crawl.lock"
_RESUMED_WITHIN = dt.timedelta(hours=24)


class CrawlRunning(LibraryError):
    """Another crawl is at work in the library."""


@dataclass(frozen=True)
class Run:
    """A run: ``resumed`` when an earlier process had begun it."""

    id: int
    started: dt.datetime
    resumed: bool


@contextlib.contextmanager
def only_crawl(folder: Path) -> Iterator[None]:
    """Hold the library's crawl lock; the system lets go of it when the process ends, however it ends.

    Raises CrawlRunning, and LibraryError when the lock's file cannot be written.
    """
    path = folder / LOCK_NAME
    try:
        file = path.open("a+")
    except OSError as error:
        what = f"cannot lock the library ({error.strerror})"
        raise LibraryError(f"{what}: {path}: check its permissions") from None
    with file:
        if not _lock(file):
            file.seek(0)
            who = " ".join(file.read(200).split()) or "another process"
            what = f"another crawl is at work in this library ({who})"
            raise CrawlRunning(f"{what}: {folder}: wait until it is done")
        file.seek(0)
        file.truncate()
        file.write(f"process {os.getpid()} since {stamp_of(dt.datetime.now(dt.UTC))}\n")
        file.flush()
        yield
        file.seek(0)
        file.truncate()


def open_run(library: Library, keys: Sequence[str], options: CrawlOptions, now: dt.datetime) -> Run:
    """The run to go on with, else a new one. A run is gone on with when the last one was not ended, began
    less than a day ago, and was to do the same."""
    plan = json.dumps(
        {
            "sources": sorted(keys),
            "since": options.since and options.since.isoformat(),
            "limit": options.limit,
            "recheck": options.recheck.value,
            "attachments": options.attachments,
        }
    )
    with library.writing() as connection:
        row = connection.execute("SELECT * FROM runs ORDER BY id DESC LIMIT 1").fetchone()
        if row is not None and row["ended"] is None:
            started = dt.datetime.fromisoformat(row["started"])
            if row["plan"] == plan and now - started < _RESUMED_WITHIN:
                return Run(row["id"], started, resumed=True)
            connection.execute(
                "UPDATE runs SET ended = ?, state = 'abandoned' WHERE ended IS NULL", (stamp_of(now),)
            )
            connection.execute("UPDATE frontier SET wanted = NULL WHERE wanted IS NOT NULL")
        cursor = connection.execute(
            "INSERT INTO runs (started, state, plan) VALUES (?, 'running', ?)", (stamp_of(now), plan)
        )
        return Run(int(cursor.lastrowid or 0), now, resumed=False)


def end_run(library: Library, run: Run, receipt: str, now: dt.datetime) -> None:
    """Note that a run is done; what it left is for the next one."""
    with library.writing() as connection:
        connection.execute(
            "UPDATE runs SET ended = ?, state = 'done', receipt = ? WHERE id = ?",
            (stamp_of(now), receipt, run.id),
        )
        connection.execute("UPDATE frontier SET wanted = NULL WHERE wanted = ?", (run.id,))


def _lock(file: IO[str]) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
