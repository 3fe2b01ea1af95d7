"""The crawl: municipalities' publishing places visited politely, night after night, into a library.

``crawl`` does one run. It can be killed at any moment and called again: what was stored is not
asked for twice.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpus.database import Library
from corpus.permissions import grants, needs_permission
from corpus.registry.sources import Source
from ingest.crawl.frontier import Frontier, Scheduled, stamp_of
from ingest.crawl.leads import starts
from ingest.crawl.options import ContactError, CrawlOptions, Recheck, check_contact
from ingest.crawl.receipt import Frame, Receipt, make_receipt
from ingest.crawl.runs import CrawlRunning, end_run, only_crawl, open_run
from ingest.crawl.settling import settle
from ingest.crawl.visiting import Place, Visitor
from ingest.crawl.wire import Answer, Ask, Clock, Fetcher
from ingest.platforms import adapters

if TYPE_CHECKING:
    from ingest.crawl.conduct import Progress, Watch

__all__ = [
    "Clock",
    "ContactError",
    "CrawlOptions",
    "CrawlRunning",
    "Fetcher",
    "Planned",
    "Progress",
    "Receipt",
    "Recheck",
    "Watch",
    "check_contact",
    "crawl",
    "plan",
]


@dataclass(frozen=True)
class Planned:
    """What a run would do with a source: either ``skipped`` says why nothing, or how many addresses
    are due.
    """

    source: Source
    skipped: str | None = None
    scheduled: Scheduled | None = None


def crawl(
    library: Library,
    sources: Iterable[Source],
    options: CrawlOptions,
    *,
    clock: Clock | None = None,
    fetcher: Fetcher | None = None,
    watch: Watch | None = None,
) -> Receipt:
    """One run over sources, to its end or a keyboard interrupt; then the next call goes on with it.

    Raises CrawlRunning, LibraryError, and RuntimeError when Scrapy cannot be started.
    """
    clock = clock or Clock()
    chosen = tuple({source.key: source for source in sources}.values())
    with only_crawl(library.folder):
        return _crawl(library, chosen, options, clock, fetcher, watch)


def plan(
    library: Library, sources: Iterable[Source], options: CrawlOptions, clock: Clock | None = None
) -> list[Planned]:
    """What a run would begin with, without a single request. Raises LibraryError."""
    clock = clock or Clock()
    found: list[Planned] = []
    places, skipped = _places(library, tuple(sources))
    with contextlib.suppress(_Undo), library.writing() as connection:
        cursor = connection.execute("INSERT INTO runs (started, state, plan) VALUES ('', 'dry', '')")
        frontier = Frontier(connection, int(cursor.lastrowid or 0), clock.now(), options.since)
        for key, place in places.items():
            first = starts(place.adapter, place.source)
            found.append(
                Planned(place.source, None, frontier.schedule(key, first, clock.now(), options.recheck))
            )
        raise _Undo
    return [*found, *(Planned(source, reason) for source, reason in skipped)]


class _Undo(Exception):
    """Nothing of a plan is kept."""


def _crawl(
    library: Library,
    chosen: Sequence[Source],
    options: CrawlOptions,
    clock: Clock,
    fetcher: Fetcher | None,
    watch: Watch | None,
) -> Receipt:
    from ingest.crawl.conduct import Conductor

    places, skipped = _places(library, chosen)
    run = open_run(library, [source.key for source in chosen], options, clock.now())
    frontier = Frontier(library.connection, run.id, run.started, options.since)
    scheduled = dict(_schedule(library, frontier, run.id, places, options, clock))
    visitor = Visitor(library, frontier, options, clock, run.started)
    state = "done"
    if not frontier.waiting():  # nothing to ask for, so nothing to start
        fetcher = fetcher or _NoHands()
    with _hands(fetcher, places.values(), options) as hands:
        conductor = Conductor(library, frontier, hands, places, options, clock, visitor, watch)
        try:
            conductor.run()
        except KeyboardInterrupt:
            state = "interrupted"
    held_back = settle(library, frontier, places, clock.now()) if state == "done" else 0
    receipt = make_receipt(
        library.connection,
        Frame(
            run=run.id,
            started=stamp_of(run.started),
            ended=stamp_of(clock.now()),
            state=state,
            user_agent=options.user_agent,
            sources=list(places),
            skipped={source.key: reason for source, reason in skipped},
            scheduled=scheduled,
            left=conductor.left,
            delays=conductor.delays,
            held_back=held_back,
            waiting=frontier.waiting(),
        ),
    )
    if state == "done":
        end_run(library, run, receipt.text(), clock.now())
    return receipt


def _places(library: Library, chosen: Sequence[Source]) -> tuple[dict[str, Place], list[tuple[Source, str]]]:
    """The sources that may be crawled, and the others with the reason."""
    known, permitted = adapters(), grants(library)
    places: dict[str, Place] = {}
    skipped: list[tuple[Source, str]] = []
    for source in chosen:
        adapter, grant = known.get(source.platform), permitted.get(source.key)
        if not source.is_known:
            skipped.append((source, "its address is not known"))
        elif adapter is None:
            skipped.append((source, f"no adapter for {source.platform}"))
        elif needs_permission(source) and grant is None:
            skipped.append((source, "needs permission; record it with `pykala sources allow`"))
        else:
            places[source.key] = Place(source, adapter, grant)
    return places, skipped


def _schedule(
    library: Library,
    frontier: Frontier,
    run: int,
    places: dict[str, Place],
    options: CrawlOptions,
    clock: Clock,
) -> Iterator[tuple[str, Scheduled]]:
    for key, place in places.items():
        now = clock.now()
        with library.writing() as connection:
            begun = connection.execute(
                "SELECT 1 FROM run_sources WHERE run = ? AND source = ?", (run, key)
            ).fetchone()
            if begun:  # by a process that was killed: its list is kept
                continue
            planned = frontier.schedule(key, starts(place.adapter, place.source), now, options.recheck)
            connection.execute(
                "INSERT INTO run_sources (run, source, state, scheduled) VALUES (?, ?, 'scheduled', ?)",
                (run, key, stamp_of(now)),
            )
        yield key, planned


class _NoHands:
    """For a run that has nothing to fetch."""

    def send(self, ask: Ask) -> None:
        raise RuntimeError(f"nothing was to be asked for, and yet: {ask.url}")

    def wait(self, seconds: float) -> Answer | None:
        return None

    def close(self) -> None:
        return None


@contextlib.contextmanager
def _hands(fetcher: Fetcher | None, places: Iterable[Place], options: CrawlOptions) -> Iterator[Fetcher]:
    """The fetcher given, which is the caller's to close, or Scrapy."""
    if fetcher is not None:
        yield fetcher
        return
    from ingest.crawl.engine import ScrapyFetcher
    from ingest.crawl.hosts import lives_inside

    inside = {
        urlsplit(place.source.base_url).hostname or "" for place in places if lives_inside(place.source)
    }
    hands = ScrapyFetcher(options.user_agent, parallel=options.parallel, inside=frozenset(inside))
    try:
        yield hands
    finally:
        hands.close()
