"""People an item tells of outside its lists: absences, speakers; and each person once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpus.records import Item, Person, Role, Section, SectionRole
from corpus.registry.organs import organ_from
from corpus.registry.titles import find_title_at
from ingest.extract.attendance import find_attendance
from ingest.extract.attendance_offices import HELD, is_own, office
from ingest.extract.found import Found
from ingest.extract.mentions import title_text
from ingest.extract.name_cases import meant
from ingest.extract.names import find_names
from ingest.extract.sentences import sentences
from ingest.extract.view import lowered
from ingest.extract.wording import finder

_ABSENCE = finder("absence", flags=0)
_WORD = re.compile(r"[^\W\d_][\w:.-]*")
_LONGEST_OFFICE = 90  # characters
_OFFICE_WORDS = 7


def absences(own: str) -> list[Found[Person]]:
    """Attendance told in a procedural item's sentences ("X oli estynyt … Hänen tilallaan oli …")."""
    lower = lowered(own)
    if _ABSENCE.search(lower) is None:
        return []
    spans = [span for span in sentences(own) if _ABSENCE.search(lower, *span)]
    return [
        found
        for found in find_attendance(own)
        if any(start < found.end and found.start < end for start, end in spans)
    ]


def spoken_presenters(own: str, sections: Sequence[Section]) -> list[Found[Person]]:
    """Presenters named by the opening of their proposal ("Ympäristöpäällikkö Aino Kallio: …")."""
    result = []
    for section in sections:
        title = find_title_at(section.heading, 0) if section.role is SectionRole.PROPOSAL else None
        if title is None or not own[section.start : section.end].strip():
            continue
        names = find_names(section.heading, title.end, len(section.heading))
        if names:
            person = Person(name=names[0].value, title=title_text(title), role=Role.PRESENTER)
            result.append(
                Found(section.start, section.start + len(section.heading), person, "people:speaker")
            )
    return result


def decision_maker(people: Sequence[Found[Person]], base: int) -> Found[str] | None:
    """The office of the official who decided, where nothing else names the body."""
    for found in people:
        if found.value.role is Role.DECISION_MAKER and found.value.title:
            title = found.value.title
            name = title[0].upper() + title[1:]
            return Found(found.start + base, found.end + base, name, "organ:decision-maker")
    return None


def with_offices(people: Sequence[Found[Person]], own: str, organ: str | None) -> list[Found[Person]]:
    """The people, who is heard for another body with the office: "tarkastuslautakunnan puheenjohtaja"."""
    result = []
    for found in people:
        title = None
        if found.value.role is Role.EXPERT and found.value.name and found.value.title is None:
            title = _office_before(own, found.start)
        if title and not (organ and is_own(title, organ)):
            found = replace(found, value=found.value.model_copy(update={"title": title}))
        result.append(found)
    return result


def _office_before(text: str, at: int) -> str | None:
    """The office in a named body that ends right before a name: the longest words that are one."""
    line = text[max(0, text.rfind("\n", 0, at), at - _LONGEST_OFFICE) : at].rstrip()
    words = list(_WORD.finditer(line))[-_OFFICE_WORDS:]
    for first in words[:-1]:
        held = office(line[first.start() :])
        if held and held[0] in HELD and organ_from(held[1].rpartition(" ")[0]):
            return held[1]
    return None


def distinct_people(found: Sequence[Found[Person]]) -> list[Found[Person]]:
    """Each person once in each role."""
    seen: set[tuple[str | None, str | None, str]] = set()
    result = []
    for fact in found:
        key = (fact.value.name, fact.value.title if fact.value.name is None else None, fact.value.role.value)
        if key not in seen:
            seen.add(key)
            result.append(fact)
    return result


def with_full_names(items: Sequence[Item]) -> tuple[Item, ...]:
    """The items of one document with bare surnames made full names, where one person of it is so called.

    Minutes name in full on the cover and say "Virtanen ehdotti" or "Virtasen kannattamana" under a §; a
    surname that two people share stays as it is written, and so does one that nobody bears. Full names that
    a sentence declines are those of the cover, too.
    """
    cover = [item for item in items if item.section is None]
    present = _bearers(p.name for item in cover for p in item.people if p.present is not None)
    named = _bearers(p.name for item in items for p in item.people)
    return tuple(_named_in_full(item, present, named) for item in items)


def _bearers(names: Iterable[str | None]) -> dict[str, set[str]]:
    """The full names among ``names`` by their surnames."""
    bearers: dict[str, set[str]] = {}
    for name in names:
        if name and " " in name:
            bearers.setdefault(name.rsplit(" ", 1)[1], set()).add(name)
    return bearers


def _named_in_full(item: Item, present: Mapping[str, set[str]], named: Mapping[str, set[str]]) -> Item:
    people = []
    for person in item.people:
        given, blank, surname = (person.name or "").rpartition(" ")
        called = {name for family in meant(surname, present) for name in present[family]}
        if blank:
            called = {name for name in called if name.rpartition(" ")[0] == given}
        elif not called:
            called = {name for family in meant(surname, named) for name in named[family]}
        people.append(person.model_copy(update={"name": next(iter(called))}) if len(called) == 1 else person)
    return item if people == list(item.people) else item.model_copy(update={"people": tuple(people)})
