"""How what was found divides: by municipality, region, body, year, outcome, network and kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.database import Library
from index.fields import BY_KEY
from index.matches import counted
from index.places import place

FACETS = ("municipality", "region", "organ", "year", "outcome", "network", "kind")
"""The fields that divide, in the order in which they are shown."""

_COLUMNS = {
    "municipality": "coalesce(items.municipality, documents.municipality)",
    "organ": "items.organ",
    "year": "substr(items.meeting_date, 1, 4)",
    "outcome": "items.outcome",
    "kind": "items.kind",
}
_FIELD = {"year": "date"}
_PLAIN = frozenset("-_.")


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet and how many items have it. ``query`` narrows the question to them."""

    facet: str
    value: str
    number: int
    query: str


def facets(library: Library, ids: Sequence[str], most: int | None = None) -> list[FacetValue]:
    """The values of every facet among some live items, the commonest first, at most ``most`` of each.

    An item with several networks counts for each of them; one without a value counts for none.
    """
    counts = _counts(library, ids)
    counts["network"] = _networks(library, ids)
    regions: Counter[str] = Counter()
    for municipality, number in counts["municipality"].items():
        for region in place(municipality).regions:
            regions[region] += number
    counts["region"] = regions
    return [
        FacetValue(name, value, number, _narrowing(name, value))
        for name in FACETS
        for value, number in sorted(counts[name].items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    ]


def _counts(library: Library, ids: Sequence[str]) -> dict[str, Counter[str]]:
    """Of the facets that are columns: one pass over the items for all of them."""
    groups = Counter(counted(library, ids, ", ".join(_COLUMNS.values())))
    counts: dict[str, Counter[str]] = {name: Counter() for name in _COLUMNS}
    for values, number in groups.items():
        for count, value in zip(counts.values(), values, strict=True):
            if value is not None:
                count[str(value)] += number
    return counts


def _networks(library: Library, ids: Sequence[str]) -> Counter[str]:
    joined = "JOIN facts ON facts.item = items.row AND facts.kind = 'participation' GROUP BY 1"
    rows = counted(library, ids, "facts.key, count(DISTINCT items.row)", joined)
    return Counter({str(value): int(str(number)) for value, number in rows})


def _narrowing(facet: str, value: str) -> str:
    field = BY_KEY[_FIELD.get(facet, facet)]
    name = field.names["fi"][0]
    plain = all(character.isalnum() or character in _PLAIN for character in value)
    asked = f"{name}:{value}" if plain else f'{name}:"{value}"'
    # A word may stand for several values (approved): the others are taken away.
    others = [other for other in field.choices.get(value.casefold(), ()) if other != value]
    return " ".join([asked, *(f"-{name}:{other}" for other in others)])
