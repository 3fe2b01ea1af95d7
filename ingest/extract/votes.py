"""Votes: how many for the proposal (JAA), against it (EI), blank and absent, and who, where the minutes say.

Every count is read only beside a word that makes it one ("äänin", "JAA", "röster"), so no other pair
of numbers becomes a vote.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.records import NamedVote, Votes
from ingest.extract.found import Found
from ingest.extract.name_forms import is_given_name
from ingest.extract.names import SPACE, find_names, in_one_order, name_in
from ingest.extract.view import view
from ingest.extract.vote_numbers import BRACKETED, COUNT, number
from ingest.extract.vote_pairs import find_pairs
from ingest.extract.vote_sides import find_sides
from ingest.extract.wording import FEW, GAP, finder, words

_S, _G, _N, _PAREN = SPACE, GAP, COUNT, BRACKETED
_VERSUS = rf"(?:{_S}?[-–—/]{_S}?|{_G}{words('against')}{_G})"

_I = re.IGNORECASE
# "äänin 23–12", "äänin 23-12", "(äänin 8/5)", "med rösterna 15–10"
_SCORE = re.compile(rf"(?:{finder('by_votes').pattern}){_G}({_N}){_VERSUS}({_N})(?!\d|[.,]\d)", _I)
# "äänestyksen jälkeen (5–4)"
_BRACKETED_SCORE = re.compile(
    rf"(?<!\w){words('a_vote')}[^.;()\n]{{0,60}}\({_S}?(\d{{1,3}}){_S}?[-–—/]{_S}?(\d{{1,3}}){_S}?\)", _I
)
# "9 äänellä 6 ääntä vastaan", "kahdeksalla äänellä viittä (8/5) vastaan", "äänin 9 puolesta ja 4 vastaan"
_WITH = re.compile(
    rf"({_N}){_PAREN}{_G}(?:{words('yes')}-?{_S}?)?{words('with_votes')}(?:{_G}(?:\S{{1,12}})?)?,?{_G}?({_N}){_PAREN}"
    rf"(?:{_G}(?:{words('no')}-?{_S}?)?{words('voices_counted')})?{_PAREN}{_G}?{words('against')}",
    _I,
)
_VOTES_SV = words("with_votes_sv")
_SWEDISH = re.compile(rf"(?:{words('with')}{_G})?({_N}){_G}{_VOTES_SV},?{_G}{words('against')}{_G}({_N})", _I)
# "8 ääntä puolesta ja 5 vastaan"
_FOR = re.compile(
    rf"({_N}){_PAREN}{_G}{words('voices_counted')}{_G}{words('votes_for')}(?:{_G}{words('and')})?,?{_G}?({_N}){_PAREN}{_G}"
    rf"(?:{words('voices_counted')}{_G})?{words('against')}",
    _I,
)
_FOR_SCORE = re.compile(
    rf"(?:{finder('by_votes').pattern}){_G}(\d{{1,3}}){_G}{words('votes_for')}(?:,|{_G}{words('and')}){_G}(\d{{1,3}}){_G}"
    rf"{words('against')}",
    _I,
)

# "ja 7, nej 2"
_YES_NO = re.compile(
    rf"(?<!\w){words('ja')}:?{_G}({_N}){_PAREN}[,;]?{_G}(?:{words('and')}{_G})?{words('nej')}:?{_G}({_N})(?!\d|[.,]\d)",
    _I,
)

_RETURNS = finder("returned")
_HIS = r"[A-ZÅÄÖ][\w-]{2,40}"
_OTHERS_WON = re.compile(
    rf"(?<!\w)(?:{words('by_his_sv')}{_G}{_HIS}s{_G}{words('his_proposal_sv')}"
    rf"|(?!{words('not_a_members')}{_G}){_HIS}n{_G}{words('his_proposal_won')}"
    rf"|(?!{words('not_a_members_sv')}{_G}){_HIS}s{_G}{words('his_proposal_won_sv')})"
)
# A sentence that quotes an earlier meeting ("Kunnanvaltuusto 13.12.2021 § 92: …"), and who may speak.
_QUOTED = re.compile(rf"\d\.\d{{1,2}}\.\d{{4}}{_S}{{1,3}}§{_S}?\d{{1,4}}{_S}?:[^\n]{{0,200}}\Z")
_SIDE_LOST = re.compile(rf"(?:{finder('side_course').pattern})[^.]{{0,120}}?(?<!\w){words('lost')}", _I)
_SPEAKING = finder("on_speaking")

# One side's count: "JAA 8 ääntä", "Jaa-äänet: 7", "31 JAA-ääntä", "7 jaa", "JA-röster 15"
_VOICES = rf"(?:-?\s?{words('voices')})?"
_YES = rf"(?:{words('yes')}|{words('ja')}(?=-?{_S}?{_VOTES_SV}|{_S}?:)|(?-i:{words('ja_in_capitals')}))"


def _side(word: str) -> str:
    before = (
        rf"(?P<b>{_N})(?:{_S}?\({_S}?\d{{1,3}}{_S}?\))?(?:{_G}|{_S}?)[\"”']?{word}"
        rf"(?!{_VOICES}{_S}?[:=]{_S}?\d){_VOICES}"
    )
    after = (
        rf"(?<!\w)[\"”']?{word}[\"”']?{_VOICES}(?:{_S}\([^()\d\n]{{2,40}}\))?{_S}{{0,3}}[:=–-]?{_G}?(?:{words('side_got')}{_G})?"
        rf"\(?(?P<a>{_N})(?!\w|[.,]\d)\)?(?:{_S}{words('voices_counted')})?"
    )
    return rf"(?:{after}|{before})"


_SIDES = {
    "for": re.compile(_side(_YES), _I),
    "against": re.compile(_side(words("no")), _I),
    "blank": re.compile(_side(words("blank")), _I),
    "absent": re.compile(_side(words("absent")), _I),
}
_BLANK_PROSE = re.compile(rf"({_N})(?:{_PAREN})?{_G}(?:\w{{1,14}}{_G})?{words('voted_blank')}", _I)
_HINT = re.compile(rf"{finder('vote_hint').pattern}|(?<!\w){words('supported')}\s+\d", _I)
_AFTER = 160  # characters after a vote in which blanks are looked for
_RETOLD = 1_500  # characters after a vote in which the same numbers are the same vote
_GROUP = 260  # characters within which counts of one vote stand, named lists not counted
_BETWEEN_NAMES = re.compile(rf"{_S}*[,;\n]{_S}*|{_S}+{words('and')}{_S}+|\)|\.(?=\s|$)")
_WHITE = re.compile(r"\s+")
_NAMES_HEAD = re.compile(rf"{_S}*{words('voices_counted')}?{_S}*[:.;,)(–-]?{_S}*(?:\n{_S}*){{0,2}}\(?")


@dataclass(frozen=True)
class _Count:
    start: int
    end: int
    side: str
    number: int
    names: tuple[str, ...] = ()
    names_end: int = 0

    @property
    def stop(self) -> int:
        return max(self.end, self.names_end)


def find_votes(text: str) -> list[Found[Votes]]:
    """All votes a text reports, in order, each with its numbers and, where listed, its voters by name.

    A vote told twice (a list of voters, then "äänin 9-4") comes once, in the fuller telling. Names that a
    column's line end cuts ("Öster-", "gårds") are whole.
    """
    return list(_told_in(text)) if _may_vote(text) else []


@lru_cache(maxsize=4)  # a decision asks several things of one handling
def _told_in(text: str) -> tuple[Found[Votes], ...]:
    seen = view(text)
    if seen.text == text:
        return tuple(_votes_in(text))
    return tuple(
        replace(vote, start=place[0], end=place[1])
        for vote in _votes_in(seen.text)
        for place in [seen.span(vote.start, vote.end)]
    )


def _votes_in(text: str) -> list[Found[Votes]]:
    found = [*_scores(text), *find_sides(text), *find_pairs(text), *_counted(text), *_named_sides(text)]
    found = [vote for vote in found if not _is_other(text, vote)]
    found.sort(key=lambda vote: (vote.start, -vote.end))
    result: list[Found[Votes]] = []
    told: dict[tuple[int, int], int] = {}
    for vote in found:
        numbers = (vote.value.for_, vote.value.against)
        if result and vote.start < result[-1].end:
            if len(vote.value.named) > len(result[-1].value.named):
                told.pop((result[-1].value.for_, result[-1].value.against), None)
                result[-1] = vote
                told[numbers] = len(result) - 1
            continue
        earlier = told.get(numbers)
        if earlier is not None and vote.start - result[earlier].end <= _RETOLD:
            known = result[earlier].value
            if vote.value.named and not known.named:
                result[earlier] = vote
            if not (vote.value.named and known.named):
                continue
        told[numbers] = len(result)
        result.append(vote)
    return sorted(result, key=lambda vote: vote.start)


def _may_vote(text: str) -> bool:
    return _HINT.search(text) is not None


def _scores(text: str) -> Iterable[Found[Votes]]:
    for rule, pattern in (
        ("votes:score", _SCORE),
        ("votes:with", _WITH),
        ("votes:with", _SWEDISH),
        ("votes:for", _FOR),
        ("votes:for", _FOR_SCORE),
        ("votes:for", _YES_NO),
        ("votes:score", _BRACKETED_SCORE),
    ):
        for match in pattern.finditer(text):
            first, second = number(match.group(1)), number(match.group(2))
            end = match.end()
            blank = None
            tail = _BLANK_PROSE.search(text, end, min(len(text), end + _AFTER))
            if tail and not re.search(r"[.!?]\s|\n\s*\n", text[end : tail.start()]):
                blank = number(tail[1])
                end = tail.end()
            if first > second and _counter_won(text, match.start(), end):
                first, second = second, first
            yield Found(match.start(), end, Votes(for_=first, against=second, blank=blank), rule)


def _counter_won(text: str, start: int, end: int) -> bool:
    """Whether the vote's own sentence says that the matter was returned, or another's proposal carried."""
    before = max(text.rfind(". ", max(0, start - 200), start), text.rfind("\n", max(0, start - 200), start))
    begin = max(before, start - 200, 0)
    stop = _SENTENCE.search(text, end, end + 120)
    last = stop.start() if stop else min(len(text), end + 120)
    return bool(_RETURNS.search(text, begin, start) or _OTHERS_WON.search(text, begin, last))


def _is_other(text: str, vote: Found[Votes]) -> bool:
    """Whether a vote is an earlier meeting's, on who may speak, or on a tabling that lost."""
    line = max(0, vote.start - 300, text.rfind("\n", max(0, vote.start - 300), vote.start) + 1)
    return bool(
        _QUOTED.search(text, line, vote.start)
        or _SIDE_LOST.search(text, line, min(len(text), vote.end + 60))
        or _SPEAKING.search(text, max(line, vote.start - 200), vote.start)
    )


