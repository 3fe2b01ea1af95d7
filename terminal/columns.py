"""The columns that ``--columns`` asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from terminal.output import Column, OutputError, Row, View, column


def choose(
    rows: Iterable[Row], view: View, names: Sequence[str], *, nested: bool
) -> tuple[Iterable[Row], View]:
    """The rows and a view of those columns alone, in that order.

    A name is a heading of the table or the CSV, case aside, or a path into the rows as JSON gives them. Where
    the output is ``nested`` (JSON), rows become flat, name to value, and paths go before headings: they give
    values as they are there. Raises OutputError for a name that is none of these.
    """
    headed = {each.title.casefold(): each for each in (*view.table, *view.csv)}
    remaining = iter(rows)
    first = next(remaining, None)
    chosen = tuple(
        column(name) if nested and first and name in first else _column(name, headed, first) for name in names
    )
    whole: Iterable[Row] = remaining if first is None else chain((first,), remaining)
    return (_flat(whole, chosen) if nested else whole), View(table=chosen, csv=chosen)


def _column(name: str, headed: dict[str, Column], first: Row | None) -> Column:
    known = headed.get(name.casefold())
    if known is not None:
        return known
    if first is None or name.split(".")[0] in first:
        return column(name)
    titles = dict.fromkeys(each.title for each in headed.values())
    raise OutputError(f"no column {name}: the columns are {', '.join(titles)}")


def _flat(rows: Iterable[Row], chosen: Sequence[Column]) -> Iterator[Row]:
    for row in rows:
        yield {each.title: each.value(row) for each in chosen}
