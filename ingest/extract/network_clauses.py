"""The clauses of an item that speak of a network, and the municipalities each names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from corpus.registry.municipalities import Municipality, municipality_form
from corpus.registry.networks import find_networks, network_named
from ingest.extract.name_forms import is_given_name
from ingest.extract.sentences import sentences
from ingest.extract.view import view
from ingest.extract.wording import finder, listed, words

_OPEN = r"(?<!\w)"  # where a word begins
_AND = r"(?:ja|sekä|och|samt)"
# "kuului niihin, jotka osallistuivat": of those who did, which is no second thing.
_NOT_THOSE = r"(?<!niihin)(?<!niistä)(?<!heihin)(?<!kuntiin)(?<!kunnista)(?<!joukkoon)(?<!kommuner)"
# Where one sentence says two things: "… mutta ei …", "… ja eroaa …".
_JOINT = re.compile(
    rf";\s|,?\s(?={words('but')}\s)|,\s(?=\S+\s{words('instead')}\s)"
    r"|(?:\s(?:ja|sekä|tai|och|samt|eller)|[,;:])?\s*\n\s*(?=(?:[a-h]|\d)\)\s)"
    rf"|{_NOT_THOSE},\s(?={words('which')}\s)|\s{_AND}\s(?={words('and_does')}\s)",
    re.IGNORECASE,
)
_GENERIC = finder("network_goes_on")
# Who else was there, told right after.
_LISTED = re.compile(
    rf"{_OPEN}{words('the_others')}(?![^.;]*{words('compared')})[^.;]{{0,40}}{_OPEN}{words('were')}",
    re.IGNORECASE,
)
_RIGHT_AFTER = 4  # characters
# Who else does the same, or has made up their mind, told within a few sentences of the network.
_ALSO = re.compile(
    rf"{_OPEN}{words('goes')}[^.;]{{0,60}}{_OPEN}{words('also')}|{_OPEN}{words('also')}[^.;]{{0,60}}{_OPEN}{words('goes')}"
    rf"|{_OPEN}{words('they_have')}[^.;]{{0,40}}{_OPEN}(?:{words('made_up_mind')}[^.;]{{0,40}}{_OPEN}{words('to_go')}"
    rf"|{words('told_that')}[^.;]{{0,40}}{_OPEN}{words('they_go')})"
    rf"|{_OPEN}{words('of_neighbours')}[^.;]{{0,60}}{_OPEN}{words('are_in_it')}",
    re.IGNORECASE,
)
# A sentence whose subject is what the last one spoke of: "Se kestää vuoden 2019 loppuun."
_PRONOUN = re.compile(rf"(?=[A-ZÅÄÖ])(?i:{words('pronoun')})\s")
_SOON_AFTER = 250
_OTHER = finder("another_body")
_OFFERED, _EVENT = finder("offered"), finder("event")
_PROJECT, _NETWORK, _COMPANY = finder("project"), finder("in_network"), finder("company")
_ANOTHER = re.compile(r"\b(?!kehittä|utveckl)\w{3,}(?:verkosto|nätverk)\w*", re.IGNORECASE)
_UNSPECIFIED = re.compile(
    rf"{_OPEN}{words('some_network')}\s(?:\w+\s)?(?:verkosto|hankkee|nätverk)\w*", re.IGNORECASE
)
_LONG_ALIAS = 8
_SHORTEST_SIGN = 4
_CAPITALISED = re.compile(r"\b[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?(?: Tl)?")
_FROM = re.compile(r"\b[A-ZÅÄÖ][a-zåäöé-]+(?:[A-ZÅÄÖ][a-zåäöé]+)?(?:st[aä]|lt[aä])\b")
_LAST_NAME = re.compile(
    r"\b([A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?)(?:\s(?:kunnan|kaupungin|kommun|stad))?(?:\skanssa)?,?\s*\Z"
)
_CUT_NAME = re.compile(r"(?<=[a-zåäö])-[ \t]*\n[ \t]*(?=[a-zåäö])")  # at a line's end
_WORD_BEFORE = re.compile(r"([^\W\d_][\w-]*)[ \u00a0\n]+$")
_OF_THE_TOWN = re.compile(rf"[ \u00a0\n]+(?i:{words('of_the_town')})|,")
_OWN = re.compile(
    rf"(?:(?P<before>[^\W\d_][\w-]*)[ \u00a0\n]+)?{_OPEN}"
    rf"(?:{words('own')}|{words('own_has')}(?=\s(?:on\s)?(?:\w+\s){{0,3}}{words('agreement')}))(?!-)",
    re.IGNORECASE,
)
_NOBODY_IN_PARTICULAR = re.compile(rf"{words('nobody')}$", re.IGNORECASE)
_WE = re.compile(rf"{_OPEN}{words('we')}|(?<![-\w]n ){_OPEN}{words('membership_is')}", re.IGNORECASE)


@cache
def _signs() -> tuple[str, ...]:
    """One of these, in lower case, is in every clause that goes on about a network without its name."""
    phrases = (
        phrase
        for entry in (
            "network_goes_on",
            "season",
            "offered",
            "also",
            "the_others",
            "made_up_mind",
            "told_that",
            "of_neighbours",
        )
        for phrase in listed(entry)
        if not phrase.startswith("{")
    )
    literal = {re.split(r"[(~…]", phrase)[0].rstrip() for phrase in phrases}
    long = [sign for sign in literal if len(sign) >= _SHORTEST_SIGN]
    return tuple(sign for sign in long if not any(other != sign and other in sign for other in long))


@dataclass(frozen=True)
class Clause:
    """``text[start:end]`` and the networks it is about; ``named`` is false where it only goes on."""

    start: int
    end: int
    networks: tuple[str, ...]
    named: bool


def networks_in(text: str) -> list[tuple[int, int, str]]:
    """Where a text names networks, as (start, end, key); names cut at a line's end too."""
    seen = view(text)
    return [(*seen.span(start, end), network.key) for start, end, network, _ in find_networks(seen.text)]


