"""Diary numbers in running text, of every form the platforms use; never a law's or a state office's.

The value's span is the number itself: labels, bodies (``KH``) and task classes that stand outside it are
read but left out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from corpus.diary_numbers import parse, prefixes
from corpus.records import DiaryNumber
from ingest.extract.found import Found
from ingest.extract.view import View, view

# A gap inside a number: spaces and at most one line break.
_GAP = r"[ \t]{0,2}\n?[ \t]{0,2}"
_CLASS = r"\d\d(?:[. ]\d\d){1,3}"
_TURKU_CLASS = r"(?:\d{3}|\d\d(?: \d\d){1,3})"
_YEAR = r"(?:19|20)\d\d"

# 2204/00.04.01/2024 with or without its register prefix.
_CLASSED = re.compile(
    rf"(?<![\w/])(?<![\d.,]-)(?:(?P<prefix>[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{{1,11}})(?: ?/ ?|:|-))?"
    rf"(?P<number>\d{{1,7}}{_GAP}/{_GAP}{_CLASS}{_GAP}/{_GAP}{_YEAR})(?!\d)"
)
_REGISTER = re.compile(
    rf"(?<!\w)[A-Za-zÅÄÖåäö]{{2,20}}dno{_GAP}[-–]{_GAP}{_YEAR}{_GAP}[-–]{_GAP}\d{{1,7}}(?!\d)",
    re.IGNORECASE,
)
# Ahjo's form. Of Helsinki's register a number may stand without its T class; another town's letters are
# known by the class, here or elsewhere in the text.
_AHJO = re.compile(
    rf"(?<!\w)(?P<prefix>[A-ZÅÄÖ]{{2,4}}){_GAP}-?{_YEAR}[ ]?[-–][ ]?\d{{6}}(?!\d)"
    rf"(?P<tail>[ \n]T[ ](?P<class>{_CLASS}))?"
)
_TURKU = re.compile(
    rf"(?<![\w/.,–-])(?P<number>(?P<running>\d{{1,6}})-{_YEAR}){_GAP}"
    rf"\((?P<class>{_TURKU_CLASS})(?:,[ \n]?{_TURKU_CLASS})*\)"
)
_MUNICIPAL = re.compile(rf"(?<![\w/])[A-ZÅÄÖ]{{2,6}} ?[:/] ?\d{{1,7}} ?/ ?{_YEAR}(?![\d/])")
_CLASS_LINE = re.compile(
    rf"(?:(?<=\n)|\A)[ \t]*(?P<number>\d{{1,6}}[ ]?/[ ]?{_YEAR})[ \t]*(?:\n[ \t]*){{1,3}}"
    rf"(?P<class>\d\d(?:\.\d\d){{1,3}})[ \t]*(?=\n|\Z)"
)
_ALONE = re.compile(rf"(?:(?<=\n)|\A)[ \t]*(?P<number>\d{{1,6}}[ ]?/[ ]?{_YEAR})[ \t]*(?=\n|\Z)")
# What the forms have in common, quick to look for: without it a form need not be tried.
_SOME_YEAR = re.compile(_YEAR)
_SLASH_YEAR = re.compile(rf"/{_GAP}{_YEAR}")
_DASHED_SIX = re.compile(r"[-–][ ]?\d{6}")
_DNO = re.compile(rf"[Dd][Nn][Oo]{_GAP}[-–]")
_OF_A_YEAR = re.compile(rf"[/-][ ]?{_YEAR}")
_FARTHEST_BEFORE, _FARTHEST_AFTER = 60, 30  # characters of a form before its sign, and from its end on
_BESIDE = re.compile(
    rf"[*_ ]{{0,3}}[,;(]?[ ](?:[a-zåäö]+[.:]?[ ]){{0,2}}[*_]{{0,2}}(?P<number>\d{{1,6}}/{_YEAR})(?![\d/])"
)
_MEETING_LINE = re.compile(
    r"(?:kokous|kokouksen|kokousnumero|nro|numero|pöytäkirja|esityslista|möte|sammanträde|protokoll)"
    r"[ \t:.]*\n\s{0,9}\Z",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(rf"(?<=[\w,] )\((?P<number>\d{{1,6}}/{_YEAR})\)")
_BARE = ("diary:class-line", "diary:head-line")  # rules of numbers that are written bare
_CLOSE = 40  # characters before a number in brackets that say whose it is
_LINE_START = re.compile(r"(?:\A|\n)[ \t]*\Z")
_LINE_END = re.compile(r"[ \t]{0,9}(?:\n|\Z)")
_WORD_BEFORE = re.compile(r"([^\W\d_]{1,12})[ :]{1,2}\Z")


@cache
def _labelled_pattern() -> re.Pattern[str]:
    labels = "|".join(re.escape(label) for label in sorted(prefixes().labels, key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?:{labels})[.:]{{0,2}}[ \t]{{0,4}}\n?[ \t]{{0,4}}"
        rf"(?P<number>\d{{1,6}}(?:[ ]?/[ ]?\d{{2,3}})?[ ]?[/-][ ]?{_YEAR})(?![\d/])(?!-\d)",
        re.IGNORECASE,
    )


@cache
def _foreign() -> tuple[re.Pattern[str], int]:
    with Path(__file__).with_name("diary.toml").open("rb") as file:
        data = tomllib.load(file)
    pattern = re.compile("|".join(re.escape(word) for word in data["foreign"]), re.IGNORECASE)
    return pattern, int(data["window"])


def find_diary_numbers(text: str, head_end: int | None = None) -> list[Found[DiaryNumber]]:
    """All municipal diary numbers in ``text``, in order, without overlaps.

    A bare ``730/2017`` counts where a label precedes it, where the next line is a task class, or where it
    stands alone on its line within the item's head, ``text[:head_end]``.
    """
    seen = view(text)
    found: list[Found[DiaryNumber]] = []
    plain = seen.text
    if not _SOME_YEAR.search(plain):
        return found  # every form has its year
    of_a_year = _SLASH_YEAR.search(plain) is not None
    for candidate in (
        *_classed(seen),
        *_simple(seen, _REGISTER, _DNO, "diary:register"),
        *(_ahjo(seen) if _DASHED_SIX.search(plain) else ()),
        *(_turku(seen) if "(" in plain else ()),
        *_simple(seen, _MUNICIPAL, _SLASH_YEAR, "diary:municipal-register"),
        *(_class_line(seen) if of_a_year else ()),
        *_labelled(seen),
        *(_alone(seen, text, head_end) if of_a_year else ()),
    ):
        if candidate:
            found.append(candidate)
    if any(one.rule in _BARE for one in found):
        found += [one for one in _bracketed(seen) if one]
    # Stable: of two at one place the earlier rule, the more telling one, wins.
    found.sort(key=lambda one: one.start)
    kept: list[Found[DiaryNumber]] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _make(
    seen: View,
    start: int,
    end: int,
    rule: str,
    task_class: str | None = None,
    *,
    known_register: bool = False,
) -> Found[DiaryNumber] | None:
    first, last = seen.span(start, end)
    value = parse(seen.text[start:end], known_register=known_register)
    if value is None:
        return None
    update: dict[str, str] = {"written": seen.original[first:last]}
    if task_class:
        update["task_class"] = task_class.replace(" ", ".")
    return Found(first, last, value.model_copy(update=update), rule)


def _classed(seen: View) -> list[Found[DiaryNumber] | None]:
    found: list[Found[DiaryNumber] | None] = []
    known = prefixes()
    for match in _near(seen.text, _SLASH_YEAR, _CLASSED):
        start, prefix = match.start(), match["prefix"]
        kept = prefix and (known.is_municipal(prefix) or prefix.isupper())
        if prefix and (not kept or known.is_label(prefix) or known.is_organ(prefix)):
            start = match.start("number")
        elif not prefix and _state_word_before(seen.text, start):
            continue
        found.append(_make(seen, start, match.end(), "diary:class"))
    return found


def _simple(
    seen: View, pattern: re.Pattern[str], sign: re.Pattern[str], rule: str
) -> list[Found[DiaryNumber] | None]:
    return [_make(seen, match.start(), match.end(), rule) for match in _near(seen.text, sign, pattern)]


def _ahjo(seen: View) -> list[Found[DiaryNumber] | None]:
    matches = list(_AHJO.finditer(seen.text))
    registers = {"HEL"} | {match["prefix"] for match in matches if match["class"]}
    return [
        _make(
            seen,
            match.start(),
            match.start("tail") if match["tail"] else match.end(),
            "diary:helsinki" if match["prefix"] == "HEL" else "diary:ahjo",
            match["class"],
            known_register=True,
        )
        for match in matches
        if match["prefix"] in registers
    ]


def _turku(seen: View) -> list[Found[DiaryNumber] | None]:
    found = []
    for match in _TURKU.finditer(seen.text):
        # "vuosina 2015-2017 (123)" is a span of years, not case 2015 of 2017.
        if 1900 <= int(match["running"]) <= 2100 and " " not in match["class"]:
            before = seen.text[max(0, match.start() - 9) : match.start()]
            if not (_LINE_START.search(before) and _LINE_END.match(seen.text, match.end())):
                continue
        found.append(_make(seen, match.start("number"), match.end("number"), "diary:turku", match["class"]))
    return found


def _class_line(seen: View) -> list[Found[DiaryNumber] | None]:
    return [
        _make(seen, match.start("number"), match.end("number"), "diary:class-line", match["class"])
        for match in _CLASS_LINE.finditer(seen.text)
    ]


def _near(text: str, sign: re.Pattern[str], pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Matches of a pattern that is looked for where its ``sign`` is: to try it at every letter takes long."""
    for start, end in _windows(text, sign):
        yield from pattern.finditer(text, start, end)


