"""A municipality's own site: pages of links to minutes as files, and WordPress's list of its media.

A file is taken for minutes or an agenda when its words, its address or the heading above it say so;
anything else is an attachment. Further pages are followed when they are of the same host and their words
speak of minutes, a body's meetings or a year; nothing else, so that a calendar never ends the night.
"""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import unquote, urlsplit

from corpus.records import Kind
from corpus.registry.organs import find_organ_at_line_start
from corpus.registry.sources import Source
from ingest.platforms.adapter import Adapter
from ingest.platforms.labels import find_date, find_kind, find_number
from ingest.platforms.lies import Lie, html_for_json, is_json
from ingest.platforms.links import Collector
from ingest.platforms.markup import Anchor, anchors, row_of, words
from ingest.platforms.page import About, AttachmentLink, BodyLink, Links, MeetingLink, Page
from ingest.platforms.urls import canonical_url, file_name, parameter, same_host

_FILE = re.compile(r"\.(?:pdf|docx?|rtf|odt)$", re.IGNORECASE)
_FILE_PROGRAM = re.compile(
    r"/(?:getfile|download|lataa|tiedosto|file)(?:\.\w{2,5})?$|/document[^/]{0,40}\.jsp$", re.IGNORECASE
)
_AGENDA = re.compile(r"/agenda/(\d{1,9})(?:/info)?$")
_MEDIA = re.compile(r"/wp-json/wp/v2/media$")
_LIST = re.compile(
    r"pöytäkirj|poytakirj|esityslist|protokoll|föredragningslist|foredragningslist|kokousasiakirj|/agenda$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"^(?:vuosi\s)?(?:19|20)\d\d$|^(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d$", re.IGNORECASE)
_SKIP = re.compile(r"tietosuoja|seloste|lomake|malli|ohje(?:et)?\b|kokouspalkkio", re.IGNORECASE)
_ENDLESS = frozenset(
    {"tribe-bar-date", "eventdate", "ical", "outlook-ical", "replytocom", "share", "print", "month", "day"}
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "caption", "summary")
_PAGE_SIZE = 100
_MOST_PAGES = 100


def canonical(url: str) -> str:
    """As everywhere; parameters of calendars and of sharing go."""
    return canonical_url(url, drop=_ENDLESS)


def start_urls(source: Source) -> tuple[str, ...]:
    """The page of minutes the registry names; for a bare host also WordPress's list of files."""
    if not source.base_url:
        return ()
    base = canonical(source.base_url)
    if urlsplit(base).path != "/":
        return (base,)
    return base, canonical(
        f"{base}wp-json/wp/v2/media?per_page={_PAGE_SIZE}&page=1&mime_type=application/pdf"
    )


def links(page: Page) -> Links:
    """Minutes, agendas, attachments and further lists of a page, or of WordPress's media."""
    if _MEDIA.search(urlsplit(page.url).path) or (is_json(page) and isinstance(page.json, list)):
        return _media_links(page)
    found = Collector(about=About(organ=_organ(words(page.soup.find("h1")))))
    of = canonical(page.url)
    headings = _headings(page)
    for anchor in anchors(page, canonical):
        if anchor.url == of:
            continue
        if _is_file(anchor.url):
            _file(found, anchor, of, headings.get(id(anchor.tag), ""))
        elif _AGENDA.search(urlsplit(anchor.url).path) and same_host(anchor.url, of):
            said = _said(anchor)
            organ = _organ(anchor.text) or _organ(said) or found.about.organ
            found.add(
                MeetingLink(
                    anchor.url, organ, find_date(said), find_kind(said), find_number(said), anchor.text
                )
            )
        elif same_host(anchor.url, of) and _is_list(anchor):
            if (organ := _organ(anchor.text)) and not _YEAR.match(anchor.text):
                found.add(BodyLink(anchor.url, organ))
            else:
                found.add_more(anchor.url)
    return found.links()


def _is_file(url: str) -> bool:
    path = urlsplit(url).path
    if _FILE.search(path):
        return True
    return bool(_FILE_PROGRAM.search(path)) and any(
        parameter(url, name) for name in ("file", "id", "name", "docid")
    )


def _is_list(anchor: Anchor) -> bool:
    if _YEAR.match(anchor.text):
        return True
    return bool(_LIST.search(anchor.text) or _LIST.search(urlsplit(anchor.url).path)) and not _SKIP.search(
        anchor.text
    )


def _said(anchor: Anchor) -> str:
    """The link's words, with its row's where the link says little ("Pöytäkirja", "pdf")."""
    row = row_of(anchor.tag)
    if row is None or find_date(anchor.text) or len(words(row)) > 300:
        return anchor.text
    return f"{anchor.text} {words(row)}"


def _headings(page: Page) -> dict[int, str]:
    """The heading above each link, by the link's identity."""
    found: dict[int, str] = {}
    above = ""
    for tag in page.soup.find_all([*_HEADINGS, "a"]):
        if tag.name == "a":
            found[id(tag)] = above
        else:
            above = words(tag)[:300]
    return found


def _file(found: Collector, anchor: Anchor, of: str, above: str) -> None:
    said, name = _said(anchor), _spoken(file_name(anchor.url))
    kind = find_kind(said) or find_kind(name)
    date = find_date(said) or find_date(name) or _packed_date(name)
    if kind is None and date is not None:
        kind = find_kind(above)
    if kind is None or _SKIP.search(anchor.text) or _is_attachment(anchor.text):
        found.add(AttachmentLink(anchor.url, anchor.text or name, of))
        return
    organ = _organ(said) or _organ(above) or _organ(name) or found.about.organ
    found.add(MeetingLink(anchor.url, organ, date, kind, find_number(said), anchor.text or name))


def _is_attachment(text: str) -> bool:
    return bool(re.match(r"\s{0,3}(?:liite|liitteet|oheis|bilaga)", text, re.IGNORECASE))


def _spoken(name: str) -> str:
    """A file's name as words: "kh_ptk-12.3.2024.pdf" is "kh ptk 12.3.2024"."""
    return re.sub(r"[_\s]+|-(?!\d)|(?<!\d)-", " ", unquote(_FILE.sub("", name))).strip()


_PACKED = re.compile(
    r"(?<!\d)(?:(\d{2})(\d{2})(20\d{2})|(20\d{2})(\d{2})(\d{2})|(\d{1,2})-(\d{1,2})-(20\d{2}))(?!\d)"
)


def _packed_date(name: str) -> Any:
    """ "12032024", "20240312", "12-3-2024" in a file's name."""
    for match in _PACKED.finditer(name[:200]):
        parts = [part for part in match.groups() if part]
        order = parts if match[4] else parts[::-1]
        date = find_date("-".join(part.zfill(2) for part in order))
        if date:
            return date
    return None


def _organ(text: str) -> str | None:
    """A body's name at the start of the words, by the registry of bodies."""
    cleaned = re.sub(
        r"^(?:pöytäkirjat?|esityslistat?|protokoll)\s*[:,–-]?\s*", "", text.strip(), flags=re.IGNORECASE
    )
    match = find_organ_at_line_start(cleaned[:200])
    return match[0].name if match else None


def _media_links(page: Page) -> Links:
    found = Collector()
    of = canonical(page.url)
    entries = page.json if isinstance(page.json, list) else []
    for entry in entries:
        address = entry.get("source_url") if isinstance(entry, dict) else None
        if not isinstance(address, str):
            continue
        try:
            url = canonical(address)
        except ValueError:
            continue
        given = entry.get("title")
        title = html.unescape(str(given.get("rendered") if isinstance(given, dict) else given or "")).strip()
        name = _spoken(file_name(url))
        kind: Kind | None = find_kind(title) or find_kind(name)
        date = find_date(title) or find_date(name) or _packed_date(name) or _packed_date(title)
        if kind is None or _SKIP.search(title) or _is_attachment(title):
            found.add(AttachmentLink(url, title or name, of))
        else:
            organ = _organ(_spoken(title)) or _organ(name)
            found.add(MeetingLink(url, organ, date, kind, find_number(title), title or name))
    following = _next_page(page, len(entries))
    if following:
        found.add_more(following)
    return found.links()


def _next_page(page: Page, count: int) -> str | None:
    """WordPress tells the number of pages in a header; without it a full page has a follower."""
    number = parameter(page.url, "page") or "1"
    total = page.header("x-wp-totalpages")
    if not number.isdigit() or int(number) >= _MOST_PAGES:
        return None
    here = int(number)
    if here < int(total) if total.isdigit() else count >= _PAGE_SIZE:
        if f"page={here}" in page.url.replace("per_page", ""):
            return canonical(re.sub(r"([?&]page=)\d+", rf"\g<1>{here + 1}", page.url))
        return canonical(f"{page.url}{'&' if '?' in page.url else '?'}page={here + 1}")
    return None


def _rest_error(page: Page) -> str | None:
    """WordPress tells that there is no such list in JSON, some servers with status 200."""
    if not _MEDIA.search(urlsplit(page.url).path):
        return None
    if html_for_json(page):
        return "no JSON came"
    code = page.json.get("code") if isinstance(page.json, dict) else None
    return f"WordPress says {code}" if code else None


def _elsewhere(page: Page) -> str | None:
    """A page that is gone often leads to the front page."""
    asked, landed = urlsplit(canonical(page.url)), urlsplit(canonical(page.base))
    if landed.path in ("/", "/fi", "/fi/", "/etusivu") and asked.path not in (landed.path, "/", ""):
        return "the front page came instead"
    return None


OWN_LIES = (Lie("rest-error", _rest_error), Lie("front-for-page", _elsewhere))

ADAPTER = Adapter(name="own-site", links=links, start_urls=start_urls, own_lies=OWN_LIES, canonical=canonical)
