"""Presenters: named by a proposal's heading, on a line before the proposal, or as its owner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Person, Role
from corpus.registry.organs import OrganKind, find_organ_at_line_start
from corpus.registry.titles import find_title_at, find_titles
from ingest.extract.found import Found
from ingest.extract.mentions import Mention, mentions, name_at, title_text
from ingest.extract.name_forms import name_lists
from ingest.extract.names import SPACE
from ingest.extract.people_rules import (
    AFTER_HEADING,
    AFTER_LABEL,
    BESIDE,
    DECISION_LINE,
    LOOK,
    Line,
    as_person,
    rules,
)
from ingest.extract.person_lists import read_list
from ingest.extract.wording import finder, listed, words

_DECIDES = finder("decides_or_proposes", flags=0)
_OWNED = re.compile(rf"{words('owned_proposal')}{SPACE}{{0,3}}(?::|\n|$)", re.IGNORECASE)
_SWEDISH_PROPOSAL = finder("swedish_proposal")
_SURNAMES_IN_S = listed("surname_in_s_ends")
_DATED_COLON = re.compile(
    rf"{SPACE}{{0,3}}(?P<date>\d{{1,2}}\.\d{{1,2}}\.\d{{4}})?{SPACE}{{0,3}}:{SPACE}{{0,3}}(?=\n|$)"
)
_DATED_TEXT = re.compile(rf"{SPACE}{{1,3}}\d{{1,2}}\.\d{{1,2}}\.\d{{4}}{SPACE}?:{SPACE}{{1,3}}[A-ZÅÄÖ]")
_DIARY_LINE = re.compile(r"(?:[^\W\d_]{1,12}[ :]{0,2})?[\w./-]{0,20}\d[\w./-]{0,30}\d")
_SAYS = re.compile(rf"{SPACE}{{1,3}}{words('speaks')}(?=,|{SPACE}?:|{SPACE}{words('that', 'to_body')})")
_SPEAKS = finder("speaks", flags=0)
_AT_REQUEST = re.compile(rf"{SPACE}{{1,3}}{words('at_request')}")
_REQUESTED = finder("at_request", flags=0)
_ON_PROPOSAL_OF = finder("on_proposal_of")
_DECIDED_SO = finder("body_decided", flags=0)
_PRESENTING_ROLE = re.compile(rf"{words('presenting_role')}{SPACE}{{1,2}}", re.IGNORECASE)
_HEAD_LINES = 20
_CHANGED = re.compile(rf"{SPACE}{{1,3}}{words('changed_proposal')}")
_CHANGES = finder("changed_proposal", flags=0)
_NAMED_ONLY = re.compile(rf"{SPACE}{{0,3}}(?::|\n|$)")
_LEADING = listed("leading_title_ends")


def proposal_heads(text: str, lines: Sequence[Line], starts: Sequence[int]) -> Iterator[Found[Person]]:
    """ "Päätösehdotus Kaupunginjohtaja Anne …" and the same with the presenter on the next line.

    ``starts`` are where proposals begin inside a line, which a page without line ends has.
    """
    proposals = rules().proposals
    for start in starts:
        match = proposals.match(text, start, start + 60)
        gap = AFTER_LABEL.match(text, match.end()) if match else None
        mention = _titled_at(text, gap.end(), min(len(text), gap.end() + LOOK)) if gap else None
        if mention and mention.full and mention.name:
            yield as_person(mention, Role.PRESENTER, "people:proposal-heading")
    for index, line in enumerate(lines):
        match = proposals.match(text, line.start, min(line.end, line.start + 60))
        if match is None:
            continue
        if index and match.end() == line.end and (said := _said_before(text, lines[index - 1])):
            yield as_person(said, Role.PRESENTER, "people:proposal-heading")
            continue
        gap = AFTER_HEADING.match(text, match.end(), line.end)
        at = gap.end() if gap else match.end()
        end = line.end
        if at >= line.end:
            if index + 1 >= len(lines):
                continue
            at, end = lines[index + 1].start, lines[index + 1].end
        named = gap is not None and (text[at].isupper() or "," in gap.group())
        mention = (
            _in_brackets(text, at, end)
            if text[at] == "("
            else _titled_at(text, at, end, lower=named or end == line.end) or _chair_at(text, at, end)
        )
        if (
            mention
            and text[at] != "("
            and text[at].islower()
            and not _NAMED_ONLY.match(text, mention.end, end + 1)
        ):
            continue  # a sentence that begins with an office
        if mention:
            yield as_person(mention, Role.PRESENTER, "people:proposal-heading")


def _in_brackets(text: str, at: int, end: int) -> Mention | None:
    """ "Ehdotus (rehtori Aino Kallio): …"."""
    close = text.find(")", at, end)
    if close < 0:
        return None
    people = read_list(text, at + 1, close)
    if len(people) == 1 and people[0].name and people[0].title:
        return people[0]
    chair = _PRESENTING_ROLE.match(text, at + 1, close)
    named = name_at(text, chair.end(), close) if chair else None
    return named if named and named.full and named.end == close else None


def _chair_at(text: str, at: int, end: int) -> Mention | None:
    """ "Päätösehdotus Puheenjohtaja Aino Kallio" and no more."""
    chair = _PRESENTING_ROLE.match(text, at, end) if text[at].isupper() else None
    named = name_at(text, chair.end(), end) if chair else None
    return named if named and named.full and _NAMED_ONLY.match(text, named.end) else None


def _said_before(text: str, line: Line) -> Mention | None:
    """A line's last words when they are a title, a name and a colon: "… on 311. Rehtori Aino Kallio:"."""
    if text[line.end - 1] != ":":
        return None
    begin = max(line.start, line.end - 120)
    for title in reversed(find_titles(text[begin : line.end])):
        start = begin + title.start
        before = text[:start].rstrip(" \u00a0")[-1:]
        if start > line.start and before in ".!?)" and (mention := _titled_at(text, start, line.end)):
            return mention if mention.name and mention.end == line.end - 1 else None
    return None


