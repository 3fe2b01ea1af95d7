"""The §-ledger: which §§ of a body there must be, which are held, and which are missing.

A § must be there when it lies between the lowest and the highest one known of its series, when a list of its
source names it, or when its meeting's cover says that it was handled. Agendas do not count: their numbers
are not §§ yet. What was purged is not missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from corpus.database import Library
from corpus.records import Kind
from corpus.registry.organs import OrganKind, organ_from
from index.reports.facts import called, place_key
from index.reports.numbering import HIGHEST, in_ranges, misread, runs, stated
from index.values import name_key

_KINDS = (Kind.ITEM.value, Kind.MINUTES.value, Kind.OFFICEHOLDER_DECISION.value)


@dataclass(frozen=True)
class Listed:
    """A missing § that a list of its source names: where, and what became of the visit."""

    section: int
    url: str
    state: str
    reason: str | None


@dataclass(frozen=True)
class Series:
    """One run of §§ of a body in a year.

    ``meeting_date`` is given where each meeting has §§ of its own. ``missing`` and ``purged`` are written as
    ranges. ``doubtful`` are §§ held on two days or far above all others: misread, or two bodies under one
    name. ``last_visit`` is when a source of the municipality last answered, or a file was last read (UTC).
    ``needs_person``: something is missing that ought to be had; officeholders' holes are often decisions that
    may not be published, so those only count when a list names them.
    """

    municipality: str
    organ: str
    year: int
    meeting_date: dt.date | None
    first: int
    last: int
    expected: int
    held: int
    missing: str
    purged: str
    doubtful: str
    meetings: int
    last_meeting: dt.date
    last_visit: str | None
    listed: tuple[Listed, ...]
    officeholder: bool
    needs_person: bool


@dataclass
class _Body:
    """What is known of a body in a year, by meeting day."""

    municipality: str
    organ: str
    officeholder: bool = False
    held: dict[dt.date, set[int]] = field(default_factory=dict)
    known: dict[dt.date, set[int]] = field(default_factory=dict)
    purged: dict[dt.date, set[int]] = field(default_factory=dict)
    listed: dict[tuple[dt.date, int], Listed] = field(default_factory=dict)


_Bodies = dict[tuple[str, int], _Body]
"""By the body's key and the year."""


def coverage(
    library: Library, municipality: str | None = None, organ: str | None = None, year: int | None = None
) -> Iterator[Series]:
    """The ledger, by municipality, body, year and first meeting; only those asked for."""
    visits = last_visits(library)
    listed = _listed(library)
    for key, names in _municipalities(library, listed):
        if municipality is not None and key != place_key(municipality):
            continue
        bodies: _Bodies = {}
        _add_items(library, names, bodies)
        _add_covers(library, names, bodies)
        _add_purged(library, names, bodies)
        for row, entry in listed.get(key, ()):
            _add_listed(bodies, names[0], row, entry)
        for (of, in_year), body in sorted(bodies.items()):
            asked = organ is None or organ == body.organ or of == _organ(organ)[0]
            if asked and year in (None, in_year):
                yield from _series(body, in_year, visits.get(key))


def _municipalities(library: Library, listed: Mapping[str, object]) -> list[tuple[str, list[str]]]:
    """Each municipality's key with the names it goes by."""
    purged = library.connection.execute(
        "SELECT DISTINCT municipality FROM tombstone_items WHERE municipality IS NOT NULL"
    )
    found: dict[str, list[str]] = {}
    for name in sorted({*library.municipalities(), *(row[0] for row in purged)}):
        found.setdefault(place_key(name), []).append(name)
    for key in listed:
        found.setdefault(key, [called(key)])
    return sorted(found.items(), key=lambda pair: name_key(pair[1][0]))


def _series(body: _Body, year: int, visit: str | None) -> Iterator[Series]:
    days = {*body.held, *body.known, *body.purged}
    everything = {
        day: body.held.get(day, set()) | body.known.get(day, set()) | body.purged.get(day, set())
        for day in days
    }
    wrong = misread({number for numbers in everything.values() for number in numbers})
    for day, numbers in everything.items():
        everything[day] = numbers - wrong
    found = runs(everything)
    by_meeting = len(found) > 1 and all(len(run) == 1 for run in found)
    for run in found:
        held = {number for day in run for number in body.held.get(day, ())} - wrong
        there = {number for day in run for number in everything[day]}
        purged = {number for day in run for number in body.purged.get(day, ())} - held
        expected = set(range(min(there), max(there) + 1)) - purged
        missing = expected - held
        twice = {number for number in held if sum(number in body.held.get(day, ()) for day in run) > 1}
        named = sorted(
            (one for (day, number), one in body.listed.items() if day in run and number in missing),
            key=lambda one: one.section,
        )
        yield Series(
            municipality=body.municipality,
            organ=body.organ,
            year=year,
            meeting_date=run[0] if by_meeting else None,
            first=min(there),
            last=max(there),
            expected=len(expected),
            held=len(held),
            missing=in_ranges(missing),
            purged=in_ranges(purged),
            doubtful=in_ranges(twice | (wrong if run is found[-1] else set())),
            meetings=len(run),
            last_meeting=run[-1],
            last_visit=visit,
            listed=tuple(named),
            officeholder=body.officeholder,
            needs_person=bool(named) if body.officeholder else bool(missing),
        )


