"""An index folder's life: built aside, stamped, swapped in whole; one builder at a time."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from stat import S_ISREG

from corpus.database import Library
from index.analysis import ANALYSER
from index.engines import IndexFailure, IndexState
from index.engines.seal import seal
from index.entry import SCHEMA

STAMP = "stamp.json"
_NO_FILE = -1
_SWAPS = 50  # looks at an index that is swapped all the time
BUILDER_WAITS = 600.0
"""Seconds to wait for another builder to be done."""


@dataclass(frozen=True)
class Stamp:
    """What made an index; all but ``revision`` and ``items`` must agree before it is opened.

    ``engine`` is its name and version. ``files`` are its files' sizes in bytes. ``seal`` proves that it was
    made on this machine by this user; empty for engines whose files can do no harm.
    """

    engine: str
    schema: int
    analyser: str
    library: str
    revision: int
    items: int
    files: Mapping[str, int]
    seal: str = ""


def stamped(
    folder: Path, engine: str, library: Library, *, revision: int, items: int, sealed: bool = False
) -> Stamp:
    """The stamp a folder must have to be an index of this library by this program."""
    sizes = {path: _size(path) for path in folder.iterdir() if path.name != STAMP}
    # Readers make locks, of whatever size; but all are files.
    files = {path.name: size for path, size in sizes.items() if path.suffix != ".lock" or size == _NO_FILE}
    stamp = Stamp(engine, SCHEMA, ANALYSER, library.id, revision, items, dict(sorted(files.items())))
    return replace(stamp, seal=seal(json.dumps(asdict(stamp)))) if sealed else stamp


def _size(path: Path) -> int:
    """A file's bytes. A link may lead anywhere, and who opens a pipe may wait for ever."""
    found = path.lstat()
    return found.st_size if S_ISREG(found.st_mode) else _NO_FILE


def stamp_of(folder: Path) -> Stamp | None:
    """The stamp in an index folder; None where there is none or it cannot be read."""
    try:
        if _size(folder / STAMP) == _NO_FILE:
            return None
        text = (folder / STAMP).read_text("utf-8")
        fields = json.loads(text)
        stamp = Stamp(**fields)
    except (OSError, ValueError, TypeError):
        return None
    return stamp if isinstance(stamp.revision, int) else None


def state(engine: str, library: Library, folder: Path, *, sealed: bool = False) -> IndexState:
    """How the index in a folder stands to the library."""
    stamp = stamp_of(folder)
    for _ in range(_SWAPS):
        if not folder.is_dir():
            return IndexState.MISSING
        if stamp is not None:
            try:
                ours = stamped(
                    folder, engine, library, revision=stamp.revision, items=stamp.items, sealed=sealed
                )
            except OSError:  # swapped this moment
                ours = None
            if stamp == ours:
                fresh = stamp.revision == library.revision()
                return IndexState.FRESH if fresh else IndexState.STALE
        # Foreign, unless the stamp and the files were of two indexes, one swapped for the other meanwhile.
        before, stamp = stamp, stamp_of(folder)
        if stamp == before and folder.is_dir():
            return IndexState.FOREIGN
    return IndexState.MISSING


class Aside:
    """A place beside an index to make the next one in, for the only builder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.with_name(f"{folder.name}.new-{os.getpid()}")
        self._for = folder

    def empty(self) -> Path:
        """An empty folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        return self.folder

    def copied(self) -> Path:
        """A folder with the index's files, which cost nothing where the system has hard links.

        Right for engines that never write into a file once it is made, as both of ours do.
        """
        made = self.empty()
        for path in self._for.iterdir():
            if path.is_file() and path.name != STAMP and path.suffix != ".lock":
                try:
                    os.link(path, made / path.name)
                except OSError:
                    shutil.copy2(path, made / path.name)
        return made

    def swap_in(self) -> None:
        """Put what was made in the index's place."""
        old = self._for.with_name(f"{self._for.name}.old-{os.getpid()}")
        if os.path.lexists(self._for):
            self._for.rename(old)
        self.folder.rename(self._for)
        _clear_away(old)


def _clear_away(path: Path) -> None:
    """Whatever is there goes, as far as it lets itself be taken away; never what a link leads to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


@contextlib.contextmanager
def building(folder: Path, patience: float = BUILDER_WAITS) -> Iterator[Aside]:
    """The right to make the index, as the only builder; waits ``patience`` seconds for another one.

    The lock is an SQLite file's: it falls with the process that held it, on every system.
    """
    parent = folder.parent
    aside = Aside(folder)
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with _only_one(parent / f"{folder.name}.lock", patience):
            for left_over in [*parent.glob(f"{folder.name}.new-*"), *parent.glob(f"{folder.name}.old-*")]:
                _clear_away(left_over)
            try:
                yield aside
            finally:
                shutil.rmtree(aside.folder, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise IndexFailure(
            f"cannot write the index ({reason}): {parent}: make room or change its permissions, then run "
            "`pykala reindex`"
        ) from error


def write_stamp(folder: Path, stamp: Stamp) -> None:
    """Mark a folder as a complete index. The last thing written."""
    (folder / STAMP).write_text(json.dumps(asdict(stamp), indent=1), "utf-8")


@contextlib.contextmanager
def _only_one(path: Path, patience: float) -> Iterator[None]:
    try:
        lock = sqlite3.connect(path, timeout=patience, isolation_level=None)
    except sqlite3.Error as error:
        raise OSError(f"cannot lock {path.name}: {error}") from error
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        lock.close()
        raise OSError(f"cannot lock {path.name}: {error}") from error
    try:
        yield
    finally:
        lock.close()


def retried(seconds: float) -> Iterator[float]:
    """Pauses for trying again until ``seconds`` have passed; the last is 0 to say that it is the last."""
    end = time.monotonic() + seconds
    pause = 0.01
    while time.monotonic() + pause < end:
        yield pause
        pause = min(pause * 2, 0.25)
    yield 0.0
