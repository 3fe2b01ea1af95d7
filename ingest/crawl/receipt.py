"""What a run did, host by host: requests, bytes, delays, decisions on robots.txt, and what became
of documents.

Counted from the library's tables, so that a run that was killed and gone on with has one receipt.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.crawl.frontier import Scheduled

_CHANGES = ("new", "amended", "replaced", "returned", "duplicate", "missing", "gone")
_MOST_PROBLEMS = 1000
NO_FIRST_PAGE = "no first page of the source came"
OF_THE_LIMIT = "the limit of"
"""How the reason begins why a host was left that did nothing wrong."""


@dataclass(frozen=True)
class HostReceipt:
    """A host. Sizes in bytes, times in seconds; ``waited`` is the shortest pause before a request
    that was not the first, None where there was but one. ``left`` says why the host was given
    up.
    """

    host: str
    requests: int
    sent: int
    received: int
    seconds: float
    waited: float | None
    delay: float | None
    statuses: Mapping[str, int]
    robots: str
    refused: int
    documents: Mapping[str, int]
    left: str | None


@dataclass(frozen=True)
class Change:
    """What became of a document."""

    outcome: str
    source: str
    uri: str
    title: str | None
    reason: str | None


@dataclass(frozen=True)
class Problem:
    """An address or a source that gave nothing, in one line."""

    source: str
    url: str
    reason: str


@dataclass(frozen=True)
class Receipt:
    """What a run did. ``counts`` are of documents; ``held_back`` are those missing three times that were not
    declared gone because too many of their source's were. ``skipped`` are sources and why."""

    run: int
    started: str
    ended: str
    state: str
    user_agent: str
    sources: Sequence[str]
    skipped: Mapping[str, str]
    scheduled: Mapping[str, Scheduled]
    counts: Mapping[str, int]
    held_back: int
    hosts: Sequence[HostReceipt]
    changes: Sequence[Change]
    problems: Sequence[Problem]
    waiting: int

    @property
    def requests(self) -> int:
        """All requests, those for robots.txt and the redirects among them."""
        return sum(host.requests for host in self.hosts)

    @property
    def received(self) -> int:
        """Bytes that came."""
        return sum(host.received for host in self.hosts)

    @property
    def clean(self) -> bool:
        """Whether every page that was to be visited could be."""
        left = (host.left for host in self.hosts)
        started = any(problem.reason.startswith(NO_FIRST_PAGE) for problem in self.problems)
        return (
            not self.counts["failed"]
            and not started
            and all(why is None or why.startswith(OF_THE_LIMIT) for why in left)
        )

    @property
    def gone(self) -> tuple[Change, ...]:
        """What was declared gone: said first."""
        return tuple(change for change in self.changes if change.outcome == "gone")

    def as_json(self) -> dict[str, Any]:
        """Ready for JSON, with the totals; what is gone comes first."""
        plain = dataclasses.asdict(self)
        changes = plain.pop("changes")
        return {
            "gone": [change for change in changes if change["outcome"] == "gone"],
            "counts": dict(plain.pop("counts")),
            "requests": self.requests,
            "received": self.received,
            **plain,
            "changes": [change for change in changes if change["outcome"] != "gone"],
        }

    def text(self) -> str:
        """As one line of JSON, as it is kept in the library."""
        return json.dumps(self.as_json(), ensure_ascii=False)


@dataclass(frozen=True)
class Frame:
    """What a receipt says that the tables do not know."""

    run: int
    started: str
    ended: str
    state: str
    user_agent: str
    sources: Sequence[str]
    skipped: Mapping[str, str]
    scheduled: Mapping[str, Scheduled]
    left: Mapping[str, str]
    delays: Mapping[str, float]
    held_back: int
    waiting: int


def make_receipt(connection: sqlite3.Connection, frame: Frame) -> Receipt:
    """The receipt of a run, from the library's tables and the frame."""
    run = frame.run
    changes = [
        Change(row["outcome"], row["source"], row["uri"], row["title"], row["reason"])
        for row in connection.execute("SELECT * FROM changes WHERE run = ? ORDER BY id", (run,))
        if row["outcome"] in _CHANGES
    ]
    counts = {outcome: sum(change.outcome == outcome for change in changes) for outcome in _CHANGES}
    for outcome in ("unchanged", "failed", "refused"):
        counts[outcome] = _number(
            connection, "SELECT count(*) FROM visits WHERE run = ? AND outcome = ?", run, outcome
        )
    counts["refused"] += _number(connection, f"SELECT count(*) FROM ({_BY_ROBOTS})", frame.started)
    return Receipt(
        run=run,
        started=frame.started,
        ended=frame.ended,
        state=frame.state,
        user_agent=frame.user_agent,
        sources=frame.sources,
        skipped=frame.skipped,
        scheduled=frame.scheduled,
        counts=counts,
        held_back=frame.held_back,
        hosts=_hosts(connection, frame),
        changes=changes,
        problems=_problems(connection, frame),
        waiting=frame.waiting,
    )


