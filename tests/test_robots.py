"""robots.txt by RFC 9309, and what pages ask of crawlers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.crawl.robots import MAX_BYTES, Directives, Verdict, directives, from_answer, unreachable

HOST = "https://kunta.example"

RULES: list[tuple[str, str, str, bool]] = [
    ("an empty file", "", "/a", True),
    ("nothing disallowed", "User-agent: *\nDisallow:", "/a", True),
    ("all disallowed", "User-agent: *\nDisallow: /", "/a", False),
    ("robots.txt itself always", "User-agent: *\nDisallow: /", "/robots.txt", True),
    ("TWeb's own file", "User-Agent: *\nDisallow: /\n", "/ktwebscr/pk_tek_tweb.htm", False),
    ("somebody else disallowed", "User-agent: otherbot\nDisallow: /", "/a", True),
    ("we are named", "User-agent: pykala\nDisallow: /", "/a", False),
    ("we are named in another case", "USER-AGENT: PyKaLa\nDISALLOW: /", "/a", False),
    ("we are named with a version", "User-agent: pykala/2.0\nDisallow: /", "/a", False),
    ("a prefix of our name is not ours", "User-agent: py\nDisallow: /", "/a", True),
    ("a longer name is not ours", "User-agent: pykalabot\nDisallow: /", "/a", True),
    ("no wildcards in names", "User-agent: pyk*\nDisallow: /", "/a", True),
    ("our group beats everybody's", "User-agent: *\nDisallow: /\n\nUser-agent: pykala\nAllow: /", "/a", True),
    (
        "everybody's rules do not add to ours",
        "User-agent: pykala\nDisallow: /x\n\nUser-agent: *\nDisallow: /a",
        "/a",
        True,
    ),
    (
        "our groups are one",
        "User-agent: pykala\nDisallow: /x\n\nUser-agent: *\nAllow: /\n\nUser-agent: pykala\nDisallow: /a",
        "/a",
        False,
    ),
    ("several names, one group", "User-agent: otherbot\nUser-agent: pykala\nDisallow: /a", "/a", False),
    (
        "an unknown line parts no group",
        "User-agent: pykala\nSitemap: /s.xml\nUser-agent: b\nDisallow: /a",
        "/a",
        False,
    ),
    ("an unknown rule parts no group", "User-agent: pykala\nNoindex: /z\nDisallow: /a", "/a", False),
    ("rules before any name hold for nobody", "Disallow: /a\nUser-agent: *\nDisallow: /b", "/a", True),
    ("the longest rule wins, allow", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
    ("the longest rule wins, disallow", "User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b/c", False),
    ("as long: allow wins", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
    ("paths begin so", "User-agent: *\nDisallow: /a", "/abc", False),
    ("paths mind their case", "User-agent: *\nDisallow: /A", "/a", True),
    ("a star in the middle", "User-agent: *\nDisallow: /*/salainen", "/fi/salainen/1", False),
    ("a star that does not fit", "User-agent: *\nDisallow: /*/salainen", "/salainen", True),
    ("the end of the path", "User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
    ("beyond the end of the path", "User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x=1", True),
    (
        "parameters",
        "User-agent: *\nDisallow: /cgi/DREQUEST.PHP?page=search",
        "/cgi/DREQUEST.PHP?page=search",
        False,
    ),
    (
        "other parameters",
        "User-agent: *\nDisallow: /cgi/DREQUEST.PHP?page=search",
        "/cgi/DREQUEST.PHP?page=meeting",
        True,
    ),
    (
        "percent signs in the rule",
        "User-agent: *\nDisallow: /p%C3%B6yt%C3%A4kirja",
        "/p%C3%B6yt%C3%A4kirja/1",
        False,
    ),
    ("letters in the rule", "User-agent: *\nDisallow: /pöytäkirja", "/p%C3%B6yt%C3%A4kirja/1", False),
    ("comments", "User-agent: * # all\nDisallow: /a # not this", "/a", False),
    ("old Macintosh lines", "User-agent: *\rDisallow: /a\r", "/a", False),
    ("a byte order mark", "\ufeffUser-agent: *\nDisallow: /a", "/a", False),
    ("spaces around", "  User-agent :  *  \n  Disallow :  /a  ", "/a", False),
    ("CaseM's file", "User-agent: *\nDisallow: /fi-FI/RSS", "/fi-FI/Toimielimet", True),
]


@pytest.mark.parametrize(("name", "text", "path", "allowed"), RULES, ids=[case[0] for case in RULES])
def test_rules(name: str, text: str, path: str, allowed: bool) -> None:
    robots = from_answer(200, text.encode(), "text/plain")
    assert robots.verdict is Verdict.RULES
    assert robots.allows(HOST + path) is allowed


ANSWERS: list[tuple[str, int, bytes, Verdict, bool]] = [
    ("not there", 404, b"", Verdict.ALL, True),
    ("gone", 410, b"", Verdict.ALL, True),
    ("forbidden is no rule", 403, b"", Verdict.ALL, True),
    ("unauthorised is no rule", 401, b"", Verdict.ALL, True),
    ("too many requests, even after waiting", 429, b"", Verdict.ALL, True),
    ("redirects without end", 302, b"", Verdict.ALL, True),
    ("broken server", 500, b"User-agent: *\nAllow: /", Verdict.NOTHING, False),
    ("unavailable", 503, b"", Verdict.NOTHING, False),
    ("nothing in it", 204, b"", Verdict.RULES, True),
    ("a page with status 200", 200, b"<!DOCTYPE html>\n<html><body>Ei ole</body></html>", Verdict.ALL, True),
    ("a page after blank lines", 200, b"\r\n <html>\nUser-agent: *\nDisallow: /\n</html>", Verdict.ALL, True),
    ("a page with a mark", 200, b"\xef\xbb\xbf<html></html>", Verdict.ALL, True),
    ("rules under a wrong type", 200, b"User-agent: *\nDisallow: /", Verdict.RULES, False),
]


@pytest.mark.parametrize(
    ("name", "status", "body", "verdict", "allowed"), ANSWERS, ids=[case[0] for case in ANSWERS]
)
def test_answers(name: str, status: int, body: bytes, verdict: Verdict, allowed: bool) -> None:
    robots = from_answer(status, body, "text/html")
    assert robots.verdict is verdict
    assert robots.allows(HOST + "/a") is allowed


def test_no_answer_at_all_forbids() -> None:
    robots = unreachable("no answer in 120 s")
    assert (robots.verdict, robots.allows(HOST + "/a")) == (Verdict.NOTHING, False)


def test_what_is_beyond_the_limit_is_not_read() -> None:
    filler = b"# a comment\n" * (MAX_BYTES // 12 + 1)
    robots = from_answer(200, filler + b"User-agent: *\nDisallow: /", "text/plain")
    assert robots.allows(HOST + "/a")


DELAYS: list[tuple[str, str, float | None]] = [
    ("none", "User-agent: *\nDisallow:", None),
    ("for all", "User-agent: *\nCrawl-delay: 5\nDisallow:", 5.0),
    ("ours, not everybody's", "User-agent: *\nCrawl-delay: 5\n\nUser-agent: pykala\nCrawl-delay: 2.5", 2.5),
    ("not more than two minutes", "User-agent: *\nCrawl-delay: 86400", 120.0),
    ("nonsense", "User-agent: *\nCrawl-delay: soon", None),
]


@pytest.mark.parametrize(("name", "text", "delay"), DELAYS, ids=[case[0] for case in DELAYS])
def test_delays(name: str, text: str, delay: float | None) -> None:
    assert from_answer(200, text.encode()).delay == delay


PAGES: list[tuple[str, list[str], list[tuple[str, str]], Directives]] = [
    ("nothing", [], [], Directives()),
    ("meta", [], [("robots", "noindex")], Directives(noindex=True)),
    ("meta in capitals", [], [("ROBOTS", "NOINDEX, NOFOLLOW")], Directives(True, True)),
    ("meta none", [], [("robots", "none")], Directives(True, True)),
    ("meta for us", [], [("pykala", "noindex")], Directives(noindex=True)),
    ("meta for another", [], [("googlebot", "noindex")], Directives()),
    ("other metas", [], [("description", "noindex")], Directives()),
    ("header", ["noindex"], [], Directives(noindex=True)),
    ("header for us", ["pykala: noindex, nofollow"], [], Directives(True, True)),
    ("header for another", ["otherbot: noindex, nofollow"], [], Directives()),
    (
        "header for another, then all in a second",
        ["otherbot: noindex", "nofollow"],
        [],
        Directives(False, True),
    ),
    ("header for another, then us", ["otherbot: none, pykala: noindex"], [], Directives(noindex=True)),
    ("values are no names", ["max-snippet: 5, noindex"], [], Directives(noindex=True)),
    (
        "dates have colons",
        ["unavailable_after: 25 Jun 2030 15:00:00 EET, noindex"],
        [],
        Directives(noindex=True),
    ),
    (
        "a date with a comma",
        ["unavailable_after: Tue, 25 Jun 2030 15:00:00 EET, nofollow"],
        [],
        Directives(False, True),
    ),
]


@pytest.mark.parametrize(("name", "headers", "metas", "asked"), PAGES, ids=[case[0] for case in PAGES])
def test_what_pages_ask(
    name: str, headers: list[str], metas: list[tuple[str, str]], asked: Directives
) -> None:
    assert directives(headers, metas) == asked


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_robots_file(body: bytes) -> None:
    robots = from_answer(200, body)
    assert robots.allows(HOST + "/a") in (True, False)
    assert robots.delay is None or 0 <= robots.delay <= 120


@pytest.mark.parametrize("piece", ["User-agent: *\n", "Disallow: /*a*a*a*a*b\n", "§", "::", "a:" * 50 + "\n"])
def test_a_long_file_takes_no_longer_than_its_length(piece: str) -> None:
    robots = from_answer(200, (piece * (200_000 // len(piece.encode()))).encode())
    assert robots.allows(HOST + "/" + "a" * 200) in (True, False)
