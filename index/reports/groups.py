"""Municipalities by region and size class."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from corpus.registry.divisions import region_named, size_class, size_class_named
from corpus.registry.municipalities import municipality_named
from index.places import inhabitants

LATEST = 9999
"""The year of which a population is asked for where the latest is meant."""


@dataclass(frozen=True)
class Group:
    """A municipality's region, the key of its size class (``5000-9999``), and the latest population known.

    None of what the registry does not know.
    """

    region: str | None
    size: str | None
    population: int | None


@lru_cache(maxsize=2_000)
def group_of(name: str) -> Group:
    """The group of a municipality by any of its names."""
    found = municipality_named(name)
    counted = inhabitants(name, LATEST)
    population = counted[0] if counted else None
    return Group(
        region=(found and found.region) or None,
        size=size_class(population).key if population is not None else None,
        population=population,
    )


def in_group(name: str | None, region: str | None, size: str | None) -> bool:
    """Whether a municipality is of that region (name or code) and size class (key); None asks for all.

    None is of a region or class that does not exist.
    """
    if region is None and size is None:
        return True
    group = group_of(name) if name else Group(None, None, None)
    if region is not None:
        asked = region_named(region)
        if asked is None or asked.name != group.region:
            return False
    if size is not None:
        wanted = size_class_named(size)
        return wanted is not None and wanted.key == group.size
    return True