def without_names(text: str, hits: Sequence[tuple[int, int, str]]) -> str:
    """The text with the networks' names turned to blanks, offsets kept."""
    parts, position = [], 0
    for start, end, _ in hits:
        parts += [text[position:start], " " * (end - start)]
        position = end
    return "".join([*parts, text[position:]])


def clauses(
    text: str,
    hits: Sequence[tuple[int, int, str]],
    breaks: Sequence[int],
    main: str,
    asked: Sequence[tuple[int, int]],
    *,
    offered: bool = False,
) -> list[Clause]:
    """Clauses about networks, in order. A bare "verkosto" is the one named last.

    Within ``asked``, the proposal and the decision, it is the ``main`` one unless they name another;
    where the item is about it (``offered``), an offer or invitation there is one to take part in it.
    """
    result: list[Clause] = []
    position, speaking = 0, False
    last, here = main, None  # the network named last, and the part asked in which it was
    for start, end, continues in _spans_between(text, breaks, hits):
        part = next((span for span in asked if span[0] <= start < span[1]), None)
        if part != here:
            here, last = part, main if part else last
        while position < len(hits) and hits[position][0] < start:
            position += 1
        names: dict[str, None] = {}
        inside = position
        while inside < len(hits) and hits[inside][0] < end:
            names[hits[inside][2]] = None
            inside += 1
        if names:
            last = next(reversed(names))
            result.append(Clause(start, end, tuple(names), named=True))
        elif (
            (
                goes_on(text, start, end, last)
                and not (
                    part and ((not offered and _loosely(text, start, end)) or _OTHER.search(text, start, end))
                )
            )
            or (continues and speaking)
            or (result and start - result[-1].end < _RIGHT_AFTER and _PRONOUN.match(text, start, end))
            or (result and start - result[-1].end < _RIGHT_AFTER and _LISTED.search(text, start, end))
            or (
                result
                and start - result[-1].end < _SOON_AFTER
                and _ALSO.search(text, start, end)
                and municipalities_in(text[start:end])
            )
            or (
                part
                and offered
                and _OFFERED.search(text, start, end)
                and not _COMPANY.search(text, start, end)
                and not _EVENT.search(text, start, end)
            )
        ):
            result.append(Clause(start, end, (last,), named=False))
        speaking = bool(result) and result[-1].start == start
    return result


