"""Earlier bodies' handlings quoted inside an item: where each begins and where the own text goes on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import SectionRole
from ingest.extract.found import Found
from ingest.heads import Mark
from ingest.lines import DocLine
from ingest.named_sections import NamedSection

_SHORT = ("valtuusto", "hallitus", "fullmäktige", "styrelsen")


@dataclass(frozen=True)
class HandlingSpan:
    """An earlier body's handling quoted in an item, in ``document.text[start:end]``."""

    mark: Mark
    start: int
    end: int


def find_handlings(
    lines: Sequence[DocLine],
    foreign: Sequence[Mark],
    returns: Sequence[int],
    sections: Sequence[NamedSection],
    end: int,
) -> list[HandlingSpan]:
    """Stretches that are other bodies': each from its head line to the next one or the own text's return."""
    starts = [lines[mark.line].start for mark in foreign]
    returns = sorted(returns)
    history = next((s for s in sections if s.role is SectionRole.HISTORY), None)
    result: list[HandlingSpan] = []
    for position, mark in enumerate(foreign):
        start = starts[position]
        stop = starts[position + 1] if position + 1 < len(starts) else end
        back = bisect_right(returns, start)
        returned = back < len(returns) and returns[back] <= stop
        if returned:
            stop = returns[back]
        elif history is not None and history.start <= start:
            stop = _own_text_again(start, stop, history, sections)
        result.append(HandlingSpan(mark, start, stop))
    return result


def _own_text_again(start: int, stop: int, history: NamedSection, sections: Sequence[NamedSection]) -> int:
    """Where the page's own words go on after a quoted history.

    When the history comes after the page's own decision it runs to the end. When it comes first (CaseM's
    "Aikaisempi käsittely"), the own text begins at the first preparer, reasons or proposal heading after
    the quoted decision.
    """
    if any(
        s.role in (SectionRole.DECISION, SectionRole.PROPOSAL) and s.start < history.start for s in sections
    ):
        return stop
    inside = [section for section in sections if start < section.start < stop]
    # One decision in all that follows is the page's own: the history was only named, not quoted.
    decided = sum(section.role is SectionRole.DECISION for section in inside) <= 1
    opening = {SectionRole.PERSONS, SectionRole.REASONS, SectionRole.PROPOSAL}
    for section in inside:
        if decided and section.role in opening:
            return section.start
        decided = decided or section.role is SectionRole.DECISION
    return stop


def own_decision_apart(
    handlings: Sequence[HandlingSpan],
    sections: Sequence[NamedSection],
    organ: Found[str] | None,
    lines: Sequence[DocLine],
) -> list[HandlingSpan]:
    """The handlings, the last cut before a decision whose words name the item's own body as deciding."""
    if not handlings or organ is None:
        return list(handlings)
    last = handlings[-1]
    if last.mark.organ is not None and last.mark.organ.value.name == organ.value:
        return list(handlings)
    bodies = _bodies(organ.value, last.mark.organ.value.name if last.mark.organ else "")
    for line in lines:
        if not last.start < line.start < last.end or not any(body in line.text for body in bodies):
            continue
        inside = next(
            (s for s in sections if s.start <= line.start < s.end or line.start <= s.start < line.end), None
        )
        if inside is None or inside.role not in (SectionRole.DECISION, SectionRole.HANDLING):
            continue
        heads = inside.role is SectionRole.HANDLING  # "Valtuuston käsittely"
        words = line.text[0 if heads else max(0, inside.body - line.start) :].lstrip(" :\t")
        if words.startswith(bodies) and (not heads or inside.start <= line.start < inside.body):
            start = min(inside.start, line.start)
            cut = start if heads else min(start, _with_its_handling(inside, last, sections))
            return [*handlings[:-1], HandlingSpan(last.mark, last.start, cut)]
    return _only_decision_apart(handlings, sections, lines)


def _only_decision_apart(
    handlings: Sequence[HandlingSpan], sections: Sequence[NamedSection], lines: Sequence[DocLine]
) -> list[HandlingSpan]:
    """The handlings, the last cut before its last decision, where the item has no decision outside them.

    Minutes tell what their own body decided: below "Kunnanhallitus 2.3.2026 § 40" and what the board put
    forward, the decision is the council's, unless its words begin with the board's name.
    """
    last = handlings[-1]
    decisions = [s for s in sections if s.role is SectionRole.DECISION]
    inside = [s for s in decisions if last.start < s.start < last.end]
    outside = any(not any(h.start <= s.start < h.end for h in handlings) for s in decisions)
    if not inside or outside or last.end < lines[-1].end:
        return list(handlings)
    decision = inside[-1]
    quoted = _bodies(last.mark.organ.value.name, "") if last.mark.organ else ()
    for line in lines:
        if decision.body < line.end and line.start < decision.end:
            words = line.text[max(0, decision.body - line.start) :].lstrip(" :\t")
            if words:
                if quoted and words.startswith(quoted):
                    return list(handlings)
                break
    cut = _with_its_handling(decision, last, sections)
    return [*handlings[:-1], HandlingSpan(last.mark, last.start, cut)]


def _with_its_handling(decision: NamedSection, inside: HandlingSpan, sections: Sequence[NamedSection]) -> int:
    """Where what leads to a decision begins: its discussion and votes stand right before it."""
    start = decision.start
    for section in reversed(sections):
        if inside.start < section.start < start:
            if section.role is not SectionRole.HANDLING:
                break
            start = section.start
    return start


def _bodies(own: str, quoted: str) -> tuple[str, ...]:
    """What an item's own body may be called: "Kunnanvaltuusto", or "Valtuusto" beside a board's handling."""
    short = next((word for word in _SHORT if own.casefold().endswith(word)), None)
    if short is None or quoted.casefold().endswith(short):
        return (own,)
    return own, short.capitalize()


def without(lines: Sequence[DocLine], handlings: Sequence[HandlingSpan]) -> list[DocLine]:
    """The lines outside other bodies' handlings, which come in order."""
    kept: list[DocLine] = []
    position = 0
    for line in lines:
        while position < len(handlings) and handlings[position].end <= line.start:
            position += 1
        if position == len(handlings) or line.start < handlings[position].start:
            kept.append(line)
    return kept
