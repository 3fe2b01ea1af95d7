"""Which addresses are known, which of them this run still has to visit, and what every visit came to.

All of it stands in the library's database, so that a killed run goes on where it was: an address leaves
the run's list in the very transaction that stores what its page said.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.archive import ArchiveRef
from ingest.crawl.entries import DOCUMENTS, RANK, Entry, Lead, Role, State, entry_of, form_text
from ingest.crawl.hosts import host_of
from ingest.crawl.options import Recheck
from ingest.crawl.wire import Answer

RECHECK_SHARE = 0.03
"""Of a source's pages, how many old ones are visited again in one run at most."""

RECHECK_LEAST = 3
_DOCUMENT_ROLES = ", ".join(f"'{role}'" for role in sorted(DOCUMENTS))
_KNOWN = "state IN ('held', 'failed', 'missing', 'refused')"


@dataclass(frozen=True)
class Scheduled:
    """How much a source has for a run: never visited, and to be visited again."""

    new: int
    again: int


class Frontier:
    """The frontier as one run sees it. Methods that write work inside the caller's transaction."""

    def __init__(
        self, connection: sqlite3.Connection, run: int, started: dt.datetime, since: dt.date | None = None
    ) -> None:
        self._connection = connection
        self._run = run
        self._started = stamp_of(started)
        self._since = since.isoformat() if since else ""

    def schedule(
        self, source: str, starts: Iterable[Lead], now: dt.datetime, recheck: Recheck = Recheck.DUE
    ) -> Scheduled:
        """Put on the run's list what of a source is new or due again."""
        self.add(source, starts, Role.START, now)
        stamp, today = stamp_of(now), now.date().isoformat()
        self._want(source, "state = 'new'")
        self._want(source, "role IN ('start', 'feed')")
        if recheck is Recheck.ALL:
            self._want(source, _KNOWN)
        else:
            again = "AND NOT (state = 'missing' AND missed_on = ?)"
            self._want(source, f"{_KNOWN} AND due = '' {again}", today)
            self._want(source, f"{_KNOWN} AND role IN ('body', 'list') AND due <= ?", stamp)
            if not self._front_shows_meetings(source):
                self._want(source, f"{_KNOWN} AND (role = 'body' OR role = 'list' AND depth <= 1)")
            self._want(
                source,
                f"""id IN (SELECT id FROM frontier WHERE source = ? AND {_KNOWN} AND due <> '' AND due <= ?
                AND role IN ({_DOCUMENT_ROLES}) ORDER BY due, id LIMIT ?)""",
                source,
                stamp,
                self._rechecks(source),
            )
        counted = self._connection.execute(
            """SELECT sum(visited IS NULL), sum(visited IS NOT NULL) FROM frontier
            WHERE source = ? AND wanted = ?""",
            (source, self._run),
        ).fetchone()
        return Scheduled(counted[0] or 0, counted[1] or 0)

    def hosts(self, sources: Sequence[str]) -> list[str]:
        """The hosts the run still has to ask, by the oldest address."""
        marks = ",".join("?" * len(sources))
        rows = self._connection.execute(
            f"""SELECT host FROM frontier WHERE wanted = ? AND source IN ({marks})
            GROUP BY host ORDER BY min(id)""",
            (self._run, *sources),
        )
        return [row[0] for row in rows]

    def next(self, host: str) -> Entry | None:
        """What to ask a host for next."""
        row = self._connection.execute(
            "SELECT * FROM frontier WHERE wanted = ? AND host = ? ORDER BY rank, id LIMIT 1",
            (self._run, host),
        ).fetchone()
        return entry_of(row) if row else None

    def waiting(self, host: str | None = None) -> int:
        """How many addresses the run still has to visit."""
        condition, values = ("", ()) if host is None else ("AND host = ?", (host,))
        row = self._connection.execute(
            f"SELECT count(*) FROM frontier WHERE wanted = ? {condition}", (self._run, *values)
        ).fetchone()
        return int(row[0])

    def add(self, source: str, leads: Iterable[Lead], via: Role, now: dt.datetime) -> tuple[int, list[str]]:
        """Take up addresses: how many were not known, and the hosts of those to be visited."""
        new = 0
        hosts: dict[str, None] = {}
        for lead in leads:
            try:
                host = host_of(lead.url)
            except ValueError:
                continue
            known = self._connection.execute(
                """SELECT id, state, listed, via, meeting_date FROM frontier
                WHERE source = ? AND url = ? AND form = ?""",
                (source, lead.url, form_text(lead.form)),
            ).fetchone()
            if known is None:
                new += lead.refused is None
                self._insert(source, lead, host, via, now)
            else:
                self._meet_again(known, lead, via)
            if lead.refused is None:
                hosts.setdefault(host)
        return new, list(hosts)

    def not_listed(self, source: str, parent: str, listed: Iterable[str]) -> int:
        """Visit the items of a meeting that its page no longer lists; how many they are."""
        known = self._connection.execute(
            """SELECT id, url, visited FROM frontier WHERE source = ? AND parent = ? AND role = 'item'
            AND listed AND state IN ('held', 'missing')""",
            (source, parent),
        ).fetchall()
        there = set(listed)
        lost = [row for row in known if row["url"] not in there]
        for row in lost:
            seen = row["visited"] is not None and row["visited"] >= self._started
            self.update(
                row["id"], listed=0, **({} if seen else {"wanted": self._run, "due": "", "attempts": 0})
            )
        return len(lost)

    def note_parts(self, entry: Entry, there: Sequence[str] | None, now: dt.datetime) -> list[str]:
        """Keep account of the documents inside a page; those that are not there any more.

        Without ``there`` the page is as it was, so the ones missing are missing still.
        """
        today = now.date().isoformat()
        rows = self._connection.execute(
            "SELECT * FROM frontier WHERE source = ? AND parent = ? AND role = 'part'",
            (entry.source, entry.url),
        ).fetchall()
        known = {row["url"]: entry_of(row) for row in rows}
        if there is None:
            there = [url for url, part in known.items() if part.state is State.HELD]
        for url in there:
            if url not in known:
                lead = Lead(
                    url, Role.PART, parent=entry.url, organ=entry.organ, meeting_date=entry.meeting_date
                )
                self._insert(entry.source, lead, entry.host, entry.role, now)
        lost = [part for url, part in known.items() if url not in set(there)]
        for part in lost:
            misses = part.misses + (part.missed_on != today)
            if part.state is not State.GONE:
                self.update(part.id, state=State.MISSING.value, misses=misses, missed_on=today)
        marks = ",".join("?" * len(there))
        self._connection.execute(
            f"""UPDATE frontier SET state = 'held', wanted = NULL, due = NULL, documents = 1, misses = 0,
            missed_on = NULL, visited = ?, succeeded = ?
            WHERE source = ? AND role = 'part' AND url IN ({marks})""",
            (stamp_of(now), stamp_of(now), entry.source, *there),
        )
        return [part.url for part in lost if part.state is not State.GONE]

    def parts(self, entry: Entry) -> list[str]:
        """The addresses of the documents inside a page that are there."""
        rows = self._connection.execute(
            "SELECT url FROM frontier WHERE source = ? AND parent = ? AND role = 'part' AND state = 'held'",
            (entry.source, entry.url),
        )
        return [row[0] for row in rows]

    def want_children(self, source: str, parent: str) -> None:
        """Visit all that a page led to, because the page itself is not there any more."""
        self._want(source, f"{_KNOWN} AND parent = ?", parent)

    def update(self, entry: int, **columns: object) -> None:
        """Set columns of an entry."""
        names = ", ".join(f"{name} = ?" for name in columns)
        self._connection.execute(f"UPDATE frontier SET {names} WHERE id = ?", (*columns.values(), entry))

    def drop(self, host: str) -> int:
        """Leave a host's addresses for another run; how many they were."""
        cursor = self._connection.execute(
            "UPDATE frontier SET wanted = NULL WHERE wanted = ? AND host = ?", (self._run, host)
        )
        return cursor.rowcount

    def log(
        self,
        answer: Answer,
        source: str,
        entry: Entry | None,
        outcome: str,
        *,
        waited: float = 0.0,
        reason: str | None = None,
        ref: ArchiveRef | None = None,
    ) -> None:
        """Write down a request and what it came to."""
        sent = len(answer.posted) + sum(len(name) + len(value) + 4 for name, value in answer.sent)
        self._connection.execute(
            """INSERT INTO visits (run, source, frontier, host, url, at, status, outcome, sent, received,
            seconds, waited, reason, archive_file, archive_offset, archive_length)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                self._run,
                source,
                entry and entry.id,
                host_of(answer.ask.url),
                answer.ask.url,
                stamp_of(answer.at),
                answer.status,
                outcome,
                sent + len(answer.ask.url) + 20,
                answer.received,
                round(answer.seconds, 3),
                round(waited, 3),
                reason,
                ref and ref.file,
                ref and ref.offset,
                ref and ref.length,
            ),
        )

    def note_change(
        self, source: str, uri: str, outcome: str, now: dt.datetime, title: str | None, reason: str | None
    ) -> None:
        """Write down what became of a document."""
        self._connection.execute(
            "INSERT INTO changes (run, source, uri, outcome, title, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self._run, source, uri, outcome, title, reason, stamp_of(now)),
        )

    def asked(self, host: str) -> int:
        """How many requests of this run went to a host."""
        row = self._connection.execute(
            "SELECT count(*) FROM visits WHERE run = ? AND host = ?", (self._run, host)
        ).fetchone()
        return int(row[0])

    def pages(self, source: str) -> int:
        """How many addresses of a source are known and may be visited."""
        row = self._connection.execute(
            "SELECT count(*) FROM frontier WHERE source = ? AND state NOT IN ('offsite', 'gone')", (source,)
        ).fetchone()
        return int(row[0])

    # Within

    def _want(self, source: str, condition: str, *values: object) -> None:
        self._connection.execute(
            f"""UPDATE frontier SET wanted = ?, attempts = 0 WHERE source = ? AND state <> 'offsite'
            AND role <> 'part' AND coalesce(wanted, 0) <> ?
            AND (meeting_date IS NULL OR meeting_date >= ?) AND ({condition})""",
            (self._run, source, self._run, self._since, *values),
        )

    def _rechecks(self, source: str) -> int:
        return max(RECHECK_LEAST, int(self.pages(source) * RECHECK_SHARE))

    def _front_shows_meetings(self, source: str) -> bool:
        row = self._connection.execute(
            f"""SELECT 1 FROM frontier WHERE source = ? AND via IN ('start', 'feed')
            AND role IN ({_DOCUMENT_ROLES}) LIMIT 1""",
            (source,),
        ).fetchone()
        return row is not None

    def _insert(self, source: str, lead: Lead, host: str, via: Role, now: dt.datetime) -> None:
        date = lead.meeting_date.isoformat() if lead.meeting_date else None
        in_time = date is None or date >= self._since
        fields: Mapping[str, object] = {
            "source": source,
            "url": lead.url,
            "form": form_text(lead.form),
            "host": host,
            "role": lead.role.value,
            "rank": RANK[lead.role],
            "parent": lead.parent,
            "via": via.value,
            "depth": lead.depth,
            "barren": lead.barren,
            "organ": lead.organ,
            "meeting_date": date,
            "section": lead.section,
            "kind": lead.kind and lead.kind.value,
            "title": lead.title,
            "found": stamp_of(now),
            "state": (State.OFFSITE if lead.refused else State.NEW).value,
            "reason": lead.refused,
            "wanted": self._run if in_time and lead.refused is None else None,
        }
        marks = ", ".join("?" * len(fields))
        self._connection.execute(
            f"INSERT INTO frontier ({', '.join(fields)}) VALUES ({marks})", tuple(fields.values())
        )

    def _meet_again(self, known: sqlite3.Row, lead: Lead, via: Role) -> None:
        columns: dict[str, object] = {}
        if via in (Role.START, Role.FEED) and known["via"] not in ("start", "feed"):
            columns["via"] = via.value
        if known["meeting_date"] is None and lead.meeting_date is not None:
            columns["meeting_date"] = lead.meeting_date.isoformat()
        if not known["listed"]:
            columns["listed"] = 1
            if known["state"] == State.GONE:  # it is there again, or so the list says
                columns.update(state=State.MISSING.value, wanted=self._run, attempts=0)
        if columns:
            self.update(known["id"], **columns)


def stamp_of(moment: dt.datetime) -> str:
    """A time as the tables have it: UTC, comparable as text."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
