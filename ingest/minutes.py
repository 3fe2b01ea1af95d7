"""A read document to its structure: kind, meeting, items (§), named sections, earlier handlings.

Two shapes occur. A whole meeting's minutes hold a chain of rising §§ of one body and date, after a cover.
Everything else is one item (or no minutes at all): its head may be the page's own chrome ("Pöytäkirja
8.5.2017 Pykälä 127"), a pair of lines ("X, kokous 2.3.2021" / "§ 12 Otsikko"), or the last of a list of
head lines, the others being earlier bodies' handlings of the same case.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import SectionRole
from corpus.registry.organs import Organ, find_organ_at_line_start
from ingest.document import ReadDocument
from ingest.extract.dates import find_dates
from ingest.extract.found import Found
from ingest.heads import Mark, find_marks
from ingest.item_title import find_title
from ingest.lines import DocLine, document_lines
from ingest.named_sections import NamedSection, find_sections

_CHAIN_STEP = 10  # §§ left out of a published file (confidential ones) leave gaps no longer than this
_TOP_LINES = 25  # where a document's own head stands
_TWINS = (
    {"kunnanhallitus", "kaupunginhallitus", "hallitus"},
    {"kunnanvaltuusto", "kaupunginvaltuusto", "valtuusto"},
)
_ASIDE = {SectionRole.ATTACHMENTS, SectionRole.AFTER, SectionRole.APPEAL}


@dataclass(frozen=True)
class HandlingSpan:
    """An earlier body's handling quoted in an item, in ``document.text[start:end]``."""

    mark: Mark
    start: int
    end: int


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
    organ, date = _own_organ_and_date(lines, marks)
    agenda, minutes = _label(lines, marks)
    chain = _chain(marks, organ, date)
    end = len(document.text)
    if len(chain) >= 2:
        starts = [lines[mark.line].start for mark in chain]
        bounds = [*starts[1:], end]
        segments = tuple(
            _segment(lines, marks, mark, (start, stop), organ, date)
            for mark, start, stop in zip(chain, starts, bounds, strict=True)
        )
        first = lines[0].start if lines else 0
        cover = (first, starts[0]) if starts[0] > first else None
        return Structure(tuple(lines), organ, date, segments, cover, agenda, minutes)
    segment = _single(lines, marks, end, organ, date)
    return Structure(tuple(lines), organ, date, (segment,) if segment else (), None, agenda, minutes)


def _own_organ_and_date(
    lines: Sequence[DocLine], marks: Sequence[Mark]
) -> tuple[Found[Organ] | None, Found[dt.date] | None]:
    """The body and date of the page itself, as the top of the document names them."""
    organ: Found[Organ] | None = None
    date: Found[dt.date] | None = None
    for mark in marks:
        if mark.line >= _TOP_LINES:
            break
        if (mark.minutes or mark.agenda) and mark.date:
            date = mark.date
            organ = mark.organ or _organ_above(lines, mark.line)
            break
    if organ is None or date is None:
        for mark in marks:
            if mark.line < _TOP_LINES and mark.section is None and mark.organ and mark.date:
                organ, date = organ or mark.organ, date or mark.date
                break
    if organ is None or date is None:
        cover_organ, cover_date = _cover_lines(lines[:_TOP_LINES])
        organ, date = organ or cover_organ, date or cover_date
    return organ, date


def _organ_above(lines: Sequence[DocLine], index: int) -> Found[Organ] | None:
    for line in reversed(lines[max(0, index - 3) : index]):
        if found := _organ_line(line):
            return found
    return None


def _organ_line(line: DocLine) -> Found[Organ] | None:
    """The body that a line names and nothing else (or before a tab, a comma, a breadcrumb's sign)."""
    text = line.text
    if len(text) > 160:
        return None
    found = find_organ_at_line_start(text.lstrip())
    if found is None:
        return None
    indent = len(text) - len(text.lstrip())
    rest = text[indent + found[1] :].strip()
    if rest and rest[0] not in "\t,|>/–-(0123456789" and not rest[0].isupper():
        return None
    return Found(line.start + indent, line.start + indent + found[1], found[0], "cover:organ")


