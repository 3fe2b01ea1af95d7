"""Participation in development networks: who joins, declines, leaves or has been in which season.

Only networks of the registry count; a municipality's own "kehittämisverkosto" or a water network is none.
What the body itself decides is read from the decision's words, or from the proposal it accepted; all else
in the text is background: the municipality's own past and present, or others' participation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

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
from corpus.registry.municipalities import Municipality
from corpus.registry.participation import participation_wordings
from ingest.extract.dates import find_date_ranges
from ingest.extract.found import Found
from ingest.extract.network_clauses import (
    Clause,
    beside,
    clauses,
    municipalities_in,
    networks_in,
    speaks_of_own,
    without_names,
)
from ingest.extract.network_seasons import lasting, numbered_seasons, season_in, seasons_in
from ingest.extract.sentences import sentences

Span = tuple[int, int]
_APPROVING = {Outcome.APPROVED, Outcome.APPROVED_AS_PROPOSED, Outcome.AMENDED}
_OPEN = {Outcome.TABLED, Outcome.RETURNED, Outcome.WITHDRAWN, Outcome.LAPSED}
_BY_TITLE = ":title"
_PRESENT = ":present"
_NETWORK_FEES = (MoneyKind.PARTICIPATION_FEE, MoneyKind.MEMBERSHIP_FEE)
Status = ParticipationStatus


@dataclass(frozen=True)
class ItemView:
    """What the network rules look at in one item: its own words, with earlier handlings blanked out."""

    text: str
    full: str  # the same with quoted handlings left in: the municipality's past is often told only there
    title: Found[str] | None
    proposal: tuple[Span, ...]
    decision: Found[Decision] | None
    municipality: Municipality | None
    people: Sequence[Found[Person]]
    money: Sequence[Found[Money]]
    agenda: bool = False
    inherited: bool = False  # the proposal is an earlier body's, made to this one
    breaks: tuple[int, ...] = ()  # offsets no sentence runs over: headings, head lines, the title's end

    @property
    def decided(self) -> tuple[Span, ...]:
        """Where the body's own decision stands."""
        return ((self.decision.start, self.decision.end),) if self.decision and not self.agenda else ()

    @property
    def headline(self) -> tuple[Span, ...]:
        """Where the title stands."""
        return ((self.title.start, self.title.end),) if self.title else ()


def find_participations(item: ItemView) -> list[Found[Participation]]:
    """The participations an item tells of; the body's own decision first."""
    hits = networks_in(item.full)
    if not hits:
        return []
    unnamed = without_names(item.full, hits)
    main = _main_network(item, hits)
    asked = (*item.proposal, *item.decided)
    edges = (*item.breaks, *(place for span in (*asked, *item.headline) for place in span))
    spoken = clauses(item.full, hits, edges, main, asked)
    result: list[Found[Participation]] = []
    networks = dict.fromkeys(key for clause in spoken for key in clause.networks)
    for network in networks:
        own = [clause for clause in spoken if network in clause.networks]
        decided = _decided(item, network, own)
        about = len(networks) == 1 or any(c.named for c in _within(own, item.headline))
        background = list(_background(item, unnamed, network, own, decided, about=about))
        if (
            decided
            and decided.rule.endswith(_BY_TITLE)
            and any(
                _same(decided.value, found.value) and found.value.status is Status.PARTICIPATED
                for found in background
            )
        ):
            decided = None  # its title speaks of a season that is over
        if decided and decided.rule.endswith(_BY_TITLE):
            decided, background = _fuller(decided, background)
        if decided:
            result.append(decided)
        for found in background:
            if not any(_same(found.value, other.value) for other in result) or (
                decided is not None and _past_beside(found.value, decided.value, result)
            ):
                result.append(found)
    return result


def _main_network(item: ItemView, hits: Sequence[tuple[int, int, str]]) -> str:
    """The network an item is about: its title's, else the first it names. A bare "hanke" means that one."""
    for begin, stop in item.headline:
        for start, end, key in hits:
            if start < stop and begin < end:
                return key
    return hits[0][2]


