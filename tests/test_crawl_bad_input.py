"""A town whose server does everything wrong: each thing is a line in the report, and the crawl goes on."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from corpus.database import Library
from corpus.registry.sources import Source
from corpus.sample.faults import Fault, bomb, broken, endless, redirect, slow, status
from corpus.sample.layouts import Resource
from corpus.sample.server import SmallFinland
from ingest.crawl import Receipt, crawl
from tests.crawling import OPTIONS, minutes, small

GOOD = minutes(7)[1].encode()
PATIENT = dataclasses.replace(OPTIONS, timeout=0.5, max_bytes=2_000_000, attempts=2)


def crawled(
    folder: Path, faults: dict[str, Fault | Resource], links: list[str] | None = None
) -> tuple[Receipt, set[str]]:
    """The receipt of a crawl of Ketunniemi, whose page of minutes leads to bad files and to a good one last;
    and the addresses that are held after it."""
    listed = [*(links or faults), "/getfile.php?file=9"]
    body = "".join(
        f'<li><a href="{address}">Pöytäkirja {number}.5.2031</a></li>'
        for number, address in enumerate(listed, 1)
    )
    page = f"<!DOCTYPE html><html><body><h1>Pöytäkirjat</h1><ul>{body}</ul></body></html>"
    with SmallFinland(small("ketunniemi")) as finland, Library.open(folder, create=True) as library:
        finland.put("ketunniemi", "/poytakirjat", Resource(page.encode()))
        finland.put("ketunniemi", "/getfile.php?file=9", Resource(minutes(9)[1].encode()))
        for address, fault in faults.items():
            if isinstance(fault, Resource):
                finland.put("ketunniemi", address, fault)
            else:
                finland.fail("ketunniemi", address, fault)
        receipt = crawl(library, finland.sources(), PATIENT)
        origin = finland.origin(finland.town("ketunniemi"))
        held = {
            row[0].removeprefix(origin) for row in library.connection.execute("SELECT uri FROM addresses")
        }
    return receipt, held


CASES: list[tuple[str, str, Fault | Resource, str]] = [
    ("a loop", "/a.pdf", redirect("/a.pdf"), "leads back to itself"),
    ("a way to another host", "/a.pdf", redirect("http://muu.example/a.pdf"), "another host"),
    ("a way into a private network", "/a.pdf", redirect("http://10.1.2.3/a.pdf"), "a private address"),
    ("no answer", "/a.pdf", slow(2), "no answer in 0.5 s"),
    ("cut off", "/a.pdf", broken(), "cut off"),
    ("ten gigabytes", "/a.pdf", endless(10_000_000_000), "longer than 2 MB"),
    ("a bomb", "/a.pdf", bomb(100_000_000), "unpacked"),
    ("a broken server", "/a.pdf", status(500), "the server says 500"),
    ("not for us", "/a.pdf", status(403), "the server says 403"),
    ("a dead link", "/a.pdf", status(404), "a list leads to it, but the server says 404"),
    ("a page for a file", "/a.pdf", Resource(GOOD, "application/pdf"), "a web page came instead of the file"),
    ("an empty file", "/a.pdf", Resource(b"", "application/pdf"), "the body is empty"),
    ("no PDF behind its head", "/a.pdf", Resource(b"%PDF-1.7\n%%EOF\n", "application/pdf"), "a.pdf"),
    (
        "an error page with status 200",
        "/getfile.php?file=1",
        Resource(b"<html><head><title>Virhe</title></head><body>Virhe: tapahtui virhe</body></html>"),
        "error-page",
    ),
    (
        "a log-in page",
        "/getfile.php?file=1",
        Resource(b"<html><body><form><input type='password'></form></body></html>"),
        "log-in",
    ),
    (
        "a coding nobody asked for",
        "/a.pdf",
        Fault(lambda handler: handler.answer(200, b"x", {"Content-Encoding": "zstd"})),
        "coding",
    ),
]


@pytest.mark.parametrize(("name", "address", "fault", "said"), CASES, ids=[case[0] for case in CASES])
def test_each_is_a_line(tmp_path: Path, name: str, address: str, fault: Fault | Resource, said: str) -> None:
    receipt, held = crawled(tmp_path, {address: fault})
    (problem,) = receipt.problems
    assert said in problem.reason
    assert "\n" not in problem.reason
    assert (receipt.counts["new"], receipt.counts["failed"], receipt.state) == (1, 1, "done")
    assert held == {"/getfile.php?file=9"}


WRONG_CHARSETS = [
    ("latin-1 that says utf-8", minutes(1)[1].encode("latin-1", "replace"), "text/html; charset=utf-8"),
    ("utf-8 that says windows-1252", minutes(1)[1].encode(), "text/html; charset=windows-1252"),
    ("a charset that is none", minutes(1)[1].encode(), "text/html; charset=klingon"),
]


@pytest.mark.parametrize(("name", "body", "kind"), WRONG_CHARSETS, ids=[case[0] for case in WRONG_CHARSETS])
def test_a_wrong_charset_is_read_all_the_same(tmp_path: Path, name: str, body: bytes, kind: str) -> None:
    receipt, held = crawled(tmp_path, {"/getfile.php?file=1": Resource(body, kind)})
    assert (receipt.counts["new"], receipt.counts["failed"], len(held)) == (2, 0, 2)


def test_a_calendar_without_end_is_left(tmp_path: Path) -> None:
    """Each page leads to the next year's, and to nothing else."""
    with SmallFinland(small("ketunniemi")) as finland, Library.open(tmp_path, create=True) as library:
        for year in range(2000, 2090):
            link = f'<a href="/kalenteri?vuosi={year + 1}">{year + 1}</a>'
            body = f"<html><body><h1>Kalenteri</h1>{link}</body></html>"
            finland.put("ketunniemi", f"/kalenteri?vuosi={year}", Resource(body.encode()))
        start = finland.origin(finland.town("ketunniemi")) + "/kalenteri?vuosi=2000"
        source = Source("", "Ketunniemi", "own-site", start)
        receipt = crawl(library, [source], PATIENT)
    assert receipt.requests <= 16
    assert receipt.clean


def test_a_host_that_is_not_there_costs_the_others_nothing(tmp_path: Path) -> None:
    with SmallFinland(small("ketunniemi")) as finland, Library.open(tmp_path, create=True) as library:
        nobody = Source("", "Ei kukaan", "own-site", "http://eikukaan.localhost:1/poytakirjat")
        receipt = crawl(library, [nobody, *finland.sources()], OPTIONS)
    assert receipt.counts["new"] == 1
    assert [problem.url for problem in receipt.problems] == ["eikukaan.localhost"]
    assert "refused" in receipt.problems[0].reason
