"""A request and its answer as WARC 1.1 records: ``request``, and ``response`` or ``revisit``.

The body is archived as it came over the wire, content coding and all; only a transfer coding is
undone, as everybody's archives do. A revisit record stands for an answer that brought nothing new:
the server said so (304), or the body is the very one archived before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

Headers = Sequence[tuple[str, str]]

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"

_HOP_BY_HOP = frozenset({"transfer-encoding", "connection", "keep-alive", "trailer", "content-length"})


@dataclass(frozen=True)
class Before:
    """The archived answer that a revisit record points to; ``payload`` is its body's SHA-256 in hex."""

    uri: str
    date: str
    payload: str


@dataclass(frozen=True)
class Exchange:
    """A request that was sent, and what came back.

    ``body`` is without transfer coding but with content coding; ``payload`` of the request is the
    form it posted.
    """

    url: str
    at: dt.datetime
    method: str
    sent: Headers
    status: int
    reason: str
    received: Headers
    body: bytes
    posted: bytes = b""
    address: str | None = None
    protocol: str = "HTTP/1.1"

    @property
    def payload(self) -> str:
        """The body's SHA-256 in hex, as it stands in the archive."""
        return hashlib.sha256(self.body).hexdigest()


def response_record(exchange: Exchange, record_id: str, before: Before | None = None) -> bytes:
    """The ``response`` record in a gzip member; the ``revisit`` record when ``before`` says what it
    repeats.
    """
    body = b"" if before else exchange.body
    headers = [pair for pair in exchange.received if pair[0].lower() not in _HOP_BY_HOP]
    headers.append(("Content-Length", str(len(exchange.body))))
    head = _head(f"{exchange.protocol} {exchange.status} {exchange.reason}".rstrip(), headers)
    fields = {
        "WARC-Record-ID": record_id,
        "WARC-Date": stamp(exchange.at),
        "WARC-Payload-Digest": f"sha256:{before.payload if before else exchange.payload}",
        **({"WARC-IP-Address": exchange.address} if exchange.address else {}),
    }
    if before:
        fields["WARC-Profile"] = NOT_MODIFIED if exchange.status == 304 else SAME_PAYLOAD
        fields["WARC-Refers-To-Target-URI"] = before.uri
        fields["WARC-Refers-To-Date"] = before.date
    kind = "revisit" if before else "response"
    return member(exchange.url, kind, head + body, "application/http;msgtype=response", fields)


def request_record(exchange: Exchange, record_id: str) -> bytes:
    """The ``request`` record in a gzip member; ``record_id`` is the answer's."""
    path = "/" + exchange.url.split("://", 1)[-1].partition("/")[2]
    head = _head(f"{exchange.method} {path.partition('#')[0]} HTTP/1.1", exchange.sent)
    fields = {"WARC-Date": stamp(exchange.at), "WARC-Concurrent-To": record_id}
    return member(exchange.url, "request", head + exchange.posted, "application/http;msgtype=request", fields)


def member(uri: str, kind: str, block: bytes, media_type: str, fields: Mapping[str, str]) -> bytes:
    """Any WARC record as a gzip member of its own, its block digested."""
    from warcio.warcwriter import WARCWriter

    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    digest = "sha256:" + hashlib.sha256(block).hexdigest()
    record: Any = writer.create_warc_record(
        uri,
        kind,
        payload=BytesIO(block),
        length=len(block),
        warc_content_type=media_type,
        warc_headers_dict={"WARC-Block-Digest": digest, **fields},
    )
    writer.write_record(record)
    return buffer.getvalue()


def new_record_id() -> str:
    """A record's name, unique in the world."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def stamp(moment: dt.datetime) -> str:
    """A time as WARC 1.1 has it."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def split_http(block: bytes) -> tuple[dict[str, str], bytes]:
    """The headers, by lower-case name, and the body of an archived HTTP answer."""
    head, _, body = block.partition(b"\r\n\r\n")
    headers: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\r\n")[1:]:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return headers, body


def _head(first: str, headers: Headers) -> bytes:
    lines = [first, *(f"{_clean(name)}: {_clean(value)}" for name, value in headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace")


def _clean(text: str) -> str:
    return "".join(mark for mark in text if mark >= " " or mark == "\t").strip()
