"""Municipality × season of a network: what is said, what contradicts, and what nobody can know.

A cell is told from the participations of one municipality in one season. They are *own* where the
municipality's own document says so, else a third party's. The rules, in this order:

1. Own decisions (joined, declined, left) outweigh everything else. The newest by meeting date holds: one who
   joined and later left has left, which is a course of events. *Contradictory* is what no date can order: one
   who joined and declined (or left) on the day of the newest decision, or in a decision without a date.
2. One who declined, and elsewhere says that it took part in the same season, is *contradictory*.
3. Without a decision: participated, else proposed, else mentioned.
4. What only third parties say is *mentioned*. It never changes what the municipality says itself, and is
   shown beside it.
5. Nothing said is *no evidence* where the library covers the season of that municipality: it holds an item of
   a meeting from 1 January of the year before the season begins to the end of the season. Else nothing is
   known: *no coverage*.

What is said of a longer season holds for the seasons within it: who takes part in 2023-2024 does so in 2024.
Not the other way: who joins for 2023 has said nothing of 2024. What is said without a season is in a column
of its own, headed "", which is there only when something is; any dated item of the municipality covers it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.database import Library
from corpus.records import ParticipationStatus
from corpus.registry.municipalities import Municipality, municipalities, municipality_named
from corpus.registry.networks import Season, network_named
from index.reports.facts import in_season, place_key, same_place
from index.reports.groups import group_of, in_group
from index.reports.participation import ParticipationRow, participation
from index.values import name_key

_LATEST = 9999


class CellStatus(StrEnum):
    """How a municipality stands to a season; what each means, the module's rules tell."""

    JOINED = "joined"
    DECLINED = "declined"
    LEFT = "left"
    PROPOSED = "proposed"
    PARTICIPATED = "participated"
    MENTIONED = "mentioned"
    CONTRADICTORY = "contradictory"
    NO_EVIDENCE = "no-evidence"
    NO_COVERAGE = "no-coverage"


@dataclass(frozen=True)
class Cell:
    """A municipality in a season. ``rows`` is everything that was said, the strongest and newest first;
    nothing in a cell without evidence or coverage."""

    status: CellStatus
    rows: tuple[ParticipationRow, ...]


@dataclass(frozen=True)
class MatrixRow:
    """A municipality. ``population`` is the latest one known and ``size`` the key of its class
    (``5000-9999``); None of what the registry does not know. ``cells`` stand as ``Matrix.seasons``."""

    municipality: str
    code: str | None
    region: str | None
    size: str | None
    population: int | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    """A network's seasons, the oldest first ("" for what is said without one, last), and municipalities by
    name. ``totals`` counts every status in each season, zeros too."""

    network: str
    full_name: str | None
    seasons: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    totals: tuple[Mapping[CellStatus, int], ...]


def matrix(
    library: Library,
    network: str,
    *,
    season: str | None = None,
    region: str | None = None,
    size: str | None = None,
    municipality: str | None = None,
    everyone: bool = False,
) -> Matrix:
    """The matrix of a network, by any of its names.

    Municipalities are those the library holds items of, and those of whom something is said here; with
    ``everyone`` all others of the registry too. ``season`` is a season or a year in it, ``region`` a name or
    code, ``size`` the key of a class; one that is unknown leaves no rows. Of a network neither the registry
    nor the library knows, and of one without any season, there are neither seasons nor rows.
    """
    known = network_named(network)
    said = participation(library, network)
    seasons = _seasons({row.season or "" for row in said}, known.seasons if known else (), season)
    told: dict[str, list[ParticipationRow]] = {}
    for row in said:
        told.setdefault(place_key(row.municipality), []).append(row)
    names = {key: rows[0].municipality for key, rows in told.items()}
    years = _years(library, names)
    if everyone:
        names = {each.code: each.name for each in municipalities() if not each.invented} | names
    rows = [
        _row(name, [_cell(told.get(key, ()), years.get(key, ()), each) for each in seasons])
        for key, name in names.items()
        if seasons and same_place(name, municipality)
    ]
    kept = sorted(
        (row for row in rows if in_group(row.municipality, region, size)),
        key=lambda row: name_key(row.municipality),
    )
    counted = [Counter(row.cells[at].status for row in kept) for at in range(len(seasons))]
    return Matrix(
        network=known.key if known else (said[0].network if said else network),
        full_name=known.full_name if known else None,
        seasons=seasons,
        rows=tuple(kept),
        totals=tuple({status: count[status] for status in CellStatus} for count in counted),
    )


