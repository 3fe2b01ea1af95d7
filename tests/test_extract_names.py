"""Person names: found, ordered, brought to base form; and what is no name."""

# ruff: noqa: E501
from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.name_forms import base_surname, can_be_name_word, given_of, is_given_name
from ingest.extract.names import find_names, in_one_order, name_in

FOUND = [
    ("surname first, the given name inflected", "Kannattajana Koskela Heikin ehdotus", ["Heikki Koskela"]),
    ("both in the genitive", "Kivimäen Liisan kannattamana", ["Liisa Kivimäki"]),
    ("surname, comma, a name nobody lists", "ehdotti Nyhage, Iris. Vid", ["Iris Nyhage"]),
    ("given first", "Asiaa hoitaa Anne Heusala.", ["Anne Heusala"]),
    ("inflected", "Anne Heusalan esitys", ["Anne Heusala"]),
    ("gradation", "Liisa Männikölle ja Matti Koskelta", ["Liisa Männikkö", "Matti Koski"]),
    ("-nen", "Ville Niemisen ja Terhi Lehtiselle", ["Ville Nieminen", "Terhi Lehtinen"]),
    ("consonant stem", "Heidi Hagmanin, Kari Sundqvistille", ["Heidi Hagman", "Kari Sundqvist"]),
    ("colon", "Anna Smith:n", ["Anna Smith"]),
    ("surname first", "Svahn Sanna", ["Sanna Svahn"]),
    ("comma", "Heusala, Anne", ["Anne Heusala"]),
    ("double given", "Anna-Maija Virtanen", ["Anna-Maija Virtanen"]),
    (
        "double surname",
        "Maria Ala-Siuru, Liisa Virtanen-Korhonen",
        ["Maria Ala-Siuru", "Liisa Virtanen-Korhonen"],
    ),
    ("lower-case second half", "Jussi Ala-ahon", ["Jussi Ala-aho"]),
    ("initial", "Lehtola Jouni J.", ["Jouni J. Lehtola"]),
    ("two given names", "Nina Katariina Peltola", ["Nina Katariina Peltola"]),
    ("two surnames", "Silja Magnusdottir Sandell", ["Silja Magnusdottir Sandell"]),
    ("particle", "Carl af Heurlin", ["Carl af Heurlin"]),
    ("in a row", "Boman Kurt Elo Kaija", ["Kurt Boman", "Kaija Elo"]),
    ("unknown word before", "Yhteisömanageri Katja Repo esitteli", ["Katja Repo"]),
    ("no-break space", "Anne\u00a0Heusala", ["Anne Heusala"]),
    ("soft hyphen", "Anne Heu\u00adsala", ["Anne Heusala"]),
    ("capitals", "ANNA VIRTANEN", ["Anna Virtanen"]),
    ("lines of their own", "Kurt Boman\nKaija Elo", ["Kurt Boman", "Kaija Elo"]),
    ("wrapped line", "jakelu: hallintojohtaja ja talousjohtaja sekä Jonne\nKarinsalo", ["Jonne Karinsalo"]),
    ("given name that is a surname too", "Kari Anna", ["Anna Kari"]),
]
NOT_NAMES = [
    ("street", "Urho Kekkosen katu 5"),
    ("school", "Minna Canthin koulu"),
    ("company", "Rakennus Matti Virtanen Oy"),
    ("trade name", "Tmi Matti Virtanen"),
    ("foundation", "Aino Virtasen säätiö"),
    ("municipality", "Mänttä-Vilppula ja Uusikaupunki"),
    ("organs", "Kaupunginhallitus Kaupunginvaltuusto Sivistyslautakunta"),
    ("heading and month", "Päätösehdotus Tammikuu Kokous Esittelijä"),
    ("project", "Nova Schola Finlandia"),
    ("titles", "Kaupunginjohtaja Talousjohtaja"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_names_are_found_in_base_form(text: str, expected: list[str]) -> None:
    assert [found.value for found in find_names(text)] == expected


@pytest.mark.parametrize("text", [case[1] for case in NOT_NAMES], ids=[case[0] for case in NOT_NAMES])
def test_no_name(text: str) -> None:
    assert find_names(text) == []


def test_offsets_are_those_of_the_words() -> None:
    text = "Esittelijä: Anne Heusalan"
    (found,) = find_names(text)
    assert text[found.start : found.end] == "Anne Heusalan"


def test_a_list_is_not_inflected() -> None:
    assert [found.value for found in find_names("Timo Kuismin", inflected=False)] == ["Timo Kuismin"]


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("Heusalan", "Heusala"), ("Virtasen", "Virtanen"), ("Lehtiselle", "Lehtinen"), ("Hagmanin", "Hagman"),
        ("Männikölle", "Männikkö"), ("Hyrkön", "Hyrkkö"), ("Särkijärven", "Särkijärvi"), ("Kotimäen", "Kotimäki"),
        ("Rehnlénin", "Rehnlén"), ("Ruffin", "Ruff"), ("Kylä-ahon", "Kylä-aho"), ("Rannan", "Ranta"),
        ("Lehdon", "Lehto"), ("Yli-Kosken", "Yli-Koski"), ("Kerola:n", "Kerola"), ("Niskasella", "Niskanen"),
        ("Sandelin", "Sandelin"), ("Hagman", "Hagman"), ("Nieminen", "Nieminen"), ("Jensen", "Jensen"),
        ("Helle", "Helle"), ("Elo", "Elo"), ("Konttas", "Konttas"), ("Kankaan", "Kangas"),
    ],
)  # fmt: skip
def test_base_of_surnames(written: str, base: str) -> None:
    assert base_surname(written) == base


