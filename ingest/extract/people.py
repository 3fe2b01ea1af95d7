"""People in an official role: who presented, prepared, was heard, left as disqualified, proposed, dissented.

Only a label, a title or a phrase of the office makes a Person; private persons in prose stay text.
An earlier body's handling quoted in the item (sections with role ``history``) gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Person, Role, Section, SectionRole
from corpus.registry.titles import find_title_at
from ingest.extract.broken_words import join_words, without_captions
from ingest.extract.enumerations import give, persons_after, sure
from ingest.extract.found import Found
from ingest.extract.mentions import mentions, name_at, title_text
from ingest.extract.name_cases import meant
from ingest.extract.names import SPACE, find_names
from ingest.extract.people_labels import REACH, bracketed, described, labelled
from ingest.extract.people_makers import one_line, signers, titled_line
from ingest.extract.people_posts import elected_below
from ingest.extract.people_presenters import presenter_lines, proposal_heads, speakers
from ingest.extract.people_prose import prose_people
from ingest.extract.people_rules import Line, as_person, lines_of, rules
from ingest.extract.wording import words

_CHECKING = re.compile(
    rf"(?:§{SPACE}?\d{{1,4}}{SPACE}{{1,3}}|\d{{1,4}}{SPACE}?§{SPACE}{{1,3}})?{words('checking_title')}[^.:]{{0,60}}\Z",
    re.IGNORECASE,
)


_COLON = re.compile(r"[\s:*]{0,20}")


def find_people(text: str, sections: Sequence[Section] = ()) -> list[Found[Person]]:
    """The persons of one item in order of appearance, each once per role.

    ``sections`` are the item's, with offsets into ``text``; without any, the text's own labels must do. A
    person's place is the name with the title that stands beside it.
    """
    joined = join_words(text)
    found = _find_people(without_captions(joined.text), sections)
    return [replace(f, start=start, end=end) for f in found for start, end in (joined.back(f.start, f.end),)]


def _find_people(text: str, sections: Sequence[Section]) -> list[Found[Person]]:
    found: list[Found[Person]] = []
    history = [(section.start, section.end) for section in sections if section.role is SectionRole.HISTORY]
    lines = lines_of(text)
    bounds = sorted({section.start for section in sections})
    found += labelled(text, bounds)
    found += bracketed(text)
    found += described(text)
    begun = {line.start for line in lines}
    proposals = [s.start for s in sections if s.role is SectionRole.PROPOSAL and s.start not in begun]
    found += proposal_heads(text, lines, proposals)
    found += _not_twice_presented(found, list(presenter_lines(text, lines)))
    found += speakers(text, lines)
    told = {person.value.name for person in found}
    found += (card for card in _network_contacts(text, lines) if card.value.name not in told)
    found += signers(text, lines, sections)
    reasons = [(section.start, section.end) for section in sections if section.role is SectionRole.REASONS]
    checking = any(_CHECKING.match(text, line.start, line.end) for line in lines[:8])
    found += prose_people(text, reasons, checking=checking)
    found += elected_below(text, lines)
    if checking and not any(f.value.role in (Role.INSPECTOR, Role.ELECTED) for f in found):
        found += _names_alone(text, sections)
    found = [person for person in found if not any(start <= person.start < end for start, end in history)]
    found = _named_makers(text, lines, _in_turn_only(_not_chosen_out(found, sections), sections))
    if checking:
        found = [_as_inspector(person) for person in found]
    return _distinct(text, _without_signers(found))


def _names_alone(text: str, sections: Sequence[Section]) -> Iterator[Found[Person]]:
    """Whom a decision on who checks the minutes names without a verb: "Päätös: Aino Kallio ja Otto Salo."."""
    for section in sections:
        heading = text.find(section.heading, section.start, section.end)
        at = _COLON.match(text, max(section.start, heading + len(section.heading)))
        if section.role is not SectionRole.DECISION or at is None:
            continue
        people = sure(persons_after(text, mentions(text, at.end(), section.end, lone=True), at.end(), 0))
        if 1 < len(people) < 5 and not text[people[-1].end : section.end].strip(" .\n*"):
            yield from give([replace(p, title=None) for p in people], Role.INSPECTOR, "inspectors")


def _not_twice_presented(
    headed: Sequence[Found[Person]], lines: Sequence[Found[Person]]
) -> Iterator[Found[Person]]:
    """Who speaks on a line before somebody else's proposal has prepared the matter."""
    proposals = [f for f in headed if f.rule == "people:proposal-heading" and f.value.name]
    for found in lines:
        speaks = found.rule == "people:presenter-line" and found.value.name is not None
        if speaks and any(p.start > found.end and p.value.name != found.value.name for p in proposals):
            value = found.value.model_copy(update={"role": Role.PREPARER})
            found = replace(found, value=value, rule="people:preparer-line")
        yield found


def _not_chosen_out(found: list[Found[Person]], sections: Sequence[Section]) -> list[Found[Person]]:
    """Without those whom a proposal would have elected, where the decision names whom it elected instead."""
    decided = [(s.start, s.end) for s in sections if s.role is SectionRole.DECISION]
    chosen = {
        f.value.title
        for f in found
        if f.value.role is Role.ELECTED and any(a <= f.start < b for a, b in decided)
    }
    names = {
        f.value.name
        for f in found
        if f.value.role is Role.ELECTED and any(a <= f.start < b for a, b in decided)
    }
    proposed = [(s.start, s.end) for s in sections if s.role is SectionRole.PROPOSAL]
    return [
        f
        for f in found
        if f.value.role is not Role.ELECTED
        or f.value.name in names
        or f.value.title not in chosen
        or not any(a <= f.start < b for a, b in proposed)
    ]


