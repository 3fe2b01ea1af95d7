"""What tests of the crawl share: a fetcher without a network, a clock without time, towns of filler."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from corpus.database import Library
from corpus.permissions import grant
from corpus.registry.sources import Source
from corpus.sample.server import SmallFinland
from corpus.sample.towns import Town, towns
from ingest.crawl import Clock, CrawlOptions
from ingest.crawl.wire import Answer, Ask, Trouble

CONTACT = "https://example.org/tests"
OPTIONS = CrawlOptions(contact=CONTACT, delay=0, backoff=0.01, timeout=5)
TODAY = dt.date(2031, 5, 6)


@dataclass
class FakeClock(Clock):
    """Time passes only when somebody waits."""

    moment: dt.datetime = dt.datetime(2031, 5, 6, 1, 0, tzinfo=dt.UTC)
    passed: float = 0.0

    def now(self) -> dt.datetime:
        return self.moment + dt.timedelta(seconds=self.passed) + self.offset

    def seconds(self) -> float:
        return self.passed


Reply = Answer | tuple[int, str] | tuple[int, str, Mapping[str, str]] | Trouble
Server = Callable[[Ask], Reply]


@dataclass
class FakeFetcher:
    """Answers at once, from a function; waiting lets the clock go on."""

    server: Server
    clock: FakeClock
    asked: list[tuple[float, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    under_way: deque[Answer] = field(default_factory=deque)

    def send(self, ask: Ask) -> None:
        assert not any(answer.ask.slot == ask.slot for answer in self.under_way), "two requests at a time"
        self.asked.append((self.clock.seconds(), ask.url))
        self.headers.append(dict(ask.headers))
        self.under_way.append(_answer(ask, self.server(ask), self.clock))

    def wait(self, seconds: float) -> Answer | None:
        if self.under_way:
            self.clock.passed += 0.01
            return self.under_way.popleft()
        self.clock.passed += seconds
        return None

    def close(self) -> None:
        self.under_way.clear()

    @property
    def urls(self) -> list[str]:
        return [url for _, url in self.asked]


def _answer(ask: Ask, reply: Reply, clock: FakeClock) -> Answer:
    if isinstance(reply, Answer):
        return reply
    if isinstance(reply, Trouble):
        return Answer(ask, clock.now(), 0.01, trouble=reply, reason=f"trouble: {reply}")
    given: Mapping[str, str] = reply[2] if len(reply) > 2 else {}  # type: ignore[misc]
    headers = {"Content-Type": "text/html; charset=utf-8", **given}
    return Answer(
        ask, clock.now(), 0.01, status=reply[0], headers=tuple(headers.items()), body=reply[1].encode()
    )


def site(pages: Mapping[str, Reply]) -> Server:
    """A server of pages by address; robots.txt and all others are not there."""

    def serve(ask: Ask) -> Reply:
        return pages.get(ask.url, (404, "<html><body>Ei ole</body></html>"))

    return serve


def page(*links: tuple[str, str], body: str = "") -> tuple[int, str]:
    """A page of links."""
    listed = "".join(f'<li><a href="{href}">{said}</a></li>' for href, said in links)
    return 200, f"<!DOCTYPE html><html><body><h1>Pöytäkirjat</h1><ul>{listed}</ul>{body}</body></html>"


def minutes(section: int, sentence: str = "Hyväksyttiin.") -> tuple[int, str]:
    """A page that is a whole meeting of one matter."""
    text = (
        f"Kuusirannan kunta\nKunnanhallitus 5.5.2031 § {section}\nAsian otsikko {section}\nPäätös\n{sentence}"
    )
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
    return 200, f"<!DOCTYPE html><html><body>{paragraphs}</body></html>"


def own_site(url: str = "http://kunta.example/poytakirjat", **more: Any) -> Source:
    """A source of a town's own pages."""
    return Source(municipality="", name="Kuusiranta", platform="own-site", base_url=url, **more)


def small(*slugs: str) -> list[Town]:
    """Some of the sample's towns."""
    return [town for town in towns() if town.slug in slugs]


def permit(library: Library, finland: SmallFinland) -> None:
    """Record permission for the towns that need one, and for the one whose pages say noindex."""
    for source in finland.sources():
        if source.platform in ("tweb", "dynasty-static"):
            grant(library, source.key, "Kirjaamo", TODAY, "1/2031")


def state_of(library: Library) -> dict[str, list[tuple[Any, ...]]]:
    """All that a crawl leaves in the library but times, row numbers and places in the archive."""
    queries = {
        "documents": """SELECT uri, name, sha256, size, media_type, kind, language, municipality, state
            FROM documents""",
        "addresses": "SELECT a.uri, sha256 FROM addresses AS a JOIN documents ON id = document_id",
        "pages": "SELECT uri, number, text FROM pages JOIN documents ON id = document_id",
        "items": """SELECT i.id, uri, live, ordinal, i.municipality, organ, meeting_date, section, title,
            i.kind, text, record FROM items AS i JOIN documents AS d ON d.id = document_id""",
        "facts": """SELECT i.id, f.kind, f.ordinal, key, f.record
            FROM facts AS f JOIN items AS i ON i.row = item""",
        "frontier": """SELECT source, url, form, role, parent, via, organ, meeting_date, section, kind, title,
            listed, state, reason, wanted, interval, failures, misses, etag, sha256, fingerprint, documents
            FROM frontier""",
        "changes": "SELECT source, uri, outcome FROM changes",
        "robots": "SELECT authority, verdict, body FROM robots",
    }
    return {
        name: sorted((tuple(row) for row in library.connection.execute(query)), key=repr)
        for name, query in queries.items()
    }
