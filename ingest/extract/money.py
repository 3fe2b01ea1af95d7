"""Amounts of money with what they are for: period, VAT, kind, payer.

An amount's span is its own words: sign, number, currency and unit ("9 000 euroa/vuosi"). A span of two
amounts ("3,1 – 6 M€") gives two: the lower over the whole of it, the upper over its own part.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.records import Money, Per, Vat
from ingest.document import Table
from ingest.extract.found import Found
from ingest.extract.money_amounts import CENT, EURO, Raw, find_amounts, units_after
from ingest.extract.money_context import Context, Place
from ingest.extract.money_numbers import MULTIPLIER, multiplier, number
from ingest.extract.money_tables import Column, columns
from ingest.extract.money_vat import vats
from ingest.extract.view import view

_HEAD_UNIT = re.compile(
    rf"(?:(?P<thousand>1[ .]?000[ ]?)|(?P<multiplier>{MULTIPLIER}))?[ ]?"
    rf"(?:(?P<cent>{CENT})|(?P<euro>{EURO}))"
)
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
    _, units = units_after(head, match.end())
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
    raws = find_amounts(seen.text)
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


def _place(context: Context, raws: list[Raw], index: int) -> Place:
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
