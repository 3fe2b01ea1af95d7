"""Attendance found in a text, as rows to compare."""

from __future__ import annotations

from typing import Any

from ingest.extract.attendance import find_attendance


def rows(text: str, organ: str | None = None) -> list[dict[str, Any]]:
    """Name, role and present of each, with what else is known."""
    return [
        {key: value for key, value in found.value.model_dump(mode="json").items() if value is not None}
        for found in find_attendance(text, organ)
    ]


def row(name: str, role: str, present: bool = True, **more: str) -> dict[str, Any]:
    """One such row."""
    return {"name": name, "role": role, "present": present, **more}
