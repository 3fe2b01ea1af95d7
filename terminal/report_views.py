"""What the reports show: the columns of their tables, files and pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from terminal.output import Column, Row, View, column, columns, joined, row_of
from terminal.report import Table, is_web

if TYPE_CHECKING:
    from index.reports.holdings import Holding
    from index.reports.matrix import Matrix


def said_by(row: Row) -> str:
    """The body, date and § that say so, else the document."""
    section = f"§ {row['section']}" if row["section"] else None
    return _words(row["organ"], row["meeting_date"], section) or str(row["document"])


def _words(*parts: str | None) -> str | None:
    return " ".join(part for part in parts if part) or None


def _outcome(row: Row) -> str | None:
    words = [row["outcome"], "only cites it" if row["cited"] else None]
    return ", ".join(word for word in words if word) or None


def _years(row: Row) -> str | None:
    first, last = ((row[name] or "")[:4] for name in ("start", "end"))
    return first if first == last else f"{first}–{last}"


STATS = View(table=(column("what"), column("value"), column("number", right=True)))

_DECIDED = columns("organ", "meeting_date", "section", "outcome", "diary_number", "item_id", "document")
# A file's own address says where it lay on somebody's machine: not for a report that is passed on.
_ADDRESS = Column("uri", lambda row: row["uri"] if is_web(row["uri"]) else None, link="uri")
_PROOF = (*columns("page", "quote"), _ADDRESS)
_SOURCE = column("document", "source", link="uri")
_DECIDED_BY = (
    Column("decided by", lambda row: _words(row["organ"], row["section"] and f"§ {row['section']}")),
    column("meeting_date", "date"),
    column("quote"),
    _SOURCE,
)
_PER_YEAR = (
    column("fee.per_year", "€/year", right=True),
    column("fee.per_inhabitant_year", "€/inhabitant", right=True, spare=True),
)

PARTICIPATION = View(
    table=(
        column("municipality"),
        column("network"),
        column("season"),
        Column("status", lambda row: f"{row['status']}, renewed" if row["renewal"] else row["status"]),
        column("fee.text", "fee", spare=True),
        *_PER_YEAR,
        Column("said by", lambda row: said_by(row)),
        column("diary_number", "diary number", spare=True),
        joined("contacts", "contacts", "name", "title", "role"),
        column("item_id", "item", spare=True),
    ),
    page=(
        *columns("municipality", "network", "season", "status"),
        column("fee.text", "fee"),
        *_PER_YEAR,
        joined("contacts", "contacts", "name", "title", "role"),
        *_DECIDED_BY,
    ),
    csv=(
        *columns("municipality", "network", "season", "status", "renewal", "start", "end"),
        *columns("fee.amount", "fee.currency", "fee.per", "fee.vat", "fee.text", "fee.per_year"),
        *columns("fee.per_inhabitant_year", "fee.population", "fee.population_year", "extra_costs"),
        joined("contacts", "contacts", "name", "title", "organisation", "role"),
        *_DECIDED,
        *_PROOF,
    ),
)

FEES = View(
    table=(
        column("municipality"),
        Column("what", lambda row: row["kind"] if row["is_fee"] else f"{row['kind']} (no fee)"),
        column("network"),
        column("season"),
        column("fee.text", "amount"),
        column("fee.per_year", "€/year", right=True),
        column("fee.per_inhabitant_year", "€/inhabitant", right=True),
        column("fee.population_year", "population of", right=True, spare=True),
        column("status", spare=True),
        Column("said by", lambda row: said_by(row)),
        column("item_id", "item", spare=True),
    ),
    page=(
        column("municipality"),
        Column("what", lambda row: row["kind"] if row["is_fee"] else f"{row['kind']} (no fee)"),
        *columns("network", "season", "status"),
        column("fee.text", "amount"),
        column("fee.vat", "vat"),
        *_PER_YEAR,
        column("fee.population_year", "population of", right=True),
        *_DECIDED_BY,
    ),
    csv=(
        *columns("municipality", "is_fee", "kind", "network", "season", "status"),
        *columns("fee.amount", "fee.currency", "fee.per", "fee.vat", "fee.text", "fee.per_year"),
        *columns("fee.per_inhabitant_year", "fee.population", "fee.population_year", "title"),
        *_DECIDED,
        *_PROOF,
    ),
)

CASE = View(
    table=(
        column("meeting_date", "date"),
        column("municipality"),
        column("organ"),
        column("section", "§", right=True),
        column("title"),
        Column("outcome", lambda row: _outcome(row)),
        joined("people", "people", "name", "title", "role"),
        Column("item", lambda row: row["item_id"] or f"quoted in {row['quoted_in']}", spare=True),
    ),
    page=(
        column("meeting_date", "date"),
        *columns("municipality", "organ"),
        column("section", "§", right=True),
        column("title"),
        Column("outcome", lambda row: _outcome(row)),
        column("decision"),
        joined("people", "people", "name", "title", "role"),
        _SOURCE,
    ),
    csv=(
        *columns("diary_number", "cited", "municipality", "organ", "meeting_date", "section", "title"),
        *columns("outcome", "unanimous", "votes.for_", "votes.against", "decision"),
        joined("people", "people", "name", "title", "organisation", "role"),
        *columns("item_id", "quoted_in", "document"),
        _ADDRESS,
    ),
)

NETWORKS = View(
    table=(
        column("name", "network"),
        column("full_name", "full name", spare=True),
        column("seasons"),
        Column("years", lambda row: _years(row)),
        column("organisers"),
        joined("contacts", "contacts", "name", "title", "municipality"),
        column("municipalities"),
    ),
    csv=(
        *columns("name", "full_name", "seasons", "start", "end", "organisers"),
        joined("contacts", "contacts", "name", "title", "organisation", "municipality", "role"),
        *columns("municipalities", "documents"),
    ),
)


SPREAD = View(
    table=(
        *columns("network", "kind", "measure", "size"),
        column("number", "n", right=True),
        column("least", "min", right=True),
        column("lower", "lower quartile", right=True),
        column("median", right=True),
        column("upper", "upper quartile", right=True),
        column("most", "max", right=True),
        column("vat"),
        Column("outliers", lambda row: [_outlier(each) for each in row["outliers"]]),
    ),
    csv=(
        *columns("network", "kind", "measure", "size", "number", "municipalities"),
        *columns("least", "lower", "median", "upper", "most", "vat", "seasons"),
        Column("outliers", lambda row: [_outlier(each) for each in row["outliers"]]),
    ),
)

FACTS = View(
    table=(
        column("kind", "what"),
        *columns("known", "municipality", "network", "season"),
        Column("before → now", lambda row: f"{row['before']} → {row['after']}" if row["before"] else None),
        column("item_id", "item"),
    ),
    page=(
        column("kind", "what"),
        *columns("known", "municipality", "network", "season"),
        column("meeting_date", "date"),
        *columns("before", "after", "quote"),
        _SOURCE,
    ),
    csv=(
        *columns("kind", "known", "municipality", "network", "season", "meeting_date", "before", "after"),
        *columns("item_id", "document"),
        *_PROOF,
    ),
)

HELD = View(
    table=(
        column("municipality"),
        column("items", right=True),
        column("first_meeting", "first meeting"),
        column("last_meeting", "last meeting"),
        Column("last visit", lambda row: (row["last_visit"] or "")[:10]),
        column("missing", "§§ missing", right=True),
    )
)

STATUSES = {
    "joined": "its own body decided to take part",
    "declined": "its own body decided not to take part",
    "left": "its own body decided to leave",
    "participated": "its own document says that it takes or took part",
    "proposed": "a body of its own was asked to decide; no decision is known",
    "mentioned": "only somebody else's document speaks of it, or its own in passing",
    "contradictory": "its own words do not fit together: read them",
    "no-evidence": "minutes of the time are in the library, and say nothing of it",
    "no-coverage": "no minutes of the time are in the library: nothing can be known",
}


def rests_on(held: Iterable[Holding]) -> Table:
    """What a report rests on, as a table."""
    note = "What the library holds of each municipality, and how many §§ it misses between those it knows of."
    return Table("sources", HELD, [row_of(one) for one in held], note, by_name=True)


def matrix_tables(found: Matrix) -> dict[str, Table]:
    """A matrix as tables: ``matrix`` with a column a season, ``totals``, ``cells`` with a row a cell, and
    ``said`` with a row for each time that something is said."""
    from index.reports.matrix import CellStatus

    seasons = [season or "no season" for season in found.seasons]
    wide = View(
        (
            column("municipality"),
            column("region", spare=True),
            column("size", spare=True),
            *(Column(name, _status(at)) for at, name in enumerate(seasons)),
        ),
        csv=(
            *columns("municipality", "code", "region", "size", "population"),
            *(Column(name, _status(at)) for at, name in enumerate(seasons)),
        ),
    )
    rows = [
        {
            "municipality": row.municipality,
            "code": row.code,
            "region": row.region,
            "size": row.size,
            "population": row.population,
            "cells": [cell.status.value for cell in row.cells],
        }
        for row in found.rows
    ]
    numbers = (Column(name, _status(at), right=True) for at, name in enumerate(seasons))
    totals = View((column("status"), *numbers))
    counted = [
        {"status": status.value, "cells": [count[status] for count in found.totals]} for status in CellStatus
    ]
    cells = list(_cells(found, rows))
    # What is said of a season stands behind each season within it, and is told once.
    said = dict.fromkeys(row for line in found.rows for cell in line.cells for row in cell.rows)
    return {
        "matrix": Table("matrix", wide, rows, by_name=True, terms=STATUSES),
        "totals": Table("totals", totals, counted, "Municipalities by status.", by_name=True),
        "cells": Table("cells", CELLS, cells),
        "said": Table("what is said", SAID, list(map(row_of, said)), "Behind the matrix, in the very words."),
    }


CELLS = View(
    table=(
        *columns("municipality", "code", "region", "size"),
        column("population", right=True),
        *columns("network", "season", "status"),
        column("fee.text", "fee"),
        column("fee.per_year", right=True),
        column("fee.per_inhabitant_year", right=True),
        joined("contacts", "contacts", "name", "title", "role"),
        *columns("organ", "meeting_date", "section", "item_id"),
        column("document", link="uri"),
        _ADDRESS,
        *columns("page", "quote"),
        Column("said", lambda row: [_statement(each) for each in row["said"]]),
    )
)
SAID = View(
    table=(
        *columns("municipality", "season", "status"),
        Column("said by", lambda row: row["told_by"] if row["told_by"] != row["municipality"] else "itself"),
        *PARTICIPATION.page[4:],
    ),
    csv=PARTICIPATION.csv,
)


def _cells(found: Matrix, rows: Sequence[Row]) -> Iterable[Row]:
    for line, row in zip(found.rows, rows, strict=True):
        for season, cell in zip(found.seasons, line.cells, strict=True):
            said = [{**row_of(each), "own": each.own} for each in cell.rows]
            strongest = said[0] if said else {}
            yield {
                **{name: row[name] for name in ("municipality", "code", "region", "size", "population")},
                "network": found.network,
                "season": season or None,
                "status": cell.status.value,
                **{name: strongest.get(name) for name in _STRONGEST},
                "said": said,
            }


_STRONGEST = (
    *("fee", "contacts", "organ", "meeting_date", "section", "item_id", "document", "uri", "page", "quote"),
    "language",
)


def _status(at: int) -> Callable[[Row], object]:
    return lambda row: row["cells"][at]


def _statement(row: Row) -> str:
    by = "" if row["own"] else f" (said by {row['told_by'] or 'somebody else'})"
    return f"{row['status']}: {said_by(row)}{by}"


def _outlier(row: Mapping[str, object]) -> str:
    season = f" ({row['season']})" if row["season"] else ""
    return f"{row['municipality']}{season}: {row['value']}"
