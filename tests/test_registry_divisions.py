"""Regions and population classes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.registry.divisions import (
    region_named,
    regions,
    size_class,
    size_class_named,
    size_classes,
)
from corpus.registry.municipalities import municipalities


def test_every_municipality_is_in_a_region_that_is_listed() -> None:
    assert {each.region for each in municipalities() if not each.invented} == {
        each.name for each in regions()
    }
    assert len({each.code for each in regions()}) == len(regions()) == 19


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Pirkanmaa", "06"),
        ("pirkanmaa", "06"),
        ("Birkaland", "06"),
        ("06", "06"),
        ("Åland", "21"),
        (" Etelä-Savo ", "10"),
        ("6", None),
        ("", None),
        ("Savo", None),
    ],
)
def test_a_region_by_its_name_or_code(name: str, code: str | None) -> None:
    found = region_named(name)
    assert (found and found.code) == code


@pytest.mark.parametrize(
    ("population", "key"),
    [
        (0, "0-1999"),
        (1_999, "0-1999"),
        (2_000, "2000-4999"),
        (4_999, "2000-4999"),
        (5_000, "5000-9999"),
        (10_000, "10000-19999"),
        (19_999, "10000-19999"),
        (20_000, "20000-49999"),
        (50_000, "50000-99999"),
        (99_999, "50000-99999"),
        (100_000, "100000-"),
        (684_000, "100000-"),
    ],
)
def test_a_size_class_begins_at_its_round_number(population: int, key: str) -> None:
    assert size_class(population).key == key


@given(st.integers(0, 1_000_000))
def test_every_population_is_in_one_class(population: int) -> None:
    holding = [
        each
        for each in size_classes()
        if each.least <= population and (each.most is None or population <= each.most)
    ]
    assert holding == [size_class(population)]


def test_no_class_for_less_than_nobody() -> None:
    with pytest.raises(ValueError, match="-1"):
        size_class(-1)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("5000-9999", "5000-9999"),
        ("5000–9999", "5000-9999"),
        ("5 000 - 9 999", "5000-9999"),
        ("100000-", "100000-"),
        ("100000+", "100000-"),
        ("7000", None),
        ("", None),
    ],
)
def test_a_size_class_by_its_key(written: str, key: str | None) -> None:
    found = size_class_named(written)
    assert (found and found.key) == key
