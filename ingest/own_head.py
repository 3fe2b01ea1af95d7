"""Which body, date and § are a page's own, and which belong to somebody else's handling."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Sequence

from corpus.records import SectionRole
from corpus.registry.organs import Organ, find_organ_at_line_start
from ingest.extract.dates import find_dates
from ingest.extract.found import Found
from ingest.heads import Mark, own_town
from ingest.lines import DocLine, bullet_length
from ingest.named_sections import NamedSection

_DATE_LINES = 8
_CELLS = re.compile(r"\t| {2,}| [–-] ")
_AGENDA_WORDS = ("esityslista", "föredragningslista")
_MINUTES_WORDS = ("pöytäkirja", "protokoll")
_GENERIC = {"lautakunta", "jaosto", "johtokunta", "toimikunta", "valiokunta", "nämnden", "nämnd", "sektionen"}
_BODY_LABEL = re.compile(
    r"\W{0,8}(?:toimielin|lautakunta|kokous|organ|beslutsorgan|möte)(?:\s*:\s*|\t\s*|\s{2,})(?=\S)",
    re.IGNORECASE,
)
# "Pöytäkirja 10/2025 – Kunnanhallitus": what the paper is, before whose it is.
_PAPER = re.compile(
    r"(?:(?:pöytäkirja|esityslista|kokous|protokoll|föredragningslista|sammanträde|möte)(?:\s(?:nro|n:o|nr))?"
    r"(?:\s\d{1,3}\s?/\s?\d{4})?|\d{1,3}/\d{4})(?:\s?[:,|–—-]\s?|\s{1,20})(?=[A-ZÅÄÖ])",
    re.IGNORECASE,
)
# "Kunnanhallituksen pöytäkirja 10/2025"
_ITS_PAPER = re.compile(
    r"s?\s?(?:pöytäkirja|kokous|esityslista|protokoll|sammanträde|möte|föredragningslista)"
    r"(?:\s(?:nro|n:o|nr))?\s\d{1,3}\s?/\s?\d{4}\W*$",
    re.IGNORECASE,
)
_CLOCK_AFTER = re.compile(
    r",?\s(?:klo|kello|kl\.?)\s?\d{1,2}(?:[.:]\d\d)?(?:\s?[-–—]\s?\d{1,2}[.:]\d\d)?\s*$"
)
_TOWN_COMMA = re.compile(r"[A-ZÅÄÖ][\w-]{2,25}, (?=[a-zåäö][\w -]{4,50} \d{1,3}/\d{4}\s*$)")
_PLACE = re.compile(r"\s*[A-ZÅÄÖ][^\W\d_]{2,30}(?:-[A-ZÅÄÖ][^\W\d_]{2,30})?,?\s")
_TOP_LINES = 25  # where a document's own head stands
_TWINS = (
    {"kunnanhallitus", "kaupunginhallitus", "hallitus", "kommunstyrelsen", "stadsstyrelsen", "styrelsen"},
    {
        "kunnanvaltuusto",
        "kaupunginvaltuusto",
        "valtuusto",
        "kommunfullmäktige",
        "stadsfullmäktige",
        "fullmäktige",
    },
)
_SHORT_ENDS = (("ltk", "lautakunta"), ("lk", "lautakunta"), ("jao", "jaosto"))
_ASIDE = {SectionRole.ATTACHMENTS, SectionRole.AFTER, SectionRole.APPEAL}


_TIME_LABELS = (
    "kokousaika",
    "aika",
    "tid",
    "sammanträdestid",
    "kokouspäivä",
    "kokouspvm",
    "kokouksen aika",
    "ajankohta",
    "mötestid",
    "mötesdag",
    "mötesdatum",
    "sammanträdesdatum",
    "sammanträdesdag",
    "päätöspäivä",
    "päätöspvm",
    "päätöksen päivämäärä",
    "päätöksen pvm",
    "beslutsdatum",
    "beslutsdag",
)


def own_organ_and_date(
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
            organ = mark.organ or organ_above(lines, mark.line)
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


def organ_above(lines: Sequence[DocLine], index: int) -> Found[Organ] | None:
    for line in reversed(lines[max(0, index - 3) : index]):
        if found := _organ_line(line):
            return found
    return None


def _organ_line(line: DocLine) -> Found[Organ] | None:
    """The body that a line names and nothing else (or before a tab, a comma, a breadcrumb's sign)."""
    text = line.text
    if len(text) > 160:
        return None
    label = _BODY_LABEL.match(text)
    indent = label.end() if label else bullet_length(text)
    if paper := _PAPER.match(text, indent):
        indent = paper.end()
    if skipped := own_town(text[indent:]) or _town_comma(text[indent:]):
        indent += skipped
        text = text[:indent] + text[indent].upper() + text[indent + 1 :]
    found = find_organ_at_line_start(text[indent:])
    if found is None or found[0].name.casefold() in _GENERIC:
        return None
    rest = text[indent + found[1] :].strip()
    if (
        rest
        and rest[0] not in "\t,|>/–-(*0123456789"
        and not rest[0].isupper()
        and not _ITS_PAPER.match(rest)
    ):
        return None
    return Found(line.start + indent, line.start + indent + found[1], found[0], "cover:organ")


def _town_comma(text: str) -> int:
    """The length of the municipality's name in "Lehtola, kunnanhallitus 5/2024", else 0."""
    match = _TOWN_COMMA.match(text)
    return match.end() if match and find_organ_at_line_start(text) is None else 0


def _cover_lines(lines: Sequence[DocLine]) -> tuple[Found[Organ] | None, Found[dt.date] | None]:
    organ: Found[Organ] | None = None
    date: Found[dt.date] | None = None
    labelled: Found[dt.date] | None = None
    for position, line in enumerate(lines):
        text = line.text.strip()
        if organ is None and len(text) < 120:
            organ = _organ_line(line)
        words = text[bullet_length(text) :].casefold()
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
    return organ, labelled or date or _date_below(lines, organ) or _date_alone(lines)


def _date_below(lines: Sequence[DocLine], organ: Found[Organ] | None) -> Found[dt.date] | None:
    """A date that stands alone on the line after the body's name."""
    for position, line in enumerate(lines[:-1]):
        if organ and line.start <= organ.start < line.end:
            following = lines[position + 1]
            dates = find_dates(following.text)
            if dates and len(following.text.strip()) <= dates[0].end - dates[0].start + 12:
                return dates[0].shift(following.start)
    return None


def _date_alone(lines: Sequence[DocLine]) -> Found[dt.date] | None:
    """The first line near the top that is a date and nothing else but the place it was written in."""
    for line in lines[:_DATE_LINES]:
        dates = find_dates(line.text)
        clock = _CLOCK_AFTER.search(line.text)
        written = line.text[: clock.start()] if clock else line.text
        place = _PLACE.match(line.text) if dates else None
        before = place.end() if place and dates and place.end() == dates[0].start else 0
        if dates and len(written[before:].strip()) <= dates[0].end - dates[0].start + 1:
            return dates[0].shift(line.start)
    return None


def label(lines: Sequence[DocLine], marks: Sequence[Mark]) -> tuple[bool, bool]:
    """Whether the document calls itself an agenda, or minutes, near its top."""
    agenda = any(mark.agenda for mark in marks if mark.line < _TOP_LINES)
    minutes = any(mark.minutes for mark in marks if mark.line < _TOP_LINES)
    for line in lines[:_TOP_LINES]:
        agenda = agenda or "esitys" in line.classes  # Ahjo's page of what a body will be asked
        if len(line.text) < 120:
            cells = [cell.strip().casefold() for cell in _CELLS.split(line.text)]
            agenda = agenda or any(cell.startswith(_AGENDA_WORDS) for cell in cells)
            minutes = minutes or any(cell.startswith(_MINUTES_WORDS) for cell in cells)
    return agenda, minutes


def own_mark(
    lines: Sequence[DocLine],
    marks: Sequence[Mark],
    sections: Sequence[NamedSection],
    date: Found[dt.date] | None,
) -> Mark | None:
    """The head line that is the page's own: chrome first, else the last one outside history and lists."""
    numbered = [mark for mark in marks if mark.section is not None and not mark.history]
    numbered = [mark for mark in numbered if not mark.running] or numbered
    for mark in numbered:
        if mark.line < _TOP_LINES and (mark.minutes or mark.agenda) and mark.date:
            return mark
    for mark in numbered:
        if "Asiapykala" in lines[mark.line].classes:
            return mark
    aside = _aside([lines[mark.line].start for mark in numbered], sections)
    candidates = [mark for mark, beside in zip(numbered, aside, strict=True) if not beside]
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
    candidates = _before_history(lines, candidates, sections)
    bare = [mark for mark in candidates if mark.organ is None and mark.rest is not None]
    dated = [mark for mark in candidates if mark.organ is not None or mark.date is not None]
    if dated:
        last = dated[0] if _above_earlier(dated[0], dated[-1]) else dated[-1]
        # A bare "§ 127" after the last dated row is the page's own row.
        told_twice = sum(same_section(mark, last) for mark in candidates) > 1
        for mark in candidates:
            if mark.line > last.line and mark.line - last.line <= 4 and mark.organ is None:
                if told_twice and not same_section(mark, last):
                    break  # "Kh § 65" and below it the §§ that are carried out
                return mark
        return last
    return candidates[0] if candidates else bare[0] if bare else numbered[0] if numbered else None


def _above_earlier(first: Mark, last: Mark) -> bool:
    """Whether the first row has the title on it, and the last is another body's earlier, with none."""
    return (
        first.date is not None
        and last.date is not None
        and first.date.value > last.date.value
        and first.organ is not None
        and last.organ is not None
        and not same_organ(first.organ.value, last.organ.value)
        and last.rest is None
    )


def _before_history(
    lines: Sequence[DocLine], marks: Sequence[Mark], sections: Sequence[NamedSection]
) -> list[Mark]:
    """The head rows without other days' under a history's heading, where the page's own row is above it."""
    history_at = next((s.start for s in sections if s.role is SectionRole.HISTORY), None)
    above = [
        mark
        for mark in marks
        if history_at is not None and lines[mark.line].start < history_at and mark.organ and mark.date
    ]
    if not above or history_at is None:
        return list(marks)
    days = {mark.date.value for mark in above if mark.date}
    return [
        mark
        for mark in marks
        if lines[mark.line].start < history_at or mark.date is None or mark.date.value in days
    ]


def _aside(offsets: Sequence[int], sections: Sequence[NamedSection]) -> list[bool]:
    """Which offsets lie in history or in lists, where §§ are other handlings' or references."""
    history_at = next((s.start for s in sections if s.role is SectionRole.HISTORY), None)
    asked = (SectionRole.DECISION, SectionRole.PROPOSAL)
    told = history_at is not None and any(s.role in asked and s.start < history_at for s in sections)
    starts = [section.start for section in sections]
    result = []
    for offset in offsets:
        at = bisect_right(starts, offset) - 1
        listed = at >= 0 and offset < sections[at].end and sections[at].role in _ASIDE
        result.append(listed or (told and history_at is not None and offset >= history_at))
    return result


def same_organ(one: Organ, other: Organ) -> bool:
    """Whether two names can be one body: "Kh" and "Kst" do not tell town from municipality, nor languages."""
    if one.name == other.name or other.name == one.swedish or one.name == other.swedish:
        return True
    first, second = one.name.casefold(), other.name.casefold()
    if one.abbreviation is not other.abbreviation and (
        _stands_for(first, second) or _stands_for(second, first)
    ):
        return True
    return any(first in twins and second in twins for twins in _TWINS)


def _stands_for(short: str, full: str) -> bool:
    """Whether an abbreviation that no registry has is a body's: "kiinteistöltk" of "kiinteistölautakunta"."""
    stem = next((short.removesuffix(end) for end, _ in _SHORT_ENDS if short.endswith(end)), "")
    kinds = [kind for end, kind in _SHORT_ENDS if short.endswith(end)]
    if len(stem) < 3 or not kinds or not full.endswith(kinds[0]) or stem[0] != full[0]:
        return False
    letters = iter(full.removesuffix(kinds[0]))
    return all(letter in letters for letter in stem)


def is_foreign(mark: Mark, own: Mark, organ: Found[Organ] | None, date: Found[dt.date] | None) -> bool:
    """Whether a head line names another handling than the item's own."""
    own_organ, own_date = own.organ or organ, own.date or date
    if mark.history:
        return True
    if same_section(mark, own) and mark.date and own_date and mark.date.value == own_date.value:
        return False  # one meeting has a § once: an abbreviation that is not known here
    if mark.date and own_date and mark.date.value != own_date.value:
        return True
    if mark.organ and own_organ and not same_organ(mark.organ.value, own_organ.value):
        return mark.section is not None or mark.date is not None
    if mark.organ and mark.section and own.section:
        return mark.section.value != own.section.value
    return False


def shorter(one: Found[Organ], other: Found[Organ]) -> bool:
    """Whether one is written as an abbreviation and the other in full."""
    unknown = _stands_for(one.value.name.casefold(), other.value.name.casefold())
    return unknown or one.end - one.start < 6 < other.end - other.start


def same_section(mark: Mark, own: Mark) -> bool:
    """Whether two head lines name one §."""
    return mark.section is not None and own.section is not None and mark.section.value == own.section.value
