"""Votes and unanimity."""

# ruff: noqa: E501
from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.vote_numbers import NUMERALS, WORDS, number
from ingest.extract.votes import find_unanimity, find_votes

# (case, text, for, against, blank, absent)
VOTES = [
    ("side words first", "JAA 8 ääntä, EI 5", 8, 5, None, None),
    ("score", "päätti äänin 23–12 hyväksyä", 23, 12, None, None),
    ("score in words", "päätettiin äänin viisi–yksi ehdotuksen mukaisesti", 5, 1, None, None),
    ("given to proposals", "annettiin viisi ääntä päätösehdotukselle ja yksi Salmen esitykselle", 5, 1, None, None),
    ("proposals and marks", "KHALL:n esitys 12 ääntä (JAA), Salmen ehdotus 5 ääntä (EI).", 12, 5, None, None),
    ("a member's first", "Salmen ehdotus sai 9 ääntä ja esitys 4 ääntä", 4, 9, None, None),
    ("sides explained", "jaa (kunnanhallitus) 8, ei (Kallio-Ek) 11, tyhjää 2", 8, 11, 2, None),
    ("Swedish, voted for", "5 röstade för Holms förslag och 4 för föredragandens", 4, 5, None, None),
    ("score with hyphen", "jäi voimaan äänin 9-4.", 9, 4, None, None),
    ("words", "tulleen hyväksytyksi kahdeksalla äänellä viittä (8/5) vastaan", 8, 5, None, None),
    ("partitive", "9 äänellä 6 ääntä vastaan", 9, 6, None, None),
    ("blank in words", "11 äänellä 3 ääntä vastaan ja yhden \näänestäessä tyhjää", 11, 3, 1, None),
    ("numbers first", "Äänestyksessä annettiin 31 JAA-ääntä, 18 EI-ääntä, 2 tyhjää", 31, 18, 2, None),
    ("words and numbers", "annettiin kahdeksan (8) jaa-ääntä ja viisi (5) ei-ääntä", 8, 5, None, None),
    ("labels", "Jaa-äänet: 7\nEi-äänet: 2\nTyhjä: 1 Poissa: 0", 7, 2, 1, 0),
    ("verbs", "JAA äänesti 7 jäsentä, EI äänesti 4", 7, 4, None, None),
    ("all four", "JAA 25, EI 10, tyhjää 1, poissa 0", 25, 10, 1, 0),
    ("no-break spaces", "JAA\u00a08\u00a0ääntä, EI\u00a05", 8, 5, None, None),
    ("Swedish", "beslöt med 15 röster mot 10", 15, 10, None, None),
    ("Swedish words", "med åtta röster mot fem", 8, 5, None, None),
    ("Swedish sides", "Ja-röster 20, nej-röster 5, blanka 2", 20, 5, 2, None),
]  # fmt: skip
VOTES += [
    ("what each side supported", "Äänestyksessä ehdotusta kannatti 2 ja vastaehdotusta 2, jolloin pj:n ääni ratkaisi.", 2, 2, None, None),
    ("support and opposition of a return", "Palautusta kannatti 15 ja vastusti 12 valtuutettua.", 12, 15, None, None),
    ("behind each proposal", "Hallituksen esityksen puolesta äänesti yhdeksäntoista (19) ja Niemen ehdotuksen puolesta kahdeksan (8) valtuutettua.", 19, 8, None, None),
    ("what each proposal got", "Äänestyksessä esittelijän ehdotus sai 1 äänen ja Niemen ehdotus 3 ääntä.", 1, 3, None, None),
    ("the counter-proposal first", "Niemen vastaehdotus sai 6 ääntä ja esittelijän ehdotus 3 ääntä.", 3, 6, None, None),
    ("a named counter-proposal", "Äänestyksessä pohjaesitystä kannatti 7 jäsentä ja Niemen tekemää vastaesitystä 4 jäsentä.", 7, 4, None, None),
    ("score for and against", "Ehdotus hyväksyttiin äänin 7 puolesta, 4 vastaan.", 7, 4, None, None),
    ("returned by", "Asia palautettiin valmisteltavaksi äänin 15–12.", 12, 15, None, None),
    ("another's proposal carried, in Swedish", "Fullmäktige beslöt med rösterna 12–9 enligt Bergs förslag.", 9, 12, None, None),
    ("Swedish sides", "Vid omröstningen gav 9 ledamöter sin röst för styrelsens förslag (JA) och 12 för Bergs förslag (NEJ).", 9, 12, None, None),
    ("large numbers in words", "hyväksyttiin kahdellakymmenellä äänellä yhtätoista vastaan", 20, 11, None, None),
]  # fmt: skip
NO_VOTES = [
    ("a price", "hinta 8/5 euroa"),
    ("negation", "jäsen ei 3 kertaa vastannut"),
    ("no voices", "ehdotus ei saanut ääntä"),
    ("one side", "JAA 8 ääntä"),
    ("budget", "ääni 23–12"),
    ("an earlier meeting's", "Kunnanvaltuusto 13.12.2021 § 92: Kunnanvaltuusto palautti kaavan äänin 14–12."),
    (
        "on who may speak",
        "Puheenjohtaja esitti, että asiantuntijana kuullaan rehtoria. Esityksestä äänestettiin: JAA 14, EI 13.",
    ),
    ("whether to go on", "Käsittelyn jatkamista kannatti 18 ja pöydällepanoa 9 valtuutettua."),
    ("sentence", "Matti ja Liisa, ja 5 muuta"),
]


