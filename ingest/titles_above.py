"""A whole meeting whose titles stand above their §§, as in minutes printed from older Dynasty.

    KOKOUKSEN LAILLISUUS JA PÄÄTÖSVALTAISUUS

    Khall § 40

    Kutsu kokoukseen on lähetetty …

Whether they do is told by the whole chain: a single line above a § may as well be the end of the item before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ingest.heads import Mark
from ingest.item_title import title_lines_above, title_lines_below
from ingest.lines import DocLine

_SHARE = 0.7  # of the §§ must have a title above
_LONGEST_TITLE = 200
_LONGEST_BELOW = 2  # lines; what is longer is the text


def titles_above(
    lines: Sequence[DocLine], marks: Sequence[Mark], chain: Sequence[Mark]
) -> list[list[DocLine]]:
    """The lines of each item's title above its § (``chain`` in order); all are empty where that is no custom.

    A title on the § line itself or below it speaks against it. Where an earlier body's handling comes first,
    the title stands above that body's row. ``marks`` are all head lines, in order.
    """
    none: list[list[DocLine]] = [[] for _ in chain]
    bare = [mark for mark in chain if mark.rest is None]
    if len(bare) < _SHARE * len(chain):
        return none
    floors = [-1, *(mark.line for mark in chain)]
    above = [_above(lines, mark, floor) for mark, floor in zip(chain, floors, strict=False)]
    if 2 * sum(map(_shouted, above)) > sum(map(bool, above)):
        above = [run if _shouted(run) else [] for run in above]
    shouted = any(map(_shouted, above))
    for index, mark in enumerate(chain):
        if not above[index]:
            runs = [_above(lines, row, floors[index]) for row in _between(marks, floors[index], mark.line)]
            above[index] = next((run for run in runs if run and _shouted(run) == shouted), [])
    ends = [*(mark.line for mark in chain[1:]), len(lines)]
    below = sum(_has_title_below(lines[mark.line + 1 : end]) for mark, end in zip(chain, ends, strict=True))
    count = sum(map(bool, above))
    return above if count >= _SHARE * len(chain) and count > 2 * below else none


def _between(marks: Sequence[Mark], first: int, last: int) -> Sequence[Mark]:
    """The head lines with a § that stand between two lines."""
    start = bisect_right(marks, first, key=lambda mark: mark.line)
    stop = bisect_left(marks, last, key=lambda mark: mark.line)
    return [mark for mark in marks[start:stop] if mark.section is not None]


def _shouted(run: Sequence[DocLine]) -> bool:
    return bool(run) and all(line.text.isupper() for line in run)


def _above(lines: Sequence[DocLine], mark: Mark, floor: int) -> list[DocLine]:
    run = [] if mark.rest is not None else title_lines_above(lines, mark.line, floor)
    whole = run and run[0].gap and sum(len(line.text) for line in run) <= _LONGEST_TITLE
    return run if whole and run[0].text[0].isalnum() and not run[0].text[0].islower() else []


def _has_title_below(lines: Sequence[DocLine]) -> bool:
    run = title_lines_below(lines)
    return 0 < len(run) <= _LONGEST_BELOW
