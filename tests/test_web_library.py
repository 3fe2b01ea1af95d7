"""A server over a library that changes: purged, amended, indexed anew, out of reach."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import threading
import time
from pathlib import Path

import httpx
import openpyxl
import pytest

from corpus.database import Library
from corpus.purge_plan import plan_purge
from corpus.purging import purge
from index.reports.matrix import CellStatus
from index.search import reindex
from tests.index_items import item, store
from tests.serving import serving

ITEM = "kuusiranta/kunnanhallitus/2024-10-21/213"
_PATIENCE = 60.0


@pytest.fixture
def folder(sample_folder: Path, tmp_path: Path) -> Path:
    """A copy of the sample's library that may be changed, with its index."""
    copy = tmp_path / "library"
    shutil.copytree(sample_folder, copy)
    with Library.open(copy) as library:
        reindex(library)
    return copy


def test_an_item_that_was_purged_since(folder: Path) -> None:
    with serving(folder) as address, httpx.Client(base_url=address) as client:
        assert client.get(f"/items/{ITEM}").status_code == 200
        with Library.open(folder) as library:
            stored = library.item(ITEM)
            assert stored is not None
            purge(library, plan_purge(library, items=[ITEM], reason="pyyntö poistaa"))
        page = client.get(f"/items/{ITEM}")
        assert page.status_code == 410
        assert "pyyntö poistaa" in page.text
        assert "USO-verkoston" not in page.text
        told = client.get(f"/api/v1/items/{ITEM}")
        assert (told.status_code, told.json()["reason"]) == (410, "pyyntö poistaa")
        assert client.get(f"/items/{ITEM}.bib").status_code == 410


def test_an_old_index_answers_until_there_is_a_new_one(folder: Path) -> None:
    with serving(folder) as address, httpx.Client(base_url=address) as client:
        assert client.get("/api/v1/search?q=uppouutuva").json()["total"] == 0
        with Library.open(folder) as library:
            store(library, item("x/y/2026-01-01/1", "Täysin uppouutuva asia", title="Uusi"))
        page = client.get("/search?q=verkosto")
        assert page.status_code == 200
        assert "hakemistosta" in page.text  # says that its index is older
        end = time.monotonic() + _PATIENCE
        while client.get("/api/v1/search?q=uppouutuva").json()["total"] == 0:
            assert time.monotonic() < end, "nobody made the new index"
            time.sleep(0.2)
        assert "hakemistosta" not in client.get("/search?q=verkosto").text


def test_without_an_index_it_is_made_and_the_rest_answers(folder: Path) -> None:
    shutil.rmtree(folder / "index")
    with serving(folder) as address, httpx.Client(base_url=address) as client:
        refused = client.get("/search?q=verkosto")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        assert client.get("/networks/USO").status_code == 200
        end = time.monotonic() + _PATIENCE
        while client.get("/search?q=verkosto").status_code == 503:
            assert time.monotonic() < end, "nobody made the index"
            time.sleep(0.2)
        assert client.get("/search?q=verkosto").status_code == 200


def test_an_index_made_again_and_again_meanwhile(folder: Path) -> None:
    stop = threading.Event()

    def build() -> None:
        while not stop.is_set():
            with Library.open(folder) as library:
                reindex(library)

    builder = threading.Thread(target=build)
    with serving(folder) as address, httpx.Client(base_url=address) as client:
        builder.start()
        try:
            for number in range(60):
                answer = client.get(f"/search?q=verkosto&municipality=Kuusiranta&page={1 + number % 3}")
                assert answer.status_code == 200, answer.text
        finally:
            stop.set()
            builder.join()


def test_what_takes_too_long_is_given_up(folder: Path) -> None:
    with serving(folder, seconds=-1.0) as address, httpx.Client(base_url=address) as client:
        for path in ("/search?q=verkosto", "/api/v1/search?q=verkosto"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_more_questions_than_are_answered_at_once(folder: Path) -> None:
    with serving(folder, at_once=1, patience=0.0) as address:
        statuses: list[int] = []

        def ask(number: int) -> None:
            statuses.append(httpx.get(f"{address}/search?q=verkosto+{number}", timeout=30).status_code)

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(statuses) == 30
    assert set(statuses) <= {200, 503}
    assert 200 in statuses


def test_a_library_that_is_out_of_reach(folder: Path) -> None:
    with serving(folder) as address, httpx.Client(base_url=address) as client:
        assert client.get("/networks").status_code == 200
        folder.rename(folder.with_name("elsewhere"))
        answer = client.get("/municipalities")
        assert answer.status_code == 503
        assert str(folder) not in answer.text  # nothing of the machine
        folder.with_name("elsewhere").rename(folder)
        assert client.get("/municipalities").status_code == 200


def test_totals_agree_on_page_files_and_interface(folder: Path, tmp_path: Path) -> None:
    with serving(folder) as address, httpx.Client(base_url=address) as client:
        table = client.get("/api/v1/networks/USO/matrix").json()
        cells = list(csv.DictReader(io.StringIO(client.get("/networks/USO.csv").text.lstrip("\ufeff"))))
        book = openpyxl.load_workbook(io.BytesIO(client.get("/networks/USO.xlsx").content))
        page = client.get("/networks/USO").text
    rows = {row["municipality"] for row in table["rows"]}
    assert {cell["municipality"] for cell in cells} == rows
    header, *lines = book["matrix"].iter_rows(values_only=True)
    assert {line[0] for line in lines} == rows
    first = len(header) - len(table["seasons"])
    totals = {line[0]: sum(line[1:]) for line in book["totals"].iter_rows(min_row=2, values_only=True)}
    for status in CellStatus:
        in_api = sum(counts[status] for counts in table["totals"])
        assert in_api == page.count(f'<td class="cell {status}">'), status
        assert in_api == sum(cell["status"] == status for cell in cells), status
        assert in_api == sum(line[first:].count(status.value) for line in lines), status
        assert in_api == totals[status.value], status


def test_the_workbook_states_what_it_rests_on(folder: Path) -> None:
    with serving(folder) as address:
        book = openpyxl.load_workbook(io.BytesIO(httpx.get(f"{address}/networks/USO.xlsx").content))
    stated = [line for line in book["sources"].iter_rows(values_only=True) if any(line)]
    assert any("/networks/USO.xlsx" in line for line in stated)
    assert any(line[0] == "Kuusiranta" for line in stated)
    seen = [cell.value for line in book["cells"].iter_rows() for cell in line]
    assert any(isinstance(value, dt.datetime) for value in seen)
    assert any(isinstance(value, int | float) and value == 6200 for value in seen)
