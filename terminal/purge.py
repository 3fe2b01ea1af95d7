"""The command that takes documents out for good: purge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from terminal.frame import (
    NOTHING,
    OK,
    complain,
    in_library,
    library_folder,
    note,
    open_library,
    output_options,
    print_rows,
    update_index,
)
from terminal.output import Column, View, column, columns, row_of

if TYPE_CHECKING:
    from corpus.database import Library
    from corpus.purge_plan import Doomed

DOOMED = View(
    table=(
        column("uri", "document"),
        column("state"),
        column("gone_at", "gone since", spare=True),
        column("size", "bytes", right=True, spare=True),
        Column("items", lambda row: ", ".join(row["items"])),
        column("because"),
        column("reason", spare=True),
    ),
    csv=(
        *columns("uri", "sha256", "municipality", "kind", "state", "gone_at", "size", "items"),
        *columns("because", "reason"),
    ),
)
TOMBSTONES = View(
    table=(
        column("purged", "when"),
        column("uri", "document"),
        column("reason"),
        Column("items", lambda row: ", ".join(row["items"])),
        column("sha256", spare=True),
    ),
    csv=columns("purged", "uri", "sha256", "municipality", "kind", "reason", "items"),
)


@click.command()
@click.option(
    "--gone-for",
    type=click.IntRange(0),
    metavar="DAYS",
    help="What has been gone from its source for so many days.",
)
@click.option(
    "--document", "documents", multiple=True, metavar="ADDRESS", help="A document, by address or SHA-256."
)
@click.option("--item", "items", multiple=True, metavar="ITEM", help="The document that holds an item.")
@click.option("--reason", metavar="WORDS", help="What the tombstone is to say.")
@click.option("--yes", is_flag=True, help="Do it; without, it only says what would go.")
@click.option("--tombstones", is_flag=True, help="List what was purged, and stop.")
@in_library
@output_options
def purge(
    gone_for: int | None,
    documents: tuple[str, ...],
    items: tuple[str, ...],
    reason: str | None,
    yes: bool,
    tombstones: bool,
    shape: str | None,
    output: Path | None,
) -> int:
    """Take documents out for good.

    Text, facts, pages, index and archive records leave, with earlier versions of the document and whatever
    else is the same bytes; a tombstone stays that tells address, digest, items, reason and day. Without --yes
    nothing is done, only said. An item takes the whole document it stands in, for that is archived as one.
    What the crawl meets at the address later is not fetched again.

    \b
    Examples:
      pykala purge --gone-for 365
      pykala purge --gone-for 365 --yes
      pykala purge --item tuusula/kunnanhallitus/2021-03-02/12 --reason "request 12.3.2026" --yes
      pykala purge --tombstones --format csv
    """
    from corpus.purge_plan import NotHeld, plan_purge
    from corpus.purging import unfinished

    with open_library(as_it_is=True) as library:
        if tombstones:
            return _list(library, shape, output)
        left_over = unfinished(library)
        if gone_for is None and not documents and not items and not left_over:
            raise click.UsageError("say what: --gone-for DAYS, --document or --item")
        try:
            doomed = plan_purge(library, gone_for=gone_for, documents=documents, items=items, reason=reason)
        except NotHeld as error:
            return complain(f"{error}: see `pykala show` and `pykala search`", NOTHING)
        print_rows(map(_row, doomed), DOOMED, shape, output)
        if left_over and not yes:
            note("An earlier purge was cut short: traces may be left until `pykala purge --yes` is run.")
        if not doomed and not left_over:
            note("Nothing to purge.")
            return NOTHING
        if not yes:
            number = sum(len(one.items) for one in doomed)
            note(f"{len(doomed)} versions with {number} items would go; nothing was done: add --yes to do it")
            return OK
        return _do(library, doomed)


def _do(library: Library, doomed: list[Doomed]) -> int:
    from corpus.purging import purge as take_out
    from index.engines.choice import chosen
    from ingest.crawl.runs import only_crawl

    indexed = (library_folder() / "index").is_dir() or chosen(library) == "opensearch"
    with only_crawl(library.folder):
        done = take_out(library, doomed)
        if indexed:
            update_index(library, if_needed=False)
    what = f"{done.documents} versions with {done.items} items purged"
    click.echo(f"{what}; {done.records} archive records left the archive", err=True)
    return OK


def _list(library: Library, shape: str | None, output: Path | None) -> int:
    from corpus.tombstones import tombstones

    code = print_rows(map(row_of, tombstones(library)), TOMBSTONES, shape, output)
    if code != OK:
        note("Nothing was ever purged.")
    return code


def _row(one: Doomed) -> dict[str, Any]:
    return {**row_of(one), "uri": one.uri}


COMMANDS = (purge,)
