"""An item as a source that can be cited: CSL-JSON, BibTeX and a Finnish reference in words."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from corpus.connection import clear_errors
from corpus.database import Library, StoredItem
from corpus.records import Kind

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BIBTEX = {
    "\\": r"\textbackslash{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_WITHOUT_SECTION = {
    Kind.NETWORK_PAGE: "verkkosivu",
    Kind.PROJECT_CARD: "hankekortti",
    Kind.ATTACHMENT: "liite",
}


@dataclass(frozen=True)
class Citation:
    """What is cited. ``url`` is None for a file of one's own; ``read`` is when it was last seen there."""

    key: str
    title: str
    kind: Kind
    municipality: str | None
    organ: str | None
    date: dt.date | None
    section: int | None
    diary_numbers: tuple[str, ...]
    url: str | None
    document: str
    sha256: str
    read: dt.date
    language: str


def citation(library: Library, stored: StoredItem) -> Citation:
    """What is to be said of an item as a source. Raises LibraryError."""
    item, document = stored.item, stored.document
    with clear_errors(library.folder):
        (seen,) = library.connection.execute(
            "SELECT last_seen FROM documents WHERE id = ?", (stored.document_id,)
        ).fetchone()
    return Citation(
        key=re.sub(r"[^a-z0-9]+", "-", item.id.casefold()).strip("-"),
        title=" ".join((item.title or document.name).split()),
        kind=item.kind,
        municipality=item.municipality or document.municipality,
        organ=item.organ,
        date=item.meeting_date,
        section=item.section,
        diary_numbers=tuple(number.key for number in item.diary_numbers),
        url=document.uri if document.uri.startswith(("http://", "https://")) else None,
        document=document.name,
        sha256=document.sha256,
        read=dt.date.fromisoformat(str(seen)[:10]),
        language=item.language,
    )


def csl_json(cited: Citation) -> dict[str, Any]:
    """As an entry of CSL-JSON 1.0.2, which Zotero and pandoc read."""
    fields: dict[str, Any] = {
        "id": cited.key,
        "type": "webpage" if cited.kind in _WITHOUT_SECTION else "document",
        "title": cited.title,
        "author": [{"literal": _author(cited)}] if _author(cited) else None,
        "publisher": cited.municipality,
        "issued": {"date-parts": [_parts(cited.date)]} if cited.date else None,
        "section": f"§ {cited.section}" if cited.section else None,
        "number": ", ".join(cited.diary_numbers) or None,
        "URL": cited.url,
        "accessed": {"date-parts": [_parts(cited.read)]},
        "language": cited.language,
        "source": None if cited.url else cited.document,
        "note": f"sha256: {cited.sha256}",
    }
    return {name: value for name, value in fields.items() if value is not None}


def bibtex(cited: Citation) -> str:
    """As a BibTeX entry."""
    section = (f"§ {cited.section}",) if cited.section else ()
    where = ", ".join([*section, *cited.diary_numbers])
    fields = {
        "author": f"{{{_escaped(_author(cited))}}}" if _author(cited) else None,
        "title": f"{{{_escaped(cited.title)}}}",
        "year": str(cited.date.year) if cited.date else None,
        "month": _MONTHS[cited.date.month - 1] if cited.date else None,
        "day": str(cited.date.day) if cited.date else None,
        "howpublished": _escaped(where) or None,
        "url": cited.url and _escaped(cited.url, url=True),
        "urldate": cited.read.isoformat(),
        "note": f"{_escaped(cited.document)}, SHA-256 {cited.sha256}",
        "language": {"fi": "finnish", "sv": "swedish", "en": "english"}.get(cited.language),
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join([f"@misc{{{cited.key},", *lines, "}"])


def reference(cited: Citation) -> str:
    """As a Finnish reference in words."""
    who = _author(cited)
    day = f"{cited.date.day}.{cited.date.month}.{cited.date.year}" if cited.date else None
    when = " ".join(filter(None, [day, f"§ {cited.section}" if cited.section else None]))
    what = _WITHOUT_SECTION.get(cited.kind)
    read = f"{cited.read.day}.{cited.read.month}.{cited.read.year}"
    parts = [
        " ".join(filter(None, [who, when])),
        cited.title + (f" ({what})" if what else ""),
        f"Dnro {', '.join(cited.diary_numbers)}" if cited.diary_numbers else None,
        f"{cited.url} (luettu {read})" if cited.url else f"Tiedosto {cited.document} (luettu {read})",
        f"SHA-256 {cited.sha256}",
    ]
    return ". ".join(part.removesuffix(".") for part in parts if part) + "."


def _author(cited: Citation) -> str:
    return ", ".join(filter(None, [cited.municipality, cited.organ]))


def _parts(day: dt.date) -> list[int]:
    return [day.year, day.month, day.day]


def _escaped(text: str, *, url: bool = False) -> str:
    """Text with what TeX would read as its own made harmless; in an address only what BibTeX cannot take."""
    if url:
        return text.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D").replace("%", r"\%")
    return "".join(_BIBTEX.get(character, character) for character in text)
