"""How participation is worded (participation.toml)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("participation.toml")
_WORD = r"\b"
_LONGEST = 2000
_CUT = re.compile(
    "\u00ad(?:\\s*\n\\s*)?|(?<=[a-zåäö])-[ \t]*\r?\n[ \t]*(?=[a-zåäö])(?!(?:ja|sekä|tai|och)\\b)"
)


@dataclass(frozen=True)
class Wording:
    """A pattern over a clause made plain, with the examples that must fit it."""

    pattern: re.Pattern[str]
    examples: tuple[str, ...]

    def fits(self, clause: str) -> bool:
        """Whether the clause says it."""
        return self.pattern.search(plain(clause)) is not None


@lru_cache(maxsize=64)  # many wordings are tried on one clause
def plain(clause: str) -> str:
    """A clause in lower case, on one line, its cut words whole and without the full stop."""
    return " ".join(_CUT.sub("", clause[:_LONGEST]).casefold().split()).rstrip(".")


@cache
def participation_wordings() -> dict[str, Wording]:
    """The wordings by name: leave, decline, join, onward, unreal, past, past_decline, member and so on."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        name: Wording(re.compile(_grouped(entry["pattern"].replace("\n", ""))), tuple(entry["examples"]))
        for name, entry in data.items()
    }


def _grouped(pattern: str) -> str:
    """The same alternatives, those that begin a word in one group, which one test refuses inside a word."""
    words: list[str] = []
    others: list[str] = []
    for alternative in _alternatives(pattern):
        (words if alternative.startswith(_WORD) else others).append(alternative)
    return "|".join([*others, *([rf"\b(?:{'|'.join(word[2:] for word in words)})"] if words else [])])


def _alternatives(pattern: str) -> list[str]:
    """A pattern's alternatives outside all brackets."""
    result, depth, start, position = [], 0, 0, 0
    while position < len(pattern):
        character = pattern[position]
        if character == "\\":
            position += 1
        elif character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif character == "|" and depth == 0:
            result.append(pattern[start:position])
            start = position + 1
        position += 1
    return [*result, pattern[start:]]
