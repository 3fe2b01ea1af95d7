"""Who signs: the officeholder who decided, or who presented the matter to a body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.records import Person, Role, Section, SectionRole
from corpus.registry.organs import OrganKind, find_organ_at_line_start
from corpus.registry.titles import find_title_at, is_swedish_title, is_title, title_base
from ingest.extract.found import Found
from ingest.extract.mentions import name_at, title_text
from ingest.extract.names import SPACE
from ingest.extract.people_rules import BESIDE, DECISION_LINE, Line
from ingest.extract.wording import finder, words

_DECIDED = re.compile(rf"{SPACE}{words('officeholder_decided')}")
_DATE = re.compile(rf"\d{{1,2}}\.\d{{1,2}}\.\d{{4}}(?:{SPACE}{{1,3}}|$)")
_OFFICEHOLDER = finder("officeholders_decision", flags=0)
_DAY_OR_SECTION = re.compile(rf",?{SPACE}{{1,20}}(?:§{SPACE}?\d|\d{{1,2}}\.\d{{1,2}}\.\d{{4}})")
_GROUNDS = finder("grounds")
_HEAD_LINES = 8  # lines at its beginning among which the office stands with its day
_LAST_LINES = 8  # lines at a text's end among which an officeholder signs


def signers(text: str, lines: Sequence[Line], sections: Sequence[Section]) -> Iterator[Found[Person]]:
    """Who decided as an officeholder, or else whose name stands under the grounds put before a body."""
    makers = list(_makers(text, lines))
    yield from makers
    if makers or _OFFICEHOLDER.search(text) or _opens_with_office(text, lines):
        named = {maker.value.title for maker in makers}
        last = lines[-_LAST_LINES:]
        for index in range(len(last) - 1):
            if signature := _signature(text, last[index], last[index + 1]):
                if makers and signature.value.title not in named:
                    continue
                yield signature
                return
        decided = [s.end for s in sections if s.role is SectionRole.DECISION]
        told = [(s.start, s.end) for s in sections if s.role is SectionRole.PERSONS]
        closing = [
            line
            for line in (lines if not makers else ())
            if (line is lines[-1] or _ends_near(line, decided))
            and not any(start <= line.start < end for start, end in told)
        ]
        yield from [s for line in closing if (s := titled_line(text, line) or one_line(text, line))][-1:]
        return
    ends = sorted({section.start for section in sections} | {len(text)})
    for section in sections:
        if section.role is not SectionRole.REASONS or not _GROUNDS.search(section.heading):
            continue
        end = next(end for end in ends if end > section.start)
        own = [line for line in lines if section.start < line.start < end]
        signed = one_line(text, own[-1]) if len(own) > 1 else None
        if signed is None and len(own) > 2:
            signed = _signature(text, own[-2], own[-1])
        if signed:
            value = signed.value.model_copy(update={"role": Role.PRESENTER})
            yield Found(signed.start, signed.end, value, "people:grounds-signature")


def _ends_near(line: Line, ends: Sequence[int]) -> bool:
    """Whether a line is a section's last."""
    return any(line.end <= end <= line.end + 3 for end in ends)


def _opens_with_office(text: str, lines: Sequence[Line]) -> bool:
    """Whether an office with its day or § heads the text: "Sivistysjohtaja 3.5.2024 § 14"; no body does."""
    for line in lines[:_HEAD_LINES]:
        body = find_organ_at_line_start(text[line.start : line.end])
        if body and body[0].kind is not OrganKind.OFFICEHOLDER:
            return False
        title = find_title_at(text, line.start)
        if title and title.end <= line.end and _DAY_OR_SECTION.match(text, title.end):
            return title.nominative or is_swedish_title(title.base)
    return False


def _makers(text: str, lines: Sequence[Line]) -> Iterator[Found[Person]]:
    """ "Päätös / Asuntotuotantopäällikkö päätti …", a date before it or not."""
    for index, line in enumerate(lines):
        if not index or not DECISION_LINE.match(text, lines[index - 1].start, lines[index - 1].end):
            continue
        date = _DATE.match(text, line.start, line.end)
        start = date.end() if date else line.start
        if start >= line.end and index + 1 < len(lines):
            start, line = lines[index + 1].start, lines[index + 1]
        title = find_title_at(text, start)
        if title is None or title.end > line.end or not title.nominative or not text[start].isupper():
            continue
        gap = BESIDE.match(text, title.end)
        named = name_at(text, gap.end(), line.end, title=title) if gap else None
        end = named.end if named else title.end
        if _DECIDED.match(text, end):
            name = named.name if named else None
            person = Person(name=name, title=title_text(title), role=Role.DECISION_MAKER)
            yield Found(start, end, person, "people:decides")


def _signature(text: str, first: Line, second: Line) -> Found[Person] | None:
    """A name's line and a title's line, in either order."""
    for name_line, title_line in ((first, second), (second, first)):
        words = text[title_line.start : title_line.end]
        if len(words) >= 60 or not is_title(words) or not title_base(words.split()[-1]):
            continue
        mention = name_at(text, name_line.start, name_line.end)
        title = find_title_at(text, title_line.start)
        if mention and mention.full and mention.end == name_line.end and title:
            person = Person(name=mention.name, title=title_text(title), role=Role.DECISION_MAKER)
            return Found(first.start, second.end, person, "people:signature")
    return None


def titled_line(text: str, line: Line) -> Found[Person] | None:
    """ "Sivistysjohtaja Aino Kallio" and nothing else on its line."""
    title = find_title_at(text, line.start)
    gap = BESIDE.match(text, title.end, line.end) if title else None
    mention = name_at(text, gap.end(), line.end, title=title) if gap else None
    if title is None or mention is None or not mention.full or mention.end != line.end:
        return None
    person = Person(name=mention.name, title=title_text(title), role=Role.DECISION_MAKER)
    return Found(line.start, line.end, person, "people:signature")


def one_line(text: str, line: Line) -> Found[Person] | None:
    """ "Aino Kallio, toimialajohtaja" and nothing else on its line."""
    mention = name_at(text, line.start, line.end)
    gap = re.compile(rf",{SPACE}{{1,3}}").match(text, mention.end, line.end) if mention else None
    title = find_title_at(text, gap.end()) if gap else None
    if mention is None or title is None or title.end != line.end or not title.nominative:
        return None
    person = Person(name=mention.name, title=title_text(title), role=Role.DECISION_MAKER)
    return Found(line.start, line.end, person, "people:signature")
