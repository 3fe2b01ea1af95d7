"""Phrases that say what was decided (decisions.toml)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.records import Outcome

_FILE = Path(__file__).with_name("decisions.toml")
_LONGEST = 2000  # a sentence tells its outcome early; bounds the work on text without full stops

_CUT_WORD = re.compile(
    r"(?<=[a-zåäö])-\n\s{0,60}(?=(?!ja\b|tai\b|och\b|sekä\b)[a-zåäö])"
)  # cut at a line's end


@dataclass(frozen=True)
class Phrase:
    """A pattern over a lower-cased sentence and the outcome it tells."""

    outcome: Outcome
    pattern: re.Pattern[str]
    examples: tuple[str, ...]


@dataclass(frozen=True)
class DecisionPhrases:
    """All phrases, in the order they are tried; asides are sentences to pass over."""

    phrases: tuple[Phrase, ...]
    asides: tuple[re.Pattern[str], ...]
    condition: re.Pattern[str]


@cache
def decision_phrases() -> DecisionPhrases:
    """The registry, read once."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return DecisionPhrases(
        tuple(
            Phrase(Outcome(entry["outcome"]), re.compile(entry["pattern"]), tuple(entry["examples"]))
            for entry in data["phrase"]
        ),
        tuple(re.compile(pattern) for pattern in data["aside"]),
        re.compile(data["condition"]["pattern"], re.IGNORECASE),
    )


def outcome_of(sentence: str) -> Phrase | None:
    """The phrase that tells a sentence's outcome, or None for an aside or a sentence that decides nothing."""
    words = " ".join(_CUT_WORD.sub("", sentence[:_LONGEST]).casefold().split())
    registry = decision_phrases()
    if any(aside.search(words) for aside in registry.asides):
        return None
    return next((phrase for phrase in registry.phrases if phrase.pattern.search(words)), None)
