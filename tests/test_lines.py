"""Lines of a document: where a paragraph begins, by blank lines or by gaps on the page."""

from __future__ import annotations

import pytest

from ingest.document import Line, Page, ReadDocument
from ingest.lines import document_lines


def placed(*tops: float) -> ReadDocument:
    """A page of lines of ten characters in type of 10 points, whose upper edges are given."""
    lines = tuple(
        Line(11 * index, 11 * index + 10, size=10.0, box=(50.0, top, 200.0, top + 10))
        for index, top in enumerate(tops)
    )
    return ReadDocument("application/pdf", "x/1", (Page(1, "\n".join(["sanoja tei"] * len(tops)), lines),))


@pytest.mark.parametrize(
    ("case", "tops", "begin"),
    [
        ("lines alike far apart", (50, 63, 76, 89), [0]),
        ("a wider gap", (50, 63, 76, 100, 113), [0, 3]),
        ("mostly paragraphs of a line", (50, 63, 76, 99, 122, 145, 168), [0, 3, 4, 5, 6]),
        ("set wide throughout", (50, 75, 100, 125), [0]),
        ("the next column", (50, 63, 76, 50, 63), [0]),
        ("close lines", (50, 58, 66, 80), [0, 3]),
    ],
)
def test_gaps_on_a_page(case: str, tops: tuple[float, ...], begin: list[int]) -> None:
    lines = document_lines(placed(*tops))
    assert [index for index, line in enumerate(lines) if line.gap] == begin


def test_blank_lines_of_a_text() -> None:
    text = "yksi\nkaksi\n\nkolme"
    spans = ((0, 4), (5, 10), (12, 17))
    page = Page(1, text, tuple(Line(start, end) for start, end in spans))
    lines = document_lines(ReadDocument("text/plain", "x/1", (page,)))
    assert [line.gap for line in lines] == [True, False, True]
