"""Answers of servers in the archive: as they came, given back without coding, revisited if nothing is new."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import gzip
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from corpus.archive import Archive, ArchiveError
from corpus.encodings import EncodingError, decoded
from corpus.exchange import Before, Exchange

NOW = dt.datetime(2031, 5, 6, 12, 30, tzinfo=dt.UTC)
PAGE = "<html>Pöytäkirja</html>".encode()
EXCHANGE = Exchange(
    url="https://kunta.example/cgi/DREQUEST.PHP?page=meeting&id=1",
    at=NOW,
    method="GET",
    sent=(("Host", "kunta.example"), ("User-Agent", "pykala/1 (+a@b.example)")),
    status=200,
    reason="OK",
    received=(
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("X-Odd", "a\r\nb"),
    ),
    body=gzip.compress(PAGE, mtime=0),
    address="203.0.113.5",
)


def test_an_answer_comes_back_without_its_coding(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    ref = archive.append_exchange(EXCHANGE)
    read = archive.read_record(ref)
    assert (read.data, read.uri, read.media_type) == (PAGE, EXCHANGE.url, "text/html; charset=utf-8")
    assert [record.data for record in archive.records()] == [PAGE]


def test_other_tools_can_read_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.append_exchange(EXCHANGE)
    before = Before(EXCHANGE.url, "2031-05-06T12:30:00Z", EXCHANGE.payload)
    archive.append_exchange(EXCHANGE, before)
    archive.append_exchange(dataclasses.replace(EXCHANGE, status=304, reason="", body=b""), before)
    with (tmp_path / archive.files()[0]).open("rb") as file:
        found = []
        for record in ArchiveIterator(file, check_digests="raise"):
            headers = record.rec_headers
            found.append((record.rec_type, headers, record.http_headers, record.content_stream().read()))
    assert [kind for kind, _, _, _ in found] == [
        "warcinfo",
        *["response", "request"],
        *["revisit", "request"] * 2,
    ]
    _, head, http, body = found[1]
    assert head.get_header("WARC-IP-Address") == "203.0.113.5"
    assert head.get_header("WARC-Payload-Digest") == f"sha256:{EXCHANGE.payload}"
    assert (http.get_statuscode(), http.get_header("X-Odd"), body) == ("200", "ab", PAGE)
    assert http.get_header("Transfer-Encoding") is None
    assert http.get_header("Content-Length") == str(len(EXCHANGE.body))
    _, asked, request, _ = found[2]
    assert request.protocol == "GET"
    assert request.statusline == "/cgi/DREQUEST.PHP?page=meeting&id=1 HTTP/1.1"
    assert asked.get_header("WARC-Concurrent-To") == head.get_header("WARC-Record-ID")
    profiles = [
        headers.get_header("WARC-Profile").rpartition("/")[2]
        for kind, headers, _, _ in found
        if kind == "revisit"
    ]
    assert profiles == ["identical-payload-digest", "server-not-modified"]
    assert found[3][1].get_header("WARC-Refers-To-Date") == "2031-05-06T12:30:00Z"


def test_a_revisit_is_no_document(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    ref = archive.append_exchange(EXCHANGE, Before(EXCHANGE.url, "2031-05-06T12:30:00Z", EXCHANGE.payload))
    assert not list(archive.records())
    with pytest.raises(ArchiveError):
        archive.read(ref)


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    ref = archive.append_exchange(EXCHANGE)
    path = tmp_path / ref.file
    data = bytearray(path.read_bytes())
    data[ref.offset + ref.length // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match="damaged"):
        archive.read(ref)


@given(
    st.binary(max_size=500), st.sampled_from(["", "identity", "gzip", "deflate", "gzip, deflate", "x-gzip"])
)
def test_what_was_packed_is_unpacked(data: bytes, coding: str) -> None:
    body = data
    for name in coding.replace(" ", "").split(","):
        if "gzip" in name:
            body = gzip.compress(body)
        elif name == "deflate":
            body = zlib.compress(body)
    assert decoded(body, coding) == data


def test_deflate_without_its_head() -> None:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert decoded(packer.compress(PAGE) + packer.flush(), "deflate") == PAGE


def test_plain_in_spite_of_its_header() -> None:
    assert decoded(b"%PDF-1.7", "gzip") == b"%PDF-1.7"


def test_several_members() -> None:
    assert decoded(gzip.compress(b"a") + gzip.compress(b"b"), "gzip") == b"ab"


BAD: list[tuple[str, bytes, str, str]] = [
    ("a bomb", gzip.compress(bytes(5 << 20)), "gzip", "more than 1 MB unpacked"),
    (
        "a bomb in a bomb",
        gzip.compress(gzip.compress(bytes(5 << 20))),
        "gzip, gzip",
        "more than 1 MB unpacked",
    ),
    ("a bomb of deflate", zlib.compress(bytes(5 << 20)), "deflate", "more than 1 MB unpacked"),
    ("cut off", gzip.compress(PAGE)[:-4], "gzip", "cut off"),
    ("damaged", gzip.compress(PAGE * 50)[:40] + b"\0" * 20, "gzip", "damaged"),
    ("brotli, which we did not ask for", b"x", "br", "did not ask for: br"),
    ("codings without end", b"x", ", ".join(["gzip"] * 50), "50 content codings"),
    ("too long without any", bytes((1 << 20) + 1), "", "more than 1 MB"),
]


@pytest.mark.parametrize(("name", "body", "coding", "said"), BAD, ids=[case[0] for case in BAD])
def test_bad_codings(name: str, body: bytes, coding: str, said: str) -> None:
    with pytest.raises(EncodingError, match=said):
        decoded(body, coding, limit=1 << 20)


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate"]))
def test_any_bytes_are_unpacked_or_refused(body: bytes, coding: str) -> None:
    with contextlib.suppress(EncodingError):
        assert len(decoded(body, coding, limit=1000)) <= 1000
