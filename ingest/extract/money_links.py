"""What an amount takes from the one it is told with: "290 eurosta 354 euroon", "uusi hinta on 5 euroa"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import replace
from decimal import Decimal

from corpus.records import Money, MoneyKind, Per, Vat
from ingest.extract.found import Found
from ingest.extract.money_sentences import Sentences
from ingest.extract.money_words import words

_LINK = re.compile(
    r"(?:[ ]\([^()\d]{1,30}\))?[ ,\n]{0,60}"
    r"(?:(?:ja|tai|och|eller|sekä|till|enintään|vähintään|–|-)[ \n]{1,2}){0,2}\Z"
)
# "… ja vaihtoehto B 3 euroa": a second subject of the same verb.
_SECOND = re.compile(r",?[ \n](?:ja|sekä|och|samt)[ \n](?:[^\s,.;:\d]{1,25}[ \n]){1,3}")
# "… alle 5 000 asukkaan kunnalle 2 000 euroa ja suuremmalle 3 000 euroa": only whom it is for is new.
_FOR_ANOTHER = re.compile(
    r"[ ,\n]{1,40}(?:(?:ja|sekä|mutta|och|samt|men)[ \n]{1,40})?(?!jo[a-z]{1,4}\b|kun\b|että\b|som\b)"
    r"(?:(?:för|av)[ \n]{1,40}(?:[a-zåäö]{2,20}[ \n]{1,40}){1,2}"
    r"|(?<!och )(?<!samt )(?:[^\s,.;:()\d]{2,25}[ \n]{1,40}){0,2}"
    r"(?!(?:kaikkiaan|kokonaisuudessaan|noin|niin)[ \n])"
    r"[^\s,.;:()\d]{2,25}(?:n|ll[ea]|lt[aä]|n[aä])[ \n]{1,40})\Z"
)
# What a member proposes instead says nothing of VAT.
_COUNTER = re.compile(r"\b(?:laske|alene|nouse|sänks|ehdott|vastaehdot|muutosehdot|motförslag|föreslog)")
# "…, josta lautakunnan osuus on": a part of the sum before it is what that is.
_PART = re.compile(
    r",?[ \n]{1,40}(?:josta|joista|mistä|varav|av vilket|av vilka)[ \n]{1,40}"
    r"(?!(?:kunnan|kaupungin|valtion|eu:n|ely-keskuksen|kommunens|stadens|statens)\b)"
    r"(?:(?:[^\s,.;:()\d]{2,25}[ \n]{1,40}){1,3}(?:osuus|andel)"
    r"|(?:on )?(?:käytössä|jäljellä|nostettu|nostamatta|i bruk))"
    r"[ \n]{1,40}(?:(?:on|oli|olisi|är|var)[ \n]{1,40})?\Z"
)
# The rest of a row, then the name that begins the next one.
_NEXT_ROW = re.compile(r"[^\n.:;]{0,40}\n[ \t]{0,40}[^\n.:;?!]{0,80}[ \t]\Z")
# "…, ja tulevalla kaudella se nousisi": still of the sum before.
_IT = re.compile(
    r"(?:[ ]\([^()]{1,30}\))?[^.!?;:\d]{0,60}?(?:,|[ \n](?:ja|mutta|och|men))[ \n]"
    r"(?:[^\s,.;:\d]{2,25}[ \n]{1,40}){0,4}"
    r"(?:(?:se|den|det)[ \n]{1,40}"
    r"(?:nous(?:isi|ee|i)|lask(?:isi|ee|i)|korotetaan|kohoaa|stiger|steg|höjs|sjunker|sänks)"
    r"|(?:stiger|höjs|sjunker|sänks)[ \n](?:den|det)|skulle[ \n](?:den|det)[ \n](?:stiga|höjas|sjunka))"
    r"[ \n]{1,40}(?:(?:noin|till|cirka)[ \n]{1,40}){0,2}\Z"
)
# "… vuodessa eli yhteensä": several periods' sum.
_SUM = re.compile(
    r"(?:[ ]\([^()]{1,30}\))?[^\d]{0,60}"
    r"\b(?:yhteensä|kaikkiaan|kokonaisuudessaan|sammanlagt|totalt|inalles)[ \n]{1,40}\Z"
)
_MOST_PERIODS = 5
_AND = re.compile(r"(?:,[ ]|,?[ \n]{1,40}(?:ja|sekä|och|samt)[ \n])")
_BULLET = re.compile(r"\n[ \t]{0,40}[-–•*·▪]")
_LONGEST_ROW = 200
_BOUND = re.compile(r"\b(?:enintään|vähintään|korkeintaan|kuitenkin|högst|minst)\b")
_MOST_TIMES = 10  # a unit said once is not of a sum so many times as much
_LONGEST_LINK = 120
_TIMES = frozenset({Per.YEAR, Per.MONTH, Per.SEASON})
_REPLACED_KINDS = frozenset(
    {MoneyKind.PARTICIPATION_FEE, MoneyKind.PRICE, MoneyKind.TARIFF, MoneyKind.RENT, MoneyKind.MEMBERSHIP_FEE}
)
_LONGEST_CLAUSE = 120  # characters before an amount where "uusi hinta" may stand
_MOST_BACK = 10  # amounts back to the price that is replaced
_ALIKE = 3  # a price's successor is not this many times as much, nor as little


def is_linked(text: str, end: int, start: int) -> bool:
    """True if nothing but a "ja" or a dash parts an amount that ends at ``end`` from one at ``start``."""
    return _LINK.fullmatch(text[end : min(start, end + _LONGEST_LINK)]) is not None


def is_second(text: str, end: int, start: int) -> bool:
    """True if "ja" and one to three words part an amount that ends at ``end`` from one at ``start``."""
    return _SECOND.fullmatch(text[end : min(start, end + 2 * _LONGEST_LINK)]) is not None


def is_for_another(text: str, end: int, start: int) -> bool:
    """True if only words of for whom it is part an amount that ends at ``end`` from one at ``start``."""
    return _FOR_ANOTHER.fullmatch(text[end : min(start, end + _LONGEST_LINK)]) is not None


def is_part(text: str, end: int, start: int) -> bool:
    """True for a share of the amount that ends at ``end``: "50 euroa, josta laitoksen osuus on 20 euroa"."""
    return _PART.fullmatch(text[end : min(start, end + _LONGEST_ROW)]) is not None


def is_of_it(text: str, end: int, start: int) -> bool:
    """True if "se nousisi" tells that the amount at ``start`` is what the one before it becomes."""
    return _IT.fullmatch(text[end : min(start, end + 2 * _LONGEST_LINK)]) is not None


def is_total(text: str, end: int, start: int) -> bool:
    """True if "yhteensä" stands before the amount at ``start``, and no number since ``end``."""
    return start - end <= _LONGEST_LINK and _SUM.fullmatch(text[end:start]) is not None


def total(money: Money, previous: Money) -> Money:
    """``money``, which sums up ``previous``: as many times a year's sum is of the years, and of no year."""
    if previous.per is not Per.YEAR or previous.amount <= 0 or money.per not in (Per.YEAR, Per.ONCE):
        return money
    times = money.amount / previous.amount
    if times != int(times) or not 1 < times <= _MOST_PERIODS:
        return money
    fee = money.kind is MoneyKind.PARTICIPATION_FEE
    return money.model_copy(update={"per": Per.SEASON if fee else Per.ONCE})


