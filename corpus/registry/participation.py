"""How participation is worded (participation.toml)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("participation.toml")
_LONGEST = 2000


@dataclass(frozen=True)
class Wording:
    """A pattern over a lower-cased sentence, with the examples that must fit it."""

    pattern: re.Pattern[str]
    examples: tuple[str, ...]

    def fits(self, sentence: str) -> bool:
        """Whether the sentence says it."""
        return self.pattern.search(" ".join(sentence[:_LONGEST].casefold().split())) is not None


@cache
def participation_wordings() -> dict[str, Wording]:
    """The wordings by name: leave, decline, join, onward, past, others, count, extra_costs."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        name: Wording(re.compile(entry["pattern"]), tuple(entry["examples"])) for name, entry in data.items()
    }
