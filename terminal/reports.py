"""The commands that print reports: participation, fees, networks, case, stats."""

from __future__ import annotations

from pathlib import Path

import click

from terminal.frame import Command, in_library, note, open_library, output_options, print_rows
from terminal.output import Column, Row, View, column, columns, joined, row_of


def _said_by(row: Row) -> str:
    """The body, date and § that say so, else the document."""
    parts = [row["organ"], row["meeting_date"], f"§ {row['section']}" if row["section"] else None]
    return " ".join(part for part in parts if part) or str(row["document"])


def _outcome(row: Row) -> str | None:
    words = [row["outcome"], "only cites it" if row["cited"] else None]
    return ", ".join(word for word in words if word) or None


def _years(row: Row) -> str | None:
    first, last = ((row[name] or "")[:4] for name in ("start", "end"))
    return first if first == last else f"{first}–{last}"


STATS = View(table=(column("what"), column("value"), column("number", right=True)))

_DECIDED = columns("organ", "meeting_date", "section", "outcome", "diary_number", "item_id", "document")
_PROOF = columns("page", "quote")

PARTICIPATION = View(
    table=(
        column("municipality"),
        column("network"),
        column("season"),
        Column("status", lambda row: f"{row['status']}, renewed" if row["renewal"] else row["status"]),
        column("fee.text", "fee", spare=True),
        column("fee.per_year", "€/year", right=True),
        column("fee.per_inhabitant_year", "€/inhabitant", right=True, spare=True),
        Column("said by", lambda row: _said_by(row)),
        column("diary_number", "diary number", spare=True),
        joined("contacts", "contacts", "name", "title", "role"),
        column("item_id", "item", spare=True),
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
        Column("said by", lambda row: _said_by(row)),
        column("item_id", "item", spare=True),
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
    csv=(
        *columns("diary_number", "cited", "municipality", "organ", "meeting_date", "section", "title"),
        *columns("outcome", "unanimous", "votes.for_", "votes.against", "decision"),
        joined("people", "people", "name", "title", "organisation", "role"),
        *columns("item_id", "quoted_in", "document"),
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


def _asked(**options: str | None) -> str:
    """The options given, for a sentence that says that nothing was found."""
    return " ".join(f"--{name} {value}" for name, value in options.items() if value)


def report_options(command: Command) -> Command:
    """The filters the reports share."""
    for name, text in (
        ("--municipality", "Only this municipality: Finnish or Swedish name, or code."),
        ("--season", "Only this season, or seasons with this year in them: 2025-2026, 2025."),
        ("--network", "Only this network, by any of its names: USO."),
    ):
        command = click.option(name, metavar="NAME" if name != "--season" else "YEARS", help=text)(command)
    return command


@click.command()
@report_options
@in_library
@output_options
def participation(
    network: str | None, season: str | None, municipality: str | None, shape: str | None, output: Path | None
) -> int:
    """Who takes part in which development network.

    With season, fee, contacts, and the item that says so. A municipality that is not listed has said
    nothing in the documents read; that is no "no".

    \b
    Examples:
      pykala participation --network USO
      pykala participation --municipality Mänttä-Vilppula --format json
      pykala participation --season 2025 --output 2025.csv
    """
    from index.reports import participation as report

    with open_library() as library:
        rows = [row_of(row) for row in report(library, network, season, municipality)]
    if not rows:
        asked = _asked(network=network, season=season, municipality=municipality)
        note(f"No participations {asked}; `pykala networks` lists the networks there are.".replace(" ;", ";"))
    return print_rows(rows, PARTICIPATION, shape, output)


@click.command()
@report_options
@click.option("--only-fees", is_flag=True, help="Leave out budget figures and other periodic amounts.")
@in_library
@output_options
def fees(
    network: str | None,
    season: str | None,
    municipality: str | None,
    only_fees: bool,
    shape: str | None,
    output: Path | None,
) -> int:
    """What networks and memberships cost.

    As the text says it, a year, and an inhabitant and year with the population's year. Budget figures and
    other periodic amounts follow, marked as no fees.

    \b
    Examples:
      pykala fees
      pykala fees --network USO --only-fees
      pykala fees --municipality Tuusula --format json
    """
    from index.reports import fees as report

    with open_library() as library:
        found = report(library, network, season, municipality, others=not only_fees)
    if not found:
        asked = _asked(network=network, season=season, municipality=municipality)
        note(f"No fees {asked}; try `pykala search avustus` or another option.".replace(" ;", ";"))
    return print_rows(map(row_of, found), FEES, shape, output)


@click.command()
@in_library
@output_options
def networks(shape: str | None, output: Path | None) -> int:
    """The development networks there are.

    As the documents tell of them: seasons, organisers, contacts, municipalities.

    \b
    Examples:
      pykala networks
      pykala networks --format json
    """
    from index.reports import networks as report

    with open_library() as library:
        found = report(library)
    if not found:
        note("No networks in this library; read documents into it with `pykala ingest PATH`.")
    return print_rows(map(row_of, found), NETWORKS, shape, output)


@click.command()
@click.argument("diary_number", metavar="DIARY-NUMBER")
@click.option("--municipality", metavar="NAME", help="Only this municipality's case of that number.")
@in_library
@output_options
def case(diary_number: str, municipality: str | None, shape: str | None, output: Path | None) -> int:
    """A case's course through the bodies.

    Oldest first, by its diary number in any spelling. Earlier handlings that an item quotes are there too.

    \b
    Examples:
      pykala case TUUDno-2021-379
      pykala case 2204/00.04.01/2024 --format json
    """
    from index.reports import case as report

    with open_library() as library:
        rows = [row_of(row) for row in report(library, diary_number, municipality)]
    if not rows:
        note(f"No case {diary_number}; try `pykala search 'dnro:{diary_number[:8]}*'`.")
    return print_rows(rows, CASE, shape, output)


@click.command()
@in_library
@output_options
def stats(shape: str | None, output: Path | None) -> int:
    """What the library holds, in numbers.

    \b
    Examples:
      pykala stats
      pykala stats --format json
    """
    from index.reports import stats as count

    with open_library() as library:
        groups = row_of(count(library))
    first, last = groups.pop("first"), groups.pop("last")
    totals = groups.pop("totals")
    rows = [
        {"what": "library", "value": name.replace("_", " "), "number": number}
        for name, number in totals.items()
        if not name.endswith("_facts")
    ]
    rows += [
        {"what": what, "value": value, "number": number}
        for what, numbers in groups.items()
        for value, number in numbers.items()
    ]
    if first:
        rows += [
            {"what": "meetings", "value": which, "number": day}
            for which, day in (("first", first), ("last", last))
        ]
    return print_rows(rows, STATS, shape, output)


REPORTS = (participation, fees, networks, case, stats)
