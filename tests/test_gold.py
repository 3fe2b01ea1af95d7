"""The gold set is whole: every document has its key, every quote stands where the key says."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter, defaultdict
from decimal import Decimal
from itertools import combinations
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from corpus.gold import PARTS, ROOT, gold_files, gold_key, gold_text, visible_text
from corpus.gold.build import build, unique
from corpus.gold.marks import unmarked, value_of
from corpus.records import Kind, MoneyKind, Outcome, ParticipationStatus, Per, Role, Vat, plain_decimal

KEYS = {part: gold_key(part) for part in PARTS}
LINES = [line for lines in KEYS.values() for line in lines]
OPEN = KEYS["open"]
FACTS = ("diary_numbers", "cited_diary_numbers", "people", "money", "participations")
SINGLE = ("title", "organ", "meeting_date", "section", "decision")
HARD = [
    case
    for cases in tomllib.loads((ROOT / "hard_cases.toml").read_text(encoding="utf-8")).values()
    for case in cases
]


def label(line: dict[str, Any]) -> str:
    return f"{line['file'].rpartition('/')[2]} § {line['section']}"


def is_item(line: dict[str, Any]) -> bool:
    return not line["distractor"] and (line["section"] is not None or line["kind"] in ("item", "agenda"))


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    encodings = {line["file"]: line["encoding"] for line in LINES}
    return {file: gold_text(ROOT / file, encoding) for file, encoding in encodings.items()}


@pytest.mark.parametrize("part", PARTS)
def test_files_and_key_lines_belong_together(part: str) -> None:
    files = {path.relative_to(ROOT).as_posix() for path in gold_files(part)}
    assert files == {line["file"] for line in KEYS[part]}


def test_an_unknown_part_is_an_error() -> None:
    with pytest.raises(ValueError, match="third"):
        gold_files("third")
    with pytest.raises(ValueError, match="third"):
        gold_key("third")


def test_the_open_part_is_large_enough() -> None:
    assert sum(is_item(line) for line in OPEN) >= 135
    assert len({line["file"] for line in OPEN if line["whole_page"]}) >= 20
    assert sum(is_item(line) and line["language"] == "sv" for line in OPEN) >= 20
    assert sum(line["distractor"] for line in OPEN) >= 15
    assert len({line["place"] for line in OPEN}) >= 27


def test_no_two_parts_share_a_municipality() -> None:
    places = {part: {line["place"] for line in lines} for part, lines in KEYS.items()}
    for one, other in combinations(PARTS, 2):
        assert not places[one] & places[other], (one, other)


# the least each fresh part has: single items, whole meetings, distractors, municipalities; items in Swedish,
# with a network, with money, without a decision; facts of money and of people, decisions, votes
SIZES = {
    "fresh": (60, 6, 4, 15, 12, 30, 15, 5, 60, 150, 60, 10),
    "fresh_b": (60, 3, 4, 15, 12, 30, 15, 12, 60, 150, 60, 10),
    "fresh_c": (50, 3, 4, 14, 10, 16, 15, 10, 55, 130, 50, 8),
    "fresh_d": (45, 3, 3, 13, 9, 16, 15, 9, 50, 120, 45, 7),
    "fresh_e": (45, 2, 3, 12, 9, 18, 45, 1, 130, 140, 55, 7),
    "fresh_f": (46, 3, 4, 12, 9, 18, 50, 1, 160, 150, 60, 9),
    "fresh_g": (46, 3, 4, 10, 9, 18, 50, 1, 160, 150, 60, 9),
    "fresh_h": (46, 3, 4, 10, 9, 18, 50, 1, 160, 150, 60, 9),
}


def test_every_fresh_part_has_its_least_size() -> None:
    assert set(SIZES) == {part for part in PARTS if part.startswith("fresh")}


@pytest.mark.parametrize(("part", "least"), SIZES.items())
def test_a_fresh_part_is_large_enough(part: str, least: tuple[int, ...]) -> None:
    lines = KEYS[part]
    if not lines:
        return
    items = [line for line in lines if is_item(line)]
    decisions = [line["decision"] for line in lines if line["decision"]]
    sizes = (
        len({line["file"] for line in items if line["kind"] != "minutes"}),
        len({line["file"] for line in items if line["kind"] == "minutes"}),
        sum(line["distractor"] for line in lines),
        len({line["place"] for line in lines}),
        sum(line["language"] == "sv" for line in items),
        sum(bool(line["participations"]) for line in items),
        sum(bool(line["money"]) for line in items),
        sum(line["decision"] is None for line in items),
        sum(len(line["money"]) for line in lines),
        sum(len(line["people"]) for line in lines),
        len(decisions),
        sum(decision["votes"] is not None for decision in decisions),
    )
    assert all(size >= wanted for size, wanted in zip(sizes, least, strict=True)), sizes
    assert {decision["outcome"] for decision in decisions} == set(Outcome)
    assert {status for line in items for status in map(itemgetter("status"), line["participations"])} == set(
        ParticipationStatus
    )
    assert {line["platform"] for line in lines} == {line["platform"] for line in OPEN}


@pytest.mark.parametrize("case", HARD)
def test_each_hard_case_stands_in_two_documents(case: str) -> None:
    assert len({line["file"] for line in OPEN if case in line["hard"]}) >= 2


def test_only_known_hard_cases_are_named() -> None:
    assert {case for line in OPEN for case in line["hard"]} <= set(HARD)


@pytest.mark.parametrize("line", LINES, ids=label)
def test_line_keeps_to_the_records(line: dict[str, Any]) -> None:
    Kind(line["kind"])
    assert line["language"] in {"fi", "sv"}
    for person in line["people"]:
        assert set(person) == {"name", "title", "role"}
        Role(person["role"])
        assert person["name"] or person["title"]
        assert person["title"] is None or person["title"] == person["title"].lower()
    for money in line["money"]:
        assert set(money) == {"amount", "per", "vat", "kind"}
        assert money["amount"] == plain_decimal(Decimal(money["amount"]))
        Per(money["per"]), Vat(money["vat"]), MoneyKind(money["kind"])
    for participation in line["participations"]:
        assert set(participation) == {"municipality", "network", "season", "status"}
        ParticipationStatus(participation["status"])
    if decision := line["decision"]:
        assert set(decision) == {"outcome", "unanimous", "votes"}
        Outcome(decision["outcome"])
        assert decision["votes"] is None or set(decision["votes"]) == {"for", "against", "blank", "absent"}
        assert decision["votes"] is None or decision["unanimous"] is False
    assert line["title"] or line["kind"] != "officeholder-decision"


@pytest.mark.parametrize("line", [line for line in LINES if line["distractor"]], ids=label)
def test_a_distractor_has_no_facts(line: dict[str, Any]) -> None:
    assert not any(line[name] for name in (*FACTS, "section", "decision"))


@pytest.mark.parametrize("line", LINES, ids=label)
def test_every_quote_is_at_its_span(line: dict[str, Any], texts: dict[str, str]) -> None:
    text = texts[line["file"]]
    for annotation in line["annotations"]:
        quote = annotation["quote"]
        assert quote.strip()
        if "start" in annotation:
            assert text[annotation["start"] : annotation["end"]] == quote
            assert quote == quote.strip()
        else:
            assert text.count(quote) == 1
            assert annotation["text"] in quote


@pytest.mark.parametrize("line", LINES, ids=label)
def test_every_fact_of_the_key_is_annotated(line: dict[str, Any]) -> None:
    said: dict[str, list[Any]] = defaultdict(list)
    for annotation in line["annotations"]:
        said[annotation["field"]].append(annotation["value"])
    for name in FACTS:
        for fact in line[name]:
            assert any(_says(value, fact) for value in said[name]), (name, fact)
    for name in SINGLE:
        assert all(value == line[name] for value in said[name])


def _says(value: Any, fact: Any) -> bool:
    return value == fact if isinstance(fact, str) else all(value.get(key) == fact[key] for key in fact)


@pytest.mark.parametrize("line", LINES, ids=label)
def test_numbers_of_the_key_stand_in_their_quotes(line: dict[str, Any]) -> None:
    """A slip of the annotator's pen: a section, year or running number that the words do not hold."""
    for annotation in line["annotations"]:
        words = "".join(annotation.get("text", annotation["quote"]).split())
        if annotation["field"] == "section":
            assert str(annotation["value"]) in words
        elif annotation["field"] in ("diary_numbers", "cited_diary_numbers"):
            assert re.sub(r"\W", "", annotation["value"]) in re.sub(r"\W", "", words)
        elif annotation["field"] == "meeting_date":
            assert annotation["value"][:4] in words
        elif annotation["field"] == "money":
            digits = [digit for digit in annotation["value"]["amount"] if digit in "123456789"]
            assert not Counter(digits[:2]) - Counter(words) or not any(c.isdigit() for c in words)


