"""tantivy as search engine: ``pip install pykala[fast]``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any as Anything
from typing import Self

import tantivy
from tantivy import Query
from tantivy.tantivy import __version__

from index import tree
from index.engines import Found, Hit, Order, Reader
from index.engines.feed import LookUp
from index.engines.folder import FolderEngine
from index.engines.oracle import holds
from index.engines.tantivy_document import JUMP_TERM, LAYOUT, Documents, register, schema
from index.engines.tantivy_query import Compiler
from index.entry import EXACT, Entry
from index.tree import sought

_SYSTEM_ERROR = re.compile(r"([^':]+) \(os error (\d+)\)")
_MEMORY = 256_000_000  # bytes
_MOST_THREADS = 4
_MORE = 64  # hits looked at beyond the page, to tell whether its last ones tie with others
_MOST_TIED = 4_000  # with more, ties are broken among these only


class TantivyEngine(FolderEngine):
    """The quick engine."""

    name = "tantivy"

    def version(self) -> str:
        """tantivy's version, that of its files, and that of our fields."""
        return f"{__version__}, layout {LAYOUT}"

    def _create(self, folder: Path) -> TantivyWriter:
        try:
            return TantivyWriter(tantivy.Index(schema(), str(folder), reuse=False))
        except ValueError as error:
            raise _of_the_disk(error) from error

    def _append(self, folder: Path) -> TantivyWriter:
        with _no_panic():
            return TantivyWriter(tantivy.Index.open(str(folder)))

    def _read(self, folder: Path, found: LookUp) -> Reader:
        whole = not any(folder.glob("*.del"))
        if os.access(folder, os.W_OK):
            return _opened(folder, found, whole)
        # tantivy locks what it opens by a file beside it. What is open then needs no folder.
        with TemporaryDirectory(prefix="pykala-") as beside:
            for path in folder.iterdir():
                if path.suffix != ".lock":
                    (Path(beside) / path.name).symlink_to(path.resolve())
            return _opened(Path(beside), found, whole)


def _opened(folder: Path, found: LookUp, whole: bool) -> TantivyReader:
    with _no_panic():
        return TantivyReader(tantivy.Index.open(str(folder)), found, whole=whole)


class TantivyWriter:
    """Writes a tantivy index."""

    def __init__(self, index: tantivy.Index) -> None:
        register(index)
        self._index = index
        self._writer = index.writer(_MEMORY, max(1, min(_MOST_THREADS, os.cpu_count() or 1)))
        self._documents = Documents()

    def add(self, entry: Entry) -> None:
        """Index an entry."""
        document = self._documents.document(entry)
        try:
            self._writer.add_document(document)
        except ValueError as error:  # a thread that writes has failed
            raise _of_the_disk(error) from error

    def remove(self, document_ids: Sequence[int]) -> None:
        """Take out the items of some documents."""
        for number in document_ids:
            self._writer.delete_documents_by_term("document", number)

    def finish(self) -> int:
        """Make it lasting; waits until segments are merged."""
        try:
            with _no_panic():
                self._writer.commit()
                self._writer.garbage_collect_files()
                self._writer.wait_merging_threads()
                self._index.reload()
                return int(self._index.searcher().num_docs)
        except ValueError as error:
            raise _of_the_disk(error) from error

    def abandon(self) -> None:
        """Stop in the middle: the folder is thrown away."""
        with suppress(ValueError):  # what failed once may fail again
            self._writer.rollback()


@contextmanager
def _no_panic() -> Iterator[None]:
    """What a damaged file makes of tantivy is no Exception, and of no class that has a name here."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise RuntimeError(f"tantivy: {error}") from error


def _of_the_disk(error: ValueError) -> OSError:
    """What tantivy says in words alone."""
    said = _SYSTEM_ERROR.search(str(error))
    return OSError(int(said[2]), said[1]) if said else OSError(str(error))


class TantivyReader:
    """An open tantivy index. From a ``whole`` one nothing was taken since it was made."""

    def __init__(self, index: tantivy.Index, found: LookUp, *, whole: bool) -> None:
        index.config_reader("manual")
        self._searcher = index.searcher()
        self._look_up = found
        self._whole = whole
        self._compiler = Compiler(index.schema, self._searcher, self._scan)

    def search(
        self, query: tree.Node, *, limit: int = 20, offset: int = 0, order: Order = Order.RELEVANCE
    ) -> Found:
        """Items matching an analysed query."""
        with _no_panic():
            return self._found(query, limit, offset, order)

    def _found(self, query: tree.Node, limit: int, offset: int, order: Order) -> Found:
        compiled = self._compiler.query(query)
        there = int(self._searcher.num_docs)  # tantivy makes room for all that is asked for
        offset = min(offset, there)
        limit = max(1, min(limit, there - offset))
        wanted = offset + limit
        # Prefixes and fields score all alike.
        if order is Order.RELEVANCE and any(not isinstance(one, tree.Prefix) for one in sought(query)):
            total = self._compiler.total(query) if self._whole else None
            total, hits = self._by_score(compiled, wanted, total)
            page = hits[offset:wanted]
        else:
            field = "oldest" if order is Order.OLDEST else "newest"
            result = self._searcher.search(
                compiled, limit, count=True, order_by_field=field, offset=offset, order=tantivy.Order.Asc
            )
            total, page = _count(result), [(0.0, address) for _, address in result.hits]
        return Found(total, tuple(Hit(self._id(address), score) for score, address in page))

    def vocabulary(self, field: str) -> list[str]:
        """All values of a typed field."""
        with _no_panic():
            terms = {term for term, _ in self._searcher.terms_with_prefix(field, "") if term != JUMP_TERM}
        return sorted({term[1:] for term in terms} if field == EXACT else terms)

    def close(self) -> None:
        """Give back files: tantivy does so when nothing refers to the index."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _by_score(
        self, query: Query, wanted: int, total: int | None
    ) -> tuple[int, list[tuple[float, tantivy.DocAddress]]]:
        """The first hits by score, equal ones newest first whatever the order of the segments.

        All are counted and so looked at only if their number is not known.
        """
        reach = wanted + _MORE
        result = self._searcher.search(query, reach, count=total is None)
        total = _count(result) if total is None else total
        while True:
            hits = result.hits
            if len(hits) < reach or hits[wanted - 1][0] != hits[-1][0] or reach > wanted + _MOST_TIED:
                break
            reach *= 4
            result = self._searcher.search(query, reach, count=False)
        least = hits[min(wanted, len(hits)) - 1][0] if hits else 0.0
        near = [hit for hit in hits if hit[0] >= least]
        newest = self._searcher.fast_field_values("newest", [address for _, address in near])
        ordered = sorted(zip(near, newest, strict=True), key=lambda pair: (-pair[0][0], pair[1]))
        return total, [hit for hit, _ in ordered]

    def _id(self, address: tantivy.DocAddress) -> str:
        return str(self._searcher.doc(address).get_first("id"))

    def _scan(self, phrase: tree.Phrase, query: Query) -> Iterable[str]:
        count = _count(self._searcher.search(query, 1, count=True, order_by_field="newest"))
        if not count:
            return []
        found = self._searcher.search(query, count, count=False, order_by_field="newest")
        ids = [self._id(address) for _, address in found.hits]
        return [entry.item_id for entry in self._look_up(ids) if holds(phrase, entry)]


def _count(result: Anything) -> int:
    return int(result.count)
