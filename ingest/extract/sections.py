"""Section numbers: which § opens an item of minutes, and which belongs to a law or to another item.

Heads met: "§ 12 Otsikko", "47 §", "86§/18.03.2014", "KH § 117", "Kaupunginhallitus 28.10.2024 § 257",
"Pykälä 127", "Asia 4 § 190", and a body's abbreviation before a bare number ("TEKNLTK 30").
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.extract.found import Found
from ingest.extract.view import View

_DATE = r"\d{1,2}\. ?\d{1,2}\. ?\d{4}"
_NUMBER_LAST = re.compile(r"§ ?(\d{1,4})(?![\d.,]\d|\d)")
_NUMBER_FIRST = re.compile(r"(?<![\d.,/–-])(\d{1,4}) ?§")
_PYKALA = re.compile(r"(?:\A|(?<=[\s/]))(?:pykälä|paragraf) ?:? ?(\d{1,4})(?!\d|[.,]\d)", re.IGNORECASE)
_ORGAN_NUMBER = re.compile(
    rf"\A\s{{0,9}}([A-ZÅÄÖ][A-Za-zÅÄÖåäö]{{1,11}}) (\d{{1,4}})(?: ?/? ?{_DATE})?\s{{0,9}}\Z"
)
_INFLECTED = re.compile(r"(?::[a-zäöå]|[a-zäöå]|§)")
_LIST_BEFORE = re.compile(r"(?<![\d.])\d{1,3}(?: ?[a-z])?(?: ?§)? ?(?:,|–|-|ja|och|sekä) ?\Z")
_SIGNED_LIST_BEFORE = re.compile(r"§ ?\d{1,4} ?(?:,|–|-|ja|och|sekä) ?\Z")
_LIST_AFTER = re.compile(r" ?(?:,|–|-|ja|och|sekä) ?\d")
_NUMBER_BEFORE = re.compile(r"(\d{1,4}) ?\Z")
_NUMBERS_BEFORE = re.compile(
    r"(?:\d{1,4}(?: ?[a-z])?(?: ?§)?(?: ?(?:,|–|-|ja|och|sekä) ?|\. ?| ?\Z)){1,12}\Z"
)
_STATUTE_BEFORE = re.compile(r"\(\d{1,4}/\d{4}\) ?\Z")
_WORD_AT_END = re.compile(r"([^\W\d_]{1,40})[.:]? ?\Z")
_PROSE_AFTER = re.compile(r" ?,? ?[a-zäöå]{2,}")
_TITLE_AFTER = re.compile(r"[.:]?\s*(?:\Z|[A-ZÅÄÖ\d/\"”'(*•–-])")
_LONGEST_HEAD = 300


@dataclass(frozen=True)
class _Words:
    organ_endings: tuple[str, ...]
    history: frozenset[str]
    law_endings: tuple[str, ...]
    parts: re.Pattern[str]


@cache
def _words() -> _Words:
    with Path(__file__).with_name("sections.toml").open("rb") as file:
        data = tomllib.load(file)
    parts = "|".join(data["law"]["parts"])
    return _Words(
        tuple(data["head"]["organ_endings"]),
        frozenset(data["head"]["history_words"]),
        tuple(data["law"]["endings"]),
        re.compile(rf" ?(?:\d{{1,2}}[.:]? ?(?:-? ?)?)?(?:{parts})\b", re.IGNORECASE),
    )


def find_section_number(line: str, *, bare: bool = False) -> Found[int] | None:
    """The § number that ``line`` opens an item with; None for prose, laws and ranges.

    With ``bare`` a body's abbreviation and a number alone on the line ("TEKNLTK 30") count too. The span is
    the number with its sign. Give one line; only its first 300 characters are looked at.
    """
    seen = View(line[:_LONGEST_HEAD])
    text = seen.text
    if match := _PYKALA.search(text):
        return _found(seen.span(*match.span()), match[1], "section:word")
    for match in re.finditer("§", text):
        if found := _at_sign(text, match.start()):
            start, end, number = found
            return _found(seen.span(start, end), number, "section:sign")
    if bare and (match := _ORGAN_NUMBER.match(text)):
        return _found(seen.span(match.start(1), match.end(2)), match[2], "section:organ-number")
    return None


def _found(span: tuple[int, int], number: str, rule: str) -> Found[int] | None:
    return Found(*span, int(number), rule) if int(number) else None


def _at_sign(text: str, sign: int) -> tuple[int, int, str] | None:
    """The number of the § at ``sign`` with its span, if that § opens the line's item."""
    before = text[:sign]
    number_before = _NUMBER_BEFORE.search(before)
    number_after = _NUMBER_LAST.match(text, sign)
    if number_after and number_before:
        # "Asia 4 § 190" is 190; "47 § 3 vuoden suunnitelma" and "12 § 2021 tilinpäätös" are 47 and 12.
        if not before[: number_before.start()].strip() or 1900 <= int(number_after[1]) <= 2100:
            number_after = None
        else:
            number_before = None
    if number_after:
        start, end, number = sign, number_after.end(), number_after[1]
    elif number_before and (match := _NUMBER_FIRST.match(text, number_before.start())):
        start, end, number = match.start(), match.end(), match[1]
    else:
        return None
    if law_section_reference(text, sign) or not _TITLE_AFTER.match(text, end):
        return None
    return (start, end, number) if _is_head(text[:start]) else None


