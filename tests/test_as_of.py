"""Answers from what was known on a day, with documents stored and amended on days of our choice."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.database import Library
from corpus.records import Document, Item, Kind, Reading
from index.as_of import day_of, search_as_of
from index.engines import Order
from index.search import search
from index.values import BadValue
from tests.index_items import item


def put(library: Library, day: str, name: str, *items: Item) -> None:
    """Store a document as if on that day, at noon."""
    data = "\f".join(each.text for each in items).encode()
    document = Document(
        name=name,
        uri=f"https://town.example/{name}",
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        kind=Kind.ITEM,
        language="fi",
        reader="test/1",
    )
    library.store(Reading(document=document, pages=(data.decode(),), items=items), data)
    library.connection.execute(
        "UPDATE documents SET first_seen = :at, last_seen = :at WHERE id = (SELECT max(id) FROM documents)",
        {"at": f"{day}T12:00:00+00:00"},
    )


def matter(section: int, text: str) -> Item:
    return item(
        f"town/kh/2024-01-01/{section}",
        text,
        section=section,
        title=f"Asia {section}",
        meeting_date=dt.date(2024, 1, 1),
        organ="Kunnanhallitus",
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("as-of"), create=True) as made:
        put(made, "2024-02-01", "one.txt", matter(1, "Uimahalli rakennetaan rantaan."))
        put(made, "2024-02-10", "two.txt", matter(2, "Uimahallin maksut nousevat."))
        put(made, "2024-03-01", "one.txt", matter(1, "Jäähalli rakennetaan rantaan."))
        put(made, "2024-04-01", "one.txt", matter(1, "Jäähalli ja uimahalli rakennetaan."))
        yield made


ONE, TWO = "town/kh/2024-01-01/1", "town/kh/2024-01-01/2"


@pytest.mark.parametrize(
    ("case", "day", "query", "found"),
    [
        ("before anything", "2024-01-31", "uimahalli", []),
        ("the first version, on its day", "2024-02-01", "uimahalli", [ONE]),
        ("two documents", "2024-02-10", "uimahalli", [ONE, TWO]),
        ("the day before the amendment", "2024-02-29", "jäähalli", []),
        ("amended: the old words are gone", "2024-03-01", "uimahalli", [TWO]),
        ("amended: the new words are there", "2024-03-31", "jäähalli", [ONE]),
        ("the present version", "2024-04-01", "uimahalli jäähalli", [ONE]),
        ("a filter reads what was known", "2024-02-15", "toimielin:KH §:1", [ONE]),
        ("what is excluded was known too", "2024-02-15", "toimielin:KH -uimahalli", []),
    ],
)
def test_what_was_known(library: Library, case: str, day: str, query: str, found: list[str]) -> None:
    results = search_as_of(library, dt.date.fromisoformat(day), query)
    assert sorted(hit.item_id for hit in results.hits) == found, case
    assert results.total == len(found), case


def test_the_words_shown_are_those_of_then(library: Library) -> None:
    (hit,) = search_as_of(library, dt.date(2024, 2, 5), "uimahalli").hits
    assert hit.snippet.text == "Uimahalli rakennetaan rantaan."
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.spans] == ["Uimahalli"]


def test_today_is_the_plain_search(library: Library) -> None:
    for query in ("uimahalli", "halli", "pvm:2024", "jäähalli OR maksu"):
        for order in Order:
            known = search_as_of(library, dt.date(2099, 1, 1), query, sort=order)
            assert known.total == search(library, query, sort=order).total
            assert {hit.item_id for hit in known.hits} == {hit.item_id for hit in search(library, query).hits}


def test_pages(library: Library) -> None:
    day = dt.date(2024, 2, 10)
    pages = [
        search_as_of(library, day, "uimahalli", limit=1, offset=at, sort=Order.NEWEST) for at in range(3)
    ]
    assert [len(page.hits) for page in pages] == [1, 1, 0]
    assert {page.hits[0].item_id for page in pages[:2]} == {ONE, TWO}
    assert {page.total for page in pages} == {2}


def test_a_version_whose_address_took_other_known_bytes(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        put(library, "2024-01-01", "a.txt", matter(1, "Vanha teksti."))
        put(library, "2024-01-01", "b.txt", matter(2, "Toinen teksti."))
        put(
            library, "2024-01-01", "a.txt", matter(2, "Toinen teksti.")
        )  # no new version: those bytes are here
        old = "UPDATE documents SET last_seen = '2024-02-01T00:00:00+00:00' WHERE state = 'amended'"
        library.connection.execute(old)
        assert search_as_of(library, dt.date(2024, 1, 15), "vanha").total == 1
        assert search_as_of(library, dt.date(2024, 2, 15), "vanha").total == 0


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024", (2024, 12, 31)),
        ("2024-02", (2024, 2, 29)),
        ("3.2.2024", (2024, 2, 3)),
        ("2024-02-03", (2024, 2, 3)),
    ],
)
def test_days(text: str, day: tuple[int, int, int]) -> None:
    assert day_of(text) == dt.date(*day)


@pytest.mark.parametrize("text", ["yesterday", "", ">2024", "2024-13"])
def test_no_days(text: str) -> None:
    with pytest.raises(BadValue):
        day_of(text)