def _add_items(library: Library, names: list[str], bodies: _Bodies) -> None:
    rows = library.connection.execute(
        f"""SELECT organ, meeting_date, section, kind, max(live) FROM items
        WHERE municipality IN ({_marks(names)}) AND organ IS NOT NULL AND meeting_date IS NOT NULL
            AND section BETWEEN 1 AND ? AND kind IN {_KINDS!r}
        GROUP BY municipality, organ, meeting_date, section, kind""",
        (*names, HIGHEST),
    )
    for organ, date, section, kind, live in rows:
        body, day = _body(bodies, names[0], organ, date)
        body.officeholder |= kind == Kind.OFFICEHOLDER_DECISION
        (body.held if live else body.known).setdefault(day, set()).add(section)


def _add_covers(library: Library, names: list[str], bodies: _Bodies) -> None:
    """The §§ that whole meetings' covers say were handled."""
    rows = library.connection.execute(
        f"""SELECT organ, meeting_date, text FROM items
        WHERE municipality IN ({_marks(names)}) AND organ IS NOT NULL AND meeting_date IS NOT NULL
            AND section IS NULL AND kind = '{Kind.MINUTES.value}' AND live""",
        tuple(names),
    )
    for organ, date, text in rows:
        body, day = _body(bodies, names[0], organ, date)
        said = stated(text, body.held.get(day, ()))
        if said is not None:
            body.known.setdefault(day, set()).update(said)


def _add_purged(library: Library, names: list[str], bodies: _Bodies) -> None:
    rows = library.connection.execute(
        f"""SELECT organ, meeting_date, section FROM tombstone_items
        WHERE municipality IN ({_marks(names)}) AND organ IS NOT NULL AND meeting_date IS NOT NULL
            AND section BETWEEN 1 AND ?""",
        (*names, HIGHEST),
    )
    for organ, date, section in rows:
        body, day = _body(bodies, names[0], organ, date)
        body.purged.setdefault(day, set()).add(section)


def _add_listed(bodies: _Bodies, municipality: str, row: tuple[str, str], entry: Listed) -> None:
    body, day = _body(bodies, municipality, *row)
    body.known.setdefault(day, set()).add(entry.section)
    body.listed.setdefault((day, entry.section), entry)


def _listed(library: Library) -> dict[str, list[tuple[tuple[str, str], Listed]]]:
    """By the municipality's key: the §§ that lists of its sources name, with body and day."""
    from corpus.permissions import known_sources

    rows = library.connection.execute(
        """SELECT source, organ, meeting_date, section, url, state, reason FROM frontier
        WHERE section BETWEEN 1 AND ? AND organ IS NOT NULL AND meeting_date IS NOT NULL
            AND role = 'item' AND coalesce(kind, '') <> 'agenda' AND state <> 'offsite'""",
        (HIGHEST,),
    )
    listed = rows.fetchall()
    found: dict[str, list[tuple[tuple[str, str], Listed]]] = {}
    if not listed:
        return found
    places = {source.key: place_key(source.municipality or source.name) for source in known_sources(library)}
    for source, organ, date, section, url, state, reason in listed:
        if source in places:
            entry = Listed(section, url, state, reason)
            found.setdefault(places[source], []).append(((organ, date), entry))
    return found


def last_visits(library: Library) -> dict[str, str]:
    """By the municipality's key: when one of its sources last answered, or a file of it was last read."""
    from corpus.permissions import known_sources

    found: dict[str, str] = {}
    rows = library.connection.execute(
        "SELECT municipality, max(last_seen) FROM documents WHERE municipality IS NOT NULL GROUP BY 1"
    )
    _latest(found, ((place_key(name), at) for name, at in rows))
    rows = library.connection.execute(
        "SELECT source, max(succeeded) FROM frontier WHERE succeeded IS NOT NULL GROUP BY 1"
    )
    answered = rows.fetchall()
    if answered:
        places = {one.key: place_key(one.municipality or one.name) for one in known_sources(library)}
        _latest(found, ((places[source], at) for source, at in answered if source in places))
    return found


def _latest(found: dict[str, str], more: Iterable[tuple[str, str]]) -> None:
    for key, at in more:
        found[key] = max(found.get(key, ""), at)


def _body(bodies: _Bodies, municipality: str, organ: str, date: str) -> tuple[_Body, dt.date]:
    day = dt.date.fromisoformat(date)
    key, officeholder = _organ(organ)
    body = bodies.setdefault((key, day.year), _Body(municipality, organ, officeholder))
    return body, day


def _organ(name: str) -> tuple[str, bool]:
    """The body's key, the same for its Finnish and Swedish names, and whether it is an officeholder."""
    found = organ_from(name)
    if found is None:
        return name_key(name), False
    # A municipality has one board and one council, whether it is called a town's or not.
    key = name_key(found.swedish or found.name).replace("stads", "kommun", 1)
    return key, found.kind is OrganKind.OFFICEHOLDER


def _marks(names: list[str]) -> str:
    return ", ".join("?" * len(names))
