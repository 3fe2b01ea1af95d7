"""Networks listed below a sentence that says who has been in them: one a row, with its season."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.records import Participation, ParticipationStatus
from corpus.registry.networks import find_networks
from corpus.registry.participation import participation_wordings
from ingest.extract.found import Found
from ingest.extract.network_clauses import municipalities_in, speaks_of_own
from ingest.extract.network_item import ItemView
from ingest.extract.network_seasons import seasons_in
from ingest.extract.wording import finder

_INTRODUCES = finder("networks_follow")
_ENDS_LEAD = re.compile(r":[ \t]*\n")
_SHORTEST_LEAD, _LONGEST_LEAD = 10, 300  # characters
_MOST_ROWS = 30
_MOST_OTHERS = 2  # lines before the first row: a table's head
Status = ParticipationStatus


def listed_networks(item: ItemView) -> Iterator[Found[Participation]]:
    """Who took part in what, of lists like "Kunta on ollut mukana seuraavissa verkostoissa:"."""
    wordings = participation_wordings()
    if item.municipality is None or _INTRODUCES.search(item.text) is None:
        return
    for lead in _ENDS_LEAD.finditer(item.text):
        first = max(0, lead.start() - _LONGEST_LEAD)
        begin = max(first, *(item.text.rfind(sign, first, lead.start()) + 1 for sign in "\n."))
        words = item.text[begin : lead.end()]
        if (
            lead.start() - begin < _SHORTEST_LEAD
            or not _INTRODUCES.search(words)
            or not (wordings["past"].fits(words) or wordings["state"].fits(words))
        ):
            continue
        if any(wordings[name].fits(words) for name in ("past_decline", "negated", "unreal")):
            continue
        named = municipalities_in(words)
        if speaks_of_own(words) or any(m.code == item.municipality.code for m in named):
            yield from _rows(item, lead.end(), item.municipality.name, Status.PARTICIPATED)
        else:
            for other in named:
                yield from _rows(item, lead.end(), other.name, Status.MENTIONED)


def _rows(item: ItemView, start: int, municipality: str, status: Status) -> Iterator[Found[Participation]]:
    begun, others = False, 0
    position = start
    for _ in range(_MOST_ROWS):
        if position > len(item.text):
            return
        end = item.text.find("\n", position)
        line = item.text[position : end if end >= 0 else len(item.text)]
        hits = find_networks(line)
        if hits:
            begun = True
            for first, last, network, _ in hits[:1]:
                seasons: list[str | None] = [*seasons_in(line, network.key)]
                for season in seasons or [None]:
                    value = Participation(
                        municipality=municipality,
                        network=network.key,
                        season=season,
                        status=status,
                    )
                    yield Found(position + first, position + last, value, "network:listed")
        elif line.strip():
            others += 1
            if begun or others > _MOST_OTHERS:
                return
        elif begun:
            return
        position += len(line) + 1
