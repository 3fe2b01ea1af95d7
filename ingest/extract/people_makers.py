"""Who signs: the officeholder who decided, or who presented the matter to a body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.records import Person, Role
from corpus.registry.titles import find_title_at, is_title, title_base
from ingest.extract.found import Found
from ingest.extract.mentions import name_at, title_text
from ingest.extract.names import SPACE
from ingest.extract.people_rules import Line

_DECISION_LINE = re.compile(
    rf"{SPACE}{{0,8}}(?:Päätös|PÄÄTÖS|Päätökseni|Beslut){SPACE}{{0,8}}:?{SPACE}{{0,8}}$"
)
_DECIDED = re.compile(rf"{SPACE}(?:päätti|päätän|on päättänyt|päättää|beslöt|beslutade|beslutar)(?!\w)")


def decision_makers(text: str, lines: Sequence[Line]) -> Iterator[Found[Person]]:
    """An officeholder's own decision: "Päätös / Asuntotuotantopäällikkö päätti …" and the name under it."""
    makers: list[Found[Person]] = []
    for index, line in enumerate(lines):
        if not index or not _DECISION_LINE.match(text, lines[index - 1].start, lines[index - 1].end):
            continue
        title = find_title_at(text, line.start)
        if title is None or title.end > line.end or not title.nominative or not text[line.start].isupper():
            continue
        gap = re.compile(rf"{SPACE}{{1,3}}").match(text, title.end)
        named = name_at(text, gap.end(), line.end) if gap else None
        end = named.end if named else title.end
        if _DECIDED.match(text, end):
            person = Person(
                name=named.name if named else None, title=title_text(title), role=Role.DECISION_MAKER
            )
            makers.append(Found(line.start, end, person, "people:decides"))
    yield from makers
    officeholder = bool(makers) or re.search(
        r"Viranhaltijapäätös|VIRANHALTIJAPÄÄTÖS|Tjänsteinnehavarbeslut|(?<!\w)[Pp]äätän(?!\w)", text
    )
    if not officeholder:
        return
    for index in range(max(0, len(lines) - 8), len(lines) - 1):
        pair = lines[index], lines[index + 1]
        for name_line, title_line in (pair, pair[::-1]):
            mention = name_at(text, name_line.start, name_line.end)
            words = text[title_line.start : title_line.end]
            if (
                mention
                and mention.end == name_line.end
                and len(words) < 60
                and is_title(words)
                and title_base(words.split()[-1])
            ):
                title = find_title_at(text, title_line.start)
                if title:
                    start, end = pair[0].start, pair[1].end
                    person = Person(name=mention.name, title=title_text(title), role=Role.DECISION_MAKER)
                    yield Found(start, end, person, "people:signature")
                    return
