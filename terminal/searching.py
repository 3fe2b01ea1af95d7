"""Asking the library: ``pykala search``, with facets, explanations, batches and answers as of a day."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from terminal.frame import (
    NOTHING,
    OK,
    UNREADABLE,
    USAGE,
    Command,
    complain,
    in_library,
    note,
    open_library,
    output_options,
    print_rows,
)

if TYPE_CHECKING:
    from corpus.database import Library
    from index.search import Results

_MOST_OF_A_FACET = 10
_LONG = 200  # characters of a question that are said again
Options = Mapping[str, tuple[str, ...]]


def filter_options(command: Command) -> Command:
    """The typed options of a question, by field name."""
    for names, metavar, text in (
        (("--network",), "NAME", "Only items that speak of this network."),
        (("--outcome",), "WORD", "What was decided: hyväksytty, noted, …"),
        (("--date",), "WHEN", "2021, 2021-03, 2020..2024, >2020 …"),
        (("--organ",), "WORDS", "Only bodies with these words in their name, or abbreviated: KH."),
        (("--municipality", "-m"), "NAME", "Only this municipality; repeatable."),
    ):
        command = click.option(*names, multiple=True, metavar=metavar, help=text)(command)
    return command


@click.command()
@click.argument("query", nargs=-1, metavar="[QUERY]…")
@filter_options
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance")
@click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out that many from the top.")
@click.option("--page", type=click.IntRange(1), help="This page of --limit items instead of an --offset.")
@click.option("--facets", is_flag=True, help="Count what was found by municipality, body, year, … instead.")
@click.option("--explain", is_flag=True, help="Tell of each item which of its words answer the question.")
@click.option("--as-of", metavar="DATE", help="Answer from what was known at the end of that day.")
@click.option(
    "--batch",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Ask every question of a CSV file (columns query, name): a matrix by municipality.",
)
@click.option(
    "--cell",
    type=click.Choice(["count", "newest", "item"]),
    default="count",
    help="With --batch: how many items, or the newest one's date or id.",
)
@click.option("--engine", metavar="NAME", help="Ask another engine than the library's own, this once.")
@click.option("--url", metavar="URL", help="Where OpenSearch is, if not where the library says.")
@click.option("--fields", is_flag=True, help="List the fields a query may name, and stop.")
@in_library
@output_options
def search(
    query: tuple[str, ...],
    sort: str,
    limit: int,
    offset: int,
    page: int | None,
    facets: bool,
    explain: bool,
    as_of: str | None,
    batch: Path | None,
    cell: str,
    engine: str | None,
    url: str | None,
    fields: bool,
    shape: str | None,
    output: Path | None,
    **options: tuple[str, ...],
) -> int:
    """Find items by words and fields.

    Words are found in any inflection. They are joined by AND; OR, NOT (or -), "phrases", =exact, prefix*
    and brackets work. Fields have Finnish, Swedish and English names: kunta:Tuusula pvm:2021 päätös:noted.
    Put the question in quotes: in a terminal, signs mean something of their own. All of it is told in
    docs/query.md.

    \b
    Examples:
      pykala search kehittämisverkosto
      pykala search 'avustus -koulu'
      pykala search '"verkostojen kehittäminen" kunta:Tuusula pvm:2020..2024'
      pykala search verkosto -m Tuusula --outcome noted --sort newest --page 2
      pykala search --network USO --output uso.xlsx
      pykala search verkosto --facets
      pykala search liittyminen --explain
      pykala search verkosto --as-of 2025-12-31
      pykala search --batch questions.csv --output matrix.csv
      pykala search --fields
    """
    from terminal.views import FIELDS, field_rows

    if fields:
        return print_rows(field_rows(), FIELDS, shape, output)
    chosen = {name: values for name, values in options.items() if values}
    words = " ".join(query)
    paged = [f"--{name}" for name in ("sort", "limit", "offset", "page") if _given(name)]
    if _given("cell") and batch is None:
        raise click.UsageError("--cell goes with --batch")
    if paged and (facets or batch is not None):
        raise click.UsageError(
            f"{paged[0]} goes without --facets and --batch, which look at all that matches"
        )
    if batch is not None:
        if words.strip() or facets or explain or as_of or engine or url:
            raise click.UsageError("--batch brings its own questions: it goes with filters and --cell only")
        return _batch(batch, chosen, cell, shape, output)
    if not words.strip() and not chosen:
        raise click.UsageError("nothing to search for: give words, or an option such as --municipality")
    if explain and as_of:
        raise click.UsageError("--explain reads the items as they are now: it goes without --as-of")
    if (engine or url) and (facets or as_of):
        raise click.UsageError("--engine and --url go without --facets and --as-of")
    if page is not None:
        if offset:
            raise click.UsageError("give --page or --offset, not both")
        offset = (page - 1) * limit
    if facets:
        if explain or as_of:
            raise click.UsageError("--facets goes without --explain and --as-of")
        return _facets(words, chosen, shape, output)

    with open_library() as library:
        results = _found(library, words, chosen, limit, offset, sort, as_of, engine, url)
        for line in results.notes:
            note(line)
        explained = _explained(library, words, chosen, results) if explain else None
        empty = not results.total and not library.counts()["items"]
    code = _print(results, explained, shape, output)
    if empty:
        note("There are no items in the library yet: `pykala ingest PATH` reads some.")
    elif not results.total:
        note(f"No items match {_asked(words)}; try fewer words, or `pykala search --fields`.")
    elif not results.hits:
        note(f"There are {results.total} items, and none of them as far down as {offset + 1}.")
    return code


def _given(option: str) -> bool:
    return click.get_current_context().get_parameter_source(option) is ParameterSource.COMMANDLINE


def _found(
    library: Library,
    words: str,
    options: Options,
    limit: int,
    offset: int,
    sort: str,
    as_of: str | None,
    engine: str | None,
    url: str | None,
) -> Results:
    from index.engines import Order

    if as_of is None:
        from index.search import search as find

        order = Order(sort)
        return find(library, words, options, limit=limit, offset=offset, sort=order, engine=engine, url=url)
    from index.as_of import day_of, search_as_of
    from index.values import BadValue

    try:
        day = day_of(as_of)
    except BadValue as problem:
        raise click.UsageError(f"--as-of: {problem.what}: {problem.expected}") from problem
    return search_as_of(library, day, words, options, limit=limit, offset=offset, sort=Order(sort))


def _print(
    results: Results, explained: list[dict[str, Any]] | None, shape: str | None, output: Path | None
) -> int:
    from terminal.output import Column, Format, View, destination, shape_of
    from terminal.views import HITS, folded, hit_row, hits_page

    form = shape_of(Format(shape) if shape else None, output)
    if form is Format.TABLE and "columns" not in click.get_current_context().meta:
        with destination(output) as stream:
            told = [one["told"] for one in explained] if explained is not None else None
            bold = stream.isatty() and os.environ.get("TERM") != "dumb"
            lines = hits_page(results, bold=bold, told=told)
            if stream.isatty():
                lines = folded(lines, shutil.get_terminal_size().columns)
            stream.writelines(line + "\n" for line in lines)
        return OK if results.hits else NOTHING
    rows = [hit_row(hit) for hit in results.hits]
    if explained is None:
        return print_rows(rows, HITS, shape, output)
    for row, why in zip(rows, explained, strict=True):
        row["matches"], row["filters"] = why["matches"], why["filters"]
    said = {hit.item_id: why["told"] for hit, why in zip(results.hits, explained, strict=True)}
    view = View((*HITS.table, Column("why", lambda row: said[row["id"]])))
    return print_rows(rows, view, shape, output)


def _explained(library: Library, words: str, options: Options, results: Results) -> list[dict[str, Any]]:
    """For each result its matches as rows, and the same in sentences."""
    from index.analysis import Analyser
    from index.explain import explain, filters_of, sentence
    from index.query import parse
    from index.tree import analysed
    from terminal.output import row_of

    analyser = Analyser(library)
    query = analysed(parse(words, options), analyser)
    filters = filters_of(query)
    rows = []
    for hit in results.hits:
        stored = library.item(hit.item_id)
        matched = explain(query, stored, analyser) if stored is not None else []
        told = [*map(sentence, matched), *(f"filter {line}" for line in filters)]
        rows.append({"matches": [row_of(one) for one in matched], "filters": filters, "told": told})
    return rows


def _facets(words: str, options: Options, shape: str | None, output: Path | None) -> int:
    from index.facets import facets
    from index.matches import matches
    from terminal.output import View, column, row_of

    with open_library() as library:
        found = matches(library, words, options, hints=True)
        most = None if shape not in (None, "table") or output else _MOST_OF_A_FACET
        rows = [row_of(value) for value in facets(library, found.ids, most)]
    for line in (*found.notes, *found.unknown):
        note(line)
    view = View(
        table=(
            column("facet"),
            column("value"),
            column("number", "items", right=True),
            column("query", "to narrow it", spare=True),
        ),
        csv=(column("facet"), column("value"), column("number"), column("query")),
    )
    code = print_rows(rows, view, shape, output)
    note(f"{len(found.ids)} items match {_asked(words)}.")
    return code


def _asked(words: str) -> str:
    return words if 0 < len(words) <= _LONG else f"{words[:_LONG]} …" if words else "these options"


def _batch(questions: Path, options: Options, cell: str, shape: str | None, output: Path | None) -> int:
    from index.batch import BatchError, Cell, matrix, read_questions, unknown_municipalities
    from terminal.output import Column, View, column

    towns = options.get("municipality", ())
    narrowing = {name: values for name, values in options.items() if name != "municipality"}
    try:
        with questions.open(encoding="utf-8-sig", newline="") as stream:
            asked = read_questions(stream)
        with open_library() as library:
            answers, unread = matrix(library, asked, towns, narrowing, Cell(cell))
            unknown = unknown_municipalities(library, towns)
    except OSError as error:
        return complain(f"{questions}: {error.strerror}: check the path", USAGE)
    except UnicodeDecodeError:
        return complain(f"{questions}: not UTF-8: save it as CSV UTF-8", USAGE)
    except BatchError as error:
        return complain(f"{questions}: {error}", USAGE)

    def cell_of(name: str) -> Column:
        return Column(name, lambda row: row["cells"][name], right=cell == "count")

    for one in unread:
        complain(f'{questions}, line {one.asked.line}, "{one.asked.name}": {one.why}', UNREADABLE)
    for line in [*unknown, *(f"{one.name}: {line}" for one in answers for line in one.unknown)]:
        note(line)
    if not answers:
        return USAGE
    names = list(answers[0].cells)
    rows: Iterator[dict[str, Any]] = (
        {"name": one.name, "query": one.query, "total": one.total, "cells": dict(one.cells)}
        for one in answers
    )
    shown = (column("total", right=True), *map(cell_of, names))
    view = View(table=(column("name", "question"), *shown), csv=(column("name"), column("query"), *shown))
    code = print_rows(rows, view, shape, output)
    return UNREADABLE if unread else code


COMMANDS = (search,)
