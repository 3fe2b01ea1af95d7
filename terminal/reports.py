"""The commands that print reports: participation, fees, networks, case, stats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from terminal.frame import (
    Command,
    form_of,
    in_library,
    note,
    open_library,
    output_options,
    print_report,
    print_rows,
)
from terminal.output import row_of

if TYPE_CHECKING:
    from corpus.database import Library
    from terminal.report import Table


def _asked(**options: str | None) -> str:
    """The options given, for a sentence that says that nothing was found."""
    return " ".join(f"--{name} {value}" for name, value in options.items() if value)


def _region_given(context: click.Context, option: click.Parameter, name: str | None) -> str | None:
    from corpus.registry.divisions import region_named, regions

    if name is not None and region_named(name) is None:
        known = ", ".join(region.name for region in regions())
        raise click.BadParameter(f"no region {name}: the regions are {known}")
    return name


def _size_given(context: click.Context, option: click.Parameter, key: str | None) -> str | None:
    from corpus.registry.divisions import size_class_named, size_classes

    if key is not None and size_class_named(key) is None:
        known = ", ".join(each.key for each in size_classes())
        raise click.BadParameter(f"no size class {key}: the classes are {known}")
    return key


def report_options(command: Command) -> Command:
    """The filters the reports share."""
    command = click.option(
        "--size",
        metavar="CLASS",
        callback=_size_given,
        help="Only municipalities of this size class by inhabitants: 5000-9999, 100000-.",
    )(command)
    command = click.option(
        "--region",
        metavar="NAME",
        callback=_region_given,
        help="Only municipalities of this region: Finnish or Swedish name, or code.",
    )(command)
    for name, text in (
        ("--municipality", "Only this municipality: Finnish or Swedish name, or code."),
        ("--season", "Only this season, or seasons with this year in them: 2025-2026, 2025."),
        ("--network", "Only this network, by any of its names: USO."),
    ):
        command = click.option(name, metavar="NAME" if name != "--season" else "YEARS", help=text)(command)
    return command


def held_of(
    library: Library, municipality: str | None = None, region: str | None = None, size: str | None = None
) -> Callable[[], Table]:
    """What a report on these municipalities rests on, told when it is asked for."""

    def told() -> Table:
        from index.reports.groups import in_group
        from index.reports.holdings import holdings
        from terminal.report_views import rests_on

        held = holdings(library, municipality)
        return rests_on(one for one in held if in_group(one.municipality, region, size))

    return told


@click.command()
@report_options
@click.option("--matrix", "as_matrix", is_flag=True, help="Municipalities by season; needs --network.")
@click.option("--everyone", is_flag=True, help="With --matrix: municipalities nothing is held of, too.")
@in_library
@output_options
def participation(
    network: str | None,
    season: str | None,
    municipality: str | None,
    region: str | None,
    size: str | None,
    as_matrix: bool,
    everyone: bool,
    shape: str | None,
    output: Path | None,
) -> int:
    """Who takes part in which development network.

    With season, fee, contacts, and the item that says so. A municipality that is not listed has said
    nothing in the documents read; that is no "no". With --matrix each municipality has a status in each
    season: no-evidence where minutes of the time say nothing of it, no-coverage where there are none.

    \b
    Examples:
      pykala participation --network USO
      pykala participation --municipality Mänttä-Vilppula --format json
      pykala participation --season 2025 --output 2025.csv
      pykala participation --network USO --matrix --region Pirkanmaa
      pykala participation --network USO --matrix --everyone --output uso.html
    """
    if as_matrix and network is None:
        raise click.UsageError("--matrix is of one network: give --network")
    if everyone and not as_matrix:
        raise click.UsageError("--everyone goes with --matrix")
    asked = _asked(network=network, season=season, municipality=municipality, region=region, size=size)
    if as_matrix:
        assert network is not None
        return _matrix(network, asked, everyone, shape, output, season, municipality, region, size)
    from index.reports import participation as report
    from terminal.report import Table
    from terminal.report_views import PARTICIPATION

    with open_library() as library:
        found = report(library, network, season, municipality, region=region, size=size)
        if not found:
            note(
                f"No participations {asked}; `pykala networks` lists the networks there are.".replace(
                    " ;", ";"
                )
            )
        table = Table("participation", PARTICIPATION, list(map(row_of, found)))
        rests_on = held_of(library, municipality, region, size)
        return print_report(_titled("Participation", asked), [table], shape, output, rests_on=rests_on)


def _matrix(
    network: str,
    asked: str,
    everyone: bool,
    shape: str | None,
    output: Path | None,
    season: str | None,
    municipality: str | None,
    region: str | None,
    size: str | None,
) -> int:
    from index.reports import matrix
    from terminal.output import Format
    from terminal.report_views import matrix_tables

    form = form_of(shape, output)
    with open_library() as library:
        found = matrix(
            library,
            network,
            season=season,
            region=region,
            size=size,
            municipality=municipality,
            everyone=everyone,
        )
        if not found.rows:
            note(f"No matrix {asked}; `pykala networks` lists the networks there are.")
        tables = matrix_tables(found)
        names = {
            Format.TABLE: ("matrix",),
            Format.HTML: ("matrix", "totals", "said"),
            Format.XLSX: ("matrix", "totals", "cells"),
        }.get(form, ("cells",))
        shown = [tables[name] for name in names]
        rests_on = held_of(library, municipality, region, size)
        title = _titled(f"Who takes part in {found.full_name or found.network}", asked)
        return print_report(title, shown, shape, output, rests_on=rests_on)


def _titled(what: str, asked: str) -> str:
    return f"{what} ({asked.replace('--', '')})" if asked else what


@click.command()
@report_options
@click.option("--only-fees", is_flag=True, help="Leave out budget figures and other periodic amounts.")
@click.option("--spread", "as_spread", is_flag=True, help="Quartiles by size class, and what stands apart.")
@in_library
@output_options
def fees(
    network: str | None,
    season: str | None,
    municipality: str | None,
    region: str | None,
    size: str | None,
    only_fees: bool,
    as_spread: bool,
    shape: str | None,
    output: Path | None,
) -> int:
    """What networks and memberships cost.

    As the text says it, a year, and an inhabitant and year with the population's year. Budget figures and
    other periodic amounts follow, marked as no fees. With --spread the fees of each network by size class:
    least, quartiles, most, and those far from the others; networks are never mixed.

    \b
    Examples:
      pykala fees
      pykala fees --network USO --only-fees
      pykala fees --municipality Tuusula --format json
      pykala fees --network USO --spread --output fees.html
    """
    from index.reports import fees as report
    from index.reports.spread import spread_of
    from terminal.report import Table
    from terminal.report_views import FEES, SPREAD

    asked = _asked(network=network, season=season, municipality=municipality, region=region, size=size)
    only = only_fees or as_spread
    with open_library() as library:
        found = report(library, network, season, municipality, others=not only, region=region, size=size)
        if not found:
            note(f"No fees {asked}; try `pykala search avustus` or another option.".replace(" ;", ";"))
        tables = [Table("fees", FEES, list(map(row_of, found)))]
        if as_spread:
            tables.insert(0, Table("spread", SPREAD, list(map(row_of, spread_of(found)))))
            without = sum(row.network is None for row in found)
            if without:
                note(f"{without} fees of no known network are left out: they cannot be compared")
        rests_on = held_of(library, municipality, region, size)
        return print_report(_titled("Fees", asked), tables, shape, output, rests_on=rests_on)


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
    from terminal.report_views import NETWORKS

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
    from index.reports.facts import same_place
    from index.reports.holdings import holdings
    from terminal.report import Table
    from terminal.report_views import CASE, rests_on

    with open_library() as library:
        rows = [row_of(row) for row in report(library, diary_number, municipality)]
        if not rows:
            note(f"No case {diary_number}; try `pykala search 'dnro:{diary_number[:8]}*'`.")
        places = {row["municipality"] for row in rows if row["municipality"]}

        def told() -> Table:
            held = holdings(library)
            return rests_on(one for one in held if any(same_place(one.municipality, each) for each in places))

        table = Table("course of the case", CASE, rows)
        return print_report(f"Case {diary_number}", [table], shape, output, rests_on=told)


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
    from terminal.report_views import STATS

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
