"""What is told of all that was found, and of why: facets, explanations, words that may have been meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.database import Library
from corpus.records import Kind
from index.analysis import Analyser
from index.engines import Order
from index.explain import explain, filters_of, sentence
from index.facets import FACETS, facets
from index.matches import matches
from index.search import reindex, search
from index.suggest import similar, slips_between
from tests.index_items import DEVELOPMENT, ITEMS, JOIN, PAGE, item, library_of, store

KH = item("harjula/kh/2024-01-01/1", "Avustus", organ="Kaupunginhallitus", municipality="Harjula", section=1)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_of(tmp_path_factory.mktemp("facets"), *ITEMS, KH) as made:
        reindex(made)
        yield made


def found(library: Library, query: str) -> dict[str, dict[str, int]]:
    values: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    for one in facets(library, matches(library, query).ids):
        values[one.facet][one.value] = one.number
    return values


def test_facets_count_what_was_found(library: Library) -> None:
    values = found(library, "verkosto*")
    assert values["municipality"] == {"Harjula": 1, "Koivumaa": 1}
    assert values["organ"] == {"Hyvinvointilautakunta": 1, "Kaupunginhallitus": 1}
    assert values["year"] == {"2021": 1, "2024": 1}
    assert values["outcome"] == {"approved_as_proposed": 1, "noted": 1}
    assert values["network"] == {"USO": 2}  # an item with two seasons counts once
    assert values["kind"] == {"item": 2, "network-page": 1}


def test_regions_are_those_of_the_municipalities(tmp_path_factory: pytest.TempPathFactory) -> None:
    items = [
        item(f"{name}/1", f"avustus {name}", municipality=name)
        for name in ("Oulu", "Tuusula", "Helsinki", "Harjula")
    ]
    with library_of(tmp_path_factory.mktemp("regions"), *items) as library:
        assert found(library, "avustus")["region"] == {"Pohjois-Pohjanmaa": 1, "Uusimaa": 2}


def test_a_facet_narrows_the_question(library: Library) -> None:
    ids = matches(library, "pvm:2000..2030").ids
    values = facets(library, ids)
    assert {value.facet for value in values} >= {"municipality", "organ", "year", "outcome", "kind"}
    for value in values:
        assert search(library, f"pvm:2000..2030 {value.query}").total == value.number, value


BODIES = (
    ("Kunnanhallitus", "Kommunstyrelsen"),
    ("Kommunstyrelsen",),
    ("Stadsstyrelsen", "Kaupunginhallitus"),
    ("Lautakunta", "Tekninen lautakunta", "Kaavoitus- ja rakennuslautakunta", "Rakennuslautakunta"),
)


@pytest.mark.parametrize("bodies", BODIES, ids=" ".join)
def test_a_bodys_facet_narrows_to_it_alone(tmp_path: Path, bodies: tuple[str, ...]) -> None:
    """Also where its name is part of another's, or the Swedish name of another."""
    items = [
        item(f"t/{at}/{again}", f"avustus {at} {again}", organ=body)
        for at, body in enumerate(bodies)
        for again in range(at + 1)
    ]
    with library_of(tmp_path, *items) as library:
        values = [one for one in facets(library, matches(library, "avustus").ids) if one.facet == "organ"]
        assert {one.value: one.number for one in values} == {b: at + 1 for at, b in enumerate(bodies)}
        for one in values:
            assert search(library, f"avustus {one.query}").total == one.number, one


def test_a_page_is_of_the_municipality_that_published_it(tmp_path: Path) -> None:
    """A list of networks that names no municipality, in a document that is known to be of one."""
    listed = item("x/network-page/1", "Verkostot", kind=Kind.NETWORK_PAGE, title="Verkostomme")
    with library_of(tmp_path, JOIN) as library:
        store(library, listed, municipality="Tuusula")
        ids = matches(library, "otsikko:verkostomme").ids
        for one in facets(library, ids):
            assert search(library, f"otsikko:verkostomme {one.query}").total == one.number == 1, one
        for query in ("kunta:Tuusula", "kommun:Tusby", "maakunta:Uusimaa", "tuusula"):
            assert [hit.item_id for hit in search(library, query).hits] == [listed.id], query
        assert why(library, "tuusula", listed.id) == [
            "matched tuusula as tuusula (base form tuusula), 1 in place and body"
        ]


