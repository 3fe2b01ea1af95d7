"""Many questions by municipality."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest

from corpus.database import Library
from index.batch import Answer, Asked, BatchError, Cell, matrix, read_questions
from tests.index_items import DEVELOPMENT, ITEMS, JOIN, SWEDISH, library_of


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_of(tmp_path_factory.mktemp("batch"), *ITEMS) as made:
        yield made


QUESTIONS = [Asked("verkostot", "verkosto*"), Asked("nätverk", "nätverk"), Asked("ei mitään", "lentokenttä")]


def test_a_matrix_of_numbers(library: Library) -> None:
    answers, unread = matrix(library, QUESTIONS)
    assert not unread
    assert answers == [
        Answer("verkostot", "verkosto*", 3, {"Granudden": 0, "Harjula": 1, "Koivumaa": 1}),
        Answer("nätverk", "nätverk", 1, {"Granudden": 1, "Harjula": 0, "Koivumaa": 0}),
        Answer("ei mitään", "lentokenttä", 0, {"Granudden": 0, "Harjula": 0, "Koivumaa": 0}),
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Cell.NEWEST, {"Granudden": "2023-05-15", "Harjula": "2024-10-28", "Koivumaa": "2021-03-02"}),
        (Cell.ITEM, {"Granudden": SWEDISH.id, "Harjula": JOIN.id, "Koivumaa": DEVELOPMENT.id}),
    ],
)
def test_the_newest(library: Library, cell: Cell, expected: dict[str, str]) -> None:
    (answer,), _ = matrix(library, [Asked("all", "pvm:2000..2030")], cell=cell)
    assert answer.cells == expected


def test_chosen_municipalities_in_their_order(library: Library) -> None:
    (answer,), _ = matrix(library, [Asked("x", "verkosto")], ["koivumaa", "Muualla"])
    assert list(answer.cells.items()) == [("Koivumaa", 1), ("Muualla", 0)]


def test_options_narrow_every_question(library: Library) -> None:
    answers, _ = matrix(library, QUESTIONS, options={"date": ("2021",)})
    assert [answer.total for answer in answers] == [1, 0, 0]


def test_a_question_that_cannot_be_read_costs_its_own_row(library: Library) -> None:
    broken = Asked("rikki", '"auki', 3)
    answers, (unread,) = matrix(library, [QUESTIONS[0], broken, QUESTIONS[1]])
    assert [answer.name for answer in answers] == ["verkostot", "nätverk"]
    assert unread.asked == broken
    assert unread.why.startswith("query: unclosed quote at character 1")


@pytest.mark.parametrize(
    ("case", "text", "expected"),
    [
        ("query alone", "query\nmaksu\n", [Asked("maksu", "maksu")]),
        ("a name", "name,query\nmaksut,maksu OR taksa\n", [Asked("maksut", "maksu OR taksa")]),
        ("no name on a line", "Query , NAME\nmaksu,\n", [Asked("maksu", "maksu")]),
        ("quotes", 'query\n"""yksi kaksi"" kunta:Oulu"\n', [Asked(q := '"yksi kaksi" kunta:Oulu', q)]),
        ("semicolons", "query;name\nmaksu:0,70;m\n", [Asked("m", "maksu:0,70")]),
        ("tabs", "query\tname\nmaksu, taksa\tm\n", [Asked("m", "maksu, taksa")]),
        ("empty lines", "query\n\n  \nmaksu\n", [Asked("maksu", "maksu")]),
    ],
)
def test_files_of_questions(case: str, text: str, expected: list[Asked]) -> None:
    assert [replace(one, line=0) for one in read_questions(io.StringIO(text))] == expected, case


def test_questions_know_their_lines() -> None:
    asked = read_questions(io.StringIO("query\n\nmaksu\nverkosto\n"))
    assert [one.line for one in asked] == [3, 4]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'no column "query"'),
        ("kysymys\nmaksu\n", "there are: kysymys"),
        ("query\n", "no questions"),
        ('query\n"maksu\nverkosto\n', "a quote that is not closed"),
        ('query\n"yksi kaksi" kunta:Oulu\n', "quotes within a cell doubled"),
        ("query\nmaksu:0,70\n", "line 2: more cells than headings"),
        (f"query\n{'a' * 200_000}\n", "not CSV .field larger than field limit"),
    ],
)
def test_files_without_questions(text: str, message: str) -> None:
    with pytest.raises(BatchError, match=message):
        read_questions(io.StringIO(text))
