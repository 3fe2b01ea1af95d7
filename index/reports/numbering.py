"""How the §§ of a body run: which meetings share one series, and what is between the numbers that are there.

Nearly everywhere §§ run through the calendar year; in some places each meeting begins at § 1 again
(docs/coverage.md tells where this was seen). Pure functions over days and numbers.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

HIGHEST = 9_999
"""A § above this is a misreading: the busiest officeholders stay below it."""

_RESTART_AT = 2  # a series that begins anew begins here or below,
_RESTART_SIZE = 3  # with a meeting of at least so many §§
_JUMP = 200  # a gap that large, with next to nothing beyond it, is a misread number
_STATED = re.compile(
    r"(?:§{1,2}|(?:pykälät|asiat|ärenden|paragrafer)\b)[^\S\n]{0,3}[:.]?[^\S\n]{0,3}"
    r"(\d{1,4})[^\S\n]{0,2}(?:§)?[^\S\n]{0,2}[-–—][^\S\n]{0,2}(\d{1,4})(?!\d|\.\d)",
    re.IGNORECASE,
)
_STATED_AFTER = re.compile(r"(?<![\d.])(\d{1,4})[^\S\n]{0,2}[-–—][^\S\n]{0,2}(\d{1,4})[^\S\n]{0,2}§")


def runs(meetings: Mapping[dt.date, Collection[int]]) -> list[tuple[dt.date, ...]]:
    """The days that share a series, in order; every day in a run of its own where each meeting begins anew.

    Each meeting begins anew when at least every other meeting has a § at or below one of the meeting before.
    A series that begins anew within the year (at § 1 or 2, with some §§) begins a run.
    """
    days = sorted(day for day, numbers in meetings.items() if numbers)
    overlaps = [day for before, day in pairwise(days) if min(meetings[day]) <= max(meetings[before])]
    if overlaps and 2 * len(overlaps) >= len(days) - 1:
        return [(day,) for day in days]
    found: list[list[dt.date]] = []
    for day in days:
        numbers = meetings[day]
        begins = min(numbers) <= _RESTART_AT and len(set(numbers)) >= _RESTART_SIZE
        if not found or (day in overlaps and begins and max(numbers) < max(meetings[found[-1][-1]])):
            found.append([])
        found[-1].append(day)
    return [tuple(run) for run in found]


def misread(numbers: Collection[int]) -> set[int]:
    """Numbers so far above all others that they are no §§: years, sums, page numbers."""
    ordered = sorted(set(numbers))
    for place, (below, above) in enumerate(pairwise(ordered)):
        beyond = len(ordered) - place - 1
        if above - below > max(_JUMP, 2 * below) and beyond <= 2 and beyond <= place:
            return set(ordered[place + 1 :])
    return set()


def stated(text: str, held: Collection[int]) -> range | None:
    """The §§ that a cover says its meeting handled ("§§ 12–25", "Pykälät 12 - 25"), None if it does not say.

    Only a range that takes in every § held of the meeting is believed: a cover speaks of laws too.
    """
    if not held:
        return None
    for match in (*_STATED.finditer(text), *_STATED_AFTER.finditer(text)):
        first, last = int(match[1]), int(match[2])
        if 0 < first <= min(held) and max(held) <= last <= HIGHEST and last - first < _JUMP:
            return range(first, last + 1)
    return None


def in_ranges(numbers: Iterable[int]) -> str:
    """Numbers as people write them: ``3–5, 9``."""
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and parts[-1][-1] == number - 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    return ", ".join("–".join(map(str, part)) for part in parts)


def silence(days: Sequence[dt.date]) -> int | None:
    """The longest usual pause between meetings in the last three years, in days; None with too few to tell.

    Where there are a dozen pauses, those of more than 200 days are not usual.
    """
    ordered = sorted(set(days))
    recent = [day for day in ordered if (ordered[-1] - day).days <= 3 * 365]
    pauses = [(after - before).days for before, after in pairwise(recent)]
    if len(pauses) < 5:
        return None
    if len(pauses) >= 12:
        pauses = [pause for pause in pauses if pause <= 200] or pauses
    return max(pauses)
