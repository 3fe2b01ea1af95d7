"""Given names and surnames in common use in Finland, and words that only look like names: names.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("names.toml")


@cache
def name_table() -> Mapping[str, Any]:
    """The file as it is, read once."""
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def name_words(key: str) -> frozenset[str]:
    """One of its lists of words, in lower case."""
    return frozenset(word.lower() for word in name_table()[key].split())
