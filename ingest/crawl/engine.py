"""Scrapy as the crawl's hands: it sends requests side by side, one at a time a host, and hands the
answers over.

What may be fetched and when is decided in ``ingest.crawl.conduct``; Scrapy's downloader does what it is
good at: connections, TLS, pooling, limits of size and time. Its own robots, redirects, retries and
unpacking are off, because every hop has to be asked for, waited for, archived and counted by us.

Twisted's reactor can be started once in a process and never again, so it runs in a thread of its own
that all crawls of the process share.
"""

from __future__ import annotations

import datetime as dt
import queue
import threading
import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpus.encodings import ACCEPTED
from ingest.crawl.hosts import is_loopback_name, is_public
from ingest.crawl.wire import Answer, Ask, Trouble

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response
    from twisted.python.failure import Failure

_OFF = (
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware",
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware",
    "scrapy.downloadermiddlewares.retry.RetryMiddleware",
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware",
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware",
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware",
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware",
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware",
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware",
)
_STARTING = 30.0
_STOPPING = 10.0


class ScrapyFetcher:
    """A ``Fetcher`` over a Scrapy crawler of its own. ``inside`` are hosts that may stand in a private
    network; every other name that resolves to one is refused, whatever its DNS says.

    Raises RuntimeError when Scrapy cannot be started.
    """

    def __init__(self, user_agent: str, *, parallel: int = 32, inside: frozenset[str] = frozenset()) -> None:
        self._answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._user_agent = user_agent
        self._ready = threading.Event()
        self._done = threading.Event()
        self._closing = False
        self._failure: BaseException | None = None
        self._crawler: Crawler | None = None
        _reactor().callFromThread(self._start, parallel, inside)
        if not self._ready.wait(_STARTING) or self._failure is not None:
            raise RuntimeError(f"the crawler cannot be started: {self._failure or 'it took too long'}")

    def send(self, ask: Ask) -> None:
        """Begin a request; returns at once."""
        _reactor().callFromThread(self._send, ask)

    def wait(self, seconds: float) -> Answer | None:
        """The next answer; None when none came in that time."""
        try:
            return self._answers.get(timeout=max(seconds, 0.0))
        except queue.Empty:
            return None

    def close(self) -> None:
        """Give up what is under way, and stop."""
        if not self._done.is_set():
            _reactor().callFromThread(self._stop)
            self._done.wait(_STOPPING)

    # In the reactor's thread

    def _start(self, parallel: int, inside: frozenset[str]) -> None:
        from scrapy.crawler import CrawlerRunner

        _install_resolver(inside)
        try:
            runner = CrawlerRunner(_settings(self._user_agent, parallel))
            self._crawler = runner.create_crawler(_spider_class())
            deferred = self._crawler.crawl(on_open=self._ready.set)
        except Exception as error:
            self._failure = error
            self._ready.set()
            return
        deferred.addErrback(self._failed)
        deferred.addBoth(lambda _: self._done.set())

    def _failed(self, failure: Failure) -> None:
        self._failure = failure.value
        self._ready.set()

    def _stop(self) -> None:
        from scrapy.utils.defer import deferred_from_coro

        self._closing = True
        if self._crawler is not None:
            deferred_from_coro(self._crawler.stop_async())

    def _send(self, ask: Ask) -> None:
        from scrapy import FormRequest, Request

        engine = self._crawler.engine if self._crawler else None
        if engine is None or self._closing:
            return
        began = time.monotonic()
        at = dt.datetime.now(dt.UTC)
        settings: dict[str, Any] = {
            "url": ask.url,
            "headers": {**dict(ask.headers), "Accept-Encoding": ACCEPTED, "User-Agent": self._user_agent},
            "dont_filter": True,
            "callback": lambda response: self._answered(ask, at, began, response),
            "errback": lambda failure: self._not_answered(ask, at, began, failure),
            "meta": {
                "download_slot": ask.slot,
                "download_timeout": ask.timeout,
                "download_maxsize": ask.max_bytes,
                "handle_httpstatus_all": True,
            },
        }
        try:
            if ask.form:
                request: Request = FormRequest(**settings, method="POST", formdata=list(ask.form))
            else:
                request = Request(**settings)
            # Scrapy would write the address anew: it has its one form already.
            engine.crawl(request)
        except Exception as error:
            self._answers.put(Answer(ask, at, 0.0, trouble=Trouble.OTHER, reason=_one_line(error)))

    def _answered(self, ask: Ask, at: dt.datetime, began: float, response: Response) -> None:
        request = response.request
        self._answers.put(
            Answer(
                ask=ask,
                at=at,
                seconds=time.monotonic() - began,
                method=request.method if request else "GET",
                sent=_headers(request.headers) if request else (),
                posted=request.body if request else b"",
                status=response.status,
                headers=_headers(response.headers),
                body=response.body,
                address=str(response.ip_address) if response.ip_address else None,
                protocol=response.protocol or "HTTP/1.1",
            )
        )

    def _not_answered(self, ask: Ask, at: dt.datetime, began: float, failure: Failure) -> None:
        if self._closing:
            return
        trouble, reason = _trouble(failure.value or failure, ask)
        self._answers.put(Answer(ask, at, time.monotonic() - began, trouble=trouble, reason=reason))


