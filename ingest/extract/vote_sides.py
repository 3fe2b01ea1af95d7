"""Votes told by what each side was for: "ehdotusta kannatti 8 ja vastaehdotusta 3", "5 röster för …"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.records import Votes
from ingest.extract.found import Found
from ingest.extract.vote_numbers import BRACKETED, COUNT, number
from ingest.extract.wording import GAP, finder, listed, words

_I = re.IGNORECASE

_SUPPORTED_IT = rf"{GAP}{words('supported')}"
_BY = rf"(?:{GAP}{words('voters')})?"  # behind a number: "8 ääntä"
_AND = rf",?{GAP}(?:{words('and')}{GAP})?"
_NAME = r"(?:[\w:-]{1,40}" + GAP + ")"
_FOR = rf"{GAP}{words('in_favour')}"

# What was voted for, each side with its number: "ehdotusta kannatti 2 ja vastaehdotusta 2"
_SUPPORTED = re.compile(
    rf"(?P<first>[^\W\d_]{{3,40}}){_SUPPORTED_IT}{GAP}(?P<n>{COUNT}){BRACKETED}{_BY}{_AND}"
    rf"(?:{_NAME}{{0,2}}?(?P<second>[^\W\d_]{{3,40}}[aä])(?:{_SUPPORTED_IT})?|{words('opposed')})"
    rf"{GAP}(?P<m>{COUNT}){BRACKETED}",
    _I,
)
# "esityksen puolesta äänesti 19 ja X:n ehdotuksen puolesta 8"
_BEHIND = re.compile(
    rf"(?P<first>[\w-]{{1,40}}{GAP}{words('proposal')}){_FOR}{GAP}{words('votes_were')}{GAP}(?:[\w:.-]{{1,20}}{GAP}){{0,5}}?"
    rf"(?P<n>{COUNT}){BRACKETED}{_BY}{_AND}(?P<second>{_NAME}{words('proposal')}){_FOR}{GAP}(?P<m>{COUNT}){BRACKETED}",
    _I,
)
# "ehdotus sai 1 äänen ja X:n ehdotus 3 ääntä"
_GOT = re.compile(
    rf"(?P<first>{_NAME}?{words('proposal_got')}){GAP}(?:{words('got')}{GAP})?(?P<n>{COUNT}){BRACKETED}"
    rf"(?:{GAP}{words('voters')}(?:{GAP}\({words('yes', 'ja', 'no')}\))?)?{_AND}"
    rf"(?P<second>{_NAME}?{words('proposal_got')}){GAP}(?:{words('got')}{GAP})?(?P<m>{COUNT}){BRACKETED}{GAP}{words('voters')}",
    _I,
)
_GAVE = re.compile(
    rf"(?P<n>{COUNT}){BRACKETED}{GAP}{words('gave_votes')}{GAP}{words('for_what')}{GAP}(?P<first>(?:[\w-]{{1,30}}{GAP}){{1,3}}?)"
    rf"(?:\({words('ja')}\){GAP})?{words('and')}{GAP}(?P<m>{COUNT}){BRACKETED}{GAP}(?:{words('gave_votes_again')}{GAP})?"
    rf"{words('for_what')}{GAP}(?P<second>(?:[\w-]{{1,30}}{GAP}?){{1,3}})",
    _I,
)
# "viisi ääntä päätösehdotukselle ja yksi Salmen esitykselle", "8 jäsentä kannatti esitystä, 3 vastaesitystä"
_PROPOSAL = rf"{_NAME}{{0,2}}?{words('proposal')}"
_GIVEN = re.compile(
    rf"(?P<n>{COUNT}){BRACKETED}{_BY}{GAP}(?:{words('voted')}{GAP})?(?P<first>{_PROPOSAL})(?:{_FOR})?"
    rf"{_AND}(?P<m>{COUNT}){BRACKETED}{_BY}{GAP}(?P<second>{_PROPOSAL})",
    _I,
)
# "6 kannatti pöydällepanoa ja 3 asian käsittelyä": on when the matter is decided.
_WHEN = rf"(?:[^\W\d_]{{3,20}}{GAP})?{words('later_or_now')}"
_LATER = re.compile(
    rf"(?P<n>{COUNT}){BRACKETED}{_BY}{GAP}{words('voted')}{GAP}(?P<first>{_WHEN})(?:{_FOR})?"
    rf"{_AND}(?P<m>{COUNT}){BRACKETED}{_BY}{GAP}(?:{words('voted')}{GAP})?(?P<second>{_WHEN})",
    _I,
)
COUNTER = finder("counter_side")
_BASE = finder("base_side")
_GOING_ON = listed("going_on_now")
_SOMEBODY = re.compile(r"(?<![\w-])[A-ZÅÄÖ][a-zåäö]")  # whose name stands before a proposal: a member's


def find_sides(text: str) -> Iterable[Found[Votes]]:
    """Votes told by what each side was for."""
    for match in _LATER.finditer(text):
        votes = number(match.group("n")), number(match.group("m"))
        if not COUNTER.search(match.group("first")):
            votes = votes[1], votes[0]
        if votes[0] > votes[1]:  # else tabling or returning lost: no vote on the matter
            yield Found(match.start(), match.end(), Votes(for_=votes[1], against=votes[0]), "votes:counted")
    for pattern in (_SUPPORTED, _BEHIND, _GOT, _GAVE, _GIVEN):
        for match in pattern.finditer(text):
            first, second = match.group("first"), match.group("second") or ""
            votes = number(match.group("n")), number(match.group("m"))
            if first.lower() in _GOING_ON and votes[0] > votes[1]:
                continue  # whether to go on is no vote on the matter
            if COUNTER.search(first) or (is_base(second) and not is_base(first)):
                votes = votes[1], votes[0]
            yield Found(match.start(), match.end(), Votes(for_=votes[0], against=votes[1]), "votes:counted")


def is_base(proposal: str) -> bool:
    """Whether these words mean the proposal itself: its maker's, or nobody's by name."""
    if _BASE.search(proposal):
        return True
    return bool(proposal) and not COUNTER.search(proposal) and not _SOMEBODY.search(proposal)
