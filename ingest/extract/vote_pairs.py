"""Votes told freely: a sentence that names two proposals, or two persons to be chosen, and how many each got.

"Salon ehdotus 4 ääntä, esittelijän ehdotus 1 ääni", "för styrelsens förslag 4, för Eks förslag 12": whatever
the verb, each side has its number, and the sides come in turn with their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from corpus.records import Votes
from ingest.extract.found import Found
from ingest.extract.sentences import sentences
from ingest.extract.vote_numbers import BRACKETED, COUNT, number
from ingest.extract.vote_sides import COUNTER, is_base
from ingest.extract.wording import GAP, finder, words

_I = re.IGNORECASE
_VOTING = finder("votes_told")
_SIDE = re.compile(
    rf"(?:[^\W\d][\w:.-]{{0,40}}{GAP}){{0,2}}?{words('voted_on')}"
    rf"|(?-i:[A-ZÅÄÖ])[\w-]{{2,40}}(?={GAP}{words('got')}|{GAP}{COUNT}{BRACKETED}{GAP}{words('voices_counted')})",
    _I,
)
_COUNTED = re.compile(
    rf"(?P<n>{COUNT}){BRACKETED}{GAP}{words('counted_behind')}"
    rf"|(?:{finder('counted_before').pattern}){GAP}(?P<m>{COUNT})(?!{GAP}{words('counts_no_votes')})|\((?P<k>\d{{1,2}})\)",
    _I,
)
_NEITHER = finder("neither_side")
_BESIDE = 22  # characters around a count in which a blank or absent vote is named
_BEHIND = re.compile(
    rf"{GAP}{words('behind_it')}{GAP}?(?:{words('were_or_voted')}{GAP})?:?{GAP}?(?=(?-i:[A-ZÅÄÖ]))", _I
)
_BETWEEN = re.compile(rf",\s*|\s+{words('and')}\s+|\.")
_GOING_ON = finder("going_on_side")
_MATTER = finder("voted_on")
_LONGEST = 700


def find_pairs(text: str) -> Iterator[Found[Votes]]:
    """Votes whose two sides and two counts come in turn within one sentence."""
    if not _VOTING.search(text):
        return
    for start, end in sentences(text):
        if end - start > _LONGEST or not _VOTING.search(text, start, end):
            continue
        sides = _apart([(m.start(), m.end(), m.group()) for m in _SIDE.finditer(text, start, end)])
        counts = list(_counts(text, start, end))
        if len(sides) == 2 and not counts:
            counts = list(_named(text, sides, end))
        if len(sides) != 2 or len(counts) != 2:
            continue
        order = "".join(
            kind for _, kind in sorted([(s[0], "s") for s in sides] + [(c[0], "n") for c in counts])
        )
        if order not in ("snsn", "nsns"):
            continue
        votes = counts[0][2], counts[1][2]
        first, second = sides[0][2], sides[1][2]
        if COUNTER.search(first) or (is_base(second) and not is_base(first)):
            votes = votes[1], votes[0]
        if votes[0] > votes[1] and (_GOING_ON.search(first) or _GOING_ON.search(second)):
            continue  # whether to go on is no vote on the matter
        yield Found(
            counts[0][0],
            counts[1][1],
            Votes(for_=votes[0], against=votes[1]),
            "votes:counted" if _MATTER.search(first) else "votes:persons",
        )


def _named(text: str, sides: list[tuple[int, int, str]], end: int) -> Iterator[tuple[int, int, int]]:
    """How many are named behind each side: "Salon ehdotuksen kannalla olivat Salo, Nurmi ja Kero"."""
    for side, stop in zip(sides, (sides[1][0], end), strict=True):
        listed = _BEHIND.match(text, side[1], stop)
        if listed:
            names = [name for name in _BETWEEN.split(text[listed.end() : stop]) if name[:1].isupper()]
            yield listed.end() - 1, stop, len(names)


def _counts(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    last: tuple[int, int] | None = None
    for match in _COUNTED.finditer(text, start, end):
        written = match["n"] or match["m"] or match["k"]
        beside = text[max(start, match.start() - _BESIDE) : match.start()].rpartition(",")[2]
        after = text[match.end() : min(end, match.end() + _BESIDE)].partition(",")[0]
        told = number(written)
        if _NEITHER.search(beside) or _NEITHER.search(after):
            continue
        if last is None or told != last[0] or text[last[1] : match.start()].strip():
            yield match.start(match.lastgroup or 0), match.end(), told
        last = told, match.end()


def _apart(found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Sides with something between them: "Salon esitys, ehdotus" is one."""
    return found[:1] + [later for earlier, later in pairwise(found) if later[0] - earlier[1] >= 3]
