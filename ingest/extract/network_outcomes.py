"""What a body's words did with a proposal about a network, and where a proposal stands without a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.records import Decision, Outcome, ParticipationStatus
from corpus.registry.participation import participation_wordings
from ingest.extract.found import Found
from ingest.extract.network_action import action_of

Span = tuple[int, int]
Status = ParticipationStatus
APPROVING = {Outcome.APPROVED, Outcome.APPROVED_AS_PROPOSED, Outcome.AMENDED}
_OPEN = {Outcome.TABLED, Outcome.RETURNED, Outcome.WITHDRAWN, Outcome.LAPSED}
_UNCLEAR = {Outcome.APPROVED, Outcome.OTHER}
_DONE = {"join": Status.JOINED, "decline": Status.DECLINED, "leave": Status.LEFT}
# "Kunnanjohtaja: …", "Kj Salo: …", "Kunnanjohtajan ehdotus: …", or the office in the left column.
_INTRODUCED = re.compile(
    r"^[ \t*]{0,4}(?:[^\W\d]\S*[ ]){0,3}?(?:kj|kh|khall|\w*(?:johtaja|mestari|päällikkö|hallitus|valtuusto|"
    r"lautakunta|rehtori|esittelijä|direktör|styrelse|chef|nämnd|ehdotus|esitys|förslag)\w*)"
    r"(?:[ ][^\W\d]\S*|[ ]\([^)\n]{1,60}\)){0,3}"
    r"(?::[ \t*]*|[ \t]{2,})(?=\S)",
    re.IGNORECASE | re.MULTILINE,
)
# A change beside the proposal, which stands: "… muutosehdotus hyväksyttiin, muilta osin päätösehdotus".
_OTHERWISE = re.compile(r"\b(?:muilta osin|muutoin|i övrigt)\b", re.IGNORECASE)
_ENDS = re.compile(r"\n[ \t]*\n|\n[ \t*]*(?:käsittely|behandling|äänestys|omröstning)\b", re.IGNORECASE)


def outcome_for(decision: Found[Decision] | None) -> Outcome | None:
    """How the decision ended, from its own words where its outcome leaves that open."""
    if decision is None:
        return None
    outcome, words = decision.value.outcome, decision.value.text
    if outcome in _UNCLEAR:
        wordings = participation_wordings()
        accepts = wordings["accepting"].fits(words)
        if wordings["counter_won"].fits(words) and not _OTHERWISE.search(words):
            return Outcome.AMENDED
        if wordings["rejecting"].fits(words) and not accepts:
            return Outcome.REJECTED
        if fell(decision.value):
            return Outcome.REJECTED
        if not accepts and wordings["put_off"].fits(words):
            return Outcome.TABLED
        if outcome is Outcome.OTHER and accepts:
            return Outcome.APPROVED_AS_PROPOSED
    return outcome


def told_directly(wording: str, outcome: Outcome | None) -> Status:
    """The status when the decision's own words say what is done."""
    if outcome in _OPEN:
        return Status.PROPOSED
    if wording == "join" and outcome is Outcome.REJECTED:
        return Status.DECLINED
    return _DONE[wording]


def fell(decision: Decision) -> bool:
    """Whether the vote went against the proposal."""
    return decision.votes is not None and decision.votes.for_ < decision.votes.against


def replaced(decision: Decision) -> bool:
    """Whether something else than the proposal was decided: a counter-proposal, or words of its own."""
    if participation_wordings()["counter_won"].fits(decision.text) and not _OTHERWISE.search(decision.text):
        return True
    return (
        decision.outcome is Outcome.APPROVED
        and decision.proposal is not None
        and decision.effective_text == decision.text
        and not participation_wordings()["accepting"].fits(decision.text)
    )


def accepted(wording: str, outcome: Outcome | None, onward: bool, *, noting: bool = False) -> Status | None:
    """The status when the decision accepts, or not, what was proposed; None where its words do not tell.

    ``noting`` says that a decision of no known kind takes note of something.
    """
    if outcome is Outcome.OTHER and wording == "join" and not noting:
        return None
    if outcome is Outcome.REJECTED and wording in ("join", "leave"):
        return Status.DECLINED if wording == "join" else Status.PARTICIPATED
    if outcome is Outcome.REJECTED and wording == "decline":
        return None  # what came instead is not told
    if outcome is None or onward:
        return Status.PROPOSED
    if outcome in APPROVING:
        return _DONE[wording]
    if outcome in (Outcome.NOTED, Outcome.OTHER):
        return Status.PARTICIPATED if wording == "join" else _DONE[wording]
    return Status.PROPOSED


def introduced_proposal(text: str, before: int) -> tuple[Span, ...]:
    """The last paragraph before an offset that an office or "ehdotus" with a colon begins: a proposal."""
    last: Iterable[re.Match[str]] = _INTRODUCED.finditer(text, 0, before)
    result: tuple[Span, ...] = ()
    for match in last:
        stop = _ENDS.search(text, match.end(), before)
        end = stop.start() if stop else before
        words = text[match.end() : end]
        if action_of(words):
            result = ((match.start(), end),)
    return result
