"""Libraries for tests of coverage, changes and purging: invented bodies, crawled sources, the sample."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from corpus.database import Library
from corpus.records import Item, Kind
from tests.index_items import item, store


def numbered(
    day: dt.date, *sections: int | None, organ: str = "Kunnanhallitus", place: str = "Kuusiranta"
) -> list[Item]:
    """A meeting's items, one for each §."""
    return [
        item(
            f"{place}/{organ}/{day}/{section or 0}".lower(),
            f"{organ} {day} § {section}",
            municipality=place,
            organ=organ,
            meeting_date=day,
            section=section,
            title=f"Asia {section}",
        )
        for section in sections
    ]


def keep(library: Library, items: Iterable[Item], kind: Kind = Kind.ITEM) -> None:
    """Store items, each as a document of its own."""
    for each in items:
        store(library, each.model_copy(update={"kind": kind}), kind=kind)


def frontier_row(library: Library, source: str, url: str, **columns: object) -> None:
    """An address as the crawl would have noted it."""
    fields: dict[str, object] = {
        "source": source,
        "url": url,
        "host": "example.org",
        "role": "item",
        "rank": 2,
        "via": "meeting",
        "found": "2026-01-01T00:00:00+00:00",
        "state": "held",
        **columns,
    }
    marks = ", ".join("?" * len(fields))
    with library.writing() as connection:
        connection.execute(
            f"INSERT INTO frontier ({', '.join(fields)}) VALUES ({marks})", tuple(fields.values())
        )


def visit(library: Library, source: str, at: str) -> None:
    """A request to a source."""
    with library.writing() as connection:
        run = connection.execute("SELECT max(id) FROM runs").fetchone()[0]
        if run is None:
            run = connection.execute(
                "INSERT INTO runs (started, ended, state, plan) VALUES (?, ?, 'done', '')", (at, at)
            ).lastrowid
        connection.execute(
            """INSERT INTO visits (run, source, host, url, at, outcome, sent, received, seconds, waited)
            VALUES (?, ?, 'example.org', 'http://example.org/', ?, 'listed', 1, 1, 0.1, 1)""",
            (run, source, at),
        )


def read_sample(folder: Path, *towns: str) -> None:
    """The bundled sample, or some towns of it, read into a new library."""
    from corpus.sample import sample_files
    from ingest.pipeline import read_bytes

    with Library.open(folder, create=True) as library:
        for path in sample_files():
            if towns and not set(towns) & set(path.parts):
                continue
            data = path.read_bytes()
            library.store(read_bytes(data, path.name, path.as_uri()), data)
