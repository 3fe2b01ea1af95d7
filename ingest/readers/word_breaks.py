"""Whether a hyphen at a line's end belongs to the word or only breaks it: Finnish and Swedish rules."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

HYPHENS: Final = ("-", "\u00ad", "\u2010")
_TAIL = re.compile(r"(?:[^\W\d_]+|\d+)$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+){0,4}")
_VOWELS = frozenset("aeiouyäöå")
# After these a hyphen stands for a left-out part: "hyvinvointi- ja terveyslautakunta"
_COORDINATORS = frozenset(
    {"ja", "tai", "sekä", "eli", "että", "taikka", "och", "eller", "samt", "respektive"}
)
# Short for something: "sote-keskus", though its first part is written like a word
_SHORT = frozenset({"sote", "uso", "te", "ict", "alv", "tki", "hyte", "elo", "ely", "kv", "tvt", "it", "atk"})


def joined(before: str, after: str, known: Container[str]) -> str | None:
    """What the end of a line and the word that begins the next are together; None if they are two words.

    The hyphen is part of the word when the next part begins with a capital or a digit ("Mänttä-Vilppula",
    "2025-2026"), after capitals and single letters ("TE-palvelut", "e-lasku"), between equal vowels
    ("linja-auto"), and when the document itself writes the word so elsewhere.
    """
    if not before.endswith(HYPHENS) or not after or not after[0].isalnum():
        return None
    head = before[-80:-1].rpartition(" ")[2]
    if not head.isalpha():
        tail = _TAIL.search(head)
        if tail is None:
            return None
        head = tail[0]
    soft = before[-1] == "\u00ad"
    if after[0].isdigit() or head.isdigit():
        return before + after if after[0].isdigit() and head.isdigit() else None
    if after.isalpha():
        rest = after
    elif word := _WORD.match(after):
        rest = word[0]
    else:
        return None
    if rest.lower() in _COORDINATORS and not soft:
        return None
    if soft:
        return before[:-1] + after
    if f"{head}-{rest}".lower() in known:
        return before[:-1] + "-" + after
    if after[0].isupper():
        # Capitals throughout: a heading's word broken like any other
        return (
            before[:-1] + after
            if head.isupper() and len(head) > 3 and after[:2].isupper()
            else before + after
        )
    keeps = (
        head.isupper()
        or len(head) == 1
        or head.lower() in _SHORT
        or (head[-1].lower() == after[0] and after[0] in _VOWELS)
    )
    return before + after if keeps and (head + rest).lower() not in known else before[:-1] + after
