"""What the registries tell of municipalities, bodies and networks, as the index and the reports need it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from index.values import name_key


@dataclass(frozen=True)
class Place:
    """A municipality's names (as given, Finnish, Swedish), code and region; those that are known."""

    names: tuple[str, ...]
    regions: tuple[str, ...] = ()


@lru_cache(maxsize=2_000)
def place(name: str) -> Place:
    """The municipality of that name; an unknown one has its name only."""
    from corpus.registry.municipalities import municipality_named

    found = municipality_named(name)
    if found is None:
        return Place((name,))
    names = (name, found.name, found.name_sv, found.code)
    return Place(
        tuple(dict.fromkeys(each for each in names if each)), (found.region,) if found.region else ()
    )


@lru_cache(maxsize=2_000)
def inhabitants(name: str, year: int) -> tuple[int, int | None] | None:
    """Population of a municipality and the year it is of, the nearest one known; None if it is unknown.

    The year is None for a figure whose year its source does not state.
    """
    from corpus.registry.municipalities import municipality_named, population

    found = municipality_named(name)
    return population(found, year) if found else None


@lru_cache(maxsize=2_000)
def organ_names(name: str) -> tuple[str, ...]:
    """A body's name as given, and in Swedish where the registry knows it."""
    from corpus.registry.organs import organ_from

    found = organ_from(name)
    return (name, found.swedish) if found and found.swedish else (name,)


@lru_cache(maxsize=2_000)
def network_names(name: str) -> tuple[str, ...]:
    """A network's names as they are compared: the one given, the registry's key, full name and aliases."""
    from corpus.registry.networks import network_named

    found = network_named(name)
    names = (name, found.key, found.full_name, *found.aliases) if found else (name,)
    return tuple(dict.fromkeys(map(name_key, names)))


def full_name(network: str) -> str | None:
    """The full name of a network the registry knows."""
    from corpus.registry.networks import network_named

    found = network_named(network)
    return found.full_name if found else None
