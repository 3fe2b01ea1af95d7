"""How well extraction does against an answer key: precision, recall and F1 per field.

A key line and an extracted item belong together when they come from the same file and carry the same §
(or both none). A field with one value counts as found, wrong or missed; a field with many is compared as
a set: a fee told three times is one fee.

``names`` are people without their roles and ``roles`` the roles of those whose names were found, so that a
right person in a wrong role is told from an unknown one. ``no_decision`` is the answer that nothing visible
was decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Line = Mapping[str, Any]

SINGLE = ("kind", "language", "municipality", "organ", "meeting_date", "section", "title")
MANY = (
    "diary_numbers",
    "cited_diary_numbers",
    "names",
    "roles",
    "people",
    "titles",
    "money",
    "participations",
)
DECIDED = ("outcome", "unanimous", "votes", "no_decision")
FIELDS = (*SINGLE, *MANY, *DECIDED)


@dataclass(frozen=True)
class LineScore:
    """One field of one item: values found, missed and invented; ``line`` is the key's (None for an extra)."""

    field: str
    place: str
    line: Line | None
    found: frozenset[str]
    missed: frozenset[str]
    invented: frozenset[str]


@dataclass
class Score:
    """Counts for one field; ``errors`` are (place, missed, invented) for reading."""

    found: int = 0
    missed: int = 0
    invented: int = 0
    errors: list[tuple[str, list[str], list[str]]] = field(default_factory=list)

    def add(self, line: LineScore) -> None:
        """Count one item in."""
        self.found += len(line.found)
        self.missed += len(line.missed)
        self.invented += len(line.invented)
        if line.missed or line.invented:
            self.errors.append((line.place, sorted(line.missed), sorted(line.invented)))

    @property
    def precision(self) -> float:
        """Found of all given; 1 when nothing was given."""
        given = self.found + self.invented
        return self.found / given if given else 1.0

    @property
    def recall(self) -> float:
        """Found of all there is; 1 when there is nothing."""
        wanted = self.found + self.missed
        return self.found / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.found + self.missed + self.invented
        return 2 * self.found / total if total else 1.0

    @property
    def empty(self) -> bool:
        """Whether there was nothing to find and nothing was given."""
        return not (self.found or self.missed or self.invented)


def score_lines(key: Iterable[Line], extracted: Mapping[str, Sequence[Line]]) -> list[LineScore]:
    """Every field of every item: ``records.contract`` dicts by file against key lines with ``file``."""
    result: list[LineScore] = []
    wanted_by_file: dict[str, list[Line]] = defaultdict(list)
    for line in key:
        wanted_by_file[line["file"]].append(line)
    for file, wanted in wanted_by_file.items():
        given = list(extracted.get(file, ()))
        for line in wanted:
            match = next((item for item in given if item["section"] == line["section"]), None)
            if match is None and len(wanted) == len(given) == 1:
                match = given[0]
            if match is not None:
                given.remove(match)
            result += _compare(f"{file} § {line['section']}", line, match)
        for extra in given:
            result += _compare(f"{file} § {extra['section']} (extra)", None, extra)
    return result


def evaluate(key: Iterable[Line], extracted: Mapping[str, Sequence[Line]]) -> dict[str, Score]:
    """Scores per field over all items together."""
    scores = {name: Score() for name in FIELDS}
    for line in score_lines(key, extracted):
        scores[line.field].add(line)
    return scores


def _compare(place: str, line: Line | None, item: Line | None) -> list[LineScore]:
    wanted, given = _values(line, line), _values(item, line)
    if line is not None and line.get("municipality") is None:
        given["municipality"].discard(
            str(line.get("place"))
        )  # known from where the file lies: right all the same
    if line is not None and item is not None:
        # A role or a title is only asked of a person who was found.
        common = {name.rpartition(" [")[0] for name in wanted["people"]} & {
            name.rpartition(" [")[0] for name in given["people"]
        }
        for values in (wanted, given):
            values["roles"] = {name for name in values["people"] if name.rpartition(" [")[0] in common}
    result = []
    for name in FIELDS:
        result.append(
            LineScore(
                name,
                place,
                line,
                frozenset(wanted[name] & given[name]),
                frozenset(wanted[name] - given[name]),
                frozenset(given[name] - wanted[name]),
            )
        )
    return result


def _values(line: Line | None, wanted: Line | None) -> dict[str, set[str]]:
    """Every field's values as a set of strings; ``wanted`` tells which titles the key knows."""
    values: dict[str, set[str]] = {name: set() for name in FIELDS}
    if line is None:
        return values
    flat = {**line, **{k: line["document"][k] for k in ("kind", "language") if "document" in line}}
    for name in SINGLE:
        if flat.get(name) is not None:
            words = " ".join(str(flat[name]).split())
            # A cover in capitals and a line in small letters name one body.
            values[name].add(words.casefold() if name == "organ" else words)
    for name in ("diary_numbers", "cited_diary_numbers"):
        values[name].update(line[name])
    values["people"] = {f"{p['name'] or p['title']} [{p['role']}]" for p in line["people"]}
    values["names"] = {p["name"] or p["title"] for p in line["people"]}
    named = {(p["name"], p["role"]) for p in (wanted or line)["people"] if p["title"]}
    values["titles"] = {
        f"{p['name']}: {p['title']}"
        for p in line["people"]
        if p["name"] and p["title"] and (p["name"], p["role"]) in named
    }
    # 3,4 and 3,40 are one sum.
    values["money"] = {
        f"{Decimal(m['amount']).normalize():f} {m['per']} {m['vat']} {m['kind']}" for m in line["money"]
    }
    # As with the item's own municipality: known from where the file lies is right all the same.
    unnamed = (wanted or line).get("municipality") is None and (wanted or line).get("place")
    for p in line["participations"]:
        who = None if p["municipality"] == unnamed else p["municipality"]
        values["participations"].add(f"{who} {p['network']} {p['season']} {p['status']}")
    decision = line["decision"]
    if decision is None:
        values["no_decision"].add("none")
        return values
    for name in ("outcome", "unanimous"):
        if decision.get(name) is not None:
            values[name].add(str(decision[name]))
    if decision.get("votes"):
        votes = decision["votes"]
        values["votes"].add(f"{votes['for']}–{votes['against']}")
    return values
