"""Where amounts of money stand: sign, number, currency and unit, without their surroundings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from ingest.extract.money_numbers import (
    MULTIPLIER,
    NUMBER,
    multiplier,
    number,
    numeral,
    numeral_part,
    numeral_pattern,
)
from ingest.extract.money_sentences import Span
from ingest.extract.money_words import words

_GAP = r"[ \t]{0,2}(?:\n[ \t]{0,60})?"
EURO = (
    r"(?i:euro(?:a|n|sta|on|ja|lla|lta|lle|ina|issa|t|jen|ssa|ksi|s|illa)?(?![a-zåäö])|eur(?![a-zåäö]))"
    r"|€|(?<=[Mkt])e(?![\wåäö])|e(?=/)"
    # "3 000 e", "12,50e", "35 e / kk": a bare e only where nothing else is meant.
    r"|(?:(?<=\d{3})|(?<=\d{3} )|(?<=,\d\d)|(?<=,\d\d )|(?<=milj\.)|(?<=milj\. ))e(?=[ .,;)\n]|\Z)"
    r"|(?:(?<=\d )|(?<=\d\d))e(?=[ ]?/)"
)
CENT = (
    r"(?i:sentti(?:ä|n|in)?(?![a-zåäö])|senti(?:n|llä|stä|ltä)(?![a-zåäö])|snt(?![a-zåäö])|cent(?![a-zåäö]))"
)
_START = r"(?<!\w)(?<!\d[.,:/])(?<![A-Za-zÅÄÖåäö]-)"
# Cheap look ahead: whatever follows the digits and their marks must begin a multiplier or currency.
_AHEAD = r"(?=\d[\d .,'’–…\n\t-]{0,60}+[)mMtTkKeE€sScC:])"
_AMOUNT = re.compile(
    rf"{_START}{_AHEAD}(?:(?P<low>{NUMBER})[ \n]?(?:[–-]|\.{{2,3}}|…)[ \n]?)?(?P<number>{NUMBER})"
    rf"(?:,(?:-{{1,2}}|–)|:-|\.-)?\)?(?:{_GAP}(?P<multiplier>{MULTIPLIER}))?{_GAP}"
    rf"(?:(?P<cent>{CENT})|(?P<euro>{EURO})(?::[a-zäö]{{1,4}}(?![a-zäö]))?)"
)
# "500,-" needs no currency.
_DASHED = re.compile(rf"{_START}(?P<number>{NUMBER})(?:,-{{1,2}}|,–|:-)(?![\w,])")
_CURRENCY_FIRST = re.compile(
    rf"(?<!\w)(?:€|EUR|eur)[ ]?(?P<number>{NUMBER})(?P<multiplier>[ ]?M\b)?(?![\w%])"
)
_MULTIPLIED_BEFORE = re.compile(r"[\d.] ?(?:milj\.|mrd|M)? ?\Z")
# What every amount holds; only around these the patterns above are tried. Each alternative begins with a
# plain character, which lets the regex engine skip ahead.
_ROUGHLY = re.compile(
    r"€|e(?:[uU][rR]|/)|E(?:[uU][rR]|/)|M[eE](?![\wåäö])|m[eE](?![\wåäö])|k[eE](?![\wåäö])|K[eE](?![\wåäö])"
    r"|te(?![\wåäö])(?<=\d[ ]te|.\dte)"
    r"| e(?=[ .,;)\n/]|\Z)(?<=[\d.] e)|e(?=[ .,;)\n]|\Z)(?<=[\d.]e)"
    r"|s(?:[nN]|[eE][nN])[tT]|S(?:[nN]|[eE][nN])[tT]|c[eE][nN][tT]|C[eE][nN][tT]"
    r"|,[–-](?<=\d,.)|:-(?<=\d:-)"
)
_LONGEST_BEFORE = 128  # characters of an amount before its currency, at most
_LONGEST_AFTER = 64  # and after it, with the currency
_VAGUE = re.compile(r"\b(?:muutama|pari|joku|några|\d)[ \n]\Z", re.IGNORECASE)  # "muutama tuhat" is no sum
_LONGEST_WORDED = 400
_UNIT = re.compile(r"(?P<gap>[ ]?)/[ ]?(?P<unit>k-m[23²³]|[A-Za-zÅÄÖåäö][\w²³-]{0,30})\.?(?=(?P<slash>/)?)")
_UNIT_STANDS_ALONE = re.compile(r" / ?[a-zåäö]{4,30}(?=[.,;)\n]|\Z|[ ]?/)")
_VAT_REMARK = re.compile(
    r"[ \n]?(?:\([^()\n]{1,40}\)|(?:alv|moms)\.? ?0(?:,0{1,2})? ?%"
    r"|\+ ?(?:alv|moms|arvonlisävero[a-zäö]{0,3})\.?(?: ?\d{1,2}(?:,\d)? ?%)?)",
    re.IGNORECASE,
)
_MORE_OF_UNIT = re.compile(r"[ ][a-zåäö]{2,25}(?!\w)")
# What is weighed: "asfaltti 78 €/t" is by the tonne, "kaivinkone 78 €/t" by the hour.
_TONNES = re.compile(
    r"tonni|asfal|murske|hiek|sora\b|soran|suola|kalkki|jät(?:e|teen)|kaatopai|hake\b|hakkeen|pellet|kivihii|turve|turpeen"
    r"|romu|\bAB\b|\bSMA\b|vägsalt|grus|\bton\b|avfall",
    re.IGNORECASE,
)
_NEAR_TONNES = 200
_PARTITIVE = re.compile(r"(?<=[aeiouyäö])(?:a|ä|ta|tä)\Z")
# "600 € jäsenmaksu vuodessa": one noun, then the period.
_NOUN_AND_PERIOD = re.compile(
    r"(?:[ ](?!kertaa|kerran|ja|tai|noin|sekä|och|on)[a-zåäö]{2,25}(?<!ss[aä])(?<!sti)){1,3}[ \n]{1,40}"
    r"(?P<period>vuodessa|vuosittain|kuukaudessa|kuukausittain"
    r"|om året|per år|i månaden|per månad)(?![a-zåäö])"
)
_NOUN_BEFORE_UNIT = re.compile(r"[ ](?P<noun>[a-zåäö]{4,30})/(?P<unit>[A-Za-zåäö²³0-9]{1,15})")
_WORD_AFTER = re.compile(r"[ \n](?P<word>[a-zåäö]{7,40})(?<=[tsl][aä])(?!\w)")
_SHORTEST_ENDER = 4  # letters of a unit that may end a compound
_PARTICIPLE = ("va", "vä", "tu", "ty", "inen", "iva")
_TABLE_HEAD = re.compile(r"(?:1[ .]?000(?:[ .]?000)?)")
_BARE_ROW = re.compile(r"\n[^\n]{0,80}?[ ]{3,}[-−–]?\d[\d ]{0,10}(?:\n|\Z)")
_ADPOSITION = re.compile(
    r"[ \n](?:edestä|verran|vuoksi|osalta|kohdalla)\b"
)  # after a genitive: no noun of it
_NO_MILLIONS = 10**6  # "8 000 000 milj. euroa" is a slip of the pen: nobody means millions of millions


@dataclass(frozen=True)
class Raw:
    """An amount before its surroundings are looked at; places are the view's."""

    start: int
    end: int
    amount: Decimal
    units: frozenset[str]
    rule: str
    genitive: bool = False
    low: Decimal | None = None
    low_start: int = 0


