"""Amounts of money with what they are for: period, VAT, kind, payer.

An amount's span is its own words: sign, number, currency and unit ("9 000 euroa/vuosi"). A span of two
amounts ("3,1 – 6 M€") gives two: the lower over the whole of it, the upper over its own part.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from corpus.records import Money, Per, Vat
from ingest.document import Table
from ingest.extract.found import Found
from ingest.extract.money_context import Context, Place
from ingest.extract.money_numbers import MULTIPLIER, NUMBER, multiplier, number, numeral, numeral_part, numeral_pattern
from ingest.extract.money_sentences import Span
from ingest.extract.money_tables import Column, columns
from ingest.extract.money_vat import vats
from ingest.extract.money_words import words
from ingest.extract.view import view

_GAP = r"[ \t]{0,2}\n?[ \t]{0,2}"
_EURO = (
    r"(?i:euro(?:a|n|sta|on|ja|lla|lta|lle|ina|issa|t|jen|ssa|ksi|s|illa)?(?![a-zåäö])|eur(?![a-zåäö]))"
    r"|€|(?<=[Mk])e(?![\wåäö])|e(?=/)"
)
_CENT = r"(?i:sentti(?:ä|n|in)?(?![a-zåäö])|sentin(?![a-zåäö])|snt(?![a-zåäö])|cent(?![a-zåäö]))"
_START = r"(?<!\w)(?<!\d[.,:/])(?<![A-Za-zÅÄÖåäö]-)"
# Cheap look ahead: whatever follows the digits and their marks must begin a multiplier or currency.
_AHEAD = r"(?=\d[\d .,'’–\n\t-]{0,60}+[)mMtTkKeE€sScC:])"
_AMOUNT = re.compile(
    rf"{_START}{_AHEAD}(?:(?P<low>{NUMBER})[ \n]?[–-][ \n]?)?(?P<number>{NUMBER})"
    rf"(?:,(?:-{{1,2}}|–)|:-)?\)?(?:{_GAP}(?P<multiplier>{MULTIPLIER}))?{_GAP}"
    rf"(?:(?P<cent>{_CENT})|(?P<euro>{_EURO})(?::[a-zäö]{{1,4}}(?![a-zäö]))?)"
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
    r"|s(?:[nN]|[eE][nN])[tT]|S(?:[nN]|[eE][nN])[tT]|c[eE][nN][tT]|C[eE][nN][tT]"
    r"|,[–-](?<=\d,.)|:-(?<=\d:-)"
)
_LONGEST_BEFORE = 128  # characters of an amount before its currency, at most
_LONGEST_AFTER = 64  # and after it, with the currency
_LONGEST_WORDED = 400
_HEAD_UNIT = re.compile(
    rf"(?:(?P<thousand>1[ .]?000[ ]?)|(?P<multiplier>{MULTIPLIER}))?[ ]?"
    rf"(?:(?P<cent>{_CENT})|(?P<euro>{_EURO}))"
)
_UNIT = re.compile(r"(?P<gap>[ ]?)/[ ]?(?P<unit>k-m[23²³]|[A-Za-zÅÄÖåäö][\w²³-]{0,30})\.?(?=(?P<slash>/)?)")
_VAT_REMARK = re.compile(
    r"[ \n]?(?:\([^()\n]{1,40}\)|\+ ?(?:alv|moms|arvonlisävero[a-zäö]{0,3})\.?(?: ?\d{1,2}(?:,\d)? ?%)?)",
    re.IGNORECASE,
)
_MORE_OF_UNIT = re.compile(r"[ ][a-zåäö]{2,25}(?!\w)")
_PARTICIPLE = ("va", "vä", "tu", "ty", "inen", "iva")
_TABLE_HEAD = re.compile(r"(?:1[ .]?000(?:[ .]?000)?)")
_NO_MILLIONS = 10**6  # "8 000 000 milj. euroa" is a slip of the pen: nobody means millions of millions
_LINK = re.compile(r"[ ,\n]{0,3}(?:(?:ja|tai|och|eller|sekä|enintään|vähintään|–|-)[ \n]{1,2}){0,2}\Z")
_TIMES = frozenset({"year", "month", "season", "day", "hour", "once"})
_HEADS = frozenset({"inhabitant", "municipality", "person", "square_metre", "cubic_metre", "other"})
_SINGLE = {
    "square_metre": Per.SQUARE_METRE,
    "cubic_metre": Per.CUBIC_METRE,
    "person": Per.PERSON,
    "other": Per.OTHER,
    "inhabitant": Per.INHABITANT,
    "day": Per.DAY,
    "hour": Per.HOUR,
    "month": Per.MONTH,
    "season": Per.SEASON,
    "year": Per.YEAR,
    "municipality": Per.OTHER,
    "once": Per.ONCE,
}


@dataclass(frozen=True)
class _Raw:
    """An amount before its surroundings are looked at; places are the view's."""

    start: int
    end: int
    amount: Decimal
    units: frozenset[str]
    rule: str
    genitive: bool = False
    low: Decimal | None = None
    low_start: int = 0


