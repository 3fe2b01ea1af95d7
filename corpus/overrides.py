"""What a person pinned instead of what the rules found: applied whenever a document's items are stored.

A list's fact is known by its field and where its words stand; a field of the item as a whole (organ, date,
title, decision) by its name alone. A pinned value is shown as such: its evidence's rule is ``override``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from corpus.records import Item

WHOLE = ("municipality", "organ", "meeting_date", "section", "title", "language", "kind")
LISTS = ("diary_numbers", "cited_diary_numbers", "people", "money", "participations")
RULE = "override"


class OverrideError(Exception):
    """A pinned value does not fit its field. The message says which and why."""


@dataclass(frozen=True)
class Override:
    """One pinned value; ``value`` is JSON's, None takes the fact away. ``page`` 0: the item as a whole."""

    sha256: str
    section: int
    field: str
    page: int
    start: int
    value: Any


def overrides_of(connection: sqlite3.Connection, sha256: str) -> list[Override]:
    """All that is pinned for a document."""
    rows = connection.execute(
        "SELECT section, field, page, start, value FROM overrides WHERE sha256 = ?"
        " ORDER BY section, field, page, start",
        (sha256,),
    )
    return [
        Override(sha256, row[0], row[1], row[2], row[3], None if row[4] is None else json.loads(row[4]))
        for row in rows
    ]


def pin(connection: sqlite3.Connection, pinned: Iterable[Override], at: str) -> None:
    """Keep overrides; a later one for the same place replaces the earlier."""
    connection.executemany(
        "INSERT OR REPLACE INTO overrides (sha256, section, field, page, start, value, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                o.sha256,
                o.section,
                o.field,
                o.page,
                o.start,
                None if o.value is None else json.dumps(o.value),
                at,
            )
            for o in pinned
        ],
    )


def apply(item: Item, pinned: Sequence[Override]) -> Item:
    """The item with what is pinned for its § in place. Raises OverrideError for a value that does not fit."""
    mine = [override for override in pinned if override.section == (item.section or 0)]
    if not mine:
        return item
    record = item.model_dump(mode="json")
    for override in mine:
        if override.field in LISTS:
            _in_list(record, override)
        else:
            _whole(record, override)
    try:
        return Item.model_validate(record)
    except ValidationError as error:
        first = error.errors()[0]
        where = "/".join(str(part) for part in first["loc"])
        raise OverrideError(f"{item.id}: {where}: {first['msg']}") from error


def _whole(record: dict[str, Any], override: Override) -> None:
    if override.field == "decision":
        known = record["decision"]
        if override.value is None:
            record["decision"] = None
        elif known is None:
            record["decision"] = {"text": "", "effective_text": "", **override.value}
        else:
            record["decision"] = {**known, **override.value}
    elif override.field in WHOLE:
        record[override.field] = override.value
    else:
        raise OverrideError(f"{record['id']}: no field {override.field}")
    pointer = f"/{override.field}"
    for evidence in record["evidence"]:
        if evidence["fact"] == pointer:
            evidence["rule"] = RULE
    if override.value is None:
        record["evidence"] = [e for e in record["evidence"] if e["fact"] != pointer]


def _in_list(record: dict[str, Any], override: Override) -> None:
    """Replace, remove or add the fact whose words stand at the override's place."""
    values: list[Any] = record[override.field]
    prefix = f"/{override.field}/"
    at = next(
        (
            evidence
            for evidence in record["evidence"]
            if evidence["fact"].startswith(prefix)
            and (evidence["page"], evidence["start"]) == (override.page, override.start)
        ),
        None,
    )
    if at is None:
        if override.value is not None:
            values.append(override.value)  # the rules no longer find it; the person still says so
        return
    index = int(at["fact"].removeprefix(prefix))
    if override.value is not None:
        values[index] = {**values[index], **override.value}
        at["rule"] = RULE
        return
    del values[index]
    kept = []
    for evidence in record["evidence"]:
        if evidence["fact"].startswith(prefix):
            number = int(evidence["fact"].removeprefix(prefix))
            if number == index:
                continue
            if number > index:
                evidence["fact"] = f"{prefix}{number - 1}"
        kept.append(evidence)
    record["evidence"] = kept
