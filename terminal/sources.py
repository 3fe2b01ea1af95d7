"""The commands about publishing places: which are known, which may be fetched, who permitted it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    print_rows,
)
from terminal.output import Row, View, column, columns

if TYPE_CHECKING:
    from corpus.permissions import Grant
    from corpus.registry.sources import Source

_ALL = (
    *columns("source", "municipality", "name", "platform", "base_url", "valid_from", "valid_to"),
    *columns("permission", "granted_by", "granted_on", "reference", "origin", "note"),
)
LIST = View(
    table=(
        column("source"),
        column("name"),
        column("platform"),
        column("permission"),
        column("valid_from", "from", spare=True),
        column("valid_to", "to", spare=True),
        column("origin", spare=True),
        column("note", spare=True),
    ),
    csv=_ALL,
)
SHOW = View(table=(column("what"), column("value")), csv=_ALL)
CHECK = View(
    table=(column("source"), column("name"), column("may_be_fetched", "may be fetched"), column("why")),
    csv=columns("source", "municipality", "name", "platform", "may_be_fetched", "why", "base_url"),
)


@click.group()
def sources() -> None:
    """The places where municipalities publish, and who permitted to fetch from them.

    Those the program knows, and those added to the library. A source is named by its key, as `sources list`
    prints it, by its municipality's name or code, or by its host.

    \b
    Examples:
      pykala sources list
      pykala sources check --format csv --output sources.csv
    """


@sources.command("list")
@click.argument("names", nargs=-1, metavar="[NAME]…")
@click.option("--platform", metavar="NAME", help="Only this platform: dynasty10, cloudnc, tweb …")
@in_library
@output_options
def list_sources(names: tuple[str, ...], platform: str | None, shape: str | None, output: Path | None) -> int:
    """List the publishing places.

    \b
    Examples:
      pykala sources list
      pykala sources list Tuusula Espoo
      pykala sources list --platform tweb --format json
    """
    known, granted, own = _known()
    chosen = [one for one in _named(known, names) if platform in (None, one.platform)]
    if not chosen:
        note("No such source; `pykala sources add` takes in another one.")
    return print_rows((_row(one, granted.get(one.key), own) for one in chosen), LIST, shape, output)


@sources.command()
@click.argument("name", metavar="SOURCE")
@in_library
@output_options
def show(name: str, shape: str | None, output: Path | None) -> int:
    """Show all that is known of a source.

    \b
    Example:
      pykala sources show 858/cloudnc/tuusula.cloudnc.fi
    """
    known, granted, own = _known()
    chosen = _named(known, (name,))
    if not chosen:
        return complain(f"no such source: {name}: see `pykala sources list`", NOTHING)
    rows = [{**_row(one, granted.get(one.key), own), **_verdict(one, granted)} for one in chosen]
    if shape in (None, "table") and output is None:
        lines = [{"what": what, "value": value} for row in rows for what, value in row.items() if value]
        return print_rows(lines, SHOW, shape, output)
    return print_rows(rows, SHOW, shape, output)


@sources.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]…")
@click.option("--refused", is_flag=True, help="Only those that may not be fetched.")
@in_library
@output_options
def check(names: tuple[str, ...], refused: bool, shape: str | None, output: Path | None) -> int:
    """Say of each source whether it may be fetched, and why.

    Sends nothing. Sources of platforms whose vendors refuse crawlers (TWeb, M-Files) need a permission;
    `pykala sources allow` records it. On top of this, robots.txt is asked at every crawl.

    \b
    Examples:
      pykala sources check
      pykala sources check Alavus
      pykala sources check --refused --format csv
    """
    known, granted, _ = _known()
    rows = [
        {
            "source": one.key,
            "municipality": one.municipality,
            "name": one.name,
            "platform": one.platform,
            "base_url": one.base_url,
            **_verdict(one, granted),
        }
        for one in _named(known, names)
    ]
    if names and not rows:
        return complain(f"no such source: {', '.join(names)}: see `pykala sources list`", NOTHING)
    allowed = sum(row["may_be_fetched"] == "yes" for row in rows)
    note(f"{allowed} of {len(rows)} sources may be fetched")
    shown = [row for row in rows if not refused or row["may_be_fetched"] == "no"]
    print_rows(shown, CHECK, shape, output)
    return NOTHING if names and allowed < len(rows) else OK


@sources.command()
@click.argument("municipality")
@click.argument("url")
@click.option(
    "--platform", required=True, metavar="NAME", help="What reads it: dynasty10, cloudnc, own-site …"
)
@click.option(
    "--from", "since", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="First day of its meetings."
)
@click.option(
    "--to", "until", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Last day of its meetings."
)
@click.option("--ask", is_flag=True, help="It needs a permission.")
@click.option("--note", "remark", default="", metavar="TEXT", help="Anything worth knowing.")
@in_library
def add(
    municipality: str,
    url: str,
    platform: str,
    since: dt.datetime | None,
    until: dt.datetime | None,
    ask: bool,
    remark: str,
) -> int:
    """Add a source to the library.

    MUNICIPALITY is a name or code (for others than municipalities, any name), URL where its lists begin. A
    source of the same key is replaced.

    \b
    Examples:
      pykala sources add Tuusula https://tuusula.cloudnc.fi/fi-FI --platform cloudnc
      pykala sources add 049 http://old.example.org/TELIMET.HTM --platform dynasty-static --to 2017-12-31
    """
    from urllib.parse import urlsplit

    from corpus.permissions import add_source, needs_permission
    from corpus.registry.municipalities import municipality_named
    from corpus.registry.sources import Permission, Source
    from ingest.platforms import adapters

    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        whole = False
    if not whole or any(mark <= " " for mark in url):
        return complain(f"no http address: {url}: give one as a browser shows it", USAGE)
    if platform not in adapters():
        return complain(f"no such platform: {platform}: use one of {', '.join(adapters())}", USAGE)
    if since and until and since > until:
        return complain(f"it ends {until:%Y-%m-%d} before it begins {since:%Y-%m-%d}: swap the days", USAGE)
    found = municipality_named(municipality)
    code = found.code if found is not None and not found.invented else ""
    source = Source(
        municipality=code,
        name=found.name if found else municipality.strip(),
        platform=platform,
        base_url=url,
        valid_from=since.date() if since else None,
        valid_to=until.date() if until else None,
        permission=Permission.NEEDED if ask else Permission.NONE,
        note=remark,
    )
    with open_library(create=True) as library:
        add_source(library, source)
    click.echo(source.key)
    if found is None:
        note(f"{municipality} is no municipality the registry knows: kept under that name")
    if needs_permission(source):
        note("It needs permission before it is fetched: `pykala sources allow`.")
    return OK


@sources.command()
@click.argument("name", metavar="SOURCE")
@click.option("--by", metavar="WHO", help="Who permits it: an office, a name.")
@click.option("--reference", metavar="WORDS", help="Where that is written: a letter's date, a diary number.")
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="When it was given (default today)."
)
@click.option("--withdraw", is_flag=True, help="Forget the permission: the source is not fetched any more.")
@in_library
def allow(name: str, by: str | None, reference: str | None, day: dt.datetime | None, withdraw: bool) -> int:
    """Record who permitted a source to be fetched.

    With the day and the reference under which that is written. A permission stands above robots.txt and
    above the pages' noindex and nofollow.

    \b
    Examples:
      pykala sources allow Alavus --by "Alavuden kirjaamo" --reference 123/07.01/2026 --on 2026-03-02
      pykala sources allow Alavus --withdraw
    """
    from corpus import permissions

    if not withdraw and not ((by or "").strip() and (reference or "").strip()):
        raise click.UsageError("say who permits it (--by) and where that is written (--reference)")
    given = day.date() if day else dt.date.today()  # noqa: DTZ011 the operator's own day
    if given > dt.date.today():  # noqa: DTZ011
        raise click.UsageError(f"--on {given} has not come yet")
    with open_library(create=True) as library:
        chosen = _named(permissions.known_sources(library), (name,))
        if not chosen:
            return complain(f"no such source: {name}: see `pykala sources list`", NOTHING)
        if len(chosen) > 1:
            keys = ", ".join(one.key for one in chosen)
            return complain(f"{name} is {len(chosen)} sources ({keys}): give a key", USAGE)
        key = chosen[0].key
        if withdraw:
            if not permissions.withdraw(library, key):
                return complain(f"no permission is recorded: {key}", NOTHING)
            click.echo(f"{key}: permission withdrawn")
            return OK
        permissions.grant(library, key, by or "", given, reference or "")
    click.echo(f"{key}: permitted by {by}, {given}, {reference}")
    return OK


def _known() -> tuple[Sequence[Source], dict[str, Grant], frozenset[str]]:
    """The sources, the permissions, and the keys of those that were added; without a library, the
    registry's."""
    from corpus.connection import LibraryMissing
    from corpus.permissions import added_sources, grants, known_sources
    from corpus.registry import sources as registry

    try:
        with open_library() as library:
            own = frozenset(one.key for one in added_sources(library))
            return known_sources(library), grants(library), own
    except LibraryMissing:
        return registry.sources(), {}, frozenset()


