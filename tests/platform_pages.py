"""Example and real pages of publishing platforms, and what adapters find on them in a form people can
review."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ingest.platforms import Links, Page, adapter_for

EXAMPLES = Path(__file__).parent / "data" / "platforms"


def page(platform: str, name: str, url: str, **fields: Any) -> Page:
    """An example page as if fetched from ``url``."""
    return Page(url, body=(EXAMPLES / platform / name).read_bytes(), **fields)


def html(url: str, body: str, **fields: Any) -> Page:
    """A page written in the test."""
    return Page(url, body=f"<!DOCTYPE html><html><body>{body}</body></html>".encode(), **fields)


def answers(platform: str) -> dict[str, Any]:
    """The reviewed answers of a platform's examples: page name → address and what is on it."""
    found: dict[str, Any] = json.loads((EXAMPLES / platform / "answers.json").read_text(encoding="utf-8"))
    return found


def described(links: Links) -> dict[str, Any]:
    """Links as short lines, empty groups left out."""
    about = links.about
    said = {
        "organ": about.organ,
        "date": about.date and about.date.isoformat(),
        "kind": about.kind and about.kind.value,
        "section": about.section,
        "number": about.number,
        "title": about.title,
    }
    groups: dict[str, Any] = {
        "about": {key: value for key, value in said.items() if value is not None},
        "bodies": [_line(b.organ, b.url, *(f"{k}={v}" for k, v in b.form)) for b in links.bodies],
        "more": list(links.more),
        "meetings": [
            _line(m.organ, m.date, m.kind and m.kind.value, m.number, m.url) for m in links.meetings
        ],
        "items": [
            _line(i.section, i.title, i.key, i.kind and i.kind.value, i.url, i.meeting and f"of {i.meeting}")
            for i in links.items
        ],
        "attachments": [_line(a.role.value, a.title, a.url, f"of {a.of}") for a in links.attachments],
    }
    return {key: value for key, value in groups.items() if value}


def _line(*parts: object) -> str:
    return " | ".join("-" if part is None else str(part) for part in parts)


def found(platform: str, name: str, url: str, **fields: Any) -> dict[str, Any]:
    """What the adapter finds on an example page."""
    return described(adapter_for(platform).links(page(platform, name, url, **fields)))
