"""What is known: documents, items and facts in SQLite, beside the archive they came from.

Text and JSON columns hold the records of ``corpus.records``; the columns beside them exist to be
searched by. Only the *live* set (newest versions) is given out, unless a method says otherwise.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus.archive import Archive, ArchiveRef
from corpus.connection import (
    LibraryDamaged,
    LibraryError,
    LibraryMissing,
    LibraryTooNew,
    clear_errors,
    connect,
    transaction,
)
from corpus.facts import FactKind, StoredFact, value_of
from corpus.records import Document, Item, Meeting, Reading, State
from corpus.storing import HELD, Stored, archive_ref, stamp, store, version_at

__all__ = [
    "FactKind",
    "Failure",
    "Library",
    "LibraryDamaged",
    "LibraryError",
    "LibraryMissing",
    "LibraryTooNew",
    "Stored",
    "StoredDocument",
    "StoredFact",
    "StoredItem",
]

_BATCH = 500
_ITEM_COLUMNS = """items.row AS row, items.id AS item_id, items.document_id AS document_id,
    items.text AS text, items.record AS record"""


@dataclass(frozen=True)
class StoredItem:
    """An item with the document it stands in."""

    item: Item
    document: Document
    document_id: int


@dataclass(frozen=True)
class StoredDocument:
    """A version of a document. ``previous`` is the id of the version it replaced.

    ``first_seen`` and ``last_seen`` are UTC times in ISO form; ``size`` is in bytes.
    """

    id: int
    document: Document
    state: State
    first_seen: str
    last_seen: str
    size: int
    items: int
    archived: ArchiveRef
    previous: int | None


@dataclass(frozen=True)
class Failure:
    """A document that could not be read: why, and when (UTC, ISO form).

    ``sha256`` and ``reader`` are None if not even its bytes could be had, or no reader is for them.
    """

    uri: str
    sha256: str | None
    reason: str
    at: str
    reader: str | None = None


class Library:
    """A folder with an archive and a database. Open it with ``Library.open``; it is a context manager.

    Every method raises LibraryError (or a kind of it) with one clear line when the disk is full, the
    folder read-only, or the file damaged.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection, *, read_only: bool) -> None:
        self.folder = folder
        self.connection = connection
        self.read_only = read_only
        self.archive = Archive(folder / "archive", self._last_archived())

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Self:
        """The library in a folder. With ``create`` it is made when there is none.

        Raises LibraryMissing, LibraryTooNew, LibraryDamaged.
        """
        folder = Path(folder)
        connection, read_only = connect(folder, create=create)
        with clear_errors(folder):
            return cls(folder, connection, read_only=read_only)

    def close(self) -> None:
        """Close the database."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def id(self) -> str:
        """The library's own random id."""
        return str(self._value("SELECT value FROM meta WHERE key = 'library'"))

    def revision(self) -> int:
        """A number that grows whenever the live set changes."""
        return int(str(self._value("SELECT value FROM meta WHERE key = 'revision'")))

    # Writing

    def store(self, reading: Reading, data: bytes, *, again: bool = False) -> Stored:
        """Keep a document and all that was read from it. When this returns, it is safely on disk.

        Unchanged: this address held these bytes, and this reader has read them. Reread: another
        reader had, or with ``again`` this one, which can do more now. Amended: the address held other
        bytes, which stay as a version that is not live. Duplicate: the same bytes live at another
        address. Raises ValueError when ``data`` is not what the reading is of.
        """
        with clear_errors(self.folder), transaction(self.connection):
            return store(self.connection, self.archive, reading, data, again=again)

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction for those who store more than a document at once: all of it or nothing."""
        with clear_errors(self.folder), transaction(self.connection):
            yield self.connection

    def record_failure(self, uri: str, sha256: str | None, reason: str, reader: str | None = None) -> None:
        """Remember that a document could not be read, and by which reader; reading it later forgets it."""
        with clear_errors(self.folder), transaction(self.connection):
            self.connection.execute(
                "INSERT OR REPLACE INTO failures (uri, sha256, reason, at, reader) VALUES (?, ?, ?, ?, ?)",
                (uri, sha256, reason, stamp(dt.datetime.now(dt.UTC)), reader),
            )

    def remember_words(self, terms: Mapping[str, Iterable[str]], analyser: str) -> None:
        """Keep words' search terms, so that they need not be analysed again.

        A cache: on a library that cannot be written just now, nothing is kept.
        """
        if self.read_only or not terms:
            return
        rows = [
            (analyser, word, json.dumps(list(of_word), ensure_ascii=False)) for word, of_word in terms.items()
        ]
        with clear_errors(self.folder), transaction(self.connection):
            self.connection.executemany(
                "INSERT OR REPLACE INTO words (analyser, word, terms) VALUES (?, ?, ?)", rows
            )

    # Reading

    def items(self) -> Iterator[StoredItem]:
        """All live items, in the order they were stored. Others may write meanwhile."""
        row = -1
        documents: dict[int, Document] = {}
        while True:
            batch = self._rows(
                f"SELECT {_ITEM_COLUMNS} FROM items WHERE live AND row > ? ORDER BY row LIMIT ?", row, _BATCH
            )
            if not batch:
                return
            for found in batch:
                yield self._stored_item(found, documents)
            row = batch[-1]["row"]

    def item(self, item_id: str) -> StoredItem | None:
        """The live item of that id."""
        rows = self._rows(f"SELECT {_ITEM_COLUMNS} FROM items WHERE live AND id = ?", item_id)
        return self._stored_item(rows[0], {}) if rows else None

    def items_of(self, document_id: int) -> list[Item]:
        """A document's items in their order in it, whether the document is live or amended."""
        rows = self._rows(
            f"SELECT {_ITEM_COLUMNS} FROM items WHERE document_id = ? ORDER BY ordinal", document_id
        )
        return [_item(row) for row in rows]

    def find(self, prefix: str) -> list[StoredItem]:
        """Live items whose id begins so, by id; the one of exactly that id alone, if there is one."""
        exact = self.item(prefix)
        if exact is not None:
            return [exact]
        rows = self._rows(
            f"SELECT {_ITEM_COLUMNS} FROM items WHERE live AND substr(id, 1, ?) = ? ORDER BY id",
            len(prefix),
            prefix,
        )
        documents: dict[int, Document] = {}
        return [self._stored_item(row, documents) for row in rows]

    def items_with(self, kind: FactKind | str, key: str | None = None) -> list[StoredItem]:
        """Live items that have a fact of that kind (and key), by meeting date, then § and id."""
        condition, values = ("", [str(kind)]) if key is None else ("AND facts.key = ?", [str(kind), key])
        rows = self._rows(
            f"""SELECT DISTINCT {_ITEM_COLUMNS}, meeting_date, section
            FROM facts JOIN items ON items.row = facts.item
            WHERE items.live AND facts.kind = ? {condition}
            ORDER BY meeting_date, section, items.id""",
            *values,
        )
        documents: dict[int, Document] = {}
        return [self._stored_item(row, documents) for row in rows]

    def items_with_diary_number(self, key: str, *, cited: bool = True) -> list[StoredItem]:
        """Live items of a case by its diary number's key, oldest first; with ``cited`` also those that
        only cite it."""
        found = {stored.item.id: stored for stored in self.items_with(FactKind.DIARY_NUMBER, key)}
        if cited:
            for stored in self.items_with(FactKind.CITED_DIARY_NUMBER, key):
                found.setdefault(stored.item.id, stored)
        return sorted(found.values(), key=_by_meeting)

    def facts(self, kind: FactKind | str, key: str | None = None) -> Iterator[StoredFact]:
        """Facts of that kind (and key) in live items, in the order stored."""
        condition, values = ("", [str(kind)]) if key is None else ("AND facts.key = ?", [str(kind), key])
        for row in self._rows(
            f"""SELECT facts.kind AS kind, facts.ordinal AS ordinal, key, facts.record AS record,
                items.id AS item_id, items.document_id AS document_id
            FROM facts JOIN items ON items.row = facts.item
            WHERE items.live AND facts.kind = ? {condition} ORDER BY items.row, facts.ordinal""",
            *values,
        ):
            yield StoredFact(
                kind=FactKind(row["kind"]),
                ordinal=row["ordinal"],
                key=row["key"],
                value=value_of(row["kind"], row["record"]),
                item_id=row["item_id"],
                document_id=row["document_id"],
            )

    def documents(self, *, all_versions: bool = False) -> Iterator[StoredDocument]:
        """Live documents in the order stored, those gone from their source among them; with
        ``all_versions`` the amended ones too."""
        condition = "" if all_versions else f"WHERE {HELD}"
        for row in self._rows(
            f"""SELECT *, (SELECT count(*) FROM items WHERE document_id = documents.id) AS items
            FROM documents {condition} ORDER BY id"""
        ):
            yield _stored_document(row)

    def document(self, document_id: int) -> StoredDocument:
        """A version of a document, live or not. Raises KeyError when there is no such one."""
        rows = self._rows(
            """SELECT *, (SELECT count(*) FROM items WHERE document_id = documents.id) AS items
            FROM documents WHERE id = ?""",
            document_id,
        )
        if not rows:
            raise KeyError(document_id)
        return _stored_document(rows[0])

    def document_at(self, uri: str) -> Document | None:
        """The document that is live at an address."""
        with clear_errors(self.folder):
            row = version_at(self.connection, uri)
        return _document(row) if row else None

    def document_bytes(self, document_id: int) -> bytes:
        """What was served. Raises ArchiveError when the archive does not give it back, KeyError when
        there is no such document."""
        return self.archive.read(archive_ref(self._document_row(document_id)))

    def pages(self, document_id: int) -> list[str]:
        """The pages' texts in order, to which evidence points."""
        return [
            str(row["text"])
            for row in self._rows("SELECT text FROM pages WHERE document_id = ? ORDER BY number", document_id)
        ]

    def meetings(self) -> Iterator[tuple[int, Meeting]]:
        """Live documents' meetings, with their document ids."""
        for row in self._rows(
            f"""SELECT document_id, record FROM meetings JOIN documents ON documents.id = document_id
            WHERE {HELD} ORDER BY document_id"""
        ):
            yield row["document_id"], Meeting.model_validate_json(row["record"])

    def failures(self) -> list[Failure]:
        """What could not be read, by address."""
        return [Failure(**dict(row)) for row in self._rows("SELECT * FROM failures ORDER BY uri")]

    def failure_at(self, uri: str) -> Failure | None:
        """What is remembered of an address that could not be read."""
        rows = self._rows("SELECT * FROM failures WHERE uri = ?", uri)
        return Failure(**dict(rows[0])) if rows else None

    def word_terms(self, words: Iterable[str], analyser: str) -> dict[str, tuple[str, ...]]:
        """The remembered search terms of those of the words that are known."""
        wanted = list(dict.fromkeys(words))
        known: dict[str, tuple[str, ...]] = {}
        for start in range(0, len(wanted), _BATCH):
            part = wanted[start : start + _BATCH]
            marks = ",".join("?" * len(part))
            for row in self._rows(
                f"SELECT word, terms FROM words WHERE analyser = ? AND word IN ({marks})", analyser, *part
            ):
                known[row["word"]] = tuple(json.loads(row["terms"]))
        return known

    def counts(self) -> dict[str, int]:
        """How many live documents, meetings and items there are, facts by kind, versions and failures."""
        of_live = f"JOIN documents ON id = document_id WHERE {HELD}"
        live = "FROM facts JOIN items ON items.row = facts.item WHERE items.live AND facts.kind ="
        queries = {
            "documents": f"SELECT count(*) FROM documents WHERE {HELD}",
            "amended_documents": "SELECT count(*) FROM documents WHERE state = 'amended'",
            "pages": f"SELECT count(*) FROM pages {of_live}",
            "meetings": f"SELECT count(*) FROM meetings {of_live}",
            "items": "SELECT count(*) FROM items WHERE live",
            **{f"{kind.value}_facts": f"SELECT count(*) {live} '{kind.value}'" for kind in FactKind},
            "municipalities": "SELECT count(DISTINCT municipality) FROM items WHERE live",
            "failures": "SELECT count(*) FROM failures",
        }
        return {name: int(str(self._value(query))) for name, query in queries.items()}

    def municipalities(self) -> list[str]:
        """The names by which items go, in order: as many looks into an index as there are names."""
        rows = self._rows(
            """WITH RECURSIVE names (name) AS (SELECT min(municipality) FROM items UNION ALL
                SELECT (SELECT min(municipality) FROM items WHERE municipality > name) FROM names
                WHERE name IS NOT NULL)
            SELECT name FROM names WHERE name IS NOT NULL"""
        )
        return [str(row["name"]) for row in rows]

    def shown(self, text: str | None) -> str | None:
        """A text that does not come with an item, as it may be shown."""
        return text

    # Within

    def _rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        with clear_errors(self.folder):
            return list(self.connection.execute(query, values))

    def _value(self, query: str, *values: object) -> object:
        rows = self._rows(query, *values)
        return rows[0][0] if rows else None

    def _stored_item(self, row: sqlite3.Row, documents: dict[int, Document]) -> StoredItem:
        document_id = row["document_id"]
        if document_id not in documents:
            documents[document_id] = _document(self._document_row(document_id))
        return StoredItem(_item(row), documents[document_id], document_id)

    def _document_row(self, document_id: int) -> sqlite3.Row:
        rows = self._rows("SELECT * FROM documents WHERE id = ?", document_id)
        if not rows:
            raise KeyError(document_id)
        return rows[0]

    def _last_archived(self) -> ArchiveRef | None:
        if self.read_only:  # whoever cannot write need not know; a library of an older format has no visits
            return None
        last: ArchiveRef | None = None
        for table in ("documents", "visits"):
            rows = self._rows(
                f"""SELECT archive_file, archive_offset, archive_length FROM {table}
                WHERE archive_file IS NOT NULL ORDER BY archive_file DESC, archive_offset DESC LIMIT 1"""
            )
            found = archive_ref(rows[0]) if rows else None
            if found and (last is None or (found.file, found.offset) > (last.file, last.offset)):
                last = found
        return last


def _item(row: sqlite3.Row) -> Item:
    try:
        fields = json.loads(row["record"])
        return Item.model_validate({**fields, "id": row["item_id"], "text": row["text"]})
    except ValueError as error:
        raise LibraryDamaged(
            f"an item's record is damaged, or of another version: {row['item_id']}: "
            "upgrade pykala, or ingest its file into a new library"
        ) from error


def _document(row: sqlite3.Row) -> Document:
    return Document.model_validate({name: row[name] for name in Document.model_fields})


def _stored_document(row: sqlite3.Row) -> StoredDocument:
    return StoredDocument(
        id=row["id"],
        document=_document(row),
        state=State(row["state"]),
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        size=row["size"],
        items=row["items"],
        archived=archive_ref(row),
        previous=row["previous"],
    )


def _by_meeting(stored: StoredItem) -> tuple[dt.date, int, str]:
    item = stored.item
    return item.meeting_date or dt.date.min, item.section or 0, item.id
