"""The robots.txt of hosts, kept in the library for a day at most."""

from __future__ import annotations

import datetime as dt

from corpus.database import Library
from ingest.crawl.frontier import stamp_of
from ingest.crawl.robots import MAX_AGE_HOURS, Robots, Verdict
from ingest.crawl.wire import Clock

_NOTHING_FOR = dt.timedelta(hours=1)
"""How long it holds that nothing may be fetched: the server may be up again soon."""


class KnownRobots:
    """By authority (``https://host:port``). ``keep`` works inside the caller's transaction."""

    def __init__(self, library: Library, clock: Clock) -> None:
        self._library = library
        self._clock = clock
        self._read: dict[str, tuple[Robots, str]] = {}

    def of(self, authority: str) -> Robots | None:
        """What is known, or None when it has to be asked for."""
        known = self._read.get(authority) or self._from_library(authority)
        if known is None:
            return None
        robots, fetched = known
        kept = _NOTHING_FOR if robots.verdict is Verdict.NOTHING else dt.timedelta(hours=MAX_AGE_HOURS)
        if self._clock.now() - dt.datetime.fromisoformat(fetched) >= kept:
            return None
        self._read[authority] = known
        return robots

    def keep(self, authority: str, robots: Robots) -> None:
        """Keep what was found."""
        fetched = stamp_of(self._clock.now())
        self._library.connection.execute(
            """INSERT OR REPLACE INTO robots (authority, fetched, verdict, status, reason, body)
            VALUES (?, ?, ?, ?, ?, ?)""",
            (authority, fetched, robots.verdict.value, robots.status, robots.reason, robots.body),
        )
        self._read[authority] = (robots, fetched)

    def _from_library(self, authority: str) -> tuple[Robots, str] | None:
        row = self._library.connection.execute(
            "SELECT * FROM robots WHERE authority = ?", (authority,)
        ).fetchone()
        if row is None:
            return None
        return Robots(Verdict(row["verdict"]), row["reason"], row["body"], row["status"]), row["fetched"]