def find_amounts(text: str) -> list[Raw]:
    """The amounts in ``text``, a view's text, in order and apart; sought only around currency words."""
    hits = [match.span() for match in _ROUGHLY.finditer(text)]
    stretches = _merged([(start - _LONGEST_BEFORE, end + _LONGEST_AFTER) for start, end in hits], len(text))
    raws: list[Raw] = []
    for start, end in stretches:
        raws += [raw for match in _AMOUNT.finditer(text, start, end) if (raw := _amount(text, match))]
        raws += [_simple(text, match, "money:dash") for match in _DASHED.finditer(text, start, end)]
        for match in _CURRENCY_FIRST.finditer(text, start, end):
            before = text[max(0, match.start() - 8) : match.start()]
            if not _MULTIPLIED_BEFORE.search(before):
                raws.append(_simple(text, match, "money:currency-first"))
    raws += _worded_raws(text, hits)
    raws.sort(key=lambda raw: (raw.low_start if raw.low is not None else raw.start, -raw.end))
    kept: list[Raw] = []
    for raw in raws:
        if not kept or raw.start >= kept[-1].end:
            kept.append(raw)
    return kept


def _worded_raws(text: str, hits: list[Span]) -> Iterator[Raw]:
    """Amounts in words, sought only before a currency that a numeral's last part stands before."""
    pattern, tail = _worded()
    after = [
        (start - _LONGEST_WORDED, end + _LONGEST_AFTER)
        for start, end in hits
        if text[start - 1 : start] in (" ", "\n") and tail.search(text, max(0, start - 20), start - 1)
    ]
    for start, end in _merged(after, len(text)):
        for match in pattern.finditer(text, start, end):
            value = numeral(match["number"])
            if value is not None and not _VAGUE.search(text, max(0, match.start() - 12), match.start()):
                last, units = units_after(text, match.end())
                genitive = match[0].lower().endswith("n")
                yield Raw(match.start(), last, value, units, "money:words", genitive)