def _counted(text: str) -> Iterable[Found[Votes]]:
    """Votes told side by side: JAA …, EI …, tyhjiä …, poissa …."""
    counts: list[_Count] = []
    for side, pattern in _SIDES.items():
        for match in pattern.finditer(text):
            written = match.group("a") or match.group("b")
            if not written.isdigit() and side in ("blank", "absent") and written.lower() in ("en", "ett"):
                continue
            counts.append(_Count(match.start(), match.end(), side, number(written)))
    counts = _apart(sorted(counts, key=lambda count: (count.start, count.end)))
    limits = [count.start for count in counts[1:]] + [len(text)]
    counts = [_with_names(text, count, limit) for count, limit in zip(counts, limits, strict=False)]
    group: list[_Count] = []
    for count in counts:
        if group and (count.start - group[-1].stop > _GROUP or any(c.side == count.side for c in group)):
            yield from _vote(group)
            group = []
        if group or count.side in ("for", "against"):
            group.append(count)
    yield from _vote(group)


def _apart(counts: list[_Count]) -> list[_Count]:
    """Of overlapping counts, the first: "JAA 8, EI 5" also reads as "8, EI"."""
    result: list[_Count] = []
    for count in counts:
        if not result or count.start >= result[-1].end:
            result.append(count)
    return result


