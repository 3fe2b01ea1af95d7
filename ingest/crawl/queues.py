"""A host's queue: when it may be asked again, and whether it is worth asking."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.crawl.entries import Entry

LONGEST_DELAY = 120.0
MOST_TROUBLES = 5
"""Pages in a row that a host fails to give, after which it is left until the next run."""


@dataclass
class Job:
    """What a host is being asked: a page of the frontier, or its robots.txt (then ``entry`` is what
    waits for it).
    """

    entry: Entry
    url: str
    robots: bool = False
    hops: int = 0
    waited: float = 0.0
    seen: frozenset[str] = frozenset()


@dataclass
class HostQueue:
    """A host in a run. Times are in seconds of the crawl's clock."""

    host: str
    delay: float
    ready: float = 0.0
    last: float | None = None
    job: Job | None = None
    follow: Job | None = None
    idle: bool = False
    left: str | None = None
    troubles: int = 0
    asked: int = 0
    tries: dict[str, int] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """Whether nothing is to be asked here any more, as far as is known."""
        return self.job is None and (self.left is not None or self.idle)

    def slower(self) -> None:
        """The host says that we ask too often."""
        self.delay = min(max(self.delay * 2, 1.0), LONGEST_DELAY)
