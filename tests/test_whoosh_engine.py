"""The Whoosh engine against a brute-force scan, and the life of its folder."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.database import Library
from corpus.records import Decision, Item, Outcome, Participation, ParticipationStatus, Per
from index import tree
from index.analysis import Analyser
from index.engines import Hit, IndexFailure, IndexState, Order, Reader, whoosh_engine
from index.engines.swap import STAMP
from index.engines.whoosh_engine import WhooshEngine
from index.engines.whoosh_scan import number_term
from index.entry import EXACT, Entry, Posting, entries
from index.query import parse
from index.tree import Node, analysed
from tests.index_items import DEVELOPMENT, ITEMS, JOIN, fee, item, library_of, store

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
)
PLACES = ("Harjula", "Koivumaa", "Lehtoranta")


def random_items(count: int, seed: int) -> list[Item]:
    dice = random.Random(seed)
    made = []
    for number in range(count):
        text = " ".join(dice.choice(WORDS) for _ in range(dice.randrange(1, 12)))
        made.append(
            item(
                f"item-{number:03}",
                text,
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


# The oracle


def matches(node: Node, entry: Entry) -> bool:
    """Whether an entry matches, told from the entry alone."""
    match node:
        case tree.Word(terms=terms, field=field):
            return any(term in entry.texts[field] for term in terms)
        case tree.Phrase(words=words, exact=exact, slop=slop):
            places = [word_places(entry.texts, word, exact=exact) for word in words]
            return any(follows(places, 1, start, slop) for start in places[0])
        case tree.Prefix(text=text, field=field):
            fields = (field, EXACT) if field == tree.TEXT else (field,)
            return any(term.startswith(text) for name in fields for term in entry.texts[name])
        case tree.Any(field=field, values=values):
            return bool(entry.keywords[field] & set(values))
        case tree.Starts(field=field, text=text):
            return any(value.startswith(text) for value in entry.keywords[field])
        case tree.Range(field=field, low=low, high=high):
            return any(
                (low is None or low <= number) and (high is None or number <= high)
                for number in entry.numbers[field]
            )
        case tree.Dates(low=low, high=high):
            if not entry.day:
                return False
            day = dt.date(entry.day // 10_000, entry.day // 100 % 100, entry.day % 100)
            return (low is None or low <= day) and (high is None or day <= high)
        case tree.And(nodes=nodes):
            return all(matches(child, entry) for child in nodes)
        case tree.Or(nodes=nodes):
            return any(matches(child, entry) for child in nodes)
        case tree.Not(node=child):
            return not matches(child, entry)
        case tree.Everything():
            return True


def word_places(texts: Mapping[str, Mapping[str, Posting]], word: tree.Word, *, exact: bool) -> set[int]:
    postings = texts[EXACT] if exact else texts[word.field]
    terms = (word.text,) if exact else word.terms
    return {place for term in terms if term in postings for place in postings[term].positions}


def follows(places: list[set[int]], index: int, after: int, slop: int) -> bool:
    if index == len(places):
        return True
    return any(
        follows(places, index + 1, place, slop)
        for place in range(after + 1, after + slop + 1)
        if place in places[index]
    )


class Bench:
    """A library, its open index, and the same items as entries."""

    def __init__(self, folder: Path, items: list[Item]) -> None:
        self.library = library_of(folder, *items)
        self.analyser = Analyser(self.library)
        WhooshEngine().build(self.library)
        self.reader: Reader = WhooshEngine().open(self.library)
        self.entries = list(entries(list(self.library.items()), self.analyser))

    def node(self, text: str) -> Node:
        return analysed(parse(text), self.analyser)

    def expected(self, node: Node) -> set[str]:
        return {entry.item_id for entry in self.entries if matches(node, entry)}

    def found(self, node: Node) -> list[str]:
        answer = self.reader.search(node, limit=1_000)
        assert answer.total == len(answer.hits)
        return [hit.item_id for hit in answer.hits]

    def __repr__(self) -> str:
        return "Bench"

    def close(self) -> None:
        self.reader.close()
        self.library.close()


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    made = Bench(tmp_path_factory.mktemp("bench"), [*random_items(90, 7), *ITEMS])
    yield made
    made.close()


QUERIES = [
    "verkosto", "verkostojen kehittäminen", '"verkostojen kehittäminen"', '"kehittäminen verkosto"~3',
    '="kunnan"', '="verkostojen kehittäminen"', '="verkosto kunnan maksu"~4', "verkosto*",
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
    "ydintiimi",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_finds_what_a_scan_finds(bench: Bench, query: str) -> None:
    node = bench.node(query)
    found = bench.found(node)
    assert set(found) == bench.expected(node)
    assert len(found) == len(set(found))


def test_the_queries_test_something(bench: Bench) -> None:
    hits = [len(bench.expected(bench.node(query))) for query in QUERIES]
    assert sum(1 for count in hits if 0 < count < len(bench.entries)) > len(QUERIES) * 0.8


LEAVES = st.one_of(
    st.sampled_from(WORDS),
    st.builds('"{} {}"'.format, st.sampled_from(WORDS), st.sampled_from(WORDS)),
    st.builds('"{} {} {}"~2'.format, st.sampled_from(WORDS), st.sampled_from(WORDS), st.sampled_from(WORDS)),
    st.builds('="{} {}"'.format, st.sampled_from(WORDS), st.sampled_from(WORDS)),
    st.builds("{}*".format, st.sampled_from(["ve", "keh", "kun", "xx"])),
    st.builds("kunta:{}".format, st.sampled_from([*PLACES, "Muualla"])),
    st.builds("pvm:{}..{}".format, st.integers(2019, 2020), st.integers(2020, 2022)),
    st.builds("pvm:>2020-{:02}".format, st.integers(1, 12)),
    st.builds("§:<={}".format, st.integers(0, 31)),
    st.builds("maksu:>={}".format, st.sampled_from([0, 100, 900, 901, 9000])),
    st.builds("päätös:{}".format, st.sampled_from(["noted", "approved", "rejected"])),
    st.builds("otsikko:{}".format, st.sampled_from(WORDS)),
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


@settings(max_examples=60, deadline=None)
@given(query=TREES)
def test_finds_what_a_scan_finds_for_any_query(bench: Bench, query: str) -> None:
    node = bench.node(query)
    assert set(bench.found(node)) == bench.expected(node)


@pytest.mark.slow
@settings(max_examples=5_000, deadline=None)
@given(query=TREES)
def test_finds_what_a_scan_finds_for_thousands_of_queries(bench: Bench, query: str) -> None:
    node = bench.node(query)
    assert set(bench.found(node)) == bench.expected(node)


@settings(max_examples=40, deadline=None)
@given(query=TREES)
def test_the_best_few_are_the_first_of_all(bench: Bench, query: str) -> None:
    node = bench.node(query)
    whole = bench.reader.search(node, limit=1_000)
    few = bench.reader.search(node, limit=4)
    assert (few.total, few.hits) == (whole.total, whole.hits[:4])


# Order and paging


def test_pages_follow_each_other(bench: Bench) -> None:
    node = bench.node("verkosto OR kunta")
    for order in Order:
        whole = bench.reader.search(node, limit=1_000, order=order)
        pages: list[Hit] = []
        for offset in range(0, whole.total, 7):
            page = bench.reader.search(node, limit=7, offset=offset, order=order)
            assert page.total == whole.total
            pages += page.hits
        assert [hit.item_id for hit in pages] == [hit.item_id for hit in whole.hits]


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST])
def test_order_by_date_with_undated_items_last(bench: Bench, order: Order) -> None:
    days = {entry.item_id: entry.day for entry in bench.entries}
    found = [
        days[hit.item_id]
        for hit in bench.reader.search(bench.node("kunta:Harjula"), limit=999, order=order).hits
    ]
    dated = [day for day in found if day]
    assert dated == sorted(dated, reverse=order is Order.NEWEST)
    assert found == dated + [0] * (len(found) - len(dated))
    assert 0 < len(dated) < len(found)


def test_equal_scores_come_newest_first(bench: Bench) -> None:
    days = {entry.item_id: entry.day for entry in bench.entries}
    found = bench.found(bench.node("kunta:Harjula"))
    assert found == sorted(found, key=lambda item_id: (-days[item_id], item_id))


@pytest.mark.parametrize(
    ("name", "better", "worse"),
    [
        ("title", {"title": "Meluaita", "text": "Asia."}, {"title": "Asia", "text": "Meluaita."}),
        ("word of its own", {"text": "Aita on tiellä."}, {"text": "Meluaita on tiellä."}),
        ("more often", {"text": "Aita. Aita. Tie."}, {"text": "Aita. Tie. Tie."}),
    ],
)
def test_rank(tmp_path: Path, name: str, better: dict[str, str], worse: dict[str, str]) -> None:
    with library_of(
        tmp_path, item("a", **worse), item("b", **better), item("c", "Jotakin muuta.")
    ) as library:
        WhooshEngine().build(library)
        query = analysed(parse("meluaita" if name == "title" else "aita"), Analyser(library))
        with WhooshEngine().open(library) as reader:
            assert [hit.item_id for hit in reader.search(query).hits] == ["b", "a"]


def test_words_of_the_decision_count_more(tmp_path: Path) -> None:
    text = JOIN.text.replace("Harjulan", "Metsälän")
    other = JOIN.model_copy(update={"id": "z", "sections": (), "text": text})
    with library_of(tmp_path, other, JOIN) as library:
        WhooshEngine().build(library)
        query = analysed(parse("hyväksyttiin"), Analyser(library))
        with WhooshEngine().open(library) as reader:
            first, second = reader.search(query).hits
    assert (first.item_id, second.item_id) == (JOIN.id, "z")
    assert first.score > second.score


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=2, max_size=5))
def test_number_terms_sort_as_numbers(numbers: list[int]) -> None:
    assert sorted(numbers) == sorted(numbers, key=number_term)


# The folder


def index_folder(library: Library) -> Path:
    return library.folder / "index" / "whoosh"


def test_states(tmp_path: Path) -> None:
    engine = WhooshEngine()
    with library_of(tmp_path, JOIN) as library:
        assert engine.state(library) is IndexState.MISSING
        built = engine.build(library)
        assert (built.items, engine.state(library)) == (1, IndexState.FRESH)
        store(library, DEVELOPMENT)
        assert engine.state(library) is IndexState.STALE
        assert engine.build(library).items == 2
        assert engine.state(library) is IndexState.FRESH


@pytest.mark.parametrize(
    "damage",
    [
        {"library": "another"},
        {"schema": 0},
        {"analyser": "other"},
        {"engine": "tantivy"},
        {"revision": "new"},
        {"more": 1},
    ],
)
def test_an_index_with_another_stamp_is_never_opened(
    tmp_path: Path, damage: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine()
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        stamp = index_folder(library) / STAMP
        stamp.write_text(json.dumps({**json.loads(stamp.read_text()), **damage}))
        assert engine.state(library) is IndexState.FOREIGN
        monkeypatch.setattr(pickle, "loads", forbidden)
        monkeypatch.setattr(whoosh_engine, "_open", forbidden)
        with pytest.raises(IndexFailure, match="run `pykala reindex`"):
            engine.open(library)


def forbidden(*_: object) -> None:
    raise AssertionError("a foreign index was opened")


def test_a_truncated_index_is_never_opened(tmp_path: Path) -> None:
    with library_of(tmp_path, JOIN) as library:
        WhooshEngine().build(library)
        segment = next(index_folder(library).glob("*.seg"))
        segment.write_bytes(segment.read_bytes()[:-10])
        assert WhooshEngine().state(library) is IndexState.FOREIGN


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "\x00"])
def test_a_damaged_stamp_is_foreign(tmp_path: Path, content: str) -> None:
    with library_of(tmp_path, JOIN) as library:
        WhooshEngine().build(library)
        (index_folder(library) / STAMP).write_text(content)
        assert WhooshEngine().state(library) is IndexState.FOREIGN


def test_another_librarys_index_is_foreign(tmp_path: Path) -> None:
    with library_of(tmp_path / "one", JOIN) as one, library_of(tmp_path / "two", JOIN) as two:
        WhooshEngine().build(one)
        index_folder(two).parent.mkdir()
        index_folder(one).rename(index_folder(two))
        assert WhooshEngine().state(two) is IndexState.FOREIGN


def test_a_failed_build_leaves_the_old_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = WhooshEngine()
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        store(library, DEVELOPMENT)
        monkeypatch.setattr(whoosh_engine, "_by_date", broken)
        with pytest.raises(RuntimeError):
            engine.build(library)
        assert engine.state(library) is IndexState.STALE
        assert [path.name for path in index_folder(library).parent.iterdir() if path.is_dir()] == ["whoosh"]
        with engine.open(library) as reader:
            assert reader.search(tree.Everything()).total == 1


def broken(_: Library) -> Iterator[Entry]:
    raise RuntimeError("in the middle")
    yield


def test_what_a_killed_builder_left_is_cleared_away(tmp_path: Path) -> None:
    with library_of(tmp_path, JOIN) as library:
        left_over = library.folder / "index" / "whoosh.new-4711"
        left_over.mkdir(parents=True)
        (left_over / "half").write_text("x")
        WhooshEngine().build(library)
        assert not left_over.exists()


def test_an_open_reader_keeps_answering_while_the_index_is_swapped(tmp_path: Path) -> None:
    engine = WhooshEngine()
    with library_of(tmp_path, JOIN) as library:
        engine.build(library)
        with engine.open(library) as reader:
            store(library, DEVELOPMENT)
            engine.build(library)
            assert reader.search(tree.Everything()).total == 1
            assert reader.search(tree.Everything(), order=Order.NEWEST).total == 1
        with engine.open(library) as reader:
            assert reader.search(tree.Everything()).total == 2


def test_an_empty_library_has_an_index(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        assert WhooshEngine().build(library).items == 0
        with WhooshEngine().open(library) as reader:
            assert reader.search(tree.Everything()).total == 0
            assert reader.vocabulary("municipality") == []
            assert reader.search(parse("pvm:2020")).total == 0


def test_progress_ends_with_all_items(tmp_path: Path) -> None:
    seen: list[int] = []
    with library_of(tmp_path, *ITEMS) as library:
        WhooshEngine().build(library, seen.append)
    assert seen[-1] == len(ITEMS)


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    with library_of(tmp_path, JOIN) as library:
        (library.folder / "index").write_text("not a folder")
        with pytest.raises(
            IndexFailure, match=r"^cannot write the index \(File exists\): .*`pykala reindex`$"
        ):
            WhooshEngine().build(library)
