"""An Atom feed (RFC 4287) of what watches told of."""

from __future__ import annotations

import datetime as dt
import re
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpus.database import StoredItem
from terminal.output import clean

_ATOM = "http://www.w3.org/2005/Atom"
_LONGEST = 1_000


@dataclass(frozen=True)
class Entry:
    """An item that a watch told of. ``at`` is a UTC time in ISO form; ``change`` is new or changed.

    ``title`` says what is new, where that is more than the item.
    """

    watch: str
    stored: StoredItem
    change: str
    at: str
    title: str | None = None


def feed(
    library_id: str,
    watches: Iterable[str],
    entries: Iterable[Entry],
    version: str,
    *,
    address: str | None = None,
    page: Callable[[str], str] | None = None,
) -> str:
    """The feed's XML. Ids stay the same from run to run, so that readers know what they have shown.

    ``address`` is where the feed is found; ``page`` gives an item's page by its id, else entries lead to
    their documents.
    """
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")
    names = sorted(watches)
    listed = list(entries)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    _text(root, "title", f"Pykälä: {', '.join(names)}")
    _text(root, "id", _id(library_id, "watch", *names))
    _text(root, "updated", max((entry.at for entry in listed), default=now))
    _text(_child(root, "author"), "name", "Pykälä")
    if address is not None:
        _child(root, "link", rel="self", href=address)
    _child(root, "generator", version=version).text = "pykala"
    for entry in listed:
        _add(root, library_id, entry, page)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add(root: ET.Element, library_id: str, entry: Entry, page: Callable[[str], str] | None) -> None:
    item, document = entry.stored.item, entry.stored.document
    node = _child(root, "entry")
    section = f"§ {item.section}" if item.section else ""
    date = item.meeting_date.isoformat() if item.meeting_date else ""
    place = " · ".join(part for part in (item.municipality, item.organ, date, section) if part)
    _text(node, "title", entry.title or item.title or document.name)
    told = [entry.title] if entry.title else []
    _text(node, "id", _id(library_id, entry.watch, item.id, *told))
    _text(node, "updated", entry.at)
    if item.municipality or item.organ:
        _text(
            _child(node, "author"),
            "name",
            ", ".join(part for part in (item.municipality, item.organ) if part),
        )
    on_web = document.uri if document.uri.startswith(("http://", "https://")) else None
    if page is not None:
        _child(node, "link", rel="alternate", href=page(item.id))
        if on_web:
            _child(node, "link", rel="via", href=on_web)
    elif on_web:
        _child(node, "link", rel="alternate", href=on_web)
    _child(node, "category", term=entry.change)
    _child(node, "category", term=entry.watch, scheme="urn:pykala:watch")
    decision = item.decision
    said = f"{decision.outcome.value}: {decision.effective_text}" if decision else item.text
    leads = page is not None or on_web is not None
    # An entry that leads nowhere must say all it has to say itself.
    _text(node, "summary" if leads else "content", f"{place} [{entry.change}] {said}"[:_LONGEST])


def _id(library_id: str, *parts: str) -> str:
    return uuid.uuid5(uuid.UUID(library_id), "/".join(parts)).urn


def _child(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    kept = {key: _NOT_XML.sub("", value) for key, value in attributes.items()}
    return ET.SubElement(parent, f"{{{_ATOM}}}{name}", kept)


def _text(parent: ET.Element, name: str, text: str) -> None:
    _child(parent, name).text = _NOT_XML.sub("", clean(text))


_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no writing of it is allowed
