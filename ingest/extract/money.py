"""Amounts of money with what they are for: period, VAT, kind, payer.

An amount's span is its own words: sign, number, currency and unit ("9 000 euroa/vuosi"). A span of two
amounts ("3,1 – 6 M€") gives two: the lower over the whole of it, the upper over its own part.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from corpus.records import Money, MoneyKind, Per, Vat
from ingest.document import Table
from ingest.extract.found import Found
from ingest.extract.money_amounts import CENT, EURO, Raw, find_amounts, units_after
from ingest.extract.money_context import HEADS, Context
from ingest.extract.money_cues import Place
from ingest.extract.money_links import (
    inherit,
    is_coordinated,
    is_for_another,
    is_linked,
    is_next_row,
    is_of_it,
    is_part,
    is_second,
    is_total,
    replaced,
    share_back,
    total,
    united,
)
from ingest.extract.money_lists import listed
from ingest.extract.money_numbers import MULTIPLIER, multiplier, number
from ingest.extract.money_payer import payer
from ingest.extract.money_rows import kind_of_row, unit_of_row
from ingest.extract.money_series import with_series
from ingest.extract.money_subject import Subject, subject_of
from ingest.extract.money_tables import Column, columns
from ingest.extract.money_vat import beside, vats
from ingest.extract.view import view

_HEAD_UNIT = re.compile(
    rf"(?<![A-Za-zÅÄÖåäö])(?:(?P<thousand>1[ .]?000[ ]?)|(?P<multiplier>{MULTIPLIER}))?[ ]?"
    rf"(?:(?P<cent>{CENT})|(?P<euro>{EURO}))"
)
# "Beloppen är i tusen euro": a table's unit, no sum.
_IS_UNIT = re.compile(
    r"\b(?:i|luvut|summat|tiedot|yksikkö)[ ](?:tusen|1[ ]?000)[ ](?:€|euro[a-z]{0,3})\Z", re.IGNORECASE
)
_SOLD = re.compile(r"(?<!vuokran )\b(?:hin(?:ta|taan|naksi|nalla|nasta)\b|myy[dtn]|pris|såld|säljs)")
_LUMPS = frozenset({MoneyKind.BUDGET, MoneyKind.ESTIMATE})
_RATE_UNITS = frozenset({"hour", "day", "square_metre", "cubic_metre"})
_RATES = frozenset({Per.HOUR, Per.DAY, Per.SQUARE_METRE, Per.CUBIC_METRE, Per.OTHER})
_NOUN_AFTER = 30  # characters after a genitive amount where its noun begins and tells
_TIMES = frozenset({"year", "month", "season", "day", "hour", "once"})
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


def find_money(text: str, tables: Sequence[Table] = (), title: str = "") -> list[Found[Money]]:
    """All amounts in euros (and cents) in ``text``, in order.

    ``title`` is the matter's, which tells what sums are that nothing else tells of; without it the text's
    first lines do.

    ``tables`` are tables whose cells are spans of ``text``: a column whose head names the currency
    ("Maksu €/vuosi") gives an amount for each of its bare numbers. Rows of cells parted by tabs, and lists
    whose caption names the currency, are seen without it.
    """
    subject = cache(lambda: subject_of(text, title))  # most texts never ask
    found, told = _in_prose_text(text, subject)
    found = [one for one in found if not _IS_UNIT.search(text, max(0, one.start - 20), one.end)]
    starts = [one.start for one in found]
    bare: list[Found[Money]] = []
    for column in (*columns(text, tables), *listed(view(text))):
        for start, end in column.worded:
            for index in range(bisect_left(starts, start), bisect_left(starts, end)):
                value = _completed(text, found[index].value, column, subject)
                found[index] = replace(found[index], value=value)
        bare += _of_column(text, column, subject)
    if bare:
        taken = [(one.start, one.end) for one in found]
        new = {(one.start, one.end): one for one in reversed(bare) if not _overlaps(one, taken)}
        found = sorted([*found, *new.values()], key=lambda one: (one.start, -one.end))
    return united(replaced(text, found), told)


def _overlaps(one: Found[Money], taken: list[tuple[int, int]]) -> bool:
    """True if ``one`` lies in one of the spans ``taken``, which are in order."""
    index = bisect_right(taken, (one.start, len(taken) and taken[-1][1] + 1))
    return any(start < one.end and one.start < end for start, end in taken[max(0, index - 2) : index + 1])


def _of_column(text: str, column: Column, subject: Callable[[], Subject]) -> list[Found[Money]]:
    """The amounts of a table's column: the head's unit, VAT and kind with each cell's number."""
    head = view(column.head).text
    match = _HEAD_UNIT.search(head)
    if match is None or not column.cells:
        return []
    scale = multiplier(match["multiplier"]) if match["multiplier"] else Decimal(1)
    if match["thousand"]:
        scale = Decimal(1000)
    if match["cent"]:
        scale /= 100
    per, vat, kind = _said_by_head(column, subject)
    if vat is Vat.UNKNOWN:
        vat = beside(text, column.cells[0][0], column.cells[-1][1])
    if kind is MoneyKind.OTHER and vat is not Vat.UNKNOWN:
        kind = MoneyKind.PRICE  # what VAT is told of is bought or sold
    return [
        Found(
            start,
            end,
            Money(
                amount=number(view(text[start:end]).text, multiplied=scale > 1) * scale,
                per=per if per is not Per.ONCE else _SINGLE.get(unit_of_row(text, start) or "", per),
                vat=vat,
                kind=kind_of_row(text, start, kind) or kind,
                text=text[start:end],
            ),
            "money:table",
        )
        for start, end in column.cells
    ]


