"""Items of invented minutes, as many as wanted, for measuring search: Finnish words as often as words come.

Word forms are drawn by Zipf's law from some hundred thousand: plain nouns, compounds with one modifier or
two, and the running words between them. The same number of items and seed give the same items.
"""

from __future__ import annotations

import datetime as dt
import zlib
from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from bench.words import ADJECTIVES, GIVEN, MODIFIERS, NOUNS, SURNAMES
from corpus.records import Decision, DiaryNumber, Item, Kind, Money, MoneyKind, Outcome, Per, Person, Role
from index.analysis import Analyser, Term
from index.entry import Entry, Placed
from index.values import diary_key, name_key, name_words, year_month_day

FORMS = 150_000
"""Different word forms, about."""

_OFTEN = """
ja on että sekä kunnan mukaan vuoden osalta tämän ole myös joka mikä voidaan tulee asia päätti ei kuin niin
olla hän sen jossa kanssa ennen jälkeen noin euroa vuonna kunnanhallitus hyväksyi esityksen mukaisesti
päätettiin käsitteli merkitsi tiedoksi lisäksi toteutetaan esittää valmistelee koskee liittyvät
"""
RUNNING = tuple(_OFTEN.split())
"""The words that are everywhere."""
_HEAD = "Kunnanhallitus päätti hyväksyä esityksen mukaisesti"
_ENDINGS = ("la", "järvi", "mäki", "ranta", "niemi", "saari", "koski", "lampi", "salo", "kylä")
_ORGANS = (
    "Kunnanhallitus",
    "Sivistyslautakunta",
    "Tekninen lautakunta",
    "Kunnanvaltuusto",
    "Elinvoimajaosto",
)
_REGIONS = ("Etelä-Malli", "Pohjois-Malli", "Keski-Malli", "Itä-Malli", "Länsi-Malli", "Saaristo-Malli")
_START = dt.date(2012, 1, 1)
_DAYS = 5_000
_GAP = 1_000
_LAW = -1.35  # gives the 1.6 terms a word has in real minutes


@dataclass(frozen=True)
class Made:
    """One item: its title, its words, and what is typed."""

    number: int
    title: tuple[str, ...]
    words: tuple[str, ...]
    municipality: str
    region: str
    organ: str
    day: dt.date
    section: int
    outcome: Outcome
    fee: int | None
    person: str

    @property
    def item_id(self) -> str:
        """An id as the program makes them."""
        return f"{self.municipality}/{self.organ}/{self.day}/{self.section}-{self.number}".casefold()

    @property
    def diary(self) -> str:
        """Its diary number."""
        return f"{self.municipality[:3].upper()}dno-{self.day.year}-{self.number}"