def goes_on(text: str, start: int, end: int, network: str) -> bool:
    """Whether a clause that names no network speaks of the one in question."""
    if _alias_in(network, text[start:end]):
        return True
    if _ANOTHER.search(text, start, end) or _UNSPECIFIED.search(text, start, end):
        return False
    return _GENERIC.search(text, start, end) is not None


def _loosely(text: str, start: int, end: int) -> bool:
    """Whether a clause speaks of a project only: an item that is not headed by a network has its own."""
    return _PROJECT.search(text, start, end) is not None and _NETWORK.search(text, start, end) is None


def _alias_in(network: str, clause: str) -> bool:
    """Whether a clause uses one of a network's longer names, which alone would be too common a word."""
    folded = clause.casefold()
    return any(alias in folded for alias in _long_aliases(network))


@cache
def _long_aliases(network: str) -> tuple[str, ...]:
    known = network_named(network)
    return tuple(a.casefold() for a in known.aliases if len(a) >= _LONG_ALIAS) if known else ()


def _spans_between(
    text: str, breaks: Sequence[int], hits: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[int, int, bool]]:
    """Clauses of sentences that may speak of networks, as (start, end, whether the sentence goes on)."""
    bounds = sorted({0, *breaks, len(text)})
    folded = text.casefold()
    known = (*_signs(), *dict.fromkeys(alias for _, _, key in hits for alias in _long_aliases(key)))
    signs = [sign for sign in known if sign in folded]  # most stand nowhere in it
    named = [start for start, _, _ in hits]
    for begin, stop in pairwise(bounds):
        for start, end in sentences(text[begin:stop]):
            start, end = begin + start, begin + end
            said = text[start:end].casefold()
            if bisect_left(named, end) > bisect_left(named, start) or (
                _PRONOUN.match(text, start) or any(sign in said for sign in signs)
            ):
                yield from _split(text, start, end)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    continues = False
    for match in _JOINT.finditer(text, start, end):
        if match.start() > start:
            yield start, match.start(), continues
            continues = True
        start = match.end()
    if start < end:
        yield start, end, continues


def municipalities_in(clause: str) -> list[Municipality]:
    """Municipalities a clause names as somebody who acts: not as a place, nor as a person's name."""
    result: dict[str, Municipality] = {}
    clause = _CUT_NAME.sub("", clause)
    for match in _CAPITALISED.finditer(clause):
        found = municipality_form(match.group())
        if found is None or found[1] == "locative":
            continue
        before = _WORD_BEFORE.search(clause[max(0, match.start() - 40) : match.start()])
        if before and before.group(1)[0].isupper() and is_given_name(before.group(1)):
            continue
        if found[1] == "genitive" and not _OF_THE_TOWN.match(clause, match.end()):
            continue
        result.setdefault(found[0].code, found[0])
    return list(result.values())


def municipalities_from(clause: str) -> list[Municipality]:
    """Municipalities whose people a clause tells of: "väkeä Haapavaarasta ja Lumijärveltä"."""
    # The registry knows "Haapavaarassa" and "Lumijärvellä".
    found = (municipality_form(_whence(match.group())) for match in _FROM.finditer(clause))
    return list({form[0].code: form[0] for form in found if form and form[1] == "locative"}.values())


def _whence(name: str) -> str:
    return name[:-3] + {"s": "ss", "l": "ll"}[name[-3]] + name[-1]


def municipalities_at_end(told: str) -> list[Municipality]:
    """The municipality, in whatever case, whose name ends some words."""
    match = _LAST_NAME.search(told)
    found = municipality_form(match.group(1)) if match else None
    return [found[0]] if found else []


def beside(clause: str, own: Municipality) -> bool:
    """Whether a clause names a municipality only to tell of others: "Kuusirannan lisäksi mukana ovat …"."""
    return re.search(rf"{re.escape(own.genitive)}\s(?:lisäksi|ohella)\b", clause) is not None


def speaks_of_own(clause: str) -> bool:
    """Whether "kunta", "kunnanhallitus" or "we" are who acts, without another municipality's name before."""
    if _WE.search(clause):
        return True
    for match in _OWN.finditer(clause):
        before = match["before"]
        if before is None:
            return True
        if not _NOBODY_IN_PARTICULAR.match(before) and municipality_form(before) is None:
            return True
    return False
