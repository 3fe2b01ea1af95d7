"""An item as every engine sees it: weighted terms with positions, typed values, numbers."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from corpus.database import StoredItem
from corpus.records import Item, Money, MoneyKind, Person, SectionRole
from index.analysis import Analyser, Term, TermKind
from index.places import network_names, organ_names, place
from index.tree import TEXT, TITLE
from index.values import diary_key, name_key, name_words, year_month_day
from index.words import Token, tokens

SCHEMA = 3
"""Version of what an entry holds: changed with it, so that indexes are built anew."""

EXACT = "exact"
TEXT_FIELDS = (TEXT, TITLE, EXACT)
"""Fields of words: base forms and parts of everything, of the title, and words as written."""

KEYWORD_FIELDS = (
    "municipality",
    "region",
    "organ",
    "date",
    "diary",
    "outcome",
    "network",
    "season",
    "status",
    "person",
    "role",
    "kind",
    "language",
    "source",
)
NUMBER_FIELDS = ("section", "fee", "amount")

TITLE_WEIGHT = 3.0
SECTION_WEIGHTS = {SectionRole.DECISION: 2.0, SectionRole.PROPOSAL: 1.5}
PART_WEIGHT = 0.4
_GAP = 1_000  # positions between title and text, so that no phrase runs across
_FEES = (MoneyKind.PARTICIPATION_FEE, MoneyKind.MEMBERSHIP_FEE)
_MOST_CENTS = 2**62
_UNDATED = 99_999_999


class Posting(NamedTuple):
    """A term in one field of an entry: where it stands, and its weight, which counts as its frequency."""

    positions: tuple[int, ...]
    weight: float


class Placed(NamedTuple):
    """A word of an entry: as compared, where it stands, its weight, and what it is found by.

    ``whole`` is the hyphenated word it begins, if any. ``terms`` has at least one base form.
    """

    text: str
    position: int
    weight: float
    in_title: bool
    whole: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Entry:
    """An item for the index. ``day`` is the meeting's date as 20210302, 0 if unknown.

    ``newest`` and ``oldest`` are 63-bit numbers that sort items as the two orders by date do.
    """

    item_id: str
    document_id: int
    day: int
    newest: int
    oldest: int
    words: tuple[Placed, ...]
    keywords: Mapping[str, frozenset[str]]
    numbers: Mapping[str, frozenset[int]]

    @cached_property
    def texts(self) -> Mapping[str, Mapping[str, Posting]]:
        """The fields of words as postings: field to term to places and weight."""
        return _texts(self.words)


def entries(batch: Sequence[StoredItem], analyser: Analyser) -> Iterator[Entry]:
    """Entries of some items; the words of all are analysed together, so that the cache is asked once."""
    read = [(stored, _spread(stored)) for stored in batch]
    words: dict[str, set[str]] = {}
    for stored, spread in read:
        words.setdefault(stored.item.language, set()).update(
            part for token, *_ in spread for part in (token.text, token.whole) if part
        )
    terms = {language: analyser.terms(sorted(some), language) for language, some in words.items()}
    for stored, spread in read:
        of_word = terms.get(stored.item.language, {})
        day = _day(stored.item)
        newest, oldest = _order(stored.item, day)
        yield Entry(
            item_id=stored.item.id,
            document_id=stored.document_id,
            day=day,
            newest=newest,
            oldest=oldest,
            words=tuple(
                Placed(token.text, position, weight, in_title, token.whole, of_word[token.text])
                for token, position, weight, in_title in spread
            ),
            keywords=_keywords(stored),
            numbers=_numbers(stored.item),
        )


def _spread(stored: StoredItem) -> list[tuple[Token, int, float, bool]]:
    """All words of an item with positions and weights: its title, its text, then where it comes from."""
    item = stored.item
    placed = [(token, at, TITLE_WEIGHT, True) for at, token in enumerate(tokens(item.title or ""))]
    position = len(placed) + _GAP
    spans = sorted(
        (section.start, section.end, SECTION_WEIGHTS[section.role])
        for section in item.sections
        if section.role in SECTION_WEIGHTS
    )
    for token in tokens(item.text):
        weight = 1.0
        for start, end, of_section in spans:
            if start <= token.start < end:
                weight = max(weight, of_section)
        placed.append((token, position, weight, False))
        position += 1
    for about in (_municipality(stored), item.organ):
        position += _GAP
        for token in tokens(about or ""):
            placed.append((token, position, 1.0, False))
            position += 1
    return placed


def _texts(words: Iterable[Placed]) -> dict[str, dict[str, Posting]]:
    text: dict[str, tuple[list[int], list[float]]] = {}
    title: dict[str, tuple[list[int], list[float]]] = {}
    exact: dict[str, tuple[list[int], list[float]]] = {}
    for word, position, weight, in_title, whole, terms in words:
        _put(exact, word, position, weight)
        if whole:
            # For prefixes (USO-verk*) only: a question in whole words asks for the parts side by side.
            _put(exact, whole, position, weight)
        for term, kind in terms:
            share = weight if kind is TermKind.BASE else weight * PART_WEIGHT
            _put(text, term, position, share)
            if in_title:
                _put(title, term, position, share)
    return {
        field: {term: Posting(tuple(positions), sum(weights)) for term, (positions, weights) in found.items()}
        for field, found in ((TEXT, text), (TITLE, title), (EXACT, exact))
    }


def _put(found: dict[str, tuple[list[int], list[float]]], term: str, position: int, weight: float) -> None:
    held = found.get(term)
    if held is None:
        found[term] = ([position], [weight])
        return
    positions, weights = held
    if positions[-1] != position:  # two readings of one word may share a part
        positions.append(position)
    weights.append(weight)


def _day(item: Item) -> int:
    day = item.meeting_date
    return day.year * 10_000 + day.month * 100 + day.day if day else 0


def _order(item: Item, day: int) -> tuple[int, int]:
    """Sorting numbers, newest and oldest first: the day, then the meeting, then the §, then any fixed order.

    Undated items come last either way. One number of 63 bits sorts in every engine: 27 bits for the day, 16
    for the meeting's hash, 12 for the §, 8 for the item's hash.
    """
    meeting = zlib.crc32(item.id.rpartition("/")[0].encode()) & 0xFFFF
    section = min(item.section or 0, 0xFFF)
    rest = meeting << 20 | section << 8 | zlib.crc32(item.id.encode()) & 0xFF
    return (_UNDATED - day) << 36 | rest, (day or _UNDATED) << 36 | rest


def _keywords(stored: StoredItem) -> dict[str, frozenset[str]]:
    item, document = stored.item, stored.document
    municipality = _municipality(stored)
    home = place(municipality) if municipality else None
    organs = organ_names(item.organ) if item.organ else ()
    numbers = (*item.diary_numbers, *item.cited_diary_numbers)
    values: dict[str, Iterable[str]] = {
        "municipality": map(name_key, home.names if home else ()),
        "region": map(name_key, home.regions if home else ()),
        "organ": [term for name in organs for term in (name_key(name), *name_words(name))],
        "date": year_month_day(item.meeting_date) if item.meeting_date else (),
        "diary": [diary_key(text) for number in numbers for text in (number.key, number.written)],
        "outcome": [item.decision.outcome.value] if item.decision else (),
        "network": [name for part in item.participations for name in network_names(part.network)],
        "season": [term for part in item.participations for term in _season_terms(part.season)],
        "status": [part.status.value for part in item.participations],
        "person": [term for person in _people(item) for term in _person_terms(person)],
        "role": [person.role.value for person in _people(item)],
        "kind": [item.kind.value],
        "language": [item.language],
        "source": [name_key(document.name), *name_words(f"{document.name} {document.uri}")],
    }
    return {field: frozenset(value for value in found if value) for field, found in values.items()}


def _municipality(stored: StoredItem) -> str | None:
    """Whose item it is; a page that names nobody is of whoever published it, as results show it."""
    return stored.item.municipality or stored.document.municipality


def _people(item: Item) -> Iterator[Person]:
    yield from item.people
    for participation in item.participations:
        yield from participation.contacts


def _person_terms(person: Person) -> Iterator[str]:
    """Every run of words in the name and in the title, so that a question may give as many as it knows."""
    for text in (person.name, person.title):
        words = name_key(text or "").split()[:6]
        for first in range(len(words)):
            for last in range(first + 1, len(words) + 1):
                yield " ".join(words[first:last])


def _season_terms(season: str | None) -> Iterator[str]:
    if season is None:
        return
    yield season
    years = [int(year) for year in season.split("-") if year.isdecimal()]
    if years and years[-1] - years[0] < 100:
        yield from map(str, range(years[0], years[-1] + 1))


def _numbers(item: Item) -> dict[str, frozenset[int]]:
    fees = [money for money in item.money if money.kind in _FEES]
    fees += [part.fee for part in item.participations if part.fee is not None]
    return {
        "section": frozenset(() if item.section is None else (item.section,)),
        "fee": frozenset(_cents(fees)),
        "amount": frozenset(_cents([*item.money, *fees])),
    }


def _cents(money: Iterable[Money]) -> Iterator[int]:
    for each in money:
        cents = round(each.amount * 100)
        if each.currency == "EUR" and abs(cents) < _MOST_CENTS:
            yield cents
