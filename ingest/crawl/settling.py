"""At the end of a run: what was missing often enough is declared gone, but never much of a source at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from corpus.database import Library
from corpus.storing import mark_gone
from ingest.crawl.entries import State
from ingest.crawl.frontier import Frontier
from ingest.crawl.recrawl import MISSES_TO_BE_GONE, most_gone


def settle(library: Library, frontier: Frontier, sources: Iterable[str], now: dt.datetime) -> int:
    """Declare gone what was missing on three days; how many documents more have to wait for another run.

    Of each source 10 % of its documents at most are declared gone, those that were missed first
    before others.
    """
    held_back = 0
    for source in sources:
        with library.writing() as connection:
            held = connection.execute(
                """SELECT count(*) FROM frontier WHERE source = ? AND documents > 0
                AND state IN ('held', 'failed', 'missing', 'refused')""",
                (source,),
            ).fetchone()[0]
            lost = connection.execute(
                """SELECT id, url, title, reason, documents FROM frontier
                WHERE source = ? AND state = 'missing' AND misses >= ?
                ORDER BY coalesce(succeeded, ''), id""",
                (source, MISSES_TO_BE_GONE),
            ).fetchall()
            allowed = most_gone(held)
            for row in lost:
                if row["documents"] and not allowed:
                    held_back += 1
                    continue
                frontier.update(row["id"], state=State.GONE.value, due=None, wanted=None)
                if row["documents"] and mark_gone(connection, row["url"], now):
                    allowed -= 1
                    reason = f"missing on {MISSES_TO_BE_GONE} days: {row['reason'] or 'not on its page'}"
                    frontier.note_change(source, row["url"], State.GONE, now, row["title"], reason)
    return held_back
