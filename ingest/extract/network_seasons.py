"""Which season of a network a stretch of text names: years, a numbered season, or how long it lasts."""

from __future__ import annotations

import re

from corpus.registry.networks import find_networks, network_named, season_ordinals, season_years
from ingest.extract.dates import find_date_ranges, find_year_ranges

_YEAR = r"(20\d\d)"
_SINGLE_YEAR = re.compile(
    r"\b(?:\w{0,12}vuode(?:lle|ksi|lta|lla|n)|vuonna|kau(?:delle|della|deksi|den|desta|si|teen|tta)"
    r"|toimintavuode(?:lle|ksi)|(?<!efter\s)år(?:et)?|säsongen|perioden)"
    rf"[ \n\u00a0]{{1,3}}{_YEAR}(?!\d|[–-]\d)"
    r"(?![ \n](?:alu|alk|lop(?!puun\b)|luk|jälk|talousarv|budj|määrär|käyttösu))",
    re.IGNORECASE,
)
_SEASON_YEAR = re.compile(
    rf"\b(?:kau\w+|säsong\w*|period\w*)[ \n\u00a0]{{1,3}}{_YEAR}(?!\d|[–-]\d)", re.IGNORECASE
)
_ENTERED = re.compile(
    r"\b(?:(?:syksyllä|keväällä|kesällä|talvella|hösten|våren|sommaren|(?:tammi|helmi|maalis|huhti|touko|kesä"
    r"|heinä|elo|syys|loka|marras|joulu)kuussa)[ \n]"
    r"|vuoden[ \n](?=20\d\d[ \n]alusta\b(?![ \n](?:saakka|asti))))(20\d\d)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(rf"\b(?:vuodesta|sedan(?:[ \n]år)?)[ \n]{_YEAR}(?!\d|[–-]\d)", re.IGNORECASE)
# "… käynnistyy 1.9.2017. Se kestää vuoden 2019 loppuun."
_SPANNED = re.compile(
    rf"(?<!\d){_YEAR}\.{{1,2}}\s(?:\w+\s){{1,3}}(?:kestää|päättyy|jatkuu|loppuu)\s(?:\w+\s)?{_YEAR}\s(?:lop|kevä|kesä|syksy)"
)
_BRACKETED_YEAR = re.compile(rf"\({_YEAR}\)")
_LISTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bvuode(?:sta|n)\s{_YEAR}\s(?:alusta\s)?(?:aina\s)?vuo(?:teen|den)\s{_YEAR}",
        rf"\b(?:från|åren)\s{_YEAR}\still\s(?:utgången\sav\s)?{_YEAR}",
        rf"\b\w{{3,15}}st[aä]\s{_YEAR}\s(?:aina\s)?(?:[^\W\d]+\s){{0,2}}{_YEAR}\s(?:lop|kevä|kesä|syksy|alku|asti|saakka)",
        rf"(?<!\d){_YEAR}\b[^.;\d]{{0,40}}\b(?:päätty|loppu|kestä|jatku|slut|avslut|pågå)\w*\s(?:[^\W\d]+\s){{0,2}}{_YEAR}",
        rf"(?<![\d./-]){_YEAR}/{_YEAR}(?![\d/])",
        rf"(?<![\d./-]){_YEAR},(?:\s20\d\d,){{0,3}}\s20\d\d\s(?:ja|sekä|och)\s{_YEAR}\b",
        rf"\b(?:vuosi\w*|vuotee?n|kau\w+|åren|perioden|säsongerna)?\s?(?<![–-]){_YEAR}\s(?:ja|sekä|och|samt)\s"
        rf"(?:vuo\w+\s)?{_YEAR}(?![\d–-])",
    )
)
_DURATIONS = (
    (
        re.compile(
            r"\b(?:kaksivuoti|kahden vuoden|kaksi vuotta|2 vuotta|2-vuoti|tvåårig|två år)", re.IGNORECASE
        ),
        2,
    ),
    (
        re.compile(
            r"\b(?:kolmivuoti|kolmen vuoden|kolme vuotta|3 vuotta|3-vuoti|treårig|tre år)", re.IGNORECASE
        ),
        3,
    ),
    (
        re.compile(
            r"\b(?:nelivuoti|neljän vuoden|neljä vuotta|4 vuotta|4-vuoti|fyraårig|fyra år)", re.IGNORECASE
        ),
        4,
    ),
    (
        re.compile(
            r"\b(?:yksivuoti|vuoden mittai|yhden vuoden|vuodeksi kerrallaan|1-vuoti|ettårig|ett år)",
            re.IGNORECASE,
        ),
        1,
    ),
)
_STARTS = re.compile(
    rf"(?:\b(?:alka|alko|käynnisty|starttaa|börjar|inleds|startar)\w*\b(?:[^.;\n]|\d\.){{0,40}}?|\bvuode(?:n|sta)\s|\bfrån\s(?:och\smed\s)?)"
    rf"(?<!\d){_YEAR}\b"
    rf"|(?<!\d){_YEAR}(?:\s(?:alkava|alkaen|käynnistyvä|lähtien))",
    re.IGNORECASE,
)
# "Käynnistyy 6.6.2023": a year from then ends in the next.
_DAY_LATER_IN_YEAR = re.compile(
    r"\b\d{1,2}\.\s?(?:[2-9]|1[0-2]|0[2-9])\.\s?20\d\d$"
    r"|\b(?!tammi|janua)(?:\w+kuu\w*(?:\s\d{1,2}\.(?:\späivä\w*)?)?|(?:syksy|loppuvuo|kesä|kevää)\w*|hösten|våren|sommaren|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\s20\d\d$",
    re.IGNORECASE,
)
# A column's line ends inside the range.
_CUT_RANGE = re.compile(r"(?<=\b20\d\d)[ \u00a0]?([–-])[ \u00a0]*\n[ \u00a0]*(?=20\d\d\b)")
_CUT_WORD = re.compile(r"(?<=[a-zåäö])-[ \t]*\n[ \t]*(?=[a-zåäö])")  # at a line's end
_LONGEST = 5000


