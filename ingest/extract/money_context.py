"""What the sentence around an amount says of it: kind, VAT, period, payer.

All cues of a text are found in one pass each, then looked up by place, so that a text of nothing but
amounts costs no more than its length.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from corpus.records import MoneyKind, Vat
from ingest.extract.money_words import words

T = TypeVar("T")
Span = tuple[int, int]

# Kinds that give way to "noin" right before the amount.
_YIELDING = frozenset({MoneyKind.PRICE, MoneyKind.TARIFF, MoneyKind.OTHER})

_SENTENCE_END = re.compile(r"[.!?](?=[ \n]{1,3}[\"”(]?[A-ZÅÄÖ])|\n[ \t]{0,40}(?=\n)|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:milj|mrd|n|esim|mm|sis|alv|nro|no|klo|kl|ym|yms|jne|ns|vrt|os|p|puh|ks|ko|em|tms|ts|s|k|kpl|st|mom"
    r"|t|ca|bl|a|dvs|t\.ex|bl\.a|inkl|exkl|moms|eur|as|inv|v|[A-ZÅÄÖ])|\b\d{1,2})\Z"
)
_BULLET = re.compile(r"[ \t]{0,20}(?:[-–•*·▪]|\d{1,2}[.)]|[a-z]\))[ \t]")
_FARTHEST_CUE = 300  # characters before an amount that its sentence may reach
_FARTHEST_AFTER = 120
_ACROSS = 2  # sentences back to look for a kind when its own sentence has none
_LEAD_IN = 14  # lines back to the "Maksut ovat:" above a list
_OF_ANOTHER = 40  # what a cue costs that stands before another amount
_SHORT_LINE = 50  # shorter lines are no running text cut at the margin
_FAR_ABOVE = 1500  # characters between a lead-in and its list's line
_CLAIM_GAP = 25  # characters between an amount and the VAT remark that follows it


@dataclass(frozen=True)
class Cue(Generic[T]):
    """A telling word at ``start:end``."""

    start: int
    end: int
    value: T


class Cues(Generic[T]):
    """Cues in order of place."""

    def __init__(self, cues: Iterable[Cue[T]]) -> None:
        self.all = sorted(cues, key=lambda cue: cue.start)
        self._starts = [cue.start for cue in self.all]

    def between(self, start: int, end: int) -> list[Cue[T]]:
        """Cues that begin in ``start:end``."""
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


@dataclass(frozen=True)
class Place:
    """Where an amount stands; ``previous_end`` is the end of the amount before it in the sentence, if any."""

    start: int
    end: int
    previous_end: int | None
    next_start: int | None
    genitive: bool


class Context:
    """The sentences of ``text``, a view's text, and the cues around the ``amounts`` in it (their spans)."""

    def __init__(self, text: str, amounts: Sequence[Span]) -> None:
        self.text = text
        self._ends = list(_sentence_ends(text))
        known = words()
        lower = _lower(text)
        far = _windows(amounts, _FAR_ABOVE, len(text))
        near = _windows(amounts, _FARTHEST_CUE, len(text))
        self._kinds = Cues(
            Cue(match.start(), match.end(), (cues.kind, cues.weight))
            for cues in known.kinds
            for start, end in far
            for match in cues.pattern.finditer(lower, start, end)
        )
        self._before = Cues(
            Cue(match.start(), match.end(), match.lastgroup or "")
            for start, end in near
            for match in known.before.finditer(lower, start, end)
        )
        self._vat = [
            Cue(match.start(), match.end(), match.lastgroup or "")
            for start, end in near
            for match in known.vat.finditer(lower, start, end)
        ]

    def sentence(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence that holds ``position``."""
        return self._sentence(bisect_right(self._ends, position))

    def _sentence(self, index: int) -> tuple[int, int]:
        start = self._ends[index - 1] if index else 0
        return start, self._ends[index] if index < len(self._ends) else len(self.text)

    def units_before(self, place: Place) -> set[str]:
        """Periods and heads the sentence gives before the amount ("vuotuinen", "asukasta kohden")."""
        start = max(self.sentence(place.start)[0], place.start - _FARTHEST_CUE, place.previous_end or 0)
        return {cue.value for cue in self._before.between(start, place.start)}

    def kind(self, place: Place) -> MoneyKind:
        """What the money is, by the nearest cue of its sentence, else of the sentence or lead-in before."""
        index = bisect_right(self._ends, place.start)
        start, end = self._sentence(index)
        first = max(start, place.start - _FARTHEST_CUE)
        best: tuple[float, MoneyKind] | None = None
        for cue in self._kinds.between(first, min(end, place.end + _FARTHEST_AFTER)):
            kind, weight = cue.value
            if cue.start < place.start:
                distance = float(max(0, place.start - cue.end))
                if place.previous_end is not None and cue.start < place.previous_end:
                    distance += _OF_ANOTHER
            else:
                distance = float(max(0, cue.start - place.end))
                # "450 euron projektiavustuksen": a genitive belongs to the noun after it.
                distance = distance * 0.3 - 40 if place.genitive and distance < 40 else distance * 2 + 10
                if place.next_start is not None and cue.start > place.next_start:
                    continue
            cost = distance + (3 - weight) * 40
            if best is None or cost < best[0]:
                best = (cost, kind)
        roughly = words().estimate_before.search(self.text, max(0, place.start - 20), place.start)
        if roughly and (best is None or best[1] in _YIELDING):
            return MoneyKind.ESTIMATE
        return best[1] if best else self._kind_before(index)

    def _kind_before(self, index: int) -> MoneyKind:
        """The last heavy cue of the sentence before, or of a list's lead-in."""
        start, _ = self._sentence(index)
        reach = _LEAD_IN if _BULLET.match(self.text, start) else _ACROSS
        for back in range(index - 1, max(-1, index - 1 - reach), -1):
            first, last = self._sentence(back)
            first = max(first, last - _FARTHEST_CUE)
            leads_in = self.text[first:last].rstrip().endswith(":")
            if reach == _LEAD_IN and not leads_in:
                continue
            if start - last > _FAR_ABOVE:
                break
            cues = self._kinds.between(first, last)
            if heavy := [cue.value[0] for cue in cues if cue.value[1] >= 2]:
                return heavy[-1]
            if cues and leads_in:
                return cues[-1].value[0]
        return MoneyKind.OTHER

    def vats(self, places: list[Place]) -> list[Vat]:
        """For each amount, in order, whether VAT is in it."""
        result = [Vat.UNKNOWN] * len(places)
        starts = [place.start for place in places]
        for cue in self._vat:
            vat = Vat.INCLUDED if cue.value == "included" else Vat.EXCLUDED
            start, end = self.sentence(cue.start)
            behind = bisect_left(starts, cue.start) - 1
            has_behind = behind >= 0 and places[behind].start >= start
            has_ahead = behind + 1 < len(places) and places[behind + 1].start < min(end, cue.end + 80)
            gap = cue.start - places[behind].end if has_behind else 0
            if cue.value == "excluded_ahead" and has_ahead:
                target = behind + 1
            elif has_behind and (gap <= _CLAIM_GAP or not has_ahead):
                target = behind
            elif has_ahead or self._is_label_of_next(start, end, behind + 1, places):
                target = behind + 1
            else:
                continue
            if result[target] is Vat.UNKNOWN:
                result[target] = vat
            # "250 €/kk (10 €/m²/kk) + alv 24 %": the remark is about the amount before the brackets too.
            if target == behind and target and places[target - 1].start >= start:
                gap_start, gap_end = places[target - 1].end, places[target].start
                between = self.text[gap_start : min(gap_end, gap_start + 9)]
                if between.strip() == "(" and result[target - 1] is Vat.UNKNOWN:
                    result[target - 1] = vat
        return result

    def _is_label_of_next(self, start: int, end: int, ahead: int, places: list[Place]) -> bool:
        """True for a short line above the amount: "Hankinnan arvo (alv 0 %)", "Tilaukset ilman alv:"."""
        if ahead >= len(places) or end - start > 100:
            return False
        reach = 60 if self.text[start:end].rstrip().endswith(":") else 5
        return places[ahead].start - end < reach

    def payer(self, place: Place) -> str | None:
        """The municipality that pays, where the sentence says so before the amount."""
        start = max(self.sentence(place.start)[0], place.start - _FARTHEST_CUE, place.previous_end or 0)
        matches = list(_PAYER.finditer(self.text, start, place.start))
        if not matches:
            return None
        last = matches[-1]
        body = {"kau": "kaupunki", "kun": "kunta"}[last["body"].lower()[:3]]
        return f"{' '.join(last['name'].split())} {body}"


_PAYER = re.compile(
    r"(?P<name>(?<!\w)[A-ZÅÄÖ][a-zåäö]{1,20}(?:[- ][A-ZÅÄÖ][a-zåäö]{1,20}){0,2}n)[ \n]"
    r"(?:(?P<body>kaupungille|kunnalle|kaupungin|kunnan|kaupungilta|kunnalta|kaupunki|kunta)[ \n]"
    r"(?:[a-zåäö]{1,25}[ \n]){0,2}"
    r"(?:osallistumismaks|verkostomaks|maksuosuu|jäsenmaks|kuntaosuu|osuu|maksaa|maksetta|laskutetaan|maksu))"
)


def _windows(amounts: Sequence[Span], before: int, length: int) -> list[Span]:
    """The stretches around amounts where cues are looked for, merged, so that none is read twice."""
    windows: list[Span] = []
    for start, end in amounts:
        first, last = max(0, start - before), min(length, end + _FARTHEST_AFTER)
        if windows and first <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(last, windows[-1][1]))
        else:
            windows.append((first, last))
    return windows


def _lower(text: str) -> str:
    """Lower case of the same length, which ``str.lower`` does not promise."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(one if len(one := character.lower()) == 1 else character for character in text)


def _sentence_ends(text: str) -> Iterable[int]:
    """Where sentences end: at a full stop before a capital, at blank lines, at lines that end a thought."""
    line_start = 0
    for match in _SENTENCE_END.finditer(text):
        position = match.end()
        if match[0][0] == "\n":
            line = text[line_start : match.start()].rstrip()
            ahead = text[position : position + 40]
            line_start = position
            first = ahead.lstrip()[:1]
            if (
                not line
                or not ahead.strip()
                or _BULLET.match(ahead)
                or ((first.isupper() or first.isdigit()) and line[-1] in ".:;!?")
                or (first.isupper() and len(line) < _SHORT_LINE)
            ):
                yield position
        elif match[0] in "!?" or not _ABBREVIATION.search(text, max(0, match.start() - 8), match.start()):
            yield position
