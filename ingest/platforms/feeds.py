"""RSS as municipal servers write it: entities of HTML in XML, no declared encoding, unescaped ampersands.

An XML parser gives up on most of them, so fields are cut out by their tags; nothing is expanded or fetched.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

_MOST_ENTRIES = 5000
_LONGEST_ENTRY = 100_000


@dataclass(frozen=True)
class Entry:
    """An item of a feed; texts are unescaped and on one line."""

    title: str
    link: str
    category: str = ""
    published: dt.datetime | None = None


def read_feed(text: str) -> Iterator[Entry]:
    """The feed's entries, those with a link, in order."""
    place = 0
    lower = text.lower() if len(text.lower()) == len(text) else text
    for _ in range(_MOST_ENTRIES):
        start = lower.find("<item", place)
        if start < 0:
            return
        end = lower.find("</item", start)
        end = len(text) if end < 0 else end
        place = end + 6
        entry, folded = text[start:end][:_LONGEST_ENTRY], lower[start:end][:_LONGEST_ENTRY]
        link = _field(entry, folded, "link") or _field(entry, folded, "guid")
        if link:
            yield Entry(
                _field(entry, folded, "title"),
                link,
                _field(entry, folded, "category"),
                _moment(_field(entry, folded, "pubdate")),
            )


def _field(entry: str, folded: str, name: str) -> str:
    start = folded.find(f"<{name}")
    if start < 0:
        return ""
    opened = folded.find(">", start)
    closed = folded.find(f"</{name}", opened)
    if opened < 0 or closed < 0:
        return ""
    value = entry[opened + 1 : closed].strip()
    if value.startswith("<![CDATA["):
        value = value[9:].removesuffix("]]>")
    value = html.unescape(value)
    if "&" in value:  # escaped twice: &amp;auml;
        value = html.unescape(value) if name != "link" else value
    return " ".join(value.split())


def _moment(text: str) -> dt.datetime | None:
    try:
        return parsedate_to_datetime(text) if text else None
    except (ValueError, TypeError, IndexError):
        return None