_TIME_LABELS = (
    "kokousaika",
    "aika",
    "tid",
    "sammanträdestid",
    "kokouspäivä",
    "päätöspäivämäärä",
    "päätöspvm",
)


def _cover_lines(lines: Sequence[DocLine]) -> tuple[Found[Organ] | None, Found[dt.date] | None]:
    organ: Found[Organ] | None = None
    date: Found[dt.date] | None = None
    labelled: Found[dt.date] | None = None
    for position, line in enumerate(lines):
        text = line.text.strip()
        if organ is None and len(text) < 120:
            organ = _organ_line(line)
        words = text.casefold()
        if labelled is None and words.startswith(_TIME_LABELS):
            for near in lines[position : position + 3]:
                dates = find_dates(near.text)
                if dates:
                    labelled = dates[0].shift(near.start)
                    break
        called = "pöytäkirja" in words or "esityslista" in words or "protokoll" in words
        if date is None and called and "tarkast" not in words and "nähtäv" not in words:
            near_dates = find_dates(line.text)
            if near_dates and len(text) < 120:
                date = near_dates[0].shift(line.start)
    return organ, labelled or date


def _label(lines: Sequence[DocLine], marks: Sequence[Mark]) -> tuple[bool, bool]:
    """Whether the document calls itself an agenda, or minutes, near its top."""
    agenda = any(mark.agenda for mark in marks if mark.line < _TOP_LINES)
    minutes = any(mark.minutes for mark in marks if mark.line < _TOP_LINES)
    for line in lines[:_TOP_LINES]:
        words = line.text.strip().casefold()
        if len(words) < 120:
            agenda = agenda or words.startswith(("esityslista", "föredragningslista"))
            minutes = minutes or words.startswith(("pöytäkirja", "protokoll"))
    return agenda, minutes


def _chain(marks: Sequence[Mark], organ: Found[Organ] | None, date: Found[dt.date] | None) -> list[Mark]:
    """The longest run of rising §§ that are this meeting's own, a table of contents left out."""
    own = [
        mark
        for mark in marks
        if mark.section is not None
        and not (mark.organ and organ and not _same_organ(mark.organ.value, organ.value))
        and not (mark.date and date and mark.date.value != date.value)
        and not (mark.organ and organ is None and mark.date)
    ]
    own = _without_contents(own)
    best: dict[int, tuple[int, Mark, int | None]] = {}  # § → (chain length, its mark, previous §)
    for mark in own:
        number = mark.section.value if mark.section else 0
        length, previous = 1, None
        for step in range(1, _CHAIN_STEP + 1):
            before = best.get(number - step)
            if before and before[0] + 1 > length:
                length, previous = before[0] + 1, number - step
        if number not in best or length > best[number][0]:
            best[number] = (length, mark, previous)
    if not best:
        return []
    last: int | None = max(best, key=lambda number: (best[number][0], number))
    chain: list[Mark] = []
    while last is not None:
        _, mark, last = best[last]
        chain.append(mark)
    chain.reverse()
    # A regulation quoted in one item ("1 § Tehtävät", "2 § Jäsenet") is no meeting: its first § comes
    # after the item's own head.
    first = own[0]
    return chain if chain[0] is first or (len(chain) > 3 and first.section and chain[0].section) else []


def _without_contents(marks: list[Mark]) -> list[Mark]:
    """Leave out §§ listed line by line that come again later: a table of contents."""
    last_line = {mark.section.value: mark.line for mark in marks if mark.section}
    kept = []
    for position, mark in enumerate(marks):
        following = marks[position + 1] if position + 1 < len(marks) else None
        listed = following is not None and following.section is not None and following.line - mark.line <= 2
        if mark.section and listed and last_line[mark.section.value] > mark.line:
            assert following is not None
            if following.section and following.section.value != mark.section.value:
                continue
        kept.append(mark)
    return kept


