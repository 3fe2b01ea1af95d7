"""The crawl at a terminal: which sources, how politely, and what came of it."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from terminal.frame import (
    INTERRUPTED,
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
    update_index,
)
from terminal.output import Column, Row, View, clean, column, columns, destination

if TYPE_CHECKING:
    from corpus.database import Library
    from corpus.registry.sources import Source
    from ingest.crawl import Planned, Progress, Receipt, Watch

_PROBLEMS = 20
"""How many problems are printed where no receipt was asked for."""


def _counted(name: str) -> Column:
    def value(row: Row) -> object:
        found = row.get(name)
        return (
            ", ".join(f"{key} {number}" for key, number in found.items())
            if isinstance(found, Mapping)
            else None
        )

    return Column(name, value)


HOSTS = View(
    table=(
        column("host"),
        column("requests", right=True),
        column("received", "bytes", right=True),
        column("delay", "delay s", right=True),
        column("waited", "least wait s", right=True, spare=True),
        column("robots", spare=True),
        column("refused", right=True, spare=True),
        _counted("documents"),
        column("left", "left because"),
    ),
    csv=(
        *columns("host", "requests", "sent", "received", "seconds", "delay", "waited", "robots", "refused"),
        _counted("statuses"),
        _counted("documents"),
        column("left"),
    ),
)
PLAN = View(table=columns("source", "name", "new", "again", "skipped"))


@click.command()
@click.argument("source", nargs=-1, metavar="[SOURCE]…")
@click.option(
    "--contact",
    envvar="PYKALA_CONTACT",
    metavar="ADDRESS",
    help="Your e-mail or web address, for the servers' keepers (or PYKALA_CONTACT). Required.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y"]),
    metavar="DAY",
    help="Leave out meetings before that day.",
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many requests a host.")
@click.option(
    "--delay",
    type=click.FloatRange(0, 3600),
    default=1.0,
    show_default=True,
    metavar="SECONDS",
    help="Between two requests to a host, at least.",
)
@click.option(
    "--recheck",
    type=click.Choice(["due", "all"]),
    default="due",
    show_default=True,
    help="Which known pages to visit again.",
)
@click.option("--attachments", is_flag=True, help="Fetch the items' attachments too.")
@click.option(
    "--sources",
    "file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="Take the sources from a file in the registry's form.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be visited, and send nothing.")
@click.option(
    "--receipt",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write all that was done to a file, as JSON.",
)
@click.option("--no-index", is_flag=True, help="Leave the search index as it is.")
@in_library
@output_options
def crawl(
    source: tuple[str, ...],
    contact: str | None,
    since: dt.datetime | None,
    limit: int | None,
    delay: float,
    recheck: str,
    attachments: bool,
    file: Path | None,
    dry_run: bool,
    receipt: Path | None,
    no_index: bool,
    shape: str | None,
    output: Path | None,
) -> int:
    """Visit the places where municipalities publish, and read what is new.

    One request at a time goes to a host, a second apart; robots.txt is obeyed; sources that say no to
    crawlers are left alone until their permission is recorded. An interrupted crawl goes on where it
    stopped when the same command is given again. SOURCE is a municipality's name or code, a source's
    key, a host or a platform; without it every known source is visited.

    \b
    Examples:
      pykala crawl --contact minutes@example.org Tuusula
      pykala crawl --contact https://example.org/bot --since 2024 --limit 500
      pykala crawl --dry-run dynasty10
      pykala crawl --contact minutes@example.org --receipt last-night.json
    """
    from ingest.crawl import ContactError, CrawlOptions, Recheck, plan
    from ingest.crawl import crawl as run

    if not contact and dry_run:
        contact = "https://example.org/nobody-is-asked"
    try:
        options = CrawlOptions(
            contact=contact or "",
            since=since.date() if since else None,
            limit=limit,
            delay=delay,
            recheck=Recheck(recheck),
            attachments=attachments,
        )
    except ContactError as error:
        raise click.UsageError(str(error)) from None
    with open_library(create=True) as library:
        chosen = _chosen(library, source, file)
        if not chosen:
            return complain(
                f"no such source: {', '.join(source) or file}: see `pykala sources list`", NOTHING
            )
        if dry_run:
            return print_rows(map(_plan_row, plan(library, chosen, options)), PLAN, shape, output)
        done = run(library, chosen, options, watch=watch_on_terminal())
        if not no_index and done.state == "done":
            update_index(library)
    if receipt is not None:
        with destination(receipt) as stream:
            json.dump(done.as_json(), stream, ensure_ascii=False, indent=2)
            stream.write("\n")
    return _report(done, shape, output, receipt)


def _chosen(library: Library, wanted: tuple[str, ...], file: Path | None) -> list[Source]:
    from corpus.permissions import known_sources
    from corpus.registry.sources import SourceError, read_sources

    try:
        known = read_sources(file) if file else known_sources(library)
    except (SourceError, OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"the file of sources cannot be read: {error}") from None
    if not wanted:
        return list(known)
    asked = {word.strip().casefold() for word in wanted}
    found: list[Source] = []
    for one in known:
        host = one.key.rpartition("/")[2]
        names = {one.key, one.name, one.municipality, one.platform, host, host.partition(":")[0]}
        if asked & {name.casefold() for name in names if name}:
            found.append(one)
    return found


def _plan_row(planned: Planned) -> dict[str, Any]:
    return {
        "source": planned.source.key,
        "name": planned.source.name,
        "new": planned.scheduled.new if planned.scheduled else None,
        "again": planned.scheduled.again if planned.scheduled else None,
        "skipped": planned.skipped,
    }


def _report(done: Receipt, shape: str | None, output: Path | None, receipt: Path | None) -> int:
    """What is gone first, then the counts, the hosts, and what went wrong."""
    plain = done.as_json()
    for change in done.gone:
        note(f"GONE {clean(change.uri)}: {clean(change.title or '')} ({clean(change.reason or '')})")
    if done.held_back:
        note(
            f"{done.held_back} more are missing as long, but no more of a source are believed gone in one run"
        )
    print_rows(plain["hosts"], HOSTS, shape, output)
    counted = ", ".join(f"{number} {name}" for name, number in done.counts.items() if number)
    said = counted or "nothing new"
    new = "" if done.counts["new"] else "0 new, " if counted else "0 new: "
    note(f"{done.requests} requests, {done.received:,} bytes; {new}{said}")
    for line in _problems(done, whole=receipt is not None):
        note(line)
    if done.state == "interrupted":
        left = f"{done.waiting} addresses are waiting"
        return complain(f"interrupted: {left}: run the same command again to go on", INTERRUPTED)
    if not done.sources:
        return complain("none of these sources may be crawled: see `pykala sources list`", USAGE)
    return OK if done.clean else UNREADABLE


def _problems(done: Receipt, *, whole: bool) -> Iterator[str]:
    reasons: dict[str, int] = {}
    for reason in done.skipped.values():
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, number in reasons.items():
        yield f"{number} sources were not visited: {reason}"
    shown = done.problems[:_PROBLEMS]
    for problem in shown:
        yield f"{clean(problem.url)}: {clean(problem.reason)}"
    if len(done.problems) > len(shown):
        rest = len(done.problems) - len(shown)
        yield f"… and {rest} more problems" + ("" if whole else "; --receipt FILE has them all")


def watch_on_terminal() -> Watch | None:
    """A line that tells how far the crawl is; none where stderr is no terminal."""
    width = 100
    if not sys.stderr.isatty():
        return None

    def watch(progress: Progress) -> None:
        line = f"{progress.done} done, {progress.waiting} waiting  {progress.outcome}  {clean(progress.url)}"
        click.echo("\r" + line[:width].ljust(width), nl=False, err=True)
        if not progress.waiting:
            click.echo("\r" + " " * width + "\r", nl=False, err=True)

    return watch


COMMANDS = (crawl,)
