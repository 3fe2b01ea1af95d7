"""The matrices of the bundled sample equal their answer key, cell by cell, unknown ones included."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.database import Library
from corpus.sample import answer_key, matrix_key
from index.reports import CellStatus, matrix, networks

KEY = matrix_key()
NETWORKS = list(dict.fromkeys(network for network, _, _ in KEY))


def test_the_key_has_a_cell_for_each_municipality_and_all_that_is_said() -> None:
    places = {line["municipality"] for line in answer_key() if line["municipality"]}
    assert {place for _, _, place in KEY} == places
    assert set(KEY.values()) <= {status.value for status in CellStatus}
    said = {
        (part["network"], part["season"] or "", part["municipality"])
        for line in answer_key()
        for part in line["participations"]
        if part["municipality"]
    }
    unknown = {CellStatus.NO_EVIDENCE, CellStatus.NO_COVERAGE}
    assert said <= {cell for cell, status in KEY.items() if status not in unknown}


def test_the_key_is_of_every_network_the_sample_speaks_of(sample_folder: Path) -> None:
    with Library.open(sample_folder) as library:
        assert {row.name for row in networks(library)} == set(NETWORKS)


@pytest.mark.parametrize("network", NETWORKS)
def test_each_cell(sample_folder: Path, network: str) -> None:
    with Library.open(sample_folder) as library:
        found = matrix(library, network)
    cells = {
        (network, season, row.municipality): cell.status.value
        for row in found.rows
        for season, cell in zip(found.seasons, row.cells, strict=True)
    }
    assert cells == {cell: status for cell, status in KEY.items() if cell[0] == network}
    for season, total in zip(found.seasons, found.totals, strict=True):
        counted = Counter(status for cell, status in KEY.items() if cell[:2] == (network, season))
        assert {name: number for name, number in total.items() if number} == counted


def test_a_cell_with_a_status_shows_who_says_so(sample_folder: Path) -> None:
    with Library.open(sample_folder) as library:
        found = matrix(library, "USO", municipality="Kuusiranta", season="2021-2022")
    (row,) = found.rows[0].cells[0].rows
    assert (row.told_by, row.own, row.meeting_date and row.meeting_date.year) == ("Ylä-Saarela", False, 2020)
    assert row.quote
    assert "Kuusiranta" in row.quote
