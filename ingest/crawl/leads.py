"""From what an adapter found on a page to the addresses the crawl takes up."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from html import unescape

from corpus.records import Kind
from corpus.registry.sources import Source
from ingest.crawl.entries import Entry, Lead, Role
from ingest.crawl.hosts import refusal
from ingest.platforms import Adapter, FileRole, Links, MeetingLink, Page

MOST_BARREN = 12
"""Lists in a row that lead to nothing new, after which their followers are left: a calendar without end."""

DEEPEST = 500
"""Lists one behind the other, whatever stands on them."""

_META = re.compile(rb"<meta\b[^>]{0,600}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"\b(name|content)\s{0,5}=\s{0,5}(\"[^\"]{0,400}\"|'[^']{0,400}'|[^\s\"'>]{1,200})", re.I
)
_HEAD = 100_000
_MOST_METAS = 100


def starts(adapter: Adapter, source: Source) -> tuple[Lead, ...]:
    """Where a source's crawl begins: its feeds after its first pages."""
    first = [Lead(url, Role.START) for url in adapter.start_urls(source)]
    known = {lead.url for lead in first}
    return (*first, *(Lead(url, Role.FEED) for url in adapter.feed_urls(source) if url not in known))


def leads(links: Links, entry: Entry, source: Source, *, attachments: bool) -> Iterator[Lead]:
    """The addresses of a page's links but its further lists, each with what is known of its meeting; refused
    ones say why.

    Of files the item's own text once more and the advice on appeals are left out, the whole minutes where
    their items stand on pages of their own, and attachments unless they are asked for.
    """
    of = entry.url
    depth = entry.depth + 1
    for body in links.bodies:
        yield _checked(source, Lead(body.url, Role.BODY, body.form, of, organ=body.organ, depth=depth))
    meetings = {link.url: link for link in links.meetings}
    for meeting in links.meetings:
        yield _checked(
            source,
            Lead(
                meeting.url,
                Role.MEETING,
                parent=of,
                organ=meeting.organ or links.about.organ or entry.organ,
                meeting_date=meeting.date,
                kind=meeting.kind,
                title=meeting.label[:300] or None,
                depth=depth,
            ),
        )
    for item in links.items:
        if "#" in item.url:  # it stands inside the page
            continue
        of_meeting = meetings.get(item.meeting or "")
        yield _checked(
            source,
            Lead(
                item.url,
                Role.ITEM,
                parent=item.meeting or of,
                organ=_organ(of_meeting, links, entry),
                meeting_date=of_meeting.date if of_meeting else (links.about.date or entry.meeting_date),
                section=item.section,
                kind=item.kind or (of_meeting.kind if of_meeting else None),
                title=item.title[:300] or None,
                depth=depth,
            ),
        )
    for file in links.attachments:
        whole = file.role is FileRole.MEETING and not links.items and entry.role is Role.MEETING
        if whole or (attachments and file.role in (FileRole.ATTACHMENT, FileRole.LIST)):
            lead = Lead(
                file.url,
                Role.FILE if file.role is not FileRole.LIST else Role.LIST,
                parent=file.of,
                organ=links.about.organ or entry.organ,
                meeting_date=links.about.date or entry.meeting_date,
                kind=None if whole else Kind.ATTACHMENT,
                title=file.title[:300] or None,
                depth=depth,
            )
            yield _checked(source, lead)


def followers(links: Links, entry: Entry, source: Source, *, fruitful: bool) -> Iterator[Lead]:
    """The further lists of a page; none once too many in a row were not ``fruitful``, which is to say that
    they led to nothing that was not known."""
    barren = 0 if fruitful else entry.barren + 1
    if barren > MOST_BARREN or entry.depth >= DEEPEST:
        return
    for url in links.more:
        lead = Lead(url, Role.LIST, parent=entry.url, organ=entry.organ, depth=entry.depth + 1, barren=barren)
        yield _checked(source, lead)


def metas(page: Page) -> Iterator[tuple[str, str]]:
    """Name and content of the meta elements in a page's beginning."""
    for number, match in enumerate(_META.finditer(page.body[:_HEAD])):
        if number >= _MOST_METAS:
            return
        tag = match[0].decode("latin-1")
        values = {name.lower(): unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(tag)}
        if "name" in values and "content" in values:
            yield values["name"], values["content"]


def _organ(meeting: MeetingLink | None, links: Links, entry: Entry) -> str | None:
    return (meeting.organ if meeting else None) or links.about.organ or entry.organ


def _checked(source: Source, lead: Lead) -> Lead:
    refused = refusal(source, lead.url)
    return dataclasses.replace(lead, refused=refused) if refused else lead