def test_sections_of_a_meeting_are_unique() -> None:
    seen = Counter((line["file"], line["section"]) for line in LINES if line["section"] is not None)
    assert max(seen.values()) == 1


@pytest.mark.parametrize(
    ("source", "text", "values"),
    [
        ("[[s|§ 12]] [[t|Otsikko]]", "§ 12 Otsikko", [12, "Otsikko"]),
        ("[[o|TEKNINEN LAUTAKUNTA]]", "TEKNINEN LAUTAKUNTA", ["Tekninen lautakunta"]),
        ("[[dt|04.06.2013]]", "04.06.2013", ["2013-06-04"]),
        ("[[d|KH 88 /2012]]", "KH 88 /2012", ["KH88/2012"]),
        (
            "[[x amended;3-4|Muutettiin [[m 5;once;unknown;price|5 €]]]]",
            "Muutettiin 5 €",
            [
                {
                    "outcome": "amended",
                    "unanimous": False,
                    "votes": {"for": 3, "against": 4, "blank": None, "absent": None},
                },
                {"amount": "5", "per": "once", "vat": "unknown", "kind": "price", "text": "5 €"},
            ],
        ),
        (
            "[[p member+dissenter;;;l=19:45|Aino{nbsp}Ala]]",
            "Aino\u00a0Ala",
            [
                [
                    {"name": "Aino Ala", "title": None, "left": "19:45", "role": r}
                    for r in ("member", "dissenter")
                ]
            ],
        ),
        (
            "[[n USO;;left|eroaa]]",
            "eroaa",
            [{"municipality": "Kunta", "network": "USO", "season": None, "status": "left"}],
        ),
    ],
)
def test_marks(source: str, text: str, values: list[Any]) -> None:
    marked = unmarked(source)
    assert marked.text == text
    assert [value_of(mark, text[mark.start : mark.end], "Kunta") for mark in marked.marks] == values


