"""Sums in a row whose currency is said once, after the last: "A Oy 4 100, B Ky 4 300 ja C Ab 5 000 euroa".

Only sums that are certain are taken: written with thousands apart or with cents, each after a name with
capitals, and each of the size of the one that has the currency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.extract.money_amounts import Raw
from ingest.extract.money_numbers import number

_NAME = r"(?:[A-ZÅÄÖ][^\s,;:()\d]{0,30}|&)"
_BEFORE = re.compile(
    r"(?<=[a-zåäö)][ \n])(?P<number>\d{1,3}(?:[ .]\d{3}){1,2}(?:,\d{2})?|\d{1,6},\d{2}|\d{5,7})"
    rf"(?:,| ja| sekä| och|, ja| samt)[ \n]{_NAME}(?:[ \n](?:(?:ja|och) )?{_NAME}){{0,4}}[ \n]\Z"
)
# The first of two of a kind: "maksut ovat 3.600 ja 2.950 euroa", "mellan 7 000 och 9 000 euro".
_PAIR = re.compile(
    r"(?<=[a-zåäö:,][ \n])(?P<number>\d{1,3}(?:[ .]\d{3}){1,2}(?:,\d{2})?|\d{1,6},\d{2})"
    r"[ \n](?:ja|tai|sekä|och|eller)[ \n](?:(?:sitten|myöhemmin|lopulta|sedan|senare)[ \n])?\Z"
)
# "maksut ovat 5, 10 ja 15 euroa": bare numbers, nothing else between them.
_BARE = r"(?!(?:19|20)\d\d(?![\d,]))\d{1,6}(?:,\d{1,2})?"
_LAST_BUT_ONE = re.compile(rf"(?<=[a-zåäö:,][ \n])(?P<number>{_BARE})[ \n](?:ja|tai|sekä|och|eller)[ \n]\Z")
_EARLIER = re.compile(rf"(?<=[a-zåäö:,][ \n])(?P<number>{_BARE}),[ \n]\Z")
# "aikuisilta 6, lapsilta 3 ja opiskelijoilta 4 euroa": for whom or where, said alike of each.
_FOR_EACH = re.compile(
    rf"(?P<case>lt[aä]|ll[aä]|lle|ss[aä])[ \n](?P<number>{_BARE}|\d{{1,3}}[ ]\d{{3}})"
    r"(?:,|[ ](?:ja|sekä))[ \n](?:[a-zåäö-]{2,25}[ \n])?[a-zåäö-]{2,25}(?:lt[aä]|ll[aä]|lle|ss[aä])[ \n]\Z"
)
# "120:stä 140 euroon".
_RISE = re.compile(rf"(?<![\d.,:/])(?P<number>{_BARE}):st[aä][ \n]\Z")
# "från 311 till 295 euro", "mellan 300 och 400 euro".
_FROM = re.compile(
    r"\b(?:från|mellan)[ \n](?P<number>\d{1,3}(?:[ .]\d{3}){0,2}(?:,\d{1,2})?)[ \n](?:till|och)[ \n]\Z"
)
# "11,2 miljoonasta 12,6 miljoonaan euroon".
_MILLIONS = re.compile(r"(?<![\d.,])(?P<number>\d{1,3}(?:,\d{1,3})?)[ \n]miljoonasta[ \n](?:noin[ \n])?\Z")
_SHORT = (_PAIR, _FROM, _MILLIONS, _RISE)  # these end within a few words
_DIGIT = re.compile(r"\d")
_LONGEST_SHORT = 60
_LONGEST_STEP = 160  # characters from one sum to the next
_MOST = 30  # sums in a row
_ALIKE = 10  # sums of one row are not this many times as much, nor as little


def with_series(text: str, raws: Sequence[Raw]) -> list[Raw]:
    """``raws``, amounts of the view's ``text`` in order, and the sums in a row before each of them."""
    result: list[Raw] = []
    for raw in raws:
        done = result[-1].end if result else 0
        if raw.low is None and (not raw.genitive or text.startswith("väli", raw.end + 1)):
            result += reversed(list(_row(text, raw, done)))
        result.append(raw)
    return result


def _row(text: str, last: Raw, done: int) -> Iterator[Raw]:
    """The sums before ``last``, backwards, down to the amount that ends at ``done``."""
    position = last.start
    for _ in range(_MOST):
        first = max(done, position - _LONGEST_STEP)
        if not _DIGIT.search(text, first, position):
            return
        match = _BEFORE.search(text, first, position) or _FOR_EACH.search(text, first, position)
        near = max(first, position - _LONGEST_SHORT)
        if match is None and _DIGIT.search(text, near, position):
            found = (pattern.search(text, near, position) for pattern in _SHORT)
            match = next((one for one in found if one), None)
            last_step = _LAST_BUT_ONE if position == last.start else _EARLIER
            match = match or last_step.search(text, near, position)
        if match is None:
            return
        amount = number(match["number"]) * (10**6 if match.re is _MILLIONS else 1)
        if not last.amount / _ALIKE < amount < last.amount * _ALIKE:
            return
        start, end = match.span("number")
        yield replace(last, start=start, end=end, amount=amount, rule="money:series")
        position = start