def _named_makers(text: str, lines: Sequence[Line], found: list[Found[Person]]) -> list[Found[Person]]:
    """An office that decided, under the name of who signs for it: "Rehtori …" and "Aino Kallio, rehtori"."""
    bare = [f for f in found if f.value.role is Role.DECISION_MAKER and f.value.name is None]
    if len(bare) != 1 or any(f.value.role is Role.DECISION_MAKER and f.value.name for f in found):
        return found
    for line in reversed(lines):
        signature = one_line(text, line) or titled_line(text, line)
        if signature and signature.value.title == bare[0].value.title:
            return [signature if f is bare[0] else f for f in found]
    return found


def _in_turn_only(found: list[Found[Person]], sections: Sequence[Section]) -> list[Found[Person]]:
    """Without those whose turn it would have been to check the minutes, where the decision chose others."""
    decided = [(s.start, s.end) for s in sections if s.role is SectionRole.DECISION]
    chosen = [
        f for f in found if f.value.role is Role.INSPECTOR and any(a <= f.start < b for a, b in decided)
    ]
    names = {f.value.name for f in chosen}
    return [f for f in found if not chosen or f.value.role is not Role.INSPECTOR or f.value.name in names]


def _as_inspector(found: Found[Person]) -> Found[Person]:
    """Who is elected to nothing in particular, under a title about checking the minutes, is to check them."""
    if found.rule != "people:elected" or found.value.title is not None:
        return found
    return replace(
        found, value=found.value.model_copy(update={"role": Role.INSPECTOR}), rule="people:inspectors"
    )


def _without_signers(found: list[Found[Person]]) -> list[Found[Person]]:
    """A signature under a list of contacts is no contact, and nobody whom the decision elects."""
    signed = [f for f in found if f.rule == "people:signature"]
    return [
        f
        for f in found
        if f.value.role not in (Role.CONTACT, Role.ELECTED)
        or not any(s.start <= f.start < s.end and s.value.name == f.value.name for s in signed)
    ]


def _network_contacts(text: str, lines: Sequence[Line]) -> Iterator[Found[Person]]:
    """A name's line, a title's line and "Lähetä viesti" or an address below: how web pages show contacts."""
    for index in range(len(lines) - 2):
        line, second, third = lines[index : index + 3]
        if line.end - line.start > 60 or not text[line.start].isupper():
            continue
        if second.end - second.start > 120 or not REACH.match(text, third.start, third.end):
            continue
        mention = name_at(text, line.start, line.end)
        if mention is None or mention.end != line.end:
            continue
        title = find_title_at(text, second.start)
        if (
            title is None
            or title.end > second.end
            or text[title.end : title.end + 1] not in ("", ",", "\n", " ", "/", "\r")
        ):
            continue
        yield as_person(
            replace(mention, end=title.end, title=title_text(title)), Role.CONTACT, "people:contact-card"
        )


def _distinct(text: str, found: Sequence[Found[Person]]) -> list[Found[Person]]:
    """Each person once per role, with all that is known; private persons and bare repetitions left out."""
    kept: dict[tuple[Role, str], Found[Person]] = {}
    for person in sorted(found, key=lambda f: (f.start, f.end)):
        if _is_private(text, person):
            continue
        value = person.value
        key = (value.role, (value.name or f"<{value.title}>").lower())
        known = kept.get(key)
        if known is None:
            kept[key] = person
        elif known.value.title is None and value.title is not None:
            kept[key] = replace(
                person,
                value=value.model_copy(
                    update={"organisation": value.organisation or known.value.organisation}
                ),
            )
    result = list(kept.values())
    named_titles = {(f.value.role, f.value.title) for f in result if f.value.name and f.value.title}
    names = [f.value.name for f in result if f.value.name]
    if any(" " not in name for name in names):
        names += [named.value for named in find_names(text)]
    presenters = {f.value.name for f in result if f.value.role is Role.PRESENTER}
    result = [
        f
        for f in result
        if not (f.value.name is None and (f.value.role, f.value.title) in named_titles)
        and not (f.value.role is Role.EXPERT and f.value.name in presenters)
    ]
    return sorted(_surnames_told(result, names), key=lambda f: (f.start, f.end))


def _surnames_told(found: Sequence[Found[Person]], names: Sequence[str]) -> list[Found[Person]]:
    """Bare surnames given the full name, where the item names exactly one such person."""
    result: list[Found[Person]] = []
    seen: set[tuple[Role, str | None, str | None]] = set()
    for person in found:
        value = person.value
        if value.name and " " not in value.name:
            called = meant(value.name, {name.split(" ")[-1] for name in names if " " in name})
            full = {name for name in names if " " in name and name.split(" ")[-1] in called}
            if len(full) == 1:
                value = value.model_copy(update={"name": full.pop()})
                person = replace(person, value=value)
        key = (value.role, value.name, None if value.name else value.title)
        if key not in seen:
            seen.add(key)
            result.append(person)
    return result


def _is_private(text: str, person: Found[Person]) -> bool:
    if person.value.title is not None or person.value.role in (Role.ELECTED, Role.INSPECTOR):
        return False
    match = re.compile(rf"([^\W\d_][\w-]*){SPACE}{{1,2}}$").search(
        text, max(0, person.start - 60), person.start
    )
    word = match.group(1).lower() if match else ""
    return word in rules().private or word.removesuffix("n") in rules().private
