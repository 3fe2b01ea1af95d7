"""Where in the archive something stands of the documents a purge takes: their own records, every answer from
their addresses, and the lists and feeds that name them.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from corpus.archive import ArchiveError, ArchiveRef
from corpus.database import Library
from corpus.purge_plan import Doomed, addresses_of
from corpus.storing import archive_ref

_TELLING = 15
"""A title shorter than this many characters says nothing of its own ("Ilmoitusasiat")."""

_LISTS = "role IN ('start', 'feed', 'body', 'list', 'meeting')"
_NO_DOCUMENT = """NOT EXISTS (
    SELECT 1 FROM documents WHERE documents.archive_file = visits.archive_file
    AND documents.archive_offset = visits.archive_offset
)"""


def traces(library: Library, doomed: Sequence[Doomed]) -> set[tuple[str, int]]:
    """File and offset of every record that has to go. What other documents were read from stays."""
    found: set[tuple[str, int]] = set()
    for one in doomed:
        row = library.connection.execute("SELECT * FROM documents WHERE id = ?", (one.id,)).fetchone()
        ref = archive_ref(row)
        found.add((ref.file, ref.offset))
    for address in addresses_of(doomed):
        # The page a document stands inside of, or that led to it, gives its text or title.
        rows = library.connection.execute(
            f"""SELECT archive_file, archive_offset FROM visits
            WHERE archive_file IS NOT NULL AND {_NO_DOCUMENT} AND frontier IN (
                SELECT id FROM frontier WHERE url = :url
                UNION SELECT page.id FROM frontier AS page JOIN frontier AS led
                    ON led.parent = page.url AND led.source = page.source WHERE led.url = :url
            )""",
            {"url": address},
        )
        found.update((row[0], row[1]) for row in rows)
    found.update((ref.file, ref.offset) for ref in _lists_that_name(library, doomed))
    return found


def _lists_that_name(library: Library, doomed: Sequence[Doomed]) -> Iterator[ArchiveRef]:
    """Archived lists and feeds of the same sources that give a document's title or lead to it."""
    words: dict[str, set[str]] = {}
    for one in doomed:
        telling = {_squeezed(title) for title in _titles(library, one.id)}
        telling |= {_tail(address) for address in one.addresses}
        for address in one.addresses:
            for (source,) in library.connection.execute(
                "SELECT DISTINCT source FROM frontier WHERE url = ?", (address,)
            ):
                words.setdefault(source, set()).update(word for word in telling if len(word) >= _TELLING)
    for source, of_source in words.items():
        rows = library.connection.execute(
            f"""SELECT DISTINCT archive_file, archive_offset, archive_length FROM visits
            WHERE archive_file IS NOT NULL AND {_NO_DOCUMENT}
                AND frontier IN (SELECT id FROM frontier WHERE {_LISTS} AND source = ?)""",
            (source,),
        ).fetchall()
        for row in rows:
            ref = archive_ref(row)
            try:
                data = library.archive.read(ref)
            except ArchiveError:  # a revisit, which holds nothing
                continue
            if any(word in text for text in _readings(data) for word in of_source):
                yield ref


def _titles(library: Library, document: int) -> list[str]:
    rows = library.connection.execute(
        """SELECT title FROM items WHERE document_id = :id AND title IS NOT NULL
        UNION SELECT frontier.title FROM frontier JOIN documents ON documents.uri = frontier.url
            WHERE documents.id = :id AND frontier.title IS NOT NULL""",
        {"id": document},
    )
    return [row[0] for row in rows]


def _tail(address: str) -> str:
    """What a link to an address ends with, however much of its beginning it leaves out."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        return ""
    return _squeezed(f"{parts.path.rpartition('/')[2]}?{parts.query}" if parts.query else parts.path)


def _readings(data: bytes) -> Iterator[str]:
    """A page's text, whatever its encoding."""
    for encoding in ("utf-8", "cp1252"):
        yield _squeezed(html.unescape(data.decode(encoding, "replace")))


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()
