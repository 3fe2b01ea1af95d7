"""A read document to its structure: kind, meeting, items (§), named sections, earlier handlings.

Two shapes occur. A whole meeting's minutes hold a chain of rising §§ of one body and date, after a cover.
Everything else is one item (or no minutes at all): its head may be the page's own chrome ("Pöytäkirja
8.5.2017 Pykälä 127"), a pair of lines ("X, kokous 2.3.2021" / "§ 12 Otsikko"), or the last of a list of
head lines, the others being earlier bodies' handlings of the same case.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import SectionRole
from corpus.registry.furniture import is_furniture
from corpus.registry.not_minutes import is_not_minutes
from corpus.registry.organs import Organ
from ingest.chain import meeting_chain
from ingest.document import ReadDocument
from ingest.extract.dates import find_dates
from ingest.extract.diary import find_diary_numbers
from ingest.extract.found import Found
from ingest.handlings import HandlingSpan, find_handlings, own_decision_apart, without
from ingest.heads import Mark, find_marks
from ingest.item_title import find_title, title_of
from ingest.lines import DocLine, document_lines
from ingest.named_sections import NamedSection, find_sections
from ingest.own_head import (
    is_foreign,
    label,
    organ_above,
    own_mark,
    own_organ_and_date,
    same_organ,
    same_section,
    shorter,
)
from ingest.titles_above import titles_above

_HEAD_LINES = 30
_COURT = re.compile(r"hallinto-oikeu|förvaltningsdomstol", re.IGNORECASE)
_TOP_HEADS = 8  # lines
_LISTED_LINES = 12  # of a page's top, where a case's handlings are listed
_DECIDING = {SectionRole.DECISION, SectionRole.PROPOSAL, SectionRole.HANDLING}
_TELLING = {
    SectionRole.DECISION,
    SectionRole.PROPOSAL,
    SectionRole.PERSONS,
    SectionRole.REASONS,
    SectionRole.HANDLING,
}


@dataclass(frozen=True)
class Segment:
    """One item's stretch of a document with its head's facts; all offsets are the document's."""

    start: int
    end: int
    organ: Found[str] | None
    date: Found[dt.date] | None
    section: Found[int] | None
    title: Found[str] | None
    sections: tuple[NamedSection, ...]
    handlings: tuple[HandlingSpan, ...]
    body: int


@dataclass(frozen=True)
class Structure:
    """What segmentation makes of a document. ``cover`` is the stretch before a meeting's first item."""

    lines: tuple[DocLine, ...]
    organ: Found[Organ] | None
    date: Found[dt.date] | None
    segments: tuple[Segment, ...]
    cover: tuple[int, int] | None
    agenda: bool
    minutes: bool

    @property
    def is_meeting(self) -> bool:
        """Whether the document holds a whole meeting rather than one item."""
        return self.cover is not None or len(self.segments) > 1


def structure(document: ReadDocument) -> Structure:
    """Segment a document. Linear in its length."""
    lines = document_lines(document)
    marks = find_marks(lines)
    organ, date = own_organ_and_date(lines, marks)
    agenda, minutes = label(lines, marks)
    headed = any(
        mark.organ and mark.date and not _COURT.search(document.text, 0, lines[mark.line].start)
        for mark in marks
        if mark.line < _TOP_HEADS
    )
    if is_not_minutes(document.text, headed):
        return Structure(tuple(lines), None, None, (), None, False, False)
    chain = meeting_chain(marks, organ, date)
    end = len(document.text)
    if len(chain) >= 2:
        above = titles_above(lines, marks, chain)
        starts = [
            run[0].start if run else lines[mark.line].start for mark, run in zip(chain, above, strict=True)
        ]
        bounds = [*starts[1:], end]
        segments = tuple(
            _segment(lines, marks, mark, (start, stop), organ, date, run)
            for mark, start, stop, run in zip(chain, starts, bounds, above, strict=True)
        )
        if not any(s.role in _DECIDING for segment in segments for s in segment.sections) and not (
            organ and date
        ):
            return Structure(tuple(lines), None, None, (), None, agenda, minutes)  # a regulation's own §§
        first = lines[0].start if lines else 0
        cover = (first, starts[0]) if starts[0] > first else None
        return Structure(tuple(lines), organ, date, segments, cover, agenda, minutes)
    segment = _single(lines, marks, end, organ, date)
    if segment is None and _lists_meetings(marks):
        return Structure(tuple(lines), None, None, (), None, False, False)
    return Structure(tuple(lines), organ, date, (segment,) if segment else (), None, agenda, minutes)


