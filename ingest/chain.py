"""A whole meeting's items: the chain of its own rising §§."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from corpus.registry.organs import Organ
from ingest.extract.found import Found
from ingest.heads import Mark
from ingest.own_head import same_organ

_CHAIN_STEP = 10  # §§ left out of a published file (confidential ones) leave gaps no longer than this


def meeting_chain(
    marks: Sequence[Mark], organ: Found[Organ] | None, date: Found[dt.date] | None
) -> list[Mark]:
    """The longest run of rising §§ that are this meeting's own, a table of contents left out."""
    own = [
        mark
        for mark in marks
        if mark.section is not None
        and not mark.history
        and not (mark.organ and organ and not same_organ(mark.organ.value, organ.value))
        and not (mark.date and date and mark.date.value != date.value)
        and not (mark.organ and organ is None and mark.date)
    ]
    own = _without_contents(own)
    best: dict[int, tuple[int, Mark, int | None]] = {}  # § → (chain length, its mark, previous §)
    for mark in own:
        number = mark.section.value if mark.section else 0
        length, previous = 1, None
        for step in range(1, _CHAIN_STEP + 1):
            before = best.get(number - step)
            if before and before[0] + 1 > length:
                length, previous = before[0] + 1, number - step
        if number not in best or length > best[number][0]:
            best[number] = (length, mark, previous)
    if not best:
        return []
    last: int | None = max(best, key=lambda number: (best[number][0], number))
    chain: list[Mark] = []
    while last is not None:
        _, mark, last = best[last]
        chain.append(mark)
    chain.reverse()
    # A regulation quoted in one item ("1 § Tehtävät", "2 § Jäsenet") is no meeting: its first § comes
    # after the item's own head.
    first = own[0]
    return chain if chain[0] is first or (len(chain) > 3 and first.section and chain[0].section) else []


def _without_contents(marks: list[Mark]) -> list[Mark]:
    """Leave out §§ listed line by line that come again later: a table of contents."""
    last_line = {mark.section.value: mark.line for mark in marks if mark.section}
    kept = []
    for position, mark in enumerate(marks):
        following = marks[position + 1] if position + 1 < len(marks) else None
        listed = following is not None and following.section is not None and following.line - mark.line <= 2
        if mark.section and listed and last_line[mark.section.value] > mark.line:
            assert following is not None
            if following.section and following.section.value != mark.section.value:
                continue
        kept.append(mark)
    return kept
