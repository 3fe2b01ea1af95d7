"""Task classes: the middle part of many diary numbers, e.g. 00.04.01 in ``2204/00.04.01/2024``.

The fifteen main classes are those of the municipalities' common task classification; their Swedish names are
plain translations. Finer classes are listed only as Helsinki's open decisions name them: other
municipalities number finer levels partly in their own way, so those names hold for Helsinki and are a hint
elsewhere.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("task_classes.csv")
_SEPARATORS = re.compile(r"[ .\u00a0/-]+")


@dataclass(frozen=True)
class TaskClass:
    """A class of the classification. ``code`` has dots (``00.02.09``); ``common`` is whether every
    municipality's classification has it, otherwise the name is Helsinki's."""

    code: str
    name: str
    name_sv: str | None
    common: bool


@cache
def task_classes() -> dict[str, TaskClass]:
    """Every listed class by its code."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: TaskClass(
                row["code"], row["name_fi"], row["name_sv"] or None, row["origin"] == "common"
            )
            for row in csv.DictReader(file)
        }


def task_class(code: str) -> TaskClass | None:
    """The class with this code (``00.02.09``, ``00 02 09``), else the nearest class above it that is listed,
    at least the main class; None where the first two digits are no main class or the code is not in pairs of
    digits."""
    if len(code) > 40:
        return None
    groups = [group for group in _SEPARATORS.split(code.strip()) if group]
    if not groups or not all(len(group) == 2 and group.isascii() and group.isdigit() for group in groups):
        return None
    known = task_classes()
    for count in range(len(groups), 0, -1):
        found = known.get(".".join(groups[:count]))
        if found:
            return found
    return None
