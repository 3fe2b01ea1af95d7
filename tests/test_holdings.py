"""What a report rests on, by municipality."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from corpus.database import Library
from index.reports.holdings import holdings
from tests.index_items import item, store
from tests.library_pages import keep, numbered


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Library.open(tmp_path, create=True) as library:
        keep(library, numbered(dt.date(2024, 3, 4), 1, 2, 5))
        keep(library, numbered(dt.date(2024, 9, 2), 40, 41))
        keep(
            library, [item("raasepori/1", "yksi", municipality="Raasepori", meeting_date=dt.date(2020, 1, 2))]
        )
        keep(library, [item("raseborg/2", "två", municipality="Raseborg", meeting_date=dt.date(2023, 1, 2))])
        nameless = item("nimetön", "kolme", meeting_date=dt.date(2025, 5, 5))
        store(library, item("haapavaara/1", "neljä", municipality="Haapavaara"), nameless)
    return tmp_path


def test_each_municipality(folder: Path) -> None:
    with Library.open(folder) as library:
        found = holdings(library)
    assert [
        (one.municipality, one.items, str(one.first_meeting), str(one.last_meeting), one.missing)
        for one in found
    ] == [
        ("Haapavaara", 2, "2025-05-05", "2025-05-05", 0),  # one by its document's municipality
        ("Kuusiranta", 5, "2024-03-04", "2024-09-02", 36),
        ("Raasepori", 2, "2020-01-02", "2023-01-02", 0),
    ]
    assert all(one.last_visit for one in found)


def test_one_municipality_by_any_of_its_names(folder: Path) -> None:
    with Library.open(folder) as library:
        (raseborg,) = holdings(library, "Raseborg")
        assert holdings(library, "710") == (raseborg,)
        assert holdings(library, "Tuusula") == ()
    assert (raseborg.municipality, raseborg.items) == ("Raasepori", 2)
