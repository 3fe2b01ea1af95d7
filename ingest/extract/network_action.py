"""What a clause of a proposal, decision or title does about a network: leave, decline or join.

Known wordings come first; what they do not know is read by its parts: where the clause goes (into the
network, or stays in it), what is signed or answered, and whether it says so or denies it.
"""

from __future__ import annotations

import re

from corpus.registry.participation import participation_wordings, plain

_PART = re.compile(r",\s|;\s|\s(?:ja|sekä|och|samt)\s(?=(?:ei|eivät|ettei|inte)\s)")


def action_of(clause: str) -> str | None:
    """ "leave", "decline" or "join", or None where a clause does none of them."""
    wordings = participation_wordings()
    if wordings["unended"].fits(clause):
        return "join"  # "ei eroa"
    if wordings["leave"].fits(clause):
        return "leave"
    if wordings["decline"].fits(clause):
        return "leave" if wordings["renewed"].fits(clause) else "decline"
    for part in _parts(clause):
        if not any(wordings[name].fits(part) for name in ("join", "enters", "commits")):
            continue
        if not denied(part):
            return "join"
        return "leave" if wordings["renewed"].fits(part) else "decline"
    return None


def denied(words: str) -> bool:
    """Whether words say no to what they speak of."""
    return participation_wordings()["denied"].fits(words)


def _parts(clause: str) -> list[str]:
    """The clause whole where it denies nothing, else its parts between commas: each denies for itself."""
    if not denied(clause):
        return [clause]
    return _PART.split(plain(clause))