def _segment(
    lines: Sequence[DocLine],
    marks: Sequence[Mark],
    own: Mark,
    span: tuple[int, int],
    organ: Found[Organ] | None,
    date: Found[dt.date] | None,
    above: Sequence[DocLine],
) -> Segment:
    """An item of a whole meeting's minutes; ``above`` are its title's lines if they stand before its §."""
    start, end = span
    inside = _slice(lines, span)
    others = [mark for mark in _marks_in(lines, marks, span) if mark is not own]
    foreign = [mark for mark in others if is_foreign(mark, own, organ, date)]
    returns = [mark for mark in others if same_section(mark, own) and not is_foreign(mark, own, organ, date)]
    if foreign and foreign[0].line < own.line:
        returns = [own, *returns]  # the title stands above an earlier body's handling, the own one comes last
    breaks = [lines[mark.line].start for mark in (*foreign, *returns)]
    sections = find_sections(inside, breaks, end)
    handlings = find_handlings(lines, foreign, [lines[mark.line].start for mark in returns], sections, end)
    handlings = own_decision_apart(handlings, sections, _named(own.organ or organ), inside)
    title = title_of(above, "title:above-head") if above else find_title(inside, own, sections)
    own_row = own.section if above and own not in returns else None
    head = [found.end for found in (title, own_row) if found]
    return Segment(
        start,
        end,
        _named(own.organ or organ),
        own.date or date,
        own.section,
        title,
        tuple(sections),
        tuple(handlings),
        max(head, default=start),
    )


def _date_of_row(own: Mark | None, marks: Sequence[Mark]) -> Found[dt.date] | None:
    """The date that another row of the same body and § gives, when the own head has none."""
    if own is None or own.date or own.organ is None:
        return None
    for mark in marks:
        if (
            mark.date
            and mark.organ
            and same_section(mark, own)
            and same_organ(mark.organ.value, own.organ.value)
        ):
            return mark.date
    return None


def _only_heads_above(lines: Sequence[DocLine], marks: Sequence[Mark], own: Mark) -> bool:
    """Whether every line above an item's § names the body and the day, and says nothing else."""
    heads = {mark.line for mark in marks if mark.organ and mark.date and mark.rest is None}
    return all(
        index in heads or is_furniture(line.text.strip(" *#")) for index, line in enumerate(lines[: own.line])
    )


def _lists_meetings(marks: Sequence[Mark]) -> bool:
    """Whether a page lists minutes and agendas of several days."""
    return len({mark.date.value for mark in marks if mark.date and (mark.minutes or mark.agenda)}) > 1


def _comes_again(mark: Mark, marks: Sequence[Mark]) -> bool:
    """Whether a row of the list of handlings on a page's top, where each is told further down."""
    return mark.line < _LISTED_LINES and any(
        other.line > mark.line + 1 and same_section(other, mark) and _same_handling(other, mark)
        for other in marks
    )


def _same_handling(one: Mark, other: Mark) -> bool:
    bodies = one.organ is None or other.organ is None or same_organ(one.organ.value, other.organ.value)
    return bodies and (one.date is None or other.date is None or one.date.value == other.date.value)


def _day_of_decision(lines: Sequence[DocLine], sections: Sequence[NamedSection]) -> Found[dt.date] | None:
    """The day with which the words of a decision begin ("11.1.2022 Rehtori päätti …")."""
    decision = next((s for s in sections if s.role is SectionRole.DECISION), None)
    for line in lines:
        if decision is None or line.end <= decision.body:
            continue
        start = max(0, decision.body - line.start)
        words = line.text[start:]
        dates = find_dates(words) if words.strip(" :") else []
        if words.strip(" :"):
            skip = len(words) - len(words.lstrip(" :\t\u00a0"))
            return dates[0].shift(line.start + start) if dates and dates[0].start == skip else None
    return None


