"""Numbers as votes are told in words: "kahdeksalla äänellä viittä vastaan", "yhdeksäntoista (19)", "elva"."""

from __future__ import annotations

# Nominative, adessive, partitive and genitive.
_UNITS = (
    ("yksi", "yhdellä", "yhtä", "yhden"),
    ("kaksi", "kahdella", "kahta", "kahden"),
    ("kolme", "kolmella", "kolmea", "kolmen"),
    ("neljä", "neljällä", "neljää", "neljän"),
    ("viisi", "viidellä", "viittä", "viiden"),
    ("kuusi", "kuudella", "kuutta", "kuuden"),
    ("seitsemän", "seitsemällä", "seitsemää", "seitsemän"),
    ("kahdeksan", "kahdeksalla", "kahdeksaa", "kahdeksan"),
    ("yhdeksän", "yhdeksällä", "yhdeksää", "yhdeksän"),
)
_TEN = ("kymmenen", "kymmenellä", "kymmentä", "kymmenen")
_TENS = ("kymmentä", "kymmenellä", "kymmentä", "kymmenen")
_SWEDISH = (
    "noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv", "tretton",
    "fjorton", "femton", "sexton", "sjutton", "arton", "nitton",
)  # fmt: skip
_SWEDISH_TENS = ("tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio")
_LARGEST_TENS = 7  # a council has at most 79 members


def _numerals() -> dict[str, int]:
    numbers = {"nolla": 0, "nollaa": 0, "en": 1, "aderton": 18}
    for case in range(4):
        numbers[_TEN[case]] = 10
        for unit, forms in enumerate(_UNITS, 1):
            numbers[forms[case]] = unit
            numbers[forms[case] + "toista"] = 10 + unit
            if 2 <= unit <= _LARGEST_TENS:
                tens = forms[case] + _TENS[case]
                numbers[tens] = 10 * unit
                numbers |= {tens + more[case]: 10 * unit + one for one, more in enumerate(_UNITS, 1)}
    numbers |= {word: number for number, word in enumerate(_SWEDISH)}
    for ten, word in enumerate(_SWEDISH_TENS, 2):
        numbers[word] = 10 * ten
        numbers |= {word + ones: 10 * ten + one for one, ones in enumerate(_SWEDISH[1:10], 1)}
        numbers[word + "en"] = 10 * ten + 1
    return numbers


NUMERALS = _numerals()

_UNIT = "|".join(sorted({form for forms in _UNITS for form in forms}, key=len, reverse=True))
_TENTH = "|".join(sorted(set(_TENS), key=len, reverse=True))
_ONES = "|".join(sorted(_SWEDISH, key=len, reverse=True))
# The same words as a pattern that is built as they are, so that it stays short.
WORDS = (
    rf"(?:(?:{_UNIT})(?:toista|(?:{_TENTH})(?:{_UNIT})?)?|{'|'.join(sorted(set(_TEN)))}|nollaa?"
    rf"|(?:{'|'.join(_SWEDISH_TENS)})(?:{_ONES}|en)?|{_ONES}|aderton|en)"
)

# The pieces of every pattern of votes: a blank, a gap that may go over a line's end, a count,
# and the same count once more in brackets.
SPACE = r"[ \t\u00a0\u2009\u202f]"
GAP = r"(?:[ \t\u00a0\u2009\u202f\n]{1,40})"
COUNT = rf"(?:\d{{1,3}}(?!\d)|(?<!\w){WORDS}(?!\w))"
BRACKETED = rf"(?:{SPACE}?\(\d{{1,3}}(?:{SPACE}?[/–—-]{SPACE}?\d{{1,3}})?\))?"


def number(written: str) -> int:
    """The number that digits or words stand for; KeyError for words that are none."""
    word = written.strip().lower()
    return int(word) if word.isdigit() else NUMERALS[word]
