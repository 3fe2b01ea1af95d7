"""The real PDFs of Oulu and Vantaa: what somebody who looked at their pages wrote down of them.

``real_pdf_answers.json`` was written from the drawn pages. Texts are told by their first and last words;
``beside`` is material beside the attachments, ``others`` the roles of people who do not present.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.records import Item, Reading, SectionRole
from ingest.pipeline import read_file

ANSWERS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "readers" / "real_pdf_answers.json").read_text(encoding="utf-8")
)
by_file = pytest.mark.parametrize("said", ANSWERS, ids=[said["file"] for said in ANSWERS])

_READ: dict[str, Reading] = {}


def item_of(shared: Path, said: dict[str, Any]) -> Item:
    if said["file"] not in _READ:
        _READ[said["file"]] = read_file(shared / "real" / said["file"])
    (item,) = _READ[said["file"]].items
    return item


def within(text: str | None, ends: Sequence[str]) -> bool:
    words = " ".join((text or "").split())
    return words.startswith(ends[0]) and words.endswith(ends[1])


@by_file
def test_what_it_is(shared: Path, said: dict[str, Any]) -> None:
    item = item_of(shared, said)
    date = item.meeting_date.isoformat() if item.meeting_date else None
    assert len(_READ[said["file"]].pages) == said["pages"]
    assert (item.municipality, item.organ, date, item.section) == (
        said["municipality"],
        said["organ"],
        said["date"],
        said["section"],
    )
    assert within(item.title, said["title"])
    assert [number.written for number in item.diary_numbers] == said["diary"]
    assert [
        [handling.organ, handling.meeting_date and handling.meeting_date.isoformat(), handling.section]
        for handling in item.handlings
    ] == said["handlings"]


@by_file
def test_who_takes_part(shared: Path, said: dict[str, Any]) -> None:
    people = item_of(shared, said).people
    presenters = [[person.name, person.title] for person in people if person.role == "presenter"]
    assert presenters == ([said["presenter"]] if said["presenter"] else [])
    assert [person.role for person in people if person.role != "presenter"] == said["others"]


@by_file
def test_what_was_proposed_and_decided(shared: Path, said: dict[str, Any]) -> None:
    item = item_of(shared, said)
    assert item.decision is not None
    assert within(item.decision.proposal, said["proposal"])
    assert within(item.decision.text, said["decision"])
    assert item.decision.outcome == said["outcome"]
    (place,) = [entry for entry in item.evidence if entry.fact == "/decision"]
    assert place.page == said["on_page"]


@by_file
def test_what_is_attached(shared: Path, said: dict[str, Any]) -> None:
    item = item_of(shared, said)
    sections = [section for section in item.sections if section.role is SectionRole.ATTACHMENTS]
    lists = [said["attachments"], *([said["beside"]] if said["beside"] else [])]
    assert len(sections) == len(lists)
    for section, entries in zip(sections, lists, strict=True):
        text = item.text[section.start : section.end].removeprefix(section.heading)
        words = " ".join(text.lstrip(":").split())
        assert within(words, [entries[0][0], entries[-1][1]])
        at = 0
        for begin, end in entries:  # each begins where the one before ends
            assert words[at:].startswith(begin)
            at = words.index(end, at) + len(end) + 1


def test_every_real_pdf_has_an_answer(shared: Path) -> None:
    real = shared / "real"
    files = {path.relative_to(real).as_posix() for path in real.rglob("*.pdf")}
    assert files == {said["file"] for said in ANSWERS}
