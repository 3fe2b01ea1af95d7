"""What a second crawl costs: a first crawl, one without news, and one after three changes, side by side.

    python -m bench.crawl_again [--meetings 60] [--matters 6] [--next-day] [--output FILE]

The sites are the sample's, on this machine; three of the towns have as many older meetings of filler as
asked for, a recent meeting and an agenda. With ``--next-day`` the second crawl is a day later:
robots.txt is asked again.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.database import Library
from corpus.permissions import grant, needs_permission
from corpus.sample.server import SmallFinland
from ingest.crawl import Clock, CrawlOptions, Receipt, crawl

FILLED = ("kuusiranta", "bjorknas", "haapavaara")
OPTIONS = CrawlOptions(contact="https://example.org/bench", delay=0, backoff=0.01)


@dataclass(frozen=True)
class Measured:
    """One crawl: requests and bytes as the server counted them, and what the crawl said it found."""

    crawl: str
    requests: int
    received: int
    seconds: float
    counts: dict[str, int]


@dataclass(frozen=True)
class Comparison:
    """The crawls, and how many items the sites publish beside how many the first crawl found."""

    published: int
    found: int
    crawls: tuple[Measured, ...]

    def share(self, index: int, of: str) -> float:
        """A crawl's requests or bytes as a share of the first one's."""
        return float(getattr(self.crawls[index], of)) / float(getattr(self.crawls[0], of))


def fill(finland: SmallFinland, meetings: int, matters: int, today: dt.date) -> dict[str, list[str]]:
    """Fill the towns; per town the keys of the recent meeting and of the agenda."""
    keys: dict[str, list[str]] = {}
    for slug in FILLED:
        town = finland.town(slug)
        old = [today - dt.timedelta(days=400 + 30 * number) for number in range(meetings)]
        town.fill("Kunnanhallitus", old, matters, first=1000)
        recent = town.fill("Kunnanhallitus", [today - dt.timedelta(days=9)], 3, first=70_000)
        agenda = town.fill("Kunnanvaltuusto", [today - dt.timedelta(days=1)], 1, agenda=True, first=80_000)
        keys[slug] = [*recent, *agenda]
    return keys


def compare(folder: Path, meetings: int, matters: int, *, later: dt.timedelta = dt.timedelta()) -> Comparison:
    """Crawl three times: at first, without news, and after an item was amended, one removed, an agenda
    replaced.
    """
    today = dt.datetime.now(dt.UTC).date()
    clock = Clock()
    with SmallFinland() as finland, Library.open(folder, create=True) as library:
        keys = fill(finland, meetings, matters, today)
        sources = finland.sources()
        for source in sources:
            if needs_permission(source) or source.platform == "dynasty-static":
                grant(library, source.key, "Kirjaamo", today, "1/2026")
        measured = [_measure("first", finland, library, clock)]
        held = {row[0] for row in library.connection.execute("SELECT uri FROM addresses")}
        published = finland.documents()
        clock.offset += later
        measured.append(_measure("no news", finland, library, clock))
        finland.town("kuusiranta").amend(f"{keys['kuusiranta'][0]}-2", "Päätöstä on täydennetty.")
        finland.town("haapavaara").remove(f"{keys['haapavaara'][0]}-3")
        finland.town("bjorknas").publish(keys["bjorknas"][1])
        measured.append(_measure("three changes", finland, library, clock))
        return Comparison(len(published), len(published & held), tuple(measured))


def _measure(name: str, finland: SmallFinland, library: Library, clock: Clock) -> Measured:
    finland.forget()
    began = clock.seconds()
    receipt: Receipt = crawl(library, finland.sources(), OPTIONS, clock=clock)
    seconds = clock.seconds() - began
    counts = {key: number for key, number in receipt.counts.items() if number}
    sent = sum(request.sent for request in finland.requests)
    return Measured(name, len(finland.requests), sent, round(seconds, 1), counts)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="What a second crawl costs.")
    parser.add_argument("--meetings", type=int, default=60, help="older meetings in each of three towns")
    parser.add_argument("--matters", type=int, default=6, help="matters in each")
    parser.add_argument("--next-day", action="store_true", help="the second crawl is a day later")
    parser.add_argument("--output", type=Path, help="write the figures to a file, as JSON")
    given = parser.parse_args(arguments)
    later = dt.timedelta(days=1) if given.next_day else dt.timedelta()
    with tempfile.TemporaryDirectory() as folder:
        found = compare(Path(folder), given.meetings, given.matters, later=later)
    print(f"{found.found} of {found.published} items found")
    for index, one in enumerate(found.crawls):
        shares = f"{found.share(index, 'requests'):7.2%} {found.share(index, 'received'):7.2%}"
        said = ", ".join(f"{number} {name}" for name, number in one.counts.items()) or "nothing new"
        cost = f"{one.requests:6} requests {one.received:10} bytes {shares} {one.seconds:6.1f} s"
        print(f"{one.crawl:14} {cost}  {said}")
    if given.output:
        rows = [
            {
                "crawl": one.crawl,
                "requests": one.requests,
                "received": one.received,
                "share_of_requests": round(found.share(index, "requests"), 4),
                "share_of_bytes": round(found.share(index, "received"), 4),
                "seconds": one.seconds,
                "counts": one.counts,
            }
            for index, one in enumerate(found.crawls)
        ]
        given.output.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
