"""What was decided: outcome, unanimity, votes, points, and the text that holds in effect.

Minutes' decisions often have no content of their own ("Hyväksyttiin esityksen mukaisesti"): then the
proposal's text is what was decided (Kuntalaki 410/2015 § 107 asks minutes to record decisions, not how).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Decision, Outcome, Votes
from corpus.registry.decisions import decision_phrases, outcome_of
from corpus.registry.organs import find_organ_at_line_start
from ingest.extract.found import Found
from ingest.extract.likeness import says_the_same
from ingest.extract.sentences import sentences
from ingest.extract.votes import find_unanimity, find_votes

_POINT = re.compile(
    r"^[ \t\u00a0]*(\d{1,2})[.)]?[ \t\u00a0]+(?=\S)|^[ \t\u00a0]*(\d{1,2})[.)]?[ \t\u00a0]*$", re.MULTILINE
)
_LEADING_NAME = re.compile(r"\A[\w -]{2,80}:\s*")
# A decision shorter than this beside its accepting phrase has no content of its own.
_BARE_DECISION = 160
_REJECTING = re.compile(
    r"\bhylätään\b|\bhylkää\b|\bhylätä\b|\bförkastas\b|\bavslås\b|\bavslå\b|\bförkasta\b"
    r"|\bei (?:myönn|hyväksy|puol)|\bolla (?:myöntämättä|hyväksymättä)\b|\bbeviljas inte\b|\btackar nej\b",
    re.IGNORECASE,
)
_SIDES_NAMED = ("votes:counted", "votes:named")  # rules that know whose votes are whose
# Outcomes in which the proposal did not win the vote.
_LOST = (Outcome.AMENDED, Outcome.REJECTED, Outcome.TABLED, Outcome.RETURNED)
_CHOSEN = re.compile(r"\bvali(?:ttiin|tsi)\b|\bvalde|\btarkastajat?:", re.IGNORECASE)
# "Varsinaisesta asiasta oltiin yhtä mieltä" after a vote on tabling.
_AGREED = re.compile(
    r"(?:varsinaises|itse |muutoin|pääasias)[^.]{0,60}(?:yksimieli|yhtä mieltä)"
    r"|själva (?:saken|ärendet)[^.]{0,60}enhäll",
    re.IGNORECASE,
)
_ASKED = r"(?:oikaisuvaatimu|valitu|hakemu|anomu|begäran|yrkande|ansökan)\w*"
_ACCEPTED = r"(?:hyväksy|myön[ns]|suostu|bif[aö]ll|bevilja|godkän)\w*"
_GRANTED = re.compile(
    rf"\b{_ASKED}\s+(?:\w+\s+)?{_ACCEPTED}|\b{_ACCEPTED}\s+(?:\w+\s+){{0,2}}?{_ASKED}", re.IGNORECASE
)
# Whose proposal carried, and that a member's was supported: "Kallion ehdotuksen mukaisesti".
_WHOSE = re.compile(
    r"(?<!johtaja )(?<!direktör )([A-ZÅÄÖ][\w-]{3,40})(?:n|s)\s+(?:\w+\s+){0,2}?"
    r"(?:ehdotu|esity|(?:mot)?förslag)\w*"
)
_SUPPORT = re.compile(r"[^.]*\b(?:kannat|understö)[^.]*\.?", re.IGNORECASE)
_OF_MEETING = re.compile(r"lailli|päätösval|lagligt?\b|beslutför|sammankall", re.IGNORECASE)


def decide(
    text: str,
    decision: Sequence[tuple[int, int]],
    proposal: Sequence[tuple[int, int]],
    handling: Sequence[tuple[int, int]],
) -> Found[Decision] | None:
    """The decision of an item whose own decision, proposal and handling words stand at these spans.

    Returns None when nothing visible is decided; the span is that of the decision's words.
    """
    spans = [_trim(text, start, end) for start, end in decision]
    spans = [span for span in spans if span[1] > span[0]]
    if not spans:
        return None
    found = _classify(text, spans)
    start, end = spans[-1] if found is None else found[1]
    words = text[start:end]
    outcome = found[0] if found else Outcome.OTHER
    handled = "\n".join(text[begin:stop] for begin, stop in handling)
    proposed = _join(text, proposal)
    unanimous = find_unanimity(words)
    if unanimous is None and _AGREED.search(handled):
        unanimous = True
    # A vote told only under the handling is a side question's when the matter itself was unanimous.
    counted = None if unanimous else _votes(handled, None)
    outcome = _weighed(outcome, words, proposed, handled, counted)
    if outcome is Outcome.APPROVED_AS_PROPOSED and _is_members(words, handled):
        outcome = Outcome.AMENDED
    if outcome is Outcome.APPROVED or (outcome is Outcome.OTHER and found is None):
        outcome = _compared(outcome, words, proposed)
    votes = _votes(words, outcome) or counted
    if votes is not None and unanimous is None:
        unanimous = False
    bare = len(words) <= _BARE_DECISION
    effective = words
    accepts = outcome is Outcome.APPROVED_AS_PROPOSED or (
        outcome is Outcome.APPROVED and bare and _contentless(words)
    )
    if (
        accepts
        and proposed
        and (bare or (outcome is Outcome.APPROVED_AS_PROPOSED and len(words) < len(proposed)))
    ):
        effective = proposed
    return Found(
        start,
        end,
        Decision(
            outcome=outcome,
            unanimous=unanimous,
            votes=votes,
            text=words,
            effective_text=effective,
            proposal=proposed or None,
            points=points(effective),
            conditions=_conditions(effective),
        ),
        f"decision:{outcome.value}",
    )


def _classify(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Outcome, tuple[int, int]] | None:
    """The outcome and the section that tells it; the last section speaks first."""
    for start, end in reversed(spans):
        words = text[start:end]
        skip = _leading_organ(words)
        best: Outcome | None = None
        lawfulness = False
        for begin, stop in sentences(words[skip:]):
            sentence = words[skip + begin : skip + stop]
            phrase = outcome_of(sentence)
            if phrase is None:
                continue
            if best is None or (best is Outcome.OTHER and not lawfulness):
                best = phrase.outcome
                lawfulness = best is Outcome.OTHER and bool(_OF_MEETING.search(sentence))
            elif best is Outcome.APPROVED and phrase.outcome in (
                Outcome.APPROVED_AS_PROPOSED,
                Outcome.AMENDED,
            ):
                # "Kaupunginhallitus hyväksyi … . Päätösehdotus hyväksyttiin muutettuna."
                best = phrase.outcome
            elif best is Outcome.APPROVED and phrase.outcome is Outcome.ELECTED and _CHOSEN.search(sentence):
                # "Valtuusto myönsi eron. Jäseneksi valittiin …": the election is the matter.
                best = phrase.outcome
        if best is not None:
            return best, (start, end)
    return None


def _weighed(outcome: Outcome, words: str, proposed: str, handled: str, counted: Votes | None) -> Outcome:
    """The outcome in the light of what was proposed and how the vote on it went."""
    if outcome is Outcome.REJECTED and _REJECTING.search(proposed):
        return Outcome.APPROVED_AS_PROPOSED  # to reject was what was proposed
    if outcome in (Outcome.APPROVED, Outcome.APPROVED_AS_PROPOSED) and _granted(words, proposed):
        return Outcome.AMENDED  # and here it was granted against the proposal
    if counted is not None and counted.for_ != counted.against:
        won = counted.for_ > counted.against
        if won and outcome is Outcome.APPROVED:
            return Outcome.APPROVED_AS_PROPOSED
        if not won and outcome in (Outcome.APPROVED, Outcome.APPROVED_AS_PROPOSED):
            return Outcome.AMENDED
        if not won and outcome is Outcome.OTHER:
            return Outcome.REJECTED
    if outcome is Outcome.OTHER:
        told = (outcome_of(handled[start:end]) for start, end in sentences(handled))
        if any(phrase and phrase.outcome is Outcome.APPROVED_AS_PROPOSED for phrase in told):
            return Outcome.APPROVED_AS_PROPOSED
    return outcome


def _compared(outcome: Outcome, words: str, proposed: str) -> Outcome:
    """An outcome told in the body's own words, in the light of the votes and the proposal."""
    told = find_votes(words)
    if told and told[-1].rule in _SIDES_NAMED and told[-1].value.for_ < told[-1].value.against:
        return Outcome.AMENDED if outcome is Outcome.APPROVED else Outcome.REJECTED
    return Outcome.APPROVED_AS_PROPOSED if says_the_same(words, proposed) else outcome


