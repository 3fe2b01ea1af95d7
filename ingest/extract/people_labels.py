"""People after a label: "Valmistelija: …", "Lisätiedot …", "Tarkastusvuorossa …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Person, Role
from corpus.registry.titles import is_title
from ingest.extract.enumerations import out_of_partitive
from ingest.extract.found import Found
from ingest.extract.mentions import Mention
from ingest.extract.names import SPACE, find_names
from ingest.extract.people_rules import AFTER_LABEL, as_person, key_of, rules
from ingest.extract.person_lists import read_list
from ingest.extract.wording import finder, words

_WORD = re.compile(r"[^\W\d_][\w-]{0,40}")
_BOTH = re.compile(
    rf"{SPACE}{{0,3}}(?:{words('and')}|[/,]){SPACE}{{0,3}}{words('second_label')}", re.IGNORECASE
)
REACH = re.compile(
    rf"{words('reach')}|\+358|0\d{{1,2}}[ -]?\d{{3}}|[\w.+-]{{1,64}}(?:@|\(at\)|\(a\))", re.IGNORECASE
)
_LABEL = rf"(?:(?P<prepares>{words('preparer_label')})|{words('presenter_label')})"
_BRACKETED = re.compile(rf"\({_LABEL}(?::|{SPACE}){SPACE}{{0,2}}", re.IGNORECASE)
# "Hallintosihteeri Kallio Aino (valm.)"
_MARKED = re.compile(rf"\({_LABEL}\)", re.IGNORECASE)
_LONGEST_LINE = 200
# "Selostus: hallintosihteeri Aino Kallio" and nothing more on the line: who wrote what follows
_DESCRIBED = re.compile(
    rf"^{SPACE}{{0,40}}{words('description')}{SPACE}?:{SPACE}{{1,20}}(?=\w)", re.MULTILINE
)
_SPARE = finder("deputy_contact")
_HEARD_WHOM = finder("heard_whom")  # in the partitive


def described(text: str) -> Iterator[Found[Person]]:
    """Who wrote the grounds, named where they begin."""
    for match in _DESCRIBED.finditer(text):
        stop = text.find("\n", match.end())
        stop = len(text) if stop < 0 else stop
        people = read_list(text, match.end(), stop) if stop - match.end() < _LONGEST_LINE else []
        if len(people) == 1 and people[0].name and people[0].title and not text[people[0].end : stop].strip():
            yield as_person(people[0], Role.PREPARER, "people:preparer-label")


def bracketed(text: str) -> Iterator[Found[Person]]:
    """ "(valmistelija: vapaa-aikasihteeri Aino Kallio)" anywhere in a line."""
    for match in _BRACKETED.finditer(text):
        stop = text.find(")", match.end(), match.end() + 120)
        role = _marked(match)
        if stop > 0:
            for person in read_list(text, match.end(), stop):
                yield as_person(person, role, f"people:{role.value}-label")
    for match in _MARKED.finditer(text):
        line = text.rfind("\n", max(0, match.start() - _LONGEST_LINE), match.start()) + 1
        role = _marked(match)
        for person in read_list(text, max(line, match.start() - _LONGEST_LINE), match.start())[-1:]:
            yield as_person(person, role, f"people:{role.value}-label")


def _marked(match: re.Match[str]) -> Role:
    return Role.PREPARER if match.group("prepares") else Role.PRESENTER


def labelled(text: str, bounds: Sequence[int]) -> Iterator[Found[Person]]:
    known = rules()
    matches = list(known.labels.finditer(text))
    proposals = [match.start() for match in known.proposals.finditer(text)]
    stops = sorted({*bounds, *(match.start() for match in matches), *proposals, len(text)})
    position = 0
    starts = frozenset(bounds)
    for match in matches:
        role = known.roles[key_of(match.group())]
        line_start = text.rfind("\n", max(0, match.start() - 200), match.start()) + 1
        at_start = match.start() in starts or not text[line_start : match.start()].strip(
            " \t\u00a0\u2009\u202f#*•▪●·-–0123456789."
        )
        while position < len(stops) and stops[position] <= match.start():
            position += 1
        stop = stops[position] if position < len(stops) else len(text)
        if stop <= match.end():
            stop = next((s for s in stops[position:] if s > match.end()), len(text))
        both = _BOTH.match(text, match.end(), match.end() + 40)
        if both and stop < both.end():  # "Valmistelija/Esittelijä:"
            stop = next((s for s in stops[position:] if s >= both.end()), len(text))
        begin, organisation = _skip_between(text, match.end(), stop)
        spare = _spare(text, begin, stop) if role is Role.CONTACT else None
        people = read_list(text, begin, spare.start() if spare else stop, bare_titles=at_start)
        if spare:
            people, deputies = _and_deputies(text, people, spare, stop)
            for person in deputies if at_start or people else ():
                yield as_person(person, Role.DEPUTY_CONTACT, "people:deputy-contact-label")
        if role is Role.PREPARER and not (people and at_start):
            people = _untitled(text, begin) or people
        if not at_start:
            sure = bool(people) and people[0].start - begin <= 3
            named = role is Role.SECONDER and text[match.end() : match.end() + 1] == ":"
            people = [person for person in people if sure and (named or _is_sure(text, person, role))]
        if role is Role.EXPERT and _HEARD_WHOM.search(text, match.start(), begin):
            people = [out_of_partitive(person) for person in people]
        if role in (Role.PREPARER, Role.DISSENTER, Role.DISQUALIFIED, Role.INSPECTOR, Role.SECONDER):
            people = [person for person in people if person.name]
        for person in people:
            if organisation and person.organisation is None:
                person = replace(person, organisation=organisation)
            yield as_person(person, role, f"people:{role.value}-label")
            if both and role in (Role.PREPARER, Role.PRESENTER):
                other = Role.PRESENTER if role is Role.PREPARER else Role.PREPARER
                yield as_person(person, other, f"people:{other.value}-label")


def _spare(text: str, begin: int, stop: int) -> re.Match[str] | None:
    """The words on the label's own line that name who stands in for the contact."""
    end = text.find("\n", begin, stop)
    return _SPARE.search(text, begin, stop if end < 0 else end)