def _segment(
    lines: Sequence[DocLine],
    marks: Sequence[Mark],
    own: Mark,
    span: tuple[int, int],
    organ: Found[Organ] | None,
    date: Found[dt.date] | None,
) -> Segment:
    """An item of a whole meeting's minutes."""
    start, end = span
    inside = _slice(lines, span)
    foreign = [
        mark
        for mark in marks
        if mark is not own and start <= lines[mark.line].start < end and _is_foreign(mark, own, organ, date)
    ]
    returns = [
        mark
        for mark in marks
        if mark is not own
        and start <= lines[mark.line].start < end
        and mark.section
        and own.section
        and mark.section.value == own.section.value
        and not _is_foreign(mark, own, organ, date)
    ]
    breaks = [lines[mark.line].start for mark in (*foreign, *returns)]
    sections = find_sections(inside, breaks, end)
    handlings = _handlings(lines, foreign, [lines[mark.line].start for mark in returns], sections, end)
    title = find_title(inside, own, sections)
    return Segment(
        start,
        end,
        _named(own.organ or organ),
        own.date or date,
        own.section,
        title,
        tuple(sections),
        tuple(handlings),
        title.end if title else start,
    )


def _slice(lines: Sequence[DocLine], span: tuple[int, int]) -> list[DocLine]:
    first = bisect_left(lines, span[0], key=lambda line: line.start)
    last = bisect_left(lines, span[1], key=lambda line: line.start)
    return list(lines[first:last])


def _without(lines: Sequence[DocLine], handlings: Sequence[HandlingSpan]) -> list[DocLine]:
    """The lines outside other bodies' handlings."""
    return [line for line in lines if not any(h.start <= line.start < h.end for h in handlings)]


def _shorter(one: Found[Organ], other: Found[Organ]) -> bool:
    """Whether one is written as an abbreviation and the other in full."""
    return one.end - one.start < 6 < other.end - other.start


def _same_organ(one: Organ, other: Organ) -> bool:
    """Whether two names can be one body: "Kh" and "Kv" do not tell town from municipality."""
    if one.name == other.name:
        return True
    first, second = one.name.casefold(), other.name.casefold()
    return any(first in twins and second in twins for twins in _TWINS)


def _named(organ: Found[Organ] | None) -> Found[str] | None:
    return Found(organ.start, organ.end, organ.value.name, organ.rule) if organ else None


def _is_foreign(mark: Mark, own: Mark, organ: Found[Organ] | None, date: Found[dt.date] | None) -> bool:
    """Whether a head line names another handling than the item's own."""
    own_organ, own_date = own.organ or organ, own.date or date
    if mark.date and own_date and mark.date.value != own_date.value:
        return True
    if mark.organ and own_organ and not _same_organ(mark.organ.value, own_organ.value):
        return mark.section is not None or mark.date is not None
    if mark.organ and mark.section and own.section:
        return mark.section.value != own.section.value
    return False


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
    own = _own_mark(lines, marks, sections, date)
    if own is None and not any(
        section.role in (SectionRole.DECISION, SectionRole.PROPOSAL) for section in sections
    ):
        return None
    if own is not None:
        foreign = [
            mark
            for mark in marks
            if mark is not own
            and (mark.organ or mark.date)
            and _is_foreign(mark, own, organ, date)
            and mark.section is not None
        ]
        returns = [
            lines[mark.line].start
            for mark in marks
            if mark is own
            or (
                mark.section
                and own.section
                and mark.section.value == own.section.value
                and not _is_foreign(mark, own, organ, date)
            )
        ]
    else:
        foreign, returns = [mark for mark in marks if mark.section and mark.organ], []
    handlings = _handlings(lines, foreign, returns, sections, end)
    title = find_title(_without(lines, handlings), own, sections)
    own_organ = own.organ if own and own.organ else organ
    if own and own.organ is None and own.date is None:
        own_organ = organ or _organ_above(lines, own.line)
    own_date = own.date if own and own.date else date
    for mark in marks:
        if (
            own
            and own.section
            and mark.section
            and mark.section.value == own.section.value
            and mark not in foreign
        ):
            # Two rows of one §: one may have the body's full name and the date, the other an abbreviation.
            own_date = own_date or mark.date
            if mark.organ and (own_organ is None or _shorter(own_organ, mark.organ)):
                own_organ = mark.organ
    return Segment(
        lines[0].start,
        end,
        _named(own_organ),
        own_date,
        own.section if own and not own.running else None,
        title,
        tuple(sections),
        tuple(handlings),
        title.end if title else lines[0].start,
    )


