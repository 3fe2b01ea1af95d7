"""The review queue: what extraction was not sure of, out as a table and back as pinned values."""

from __future__ import annotations

from pathlib import Path

import click

from terminal.frame import (
    OK,
    USAGE,
    complain,
    in_library,
    note,
    open_library,
    output_options,
    print_rows,
    update_index,
)
from terminal.output import View, column, columns, row_of

REVIEW = View(
    table=(
        column("item_id", "item"),
        column("field"),
        column("value"),
        column("reason"),
        column("confidence", right=True),
        column("quote"),
    ),
    csv=(
        *columns("item_id", "field", "value", "correct", "reason", "confidence", "quote", "context"),
        *columns("document", "sha256", "section", "page", "start"),
    ),
)


@click.command()
@click.option("--below", type=float, metavar="SHARE", help="What counts as not sure (default 0.75).")
@click.option("--all", "everything", is_flag=True, help="Every fact, so that any can be corrected.")
@click.option(
    "--apply",
    "edited",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Take in an edited table: rows with a value in `correct` are pinned.",
)
@in_library
@output_options
def review(
    below: float | None, everything: bool, edited: Path | None, shape: str | None, output: Path | None
) -> int:
    """What extraction was not sure of, and your word on it.

    Write the table as CSV, fill in the column `correct` (text for a field, JSON of the keys to change for a
    person, sum or participation, - to take it away), and give it back with --apply. Pinned values stay when
    the documents are read again by a newer version, and are shown as pinned.

    \b
    Examples:
      pykala review
      pykala review --output review.csv
      pykala review --apply review.csv
    """
    if edited is not None:
        return _apply(edited)
    from index.reports.doubts import doubts

    with open_library(as_it_is=True) as library:
        rows = [row_of(doubt) for doubt in doubts(library, below, everything=everything)]
    if not rows:
        note("Nothing to review: every fact is sure.")
    return print_rows(rows, REVIEW, shape, output)


def _apply(edited: Path) -> int:
    from corpus.overrides import OverrideError
    from ingest.pinning import apply_edits, read_edits

    try:
        with edited.open(encoding="utf-8-sig", newline="") as stream:
            edits = read_edits(stream)
        with open_library(as_it_is=True) as library:
            number = apply_edits(library, edits) if edits else 0
            if number:
                update_index(library)
    except OSError as error:
        return complain(f"{edited}: {error.strerror}: check the path", USAGE)
    except (OverrideError, UnicodeDecodeError) as error:
        note(f"pykala: {edited}: {error}")
        return USAGE
    click.echo(f"{len(edits)} values pinned in {number} documents")
    return OK


COMMANDS = (review,)
