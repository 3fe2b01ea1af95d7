"""Participation in development networks: who joins, declines, leaves or has been in which season.

Only networks of the registry count; a municipality's own "kehittämisverkosto" or a water network is none.
What the body itself decides is read from the decision's words, or from the proposal it accepted; all else
in the text is background: the municipality's own past and present, or others' participation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.records import (
    Decision,
    MoneyKind,
    Outcome,
    Participation,
    ParticipationStatus,
    Role,
)
from corpus.registry.participation import participation_wordings
from ingest.extract.dates import find_date_ranges
from ingest.extract.found import Found
from ingest.extract.network_action import action_of
from ingest.extract.network_background import background, decided_before, fuller, without_vaguer
from ingest.extract.network_clauses import (
    Clause,
    clauses,
    goes_on,
    networks_in,
    without_names,
)
from ingest.extract.network_instead import put_instead
from ingest.extract.network_item import ItemView, own_part, sentence_around, within, words_of
from ingest.extract.network_list import listed_networks
from ingest.extract.network_outcomes import (
    accepted,
    fell,
    introduced_proposal,
    outcome_for,
    replaced,
    told_directly,
)
from ingest.extract.network_seasons import lasting, numbered_seasons, season_in, seasons_in, told_years
from ingest.extract.sentences import sentences

_BRACKET = re.compile(r"\([^()\n]{4,40}\)")
_ROW = re.compile(
    r"^[^\n\t]*\t[^\n]*\n", re.MULTILINE
)  # of a table: no part of the sentence before or after it
_TOP = 500
_LONGEST_TITLE = 140
_COSTS = re.compile(r"osuu|hin(?:ta|na)|maks|perit|avgift|pris|andel|kost", re.IGNORECASE)
_ANSWERS = re.compile(
    r"\b(?:kutsu|tarjou|tarjot|vastau|vastaami|kehittämisverkosto|inbjud|anbud|offert|erbjud|svar\b)\w*",
    re.IGNORECASE,
)
_BY_TITLE = ":title"
_NETWORK_FEES = (MoneyKind.PARTICIPATION_FEE, MoneyKind.MEMBERSHIP_FEE)
Status = ParticipationStatus


def find_participations(item: ItemView) -> list[Found[Participation]]:
    """The participations an item tells of; the body's own decision first."""
    hits = networks_in(item.full)
    if not hits:
        return []
    unnamed = without_names(item.full, hits)
    if not item.proposal:
        before = item.decision.start if item.decision else len(item.text)
        item = replace(item, proposal=introduced_proposal(item.text, before))
    main = _main_network(item, hits)
    asked = (*item.proposal, *item.decided)
    rows = (row.end() for row in _ROW.finditer(item.full))
    edges = (*item.breaks, *rows, *(place for span in (*asked, *item.headline) for place in span))
    spoken = clauses(item.full, hits, edges, main, asked, offered=_headed(item, hits))
    result: list[Found[Participation]] = []
    networks = dict.fromkeys(key for clause in spoken for key in clause.networks)
    for network in networks:
        own = [clause for clause in spoken if network in clause.networks]
        decided = _decided(item, network, own)
        about = any(c.named for c in within(own, item.headline)) or (
            len(networks) == 1 and bool(not item.proposal or within(own, (*asked, *item.headline)))
        )
        beside_it = list(background(item, unnamed, network, own, decided, about=about))
        if (
            decided
            and decided.rule.endswith(_BY_TITLE)
            and any(
                _same(decided.value, found.value) and found.value.status is Status.PARTICIPATED
                for found in beside_it
            )
        ):
            decided = None  # its title speaks of a season that is over
        if decided and decided.rule.endswith(_BY_TITLE):
            decided, beside_it = decided_before(decided, beside_it)
        if decided and decided.rule.endswith(_BY_TITLE):
            decided, beside_it = fuller(decided, beside_it)
        if decided:
            result.append(decided)
        for found in beside_it:
            if not any(_same(found.value, other.value) for other in result) or (
                decided is not None and _past_beside(found.value, decided.value, result)
            ):
                result.append(found)
    listed = list(listed_networks(item))
    told = {f.value.network for f in listed if f.value.season and f.value.status is Status.PARTICIPATED}
    result = [
        found
        for found in result
        if found.value.season
        or found.value.network not in told
        or found.value.status is not Status.PARTICIPATED
    ]
    result += [row for row in listed if not any(_same(row.value, other.value) for other in result)]
    return without_vaguer(result)


