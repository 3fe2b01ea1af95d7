"""Which language a text is in: Finnish, Swedish or English, by its small words.

Minutes are Finnish unless something says otherwise; a page of bilingual headings is in the language of its
sentences, which have more small words than headings do.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Literal

from ingest.extract.view import view

Language = Literal["fi", "sv", "en"]

_LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
_WORD = re.compile(r"[^\W\d_]{1,40}")
_SAMPLE = 20_000  # characters: more does not change the answer
_SHORTEST_WITH_ENDING = 6


@cache
def _words() -> tuple[dict[str, list[Language]], dict[Language, tuple[str, ...]]]:
    with Path(__file__).with_name("language.toml").open("rb") as file:
        data = tomllib.load(file)
    owners: dict[str, list[Language]] = {}
    for language in _LANGUAGES:
        for word in set(data["words"][language]):
            owners.setdefault(word, []).append(language)
    return owners, {language: tuple(data["endings"][language]) for language in _LANGUAGES}


def detect_language(text: str) -> Language:
    """The language of most of ``text``'s first 20,000 characters; "fi" where nothing tells."""
    owners, endings = _words()
    counts = Counter(_WORD.findall(view(text[:_SAMPLE]).text.lower()))
    scores = dict.fromkeys(_LANGUAGES, 0.0)
    for word, count in counts.items():
        if languages := owners.get(word):
            for language in languages:
                scores[language] += count
        elif len(word) >= _SHORTEST_WITH_ENDING:
            for language in _LANGUAGES:
                if word.endswith(endings[language]):
                    scores[language] += count / 2
    # The first of the best: Finnish before Swedish before English.
    return max(_LANGUAGES, key=lambda language: scores[language])
