"""A library of random items, the same items as entries, and random questions: what every engine is tried
with.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from hypothesis import strategies as st

from corpus.records import Decision, Item, Outcome, Participation, ParticipationStatus, Per
from index.analysis import Analyser
from index.engines import Engine, Reader
from index.engines.oracle import holds
from index.entry import entries
from index.query import parse
from index.tree import Node, analysed
from tests.index_items import fee, item, library_of

WORDS = (
    "verkosto",
    "verkostojen",
    "kehittäminen",
    "kehittämisverkosto",
    "kunta",
    "kunnan",
    "maksu",
    "uso",
    "päätös",
    "USO-verkosto",
    "lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilas",
    "nätverket",
)
PLACES = ("Harjula", "Koivumaa", "Lehtoranta")


def random_items(count: int, seed: int, prefix: str = "item") -> list[Item]:
    """Items of few words, so that questions hit."""
    dice = random.Random(seed)
    made = []
    for number in range(count):
        text = " ".join(dice.choice(WORDS) for _ in range(dice.randrange(1, 12)))
        made.append(
            item(
                f"{prefix}-{number:03}",
                text,
                language=dice.choice(["fi", "fi", "fi", "sv", "en"]),
                municipality=dice.choice(PLACES),
                organ=dice.choice(["Kunnanhallitus", "Tekninen lautakunta"]),
                meeting_date=dice.choice(
                    [None, dt.date(2020, 1, 1) + dt.timedelta(days=dice.randrange(900))]
                ),
                section=dice.randrange(1, 30),
                title=dice.choice(WORDS),
                money=(fee(str(dice.choice([100, 900, 5000, 9000])), Per.YEAR),),
                decision=Decision(
                    outcome=dice.choice([Outcome.NOTED, Outcome.APPROVED]), text="", effective_text=""
                ),
                participations=(
                    Participation(
                        municipality="Harjula",
                        network="USO",
                        season=dice.choice(["2023-2024", "2025-2026"]),
                        status=ParticipationStatus.JOINED,
                    ),
                ),
            )
        )
    return made


class Bench:
    """A library, its open index, and the same items as entries."""

    def __init__(self, folder: Path, items: list[Item], engine: Engine) -> None:
        self.library = library_of(folder, *items)
        self.analyser = Analyser(self.library)
        self.engine = engine
        engine.build(self.library)
        self.reader: Reader = engine.open(self.library)
        self.reread()

    def reread(self) -> None:
        """Take the entries from the library as it is now."""
        self.entries = list(entries(list(self.library.items()), self.analyser))

    def node(self, text: str) -> Node:
        """A question's analysed tree."""
        return analysed(parse(text), self.analyser)

    def expected(self, node: Node) -> set[str]:
        """What a scan of all entries finds."""
        return {entry.item_id for entry in self.entries if holds(node, entry)}

    def found(self, node: Node) -> list[str]:
        """What the engine finds."""
        answer = self.reader.search(node, limit=1_000)
        assert answer.total == len(answer.hits)
        return [hit.item_id for hit in answer.hits]

    def __repr__(self) -> str:
        return "Bench"

    def close(self) -> None:
        """Close the index and the library."""
        self.reader.close()
        self.library.close()


QUERIES = [
    "verkosto", "verkostojen kehittäminen", '"verkostojen kehittäminen"', '"kehittäminen verkosto"~3',
    '="kunnan"', '="verkostojen kehittäminen"', '="verkosto kunnan maksu"~4', "verkosto*",
    '"verkosto kehittäminen kunta"', '"verkosto kehittäminen kunta maksu"~5', '"uso verkosto kunta"',
    "kehi* kunta:Harjula", "-verkosto", "-verkosto -maksu", "verkosto OR -kunta", "NOT (verkosto OR kunta)",
    "-(-verkosto)", "kunta:Harjula", "kunta:har*", "kunta:(Harjula OR Koivumaa) pvm:2020",
    "toimielin:lautakunta", 'toimielin:"tekninen lautakunta"', "pvm:2020", "pvm:2020-03..2021-02",
    "pvm:>2021", "pvm:<2020-06", "pvm:2020-02-14..2020-11-03", "pvm:1900", "-pvm:2020", "§:10..20", "§:12",
    "§:>25", "maksu:>900", "maksu:100..900", "maksu:9000", "summa:<0,01", "päätös:noted",
    "päätös:hyväksytty verkosto", "kausi:2025", "kausi:2023-2024", "verkosto:uso", "rooli:esittelijä",
    "henkilö:Malliniemi", 'henkilö:"Malliniemi Maija"', "otsikko:verkosto",
    'otsikko:"kehittämisverkostojen toimintamalli"', "otsikko:verk*", "kieli:sv", "nätverk",
    "laji:verkostosivu", "lähde:kaupunginhallitus", "dnro:KOIDno-2021*", "KOIDno-2021-379",
    "2204/00.04.01/2024", "olematonta", "olematonta OR verkosto", '"olematonta verkosto"', "uso uso",
    "ydintiimi", "uso-verk*", "lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilas",
    '"uso uso"', '"uso uso"~3', "kunta:Harjula OR verkosto", "lentokone*",
]  # fmt: skip
"""Questions of every kind."""

_WORD = st.sampled_from(WORDS)
LEAVES = st.one_of(
    _WORD,
    st.builds('"{} {}"'.format, _WORD, _WORD),
    st.builds('"{} {}"~{}'.format, _WORD, _WORD, st.integers(1, 9)),
    st.builds('"{} {} {}"'.format, _WORD, _WORD, _WORD),
    st.builds('"{} {} {}"~{}'.format, _WORD, _WORD, _WORD, st.integers(2, 4)),
    st.builds('"{} {} {} {}"~{}'.format, _WORD, _WORD, _WORD, _WORD, st.integers(1, 3)),
    st.builds('="{} {}"'.format, _WORD, _WORD),
    st.builds('="{} {}"~{}'.format, _WORD, _WORD, st.integers(1, 5)),
    st.builds("{}*".format, st.sampled_from(["ve", "keh", "kun", "xx", "uso-", "lentokonesuihku", "nät"])),
    st.builds("kunta:{}".format, st.sampled_from([*PLACES, "Muualla", "har*"])),
    st.builds("kieli:{}".format, st.sampled_from(["fi", "sv", "se"])),
    st.builds("pvm:{}..{}".format, st.integers(2019, 2020), st.integers(2020, 2022)),
    st.builds("pvm:>2020-{:02}".format, st.integers(1, 12)),
    st.builds("pvm:<=2021-{:02}-15".format, st.integers(1, 12)),
    st.builds("§:<={}".format, st.integers(0, 31)),
    st.builds("maksu:>={}".format, st.sampled_from([0, 100, 900, 901, 9000])),
    st.builds("päätös:{}".format, st.sampled_from(["noted", "approved", "rejected"])),
    st.builds("otsikko:{}".format, _WORD),
    st.builds('otsikko:"{} {}"'.format, _WORD, _WORD),
)
TREES = st.recursive(
    LEAVES,
    lambda child: st.one_of(
        st.builds("({} {})".format, child, child),
        st.builds("({} OR {})".format, child, child),
        st.builds("NOT {}".format, child),
        st.builds("({} -{})".format, child, child),
    ),
    max_leaves=6,
)
"""Questions of any shape."""