def _main_network(item: ItemView, hits: Sequence[tuple[int, int, str]]) -> str:
    """The network an item is about: its title's, else the first it names. A bare "hanke" means that one."""
    for begin, stop in item.headline:
        for start, end, key in hits:
            if start < stop and begin < end:
                return key
    return hits[0][2]


def _headed(item: ItemView, hits: Sequence[tuple[int, int, str]]) -> bool:
    """Whether the title names a network, or speaks of one, or of an answer where the item names one only."""
    if len({key for *_, key in hits}) == 1 and any(_ANSWERS.search(item.full, *s) for s in item.headline):
        return True
    return _on_line_of_its_own(item.full, hits[0][0]) or any(
        goes_on(item.full, begin, stop, hits[0][2]) or any(s < stop and begin < e for s, e, _ in hits)
        for begin, stop in item.headline
    )


def _on_line_of_its_own(text: str, place: int) -> bool:
    """Whether a place near the top stands in a line like a title's, as where the title could not be told."""
    end = text.find("\n", place)
    line = text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(text)].strip()
    return place < _TOP and len(line) <= _LONGEST_TITLE and not line.endswith((".", ":", ","))


def _same(one: Participation, other: Participation) -> bool:
    return (one.municipality, one.network, one.season) == (other.municipality, other.network, other.season)


def _past_beside(past: Participation, decided: Participation, known: Sequence[Found[Participation]]) -> bool:
    """Whether a past without years stands beside leaving or declining without years: both are told."""
    if decided.status is Status.LEFT and past.status is Status.PARTICIPATED and _same(past, decided):
        return True
    return (
        past.status is Status.PARTICIPATED
        and decided.status in (Status.LEFT, Status.DECLINED, Status.PROPOSED, Status.JOINED)
        and past.season is None
        and not any(_same(past, found.value) and found.value.status is past.status for found in known)
    )


