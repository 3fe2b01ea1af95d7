"""Proposal against decision: what a body changed in what it was asked to decide."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from corpus.records import Decision


def difference(decision: Decision) -> Iterator[str]:
    """The decision against its proposal, line by line: ``- `` taken out, ``+ `` put in, ``  `` kept.

    Empty when there is no proposal, or when the decision accepts it as it was.
    """
    if not decision.proposal or _lines(decision.proposal) == _lines(decision.effective_text):
        return
    for line in difflib.ndiff(_lines(decision.proposal), _lines(decision.effective_text)):
        if not line.startswith("?"):
            yield line


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
