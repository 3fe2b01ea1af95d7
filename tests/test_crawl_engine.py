"""Scrapy's hands against a real server: what comes back, and what becomes of what does not."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator

import pytest

from corpus.encodings import EncodingError
from corpus.sample.faults import Fault, bomb, broken, endless, redirect, slow, status
from corpus.sample.layouts import Resource
from corpus.sample.server import Handler, SmallFinland
from ingest.crawl.engine import ScrapyFetcher
from ingest.crawl.wire import Answer, Ask, Trouble
from tests.crawling import CONTACT, small

AGENT = f"pykala/test (+{CONTACT})"


@pytest.fixture(scope="module")
def finland() -> Iterator[SmallFinland]:
    with SmallFinland(small("rautasalmi")) as finland:
        yield finland


@pytest.fixture(scope="module")
def hands() -> Iterator[ScrapyFetcher]:
    fetcher = ScrapyFetcher(AGENT, inside=frozenset({"rautasalmi.localhost"}))
    yield fetcher
    fetcher.close()


def ask(hands: ScrapyFetcher, finland: SmallFinland, address: str, **more: object) -> Answer:
    origin = finland.origin(finland.town("rautasalmi"))
    hands.send(Ask(origin + address, slot="rautasalmi.localhost", **{"timeout": 2.0, **more}))  # type: ignore[arg-type]
    answer = hands.wait(10)
    assert answer is not None
    return answer


def test_an_answer_comes_as_it_was_sent(finland: SmallFinland, hands: ScrapyFetcher) -> None:
    finland.put("rautasalmi", "/long.htm", Resource(b"<html>kirjaamo" + b" " * 1000 + b"</html>"))
    finland.forget()
    answer = ask(hands, finland, "/long.htm", headers=(("If-None-Match", '"x"'),))
    (request,) = finland.requests
    assert (answer.status, answer.address, answer.method) == (200, "127.0.0.1", "GET")
    assert answer.header("content-encoding") == "gzip"
    assert b"kirjaamo" in answer.decoded(10_000)
    assert answer.received > len(answer.body) > 0
    assert (request.user_agent, request.conditional) == (AGENT, True)
    assert dict(answer.sent)["Accept-Encoding"] == "gzip, deflate"


def test_a_form_is_posted(finland: SmallFinland, hands: ScrapyFetcher) -> None:
    fields = (("kirjaamo", "1"), ("oper", "where"))
    answer = ask(hands, finland, "/ktwebscr/pk_kokl_tweb.htm", form=fields)
    assert (answer.status, answer.method, answer.posted) == (200, "POST", b"kirjaamo=1&oper=where")


def test_no_cookie_is_kept(finland: SmallFinland, hands: ScrapyFetcher) -> None:
    cookies: list[str | None] = []

    def answer(handler: Handler) -> None:
        cookies.append(handler.headers.get("Cookie"))
        handler.answer(200, b"<html></html>", {"Set-Cookie": "PHPSESSID=1"})

    finland.fail("rautasalmi", "/cookie", Fault(answer))
    ask(hands, finland, "/cookie")
    ask(hands, finland, "/cookie")
    assert cookies == [None, None]


STATUSES = [200, 204, 301, 304, 403, 404, 410, 418, 429, 500, 503]


@pytest.mark.parametrize("code", STATUSES)
def test_every_status_is_an_answer(finland: SmallFinland, hands: ScrapyFetcher, code: int) -> None:
    finland.fail("rautasalmi", f"/status/{code}", status(code))
    assert ask(hands, finland, f"/status/{code}").status == code


def test_an_answer_without_a_body_leaves_nothing_on_its_connection(finland: SmallFinland) -> None:
    for code in (204, 304):
        finland.fail("rautasalmi", f"/bare/{code}", status(code))
    finland.fail("rautasalmi", "/then", status(403))
    connection = http.client.HTTPConnection("127.0.0.1", finland.port)
    for path, code in (("/bare/204", 204), ("/then", 403), ("/bare/304", 304), ("/then", 403)):
        connection.request("GET", path, headers={"Host": f"rautasalmi.localhost:{finland.port}"})
        answer = connection.getresponse()
        assert (answer.status, bool(answer.read())) == (code, code == 403)


def test_redirects_are_not_followed(finland: SmallFinland, hands: ScrapyFetcher) -> None:
    finland.fail("rautasalmi", "/away", redirect("http://127.0.0.1/x"))
    answer = ask(hands, finland, "/away")
    assert (answer.status, answer.header("location")) == (302, "http://127.0.0.1/x")


TROUBLES: list[tuple[str, Fault, Trouble]] = [
    ("silent", slow(1), Trouble.TIMEOUT),
    ("cut off", broken(), Trouble.BROKEN),
    ("ten gigabytes", endless(10_000_000_000), Trouble.TOO_LONG),
    ("no HTTP", Fault(lambda handler: handler.write(b"SSH-2.0\r\n\r\n")), Trouble.BROKEN),
]


@pytest.mark.parametrize(("name", "fault", "trouble"), TROUBLES, ids=[case[0] for case in TROUBLES])
def test_troubles_are_told_apart(
    finland: SmallFinland, hands: ScrapyFetcher, name: str, fault: Fault, trouble: Trouble
) -> None:
    finland.fail("rautasalmi", f"/{name.replace(' ', '-')}", fault)
    answer = ask(hands, finland, f"/{name.replace(' ', '-')}", max_bytes=100_000, timeout=0.5)
    assert (answer.status, answer.trouble) == (None, trouble)
    assert "\n" not in answer.reason
    assert ask(hands, finland, "/ktwebscr/pk_tek_tweb.htm").status == 200, "the next one comes"


def test_a_bomb_is_not_unpacked(finland: SmallFinland, hands: ScrapyFetcher) -> None:
    finland.fail("rautasalmi", "/bomb", bomb(50_000_000))
    answer = ask(hands, finland, "/bomb")
    assert len(answer.body) < 100_000
    with pytest.raises(EncodingError, match="more than 1 MB unpacked"):
        answer.decoded(1 << 20)


PRIVATE = [
    "http://localhost/",
    "http://tuulensuu.localhost:{port}/",
    "http://127.0.0.1:{port}/",
    "http://127.1:{port}/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_private_addresses_are_not_asked(finland: SmallFinland, hands: ScrapyFetcher, url: str) -> None:
    finland.forget()
    hands.send(Ask(url.format(port=finland.port), slot="elsewhere", timeout=2.0))
    answer = hands.wait(10)
    assert answer is not None
    assert answer.trouble is Trouble.PRIVATE
    assert not finland.requests


def test_nobody_listens(hands: ScrapyFetcher) -> None:
    hands.send(Ask("http://rautasalmi.localhost:1/", slot="rautasalmi.localhost", timeout=2.0))
    answer = hands.wait(10)
    assert answer is not None
    assert answer.trouble is Trouble.REFUSED


def test_hosts_are_asked_side_by_side() -> None:
    with SmallFinland(small("rautasalmi", "ketunniemi")) as finland:
        fetcher = ScrapyFetcher(AGENT, inside=frozenset({town.host for town in finland.towns}))
        for town in finland.towns:
            finland.fail(town.slug, "/slow", slow(0.3))
            fetcher.send(Ask(finland.origin(town) + "/slow", slot=town.host, timeout=5.0))
        answers = [fetcher.wait(5) for _ in finland.towns]
        fetcher.close()
    assert all(answer is not None and answer.status == 200 for answer in answers)
    one, other = finland.requests
    assert one.began < other.ended
    assert other.began < one.ended


def test_waiting_for_nothing_ends(hands: ScrapyFetcher) -> None:
    began = time.monotonic()
    assert hands.wait(0.01) is None
    assert time.monotonic() - began < 5
