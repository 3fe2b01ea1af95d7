"""The words around money (``money.toml``), read once and compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from corpus.records import MoneyKind

_LEADING_BOUNDARY = re.compile(r"\A\\b(\w)")
_LEADING_CHOICE = re.compile(r"((?:\\b)?[a-zåäö]{0,2})\(\?:([^()?*{]+)\)(?![?*{])")
_SPACE = re.compile(r"(?<![\[\\]) (?![?*{+:.\\\]])")
_LEADING_LETTERS = re.compile(r"(?:\\b)?((?:[a-zåäö](?![?*{|])){1,8})")
# What must stand before a cue, which is said behind its first letter.
_BEHIND = re.compile(r"\A((?:\\b)?[a-zåäö])(?:\(\?<[=!][^()]*\)|\(\?:(?:\(\?<=[^()]*\)\|?)+\))")
_FIRST = 3  # letters by which the cues that may begin at a place are known


_WORD = "|"  # before the first letters of a cue that begins a word


@dataclass(frozen=True)
class KindCues:
    """Cues of one kind of money; the heavier, the farther from the amount they may stand."""

    kind: MoneyKind
    weight: int
    # Whether a network's fee may be meant: where the "item" is about a network or a joint "project", or words
    # "near" are, of a network or ("near-project") of either, or only where the "title" names a network; for
    # "members", if no association is named beside.
    network: Literal["item", "near", "project", "near-project", "title", "members", ""] = ""
    subjects: frozenset[MoneyKind] = frozenset()  # it is what the heading speaks of, if that is one of these
    bare: bool = False  # a noun that, said alone, is what its compounds before it are: "maksu", "avgift"


@dataclass(frozen=True)
class MoneyWords:
    """Everything ``money.toml`` says. ``before``, ``vat`` and the kinds read lower-case text."""

    units: dict[str, str]
    after: re.Pattern[str]
    ends: dict[str, str]  # words of ``after`` that may end a compound, and their units
    no_units: tuple[str, ...]  # how words begin that are none of those compounds
    before: re.Pattern[str]
    before_starts: re.Pattern[str]  # one character, where ``before`` may match
    vat: re.Pattern[str]
    vat_words: re.Pattern[str]  # every remark on VAT holds one of these
    kinds: tuple[KindCues, ...]
    kind_starts: re.Pattern[str]  # one character, where the cue of some kind may begin
    cues_by_start: dict[str, tuple[tuple[int, int, str], ...]]  # first letters to (kind's index, order, cue)
    estimate_before: re.Pattern[str]
    reckoned: re.Pattern[str]
    forecast: re.Pattern[str]
    powers: re.Pattern[str]  # the sentence tells what somebody may decide
    limit_before: re.Pattern[str]
    limit_after: re.Pattern[str]
    replacing: re.Pattern[str]
    network: re.Pattern[str]
    heading: re.Pattern[str]
    project: re.Pattern[str]
    utility: re.Pattern[str]
    whole: re.Pattern[str]
    seller: re.Pattern[str]
    local: re.Pattern[str]
    beside: re.Pattern[str]  # the rest of a noun and a word after it that tells that it is not the sum's
    paid: re.Pattern[str]
    joined: re.Pattern[str]
    taking_part: re.Pattern[str]
    own_costs: re.Pattern[str]
    association: re.Pattern[str]
    subjects: tuple[tuple[MoneyKind, re.Pattern[str]], ...]  # what headings speak of, the weightiest first
    heads: tuple[tuple[MoneyKind, re.Pattern[str]], ...]  # nouns that rule a heading, whatever stands before
    asked: tuple[tuple[MoneyKind, re.Pattern[str]], ...]  # what the body is asked to do, likewise
    numerals: dict[str, int]


@cache
def words() -> MoneyWords:
    """The words, read and compiled at first use."""
    with Path(__file__).with_name("money.toml").open("rb") as file:
        data = tomllib.load(file)
    for part in ("before", "after"):
        data[part] = {unit: _named(cues, data["names"]) for unit, cues in data[part].items()}
    for entry in (*data["charge"], *data["kind"].values()):
        entry["cues"] = _apart(_named(entry["cues"], data["names"]))
    # Where two cues are as near, the special one comes first.
    entries = [*data["charge"], *({"kind": kind, **entry} for kind, entry in data["kind"].items())]
    kinds = [
        KindCues(
            MoneyKind(entry["kind"]),
            entry["weight"],
            entry.get("network", ""),
            frozenset(MoneyKind(kind) for kind in entry.get("subjects", ())),
            entry.get("bare", False),
        )
        for entry in entries
    ]
    by_start: dict[str, list[tuple[int, int, str]]] = {}
    for index, entry in enumerate(entries):
        for order, cue in enumerate(entry["cues"]):
            by_start.setdefault(_start(cue, _FIRST), []).append((index, order, cue))
    return MoneyWords(
        units={unit: name for name, units in data["units"].items() for unit in units},
        after=re.compile(rf"(?:[ \n]|\n[ ]{{1,60}})(?:{_groups(data['after'])})(?!\w)", re.IGNORECASE),
        ends=_ends(data["after"], data["compounds"]),
        no_units=tuple(data["compounds"]["never"]),
        before=re.compile(_groups(data["before"])),
        before_starts=_starts({_start(cue) for cues in data["before"].values() for cue in _apart(cues)}),
        # Each begins a word or with a plus; said once, it spares trying them all everywhere.
        vat=re.compile(rf"(?:\b(?=[a-zåäö])|(?=\+))(?:{_groups(data['vat'])})"),
        vat_words=_any(data["vat_words"]),
        kinds=tuple(kinds),
        kind_starts=_starts({_start(cue) for entry in entries for cue in entry["cues"]}),
        cues_by_start={start: tuple(cues) for start, cues in by_start.items()},
        estimate_before=re.compile(
            rf"(?:{'|'.join(data['estimate_before']['cues'])})[ \n]{{0,2}}\Z", re.IGNORECASE
        ),
        reckoned=re.compile(rf"(?:{'|'.join(data['reckoned']['cues'])})[ \n]{{0,2}}\Z", re.IGNORECASE),
        forecast=_any(data["forecast"]["cues"]),
        powers=_any(_apart(data["powers"]["cues"])),
        limit_before=re.compile(rf"\b(?:{'|'.join(data['powers']['before'])})[ \n]{{1,3}}\Z"),
        limit_after=re.compile(rf"[ \n]{{1,3}}(?:{'|'.join(data['powers']['after'])})\b"),
        replacing=_any(data["replacing"]["cues"]),
        network=_any(data["topic"]["network"]),
        heading=_any(data["topic"]["heading"]),
        project=_any(data["topic"]["project"]),
        utility=_any(data["topic"]["utility"]),
        whole=_any(data["whole"]["cues"]),
        seller=_any(data["topic"]["seller"]),
        local=_any(_apart(data["topic"]["local"])),
        beside=re.compile(rf"[a-zåäö]{{0,12}}(?<=n)(?<! on) (?:{'|'.join(data['beside']['cues'])})\b"),
        association=_any(data["topic"]["association"]),
        joined=_any(data["topic"]["joined"]),
        taking_part=_any(data["topic"]["taking_part"]),
        own_costs=re.compile("|".join(data["topic"]["own_costs"])),
        paid=_any(data["topic"]["paid"]),
        subjects=tuple((MoneyKind(entry["kind"]), _any(entry["cues"])) for entry in data["subject"]),
        heads=tuple((MoneyKind(kind), _any(cues)) for kind, cues in data["heads"].items()),
        asked=tuple((MoneyKind(entry["kind"]), _any(_apart(entry["cues"]))) for entry in data["asked"]),
        numerals=data["numerals"],
    )


def _ends(after: dict[str, list[str]], told: dict[str, list[str]]) -> dict[str, str]:
    """The forms of one word in such a case, which may end a compound, and each one's unit."""
    cases = tuple(told["cases"])
    return {
        form: unit
        for unit, forms in after.items()
        for form in forms
        if form.isalpha() and form.endswith(cases)
    }