@pytest.mark.parametrize(
    ("written", "given_name"),
    [("Veikon", "Veikko"), ("Sylvin", "Sylvi"), ("Jukka-Pekan", "Jukka-Pekka"), ("Liisalle", "Liisa"), ("Erikin", "Erik"), ("Martin", None), ("Virtasen", None), ("Porin", None)],
)  # fmt: skip
def test_base_of_given_names(written: str, given_name: str | None) -> None:
    assert given_of(written) == given_name


def test_the_text_itself_settles_a_base() -> None:
    assert base_surname("Torkin") == "Torkki"
    assert base_surname("Torkin", {"Torki"}) == "Torki"


@pytest.mark.parametrize(
    ("slot", "expected"),
    [
        ("Dwayne Ruff", "Dwayne Ruff"),
        ("Ruff, Dwayne", "Dwayne Ruff"),
        ("Auer Pirkko", "Pirkko Auer"),
        ("af Heurlin Carl", "Carl af Heurlin"),
        ("Virtanen M.", "M. Virtanen"),
        ("Virtanen", None),
        ("Anne Heusala päättää", None),
        ("Kaupunginhallitus päättää", None),
        ("Puheenjohtaja Sihteeri", None),
        ("", None),
    ],
)
def test_a_slot_that_is_a_name(slot: str, expected: str | None) -> None:
    assert name_in(slot) == expected


def test_one_list_has_one_order() -> None:
    given_first = ["Minna Lindroos", "Tharuk Mavok", "Yonis Ahmed", "Eva Boisman"]
    assert in_one_order(given_first) == given_first
    surname_first = ["Virtanen Matti", "Lahtinen Liisa", "Kari Anna", "Ahmed Yonis", "Heusala, Anne"]
    assert in_one_order(surname_first) == [
        "Matti Virtanen", "Liisa Lahtinen", "Anna Kari", "Yonis Ahmed", "Anne Heusala",
    ]  # fmt: skip


def test_words_of_names() -> None:
    assert is_given_name("Anna-Maija")
    assert not is_given_name("anna")
    assert can_be_name_word("Kylä-aho")
    assert not can_be_name_word("Kv-asia")
    assert not can_be_name_word("Sivistyslautakunta")


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text(text: str) -> None:
    for found in find_names(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.value.strip()


@given(
    st.lists(
        st.sampled_from(["Anna", "Virtanen", ",", " ", "\n", "af", "Kari", "J.", "-", "Oy", ":n", "Matin"])
    )
)
def test_any_mixture_of_name_parts(parts: list[str]) -> None:
    text = "".join(parts)
    spans = [(found.start, found.end) for found in find_names(text)]
    assert spans == sorted(spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