def find_money(text: str, tables: Sequence[Table] = ()) -> list[Found[Money]]:
    """All amounts in euros (and cents) in ``text``, in order.

    ``tables`` are tables whose cells are spans of ``text``: a column whose head names the currency
    ("Maksu €/vuosi") gives an amount for each of its bare numbers. Rows of cells parted by tabs are seen
    without it.
    """
    found = _in_prose_text(text)
    taken = [(one.start, one.end) for one in found]
    for column in columns(text, tables):
        found += [one for one in _of_column(text, column) if not _overlaps(one, taken)]
    return sorted(found, key=lambda one: (one.start, -one.end))


def _overlaps(one: Found[Money], taken: list[tuple[int, int]]) -> bool:
    """True if ``one`` lies in one of the spans ``taken``, which are in order."""
    index = bisect_right(taken, (one.start, len(taken) and taken[-1][1] + 1))
    return any(start < one.end and one.start < end for start, end in taken[max(0, index - 2) : index + 1])


def _of_column(text: str, column: Column) -> list[Found[Money]]:
    """The amounts of a table's column: the head's unit, VAT and kind with each cell's number."""
    head = view(column.head).text
    match = _HEAD_UNIT.search(head)
    if match is None:
        return []
    scale = multiplier(match["multiplier"]) if match["multiplier"] else Decimal(1)
    if match["thousand"]:
        scale = Decimal(1000)
    if match["cent"]:
        scale /= 100
    _, units = _units(head, match.end())
    context = Context(head, [(len(head), len(head))])
    place = Place(len(head), len(head), None, None, False)
    kind = context.kind(place)
    vat = vats(context, [place], [kind])[0]
    return [
        Found(
            start,
            end,
            Money(
                amount=number(view(text[start:end]).text, multiplied=scale > 1) * scale,
                per=_per(units, context.units_before(place)),
                vat=vat,
                kind=kind,
                text=text[start:end],
            ),
            "money:table",
        )
        for start, end in column.cells
    ]


def _in_prose_text(text: str) -> list[Found[Money]]:
    seen = view(text)
    raws = _raws(seen.text)
    if not raws:
        return []
    context = Context(seen.text, [(raw.start, raw.end) for raw in raws])
    places = [_place(context, raws, index) for index in range(len(raws))]
    found: list[Found[Money]] = []
    previous: Money | None = None
    kinds = [context.kind(place) for place in places]
    for raw, place, kind, vat in zip(raws, places, kinds, vats(context, places, kinds), strict=True):
        money = Money(
            amount=raw.amount,
            per=_per(raw.units, context.units_before(place)),
            vat=vat,
            kind=kind,
            payer=context.payer(place),
            text=seen.slice(raw.start, raw.end),
        )
        linked = place.previous_end is not None and _LINK.fullmatch(
            seen.text[place.previous_end : min(raw.start, place.previous_end + 40)]
        )
        if linked and previous is not None:
            money = _inherit(money, previous)
            _share_back(found, money)
        if raw.low is not None:
            low_text = seen.slice(raw.low_start, raw.end)
            low = money.model_copy(update={"amount": raw.low, "text": low_text})
            found.append(Found(*seen.span(raw.low_start, raw.end), low, "money:range"))
        found.append(Found(*seen.span(raw.start, raw.end), money, raw.rule))
        previous = money
    return found


def _inherit(money: Money, previous: Money) -> Money:
    """ "290 eurosta 354 euroon": the second is what the first is, unless it says otherwise."""
    update: dict[str, object] = {"kind": previous.kind}
    if money.per is Per.ONCE:
        update["per"] = previous.per
    if money.vat is Vat.UNKNOWN:
        update["vat"] = previous.vat
    if money.payer is None:
        update["payer"] = previous.payer
    return money.model_copy(update=update)


def _share_back(found: list[Found[Money]], money: Money) -> None:
    """The period and VAT said once, after the last: "290 eurosta 354 euroon vuodessa"."""
    last = found[-1].value
    update: dict[str, object] = {}
    if last.per is Per.ONCE:
        update["per"] = money.per
    if last.vat is Vat.UNKNOWN:
        update["vat"] = money.vat
    if update:
        found[-1] = replace(found[-1], value=last.model_copy(update=update))


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


def _place(context: Context, raws: list[_Raw], index: int) -> Place:
    raw = raws[index]
    start, end = context.sentences.around(raw.start)
    before = raws[index - 1] if index else None
    after = raws[index + 1] if index + 1 < len(raws) else None
    return Place(
        raw.low_start if raw.low is not None else raw.start,
        raw.end,
        before.end if before and before.start >= start else None,
        after.start if after and after.start < end else None,
        raw.genitive,
    )


