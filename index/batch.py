"""Many questions at once: a matrix of questions by municipalities."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import TextIO

from corpus.database import Library
from index.matches import counted, matches
from index.places import place
from index.query import QueryError
from index.values import name_key

_MOST = 10_000
_MOST_HINTS = 20  # questions of which it is told what they may have meant: each looks through all words


class BatchError(Exception):
    """A file of questions cannot be read. One line: what, where, what to do."""


class Cell(StrEnum):
    """What a cell of the matrix tells of the items found."""

    COUNT = "count"
    NEWEST = "newest"  # the date of the newest
    ITEM = "item"  # the id of the newest


@dataclass(frozen=True)
class Asked:
    """A question of a batch, the name it goes by, which is the question itself if it has none, its line."""

    name: str
    query: str
    line: int = 0


@dataclass(frozen=True)
class Answer:
    """A row of the matrix: how many items match in all, and a cell a municipality; None is none.

    ``unknown`` says of the first questions that find nothing which of their names the library does not have.
    """

    name: str
    query: str
    total: int
    cells: Mapping[str, int | str | None]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unread:
    """A question that cannot be read, and why, in one line."""

    asked: Asked
    why: str


def read_questions(stream: TextIO) -> list[Asked]:
    """The questions of a CSV file with a column ``query`` and perhaps one ``name``. Raises BatchError."""
    head = stream.readline()
    between = max(",;\t", key=head.count)  # Excel in Finnish writes semicolons
    try:
        return _questions(csv.DictReader(chain([head], stream), delimiter=between, strict=True))
    except csv.Error as error:
        what = str(error).replace("unexpected end of data", "a quote that is not closed")
        raise BatchError(f"not CSV ({what}): save it as CSV UTF-8, quotes within a cell doubled") from error


def _questions(reader: csv.DictReader[str]) -> list[Asked]:
    headings = {(heading or "").strip().casefold(): heading for heading in reader.fieldnames or ()}
    if "query" not in headings:
        found = ", ".join(filter(None, headings)) or "none"
        raise BatchError(f'no column "query" (there are: {found}): write query in the first line')
    asked = []
    for row in reader:
        if None in row:
            raise BatchError(
                f"line {reader.line_num}: more cells than headings: put a cell with a comma in quotes"
            )
        query = (row.get(headings["query"]) or "").strip()
        if query:
            name = (row.get(headings["name"]) or "").strip() if "name" in headings else ""
            asked.append(Asked(name or query, query, reader.line_num))
    if not asked:
        raise BatchError('no questions: write one a line under "query"')
    if len(asked) > _MOST:
        raise BatchError(f"{len(asked)} questions: at most {_MOST} at once")
    return asked


def matrix(
    library: Library,
    asked: Iterable[Asked],
    municipalities: Sequence[str] = (),
    options: Mapping[str, str | Iterable[str]] | None = None,
    cell: Cell = Cell.COUNT,
) -> tuple[list[Answer], list[Unread]]:
    """The answers to questions by municipality: those given, or all of the library by name.

    ``options`` narrow every question. A question that cannot be read costs its own row only. Raises
    IndexFailure, LibraryError.
    """
    everywhere = _municipalities(library)
    columns = [_known_as(name, everywhere) for name in municipalities] or sorted(everywhere)
    answers: list[Answer] = []
    unread: list[Unread] = []
    hints = _MOST_HINTS
    for question in asked:
        try:
            found = matches(library, question.query, options, hints=hints > 0)
        except QueryError as error:
            unread.append(Unread(question, str(error)))
            continue
        ids = found.ids
        hints -= not ids
        held = _cells(library, ids, cell)
        cells: dict[str, int | str | None] = {name: held.get(name) for name in columns}
        if cell is Cell.COUNT:
            cells = {name: value or 0 for name, value in cells.items()}
        answers.append(Answer(question.name, question.query, len(ids), cells, found.unknown))
    return answers, unread


def unknown_municipalities(library: Library, names: Iterable[str]) -> list[str]:
    """A line for each of these that the library has nothing of."""
    everywhere = _municipalities(library)
    lines = []
    for name in names:
        if _known_as(name, everywhere) not in everywhere:
            close = difflib.get_close_matches(name, everywhere, n=3, cutoff=0.7)
            hint = f"; did you mean {' or '.join(close)}?" if close else ""
            lines.append(f'no municipality "{name}" in this library{hint}')
    return lines


_OF = "coalesce(items.municipality, documents.municipality)"


def _cells(library: Library, ids: Sequence[str], cell: Cell) -> dict[str, int | str]:
    """By municipality; of several items the newest, by date, § and id."""
    if cell is Cell.COUNT:
        rows = counted(library, ids, f"{_OF}, count(*)", "GROUP BY 1")
        return {str(name): int(str(number)) for name, number in rows if name is not None}
    order = "ORDER BY items.meeting_date, items.section DESC, items.id DESC"
    rows = counted(library, ids, f"{_OF}, items.meeting_date, items.id", order)
    return {
        str(name): str(item_id if cell is Cell.ITEM else day)
        for name, day, item_id in rows
        if name is not None and (day is not None or cell is Cell.ITEM)
    }


def _municipalities(library: Library) -> set[str]:
    rows = library.connection.execute(
        f"SELECT DISTINCT {_OF} FROM items JOIN documents ON documents.id = document_id WHERE items.live"
    )
    return {str(row[0]) for row in rows if row[0] is not None}


def _known_as(name: str, everywhere: Iterable[str]) -> str:
    """A municipality's name as the library has it, whichever of its names or its code is given."""
    wanted = name_key(name)
    for known in everywhere:
        if wanted in map(name_key, place(known).names):
            return known
    return name