@cache
def _worded() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The pattern of an amount in words, and that of a numeral's end."""
    numerals = numeral_pattern()
    return (
        re.compile(rf"(?<![\w-])(?P<number>{numerals})[ \n](?:{EURO})", re.IGNORECASE),
        re.compile(rf"(?:{numeral_part()})\Z", re.IGNORECASE),
    )


def _amount(text: str, match: re.Match[str]) -> Raw | None:
    start, low = match.start("number"), match["low"]
    if low is not None and not _is_span(text, match):
        low = None
    for group in ("low", "number"):
        if match[group] and "\n" in match[group] and not _in_prose(text, match.start(group)):
            # Numbers of a table's column, one above the other: only the last group is the amount's.
            start = match.start(group) + match[group].rindex("\n") + 1
            low = None
    written = text[start : match.end("number")]
    scale = multiplier(match["multiplier"])
    if match["cent"]:
        scale /= 100
    amount = number(written, multiplied=scale > 1)
    if amount < _NO_MILLIONS or scale < 1:
        amount *= scale
    if match["euro"] and _is_table_head(text, match):
        return None
    genitive = bool(match["euro"]) and match[0].lower().endswith(("n", "s")) and match[0][-3:] != "oon"
    end, units = units_after(text, match.end())
    genitive = genitive and not _ADPOSITION.match(text, end)
    if low is not None:
        low_value = number(low, multiplied=scale > 1)
        # "3,1 – 6 M€" is millions twice; "500 000 – 1,2 milj." is not.
        low_amount = low_value * (scale if scale < 1 or low_value < 1000 else 1)
        return Raw(start, end, amount, units, "money:range", genitive, low_amount, match.start("low"))
    if text[start - 1 : start] == "(" and ")" in text[match.end("number") : match.end("number") + 4]:
        start -= 1  # "viisituhatta (5 000) euroa"
    elif _is_negative(text, start):
        start, amount = start - 1, -amount
    return Raw(start, end, amount, units, "money:amount", genitive)


def _is_span(text: str, match: re.Match[str]) -> bool:
    """False for "COVID-19 - 500 euroa"-like accidents: the first number must be the smaller."""
    low = number(match["low"], multiplied=bool(match["multiplier"]))
    return low < number(match["number"], multiplied=bool(match["multiplier"])) or bool(match["multiplier"])


def _in_prose(text: str, position: int) -> bool:
    """True if words stand before ``position`` on its line, so that a number may run over its end."""
    line = text[max(0, position - 60) : position].rsplit("\n", 1)[-1]
    return len(line.strip()) >= 12 and "\t" not in line


def _is_negative(text: str, start: int) -> bool:
    if not start or text[start - 1] not in "-–−":
        return False
    return start == 1 or text[start - 2] in " \n\t(:|"


def _is_table_head(text: str, match: re.Match[str]) -> bool:
    """True for "1000 €" above a table, "(1 000 €)" and "1000 euroina": a unit, not an amount."""
    if not _TABLE_HEAD.fullmatch(match["number"].replace("\n", " ")):
        return False
    if match["euro"].lower() in ("euroina", "euroissa"):
        return True
    before = text[max(0, match.start() - 1) : match.start()]
    after = text[match.end("euro") : match.end("euro") + 1]
    if before == "(" and after == ")":
        return True
    if match["euro"] not in ("€", "EUR", "eur") or after not in ("", "\n", "\t"):
        return False
    # "Kohde        1 000 €" above rows that end with bare numbers.
    above = before == " " and _BARE_ROW.match(text, match.end("euro")) is not None
    return above or before in ("", "\n", "\t")


