"""The Finnish dictionary (Voikko by pyvoikko): a word to its base forms and compound parts.

Importing pyvoikko loads the dictionary (0.3–1.7 s, about 250 MB), so this module is imported only when a word
is met that the library has not seen before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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


def readings(word: str) -> tuple[str, ...]:
    """Base forms of a word, then the parts of its compounds marked by ``+``; empty for an unknown word.

    ``kehittämisverkostoilla`` gives ``kehittämisverkosto``, ``+kehittää``, ``+verkosto``. A part may be
    a compound itself (``+kehittämisverkosto`` of ``kehittämisverkostomalli``).
    """
    bases: dict[str, None] = {}
    parts: dict[str, None] = {}
    for analysis in _analyses(word):
        bases[_plain(analysis.BASEFORM)] = None
        for part in _parts(analysis):
            parts[part] = None
    bases.pop("", None)
    return (*bases, *(f"+{part}" for part in parts if part and part not in bases))


def citations(word: str) -> tuple[str, ...]:
    """The verbal nouns in a word, as people type them: ``kehittäminen`` for ``kehittämisverkosto``."""
    return tuple(
        dict.fromkeys(
            f"{stem}minen".casefold()
            for analysis in _analyses(word)
            for stem in _VERBAL_NOUN.findall(analysis.FSTOUTPUT)
        )
    )


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