def _loose(cue: str) -> str:
    """``cue`` with its spaces as wide as a layout may make them where a line ends."""
    return _SPACE.sub("[ \\n]{1,60}", cue)


def _named(cues: list[str], names: dict[str, list[str]]) -> list[str]:
    """Each cue with its names in braces, "{funder}", as a choice among all of them."""
    for name, forms in names.items():
        choice = f"(?:{'|'.join(forms)})"
        cues = [cue.replace(f"{{{name}}}", choice) for cue in cues]
    return cues


def _apart(cues: list[str]) -> list[str]:
    r"""Each cue that begins with a choice, "\b(?:menot|kulut) ovat", as a cue for each choice."""
    apart: list[str] = []
    for cue in cues:
        choice = _LEADING_CHOICE.match(cue)
        choices = choice[2].split("|") if choice else []
        apart += [f"{choice[1]}{one}{cue[choice.end() :]}" for one in choices] if choice else [cue]
    return apart


def _any(cues: list[str]) -> re.Pattern[str]:
    r"""One pattern of all cues. Each begins with a letter or with ``\b`` and a letter.

    The boundary is moved behind the first letter: the regex engine then skips quickly to places where
    some cue's first letter stands.
    """
    return re.compile("|".join(_LEADING_BOUNDARY.sub(r"\1(?<=\\b\1)", _loose(cue)) for cue in cues))


