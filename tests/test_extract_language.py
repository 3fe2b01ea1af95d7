"""Finnish, Swedish or English."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kunnanhallitus päätti, että kunta osallistuu verkostoon.", "fi"),
        ("Kunnanvaltuuston kokoukset", "fi"),
        ("Osallistuminen USO-verkostoon", "fi"),
        ("Hyväksyttiin.", "fi"),
        ("Merkittiin tiedoksi", "fi"),
        ("Kommunstyrelsen beslutar att delta i nätverket.", "sv"),
        ("Antecknades för kännedom.", "sv"),
        ("Förslaget godkändes enhälligt", "sv"),
        ("Val av ledamöter i tekniska nämnden", "sv"),
        ("Stadsstyrelsen 2.3.2021 § 12", "sv"),
        ("Deltagande i nätverket USO 8", "sv"),
        ("9 000 euro/år", "sv"),
        ("Beslut", "sv"),
        ("FÖR\u00adSLAG TILL BE\u00adSLUT", "sv"),
        ("The city board decided to join the network.", "en"),
        ("", "fi"),
        ("2204/00.04.01/2024", "fi"),
        ("§ § §", "fi"),
        ("Kommunstyrelsen\nProtokoll\nKunnanhallitus päätti, että kunta osallistuu verkostoon.", "fi"),
        ("Kaupunginhallitus\nPöytäkirja\nStyrelsen beslutade att staden deltar och betalar.", "sv"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_the_seeds_are_finnish(shared: Path) -> None:
    for file in (shared / "seeds").glob("*.txt"):
        assert detect_language(file.read_text(encoding="utf-8")) == "fi", file.name


@given(st.text(max_size=300))
def test_any_text_has_a_language(text: str) -> None:
    assert detect_language(text) in ("fi", "sv", "en")


def test_only_the_beginning_counts() -> None:
    assert detect_language("Kunta päätti. " * 3000 + "och att det är " * 100_000) == "fi"
