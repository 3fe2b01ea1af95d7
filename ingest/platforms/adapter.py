"""What a platform's adapter is made of, and where adapters are found."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from corpus.registry.sources import Source
from ingest.platforms.lies import COMMON_LIES, Lie, first_lie
from ingest.platforms.page import About, Embedded, Links, Page
from ingest.platforms.urls import canonical_url


def _no_urls(source: Source) -> tuple[str, ...]:
    return ()


def _no_documents(page: Page, known: About) -> tuple[Embedded, ...]:
    return ()


@dataclass(frozen=True)
class Adapter:
    """Pure functions over pages of one platform.

    ``links(page)`` gives what the page links to; it raises PageError when the page cannot be looked at, and
    gives empty Links for a page it knows nothing about. ``canonical(url)`` gives one address for one page
    and raises ValueError for what is no http address. ``start_urls(source)`` are where a full crawl begins,
    ``feed_urls(source)`` the short lists of what is new. ``documents(page)`` are documents inside the page;
    none: the page itself is it.
    """

    name: str
    links: Callable[[Page], Links]
    start_urls: Callable[[Source], tuple[str, ...]]
    own_lies: tuple[Lie, ...] = ()
    canonical: Callable[[str], str] = canonical_url
    feed_urls: Callable[[Source], tuple[str, ...]] = _no_urls
    documents: Callable[[Page, About], tuple[Embedded, ...]] = _no_documents

    def lies(self, page: Page) -> str | None:
        """What the server lies about with this page, or None: the platform's own rules, then those for
        all."""
        return first_lie(page, (*COMMON_LIES, *self.own_lies))


@cache
def adapters() -> dict[str, Adapter]:
    """Every adapter by its platform's name: the modules of this package that have an ``ADAPTER``."""
    package = importlib.import_module("ingest.platforms")
    found: dict[str, Adapter] = {}
    for info in pkgutil.iter_modules(package.__path__):
        if info.name in ("new", "__main__"):
            continue
        adapter = getattr(importlib.import_module(f"ingest.platforms.{info.name}"), "ADAPTER", None)
        if isinstance(adapter, Adapter):
            if adapter.name in found:
                raise ValueError(f"two adapters are named {adapter.name}")
            found[adapter.name] = adapter
    return dict(sorted(found.items()))


def adapter_for(platform: str) -> Adapter:
    """The adapter of a platform. Raises KeyError naming those that exist."""
    found = adapters().get(platform)
    if found is None:
        raise KeyError(f"no adapter for {platform!r}; there are {', '.join(adapters())}")
    return found
