"""The review queue: what is unsure goes out, what a person writes comes back and stays."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import pykala
from corpus.database import Library
from corpus.overrides import Override, OverrideError, apply
from corpus.registry.confidence import confidence_of, review_below
from index.reports.doubts import doubts
from ingest.pinning import apply_edits
from ingest.pipeline import read_bytes

TEXT = """Rautasalmen kaupunki

Kaupunginhallitus 4.2.2019 § 34

Osallistuminen USO-verkostoon

Perustelut

Maksu on 3 000 euroa vuodessa. Kahvit maksavat 20 euroa.

Päätösehdotus

Kaupunginhallitus päättää, että kaupunki osallistuu USO-verkostoon kaudella 2019–2020.

Päätös

Kohtalo ratkesi.
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(tmp_path / "library", create=True)
    data = TEXT.encode()
    library.store(read_bytes(data, "x.txt", "file:///x.txt"), data)
    return library


def run(library: Library, *arguments: str) -> str:
    result = CliRunner().invoke(pykala, ["--library", str(library.folder), *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def table(library: Library, tmp_path: Path, *options: str) -> list[dict[str, str]]:
    run(library, "review", *options, "--output", str(tmp_path / "review.csv"))
    with (tmp_path / "review.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def give_back(library: Library, tmp_path: Path, rows: list[dict[str, str]]) -> None:
    with (tmp_path / "edited.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    run(library, "review", "--apply", str(tmp_path / "edited.csv"))


def test_an_unclear_outcome_is_in_the_queue(library: Library, tmp_path: Path) -> None:
    (row,) = [row for row in table(library, tmp_path) if row["field"] == "decision"]
    assert row["value"] == "other"
    assert row["reason"] == "outcome-unclear"
    assert row["quote"] == "Kohtalo ratkesi."
    assert "Päätösehdotus" not in row["quote"]
    assert "Kohtalo ratkesi." in row["context"]


def test_a_pinned_outcome_leaves_the_queue_and_survives_reading_again(
    library: Library, tmp_path: Path
) -> None:
    rows = table(library, tmp_path)
    for row in rows:
        if row["field"] == "decision":
            row["correct"] = "approved_as_proposed"
    give_back(library, tmp_path, rows)
    assert not [doubt for doubt in doubts(library) if doubt.field == "decision"]
    reading = read_bytes(TEXT.encode(), "x.txt", "file:///x.txt")
    newer = reading.model_copy(update={"document": reading.document.model_copy(update={"reader": "newer/2"})})
    library.store(newer, TEXT.encode())
    (stored,) = library.items()
    assert stored.item.decision is not None
    assert stored.item.decision.outcome == "approved_as_proposed"
    assert {e.rule for e in stored.item.evidence if e.fact == "/decision"} == {"override"}


def test_a_sum_is_corrected_and_one_taken_away(library: Library, tmp_path: Path) -> None:
    rows = [row for row in table(library, tmp_path, "--all") if row["field"] == "money"]
    assert [json.loads(row["value"])["amount"] for row in rows] == ["3000", "20"]
    rows[0]["correct"] = json.dumps({"kind": "participation-fee"})
    rows[1]["correct"] = "-"
    give_back(library, tmp_path, rows)
    (stored,) = library.items()
    assert [(str(m.amount), m.kind.value) for m in stored.item.money] == [("3000", "participation-fee")]
    facts = {e.fact for e in stored.item.evidence if e.fact.startswith("/money")}
    assert facts == {"/money/0"}


def test_verify_still_holds(library: Library, tmp_path: Path) -> None:
    rows = [row for row in table(library, tmp_path, "--all") if row["field"] == "organ"]
    rows[0]["correct"] = "Elinvoimajaosto"
    give_back(library, tmp_path, rows)
    assert "all where they should be" in run(library, "verify")


@pytest.mark.parametrize(
    ("case", "correct"),
    [("no such outcome", "perhaps"), ("no date", "eilen")],
)
def test_a_value_that_does_not_fit_changes_nothing(library: Library, case: str, correct: str) -> None:
    (stored,) = library.items()
    sha = stored.document.sha256
    edit = Override(sha, 34, "decision", 0, 0, {"outcome": correct})
    with pytest.raises(OverrideError):
        apply_edits(library, [edit])
    (after,) = library.items()
    assert after.item == stored.item, case
    assert library.connection.execute("SELECT count(*) FROM overrides").fetchone()[0] == 0
    assert apply(stored.item, []) == stored.item


def test_a_foreign_table_is_refused(library: Library, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    result = CliRunner().invoke(
        pykala, ["--library", str(library.folder), "review", "--apply", str(tmp_path / "x.csv")]
    )
    assert result.exit_code == 2
    assert "not a review table" in result.output


def test_confidence_registry() -> None:
    assert confidence_of("override").value == 1.0
    assert confidence_of("place:source").reason == "from-address"
    assert confidence_of("money:anything").reason is None
    assert confidence_of("decision:other").value < review_below() < confidence_of("decision:noted").value
