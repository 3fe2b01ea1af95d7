"""The bundled sample is whole, and its answer key is about what the files say."""

from __future__ import annotations

import importlib.util
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from bs4 import BeautifulSoup

from corpus.records import Kind, MoneyKind, Outcome, ParticipationStatus, Per, Role, Vat
from corpus.sample import ROOT, answer_key, missing_sections, sample_files

KEY = answer_key()
NAMES = {
    *("Kuusiranta", "Haapavaara", "Lumijärvi", "Rautasalmi", "Ketunniemi", "Suvilahdenkylä", "Hopeakoski"),
    *("Vihtaniemi", "Koivuniemi", "Ylä-Saarela", "Marjakangas", "Tuulensuu"),
}
FIELDS = {
    *("file", "kind", "language", "municipality", "organ", "meeting_date", "section", "title"),
    *("diary_numbers", "cited_diary_numbers", "people", "money", "decision", "participations"),
}
NETWORKS = [
    *("USO", "KHE", "EVE", "TOK", "OMA2", "Nova Schola", "Digiverkosto", "Verkostoperuskoulu"),
    "Terve Kunta",
]
HYPHENATED = re.compile(r"(?<=\w)-\n(?=\w)")


def label(line: dict[str, Any]) -> str:
    return f"{line['file'].rpartition('/')[2]} § {line['section']}"


def squeezed(text: str) -> str:
    """Text without white space and case, to compare across line ends."""
    return "".join(text.split()).lower()


def page_text(path: Path) -> str:
    """What a person sees of a file, line ends in PDFs joined."""
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        with pdfplumber.open(path) as pdf:
            return HYPHENATED.sub("", "\n".join(page.extract_text() for page in pdf.pages))
    if suffix in (".html", ".htm"):
        return BeautifulSoup(path.read_bytes(), "lxml").get_text(" ")
    return path.read_text(encoding="utf-8")


def written(amount: str) -> set[str]:
    """How the sample's texts may write an amount of the key, white space left out."""
    forms = {amount.replace(".", ",")}
    if amount.endswith("00000"):
        forms.add(f"{int(amount) / 1_000_000:g}milj".replace(".", ","))
    return forms | ({"kuusimiljoonaa"} if amount == "6000000" else set())


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {path.relative_to(ROOT).as_posix(): squeezed(page_text(path)) for path in sample_files()}


def test_files_and_key_lines_belong_together() -> None:
    files = {path.relative_to(ROOT).as_posix() for path in sample_files()}
    assert files == {line["file"] for line in KEY}


def test_size() -> None:
    meetings = {(line["municipality"], line["organ"], line["meeting_date"]) for line in KEY if line["organ"]}
    assert len(meetings) >= 12
    assert {line["municipality"] for line in KEY if line["municipality"]} == NAMES
    assert 55 <= sum(line["section"] is not None for line in KEY) <= 80
    assert sum(path.stat().st_size for path in ROOT.rglob("*") if path.is_file()) < 2_000_000


def test_items_are_unique() -> None:
    # an agenda or card has no §, so a file holds at most one line without
    seen = Counter(
        (line["municipality"], line["organ"], line["meeting_date"], line["section"])
        for line in KEY
        if line["section"] is not None
    )
    assert max(seen.values()) == 1
    without = Counter(line["file"] for line in KEY if line["section"] is None)
    assert max(without.values()) == 1


@pytest.mark.parametrize("line", KEY, ids=label)
def test_line_keeps_to_the_records(line: dict[str, Any]) -> None:
    assert set(line) == FIELDS
    Kind(line["kind"])
    assert line["language"] in {"fi", "sv"}
    assert line["meeting_date"] is None or re.fullmatch(r"20\d\d-\d\d-\d\d", line["meeting_date"])
    for person in line["people"]:
        Role(person["role"])
        assert set(person) == {"name", "title", "role"}
        assert person["name"] or person["title"]
        assert person["title"] is None or person["title"] == person["title"].lower()
    for money in line["money"]:
        assert set(money) == {"amount", "per", "vat", "kind"}
        assert re.fullmatch(r"\d+(\.\d\d)?", money["amount"])
        Per(money["per"]), Vat(money["vat"]), MoneyKind(money["kind"])
    if line["decision"] is not None:
        assert set(line["decision"]) == {"outcome", "unanimous", "votes"}
        Outcome(line["decision"]["outcome"])
        votes = line["decision"]["votes"]
        assert votes is None or (set(votes) == {"for", "against", "blank", "absent"})
        assert votes is None or line["decision"]["unanimous"] is False
    for participation in line["participations"]:
        ParticipationStatus(participation["status"])
        assert participation["municipality"] in NAMES or line["kind"] == "network-page"
        assert participation["season"] is None or re.fullmatch(r"20\d\d(-20\d\d)?", participation["season"])
    undecided = line["kind"] in {"agenda", "attachment", "network-page", "project-card"}
    cover = line["kind"] == "minutes" and line["section"] is None
    assert (line["decision"] is None) == (undecided or cover)


@pytest.mark.parametrize("line", KEY, ids=label)
def test_line_is_about_what_the_file_says(line: dict[str, Any], texts: dict[str, str]) -> None:
    text = texts[line["file"]]
    if line["title"]:
        assert squeezed(line["title"]) in text
    if line["section"]:
        assert f"§{line['section']}" in text or f"{line['section']}§" in text
    for number in line["diary_numbers"] + line["cited_diary_numbers"]:
        assert squeezed(number) in text
    for money in line["money"]:
        assert any(form in text for form in written(money["amount"])), money
    for person in line["people"]:
        if person["name"]:  # surnames may be inflected in prose, so the stem is what must be there
            given, _, surname = person["name"].rpartition(" ")
            assert squeezed(given) in text
            assert squeezed(surname)[:4] in text


