"""What every command has: the library and output options, exit codes, errors in one clear line."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from corpus.database import Library
    from terminal.output import Format, Row, View
    from terminal.report import Table

OK, NOTHING, USAGE, UNREADABLE, LIBRARY, INTERRUPTED = 0, 1, 2, 3, 4, 130
EXIT_CODES = """\b
Exit codes:
  0    done
  1    nothing found; verify: a misplaced quote; evaluate: F1 below the floor; coverage: a person is needed
  2    wrong usage, or a query that cannot be read
  3    some of the input could not be read; the rest was
  4    the library cannot be used
  130  interrupted"""

Command = TypeVar("Command", bound=Callable[..., Any])
Thing = TypeVar("Thing")


class Door(click.Group):
    """The group of commands; turns every expected error into one line and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the program's text, which is that of use."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """As click's; that whoever reads our output has had enough of it is no error."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return OK
        return code

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """As click's, but that the commands' return values are the exit codes."""
        _utf8()
        try:
            code = super().main(args, *rest, **{"prog_name": "pykala", **extra, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            code = USAGE
        except click.UsageError as error:
            path = error.ctx.command_path if error.ctx else "pykala"
            message = error.format_message()
            end = "" if message.endswith((".", "?")) else "."
            if isinstance(error, click.NoSuchOption) and _asks(error.ctx):
                end += " At a question's beginning write NOT for a minus, or put -- before the question."
            code = complain(f"{message}{end} See `{path} --help`.", USAGE)
        except click.ClickException as error:
            code = complain(error.format_message(), error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            code = complain("interrupted", INTERRUPTED)
        except Exception as error:
            known = _known_error(error) or _of_the_terminal(error, sys.argv[1:] if args is None else args)
            if known is None:
                raise
            code = complain(*known)
        sys.exit(code if isinstance(code, int) else OK)


def _asks(context: click.Context | None) -> bool:
    """Whether the command takes a question."""
    return context is not None and any(option.name == "query" for option in context.command.params)


def _known_error(error: Exception) -> tuple[str, int] | None:
    """The line and exit code of an error the program foresees."""
    from corpus.archive import ArchiveError
    from corpus.connection import LibraryError, library_error
    from corpus.watches import WatchError
    from index.engines import IndexFailure
    from index.query import QueryError
    from terminal.output import OutputError

    if isinstance(error, (LibraryError, ArchiveError, IndexFailure)):
        return str(error), USAGE if isinstance(error, WatchError) else LIBRARY
    if isinstance(error, (OutputError, QueryError)):
        return str(error), USAGE
    if isinstance(error, sqlite3.Error):
        return str(library_error(str(error), library_folder())), LIBRARY
    crew = sys.modules.get("ingest.crew")  # not imported for the sake of its errors
    if crew is not None and isinstance(error, crew.WorkersError):
        return str(error), UNREADABLE
    return None


def _of_the_terminal(error: Exception, args: Sequence[str]) -> tuple[str, int] | None:
    """The same of an error that comes of what is around the program: its arguments' bytes, its output."""
    if isinstance(error, UnicodeEncodeError) and any(_NOT_TEXT.search(word) for word in args):
        return "an argument is not UTF-8 text: write it anew, or set the terminal to UTF-8", USAGE
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left would fail again
        return f"cannot write: {error.strerror}; make room, or write elsewhere", USAGE
    return None


_NOT_TEXT = re.compile("[\ud800-\udfff]")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)


def complain(line: str, code: int) -> int:
    from terminal.output import clean

    over = "\r\x1b[K" if sys.stderr.isatty() else ""  # a progress bar may stand in the line
    click.echo(f"{over}pykala: {clean(line)}", err=True)
    return code


def _utf8() -> None:
    """Finnish text on any terminal or pipe. Without one (``>&-``) results fail and remarks are lost."""
    if sys.stdout is None:
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(encoding="utf-8", errors="replace")


def remember_library(folder: Path) -> None:
    """Use this library in what follows."""
    click.get_current_context().find_root().meta["library"] = folder


def _library_given(context: click.Context, option: click.Parameter, folder: Path | None) -> None:
    if folder is None:
        return
    meta = context.find_root().meta
    meta["library"] = folder
    if context.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE:
        meta["named library"] = folder


def named_library() -> Path | None:
    """The library the command line names, the environment aside."""
    folder = click.get_current_context().find_root().meta.get("named library")
    return folder if isinstance(folder, Path) else None


def library_option(**extra: Any) -> Callable[[Command], Command]:
    return click.option(
        "--library",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        expose_value=False,
        callback=_library_given,
        help="The library's folder (else PYKALA_LIBRARY, else your user data folder).",
        **extra,
    )


def _columns_given(context: click.Context, option: click.Parameter, names: str | None) -> None:
    if names is not None:
        context.meta["columns"] = tuple(name.strip() for name in names.split(",") if name.strip())


def output_options(command: Command) -> Command:
    command = click.option(
        "--columns",
        metavar="NAMES",
        expose_value=False,
        callback=_columns_given,
        help="Only these columns, in this order, with commas between them: id,title,fee.amount.",
    )(command)
    command = click.option(
        "--output",
        "-o",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write to a file; its name tells the format unless --format does.",
    )(command)
    return click.option(
        "--format",
        "-f",
        "shape",
        type=click.Choice(["table", "json", "jsonl", "csv", "html", "xlsx", "parquet"]),
        help="Default: table. xlsx and parquet need --output.",
    )(command)


def workers_option(command: Command) -> Command:
    return click.option(
        "--workers",
        type=click.IntRange(0, 256),
        metavar="N",
        help="How many processes read, a document each (default: the cores; 0: read in this one, unlimited).",
    )(command)


def lacks_model(name: str | None) -> bool:
    """Whether there is no such model as was asked for, which is then said."""
    if name is None:
        return False
    from ingest.model import is_there

    if not is_there(name):
        complain(f"no such spaCy model: {name}: install its package, or name its folder", USAGE)
        return True
    return False


def model_option(command: Command) -> Command:
    return click.option(
        "--model",
        metavar="NAME",
        help="A spaCy model that adds officials the rules did not see (a package or a folder).",
    )(command)


in_library = library_option()


def library_folder() -> Path:
    folder = click.get_current_context().find_root().meta.get("library")
    if isinstance(folder, Path):
        return folder
    from platformdirs import user_data_path

    return user_data_path("pykala", appauthor=False)


def redact_option(command: Command) -> Command:
    def given(context: click.Context, option: click.Parameter, wanted: bool) -> None:
        context.find_root().meta["redact"] = wanted

    return click.option(
        "--redact",
        is_flag=True,
        expose_value=False,
        callback=given,
        help="Cover names of persons who are in no official role, in whatever is printed or written.",
    )(command)


def open_library(*, create: bool = False, as_it_is: bool = False) -> Library:
    """The library; without private names if that is asked for, but not for work ``as_it_is``."""
    from corpus.database import Library

    context = click.get_current_context()
    if context.find_root().meta.get("redact") and not (create or as_it_is):
        from corpus.redaction import RedactedLibrary

        library: Library = RedactedLibrary.open(library_folder())
    else:
        library = Library.open(library_folder(), create=create)
    context.meta["opened"] = (library.id, library.revision())  # for what is written into exported files
    return library


def print_rows(rows: Iterable[Row], view: View, shape: str | None, output: Path | None) -> int:
    """Print rows; OK, or NOTHING when there were none."""
    from terminal.output import PAGES, destination, write_rows

    form = form_of(shape, output)
    if form in PAGES:
        from terminal.report import Table

        title = click.get_current_context().info_name or "pykala"
        return print_report(title, [Table("pykala", view, list(rows))], shape, output)
    rows, view = _chosen(rows, view, form)
    with destination(output) as stream:
        number = write_rows(rows, view, form, stream)
    return OK if number else NOTHING


def print_report(
    title: str,
    tables: Sequence[Table],
    shape: str | None,
    output: Path | None,
    *,
    rests_on: Callable[[], Table] | None = None,
) -> int:
    """Print tables: all of them to a page or a workbook, the first to any other form. Where there is room,
    what they rest on is told too. OK, or NOTHING when the first has no rows."""
    from terminal.output import PAGES, WORKBOOKS, Format, destination, write_rows

    form = form_of(shape, output)
    rows, view = _chosen(tables[0].rows, tables[0].view, form)
    main = replace(tables[0], rows=list(rows), view=view)
    if form not in PAGES or (form in WORKBOOKS and output is None):
        with destination(output) as stream:
            return OK if write_rows(main.rows, main.view, form, stream) else NOTHING
    from terminal.export import about, write_workbook
    from terminal.report import Report

    of_what = rests_on() if rests_on is not None and form is not Format.PARQUET else None
    report = Report(title, (main, *tables[1:]), about(), of_what)
    if form in WORKBOOKS and output is not None:
        return OK if write_workbook(report, form, output) else NOTHING
    from terminal.html_report import html_page

    page = html_page(report)
    with destination(output) as stream:
        stream.write(page)
    return OK if main.rows else NOTHING


def form_of(shape: str | None, output: Path | None) -> Format:
    """The form that the options ask for."""
    from terminal.output import Format, shape_of

    return shape_of(Format(shape) if shape else None, output)


def _chosen(rows: Iterable[Row], view: View, form: Format) -> tuple[Iterable[Row], View]:
    """The columns asked for, if any were."""
    from terminal.output import Format

    names = click.get_current_context().meta.get("columns")
    if not names:
        return rows, view
    from terminal.columns import choose

    return choose(rows, view, names, nested=form in (Format.JSON, Format.JSONL))


def note(line: str) -> None:
    """A remark for whoever watches: stderr, so that it never mixes with the output."""
    from terminal.output import clean_part

    click.echo(clean_part(line), err=True)


def progress(things: Sequence[Thing], label: str) -> Iterator[Thing]:
    """The things one by one, with a progress bar on stderr if that is a terminal."""
    yield from progress_of(things, len(things), label)


def progress_of(things: Iterable[Thing], number: int, label: str) -> Iterator[Thing]:
    """As ``progress``, for things as they come: ``number`` of them."""
    if not sys.stderr.isatty():
        yield from things
        return
    with click.progressbar(things, length=number, label=label, file=sys.stderr) as bar:
        yield from bar


@contextlib.contextmanager
def steps(number: int, label: str) -> Iterator[Callable[[], None]]:
    """What to call after each of so many steps, for a progress bar on stderr if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=number, label=label, file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def update_index(
    library: Library, *, if_needed: bool = True, engine: str | None = None, url: str | None = None
) -> int | None:
    """Bring the search index up to date; how many items it holds, None when it was."""
    from index.search import reindex

    if not sys.stderr.isatty():
        return reindex(library, if_needed=if_needed, engine=engine, url=url)
    total = library.counts()["items"]
    with click.progressbar(length=total, label="Indexing", file=sys.stderr) as bar:
        return reindex(
            library,
            if_needed=if_needed,
            engine=engine,
            url=url,
            progress=lambda done: bar.update(done - bar.pos),
        )
