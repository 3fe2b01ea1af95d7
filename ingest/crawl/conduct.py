"""The crawl itself: which host is asked for what, and when; what is to be tried again, and what is given up.

One request at a time goes to a host, and not before the delay since its last answer is over. Everything else
is decided elsewhere: what may be fetched (robots, hosts), what is due (frontier, recrawl), what an answer is
(visiting).
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corpus.database import Library
from ingest.crawl.entries import Entry, State
from ingest.crawl.frontier import Frontier, stamp_of
from ingest.crawl.hosts import (
    authority_of,
    host_of,
    is_address,
    is_loopback_name,
    is_public,
    refusal,
    vendor_of,
)
from ingest.crawl.known_robots import KnownRobots
from ingest.crawl.options import CrawlOptions
from ingest.crawl.pages import parser_of
from ingest.crawl.queues import MOST_TROUBLES, HostQueue, Job
from ingest.crawl.receipt import OF_THE_LIMIT
from ingest.crawl.recrawl import conditions, retry_after
from ingest.crawl.robots import MAX_BYTES, MAX_REDIRECTS, Robots, Verdict, from_answer, unreachable
from ingest.crawl.visiting import Outcome, Place, Visited, Visitor
from ingest.crawl.wire import OF_THE_HOST, Answer, Ask, Clock, Fetcher, Trouble
from ingest.platforms.urls import resolve

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 500, 502, 503, 504})
_AGAIN = frozenset({Trouble.TIMEOUT, Trouble.REFUSED, Trouble.NO_ADDRESS, Trouble.BROKEN})
_MOST_HOPS = 5
_PATIENCE = 0.5  # seconds: how long the loop sleeps at most, so that a keyboard interrupt is heard
_LONGEST_BACKOFF = 300.0
_COUNTED_EVERY, _FEW = 2.0, 100  # seconds; counting what waits takes its time when much does


@dataclass(frozen=True)
class Progress:
    """After each page: how many were visited and are waiting, which one it was and what it came to."""

    done: int
    waiting: int
    url: str
    outcome: str


Watch = Callable[[Progress], None]


class Conductor:
    """Leads one run to its end."""

    def __init__(
        self,
        library: Library,
        frontier: Frontier,
        fetcher: Fetcher,
        places: Mapping[str, Place],
        options: CrawlOptions,
        clock: Clock,
        visitor: Visitor,
        watch: Watch | None = None,
    ) -> None:
        self._library = library
        self._frontier = frontier
        self._fetcher = fetcher
        self._places = places
        self._options = options
        self._clock = clock
        self._visitor = visitor
        self._watch = watch
        self._robots = KnownRobots(library, clock)
        self._queues: dict[str, HostQueue] = {}
        self._parser = parser_of(attachments=options.attachments)
        self._done = 0
        self._waiting, self._counted = 0, float("-inf")

    @property
    def left(self) -> dict[str, str]:
        """The hosts that were given up for this run, and why."""
        return {queue.host: queue.left for queue in self._queues.values() if queue.left}

    @property
    def delays(self) -> dict[str, float]:
        """The pause between two requests to a host that holds at the end of the run."""
        return {queue.host: queue.delay for queue in self._queues.values()}

    def run(self) -> None:
        """Visit all that the run has to visit. Raises LibraryError."""
        self._wake(self._frontier.hosts(list(self._places)))
        while True:
            self._ask_whom_we_may()
            busy = [queue for queue in self._queues.values() if queue.job]
            if not busy and all(queue.over for queue in self._queues.values()):
                return
            answer = self._fetcher.wait(self._pause(bool(busy)))
            if answer is not None:
                self._take(answer)

    # Asking

    def _ask_whom_we_may(self) -> None:
        now = self._clock.seconds()
        busy = Counter(vendor_of(queue.host) for queue in self._queues.values() if queue.job)
        for queue in self._queues.values():
            if busy.total() >= self._options.parallel:
                return
            vendor = vendor_of(queue.host)
            if queue.job or queue.over or queue.ready > now or busy[vendor] >= self._options.of_a_vendor:
                continue
            if self._ask_next(queue):
                busy[vendor] += 1

    def _pause(self, busy: bool) -> float:
        now = self._clock.seconds()
        waiting = [queue.ready - now for queue in self._queues.values() if not queue.job and not queue.over]
        return min([_PATIENCE, *(max(seconds, 0.005) for seconds in waiting)])

    def _ask_next(self, queue: HostQueue) -> bool:
        """Send the host's next request; False when there is none."""
        while queue.left is None:
            job, queue.follow = queue.follow, None
            if job is None:
                entry = self._frontier.next(queue.host)
                if entry is None:
                    queue.idle = True
                    return False
                job = Job(entry, entry.url)
            if self._options.limit is not None and queue.asked >= self._options.limit:
                self._leave(queue, f"{OF_THE_LIMIT} {self._options.limit} requests is reached")
                return False
            place = self._places.get(job.entry.source)
            if place is None:  # a killed run's, of a source that was not chosen now
                self._set_aside(job.entry)
                continue
            robots = self._robots.of(authority_of(job.url))
            if robots is None:
                queue.follow = job
                self._send(queue, Job(job.entry, f"{authority_of(job.url)}/robots.txt", robots=True))
                return True
            if robots.delay is not None:
                queue.delay = max(queue.delay, robots.delay)
            if place.grant is None and not robots.allows(job.url):
                if robots.verdict is Verdict.NOTHING:
                    self._leave(queue, robots.reason)
                else:
                    self._refuse(job.entry, "robots.txt says no")
                continue
            self._send(queue, job)
            return True
        return False

    def _send(self, queue: HostQueue, job: Job) -> None:
        now = self._clock.seconds()
        job.waited = now - queue.last if queue.last is not None else 0.0
        queue.job = job
        queue.idle = False
        queue.asked += 1
        self._fetcher.send(
            Ask(
                url=job.url,
                headers=() if job.robots else conditions(job.entry, self._parser),
                form=() if job.robots or job.hops else job.entry.form,
                slot=queue.host,
                timeout=self._options.timeout,
                max_bytes=2 * MAX_BYTES if job.robots else self._options.max_bytes,
            )
        )

    # Taking

    def _take(self, answer: Answer) -> None:
        queue = self._queues[answer.ask.slot]
        job, queue.job = queue.job, None
        if job is None:
            return
        queue.last = self._clock.seconds()
        queue.ready = queue.last + queue.delay
        answer = dataclasses.replace(answer, at=self._clock.now())
        if job.robots:
            self._take_robots(queue, job, answer)
        elif answer.status is None:
            self._no_answer(queue, job, answer)
        elif answer.status in _BUSY:
            self._busy(queue, job, answer, f"the server says {answer.status}")
        elif answer.status in _REDIRECTS:
            self._redirect(queue, job, answer)
        else:
            queue.troubles = 0
            landed = job.url if job.hops else None
            place = self._places[job.entry.source]
            self._finish(job, self._visitor.visit(place, job.entry, answer, landed, job.waited))

    def _no_answer(self, queue: HostQueue, job: Job, answer: Answer) -> None:
        if answer.trouble in _AGAIN and self._again(queue, job, answer, answer.reason, None):
            return
        self._finish(job, self._visitor.fail(job.entry, answer, answer.reason, job.waited))
        if answer.trouble in OF_THE_HOST:
            self._leave(queue, answer.reason)
        else:
            self._count_trouble(queue, answer.reason)

    def _busy(self, queue: HostQueue, job: Job, answer: Answer, reason: str) -> None:
        asked = retry_after(answer.header("retry-after"), self._clock.now())
        if answer.status == 429:
            queue.slower()
        if asked is not None and asked > self._options.retry_after:
            self._finish(job, self._visitor.fail(job.entry, answer, reason, job.waited))
            self._leave(queue, f"{reason} and asks us to come back in {asked:.0f} s")
            return
        if self._again(queue, job, answer, reason, asked):
            return
        self._finish(job, self._visitor.fail(job.entry, answer, reason, job.waited))
        self._count_trouble(queue, reason)

    def _count_trouble(self, queue: HostQueue, reason: str) -> None:
        queue.troubles += 1
        if queue.troubles >= MOST_TROUBLES:
            self._leave(queue, f"{MOST_TROUBLES} pages in a row failed, the last one because: {reason}")

    def _again(self, queue: HostQueue, job: Job, answer: Answer, reason: str, asked: float | None) -> bool:
        """Put a request off, the longer the more often it was tried; False when it was tried enough."""
        tried = job.entry.attempts + 1 if not job.robots else queue.tries.get(job.url, 0) + 1
        if tried >= self._options.attempts:
            return False
        pause = asked
        if pause is None:
            pause = min(self._options.backoff * float(2 ** (tried - 1)), _LONGEST_BACKOFF)
        queue.ready = self._clock.seconds() + max(pause, queue.delay)
        with self._library.writing():
            outcome, later = Outcome.ROBOTS if job.robots else Outcome.RETRY, f"{reason}; again later"
            entry = job.entry
            self._frontier.log(answer, entry.source, entry, outcome, waited=job.waited, reason=later)
            if job.robots:
                queue.tries[job.url] = tried
            else:
                self._frontier.update(job.entry.id, attempts=tried)
        return True

    def _redirect(self, queue: HostQueue, job: Job, answer: Answer) -> None:
        place = self._places[job.entry.source]
        target, problem = self._target(answer.header("location"), job.url, place)
        if problem is None and (target in job.seen or target == job.url):
            problem = "it leads back to itself"
        if problem is None and job.hops >= _MOST_HOPS:
            problem = f"more than {_MOST_HOPS} redirects"
        if problem is not None or target is None:
            self._finish(job, self._visitor.fail(job.entry, answer, f"redirected, but {problem}", job.waited))
            return
        with self._library.writing():
            self._frontier.log(
                answer, job.entry.source, job.entry, Outcome.REDIRECT, waited=job.waited, reason=target
            )
        queue.follow = Job(job.entry, target, hops=job.hops + 1, seen=job.seen | {job.url})

    def _target(self, location: str, base: str, place: Place) -> tuple[str | None, str | None]:
        """Where a redirect leads, or why it is not followed."""
        given = resolve(base, location)
        if given is None:
            return None, "it does not say where to"
        try:
            target = place.adapter.canonical(given)
        except ValueError:
            return None, "it leads to no http address"
        refused = refusal(place.source, target)
        return (None, f"it leads to {refused}") if refused else (target, None)

    def _take_robots(self, queue: HostQueue, job: Job, answer: Answer) -> None:
        """Of the authority that was asked, whatever host a redirect led to."""
        waiting = queue.follow
        authority = authority_of(waiting.url if waiting else job.url)
        if answer.status in _REDIRECTS and job.hops < MAX_REDIRECTS:
            target = resolve(job.url, answer.header("location"))
            if target is not None and self._may_ask_for_robots(target, authority):
                with self._library.writing():
                    self._frontier.log(
                        answer, job.entry.source, None, Outcome.ROBOTS, waited=job.waited, reason=target
                    )
                self._send(queue, Job(job.entry, target, robots=True, hops=job.hops + 1))
                return
        busy = answer.status in _BUSY or answer.trouble in _AGAIN
        reason = answer.reason or f"the server says {answer.status}"
        asked = retry_after(answer.header("retry-after"), self._clock.now())
        patient = asked is None or asked <= self._options.retry_after
        if busy and patient and self._again(queue, job, answer, reason, asked):
            return
        if answer.trouble is Trouble.TOO_LONG:
            robots = Robots(Verdict.ALL, "no robots.txt (what came is far too long)")
        elif answer.status is None:
            robots = unreachable(answer.reason)
        else:
            robots = from_answer(
                answer.status, _plain(answer), answer.header("content-type").partition(";")[0]
            )
        with self._library.writing():
            self._frontier.log(
                answer, job.entry.source, None, Outcome.ROBOTS, waited=job.waited, reason=robots.reason
            )
            self._robots.keep(authority, robots)

    def _may_ask_for_robots(self, target: str, authority: str) -> bool:
        """RFC 9309 has redirects followed to other hosts too; into private networks they are not."""
        if authority_of(target) == authority:
            return True
        try:
            host = host_of(target)
        except ValueError:
            return False
        return not is_loopback_name(host) and (not is_address(host) or is_public(host))

    # Within

    def _finish(self, job: Job, visited: Visited) -> None:
        self._done += 1
        self._wake(visited.hosts)
        if self._watch:
            now = self._clock.seconds()
            if now - self._counted >= _COUNTED_EVERY or self._waiting < _FEW:
                self._waiting, self._counted = self._frontier.waiting(), now
            self._watch(Progress(self._done, self._waiting, job.entry.url, visited.outcome.value))

    def _wake(self, hosts: list[str] | tuple[str, ...]) -> None:
        for host in hosts:
            queue = self._queues.get(host)
            if queue is None:
                queue = HostQueue(host, self._options.delay, asked=self._frontier.asked(host))
                self._queues[host] = queue
            queue.idle = False

    def _leave(self, queue: HostQueue, reason: str) -> None:
        queue.left = reason
        queue.follow = None
        with self._library.writing():
            self._frontier.drop(queue.host)

    def _refuse(self, entry: Entry, reason: str) -> None:
        with self._library.writing():
            self._frontier.update(
                entry.id,
                state=State.REFUSED.value if entry.fingerprint is None else State.HELD.value,
                reason=reason,
                wanted=None,
                visited=stamp_of(self._clock.now()),
            )
        self._finish(Job(entry, entry.url), Visited(Outcome.REFUSED, reason))

    def _set_aside(self, entry: Entry) -> None:
        with self._library.writing():
            self._frontier.update(entry.id, wanted=None)


def _plain(answer: Answer) -> bytes:
    try:
        return answer.decoded(4 * MAX_BYTES)
    except ValueError:
        return b""
