"""Documents that present networks without being minutes: an organiser's page, a project register's card."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.records import Participation, ParticipationStatus, Person
from corpus.registry.municipalities import Municipality, by_domain
from corpus.registry.networks import Network, find_networks
from ingest.extract.dates import find_date_ranges, find_dates, find_year_ranges
from ingest.extract.found import Found
from ingest.extract.network_seasons import season_in, season_name
from ingest.extract.wording import finder, listed
from ingest.lines import DocLine

_ORGANISERS = {
    "Kuntaliitto": finder("organiser_kuntaliitto", flags=0),
    "FCG": finder("organiser_fcg", flags=0),
}
_STARTS = finder("network_starts")
_YEAR_LONG = finder("a_year_long")
Hit = tuple[int, int, Network, int | None]
_LONGEST_HEADING = 90
_NO_HEADING_ENDS = ".:,;?!>"
_BEGIN_LABELS = listed("card_begin")
_END_LABELS = listed("card_end")
_RANGE_LABELS = listed("card_span")
_PARTY_LABELS = listed("card_parties")
_NEXT_LABELS = listed("card_after_parties")


@dataclass(frozen=True)
class _Region:
    network: str
    start: int
    end: int
    place: int


def network_page(
    text: str, lines: Sequence[DocLine], people: Sequence[Found[Person]]
) -> list[Found[Participation]]:
    """The networks an organiser's page presents, each with season, start and contacts as far as stated.

    Nobody's participation is told: municipality is None and the status ``mentioned``.
    """
    result = []
    for region in _regions(text, lines):
        start, end = _years(text, region)
        # A stated start is surer than any year in the text; how long it lasts stays with the dates.
        season = season_in(text, region.start, region.end, region.network)
        if start is not None and (start.month, start.day) != (1, 1):
            season = str(start.year)
        words = text[region.start : region.end]
        value = Participation(
            municipality=None,
            network=region.network,
            season=season,
            status=ParticipationStatus.MENTIONED,
            start=start,
            end=end,
            contacts=tuple(found.value for found in people if region.start <= found.start < region.end),
            organisers=tuple(name for name, pattern in _ORGANISERS.items() if pattern.search(words)),
        )
        line_end = text.find("\n", region.place)
        quote_end = min(region.end, line_end if line_end >= 0 else len(text), region.place + 300)
        result.append(Found(region.place, quote_end, value, "network:page"))
    return result


def _regions(text: str, lines: Sequence[DocLine]) -> list[_Region]:
    """The stretch of a page that each network has: from its heading to the next heading of a section.

    Sections are told by short lines after a blank one that end in no full stop; a section belongs to the
    network its heading or, failing that, its first sentence names.
    """
    hits = find_networks(text)
    naming = _lines_of(lines, [hit[0] for hit in hits])
    heads = [
        line
        for index, line in enumerate(lines)
        if (line.is_heading_tag or line.gap or index in naming)
        and len(line.text) <= _LONGEST_HEADING
        and line.text.rstrip()[-1:] not in _NO_HEADING_ENDS
    ]
    bounds = [line.start for line in heads] + [lines[-1].end if lines else len(text)]
    first: dict[str, _Region] = {}
    for index, head in enumerate(heads):
        stop = bounds[index + 1]
        inside = [hit for hit in hits if head.start <= hit[0] < stop]
        if not inside:
            continue
        in_heading = [hit for hit in inside if hit[0] < head.end]
        if not in_heading and len({hit[2].key for hit in inside}) > 1:
            for region in _paragraphs(lines, inside, stop):
                first.setdefault(region.network, region)
            continue
        name = (in_heading or inside)[0][2].key
        known = first.get(name)
        if known is None:
            first[name] = _Region(name, head.start, stop, (in_heading or inside)[0][0])
        elif known.end == head.start:
            first[name] = _Region(name, known.start, stop, known.place)
    # Sub-headings and contacts without a network of their own belong to the section above.
    regions = sorted(first.values(), key=lambda region: region.start)
    return [
        _Region(r.network, r.start, regions[i + 1].start if i + 1 < len(regions) else bounds[-1], r.place)
        for i, r in enumerate(regions)
    ]


def _paragraphs(lines: Sequence[DocLine], hits: Sequence[Hit], stop: int) -> Iterator[_Region]:
    """A section that presents several networks: from the line that begins with one to the next such line."""
    opening = [(line, hit) for line in lines for hit in hits if line.start <= hit[0] < line.end]
    opening = [pair for i, pair in enumerate(opening) if i == 0 or pair[0] is not opening[i - 1][0]]
    for index, (line, hit) in enumerate(opening):
        end = opening[index + 1][0].start if index + 1 < len(opening) else stop
        yield _Region(hit[2].key, line.start, end, hit[0])


def _lines_of(lines: Sequence[DocLine], offsets: Sequence[int]) -> set[int]:
    """Indices of the lines that these ascending offsets lie in."""
    starts = [line.start for line in lines]
    return {bisect_right(starts, offset) - 1 for offset in offsets}


def _years(text: str, region: _Region) -> tuple[dt.date | None, dt.date | None]:
    words = text[region.start : region.end]
    for found in find_dates(words):
        if _STARTS.search(words, max(0, found.start - 40), found.start):
            end = None
            if _YEAR_LONG.search(words):
                end = found.value.replace(year=found.value.year + 1) - dt.timedelta(days=1)
            return found.value, end
    ranges = find_year_ranges(words)
    if ranges:
        first, last = ranges[0].value
        return dt.date(first, 1, 1), dt.date(last, 12, 31)
    return None, None


def project_card(
    text: str, lines: Sequence[DocLine], municipality: Municipality | None, people: Sequence[Found[Person]]
) -> list[Found[Participation]]:
    """The networks a municipality's project card says it takes part in, with dates, parties and contacts."""
    hits = find_networks(text)
    if not hits:
        return []
    house = f"{municipality.genitive} {municipality.designation}" if municipality else None
    start, end = _labelled_date(lines, _BEGIN_LABELS), _labelled_date(lines, _END_LABELS)
    if start is None and (span := _labelled_range(lines)):
        start, end = span
    season = season_name(start.year, end.year) if start and end else _labelled_years(lines)
    start_of, end_of, network, _ = hits[0]
    value = Participation(
        municipality=municipality.name if municipality else None,
        network=network.key,
        season=season,
        status=ParticipationStatus.PARTICIPATED,
        start=start,
        end=end,
        contacts=tuple(_of_house(found.value, municipality, house) for found in people),
        organisers=tuple(_parties(lines)),
    )
    return [Found(start_of, end_of, value, "network:card")]


