"""Those elected in a list: "Valtuusto valitsi seuraavat:" and below it posts with their holders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Person, Role
from corpus.registry.titles import role_of
from ingest.extract.enumerations import give
from ingest.extract.found import Found
from ingest.extract.mentions import Mention, mentions
from ingest.extract.people_chosen import INSPECTORS
from ingest.extract.people_rules import Line
from ingest.extract.wording import finder, listed

_ELECTS = finder("elects")
_NOT_ELECTED = finder("chosen_no_person")
_BESIDE_NAMES = frozenset(listed("beside_those_elected"))
_WORD = re.compile(r"[^\W\d_][\w-]*")
_MOST_ROWS = 80
_LONGEST_ROW = 200


def elected_below(text: str, lines: Sequence[Line]) -> Iterator[Found[Person]]:
    """Everybody whom rows of names and posts name under a line that elects them and ends with a colon."""
    for index, line in enumerate(lines):
        if text[line.end - 1] != ":" or line.end - line.start > 400:
            continue
        if not _ELECTS.search(text, line.start, line.end) or _NOT_ELECTED.search(text, line.start, line.end):
            continue
        if INSPECTORS.search(text, line.start, line.end):
            continue  # of the minutes, which is another role
        for row in lines[index + 1 : index + 1 + _MOST_ROWS]:
            people = _row(text, row)
            if people is None:
                break
            yield from give([replace(p, title=None) for p in people], Role.ELECTED, "elected-list")


def _row(text: str, row: Line) -> list[Mention] | None:
    """The persons of a row that holds names, posts in a body and what joins them; None where it has more."""
    if row.end - row.start > _LONGEST_ROW:
        return None
    people = [p for p in mentions(text, row.start, row.end, lone=True, inflected=False) if p.name]
    if any(not p.full or " " not in (p.name or "") for p in people):
        return None
    rest, position = [], row.start
    for person in people:
        rest.append(text[position : person.start])
        position = person.end
    rest.append(text[position : row.end])
    for word in _WORD.findall(" ".join(rest)):
        if role_of(word) is None and word.lower() not in _BESIDE_NAMES:
            return None
    return people