_BY_ROBOTS = "SELECT host FROM frontier WHERE reason = 'robots.txt says no' AND visited >= ?"


def _number(connection: sqlite3.Connection, query: str, *values: object) -> int:
    return int(connection.execute(query, values).fetchone()[0])


def _hosts(connection: sqlite3.Connection, frame: Frame) -> list[HostReceipt]:
    refused: dict[str, int] = {}
    for row in connection.execute(f"{_BY_ROBOTS}", (frame.started,)):
        refused[row["host"]] = refused.get(row["host"], 0) + 1
    robots: dict[str, str] = {}
    for row in connection.execute("SELECT authority, reason FROM robots ORDER BY authority"):
        name = row["authority"].partition("://")[2].partition(":")[0].removeprefix("www.")
        robots[name] = row["reason"]
    found: list[HostReceipt] = []
    rows = connection.execute(
        """SELECT host, count(*) AS requests, sum(sent) AS sent, sum(received) AS received,
        sum(seconds) AS seconds, min(CASE WHEN waited > 0 THEN waited END) AS waited
        FROM visits WHERE run = ? GROUP BY host ORDER BY host""",
        (frame.run,),
    ).fetchall()
    for row in rows:
        host = row["host"]
        found.append(
            HostReceipt(
                host=host,
                requests=row["requests"],
                sent=row["sent"],
                received=row["received"],
                seconds=round(row["seconds"], 3),
                waited=row["waited"],
                delay=frame.delays.get(host),
                statuses=_grouped(connection, "coalesce(status, 'no answer')", frame.run, host),
                robots=robots.get(host, ""),
                refused=refused.pop(host, 0),
                documents=_grouped(connection, "outcome", frame.run, host),
                left=frame.left.get(host),
            )
        )
    asked = {host.host for host in found}
    for host in sorted({*refused, *frame.left} - asked):  # hosts whose robots.txt was known already
        found.append(
            HostReceipt(
                host,
                0,
                0,
                0,
                0.0,
                None,
                None,
                {},
                robots.get(host, ""),
                refused.get(host, 0),
                {},
                frame.left.get(host),
            )
        )
    return found


def _grouped(connection: sqlite3.Connection, column: str, run: int, host: str) -> dict[str, int]:
    rows = connection.execute(
        f"""SELECT {column} AS name, count(*) AS number FROM visits
        WHERE run = ? AND host = ? GROUP BY 1 ORDER BY 1""",
        (run, host),
    )
    return {str(row["name"]): row["number"] for row in rows}


def _problems(connection: sqlite3.Connection, frame: Frame) -> list[Problem]:
    rows = connection.execute(
        """SELECT source, url, reason FROM visits WHERE run = ? AND outcome = 'failed' ORDER BY id LIMIT ?""",
        (frame.run, _MOST_PROBLEMS),
    )
    found = [Problem(row["source"], row["url"], row["reason"] or "") for row in rows]
    unread = connection.execute(
        "SELECT source, uri, reason FROM changes WHERE run = ? AND outcome = 'unreadable' ORDER BY id",
        (frame.run,),
    )
    found.extend(Problem(row["source"], row["uri"], row["reason"] or "") for row in unread)
    for source in frame.sources:
        first = connection.execute(
            """SELECT url, reason, sum(coalesce(succeeded, '') >= ?) AS came, sum(state = 'failed') AS failed,
            sum(coalesce(visited, '') >= ?) AS asked FROM frontier WHERE source = ? AND role = 'start'""",
            (frame.started, frame.started, source),
        ).fetchone()
        if first["asked"] and not first["came"] and not first["failed"]:  # failures are told already
            found.append(Problem(source, first["url"], f"{NO_FIRST_PAGE}: {first['reason']}"))
    offsite = connection.execute(
        """SELECT source, url, reason FROM frontier WHERE state = 'offsite' AND found >= ? ORDER BY
        id LIMIT ?""",
        (frame.started, _MOST_PROBLEMS),
    )
    found.extend(Problem(row["source"], row["url"], f"not followed: {row['reason']}") for row in offsite)
    found.extend(
        Problem("", host, f"left until the next run: {reason}")
        for host, reason in frame.left.items()
        if not reason.startswith(OF_THE_LIMIT)
    )
    return found
