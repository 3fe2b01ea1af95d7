"""What an item tells beside its decision: the municipality's own past and present, and others'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Participation, ParticipationStatus
from corpus.registry.municipalities import Municipality
from corpus.registry.participation import participation_wordings
from ingest.extract.found import Found
from ingest.extract.network_action import action_of
from ingest.extract.network_clauses import (
    Clause,
    beside,
    municipalities_at_end,
    municipalities_from,
    municipalities_in,
    speaks_of_own,
)
from ingest.extract.network_item import ItemView, own_part, sentence_around, within, words_of
from ingest.extract.network_outcomes import APPROVING, outcome_for
from ingest.extract.network_seasons import seasons_in

PRESENT = ":present"  # ends the rule of what is told of now
EARLIER = ":earlier"  # … and of what was decided before
_RELATIVE = re.compile(r"(?:jo(?:ka|nka|hon|ssa)|som|vilke[nt])\s", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()\n]{0,60}\)")
# "joka osallistui samaan verkostoon": when the text tells that of the own municipality
_THE_SAME = re.compile(
    r"\b(?:sama\w{0,6}|samma)\s(?:\w{0,20}verkosto|hankkee|nätverk|projekt)", re.IGNORECASE
)
_ANTECEDENT = 60  # characters before a relative clause in which what it tells of stands
_JOINED = 4  # characters between a clause and the relative clause that goes on
Status = ParticipationStatus


def background(
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
    approved = item.decision is not None and outcome_for(item.decision) in APPROVING and not item.agenda
    for clause in own:
        if item.title is not None and clause.start < item.title.start:
            continue  # the page's own: where it stands, and its links
        words = words_of(item, clause)
        if any(begin <= clause.start < stop for begin, stop in aside):
            if decided and clause.start == decided.start:
                named = municipalities_in(words)
                others = [m for m in named if item.municipality is None or m.code != item.municipality.code]
                if wordings["together"].fits(words) or len(others) < len(named):
                    for other in others:
                        yield _told(clause, network, other.name, decided.value.season, Status.MENTIONED)
            if decided or not wordings["perfect"].fits(words):
                continue
        stayed_out, past, member = (wordings[name].fits(words) for name in ("past_decline", "past", "member"))
        earlier = wordings["decided_before"].fits(words)
        past = past or earlier
        stated = in_it = wordings["state"].fits(words)
        refuses = decided is None and not (stayed_out or past) and wordings["decline"].fits(words)
        with_others = wordings["involved"].fits(words) and not wordings["uninvolved"].fits(words)
        if not (stayed_out or past or member or in_it or with_others or refuses):
            continue
        named = municipalities_in(words) + _told_of(item, clause)
        in_it = in_it or (with_others and bool(named))
        if not (stayed_out or past or member or in_it or refuses):
            continue
        mine = item.municipality is not None and any(m.code == item.municipality.code for m in named)
        mine = mine and item.municipality is not None and not beside(words, item.municipality)
        others = [m for m in named if item.municipality is None or m.code != item.municipality.code]
        unreal, negated = wordings["unreal"].fits(words), wordings["negated"].fits(words)
        seasons = _seasons_beside(item, network, own, clause, alone=decided is None)
        present = _tells_present(item, clause) or (seasons != [None] and stated)
        if item.municipality and (
            mine
            or (
                speaks_of_own(unnamed[clause.start : clause.end])
                and (stayed_out or not others or wordings["together"].fits(words))
            )
        ):
            name = item.municipality.name
            status = Status.PARTICIPATED
            if stayed_out:
                if seasons != [None] or (decided is None and wordings["refused"].fits(words)):
                    yield from (_told(clause, network, name, season, Status.DECLINED) for season in seasons)
            elif refuses:
                if approved and decided is None and seasons != [None] and not unreal and present:
                    yield from (_told(clause, network, name, season, Status.DECLINED) for season in seasons)
            elif not past and wordings["countered"].fits(sentence_around(item.text, clause)):
                continue  # somebody's counter-proposal
            elif not negated and not unreal and (past or ((member or in_it) and present)):
                joining = not past and action_of(words) == "join"
                if decided and seasons == [None] and (joining or wordings["staying"].fits(words)):
                    continue  # what is decided, told beforehand
                if (
                    about
                    and approved
                    and decided is None
                    and not (past or stated or wordings["before"].fits(words))
                ):
                    status = Status.JOINED
                rule = EARLIER if earlier else "" if past else PRESENT
                yield from (_told(clause, network, name, season, status, rule) for season in seasons)
        if negated and not stayed_out:
            # "Haapavaara on mukana, Kuusiranta ei": what no part between commas denies.
            told = ", ".join(part for part in words.split(", ") if not wordings["negated"].fits(part))
            negated = not wordings["involved"].fits(told)
            named = municipalities_in(told)
            others = [m for m in named if item.municipality is None or m.code != item.municipality.code]
        if stayed_out or refuses or negated or (wordings["count"].fits(words) and not others):
            continue
        if seasons == [None] and decided and not any(wordings[n].fits(words) for n in ("before", "leaving")):
            seasons = [decided.value.season]
        for other in others:
            yield _told(clause, network, other.name, seasons[0], Status.MENTIONED)


def decided_before(
    titled: Found[Participation], background: list[Found[Participation]]
) -> tuple[Found[Participation] | None, list[Found[Participation]]]:
    """What only a title decided is told of as decided before: then it is that, with the title's season."""
    for index, found in enumerate(background):
        if found.rule.endswith(EARLIER) and found.value.season in (None, titled.value.season):
            update = {"season": titled.value.season}
            told = replace(found, value=found.value.model_copy(update=update))
            return None, [*background[:index], told, *background[index + 1 :]]
    return titled, background


