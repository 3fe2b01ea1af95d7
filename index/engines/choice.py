"""Which engine a library uses: kept in the library itself, so that all its users get the same."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

from corpus.connection import clear_errors, transaction
from corpus.database import Library
from index.engines import Engine, IndexFailure

_KEY = "engine"


def engine_named(name: str) -> Engine:
    """An engine by name. Raises IndexFailure if there is none, or it is not installed."""
    make = _ENGINES.get(name)
    if make is None:
        raise IndexFailure(f"no such engine: {name}: use one of {', '.join(_ENGINES)}")
    if name == "tantivy" and not _installed(name):
        raise IndexFailure(
            "the engine tantivy is not installed: run `pip install pykala[fast]`, or use --engine whoosh"
        )
    return make()


def engine_of(library: Library, name: str | None = None) -> Engine:
    """The engine asked for, else the library's own, else the quickest that is installed.

    What an engine builds for a library that has none yet becomes the library's own. Raises IndexFailure.
    """
    return engine_named(name or chosen(library) or _for_new(library))


def chosen(library: Library) -> str | None:
    """The name of the library's own engine, once there is one."""
    with clear_errors(library.folder):
        row = library.connection.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
    return str(row[0]) if row else None


def choose(library: Library, name: str) -> None:
    """Make an engine the library's own, if the library may be written to. Raises LibraryError."""
    if library.read_only or chosen(library) == name:
        return
    with clear_errors(library.folder), transaction(library.connection):
        library.connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (_KEY, name))


def _for_new(library: Library) -> str:
    """A library that was indexed by Whoosh before engines could be chosen stays with it."""
    indexed = (library.folder / "index" / "whoosh").is_dir()
    return "tantivy" if _installed("tantivy") and not indexed else "whoosh"


def _installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _whoosh() -> Engine:
    from index.engines.whoosh_engine import WhooshEngine

    return WhooshEngine()


def _tantivy() -> Engine:
    from index.engines.tantivy_engine import TantivyEngine

    return TantivyEngine()


_ENGINES: dict[str, Callable[[], Engine]] = {"whoosh": _whoosh, "tantivy": _tantivy}

NAMES = tuple(_ENGINES)
"""Names of all engines, installed or not."""
