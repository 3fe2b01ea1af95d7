"""What an index knows of each document, to tell which ones changed since.

Kept beside the index as ``documents.bin``: 16 bytes a document, its number and the hash of everything its
items are made from.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.database import Library
from corpus.records import Document
from corpus.storing import HELD

KNOWN = "documents.bin"
_ROW = struct.Struct("<q8s")

Documents = Mapping[int, bytes]
"""A document's number to its hash."""


@dataclass(frozen=True)
class Changes:
    """Documents whose items must be added, and those whose items must go first. A changed one is in both."""

    add: tuple[int, ...]
    remove: tuple[int, ...]


def documents_of(library: Library) -> dict[int, bytes]:
    """Every document that gives answers and has items."""
    columns = ", ".join(f"documents.{name}" for name in Document.model_fields)
    # Rows are counted too: a document read anew by the same reader has new ones.
    rows = library.connection.execute(
        f"""SELECT documents.id, {columns}, some.first, some.last, some.number
        FROM documents JOIN (
            SELECT document_id, min(row) AS first, max(row) AS last, count(*) AS number
            FROM items GROUP BY document_id
        ) AS some ON some.document_id = documents.id
        WHERE documents.{HELD}"""
    )
    return {
        row[0]: hashlib.blake2b(repr(tuple(row)).encode("utf-8", "replace"), digest_size=8).digest()
        for row in rows
    }


def changes(before: Documents, after: Documents) -> Changes:
    """What leads from one state to the other."""
    add = tuple(number for number, known in after.items() if before.get(number) != known)
    remove = tuple(number for number, known in before.items() if after.get(number) != known)
    return Changes(add, remove)


def write_documents(folder: Path, documents: Documents) -> None:
    """Keep what an index holds."""
    rows = b"".join(_ROW.pack(number, known) for number, known in sorted(documents.items()))
    path = folder / KNOWN
    path.unlink(missing_ok=True)  # may be a hard link to the old index's
    path.write_bytes(rows)


def read_documents(folder: Path) -> dict[int, bytes]:
    """What an index holds. Raises OSError, ValueError."""
    data = (folder / KNOWN).read_bytes()
    if len(data) % _ROW.size:
        raise ValueError(f"damaged: {KNOWN}")
    return dict(_ROW.iter_unpack(data))