def _granted(words: str, proposed: str) -> bool:
    return bool(_REJECTING.search(proposed) and _GRANTED.search(words) and not _REJECTING.search(words))


def _is_members(words: str, handled: str) -> bool:
    """Whether the proposal that the decision names is a member's, which others supported."""
    named = [match[1][:4] for match in _WHOSE.finditer(words)]
    return bool(named) and any(
        any(stem in supported[0] for stem in named) for supported in _SUPPORT.finditer(handled)
    )


def _leading_organ(words: str) -> int:
    """Length of a body's name and colon before its decision ("Kaupunginhallitus:")."""
    match = _LEADING_NAME.match(words)
    found = find_organ_at_line_start(words[: match.end()]) if match else None
    return match.end() if match and found and words[found[1]] == ":" else 0


def _votes(words: str, outcome: Outcome | None) -> Votes | None:
    """The last vote told; its first number is the winner's, so a lost proposal's votes come second."""
    found = find_votes(words)
    if not found:
        return None
    votes = found[-1].value
    lost = outcome in _LOST
    if lost and votes.for_ > votes.against and found[-1].rule not in _SIDES_NAMED:
        return votes.model_copy(update={"for_": votes.against, "against": votes.for_})
    return votes


def _contentless(words: str) -> bool:
    return len(words.split()) <= 4


def _join(text: str, spans: Sequence[tuple[int, int]]) -> str:
    parts = [text[start:end] for start, end in (_trim(text, *span) for span in spans)]
    return "\n".join(part for part in parts if part)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ":"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def points(text: str) -> tuple[str, ...]:
    """The numbered points of a decision, in order, when they are numbered from 1."""
    matches = list(_POINT.finditer(text))
    result: list[str] = []
    starts: list[re.Match[str]] = []
    for match in matches:
        if int(match.group(1) or match.group(2)) == len(starts) + 1:
            starts.append(match)
    for index, match in enumerate(starts):
        stop = starts[index + 1].start() if index + 1 < len(starts) else len(text)
        result.append(" ".join(text[match.end() : stop].split()))
    return tuple(result) if len(result) > 1 else ()


def _conditions(text: str) -> tuple[str, ...]:
    pattern = decision_phrases().condition
    return tuple(
        " ".join(text[start:end].split())
        for start, end in sentences(text)
        if pattern.search(text, start, end)
    )
