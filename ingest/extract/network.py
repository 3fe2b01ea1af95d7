"""Participation in development networks: who joins, declines, leaves or has been in which season.

Only networks of the registry count; a municipality's own "kehittämisverkosto" or a water network is none.
What the body itself decides is read from the decision's words, or from the proposal it accepted; all else
in the text is background: the municipality's own past, or others' participation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.records import (
    Decision,
    Money,
    MoneyKind,
    Outcome,
    Participation,
    ParticipationStatus,
    Person,
    Role,
)
from corpus.registry.municipalities import Municipality, find_municipality
from corpus.registry.networks import find_networks, network_named, season_years
from corpus.registry.participation import participation_wordings
from ingest.extract.dates import find_date_ranges, find_year_ranges
from ingest.extract.found import Found
from ingest.extract.sentences import sentences

_APPROVING = {Outcome.APPROVED, Outcome.APPROVED_AS_PROPOSED, Outcome.AMENDED}
_SINGLE_YEAR = re.compile(r"\b(?:vuode(?:lle|ksi|lta)|vuonna|kaude(?:lle|lla|n)|år(?:et)?)\s{1,3}(20\d\d)\b")
_CAPITALISED = re.compile(r"\b[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?")
_OWN_WORDS = re.compile(r"^(?:kunta|kaupunki|kuntamme|kaupunkimme|kommunen|staden)\b", re.IGNORECASE)
_ORDINALS = {
    r"\bensimmäi": 1,
    r"\btoise(?:lla|en|ssa)\b|\btoinen\b": 2,
    r"\bkolman": 3,
    r"\bneljän": 4,
    r"\bviiden|\bfemte": 5,
    r"\bkuuden|\bsjätte": 6,
    r"\bseitsemän|\bsjunde": 7,
    r"\bkahdeksan|\båttonde": 8,
    r"\byhdeksän|\bnionde": 9,
}
_SEASON_WORD = re.compile(r"\bkau(?:si|de)|\bsäsong", re.IGNORECASE)
_NOT_IN = re.compile(r"\bmutta ei\b|\bmen inte\b", re.IGNORECASE)
_LONG_ALIAS = 8
_BY_TITLE = ":title"
_NETWORK_FEES = (MoneyKind.PARTICIPATION_FEE, MoneyKind.MEMBERSHIP_FEE)
_GENERIC = re.compile(
    r"\b(?:verkosto|kaude|kausi|nätverk|säsong|hankkee|ilmoittautu|muka(?:na|an)|anmäl)\w*", re.IGNORECASE
)  # as a word of its own
_ANOTHER = re.compile(r"\b(?!kehittä|utveckl)\w{3,}(?:verkosto|nätverk)\w*", re.IGNORECASE)


@dataclass(frozen=True)
class ItemView:
    """What the network rules look at in one item: its own words, with earlier handlings blanked out."""

    text: str
    full: str  # the same with quoted handlings left in: the municipality's past is often told only there
    title: Found[str] | None
    proposal: tuple[tuple[int, int], ...]
    decision: Found[Decision] | None
    municipality: Municipality | None
    people: Sequence[Found[Person]]
    money: Sequence[Found[Money]]
    agenda: bool = False
    inherited: bool = False  # the proposal is an earlier body's, made to this one
    breaks: tuple[int, ...] = ()  # offsets no sentence runs over: headings, head lines, the title's end


@dataclass(frozen=True)
class _Mention:
    """A sentence that names a network; ``named`` is false where it only goes on about the one in question."""

    start: int
    end: int
    network: str
    named: bool = True


def find_participations(item: ItemView) -> list[Found[Participation]]:
    """The participations an item tells of; the body's own decision first."""
    mentions = _mentions(item.full, item.breaks)
    if not mentions:
        return []
    result: list[Found[Participation]] = []
    main = _main_network(item, mentions)
    for network in dict.fromkeys(mention.network for mention in mentions):
        own = [mention for mention in mentions if mention.network == network]
        decided = _decided(item, own, main=network == main)
        background = _background(item, own)
        if (
            decided
            and decided.rule.endswith(_BY_TITLE)
            and any(
                _same(decided.value, found.value) and found.value.status is ParticipationStatus.PARTICIPATED
                for found in background
            )
        ):
            decided = None  # its title speaks of a season that is over
        if decided:
            result.append(decided)
        for found in background:
            if decided and found.value.season is None and found.value.status is ParticipationStatus.MENTIONED:
                found = replace(found, value=found.value.model_copy(update={"season": decided.value.season}))
            if not any(_same(found.value, other.value) for other in result):
                result.append(found)
    return result


