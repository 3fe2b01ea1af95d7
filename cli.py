"""The commands: parse, call, print. What is heavy is imported inside the command that needs it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from terminal.checking import COMMANDS as CHECKING
from terminal.citing import COMMANDS as CITING
from terminal.coverage import COMMANDS as COVERAGE
from terminal.crawling import COMMANDS as CRAWLING
from terminal.frame import (
    EXIT_CODES,
    NOTHING,
    OK,
    UNREADABLE,
    USAGE,
    Door,
    complain,
    in_library,
    library_option,
    named_library,
    note,
    open_library,
    output_options,
    print_rows,
    redact_option,
    remember_library,
    update_index,
)
from terminal.page_images import page_image_options, write_page_image
from terminal.purge import COMMANDS as PURGE
from terminal.quality import COMMANDS as QUALITY
from terminal.reading import extract, ingest
from terminal.reports import REPORTS
from terminal.review import COMMANDS as REVIEW
from terminal.searching import COMMANDS as SEARCHING
from terminal.searching import search
from terminal.sources import COMMANDS as SOURCES
from terminal.watching import COMMANDS as WATCHING
from web.command import serve

if TYPE_CHECKING:
    pass


@click.group(
    cls=Door,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    epilog=EXIT_CODES,
)
@library_option(envvar="PYKALA_LIBRARY")
@redact_option
def pykala() -> None:
    """Reads the minutes of Finnish municipalities and answers questions across them, with the sentence that
    proves each answer.

    \b
    Examples:
      pykala demo
      pykala ingest minutes/
      pykala search "kehittämisverkosto kunta:Tuusula"
      pykala participation --network USO --format csv --output uso.csv
    """


@pykala.command()
@in_library
def demo() -> int:
    """Crawl the bundled sample and ask it something.

    The sample plays in invented municipalities, whose sites are served on this machine meanwhile. Its library
    is made in a temporary folder unless --library says where.

    \b
    Examples:
      pykala demo
      pykala demo --library sample.library
    """
    import tempfile

    from terminal.demo import crawl_sample

    folder = named_library() or Path(tempfile.mkdtemp(prefix="pykala-demo-"))
    click.echo(f"Crawling the sample's sites on this machine into {folder}")
    done = crawl_sample(folder)
    asked = f"{done.requests} requests to {done.hosts} hosts"
    click.echo(f"{asked}: {done.documents} documents, {done.items} items read\n")
    context = click.get_current_context()
    remember_library(folder)
    for line, command, options in (
        (
            'search "verkosto päätös:hyväksytty" --limit 5',
            search,
            {"query": ("verkosto päätös:hyväksytty",), "limit": 5},
        ),
        ("participation", pykala.commands["participation"], {}),
    ):
        click.echo(f"$ pykala {line}\n")
        context.invoke(command, **options)
        click.echo()
    click.echo("Ask on:")
    for line in ("search kehittämisverkosto", "fees", "networks", "stats", "verify"):
        click.echo(f"  pykala --library {folder} {line}")
    click.echo("Or open it as pages, at http://127.0.0.1:8000/:")
    click.echo(f"  pykala --library {folder} serve")
    return UNREADABLE if done.problems else OK


for command in (ingest, *CRAWLING, extract):
    pykala.add_command(command)


for command in SEARCHING:
    pykala.add_command(command)


@pykala.command()
@click.argument("item_id", metavar="ITEM")
@click.option("--text", is_flag=True, help="Print the whole text too.")
@click.option("--diff", is_flag=True, help="Print what the decision changed in its proposal.")
@page_image_options
@in_library
@output_options
def show(
    item_id: str,
    text: bool,
    diff: bool,
    picture: Path | None,
    fact: str,
    shape: str | None,
    output: Path | None,
) -> int:
    """Show an item with its decision and facts.

    The decision comes first, then the proposal and the facts, each with the words that say so. ITEM is an
    item's id as other commands print it, or its beginning.

    \b
    Examples:
      pykala show tuusula/hyvinvoinnin-ja-terveyden-edistamisen-lautakunta/2021-03-02/12
      pykala show tuusula/hyv --text
      pykala show tuusula/hyv --format json
      pykala show tuusula/hyv --page-image page.png --fact /money/0
    """
    from corpus.twins import twins_of
    from terminal.output import Format, destination, shape_of, write_rows
    from terminal.views import ITEMS, item_page, item_row

    with open_library() as library:
        found = library.find(item_id)
        twins = [twin.item.id for twin in twins_of(library, found[0])] if len(found) == 1 else []
        if len(found) == 1 and picture is not None:
            return write_page_image(library, found[0], fact, picture)
    if not found:
        return complain(f"no item: {item_id}: see the ids `pykala search` prints", NOTHING)
    if len(found) > 1:
        note(f"{len(found)} items begin so; give more of the id:")
        print_rows((item_row(stored) for stored in found), ITEMS, shape, output)
        return USAGE
    form = shape_of(Format(shape) if shape else None, output)
    with destination(output) as stream:
        if form is Format.TABLE:
            stream.writelines(line + "\n" for line in item_page(found[0], text=text, diff=diff))
            stream.writelines(f"The same in the other language: {twin}\n" for twin in twins)
        else:
            write_rows(
                [item_row(found[0], whole=True) | ({"twins": twins} if twins else {})], ITEMS, form, stream
            )
    return OK


for command in (*CITING, *WATCHING, *REPORTS, *COVERAGE, serve, *SOURCES, *PURGE, *REVIEW, *QUALITY):
    pykala.add_command(command)


@pykala.command()
@click.option("--if-needed", is_flag=True, help="Only if the library changed since.")
@click.option(
    "--engine", metavar="NAME", help="whoosh, tantivy or opensearch; the library's own from then on."
)
@click.option("--url", metavar="URL", help="Where OpenSearch is; kept in the library.")
@in_library
def reindex(if_needed: bool, engine: str | None, url: str | None) -> int:
    """Make the search index anew.

    It is derived from the library and can be thrown away; `pykala search` makes it when it is missing.

    \b
    Examples:
      pykala reindex
      pykala reindex --if-needed
      pykala reindex --engine whoosh
      pykala reindex --engine opensearch --url http://127.0.0.1:9200
    """
    with open_library(as_it_is=True) as library:
        number = update_index(library, if_needed=if_needed, engine=engine, url=url)
    click.echo("the index is up to date" if number is None else f"{number} items indexed")
    return OK


for command in CHECKING:
    pykala.add_command(command)


@pykala.command()
def version() -> None:
    """Print the program's version.

    \b
    Example:
      pykala version
    """
    from importlib.metadata import version as installed

    click.echo(f"pykala {installed('pykala')}")


main = pykala

if __name__ == "__main__":
    main()
