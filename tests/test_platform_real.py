"""Every real page parses through its adapter and gives the reviewed counts and facts (real_answers.json)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ingest.platforms import About, Links, Page, ahjo, casem_api
from ingest.platforms.adapter import adapter_for
from tests.platform_pages import EXAMPLES

ANSWERS: list[dict[str, Any]] = json.loads((EXAMPLES / "real_answers.json").read_text(encoding="utf-8"))
GROUPS = ("bodies", "meetings", "items", "attachments", "more")


def _page(shared: Path, said: dict[str, Any]) -> Page:
    return Page(said["url"], body=(shared / "real" / said["file"]).read_bytes())


def _facts(links: Links) -> dict[str, Any]:
    about = links.about
    sections = [item.section for item in links.items if item.section is not None]
    ends = (links.meetings[0], links.meetings[-1]) if links.meetings else ()
    said = {
        "organ": about.organ,
        "date": about.date and about.date.isoformat(),
        "kind": about.kind and about.kind.value,
        "section": about.section,
        "number": about.number,
        "bodies": [links.bodies[0].organ, links.bodies[-1].organ] if links.bodies else None,
        "meetings": [f"{m.date} {m.kind or '-'} {m.organ or '-'} {m.number or '-'}" for m in ends] or None,
        "minutes": sum(meeting.kind == "minutes" for meeting in links.meetings) if links.meetings else None,
        "sections": [sections[0], sections[-1], len(sections)] if sections else None,
        "roles": dict(sorted(Counter(file.role.value for file in links.attachments).items())) or None,
    }
    return {key: value for key, value in said.items() if value is not None}


@pytest.mark.parametrize("said", ANSWERS, ids=[said["file"] for said in ANSWERS])
def test_real_page(shared: Path, said: dict[str, Any]) -> None:
    page, adapter = _page(shared, said), adapter_for(said["platform"])
    links = adapter.links(page)
    assert {group: len(getattr(links, group)) for group in GROUPS} == said["counts"]
    lie = adapter.lies(page)
    assert (lie and lie.partition(":")[0]) == said.get("lie")
    expected = {
        key: value for key, value in said["facts"].items() if key not in ("case", "composition", "documents")
    }
    assert _facts(links) == expected
    assert len(adapter.documents(page, About())) == said["facts"].get("documents", 0)


@pytest.mark.parametrize(
    "said", [one for one in ANSWERS if "case" in one["facts"]], ids=lambda said: str(said["file"])
)
def test_real_case(shared: Path, said: dict[str, Any]) -> None:
    case = casem_api.case_item(_page(shared, said))
    assert {
        "native_id": case.native_id,
        "decided": case.decided,
        "presenters": len(case.presenters),
        "preparers": len(case.preparers),
        "history": [f"{handling.date} {handling.organ}" for handling in case.history],
    } == said["facts"]["case"]
    assert all(person.title and person.email for person in (*case.presenters, *case.preparers))


@pytest.mark.parametrize(
    "said", [one for one in ANSWERS if "composition" in one["facts"]], ids=lambda said: str(said["file"])
)
def test_real_composition(shared: Path, said: dict[str, Any]) -> None:
    people = ahjo.participants(_page(shared, said))
    assert len(people) == said["facts"]["composition"]
    assert all(person.role and "null" not in (person.deputy_for or "") for person in people)


def test_every_real_page_has_an_answer(shared: Path) -> None:
    real = shared / "real"
    files = {path.relative_to(real).as_posix() for path in real.rglob("*") if path.is_file()}
    pages = {name for name in files if not name.endswith((".pdf", ".md"))}
    assert pages == {said["file"] for said in ANSWERS}