def _seasons(said: set[str], of_registry: Iterable[Season], wanted: str | None) -> tuple[str, ...]:
    """Those said, and those of the registry; one it only infers gives way to what is said of those years."""
    spans = [span for span in map(_span, said) if span]
    stated = {
        each.years
        for each in of_registry
        if not (each.inferred and any(first <= each.end and each.start <= last for first, last in spans))
    }
    return tuple(sorted((each for each in said | stated if in_season(each, wanted)), key=_by_time))


def _by_time(season: str) -> tuple[bool, tuple[int, int], str]:
    return season == "", _span(season) or (_LATEST, _LATEST), season


def _span(season: str) -> tuple[int, int] | None:
    """The first and last year of a season."""
    years = [int(year) for year in season.split("-") if len(year) == 4 and year.isdecimal()]
    return (years[0], years[-1]) if years and years[0] <= years[-1] else None


def _years(library: Library, names: dict[str, str]) -> dict[str, set[int]]:
    """By municipality: the years of which items are held. Those not among the names are added."""
    rows = library.connection.execute(
        """SELECT DISTINCT municipality, substr(meeting_date, 1, 4) FROM items
            WHERE live AND municipality IS NOT NULL
        UNION SELECT documents.municipality, substr(items.meeting_date, 1, 4)
            FROM items JOIN documents ON documents.id = items.document_id
            WHERE items.live AND items.municipality IS NULL AND documents.municipality IS NOT NULL
        ORDER BY 1"""
    )
    years: dict[str, set[int]] = {}
    for name, year in rows:
        names.setdefault(place_key(name), name)
        years.setdefault(place_key(name), set()).update({int(year)} if year else ())
    return years


def _row(name: str, cells: Sequence[Cell]) -> MatrixRow:
    found: Municipality | None = municipality_named(name)
    group = group_of(name)
    return MatrixRow(
        municipality=found.name if found else name,
        code=found.code if found else None,
        region=group.region,
        size=group.size,
        population=group.population,
        cells=tuple(cells),
    )


def _cell(told: Sequence[ParticipationRow], years: Iterable[int], season: str) -> Cell:
    span = _span(season)
    rows = [row for row in told if (row.season or "") == season or _holds(row.season, span)]
    if rows:
        return Cell(_status(rows), tuple(sorted(rows, key=_strength)))
    covered = any(span is None or span[0] - 1 <= year <= span[1] for year in years)
    return Cell(CellStatus.NO_EVIDENCE if covered else CellStatus.NO_COVERAGE, ())


def _holds(season: str | None, part: tuple[int, int] | None) -> bool:
    """Whether a season is longer than another, and holds it."""
    span = _span(season or "")
    return (
        span is not None and part is not None and span != part and span[0] <= part[0] and part[1] <= span[1]
    )


_DECISIONS = (ParticipationStatus.JOINED, ParticipationStatus.LEFT, ParticipationStatus.DECLINED)
_STRENGTH = {
    **dict.fromkeys(_DECISIONS, 0),
    ParticipationStatus.PARTICIPATED: 1,
    ParticipationStatus.PROPOSED: 2,
    ParticipationStatus.MENTIONED: 3,
}


def _strength(row: ParticipationRow) -> tuple[bool, int, int, int, str]:
    """Own words before others', decisions before the rest, the newest first and undated ones last."""
    newest = -row.meeting_date.toordinal() if row.meeting_date else 0
    order = list(ParticipationStatus).index(row.status)
    return not row.own, _STRENGTH[row.status], newest, -order, row.item_id


def _status(rows: Sequence[ParticipationRow]) -> CellStatus:
    own = [row for row in rows if row.own]
    if not own:
        return CellStatus.MENTIONED
    status = min(own, key=_strength).status
    decisions = [row for row in own if row.status in _DECISIONS]
    newest = max((row.meeting_date for row in decisions if row.meeting_date), default=None)
    holding = {row.status for row in decisions if row.meeting_date in (None, newest)}
    undecided = ParticipationStatus.JOINED in holding and len(holding) > 1
    took_part = any(row.status is ParticipationStatus.PARTICIPATED for row in own)
    if undecided or (status is ParticipationStatus.DECLINED and took_part):
        return CellStatus.CONTRADICTORY
    return CellStatus(status)
