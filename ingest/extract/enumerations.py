"""Who stands beside a phrase: the enumeration of persons right before it or soon after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Person, Role
from ingest.extract.found import Found
from ingest.extract.mentions import Mention, is_plausible_lone
from ingest.extract.name_forms import is_surname_like, partitive_surname
from ingest.extract.names import SPACE
from ingest.extract.wording import words

IGNORE = re.IGNORECASE
_JOIN = re.compile(
    rf"(?:{SPACE}++|\n|,|{words('and', 'member', 'and_others')}|\([^()\n]{{0,40}}\)|•|-(?=\s)){{1,12}}",
    IGNORE,
)
CONNECTED = re.compile(rf",|(?<!\w){words('and')}", IGNORE)


def give(
    people: Sequence[Mention], role: Role, rule: str, title: str | None = None
) -> Iterator[Found[Person]]:
    for person in people:
        value = Person(
            name=person.name, title=person.title or title, role=role, organisation=person.organisation
        )
        yield Found(person.start, person.end, value, f"people:{rule}")


def persons_before(
    text: str, people: Sequence[Mention], at: int, *, side_by_side: bool = False
) -> list[Mention]:
    """The enumeration of persons that ends right before ``at``: "A, B ja C" + cue.

    ``side_by_side`` takes persons with nothing between them too ("Elo Männikön kannattamana").
    """
    result: list[Mention] = []
    for person in reversed(people):
        if person.end > at:
            continue
        if not result:
            between = text[person.end : at]
            if (
                not (len(between.strip()) == 0 or _JOIN.fullmatch(between))
                or len(" ".join(between.split())) > 47
            ):
                return []
        elif not _JOIN.fullmatch(text, person.end, result[-1].start) or (
            not side_by_side and not CONNECTED.search(text, person.end, result[-1].start)
        ):
            break
        result.append(person)
    return result[::-1]


def persons_after(text: str, people: Sequence[Mention], at: int, gap: int = 60) -> list[Mention]:
    """The enumeration of persons that begins within ``gap`` characters after ``at``."""
    result: list[Mention] = []
    for person in people:
        if person.start < at:
            continue
        if not result and len(" ".join(text[at : person.start].split())) > gap:
            break
        if result and not _JOIN.fullmatch(text, result[-1].end, person.start):
            break
        result.append(person)
    return result


def sure(people: Sequence[Mention]) -> list[Mention]:
    """Persons named in full, or by a surname that can be nothing else."""
    return [
        p
        for p in people
        if (p.full and p.name and " " in p.name) or (p.name and is_plausible_lone(p.written))
    ]


def surely_named(people: Sequence[Mention]) -> list[Mention]:
    return [p for p in people if p.name and (" " in p.name or is_surname_like(p.name))]


def fully_named(people: Sequence[Mention]) -> list[Mention]:
    return [person for person in people if person.full or person.title]


def out_of_partitive(person: Mention) -> Mention:
    """A person whom the sentence puts in the partitive: "kuultiin rehtori Aino Salmelinia"."""
    words = (person.name or "").split()
    if len(words) < 2 or (person.written and person.written.split()[-1] != words[-1]):
        return person
    return replace(person, name=" ".join([*words[:-1], partitive_surname(words[-1])]))
