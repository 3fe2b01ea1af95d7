"""Proving the facts: is every quote where its evidence says, in the bytes that were archived?

Nothing stored is trusted but the archive: the bytes are read again, and each quote compared with the
text at its place.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from corpus.archive import ArchiveError
from corpus.database import Library, StoredDocument
from corpus.records import Document, Evidence, Item, Kind, Reading
from ingest.isolation import Job, read_all
from ingest.readers import read


@dataclass(frozen=True)
class Misplaced:
    """A quote that is not where its evidence says, or a document that cannot be read again.

    ``problem`` is one line; ``found`` is what stands at the place, where there is such a place.
    """

    document: str
    uri: str
    item_id: str | None
    problem: str
    fact: str | None = None
    page: int | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    found: str | None = None


@dataclass(frozen=True)
class Checked:
    """What came of checking one document: how many items and quotes it has, and what is wrong."""

    document: str
    items: int
    quotes: int
    problems: tuple[Misplaced, ...]


def check(library: Library, workers: int | None = 0) -> Iterator[Checked]:
    """Check every live document, in the order stored.

    ``workers`` as for ``ingest.isolation.read_all``: 0 reads in this process.
    """
    waiting: deque[tuple[StoredDocument, str | None]] = deque()

    def jobs() -> Iterator[Job]:
        for stored in library.documents():
            try:
                data = library.document_bytes(stored.id)
            except ArchiveError as error:
                waiting.append((stored, str(error)))
                continue
            waiting.append((stored, None))
            yield Job(stored.document.name, stored.document.uri, data)

    def damaged() -> Iterator[Checked]:
        while waiting and (problem := waiting[0][1]) is not None:
            yield _unreadable(library, waiting.popleft()[0], problem)

    with closing(read_all(jobs(), workers, ordered=True, read=read_pages)) as outcomes:
        for outcome in outcomes:
            yield from damaged()
            stored, _ = waiting.popleft()
            if outcome.reading is None:
                yield _unreadable(library, stored, str(outcome.error))
            else:
                yield _checked(library, stored, outcome.reading.pages)
    yield from damaged()


def read_pages(data: bytes, name: str, uri: str) -> Reading:
    """The pages' texts alone, as a reading without items. Raises ReadError."""
    document = read(data, name)
    return Reading(
        document=Document(
            name=name,
            uri=uri,
            sha256=hashlib.sha256(data).hexdigest(),
            media_type=document.media_type,
            kind=Kind.OTHER,
            language="",
            reader=document.reader,
            note=document.note,
        ),
        pages=tuple(page.text for page in document.pages),
        items=(),
    )


def misplaced(library: Library) -> Iterator[Misplaced]:
    """Every quote that is not where its evidence says, and every document that cannot be read again."""
    for checked in check(library):
        yield from checked.problems


def _unreadable(library: Library, stored: StoredDocument, problem: str) -> Checked:
    document = stored.document
    items = library.items_of(stored.id)
    quotes = sum(len(item.evidence) for item in items)
    unreadable = Misplaced(document.name, document.uri, None, problem)
    return Checked(document.name, len(items), quotes, (unreadable,))


def _checked(library: Library, stored: StoredDocument, pages: Sequence[str]) -> Checked:
    document = stored.document
    items = library.items_of(stored.id)
    quotes = sum(len(item.evidence) for item in items)
    problems = tuple(
        Misplaced(
            document=document.name,
            uri=document.uri,
            item_id=item.id,
            problem=problem,
            fact=evidence.fact,
            page=evidence.page,
            start=evidence.start,
            end=evidence.end,
            quote=evidence.quote,
            found=_at(evidence, pages),
        )
        for item in items
        for evidence in item.evidence
        if (problem := _problem(evidence, item, pages))
    )
    return Checked(document.name, len(items), quotes, problems)


def _problem(evidence: Evidence, item: Item, pages: Sequence[str]) -> str | None:
    found = _at(evidence, pages)
    if found is None:
        return f"the document has no page {evidence.page}"
    if found != evidence.quote:
        return "the quote is not there"
    if not evidence.quote.strip():
        return "the quote is empty"
    if not _exists(evidence.fact, item):
        return "the item has no such fact"
    return None


def _at(evidence: Evidence, pages: Sequence[str]) -> str | None:
    if not 1 <= evidence.page <= len(pages) or evidence.start < 0:
        return None
    return pages[evidence.page - 1][evidence.start : evidence.end]


def _exists(pointer: str, item: Item) -> bool:
    """Whether a JSON pointer leads to something in the item."""
    value: object = item.model_dump(mode="python", exclude={"text", "evidence"})
    for step in pointer.split("/")[1:]:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, (list, tuple)) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return False
    return value is not None