def _per(own: frozenset[str], before: set[str]) -> Per:
    """The amount's unit from its own words; a period or head it lacks from the words before it."""
    units = set(own)
    if not units & _TIMES and not units & {"square_metre", "cubic_metre", "other"}:
        units |= before & _TIMES
    if not units & _HEADS:
        units |= before & _HEADS
    if "year" in units and "inhabitant" in units:
        return Per.INHABITANT_YEAR
    if "year" in units and "municipality" in units:
        return Per.MUNICIPALITY_YEAR
    if "municipality" in units and len(units) > 1:
        units.discard("municipality")
    return next((per for unit, per in _SINGLE.items() if unit in units), Per.ONCE)


def _raws(text: str) -> list[_Raw]:
    hits = [match.span() for match in _ROUGHLY.finditer(text)]
    stretches = _merged([(start - _LONGEST_BEFORE, end + _LONGEST_AFTER) for start, end in hits], len(text))
    raws: list[_Raw] = []
    for start, end in stretches:
        raws += [raw for match in _AMOUNT.finditer(text, start, end) if (raw := _amount(text, match))]
        raws += [_simple(text, match, "money:dash") for match in _DASHED.finditer(text, start, end)]
        for match in _CURRENCY_FIRST.finditer(text, start, end):
            before = text[max(0, match.start() - 8) : match.start()]
            if not _MULTIPLIED_BEFORE.search(before):
                raws.append(_simple(text, match, "money:currency-first"))
    raws += _worded_raws(text, hits)
    raws.sort(key=lambda raw: (raw.low_start if raw.low is not None else raw.start, -raw.end))
    kept: list[_Raw] = []
    for raw in raws:
        if not kept or raw.start >= kept[-1].end:
            kept.append(raw)
    return kept


def _worded_raws(text: str, hits: list[Span]) -> Iterator[_Raw]:
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
            if value is not None:
                last, units = _units(text, match.end())
                genitive = match[0].lower().endswith("n")
                yield _Raw(match.start(), last, value, units, "money:words", genitive)


@cache
def _worded() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The pattern of an amount in words, and that of a numeral's end."""
    numerals = numeral_pattern()
    return (
        re.compile(rf"(?<![\w-])(?P<number>{numerals})[ \n](?:{_EURO})", re.IGNORECASE),
        re.compile(rf"(?:{numeral_part()})\Z", re.IGNORECASE),
    )


def _amount(text: str, match: re.Match[str]) -> _Raw | None:
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
    genitive = bool(match["euro"]) and match[0].lower().endswith(("n", "s"))
    end, units = _units(text, match.end())
    if low is not None:
        low_value = number(low, multiplied=scale > 1)
        # "3,1 – 6 M€" is millions twice; "500 000 – 1,2 milj." is not.
        low_amount = low_value * (scale if scale < 1 or low_value < 1000 else 1)
        return _Raw(start, end, amount, units, "money:range", genitive, low_amount, match.start("low"))
    if text[start - 1 : start] == "(" and ")" in text[match.end("number") : match.end("number") + 4]:
        start -= 1  # "viisituhatta (5 000) euroa"
    elif _is_negative(text, start):
        start, amount = start - 1, -amount
    return _Raw(start, end, amount, units, "money:amount", genitive)


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
    after = text[match.end() : match.end() + 1]
    if before == "(" and after == ")":
        return True
    return match["euro"] in ("€", "EUR", "eur") and before in ("", "\n", "\t") and after in ("", "\n", "\t")


def _simple(text: str, match: re.Match[str], rule: str) -> _Raw:
    scale = Decimal(10**6) if match.groupdict().get("multiplier") else Decimal(1)
    end, units = _units(text, match.end())
    raw = _Raw(match.start(), end, number(match["number"]) * scale, units, rule)
    return replace(raw, start=raw.start - 1, amount=-raw.amount) if _is_negative(text, raw.start) else raw


def _units(text: str, position: int) -> tuple[int, frozenset[str]]:
    """The end of an amount that goes on at ``position``, and its units: "/asukas/vuosi", " vuodessa"."""
    known = words()
    units: set[str] = set()
    end = position
    for _ in range(3):
        if match := _UNIT.match(text, end):
            name = known.units.get(match["unit"].lower())
            if name is None and match["gap"]:
                break
            units.add(name or "other")
            end = match.end("unit")
            participle = name is None and match["unit"].lower().endswith(_PARTICIPLE)
            if participle and (more := _MORE_OF_UNIT.match(text, end)):
                # "300 €/työllistettävä nuori": the noun after its participle says what for.
                end = more.end()
                units.discard("other")
                units.add(known.units.get(more[0].strip().lower(), "other"))
            if match["slash"]:
                end = match.end()
        elif match := known.after.match(text, end):
            if match.lastgroup == "season" and "year" in units:
                break
            units.add(match.lastgroup or "other")
            end = match.end()
        else:
            break
    if not units:
        # "9 000 euroa (alv 0 %) vuodessa": the period stands after the remark on VAT.
        remark = _VAT_REMARK.match(text, position)
        if remark and (match := known.after.match(text, remark.end())):
            units.add(match.lastgroup or "other")
    return end, frozenset(units)
