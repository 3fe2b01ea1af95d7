"""What the reports share: the people of a row, the sentence that proves it, and filters by name."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.database import FactKind, Library, StoredItem
from corpus.records import Evidence, Item, Person, Role
from index.places import network_names, place
from index.values import name_key


@dataclass(frozen=True)
class Contact:
    """Somebody in an official role, by name or title."""

    name: str | None
    title: str | None
    organisation: str | None
    role: Role
    municipality: str | None = None


@dataclass(frozen=True)
class Proof:
    """Where the words stand that state a fact: page (from 1) and the quote."""

    page: int | None = None
    quote: str | None = None


def contact(person: Person, municipality: str | None = None) -> Contact:
    """A person as a row shows it."""
    return Contact(person.name, person.title, person.organisation, person.role, municipality)


def proof(item: Item, pointer: str) -> Proof:
    """The evidence of a fact by its JSON pointer, else of a part of it, else nothing."""
    parts: list[Evidence] = []
    for evidence in item.evidence:
        if evidence.fact == pointer:
            return Proof(evidence.page, evidence.quote)
        if evidence.fact.startswith(f"{pointer}/"):
            parts.append(evidence)
    return Proof(parts[0].page, parts[0].quote) if parts else Proof()


def items_of(library: Library, *kinds: FactKind) -> list[StoredItem]:
    """Items that hold a fact of one of these kinds, each once, by date."""
    found: dict[str, StoredItem] = {}
    for kind in kinds:
        for stored in library.items_with(kind):
            found.setdefault(stored.item.id, stored)
    return list(found.values())


def municipality_of(stored: StoredItem) -> str | None:
    """The municipality an item belongs to."""
    return stored.item.municipality or stored.document.municipality


def same_place(name: str | None, wanted: str | None) -> bool:
    """Whether a municipality is the one asked for, by any of its names or its code; None asks for all."""
    if wanted is None:
        return True
    if name is None:
        return False
    return bool(
        {name_key(each) for each in place(name).names} & {name_key(each) for each in place(wanted).names}
    )


def place_key(name: str) -> str:
    """What all names of a municipality share: its code, else the name as names are compared."""
    from corpus.registry.municipalities import municipality_named

    found = municipality_named(name)
    return found.code if found else name_key(name)


def called(key: str) -> str:
    """The name of the municipality of a key."""
    from corpus.registry.municipalities import municipality_named

    found = municipality_named(key)
    return found.name if found else key


def same_network(name: str, wanted: str | None) -> bool:
    """Whether a network is the one asked for, by any of its names; None asks for all."""
    return wanted is None or bool(set(network_names(name)) & set(network_names(wanted)))


def in_season(season: str | None, wanted: str | None) -> bool:
    """Whether a season is the one asked for, or holds the year asked for; None asks for all."""
    if wanted is None:
        return True
    if season is None:
        return False
    asked = name_key(wanted).replace(" ", "")
    years = [int(year) for year in season.split("-") if year.isdecimal()]
    return season == asked or bool(asked.isdecimal() and years and years[0] <= int(asked) <= years[-1])
