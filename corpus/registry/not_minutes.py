"""Signs that a document is no minutes, whatever it looks like (not_minutes.toml)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("not_minutes.toml")
_HEAD = 300
_LONGEST = 20_000


@cache
def _signs() -> tuple[tuple[bool, bool, re.Pattern[str]], ...]:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(
        (
            sign["where"] == "head",
            sign.get("unless_headed", False),
            re.compile(sign["pattern"], re.IGNORECASE),
        )
        for sign in data["sign"]
    )


def is_not_minutes(text: str, headed: bool = False) -> bool:
    """Whether a document says of itself that it is a bulletin, a ruling or a news story.

    ``headed`` is whether a municipal body's head with its § or day stands on top.
    """
    head, whole = " ".join(text[:_HEAD].split()), " ".join(text[:_LONGEST].split())
    return any(
        pattern.search(head if at_head else whole)
        for at_head, unless_headed, pattern in _signs()
        if not (headed and unless_headed)
    )
