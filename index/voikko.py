"""The Finnish dictionary (Voikko): a word to its base forms and compound parts.

Loading the wheel's dictionary takes 0.3–1.7 s and about 250 MB, so this module is imported only when a word
is met that the library has not seen before. Voikko's own library does it in 10–45 ms, where it is installed
and agrees on ``probe.toml``; ``PYKALA_VOIKKO=wheel`` (or ``native``) settles which one is used.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from index.voikko_output import Output, Piece, parsed

LONGEST = 60
"""Longer words are not looked up: no Finnish word is, and the dictionary would take its time."""

Outputs = Callable[[str], list[str]]
"""A dictionary: a word to the transducer's output for each of its readings."""

_MOST_READINGS = 12
_MOST_PARTS = 7
_VERBAL_NOUN = re.compile(r"([^\[\]]+)\[Tn4\]")
_SHORTEST_HALF = 4


class Reading(NamedTuple):
    """What the dictionary knows of a word; all empty for an unknown one.

    ``forms`` are its base forms, then the parts of its compounds marked by ``+``: ``kehittämisverkostoilla``
    gives ``kehittämisverkosto``, ``+kehittää``, ``+verkosto``. A part may be a compound itself. ``nouns`` are
    the verbal nouns in it as people type them: ``kehittäminen``.
    """

    forms: tuple[str, ...]
    nouns: tuple[str, ...]


def read(word: str) -> Reading:
    """Look a word up. An inflected abbreviation that is not known (HSL:n) is what stands before its colon."""
    bases: dict[str, None] = {}
    parts: dict[str, None] = {}
    nouns: dict[str, None] = {}
    for output, reading in _readings(word):
        bases[_plain(reading.base)] = None
        parts.update(dict.fromkeys(_parts(reading)))
        nouns.update((f"{stem}minen".casefold(), None) for stem in _VERBAL_NOUN.findall(output))
    bases.pop("", None)
    abbreviation, colon, _ = word.partition(":")
    if colon and not bases:
        known = read(abbreviation)
        return known if known.forms else Reading((abbreviation,), ())
    marked = (f"+{part}" for part in parts if part and part not in bases)
    return Reading((*bases, *marked), tuple(nouns))


@cache
def opaque() -> frozenset[str]:
    """Compounds that are not taken apart."""
    table = tomllib.loads(resources.files("index").joinpath("opaque.toml").read_text("utf-8"))
    return frozenset(entry["word"] for entry in table["opaque"])


@cache
def dictionary() -> Outputs:
    """The dictionary in use. Raises OSError if ``PYKALA_VOIKKO=native`` asks for one that is not there."""
    wanted = os.environ.get("PYKALA_VOIKKO", "")
    if wanted != "wheel":
        try:
            found = native()
        except OSError:
            if wanted == "native":
                raise
        else:
            if wanted == "native" or agrees(found):
                return found
    return wheel()


def native() -> Outputs:
    """The system's libvoikko. Raises OSError when there is none."""
    from index.voikko_native import Native

    return Native().outputs


def wheel() -> Outputs:
    """The dictionary that comes with pyvoikko."""
    from pyvoikko import VOIKKO_FST, TokenizationException

    def outputs(word: str) -> list[str]:
        try:
            return [output for output, _ in VOIKKO_FST.lookup(word)]
        except TokenizationException:
            return []

    return outputs


def agrees(found: Outputs) -> bool:
    """Whether a dictionary reads the probe words as the wheel's does."""
    table = tomllib.loads(resources.files("index").joinpath("probe.toml").read_text("utf-8"))
    return all(set(found(word)) == set(outputs) for word, outputs in table["outputs"].items())


def _readings(word: str) -> list[tuple[str, Output]]:
    if len(word) > LONGEST or not any(character.isalpha() for character in word):
        return []
    look_up = dictionary()
    # A first part that stands alone ("osallistumis- ja jäsenmaksu") is known with its hyphen only.
    outputs = look_up(word) or look_up(f"{word}-")
    # Sorted, since the two dictionaries give them in different order: the fewest seams first.
    ordered = sorted(set(outputs), key=lambda output: (output.count("[Bc]"), output))[:_MOST_READINGS]
    read_out = ((output, parsed(output)) for output in ordered)
    return [(output, reading) for output, reading in read_out if reading is not None]


def _parts(reading: Output) -> Iterator[str]:
    pieces = reading.pieces
    count = len(pieces)
    if count > _MOST_PARTS or _plain(reading.base) in opaque():
        return
    spans = {
        (first, last): _joined(pieces[first : last + 1])
        for first in range(count)
        for last in range(first, count)
    }
    closed = [span for span, text in spans.items() if text in opaque()]
    for (first, last), text in spans.items():
        if any(start <= first and last <= end and (start, end) != (first, last) for start, end in closed):
            continue
        yield text
        if (
            first == last and text not in opaque()
        ):  # a word the dictionary holds as one, with a seam: hyvin=vointi
            halves = pieces[first].base.strip("-").casefold().split("=")
            if len(halves) > 1 and min(map(len, halves)) >= _SHORTEST_HALF:
                yield from halves


def _joined(pieces: tuple[Piece, ...]) -> str:
    """Part of a compound as the dictionary would give it alone: the last piece in its base form."""
    head = "".join(_plain(piece.base if piece.adjective else piece.form) for piece in pieces[:-1])
    return head + _plain(pieces[-1].base)


def _plain(form: str) -> str:
    return form.replace("=", "").replace("--", "-").strip("-").casefold()