def _completed(text: str, money: Money, column: Column, subject: Callable[[], Subject]) -> Money:
    """An amount in a cell with what its column's head, or a line beside the table, says and it does not."""
    per, vat, kind = _said_by_head(column, subject)
    update: dict[str, object] = {}
    if money.per is Per.ONCE:
        update["per"] = per
    if money.vat is Vat.UNKNOWN:
        aside = vat is Vat.UNKNOWN
        update["vat"] = beside(text, column.worded[0][0], column.worded[-1][1]) if aside else vat
    if money.kind is MoneyKind.OTHER:
        update["kind"] = kind
    return money.model_copy(update=update)


def _said_by_head(column: Column, subject: Callable[[], Subject]) -> tuple[Per, Vat, MoneyKind]:
    """Unit, VAT and kind of a column, by its head; the kind by the whole head row if the head has none."""
    head = view(column.head).text
    match = _HEAD_UNIT.search(head)
    units = units_after(head, match.end())[1] if match else frozenset()
    per, vat, kind = _said_by(head, units, subject)
    told = MoneyKind.OTHER
    if column.name:
        own_per, own_vat, told = _said_by(view(column.name).text, frozenset(), subject)
        per, vat = own_per if per is Per.ONCE else per, own_vat if vat is Vat.UNKNOWN else vat
    if told is MoneyKind.OTHER and kind is MoneyKind.OTHER and column.row:
        told = _said_by(view(column.row).text, frozenset(), subject)[2]
    kind = kind if told is MoneyKind.OTHER else told
    return per, vat, subject().kind or kind if kind is MoneyKind.OTHER else kind


def _said_by(words: str, units: frozenset[str], subject: Callable[[], Subject]) -> tuple[Per, Vat, MoneyKind]:
    """Unit, VAT and kind that a head's words tell, beside the ``units`` after its currency."""
    context = Context(words, [(len(words), len(words))], subject)
    place = Place(len(words), len(words), None, None, False)
    kind = context.kind(place)
    return _per(units, context.units_before(place)), vats(context, [place], [kind])[0], kind


def _in_prose_text(text: str, subject: Callable[[], Subject]) -> tuple[list[Found[Money]], set[int]]:
    """The amounts outside tables, and where those begin whose own sentence tells what they are."""
    seen = view(text)
    raws = with_series(seen.text, find_amounts(seen.text))
    if not raws:
        return [], set()
    context = Context(seen.text, [(raw.start, raw.end) for raw in raws], subject)
    places = [_place(context, raws, index) for index in range(len(raws))]
    pers = [_per(raw.units, context.units_before(place)) for raw, place in zip(raws, places, strict=True)]
    kinds, told = _kinds(context, raws, places)
    coordinated = list(_coordinated(context, places))
    for index in coordinated:
        # "vuokriin 5 000 euron ja palkkoihin 3 000 euron määräraha": the noun at the end is of both.
        kinds[index] = kinds[index + 1]
        pers[index] = pers[index + 1] if pers[index] is Per.ONCE else pers[index]
    found: list[Found[Money]] = []
    previous: Money | None = None
    for index, (raw, place, per, kind, vat) in enumerate(
        zip(raws, places, pers, kinds, vats(context, places, kinds), strict=True)
    ):
        money = Money(
            amount=raw.amount,
            per=Per.SEASON if per is Per.ONCE and context.is_of_season(place, kind) else per,
            vat=vat,
            # What VAT is told of, or is so much by the hour, is bought or sold if nothing tells otherwise.
            kind=kind or (MoneyKind.OTHER if vat is Vat.UNKNOWN and per not in _RATES else MoneyKind.PRICE),
            payer=payer(context, place),
            text=seen.slice(raw.start, raw.end),
        )
        end = place.previous_end
        own_noun = place.genitive and context.has_kind_cue(place.end, place.end + _NOUN_AFTER)
        if own_noun and kind is not None and index not in coordinated:
            pass  # "tuella, 5 000 euroa, ja 3 000 euron lainalla": its own noun tells
        elif (previous is not None and end is not None and is_linked(seen.text, end, raw.start)) or (
            previous is not None
            and end is not None
            and is_for_another(seen.text, end, raw.start)
            and not context.has_kind_cue(end, raw.start)
        ):
            money = inherit(money, previous, seen.text[end : raw.start])
            share_back(found, money)
        elif previous is not None and end is not None and is_of_it(seen.text, end, raw.start):
            money = inherit(money, previous, "")
        elif (
            previous is not None
            and end is not None
            and previous.kind is MoneyKind.ESTIMATE
            and money.kind in (MoneyKind.PRICE, MoneyKind.OTHER)
            and is_second(seen.text, end, raw.start)
            and not context.has_kind_cue(end, raw.start)
        ):
            # "A maksaa arviolta 5 euroa ja B 4 euroa": the guess is of both.
            money = money.model_copy(update={"kind": MoneyKind.ESTIMATE})
        if previous is not None and end is not None and is_total(seen.text, end, raw.start):
            money = total(money, previous)
        if raw.low is not None:
            low_text = seen.slice(raw.low_start, raw.end)
            low = money.model_copy(update={"amount": raw.low, "text": low_text})
            found.append(Found(*seen.span(raw.low_start, raw.end), low, "money:range"))
        found.append(Found(*seen.span(raw.start, raw.end), money, raw.rule))
        previous = money
    return found, {
        seen.span(place.start, place.end)[0] for place, is_told in zip(places, told, strict=True) if is_told
    }


