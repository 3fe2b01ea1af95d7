"""`pykala crawl`, `pykala changes` and `pykala verify --archive` against the small Finland."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import pykala
from corpus.database import Library
from corpus.sample.faults import status
from corpus.sample.server import SmallFinland
from ingest.crawl import Clock
from ingest.crawl.runs import only_crawl
from tests.crawling import CONTACT, small


@pytest.fixture
def finland() -> Iterator[SmallFinland]:
    with SmallFinland(small("ketunniemi", "kuusiranta", "rautasalmi")) as finland:
        yield finland


@pytest.fixture
def file(tmp_path: Path, finland: SmallFinland) -> Path:
    path = tmp_path / "sources.csv"
    rows = [
        f",{one.name},{one.platform},{one.base_url},,,{one.permission.value},{one.note}"
        for one in finland.sources()
    ]
    head = "municipality,name,platform,base_url,valid_from,valid_to,permission,note"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def pykala_(tmp_path: Path, *arguments: object) -> Result:
    line = ["--library", str(tmp_path / "library"), *map(str, arguments)]
    return CliRunner(env={"PYKALA_CONTACT": ""}).invoke(pykala, line)


def crawl(tmp_path: Path, file: Path, *arguments: object) -> Result:
    return pykala_(
        tmp_path, "crawl", "--sources", file, "--contact", CONTACT, "--delay", 0, "--no-index", *arguments
    )


def test_a_crawl_and_its_receipt(tmp_path: Path, file: Path) -> None:
    result = crawl(tmp_path, file, "Kuusiranta", "--receipt", tmp_path / "receipt.json")
    assert result.exit_code == 0, result.output
    assert "kuusiranta.localhost" in result.stdout
    assert "8 new" in result.stderr
    receipt = json.loads((tmp_path / "receipt.json").read_text("utf-8"))
    assert next(iter(receipt)) == "gone"
    assert receipt["counts"]["new"] == 8
    (host,) = receipt["hosts"]
    assert host["robots"] == "robots.txt"
    assert host["requests"] == receipt["requests"] > 15
    assert host["statuses"]["200"] > 10
    again = crawl(tmp_path, file, "kuusiranta", "--format", "jsonl")
    assert again.exit_code == 0
    assert "0 new" in again.stderr
    assert json.loads(again.stdout)["host"] == "kuusiranta.localhost"


def test_nobody_is_asked_without_a_contact(tmp_path: Path, file: Path, finland: SmallFinland) -> None:
    result = pykala_(tmp_path, "crawl", "--sources", file)
    assert result.exit_code == 2
    assert "give an e-mail or web address with --contact" in result.stderr
    bad = pykala_(tmp_path, "crawl", "--sources", file, "--contact", "me")
    assert bad.exit_code == 2
    assert not finland.requests


def test_a_dry_run_sends_nothing(tmp_path: Path, file: Path, finland: SmallFinland) -> None:
    result = pykala_(tmp_path, "crawl", "--sources", file, "--dry-run", "--format", "jsonl")
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert {row["name"]: bool(row["skipped"]) for row in rows} == {
        "Ketunniemi": False,
        "Kuusiranta": False,
        "Rautasalmi": True,
    }
    assert not finland.requests


def test_sources_without_permission_are_said(tmp_path: Path, file: Path, finland: SmallFinland) -> None:
    result = crawl(tmp_path, file, "Rautasalmi")
    assert result.exit_code == 2
    assert "needs permission" in result.stderr
    assert not finland.requests


def test_an_unknown_source(tmp_path: Path, file: Path) -> None:
    result = crawl(tmp_path, file, "Atlantis")
    assert result.exit_code == 1
    assert "no such source: Atlantis" in result.stderr


def test_a_broken_file_of_sources(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("a,b\n")
    result = crawl(tmp_path, tmp_path / "bad.csv")
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr


def test_two_crawls_at_once(tmp_path: Path, file: Path) -> None:
    (tmp_path / "library").mkdir()
    with only_crawl(tmp_path / "library"):
        result = crawl(tmp_path, file, "Ketunniemi")
    assert result.exit_code == 4
    assert "another crawl is at work" in result.stderr


def test_a_dead_link_is_said_and_shows_in_the_exit_code(
    tmp_path: Path, file: Path, finland: SmallFinland
) -> None:
    finland.fail("ketunniemi", "/tiedostot/khall-2024-03-11.pdf", status(404))
    result = crawl(tmp_path, file, "Ketunniemi")
    assert result.exit_code == 3
    assert "a list leads to it, but the server says 404" in result.stderr


def test_what_changed_is_shown(tmp_path: Path, file: Path, finland: SmallFinland) -> None:
    town = finland.town("kuusiranta")
    (recent,) = town.fill("Kunnanhallitus", [Clock().today() - dt.timedelta(days=3)], 2, first=70_000)
    crawl(tmp_path, file, "Kuusiranta")
    town.amend(f"{recent}-1", "Päätöstä on täydennetty.")
    assert "1 amended" in crawl(tmp_path, file, "Kuusiranta").stderr
    with Library.open(tmp_path / "library") as library:
        uri = finland.address("kuusiranta", f"{recent}-1")
        (item,) = [stored.item for stored in library.items() if stored.document.uri == uri]
        (other,) = [
            stored.item
            for stored in library.items()
            if stored.document.uri == finland.address("kuusiranta", f"{recent}-2")
        ]
    shown = pykala_(tmp_path, "changes", item.id, "--format", "jsonl")
    assert shown.exit_code == 0, shown.output
    lines = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [line["line"] for line in lines if line["mark"] == "+"] == ["Päätöstä on täydennetty."]
    assert not [line for line in lines if line["mark"] == "-"]
    assert pykala_(tmp_path, "changes", other.id).exit_code == 1
    assert pykala_(tmp_path, "changes", "nowhere").exit_code == 1
    assert pykala_(tmp_path, "changes", "kuusiranta/kunnanhallitus").exit_code == 2


def test_the_archive_is_checked(tmp_path: Path, file: Path) -> None:
    crawl(tmp_path, file, "Ketunniemi")
    whole = pykala_(tmp_path, "verify", "--archive")
    assert (whole.exit_code, "all whole" in whole.stderr) == (0, True)
    assert pykala_(tmp_path, "verify").exit_code == 0
    (archive,) = (tmp_path / "library" / "archive").iterdir()
    kept = archive.read_bytes()
    archive.write_bytes(kept + kept[:100])
    torn = pykala_(tmp_path, "verify", "--archive", "--repair", "--format", "jsonl")
    assert torn.exit_code == 0
    assert "cut off" in torn.stdout
    assert archive.read_bytes() == kept
    archive.write_bytes(kept[:200])
    assert pykala_(tmp_path, "verify", "--archive").exit_code == 1
    assert pykala_(tmp_path, "verify", "--repair").exit_code == 2