def _decided(item: ItemView, network: str, own: Sequence[Clause]) -> Found[Participation] | None:
    """What this body decided, or is asked to decide, about its municipality's participation."""
    wordings = participation_wordings()
    decision = item.decision
    titled = [clause for clause in within(own, item.headline) if clause.named]
    if decision is not None and not item.agenda and _speaks_itself(item, decision, own):
        action = _action(item, within(own, item.decided))
        if action is None and titled and wordings["refusing"].fits(decision.value.text):
            action = "decline", Clause(decision.start, decision.end, (network,), named=False)
        if action:
            wording, clause = action
            words = item.text[clause.start : clause.end]
            outcome = outcome_for(decision)
            stays = outcome is Outcome.REJECTED and wordings["staying"].fits(words)
            leaving = any(
                action_of(words_of(item, c)) == "leave" for c in (*titled, *within(own, item.proposal))
            )
            if wording == "join" and (stays or leaving):
                status = Status.PARTICIPATED  # leaving was proposed, and the municipality stays
            elif wording == "join" and any(
                wordings["decline"].fits(words_of(item, c)) for c in within(own, item.proposal)
            ):
                status = Status.JOINED  # staying out was proposed, and fell
            else:
                status = told_directly(wording, outcome)
            sentence = sentence_around(item.text, clause)
            if wordings["onward"].fits(sentence) or (wording == "join" and _weighed(words)):
                status = Status.PROPOSED
            return _participation(item, network, own, status, action)
    # Of several proposals the last is this body's.
    proposed = (
        [c for c in within(own, [span]) if not _countered(words_of(item, c))]
        for span in reversed(item.proposal)
    )
    action = next((found for part in proposed if (found := _action(item, part))), None)
    if action and action[0] == "decline" and any(wordings["leave"].fits(words_of(item, c)) for c in titled):
        action = "leave", action[1]  # "Eroaminen …": "kunta ei jatka verkostossa"
    by_title = ""
    if decision and not item.agenda and (instead := put_instead(item, own, action and action[0])):
        return _participation(item, network, own, told_directly(instead[0], None), instead)
    outcome = outcome_for(decision) if not item.agenda else None
    if decision and outcome is Outcome.AMENDED and fell(decision.value):
        outcome = Outcome.REJECTED  # the counter-proposal won
    elif decision and not item.agenda and outcome is not Outcome.TABLED and replaced(decision.value):
        return None  # what came instead of the proposal is not told here
    if action is None and item.title is not None and (item.proposal or decision):
        action = _action(item, titled)
        by_title = _BY_TITLE
        if outcome in (Outcome.NOTED, Outcome.OTHER, Outcome.ELECTED):
            return None  # a report on taking part decides nothing
    if action is None:
        return None
    onward = not item.inherited and any(
        wordings["onward"].fits(item.text[start:end])
        for start, end in item.proposal
        if by_title or start <= action[1].start < end
    )
    onward = onward or any(
        wordings["onward"].fits(sentence_around(item.text, c)) for c in within(own, item.decided)
    )
    onward = onward or wordings["advised"].fits(sentence_around(item.text, action[1]))
    onward = onward or (decision is not None and wordings["opinion"].fits(decision.value.text))
    onward = onward or (not by_title and action[0] == "join" and _weighed(words_of(item, action[1])))
    noting = decision is not None and wordings["noting"].fits(decision.value.text)
    then = accepted(action[0], outcome, onward, noting=noting)
    return _participation(item, network, own, then, action, by_title) if then else None


def _speaks_itself(item: ItemView, decision: Found[Decision], own: Sequence[Clause]) -> bool:
    """Whether a decision has words of its own on a network, or such as do another thing than the proposal."""
    if decision.value.effective_text == decision.value.text:
        return True
    decided = _action(item, within(own, item.decided))
    proposed = _action(item, within(own, item.proposal))
    return decided is not None and proposed is not None and decided[0] != proposed[0]


def _weighed(words: str) -> bool:
    """Whether a decision only looks into taking part."""
    return participation_wordings()["weighed"].fits(words)


def _action(item: ItemView, own: Iterable[Clause]) -> tuple[str, Clause] | None:
    """The first clause that leaves, declines or joins, with which of them it says."""
    for clause in own:
        if wording := action_of(words_of(item, clause)):
            return wording, clause
    return None


def _countered(words: str) -> bool:
    """Whether somebody's counter-proposal is told: it follows the proposal on many pages."""
    return participation_wordings()["countered"].fits(words)


def _participation(
    item: ItemView,
    network: str,
    own: Sequence[Clause],
    status: Status,
    action: tuple[str, Clause],
    by_title: str = "",
) -> Found[Participation]:
    wording, clause = action
    dates = find_date_ranges(words_of(item, clause))
    fee = next((found.value for found in item.money if found.value.kind in _NETWORK_FEES), None)
    spans = [*item.proposal, *item.decided]
    contacts = tuple(
        found.value
        for found in item.people
        if found.value.role in (Role.CONTACT, Role.DEPUTY_CONTACT)
        and any(begin <= found.start < stop for begin, stop in spans)
    )
    return Found(
        clause.start,
        clause.end,
        Participation(
            municipality=item.municipality.name if item.municipality else None,
            network=network,
            season=_season(item, network, own, action),
            status=status,
            start=dates[0].value[0] if dates else None,
            end=dates[0].value[1] if dates else None,
            fee=fee,
            extra_costs=_extra_costs(item.text),
            contacts=contacts,
        ),
        f"network:{wording}{by_title}",
    )