def _kinds(
    context: Context, raws: Sequence[Raw], places: Sequence[Place]
) -> tuple[list[MoneyKind | None], list[bool]]:
    """What each amount is; a part of another ("…, josta osuus on 5 €") and its list's next row are it too."""
    kinds: list[MoneyKind | None] = []
    told: list[bool] = []
    for raw, place in zip(raws, places, strict=True):
        end = raws[len(kinds) - 1].end if kinds else None
        kind = context.told_kind(place)
        if end is not None and (
            is_part(context.text, end, place.start)
            or (kind is None and is_next_row(context.text, end, place.start))
        ):
            kind = kinds[-1]
        told.append(kind is not None)
        kind = _by_units(kind or _untold(context, place, raw), raw.units, context, place)
        if context.sentences.is_list_line(context.sentences.at(place.start)):
            kind = kind_of_row(context.text, place.start, kind)
        kinds.append(kind)
    return kinds, told


def _untold(context: Context, place: Place, raw: Raw) -> MoneyKind | None:
    """What leads to an amount says; of so much by the hour no budget nor account that is told before."""
    kind = context.untold_kind(place)
    if kind in _LUMPS and raw.units & _RATE_UNITS:
        return context.subject.kind if context.subject.kind not in _LUMPS else None
    return kind


def _coordinated(context: Context, places: Sequence[Place]) -> Iterator[int]:
    """The amounts, the last first, that share the noun of the next: genitives parted by a conjunction."""
    for index in range(len(places) - 2, -1, -1):
        one, after = places[index : index + 2]
        joined = one.next_start is not None and is_coordinated(context.text, one.end)
        if joined and one.genitive and after.genitive:
            yield index


def _by_units(
    kind: MoneyKind | None, units: frozenset[str], context: Context, place: Place
) -> MoneyKind | None:
    """What the amount's unit tells of its kind.

    What is priced by the municipality ("1 500 €/kunta") is the fee of something municipalities join; what is
    charged by the inhabitant is charged from the municipality, so no tariff; what each of those who
    attend pays is the price of an event, where no network is meant; and let land may have a price too.
    """
    if kind is MoneyKind.TARIFF and "inhabitant" in units:
        return MoneyKind.PRICE
    if kind is MoneyKind.RENT and "square_metre" in units and not units & _TIMES:
        return MoneyKind.PRICE if context.says_before(_SOLD, place) else kind
    if kind is MoneyKind.PARTICIPATION_FEE and "person" in units and not context.is_of_network(place):
        return MoneyKind.TARIFF if context.subject.kind is MoneyKind.TARIFF else MoneyKind.PRICE
    if "municipality" in units and kind in (MoneyKind.PRICE, MoneyKind.TARIFF):
        return MoneyKind.PARTICIPATION_FEE
    return kind


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
        bool(raw.units - {"year"}),
    )


def _per(own: frozenset[str], before: set[str]) -> Per:
    """The amount's unit from its own words; a period or head it lacks from the words before it."""
    units = set(own)
    if not units & _TIMES and not units & {"square_metre", "cubic_metre"}:
        units |= before & _TIMES
    if units & _TIMES - {"year"}:
        units -= {"person", "other"}  # "8 €/lapsi/päivä": by the day
    if "year" in own:
        units.discard("other")  # "118 euroa vajaa kohden vuodessa"
    if not units & HEADS:
        # A ticket or a load has no period: with one, the sum is no single ticket's.
        units |= before & (HEADS if not units & _TIMES else HEADS - {"person", "other"})
    if "year" in units and "inhabitant" in units:
        return Per.INHABITANT_YEAR
    if "year" in units and "municipality" in units:
        return Per.MUNICIPALITY_YEAR
    if "municipality" in units and len(units) > 1:
        units.discard("municipality")
    return next((per for unit, per in _SINGLE.items() if unit in units), Per.ONCE)