def _settings(user_agent: str, parallel: int) -> dict[str, Any]:
    return {
        "USER_AGENT": user_agent,
        "LOG_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "ROBOTSTXT_OBEY": False,  # ours is stricter, see ingest.crawl.robots
        "COOKIES_ENABLED": False,  # a new session for each request: servers mix them up
        "RETRY_ENABLED": False,
        "REDIRECT_ENABLED": False,
        "COMPRESSION_ENABLED": False,
        "DOWNLOADER_MIDDLEWARES": dict.fromkeys(_OFF),
        "CONCURRENT_REQUESTS": parallel,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0,  # the conductor waits, for it knows what robots.txt and Retry-After ask
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_WARNSIZE": 0,
        "DNS_TIMEOUT": 20,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/pdf,application/json,*/*;q=0.8",
            "Accept-Language": "fi,sv;q=0.8,en;q=0.5",
        },
        "URLLENGTH_LIMIT": 0,
    }


def _spider_class() -> type[Spider]:
    from scrapy import Spider, signals
    from scrapy.exceptions import DontCloseSpider

    class Hands(Spider):
        """Asks for nothing by itself, and stays until it is told to go."""

        name = "pykala"

        def __init__(self, on_open: Any, **rest: Any) -> None:
            super().__init__(**rest)
            self._on_open = on_open

        @classmethod
        def from_crawler(cls, crawler: Crawler, *rest: Any, **named: Any) -> Hands:
            spider = super().from_crawler(crawler, *rest, **named)
            crawler.signals.connect(spider.wait_for_more, signal=signals.spider_idle)
            return spider

        async def start(self) -> AsyncIterator[Any]:
            self._on_open()  # only now does the engine run, and can be stopped
            nothing: tuple[Any, ...] = ()
            for request in nothing:
                yield request

        def wait_for_more(self, spider: Spider) -> None:
            raise DontCloseSpider

    return Hands


def _headers(headers: Any) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name in headers
        for value in headers.getlist(name)
    )


def _trouble(error: object, ask: Ask) -> tuple[Trouble, str]:
    kind = type(error).__name__
    said = _one_line(error)
    if (urlsplit(ask.url).hostname or "") in _refused:
        return Trouble.PRIVATE, "its name leads into a private network"
    if "Timeout" in kind or "TimedOut" in kind:
        return Trouble.TIMEOUT, f"no answer in {ask.timeout:g} s"
    if "Resolve" in kind or "DNSLookup" in kind:
        return Trouble.NO_ADDRESS, "its name is not known"
    if "Refused" in kind:
        return Trouble.REFUSED, "the connection was refused"
    if kind == "DownloadCancelledError":
        return Trouble.TOO_LONG, f"longer than {round(ask.max_bytes / 2**20)} MB"
    if "DataLoss" in kind:
        return Trouble.BROKEN, "the answer was cut off"
    if "ertificate" in said or "SSL" in said or "tls" in said.lower():
        return Trouble.CERTIFICATE, f"its certificate is not to be trusted ({said[:120]})"
    return Trouble.BROKEN, f"no answer that could be read ({said[:160]})"


def _one_line(error: object) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


_refused: set[str] = set()
_lock = threading.Lock()
_thread: threading.Thread | None = None


def _reactor() -> Any:
    """The running reactor, its thread being started at the first call."""
    global _thread
    with _lock:
        if _thread is None:
            from scrapy.utils.reactor import install_reactor, is_reactor_installed

            if not is_reactor_installed():
                install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
            _thread = threading.Thread(
                target=_installed_reactor().run,
                kwargs={"installSignalHandlers": False},
                name="crawl",
                daemon=True,
            )
            _thread.start()
    return _installed_reactor()


def _installed_reactor() -> Any:
    from twisted.internet import reactor

    return reactor


def _install_resolver(inside: frozenset[str]) -> None:
    """Names are looked up as always, but those that lead into private networks are not believed."""
    from twisted.internet import defer
    from twisted.internet.base import ThreadedResolver
    from twisted.internet.error import DNSLookupError

    class PublicResolver(ThreadedResolver):
        """IPv4, as Scrapy's own. Names under ``localhost`` are this machine (RFC 6761)."""

        def getHostByName(self, name: str, timeout: Any = ()) -> Any:
            if is_loopback_name(name):
                if name in inside:
                    return defer.succeed("127.0.0.1")
                return defer.fail(_refusal(name))
            found = super().getHostByName(name, timeout=(20,))
            return found if name in inside else found.addCallback(self._checked, name)

        def _checked(self, address: str, name: str) -> str:
            if not is_public(address):
                raise _refusal(name)
            return address

    def _refusal(name: str) -> DNSLookupError:
        _refused.add(name)  # Scrapy's error no longer says why
        return DNSLookupError(f"{name} leads into a private network")

    reactor = _installed_reactor()
    reactor.installResolver(PublicResolver(reactor))
