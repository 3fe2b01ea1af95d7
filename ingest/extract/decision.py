"""What was decided: outcome, unanimity, votes, points, and the text that holds in effect.

Minutes' decisions often have no content of their own ("Hyväksyttiin esityksen mukaisesti"): then the
proposal's text is what was decided (Kuntalaki 410/2015 § 107 asks minutes to record decisions, not how).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.records import Decision, Outcome, Votes
from corpus.registry.decisions import decision_phrases, outcome_of
from corpus.registry.furniture import is_furniture
from corpus.registry.organs import find_organ_at_line_start
from ingest.extract.decision_votes import SIDES_NAMED, chosen_by_vote, numbers_aside, votes_on_matter
from ingest.extract.found import Found
from ingest.extract.likeness import denies, says_another_number, says_the_opposite, says_the_same
from ingest.extract.sentences import sentences
from ingest.extract.votes import find_unanimity, find_votes
from ingest.extract.wording import GAP, finder, words

_POINT = re.compile(
    r"^[ \t\u00a0]*(\d{1,2})[.)]?[ \t\u00a0]+(?=\S)|^[ \t\u00a0]*(\d{1,2})[.)]?[ \t\u00a0]*$", re.MULTILINE
)
_LEADING_NAME = re.compile(r"\A[\w -]{2,80}:\s*")
# A decision shorter than this beside its accepting phrase has no content of its own.
_BARE_DECISION = 160
_FEWEST_WORDS = 4
_LINES = 200  # of a decision, in which a page's header may cut its sentence
_HANDLED = 50_000  # characters of a handling in which unanimity is looked for
_REJECTING = finder("rejects")
_HEADED_UNANIMOUS = re.compile(
    rf"\([^()\n]{{0,30}}{words('unanimous_stem')}[^()\n]{{0,20}}\)\s*:?\s*\Z", re.IGNORECASE
)
_NARROWED = finder("narrows")
_NAME = rf"[A-ZÅÄÖ][\w-]+(?:{GAP}[A-ZÅÄÖ][\w-]+)?"
# A sentence of the handling: somebody at the table proposes, supports, or there is a vote.
_DISCUSSED = re.compile(
    rf"{finder('discussed').pattern}|(?<!\w){words('member')}{GAP}{_NAME}{GAP}{words('proposed')}",
    re.IGNORECASE,
)
# Outcomes in which the proposal did not win the vote.
# "… päätti myöntää avustukset seuraavasti:" before a list, whose rows are no part of the sentence.
_LEAD = re.compile(rf"([^\n:]{{10,300}}{words('as_follows')}):\s*\n", re.IGNORECASE)
_TOLD_TWICE = (Outcome.TABLED, Outcome.RETURNED, Outcome.WITHDRAWN, Outcome.APPROVED_AS_PROPOSED)
_CHOSEN = finder("elected")
_AGREED = re.compile(
    rf"(?:{finder('the_matter_itself').pattern})[^.]{{0,60}}{finder('agreed').pattern}", re.IGNORECASE
)
_GRANTED = re.compile(
    rf"(?<!\w)(?:{words('asked')}{GAP}(?:\w+{GAP})?{words('granted')}|{words('granted')}{GAP}(?:\w+{GAP}){{0,2}}?{words('asked')})",
    re.IGNORECASE,
)
# Whose proposal carried, and that a member's was supported: "Kallion ehdotuksen mukaisesti".
_WHOSE = re.compile(
    rf"(?<![\w-])(?!(?i:(?:\w+-){{0,3}}{words('office_as_name')}))([A-ZÅÄÖ][\w-]{{3,40}})(?:n|s){GAP}(?:\w+{GAP}){{0,2}}?"
    rf"{words('proposal', 'made')}"
)
_OFFICE_BEFORE = re.compile(rf"(?<!\w){words('office_before_name')}{GAP}\Z")
_SUPPORT = re.compile(rf"[^.]*(?<!\w){words('support')}[^.]*\.?", re.IGNORECASE)
_NOTHING_DONE = finder("nothing_done")
_MADE = 250  # characters before a supporting sentence in which a proposal was made
# What a section under "Päätös" may say instead of a decision.
_OF_THE_SITTING = re.compile(
    rf"{words('during_it')}(?!.*(?<!\w){words('decided_then')})|{words('no_other_business')}", re.IGNORECASE
)
_CHANGED = finder("changed_own_proposal")
_WHO_PRESENTS = finder("who_presents")
_NOT = re.compile(r"(?<!\w)(?:ei|inte)\W+(?:\w+\W+)?\Z", re.IGNORECASE)
_SUBJECT = 100  # characters before what somebody did, in which it is told who
_INSTEAD = finder("in_its_place")
_SECRET = re.compile(rf"(?:{words('secret_subject')}{GAP})?{words('secret')}", re.IGNORECASE)
_SAID = re.compile(r"[^\W\d_]{3,}")
_OF_MEETING = finder("lawfulness")


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
    spans = [span for span in spans if _decides(text[slice(*span)])]
    if not spans:
        return None
    found = _classify(text, spans)
    start, end = spans[-1] if found is None else found[1]
    words = text[start:end]
    outcome = found[0] if found else Outcome.OTHER
    earlier = [span for span in spans if span != (start, end)]  # "Kunnanhallitus: …" before "Päätös: …"
    handled = "\n".join(text[begin:stop] for begin, stop in (*earlier, *handling))
    proposed = _before_discussion(_join(text, proposal))
    unanimous = find_unanimity(words)
    if unanimous is None and (
        _AGREED.search(handled) or _HEADED_UNANIMOUS.search(text, max(0, start - 60), start)
    ):
        unanimous = True
    # A vote told only under the handling is a side question's when the matter itself was unanimous.
    if unanimous is None and (_carried_unanimously(words, handled) or _told_unanimous(outcome, handled)):
        unanimous = True
    aside = numbers_aside(handled) | numbers_aside(words)
    counted = None if unanimous else votes_on_matter(handled, None, proposed, aside)
    outcome = _weighed(outcome, words, proposed, handled, counted)
    if outcome in (Outcome.APPROVED, Outcome.APPROVED_AS_PROPOSED) and (
        _is_members(words, handled) or _presenter_changed(handled)
    ):
        outcome = Outcome.AMENDED
    if outcome is Outcome.APPROVED and _DISCUSSED.search(handled) and says_another_number(words, proposed):
        outcome = Outcome.AMENDED
    if outcome is Outcome.APPROVED or (outcome is Outcome.OTHER and found is None):
        outcome = _compared(outcome, words, proposed)
    if outcome is Outcome.OTHER and found is None and _says_something(words):
        outcome = Outcome.APPROVED  # in words that no phrase knows
    votes = votes_on_matter(words, outcome, proposed, aside)
    if votes is None or (counted and {votes.for_, votes.against} == {counted.for_, counted.against}):
        votes = counted  # the handling tells whose votes they were
    if votes is not None or chosen_by_vote(handled):
        unanimous = bool(unanimous)
    elif aside and not unanimous:
        unanimous = None  # only something else was voted on
    bare = len(words) <= _BARE_DECISION
    effective = words
    accepts = outcome is Outcome.APPROVED_AS_PROPOSED or (
        outcome is Outcome.APPROVED and bare and _contentless(words) and not denies(words)
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
        words = _without_headers(text[start:end])
        skip = _leading_organ(words)
        best: Outcome | None = None
        lawfulness = False
        for begin, stop in sentences(words[skip:]):
            sentence = words[skip + begin : skip + stop]
            lead = _LEAD.match(sentence)
            phrase = (outcome_of(lead[1]) if lead else None) or outcome_of(sentence)
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
            elif best is Outcome.REJECTED and phrase.outcome is Outcome.APPROVED_AS_PROPOSED:
                best = phrase.outcome  # "… päätti hylätä … . Päätös on ehdotuksen mukainen."
            elif best is Outcome.APPROVED and phrase.outcome is Outcome.ELECTED and _CHOSEN.search(sentence):
                # "Valtuusto myönsi eron. Jäseneksi valittiin …": the election is the matter.
                best = phrase.outcome
        if best is not None:
            return best, (start, end)
    return None


def _decides(words: str) -> bool:
    """Whether a section may hold a decision: not a page's header, a dash, asides or that it is secret."""
    lines = words.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip(" -–\t") and not _is_header(line)), None)
    if first is None or _SECRET.match(lines[first].lstrip()):
        return False
    kept = "\n".join(lines[first:])
    return not all(_OF_THE_SITTING.match(kept, start, end) for start, end in sentences(kept))


