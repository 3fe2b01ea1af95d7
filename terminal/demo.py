"""The demonstration's crawl: the sample's sites are served on this machine, and visited like any others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from terminal.frame import note, update_index

_PORT = 41907
_REFERENCE = "the sample is our own"


@dataclass(frozen=True)
class DemoCrawl:
    """What was read: hosts and requests, documents and items, and what could not be."""

    hosts: int
    requests: int
    documents: int
    items: int
    problems: tuple[str, ...]


def crawl_sample(folder: Path) -> DemoCrawl:
    """Serve the sample's sites on this machine and crawl them into a library, which is made if need be.

    Raises LibraryError; RuntimeError or OSError where this machine lets nobody serve or fetch.
    """
    from corpus.database import Library
    from corpus.permissions import grant
    from corpus.sample.server import SmallFinland
    from ingest.crawl import CrawlOptions, crawl
    from terminal.crawling import watch_on_terminal

    options = CrawlOptions(contact="https://example.org/pykala-demo", delay=0)
    try:
        finland = SmallFinland(port=_PORT)  # always the same, for the addresses are the documents' names
    except OSError:
        finland = SmallFinland()
    with finland, Library.open(folder, create=True) as library:
        for source in finland.sources():
            # Their robots.txt or noindex says no, as on real sites of these platforms: it takes a permission.
            if source.platform in ("tweb", "dynasty-static"):
                grant(library, source.key, "pykala", dt.datetime.now(dt.UTC).date(), _REFERENCE)
        done = crawl(library, finland.sources(), options, watch=watch_on_terminal())
        update_index(library)
        counts = library.counts()
    for problem in done.problems:
        note(f"{problem.url}: {problem.reason}")
    return DemoCrawl(
        hosts=len(done.hosts),
        requests=done.requests,
        documents=counts["documents"],
        items=counts["items"],
        problems=tuple(problem.reason for problem in done.problems),
    )
