"""Where a line's end may stand inside a person's name."""

from __future__ import annotations

import re

from ingest.extract.name_forms import is_given_name

SPACE = r"[ \t\u00a0\u2009\u202f]"
_COLUMN_WRAP = re.compile(rf"{SPACE}{{0,3}}\n{SPACE}{{4,60}}")
_IN_SENTENCE = re.compile(rf"[a-zåäö],?{SPACE}\Z")
_SENTENCE_ON = re.compile(rf"[,.;]|{SPACE}[a-zåäö]|{SPACE}?\n{SPACE}{{4,60}}[a-zåäö]")
_WRAPPED_LINE = 36  # characters a line must have before its end may stand inside a name


def is_wrapped(text: str, end: int) -> bool:
    """Whether a line that ends at ``end`` is long enough to go on in the middle of a name."""
    return end - text.rfind("\n", max(0, end - 400), end) > _WRAPPED_LINE


def goes_on_below(text: str, start: int, end: int, below: int, stop: int) -> bool:
    """Whether a sentence in a column breaks between two words: "… ja Aino" and below "Kallio esitti".

    The words are ``text[start:end]`` and ``text[below:stop]``.
    """
    return (
        _COLUMN_WRAP.fullmatch(text, end, below) is not None
        and is_given_name(text[start:end])
        and not is_given_name(text[below:stop])
        and _IN_SENTENCE.search(text, max(0, start - 4), start) is not None
        and _SENTENCE_ON.match(text, stop) is not None
    )