def _says_something(words: str) -> bool:
    """Whether words that no phrase knows may decide something: four words, none of what decides nothing."""
    return len(_SAID.findall(words)) >= _FEWEST_WORDS and not _NOTHING_DONE.search(words)


def _before_discussion(proposed: str) -> str:
    """A proposal without what was said and voted on it, on pages that have no heading between."""
    told = _DISCUSSED.search(proposed)
    if told is None:
        return proposed
    line = proposed.rfind(".\n", 0, told.start())  # "klo 5." ends its line, though as a rule no sentence
    starts = [line + 1, *(start for start, _ in sentences(proposed))]
    return proposed[: max(start for start in starts if start <= told.start())].rstrip() or proposed


def _without_headers(words: str) -> str:
    """The words of a section without a page's header among them, which would cut their sentence in two."""
    lines = words.split("\n")
    near = lines[:_LINES]
    if not any(_is_header(line) for line in near[1:]):
        return words
    kept = [lines[0]]
    for above, line in pairwise(near):
        if not _is_header(line) and not _is_header(above):
            kept.append(line)
        elif _is_header(above) and not _is_header(line) and line.strip():
            kept.append(line.lstrip())
    return "\n".join([*kept, *lines[_LINES:]])


def _is_header(line: str) -> bool:
    if is_furniture(line):
        return True
    found = find_organ_at_line_start(line)
    return found is not None and is_furniture(line[found[1] :])