def _season(item: ItemView, network: str, own: Sequence[Clause], action: tuple[str, Clause]) -> str | None:
    """The season an action is about: its own clause's, the title's, the proposal's, or one said elsewhere."""
    wording, clause = action
    wordings = participation_wordings()
    leaves = wording == "leave"
    for begin, stop in (*own_part(item, clause, network), (clause.start, clause.end)):
        if season := season_in(item.full, begin, stop, network, firm=leaves):
            return season
    if leaves and (running := _running(item, network, own)):
        return running
    if leaves and any(
        wordings["midway"].fits(words_of(item, c)) for c in (clause, *within(own, item.headline))
    ):
        told = [s for c in own for s in seasons_in(words_of(item, c), network) if c is not clause]
        if told:
            return told[0]
    told = [words_of(item, c) for c in own if not leaves and not _tells_past(words_of(item, c))]
    continued = any(wordings["continued"].fits(words) for words in told)
    # "Kestävä kuntatalous II": its next season has no number yet.
    headline = "".join(item.full[slice(*span)] for span in item.headline if continued)
    numbered_only = set(numbered_seasons(headline, network))
    # A title of several networks has the season of those that are joined.
    own_title = wording == "join" or any(c.named for c in within(own, item.headline))
    headlines = item.headline if own_title else within_title(item, network)
    places = [*headlines, *_places_beside(item, network, own, clause)]
    for begin, stop in places:
        season = season_in(item.full, begin, stop, network, firm=leaves)
        if season and season not in numbered_only:
            return season
    for words in told:
        season = season_in(words, 0, len(words), network, firm=True)
        if season and season not in numbered_only:
            return season
    return lasting(". ".join(told)) or _fee_season(item, alone=bool(within_title(item, network)))


def within_title(item: ItemView, network: str) -> tuple[tuple[int, int], ...]:
    """The title, where no more than this network is in the item."""
    return item.headline if {key for *_, key in networks_in(item.full)} <= {network} else ()


def _places_beside(
    item: ItemView, network: str, own: Sequence[Clause], clause: Clause
) -> Iterator[tuple[int, int]]:
    """Where a clause's proposal or decision may name the season: all of a proposal that is about this network
    alone, else the clauses about it."""
    for begin, stop in item.proposal:
        if begin <= clause.start < stop and {key for *_, key in networks_in(item.full[begin:stop])} <= {
            network
        }:
            yield begin, stop
    for span in (*item.proposal, *item.decided):
        if span[0] <= clause.start < span[1]:
            yield from ((c.start, c.end) for c in within(own, [span]))


def _fee_season(item: ItemView, *, alone: bool) -> str | None:
    """The years that the fee's sentence names: "Syksyn 2013 ja vuoden 2014 osuus on 5.600 euroa".

    Only where no other network stands in the item, whose fee it might be.
    """
    for found in item.money if alone else ():
        begin = max(0, found.start - 200)
        told = item.full[begin : found.end]
        start = max((s for s, _ in sentences(told)), default=0)
        if _COSTS.search(told, start) and (years := told_years(told[start:])):
            return years
    return None


def _running(item: ItemView, network: str, own: Sequence[Clause]) -> str | None:
    """The season left early, where the network's name has its years in brackets: "II -hanke (2022–2024)"."""
    spans = {
        season
        for clause in own
        if clause.named
        for bracket in _BRACKET.finditer(item.full, clause.start, clause.end)
        for season in seasons_in(bracket.group(), network)
        if "-" in season
    }
    return spans.pop() if len(spans) == 1 else None


def _tells_past(clause: str) -> bool:
    wordings = participation_wordings()
    return any(wordings[name].fits(clause) for name in ("past", "past_decline", "before"))


def _extra_costs(text: str) -> str | None:
    wording = participation_wordings()["extra_costs"]
    if not any(word in text for word in ("laskutetaan", "veloitetaan", "fakturera")):
        return None
    for start, end in sentences(text):
        if "kustannu" in text[start:end] or "kulu" in text[start:end] or "kostnad" in text[start:end]:
            sentence = " ".join(text[start:end].split())
            if wording.fits(sentence) and (
                "laskutetaan" in sentence or "veloitetaan" in sentence or "fakturera" in sentence
            ):
                return sentence
    return None
