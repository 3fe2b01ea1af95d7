"""Edited review rows back into the library: pinned, and the documents they speak of stored anew."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

from corpus.database import Library
from corpus.overrides import LISTS, WHOLE, Override, OverrideError, apply, pin
from ingest.pipeline import read_bytes
from ingest.version import model_of

TAKE_AWAY = "-"
_NEEDED = {"sha256", "section", "field", "page", "start", "correct"}


def read_edits(stream: TextIO) -> list[Override]:
    """The rows of a review table whose ``correct`` column a person filled in.

    A whole field takes plain text (a date as 2024-03-12, a decision as its outcome), a list's fact JSON of
    the keys to change; a lone hyphen takes the fact away. Raises OverrideError naming the row.
    """
    rows = csv.DictReader(stream)
    missing = _NEEDED - set(rows.fieldnames or ())
    if missing:
        raise OverrideError(f"not a review table: no column {', '.join(sorted(missing))}")
    return list(_edits(rows))


def _edits(rows: Iterable[Mapping[str, str]]) -> Iterator[Override]:
    for number, row in enumerate(rows, start=2):
        words = (row["correct"] or "").strip()
        if not words:
            continue
        field = row["field"]
        try:
            yield Override(
                row["sha256"],
                int(row["section"]),
                field,
                int(row["page"]),
                int(row["start"]),
                _value(field, words),
            )
        except ValueError as error:
            raise OverrideError(f"row {number}: {field}: {error}") from error


def _value(field: str, words: str) -> Any:
    if words == TAKE_AWAY:
        return None
    if field in LISTS:
        value = json.loads(words)
        if not isinstance(value, dict):
            raise ValueError("a JSON object with the keys to change is needed")
        return value
    if field == "decision":
        return {"outcome": words}
    if field == "section":
        return int(words)
    if field in WHOLE:
        return words
    raise ValueError("no such field")


def apply_edits(library: Library, edits: list[Override]) -> int:
    """Pin the edits and store their documents anew; how many documents changed. Raises OverrideError."""
    touched = {edit.sha256 for edit in edits}
    affected = [stored for stored in library.documents() if stored.document.sha256 in touched]
    unknown = touched - {stored.document.sha256 for stored in affected}
    if unknown:
        raise OverrideError(f"no document with sha256 {sorted(unknown)[0][:12]}… in this library")
    readings = []
    for stored in affected:
        data = library.document_bytes(stored.id)
        model = model_of(stored.document.reader)
        readings.append((read_bytes(data, stored.document.name, stored.document.uri, model=model), data))
    for reading, _ in readings:
        for item in reading.items:
            apply(
                item, [edit for edit in edits if edit.sha256 == reading.document.sha256]
            )  # or refuse them all
    with library.writing() as connection:
        pin(connection, edits, dt.datetime.now(dt.UTC).isoformat(timespec="seconds"))
        # Another reader's name makes the next store take the document's items in anew.
        connection.executemany(
            "UPDATE documents SET reader = reader || '+pinned' WHERE sha256 = ?", [(one,) for one in touched]
        )
    for reading, data in readings:
        library.store(reading, data)
    return len(readings)
