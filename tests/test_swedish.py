"""Swedish words: stems, and compounds by their parts."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.swedish import forms
from index.words import fold

TABLE = tomllib.loads(resources.files("index").joinpath("swedish_parts.toml").read_text("utf-8"))
NOUNS = [line.partition(":")[0] for line in TABLE["nouns"]]


def stems(word: str) -> set[str]:
    return {form for form in forms(word) if not form.startswith("+")}


def parts(word: str) -> set[str]:
    return {form[1:] for form in forms(word) if form.startswith("+")}


@pytest.mark.parametrize(
    ("word", "nouns"),
    [
        ("skolskjuts", ["skola", "skjuts"]),
        ("skolskjutsarnas", ["skola", "skjuts"]),
        ("skolskjutsavgifterna", ["skola", "skjuts", "avgift"]),
        ("grundskolan", ["skola"]),
        ("bibliotekschefen", ["bibliotek", "chef"]),
        ("läroböckerna", ["bok"]),
        ("detaljplaneområdet", ["plan", "område"]),
        ("gatubelysningen", ["gata", "belysning"]),
        ("skolhälsovårdaren", ["skola", "hälsa", "vårdare"]),
        ("stadsfullmäktigeledamöterna", ["stad", "fullmäktige", "ledamot"]),
        ("deltagaravgiften", ["avgift"]),
        ("byaföreningarna", ["förening"]),
        ("hamnskolan", ["hamn", "skola"]),
        ("dagvattenplanen", ["dag", "vatten", "plan"]),
    ],
)
def test_compounds(word: str, nouns: list[str]) -> None:
    assert parts(word) == set().union(*map(stems, nouns))


@pytest.mark.parametrize(
    "word",
    [
        *(
            "skola",
            "skolornas",
            "kommunal",
            "parkera",
            "husera",
            "valborg",
            "kontroll",
            "samtidigt",
            "förstnämnda",
        ),
        *(
            "sammankallat",
            "tjänstledighet",
            "underlag",
            "framtiden",
            "planera",
            "lagligt",
            "vägra",
            "strandberg",
        ),
        *("samkommunen", "2024", "a", "", "kunnanhallitus", "valtuusto", "kokouksessa", "laillisuus"),
    ],
)
def test_no_compounds(word: str) -> None:
    assert not parts(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("böcker", "bok"),
        ("städerna", "stad"),
        ("vattnet", "vatten"),
        ("ansökningar", "ansökan"),
        ("skolskjuts", "skolskjutsarna"),
        ("lärobok", "läroböcker"),
        ("bostadstomt", "bostadstomterna"),
        ("nätverk", "nätverkets"),
    ],
)
def test_inflections_share_a_stem(one: str, other: str) -> None:
    assert stems(one) & stems(other)


def test_the_list_is_in_order() -> None:
    lines = [*TABLE["nouns"], *TABLE["irregular"], *TABLE["beginnings"]]
    assert all(word == fold(word) for line in lines for word in line.replace(":", " ").split())
    assert len(set(NOUNS)) == len(NOUNS)
    assert {line.partition(":")[0] for line in TABLE["irregular"]} <= set(NOUNS)
    assert all(line.partition(":")[2].split() for line in TABLE["irregular"])


@pytest.mark.parametrize("noun", [noun for noun in NOUNS if len(noun) >= 3])  # shorter ones only begin
def test_every_noun_is_found_in_a_compound(noun: str) -> None:
    assert stems(noun) <= parts(f"grund{noun}")


@given(st.text(alphabet="abcdeskolväg-'åäö2", max_size=60).map(fold))
def test_any_word_has_a_stem(word: str) -> None:
    found = forms(word)
    assert found
    assert not found[0].startswith("+")
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("part", ["el", "lag", "skol", "stads"])
def test_an_endless_word_is_no_compound(part: str) -> None:
    assert not parts(part * 2_000)
