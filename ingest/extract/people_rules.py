"""What the rules for people share: the words of people.toml, and a text's lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.records import Person, Role
from ingest.extract.found import Found
from ingest.extract.mentions import Mention
from ingest.extract.names import SPACE
from ingest.extract.wording import branches, words

LOOK = 400  # characters of a line that are looked at: a whole page may stand on one line
_LEAD = re.compile(rf"(?:{SPACE}|[#*•▪●·\-–]{SPACE}?){{0,200}}")
BESIDE = re.compile(rf"{SPACE}{{1,4}}")  # between a title and a name
AFTER_LABEL = re.compile(rf"(?:{SPACE}|[:•▪●·*–\t-]){{0,20}}")
AFTER_HEADING = re.compile(rf"(?:{SPACE}|[,/:•▪●·*–\t-]){{0,20}}")
DECISION_LINE = re.compile(
    rf"{SPACE}{{0,8}}(?=[A-ZÅÄÖ])(?i:{words('decision_line')}){SPACE}{{0,8}}:?{SPACE}{{0,8}}$"
)


@dataclass(frozen=True)
class Rules:
    labels: re.Pattern[str]
    roles: dict[str, Role]
    proposals: re.Pattern[str]
    between: frozenset[str]
    private: frozenset[str]


@cache
def rules() -> Rules:
    data = tomllib.loads(Path(__file__).with_name("people.toml").read_text(encoding="utf-8"))
    roles: dict[str, Role] = {}
    for entry in data["label"]:
        for word in entry["words"]:
            roles[key_of(word)] = Role(entry["role"])
    return Rules(
        labels=_alternation([word for entry in data["label"] for word in entry["words"]]),
        roles=roles,
        proposals=_alternation(data["proposal_headings"]),
        between=frozenset(data["between"]),
        private=frozenset(data["private"]),
    )


def _alternation(words: Iterable[str]) -> re.Pattern[str]:
    spellings = {spelling for word in words for spelling in (word, word.upper())}
    letters = [
        tuple(rf"{SPACE}{{1,3}}" if letter == " " else re.escape(letter) for letter in spelling)
        for spelling in sorted(spellings)
    ]
    return re.compile(rf"(?<![\w-])(?=[^\W\d_a-zåäö]){branches(letters)}(?![\w-])")


def key_of(word: str) -> str:
    return re.sub(rf"{SPACE}+", " ", word).lower()


@dataclass(frozen=True)
class Line:
    start: int
    end: int

    def words(self, text: str) -> str:
        return text[self.start : self.end]


def lines_of(text: str) -> list[Line]:
    lines = []
    start = 0
    for part in text.split("\n"):
        lead = _LEAD.match(part)
        skip = lead.end() if lead else 0
        body = part[skip:].rstrip()
        if body:
            lines.append(Line(start + skip, start + skip + len(body)))
        start += len(part) + 1
    return lines


def as_person(mention: Mention, role: Role, rule: str) -> Found[Person]:
    person = Person(name=mention.name, title=mention.title, role=role, organisation=mention.organisation)
    return Found(mention.start, mention.end, person, rule)
