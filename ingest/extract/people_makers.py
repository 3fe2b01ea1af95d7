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
_SIGNED_BELOW = re.compile(rf"{SPACE}{{0,3}}{words('signature_line')}{SPACE}?:?", re.IGNORECASE)
_HEAD_LINES = 8  # lines at its beginning among which the office stands with its day
_LAST_LINES = 8  # lines at a text's end among which an officeholder signs


def signers(text: str, lines: Sequence[Line], sections: Sequence[Section]) -> Iterator[Found[Person]]:
    """Who decided as an officeholder, or else whose name stands under the grounds put before a body."""
    office = _heading_office(text, lines)
    makers = list(_makers(text, lines, headed=office is not None))
    yield from makers
    if makers or office or _OFFICEHOLDER.search(text):
        named = {maker.value.title for maker in makers}
        told = [(s.start, s.end) for s in sections if s.role is SectionRole.PERSONS]
        last = lines[-_LAST_LINES:]
        for index in range(len(last) - 1):
            if signature := _signature(text, last[index], last[index + 1]):
                if makers and signature.value.title not in named:
                    continue
                if office and signature.value.title != office and _is_within(signature, told):
                    continue  # whom to ask
                yield signature
                return
        if not makers:
            yield from _closing(text, lines, sections, office, told)
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


def _closing(
    text: str,
    lines: Sequence[Line],
    sections: Sequence[Section],
    office: str | None,
    told: Sequence[tuple[int, int]],
) -> Iterator[Found[Person]]:
    """Who signs on one line: the text's last, the decision's last, or that under "Allekirjoitus".

    Among persons to ask (``told``), only the holder of the office that heads the text signs.
    """
    decided = [s.end for s in sections if s.role is SectionRole.DECISION]
    signed = []
    for above, line in zip([None, *lines], lines, strict=False):
        headed = above is not None and _SIGNED_BELOW.fullmatch(text, above.start, above.end)
        if not (headed or line is lines[-1] or _ends_near(line, decided)):
            continue
        signature = titled_line(text, line) or one_line(text, line)
        if signature and (
            headed or (office and signature.value.title == office) or not _is_within(signature, told)
        ):
            signed.append(signature)
    yield from signed[-1:]


def _is_within(found: Found[Person], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= found.start < end for start, end in spans)


def _heading_office(text: str, lines: Sequence[Line]) -> str | None:
    """The office that heads the text with its day or §, "Rehtori 3.5.2024 § 14"; None if a body does."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if not _DAY_OR_SECTION.search(text, line.start, line.end):
            continue
        title = find_title_at(text, line.start)
        if title and title.end <= line.end and _DAY_OR_SECTION.match(text, title.end):
            known = title.nominative or is_swedish_title(title.base)
            return (
                title_text(title)
                if known and not any(_is_body(text, above) for above in lines[:index])
                else None
            )
    return None


def _is_body(text: str, line: Line) -> bool:
    found = find_organ_at_line_start(text[line.start : line.end])
    return found is not None and found[0].kind is not OrganKind.OFFICEHOLDER


def _makers(text: str, lines: Sequence[Line], *, headed: bool) -> Iterator[Found[Person]]:
    """ "Päätös / Asuntotuotantopäällikkö päätti …", a date before it or not.

    Where an office heads the text (``headed``), a named holder decides under any line or none.
    """
    for index, line in enumerate(lines):
        above = index and DECISION_LINE.match(text, lines[index - 1].start, lines[index - 1].end)
        if not (above or (headed and index)):
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
        if _DECIDED.match(text, end) and (above or (named and named.full)):
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