def is_coordinated(text: str, end: int) -> bool:
    """True if a conjunction follows the amount that ends at ``end``, so that no noun of its own does."""
    return _AND.match(text, end) is not None


def is_next_row(text: str, end: int, start: int) -> bool:
    """True if the amount at ``start`` stands in the line below the one of the amount that ends at ``end``.

    What a list with bullets is of stands above the list.
    """
    between = text[end : min(start, end + _LONGEST_ROW)]
    return _NEXT_ROW.fullmatch(between) is not None and _BULLET.search(between) is None


def inherit(money: Money, previous: Money, between: str) -> Money:
    """ "290 eurosta 354 euroon": the second is what the first is, unless it says otherwise.

    A bound, told ``between`` them, is of the whole: "2 €/asukas, vähintään 500 euroa".
    """
    update: dict[str, object] = {"kind": previous.kind}
    if money.per is Per.ONCE and not (_BOUND.search(between) and previous.per not in _TIMES):
        update["per"] = previous.per
    if money.vat is Vat.UNKNOWN:
        update["vat"] = previous.vat
    if money.payer is None:
        update["payer"] = previous.payer
    return money.model_copy(update=update)


def share_back(found: list[Found[Money]], money: Money) -> None:
    """The period and VAT said once, after the last: "290 eurosta 354 euroon vuodessa"."""
    last = found[-1].value
    update: dict[str, object] = {}
    if last.per is Per.ONCE and last.amount * _MOST_TIMES > money.amount > last.amount / _MOST_TIMES:
        update["per"] = money.per
    if last.vat is Vat.UNKNOWN:
        update["vat"] = money.vat
    if update:
        found[-1] = replace(found[-1], value=last.model_copy(update=update))