def _head_presenter(text: str, lines: Sequence[Line], index: int, mention: Mention) -> bool:
    """Whether a title and a name alone on a line under the diary number present the matter."""
    previous = text[lines[index - 1].start : lines[index - 1].end] if index else ""
    return bool(
        mention.name
        and mention.full
        and _DIARY_LINE.fullmatch(previous)
        and (mention.title or "").endswith(_LEADING)
    )


def _is_body(line: str) -> bool:
    """Whether a line names a body and nothing else: who presents stands above the body that decides."""
    found = find_organ_at_line_start(line)
    return (
        found is not None and found[1] == len(line.rstrip()) and found[0].kind is not OrganKind.OFFICEHOLDER
    )


def _titled_at(text: str, at: int, end: int, *, lower: bool = False) -> Mention | None:
    """A title and a name at ``at``; or a title alone when it is all there is."""
    title = find_title_at(text, at)
    if title is None or title.end > end or not title.nominative or not (lower or text[at].isupper()):
        return None
    gap = BESIDE.match(text, title.end, end)
    mention = name_at(text, gap.end(), end, lone=True, title=title) if gap else None
    if mention and (mention.full or not text[mention.end : end].strip(" :.\t\u00a0")):
        return replace(mention, start=at, title=title_text(title))
    if mention is None and not text[title.end : end].strip(" :.\t\u00a0"):
        return Mention(at, title.end, None, title_text(title))
    return None


def speakers(text: str, lines: Sequence[Line]) -> Iterator[Found[Person]]:
    """ "Kunnanjohtaja Aino Kallio ehdottaa, että …" and "päätti kunnanjohtaja Aino Kallion esityksestä"."""
    for line in lines if _SPEAKS.search(text) else ():
        if text[line.start].isupper() and (
            verb := _SAYS.search(text, line.start, min(line.end + 1, line.start + LOOK))
        ):
            mention = _titled_at(text, line.start, verb.start())
            if mention and mention.name and mention.full and mention.end == verb.start():
                yield as_person(mention, Role.PRESENTER, "people:speaks")
    for match in _CHANGED.finditer(text) if _CHANGES.search(text) else ():
        people = [p for p in mentions(text, max(0, match.start() - 80), match.start()) if p.title and p.full]
        yield from (
            as_person(p, Role.PRESENTER, "people:changed") for p in people[-1:] if p.end == match.start()
        )
    for match in _AT_REQUEST.finditer(text) if _REQUESTED.search(text) else ():
        floor = max(text.rfind("\n", 0, match.start()) + 1, match.start() - 160)
        if not _DECIDED_SO.search(text, floor, match.start()):
            continue
        people = [
            p for p in mentions(text, floor, match.start()) if p.title and p.full and p.end == match.start()
        ]
        yield from (
            as_person(p, Role.PRESENTER, "people:at-request")
            for p in people
            if (p.title or "").endswith(_LEADING)
        )
    yield from _asked_in_swedish(text)


