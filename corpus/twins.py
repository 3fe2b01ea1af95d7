"""Twins: one matter of one meeting in both languages of a bilingual municipality.

Nothing is stored of it: two items are twins if municipality, day and § are the same, the languages are not,
and the bodies are one. The board or the council of a day is one; other bodies are known by their registered
translation, or share a diary number. Reports count a matter once, by the twin that tells more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from corpus.database import Library, StoredItem
from corpus.records import Item
from corpus.registry.municipalities import municipality_named
from corpus.registry.organs import Organ, OrganKind, organ_from

_ONE_OF_A_DAY = (OrganKind.BOARD, OrganKind.COUNCIL)


def are_twins(one: StoredItem, other: StoredItem) -> bool:
    """Whether two items are one matter in two languages."""
    first, second = one.item, other.item
    return (
        first.language != second.language
        and first.section is not None
        and first.meeting_date is not None
        and (first.section, first.meeting_date) == (second.section, second.meeting_date)
        and _place(one) is not None
        and _place(one) == _place(other)
        and _one_body(first, second)
    )


def twins_of(library: Library, stored: StoredItem) -> list[StoredItem]:
    """The items of a library that are the same matter in another language."""
    item = stored.item
    if item.section is None or item.meeting_date is None:
        return []
    rows = library.connection.execute(
        "SELECT id FROM items WHERE live AND meeting_date = ? AND section = ? AND language != ? ORDER BY id",
        (item.meeting_date.isoformat(), item.section, item.language),
    ).fetchall()
    found = (library.item(row[0]) for row in rows)
    return [other for other in found if other is not None and are_twins(stored, other)]


def without_twins(items: Iterable[StoredItem]) -> tuple[list[StoredItem], dict[str, str]]:
    """The items with one of each pair of twins, and the left-out twin's id by the id of the one kept.

    Kept is the one that tells more facts, the first if both tell as many.
    """
    everyone = list(items)
    groups: dict[tuple[object, ...], list[StoredItem]] = defaultdict(list)
    for stored in everyone:
        if stored.item.section is not None and stored.item.meeting_date is not None:
            groups[_place(stored), stored.item.meeting_date, stored.item.section].append(stored)
    twins: dict[str, str] = {}
    dropped: set[str] = set()
    for group in groups.values():
        for index, one in enumerate(group):
            for other in group[index + 1 :]:
                if {one.item.id, other.item.id} & dropped or not are_twins(one, other):
                    continue
                kept, left = (one, other) if _told(one.item) >= _told(other.item) else (other, one)
                twins[kept.item.id] = left.item.id
                dropped.add(left.item.id)
    return [stored for stored in everyone if stored.item.id not in dropped], twins


def _place(stored: StoredItem) -> str | None:
    name = stored.item.municipality or stored.document.municipality
    known = municipality_named(name) if name else None
    return known.code if known else name


def _told(item: Item) -> int:
    return len(item.participations) + len(item.money) + len(item.people) + (item.decision is not None)


def _one_body(first: Item, second: Item) -> bool:
    bodies = organ_from(first.organ or ""), organ_from(second.organ or "")
    if bodies[0] is None or bodies[1] is None or bodies[0].kind is not bodies[1].kind:
        return False
    if bodies[0].kind in _ONE_OF_A_DAY or _names(bodies[0]) & _names(bodies[1]):
        return True
    return bool({n.key for n in first.diary_numbers} & {n.key for n in second.diary_numbers})


def _names(body: Organ) -> set[str]:
    return {name.casefold() for name in (body.name, body.swedish) if name}
