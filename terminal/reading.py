"""The commands that read files: into the library, or straight to the output."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from terminal.frame import (
    INTERRUPTED,
    NOTHING,
    OK,
    UNREADABLE,
    USAGE,
    complain,
    in_library,
    lacks_model,
    model_option,
    note,
    open_library,
    output_options,
    print_rows,
    progress_of,
    steps,
    update_index,
    workers_option,
)

if TYPE_CHECKING:
    from corpus.database import Library
    from ingest.files import FileResult, Found
    from ingest.worker import Limits
    from terminal.output import Row

_REMARKS = 10
"""How many remarks on files are printed where no format was asked for."""


def read_into(
    library: Library,
    files: list[Found],
    results: list[FileResult],
    *,
    workers: int | None = None,
    retry: bool = False,
    model: str | None = None,
) -> None:
    """Read files; what came of them is added to ``results`` as it comes, with a line for each that failed."""
    from ingest.files import Result, ingest_files

    with steps(len(files), "Reading") as step:

        def tell(result: FileResult) -> None:
            results.append(result)
            if result.result is Result.FAILED:
                complain(result.reason or "", UNREADABLE)
            step()

        ingest_files(library, files, tell, workers=workers, retry=retry, model=model, limits=_limits(model))
    places = {file.path: place for place, file in enumerate(files)}
    results.sort(key=lambda result: places[result.path])


def _limits(model: str | None) -> Limits | None:
    from ingest.model import MEMORY_MB
    from ingest.worker import Limits

    return Limits(memory_mb=MEMORY_MB) if model else None


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--no-index", is_flag=True, help="Leave the search index as it is.")
@click.option("--retry", is_flag=True, help="Try again what could not be read before, though it is the same.")
@workers_option
@model_option
@in_library
@output_options
def ingest(
    paths: tuple[Path, ...],
    no_index: bool,
    retry: bool,
    workers: int | None,
    model: str | None,
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

    if lacks_model(model):
        return USAGE
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
            read_into(library, found, results, workers=workers, retry=retry, model=model)
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


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@workers_option
@model_option
@output_options
def extract(
    files: tuple[Path, ...], workers: int | None, model: str | None, shape: str | None, output: Path | None
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
    from ingest.files import find_files, printable, true_path, with_path
    from ingest.isolation import Job, read_all
    from ingest.model import reader_with
    from terminal.views import EXTRACT

    if lacks_model(model):
        return USAGE
    failures: list[str] = []
    jobs = [
        Job(printable(found.path.name), true_path(found.path).as_uri(), path=found.path)
        for found in find_files(files)
    ]

    def rows() -> Iterator[Row]:
        read = reader_with(model)
        with closing(read_all(jobs, workers, _limits(model), ordered=True, read=read)) as outcomes:
            for outcome in progress_of(outcomes, len(jobs), "Reading"):
                reading, path = outcome.reading, outcome.job.path
                if reading is None:
                    failures.append(with_path(str(outcome.error), path) if path else str(outcome.error))
                    complain(failures[-1], UNREADABLE)
                    continue
                yield from (contract(item, reading.document) for item in reading.items)

    code = print_rows(rows(), EXTRACT, shape, output)
    return UNREADABLE if failures else code
