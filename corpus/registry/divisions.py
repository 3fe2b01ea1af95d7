"""How municipalities are grouped: regions (maakunta) and population classes.

Sources: codes and names of the regions from Statistics Finland's classification of 2026; population classes
as in Kuntaliitto's and Statistics Finland's municipal statistics (a class begins at its round number).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Region:
    """A region (maakunta); ``code`` has two digits."""

    code: str
    name: str
    name_sv: str


@dataclass(frozen=True)
class SizeClass:
    """Municipalities of ``least`` to ``most`` inhabitants, both included; the largest class has no end.

    ``key`` is ``5000-9999``, or ``100000-``.
    """

    key: str
    least: int
    most: int | None


@cache
def regions() -> tuple[Region, ...]:
    """The regions by code."""
    return tuple(Region(*row) for row in _rows("regions.csv"))


def region_named(name: str) -> Region | None:
    """The region of that Finnish or Swedish name or code, whatever the capitals."""
    wanted = " ".join(name.split()).casefold()
    for region in regions():
        if wanted in (region.code, region.name.casefold(), region.name_sv.casefold()):
            return region
    return None


@cache
def size_classes() -> tuple[SizeClass, ...]:
    """The classes, the smallest first; every number of inhabitants is in exactly one."""
    return tuple(
        SizeClass(key, int(least), int(most) if most else None)
        for key, least, most in _rows("size_classes.csv")
    )


def size_class(population: int) -> SizeClass:
    """The class of a municipality of so many inhabitants. Raises ValueError for fewer than none."""
    for each in size_classes():
        if each.least <= population and (each.most is None or population <= each.most):
            return each
    raise ValueError(f"no class for {population} inhabitants")


def size_class_named(key: str) -> SizeClass | None:
    """The class of that key; spaces, dashes and a plus sign for the last one's end do not matter."""
    wanted = "".join(key.split()).replace("–", "-").replace("+", "-")
    return next((each for each in size_classes() if each.key == wanted), None)


def _rows(name: str) -> Iterator[list[str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows
