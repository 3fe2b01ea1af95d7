"""The development networks the documents tell of."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.database import FactKind, Library
from corpus.records import Participation
from index.places import full_name
from index.reports.facts import Contact, contact
from index.values import name_key


@dataclass(frozen=True)
class NetworkRow:
    """A network as the library's documents tell of it; ``full_name`` is the registry's.

    ``statuses`` counts municipalities by their status; ``contacts`` name the municipality whose contact they
    are (None: the network's own).
    """

    name: str
    full_name: str | None
    organisers: tuple[str, ...]
    seasons: tuple[str, ...]
    start: dt.date | None
    end: dt.date | None
    contacts: tuple[Contact, ...]
    municipalities: tuple[str, ...]
    statuses: Mapping[str, int]
    documents: tuple[str, ...]


def networks(library: Library) -> tuple[NetworkRow, ...]:
    """All networks stated in a participation, by name."""
    names = {
        row[0]: str(row[1]) for row in library.connection.execute("SELECT id, name FROM documents").fetchall()
    }
    told: dict[str, list[tuple[str, Participation]]] = {}
    for fact in library.facts(FactKind.PARTICIPATION):
        if isinstance(fact.value, Participation):
            told.setdefault(name_key(fact.key), []).append((names[fact.document_id], fact.value))
    return tuple(_row(facts) for _, facts in sorted(told.items()))


def _row(facts: list[tuple[str, Participation]]) -> NetworkRow:
    parts = [part for _, part in facts]
    name = Counter(part.network for part in parts).most_common(1)[0][0]
    starts = [part.start for part in parts if part.start]
    ends = [part.end for part in parts if part.end]
    by_status = {(part.status.value, part.municipality) for part in parts if part.municipality}
    return NetworkRow(
        name=name,
        full_name=full_name(name),
        organisers=tuple(dict.fromkeys(organiser for part in parts for organiser in part.organisers)),
        seasons=tuple(sorted({part.season for part in parts if part.season})),
        start=min(starts, default=None),
        end=max(ends, default=None),
        contacts=tuple(
            dict.fromkeys(contact(person, part.municipality) for part in parts for person in part.contacts)
        ),
        municipalities=tuple(sorted({part.municipality for part in parts if part.municipality})),
        statuses=dict(sorted(Counter(status for status, _ in by_status).items())),
        documents=tuple(dict.fromkeys(document for document, _ in facts)),
    )
