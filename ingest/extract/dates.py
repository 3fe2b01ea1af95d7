"""Dates and spans of dates and of years in Finnish and Swedish text.

A date without its year is only given where a span supplies it ("20. - 23.12.2021"). Impossible dates
(31.2.2020) are nothing. Numbers inside diary numbers, property ids and decimals are not dates.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TypeVar

from ingest.extract.found import Found
from ingest.extract.view import View, view

T = TypeVar("T")

_DASH = r"[ \n]?[–−-][ \n]?"
_YEAR = r"(?:19|20)\d\d"
_DOTTED = rf"(?P<day>\d{{1,2}})\.[ \n]?(?P<month>\d{{1,2}})\.[ \n]?(?P<year>{_YEAR})(?!\d)(?!/\d)"
_BEFORE = r"(?<![\w.])(?<!\d[,:])"

_NUMERIC = re.compile(_BEFORE + _DOTTED)
_ISO = re.compile(r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])")
_HYPHENED = re.compile(r"(?<![\w/.-])(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>(?:19|20)\d\d)(?![\w-])")
_RANGE = re.compile(
    _BEFORE + rf"(?P<day1>\d{{1,2}})\.(?:[ \n]?(?P<month1>\d{{1,2}})\.(?:[ \n]?(?P<year1>{_YEAR}))?)?"
    rf"{_DASH}{_DOTTED}"
)
_ISO_RANGE = re.compile(
    rf"(?<![\w/.-])({_YEAR})-(\d\d)-(\d\d)[ \n]?[–/-][ \n]?({_YEAR})-(\d\d)-(\d\d)(?![\d-])"
)
_YEARS = re.compile(rf"(?<![\w./–-])(?<!\d,)({_YEAR}){_DASH}({_YEAR}|\d\d)(?![\w/])(?![.,–-]\d)")
_YEAR_PAIR = re.compile(
    rf"(?<!\w)(?:vuosi(?:na|lle|ksi|lta|en|a)|kaude(?:lle|lla|n|ksi)|åren)[ \n]({_YEAR})"
    rf"[ \n](?:ja|och)[ \n]({_YEAR})(?![\w/])(?![.,–-]\d)"
)
_LONGEST_SPAN_OF_YEARS = 60
_SOME_YEAR = re.compile(_YEAR)  # without one there is no date and no span, and most lines have none


@cache
def _months() -> dict[str, int]:
    with Path(__file__).with_name("dates.toml").open("rb") as file:
        return {str(name): int(number) for name, number in tomllib.load(file)["months"].items()}


@cache
def _worded() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of "2. maaliskuuta 2021" and "maaliskuun 2. päivänä 2021"."""
    month = "|".join(sorted(_months(), key=len, reverse=True))
    day_first = re.compile(
        rf"(?<![\w.,])(?P<day>\d{{1,2}})\.?(?:[ \n]?(?:päivänä|päivä|p:nä|st|nd|rd|th))?[ \n]"
        rf"(?P<name>{month})(?:ta|n|ssa)?,?[ \n](?P<year>{_YEAR})(?!\d)",
        re.IGNORECASE,
    )
    month_first = re.compile(
        rf"(?<!\w)(?P<name>{month})n?[ \n](?P<day>\d{{1,2}})(?:\.|:nä|:s)?[ \n]?(?:päivänä|päivä|,)?[ \n]"
        rf"(?P<year>{_YEAR})(?!\d)",
        re.IGNORECASE,
    )
    return day_first, month_first


def _date(year: str, month: str | int, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def find_dates(text: str) -> list[Found[dt.date]]:
    """All whole dates: 1.12.2015, 2. maaliskuuta 2021, 2 mars 2021, 2021-03-02."""
    seen = view(text)
    found: list[Found[dt.date]] = []
    if not _SOME_YEAR.search(seen.text):
        return found
    for pattern, rule in ((_NUMERIC, "date:numeric"), (_ISO, "date:iso"), (_HYPHENED, "date:hyphens")):
        for match in pattern.finditer(seen.text):
            if value := _date(match["year"], match["month"], match["day"]):
                found.append(_found(seen, match, value, rule))
    for pattern in _worded():
        for match in pattern.finditer(seen.text):
            if value := _date(match["year"], _months()[match["name"].lower()], match["day"]):
                found.append(_found(seen, match, value, "date:words"))
    return _in_order(found)


def find_date_ranges(text: str) -> list[Found[tuple[dt.date, dt.date]]]:
    """Spans of days: "1.9.2017–31.12.2019", "1.1.–28.2.2017", "20. - 23.12.2021".

    A first day without its year is in the last day's year, or in the year before if it would come after it.
    """
    seen = view(text)
    found: list[Found[tuple[dt.date, dt.date]]] = []
    if not _SOME_YEAR.search(seen.text):
        return found
    for match in _RANGE.finditer(seen.text):
        end = _date(match["year"], match["month"], match["day"])
        month = match["month1"] or match["month"]
        start = _date(match["year1"] or match["year"], month, match["day1"])
        if start and end and start > end and not match["year1"]:
            start = _date(str(end.year - 1), month, match["day1"])
        if start and end and start <= end:
            found.append(_found(seen, match, (start, end), "date-range:numeric"))
    for match in _ISO_RANGE.finditer(seen.text):
        start, end = _date(match[1], match[2], match[3]), _date(match[4], match[5], match[6])
        if start and end and start <= end:
            found.append(_found(seen, match, (start, end), "date-range:iso"))
    return _in_order(found)


def find_year_ranges(text: str) -> list[Found[tuple[int, int]]]:
    """Spans of years, at most 60 long: "2025 – 2026", "2023–24", "vuosina 2025 ja 2026"."""
    seen = view(text)
    found: list[Found[tuple[int, int]]] = []
    if not _SOME_YEAR.search(seen.text):
        return found
    for match in _YEARS.finditer(seen.text):
        start, end = int(match[1]), int(match[2])
        if end < 100:
            # "2021-12" is December; "2021–22" is a span.
            if end <= 12 and "–" not in match[0]:
                continue
            end += start // 100 * 100
        if start < end <= start + _LONGEST_SPAN_OF_YEARS:
            found.append(_found(seen, match, (start, end), "years:span"))
    for match in _YEAR_PAIR.finditer(seen.text):
        start, end = int(match[1]), int(match[2])
        if end == start + 1:
            first, last = seen.span(match.start(1), match.end(2))
            found.append(Found(first, last, (start, end), "years:pair"))
    return _in_order(found)


def _found(seen: View, match: re.Match[str], value: T, rule: str) -> Found[T]:
    return Found(*seen.span(match.start(), match.end()), value, rule)


def _in_order(found: list[Found[T]]) -> list[Found[T]]:
    """By place, the longer first; what overlaps an earlier one is dropped."""
    kept: list[Found[T]] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