def replaced(text: str, found: Sequence[Found[Money]]) -> list[Found[Money]]:
    """``found``, in order; a price put in another's place has the unit and VAT that it leaves out itself.

    "Hinta on 4,50 €/m². … ehdotti hinnaksi 3,90 euroa": also by the square metre. ``text`` is what the
    amounts were found in.
    """
    result = list(found)
    prices = [index for index, one in enumerate(result) if one.value.kind in _REPLACED_KINDS]
    if len(prices) < 2:
        return result
    sentences: Sentences | None = None
    for order, index in enumerate(prices[1:], start=1):
        one = result[index]
        before = (result[earlier].value for earlier in reversed(prices[max(0, order - _MOST_BACK) : order]))
        old = next((money for money in before if _is_successor(one.value, money)), None)
        if old is None:
            continue
        sentences = sentences or Sentences(text)
        first = max(sentences.around(one.start)[0], one.start - _LONGEST_CLAUSE)
        if words().replacing.search(sentences.lower, first, one.start):
            update: dict[str, object] = {"per": old.per}
            if one.value.vat is Vat.UNKNOWN and not _COUNTER.search(sentences.lower, first, one.start):
                update["vat"] = old.vat
            result[index] = replace(one, value=one.value.model_copy(update=update))
    return result


def _is_successor(new: Money, old: Money) -> bool:
    return (
        new.kind is old.kind
        and new.per in (Per.ONCE, old.per)
        and (old.per is not new.per or (old.vat is not Vat.UNKNOWN and new.vat is Vat.UNKNOWN))
        and 0 < old.amount < new.amount * _ALIKE
        and new.amount < old.amount * _ALIKE
    )


def united(found: Sequence[Found[Money]], told: Set[int]) -> list[Found[Money]]:
    """``found``, in order; the same amount said again in a matter is the same sum.

    It has the unit and the VAT that any mention of it has, and what it is from a mention whose own sentence
    tells (those that begin at one of the offsets ``told``).
    """
    result = list(found)
    mentions: dict[Decimal, list[int]] = defaultdict(list)
    for index, one in enumerate(result):
        mentions[one.value.amount].append(index)
    for places in mentions.values():
        if len(places) < 2:
            continue
        values = [result[index].value for index in places]
        kinds = {result[index].value.kind for index in places if result[index].start in told}
        surer = kinds - {MoneyKind.OTHER} or kinds
        pers = {value.per for value in values} - {Per.ONCE}
        known = {value.vat for value in values} - {Vat.UNKNOWN}
        for index in places:
            one = result[index]
            update: dict[str, object] = {}
            if len(surer) == 1 and (one.start not in told or one.value.kind is MoneyKind.OTHER):
                update["kind"] = next(iter(surer))
            if len(pers) == 1 and one.value.per is Per.ONCE:
                update["per"] = next(iter(pers))
            if len(known) == 1 and one.value.vat is Vat.UNKNOWN:
                update["vat"] = next(iter(known))
            if update:
                result[index] = replace(one, value=one.value.model_copy(update=update))
    return result