def _named(known: Sequence[Source], names: Sequence[str]) -> list[Source]:
    """The sources of these keys, names, codes or hosts; without any, all."""
    if not names:
        return list(known)
    wanted = {name.strip().casefold() for name in names}
    exact = [one for one in known if one.key.casefold() in wanted]
    if len(exact) == len(wanted):
        return exact
    return [one for one in known if wanted & _names_of(one)]


def _names_of(source: Source) -> set[str]:
    from corpus.registry.municipalities import municipality_named

    host = source.key.rpartition("/")[2]
    found = municipality_named(source.municipality or source.name)
    names = (source.key, source.name, source.municipality, host, found.name_sv if found else "")
    return {name.casefold() for name in names if name}


def _row(source: Source, granted: Grant | None, own: frozenset[str]) -> dict[str, Any]:
    from corpus.permissions import needs_permission

    asked = "needed" if needs_permission(source) else "none"
    return {
        "source": source.key,
        "municipality": source.municipality,
        "name": source.name,
        "platform": source.platform,
        "base_url": source.base_url,
        "valid_from": source.valid_from and source.valid_from.isoformat(),
        "valid_to": source.valid_to and source.valid_to.isoformat(),
        "permission": "given" if granted else asked,
        "granted_by": granted and granted.granted_by,
        "granted_on": granted and granted.granted_on.isoformat(),
        "reference": granted and granted.reference,
        "origin": "library" if source.key in own else "registry",
        "note": source.note,
    }


def _verdict(source: Source, granted: dict[str, Grant]) -> Row:
    from corpus.permissions import needs_permission, why_not
    from ingest.platforms import adapters

    given = granted.get(source.key)
    reason = why_not(source, given, adapters())
    if reason is not None:
        return {"may_be_fetched": "no", "why": reason}
    if given is not None:
        said = f"permitted by {given.granted_by}, {given.granted_on}, {given.reference}"
    else:
        said = "no permission is needed; robots.txt is asked at each crawl"
    assert given is not None or not needs_permission(source)
    return {"may_be_fetched": "yes", "why": said}


COMMANDS = (sources,)
