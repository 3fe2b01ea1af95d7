"""Coming back: when a page is due again, how to ask only for what changed, and when to believe that
it is gone.

A night without news should cost a few requests a source. What is new is seen in the feeds and on
the first pages; the pages of recent meetings are asked again in every run, for that is when agendas
turn into minutes and minutes are amended; everything older comes round by turns, a few of it each
night.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import Kind
from ingest.crawl.entries import Entry, Role
from ingest.crawl.frontier import stamp_of

RECENT_DAYS = 45
"""Pages of meetings younger than this are visited in every run."""

AGENDA_DAYS = 120
"""An agenda is visited in every run for so long after its meeting, for its minutes may still come."""

_YEAR, _OF_THE_YEAR, _OLDER, _UNDATED = 365, 30, 90, 60
_FIRST_LIST, _LONGEST_LIST = 7, 28
_LONGEST_FAILED = 14
_SLACK = dt.timedelta(hours=4)  # a nightly run may begin a little earlier than the night before

MISSES_TO_BE_GONE = 3
GONE_SHARE = 0.10
"""Of a source's documents, how many are declared gone in one run at most: a server that has lost its head
for three nights must not empty the library."""


@dataclass(frozen=True)
class Due:
    """When an address is to be visited again: ``at`` as the frontier's column, ``interval`` in days."""

    at: str
    interval: int


def next_visit(entry: Entry, kind: Kind | None, now: dt.datetime, *, changed: bool) -> Due:
    """When to come back to a page that was there."""
    if entry.role in (Role.START, Role.FEED):
        return Due("", 0)
    if entry.role in (Role.BODY, Role.LIST):
        if entry.visited is None:
            days = _FIRST_LIST
        else:
            days = 1 if changed else min(max(entry.interval, 1) * 2, _LONGEST_LIST)
        return Due(_after(now, days), days)
    days = _days(entry, kind, now.date())
    if days == 0:
        return Due("", 0)
    return Due(_after(now, max(1, round(days * _spread(entry.url)))), days)


def next_try(failures: int, now: dt.datetime) -> str:
    """When to come back to a page that failed in so many runs, one after the other."""
    return "" if failures <= 1 else _after(now, min(2**failures, _LONGEST_FAILED))


def _days(entry: Entry, kind: Kind | None, today: dt.date) -> int:
    if entry.meeting_date is None:
        return _UNDATED
    age = (today - entry.meeting_date).days
    if age <= RECENT_DAYS or (kind is Kind.AGENDA and age <= AGENDA_DAYS):
        return 0
    return _OF_THE_YEAR if age <= _YEAR else _OLDER


def _after(now: dt.datetime, days: float) -> str:
    return stamp_of(now + dt.timedelta(days=days) - _SLACK)


def _spread(url: str) -> float:
    """Between 0.5 and 1.5, always the same for an address: what was fetched in one night comes
    round in many.
    """
    return 0.5 + int.from_bytes(hashlib.sha256(url.encode()).digest()[:4], "big") / (1 << 32)


def conditions(entry: Entry, parser: str) -> tuple[tuple[str, str], ...]:
    """The headers that ask only for what changed; none where the page was read by another parser,
    or posted.
    """
    if not was_parsed(entry, parser) or entry.form or entry.fingerprint is None:
        return ()
    asked = (("If-None-Match", entry.etag), ("If-Modified-Since", entry.last_modified))
    return tuple((name, value) for name, value in asked if value)


def was_parsed(entry: Entry, parser: str) -> bool:
    """Whether a page was looked through by this parser, or by one that sees more ("1+files" for "1")."""
    return entry.parsed is not None and (entry.parsed == parser or entry.parsed.startswith(f"{parser}+files"))


def retry_after(value: str, now: dt.datetime) -> float | None:
    """Seconds that a Retry-After header asks for: a number, or a date. None when it says nothing."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        until = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=dt.UTC)
    return max(0.0, (until - now).total_seconds())


def most_gone(held: int) -> int:
    """How many of so many documents may be declared gone in a run."""
    return max(1, int(held * GONE_SHARE)) if held else 0


def fingerprint(parts: Sequence[str]) -> str:
    """What a page says, whatever else in its bytes changes from answer to answer (session ids, view
    states).
    """
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(data)}:".encode())
        digest.update(data)
    return digest.hexdigest()
