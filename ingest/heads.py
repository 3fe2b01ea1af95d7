"""Lines that say which body handled a matter, when, and under which §.

Such a line ("Kaupunginhallitus 28.10.2024 § 257", "§ 12 Otsikko", "Khall 02.02.2026 § 21") opens an item,
or an earlier body's handling quoted inside one; which of the two is decided by ``ingest.minutes``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.registry.municipalities import is_named
from corpus.registry.organs import Organ, OrganKind, find_organ_at_line_start, organ_from
from ingest.extract.dates import find_dates
from ingest.extract.diary import find_diary_numbers
from ingest.extract.found import Found
from ingest.lines import DocLine, bullet_length

_S = r"[ \t\u00a0\u2009\u202f]"
_SECTION = re.compile(
    rf"(?:§{_S}{{0,3}}|(?:Pykälä|Paragraf|Päätösnumero)(?:{_S}?:)?{_S}{{1,3}}|(?:Pykälä|Paragraf|(?:Asianro|Ärende)(?!{_S}{{1,3}}\d{{1,6}}{_S}?/)){_S}{{1,3}}|Asia/|(?:Asia|Ärende|Asiakohta|Punkt)(?={_S}\d{{1,3}}(?:{_S}[A-ZÅÄÖ]|{_S}{{2}}|{_S}?\d{{1,2}}\.\d{{1,2}}\.(?:19|20)\d\d|$)){_S})"
    rf"(\d{{1,4}})(?![\d:.]|,(?!{_S}(?:[A-ZÅÄÖ]|\d{{1,2}}\.\d))|{_S}?§)(?:{_S}?/{_S}?(?:19|20)\d\d(?!\d))?|(\d{{1,4}}){_S}{{0,3}}§(?![:\w])"
)
# What may stand beside organ, date and § on a head line without making it prose.
_FILLER = re.compile(
    r"(?:pöytäkirja(?:n ote)?|esityslista|viranhaltijapäätös|päätöspöytäkirja|tjänsteinnehavarbeslut|"
    r"päätösluettelo|päätösnumero|protokoll|föredragningslista|beslutsprotokoll|kokous|sammanträde|möte|klo|kl|asia|nro|pvm|päivämäärä|datum|päätöspäivä(?:määrä)?|beslutsdatum|tarkastettu|pykälä|paragraf|§|"
    r"(?:päätös|beslut)(?=\s+\d{1,2}\.\d{1,2}\.\d{4}\s+(?:§\s?\d|\d{1,4}\s?§))|"
    r"den|ma|ti|ke|to|pe|la|su|maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai)(?!\w)[.]?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:klo|kl\.?)\s{0,2}\d{1,2}(?![.:\d])|(?:klo|kl\.?)?\s{0,2}\d{1,2}[.:]\d{2}(?:\s?[-–—]\s?\d{1,2}[.:]\d{2})?(?![.\d])",
    re.IGNORECASE,
)
_SHOUTED = re.compile(r"[A-ZÅÄÖ]{3}[A-ZÅÄÖ0-9 ,./–-]{5,}")
_PUNCTUATION = re.compile(r"[*\s\u00a0\u2009\u202f,:;/()|–—-]+")
_NUMBER = re.compile(r"\d{1,4}(?:\s?/\s?(?:19|20)\d\d|/\d{4})?(?![\d.§])")
_WHO_BRINGS = re.compile(r"[A-ZÅÄÖ][a-zåäö]{0,3}\W*")  # "9 Kj |", the agenda's number and who presents
_HISTORY = re.compile(
    r"(?:päätöshistoria|beslutshistoria|(?:asian )?aikaisempi käsittely|tidigare behandling)[\s:]+(?=\S)",
    re.IGNORECASE,
)
_TOWN = re.compile(
    r"[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)? (?:kunta|kaupunki|kommun|stad|hyvinvointialue|kuntayhtymä)"
    r"[\s,/|–-]+(?=\S)",
    re.IGNORECASE,
)
# What a page calls itself before it names who decided: "Viranhaltijapäätös: Tekninen johtaja 7/2024".
_CALLED = re.compile(
    r"(?:viranhaltijapäätös|tjänsteinnehavarbeslut|pöytäkirjan ?ote|protokollsutdrag)"
    r"(?::\s*|,\s*|\s[–-]\s|\s+)(?=[A-ZÅÄÖ])",
    re.IGNORECASE,
)
# "Hallintojohtajan viranhaltijapäätös 12.3.2024 § 5"
_OFFICIALS = re.compile(
    r"(?P<office>[A-ZÅÄÖ][\w-]{3,40}(?: [\w-]{2,30}){0,3}?[ns])\s"
    r"(?=(?:viranhaltija|tjänsteinnehavar)?(?:päätös|päätöspöytäkirja|beslut)\b)",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"\s§ ?\d{1,4} [A-ZÅÄÖ][^§]{8,}\s§ ?\d{1,4} [A-ZÅÄÖ]")
# "Kehittämisjohtaja      Viranhaltijapäätös      § 31/2024"
_OFFICE_FIRST = re.compile(
    r"(?P<office>[A-ZÅÄÖ][\w-]{3,40}(?: [\w-]{2,30}){0,3}?)\s+"
    r"(?=(?:viranhaltijapäätös|tjänsteinnehavarbeslut)\b)",
    re.IGNORECASE,
)
_OF_REGION = re.compile(
    r"(?:[A-ZÅÄÖ][\w-]{2,20} )?[Hh]yvinvointialueen "
    r"(?=alue(?:hallitus|valtuusto)|\w{3,30}(?:lautakunta|jaosto))"
)
_OWN_TOWN = re.compile(
    r"(?P<name>[A-ZÅÄÖ][a-zåäö]{2,20}(?:-[A-ZÅÄÖ][a-zåäö]{2,20})?) (?=[a-zåäö][\w -]{5,60} \d{1,2}\.\d)"
)
_RUNNING = re.compile(r"asia|ärende|punkt", re.IGNORECASE)
# A decision's page in Ahjo: the agenda's running number before the §.
_POINT = re.compile(
    rf"(?:(?:Asia|Ärende|Case){_S})?\d{{1,3}}\.{_S}?/{_S}?(?=(?:§{_S}?)?\d{{1,4}}(?:{_S}?§)?{_S}*$)"
)
_MINUTES = {"pöytäkirja", "protokoll", "viranhaltijapäätös", "päätöspöytäkirja", "tjänsteinnehavarbeslut"}
_LONGEST_HEAD = 320
_LONGEST_OFFICE = 90
_SHORT_NAME = 12  # characters


@dataclass(frozen=True)
class Mark:
    """A head line: what it names, each with its place in the document; ``rest`` is the title after a §."""

    line: int
    organ: Found[Organ] | None
    date: Found[dt.date] | None
    section: Found[int] | None
    rest: tuple[int, int] | None
    agenda: bool = False
    minutes: bool = False
    history: bool = False  # it stands after the heading of earlier handlings
    running: bool = False  # the number is an agenda's running number ("Asianro 4"), not a §


_FIGURE = re.compile(r"\d")


def find_marks(lines: Sequence[DocLine]) -> list[Mark]:
    """Every head line of a document, in order."""
    marks = []
    for index, line in enumerate(lines):
        # Every head has a § or a day; most lines have no figure at all.
        if len(line.text) <= _LONGEST_HEAD and _FIGURE.search(line.text) and (mark := _mark(index, line)):
            marks.append(mark)
    return marks


def _mark(index: int, line: DocLine) -> Mark | None:
    skip = bullet_length(line.text)
    text = line.text[skip:].rstrip()
    base = line.start + skip
    if town := _TOWN.match(text):
        # A running header: "Tervaharjun kunta   Tekninen lautakunta   § 31   14.5.2019".
        base += town.end()
        text = text[town.end() :]
    if point := _POINT.match(text):
        base += point.end()
        text = text[point.end() :]
    history = _HISTORY.match(text)
    if history:
        base += history.end()
        text = text[history.end() :]
    called = _CALLED.match(text)
    if called:
        base += called.end()
        text = text[called.end() :]
    if skipped := own_town(text):
        base += skipped
        text = text[skipped].upper() + text[skipped + 1 :]
    found_organ = find_organ_at_line_start(text) or _officials(text)
    organ = Found(base, base + found_organ[1], found_organ[0], "head:organ") if found_organ else None
    position = found_organ[1] if found_organ else 0
    dates = {found.start: found for found in find_dates(text)}
    date: Found[dt.date] | None = None
    section: Found[int] | None = None
    numbers: list[Found[int]] = []
    words: set[str] = {"viranhaltijapäätös"} if called and organ else set()
    while position < len(text):
        if position in dates and date is None:
            date = dates[position]
            position = date.end
        elif section is None and (match := _SECTION.match(text, position)):
            number = int(match.group(1) or match.group(2))
            section = Found(base + position, base + match.end(), number, "head:section")
            position = match.end()
        elif match := _CLOCK.match(text, position) or _PUNCTUATION.match(text, position):
            position = match.end()
        elif (section is None or organ or words) and (match := _FILLER.match(text, position)):
            words.add(match.group().casefold().rstrip("."))
            position = match.end()
        elif section is None and (match := _NUMBER.match(text, position)):
            numbers.append(
                Found(
                    base + position,
                    base + match.end(),
                    int(match.group().split("/")[0]),
                    "head:number-of-year" if "/" in match.group() else "head:number",
                )
            )
            position = match.end()
        elif section is not None and organ is None and (named := _body_and_day(text, position)):
            organ = Found(base + position, base + named[1], named[0], "head:organ")
            position = named[1]
        else:
            break
    rest = (base + position, base + len(text)) if position < len(text) else None
    if rest and organ and date and numbers and _WHO_BRINGS.fullmatch(text, position):
        rest = None
    if section is None and rest is None and numbers and organ is not None:
        section = _bare_section(organ, date, numbers, base)
    shouted = rest is not None and date is None and len(numbers) == 1 and _SHOUTED.match(text, position)
    if section is None and organ and organ.value.abbreviation and shouted:  # "KST 61 MÖTETS KONSTITUERING"
        section = _bare_section(organ, None, numbers, base)
    agenda = bool(words & {"esityslista", "föredragningslista"})
    minutes = bool(words & _MINUTES)
    if section is None and rest and organ and date and text[date.end :].lstrip().startswith(":"):
        rest = None  # "Kunnanhallitus 4.2.2013: Päätös: …": the body's own words begin
    if section is None and not (date and rest is None and (organ or agenda or minutes)):
        return None  # an organ's or a date's line alone is no head, nor are words after them
    if rest and section and "§" in text[position:] and find_organ_at_line_start(text[position:]):
        rest = None  # the next body's row on the same line
    if rest and section and _is_number(text[position:]):
        rest = None  # "Khall § 43     61/02.02.02/2023": the title stands elsewhere
    if rest is not None and not _title_like(line.text[rest[0] - line.start :]):
        return None
    if rest is not None and section is not None and _CONTENTS.search(text, position):
        return None  # a table of contents on one line
    running = section is not None and _RUNNING.match(line.text, section.start - line.start) is not None
    return Mark(
        index,
        organ,
        date.shift(base) if date else None,
        section,
        rest,
        agenda,
        minutes,
        history is not None,
        running,
    )


def own_town(text: str) -> int:
    """The length of a municipality's name before its body's ("Oulun sivistyslautakunta 3.2.2024"), else 0."""
    if region := _OF_REGION.match(text):
        return region.end()
    match = _OWN_TOWN.match(text)
    return match.end() if match and is_named(match["name"]) else 0


def _officials(text: str) -> tuple[Organ, int] | None:
    """The office whose decision a line says it is."""
    head = text[:_LONGEST_OFFICE].lower()
    if "päätö" not in head and "beslut" not in head:
        return None
    match = _OFFICIALS.match(text) or _OFFICE_FIRST.match(text)
    organ = organ_from(match["office"]) if match else None
    return (organ, match.end("office")) if match and organ and organ.kind is OrganKind.OFFICEHOLDER else None


def _body_and_day(text: str, position: int) -> tuple[Organ, int] | None:
    """The body that a line names after its §, with nothing but the day after it."""
    found = find_organ_at_line_start(text[position:])
    if found is None:
        return None
    end = position + found[1]
    dates = find_dates(text[end:])
    if not dates or text[end : end + dates[0].start].strip(" ,\t") or text[end + dates[0].end :].strip():
        return None
    return found[0], end


def _bare_section(
    organ: Found[Organ], date: Found[dt.date] | None, numbers: Sequence[Found[int]], base: int
) -> Found[int] | None:
    """A § number without its sign: "TEKNLTK 30", or a table row "Kaupunginhallitus 190 02.05.2017 4"."""
    first = numbers[0]
    if first.rule == "head:number-of-year" and organ.value.kind is not OrganKind.OFFICEHOLDER:
        return None  # a meeting's number: "Tarkastuslautakunta 1 / 2015 12.03.2015"
    if date is not None:
        return first if first.start < base + date.start else None
    short = organ.end - organ.start <= _SHORT_NAME or organ.value.kind is OrganKind.OFFICEHOLDER
    return first if short or organ.value.abbreviation else None


def _is_number(words: str) -> bool:
    """Whether words are a diary number and nothing else."""
    numbers = find_diary_numbers(words, len(words))
    return bool(numbers) and not words[: numbers[0].start].strip() and not words[numbers[0].end :].strip()


def _title_like(words: str) -> bool:
    """Whether words after a § can be a title: they begin with a capital, a digit or a quotation mark."""
    return words[0].isupper() or words[0].isdigit() or words[0] in "\"”'’(„"