class Corpus:
    """The items, and how to say them as records or as entries."""

    def __init__(self, seed: int = 1) -> None:
        dice = Random(seed)
        forms = [form for noun in (*NOUNS, *ADJECTIVES) for form in noun]
        compounds = [modifier + form for modifier in MODIFIERS for noun in NOUNS for form in noun]
        dice.shuffle(compounds)
        seen = set(forms) | set(compounds)
        while len(seen) < FORMS:
            seen.add(dice.choice(MODIFIERS) + dice.choice(compounds))
        tail = sorted(seen - set(forms) - set(compounds))
        dice.shuffle(tail)
        dice.shuffle(forms)
        self.words = (*RUNNING, *forms, *compounds, *tail)
        """All word forms, the commonest first."""
        self._sums = list(accumulate((rank + 3) ** _LAW for rank in range(len(self.words))))
        self.places = tuple(
            dict.fromkeys(modifier.capitalize() + ending for modifier in MODIFIERS for ending in _ENDINGS)
        )[:300]
        self._seed = seed

    def items(self, count: int) -> Iterator[Made]:
        """So many items, about 120 words each, newest first as an index is built."""
        dice = Random(self._seed)
        draw, top, words, sums = dice.random, self._sums[-1], self.words, self._sums
        head = tuple(_HEAD.split())
        for number in range(count):
            length = 40 + int(160 * draw() ** 1.5)
            drawn = tuple([words[bisect(sums, draw() * top)] for _ in range(length)])
            place = self.places[int(len(self.places) * draw() ** 2)]
            yield Made(
                number=number,
                title=drawn[:4],
                words=drawn + head if draw() < 0.5 else drawn,
                municipality=place,
                region=_REGIONS[zlib.crc32(place.encode()) % len(_REGIONS)],
                organ=dice.choice(_ORGANS),
                day=_START + dt.timedelta(days=_DAYS - 1 - number * _DAYS // count),
                section=1 + number % 40,
                outcome=dice.choice((Outcome.APPROVED_AS_PROPOSED, Outcome.NOTED, Outcome.TABLED)),
                fee=dice.randrange(100, 20_000) * 100 if draw() < 0.2 else None,
                person=f"{dice.choice(GIVEN)} {dice.choice(SURNAMES)}",
            )


def item(made: Made) -> Item:
    """The item as a record, for a library."""
    text = " ".join(made.words)
    money = () if made.fee is None else (_fee(made.fee),)
    return Item(
        id=made.item_id,
        kind=Kind.ITEM,
        language="fi",
        text=text,
        title=" ".join(made.title).capitalize(),
        municipality=made.municipality,
        organ=made.organ,
        meeting_date=made.day,
        section=made.section,
        diary_numbers=(DiaryNumber(written=made.diary, key=made.diary),),
        people=(Person(name=made.person, title="kunnanjohtaja", role=Role.PRESENTER),),
        money=money,
        decision=Decision(outcome=made.outcome, text="", effective_text=text[:80]),
    )


def _fee(cents: int) -> Money:
    euros = cents // 100
    return Money(amount=euros, per=Per.YEAR, kind=MoneyKind.PARTICIPATION_FEE, text=f"{euros} euroa")


def entry(made: Made, terms: Mapping[str, tuple[Term, ...]]) -> Entry:
    """The item as an engine gets it, without a library: as ``index.entry`` makes it, but quicker."""
    day = made.day.year * 10_000 + made.day.month * 100 + made.day.day
    rest = zlib.crc32(made.item_id.encode()) & 0xFFFFFFFFF
    about = (made.municipality.casefold(), *made.organ.casefold().split())
    placed = [Placed(word, at, 3.0, True, "", terms[word]) for at, word in enumerate(made.title)]
    start = len(placed) + _GAP
    placed += [Placed(word, start + at, 1.0, False, "", terms[word]) for at, word in enumerate(made.words)]
    start += len(made.words) + _GAP
    placed += [Placed(word, start + at, 1.0, False, "", terms[word]) for at, word in enumerate(about)]
    fees = frozenset(() if made.fee is None else (made.fee,))
    name = name_key(made.person).split()
    return Entry(
        item_id=made.item_id,
        document_id=made.number // 40,
        day=day,
        newest=(99_999_999 - day) << 36 | rest,
        oldest=day << 36 | rest,
        words=tuple(placed),
        keywords={
            "municipality": frozenset((name_key(made.municipality), str(100 + len(made.municipality)))),
            "region": frozenset((name_key(made.region),)),
            "organ": frozenset((name_key(made.organ), *name_words(made.organ))),
            "date": frozenset(year_month_day(made.day)),
            "diary": frozenset((diary_key(made.diary),)),
            "outcome": frozenset((made.outcome.value,)),
            "network": frozenset(),
            "season": frozenset(),
            "status": frozenset(),
            "person": frozenset((*name, " ".join(name), "kunnanjohtaja")),
            "role": frozenset(("presenter",)),
            "kind": frozenset(("item",)),
            "language": frozenset(("fi",)),
            "source": frozenset((f"{made.number // 40}", "file", "minutes", "txt")),
        },
        numbers={"section": frozenset((made.section,)), "fee": fees, "amount": fees},
    )


def terms_of(corpus: Corpus, analyser: Analyser) -> dict[str, tuple[Term, ...]]:
    """The search terms of every word a corpus can hold, in lower case."""
    extra = {word for organ in _ORGANS for word in organ.casefold().split()}
    extra |= {place.casefold() for place in corpus.places}
    words = {word.casefold() for word in (*corpus.words, *_HEAD.split())} | set(_HEAD.split()) | extra
    found = analyser.terms({word.casefold() for word in words}, "fi")
    return {word: found[word.casefold()] for word in words}
