"""How well extraction does against an answer key: precision, recall and F1 per field.

A key line and an extracted item belong together when they come from the same file and carry the same §
(or both none). A field with one value counts as found, wrong or missed; a field with many is compared as
a set: a fee told three times is one fee.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

SINGLE = ("kind", "language", "municipality", "organ", "meeting_date", "section", "title")
MANY = ("diary_numbers", "cited_diary_numbers", "people", "titles", "money", "participations")
DECIDED = ("outcome", "unanimous", "votes")
FIELDS = (*SINGLE, *MANY, *DECIDED)


@dataclass
class Score:
    """Counts for one field; ``errors`` are (file, missed, invented) for reading."""

    found: int = 0
    missed: int = 0
    invented: int = 0
    errors: list[tuple[str, list[str], list[str]]] = field(default_factory=list)

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


def evaluate(
    key: Iterable[Mapping[str, Any]], extracted: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, Score]:
    """Score extracted lines (``records.contract`` dicts by file) against key lines (dicts with ``file``)."""
    scores = {name: Score() for name in FIELDS}
    wanted_by_file: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
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
            _compare(scores, f"{file} § {line['section']}", _values(line, line), _values(match, line))
        for extra in given:
            _compare(
                scores, f"{file} § {extra['section']} (extra)", _values(None, None), _values(extra, None)
            )
    return scores


def _compare(
    scores: Mapping[str, Score],
    place: str,
    wanted: Mapping[str, Counter[str]],
    given: Mapping[str, Counter[str]],
) -> None:
    for name, score in scores.items():
        missed, invented = wanted[name] - given[name], given[name] - wanted[name]
        score.found += (wanted[name] & given[name]).total()
        score.missed += missed.total()
        score.invented += invented.total()
        if missed or invented:
            score.errors.append((place, sorted(missed.elements()), sorted(invented.elements())))


def _values(line: Mapping[str, Any] | None, wanted: Mapping[str, Any] | None) -> dict[str, Counter[str]]:
    """Every field's values as a multiset of strings."""
    values: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
    if line is None:
        return values
    flat = {**line, **{k: line["document"][k] for k in ("kind", "language") if "document" in line}}
    for name in SINGLE:
        if flat.get(name) is not None:
            values[name][" ".join(str(flat[name]).split())] += 1
    for name in ("diary_numbers", "cited_diary_numbers"):
        values[name].update(line[name])
    values["people"].update(f"{p['name'] or p['title']} [{p['role']}]" for p in line["people"])
    # A title counts where the key knows one; leaving out the key's null is no mistake.
    named = {(p["name"], p["role"]) for p in (wanted or line)["people"] if p["title"]}
    values["titles"].update(
        f"{p['name']}: {p['title']}"
        for p in line["people"]
        if p["name"] and p["title"] and (p["name"], p["role"]) in named
    )
    values["money"].update(
        f"{Decimal(m['amount']):f} {m['per']} {m['vat']} {m['kind']}" for m in line["money"]
    )
    values["participations"].update(
        f"{p['municipality']} {p['network']} {p['season']} {p['status']}" for p in line["participations"]
    )
    decision = line["decision"]
    if decision:
        for name in ("outcome", "unanimous"):
            if decision.get(name) is not None:
                values[name][str(decision[name])] += 1
        if decision.get("votes"):
            votes = {key: value for key, value in decision["votes"].items() if value is not None}
            values["votes"][str({key: votes[key] for key in ("for", "against") if key in votes})] += 1
    return values