def _weighed(outcome: Outcome, words: str, proposed: str, handled: str, counted: Votes | None) -> Outcome:
    """The outcome in the light of what was proposed and how the vote on it went."""
    if outcome is Outcome.REJECTED and _REJECTING.search(proposed):
        return Outcome.APPROVED_AS_PROPOSED  # to reject was what was proposed
    if outcome in (Outcome.APPROVED, Outcome.APPROVED_AS_PROPOSED) and _granted(words, proposed):
        return Outcome.AMENDED  # and here it was granted against the proposal
    if counted is not None and counted.for_ != counted.against:
        won = counted.for_ > counted.against
        if won and (outcome is Outcome.APPROVED or (outcome is Outcome.REJECTED and not proposed)):
            return Outcome.APPROVED_AS_PROPOSED  # also to reject, where the proposal, not shown, won the vote
        if not won and outcome in (Outcome.APPROVED, Outcome.APPROVED_AS_PROPOSED):
            return Outcome.REJECTED if _says_no(words, proposed) else Outcome.AMENDED
        if not won and outcome is Outcome.OTHER:
            denied = denies(words) and not denies(proposed)
            return Outcome.REJECTED if denied or _REJECTING.search(handled) else Outcome.AMENDED
    if outcome is Outcome.OTHER:
        told = (outcome_of(handled[start:end]) for start, end in sentences(handled))
        if any(phrase and phrase.outcome is Outcome.APPROVED_AS_PROPOSED for phrase in told):
            return Outcome.APPROVED_AS_PROPOSED
    return outcome


def _compared(outcome: Outcome, words: str, proposed: str) -> Outcome:
    """An outcome told in the body's own words, in the light of the votes and the proposal."""
    told = find_votes(words)
    if told and told[-1].rule in SIDES_NAMED and told[-1].value.for_ < told[-1].value.against:
        return Outcome.AMENDED if outcome is Outcome.APPROVED else Outcome.REJECTED
    if says_the_opposite(words, proposed):
        return Outcome.REJECTED
    limit = None if _NARROWED.search(proposed) else _NARROWED.search(words)
    if not says_the_same(words[: limit.start()] if limit else words, proposed):
        return outcome
    return Outcome.AMENDED if limit else Outcome.APPROVED_AS_PROPOSED


def _says_no(words: str, proposed: str) -> bool:
    """Whether the decision is no to what was proposed, and nothing in its place."""
    if says_the_opposite(words, proposed):
        return True
    return denies(words) and not denies(proposed) and not _INSTEAD.search(words)


def _granted(words: str, proposed: str) -> bool:
    return bool(_REJECTING.search(proposed) and _GRANTED.search(words) and not _REJECTING.search(words))


def _is_members(words: str, handled: str) -> bool:
    """Whether the proposal that the decision names is a member's, which others supported."""
    named = _members_named(words)
    return bool(named) and any(
        any(stem in handled[max(0, supported.start() - _MADE) : supported.end()] for stem in named)
        for supported in _SUPPORT.finditer(handled)
    )


def _presenter_changed(handled: str) -> bool:
    """Whether who made the proposal changed it before it was decided on."""
    for changed in _CHANGED.finditer(handled):
        before = re.split(r"[.!?:]\s", handled[max(0, changed.start() - _SUBJECT) : changed.start()])[-1]
        if (not before.strip() or _WHO_PRESENTS.search(before)) and not _NOT.search(before):
            return True
    return False


def _members_named(words: str) -> list[str]:
    """The first letters of those whose proposals the words name: members, no officeholders."""
    return [
        match[1][:4]
        for match in _WHOSE.finditer(words)
        if not _OFFICE_BEFORE.search(words, max(0, match.start() - 60), match.start())
    ]


def _carried_unanimously(words: str, handled: str) -> bool:
    """Whether the proposal that the decision names was accepted unanimously in the handling."""
    named = _members_named(words)
    return bool(named) and any(
        find_unanimity(handled[start:end]) and any(stem in handled[start:end] for stem in named)
        for start, end in sentences(handled)
    )


def _told_unanimous(outcome: Outcome, handled: str) -> bool:
    """Whether the handling tells of the same outcome as unanimous."""
    handled = handled[:_HANDLED]
    return outcome in _TOLD_TWICE and any(
        find_unanimity(handled[start:end])
        and (phrase := outcome_of(handled[start:end])) is not None
        and phrase.outcome is outcome
        for start, end in sentences(handled)
    )


def _leading_organ(words: str) -> int:
    """Length of a body's name and colon before its decision ("Kaupunginhallitus:")."""
    match = _LEADING_NAME.match(words)
    found = find_organ_at_line_start(words[: match.end()]) if match else None
    return match.end() if match and found and words[found[1]] == ":" else 0


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
