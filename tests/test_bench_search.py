"""The search benchmark's corpus is what it says, and its entries are those the program would make."""

from __future__ import annotations

from pathlib import Path

from bench.search_corpus import Corpus, entry, item
from bench.search_engines import Fts5, Ours, nodes, questions
from index.analysis import Analyser
from index.engines.whoosh_engine import WhooshEngine
from index.entry import KEYWORD_FIELDS, NUMBER_FIELDS, entries
from tests.index_items import library_of


def test_the_same_items_every_time() -> None:
    first, again = Corpus(3), Corpus(3)
    assert first.words == again.words
    assert list(first.items(20)) == list(again.items(20)) == list(first.items(20))


def test_entries_are_as_the_program_makes_them(tmp_path: Path) -> None:
    made = list(Corpus().items(5))
    analyser = Analyser()
    words = {word for one in made for word in (*one.words, *one.title)}
    words |= {word.casefold() for one in made for word in (one.municipality, *one.organ.split())}
    terms = analyser.terms({word.casefold() for word in words}, "fi")
    quick = {one.item_id: entry(one, {word: terms[word.casefold()] for word in words}) for one in made}
    with library_of(tmp_path, *map(item, made)) as library:
        for true in entries(list(library.items()), analyser):
            ours = quick[true.item_id]
            assert {word.casefold() for word in ours.texts["exact"]} == set(true.texts["exact"])
            assert set(ours.texts["text"]) == set(true.texts["text"])
            assert (ours.day, ours.numbers["fee"]) == (true.day, true.numbers["fee"])
            assert set(ours.keywords) == set(KEYWORD_FIELDS)
            assert set(ours.numbers) == set(NUMBER_FIELDS)
            for field in ("date", "outcome", "role", "kind", "diary"):
                assert ours.keywords[field] == true.keywords[field]


def test_our_engines_and_fts5_find_the_same_for_words(tmp_path: Path) -> None:
    corpus = Corpus()
    made = list(corpus.items(60))
    analyser = Analyser()
    words = {word for one in made for word in (*one.words, *one.title)}
    words |= {word.casefold() for one in made for word in (one.municipality, *one.organ.split())}
    found = analyser.terms({word.casefold() for word in words}, "fi")
    terms = {word: found[word.casefold()] for word in words}
    for name in ("whoosh", "fts5", "phrases"):
        (tmp_path / name).mkdir()
    ours = Ours(WhooshEngine(), tmp_path / "whoosh", nodes(analyser))
    theirs = Fts5(tmp_path / "fts5")
    inflected = Fts5(tmp_path / "phrases", phrases=True)
    for store in (ours, theirs, inflected):
        store.add([entry(one, terms) for one in made])
        store.finish()
    asked = questions(corpus, made, lambda word: analyser.query_terms([word.casefold()])[word.casefold()], 4)
    compared = [one for one in asked if one.kind in ("common word", "two words", "town and outcome, newest")]
    # A word with several readings is looked for by all of them here, by its first one there.
    assert all(ours.answer(one) >= theirs.answer(one) for one in compared)
    assert any(theirs.answer(one) for one in compared)
    assert len({one.kind for one in asked}) == 10
    assert len(asked) == 40
    phrases = [one for one in asked if one.kind == "phrase"]
    found_here = [ours.answer(one) for one in phrases]
    assert found_here == [inflected.answer(one) for one in phrases]
    assert sum(found_here) > sum(theirs.answer(one) for one in phrases)
