"""What the reports share: the people of a row, the sentence that proves it, and filters by name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from corpus.connection import clear_errors
from corpus.database import FactKind, Library, StoredItem
from corpus.records import Evidence, Item, Person, Role
from index import deadline
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


def items_of(
    library: Library, *kinds: FactKind, network: str | None = None, municipality: str | None = None
) -> list[StoredItem]:
    """Items that hold a fact of one of these kinds, each once, by date.

    With ``network`` only those that tell of it, with ``municipality`` only its own and those that tell of its
    participation: whatever else the library holds need not be read.
    """
    conditions, values = [f"facts.kind IN ({_marks(kinds)})"], [str(kind) for kind in kinds]
    if network is not None:
        names = [key for key in _told(library, "key") if same_network(key, network)]
        told = f"SELECT item FROM facts WHERE kind = 'participation' AND key IN ({_marks(names)})"
        conditions.append(f"facts.item IN ({told})")
        values += names
    if municipality is not None:
        towns = {*_towns(library), *_told(library, _TOWN)}
        names = sorted(town for town in towns if same_place(town, municipality))
        conditions.append(_OF_TOWNS.format(marks=_marks(names)))
        values += names * 3
    with clear_errors(library.folder):
        rows = library.connection.execute(
            f"""SELECT DISTINCT items.id, meeting_date, section FROM facts
            JOIN items ON items.row = facts.item JOIN documents ON documents.id = items.document_id
            WHERE items.live AND {" AND ".join(conditions)} ORDER BY meeting_date, section, items.id""",
            values,
        ).fetchall()
    found = []
    for row in rows:
        deadline.check()
        stored = library.item(row[0])
        if stored is not None:
            found.append(stored)
    return found


_TOWN = "json_extract(record, '$.municipality')"
_OF_TOWNS = f"""facts.item IN (
    SELECT row FROM items WHERE live AND municipality IN ({{marks}})
    UNION SELECT items.row FROM documents JOIN items ON items.document_id = documents.id
        WHERE documents.municipality IN ({{marks}}) AND items.municipality IS NULL
    UNION SELECT item FROM facts WHERE kind = 'participation' AND {_TOWN} IN ({{marks}}))"""


def _told(library: Library, what: str) -> list[str]:
    """The networks, or the municipalities, that participations tell of."""
    rows = library.connection.execute(f"SELECT DISTINCT {what} FROM facts WHERE kind = 'participation'")
    return [row[0] for row in rows if row[0] is not None]


def _towns(library: Library) -> list[str]:
    """The municipalities of items, and of documents."""
    rows = library.connection.execute(
        "SELECT DISTINCT municipality FROM documents WHERE municipality IS NOT NULL"
    )
    return [*library.municipalities(), *(row[0] for row in rows)]


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


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
