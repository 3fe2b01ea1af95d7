"""Answers kept as long as the library and its index stay the same: most of them are asked for again.

An answer depends on its address alone (there are no cookies, and the language is in the address), so that
browsers and proxies may keep it too: its ETag names the moment of the library that it was made of.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_KEPT = (200, 404, 410)
_LARGEST_PART = 16  # an answer larger than this part of all that may be kept is not kept


@dataclass(frozen=True)
class _Answer:
    start: Message
    body: bytes


class Remembered:
    """Keeps answers to GET by address and moment, at most ``size`` bytes of them, the last used ones.

    ``maker`` names the program that makes them: another one's answers are others.
    """

    def __init__(self, app: ASGIApp, *, moment: Callable[[], object], size: int, maker: str) -> None:
        self._app = app
        self._moment = moment
        self._size = size
        self._maker = maker
        self._held = 0
        self._answers: OrderedDict[tuple[str, bytes], _Answer] = OrderedDict()
        self._of: object = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or hand the request on and remember what comes back."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        moment = self._moment()
        if moment != self._of:
            self._answers.clear()
            self._held, self._of = 0, moment
        key = (scope["path"], scope["query_string"])
        etag = f'W/"{hashlib.sha256(repr((self._maker, moment, key)).encode()).hexdigest()[:24]}"'
        if Headers(scope=scope).get("if-none-match") == etag:
            await _send(
                send, _Answer({"type": "http.response.start", "status": 304, "headers": []}, b""), etag
            )
            return
        answer = self._answers.get(key)
        if answer is None:
            answer = await self._asked(scope, receive)
            if answer.start["status"] in _KEPT and moment == self._moment():
                self._keep(key, answer)
        else:
            self._answers.move_to_end(key)
        body = answer.body if scope["method"] == "GET" else b""
        await _send(send, _Answer(answer.start, body), etag if answer.start["status"] in _KEPT else None)

    async def _asked(self, scope: Scope, receive: Receive) -> _Answer:
        started: list[Message] = []
        parts: list[bytes] = []

        async def take(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
            elif message["type"] == "http.response.body":
                parts.append(message.get("body", b""))

        await self._app({**scope, "method": "GET"}, receive, take)
        return _Answer(started[0], b"".join(parts))

    def _keep(self, key: tuple[str, bytes], answer: _Answer) -> None:
        if len(answer.body) > self._size // _LARGEST_PART:
            return
        before = self._answers.pop(key, None)
        self._answers[key] = answer
        self._held += len(answer.body) - (len(before.body) if before else 0)
        while self._held > self._size:
            _, oldest = self._answers.popitem(last=False)
            self._held -= len(oldest.body)


async def _send(send: Send, answer: _Answer, etag: str | None) -> None:
    start = {**answer.start, "headers": list(answer.start["headers"])}
    if etag is not None:
        headers = MutableHeaders(scope=start)
        headers["ETag"] = etag
        headers.setdefault("Cache-Control", "no-cache")  # keep it, and ask whether it still holds
    await send(start)
    await send({"type": "http.response.body", "body": answer.body})
