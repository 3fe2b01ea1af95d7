"""Every example in docs/query.md and in the field registry is a question that can be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.judged import written_items
from corpus.database import Library
from index.fields import FIELDS
from index.search import reindex, search
from tests.conftest import ROOT
from tests.index_items import store

PAGE = (ROOT / "docs" / "query.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading."""
    section = PAGE.split(f"\n{heading}\n", 1)[1].split("\n#", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[1:]]


def codes(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


FINDING = [codes(row[0])[0] for heading in ("## Words", "## Phrases") for row in rows(heading)]
FIELD_EXAMPLES = [example for row in rows("## Fields") for example in codes(row[-1])]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("page"), create=True) as made:
        for item in written_items():
            store(made, item, name=f"{item.id}.txt")
        reindex(made)
        yield made


@pytest.mark.parametrize("query", FINDING)
def test_an_example_finds_something(library: Library, query: str) -> None:
    assert search(library, query).total > 0


@pytest.mark.parametrize("query", [*FIELD_EXAMPLES, "kunta:(Oulu OR Tuusula)", "-kunta:Oulu"])
def test_an_example_of_a_field_is_understood(library: Library, query: str) -> None:
    assert search(library, query).total >= 0


def test_the_page_has_every_field_and_value() -> None:
    listed = {codes(row[0])[0].removesuffix(":") for row in rows("## Fields")}
    assert listed == {field.names["fi"][0] for field in FIELDS}
    assert set(FIELD_EXAMPLES) == {example for field in FIELDS for example in field.examples}
    for field in FIELDS:
        if field.choices:
            values = {row[0] for row in rows(f"### Values of {field.names['fi'][0]}")}
            assert values == {value for values in field.choices.values() for value in values}


def test_every_value_of_a_choice_is_understood(library: Library) -> None:
    for field in FIELDS:
        for spelling in field.choices:
            search(library, f'{field.names["fi"][0]}:"{spelling}"', limit=1)


def test_the_page_is_not_a_path(tmp_path: Path) -> None:
    assert "/home" not in PAGE
    assert str(ROOT) not in PAGE
