"""An OpenSearch cluster: where it is, who asks, and what becomes of a request.

Addresses come from an option, ``PYKALA_OPENSEARCH_URL`` or the library; user and password from
``PYKALA_OPENSEARCH_USER`` and ``PYKALA_OPENSEARCH_PASSWORD`` only, the authority that signed the cluster's
certificate from the file ``PYKALA_OPENSEARCH_CA``. Passwords are never kept, and never sent in the clear to
another machine.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any as Anything
from urllib.parse import SplitResult, urlsplit

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    ConnectionError as NoConnection,
)
from opensearchpy.exceptions import (
    ConnectionTimeout,
    ImproperlyConfigured,
    SerializationError,
    SSLError,
    TransportError,
)

from index.engines import IndexFailure, NoAnswer

URL = "PYKALA_OPENSEARCH_URL"
_USER = "PYKALA_OPENSEARCH_USER"
_PASSWORD = "PYKALA_OPENSEARCH_PASSWORD"
_CA = "PYKALA_OPENSEARCH_CA"

OLDEST = (2, 4)
"""The oldest version of OpenSearch that has all that is asked of it."""

READING = 10.0
"""Seconds for which a question is tried again while nodes fail."""

WRITING = 120.0
"""Seconds for which a write is tried again: a copy takes over from a lost one within that time."""

_ANSWER = 40.0  # seconds for one answer
_BUSY = frozenset({429, 502, 503, 504})
_LOST = ("disconnected", "not_connected", "transport", "node_closed", "already_closed", "shard_not")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

Json = Mapping[str, Anything]


class Cluster:
    """Requests to a cluster, tried again on its other nodes when one fails. Made by its addresses.

    Raises IndexFailure for addresses that cannot be used.
    """

    def __init__(self, addresses: str) -> None:
        self.addresses = addresses
        self._hosts = [_host(part.strip()) for part in addresses.split(",") if part.strip()]
        if not self._hosts:
            raise IndexFailure(f"no address of a cluster: give --url http://127.0.0.1:9200 or set {URL}")
        self._client = self._made()
        self._answered = False

    def ask(
        self,
        method: str,
        path: str,
        body: Json | str | None = None,
        *,
        patience: float = READING,
        missing: bool = False,
        **parameters: str | int | None,
    ) -> Anything:
        """The answer to a request. It must do no harm twice.

        ``missing``: a 404 is answered by None. Raises NotNow when the cluster does not answer within
        ``patience`` seconds, or says that it cannot; Refused when it says that it will not.
        """
        end = time.monotonic() + patience
        pause = 0.05
        tries = 0
        given = {name: str(value) for name, value in parameters.items() if value is not None}
        while True:
            tries += 1
            try:
                answer = self._client.transport.perform_request(
                    method, path, params={"request_timeout": _ANSWER, **given}, body=body
                )
            except TransportError as error:
                if missing and error.status_code == 404:
                    self._answered = True
                    return None
                # Somebody who never answered is asked once at each address, one who did may be failing over.
                enough = tries >= len(self._hosts) and not self._answered
                if not _passing(error, patience) or enough or time.monotonic() + pause > end:
                    raise self._failure(error) from error
            except (SerializationError, ImproperlyConfigured, ValueError) as error:
                raise NoAnswer(f"{self} answers, but not as OpenSearch does: check the address") from error
            else:
                self._answered = True
                return answer
            time.sleep(pause)
            pause = min(pause * 2, 2.0)

    def check(self) -> None:
        """Raises IndexFailure unless this is OpenSearch of a version that will do."""
        told = self.ask("GET", "/")
        version = told.get("version") if isinstance(told, dict) else None
        number = str(version.get("number", "")) if isinstance(version, dict) else ""
        if not isinstance(version, dict) or version.get("distribution") != "opensearch":
            what = f"version {number} of something else" if number else "something else"
            raise IndexFailure(f"{self} is not OpenSearch but {what}: check the address")
        parts = tuple(int(part) for part in number.split(".")[:2] if part.isdecimal())
        if parts < OLDEST:
            least = ".".join(map(str, OLDEST))
            raise IndexFailure(f"{self} runs OpenSearch {number}: {least} or newer is needed")

    def __str__(self) -> str:
        return f"the cluster at {', '.join(f'{one.scheme}://{one.netloc}' for one in self._hosts)}"

    def _made(self) -> OpenSearch:
        user, password = os.environ.get(_USER), os.environ.get(_PASSWORD)
        ca = os.environ.get(_CA) or None
        if ca and not os.path.isfile(ca):
            raise IndexFailure(f"no such file: {ca}: {_CA} names the certificate of the cluster's authority")
        if user:
            for host in self._hosts:
                if host.scheme == "http" and host.hostname not in _LOOPBACK:
                    raise IndexFailure(
                        f"{host.scheme}://{host.netloc} would get the password in the clear: use https://"
                    )
        return _client(tuple(self._hosts), user, password or "", ca)

    def _failure(self, error: TransportError) -> IndexFailure:
        status = error.status_code
        if isinstance(error, SSLError):
            return NoAnswer(f"{self} gives no certificate to be trusted: set {_CA} to its authority's file")
        if isinstance(error, ConnectionTimeout):
            return NoAnswer(f"{self} took too long to answer: ask for less, or try again later")
        if isinstance(error, NoConnection):
            return NotNow(f"{self} cannot be reached: start it or check the address")
        if status == 401:
            known = "the user or the password" if os.environ.get(_USER) else "an unnamed user"
            return NoAnswer(f"{self} does not accept {known} (401): set {_USER} and {_PASSWORD}")
        if status == 403:
            return Refused(f"{self} does not allow this (403): {reason(error)}", status)
        if status in _BUSY or _lost(error):
            return NotNow(f"{self} cannot answer now ({status}): {reason(error)}: try again later")
        return Refused(f"{self} refused ({status}): {reason(error)}", status)


class NotNow(NoAnswer):
    """Nodes fail, or are too busy: another try may do better."""


class Refused(NoAnswer):
    """The cluster answered that it will not do this. ``status`` is HTTP's."""

    def __init__(self, message: str, status: object) -> None:
        super().__init__(message)
        self.status = status