def test_the_commonest_come_first_and_no_more_than_asked_for(library: Library) -> None:
    ids = matches(library, "laji:item").ids
    (first, *_) = facets(library, ids, 1)
    assert (first.facet, first.value, first.number) == ("municipality", "Harjula", 2)
    assert len([value for value in facets(library, ids, 1) if value.facet == "municipality"]) == 1


def test_nothing_found_has_no_facets(library: Library) -> None:
    assert facets(library, matches(library, "lentokenttä").ids) == []


# Why


def why(library: Library, query: str, item_id: str) -> list[str]:
    stored = library.item(item_id)
    assert stored is not None
    return [sentence(one) for one in explain(matches(library, query).query, stored, Analyser(library))]


@pytest.mark.parametrize(
    ("query", "item_id", "line"),
    [
        (
            "kehittämisverkosto",
            DEVELOPMENT.id,
            "matched kehittämisverkostojen as kehittämisverkosto (base form kehittämisverkosto), "
            "1 in title, 1 in text",
        ),
        ("maksu", JOIN.id, "matched osallistumismaksu as maksu (part maksu of the compound), 1 in text"),
        ("hyväksyä", JOIN.id, "matched hyväksyttiin as hyväksyä (base form hyväksyä), 1 in decision"),
        ("verkost*", PAGE.id, "matched verkostola as verkost* (begins so: verkostola), 1 in text"),
        ('="uso verkosto"', PAGE.id, "matched uso as uso (as written), 1 in text"),
        ('"vertaisoppimisverkosto vesihuoltoverkosto"~9', PAGE.id, "matched vesihuoltoverkostoa as"),
        ("harjula", JOIN.id, "matched harjula as harjula (base form harjula), 1 in place and body"),
    ],
)
def test_words_are_explained(library: Library, query: str, item_id: str, line: str) -> None:
    page = PAGE.model_copy(update={"text": PAGE.text + " Veikko Verkostola"})
    stored = library.item(item_id)
    assert stored is not None
    if item_id == PAGE.id:
        stored = type(stored)(page, stored.document, stored.document_id)
    lines = [sentence(one) for one in explain(matches(library, query).query, stored, Analyser(library))]
    assert any(one.startswith(line) for one in lines), lines


def test_a_phrase_is_explained_only_where_it_stands_whole(library: Library) -> None:
    stored = library.item(PAGE.id)
    assert stored is not None
    text = "Verkosto ei kehity. Kunnan verkosto kehittyy. Verkosto, kunnan mukaan."
    page = type(stored)(PAGE.model_copy(update={"text": text}), stored.document, stored.document_id)

    def explained(query: str) -> list[tuple[str, str, int]]:
        analysed = matches(library, query).query
        return [
            (one.asked, one.found, sum(number for _, number in one.places))
            for one in explain(analysed, page, Analyser(library))
        ]

    assert explained('"kunta verkosto"') == [("kunta", "kunnan", 1), ("verkosto", "verkosto", 1)]
    assert explained('"kunta verkosto" verkosto') == [("kunta", "kunnan", 1), ("verkosto", "verkosto", 3)]
    assert explained('"kunta mukaan kehittyä"') == []


def test_a_word_asked_of_the_title_is_explained_there(library: Library) -> None:
    assert why(library, "kehittämisverkosto", DEVELOPMENT.id)[0].endswith("1 in title, 1 in text")
    (line,) = why(library, "otsikko:kehittämisverkosto", DEVELOPMENT.id)
    assert line.endswith("1 in title")


