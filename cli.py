"""The commands: parse, call, print. What is heavy is imported inside the command that needs it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from terminal.checking import COMMANDS as CHECKING
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
    remember_library,
    update_index,
)
from terminal.page_images import page_image_options, write_page_image
from terminal.purge import COMMANDS as PURGE
from terminal.quality import COMMANDS as QUALITY
from terminal.reading import extract, ingest, read_into
from terminal.reports import REPORTS
from terminal.review import COMMANDS as REVIEW
from terminal.sources import COMMANDS as SOURCES

if TYPE_CHECKING:
    from ingest.files import FileResult


@click.group(
    cls=Door,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    epilog=EXIT_CODES,
)
@library_option(envvar="PYKALA_LIBRARY")
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
    """Read the bundled sample and ask it something.

    The sample plays in invented municipalities. Its library is made in a temporary folder unless --library
    says where.

    \b
    Examples:
      pykala demo
      pykala demo --library sample.library
    """
    import tempfile

    from corpus.database import Library
    from corpus.sample import sample_files
    from ingest.files import Found

    folder = named_library() or Path(tempfile.mkdtemp(prefix="pykala-demo-"))
    click.echo(f"Reading the sample into {folder}")
    results: list[FileResult] = []
    with Library.open(folder, create=True) as library:
        read_into(library, [Found(path) for path in sample_files()], results)
        update_index(library)
    click.echo(f"{len(results)} documents, {sum(result.items for result in results)} items read\n")
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
    return UNREADABLE if any(result.result == "failed" for result in results) else OK


for command in (ingest, *CRAWLING, extract):
    pykala.add_command(command)


@pykala.command()
@click.argument("query", nargs=-1, metavar="[QUERY]…")
@click.option(
    "--municipality", "-m", multiple=True, metavar="NAME", help="Only this municipality; repeatable."
)
@click.option("--organ", multiple=True, metavar="WORDS", help="Only bodies with these words in their name.")
@click.option("--date", multiple=True, metavar="WHEN", help="2021, 2021-03, 2020..2024, >2020 …")
@click.option("--outcome", multiple=True, metavar="WORD", help="What was decided: hyväksytty, noted, …")
@click.option("--network", multiple=True, metavar="NAME", help="Only items that speak of this network.")
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance")
@click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out that many from the top.")
@click.option("--fields", is_flag=True, help="List the fields a query may name, and stop.")
@in_library
@output_options
def search(
    query: tuple[str, ...],
    sort: str,
    limit: int,
    offset: int,
    fields: bool,
    shape: str | None,
    output: Path | None,
    **options: tuple[str, ...],
) -> int:
    """Find items by words and fields.

    Words are found in any inflection. They are joined by AND; OR, NOT (or -), "phrases", =exact, prefix*
    and brackets work. Fields have Finnish, Swedish and English names: kunta:Tuusula pvm:2021 päätös:noted.

    \b
    Examples:
      pykala search kehittämisverkosto
      pykala search '"verkostojen kehittäminen" kunta:Tuusula pvm:2020..2024'
      pykala search verkosto -m Tuusula --outcome noted --sort newest
      pykala search --network USO --format csv --output uso.csv
      pykala search --fields
    """
    from terminal.output import Format, destination, shape_of, write_rows
    from terminal.views import FIELDS, HITS, field_rows, hit_row, hits_page

    if fields:
        return print_rows(field_rows(), FIELDS, shape, output)
    chosen = {name: values for name, values in options.items() if values}
    words = " ".join(query)
    if not words.strip() and not chosen:
        raise click.UsageError("nothing to search for: give words, or an option such as --municipality")

    from index.engines import Order
    from index.search import search as find

    with open_library() as library:
        results = find(library, words, chosen, limit=limit, offset=offset, sort=Order(sort))
    for line in results.notes:
        note(line)
    form = shape_of(Format(shape) if shape else None, output)
    with destination(output) as stream:
        if form is Format.TABLE:
            stream.writelines(line + "\n" for line in hits_page(results, bold=stream.isatty()))
        else:
            write_rows(map(hit_row, results.hits), HITS, form, stream)
    if not results.total:
        note(f"No items match {words or 'these options'}; try fewer words, or `pykala search --fields`.")
    return OK if results.hits else NOTHING


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
    from terminal.output import Format, destination, shape_of, write_rows
    from terminal.views import ITEMS, item_page, item_row

    with open_library() as library:
        found = library.find(item_id)
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
        else:
            write_rows([item_row(found[0], whole=True)], ITEMS, form, stream)
    return OK


for command in (*REPORTS, *COVERAGE, *SOURCES, *PURGE, *REVIEW, *QUALITY):
    pykala.add_command(command)


@pykala.command()
@click.option("--if-needed", is_flag=True, help="Only if the library changed since.")
@in_library
def reindex(if_needed: bool) -> int:
    """Make the search index anew.

    It is derived from the library and can be thrown away; `pykala search` makes it when it is missing.

    \b
    Examples:
      pykala reindex
      pykala reindex --if-needed
    """
    with open_library() as library:
        number = update_index(library, if_needed=if_needed)
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