@pytest.mark.parametrize("source", ["[[t|auki", "kiinni]]", "[[t|a]] ]]"])
def test_broken_marks_are_refused(source: str) -> None:
    with pytest.raises(ValueError, match="closed"):
        unmarked(source)


def test_a_quote_grows_until_it_is_unique() -> None:
    assert unique("Anna Oja esitti. Anna Oja poistui.", "Anna Oja", 17) == "Anna Oja poistui."
    with pytest.raises(ValueError, match="not seen"):
        unique("Anna Oja", "Esa", 0)


def test_visible_text_of_html() -> None:
    page = "<title>x</title><style>p{}</style><p>1,6&nbsp;<b>eu</b>roa<!-- y --></p><p>§&shy; 2<br>x</p>"
    assert visible_text(page) == "1,6 euroa § 2 x"


@pytest.mark.parametrize("part", PARTS)
def test_key_and_documents_are_what_the_sources_give(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = "sources" if part == "open" else f"sources_{part}"
    if not (ROOT / folder).is_dir():
        assert not KEYS[part]
        return
    (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.setattr("corpus.gold.ROOT", tmp_path)
    monkeypatch.setattr("corpus.gold.build.ROOT", tmp_path)
    assert build(part) == len(KEYS[part])
    built = (tmp_path / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in built] == KEYS[part]