def _with_names(text: str, count: _Count, limit: int) -> _Count:
    head = _NAMES_HEAD.match(text, count.end)
    start = head.end() if head else count.end
    names, end = _name_list(text, start, min(limit, start + 6_000), count.number)
    return _Count(count.start, count.end, count.side, count.number, names, end) if names else count


def _name_list(text: str, start: int, limit: int, expected: int) -> tuple[tuple[str, ...], int]:
    """As many names, split at commas and line ends, as were counted; else only known given names."""
    names: list[str] = []
    pieces: list[str] = []
    end = start
    position = start
    while position < limit and len(names) < max(expected, 1):
        match = _BETWEEN_NAMES.search(text, position, limit)
        stop = match.start() if match else limit
        if stop - position > 80:
            break
        piece = re.sub(r"\([^)]{0,40}\)?", "", text[position:stop]).strip(" \t\u00a0\u2009\u202f(")
        if piece:
            name = name_in(piece)
            if name is None and match and "\n" in match.group() and "," not in match.group():
                match = _BETWEEN_NAMES.search(text, match.end(), limit)  # a name cut at the line's end
                stop = match.start() if match else limit
                piece = _WHITE.sub(" ", text[position:stop].strip())
                name = name_in(piece) if len(piece) <= 80 else None
            if name is None:
                break
            names.append(name)
            pieces.append(piece)
            end = stop
        if match is None or (match.group().startswith(".") and piece and len(piece.split()[-1]) > 1):
            break
        position = match.end()
    if len(names) == expected or (
        names and all(find_names(name) or is_given_name(name.split()[0]) for name in names)
    ):
        return tuple(pieces), end
    return (), start


