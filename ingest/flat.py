"""Pages whose line ends were lost: where their lines would begin.

A page copied as one paragraph still has its words in order: a head ("Khall 4.12.2023 § 311"), a diary
number, the headings. Cutting before and after them gives segmentation lines to walk over; nothing else is
changed.
"""

from __future__ import annotations

import re
from functools import cache

from corpus.records import SectionRole
from corpus.registry.headings import headings
from corpus.registry.organs import find_organ_at_line_start
from ingest.extract.diary import find_diary_numbers
from ingest.extract.wording import branches

LONG_LINE = 350  # characters; printed lines and even most paragraphs are shorter
_DATE = r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d"
_HEAD = re.compile(
    rf"{_DATE},?\s{{0,2}}(?:/?\s?Pykälä|§)\s?\d{{1,4}}|{_DATE}/Pykälä\s\d{{1,4}}|§\s?\d{{1,4}},?\s{{1,2}}{_DATE}"
)
_SHORT_HEAD = re.compile(r"(?<=\s)[A-ZÅÄÖ][A-Za-zÅÄÖåäö.]{1,14} § ?\d{1,4}(?=\s[A-ZÅÄÖ])")
_MEETING = re.compile(rf",\s(?:kokous|sammanträde)\s{_DATE}")
_NUMBERED_TITLE = re.compile(
    r"(?<![\wäö.)]\s)§\s\d{1,4}\s(?=[A-ZÅÄÖ])|(?<=tarkastettu\s)§\s\d{1,4}\s(?=[A-ZÅÄÖ])"
)
_CHROME_END = re.compile(
    r"PDF-muodossa\s|i PDF-format\s|Pöytäkirja on tarkastettu\s|Protokollet är justerat\s"
)
_LABEL = re.compile(r"\b(?:Dno|Dnro|Dnr|Asianumero|Asianro|Diaarinumero|Ärendenummer)\s*:?\s*$")
_MOST_WORDS = 9
_HEAD_REGION = 3000


@cache
def _heading() -> re.Pattern[str]:
    def alternatives(persons: bool) -> str:
        forms = {
            form[0].upper() + form[1:]
            for heading in headings()
            for form in heading.forms
            if len(form) > 3 and (heading.role is SectionRole.PERSONS) == persons
        }
        return branches([tuple(map(re.escape, form)) for form in sorted(forms)])

    # A title in lower case may follow "Valmistelija"; after other headings it would be prose.
    other, persons = alternatives(False), alternatives(True)
    return re.compile(
        rf"(?<=[\w.:;)\]!?”\"] )(?:(?:{other})(?=:|\s+(?!Kokousasia)[A-ZÅÄÖ§•\d-])|(?:{persons})(?=:|\s))"
    )


def line_starts(text: str) -> list[int]:
    """Offsets at which a lost line would begin, ascending, 0 left out."""
    starts: set[int] = set()
    for match in _heading().finditer(text):
        starts.add(match.start())
    for match in _HEAD.finditer(text) if "§" in text or "ykälä" in text else ():
        start = _organ_start(text, match.start())
        if start == match.start() and text[match.end() : match.end() + 2].strip()[:1].islower():
            continue  # "on kokouksessaan 21.1.2014 § 3 päättänyt"
        starts |= {start, match.end(), _organ_start(text, start)}
    numbered = "§" in text[:_HEAD_REGION]
    for match in _SHORT_HEAD.finditer(text, 0, _HEAD_REGION) if numbered else ():
        if find_organ_at_line_start(match.group()):  # "OTSIKKO TEKLTK § 94 Lautakunta …"
            starts |= {match.start(), match.end()}
    for match in _MEETING.finditer(text, 0, _HEAD_REGION):
        starts |= {_organ_start(text, match.start()), match.end()}
    for pattern in (_NUMBERED_TITLE, _CHROME_END) if numbered else (_CHROME_END,):
        for match in pattern.finditer(text, 0, _HEAD_REGION):
            starts.add(match.start() if pattern is _NUMBERED_TITLE else match.end())
    head = text[:_HEAD_REGION]
    for number in find_diary_numbers(head) if "/" in head or "-" in head else ():  # every one has either
        label = _LABEL.search(text, max(0, number.start - 20), number.start)
        starts |= {label.start() if label else number.start, number.end}
    return sorted(start for start in starts if 0 < start < len(text))


def _organ_start(text: str, end: int) -> int:
    """Where the body's name that ends at ``end`` begins; ``end`` when none does."""
    words = list(re.finditer(r"\S+", text[max(0, end - 160) : end]))[-_MOST_WORDS:]
    offset = max(0, end - 160)
    for word in words:
        start = offset + word.start()
        if not text[start].isupper():
            continue
        found = find_organ_at_line_start(text[start:end])
        if found and not text[start + found[1] : end].strip(" ,"):
            return start
        if text[start:end].strip() in ("Pöytäkirja", "Esityslista", "Protokoll", "Föredragningslista"):
            return start
    return end
