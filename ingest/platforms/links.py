"""Gathering links: each address once in its group, the fuller one kept."""

from __future__ import annotations

from ingest.platforms.page import About, AttachmentLink, BodyLink, ItemLink, Links, MeetingLink

_MOST = 5000  # of a kind on one page: a page with more is a trap


class Collector:
    """Links in the order they come; a later link to a known address fills in what the first left open."""

    def __init__(self, about: About | None = None) -> None:
        self.about = about or About()
        self._bodies: dict[object, BodyLink] = {}
        self._meetings: dict[str, MeetingLink] = {}
        self._items: dict[str, ItemLink] = {}
        self._files: dict[str, AttachmentLink] = {}
        self._more: dict[str, None] = {}

    def add(self, link: BodyLink | MeetingLink | ItemLink | AttachmentLink) -> None:
        """Takes a link; one without words never hides one with words."""
        match link:
            case BodyLink():
                if len(self._bodies) < _MOST:
                    self._bodies.setdefault((link.url, link.form), link)
            case MeetingLink():
                known = self._meetings.get(link.url)
                if known is None and len(self._meetings) < _MOST:
                    self._meetings[link.url] = link
                elif known is not None:
                    self._meetings[link.url] = MeetingLink(
                        link.url,
                        known.organ or link.organ,
                        known.date or link.date,
                        known.kind or link.kind,
                        known.number or link.number,
                        known.label or link.label,
                    )
            case ItemLink():
                first = self._items.get(link.url)
                if first is None and len(self._items) < _MOST:
                    self._items[link.url] = link
                elif first is not None:
                    self._items[link.url] = ItemLink(
                        link.url,
                        link.section if first.section is None else first.section,
                        first.title or link.title,
                        first.meeting or link.meeting,
                        first.key or link.key,
                        first.kind or link.kind,
                    )
            case AttachmentLink():
                held = self._files.get(link.url)
                if (held is None and len(self._files) < _MOST) or (held is not None and not held.title):
                    self._files[link.url] = link

    def add_more(self, url: str) -> None:
        """Takes the address of a further list."""
        if len(self._more) < _MOST:
            self._more.setdefault(url)

    def links(self) -> Links:
        """What was gathered."""
        return Links(
            about=self.about,
            bodies=tuple(self._bodies.values()),
            meetings=tuple(self._meetings.values()),
            items=tuple(self._items.values()),
            attachments=tuple(self._files.values()),
            more=tuple(self._more),
        )