def _fuller(
    decided: Found[Participation], background: list[Found[Participation]]
) -> tuple[Found[Participation], list[Found[Participation]]]:
    """What only a title decided, with the season that the text's own sentence about it gives."""
    present = [found for found in background if found.rule.endswith(_PRESENT)]
    if decided.value.season is None and present:
        season = present[0].value.season
        decided = replace(decided, value=decided.value.model_copy(update={"season": season}))
    known = (None, decided.value.season)
    return decided, [found for found in background if found not in present or found.value.season not in known]


def _same(one: Participation, other: Participation) -> bool:
    return (one.municipality, one.network, one.season) == (other.municipality, other.network, other.season)


def _past_beside(past: Participation, decided: Participation, known: Sequence[Found[Participation]]) -> bool:
    """Whether a past without years stands beside leaving or declining without years: both are told."""
    return (
        past.status is Status.PARTICIPATED
        and decided.status in (Status.LEFT, Status.DECLINED, Status.PROPOSED, Status.JOINED)
        and past.season is None
        and not any(_same(past, found.value) and found.value.status is past.status for found in known)
    )


def _within(clauses_: Iterable[Clause], spans: Sequence[Span]) -> list[Clause]:
    return [c for c in clauses_ if any(begin <= c.start < stop for begin, stop in spans)]


def _decided(item: ItemView, network: str, own: Sequence[Clause]) -> Found[Participation] | None:
    """What this body decided, or is asked to decide, about its municipality's participation."""
    wordings = participation_wordings()
    decision = item.decision
    titled = [clause for clause in _within(own, item.headline) if clause.named]
    if decision is not None and not item.agenda and decision.value.effective_text == decision.value.text:
        action = _action(item, _within(own, item.decided))
        if action:
            wording, clause = action
            status = _direct(wording, decision.value.outcome)
            words = item.text[clause.start : clause.end]
            sentence = _sentence_around(item.text, clause)
            if wordings["onward"].fits(sentence) or _weighed(words):
                status = Status.PROPOSED
            return _participation(item, network, own, status, action)
    action = _action(item, _within(own, item.proposal))
    if action and action[0] == "decline" and any(wordings["leave"].fits(_words(item, c)) for c in titled):
        action = "leave", action[1]  # "Eroaminen …": "kunta ei jatka verkostossa"
    by_title = ""
    outcome = decision.value.outcome if decision and not item.agenda else None
    if action is None and item.title is not None and (item.proposal or decision):
        action = _action(item, titled)
        by_title = _BY_TITLE
        if outcome in (Outcome.NOTED, Outcome.OTHER, Outcome.ELECTED):
            return None  # a report on taking part decides nothing
    if action is None:
        return None
    onward = not item.inherited and any(
        wordings["onward"].fits(item.text[start:end]) for start, end in item.proposal
    )
    status = _status(action[0], outcome, onward or (not by_title and _weighed(_words(item, action[1]))))
    return _participation(item, network, own, status, action, by_title)


def _words(item: ItemView, clause: Clause) -> str:
    return item.full[clause.start : clause.end]


def _sentence_around(text: str, clause: Clause) -> str:
    """A clause with what is said before it in its sentence: "esittää valtuustolle, että …"."""
    floor = max(0, clause.start - 300)
    before = list(sentences(text[floor : clause.end]))
    return text[floor + before[-1][0] : clause.end] if before else text[clause.start : clause.end]


def _weighed(words: str) -> bool:
    """Whether a decision only looks into taking part."""
    return participation_wordings()["weighed"].fits(words)


def _action(item: ItemView, own: Iterable[Clause]) -> tuple[str, Clause] | None:
    """The first clause that leaves, declines or joins, with which of them it says."""
    wordings = participation_wordings()
    for clause in own:
        words = _words(item, clause)
        for wording in ("leave", "decline", "join"):
            if wordings[wording].fits(words):
                return wording, clause
    return None


def _direct(wording: str, outcome: Outcome) -> Status:
    """The status when the decision's own words say what is done."""
    if outcome in _OPEN:
        return Status.PROPOSED
    if wording == "decline" or (outcome is Outcome.REJECTED and wording == "join"):
        return Status.DECLINED
    return Status.LEFT if wording == "leave" else Status.JOINED


