"""The command that says what is there and what is missing: coverage."""

from __future__ import annotations

from pathlib import Path

import click

from terminal.frame import NOTHING, OK, in_library, note, open_library, output_options, print_report
from terminal.output import Column, Row, View, column, columns, joined, row_of
from terminal.reports import held_of

_REMARKS = 20
"""How many sources in trouble are named beside the ledger."""


def _span(row: Row) -> str:
    return f"{row['first']}–{row['last']}" if row["first"] != row["last"] else str(row["first"])


def _when(row: Row) -> str:
    return str(row["meeting_date"] or row["year"])


LEDGER = View(
    table=(
        column("municipality"),
        column("organ"),
        Column("year", _when),
        Column("§§", _span, right=True),
        column("expected", right=True, spare=True),
        column("held", right=True),
        column("missing"),
        column("purged", spare=True),
        column("doubtful", spare=True),
        Column("last visit", lambda row: (row["last_visit"] or "")[:10]),
    ),
    csv=(
        *columns("municipality", "organ", "year", "meeting_date", "first", "last", "expected", "held"),
        *columns("missing", "purged", "doubtful", "meetings", "last_meeting", "last_visit"),
        joined("listed", "listed", "section", "url", "state"),
        *columns("officeholder", "needs_person"),
    ),
)
SOURCES = View(
    table=(
        column("source"),
        column("municipality", spare=True),
        column("health"),
        column("why"),
        Column("last answered", lambda row: (row["last_answered"] or "")[:16]),
        column("newest", "newest meeting"),
        column("silent", "days silent", right=True, spare=True),
        column("documents", right=True),
        column("failed", right=True),
    ),
    csv=(
        *columns("source", "municipality", "health", "why", "last_asked", "last_answered", "newest"),
        *columns("usual", "silent", "documents", "failed"),
    ),
)


@click.command()
@click.option("--municipality", "-m", metavar="NAME", help="Only this municipality: name or code.")
@click.option("--organ", metavar="NAME", help="Only this body.")
@click.option("--year", type=click.IntRange(1800, 2200), help="Only this year's §§.")
@click.option("--all", "everything", is_flag=True, help="Bodies that miss nothing too.")
@click.option("--sources", "of_sources", is_flag=True, help="The crawled sources instead, and how they do.")
@in_library
@output_options
def coverage(
    municipality: str | None,
    organ: str | None,
    year: int | None,
    everything: bool,
    of_sources: bool,
    shape: str | None,
    output: Path | None,
) -> int:
    """What is held, and what is missing.

    The §§ of each body and year: those there must be (between the lowest and the highest known, and those
    that lists and covers name), those held, those missing, and when its municipality's sources last answered.
    Sources that fail, were not visited for a week, or went quiet against their own rhythm are named too.

    The exit code is 1 when something needs a person: §§ are missing, a source fails or is silent. Holes in
    officeholders' numbers need one only where a list names the decision; others may not be published.

    \b
    Examples:
      pykala coverage
      pykala coverage --municipality Tuusula --year 2024 --all
      pykala coverage --sources
      pykala coverage --format csv --output holes.csv
    """
    from index.reports.coverage import coverage as ledger
    from index.reports.quiet import run_remarks, source_states
    from terminal.report import Table

    with open_library() as library:
        series = [] if of_sources else list(ledger(library, municipality, organ, year))
        states = list(source_states(library))
        remarks = list(run_remarks(library))
        shown = series if everything else [one for one in series if one.missing]
        what = (
            Table(
                "sources",
                SOURCES,
                [{**row_of(state), "needs_person": state.needs_person} for state in states],
            )
            if of_sources
            else Table("coverage", LEDGER, list(map(row_of, shown)))
        )
        print_report("Coverage", [what], shape, output, rests_on=held_of(library, municipality))
    troubled = [state for state in states if state.needs_person]
    if of_sources:
        if not states:
            note("No source was ever crawled; `pykala crawl` does it.")
    else:
        holes = sum(bool(one.missing) for one in series)
        said = f"{holes} with holes" if holes else "none has holes"
        note(f"{len(series)} series of §§: {said}" if series else "No §§ are held of these.")
        for state in troubled[:_REMARKS]:
            note(f"{state.health.value}: {state.source}: {state.why}")
        if len(troubled) > _REMARKS:
            note(f"… and {len(troubled) - _REMARKS} more; see `pykala coverage --sources`")
    for remark in remarks:
        note(remark)
    return NOTHING if troubled or remarks or any(one.needs_person for one in series) else OK


COMMANDS = (coverage,)
