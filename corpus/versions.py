"""An item through its document's versions: what it said before it was amended, and before that."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.database import Library, StoredDocument
from corpus.records import Item


@dataclass(frozen=True)
class Version:
    """A version of a document; ``item`` is None where that version did not have the matter."""

    document: StoredDocument
    item: Item | None


@dataclass(frozen=True)
class DiffLine:
    """A line of a comparison: ``mark`` is "+" (only in the newer), "-" (only in the older) or a space."""

    mark: str
    text: str


def versions_of(library: Library, item_id: str) -> list[Version]:
    """The versions of a live item's document, the newest first. Raises KeyError when there is no such
    item.
    """
    live = library.item(item_id)
    if live is None:
        raise KeyError(item_id)
    found = [Version(library.document(live.document_id), live.item)]
    seen = {live.document_id}
    while (previous := found[-1].document.previous) is not None and previous not in seen:
        seen.add(previous)
        try:
            document = library.document(previous)
        except KeyError:  # purged
            break
        found.append(Version(document, _same_matter(library.items_of(previous), live.item)))
    return found


def compare(older: Item | None, newer: Item | None, *, context: int = 2) -> Iterator[DiffLine]:
    """The lines in which two versions differ, with some that they share around them."""
    before = older.text.splitlines() if older else []
    after = newer.text.splitlines() if newer else []
    for line in difflib.unified_diff(before, after, n=context, lineterm=""):
        if not line.startswith(("---", "+++")):
            yield DiffLine(
                "@" if line.startswith("@@") else line[:1], line if line.startswith("@@") else line[1:]
            )


def _same_matter(items: list[Item], wanted: Item) -> Item | None:
    """The same matter in another version: by its id, § or diary number or title; a lone item is it anyhow."""
    numbers = {number.key for number in wanted.diary_numbers}
    title = (wanted.title or "").casefold()
    rules: tuple[Callable[[Item], bool], ...] = (
        lambda item: item.id == wanted.id,
        lambda item: item.section is not None and item.section == wanted.section,
        lambda item: bool(numbers & {number.key for number in item.diary_numbers}),
        lambda item: bool(title) and (item.title or "").casefold() == title,
    )
    for is_same in rules:
        for item in items:
            if is_same(item):
                return item
    return items[0] if len(items) == 1 else None
