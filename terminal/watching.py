"""Standing questions: ``pykala watch add``, ``list``, ``run`` and ``remove``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from terminal.frame import (
    NOTHING,
    OK,
    UNREADABLE,
    USAGE,
    complain,
    in_library,
    note,
    open_library,
    output_options,
    print_rows,
)
from terminal.output import View, column, columns
from terminal.searching import filter_options

if TYPE_CHECKING:
    from corpus.database import Library
    from corpus.watches import Change, Watch

_FEED = 100
"""How many items a feed goes back: a reader that looks seldom still sees them all."""

WATCHES = View(
    table=(
        column("name"),
        column("query"),
        column("options", spare=True),
        column("added", spare=True),
        column("ran", "last run"),
    ),
    csv=columns("name", "query", "options", "added", "ran"),
)
NEWS = View(
    table=(
        column("watch"),
        column("change", "what"),
        column("municipality"),
        column("organ", spare=True),
        column("date"),
        column("section", "§", right=True),
        column("title"),
        column("outcome", spare=True),
        column("id", "item"),
    ),
    csv=(
        *columns("watch", "change", "id", "municipality", "organ", "date", "section", "title"),
        *columns("diary_number", "outcome", "document", "uri"),
    ),
)


@click.group()
def watch() -> None:
    """Standing questions: what is new since last time.

    A watch is a search kept in the library under a name. Each run tells of the items that match and were not
    told of before, and of those whose title or text changed since.

    \b
    Examples:
      pykala watch add uso 'verkosto:USO päätös:hyväksytty'
      pykala watch list
      pykala watch run --format atom --output uso.atom
    """


@watch.command()
@click.argument("name")
@click.argument("query", nargs=-1, metavar="[QUERY]…")
@filter_options
@click.option("--from-start", is_flag=True, help="Let the first run tell of what is there already, too.")
@in_library
def add(name: str, query: tuple[str, ...], from_start: bool, **options: tuple[str, ...]) -> int:
    """Keep a question under a name.

    \b
    Examples:
      pykala watch add uso 'verkosto:USO päätös:hyväksytty'
      pykala watch add koulut kouluverkko -m Tuusula --from-start
    """
    from corpus.watches import add_watch
    from index.matches import matches

    words = " ".join(query)
    chosen = {field: values for field, values in options.items() if values}
    if not words.strip() and not chosen:
        raise click.UsageError("nothing to watch for: give words, or an option such as --municipality")
    with open_library() as library:
        found = matches(library, words, chosen)
        add_watch(library, name, words, chosen, () if from_start else found.ids)
    for line in found.notes:
        note(line)
    known = "the first run tells of them" if from_start else "known already"
    click.echo(f"watching {name}: {len(found.ids)} items match now, {known}")
    return OK


@watch.command("list")
@in_library
@output_options
def list_watches(shape: str | None, output: Path | None) -> int:
    """List the questions kept.

    \b
    Example:
      pykala watch list --format json
    """
    from corpus.watches import watches

    with open_library() as library:
        rows = [
            {
                "name": each.name,
                "query": each.query,
                "options": [
                    f"{field}: {value}" for field, values in each.options.items() for value in values
                ],
                "added": each.added,
                "ran": each.ran,
            }
            for each in watches(library)
        ]
    if not rows:
        note("No watches; keep a question with `pykala watch add NAME QUERY`.")
    return print_rows(rows, WATCHES, shape, output)


@watch.command()
@click.argument("names", nargs=-1, metavar="[NAME]…")
@click.option("--format", "-f", "shape", type=click.Choice(["table", "json", "jsonl", "csv", "atom"]))
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to a file."
)
@click.option("--dry-run", is_flag=True, help="Tell, and tell the same again next time.")
@in_library
def run(names: tuple[str, ...], shape: str | None, output: Path | None, dry_run: bool) -> int:
    """Tell what is new since last time, by all watches or those named.

    Only what was printed or written in full counts as told. As Atom, the feed also has what the last runs
    told of, so that a feed reader may look when it likes.

    \b
    Examples:
      pykala watch run
      pykala watch run uso --format csv --output new.csv
      pykala watch run --format atom --output news.atom
    """
    from corpus.watches import remember, watch_named, watches

    with open_library() as library:
        chosen = [watch_named(library, name) for name in names] or watches(library)
        if not chosen:
            note("No watches; keep a question with `pykala watch add NAME QUERY`.")
            return NOTHING
        asked = [(each, _news(library, each)) for each in chosen]
        told = {each.name: new for each, new in asked if new is not None}
        chosen = [each for each in chosen if each.name in told]
        if not chosen:
            return USAGE
        if shape == "atom" or (shape is None and output is not None and output.suffix == ".atom"):
            _write_feed(library, chosen, told, output)
            code = OK
        else:
            rows = [
                _row(library, name, item, change)
                for name, found in told.items()
                for item, change in found.items()
            ]
            code = print_rows(rows, NEWS, shape, output)
        if not dry_run:
            sys.stdout.flush()  # what cannot be printed is not told
            for each in chosen:
                remember(library, each, told[each.name])
    for name, found in told.items():
        note(f"{name}: {len(found)} new or changed")
    return UNREADABLE if any(new is None for _, new in asked) else code


@watch.command()
@click.argument("name")
@in_library
def remove(name: str) -> int:
    """Forget a question and what it told of.

    \b
    Example:
      pykala watch remove uso
    """
    from corpus.watches import remove_watch

    with open_library() as library:
        remove_watch(library, name)
    click.echo(f"{name} is forgotten")
    return OK


def _news(library: Library, each: Watch) -> dict[str, Change] | None:
    """What is new; None, and a complaint, for a question that cannot be read any more."""
    from corpus.watches import news
    from index.engines import Order
    from index.matches import matches
    from index.query import QueryError

    try:
        found = matches(library, each.query, each.options, sort=Order.NEWEST)
    except QueryError as error:
        complain(f"{each.name}: {error}; remove the watch and add it anew", UNREADABLE)
        return None
    for line in found.notes:
        note(f"{each.name}: {line}")
    return news(library, each, found.ids)


def _row(library: Library, name: str, item_id: str, change: Change) -> dict[str, Any]:
    from terminal.views import item_row

    stored = library.item(item_id)
    row = item_row(stored) if stored is not None else {"id": item_id}
    numbers = row.get("diary_numbers") or [None]
    return {
        **row,
        "watch": name,
        "change": change.value,
        "date": row.get("meeting_date"),
        "diary_number": numbers[0],
    }


def _write_feed(
    library: Library, chosen: list[Watch], told: Mapping[str, Mapping[str, Change]], output: Path | None
) -> None:
    import datetime as dt
    from importlib.metadata import version

    from corpus.storing import stamp
    from corpus.watches import told_by
    from terminal.atom import Entry, feed
    from terminal.output import destination

    now = stamp(dt.datetime.now(dt.UTC))
    listed: list[tuple[str, str, str, str]] = []
    for each in chosen:
        new = told[each.name]
        listed += [(each.name, item, change.value, now) for item, change in new.items()]
        listed += [
            (each.name, one.item_id, one.change.value, one.at)
            for one in told_by(library, each, _FEED)
            if one.item_id not in new
        ]
    listed.sort(key=lambda entry: entry[3], reverse=True)
    kept = max(_FEED, sum(map(len, told.values())))  # all that is new, however much that is
    entries = []
    for name, item_id, kind, at in listed[:kept]:
        stored = library.item(item_id)
        if stored is not None:
            entries.append(Entry(name, stored, kind, at))
    names = [each.name for each in chosen]
    with destination(output) as stream:
        stream.write(feed(library.id, names, entries, version("pykala")))


COMMANDS = (watch,)
