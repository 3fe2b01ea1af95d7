"""Numbers as votes are told in words (numerals.toml): "kahdeksalla äänellä viittä vastaan", "elva"."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from ingest.extract.names import SPACE

_FILE = Path(__file__).with_name("numerals.toml")
_CASES = 4
_LARGEST_TENS = 7  # a council has at most 79 members
_SHAPES = {"units": 9, "ten": _CASES, "tens": _CASES, "teens": 1, "swedish": 20, "swedish_tens": 6, "more": 1}


def read(content: str) -> dict[str, Any]:
    """The lists of numerals.toml. ValueError says in a line which is missing or too short."""
    data = tomllib.loads(content)
    if set(data) != set(_SHAPES):
        raise ValueError(
            f"numerals.toml: {', '.join(sorted(set(data) ^ set(_SHAPES)))} is missing or unknown"
        )
    for key, least in _SHAPES.items():
        if len(data[key]) < least:
            raise ValueError(f"numerals.toml: {key} needs {least} words, has {len(data[key])}")
    if any(len(forms) != _CASES for forms in data["units"]):
        raise ValueError(f"numerals.toml: units needs {_CASES} cases of each number")
    return data


_LISTS = read(_FILE.read_text(encoding="utf-8"))
_UNITS, _TEN, _TENS, _TEENS = _LISTS["units"], _LISTS["ten"], _LISTS["tens"], _LISTS["teens"]
_SWEDISH, _SWEDISH_TENS = _LISTS["swedish"], _LISTS["swedish_tens"]


def _numerals() -> dict[str, int]:
    numbers: dict[str, int] = {}
    for case in range(_CASES):
        numbers[_TEN[case]] = 10
        for unit, forms in enumerate(_UNITS, 1):
            numbers[forms[case]] = unit
            numbers[forms[case] + _TEENS] = 10 + unit
            if 2 <= unit <= _LARGEST_TENS:
                tens = forms[case] + _TENS[case]
                numbers[tens] = 10 * unit
                numbers |= {tens + more[case]: 10 * unit + one for one, more in enumerate(_UNITS, 1)}
    numbers |= {word: number for number, word in enumerate(_SWEDISH)}
    for ten, word in enumerate(_SWEDISH_TENS, 2):
        numbers[word] = 10 * ten
        numbers |= {word + ones: 10 * ten + one for one, ones in enumerate(_SWEDISH[1:10], 1)}
        numbers[word + "en"] = 10 * ten + 1
    numbers |= _LISTS["more"]
    return numbers


NUMERALS = _numerals()


def _any(words: set[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_UNIT = _any({form for forms in _UNITS for form in forms})
_ONES = _any(set(_SWEDISH))
# The same words as a pattern that is built as they are, so that it stays short.
WORDS = (
    rf"(?:(?:{_UNIT})(?:{_TEENS}|(?:{_any(set(_TENS))})(?:{_UNIT})?)?|{_any(set(_TEN))}"
    rf"|(?:{_any(set(_SWEDISH_TENS))})(?:{_ONES}|en)?|{_ONES}|{_any(set(_LISTS['more']))})"
)

# The pieces of every pattern of votes: a count, and the same count once more in brackets.
COUNT = rf"(?:\d{{1,3}}(?!\d)|(?<!\w){WORDS}(?!\w))"
BRACKETED = rf"(?:{SPACE}?\(\d{{1,3}}(?:{SPACE}?[/–—-]{SPACE}?\d{{1,3}})?\))?"


def number(written: str) -> int:
    """The number that digits or words stand for; KeyError for words that are none."""
    word = written.strip().lower()
    return int(word) if word.isdigit() else NUMERALS[word]
