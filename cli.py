"""The commands: parse, call, print. What is heavy is imported inside the command that needs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from terminal.checking import COMMANDS as CHECKING
from terminal.coverage import COMMANDS as COVERAGE
from terminal.crawling import COMMANDS as CRAWLING
from terminal.frame import (
    EXIT_CODES,
    INTERRUPTED,
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
    progress_of,
    remember_library,
    steps,
    update_index,
    workers_option,
)
from terminal.page_images import page_image_options, write_page_image
from terminal.quality import COMMANDS as QUALITY
from terminal.reports import REPORTS
from terminal.review import COMMANDS as REVIEW
from terminal.sources import COMMANDS as SOURCES

if TYPE_CHECKING:
    from corpus.database import Library
    from ingest.files import FileResult, Found
    from terminal.output import Row


_REMARKS = 10
"""How many remarks on files are printed where no format was asked for."""


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
        _read_into(library, [Found(path) for path in sample_files()], results)
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


def _read_into(
    library: Library,
    files: list[Found],
    results: list[FileResult],
    *,
    workers: int | None = None,
    retry: bool = False,
) -> None:
    """Read files, with what came of them added to ``results`` as it comes, and a line for each that failed."""
    from ingest.files import Result, ingest_files

    with steps(len(files), "Reading") as step:

        def tell(result: FileResult) -> None:
            results.append(result)
            if result.result is Result.FAILED:
                complain(result.reason or "", UNREADABLE)
            step()

        ingest_files(library, files, tell, workers=workers, retry=retry)
    places = {file.path: place for place, file in enumerate(files)}
    results.sort(key=lambda result: places[result.path])


@pykala.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--no-index", is_flag=True, help="Leave the search index as it is.")
@click.option("--retry", is_flag=True, help="Try again what could not be read before, though it is the same.")
@workers_option
@in_library
@output_options
def ingest(
    paths: tuple[Path, ...],
    no_index: bool,
    retry: bool,
    workers: int | None,
    shape: str | None,
    output: Path | None,
) -> int:
    """Read files and folders into the library.

    PDF, Word, HTML and plain text. Folders are read with all that is in them; the library is made if need
    be. Files that are there already, unchanged, are not read again: an interrupted run goes on where it
    stopped. Each file is read in a process of its own, within limits of time and memory: a file that is
    too much for it is told in a line, and not tried again until it or pykala changes.

    \b
    Examples:
      pykala ingest minutes/
      pykala ingest meeting-12.pdf meeting-13.html
      pykala --library town.library ingest minutes/ --format csv --output what-was-read.csv
    """
    from ingest.files import Result, find_files, printable
    from terminal.views import INGEST

    missing = [path for path in paths if not path.exists()]
    for path in missing:
        complain(f"no such file or folder: {path}: check the path", UNREADABLE)
    found = list(find_files(path for path in paths if path.exists()))
    results: list[FileResult] = []
    if not found:
        if missing:
            return UNREADABLE
        return complain(f"nothing to read: {paths[0]}: there are no files in it", NOTHING)
    with open_library(create=True) as library:
        try:
            _read_into(library, found, results, workers=workers, retry=retry)
        except KeyboardInterrupt:
            done = f"{len(results)} of {len(found)} files are done and stored"
            return complain(f"interrupted: {done}: run the same command again to go on", INTERRUPTED)
        if not no_index:
            update_index(library)
    rows = [
        {"file": printable(one.path), "result": one.result.value, "items": one.items, "reason": one.reason}
        for one in results
    ]
    if shape or output:
        print_rows(rows, INGEST, shape, output)
    else:
        counted = {result: sum(one.result is result for one in results) for result in Result}
        kinds = ", ".join(f"{number} {result.value}" for result, number in counted.items() if number)
        items = sum(one.items for one in results)
        click.echo(f"{len(results)} files: {kinds}; {items} items read into {library.folder}")
        remarks = [one for one in results if one.reason and one.result is not Result.FAILED]
        for one in remarks[:_REMARKS]:
            note(f"{printable(one.path)}: {one.reason}")
        if len(remarks) > _REMARKS:
            note(f"… and {len(remarks) - _REMARKS} more remarks")
    return UNREADABLE if missing or any(one.result is Result.FAILED for one in results) else OK


for command in CRAWLING:
    pykala.add_command(command)


@pykala.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@workers_option
@output_options
def extract(
    files: tuple[Path, ...], workers: int | None, shape: str | None, output: Path | None
) -> int:
    """Print what files say, without a library.

    One item (§) a line; a document that is no minutes is one line too.

    \b
    Examples:
      pykala extract minutes.pdf
      pykala extract minutes/*.html --format jsonl
      pykala extract minutes.pdf --output minutes.csv
    """
    from contextlib import closing

    from corpus.records import contract
    from ingest.files import find_files, printable, with_path
    from ingest.isolation import Job, read_all
    from terminal.views import EXTRACT

    failures: list[str] = []
    jobs = [
        Job(printable(found.path.name), found.path.resolve().as_uri(), path=found.path)
        for found in find_files(files)
    ]

    def rows() -> Iterator[Row]:
        with closing(read_all(jobs, workers, ordered=True)) as outcomes:
            for outcome in progress_of(outcomes, len(jobs), "Reading"):
                reading, path = outcome.reading, outcome.job.path
                if reading is None:
                    failures.append(with_path(str(outcome.error), path) if path else str(outcome.error))
                    complain(failures[-1], UNREADABLE)
                    continue
                yield from (contract(item, reading.document) for item in reading.items)

    code = print_rows(rows(), EXTRACT, shape, output)
    return UNREADABLE if failures else code


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


for command in (*REPORTS, *COVERAGE, *SOURCES, *REVIEW, *QUALITY):
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
