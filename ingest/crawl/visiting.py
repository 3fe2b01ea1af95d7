"""A visit from its answer to the library: archived, read, stored and written down in one transaction."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from corpus.archive import ArchiveRef
from corpus.database import Library
from corpus.exchange import Before, Exchange
from corpus.permissions import Grant
from corpus.records import Kind
from corpus.records import State as DocumentState
from corpus.registry.sources import Source
from corpus.storing import Stored, seen_again, stamp, store, version_at
from corpus.superseding import supersede_agendas
from ingest.crawl.entries import Entry, Lead, Role, State
from ingest.crawl.frontier import Frontier, stamp_of
from ingest.crawl.leads import followers, leads
from ingest.crawl.options import CrawlOptions
from ingest.crawl.pages import (
    PARSER,
    NoPage,
    Opened,
    Read,
    open_answer,
    parser_of,
    read_parts,
    says,
)
from ingest.crawl.recrawl import next_try, next_visit, was_parsed
from ingest.crawl.wire import Answer, Clock
from ingest.platforms import Adapter


class Outcome(StrEnum):
    """What a visit came to. The first seven are said of documents."""

    NEW = "new"
    AMENDED = "amended"
    REPLACED = "replaced"  # an agenda, by its minutes
    RETURNED = "returned"  # it was gone
    DUPLICATE = "duplicate"  # new here, the same bytes as at another address
    UNCHANGED = "unchanged"
    MISSING = "missing"
    LISTED = "listed"  # a page that only leads to others
    ABSENT = "absent"  # a first page or feed that this site does not have
    FAILED = "failed"
    REFUSED = "refused"  # noindex, or robots.txt
    RETRY = "retry"
    REDIRECT = "redirect"
    ROBOTS = "robots"


_OF_STORING = {
    Stored.NEW: Outcome.NEW,
    Stored.AMENDED: Outcome.AMENDED,
    Stored.REREAD: Outcome.UNCHANGED,
    Stored.DUPLICATE: Outcome.DUPLICATE,
    Stored.UNCHANGED: Outcome.UNCHANGED,
}
_WEIGHT = {outcome: place for place, outcome in enumerate(Outcome)}


@dataclass(frozen=True)
class Place:
    """A source with what reads it, and who permitted it if it had to be asked."""

    source: Source
    adapter: Adapter
    grant: Grant | None = None


@dataclass(frozen=True)
class Visited:
    """What came of a visit: ``hosts`` may have more to be asked now."""

    outcome: Outcome
    reason: str | None = None
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taken:
    """What became of one document of a page."""

    outcome: Outcome
    reason: str | None = None
    kind: Kind | None = None


class Visitor:
    """Takes answers to pages into the library, for one run that began at ``started``."""

    def __init__(
        self, library: Library, frontier: Frontier, options: CrawlOptions, clock: Clock, started: dt.datetime
    ) -> None:
        self._library = library
        self._frontier = frontier
        self._options = options
        self._clock = clock
        self._started = stamp(started)

    def visit(
        self, place: Place, entry: Entry, answer: Answer, landed: str | None = None, waited: float = 0.0
    ) -> Visited:
        """Take in an answer that is final: no redirect, and nothing to be tried again. Raises
        LibraryError.
        """
        if answer.status == 304 and entry.fingerprint is not None:
            return self._not_modified(entry, answer, waited)
        if answer.status in (404, 410):
            return self._missing(entry, answer, f"the server says {answer.status}", waited, archive=True)
        if answer.status != 200:
            return self.fail(entry, answer, f"the server says {answer.status}", waited)
        try:
            opened = open_answer(answer, entry, place.adapter, landed, self._options.max_bytes)
        except NoPage as problem:
            if not entry.listed:  # no list leads here any more, and what comes is no page
                return self._missing(entry, answer, str(problem), waited)
            return self.fail(entry, answer, str(problem), waited)
        if opened.asks.noindex and place.grant is None:
            return self._noindex(place, entry, answer, opened, waited)
        return self._take(place, entry, answer, opened, waited)

    def fail(self, entry: Entry, answer: Answer, reason: str, waited: float = 0.0) -> Visited:
        """Write down that an address could not be visited in this run."""
        now = self._clock.now()
        with self._library.writing():
            self._frontier.log(answer, entry.source, entry, Outcome.FAILED, waited=waited, reason=reason)
            self._frontier.update(
                entry.id,
                state=State.FAILED.value,
                reason=reason,
                wanted=None,
                visited=stamp_of(now),
                status=answer.status,
                failures=entry.failures + 1,
                due=next_try(entry.failures + 1, now),
            )
        return Visited(Outcome.FAILED, reason)

    # Within

    def _take(self, place: Place, entry: Entry, answer: Answer, opened: Opened, waited: float) -> Visited:
        seen = was_parsed(entry, PARSER)
        same_bytes = entry.sha256 == opened.sha256 and seen
        read = () if same_bytes else read_parts(opened)
        mark = entry.fingerprint if same_bytes else says(opened, read)
        same = mark == entry.fingerprint and seen
        now = self._clock.now()
        with self._library.writing() as connection:
            ref = None
            # Bytes that differ but say the same are not kept: a page of links with a new session id
            # every night.
            if same_bytes or not same:
                ref = self._archive(entry, answer)
            if same:
                taken = self._seen_again(connection, entry, now)
            else:
                taken = [self._store(connection, entry, one, ref, now) for one in read]
                inside = [one.part.uri for one in read if not one.part.whole]
                self._miss_parts(entry, inside, now)
            first = min(taken, key=lambda one: _WEIGHT[one.outcome], default=Taken(Outcome.LISTED))
            outcome, reason, kind = first.outcome, first.reason, first.kind or entry.kind
            for one, read_one in zip(taken, read, strict=False):
                if one.outcome is Outcome.FAILED and outcome is not Outcome.FAILED:
                    uri = read_one.part.uri
                    self._frontier.note_change(entry.source, uri, "unreadable", now, None, one.reason)
            hosts = () if opened.asks.nofollow and place.grant is None else self._follow(place, entry, opened)
            self._frontier.log(answer, entry.source, entry, outcome, waited=waited, reason=reason, ref=ref)
            due = next_visit(entry, kind, now, changed=not same)
            exchange = answer.exchange()
            columns: dict[str, object] = {**_answered(answer, now), "due": due.at, "interval": due.interval}
            columns["parsed"] = parser_of(attachments=self._options.attachments)
            if any(one.outcome is Outcome.FAILED for one in taken):
                # Read anew when it comes round, whether it has changed or not: the program may have.
                failures = entry.failures + 1
                columns.update(parsed=None, failures=failures, due=next_try(failures, now))
            self._frontier.update(
                entry.id,
                **columns,
                kind=kind and kind.value,
                reason=reason,
                etag=answer.header("etag") or None,
                last_modified=answer.header("last-modified") or None,
                sha256=opened.sha256,
                fingerprint=mark,
                documents=entry.documents if same else len(read),
                **({} if same else {"changed": stamp_of(now)}),
                **({"payload": exchange.payload, "archived": stamp_of(answer.at)} if ref else {}),
            )
        return Visited(outcome, reason, hosts)

    def _archive(self, entry: Entry, answer: Answer) -> ArchiveRef:
        exchange = _exchange(answer)
        before = None
        if entry.payload and entry.archived and answer.status in (200, 304):
            before = Before(entry.url, _warc_date(entry.archived), entry.payload)
            if answer.status == 200 and exchange.payload != entry.payload:
                before = None
        return self._library.archive.append_exchange(exchange, before)

    def _store(
        self,
        connection: sqlite3.Connection,
        entry: Entry,
        one: Read,
        ref: ArchiveRef | None,
        now: dt.datetime,
    ) -> Taken:
        uri = one.part.uri
        if one.reading is None:
            connection.execute(
                "INSERT OR REPLACE INTO failures (uri, sha256, reason, at) VALUES (?, NULL, ?, ?)",
                (uri, one.problem, stamp(now)),
            )
            return Taken(Outcome.FAILED, one.problem)
        before = version_at(connection, uri)
        archived = ref if one.part.whole else None
        stored = store(connection, self._library.archive, one.reading, one.part.data, archived)
        outcome, kind = _OF_STORING[stored], one.reading.document.kind
        if before is not None and before["kind"] == Kind.AGENDA and kind in (Kind.MINUTES, Kind.ITEM):
            outcome = Outcome.REPLACED
        elif before is not None and before["state"] == DocumentState.GONE:
            outcome = Outcome.RETURNED
        held = version_at(connection, uri)
        for agenda in supersede_agendas(connection, held["id"]) if held is not None else ():
            row = connection.execute(
                "SELECT id, first_seen FROM documents WHERE id = ?", (agenda,)
            ).fetchone()
            if held is not None and row["id"] != held["id"] and row["first_seen"] < self._started:
                outcome = Outcome.REPLACED
        if outcome is not Outcome.UNCHANGED:
            title = one.reading.items[0].title if len(one.reading.items) == 1 else None
            self._frontier.note_change(entry.source, uri, outcome, now, title or entry.title, None)
        return Taken(outcome, None, kind)

    def _seen_again(self, connection: sqlite3.Connection, entry: Entry, now: dt.datetime) -> list[Taken]:
        """The documents of a page that says what it said; some may have been gone."""
        if not entry.documents:
            return []
        self._miss_parts(entry, None, now)
        taken: list[Taken] = []
        for uri in self._frontier.parts(entry) or [entry.url]:
            before = version_at(connection, uri)
            seen_again(connection, uri, now)
            outcome = Outcome.UNCHANGED
            if before is not None and before["state"] == DocumentState.GONE:
                outcome = Outcome.RETURNED
                self._frontier.note_change(entry.source, uri, outcome, now, entry.title, None)
            taken.append(Taken(outcome, None, entry.kind))
        return taken

    def _miss_parts(self, entry: Entry, there: Sequence[str] | None, now: dt.datetime) -> None:
        """Documents inside a page have rows of their own, so that one that leaves the page is missed."""
        for uri in self._frontier.note_parts(entry, there, now):
            reason = "its page does not hold it any more"
            self._frontier.note_change(entry.source, uri, Outcome.MISSING, now, None, reason)

    def _follow(self, place: Place, entry: Entry, opened: Opened) -> tuple[str, ...]:
        found: Sequence[Lead] = list(
            leads(opened.links, entry, place.source, attachments=self._options.attachments)
        )
        now = self._clock.now()
        new, hosts = self._frontier.add(entry.source, found, entry.role, now)
        further = followers(opened.links, entry, place.source, fruitful=new > 0)
        _, more = self._frontier.add(entry.source, further, entry.role, now)
        if entry.role is Role.MEETING and opened.links.items:
            self._frontier.not_listed(entry.source, entry.url, (lead.url for lead in found))
        return (*hosts, *more)

    def _not_modified(self, entry: Entry, answer: Answer, waited: float) -> Visited:
        now = self._clock.now()
        with self._library.writing() as connection:
            ref = self._archive(entry, answer)
            taken = self._seen_again(connection, entry, now)
            outcome = min((one.outcome for one in taken), key=_WEIGHT.__getitem__, default=Outcome.LISTED)
            self._frontier.log(answer, entry.source, entry, outcome, waited=waited, ref=ref)
            due = next_visit(entry, entry.kind, now, changed=False)
            self._frontier.update(
                entry.id, **_answered(answer, now), due=due.at, interval=due.interval, reason=None
            )
        return Visited(outcome)

    def _missing(
        self, entry: Entry, answer: Answer, reason: str, waited: float, *, archive: bool = False
    ) -> Visited:
        now = self._clock.now()
        today = now.date().isoformat()
        outcome = Outcome.MISSING if entry.documents else Outcome.ABSENT
        if entry.role not in (Role.START, Role.FEED) and entry.fingerprint is None:
            outcome, reason = Outcome.FAILED, f"a list leads to it, but {reason}"
        with self._library.writing():
            if outcome is Outcome.MISSING:
                if self._frontier.parts(entry):
                    self._miss_parts(entry, [], now)
                else:
                    self._frontier.note_change(entry.source, entry.url, outcome, now, entry.title, reason)
            ref = self._archive(entry, answer) if archive and len(answer.body) < 1 << 20 else None
            self._frontier.log(answer, entry.source, entry, outcome, waited=waited, reason=reason, ref=ref)
            self._frontier.update(
                entry.id,
                state=State.MISSING.value,
                reason=reason,
                wanted=None,
                visited=stamp_of(now),
                status=answer.status,
                misses=entry.misses + (entry.missed_on != today),
                missed_on=today,
                due="",
            )
            if entry.role is Role.MEETING:
                self._frontier.want_children(entry.source, entry.url)
        return Visited(outcome, reason, (entry.host,))

    def _noindex(self, place: Place, entry: Entry, answer: Answer, opened: Opened, waited: float) -> Visited:
        """Nothing of the page is kept; its links are followed unless it says no to that as well."""
        reason = "the page asks not to be kept (noindex)"
        if entry.documents:
            return self._missing(entry, answer, reason, waited)
        now = self._clock.now()
        due = next_visit(entry, entry.kind, now, changed=False)
        keeps = not opened.parts  # a list that is not to be kept leads on all the same
        outcome = Outcome.LISTED if keeps else Outcome.REFUSED
        with self._library.writing():
            hosts = () if opened.asks.nofollow else self._follow(place, entry, opened)
            self._frontier.log(answer, entry.source, entry, outcome, waited=waited, reason=reason)
            self._frontier.update(
                entry.id,
                **{**_answered(answer, now), "state": (State.HELD if keeps else State.REFUSED).value},
                reason=reason,
                due=due.at,
                interval=due.interval,
            )
        return Visited(outcome, reason, hosts)


def _answered(answer: Answer, now: dt.datetime) -> Mapping[str, object]:
    moment = stamp_of(now)
    return {
        "state": State.HELD.value,
        "wanted": None,
        "visited": moment,
        "succeeded": moment,
        "status": answer.status,
        "attempts": 0,
        "failures": 0,
        "misses": 0,
        "missed_on": None,
    }


def _exchange(answer: Answer) -> Exchange:
    """With the Host header, which is added after the headers are counted."""
    exchange = answer.exchange()
    host = ("Host", urlsplit(answer.ask.url).netloc)
    return dataclasses.replace(exchange, sent=(host, *exchange.sent))


def _warc_date(moment: str) -> str:
    return dt.datetime.fromisoformat(moment).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
