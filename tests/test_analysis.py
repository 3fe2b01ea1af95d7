"""Words and their search terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.connection import LibraryError
from index.analysis import ANALYSER, Analyser, Term, TermKind
from index.words import fold, tokens


class Cache:
    """A word cache in memory."""

    def __init__(self, *, full: bool = False) -> None:
        self.known: dict[str, tuple[str, ...]] = {}
        self.full = full

    def word_terms(self, words: Iterable[str], analyser: str) -> dict[str, tuple[str, ...]]:
        assert analyser == ANALYSER
        return {word: self.known[word] for word in words if word in self.known}

    def remember_words(self, terms: Mapping[str, Iterable[str]], analyser: str) -> None:
        if self.full:
            raise LibraryError("the disk is full")
        self.known.update({word: tuple(forms) for word, forms in terms.items()})


TOKENS = [
    ("plain", "Kunta päätti.", ["kunta", "päätti"]),
    ("hyphen splits", "USO-verkostoon", ["uso", "verkostoon"]),
    ("suspended hyphen", "osallistumis- ja jäsenmaksu", ["osallistumis", "ja", "jäsenmaksu"]),
    ("case ending after a colon", "EU:n ja STM:lle", ["eu:n", "ja", "stm:lle"]),
    ("an ending in capitals, with a clitic", "USO:N HSL:ssäkin", ["uso:n", "hsl:ssäkin"]),
    (
        "endings of other kinds",
        "RN:o T:mi THL:s OVTES:in HKL:ää",
        ["rn:o", "t:mi", "thl:s", "ovtes:in", "hkl:ää"],
    ),
    ("an ending with its dots apart", "HSL:ssa\u0308", ["hsl:ssä"]),
    ("a colon between words", "Esittelijä:Kunnanjohtaja", ["esittelijä", "kunnanjohtaja"]),
    ("a colon before an address", "Asiat:https", ["asiat", "https"]),
    ("clock", "klo 17:30", ["klo", "17", "30"]),
    ("grouped digits", "9 000 euroa", ["9000", "euroa"]),
    ("grouped digits, no-break space", "1\u00a0700\u00a0000 €", ["1700000"]),
    ("thin space", "12\u202f500,50", ["12500", "50"]),
    ("year and number stay apart", "2024 257", ["2024", "257"]),
    (
        "a group of three before a word",
        "vuonna 2024 100 osallistujaa",
        ["vuonna", "2024", "100", "osallistujaa"],
    ),
    ("soft hyphen", "kehittämis\u00adverkosto", ["kehittämisverkosto"]),
    ("decomposed letters", "pa\u0308a\u0308to\u0308s", ["päätös"]),
    ("apostrophe", "vaa’an raa'an", ["vaa'an", "raa'an"]),
    ("diary number", "TUUDno-2021-379", ["tuudno", "2021", "379"]),
    ("underscore", "a_b", ["a", "b"]),
    ("nothing", "§ – * ()", []),
]


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in TOKENS], ids=[case[0] for case in TOKENS]
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokens(text)] == expected


def test_the_first_part_carries_the_whole() -> None:
    first, second, other = tokens("Mänttä-Vilppulan kaupunki")
    assert (first.whole, second.whole, other.whole) == ("mänttä-vilppulan", "", "")


@given(st.text(alphabet="aä-:'’ 1\u00a0\u00ad_Å§.\u0308", max_size=60))
def test_tokens_stand_where_they_say(text: str) -> None:
    found = tokens(text)
    assert all(token.text == fold(text[token.start : token.end]) for token in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@pytest.mark.parametrize("filler", ["§", "1", "(", "1 ", "111 ", "a-", "a:", "a'", "\u00ad", "\u0308"])
def test_long_runs_are_read(filler: str) -> None:
    assert len(tokens(filler * (300_000 // len(filler)))) <= 300_000


WORDS = [
    ("inflected compound", "kehittämisverkostoilla", {"kehittämisverkosto"}, {"kehittää", "verkosto"}),
    ("verbal noun", "kehittäminen", {"kehittää"}, set()),
    ("all readings", "kehittämistä", {"kehittää", "kehittämä"}, set()),
    ("compound within", "kehittämisverkostomalli", set(), {"kehittämisverkosto", "malli", "verkosto"}),
    ("seam in the dictionary's word", "hyvinvoinnin", {"hyvinvointi"}, {"hyvin", "vointi"}),
    ("first part alone", "osallistumis", {"osallistua"}, set()),
    ("name", "oulun", {"oulu"}, set()),
    ("abbreviation", "eu:n", {"eu"}, set()),
    ("unknown abbreviation", "hsl:ltä", {"hsl"}, set()),
    ("a known word with a colon", "verkosto:n", {"verkosto"}, set()),
    ("unknown word", "xyzzy", {"xyzzy"}, set()),
    ("number", "9000", {"9000"}, set()),
]


@pytest.mark.parametrize(
    ("word", "bases", "parts"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS]
)
def test_finnish_terms(word: str, bases: set[str], parts: set[str]) -> None:
    terms = Analyser().terms([word], "fi")[word]
    assert bases <= {term.text for term in terms if term.kind is TermKind.BASE}
    assert parts <= {term.text for term in terms if term.kind is TermKind.PART}


@pytest.mark.parametrize("word", ["lautakunnan", "sivistyslautakunta", "puheenjohtajalle", "pöytäkirjassa"])
def test_opaque_compounds_do_not_give_their_parts(word: str) -> None:
    parts = {term.text for term in Analyser().terms([word], "fi")[word]}
    assert not parts & {"kunta", "lauta", "johtaja", "puhe", "kirja", "pöytä"}


def test_swedish_inflections_share_a_stem() -> None:
    terms = Analyser().terms(["skola", "skolan", "skolans", "skolor", "skolornas"], "sv")
    assert all(any(term.text == "~skol" for term in of_word) for of_word in terms.values())
    terms = Analyser().terms(["nätverket", "nätverkets", "nätverken", "nätverk"], "sv")
    assert set.intersection(*map(set, terms.values())) == {Term("~nätverk", TermKind.BASE)}


def test_swedish_compounds_are_found_by_their_parts() -> None:
    terms = Analyser().terms(["skolskjutsarna"], "sv")["skolskjutsarna"]
    assert {Term("~skol", TermKind.PART), Term("~skjut", TermKind.PART)} <= set(terms)
    asked = Analyser().query_terms(["skola", "skolskjuts"])
    assert "~skol" in asked["skola"]
    assert set(asked["skolskjuts"]) & {term.text for term in terms if term.kind is TermKind.BASE}
    assert "~skol" not in asked["skolskjuts"]  # which is to find itself, not everything about schools


def test_languages_do_not_mix() -> None:
    analyser = Analyser()
    found = [
        {term.text for term in analyser.terms(["barn"], language)["barn"]} for language in ("fi", "sv", "en")
    ]
    assert not found[0] & found[1]
    assert not found[1] & found[2]
    assert all(terms & set(analyser.query_terms(["barn"])["barn"]) for terms in found)


def test_every_term_of_a_base_form_is_found_by_a_question_for_it() -> None:
    analyser = Analyser()
    words = [case[1] for case in WORDS]
    for word, terms in analyser.terms(words, "fi").items():
        assert {term.text for term in terms if term.kind is TermKind.BASE} <= set(
            analyser.query_terms([word])[word]
        )


def test_base_forms_parts_and_verbal_nouns_of_what_was_indexed_start_no_dictionary() -> None:
    cache = Cache()
    indexing = Analyser(cache)
    indexing.terms(["kehittämisverkostoilla", "ydintiimien"], "fi")
    assert indexing.started
    asking = Analyser(cache)
    asking.query_terms(["kehittämisverkosto", "verkosto", "kehittää", "kehittäminen", "ydintiimi", "tiimi"])
    assert not asking.started


def test_swedish_stems_and_parts_of_what_was_indexed_are_kept_too(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache()
    indexed = Analyser(cache).terms(["biblioteksnätverket"], "sv")
    monkeypatch.delattr("index.swedish.forms")
    assert Analyser(cache).terms(["biblioteksnätverket"], "sv") == indexed
    asking = Analyser(cache)
    assert "~biblioteksnätverk" in asking.query_terms(["biblioteksnätverket"])["biblioteksnätverket"]
    assert "~nätverk" in asking.query_terms(["nätverk"])["nätverk"]


def test_swedish_and_numbers_start_no_dictionary() -> None:
    analyser = Analyser()
    analyser.terms(["kommunen"], "sv")
    analyser.query_terms(["2021", "9000"])
    assert not analyser.started


def test_a_cache_that_cannot_be_written_does_no_harm() -> None:
    analyser = Analyser(Cache(full=True))
    assert analyser.terms(["verkostojen"], "fi")["verkostojen"] == (Term("verkosto", TermKind.BASE),)


def test_a_very_long_word_is_its_own_term() -> None:
    word = "kunta" * 100
    assert Analyser().terms([word], "fi")[word] == (Term(word, TermKind.BASE),)


def test_the_analyser_has_a_new_version_when_the_dictionary_has() -> None:
    """Whoever sees this fail gives ANALYSER a new number, so that caches and indexes are renewed."""
    assert (ANALYSER, version("pyvoikko").split(".")[:2]) == ("voikko-6", ["0", "6"])
