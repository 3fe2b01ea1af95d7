"""Numbers of money: "69 500,00", "120.000", "1,7 milj.", "viisituhatta"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from ingest.extract.money_words import words

# Digits in groups of three (by spaces, dots, apostrophes, or cut by a line break) or in one run, then
# decimals. No leading zero before groups: in "1 30 01 500 000 euroa" the budget code ends before 500 000.
NUMBER = r"(?:[1-9]\d{0,2}(?:(?:[ .'’]|[ ]?\n)\d{3}){1,4}(?!\d)|\d{1,12})(?:[.,]\d{1,6}(?!\d))?"
MULTIPLIER = (
    r"(?i:milj(?:oon[a-zäö]{1,6}|oner|on|ard(?:er|i[a-zäö]{0,5}|in)?)?(?![a-zåäö])\.?|mrd\b\.?|mn\b|"
    r"tuha(?:tta|t|nnen|nsia)\b|tuh\.|tusen\b)"
    r"|[MmkKtT](?=€|(?i:euro|eur\b))|[Mkt](?=e(?![\wåäö]))|[MkT](?=[ ](?:€|(?i:euro|eur\b)))"
    r"|[tT]\.(?=[ ]?(?:€|(?i:euro|eur\b)))"
)
_GROUPED = re.compile(r"\d{1,3}(?:[ .'’\n]{1,2}\d{3}){1,4}\Z")


def number(written: str, *, multiplied: bool = False) -> Decimal:
    """The value of ``written``, which matches NUMBER.

    A dot before exactly three last digits separates thousands (120.000), unless the number is followed by
    a multiplier (1.944 milj.); any other dot or comma is the decimal mark.
    """
    text = written.strip()
    whole, comma, decimals = text.rpartition(",")
    if comma:
        return Decimal(f"{_digits(whole)}.{decimals}")
    if _GROUPED.fullmatch(text) and not (multiplied and re.fullmatch(r"\d{1,3}\.\d{3}", text)):
        return Decimal(_digits(text))
    whole, dot, decimals = text.rpartition(".")
    if dot:
        return Decimal(f"{_digits(whole)}.{decimals}")
    return Decimal(_digits(text))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text) or "0"


def multiplier(written: str | None) -> Decimal:
    """What a number is multiplied by: "milj." a million, "mrd" a thousand millions, "t" a thousand."""
    if not written:
        return Decimal(1)
    text = written.lower()
    if text.startswith(("mrd", "miljard")):
        return Decimal(10**9)
    return Decimal(10**6) if text.startswith("m") else Decimal(10**3)


@cache
def numeral_part() -> str:
    """A pattern of one part of a number in words: "viisi", "tuhatta", "toista"."""
    return "|".join(sorted([*words().numerals, "toista", "puoli"], key=len, reverse=True))


@cache
def numeral_pattern() -> str:
    """A pattern of numbers in words, in one word or up to four: "viisituhatta", "kaksi miljoonaa"."""
    parts = numeral_part()
    return rf"(?:{parts}){{1,8}}(?:[ \n](?:ja[ \n](?=puoli))?(?:{parts}){{1,6}}){{0,3}}"


def numeral(written: str) -> Decimal | None:
    """The value of a number in words; None for a mere unit ("tuhatta", "miljoonaa")."""
    text = written.lower().replace("\n", " ")
    if text in ("tuhatta", "miljoonaa", "sataa", "kymmentä", "miljoner"):
        return None
    parts = re.findall(numeral_part(), text)
    total = current = Decimal(0)
    for part in parts:
        if part == "puoli":
            current += Decimal("0.5")
        elif part == "toista":
            current = Decimal("1.5") if current == Decimal("0.5") else current + 10
        else:
            value = words().numerals[part]
            if value >= 1000:
                total += (current or Decimal(1)) * value
                current = Decimal(0)
            elif value in (10, 100) and 0 < current % value < 10:
                # kaksi|kymmentä is 2 × 10, sata|kolme|kymmentä 100 + 3 × 10, kolme|sataa 3 × 100
                unit = current % 10
                current += unit * value - unit
            else:
                current += value
    return total + current or None
