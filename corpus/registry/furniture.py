"""Lines that belong to the page and not to its text (furniture.toml)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("furniture.toml")
_LONGEST = 300
_CELLS = re.compile(r"\t| {3,}| ?\|(?: |$)")


@cache
def _pattern() -> re.Pattern[str]:
    patterns = tomllib.loads(_FILE.read_text(encoding="utf-8"))["patterns"]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def is_furniture(line: str) -> bool:
    """Whether a whole line is page furniture: a running header, a link, a page number, a lone date."""
    words = line.strip()
    if not words or len(words) > _LONGEST:
        return False
    return all(_pattern().fullmatch(cell.strip()) for cell in _CELLS.split(words) if cell.strip(" |"))
