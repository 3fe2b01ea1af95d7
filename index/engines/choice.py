"""Which engine a library uses: kept in the library itself, so that all its users get the same."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable

from corpus.connection import clear_errors, transaction
from corpus.database import Library
from index.engines import Engine, IndexFailure

_KEY = "engine"
_URL = "opensearch"  # where the library's cluster is, without user and password
_ASKED_AT = "PYKALA_OPENSEARCH_URL"
_MODULES = {"tantivy": ("tantivy", "fast"), "opensearch": ("opensearchpy", "opensearch")}


def engine_named(name: str, url: str | None = None) -> Engine:
    """An engine by name; ``url`` is where OpenSearch is.

    Raises IndexFailure if there is none such, or it is not installed, or the address cannot be used.
    """
    make = _ENGINES.get(name)
    if make is None:
        raise IndexFailure(f"no such engine: {name}: use one of {', '.join(_ENGINES)}")
    module, extra = _MODULES.get(name, ("", ""))
    if module and not _installed(module):
        raise IndexFailure(
            f"the engine {name} is not installed: run `pip install pykala[{extra}]`, or use --engine whoosh"
        )
    return make(url)


def engine_of(library: Library, name: str | None = None, url: str | None = None) -> Engine:
    """The engine asked for, else the library's own, else the quickest that is installed.

    OpenSearch is asked at ``url``, else at ``PYKALA_OPENSEARCH_URL``, else where the library says. What an
    engine builds for a library that has none yet becomes the library's own. Raises IndexFailure.
    """
    wanted = name or chosen(library) or _for_new(library)
    if wanted == "opensearch":
        return engine_named(wanted, url or os.environ.get(_ASKED_AT) or _kept(library, _URL))
    if url:
        raise IndexFailure(f"the engine {wanted} has no address: --url goes with --engine opensearch")
    return engine_named(wanted)


def chosen(library: Library) -> str | None:
    """The name of the library's own engine, once there is one."""
    return _kept(library, _KEY)


def choose(library: Library, engine: Engine) -> None:
    """Make an engine the library's own, and its address if it has one, if the library may be written to.

    Raises LibraryError.
    """
    keep = {_KEY: engine.name}
    if engine.addresses is not None:
        keep[_URL] = engine.addresses
    if library.read_only or all(_kept(library, key) == value for key, value in keep.items()):
        return
    with clear_errors(library.folder), transaction(library.connection):
        library.connection.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", keep.items())


def _kept(library: Library, key: str) -> str | None:
    with clear_errors(library.folder):
        row = library.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else None


def _for_new(library: Library) -> str:
    """A library that was indexed by Whoosh before engines could be chosen stays with it."""
    indexed = (library.folder / "index" / "whoosh").is_dir()
    return "tantivy" if _installed("tantivy") and not indexed else "whoosh"


def _installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _whoosh(_: str | None) -> Engine:
    from index.engines.whoosh_engine import WhooshEngine

    return WhooshEngine()


def _tantivy(_: str | None) -> Engine:
    from index.engines.tantivy_engine import TantivyEngine

    return TantivyEngine()


def _opensearch(url: str | None) -> Engine:
    from index.engines.opensearch_engine import OpenSearchEngine

    return OpenSearchEngine(url or "")


_ENGINES: dict[str, Callable[[str | None], Engine]] = {
    "whoosh": _whoosh,
    "tantivy": _tantivy,
    "opensearch": _opensearch,
}

NAMES = tuple(_ENGINES)
"""Names of all engines, installed or not."""