def reason(error: TransportError) -> str:
    """What a cluster gives as the reason, in a line."""
    info = error.info if isinstance(error.info, dict) else {}
    told = info.get("error", error.error)
    while isinstance(told, dict):
        causes: Sequence[Anything] = told.get("root_cause") or ()
        inner = told.get("caused_by") or (causes[0] if causes else None)
        if not isinstance(inner, dict) or inner.get("reason") in (None, told.get("reason")):
            told = told.get("reason") or told.get("type")
            break
        told = inner
    return " ".join(str(told).split())[:300]


def _passing(error: TransportError, patience: float) -> bool:
    """Whether another try, or another node, may do better. A question that took long would again."""
    if isinstance(error, SSLError) or (isinstance(error, ConnectionTimeout) and patience < WRITING):
        return False
    return isinstance(error, NoConnection) or error.status_code in _BUSY or _lost(error)


def _lost(error: TransportError) -> bool:
    """Whether a node that had a part in the answer went away."""
    return error.status_code == 500 and any(sign in kind for kind in _kinds(error.info) for sign in _LOST)


def _kinds(told: object) -> Iterator[str]:
    """All types of errors that an answer names, however deep."""
    if isinstance(told, dict):
        if isinstance(told.get("type"), str):
            yield told["type"]
        told = list(told.values())
    for inner in told if isinstance(told, list) else ():
        yield from _kinds(inner)


@lru_cache(8)
def _client(hosts: tuple[SplitResult, ...], user: str | None, password: str, ca: str | None) -> OpenSearch:
    """Kept, so that the questions of one process share their connections."""
    return OpenSearch(
        [_part(host) for host in hosts],
        http_auth=(user, password) if user else None,
        verify_certs=True,
        ca_certs=ca,
        http_compress=any(host.hostname not in _LOOPBACK for host in hosts),
        max_retries=0,  # tried again by Cluster.ask, on the next node
        timeout=_ANSWER,
    )


def _host(text: str) -> SplitResult:
    expected = "write for instance http://127.0.0.1:9200"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise IndexFailure(f"not an address of a cluster: {expected}") from error
    if parts.username or parts.password:  # and not a word of them in the message
        raise IndexFailure(f"an address with a user or a password: set {_USER} and {_PASSWORD} instead")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        told = "" if "@" in text else f": {text}"  # it may hold a password
        raise IndexFailure(f"not an address of a cluster{told}: {expected}")
    return parts if port else parts._replace(netloc=f"{parts.netloc}:{_port(parts)}")


def _port(parts: SplitResult) -> int:
    return 443 if parts.scheme == "https" else 9200


def _part(host: SplitResult) -> dict[str, Anything]:
    made = {
        "host": host.hostname,
        "port": host.port,
        "scheme": host.scheme,
        "use_ssl": host.scheme == "https",
    }
    return made | ({"url_prefix": host.path.strip("/")} if host.path.strip("/") else {})