@pytest.mark.parametrize(
    ("text", "for_", "against", "blank", "absent"),
    [case[1:] for case in VOTES],
    ids=[case[0] for case in VOTES],
)
def test_votes(text: str, for_: int, against: int, blank: int | None, absent: int | None) -> None:
    (found,) = find_votes(text)
    vote = found.value
    assert (vote.for_, vote.against, vote.blank, vote.absent) == (for_, against, blank, absent)


@pytest.mark.parametrize(
    ("text", "for_", "against"),
    [
        ("Äänestys kättä nostaen: Salon ehdotus 4 ääntä, esittelijän ehdotus 1 ääni.", 1, 4),
        ("Äänestyksessä kj:n ehdotus (jaa) sai 3 ääntä ja Salon ehdotus (ei) 3 ääntä.", 3, 3),
        ("Äänestettiin: päätösesitystä kannatti neljä\n    (4) ja Salon esitystä kolme (3) jäsentä.", 4, 3),
        ("Vid omröstningen stöddes direktörens förslag av Ek och Lind (2), medan Holms förslag fick fyra (4) röster.", 2, 4),
        ("Omröstning: för styrelsens förslag 4, för Eks förslag 12, blanka 1.", 4, 12),
        ("Pohjaesityksen puolesta äänestivät Haukka ja Saari (2), Salon esityksen puolesta Kero ja Tuomi (2).", 2, 2),
        ("Omröstning: 14 JA (stadsstyrelsen), 13 NEJ (Ek), 0 blanka.", 14, 13),
        ("Suljetussa lippuäänestyksessä Yrttiaho sai kaksi ja Huovila kolme ääntä.", 2, 3),
        ("Omröstning: föredragandens förslag fick 5 röster och Öster-\n  gårds förslag 2 röster.", 5, 2),
        ("Annetuista äänistä ehdotus sai 19 ja hylkääminen 12.", 19, 12),
        ("Äänestyksessä 6 kannatti pöydällepanoa ja 3 asian käsittelyä.", 3, 6),
        ("Päätettiin äänestyksen jälkeen (5–4) hyväksyä ehdotus.", 5, 4),
        ("Vid omröstningen fick återremissen 7 röster och fortsatt behandling 4 röster.", 4, 7),
        ("Äänestyksessä käsittelyn jatkamisen puolesta annettiin kaksi (2) ääntä ja palauttamisen puolesta viisi (5).", 2, 5),
        ("Suoritetussa äänestyksessä pöydällepano sai 8 ääntä ja asian käsittelyn jatkaminen 1 äänen.", 1, 8),
        ("Äänestyksessä pöydälle jättäminen sai seitsemän ääntä ja käsittelyn jatkaminen viisi.", 5, 7),
        ("I omröstningen gavs 3 röster för fortsatt behandling och 6 röster för bordläggning.", 3, 6),
        ("Äänestyksessä hylkäämisen puolesta annettiin 3 ääntä ja esittelijän ehdotuksen puolesta 9 ääntä.", 9, 3),
    ],
)  # fmt: skip
def test_votes_told_freely(text: str, for_: int, against: int) -> None:
    (found,) = find_votes(text)
    assert (found.value.for_, found.value.against) == (for_, against)