def _asked_in_swedish(text: str) -> Iterator[Found[Person]]:
    """ "På förslag av kommundirektör Nina Ek beslöt styrelsen …"."""
    for match in _ON_PROPOSAL_OF.finditer(text):
        people = mentions(text, match.end(), min(len(text), match.end() + 120), inflected=False)
        yield from (
            as_person(person, Role.PRESENTER, "people:at-request")
            for person in people[:1]
            if person.full and person.name and (person.title or "").endswith(_LEADING)
            if not text[match.end() : person.start].strip()
        )


def presenter_lines(text: str, lines: Sequence[Line]) -> Iterator[Found[Person]]:
    """Lines that are a title and a name with a colon, or a title's genitive before "esitys"."""
    for index, line in enumerate(lines):
        if not text[line.start].isupper() or line.end - line.start > LOOK:
            continue
        title = find_title_at(text, line.start)
        if title is None or title.end > line.end:
            continue
        if not title.nominative:
            yield from _owned(text, line, title.start, title.end)
            continue
        line_text_end = line.end
        colon = text[line.end - 1] == ":"
        if owner := _named_owner(text, line, title.end):
            yield Found(
                title.start,
                owner.end,
                Person(name=owner.name, title=title_text(title), role=Role.PRESENTER),
                "people:presenter-genitive",
            )
            continue
        if colon:
            people = read_list(text, line.start, line.end)
            rest = _DATED_COLON.match(text, people[-1].end) if people else None
            if people and rest and rest.end() >= line_text_end:
                dated = rest.group("date") is not None or len(people) > 1
                role = Role.PREPARER if dated else Role.PRESENTER
                for person in people:
                    if person.name or role is Role.PRESENTER:
                        yield as_person(person, role, f"people:{role.value}-line")
                continue
        mention = _titled_at(text, line.start, line.end)
        if mention and mention.name and mention.full and _DATED_TEXT.match(text, mention.end, line.end):
            yield as_person(mention, Role.PREPARER, "people:preparer-line")
            continue
        if mention is None or text[mention.end : line.end].strip(" :."):
            continue
        following = (
            text[lines[index + 1].start : lines[index + 1].end][:160] if index + 1 < len(lines) else ""
        )
        previous = text[lines[index - 1].start : lines[index - 1].end] if index else ""
        begins_proposal = bool(rules().proposals.match(following)) and len(following) < 40
        if (begins_proposal and (colon or mention.name)) or (
            _DECIDES.search(following) and following[0].isupper() and not DECISION_LINE.match(previous)
        ):
            yield as_person(mention, Role.PRESENTER, "people:presenter-line")
        elif not colon and (
            _head_presenter(text, lines, index, mention)
            or (
                mention.name
                and mention.full
                and mention.title
                and _is_body(following)
                and index < _HEAD_LINES
            )
        ):
            yield as_person(mention, Role.PRESENTER, "people:presenter-head")


def _named_owner(text: str, line: Line, at: int) -> Mention | None:
    """The name of "Kunnanjohtaja Olli Heinon ehdotus:"."""
    gap = BESIDE.match(text, at, line.end)
    named = name_at(text, gap.end(), line.end, lone=True) if gap else None
    if gap is None or named is None:
        return None
    follow = BESIDE.match(text, named.end)
    if follow is None or not _OWNED.match(text, follow.end(), line.end + 1):
        return None
    if _SWEDISH_PROPOSAL.match(text, follow.end()):
        return replace(named, name=out_of_swedish_genitive(named.name or ""))
    name = next((m.name for m in mentions(text, gap.end(), named.end, lone=True)), None)
    return replace(named, name=name) if name else None


def out_of_swedish_genitive(name: str) -> str:
    """ "Anna Lindholms" is Anna Lindholm; a surname that ends in s itself takes none ("Otto Hellfors")."""
    last = name.rsplit(" ", 1)[-1].lower()
    own = last in name_lists().surnames or last.endswith(_SURNAMES_IN_S)
    return name if own or not last.endswith("s") or len(last) < 3 else name[:-1]


def _owned(text: str, line: Line, start: int, end: int) -> Iterator[Found[Person]]:
    """ "Kaupunginjohtajan Olli Heinon esitys:"; without a name the heading is a body's custom, no person."""
    title = find_title_at(text, start)
    owner = _named_owner(text, line, end)
    if title is not None and owner is not None:
        person = Person(name=owner.name, title=title_text(title), role=Role.PRESENTER)
        yield Found(start, owner.end, person, "people:presenter-genitive")