def _has_number(lines: Sequence[DocLine]) -> bool:
    """Whether a diary number stands near the top."""
    head = "\n".join(line.text for line in lines[:_HEAD_LINES])
    return bool(find_diary_numbers(head, len(head)))


def _slice(lines: Sequence[DocLine], span: tuple[int, int]) -> list[DocLine]:
    first = bisect_left(lines, span[0], key=lambda line: line.start)
    last = bisect_left(lines, span[1], key=lambda line: line.start)
    return list(lines[first:last])


def _marks_in(lines: Sequence[DocLine], marks: Sequence[Mark], span: tuple[int, int]) -> Sequence[Mark]:
    first = bisect_left(marks, span[0], key=lambda mark: lines[mark.line].start)
    last = bisect_left(marks, span[1], key=lambda mark: lines[mark.line].start)
    return marks[first:last]


def _named(organ: Found[Organ] | None) -> Found[str] | None:
    return Found(organ.start, organ.end, organ.value.name, organ.rule) if organ else None


def _single(
    lines: Sequence[DocLine],
    marks: Sequence[Mark],
    end: int,
    organ: Found[Organ] | None,
    date: Found[dt.date] | None,
) -> Segment | None:
    """The one item of a page, or None when nothing on it is an item's."""
    if not lines:
        return None
    sections = find_sections(lines, [lines[mark.line].start for mark in marks], end)
    own = own_mark(lines, marks, sections, date)
    date = _date_of_row(own, marks) or date
    spoken = {section.role for section in sections}
    if own is None and not spoken & {SectionRole.DECISION, SectionRole.PROPOSAL}:
        return None
    # Nothing stands before its own §: even a secret item's page, which has no word more.
    opens = own is not None and (
        own.line == 0 or own.minutes or own.agenda or _only_heads_above(lines, marks, own)
    )
    if own is not None and not spoken & _TELLING and _lists_meetings(marks):
        return None
    if own is not None and not (opens or spoken & _TELLING or _has_number(lines)):
        return None  # a § quoted on a page that is about something else
    if own is not None:
        foreign = [
            mark
            for mark in marks
            if mark is not own
            and (mark.organ or mark.date)
            and is_foreign(mark, own, organ, date)
            and mark.section is not None
        ]
        foreign = [mark for mark in foreign if not _comes_again(mark, foreign)]
        returns = [
            lines[mark.line].start
            for mark in marks
            if mark is own
            or (
                (same_section(mark, own) or (mark.organ and mark.date and not mark.section))
                and not is_foreign(mark, own, organ, date)
            )
        ]
    else:
        foreign, returns = [mark for mark in marks if mark.section and mark.organ], []
    handlings = find_handlings(lines, foreign, returns, sections, end)
    handlings = own_decision_apart(
        handlings, sections, _named(own.organ if own and own.organ else organ), lines
    )
    title = find_title(without(lines, handlings), own, sections)
    decided = [s.start for s in sections if s.role in (SectionRole.DECISION, SectionRole.PROPOSAL)]
    if organ is not None and decided and organ.start > decided[0]:
        organ = None  # a body's name on a line of the decision is somebody the decision is about
    own_organ = own.organ if own and own.organ else organ
    if own and own.organ is None and own.date is None:
        own_organ = organ or organ_above(lines, own.line)
    own_date = own.date if own and own.date else date
    for mark in marks:
        if own and same_section(mark, own) and not is_foreign(mark, own, organ, date):
            # Two rows of one §: one may have the body's full name and the date, the other an abbreviation.
            own_date = own_date or mark.date
            if mark.organ and (own_organ is None or shorter(own_organ, mark.organ)):
                own_organ = mark.organ
    return Segment(
        lines[0].start,
        end,
        _named(own_organ),
        own_date or _day_of_decision(lines, sections),
        own.section if own and not own.running else None,
        title,
        tuple(sections),
        tuple(handlings),
        title.end if title else lines[0].start,
    )
