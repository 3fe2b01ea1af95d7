"""Commands that look at what is stored: whether it is whole and proven, and how it was before."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

import click

from terminal.frame import (
    NOTHING,
    OK,
    USAGE,
    complain,
    in_library,
    note,
    open_library,
    output_options,
    print_report,
    print_rows,
    progress_of,
    workers_option,
)
from terminal.output import View, column, columns, row_of
from terminal.reports import held_of

ARCHIVE = View(table=columns("file", "offset", "problem"))
CHANGES = View(table=columns("version", "mark", "line"))
SINCE = View(
    table=(
        column("fate", "what"),
        column("at", "when"),
        column("municipality"),
        column("title"),
        column("item_id", "item", spare=True),
        column("uri", "document", link="uri"),
        column("reason", spare=True),
    ),
    csv=(
        *columns("fate", "at", "municipality", "title", "item_id", "items"),
        column("uri", link="uri"),
        column("reason"),
    ),
)


@click.command()
@click.option("--archive", "whole", is_flag=True, help="Check the archive's records instead of the quotes.")
@click.option("--repair", is_flag=True, help="With --archive: cut off an unfinished record at a file's end.")
@workers_option
@in_library
@output_options
def verify(whole: bool, repair: bool, workers: int | None, shape: str | None, output: Path | None) -> int:
    """Check that every quote is where it should be.

    Reads every archived document again and compares each fact's quote with the text at its place. With
    --archive it reads the archive's files record by record instead: digests, lengths, and whether all is
    there that the database speaks of.

    \b
    Examples:
      pykala verify
      pykala verify --format jsonl --output misplaced.jsonl
      pykala verify --archive
      pykala verify --archive --repair
    """
    if repair and not whole:
        raise click.UsageError("--repair goes with --archive")
    if whole:
        return _verify_archive(repair, shape, output)
    from ingest.verify import check
    from terminal.views import VERIFY

    with open_library(as_it_is=True) as library:
        number = library.counts()["documents"]
        checked = list(progress_of(check(library, workers), number, "Checking"))
    problems = [problem for one in checked for problem in one.problems]
    print_rows((asdict(problem) for problem in problems), VERIFY, shape, output)
    quotes, items = sum(one.quotes for one in checked), sum(one.items for one in checked)
    what = f"{quotes} quotes of {items} items in {len(checked)} documents"
    note(f"{len(problems)} of {what} are wrong" if problems else f"{what}: all where they should be")
    return NOTHING if problems else OK


def _verify_archive(repair: bool, shape: str | None, output: Path | None) -> int:
    from corpus.archive_check import check_archive

    with open_library(as_it_is=True) as library:
        checked = check_archive(library, repair=repair)
    print_rows((asdict(problem) for problem in checked.problems), ARCHIVE, shape, output)
    what = f"{checked.records} records in {checked.files} archive files ({checked.size:,} bytes)"
    wrong = sum(not problem.harmless for problem in checked.problems)
    note(f"{what}: {wrong} problems" if wrong else f"{what}: all whole")
    return NOTHING if wrong else OK


@click.command()
@click.argument("item_id", metavar="[ITEM]", required=False)
@click.option("--all", "every", is_flag=True, help="Every version, not only the newest two.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="What became of all documents since that day, instead of one item's text.",
)
@click.option(
    "--what",
    type=click.Choice(["documents", "facts"]),
    default="documents",
    help="With --since: what became of documents (default), or what they newly tell of networks.",
)
@click.option("--municipality", "-m", metavar="NAME", help="With --since: only this municipality.")
@click.option("--network", metavar="NAME", help="With --what facts: only this network.")
@in_library
@output_options
def changes(
    item_id: str | None,
    every: bool,
    since: dt.datetime | None,
    what: str,
    municipality: str | None,
    network: str | None,
    shape: str | None,
    output: Path | None,
) -> int:
    """Show how an item's text changed, or what is new since a day.

    Compares the item with the version before it: lines only the newer one has are marked +, those only the
    older one had -. ITEM is an item's id as other commands print it, or its beginning. With --since, every
    document that is new, amended, replaced, gone, missing, back or purged since that day; with --what facts
    the joins, refusals, leavings, proposals, amended decisions and changed contacts that became known.

    \b
    Examples:
      pykala changes kuusiranta/kunnanhallitus/2024-10-21/213
      pykala changes kuusiranta/kunnanhallitus/2024-10-21/213 --all --format jsonl
      pykala changes --since 2026-03-01 --format csv
      pykala changes --since 2026-03-01 --what facts --network USO
    """
    if (item_id is None) == (since is None):
        raise click.UsageError("give an item, or --since and a day")
    if since is not None:
        if network is not None and what != "facts":
            raise click.UsageError("--network goes with --what facts")
        if what == "facts":
            return _facts_since(since.date(), municipality, network, shape, output)
        return _changes_since(since.date(), municipality, shape, output)
    assert item_id is not None
    from corpus.versions import compare, versions_of

    with open_library() as library:
        found = library.find(item_id)
        if not found:
            return complain(f"no item: {item_id}: see the ids `pykala search` prints", NOTHING)
        if len(found) > 1:
            ids = ", ".join(stored.item.id for stored in found[:5])
            return complain(f"{len(found)} items begin so ({ids} …): give more of the id", USAGE)
        versions = versions_of(library, found[0].item.id)
    if len(versions) == 1:
        note(f"{found[0].item.id}: there is only one version")
        return NOTHING
    rows: list[dict[str, str]] = []
    for newer, older in list(pairwise(versions))[: None if every else 1]:
        name = f"{older.document.first_seen[:10]} → {newer.document.first_seen[:10]}"
        lines = compare(older.item, newer.item)
        rows.extend({"version": name, "mark": line.mark, "line": line.text} for line in lines)
    if not rows:
        note(f"{found[0].item.id}: the text did not change, only the page around it")
        return NOTHING
    return print_rows(rows, CHANGES, shape, output)


def _changes_since(day: dt.date, municipality: str | None, shape: str | None, output: Path | None) -> int:
    from index.reports.changes import Fate, changes_since
    from terminal.report import Table

    with open_library() as library:
        found = changes_since(library, day, municipality)
        table = Table("documents", SINCE, list(map(row_of, found)))
        title = f"Documents since {day}"
        code = print_report(title, [table], shape, output, rests_on=held_of(library, municipality))
    counted = Counter(one.fate for one in found)
    _tell(day, {fate.value: counted[fate] for fate in Fate})
    return code


def _facts_since(
    day: dt.date, municipality: str | None, network: str | None, shape: str | None, output: Path | None
) -> int:
    from index.reports.facts import same_place
    from index.reports.news import Kind, news
    from terminal.report import Table
    from terminal.report_views import FACTS

    with open_library() as library:
        found = [one for one in news(library, day, network) if same_place(one.municipality, municipality)]
        table = Table("facts", FACTS, list(map(row_of, found)))
        title = f"News of networks since {day}"
        code = print_report(title, [table], shape, output, rests_on=held_of(library, municipality))
    counted = Counter(one.kind for one in found)
    _tell(day, {kind.value: counted[kind] for kind in Kind})
    return code


def _tell(day: dt.date, counted: dict[str, int]) -> None:
    kinds = ", ".join(f"{number} {kind}" for kind, number in counted.items() if number)
    note(f"since {day}: {kinds or 'nothing changed'}")


COMMANDS = (verify, changes)
