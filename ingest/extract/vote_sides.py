"""Votes told by what each side was for: "ehdotusta kannatti 8 ja vastaehdotusta 3", "5 röster för …"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.records import Votes
from ingest.extract.found import Found
from ingest.extract.vote_numbers import BRACKETED, COUNT, GAP, number

_I = re.IGNORECASE

# What was voted for, each side with its number: "ehdotusta kannatti 2 ja vastaehdotusta 2",
# "esityksen puolesta äänesti 19 ja X:n ehdotuksen puolesta 8", "ehdotus sai 1 äänen ja X:n ehdotus 3 ääntä"
_WHO = rf"(?:{GAP}(?:valtuutettua|jäsentä|ääntä|äänen|edustajaa))?"
_SUPPORTED = re.compile(
    rf"(?P<first>[^\W\d_]{{3,40}}){GAP}kannatti(?:vat)?{GAP}(?P<n>{COUNT}){BRACKETED}{_WHO},?{GAP}(?:ja{GAP})?"
    rf"(?:(?:[\w:-]{{1,40}}{GAP}){{0,2}}?(?P<second>[^\W\d_]{{3,40}}[aä])(?:{GAP}kannatti(?:vat)?)?|vastusti(?:vat)?){GAP}(?P<m>{COUNT}){BRACKETED}",
    _I,
)
_BEHIND = re.compile(
    rf"(?P<first>[\w-]{{1,40}}{GAP}[\w-]{{0,30}}(?:esity|ehdotu)\w{{1,6}}){GAP}puolesta{GAP}(?:äänesti(?:vät)?|annettiin|oli(?:vat)?|tuli){GAP}(?:[\w:.-]{{1,20}}{GAP}){{0,5}}?(?P<n>{COUNT}){BRACKETED}{_WHO},?{GAP}(?:ja{GAP})?"
    rf"(?P<second>[\w:-]{{1,40}}{GAP}[\w-]{{0,30}}(?:esity|ehdotu)\w{{1,6}}){GAP}puolesta{GAP}(?P<m>{COUNT}){BRACKETED}",
    _I,
)
_MARK = rf"(?:{GAP}\((?:jaa|ei|ja|nej)\))?"
_GOT = re.compile(
    rf"(?P<first>(?:[\w:-]{{1,40}}{GAP})?[\w-]{{0,30}}(?:esitys|ehdotus)){GAP}(?:sai{GAP})?(?P<n>{COUNT}){BRACKETED}(?:{GAP}ään\w{{1,3}}{_MARK})?,?{GAP}(?:ja{GAP})?"
    rf"(?P<second>(?:[\w:-]{{1,40}}{GAP})?[\w-]{{0,30}}(?:esitys|ehdotus)){GAP}(?:sai{GAP})?(?P<m>{COUNT}){BRACKETED}{GAP}ään",
    _I,
)
_GAVE = re.compile(
    rf"(?P<n>{COUNT}){BRACKETED}{GAP}(?:ledamöter{GAP})?(?:sin{GAP}röst|sina{GAP}röster|röster|röstade){GAP}(?:åt|för){GAP}(?P<first>(?:[\wåäö-]{{1,30}}{GAP}){{1,3}}?)"
    rf"(?:\(JA\){GAP})?och{GAP}(?P<m>{COUNT}){BRACKETED}{GAP}(?:röster{GAP}|röstade{GAP})?(?:åt|för){GAP}(?P<second>(?:[\wåäö-]{{1,30}}{GAP}?){{1,3}})",
    _I,
)
# "viisi ääntä päätösehdotukselle ja yksi Salmen esitykselle", "8 jäsentä kannatti esitystä, 3 vastaesitystä"
_PROPOSAL = rf"(?:[\w:-]{{1,40}}{GAP}){{0,2}}?[\w-]{{0,30}}(?:esity|ehdotu)\w{{1,6}}"
_GIVEN = re.compile(
    rf"(?P<n>{COUNT}){BRACKETED}{_WHO}{GAP}(?:(?:kannatti|äänesti)(?:vat|vät)?{GAP})?(?P<first>{_PROPOSAL})(?:{GAP}puolesta)?"
    rf",?{GAP}(?:(?:ja|sekä){GAP})?(?P<m>{COUNT}){BRACKETED}{_WHO}{GAP}(?P<second>{_PROPOSAL})",
    _I,
)
# "6 kannatti pöydällepanoa ja 3 asian käsittelyä": on when the matter is decided.
_LATER = re.compile(
    rf"(?P<n>{COUNT}){BRACKETED}{_WHO}{GAP}(?:kannatti(?:vat)?|äänesti(?:vät)?){GAP}(?P<first>(?:[^\W\d_]{{3,20}}{GAP})?"
    rf"(?:pöydälle|palau|käsittely|jatkam)\w{{0,20}})(?:{GAP}puolesta)?,?{GAP}(?:(?:ja|sekä){GAP})?(?P<m>{COUNT}){BRACKETED}{_WHO}{GAP}"
    rf"(?:(?:kannatti(?:vat)?|äänesti(?:vät)?){GAP})?(?P<second>(?:[^\W\d_]{{3,20}}{GAP})?(?:pöydälle|palau|käsittely|jatkam)\w{{0,20}})",
    _I,
)
COUNTER = re.compile(r"vasta|muutos|palaut|pöydälle|hylk|hylä|motförsl|ändring|återremi|bordlägg", _I)
_BASE = re.compile(
    r"esittelij|hallituksen|khall|\bkh:n|kst:n|pohjae|pohjaa|lautakunnan|styrelsen|nämnden|föredragand|direktör|johtaja",
    _I,
)
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
            if first.lower() in ("jatkamista", "käsittelyä") and votes[0] > votes[1]:
                continue  # whether to go on is no vote on the matter
            if COUNTER.search(first) or (is_base(second) and not is_base(first)):
                votes = votes[1], votes[0]
            yield Found(match.start(), match.end(), Votes(for_=votes[0], against=votes[1]), "votes:counted")


def is_base(proposal: str) -> bool:
    """Whether these words mean the proposal itself: its maker's, or nobody's by name."""
    if _BASE.search(proposal):
        return True
    return bool(proposal) and not COUNTER.search(proposal) and not _SOMEBODY.search(proposal)
