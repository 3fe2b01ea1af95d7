"""What goes over the wire: a request, and what came of it. Whoever fetches is behind ``Fetcher``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from corpus.encodings import EncodingError, decoded
from corpus.exchange import Exchange, Headers


class Trouble(StrEnum):
    """Why no answer came."""

    TIMEOUT = "timeout"
    REFUSED = "refused"  # the connection
    NO_ADDRESS = "no-address"
    PRIVATE = "private-address"
    TOO_LONG = "too-long"
    BROKEN = "broken"  # the answer was cut off, or is no HTTP
    CERTIFICATE = "certificate"
    OTHER = "other"


OF_THE_HOST = frozenset({Trouble.REFUSED, Trouble.NO_ADDRESS, Trouble.PRIVATE, Trouble.CERTIFICATE})
"""Troubles that the host's next page would have as well."""


@dataclass(frozen=True)
class Ask:
    """A request to send. ``form`` is posted; ``slot`` names the queue in which one waits for the other."""

    url: str
    headers: Headers = ()
    form: tuple[tuple[str, str], ...] = ()
    slot: str = ""
    timeout: float = 120.0
    max_bytes: int = 200 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What came of a request: either ``status`` and all after it, or ``trouble`` and ``reason``.

    ``body`` is as it came, content coding and all. ``sent`` are the request's headers and
    ``posted`` its body. ``seconds`` is how long it took by the clock.
    """

    ask: Ask
    at: dt.datetime
    seconds: float
    method: str = "GET"
    sent: Headers = ()
    posted: bytes = b""
    status: int | None = None
    headers: Headers = ()
    body: bytes = b""
    address: str | None = None
    protocol: str = "HTTP/1.1"
    reason: str = ""
    trouble: Trouble | None = None

    def header(self, name: str) -> str:
        """A header's value, or the empty string; several of the name are joined by commas."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)

    @property
    def received(self) -> int:
        """Bytes that came: head and body."""
        head = sum(len(name) + len(value) + 4 for name, value in self.headers)
        return head + len(self.body) + (17 if self.status is not None else 0)

    def decoded(self, limit: int) -> bytes:
        """The body without content coding. Raises EncodingError."""
        return decoded(self.body, self.header("content-encoding"), limit)

    def exchange(self) -> Exchange:
        """As it is archived. Raises ValueError when no answer came."""
        if self.status is None:
            raise ValueError(f"no answer came from {self.ask.url}")
        return Exchange(
            url=self.ask.url,
            at=self.at,
            method=self.method,
            sent=self.sent,
            status=self.status,
            reason=self.reason,
            received=self.headers,
            body=self.body,
            posted=self.posted,
            address=self.address,
            protocol=self.protocol,
        )


class Fetcher(Protocol):
    """Sends requests side by side, and gives the answers as they come."""

    def send(self, ask: Ask) -> None:
        """Begin a request; returns at once."""

    def wait(self, seconds: float) -> Answer | None:
        """The next answer; None when none came in that time."""

    def close(self) -> None:
        """Give up what is under way, and stop."""


@dataclass
class Clock:
    """Time as the crawl sees it; tests have their own."""

    offset: dt.timedelta = field(default_factory=dt.timedelta)

    def now(self) -> dt.datetime:
        """The moment, in UTC."""
        return dt.datetime.now(dt.UTC) + self.offset

    def today(self) -> dt.date:
        """The day, in UTC."""
        return self.now().date()

    def seconds(self) -> float:
        """Seconds that only go forward."""
        import time

        return time.monotonic()


__all__ = ["OF_THE_HOST", "Answer", "Ask", "Clock", "EncodingError", "Fetcher", "Trouble"]