def _and_deputies(
    text: str, people: list[Mention], spare: re.Match[str], stop: int
) -> tuple[list[Mention], list[Mention]]:
    """Contacts and their deputies: "Nina Ek, ersättare Otto Berg", "Nina Ek och Otto Berg (ersättare)"."""
    if text[spare.start() - 1] == "(":
        return people[:-1], people[-1:]
    gap = AFTER_LABEL.match(text, spare.end())
    return people, read_list(text, gap.end() if gap else spare.end(), stop)[:1]


def _untitled(text: str, begin: int) -> list[Mention]:
    """The known name right after a label in a line, as a page that lost its line ends has it."""
    gap = AFTER_LABEL.match(text, begin)
    at = gap.end() if gap else begin
    names = find_names(text, at, at + 60, inflected=False)
    return [Mention(at, names[0].end, names[0].value)] if names and names[0].start == at else []


def _is_sure(text: str, person: Mention, role: Role) -> bool:
    """Whether a person after a label in the middle of a line is one: it has a title, or a way to reach it."""
    if not person.name:
        return False
    if person.title or role is not Role.CONTACT:
        return bool(person.title) or role is Role.PREPARER
    reach = REACH.search(text, person.end, person.end + 8)
    return bool(person.organisation or reach)


def _skip_between(text: str, pos: int, stop: int) -> tuple[int, str | None]:
    """Where a label's persons begin, and the organisation it names ("Yhteyshenkilöt Oukalla:")."""
    between = rules().between
    organisation: str | None = None
    for _ in range(8):
        gap = AFTER_LABEL.match(text, pos, stop)
        at = gap.end() if gap else pos
        word = _WORD.match(text, at, stop)
        if word is None:
            return pos, organisation
        written = word.group()
        follows = text[word.end() : word.end() + 1]
        if written in between and not is_title(written):
            pos = word.end()
        elif written[0].isupper() and written.endswith(("lla", "llä", "ssa", "ssä")) and follows == ":":
            organisation = written[:-3]
            pos = word.end()
        else:
            return pos, organisation
    return pos, organisation
