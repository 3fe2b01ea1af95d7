"""What whoever runs the server decides, and the limits that keep it answering. All limits are here."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

PAGE_SIZE = 20
"""Items on a page of results."""

MOST_ON_A_PAGE = 100
FURTHEST = 10_000
"""Items from the first one on that can be paged to; a download reaches as far."""

ROWS, MOST_ROWS = 500, 5_000
"""Rows of a list that the JSON API gives at once, unasked and at most."""

MOST_SERIES = 500
"""Series of §§ on the page of what is missing."""

LONGEST_QUERY = 500
"""Characters of a question."""

MOST_WORDS = 32
"""Words and filters of a question."""

FACETED = 2_000
"""Items found that are divided into facets unasked: a millisecond for every hundred."""

MOST_FACETED = 20_000
"""Items found that are divided into facets when that is asked for."""

LONGEST_NAME = 200
"""Characters of a name in an address."""


@dataclass(frozen=True)
class Settings:
    """How a library is served.

    ``hosts`` are the names by which the server may be called (a page elsewhere must not reach it by a name of
    its own); ``base_url`` is where the world finds it, for links in feeds, when that is not what it is called
    by. ``redact`` leaves out names of persons. ``at_once`` questions are answered at a time, for at most
    ``seconds`` of reading each; others wait ``patience`` seconds. ``cache_bytes`` of answers are kept.
    """

    library: Path
    base_url: str | None = None
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    redact: bool = False
    at_once: int = 8
    patience: float = 10.0
    seconds: float = 5.0
    cache_bytes: int = 64_000_000

    def to_json(self) -> str:
        """For the processes that answer."""
        return json.dumps({**asdict(self), "library": str(self.library)})

    @classmethod
    def of_json(cls, text: str) -> Self:
        """What ``to_json`` gave."""
        fields = json.loads(text)
        return cls(**{**fields, "library": Path(fields["library"]), "hosts": tuple(fields["hosts"])})
