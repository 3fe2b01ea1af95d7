"""A small Finland on this machine: the sample's sites behind a real HTTP server, for tests and for
trying out.

    python -m corpus.sample.server [--port 8000]      serves until interrupted, and prints the sources

Every town is a host of its own (``kuusiranta.localhost``), all on one port. Pages have ETags, answer 304
and come gzipped, but for the towns that do not do so; robots.txt is as the platforms' vendors ship it.
A fault (``corpus.sample.faults``) makes addresses slow, broken or hostile.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import hashlib
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from corpus.registry.sources import Permission, Source
from corpus.sample.faults import Fault
from corpus.sample.layouts import Pages, Resource, pages
from corpus.sample.towns import Town, towns

_BODILESS = (204, 304)
_GZIPPED_FROM = 400
_MOMENT = 0.3


@dataclass(frozen=True)
class Request:
    """A request as it came: when it began and ended (seconds that only go forward), and what was answered."""

    host: str
    address: str
    began: float
    ended: float
    status: int
    sent: int
    user_agent: str
    conditional: bool


class SmallFinland:
    """The server; a context manager. ``towns`` may be changed while it runs."""

    def __init__(self, of: Sequence[Town] | None = None, *, port: int = 0) -> None:
        self.towns = list(towns() if of is None else of)
        self._requests: list[Request] = []
        self._under_way = 0
        self._generation = 0
        self._faults: dict[tuple[str, str], Fault] = {}
        self._extra: dict[tuple[str, str], Resource] = {}
        self._made: dict[str, tuple[int, Pages]] = {}
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), Handler)
        self._server.finland = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        """The port all hosts share."""
        return int(self._server.server_address[1])

    def town(self, slug: str) -> Town:
        """A town by its host's first name. Raises KeyError."""
        for town in self.towns:
            if town.slug == slug:
                return town
        raise KeyError(slug)

    def origin(self, town: Town) -> str:
        """Where a town's addresses begin."""
        return f"http://{town.host}:{self.port}"

    def sources(self) -> tuple[Source, ...]:
        """The towns as the registry would have them; those whose robots.txt says no need permission."""
        return tuple(
            Source(
                municipality="",
                name=town.municipality or town.name,
                platform=town.platform,
                base_url=self.origin(town) + town.base,
                permission=Permission.NEEDED if town.platform == "tweb" else Permission.NONE,
                note="invented; on this machine",
            )
            for town in self.towns
        )

    def source(self, slug: str) -> Source:
        """A town's source. Raises KeyError."""
        return self.sources()[self.towns.index(self.town(slug))]

    def documents(self, *slugs: str) -> set[str]:
        """The addresses of all matters published, of all towns or those named: what a crawl has to find."""
        return {
            f"{self.origin(town)}{address}"
            for town in self.towns
            if not slugs or town.slug in slugs
            for address, page in self.pages(town).items()
            if page.matter is not None
        }

    def address(self, slug: str, matter: str) -> str:
        """A matter's address. Raises KeyError."""
        for town in self.towns:
            if town.slug == slug:
                for address, page in self.pages(town).items():
                    if page.matter == matter:
                        return f"{self.origin(town)}{address}"
        raise KeyError(matter)

    def pages(self, town: Town) -> Pages:
        """A town's pages as they are now."""
        with self._lock:
            key = f"{town.slug}/{town.platform}"
            made = self._made.get(key)
            if made is None or made[0] != town.changed:
                made = (town.changed, pages(town, self.origin(town)))
                self._made[key] = made
            return made[1]

    def put(self, slug: str, address: str, page: Resource) -> None:
        """Serve a further page."""
        self._extra[slug, normal(address)] = page

    def fail(self, slug: str, address: str, fault: Fault) -> None:
        """Have an address answered by a fault."""
        self._faults[slug, normal(address)] = fault

    @property
    def requests(self) -> list[Request]:
        """The requests answered so far, in the order in which they ended."""
        self._settle()
        with self._lock:
            return list(self._requests)

    def forget(self) -> None:
        """Empty the list of requests; what is under way will not be on it."""
        self._settle()
        with self._lock:
            self._generation += 1
            self._requests.clear()

    def begin(self) -> int:
        """A handler begins; what it gives back is for ``end``."""
        with self._lock:
            self._under_way += 1
            return self._generation

    def end(self, generation: int, request: Request) -> None:
        """A handler is done."""
        with self._lock:
            self._under_way -= 1
            if generation == self._generation:
                self._requests.append(request)

    def _settle(self) -> None:
        """An answer is there before its handler is done: give the handlers a moment."""
        until = time.monotonic() + _MOMENT
        while self._under_way and time.monotonic() < until:
            time.sleep(0.001)

    def find(self, slug: str, address: str) -> tuple[Town | None, Resource | None]:
        """The town and page of an address."""
        wanted = normal(address)
        if extra := self._extra.get((slug, wanted)):
            return next((town for town in self.towns if town.slug == slug), None), extra
        found: Town | None = None
        for town in self.towns:
            if town.slug != slug:
                continue
            found = town
            for known, page in self.pages(town).items():
                if normal(known) == wanted:
                    return town, page
        return found, None

    def fault(self, slug: str, address: str) -> Fault | None:
        """The fault an address has just now; counts it."""
        with self._lock:
            fault = self._faults.get((slug, normal(address)))
            if fault is None or fault.times == 0:
                return None
            if fault.times is not None:
                fault.times -= 1
            return fault


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    finland: SmallFinland

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are written one after the other
    server: _Server

    def do_GET(self) -> None:
        """A page."""
        self._handle("")

    def do_POST(self) -> None:
        """A form; only the lists of TWeb are asked for so."""
        size = int(self.headers.get("Content-Length") or 0)
        form = sorted(parse_qsl(self.rfile.read(size).decode(), keep_blank_values=True))
        self._handle("#" + "&".join(f"{name}={value}" for name, value in form))

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the terminal."""

    @property
    def slug(self) -> str:
        """The first name of the host that was asked."""
        return (self.headers.get("Host") or "").partition(":")[0].partition(".")[0]

    def _handle(self, form: str) -> None:
        self._began = time.monotonic()
        self._status, self._sent = 0, 0
        finland = self.server.finland
        generation = finland.begin()
        address = self.path + form
        try:
            fault = finland.fault(self.slug, address)
            if fault is not None:
                fault.answer(self)
            else:
                self._page(finland, address)
        except OSError:
            self.close_connection = True
        finally:
            finland.end(
                generation,
                Request(
                    host=(self.headers.get("Host") or "").partition(":")[0],
                    address=address,
                    began=self._began,
                    ended=time.monotonic(),
                    status=self._status,
                    sent=self._sent,
                    user_agent=self.headers.get("User-Agent") or "",
                    conditional=bool(
                        self.headers.get("If-None-Match") or self.headers.get("If-Modified-Since")
                    ),
                ),
            )

    def _page(self, finland: SmallFinland, address: str) -> None:
        town, page = finland.find(self.slug, address)
        if address == "/robots.txt" and page is None and town is not None and town.robots is not None:
            page = Resource(town.robots.encode(), "text/plain")
        if page is None:
            self.answer(404, b"<html><head><title>404</title></head><body>Sivua ei ole.</body></html>")
            return
        validators = town is not None and town.validators
        body = page.body
        if town is not None and town.noise and page.media_type.startswith("text/html"):
            # As ASP.NET does: hidden state that is another one in every answer.
            state = f'<input type="hidden" name="__VIEWSTATE" value="{time.time_ns()}">'.encode()
            body = body.replace(b"</body>", state + b"</body>")
            validators = False
        etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"' if validators else ""
        headers = {"Content-Type": page.media_type, **({"ETag": etag} if etag else {})}
        if etag and self.headers.get("If-None-Match") == etag:
            self.answer(304, b"", headers)
        else:
            self.answer(200, body, headers)

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        """Write an answer, gzipped where that is welcome; without a body where its status has none."""
        if status in _BODILESS:  # the next answer on the connection would be read as beginning with it
            self.begin(status, dict(headers or {}))
            return
        given = {"Content-Type": "text/html; charset=utf-8", **(headers or {})}
        accepts = "gzip" in (self.headers.get("Accept-Encoding") or "")
        if accepts and len(body) > _GZIPPED_FROM and "Content-Encoding" not in given:
            body = gzip.compress(body, mtime=0)
            given["Content-Encoding"] = "gzip"
        self.begin(status, {**given, "Content-Length": str(len(body))})
        self.write(body)

    def begin(self, status: int, headers: dict[str, str]) -> None:
        """Write the head of an answer."""
        self._status = status
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
            self._sent += len(name) + len(value) + 4
        self.end_headers()

    def write(self, data: bytes) -> None:
        """Write of the body."""
        self.wfile.write(data)
        self._sent += len(data)


def normal(address: str) -> str:
    """One form of an address: percent signs decoded, parameters sorted."""
    address, mark, form = address.partition("#")
    parts = urlsplit(address)
    query = "&".join(
        f"{name}={value}" for name, value in sorted(parse_qsl(parts.query, keep_blank_values=True))
    )
    return f"{unquote(parts.path)}?{query}{mark}{form}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Serves the sample's sites on this machine.")
    parser.add_argument("--port", type=int, default=0, help="default: any that is free")
    arguments = parser.parse_args()
    with SmallFinland(port=arguments.port) as finland:
        print("municipality,name,platform,base_url,valid_from,valid_to,permission,note")
        for source in finland.sources():
            print(
                f",{source.name},{source.platform},{source.base_url},,,{source.permission.value},{source.note}"
            )
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
