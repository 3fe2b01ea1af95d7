"""The pages, asked of a real server over the sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup

from corpus.database import Library
from index.search import reindex
from tests.serving import serving

ITEM = "kuusiranta/kunnanhallitus/2024-10-21/213"


@pytest.fixture(scope="module")
def site(sample_folder: Path) -> Iterator[httpx.Client]:
    with Library.open(sample_folder) as library:
        reindex(library, if_needed=True)
    with serving(sample_folder) as address, httpx.Client(base_url=address) as client:
        yield client


PAGES = (
    *("/", "/search", "/search?q=verkosto", "/search?q=verkosto&page=2", "/search?municipality=Kuusiranta"),
    *("/networks", "/networks/USO", "/networks/USO?everyone=true&season=2023-2024", "/networks/uso-verkosto"),
    *("/municipalities", "/municipalities/Kuusiranta", "/municipalities/Tampere", f"/items/{ITEM}"),
    *("/cases/412/00.04.01/2024", "/changes", "/changes?since=2020-01-01&network=USO", "/coverage"),
    *("/coverage?everything=true", "/about"),
)


@pytest.mark.parametrize("language", ["", "/sv", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_page(site: httpx.Client, language: str, path: str) -> None:
    answer = site.get(language + path)
    assert answer.status_code == 200
    page = BeautifulSoup(answer.text, "lxml")
    assert page.html is not None
    assert page.html["lang"] == (language.strip("/") or "fi")
    assert len(page.find_all("h1")) == 1
    assert page.title is not None
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for link in page.find_all("a", href=True):
        if str(link["href"]).startswith("#"):
            assert link["href"][1:] in ids, link


@pytest.mark.parametrize("path", ["/search/", "/networks/", "/networks/USO/", f"/items/{ITEM}/", "//", "/"])
def test_a_slash_at_the_end_keeps_the_language(site: httpx.Client, path: str) -> None:
    answer = site.get(f"/sv{path}")
    assert answer.status_code == 200
    page = BeautifulSoup(answer.text, "lxml")
    assert page.html is not None
    assert page.html["lang"] == "sv"


MISSING = (
    ("/nowhere", 404),
    ("/networks/nobody", 404),
    ("/municipalities/Olematon", 404),
    ("/items/no/such/item", 404),
    ("/cases/1/2", 404),
    ("/search?q=kunta:", 400),
    ("/search?q=pvm:2021-13", 400),
    ("/search?q=" + "x" * 501, 422),
    ("/search?q=" + "+".join(f"sana{n}" for n in range(60)), 400),
    ("/search?q=verkosto&page=501", 422),
    ("/changes?since=yesterday", 422),
    (f"/items/{ITEM}.png", 404),
)


@pytest.mark.parametrize(("path", "status"), MISSING, ids=[path[:40] for path, _ in MISSING])
def test_what_is_not_there_or_cannot_be_read(site: httpx.Client, path: str, status: int) -> None:
    answer = site.get(path)
    assert answer.status_code == status
    assert BeautifulSoup(answer.text, "lxml").h1 is not None


def test_every_answer_is_guarded(site: httpx.Client) -> None:
    for path in (
        "/",
        "/nowhere",
        "/static/style.css",
        "/api/v1/stats",
        "/networks/USO.csv",
        "/networks/USO.atom",
    ):
        headers = site.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in headers


def test_a_name_of_somebody_elses_is_refused(site: httpx.Client) -> None:
    assert site.get("/", headers={"Host": "attacker.example"}).status_code == 400


def test_what_stays_the_same_is_not_sent_again(site: httpx.Client) -> None:
    first = site.get("/networks/USO")
    again = site.get("/networks/USO", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert site.get("/sv/networks/USO").headers["etag"] != first.headers["etag"]


def test_head_is_as_get_without_a_body(site: httpx.Client) -> None:
    answer = site.head("/networks/USO")
    assert answer.status_code == 200
    assert answer.headers["content-length"] == str(len(site.get("/networks/USO").content))
    assert answer.content == b""


def test_lists_come_in_parts(site: httpx.Client) -> None:
    whole = site.get("/api/v1/participations").json()
    assert whole["total"] == len(whole["rows"]) > 10
    second = site.get("/api/v1/participations?limit=5&offset=5").json()
    assert (second["total"], second["offset"]) == (whole["total"], 5)
    assert second["rows"] == whole["rows"][5:10]
    assert site.get("/api/v1/participations?limit=5001").status_code == 422
    assert site.get("/api/v1/coverage?offset=1000000").json()["rows"] == []