def _main_network(item: ItemView, mentions: Sequence[_Mention]) -> str:
    """The network an item is about: its title's, else the first it names. A bare "hanke" means that one."""
    if item.title is not None:
        for mention in mentions:
            if mention.start < item.title.end and item.title.start < mention.end:
                return mention.network
    return mentions[0].network


def _same(one: Participation, other: Participation) -> bool:
    return (one.municipality, one.network, one.season) == (other.municipality, other.network, other.season)


def _mentions(text: str, breaks: Sequence[int]) -> list[_Mention]:
    """Sentences about networks. Where an item is about one network, its bare "verkosto" means that one."""
    hits = find_networks(text)
    if not hits:
        return []
    only = {network.key for _, _, network, _ in hits}
    result: list[_Mention] = []
    position = 0
    for start, end in _sentences_between(text, breaks):
        while position < len(hits) and hits[position][0] < start:
            position += 1
        inside = position
        names: dict[str, None] = {}
        while inside < len(hits) and hits[inside][0] < end:
            names[hits[inside][2].key] = None
            inside += 1
        generic = _GENERIC.search(text, start, end) and not _ANOTHER.search(text, start, end)
        if not names and len(only) == 1 and generic:
            result.append(_Mention(start, end, next(iter(only)), named=False))
        result.extend(_Mention(start, end, name) for name in names)
    return result


def _sentences_between(text: str, breaks: Sequence[int]) -> Iterator[tuple[int, int]]:
    bounds = sorted({0, *breaks, len(text)})
    for begin, stop in pairwise(bounds):
        for start, end in sentences(text[begin:stop]):
            yield begin + start, begin + end


def _decided(item: ItemView, mentions: Sequence[_Mention], *, main: bool) -> Found[Participation] | None:
    """What this body decided, or is asked to decide, about its municipality's participation."""
    wordings = participation_wordings()
    decision = item.decision
    if decision is not None and not item.agenda:
        action = _action(item, mentions, [(decision.start, decision.end)], anywhere=main)
        if action and not _merely_accepts(decision.value):
            status = _direct(action[0], decision.value.outcome)
            onward = wordings["onward"].fits(item.text[action[1] : action[2]])
            return _participation(item, mentions, ParticipationStatus.PROPOSED if onward else status, action)
    action = _action(item, mentions, item.proposal, anywhere=main)
    by_title = ""
    if action is None and item.title is not None and (item.proposal or decision):
        action = _action(item, mentions, [(item.title.start, item.title.end)], anywhere=False)
        by_title = _BY_TITLE
    if action is None:
        return None
    onward = not item.inherited and any(
        wordings["onward"].fits(item.text[start:end]) for start, end in item.proposal
    )
    outcome = decision.value.outcome if decision and not item.agenda else None
    return _participation(item, mentions, _status(action[0], outcome, onward), action, by_title)


def _merely_accepts(decision: Decision) -> bool:
    return decision.effective_text != decision.text


