"""People whom sentences put into a role: heard, disqualified, dissenting, proposing, seconding.

Those elected and appointed are in people_chosen.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.records import Person, Role
from corpus.registry.titles import find_title_at
from ingest.extract.enumerations import (
    IGNORE,
    fully_named,
    give,
    out_of_partitive,
    persons_after,
    persons_before,
    sure,
)
from ingest.extract.found import Found
from ingest.extract.mentions import Mention, mentions
from ingest.extract.people_chosen import INSPECTORS, chairs, contacts, elected, inspectors
from ingest.extract.people_proposals import proposals, proposals_under_headings
from ingest.extract.people_rules import rules
from ingest.extract.sentences import sentences
from ingest.extract.view import lowered
from ingest.extract.wording import FEW, GAP, finder, listed, words

_LONGEST = 1_500  # characters of a sentence that are read

_HEARD_LEFT = re.compile(
    rf"(?<!\w)(?:{words('presented')}|{words('was_there')}{GAP}{FEW}{words('to_be_heard')})", IGNORE
)
_HEARD_RIGHT = finder("heard_are")
_HEARD_WHOM = finder("heard_whom")  # in the partitive
_HEARD_NOW = re.compile(rf"{GAP}{words('presents')}", IGNORE)
_IN_MEETING = finder("in_meeting")
_HEARD_BY_BODY = re.compile(
    rf"{finder('body_heard').pattern}{GAP}(?:{words('body_heard_how')}{GAP})?", IGNORE
)
# "Ohjelmapäällikkö Aino Kallio FCG:stä esitteli …"
_FROM_WHERE = re.compile(
    rf"(?:{GAP}[A-ZÅÄÖ][\w&:-]{{1,30}}(?:sta|stä|lta|ltä)|{GAP}[A-ZÅÄÖ][\w&-]{{1,30}}{GAP}(?:Oyj?|Ab):(?:stä|ltä))"
    rf"{GAP}?\Z"
)
_GRANTED = re.compile(rf"(?<!\w){words('right_to_be_heard')}(?={GAP})", IGNORE)
_HEARD_OBJECT = re.compile(rf"{GAP}{words('heard_object')}")
_HEARD_ONLY = re.compile(rf"(?<![^\s.(]){words('heard_at_once')}{GAP}")
_ONCE = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}\.(?:19|20)\d\d")  # what was told on another day
_HEARD_NOT = finder("presented_own")

_JAV = finder("disqualified")
_JAV_VERB = finder("disqualified_did")
_NOT_TAKING_PART = re.compile(
    rf"(?:{GAP}\([^()\n]{{2,60}}\))?{GAP}{words('takes_no_part')}{GAP}{words('in_the_matter')}", IGNORE
)
# "poistui asian käsittelyn ajaksi", "poistuivat tiekuntien osakkaina"
_LEFT_FOR_IT = re.compile(
    rf"{GAP}{words('left')}{GAP}(?:{words('for_the_matter')}|(?:\w{{3,25}}{GAP})?{words('party_to_it')})",
    IGNORE,
)
_JAV_SELF = finder("disqualified_self")
_NEGATED = re.compile(rf"(?<!\w){words('not')}{GAP}{FEW}{words('disqualified_stem')}", IGNORE)
_NO = re.compile(rf"(?<!\w){words('not')}(?!-)", IGNORE)

_DISSENT = finder("dissent")
_DISSENT_VERB = finder("dissent_told")
_ELSEWHERE = re.compile(rf"{GAP}(?:\w{{1,20}}{GAP}){{0,2}}{words('elsewhere')}", IGNORE)
_JOINS = re.compile(rf",?{GAP}{words('joins_dissent')}", IGNORE)
_JOINS_NEXT = re.compile(rf",{GAP}{words('which_dissent')}{GAP}{words('joins_dissent')}", IGNORE)
_RESERVED = finder("reserved")

_PREPARED_IT = re.compile(rf"{GAP}{words('prepared_it')}", IGNORE)
_PRESENTED_IT = re.compile(rf"{GAP}{words('presented_it')}", IGNORE)
_AND_PRESENTED = finder("and_presented")

# What a sentence must hold for a rule to be tried on it, in lower case.
_CUES = {
    "handled": listed("cue_handled"),
    "heard": listed("cue_heard"),
    "disqualified": listed("cue_disqualified"),
    "dissent": listed("cue_dissent"),
    "chairs": listed("cue_chairs"),
    "inspectors": listed("cue_inspectors"),
    "elected": listed("cue_elected"),
    "contacts": listed("cue_contacts"),
    "proposals": listed("cue_proposals"),
}
_WHITE = "\n\t\u00a0\u2009\u202f"


def _parts(phrase: str) -> tuple[str, ...]:
    """What a lower-case sentence holds that has the phrase, a blank before it and its blanks all alike."""
    return tuple((word if word.startswith("~") else f" {word}").strip("~") for word in phrase.split())


_SIGNS = [(_parts(sign), rule) for rule, signs in _CUES.items() for sign in signs]
_SWEDISH = finder("swedish", flags=0)
_CUE_AT_START = re.compile(words("begins_sentence"))


def prose_people(
    text: str, reasons: Sequence[tuple[int, int]] = (), *, checking: bool = False
) -> Iterator[Found[Person]]:
    """All persons whom a sentence gives a role; ``checking`` is said of texts on checking the minutes.

    Within ``reasons`` (spans of the grounds) nobody proposes or seconds: they tell what others once did.
    """
    lower = lowered(text)
    for white in _WHITE:
        lower = lower.replace(white, " ")
    signs = [sign for sign in _SIGNS if all(part.strip() in lower for part in sign[0])]  # most texts have few
    for begin, end in sentences(text):
        start = _after_speaker(text, begin, end)
        end = min(end, start + _LONGEST)
        words = " " + lower[start:end]
        cues = frozenset([rule for parts, rule in signs if all(part in words for part in parts)])
        if not cues:
            continue
        in_reasons = any(first <= start < last for first, last in reasons)
        yield from _sentence(text, start, end, cues, in_reasons, bool(_SWEDISH.search(words)), checking)
    yield from proposals_under_headings(text)


def _after_speaker(text: str, start: int, end: int) -> int:
    """Where a sentence begins that stands under "Förslag Kommundirektör Aino Kallio": on the next line."""
    line_end = text.find("\n", start, min(end, start + 120))
    heading = rules().proposals.match(text, start) if line_end > 0 else None
    title = find_title_at(text, heading.end() + 1) if heading else None
    return line_end + 1 if title and title.end < line_end else start


def _sentence(
    text: str,
    start: int,
    end: int,
    cues: frozenset[str],
    in_reasons: bool,
    swedish: bool,
    checking: bool,
) -> Iterator[Found[Person]]:
    people = [
        person
        for person in mentions(text, start, end, lone=True, inflected=not swedish)
        if person.full or not _CUE_AT_START.match(person.written)
    ]
    if "contacts" in cues:
        found = list(contacts(text, start, end))
        moved = (
            found
            and "proposals" in cues
            and any(other.value.role is Role.PROPOSER for other in proposals(text, start, end, people))
        )
        if found and not moved:  # whom a member would appoint is not appointed
            yield from found
            return
    if not people:
        return
    handled = list(_handled(text, start, end, people)) if "handled" in cues else []
    yield from handled
    if "heard" in cues and not handled:
        yield from _heard(text, start, end, people)
    if "disqualified" in cues:
        yield from _disqualified(text, start, end, people)
    if "dissent" in cues:
        yield from _dissent(text, start, end, people)
    if "chairs" in cues:
        yield from chairs(text, start, end, people)
    checked = INSPECTORS.search(text, start, end) if "inspectors" in cues else None
    if checked:
        yield from inspectors(text, checked, start, end, people)
    elif "elected" in cues:
        yield from elected(text, start, end, people, bare=checking)
    if "proposals" in cues and not in_reasons:
        yield from proposals(text, start, end, people)


def _handled(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    """Who prepared the matter and who presented it, told in a sentence."""
    titled = [person for person in people if person.full and person.title]
    for pattern, role in ((_PREPARED_IT, Role.PREPARER), (_PRESENTED_IT, Role.PRESENTER)):
        for match in pattern.finditer(text, start, end):
            yield from give(persons_before(text, titled, match.start()), role, "handled")
    for match in _AND_PRESENTED.finditer(text, start, end):
        yield from give(persons_after(text, titled, match.end(), 2)[:1], Role.PRESENTER, "handled")


def _heard(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    for match in _HEARD_LEFT.finditer(text, start, end):
        if not _HEARD_NOT.search(text, match.end(), min(end, match.end() + 60)) and not _ONCE.search(
            text, match.end(), min(end, match.end() + 90)
        ):
            of = _FROM_WHERE.search(text, max(start, match.start() - 60), match.start())
            at = of.start() if of else match.start()
            yield from give(fully_named(persons_before(text, people, at)), Role.EXPERT, "heard")
    for match in _GRANTED.finditer(text, start, end):
        heard = [p for p in persons_after(text, people, match.end(), 12) if p.full and p.title]
        yield from give(heard, Role.EXPERT, "heard")
    for match in _HEARD_OBJECT.finditer(text, start, end):
        heard = [p for p in persons_before(text, people, match.start()) if p.full and p.title]
        yield from give([out_of_partitive(p) for p in heard], Role.EXPERT, "heard")
    if _IN_MEETING.search(text, start, end):
        for match in _HEARD_NOW.finditer(text, start, end):
            heard = [p for p in persons_before(text, people, match.start()) if p.title and p.full]
            yield from give(heard, Role.EXPERT, "heard")
    told = _HEARD_BY_BODY.search(text, start, end) or _HEARD_ONLY.search(text, start, end)
    if told:
        heard = persons_after(text, people, told.end(), 3)
        if _HEARD_WHOM.search(told.group()):
            heard = [out_of_partitive(p) for p in heard]
        yield from give([p for p in heard if p.title and p.full], Role.EXPERT, "heard")
    for match in _HEARD_RIGHT.finditer(text, start, end):
        heard = fully_named(persons_after(text, people, match.end()))
        if _HEARD_WHOM.search(match.group()):
            heard = [out_of_partitive(person) for person in heard]
        yield from give(heard, Role.EXPERT, "heard")


def _disqualified(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    kept_out = _NOT_TAKING_PART.search(text, start, end)
    left = sure(persons_before(text, people, kept_out.start())) if kept_out else []
    if left:
        yield from give(left, Role.DISQUALIFIED, "disqualified")
        return
    for gone in _LEFT_FOR_IT.finditer(text, start, end):
        left = [p for p in sure(persons_before(text, people, gone.start())) if p.title is None]
        yield from give(left, Role.DISQUALIFIED, "left-for-the-matter")
        if left:
            return
    match = _JAV.search(text, start, end)
    own = _JAV_SELF.search(text, start, end)
    left = sure(persons_before(text, people, own.start())) if own else []
    if left:
        yield from give(left, Role.DISQUALIFIED, "disqualified")
        return
    if (
        not match
        or not _JAV_VERB.search(text, start, end)
        or (_NEGATED.search(text, start, match.end()) and text[match.start() - 1 : match.start()] != "(")
    ):
        return
    verb = _JAV_VERB.search(text, start, end)
    left = sure(persons_before(text, people, verb.start())) if verb else []
    if not left:
        left = sure(persons_before(text, people, match.start()))
    if not left:
        left = sure(persons_after(text, people, max(match.end(), verb.end() if verb else 0), 80))
    if not left:
        left = [person for person in people if person.full and person.end <= match.start()][:6]
    yield from give(left, Role.DISQUALIFIED, "disqualified")


def _dissent(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    reserved = _RESERVED.search(text, start, end)
    match = _DISSENT.search(text, start, end) or reserved
    if (
        not match
        or _ELSEWHERE.match(text, match.end())
        or not _DISSENT_VERB.search(text, start, end)
        or _NO.search(text, max(start, match.start() - 60), match.start())
    ):
        return
    for join in _JOINS_NEXT.finditer(text, match.end(), end):
        yield from give(sure(persons_after(text, people, join.end(), 12)), Role.DISSENTER, "dissent")
    for join in _JOINS.finditer(text, match.end(), end):
        yield from give(sure(persons_before(text, people, join.start())), Role.DISSENTER, "dissent")
    verb = _DISSENT_VERB.search(text, start, end)
    found = sure(persons_before(text, people, verb.start())) if verb else []
    if not found:
        found = sure(persons_before(text, people, match.start()))
    if not found:
        found = sure(
            persons_after(
                text, people, max(match.end(), verb.end() if verb and verb.start() > match.end() else 0), 50
            )
        )
    if not found:
        found = [person for person in people if person.full][:8]
    yield from give(found, Role.DISSENTER, "dissent")
