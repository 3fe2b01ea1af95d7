"""What servers lie about: answers with status 200 that are not what was asked for.

A lie is a named rule; the table turns it into an error, so that no lie is ever archived as minutes. The rules
here hold for every platform; adapters add their own ("another meeting than asked").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bs4.element import Tag

from ingest.platforms.markup import attribute, words
from ingest.platforms.page import Page, PageError
from ingest.platforms.urls import file_name

_SHORT = 3000  # characters of visible text; error pages are shorter, minutes that speak of errors are longer
_MANY_LINKS = 12  # a site with a log-in box in its corner has more
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|rtf|zip)$", re.IGNORECASE)
_ERROR = re.compile(
    r"^(?:(?:http|status|error|virhe)[\s:–-]{1,3}[45]\d\d\b|[45]\d\d(?:$|[\s.:|–-]{1,3}(?:not |"
    r"error|forbidden|"
    r"virhe|sivua|server|internal|bad |service|gateway|file ))|not found|page not found|"
    r"sivua ei löyd|sivua ei ole|"
    r"hakemaasi sivua|etsimääsi sivua|sidan (?:hittades inte|finns inte|kunde inte)|"
    r"virhe(?:sivu)?(?:$|[!:.])|tapahtui virhe|fel(?:sida)?$|"
    r"server error in|runtime error|internal server error|service unavailable|bad gateway|gateway time-?out|"
    r"fatal error|application error|error occurred|an error|huoltokatko|palvelu ei ole käytettävissä|"
    r"oops|an unhandled exception)",
    re.IGNORECASE,
)
_CODE_ERROR = re.compile(
    r"(?:fatal error|parse error|uncaught exception|warning)\b[^\n]{0,300}\bon line\b|odbc driver|ora-\d{5}|"
    r"stack trace:|system\.web\.httpexception",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r"istun(?:to|tosi) on (?:vanhentunut|päättynyt|katkennut)|session (?:has )?(?:expired|timed out)|"
    r"sessionen har (?:gått ut|upphört)|kirjaudu uudelleen|yhteys on aikakatkaistu",
    re.IGNORECASE,
)
_BLOCKED = re.compile(
    r"^(?:just a moment|attention required|access denied|pääsy (?:on )?(?:estetty|kielletty)|"
    r"request (?:rejected|blocked)|are you (?:a )?(?:human|robot)|verify(?:ing)? you are human|"
    r"403 forbidden)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Lie:
    """A rule: ``find`` gives what is wrong in a few words, or None when the page is honest."""

    name: str
    find: Callable[[Page], str | None]


def is_html(page: Page) -> bool:
    """Whether the body looks like HTML, whatever its declared type."""
    head = page.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        head.startswith(b"<") and b"<html" in head
    )


def is_json(page: Page) -> bool:
    """Whether the body looks like JSON."""
    return page.body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def _empty(page: Page) -> str | None:
    return None if page.body.strip(b"\xef\xbb\xbf \t\r\n\x00") else "the body is empty"


def _html_for_file(page: Page) -> str | None:
    if _FILE.search(file_name(page.url)) and is_html(page):
        return "a web page came instead of the file"
    return None


def _short_text(page: Page) -> str | None:
    """The visible text of a short HTML page."""
    if not is_html(page) or len(page.body) > 400_000:
        return None
    text = _visible(page)
    return text if len(text) <= _SHORT else None


def _visible(page: Page) -> str:
    found = page.soup.find("body")
    body = found if isinstance(found, Tag) else page.soup
    hidden = ("script", "style", "noscript", "template")
    pieces = (
        str(piece) for piece in body.find_all(string=True) if piece.parent and piece.parent.name not in hidden
    )
    return " ".join(" ".join(pieces).split())


def _heads(page: Page) -> list[str]:
    tags = page.soup.find_all(["title", "h1", "h2"], limit=6)
    return [words(tag).lstrip(" -–|•") for tag in tags if isinstance(tag, Tag)]


def _error_page(page: Page) -> str | None:
    text = _short_text(page)
    if text is None:
        return None
    for said in (*_heads(page), text[:200]):
        if _ERROR.match(said):
            return f"an error page with status {page.status}: {said[:80]}"
    found = _CODE_ERROR.search(text)
    return f"the server's program failed: {found[0][:80]}" if found else None


def _session_page(page: Page) -> str | None:
    text = _short_text(page)
    return "the session has ended; ask again without its cookie" if text and _SESSION.search(text) else None


def _login_page(page: Page) -> str | None:
    text = _short_text(page)
    if text is None:
        return None
    fields = page.soup.find_all("input", limit=100)
    asks = any(attribute(tag, "type").lower() == "password" for tag in fields if isinstance(tag, Tag))
    few = len(page.soup.find_all("a", href=True, limit=_MANY_LINKS)) < _MANY_LINKS
    return "a log-in page" if asks and few else None


def _blocked(page: Page) -> str | None:
    if _short_text(page) is None:
        return None
    said = next((head for head in _heads(page) if _BLOCKED.match(head)), None)
    return f"the server's guard answered: {said[:80]}" if said else None


def _shell(page: Page) -> str | None:
    text = _short_text(page)
    if text is None or len(text) > 200 or page.soup.find(["a", "frame", "iframe", "option", "img"]):
        return None
    return "an empty shell that a script would fill" if page.soup.find("script") else None


COMMON_LIES = (
    Lie("empty-body", _empty),
    Lie("html-for-file", _html_for_file),
    Lie("session-page", _session_page),
    Lie("login-page", _login_page),
    Lie("blocked", _blocked),
    Lie("error-page", _error_page),
    Lie("script-shell", _shell),
)


def html_for_json(page: Page) -> str | None:
    """For adapters of JSON services: something else came."""
    return None if is_json(page) else "no JSON came"


def first_lie(page: Page, lies: tuple[Lie, ...]) -> str | None:
    """The first lie found, as "name: what is wrong". Only status 200 can lie; other statuses are honest."""
    if page.status != 200:
        return None
    for lie in lies:
        try:
            found = lie.find(page)
        except PageError as error:
            return f"unreadable: {error}"
        if found:
            return f"{lie.name}: {found}"
    return None