@pytest.mark.parametrize(
    "text",
    [
        "Kuntaliiton esitys maksaa 4 euroa ja kunnan ehdotus 5 euroa, äänestettiin.",
        "Äänestyksessä 3 kannatti pöydällepanoa ja 6 asian käsittelyä.",  # a side question
        "Äänestyksessä palauttamisen puolesta annettiin 3 ääntä ja käsittelyn jatkamisen puolesta 6 ääntä.",
        "Vid omröstningen fick bordläggningen 2 röster och fortsatt behandling 5 röster.",
    ],
)
def test_no_vote_told_freely(text: str) -> None:
    assert find_votes(text) == []


@pytest.mark.parametrize("text", [case[1] for case in NO_VOTES], ids=[case[0] for case in NO_VOTES])
def test_no_vote(text: str) -> None:
    assert find_votes(text) == []


@pytest.mark.parametrize(
    ("word", "value"),
    [("nolla", 0), ("viidellä", 5), ("yhdeksäntoista", 19), ("yhdelläkymmenellä", None), ("kahtakymmentäyhtä", 21), ("kolmekymmentäviisi", 35), ("tjugotvå", 22), ("aderton", 18), ("40", 40)],
)  # fmt: skip
def test_numbers_in_words(word: str, value: int | None) -> None:
    if value is None:
        assert word not in NUMERALS
    else:
        assert number(word) == value


def test_the_pattern_is_the_words() -> None:
    assert [word for word in NUMERALS if not re.fullmatch(WORDS, word)] == []


def test_named_votes() -> None:
    text = (
        "JAA-äänet: 2\nVirtanen Matti, Ahmed Yonis\nEi-äänet: 2\nElo Kaija, Lahtinen Liisa\nTyhjä: 1\nBoman Kurt\n"
        "Ehdotus jäi häviölle."
    )
    (found,) = find_votes(text)
    assert [(named.name, named.vote) for named in found.value.named] == [
        ("Matti Virtanen", "for"),
        ("Yonis Ahmed", "for"),
        ("Kaija Elo", "against"),
        ("Liisa Lahtinen", "against"),
        ("Kurt Boman", "blank"),
    ]
    assert text[found.start : found.end].endswith("Boman Kurt")


def test_votes_by_name_alone() -> None:
    (found,) = find_votes(
        "JAA äänestivät Matti Virtanen, Liisa Lahtinen ja Kaija Elo. EI äänestivät Kurt Boman ja Anna Niemi."
    )
    assert (found.value.for_, found.value.against) == (3, 2)
    assert found.value.named[-1].name == "Anna Niemi"


def test_names_before_their_number_and_cut_at_line_ends() -> None:
    text = "JAA: Leila Elo, Anu\nLehtisaari, Eero Niemi (3)\nEI: Sari Hautala (1)\nTYHJÄ: Heli Niinikorpi (1)\nhyväksyi äänin 3–1"
    (found,) = find_votes(text)
    assert (found.value.for_, found.value.against, found.value.blank) == (3, 1, 1)
    assert [named.name for named in found.value.named] == [
        "Leila Elo", "Anu Lehtisaari", "Eero Niemi", "Sari Hautala", "Heli Niinikorpi",
    ]  # fmt: skip