def _windows(text: str, sign: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where signs of numbers are, with room for all before and after them; apart from one another."""
    begin = end = 0
    for match in sign.finditer(text):
        start = max(0, match.start() - _FARTHEST_BEFORE)
        if start > end:
            if end:
                yield begin, end
            begin = start
        end = match.end() + _FARTHEST_AFTER
    if end:
        yield begin, end


def _labelled(seen: View) -> list[Found[DiaryNumber] | None]:
    found = []
    foreign, window = _foreign()
    for match in _near(seen.text, _OF_A_YEAR, _labelled_pattern()):
        window_start = max(0, match.start() - window)
        line_start = seen.text.rfind("\n", window_start, match.start()) + 1
        if foreign.search(seen.text, max(line_start, window_start), match.start()):
            continue
        found.append(_make(seen, match.start("number"), match.end("number"), "diary:label"))
        if beside := _BESIDE.match(seen.text, match.end()):  # "Dnro 241/2024, liittyy 87/2021"
            found.append(_make(seen, beside.start("number"), beside.end("number"), "diary:beside"))
    return found


def _alone(seen: View, text: str, head_end: int | None) -> list[Found[DiaryNumber] | None]:
    if not head_end:
        return []
    head = view(text[:head_end])
    return [
        _make(head, match.start("number"), match.end("number"), "diary:head-line")
        for match in _ALONE.finditer(head.text)
        if not _MEETING_LINE.search(head.text, max(0, match.start() - 60), match.start())
    ]


def _bracketed(seen: View) -> list[Found[DiaryNumber] | None]:
    """Bare numbers in brackets, where the own number is written bare: "on jo (118/2015) esittänyt"."""
    found = []
    foreign, window = _foreign()
    otherwise = _numbered_otherwise()
    for match in _IN_BRACKETS.finditer(seen.text):
        before = re.split(r"[.!?]\s", seen.text[max(0, match.start() - window) : match.start()])[-1]
        if not (foreign.search(before) or otherwise.search(before[-_CLOSE:])):
            found.append(_make(seen, match.start("number"), match.end("number"), "diary:brackets"))
    return found


@cache
def _numbered_otherwise() -> re.Pattern[str]:
    with Path(__file__).with_name("diary.toml").open("rb") as file:
        words = tomllib.load(file)["numbered_otherwise"]
    return re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)


def _state_word_before(text: str, start: int) -> bool:
    """True after "VN " or "STM ": a state office's number written with a space."""
    match = _WORD_BEFORE.search(text[max(0, start - 14) : start])
    return bool(match and match[1].isupper() and prefixes().is_state(match[1]))
