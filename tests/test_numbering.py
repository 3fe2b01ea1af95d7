"""How §§ run: series, holes, misread numbers, covers, rhythms."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reports.numbering import in_ranges, misread, runs, silence, stated

D = [dt.date(2024, month, 5) for month in range(1, 13)]


@pytest.mark.parametrize(
    ("case", "meetings", "expected"),
    [
        ("none", {}, []),
        ("a day without numbers", {D[0]: set()}, []),
        ("through the year", {D[0]: {1, 2}, D[1]: {3}, D[2]: {4, 9}}, [3]),
        ("each meeting anew", {D[0]: {1, 2, 3}, D[1]: {1, 2}, D[2]: {1, 2, 3, 4}}, [1, 1, 1]),
        ("each meeting anew, parts held", {D[0]: {4, 9}, D[1]: {2, 7}, D[2]: {5}}, [1, 1, 1]),
        (
            "anew after the summer",
            {D[0]: {1, 9}, D[1]: {10, 30}, D[2]: {31, 44}, D[8]: {1, 2, 3}, D[9]: {4, 5}},
            [3, 2],
        ),
        ("one misdated", {D[0]: {1, 2}, D[1]: {3, 4}, D[2]: {2, 5, 6}, D[3]: {7}, D[4]: {8}}, [5]),
        ("one § 1 misdated", {D[0]: {1, 2}, D[1]: {3, 4}, D[2]: {1}, D[3]: {5}, D[4]: {6}, D[5]: {7}}, [6]),
    ],
)
def test_runs(case: str, meetings: dict[dt.date, set[int]], expected: list[int]) -> None:
    found = runs(meetings)
    assert [len(run) for run in found] == expected, case
    assert [day for run in found for day in run] == sorted(day for day in meetings if meetings[day])


@pytest.mark.parametrize(
    ("case", "numbers", "expected"),
    [
        ("none", set(), set()),
        ("a year among them", {3, 4, 5, 2024}, {2024}),
        ("a late first find is no misreading", {702, 703}, set()),
        ("two far apart", {1, 900}, set()),
        ("half a year not held", {1, 2, 3, 190, 191, 192}, set()),
        ("two misread", {5, 6, 7, 1999, 2003}, {1999, 2003}),
    ],
)
def test_misread(case: str, numbers: set[int], expected: set[int]) -> None:
    assert misread(numbers) == expected, case


@pytest.mark.parametrize(
    ("case", "text", "held", "expected"),
    [
        ("§§", "Pöytäkirja 3/2024\n§§ 12–17\nPuheenjohtaja", {12, 14}, (12, 17)),
        ("word", "Pykälät 12 - 17", {13}, (12, 17)),
        ("colon", "Asiat: 12-17", {13}, (12, 17)),
        ("sign after", "Käsitellyt asiat 12 – 17 §", {13}, (12, 17)),
        ("no-break space", "§§\u00a012–17", {13}, (12, 17)),
        ("a law", "Kuntalain 134–140 §:n mukaan", {13}, None),
        ("somebody's absence", "poissa §§ 13–14 aikana", {12, 13, 14, 15}, None),
        ("a date", "§§ 1–12.3.2024", {2}, None),
        ("nothing held", "§§ 12–17", set(), None),
        ("absurd", "§§ 1–9000", {5}, None),
    ],
)
def test_what_a_cover_states(case: str, text: str, held: set[int], expected: tuple[int, int] | None) -> None:
    found = stated(text, held)
    assert (found and (found[0], found[-1])) == expected, case


@pytest.mark.parametrize("mark", ["§", "1", "1-", "§ 1", "Pykälät ", "9999 - "])
def test_a_megabyte_of_marks_does_not_hang(mark: str) -> None:
    assert stated(mark * (200_000 // len(mark)), {7, 2}) is None


@given(st.sets(st.integers(min_value=1, max_value=400)))
def test_ranges_say_exactly_the_numbers(numbers: set[int]) -> None:
    said: set[int] = set()
    for part in filter(None, in_ranges(numbers).split(", ")):
        first, _, last = part.partition("–")
        said.update(range(int(first), int(last or first) + 1))
    assert said == numbers


def test_silence() -> None:
    start = dt.date(2023, 1, 9)
    weekly = [start + dt.timedelta(days=14 * number) for number in range(40)]
    assert silence(weekly) == 14
    assert silence([*weekly, weekly[-1] + dt.timedelta(days=60)]) == 60
    assert silence([*weekly, weekly[-1] + dt.timedelta(days=400)]) == 14
    assert silence(weekly[:5]) is None
    assert silence([]) is None
