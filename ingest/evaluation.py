"""An evaluation's summary: overall, macro over municipalities, by language and platform, with intervals."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from ingest.evaluate import FIELDS, LineScore, Score

_RESAMPLES = 400
_SEED = 20170101
_INTERVAL = 0.95


@dataclass(frozen=True)
class FieldReport:
    """One field: scores over all items, macro F1 over municipalities with its interval, and the worst one."""

    field: str
    precision: float
    recall: float
    f1: float
    macro: float
    low: float
    high: float
    worst: str | None
    worst_f1: float | None
    wanted: int


def summarise(lines: Sequence[LineScore]) -> list[FieldReport]:
    """A report per field, in the fields' order.

    ``macro`` is the mean F1 over the municipalities that have the field (or were wrongly given it);
    ``low`` and ``high`` bound it at 95 % by resampling municipalities (bootstrap, fixed seed).
    """
    by_field: dict[str, list[LineScore]] = defaultdict(list)
    for line in lines:
        by_field[line.field].append(line)
    return [_report(name, by_field[name]) for name in FIELDS]


def _report(name: str, lines: Sequence[LineScore]) -> FieldReport:
    total = _total(lines)
    groups = group(lines, municipality_of)
    known = {place: score for place, score in groups.items() if not score.empty}
    values = [score.f1 for score in known.values()]
    low, high = interval(values)
    worst = min(known, key=lambda place: (known[place].f1, place)) if known else None
    return FieldReport(
        field=name,
        precision=total.precision,
        recall=total.recall,
        f1=total.f1,
        macro=sum(values) / len(values) if values else 1.0,
        low=low,
        high=high,
        worst=worst,
        worst_f1=known[worst].f1 if worst else None,
        wanted=total.found + total.missed,
    )


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of a mean; (1, 1) of nothing."""
    if not values:
        return 1.0, 1.0
    chance = random.Random(_SEED)
    means = sorted(sum(chance.choices(values, k=len(values))) / len(values) for _ in range(_RESAMPLES))
    cut = int(_RESAMPLES * (1 - _INTERVAL) / 2)
    return means[cut], means[-cut - 1]


def group(lines: Iterable[LineScore], by: Callable[[LineScore], str]) -> dict[str, Score]:
    """Scores of one field's lines, grouped."""
    groups: dict[str, Score] = defaultdict(Score)
    for line in lines:
        groups[by(line)].add(line)
    return groups


def municipality_of(line: LineScore) -> str:
    """The key's place or municipality, else the file's folder: a page that names none is still somebody's."""
    if line.line is not None and (place := line.line.get("place") or line.line.get("municipality")):
        return str(place)
    return PurePath(line.place.split(" § ")[0]).parts[0]


def language_of(line: LineScore) -> str:
    """The key's language."""
    return str(line.line["language"]) if line.line is not None else "?"


def platform_of(line: LineScore) -> str:
    """The platform, which is the key's own or the file's folder."""
    if line.line is not None and line.line.get("platform"):
        return str(line.line["platform"])
    return PurePath(line.place.split(" § ")[0]).parent.name or "?"


def _total(lines: Iterable[LineScore]) -> Score:
    score = Score()
    for line in lines:
        score.add(line)
    return score
