"""The search on the judged set: floors, and what Snowball makes of the same questions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from bench.judged import (
    NDCG_AT,
    RECALL_AT,
    Question,
    Score,
    judged_library,
    means,
    measure,
    ndcg,
    questions,
    recall,
    use_snowball,
    written_items,
)
from corpus.database import Library

KINDS = {"inflection", "compound", "name", "phrase", "filter", "swedish"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with judged_library(tmp_path_factory.mktemp("judged")) as made:
        yield made


@pytest.fixture(scope="module")
def scores(library: Library) -> list[Score]:
    return measure(library, questions())


def test_the_set_is_large_and_varied() -> None:
    asked = questions()
    assert len(asked) >= 120
    assert len({question.query for question in asked}) == len(asked)
    assert {question.kind for question in asked} == KINDS
    assert all(set(question.relevant.values()) <= {1, 2} and question.relevant for question in asked)


def test_what_is_judged_is_there(library: Library) -> None:
    known = {stored.item.id for stored in library.items()}
    assert {item.id for item in written_items()} <= known
    assert {item for question in questions() for item in question.relevant} <= known


def test_floors(scores: list[Score]) -> None:
    _, found, ordered = means(scores)["all"]
    assert found >= 0.95, f"recall@{RECALL_AT}"
    assert ordered >= 0.85, f"nDCG@{NDCG_AT}"


@pytest.mark.parametrize("kind", sorted(KINDS - {"swedish"}))
def test_no_kind_is_left_behind(scores: list[Score], kind: str) -> None:
    _, found, ordered = means(scores)[kind]
    assert found >= 0.95
    assert ordered >= 0.85


def test_base_forms_do_better_than_stems(
    library: Library, scores: list[Score], tmp_path_factory: pytest.TempPathFactory
) -> None:
    asked = questions()
    folder = tmp_path_factory.mktemp("stemmed") / "library"
    shutil.copytree(library.folder, folder, ignore=shutil.ignore_patterns("index"))
    with Library.open(folder) as copy:
        use_snowball(copy, asked)
        stemmed = means(measure(copy, asked))
    ours = means(scores)
    for kind in ("inflection", "compound"):
        assert ours[kind][1] > stemmed[kind][1] + 0.2
        assert ours[kind][2] > stemmed[kind][2] + 0.2


@pytest.mark.parametrize(
    ("case", "found", "expected"),
    [
        ("the best order", "abc", (1.0, 1.0)),
        ("the worse before the better", "cab", (1.0, 0.81)),
        ("one is missing", "ab", (2 / 3, 0.91)),
        ("nothing", "", (0.0, 0.0)),
        ("beyond what is looked at", "x" * 20 + "abc", (0.0, 0.0)),
    ],
)
def test_the_measures(case: str, found: str, expected: tuple[float, float]) -> None:
    relevant = {"a": 2, "b": 2, "c": 1}
    items = [f"{letter}{at}" if letter == "x" else letter for at, letter in enumerate(found)]
    assert (recall(items, relevant), ndcg(items, relevant)) == pytest.approx(expected, abs=0.01), case


def test_recall_asks_for_no_more_than_fits() -> None:
    relevant = dict.fromkeys(map(str, range(40)), 2)
    assert recall(map(str, range(20)), relevant) == 1.0
    assert Question("name", "x", relevant).relevant["39"] == 2