def _action(
    item: ItemView, mentions: Sequence[_Mention], spans: Iterable[tuple[int, int]], *, anywhere: bool
) -> tuple[str, int, int] | None:
    """The first leave, decline or join in these spans, as (wording, start, end) of its sentence.

    With ``anywhere`` a sentence that says only "verkosto" counts when a network is named elsewhere.
    """
    wordings = participation_wordings()
    for begin, stop in spans:
        for start, end in sentences(item.full[begin:stop]):
            start, end = begin + start, begin + end
            sentence = item.full[start:end]
            named = any(m.named and m.start < end and start < m.end for m in mentions)
            called = anywhere and (_GENERIC.search(sentence) or _alias_in(mentions[0].network, sentence))
            if not named and not called:
                continue
            for wording in ("leave", "decline", "join"):
                if wordings[wording].fits(sentence):
                    return wording, start, end
    return None


def _alias_in(network: str, sentence: str) -> bool:
    """Whether a sentence uses one of a network's longer names, which alone would be too common a word."""
    known = network_named(network)
    words = sentence.casefold()
    return known is not None and any(len(a) >= _LONG_ALIAS and a.casefold() in words for a in known.aliases)


def _direct(wording: str, outcome: Outcome) -> ParticipationStatus:
    """The status when the decision's own words say what is done."""
    if outcome in (Outcome.TABLED, Outcome.RETURNED, Outcome.WITHDRAWN, Outcome.LAPSED):
        return ParticipationStatus.PROPOSED
    if wording == "decline" or (outcome is Outcome.REJECTED and wording == "join"):
        return ParticipationStatus.DECLINED
    return ParticipationStatus.LEFT if wording == "leave" else ParticipationStatus.JOINED


def _status(wording: str, outcome: Outcome | None, onward: bool) -> ParticipationStatus:
    """The status when the decision accepts, or not, what was proposed."""
    if outcome is None or onward:
        return ParticipationStatus.PROPOSED
    if outcome in _APPROVING:
        return {
            "join": ParticipationStatus.JOINED,
            "decline": ParticipationStatus.DECLINED,
            "leave": ParticipationStatus.LEFT,
        }[wording]
    if outcome is Outcome.REJECTED and wording == "join":
        return ParticipationStatus.DECLINED
    if outcome in (Outcome.NOTED, Outcome.OTHER):
        return ParticipationStatus.MENTIONED
    return ParticipationStatus.PROPOSED


def _participation(
    item: ItemView,
    mentions: Sequence[_Mention],
    status: ParticipationStatus,
    action: tuple[str, int, int],
    by_title: str = "",
) -> Found[Participation]:
    wording, start, end = action
    network = mentions[0].network
    places = [(start, end)]
    if item.title:
        places.append((item.title.start, item.title.end))
    places += [span for span in item.proposal if span[0] <= start < span[1]]
    if wording != "leave":
        places += [(m.start, m.end) for m in mentions if not _tells_past(item.full[m.start : m.end])]
    season = next((s for place in places if (s := season_in(item.full, *place, network))), None)
    dates = find_date_ranges(item.full[start:end])
    fee = next((found.value for found in item.money if found.value.kind in _NETWORK_FEES), None)
    spans = [*item.proposal, *([(item.decision.start, item.decision.end)] if item.decision else [])]
    contacts = tuple(
        found.value
        for found in item.people
        if found.value.role in (Role.CONTACT, Role.DEPUTY_CONTACT)
        and any(begin <= found.start < stop for begin, stop in spans)
    )
    return Found(
        start,
        end,
        Participation(
            municipality=item.municipality.name if item.municipality else None,
            network=network,
            season=season,
            status=status,
            start=dates[0].value[0] if dates else None,
            end=dates[0].value[1] if dates else None,
            fee=fee,
            extra_costs=_extra_costs(item.text),
            contacts=contacts,
        ),
        f"network:{wording}{by_title}",
    )


def _tells_past(sentence: str) -> bool:
    return participation_wordings()["past"].fits(sentence)