def _is_head(prefix: str) -> bool:
    """True if what stands before the number is nothing, or a body, an officeholder, a date."""
    rest = re.sub(rf",? ?(?:{_DATE})(?:,? ?(?:klo|kl) ?[\d.:]{{1,5}})?", " ", prefix).strip(" ,:/*#•\t-–|")
    if not rest:
        return True
    words = rest.split()
    if len(words) > 8 or not (rest[0].isupper()):
        return False
    known = _words()
    if any(word.strip(":").casefold() in known.history for word in words):
        return False
    last = words[-1].strip(".,:")
    if last.isdigit() and len(words) > 1:  # "Asia 4"
        last = words[-2].strip(".,:")
    if last.casefold().endswith(known.organ_endings):
        return True
    # One short word in front is a body's abbreviation: Kh, KHALL, KhallS, TEKNLTK.
    return (
        len(words) == 1
        and len(last) <= 10
        and last.isalpha()
        and not last.casefold().endswith(known.law_endings)
    )


def law_section_reference(text: str, pos: int) -> bool:
    """True if the § at ``text[pos]`` plainly belongs to a law, a rule or another item.

    It does when it is inflected (§:n, §:t, §§), when a law, chapter or list of §§ stands before it or a
    paragraph (momentti, kohta) after it, when it is one of a range, when it stands in brackets, or when the
    sentence runs on after it in lower case ("10.4.2017 § 105 tekemän päätöksen").
    """
    before = text[max(0, pos - 120) : pos]
    before = View(before[before.rfind("\n") + 1 :]).text
    after = View(text[pos + 1 : pos + 60].split("\n", 1)[0]).text
    if _INFLECTED.match(after) or before.endswith("§"):
        return True
    known = _words()
    if known.parts.match(after):
        return True
    number_after = re.match(r" ?(\d{1,4})(?: ?[a-z]\b)?", after)
    tail = after[number_after.end() :] if number_after else after
    if known.parts.match(tail):
        return True
    if _LIST_AFTER.match(tail) and not re.match(rf" ?[,–-]? ?{_DATE}", tail):
        return True
    if number_before := _NUMBER_BEFORE.search(before):
        if _LIST_BEFORE.search(before[: number_before.start()]):
            return True
    elif _SIGNED_LIST_BEFORE.search(before):
        return True
    numbers = _NUMBERS_BEFORE.search(before)
    stem = (before[: numbers.start()] if numbers else before).rstrip()
    if _STATUTE_BEFORE.search(stem):
        return True
    if (match := _WORD_AT_END.search(stem)) and match[1].casefold().endswith(known.law_endings):
        return True
    if "(" in before and ")" not in before[before.rfind("(") :] and ")" in after:
        return True
    return bool(_PROSE_AFTER.match(tail)) and bool(stem)