def fuller(
    decided: Found[Participation], background: list[Found[Participation]]
) -> tuple[Found[Participation], list[Found[Participation]]]:
    """What only a title decided, with the season that the text's own sentence about it gives."""
    present = [found for found in background if found.rule.endswith(PRESENT)]
    if decided.value.season is None and present:
        season = present[0].value.season
        decided = replace(decided, value=decided.value.model_copy(update={"season": season}))
    known = (None, decided.value.season)
    return decided, [found for found in background if found not in present or found.value.season not in known]


def without_vaguer(told: list[Found[Participation]]) -> list[Found[Participation]]:
    """Others' participation, without what is told of them without a season beside the same with one."""
    seasoned = {
        (found.value.municipality, found.value.network)
        for found in told
        if found.value.status is Status.MENTIONED and found.value.season is not None
    }
    return [
        found
        for found in told
        if found.value.status is not Status.MENTIONED
        or found.value.season is not None
        or (found.value.municipality, found.value.network) not in seasoned
    ]


def _seasons_beside(
    item: ItemView, network: str, own: Sequence[Clause], clause: Clause, *, alone: bool
) -> list[str | None]:
    """The seasons a clause tells of a network: in the network's own part of it, or in what it goes on with.

    ``alone`` says that nothing is decided: the season of the title or of the sentence before is then meant.
    """
    words = words_of(item, clause)
    for begin, stop in own_part(item, clause, network):
        if found := seasons_in(item.full[begin:stop], network):
            return [*found]
    if len(clause.networks) > 1:
        words = _BRACKETS.sub("", words)  # the years beside another's name
    if found := seasons_in(words, network):
        return [*found]
    place = own.index(clause)
    near = [
        c
        for c in own[place + 1 : place + 2]
        if c.start - clause.end < _JOINED and _RELATIVE.match(words_of(item, c))
    ]
    wordings = participation_wordings()
    near += [
        c
        for c in own[max(0, place - 1) : place]
        if clause.start - c.end < _JOINED
        and (wordings["ending"].fits(words_of(item, c)) or wordings["same_time"].fits(words))
        and "\n\n" not in item.full[c.end : clause.start]
    ]
    if alone and not wordings["before"].fits(words):
        near += [
            c
            for c in reversed(own[max(0, place - 2) : place])
            if "\n\n" not in item.full[c.end : clause.start] and not _of_others(item, words_of(item, c))
        ]
        near += [
            c for c in within(own, item.headline) if c.named and wordings["reported"].fits(words_of(item, c))
        ]
        if _THE_SAME.search(words):
            near += [c for c in own if wordings["past"].fits(words_of(item, c))]
    for other in near:
        if found := [season for season in seasons_in(words_of(item, other), network) if "-" in season]:
            return [found[-1]]
    return [None]


def _told_of(item: ItemView, clause: Clause) -> list[Municipality]:
    """Municipalities a clause tells of otherwise than as its subject.

    Its participants come from there, or they stand before its "joka".
    """
    words = words_of(item, clause)
    wordings = participation_wordings()
    if wordings["from_there"].fits(words) and (there := municipalities_from(words)):
        return there
    if _RELATIVE.match(words):
        before = item.full[max(0, clause.start - _ANTECEDENT) : clause.start]
        return municipalities_at_end(before)
    return []


def _of_others(item: ItemView, words: str) -> bool:
    """Whether a clause tells of other municipalities."""
    return any(
        item.municipality is None or m.code != item.municipality.code for m in municipalities_in(words)
    )


def _tells_present(item: ItemView, clause: Clause) -> bool:
    """Whether the item itself says so, about a network: a quoted handling's proposal is not the present."""
    return bool(item.text[clause.start : clause.end].strip())


def _told(
    clause: Clause, network: str, municipality: str, season: str | None, status: Status, rule: str = ""
) -> Found[Participation]:
    value = Participation(municipality=municipality, network=network, season=season, status=status)
    return Found(clause.start, clause.end, value, f"network:{status.value}{rule}")