def _of_house(person: Person, municipality: Municipality | None, house: str | None) -> Person:
    """A contact without an organisation, or with the town's own nickname ("Ouka"), is the municipality's."""
    own = person.organisation is None or (
        municipality is not None and by_domain(f"{person.organisation.casefold()}.fi") == municipality
    )
    return person.model_copy(update={"organisation": house}) if own and house else person


def _labelled_date(lines: Sequence[DocLine], labels: Sequence[str]) -> dt.date | None:
    for line in lines:
        if line.text.strip().casefold().startswith(tuple(labels)):
            dates = find_dates(line.text)
            if dates:
                return dates[0].value
    return None


def _labelled_range(lines: Sequence[DocLine]) -> tuple[dt.date, dt.date] | None:
    for line in lines:
        if line.text.strip().casefold().startswith(_RANGE_LABELS):
            spans = find_date_ranges(line.text)
            if spans:
                return spans[0].value
    return None


def _labelled_years(lines: Sequence[DocLine]) -> str | None:
    """The season of a card that tells years only: on the label's line, or in the cell below it."""
    for index, line in enumerate(lines):
        if line.text.strip().casefold().startswith(_RANGE_LABELS):
            below = lines[index + 1].text if index + 1 < len(lines) else ""
            for words in (line.text, below):
                if years := find_year_ranges(words):
                    return season_name(*years[0].value)
    return None


def _parties(lines: Sequence[DocLine]) -> list[str]:
    """Names listed under funders and implementers, each once."""
    names: dict[str, None] = {}
    inside = False
    for line in lines:
        text = line.text.strip()
        label = text.casefold()
        if label.startswith(_PARTY_LABELS):
            inside = True
            rest = text[len(next(name for name in _PARTY_LABELS if label.startswith(name))) :].strip(
                " \t:\u00a0"
            )
            if rest:
                names[rest] = None
            continue
        if inside and (len(text) > 60 or "pvm" in label or label.startswith(_NEXT_LABELS)):
            inside = False
        if inside and text:
            names[text] = None
    return list(names)