def _simple(text: str, match: re.Match[str], rule: str) -> Raw:
    scale = Decimal(10**6) if match.groupdict().get("multiplier") else Decimal(1)
    end, units = units_after(text, match.end())
    raw = Raw(match.start(), end, number(match["number"]) * scale, units, rule)
    return replace(raw, start=raw.start - 1, amount=-raw.amount) if _is_negative(text, raw.start) else raw


def units_after(text: str, position: int) -> tuple[int, frozenset[str]]:
    """The end of an amount that goes on at ``position``, and its units: "/asukas/vuosi", " vuodessa"."""
    known = words()
    units: set[str] = set()
    end = position
    for _ in range(3):
        if match := _UNIT.match(text, end):
            name = unit_of(match["unit"])
            if match["unit"] == "t" and _TONNES.search(text, max(0, position - _NEAR_TONNES), position):
                name = "other"
            if name is None and match["gap"] and not _UNIT_STANDS_ALONE.match(text, end):
                break
            units.add(name or "other")
            end = match.end("unit")
            participle = name is None and match["unit"].lower().endswith(_PARTICIPLE)
            if participle and (more := _MORE_OF_UNIT.match(text, end)):
                # "300 €/työllistettävä nuori": the noun after its participle says what for.
                end = more.end()
                units.discard("other")
                units.add(unit_of(more[0].strip()) or "other")
            if match["slash"]:
                end = match.end()
        elif match := known.after.match(text, end):
            if match.lastgroup == "season" and "year" in units:
                break
            name = match.lastgroup or "other"
            units.add(unit_of(_bare(match[0])) or name if name == "other" else name)
            end = match.end()
        elif compound := _compound_after(text, end):
            end, name = compound
            units.add(name)
        else:
            break
    if not units:
        # "9 000 euroa (alv 0 %) vuodessa": the period stands after the remark on VAT.
        remark = _VAT_REMARK.match(text, position)
        if remark and (match := known.after.match(text, remark.end())):
            units.add(match.lastgroup or "other")
        elif remark and (match := _UNIT.match(text, remark.end())) and (name := unit_of(match["unit"])):
            units.add(name)
        elif (match := _NOUN_BEFORE_UNIT.match(text, position)) and unit_of(match["unit"]):
            # "0,70 euron vuokraa/m2/vuosi": the noun belongs to the amount, its end is the currency's.
            units |= units_after(text, match.end("noun"))[1]
        elif match := _NOUN_AND_PERIOD.match(text, position):
            units.add("year" if match["period"].startswith(("vuo", "om", "per år")) else "month")
    return end, frozenset(units)


def _compound_after(text: str, position: int) -> tuple[int, str] | None:
    """The end and the unit of "vaalipäivältä": a compound after an amount whose last part is a unit."""
    match = _WORD_AFTER.match(text, position)
    known = words()
    if match is None or match["word"].startswith(known.no_units):
        return None
    ends = (known.ends.get(match["word"][at:]) for at in range(2, len(match["word"]) - 3))
    unit = next((unit for unit in ends if unit), None)
    return (match.end(), unit) if unit else None


def unit_of(word: str) -> str | None:
    """The unit that ``word`` names, itself or by its last part: "vuosi", "koulupäivä"."""
    units = words().units
    lower = word.lower()
    if lower in units:
        return units[lower]
    return next((units[lower[at:]] for at in range(1, len(lower) - 1) if lower[at:] in _enders()), None)


@cache
def _enders() -> frozenset[str]:
    """The units that may end a compound."""
    long = {unit for unit in words().units if len(unit) >= _SHORTEST_ENDER}
    return frozenset(long) - {"person", "period"} | {"år", "dag"}


def _bare(phrase: str) -> str:
    """The noun of "per läsår", "oppilasta kohden", "osakkeelta", as near its base form as needs be."""
    word = phrase.split()[-2] if phrase.rstrip().endswith(("kohden", "kohti")) else phrase.split()[-1]
    return _PARTITIVE.sub("", word)


def _merged(spans: list[Span], length: int) -> list[Span]:
    """Overlapping spans, in order, made one, and kept within a text's length."""
    merged: list[Span] = []
    for start, end in spans:
        start, end = max(0, start), min(length, end)
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