def _extra_costs(text: str) -> str | None:
    wording = participation_wordings()["extra_costs"]
    for start, end in sentences(text):
        if "kustannu" in text[start:end] or "kulu" in text[start:end] or "kostnad" in text[start:end]:
            sentence = " ".join(text[start:end].split())
            if wording.fits(sentence) and (
                "laskutetaan" in sentence or "veloitetaan" in sentence or "fakturera" in sentence
            ):
                return sentence
    return None


def _background(item: ItemView, mentions: Sequence[_Mention]) -> list[Found[Participation]]:
    """Past participation of the municipality itself, and others named as participants."""
    wordings = participation_wordings()
    result: list[Found[Participation]] = []
    for mention in mentions:
        if any(begin <= mention.start < stop for begin, stop in item.proposal):
            continue
        sentence = item.full[mention.start : mention.end]
        past, stayed_out = wordings["past"].fits(sentence), wordings["past_decline"].fits(sentence)
        if not past and not stayed_out and not wordings["others"].fits(sentence):
            continue
        named = _municipalities(sentence)
        own = item.municipality is not None and any(m.code == item.municipality.code for _, _, m in named)
        own = own or _OWN_WORDS.match(sentence) is not None
        seasons = seasons_in(sentence, mention.network) or [None]
        if own and item.municipality and (stayed_out or (past and not _negated(sentence))):
            status = ParticipationStatus.DECLINED if stayed_out else ParticipationStatus.PARTICIPATED
            if status is ParticipationStatus.PARTICIPATED or seasons != [None]:
                name = item.municipality.name
                result.extend(_background_fact(mention, name, season, status) for season in seasons)
        others = [m for _, _, m in named if item.municipality is None or m.code != item.municipality.code]
        if own or stayed_out or (wordings["count"].fits(sentence) and not others):
            continue
        for other in dict.fromkeys(m.name for m in others):
            result.append(_background_fact(mention, other, seasons[0], ParticipationStatus.MENTIONED))
    return result


def _negated(sentence: str) -> bool:
    return (
        re.search(r"\bei(?:vät)? (?:\w+ )?(?:ole|osallistunut|ollut)\b|\binte deltagit", sentence.casefold())
        is not None
    )


def _background_fact(
    mention: _Mention, municipality: str, season: str | None, status: ParticipationStatus
) -> Found[Participation]:
    value = Participation(municipality=municipality, network=mention.network, season=season, status=status)
    return Found(mention.start, mention.end, value, f"network:{status.value}")


def _municipalities(sentence: str) -> list[tuple[int, int, Municipality]]:
    """Municipalities a sentence names in any of their forms."""
    result = []
    for match in _CAPITALISED.finditer(sentence):
        municipality = find_municipality(match.group())
        if municipality is not None:
            result.append((match.start(), match.end(), municipality))
    return result


def season_in(text: str, start: int, end: int, network: str) -> str | None:
    """The season a stretch of text names for a network: years, or a season number the registry knows."""
    words = text[start:end]
    if days := find_date_ranges(words):
        return season_name(days[0].value[0].year, days[0].value[1].year)
    ranges = [found.value for found in find_year_ranges(words)]
    if ranges:
        return season_name(*ranges[0])
    for _, _, found, number in find_networks(words):
        if found.key == network and number is not None and (years := season_years(network, number)):
            return years
    if match := _SINGLE_YEAR.search(words):
        return match.group(1)
    return None


def seasons_in(sentence: str, network: str) -> list[str | None]:
    """All seasons a sentence tells of: its years, or ordinals ("viidennellä ja seitsemännellä")."""
    first = season_in(sentence, 0, len(sentence), network)
    if first is not None:
        return [first]
    told = _NOT_IN.split(sentence)[0]
    numbers = [number for stem, number in _ORDINALS.items() if re.search(stem, told, re.IGNORECASE)]
    if not numbers or not _SEASON_WORD.search(sentence):
        return []
    return [years for number in sorted(numbers) if (years := season_years(network, number))]


def season_name(first: int, last: int) -> str:
    """``2025-2026``, or ``2025`` for one year."""
    return f"{first}-{last}" if first != last else str(first)
