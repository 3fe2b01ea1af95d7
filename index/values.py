"""Values of query fields: dates, numbers, money, names, as nodes of the query tree."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from index.fields import Field, FieldType, choices_like
from index.tree import TITLE, Any, Dates, Node, Phrase, Prefix, Range, Starts, Word, both, either
from index.words import SPACES, tokens

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_GAPS = re.compile(r"[\s-]+")
_STAR_BEFORE = re.compile(r"\*\w")
_NAME_WORDS = re.compile(r"[^\W_]+\*?")
_DAY_FI = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_MONTH_FI = re.compile(r"(\d{1,2})[./](\d{4})")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_NUMBER = re.compile(r"(\d{1,9})\s*§?")
_MONEY = re.compile(
    rf"(\d{{1,12}}|\d{{1,3}}(?:[{SPACES}]\d{{3}}){{1,4}})(?:[.,](\d{{1,2}}))?\s*(?:€|e|eur|euroa?)?"
)
_ABBREVIATION = re.compile(r"[^\W\d_][\w.-]{0,11}")  # longer words are names
_SEASON = re.compile(r"(\d{4})(?:-(\d{2}|\d{4}))?")
_FIRST_YEAR, _LAST_YEAR = 1800, 2200
_LONGEST = 300

Bound = TypeVar("Bound", dt.date, int)


class BadValue(Exception):
    """A field's value cannot be read: what it is, and what was expected."""

    def __init__(self, what: str, expected: str) -> None:
        super().__init__(what)
        self.what = what
        self.expected = expected


def node_for(field: Field, value: str, *, start: int = -1) -> Node:
    """The node that compares a field with a value as it was typed. Raises BadValue."""
    text = " ".join(value.split())
    if not text:
        raise BadValue(f"no value for {field.names['fi'][0]}", f"write for instance {field.examples[0]}")
    if len(text) > _LONGEST:
        raise BadValue(f"a value of {len(text)} characters", f"at most {_LONGEST}")
    match field.type:
        case FieldType.DATE:
            low, high = _bounds(text, _date_span, field)
            return Dates(low, high)
        case FieldType.NUMBER:
            return Range(field.key, *_bounds(text, _number_span, field))
        case FieldType.MONEY:
            return Range(field.key, *_bounds(text, _money_span, field))
        case FieldType.CHOICE:
            return _choice(field, text)
        case FieldType.SEASON:
            return _season(field, text)
        case FieldType.DIARY:
            return _name(field, diary_key(text))
        case FieldType.NAME:
            return _name(field, name_key(text))
        case FieldType.PERSON:
            return _person(field, text)
        case FieldType.WORDS:
            return _organ(field, text) if field.key == "organ" else _words(field, text)
        case FieldType.TITLE:
            return _title(text, start)


def name_key(text: str) -> str:
    """A name as it is compared: without case, soft hyphens and doubled spaces, dashes as hyphens."""
    return " ".join(_DASHES.sub("-", text).replace("\u00ad", "").casefold().split())


def name_words(text: str, *, starred: bool = False) -> list[str]:
    """The words of a name or address as they are compared; ``starred`` keeps a star at a word's end."""
    found = _NAME_WORDS.findall(name_key(text))
    return found if starred else [word.rstrip("*") for word in found]


def diary_key(text: str) -> str:
    """A diary number as it is compared: a space or a hyphen between its parts is the same."""
    plain = _GAPS.sub("-", _DASHES.sub("-", text).casefold().strip())
    return plain.replace("-/", "/").replace("/-", "/")


def year_month_day(day: dt.date) -> tuple[str, str, str]:
    """The three terms a date is indexed by: 2021, 2021-03, 2021-03-02."""
    text = day.isoformat()
    return text[:4], text[:7], text


def covering(low: dt.date, high: dt.date) -> list[str]:
    """The fewest years, months and days that make up the dates from ``low`` to ``high``."""
    terms: list[str] = []
    day = low
    while day <= high:
        year_end = dt.date(day.year, 12, 31)
        month_end = day.replace(day=monthrange(day.year, day.month)[1])
        if day.month == day.day == 1 and year_end <= high:
            terms.append(day.isoformat()[:4])
            day = year_end
        elif day.day == 1 and month_end <= high:
            terms.append(day.isoformat()[:7])
            day = month_end
        else:
            terms.append(day.isoformat())
        if day == dt.date.max:
            break
        day += dt.timedelta(days=1)
    return terms


def _bounds(
    text: str, span_of: Callable[[str], tuple[Bound, Bound, Bound, Bound]], field: Field
) -> tuple[Bound | None, Bound | None]:
    """Lowest and highest value. ``span_of`` gives a value's first and last, and those before and after."""
    for sign in (">=", "<=", ">", "<"):
        if text.startswith(sign):
            first, last, before, after = span_of(text.removeprefix(sign).strip())
            return {">=": (first, None), ">": (after, None), "<=": (None, last), "<": (None, before)}[sign]
    left, dots, right = text.partition("..")
    if not dots:
        first, last, _, _ = span_of(text)
        return first, last
    if not left.strip() and not right.strip():
        raise BadValue(f'a range without ends "{text}"', f"write for instance {field.examples[-1]}")
    low = span_of(left.strip()) if left.strip() else None
    high = span_of(right.strip()) if right.strip() else None
    if low and high and low[0] > high[1]:
        raise BadValue(f'a range that runs backwards "{text}"', f"write {right}..{left}")
    return low and low[0], high and high[1]


