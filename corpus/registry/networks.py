"""Development networks (USO, EVE, Kestävä kuntatalous …): which there are, and where a text speaks of one.

Abbreviations count with their capitals only, never inside another word; ambiguous ones only beside a word
like "verkosto", a season number or in brackets, so that "Eve Mallikas" and "kestävä kuntatalous edellyttää"
stay prose.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("networks.toml")
_SPACE = r"[ \t\u00a0\u2009\u202f]"
_GAP = rf"(?:{_SPACE}{{1,3}}|{_SPACE}{{0,3}}\r?\n{_SPACE}{{0,3}})"
_TAIL = r"[\w\u00ad]{0,25}"
_NUMBER = rf"(?P<number>\d{{1,2}})(?!\d|[.,]\d|{_SPACE}\d{{3}}(?!\d)|{_SPACE}?[€%])"
_ORDINALS = {
    "ensimmäi": 1, "toi": 2, "kolma": 3, "neljä": 4, "viide": 5, "kuude": 6, "seitsemä": 7, "kahdeksa": 8,
    "yhdeksä": 9, "kymmene": 10, "yhdestoista": 11, "kahdestoista": 12,
}  # fmt: skip
_ORDINAL = r"(?P<ordinal>(?:" + "|".join(_ORDINALS) + r")[a-zåäö]{0,8})"
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
# What may stand between a network's name and its season, or after both: ":n", "-verkostoon",
# " -verkostohanke", "(USO)".
_BARE_CASE = r"(?:[aeio]*(?:n|ssa|ssä|sta|stä|hin)|een|lle|lla|ta|tä)(?!\w)"  # "TOKiin", "USOssa"
_CASE = re.compile(rf":[a-zåäö]{{1,5}}(?!\w)|{_BARE_CASE}")
_NOUN = re.compile(
    rf"(?:-|{_GAP}-|{_GAP})(?:kehittämis|kehittäjä)?"
    rf"(?:verkost|verkkoh|hank|projekt|kaud|kausi|kaut|ohjelm|kehittämishank|nätverk){_TAIL}",
    re.IGNORECASE,
)
_COMPOUND = re.compile(rf"-[^\W\d_]{_TAIL}")
_SEASON = re.compile(rf"(?:{_GAP}|-)?{_NUMBER}(?:\.(?!\d))?")
_ROMAN_SEASON = re.compile(rf"{_GAP}(?P<roman>[IVX]{{1,4}})(?!\w)")
_SEASON_LATER = re.compile(
    rf"{_GAP}(?:{_NUMBER}\.|{_ORDINAL}){_GAP}(?:verkosto)?(?:kaus|kaud|kaut|säsong){_TAIL}", re.IGNORECASE
)
_SEASON_WORD = re.compile(rf"{_GAP}(?:verkosto)?(?:kaus|kaud|kaut){_TAIL}", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?:(?<![\w.,])(\d{{1,2}})\.|(?<!\w)({'|'.join(_ORDINALS)})[a-zåäö]{{0,8}}){_GAP}$", re.IGNORECASE
)
_NETWORK_BEFORE = re.compile(
    rf"(?:(?:verkosto|hanke|hankke|projekt|nätverk)[a-zåäö]{{0,8}}|kuntaliiton|kommunförbundets|fcg:n|thl:n){_GAP}$",
    re.IGNORECASE,
)
_IN_SENTENCE = re.compile(r"[a-zåäö,][ \u00a0]\Z")  # where only a name has a capital
_LONGEST_SEASON = 30
# True ordinals only: "viides", "viidennellä", "viidenteen", never "viiden kunnan".
_ORDINAL_STEMS = {
    **_ORDINALS,
    "första": 1, "andra": 2, "tredje": 3, "fjärde": 4, "femte": 5, "sjätte": 6, "sjunde": 7, "åttonde": 8,
    "nionde": 9, "tionde": 10,
}  # fmt: skip
_ONE = (
    r"(?:ensimmäi\w{2,8}|toi(?:nen|se\w{1,5})|(?:kolma|neljä|viide|kuude|seitsemä|kahdeksa|yhdeksä|kymmene)"
    r"(?:s(?:ta)?|nne\w{0,5}|nte\w{0,5}|tt[aä])|(?:för|and|tred|fjär|fem|sjät|sjun|ått|nion|tion)\w{2,4}|\d{1,2}(?:\.|:[ae]))"
)
_ORDINAL_WORD = re.compile(rf"(?<![\w.]){_ONE}(?!\w)", re.IGNORECASE)
_SEASON_TOLD = re.compile(
    rf"(?<![\w.]){_ONE}(?:(?:,|{_GAP}(?:ja|sekä|och)){_GAP}{_ONE}){{0,4}}{_GAP}"
    r"(?:verkosto|USO-)?(?:kaus|kaud|kaut|kierro|(?:verkosto)?projekt|säsong|period|omgång)\w*"
    rf"|\b(?:kausi|säsongen){_GAP}(?:on|är){_GAP}(?:järjestykse\w+{_GAP}|i ordningen{_GAP})?"
    rf"{_ONE}(?={_SPACE}*(?:[.,;\n]|$))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Season:
    """A season from ``start`` to ``end`` (years); ``number`` where seasons are numbered; ``inferred`` where
    no source says the years."""

    number: int | None
    start: int
    end: int
    inferred: bool = False

    @property
    def years(self) -> str:
        """``2025-2026``, or ``2023`` for a season within one year."""
        return str(self.start) if self.start == self.end else f"{self.start}-{self.end}"


@dataclass(frozen=True)
class Network:
    """A development network; ``key`` is its name in records. ``free`` is True where taking part is known to
    cost nothing, else None (not known). The registry knows no contacts: ``contact`` is always None."""

    key: str
    full_name: str
    aliases: tuple[str, ...]
    organisers: tuple[str, ...]
    seasons: tuple[Season, ...]
    free: bool | None = None
    contact: None = None


@dataclass(frozen=True)
class _Spelling:
    network: Network
    bare: bool


@dataclass(frozen=True)
class _Table:
    networks: tuple[Network, ...]
    pattern: re.Pattern[str]
    spellings: dict[str, _Spelling]  # by group name
    by_name: dict[str, Network]


@cache
def _table() -> _Table:
    data: dict[str, Any] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    networks: list[Network] = []
    spellings: dict[str, _Spelling] = {}
    alternatives: list[tuple[bool, int, str]] = []  # is a name, length, pattern
    by_name: dict[str, Network] = {}
    for entry in data["network"]:
        network = Network(
            key=entry["key"],
            full_name=entry["full_name"],
            aliases=tuple(entry["aliases"]),
            organisers=tuple(entry["organisers"]),
            seasons=tuple(
                Season(s.get("number"), s["start"], s["end"], s.get("inferred", False))
                for s in entry["seasons"]
            ),
            free=entry.get("free"),
        )
        networks.append(network)
        for name in (network.key, network.full_name, *network.aliases):
            by_name.setdefault(name.lower(), network)
        for abbreviation in entry.get("abbreviations", ()):
            group = f"n{len(spellings)}"
            spellings[group] = _Spelling(network, abbreviation in entry.get("bare", ()))
            body = re.escape(abbreviation).replace(r"\ ", _GAP)
            alternatives.append(
                (False, len(abbreviation), f"(?P<{group}>{body}(?:(?={_BARE_CASE})|(?![^\\W\\d_])))")
            )
        for name in entry["names"]:
            group = f"n{len(spellings)}"
            spellings[group] = _Spelling(network, not name.startswith("?"))
            body = (
                re.escape(name.removeprefix("?"))
                .replace(r"\ ", _GAP)
                .replace(r"\~", _TAIL)
                .replace("~", _TAIL)
            )
            alternatives.append((True, len(name), f"(?P<{group}>(?i:{body})(?!\\w))"))
    # Abbreviations first: "Terve Kunta" with its capitals needs nothing beside it, "terve kunta" does.
    alternatives.sort(key=lambda entry: (entry[0], -entry[1]))
    return _Table(
        networks=tuple(networks),
        pattern=re.compile(r"(?<![\w-])(?:" + "|".join(body for _, _, body in alternatives) + ")"),
        spellings=spellings,
        by_name=by_name,
    )


def networks() -> tuple[Network, ...]:
    """Every network of the registry."""
    return _table().networks


def network_named(name: str) -> Network | None:
    """The network with this key, full name or alias, whatever the capitals."""
    return _table().by_name.get(name.strip().lower())


def season_years(network: Network | str, number: int) -> str | None:
    """The years of a numbered season, ``2025-2026``, or None where they are not known."""
    found = network_named(network) if isinstance(network, str) else network
    return next((s.years for s in found.seasons if s.number == number), None) if found else None


def season_ordinals(text: str) -> list[int]:
    """Season numbers told beside "kausi" or "säsong": "viidennellä ja seitsemännellä kaudella" is [5, 7]."""
    numbers: dict[int, None] = {}
    for told in _SEASON_TOLD.finditer(text):
        for match in _ORDINAL_WORD.finditer(told.group()):
            word = match.group().casefold()
            digits = re.match(r"\d+", word)
            stems = (n for stem, n in _ORDINAL_STEMS.items() if word.startswith(stem))
            number = int(digits.group()) if digits else next(stems, 0)
            if 0 < number <= _LONGEST_SEASON:
                numbers[number] = None
    return list(numbers)


def find_networks(text: str) -> list[tuple[int, int, Network, int | None]]:
    """Where a text speaks of a known network: (start, end, network, season number or None), in order.

    The span reaches over the network's word and its season: "USO-verkoston 8. kaudelle". An abbreviation in
    brackets right after the full name belongs to the same mention.
    """
    return list(_found(text))


@lru_cache(maxsize=8)  # several rules ask about one text
def _found(text: str) -> tuple[tuple[int, int, Network, int | None], ...]:
    table = _table()
    found: list[tuple[int, int, Network, int | None]] = []
    pos = 0
    while match := table.pattern.search(text, pos):
        spelling = table.spellings[match.lastgroup or ""]
        named = any(network is spelling.network for *_, network, _ in found)
        mention = _mention(text, match, spelling, named=named)
        if mention is None:
            pos = match.end()
            continue
        start, end, season = mention
        if found and found[-1][2] is spelling.network and _same_mention(text[found[-1][1] : start]):
            before = found.pop()
            end += text[end : end + 1] == ")"
            found.append((before[0], end, spelling.network, before[3] if season is None else season))
            pos = end
            continue
        found.append((start, end, spelling.network, season))
        pos = end
    return tuple(found)


def _same_mention(between: str) -> bool:
    return between.strip() in ("(", "eli", ", eli", "– eli") and len(between) <= 8


def _mention(
    text: str, match: re.Match[str], spelling: _Spelling, *, named: bool
) -> tuple[int, int, int | None] | None:
    """``named`` says that the text has named the network before: its abbreviation alone then means it."""
    start, end = match.span()
    season: int | None = None
    sure = spelling.bare or (named and (match.group().isupper() or match.group().isalpha()))
    proper = match.group()[0].isupper() and not match.group().isupper()  # TOK may be a company, too
    sure = sure or (proper and _IN_SENTENCE.search(text, max(0, start - 2), start) is not None)
    numbered = match.group()[-1].isdigit()  # OMA2: the number is the name's
    case = _CASE.match(text, end)
    end = case.end() if case else end
    sure = sure or (case is not None and case.group().startswith(":"))
    if not numbered:
        direct = None if case else _SEASON.match(text, end)
        roman = _ROMAN_SEASON.match(text, end)
        if direct and 0 < int(direct["number"]) <= _LONGEST_SEASON:
            season, end, sure = int(direct["number"]), direct.end(), True
            word = _SEASON_WORD.match(text, end)
            end = word.end() if word else end - (text[end - 1] == ".")
        elif roman and roman["roman"] in _ROMAN:
            season, end, sure = _ROMAN[roman["roman"]], roman.end(), True
    noun = _NOUN.match(text, end) or (_COMPOUND.match(text, end) if spelling.bare else None)
    if noun:
        end, sure = noun.end(), True
    if season is None and not numbered:
        later = _SEASON_LATER.match(text, end)
        if later:
            season, end, sure = _season(later["number"], later["ordinal"]), later.end(), True
    if season is None and not numbered and noun and re.match(r".*kau[sdt]", noun.group(), re.IGNORECASE):
        before = _BEFORE.search(text, max(0, start - 24), start)
        if before:
            season, start = _season(before[1], before[2]), before.start()
    sure = sure or _stands_out(text, start, end)
    return (start, end, season) if sure else None


def _season(number: str | None, ordinal: str | None) -> int | None:
    if number:
        return int(number)
    if ordinal:
        return next((n for stem, n in _ORDINALS.items() if ordinal.lower().startswith(stem)), None)
    return None


def _stands_out(text: str, start: int, end: int) -> bool:
    """Whether words are set off from the prose around them: brackets, quotation marks, a line of their
    own."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if (before == "(" and after == ")") or (before in "”\"»“'’" and after in "”\"»“'’" and before and after):
        return True
    if _NETWORK_BEFORE.search(text, max(0, start - 30), start):
        return True
    line_start = max(text.rfind(edge, max(0, start - 40), start) for edge in "\n\t:") + 1 if start else 0
    own_start = (start <= 40 and not re.search(r"[\n\t:]", text[:start])) or line_start > 0
    line_end = min((at for edge in "\n\t" if (at := text.find(edge, end, end + 10)) >= 0), default=-1)
    own_end = line_end >= 0 or end + 10 >= len(text)
    if not (own_start and own_end) or end - start < 5:  # three capitals alone on a line may be anything
        return False
    prefix = text[line_start:start].strip(" \t\u00a0#*-•")
    suffix = text[end : line_end if line_end >= 0 else len(text)].strip(" \t\u00a0\r*:.")
    return prefix == "" and suffix == ""
