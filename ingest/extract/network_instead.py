"""What took a proposal's place: what its presenter changed it to, or the one counter-proposal that won."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.registry.participation import participation_wordings
from ingest.extract.network_action import action_of
from ingest.extract.network_clauses import Clause
from ingest.extract.network_item import ItemView, sentence_around, words_of
from ingest.extract.network_outcomes import APPROVING, fell, outcome_for

# Whose proposal a decision names, offices and bodies aside.
_PROPOSER = re.compile(
    r"(?<![\w-])(?<!johtaja )"
    r"(?![\w-]{0,60}(?:hallituks|valtuusto|lautakun|jaosto|johtajan|esittelij|puheenjoht|päällikö"
    r"|styrelse|nämnd|direktör|föredragand))"
    r"([A-ZÅÄÖ][\w-]{3,40})(?:n|s) (?:[\w-]*(?:ehdotu|esity)|(?:mot)?förslag)\w*"
)
_STEM = 4
_SOON = 200  # characters from the telling of a change to what it was


def put_instead(item: ItemView, own: Sequence[Clause], proposed: str | None) -> tuple[str, Clause] | None:
    """The action decided in place of the one ``proposed``, with its clause; None where nothing tells."""
    if item.decision is None:
        return None
    if theirs := _members(item, own, item.decision.value.text):
        return theirs
    if not item.proposal:
        return None
    begin, end = item.proposal[-1][0], item.decision.start
    told = [clause for clause in own if begin <= clause.start < end]
    words = item.decision.value.text
    wordings = participation_wordings()
    if wordings["counter_won"].fits(words) or fell(item.decision.value):
        return _counter(item, told, proposed)
    if outcome_for(item.decision) not in APPROVING:
        return None
    plain = item.text[begin:end].lower().replace("\n", " ")
    changes = list(wordings["changed"].pattern.finditer(plain))
    if not changes:
        return None
    place = begin + changes[-1].start()
    for clause in told:
        start = max(clause.start, place)
        if clause.end > place and start - place < _SOON:
            wording = action_of(item.text[start : clause.end])
            if wording and wording != proposed:
                return wording, Clause(start, clause.end, clause.networks, clause.named)
    return None


def _counter(item: ItemView, told: Sequence[Clause], proposed: str | None) -> tuple[str, Clause] | None:
    countered = participation_wordings()["countered"]
    found = {
        wording: clause
        for clause in told
        if countered.fits(sentence_around(item.text, clause))
        and (wording := action_of(words_of(item, clause)))
    }
    found.pop(proposed or "", None)
    return next(iter(found.items())) if len(found) == 1 else None


def _members(item: ItemView, own: Sequence[Clause], decision: str) -> tuple[str, Clause] | None:
    """What a member proposed, where the decision names that proposal: "Salon ehdotuksen mukaisesti"."""
    names = [match[1][:_STEM] for match in _PROPOSER.finditer(decision)]
    end = item.decision.start if item.decision else 0
    countered = participation_wordings()["countered"]
    for clause in own if names else ():
        words = words_of(item, clause)
        named = countered.fits(words) and any(name in words for name in names)
        if clause.start < end and named and (wording := action_of(words)):
            return wording, clause
    return None