def _date_span(text: str) -> tuple[dt.date, dt.date, dt.date, dt.date]:
    expected = "write 2021, 2021-03, 2.3.2021, 2021-03-02 or a range such as 2020..2024"
    plain = _DASHES.sub("-", text)
    if match := _DAY_FI.fullmatch(plain):
        year, month, day = int(match[3]), int(match[2]), int(match[1])
    elif match := _MONTH_FI.fullmatch(plain):
        year, month, day = int(match[2]), int(match[1]), 0
    elif match := _ISO.fullmatch(plain):
        year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
        if (match[2] is not None and not month) or (match[3] is not None and not day):
            raise BadValue(f'no such date "{text}"', expected)
    else:
        raise BadValue(f'not a date "{text}"', expected)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise BadValue(f'no such date "{text}"', f"a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    try:
        first = dt.date(year, month or 1, day or 1)
        last = dt.date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError as error:  # calendar's IllegalMonthError is one too
        raise BadValue(f'no such date "{text}"', expected) from error
    return first, last, first - dt.timedelta(days=1), last + dt.timedelta(days=1)


def _number_span(text: str) -> tuple[int, int, int, int]:
    match = _NUMBER.fullmatch(text.removeprefix("§").strip())
    if not match:
        raise BadValue(f'not a number "{text}"', "write a whole number such as 12, or a range such as 10..20")
    number = int(match[1])
    return number, number, number - 1, number + 1


def _money_span(text: str) -> tuple[int, int, int, int]:
    match = _MONEY.fullmatch(text.casefold().strip())
    if not match:
        raise BadValue(
            f'not an amount of money "{text}"', "write euros such as 9000, 0,70, >5000 or 1000..9000"
        )
    euros = "".join(character for character in match[1] if character.isdigit())
    cents = int(Decimal(f"{euros}.{match[2] or 0}") * 100)
    return cents, cents, cents - 1, cents + 1


def _choice(field: Field, text: str) -> Node:
    values = field.choices.get(name_key(text)) or field.choices.get(name_key(text).replace("_", " "))
    if values:
        return Any(field.key, values)
    close = choices_like(text, field)
    expected = (
        f"did you mean {' or '.join(close)}?" if close else "write one of " + ", ".join(_main_choices(field))
    )
    raise BadValue(f'unknown value "{text}" of {field.names["fi"][0]}', expected)


def _main_choices(field: Field) -> list[str]:
    return sorted({value for values in field.choices.values() for value in values})


def _season(field: Field, text: str) -> Node:
    plain = "".join(_DASHES.sub("-", text).replace("..", "-").replace("/", "-").split())
    match = _SEASON.fullmatch(plain)
    if not match:
        raise BadValue(f'not a season "{text}"', "write 2025-2026, or a year such as 2025")
    if match[2] and len(match[2]) == 2:
        plain = f"{match[1]}-{match[1][:2]}{match[2]}"
    return Any(field.key, (plain,))


def _name(field: Field, key: str) -> Node:
    stem = key.rstrip("*")
    if not stem:
        raise BadValue("a star alone", f"write for instance {field.examples[0]}")
    if "*" in stem:
        raise _misplaced(key)
    return Starts(field.key, stem) if key.endswith("*") else Any(field.key, (key,))


def _misplaced(text: str) -> BadValue:
    return BadValue(f'a star inside "{text}"', "write it at the end: verkosto*")


def _person(field: Field, text: str) -> Node:
    key = name_key(text)
    words = key.split()
    if len(words) == 2 and "*" not in key:  # Hagman Heidi is Heidi Hagman
        return Any(field.key, (key, f"{words[1]} {words[0]}"))
    return _name(field, key)


def _words(field: Field, text: str) -> Node:
    found = name_words(text, starred=True)
    if _STAR_BEFORE.search(text):
        raise _misplaced(text)
    if not found:
        raise BadValue(f'no word in "{text}"', f"write for instance {field.examples[0]}")
    return both([_name(field, word) for word in found])


def _organ(field: Field, text: str) -> Node:
    """A body by words of its name; an abbreviation (KH, kvalt) stands for what the registry says."""
    named = [text, *_spelled_out(text)]
    if all(len(name_words(name)) == 1 for name in named):
        return (
            Any(field.key, tuple(name_key(name) for name in named)) if len(named) > 1 else _words(field, text)
        )
    return either([_words(field, name) for name in named])


@lru_cache(maxsize=1_000)
def _spelled_out(text: str) -> tuple[str, ...]:
    """The names a body's abbreviation stands for, in a kunta and in a kaupunki; none for other words."""
    if not _ABBREVIATION.fullmatch(text):
        return ()
    from corpus.registry.organs import organ_from

    found = organ_from(text)
    if found is None or not found.abbreviation:
        return ()
    in_town = organ_from(found.in_town().name) or found
    names = dict.fromkeys(
        name for body in (found, in_town) for name in (body.name, body.swedish) if name is not None
    )
    return tuple(name for name in names if name_key(name) != name_key(text))


def _title(text: str, start: int) -> Node:
    found = tokens(text)
    if text.endswith("*") and len(found) == 1 and "*" not in text.rstrip("*"):
        return Prefix(found[0].text, TITLE)
    if found and "*" in text:
        raise _misplaced(text)
    words = [Word(token.text, TITLE, (), start, start) for token in found]
    if not words:
        raise BadValue(f'no word in "{text}"', "write a word of the title")
    return words[0] if len(words) == 1 else Phrase(tuple(words))