def season_name(first: int, last: int) -> str:
    """``2025-2026``, or ``2025`` for one year."""
    return f"{first}-{last}" if first != last else str(first)


def season_in(text: str, start: int, end: int, network: str, *, firm: bool = False) -> str | None:
    """The season a stretch of text names for a network: years, or a season number the registry knows.

    With ``firm`` a year must be called a season's; "hinta vuonna 2025" then says nothing of it, nor does
    "eroaa vuoden 2025 alusta".
    """
    words = _CUT_RANGE.sub(r"\1", text[start:end])
    if (years := told_years(words)) is not None:
        return years
    if numbered := numbered_seasons(words, network):
        return numbered[0]
    return single_year(words, firm=firm)


def single_year(words: str, *, firm: bool = False) -> str | None:
    """The one year something is for."""
    match = (_SEASON_YEAR if firm else _SINGLE_YEAR).search(words)
    return match.group(1) if match else None


def seasons_in(clause: str, network: str) -> list[str]:
    """All seasons a clause tells of: its years, or its numbers ("viidennellä ja seitsemännellä kaudella")."""
    clause = _CUT_RANGE.sub(r"\1", clause)
    ranges = [season_name(*found.value) for found in find_year_ranges(clause)]
    if len(ranges) > 1:
        return list(dict.fromkeys(ranges))
    if (years := told_years(clause)) is not None:
        return [years]
    if numbered := numbered_seasons(clause, network):
        return numbered
    year = (
        single_year(clause)
        or _entered(clause)
        or _since(clause, network)
        or next(iter(_BRACKETED_YEAR.findall(clause)), None)
    )
    return [year] if year else []


def _entered(clause: str) -> str | None:
    """The year in which a network was entered: "tuli verkostoon syksyllä 2022", "vuoden 2024 alusta"."""
    match = _ENTERED.search(clause)
    return match.group(1) if match else None


def _since(clause: str, network: str) -> str | None:
    """The year in which taking part began: of a network that is paid by the year, without known seasons."""
    known = network_named(network)
    match = _SINCE.search(clause) if known and not known.free and not known.seasons else None
    return match.group(1) if match else None


def numbered_seasons(words: str, network: str) -> list[str]:
    """The years of all seasons that are named by number beside the network or beside "kausi"."""
    numbers = [number for _, _, found, number in find_networks(words) if found.key == network and number]
    numbers = list(dict.fromkeys([*numbers, *season_ordinals(words)]))
    return [years for number in sorted(numbers) if (years := season_years(network, number))]


def lasting(words: str) -> str | None:
    """The season of "kaksivuotinen" and the year it begins in, or of a beginning and then an end."""
    words = _CUT_WORD.sub("", words[:_LONGEST])
    if (spanned := _SPANNED.search(words)) and int(spanned[1]) < int(spanned[2]) <= int(spanned[1]) + 5:
        return season_name(int(spanned[1]), int(spanned[2]))
    years = next((count for pattern, count in _DURATIONS if pattern.search(words)), None)
    begins = _STARTS.search(words) if years else None
    if not years or begins is None:
        return None
    year = begins.start(1) if begins.group(1) else begins.start(2)
    if years == 1 and _DAY_LATER_IN_YEAR.search(words[: year + 4]):
        return None
    first = int(begins.group(1) or begins.group(2))
    return season_name(first, first + years - 1)


def told_years(words: str) -> str | None:
    """The years of a range, a list, or a beginning and how long it lasts."""
    words = _CUT_WORD.sub("", words)
    if days := find_date_ranges(words):
        return season_name(days[0].value[0].year, days[0].value[1].year)
    for pattern in _LISTS:
        match = pattern.search(words)
        if match and int(match.group(1)) < int(match.group(2)) <= int(match.group(1)) + 5:
            return season_name(int(match.group(1)), int(match.group(2)))
    if years := find_year_ranges(words):
        return season_name(*years[0].value)
    return lasting(words)