def test_the_same_vote_told_twice_comes_once_with_its_names() -> None:
    text = "Jaa-äänet: 2\nMatti Virtanen, Liisa Lahtinen\nEi-äänet: 1\nKaija Elo\nEsittelijän ehdotus jäi voimaan äänin 2-1."
    (found,) = find_votes(text)
    assert len(found.value.named) == 3


def test_several_votes_stay_apart() -> None:
    text = "hylänneen 9 äänellä 6 ääntä vastaan ehdotuksen 2. Toinen hylättiin 8 äänellä 7 ääntä vastaan."
    assert [(found.value.for_, found.value.against) for found in find_votes(text)] == [(9, 6), (8, 7)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Päätös tehtiin yksimielisesti.", True),
        ("Enhälligt godkändes förslaget.", True),
        ("Hyväksyttiin.", None),
        ("Hyväksyttiin äänin 5–4.", False),
        ("Pöytäkirja tarkastettiin yksimielisesti heti kokouksessa.", None),
        ("Äänestystavaksi hyväksyttiin yksimielisesti nimenhuuto. JAA 8, EI 5.", False),
        ("Puheenjohtaja tiedusteli, voidaanko ehdotus yksimielisesti hyväksyä.", None),
        ("Päätös ei ollut yksimielinen.", None),
        (
            "Ehdotus hyväksyttiin äänin 3–1. Lisäksi päätettiin yksimielisesti, että pöytäkirja tarkastetaan heti.",
            False,
        ),
        ("Asia päätettiin yksimielisesti poistaa esityslistalta.", True),
        ("Asia palautettiin yksimieli-\n                  sesti valmisteltavaksi.", True),
        ("Lautakunta jätti asian yksimielisesti pöydälle.", True),
    ],
)
def test_unanimity(text: str, expected: bool | None) -> None:
    assert find_unanimity(text) is expected


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    for found in find_votes(text):
        assert 0 <= found.start < found.end <= len(text)
    find_unanimity(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "JAA ",
                "EI ",
                "8 ",
                "viisi ",
                "äänin ",
                "9–4 ",
                "Tyhjää: ",
                "Matti Virtanen, ",
                "ääntä ",
                ": ",
                "\n",
                "vastaan ",
            ]
        )
    )
)
def test_any_mixture(parts: list[str]) -> None:
    text = "".join(parts)
    votes = find_votes(text)
    assert all(vote.value.for_ >= 0 and vote.value.against >= 0 for vote in votes)
    assert [vote.start for vote in votes] == sorted(vote.start for vote in votes)


def _text(html: str) -> str:
    soup = BeautifulSoup(html, "lxml")
    for tag in soup.find_all(["p", "h1", "h2", "h3", "h4", "div", "li", "br"]):
        tag.insert_before("\n")
        tag.insert_after("\n")
    return re.sub(r"\n\s*\n+", "\n", soup.get_text())


def test_helsinki_votes_are_exactly_the_structured_ones(shared: Path) -> None:
    compared = 0
    for file in sorted((shared / "real/helsinki/decisions").glob("*.json")):
        data: Any = json.loads(file.read_text(encoding="utf-8"))
        decision = data["decisions"][0] if "decisions" in data else data
        results = decision.get("VotingResults") or []
        if not results:
            continue
        found = find_votes(_text(decision["Content"]))
        assert len(found) == len(results), file.name
        for vote, truth in zip(found, results, strict=True):
            names = set()
            for key, side in (("Ayes", "for"), ("Noes", "against"), ("Blank", "blank"), ("Absent", "absent")):
                for voter in (truth.get(key) or {}).get("Voters", []):
                    surname, given_names = voter["Name"].split(", ")
                    names.add((f"{given_names} {surname}", side))
            assert {(named.name, named.vote) for named in vote.value.named} == names
            assert vote.value.for_ == truth["Ayes"]["NumberOfVotes"]
            assert vote.value.against == truth["Noes"]["NumberOfVotes"]
            assert (vote.value.blank or 0) == (truth.get("Blank") or {}).get("NumberOfVotes", 0)
            compared += 1
    assert compared >= 2
