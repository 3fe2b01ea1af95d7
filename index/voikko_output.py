"""What Voikko's transducer says of a word, read into pieces.

Its output is the word's letters between tags: ``[Ln]`` opens a noun, ``[Xp]…[X]`` holds a base form,
``[Bc]`` is a seam of a compound, ``[Tn4]`` the verbal noun in -minen. The native library and the wheel give
the same output for the same dictionary, so that all that is made of it here is the same too.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_TAG = re.compile(r"\[([^\]]*)\]")
_ADJECTIVES = frozenset({"Ll", "Lnl"})
_SEAM = "Bc"


class Piece(NamedTuple):
    """One word of a compound: as written, its base form, and whether it is an adjective.

    ``=`` in a base form marks a seam the dictionary does not resolve further: ``hyvin=vointi``.
    """

    form: str
    base: str
    adjective: bool


class Output(NamedTuple):
    """One reading of a word: its base form and its pieces, a single one if it is no compound."""

    base: str
    pieces: tuple[Piece, ...]


def parsed(output: str) -> Output | None:
    """A line of the transducer's output; None if it holds no word."""
    pieces: list[Piece] = []
    part: list[tuple[str, str]] = []
    for tag, letters in _tagged(output):
        if tag == _SEAM:
            pieces += _piece(part)
            part = [("", letters)] if letters else []
        else:
            part.append((tag, letters))
    pieces += _piece(part)
    if not pieces:
        return None
    if len(pieces) == 1:
        return Output(pieces[0].base, tuple(pieces))
    head = "".join(piece.base if piece.adjective else piece.form for piece in pieces[:-1])
    return Output(head + pieces[-1].base, tuple(pieces))


def _tagged(output: str) -> list[tuple[str, str]]:
    """Each tag with the letters after it; the first has no name if letters stand before any tag."""
    found = _TAG.split(output)
    return list(zip(["", *found[1::2]], found[0::2], strict=True))


def _piece(part: list[tuple[str, str]]) -> list[Piece]:
    """The piece that stands between two seams; empty if there is no word class, as in a lone ending."""
    if not any(tag.startswith("L") for tag, _ in part):
        return []
    written = held = base = last_base = ""
    inside = skipping = False
    word_class = ""
    flags = set()
    for tag, letters in part:
        if tag in ("Xp", "Xj"):  # a base form begins; what was written so far belongs to its derivation
            inside, last_base = True, ""
            base, written, held = base + held, written + held, ""
        elif tag in ("Xr", "Xs"):  # structure and sense: not letters of the word
            skipping = True
        elif tag == "X":
            inside = skipping = False
        elif tag.startswith("L"):
            word_class = tag
        elif tag.startswith("D"):
            flags.add(tag)
        if skipping:
            continue
        if inside:
            last_base += letters
        else:
            held += letters
    base, written = base + last_base, written + held
    base = base or written.removesuffix("-")
    if "De" in flags and written.endswith("is-"):
        base = written.removesuffix("-")
    if "Dg" in flags:
        base = base.lower()
    elif "De" in flags:
        base = base.capitalize()
    return [Piece(written, base, word_class in _ADJECTIVES)]
