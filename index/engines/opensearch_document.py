"""An entry as OpenSearch gets it, and the index it goes into.

Terms come analysed. A field of words is a text of which each word is one token to the tokenizer, its terms
side by side (``verkosto|verkostojen kehittää|kehittäminen``), and a filter gives every term of a word its
place. The same analyser reads what is asked, so an item and a question never differ. Runs of words that no
phrase may run across are values of their own, a thousand places apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any as Anything

from index.analysis import Term, TermKind
from index.entry import EXACT, KEYWORD_FIELDS, NUMBER_FIELDS, Entry, Placed
from index.tree import TEXT, TITLE

BASE = "base"
"""Base forms, each as often as it weighs: for scores only."""

BORN = "born"
"""The generation of the index that an item belongs to from its beginning on."""

EDITION = "edition"
"""A document as it was indexed: ``number:hash:generation``."""

FILLER = "-"
"""A word without a term that can be indexed: it takes its place only."""

WINDOW = 10_000
"""Results that one request may reach."""

_LONGEST = 32_766  # bytes of a term
_LONGEST_WORD = 1_048_576
_BETWEEN = 1_000
_ODD = re.compile(r"[\s|]")
_KEPT = 50_000


def index_body(meta: dict[str, Anything], shards: int) -> dict[str, Anything]:
    """Settings and fields of a new index. Nothing in it shows before it is refreshed."""
    words = {"type": "text", "analyzer": "words"}
    name = {"type": "keyword", "ignore_above": _LONGEST // 4}
    number = {"type": "long"}
    return {
        "settings": {
            "number_of_shards": shards,
            "auto_expand_replicas": "0-1",  # a second copy as soon as there is a second node
            "refresh_interval": "-1",
            "max_result_window": WINDOW,
            "analysis": {
                "tokenizer": {"words": {"type": "whitespace", "max_token_length": _LONGEST_WORD}},
                "filter": {
                    "fillers": {"type": "stop", "stopwords": [FILLER]},
                    "side_by_side": {
                        "type": "pattern_capture",
                        "preserve_original": False,
                        "patterns": ["([^|]+)"],
                    },
                },
                "analyzer": {
                    "words": {"type": "custom", "tokenizer": "words", "filter": ["fillers", "side_by_side"]}
                },
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": meta,
            "_source": {"enabled": False},  # the library has it all
            "properties": {
                "id": name,
                EDITION: name,
                **dict.fromkeys((BORN, "newest", "oldest", "day", *NUMBER_FIELDS), number),
                **dict.fromkeys((TEXT, TITLE, EXACT), words),
                BASE: {**words, "index_options": "freqs"},
                **dict.fromkeys(KEYWORD_FIELDS, name),
            },
        },
    }


def document(entry: Entry, edition: str, born: int) -> dict[str, Anything]:
    """The document of an entry."""
    words = entry.words
    known = [_joined(word.terms) for word in words]
    wholes = " ".join(written((word.whole,)) for word in words if word.whole)
    runs = list(_runs(words))
    made: dict[str, Anything] = {
        "id": entry.item_id,
        EDITION: edition,
        BORN: born,
        "newest": entry.newest,
        "oldest": entry.oldest,
        TEXT: [" ".join(known[start:end]) for start, end in runs],
        TITLE: [" ".join(known[start:end]) for start, end in runs if words[start].in_title],
        # Whole hyphenated words are asked for by prefixes only, so it does not matter where they stand.
        EXACT: [
            *(" ".join(written((word.text,)) for word in words[start:end]) for start, end in runs),
            wholes,
        ],
        BASE: " ".join(_weighed(words)),
        **{field: sorted(values) for field, values in entry.keywords.items() if values},
        **{field: sorted(values) for field, values in entry.numbers.items() if values},
    }
    if entry.day:
        made["day"] = entry.day
    return made


def written(terms: Iterable[str]) -> str:
    """Terms of one word as the index's analyser reads them: all on one place."""
    fit = [_ODD.sub("\ufffd", term) for term in dict.fromkeys(terms) if 0 < len(term.encode()) <= _LONGEST]
    joined = "|".join(fit)
    return joined if joined and len(joined) < _LONGEST_WORD else FILLER


@lru_cache(_KEPT)
def _joined(terms: tuple[Term, ...]) -> str:
    return written(term.text for term in terms)


@lru_cache(_KEPT)
def _bases(terms: tuple[Term, ...]) -> str:
    return written(term.text for term in terms if term.kind is TermKind.BASE)


def _weighed(words: Iterable[Placed]) -> Iterator[str]:
    for word in words:
        # One and a half is one and two by turns.
        for _ in range(int(word.weight + (word.position & 1) * 0.5)):
            yield _bases(word.terms)


def _runs(words: tuple[Placed, ...]) -> Iterator[tuple[int, int]]:
    """Where runs of words side by side begin and end."""
    for _, side_by_side in groupby(range(len(words)), key=lambda at: words[at].position - at):
        run = list(side_by_side)
        yield run[0], run[-1] + 1
