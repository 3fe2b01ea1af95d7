"""Dates, spans of dates and years."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.dates import find_date_ranges, find_dates, find_year_ranges

DATES = [
    ("short", "1.12.2015", ["2015-12-01"]),
    ("zeros", "04.06.2008", ["2008-06-04"]),
    ("in prose", "kokous 2.3.2021, klo 18", ["2021-03-02"]),
    ("Finnish words", "2. maaliskuuta 2021", ["2021-03-02"]),
    ("Finnish words, day named", "2 päivänä maaliskuuta 2021", ["2021-03-02"]),
    ("Finnish, month first", "maaliskuun 2. päivänä 2021", ["2021-03-02"]),
    ("Swedish words", "den 2 mars 2021", ["2021-03-02"]),
    ("Swedish, capital", "2 Augusti 2021", ["2021-08-02"]),
    ("English words", "March 2, 2021 and 3 October 2021", ["2021-03-02", "2021-10-03"]),
    ("ISO", "2021-03-02T18:00", ["2021-03-02"]),
    ("spaces of all kinds", "18.\u00a011.\u202f2019", ["2019-11-18"]),
    ("soft hyphen", "18.11.\u00ad2019", ["2019-11-18"]),
    ("over a line", "2. maaliskuuta\n2021", ["2021-03-02"]),
    ("after a section", "86§/18.03.2014", ["2014-03-18"]),
    ("in brackets", "(25.2.2021)", ["2021-02-25"]),
    ("at a sentence's end", "Kokous oli 2.3.2021.", ["2021-03-02"]),
    ("both ends of a span", "1.9.2017–31.12.2019", ["2017-09-01", "2019-12-31"]),
    ("leap day", "29.2.2024 ja 29.2.2023", ["2024-02-29"]),
    ("impossible day", "31.2.2020", []),
    ("impossible month", "1.13.2020", []),
    ("no year", "24.9. ja 19.11.", []),
    ("diary number", "2204/00.04.01/2024", []),
    ("diary number with a date's look", "123/10.12/2020", []),
    ("CaseM number", "TUUDno-2021-12-01", []),
    ("property", "297-426-8-168", []),
    ("decimals", "1,2.3.2020", []),
    ("version", "v1.2.3.2020", []),
    ("five digits", "1.2.20201", []),
]


@pytest.mark.parametrize(("text", "dates"), [case[1:] for case in DATES], ids=[case[0] for case in DATES])
def test_dates(text: str, dates: list[str]) -> None:
    assert [one.value.isoformat() for one in find_dates(text)] == dates


DAYS = [
    ("whole", "1.9.2017 – 31.12.2019", ("2017-09-01", "2019-12-31")),
    ("year once", "1.1.–28.2.2017", ("2017-01-01", "2017-02-28")),
    ("month once", "20. - 23.12.2021", ("2021-12-20", "2021-12-23")),
    ("figure dash", "30.12.2021‒5.1.2022", ("2021-12-30", "2022-01-05")),
    ("over the turn of the year", "20.12.–5.1.2022", ("2021-12-20", "2022-01-05")),
    ("over a line", "15.1.2022–\n30.11.2025", ("2022-01-15", "2025-11-30")),
    ("ISO", "2021-03-02/2021-03-04", ("2021-03-02", "2021-03-04")),
    ("backwards", "5.1.2022–1.1.2022", None),
    ("impossible", "31.2.2020–1.3.2020", None),
    ("one date", "1.1.2022", None),
]


@pytest.mark.parametrize(("text", "days"), [case[1:] for case in DAYS], ids=[case[0] for case in DAYS])
def test_date_ranges(text: str, days: tuple[str, str] | None) -> None:
    found = find_date_ranges(f"ajalla {text}, jolloin")
    assert [(one.value[0].isoformat(), one.value[1].isoformat()) for one in found] == ([days] if days else [])


YEARS = [
    ("spaced en dash", "käynnistyy vuosille 2025 – 2026.", (2025, 2026), "2025 – 2026"),
    ("hyphen", "kaudelle 2025-2026", (2025, 2026), "2025-2026"),
    ("en dash", "2023–2024", (2023, 2024), "2023–2024"),
    ("minus sign", "strategian 2021−2025 mukaan", (2021, 2025), "2021−2025"),
    ("no-break spaces", "2023\u00a0–\u00a02024", (2023, 2024), "2023\u00a0–\u00a02024"),
    ("over a line", "2025 -\n2026", (2025, 2026), "2025 -\n2026"),
    ("short end", "2023–24", (2023, 2024), "2023–24"),
    ("short end after a hyphen", "2023-24", (2023, 2024), "2023-24"),
    ("pair", "vuosina 2025 ja 2026", (2025, 2026), "2025 ja 2026"),
    ("Swedish pair", "åren 2025 och 2026", (2025, 2026), "2025 och 2026"),
    ("brackets", "(2014-2020)", (2014, 2020), "2014-2020"),
    ("month", "2021-12", None, ""),
    ("date", "2021-12-24", None, ""),
    ("dates", "15.1.2022–30.11.2025", None, ""),
    ("Helsinki's number", "HEL-2021-2022", None, ""),
    ("CaseM's number", "TUUDno-2021-2022", None, ""),
    ("Turku's number", "5024-2017 (010)", None, ""),
    ("backwards", "2026-2025", None, ""),
    ("centuries", "1917–2017", None, ""),
    ("slash", "2014/2015", None, ""),
    ("telephone", "2025-202612", None, ""),
]


@pytest.mark.parametrize(
    ("text", "years", "words"), [case[1:] for case in YEARS], ids=[case[0] for case in YEARS]
)
def test_year_ranges(text: str, years: tuple[int, int] | None, words: str) -> None:
    found = find_year_ranges(text)
    assert [(one.value, text[one.start : one.end]) for one in found] == ([(years, words)] if years else [])


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)), st.sampled_from([".", ". ", ".\u00a0"]))
def test_a_finnish_date_is_read_back(day: dt.date, dot: str) -> None:
    text = f"Kokous {day.day}{dot}{day.month}{dot}{day.year}."
    (found,) = find_dates(text)
    assert found.value == day
    assert text[found.start : found.end].endswith(str(day.year))


@given(st.text(alphabet="0123456789.-–/ klo:maj\n\u00a0\u00ad", max_size=200))
def test_any_text_is_survived(text: str) -> None:
    for find in (find_dates, find_date_ranges, find_year_ranges):
        found = find(text)  # type: ignore[operator]
        assert all(0 <= one.start < one.end <= len(text) for one in found)
        assert all(first.end <= second.start for first, second in pairwise(found))


@pytest.mark.parametrize(
    "noise", ["1", "1.", "2020-", "1.1.2020–", "klo ", "klo 1-", "§", "(", " ", "\n"], ids=repr
)
def test_a_megabyte_of_noise_ends(noise: str) -> None:
    text = noise * (500_000 // len(noise))
    for find in (find_dates, find_date_ranges, find_year_ranges):
        assert isinstance(find(text), list)  # type: ignore[operator]