def _own_mark(
    lines: Sequence[DocLine],
    marks: Sequence[Mark],
    sections: Sequence[NamedSection],
    date: Found[dt.date] | None,
) -> Mark | None:
    """The head line that is the page's own: chrome first, else the last one outside history and lists."""
    numbered = [mark for mark in marks if mark.section is not None]
    for mark in numbered:
        if mark.line < _TOP_LINES and (mark.minutes or mark.agenda) and mark.date:
            return mark
    for mark in numbered:
        if "Asiapykala" in lines[mark.line].classes:
            return mark
    candidates = [mark for mark in numbered if not _aside(lines[mark.line].start, sections)]
    if (
        date is not None
        and candidates
        and any(
            mark.section is None
            and mark.date
            and mark.date.value == date.value
            and mark.line < candidates[0].line
            for mark in marks
        )
    ):
        # "X, kokous 2.3.2021" and then "§ 12 Otsikko": the first § without another date is the page's own.
        for mark in candidates:
            if mark.organ is None and (mark.date is None or mark.date.value == date.value):
                return mark
    bare = [mark for mark in candidates if mark.organ is None and mark.rest is not None]
    dated = [mark for mark in candidates if mark.organ is not None or mark.date is not None]
    if dated:
        last = dated[-1]
        # A bare "§ 127" after the last dated row is the page's own row.
        for mark in candidates:
            if mark.line > last.line and mark.line - last.line <= 4 and mark.organ is None:
                return mark
        return last
    return candidates[0] if candidates else bare[0] if bare else numbered[0] if numbered else None


def _aside(offset: int, sections: Sequence[NamedSection]) -> bool:
    """Whether an offset lies in history or in lists, where §§ are other handlings' or references."""
    history_at = next((s.start for s in sections if s.role is SectionRole.HISTORY), None)
    for section in sections:
        if section.start <= offset < section.end and section.role in _ASIDE:
            return True
    if history_at is None or offset < history_at:
        return False
    decided = any(s.role is SectionRole.DECISION and s.start < history_at for s in sections)
    proposed = any(s.role is SectionRole.PROPOSAL and s.start < history_at for s in sections)
    return decided or proposed


def _handlings(
    lines: Sequence[DocLine],
    foreign: Sequence[Mark],
    returns: Sequence[int],
    sections: Sequence[NamedSection],
    end: int,
) -> list[HandlingSpan]:
    """Stretches that are other bodies': each from its head line to the next one or the own text's return."""
    starts = [lines[mark.line].start for mark in foreign]
    history = next((s for s in sections if s.role is SectionRole.HISTORY), None)
    result: list[HandlingSpan] = []
    for position, mark in enumerate(foreign):
        start = starts[position]
        stop = starts[position + 1] if position + 1 < len(starts) else end
        stop = min([stop, *(offset for offset in returns if start < offset < stop)])
        if history is not None and history.start < start:
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
    decided = False
    opening = {SectionRole.PERSONS, SectionRole.REASONS, SectionRole.PROPOSAL}
    for section in sections:
        if not start < section.start < stop:
            continue
        if decided and section.role in opening:
            return section.start
        decided = decided or section.role is SectionRole.DECISION
    return stop