def _vote(group: list[_Count]) -> Iterable[Found[Votes]]:
    by_side = {count.side: count for count in group}
    if "for" not in by_side or "against" not in by_side:
        return
    names = iter(in_one_order([name for count in group for name in count.names]))
    named = tuple(NamedVote(name=next(names), vote=count.side) for count in group for _ in count.names)
    yield Found(
        group[0].start,
        max(count.stop for count in group),
        Votes(
            for_=by_side["for"].number,
            against=by_side["against"].number,
            blank=by_side["blank"].number if "blank" in by_side else None,
            absent=by_side["absent"].number if "absent" in by_side else None,
            named=named,
        ),
        "votes:counted",
    )


_NAMED_SIDE = re.compile(
    rf"(?<!\w)[\"”']?(?:(?P<for>{words('yes', 'ja')})|(?P<against>{words('no')})|(?P<blank>{words('blank')}))"
    r"[\"”']?"
    rf"(?:-?{_S}?{words('voices')})?"
    rf"(?:{_G}{words('voted_so')}{_G}?:?{_G}?(?:{words('the_following')}{_G})?:?{_G}?|{_S}?:{_G}?)(?=[A-ZÅÄÖ])",
    _I,
)
_TOLD_COUNT = re.compile(rf"{_G}?\({_S}?(\d{{1,3}})(?:{_S}{words('voices_counted')})?{_S}?\)")


def _named_sides(text: str) -> Iterable[Found[Votes]]:
    """Votes told by names alone: "JAA äänestivät A, B ja C, EI äänestivät D ja E"."""
    group: list[_Count] = []
    matches = list(_NAMED_SIDE.finditer(text))
    for index, match in enumerate(matches):
        limit = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        names, end = _name_list(text, match.end(), min(limit, match.end() + 6_000), 200)
        if not names:
            continue
        side = match.lastgroup or ""
        if group and (match.start() - group[-1].stop > _GROUP or any(count.side == side for count in group)):
            yield from _vote(group)
            group = []
        told = _TOLD_COUNT.match(text, end)
        number = int(told.group(1)) if told else len(names)
        group.append(_Count(match.start(), match.end(), side, number, names, told.end() if told else end))
    yield from _vote(group)


_UNANIMOUS = finder("unanimous")
_NOT_UNANIMOUS = re.compile(
    rf"{finder('not_unanimous').pattern}|(?<!\w){words('not')}{GAP}{FEW}{words('unanimous_stem')}", _I
)
# A unanimous step on the way is not the matter itself: tabling is, appointing tellers is not.
_ASIDE = finder("step_aside")
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n\s*\n")


def find_unanimity(text: str) -> bool | None:
    """True where the text says the matter was unanimous, False where it was voted on, else None.

    A unanimous vote on a side question (the order of voting, checking the minutes at once) says nothing.
    """
    text = view(text).text if "-\n" in text else text  # words cut at a line's end
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    unanimous = False
    for match in _UNANIMOUS.finditer(text):
        index = bisect_right(ends, match.start())
        start = ends[index - 1] if index else 0
        stop = ends[index] if index < len(ends) else len(text)
        sentence = text[max(start, match.start() - 300) : min(stop, match.end() + 300)]
        if not _ASIDE.search(sentence) and not _NOT_UNANIMOUS.search(sentence):
            unanimous = True
            break
    votes = find_votes(text)
    if unanimous and all(_is_aside(text, vote) for vote in votes):
        return True
    return False if votes else None


def _is_aside(text: str, vote: Found[Votes]) -> bool:
    """Whether a vote was on a side question while the matter itself was unanimous."""
    return bool(_ASIDE.search(text, max(0, vote.start - 200), min(len(text), vote.end + 80)))
