"""robots.txt by RFC 9309, and the ``noindex`` of pages.

Protego decides which rule holds for an address. What it takes more generously than the RFC
(prefixes of names, wildcards in names, unknown lines that part a group) is evened out before it
reads the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from protego import Protego

PRODUCT = "pykala"
"""The name by which robots.txt may speak to us."""

MAX_BYTES = 500 * 1024
"""What is read of a robots.txt; the RFC asks for at least this much."""

MAX_AGE_HOURS = 24
MAX_REDIRECTS = 5
_LONGEST_DELAY = 120.0

_TOKEN = re.compile(r"[A-Za-z_-]{1,100}")
_LINE = re.compile(r"\s{0,100}(user-agent|allow|disallow|crawl-delay)\s{0,100}:(.{0,4000})", re.IGNORECASE)
_OTHER = "x-other-crawler"
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml", b"<!--", b"<script", b"<meta", b"<title")


class Verdict(StrEnum):
    """What an attempt to read robots.txt came to."""

    RULES = "rules"
    ALL = "all"  # there is none: everything may be fetched
    NOTHING = "nothing"  # it cannot be asked for: nothing may


@dataclass(frozen=True)
class Robots:
    """A host's robots.txt as it was found, and why that means what it means."""

    verdict: Verdict
    reason: str
    body: str = ""
    status: int | None = None

    def allows(self, url: str) -> bool:
        """Whether we may fetch an address."""
        match self.verdict:
            case Verdict.ALL:
                return True
            case Verdict.NOTHING:
                return False
            case Verdict.RULES:
                return bool(self._rules.can_fetch(url, PRODUCT))

    @cached_property
    def delay(self) -> float | None:
        """Seconds it asks crawlers to wait between requests: no part of the RFC, but heeded."""
        if self.verdict is not Verdict.RULES:
            return None
        asked = Protego.parse("\n".join(_kept(self.body, with_delay=True))).crawl_delay(PRODUCT)
        return None if asked is None else min(float(asked), _LONGEST_DELAY)

    @cached_property
    def _rules(self) -> Protego:
        return Protego.parse("\n".join(_kept(self.body, with_delay=False)))


def from_answer(status: int, body: bytes, media_type: str = "") -> Robots:
    """What an answer to the request for robots.txt means; redirects are the caller's to follow.

    4xx, or redirects without end: there is none. 5xx: nothing may be fetched. HTML with status 200
    is an error page, so there is none.
    """
    if status >= 500:
        return Robots(Verdict.NOTHING, f"robots.txt gives {status}: nothing may be fetched", status=status)
    if status >= 400 or 300 <= status < 400:
        return Robots(Verdict.ALL, f"no robots.txt ({status})", status=status)
    if status < 200:
        return Robots(Verdict.NOTHING, f"robots.txt gives {status}: nothing may be fetched", status=status)
    body = body[:MAX_BYTES]
    start = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_HTML) or (b"<html" in start and media_type == "text/html"):
        return Robots(Verdict.ALL, "no robots.txt (a web page came in its place)", status=status)
    return Robots(Verdict.RULES, "robots.txt", body.decode("utf-8-sig", "replace"), status)


def unreachable(reason: str) -> Robots:
    """What it means that no answer came at all."""
    return Robots(Verdict.NOTHING, f"robots.txt cannot be asked for ({reason}): nothing may be fetched")


def _kept(text: str, *, with_delay: bool) -> Iterable[str]:
    """The lines that count, each name of a crawler being ours, everybody's or somebody else's."""
    for line in re.split(r"\r\n|\r|\n", text):
        match = _LINE.match(line.partition("#")[0])
        if match is None:
            continue
        name, value = match[1].lower(), match[2].strip()
        if name == "user-agent":
            yield f"User-agent: {_crawler(value)}"
        elif name != "crawl-delay" or with_delay:
            yield f"{name}: {value}"


def _crawler(value: str) -> str:
    if value == "*":
        return "*"
    token = _TOKEN.match(value)
    return PRODUCT if token is not None and token[0].lower() == PRODUCT else _OTHER


@dataclass(frozen=True)
class Directives:
    """What a page asks of crawlers: not to keep it, not to follow its links."""

    noindex: bool = False
    nofollow: bool = False


_META_NAMES = frozenset({"robots", PRODUCT})
_WITH_VALUES = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})


def directives(headers: Iterable[str], metas: Iterable[tuple[str, str]]) -> Directives:
    """Of the X-Robots-Tag headers and the page's meta elements (name, content).

    A part of a header that begins with another crawler's name ("otherbot: noindex") holds for that
    one, and so do the parts after it up to the next name.
    """
    said: set[str] = set()
    for header in headers:
        said.update(_for_us(header))
    for name, content in metas:
        if name.strip().lower() in _META_NAMES:
            said.update(word.strip().lower() for word in re.split(r"[,\s]", content))
    return Directives("noindex" in said or "none" in said, "nofollow" in said or "none" in said)


def _for_us(header: str) -> Iterable[str]:
    ours = True
    for part in header.lower().split(","):
        name, colon, rest = part.strip().partition(":")
        if not colon:
            word = name
        elif name in _WITH_VALUES or not _TOKEN.fullmatch(name):  # a value, or the rest of a date
            continue
        else:
            ours, word = name in (PRODUCT, "*"), rest.strip()
        if ours and word:
            yield word