def outcomes(outcome: str) -> Callable[[], bool]:
    return lambda: any(line["decision"] and line["decision"]["outcome"] == outcome for line in KEY)


def statuses(status: str) -> Callable[[], bool]:
    return lambda: any(p["status"] == status for line in KEY for p in line["participations"])


def fee_per(per: str, kind: str = "participation-fee") -> Callable[[], bool]:
    return lambda: any(m["per"] == per and m["kind"] == kind for line in KEY for m in line["money"])


def roles(role: str) -> Callable[[], bool]:
    return lambda: any(p["role"] == role for line in KEY for p in line["people"])


def kinds(kind: str) -> Callable[[], bool]:
    return lambda: any(line["kind"] == kind for line in KEY)


def networks(name: str) -> Callable[[], bool]:
    return lambda: any(p["network"] == name for line in KEY for p in line["participations"])


def same_case_through_three_organs() -> bool:
    organs = defaultdict(set)
    for line in KEY:
        for number in line["diary_numbers"]:
            organs[line["municipality"], number].add(line["organ"])
    return max(map(len, organs.values())) >= 3


def votes_of(for_: int, against: int) -> Callable[[], bool]:
    return lambda: any(
        (line["decision"] or {}).get("votes")
        and (line["decision"]["votes"]["for"], line["decision"]["votes"]["against"]) == (for_, against)
        for line in KEY
    )


def renewal() -> bool:
    joined = defaultdict(set)
    for line in KEY:
        for p in line["participations"]:
            if p["status"] == "joined":
                joined[p["municipality"], p["network"]].add(p["season"])
    return max(map(len, joined.values())) >= 2


def near_miss(word: str) -> Callable[[], bool]:
    """Some item speaks of such a thing, and the key has no participation for it."""
    return lambda: any(
        not line["participations"] and word in squeezed(page_text(ROOT / line["file"]))
        for line in KEY
        if not line["file"].endswith(".pdf")
    )


SITUATIONS: list[tuple[str, Callable[[], bool]]] = [
    *((f"outcome {o.value}", outcomes(o.value)) for o in Outcome),
    *((f"participation {s.value}", statuses(s.value)) for s in ParticipationStatus),
    *((f"role {r.value}", roles(r.value)) for r in Role),
    *((f"fee per {p}", fee_per(p)) for p in ("year", "season", "inhabitant", "inhabitant/year")),
    ("rent by the month", fee_per("month", "rent")),
    ("VAT left out", lambda: any(m["vat"] == "excluded" for line in KEY for m in line["money"])),
    ("VAT in the price", lambda: any(m["vat"] == "included" for line in KEY for m in line["money"])),
    ("vote 23–12", votes_of(23, 12)),
    ("roll-call", votes_of(8, 3)),
    ("the proposal lost the vote", votes_of(4, 5)),
    ("three organs", same_case_through_three_organs),
    ("renewal", renewal),
    ("two Swedish items", lambda: sum(line["language"] == "sv" for line in KEY) >= 2),
    ("another authority's number is not cited", near_miss("vn/123/2022")),
    ("no diary number", lambda: any(line["section"] and not line["diary_numbers"] for line in KEY)),
    *((f"kind {kind}", kinds(kind)) for kind in Kind if kind != Kind.OTHER),
    *((f"near miss {w}", near_miss(w)) for w in ("kehittämisverkosto", "vesijohtoverkosto", "kouluverkko")),
    *((f"network {name}", networks(name)) for name in NETWORKS),
]


@pytest.mark.parametrize("present", [s[1] for s in SITUATIONS], ids=[s[0] for s in SITUATIONS])
def test_situation_is_in_the_sample(present: Callable[[], bool]) -> None:
    assert present()


def test_missing_sections_are_the_holes_of_the_key() -> None:
    held = defaultdict(set)
    for line in KEY:
        if line["section"] is not None:
            held[line["municipality"], line["organ"], int(line["meeting_date"][:4])].add(line["section"])
    holes = {
        series: sorted(set(range(min(numbers), max(numbers))) - numbers)
        for series, numbers in held.items()
        if len(numbers) <= max(numbers) - min(numbers)
    }
    listed = {(h["municipality"], h["organ"], h["year"]): h["missing"] for h in missing_sections()}
    assert holes == listed
    assert len(listed) >= 2


def test_key_is_written_one_line_an_item() -> None:
    lines = (ROOT / "key.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == KEY


@pytest.mark.skipif(importlib.util.find_spec("fpdf") is None, reason="fpdf2 builds the PDFs")
def test_pdfs_are_what_their_sources_say(tmp_path: Path) -> None:
    from corpus.sample.build import build

    built = build(tmp_path)
    assert len(built) >= 7
    for path in built:
        committed = ROOT / "sites" / path.relative_to(tmp_path)
        assert page_text(path) == page_text(committed), committed.name


def test_old_dynasty_pages_are_windows_1252() -> None:
    pages = [path for path in sample_files() if path.suffix == ".HTM"]
    assert pages
    for path in pages:
        data = path.read_bytes()
        assert "ä" in data.decode("cp1252")
        with pytest.raises(UnicodeDecodeError):
            data.decode("utf-8")
