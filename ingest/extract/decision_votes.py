"""Which of the votes that an item tells is the one on its matter, and whose number is whose."""

from __future__ import annotations

import re
from collections.abc import Set

from corpus.records import Outcome, Votes
from ingest.extract.found import Found
from ingest.extract.votes import find_votes
from ingest.extract.wording import finder, words

SIDES_NAMED = ("votes:counted", "votes:named")  # rules that know whose votes are whose
_PERSONS = "votes:persons"
# Outcomes in which the proposal did not win the vote.
_LOST = (Outcome.AMENDED, Outcome.REJECTED, Outcome.TABLED, Outcome.RETURNED)
# A vote on going on with the matter, and one on a wish beside it.
_GOING_ON = finder("on_going_on")
_WISH = finder("on_a_wish")
_NAME = re.compile(r"[A-ZÅÄÖ][\w-]{2,}")
_VOTED_FOR = re.compile(rf"([A-ZÅÄÖ][\w-]+)\s+(?:{words('got')}\s+)?\Z")
_STEM = 5  # letters by which a person's name is known in another form
_BEFORE, _AFTER = 300, 120  # characters around a vote in which it is told what it is on


def votes_on_matter(
    words: str, outcome: Outcome | None, proposed: str, aside: Set[tuple[int, int]]
) -> Votes | None:
    """The last vote on the matter; ``aside`` has the numbers of votes that were on something else.

    A score's first number is the winner's, so a lost proposal's votes come second.
    """
    found = [vote for vote in find_votes(words) if (vote.value.for_, vote.value.against) not in aside]
    if not found:
        return None
    votes = found[-1].value
    if found[-1].rule == _PERSONS:
        return _on_persons(words, found[-1], proposed)
    if outcome in _LOST and votes.for_ > votes.against and found[-1].rule not in SIDES_NAMED:
        return votes.model_copy(update={"for_": votes.against, "against": votes.for_})
    return votes


def numbers_aside(text: str) -> frozenset[tuple[int, int]]:
    """The numbers of votes on a wish, or on going on with a matter that was gone on with."""
    result = set()
    for vote in find_votes(text):
        before = max(0, vote.start - _BEFORE)
        around = text[max(before, text.rfind("\n\n", 0, vote.start)) : vote.end + _AFTER]
        went_on = vote.value.for_ > vote.value.against and _GOING_ON.search(around)
        if went_on or _WISH.search(text, before, vote.start):
            result.add((vote.value.for_, vote.value.against))
    return frozenset(result)


def chosen_by_vote(handled: str) -> bool:
    """Whether persons were voted on."""
    return any(vote.rule == _PERSONS for vote in find_votes(handled))


def _on_persons(words: str, vote: Found[Votes], proposed: str) -> Votes | None:
    """Votes for the person proposed and against; where none was proposed there is nothing to vote against."""
    votes = vote.value
    chosen = _VOTED_FOR.search(words, 0, vote.start)
    if chosen and chosen[1][:_STEM] in proposed:
        return votes
    if any(name[:_STEM] in proposed for name in _NAME.findall(words[vote.start : vote.end])):
        return votes.model_copy(update={"for_": votes.against, "against": votes.for_})
    return None
