"""Bytes to records: read, segment, extract, and give every fact its evidence."""

from __future__ import annotations

import hashlib
from pathlib import Path

from corpus.records import Document, Kind, Meeting, Reading
from corpus.registry.municipalities import Municipality
from ingest import readers
from ingest.document import ReadDocument
from ingest.extract.language import detect_language
from ingest.item_people import with_full_names
from ingest.items import ItemBuilder
from ingest.kinds import kind_of
from ingest.minutes import Structure, structure
from ingest.place import find_municipality_of
from ingest.version import reader_mark

_OF_MEETINGS = {Kind.MINUTES, Kind.AGENDA, Kind.ITEM}


def read_file(path: Path, model: str | None = None) -> Reading:
    """Read one file. Raises ingest.document.ReadError with a one-line reason."""
    data = readers.load(path)
    return read_bytes(data, path.name, path.resolve().as_uri(), model=model)


def read_bytes(data: bytes, name: str, uri: str, *, model: str | None = None) -> Reading:
    """Read a document's bytes; ``name`` and ``uri`` say where they came from.

    ``model`` is the spaCy pipeline that helps to find people (``ingest.model``).
    """
    document = readers.read(data, name)
    sha256 = hashlib.sha256(data).hexdigest()
    return _reading(document, name, uri, sha256, model)


def _reading(document: ReadDocument, name: str, uri: str, sha256: str, model: str | None) -> Reading:
    text = document.text
    shape = structure(document)
    municipality = find_municipality_of(document, shape, uri)
    place = municipality.value if municipality else None
    kind = kind_of(shape, text, name, web_page=document.media_type == "text/html")
    language = document.language or detect_language(text)
    builder = ItemBuilder(document, shape, kind, language, municipality, sha256, model)
    if kind in (Kind.NETWORK_PAGE, Kind.PROJECT_CARD) or not shape.segments:
        items = [builder.whole()]
    else:
        items = [builder.item(segment) for segment in shape.segments]
        if shape.cover is not None and (cover := builder.cover(shape.cover)):
            items.insert(0, cover)
    return Reading(
        document=Document(
            name=name,
            uri=uri,
            sha256=sha256,
            media_type=document.media_type,
            # What decides may show only in the item's words: one officeholder is no meeting.
            kind=items[0].kind if len(items) == 1 else kind,
            language=language,
            municipality=place.name if place else None,
            reader=reader_mark(document.reader, model),
            note=document.note,
        ),
        pages=tuple(page.text for page in document.pages),
        meeting=_meeting(shape, place) if kind in _OF_MEETINGS else None,
        items=with_full_names(items),
    )


def _meeting(shape: Structure, place: Municipality | None) -> Meeting | None:
    if shape.organ is None and shape.date is None:
        return None
    return Meeting(
        municipality=place.name if place else None,
        organ=shape.organ.value.name if shape.organ else None,
        meeting_date=shape.date.value if shape.date else None,
    )
