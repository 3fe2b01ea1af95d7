"""The Finnish dictionary (Voikko by pyvoikko): a word to its base forms and compound parts.

Importing pyvoikko loads the dictionary (0.3–1.7 s, about 250 MB), so this module is imported only when a word
is met that the library has not seen before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pyvoikko

LONGEST = 60
"""Longer words are not looked up: no Finnish word is, and the dictionary would take its time."""

_MOST_READINGS = 12
_MOST_PARTS = 7
_VERBAL_NOUN = re.compile(r"([^\[\]]+)\[Tn4\]")
_SHORTEST_HALF = 4

# Compounds whose parts say nothing of the whole: a search for kunta is not for every lautakunta.
OPAQUE = frozenset(
    {
        "asianumero", "edunvalvonta", "eduskunta", "hallintosääntö", "kauppakunta", "lautakunta", "maakunta",
        "oikaisuvaatimus", "otto-oikeus", "puheenjohtaja", "puheenvuoro", "pöytäkirja", "seurakunta",
        "toimielin", "toimikunta", "tuomiokunta", "valiokunta", "viranhaltija", "yhteenveto",
    }
)  # fmt: skip


class Reading(NamedTuple):
    """What the dictionary knows of a word; all empty for an unknown one.

    ``forms`` are its base forms, then the parts of its compounds marked by ``+``: ``kehittämisverkostoilla``
    gives ``kehittämisverkosto``, ``+kehittää``, ``+verkosto``. A part may be a compound itself. ``nouns`` are
    the verbal nouns in it as people type them: ``kehittäminen``.
    """

    forms: tuple[str, ...]
    nouns: tuple[str, ...]


def read(word: str) -> Reading:
    """Look a word up."""
    bases: dict[str, None] = {}
    parts: dict[str, None] = {}
    nouns: dict[str, None] = {}
    for analysis in _analyses(word):
        bases[_plain(analysis.BASEFORM)] = None
        parts.update(dict.fromkeys(_parts(analysis)))
        nouns.update((f"{stem}minen".casefold(), None) for stem in _VERBAL_NOUN.findall(analysis.FSTOUTPUT))
    bases.pop("", None)
    marked = (f"+{part}" for part in parts if part and part not in bases)
    return Reading((*bases, *marked), tuple(nouns))


def _analyses(word: str) -> list[pyvoikko.VoikkoAnalysis]:
    if len(word) > LONGEST or not any(character.isalpha() for character in word):
        return []
    # A first part that stands alone ("osallistumis- ja jäsenmaksu") is known with its hyphen only.
    found: list[pyvoikko.VoikkoAnalysis] = pyvoikko.analyse(word) or pyvoikko.analyse(f"{word}-")
    return found[:_MOST_READINGS]


def _parts(analysis: pyvoikko.VoikkoAnalysis) -> Iterator[str]:
    pieces = analysis.COMPOUND_PARTS or [analysis]
    count = len(pieces)
    if count > _MOST_PARTS:
        return
    spans = {
        (first, last): _joined(pieces[first : last + 1])
        for first in range(count)
        for last in range(first, count)
    }
    closed = [span for span, text in spans.items() if text in OPAQUE]
    for (first, last), text in spans.items():
        if any(start <= first and last <= end and (start, end) != (first, last) for start, end in closed):
            continue
        yield text
        if first == last:  # a word the dictionary holds as one, with a seam: hyvin=vointi
            halves = pieces[first].BASEFORM.strip("-").casefold().split("=")
            if len(halves) > 1 and min(map(len, halves)) >= _SHORTEST_HALF:
                yield from halves


def _joined(pieces: list[pyvoikko.VoikkoAnalysis]) -> str:
    """Part of a compound as the dictionary would give it alone: the last piece in its base form."""
    adjectives = {"laatusana", "nimisana_laatusana"}
    head = "".join(
        _plain(piece.BASEFORM if piece.CLASS in adjectives else piece.FORM) for piece in pieces[:-1]
    )
    return head + _plain(pieces[-1].BASEFORM)


def _plain(form: str) -> str:
    return form.replace("=", "").replace("--", "-").strip("-").casefold()