def _status(wording: str, outcome: Outcome | None, onward: bool) -> Status:
    """The status when the decision accepts, or not, what was proposed."""
    if outcome is None or onward:
        return Status.PROPOSED
    if outcome in _APPROVING:
        return {"join": Status.JOINED, "decline": Status.DECLINED, "leave": Status.LEFT}[wording]
    if outcome is Outcome.REJECTED and wording == "join":
        return Status.DECLINED
    if outcome in (Outcome.NOTED, Outcome.OTHER):
        return {"join": Status.PARTICIPATED, "decline": Status.DECLINED, "leave": Status.LEFT}[wording]
    return Status.PROPOSED


def _participation(
    item: ItemView,
    network: str,
    own: Sequence[Clause],
    status: Status,
    action: tuple[str, Clause],
    by_title: str = "",
) -> Found[Participation]:
    wording, clause = action
    dates = find_date_ranges(_words(item, clause))
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
    if season := season_in(item.full, clause.start, clause.end, network, firm=leaves):
        return season
    told = [_words(item, c) for c in own if not leaves and not _tells_past(_words(item, c))]
    continued = any(wordings["continued"].fits(words) for words in told)
    # "Kestävä kuntatalous II": its next season has no number yet.
    headline = "".join(item.full[slice(*span)] for span in item.headline if continued)
    numbered_only = set(numbered_seasons(headline, network))
    places = [*item.headline, *(span for span in item.proposal if span[0] <= clause.start < span[1])]
    for begin, stop in places:
        season = season_in(item.full, begin, stop, network, firm=leaves)
        if season and season not in numbered_only:
            return season
    for words in told:
        season = season_in(words, 0, len(words), network, firm=True)
        if season and season not in numbered_only:
            return season
    return lasting(". ".join(told))


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


def _background(
    item: ItemView,
    unnamed: str,
    network: str,
    own: Sequence[Clause],
    decided: Found[Participation] | None,
    *,
    about: bool,
) -> Iterator[Found[Participation]]:
    """The municipality's own past and present participation, and others named as participants.

    ``unnamed`` is the text without the networks' names: "Terve Kunta" is no "kunta".
    """
    wordings = participation_wordings()
    aside = (*item.proposal, *item.decided, *item.headline)
    approved = item.decision is not None and item.decision.value.outcome in _APPROVING and not item.agenda
    for clause in own:
        if any(begin <= clause.start < stop for begin, stop in aside):
            continue
        words = _words(item, clause)
        stayed_out, past, member = (wordings[name].fits(words) for name in ("past_decline", "past", "member"))
        if not (stayed_out or past or member):
            continue
        named = municipalities_in(words)
        mine = item.municipality is not None and any(m.code == item.municipality.code for m in named)
        mine = mine and item.municipality is not None and not beside(words, item.municipality)
        others = [m for m in named if item.municipality is None or m.code != item.municipality.code]
        unreal, negated = wordings["unreal"].fits(words), wordings["negated"].fits(words)
        seasons: list[str | None] = [*seasons_in(words, network)] or [None]
        if item.municipality and (
            mine or (speaks_of_own(unnamed[clause.start : clause.end]) and not (others and not stayed_out))
        ):
            name = item.municipality.name
            status = Status.PARTICIPATED
            if stayed_out:
                if seasons != [None]:
                    yield from (_told(clause, network, name, season, Status.DECLINED) for season in seasons)
            elif not negated and not unreal and (past or _tells_present(item, clause)):
                if not past and about and approved and decided is None:
                    status = Status.JOINED
                rule = "" if past else _PRESENT
                yield from (_told(clause, network, name, season, status, rule) for season in seasons)
        if stayed_out or negated or (wordings["count"].fits(words) and not others):
            continue
        if seasons == [None] and decided and not wordings["before"].fits(words):
            seasons = [decided.value.season]
        for other in others:
            yield _told(clause, network, other.name, seasons[0], Status.MENTIONED)


def _tells_present(item: ItemView, clause: Clause) -> bool:
    """Whether the item itself says so, about a network: a quoted handling's proposal is not the present."""
    return bool(item.text[clause.start : clause.end].strip())


def _told(
    clause: Clause, network: str, municipality: str, season: str | None, status: Status, rule: str = ""
) -> Found[Participation]:
    value = Participation(municipality=municipality, network=network, season=season, status=status)
    return Found(clause.start, clause.end, value, f"network:{status.value}{rule}")
