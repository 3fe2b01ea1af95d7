"""A crawl that is killed at any moment goes on where it was; nothing that was stored is asked for twice."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from corpus.archive_check import check_archive
from corpus.database import Library
from corpus.sample.server import SmallFinland
from ingest.crawl import CrawlRunning, crawl
from ingest.crawl.runs import only_crawl
from tests.crawling import OPTIONS, permit, state_of

_CRAWL = """
import csv, sys
from pathlib import Path
from corpus.database import Library
from corpus.registry.sources import Permission, Source
from ingest.crawl import crawl
from tests.crawling import OPTIONS

if __name__ == "__main__":
    with open(sys.argv[2], newline="") as file:
        sources = [Source(*row[:4], permission=Permission(row[4]), note=row[5]) for row in csv.reader(file)]
    with Library.open(Path(sys.argv[1])) as library:
        crawl(library, sources, OPTIONS, watch=lambda progress: print(progress.done, flush=True))
"""
ROOT = Path(__file__).resolve().parent.parent


def start(folder: Path, library: Path) -> subprocess.Popen[str]:
    """A crawl in a process of its own, which prints a line for every page."""
    script = folder / "crawl.py"
    return subprocess.Popen(
        [sys.executable, str(script), str(library), str(folder / "sources.csv")],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )


def prepare(folder: Path, finland: SmallFinland, library: Path) -> None:
    """Write down the crawl's program and sources, and make the library with its permissions."""
    import csv

    (folder / "crawl.py").write_text(_CRAWL)
    with (folder / "sources.csv").open("w", newline="") as file:
        csv.writer(file).writerows(
            [one.municipality, one.name, one.platform, one.base_url, one.permission.value, one.note]
            for one in finland.sources()
        )
    with Library.open(library, create=True) as opened:
        permit(opened, finland)


def kill_after(process: subprocess.Popen[str], pages: int, wait: float) -> bool:
    """Kill the process a moment after so many pages; False when it was done before that."""
    assert process.stdout is not None
    for number, _ in enumerate(process.stdout, 1):
        if number >= pages:
            time.sleep(wait)
            break
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.stdout.close()
    return process.wait() == -signal.SIGKILL


def check_after_kills(folder: Path, kills: int, seed: int) -> None:
    """Kill a crawl so many times, let it end, and compare with one that nobody disturbed."""
    chance = random.Random(seed)
    with SmallFinland() as finland:
        for town in finland.towns:
            town.noise = False  # pages that differ every time would differ here too
        with Library.open(folder / "undisturbed", create=True) as library:
            permit(library, finland)
            crawl(library, finland.sources(), OPTIONS)
            expected = state_of(library)
            pages = len(finland.requests)
        finland.forget()
        prepare(folder, finland, folder / "killed")
        killed = 0
        for _ in range(kills):
            process = start(folder, folder / "killed")
            killed += kill_after(process, chance.randint(1, max(2, pages // kills)), chance.random() * 0.05)
        assert killed >= kills - 2, "the crawl was done too early for the test to mean anything"
        assert start(folder, folder / "killed").wait() == 0
        with Library.open(folder / "killed") as library:
            assert state_of(library) == expected
            assert not [one for one in check_archive(library).problems if not one.harmless]
            stored = library.connection.execute("SELECT url, count(*) FROM visits GROUP BY url").fetchall()
            runs = library.connection.execute("SELECT state FROM runs").fetchall()
        asked = Counter(f"http://{one.host}:{finland.port}{one.address}" for one in finland.requests)
    assert [tuple(row) for row in runs] == [("done",)]
    # Nothing stored is asked for again: what was asked twice was under way when the process died.
    assert {tuple(row)[1] for row in stored} == {1}
    again = sum(number - 1 for number in asked.values())
    hosts = len({one.host for one in finland.requests})
    assert again <= killed * hosts
    assert sum(asked.values()) <= pages + killed * hosts


@pytest.mark.slow
def test_a_crawl_killed_at_twenty_moments_is_as_if_it_had_not_been(tmp_path: Path) -> None:
    check_after_kills(tmp_path, kills=20, seed=20260821)


def test_two_crawls_never_overlap(tmp_path: Path) -> None:
    with (
        Library.open(tmp_path, create=True) as library,
        only_crawl(tmp_path),
        pytest.raises(CrawlRunning, match="another crawl is at work"),
    ):
        crawl(library, [], OPTIONS)
    with Library.open(tmp_path) as library:
        assert crawl(library, [], OPTIONS).state == "done"
