"""How the sources that are crawled are doing: answering, failing, or silent against their own rhythm."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus.database import Library
from index.reports.numbering import silence

FAILING_AFTER = dt.timedelta(days=3)
"""A source that was asked, and has not answered for so long, is failing."""

UNVISITED_AFTER = dt.timedelta(days=7)
"""A source that nobody asked for so long is unvisited: the nightly crawl does not run, or leaves it out."""

_PUBLISHED_WITHIN = 21  # days from a meeting until its minutes are on the web, about
_LEAST_SILENCE = 30  # days
_HELD_UP = dt.timedelta(hours=36)  # a run that was begun so long ago, and is not done, will not be


class Health(StrEnum):
    """How a source is doing."""

    OK = "ok"
    QUIET = "quiet"
    FAILING = "failing"
    UNVISITED = "unvisited"


@dataclass(frozen=True)
class SourceState:
    """A source that was crawled at least once.

    ``newest`` is its newest meeting; ``usual`` the longest usual pause between its meetings, ``silent`` how
    many days had passed since the newest one when it last answered. ``documents`` are held from there,
    ``failed`` are addresses that could not be had. Times are UTC in ISO form.
    """

    source: str
    municipality: str
    health: Health
    why: str
    last_asked: str | None
    last_answered: str | None
    newest: dt.date | None
    usual: int | None
    silent: int | None
    documents: int
    failed: int

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to look."""
        return self.health is not Health.OK


def source_states(library: Library, now: dt.datetime | None = None) -> Iterator[SourceState]:
    """The sources that were crawled, by key; those that nobody ever asked are left out."""
    from corpus.permissions import known_sources

    now = now or dt.datetime.now(dt.UTC)
    names = {source.key: source.name for source in known_sources(library)}
    asked = _by_source(library, "SELECT source, max(at) FROM visits WHERE source <> '' GROUP BY 1")
    answered = _by_source(
        library, "SELECT source, max(succeeded) FROM frontier WHERE succeeded IS NOT NULL GROUP BY 1"
    )
    documents = _by_source(library, "SELECT source, sum(documents) FROM frontier GROUP BY 1")
    failed = _by_source(library, "SELECT source, count(*) FROM frontier WHERE state = 'failed' GROUP BY 1")
    for source in sorted(asked):
        days = _meeting_days(library, source)
        last = answered.get(source)
        until = dt.datetime.fromisoformat(last).date() if last else None
        past = [day for day in days if until is None or day <= until]
        usual = silence(past)
        newest = max(days, default=None)
        silent = max(0, (until - newest).days) if until and newest else None
        health, why = _health(now, asked[source], last, usual, silent)
        yield SourceState(
            source=source,
            municipality=names.get(source, ""),
            health=health,
            why=why,
            last_asked=asked[source],
            last_answered=last,
            newest=newest,
            usual=usual,
            silent=silent,
            documents=int(documents.get(source) or 0),
            failed=int(failed.get(source) or 0),
        )


def run_remarks(library: Library, now: dt.datetime | None = None) -> Iterator[str]:
    """What the last run of the crawl says to a person, a line each: not done, or too much gone at once."""
    now = now or dt.datetime.now(dt.UTC)
    row = library.connection.execute(
        "SELECT id, started, ended, receipt FROM runs WHERE state <> 'dry' ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return
    if row["ended"] is None and now - dt.datetime.fromisoformat(row["started"]) > _HELD_UP:
        yield f"the crawl of {row['started'][:16]} was never done: run it again and see why it stops"
    held_back = json.loads(row["receipt"]).get("held_back", 0) if row["receipt"] else 0
    if held_back:
        yield (
            f"{held_back} documents are missing for days, too many of a source at once to be believed gone: "
            "look at the source"
        )


def _health(
    now: dt.datetime, asked: str, answered: str | None, usual: int | None, silent: int | None
) -> tuple[Health, str]:
    tried = dt.datetime.fromisoformat(asked)
    if answered is None:
        return Health.FAILING, "it never answered with a page"
    last = dt.datetime.fromisoformat(answered)
    if tried - last >= FAILING_AFTER:
        return Health.FAILING, f"no answer since {last:%Y-%m-%d}, asked until {tried:%Y-%m-%d}"
    if now - tried >= UNVISITED_AFTER:
        return Health.UNVISITED, f"nobody asked it since {tried:%Y-%m-%d}"
    if usual is None or silent is None:
        return Health.OK, "too few meetings to know its rhythm"
    patience = max(_LEAST_SILENCE, usual * 3 // 2) + _PUBLISHED_WITHIN
    if silent > patience:
        return Health.QUIET, f"nothing new for {silent} days; its longest usual pause is {usual}"
    return Health.OK, f"longest usual pause {usual} days"


def _by_source(library: Library, query: str) -> Mapping[str, str]:
    return {row[0]: row[1] for row in library.connection.execute(query)}


def _meeting_days(library: Library, source: str) -> list[dt.date]:
    """The days of the meetings held from a source, as its lists or the documents themselves tell."""
    rows = library.connection.execute(
        """SELECT meeting_date FROM frontier
        WHERE source = ? AND documents > 0 AND meeting_date IS NOT NULL
        UNION SELECT items.meeting_date FROM frontier JOIN addresses ON addresses.uri = frontier.url
            JOIN items ON items.document_id = addresses.document_id
        WHERE frontier.source = ? AND items.live AND items.meeting_date IS NOT NULL""",
        (source, source),
    )
    return [dt.date.fromisoformat(row[0]) for row in rows]
