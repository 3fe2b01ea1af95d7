"""How what was found divides: by municipality, region, body, year, outcome, network and kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.database import Library
from index.fields import BY_KEY
from index.matches import counted
from index.places import organ_names, place
from index.values import name_words

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
_MOST_OTHERS = 30  # values that a question takes away


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
    within = _within(counts["organ"])
    return [
        FacetValue(name, value, number, _narrowing(name, value, within))
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


def _narrowing(facet: str, value: str, within: Mapping[str, Sequence[str]]) -> str:
    field = BY_KEY[_FIELD.get(facet, facet)]
    name = field.names["fi"][0]
    # What is asked may stand for several values (approved), or be a part of their names: they are taken away.
    others = within[value] if facet == "organ" else field.choices.get(value.casefold(), ())
    away = (f"-{name}:{_quoted(other)}" for other in others[:_MOST_OTHERS] if other != value)
    return " ".join([f"{name}:{_quoted(value)}", *away])


def _quoted(value: str) -> str:
    plain = all(character.isalnum() or character in _PLAIN for character in value)
    return value if plain else f'"{value}"'


def _within(bodies: Iterable[str]) -> dict[str, list[str]]:
    """Of each body those others that its name finds: by words of theirs, or of the Swedish name they have."""
    words = {body: {word for name in organ_names(body) for word in name_words(name)} for body in bodies}
    having: dict[str, set[str]] = {}
    for body, some in words.items():
        for word in some:
            having.setdefault(word, set()).add(body)
    found = {}
    for body, some in words.items():
        holders = [having[word] for word in name_words(body)]
        others = set.intersection(*holders) if holders else set()
        found[body] = sorted(other for other in others if not some.issuperset(name_words(other)))
    return found