@cache
def kinds_at(letters: str, *, begins_word: bool) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """The kinds with cues that may begin at these three ``letters``, special ones first.

    Each is told by its index, with the pattern of those of its cues alone.
    """
    starts = [letters[:length] for length in range(1, len(letters) + 1)]
    if begins_word:
        starts += [_WORD + start for start in starts]
    known = words().cues_by_start
    cues: dict[int, list[tuple[int, str]]] = {}
    for index, order, cue in sorted(cue for start in starts for cue in known.get(start, ())):
        cues.setdefault(index, []).append((order, cue))
    return tuple((index, _any([cue for _, cue in own])) for index, own in cues.items())


def _start(cue: str, most: int | None = None) -> str:
    """The letters that every match of ``cue`` begins with, ``most`` of them, marked if it begins a word."""
    match = _LEADING_LETTERS.match(_BEHIND.sub(r"\1", cue))
    if match is None:
        raise ValueError(f"money.toml: the cue {cue!r} does not begin with a letter")
    return (_WORD if cue.startswith("\\b") else "") + match[1][:most]


def _starts(starts: Iterable[str]) -> re.Pattern[str]:
    """A pattern of one character, where a cue with one of these starts may begin."""
    inside: dict[str, set[str]] = {}
    at_word: dict[str, set[str]] = {}
    for start in starts:
        letters = start.removeprefix(_WORD)
        (at_word if start.startswith(_WORD) else inside).setdefault(letters[0], set()).add(letters[1:])
    return re.compile(
        "|".join(
            f"{first}(?:{'|'.join(ways)})"
            for first in sorted({*inside, *at_word})
            for ways in [
                [
                    *([f"(?={_rest(inside[first])})"] if first in inside else ()),
                    *([f"(?<=\\b{first})(?={_rest(at_word[first])})"] if first in at_word else ()),
                ]
            ]
        )
    )


def _rest(rests: set[str]) -> str:
    """A pattern of what further letters may be, letter by letter, which is quick to try."""
    if "" in rests:
        return ""
    after: dict[str, set[str]] = {}
    for rest in rests:
        after.setdefault(rest[0], set()).add(rest[1:])
    last = "".join(sorted(letter for letter, more in after.items() if "" in more))
    ways = [f"[{last}]"] if last else []
    ways += [f"{letter}{_rest(more)}" for letter, more in sorted(after.items()) if "" not in more]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _groups(table: dict[str, Any]) -> str:
    """One alternation with a named group for each entry, so that ``lastgroup`` tells which it was."""
    return "|".join(f"(?P<{name}>{_loose('|'.join(patterns))})" for name, patterns in table.items())