def test_every_hit_has_an_explanation(library: Library) -> None:
    for query in ("verkosto", "kunta", "nätverk", "osallistua OR päätös"):
        for hit in search(library, query).hits:
            assert why(library, query, hit.item_id), (query, hit.item_id)


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("kunta:Harjula -kunta:Oulu", ["kunta: harjula", "not kunta: oulu"]),
        ("maksu:1000..9000,50", ["maksu: 1000..9000.5"]),
        ("§:12 dnro:KOI*", ["§: 12", "dnro: koi…"]),
        ("pvm:2021 verkosto", ["pvm: 2021-01-01..2021-12-31"]),
    ],
)
def test_filters_are_told(library: Library, query: str, lines: list[str]) -> None:
    assert filters_of(matches(library, query).query) == lines


# What may have been meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kehitämisverkosto", "kehittämisverkosto"),
        ("osalistumismaksu", "osallistumismaksu"),
        ("kaupunginhalitus", "kaupunginhallitus"),
        ("ytimtiimi", "ydintiimi"),
    ],
)
def test_a_slip_is_told(library: Library, typed: str, meant: str) -> None:
    (note,) = search(library, typed).notes
    assert note.startswith(f'no word "{typed}" in this library; did you mean {meant}')


@pytest.mark.parametrize("query", ["lentokenttä", "12345", "kunta:Harjula olematonta", "ox"])
def test_what_is_like_nothing_is_not(library: Library, query: str) -> None:
    assert search(library, query).notes == ()


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("kunta", "kunta", 0),
        ("kunta", "kutna", 1),
        ("maksu", "maksus", 1),
        ("koulu", "kulu", 1),
        ("a", "xyz", 3),
    ],
)
def test_slips(one: str, other: str, slips: int) -> None:
    assert slips_between(one, other, 5) == slips


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_slips_are_the_same_both_ways(one: str, other: str) -> None:
    assert slips_between(one, other, 8) == slips_between(other, one, 8)
    assert (slips_between(one, other, 8) == 0) == (one == other)


@given(st.text("abcd", min_size=4, max_size=6), st.integers(0, 5), st.sampled_from("abcd"))
def test_a_word_with_one_letter_changed_is_found(word: str, at: int, letter: str) -> None:
    changed = word[:at] + letter + word[at + 1 :]
    assert word in similar(changed, [word, "zzzzzzzzz"])


# Bodies by their abbreviations, and pages


@pytest.mark.parametrize(
    "query", ["toimielin:KH", "toimielin:khall", "organ:kaupunginhallitus", "toimielin:KS"]
)
def test_a_body_is_found_by_its_abbreviation(library: Library, query: str) -> None:
    assert {JOIN.id, KH.id} <= set(matches(library, query).ids)
    assert DEVELOPMENT.id not in matches(library, query).ids


def test_an_abbreviation_of_two_words(tmp_path_factory: pytest.TempPathFactory) -> None:
    board = item("a/1", "x", organ="Tekninen lautakunta")
    other = item("a/2", "x", organ="Tekninen johtaja")
    with library_of(tmp_path_factory.mktemp("organs"), board, other) as library:
        assert matches(library, "toimielin:tekla").ids == [board.id]


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_pages_have_every_item_once(
    tmp_path_factory: pytest.TempPathFactory, order: Order, engine: str
) -> None:
    if engine == "tantivy":
        pytest.importorskip("tantivy")
    items = [
        item(f"town/{number % 3}/{number}", "avustus " * (number % 4 + 1) + str(number), section=number % 5)
        for number in range(23)
    ]
    with library_of(tmp_path_factory.mktemp("pages"), *items) as library:
        whole = [hit.item_id for hit in search(library, "avustus", limit=100, sort=order, engine=engine).hits]
        pages = [
            hit.item_id
            for start in range(0, 25, 5)
            for hit in search(library, "avustus", limit=5, offset=start, sort=order, engine=engine).hits
        ]
    assert pages == whole
    assert sorted(whole) == sorted(each.id for each in items)
