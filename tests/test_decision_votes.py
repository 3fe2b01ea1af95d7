"""Votes and what came of them, in clerks' words: decision, handling, votes for and against, outcome."""

# ruff: noqa: E501
from __future__ import annotations

import pytest

from tests.test_extract_decision import decision

PROPOSAL = "Kunnanhallitus päättää myöntää seuralle 5 000 euron avustuksen."
VOTED = [
    (
        "Ehdotus hyväksyttiin äänin 6-3.",
        "Ville Kallio ehdotti Aino Salmen kannattamana, että avustusta ei myönnetä.",
        (6, 3),
        "approved_as_proposed",
    ),
    (
        "Kunnanhallitus hyväksyi esittelijän ehdotuksen.",
        "Äänestyksessä esittelijän ehdotus sai 7 ääntä ja Kallion ehdotus 4 ääntä.",
        (7, 4),
        "approved_as_proposed",
    ),
    (
        "Kunnanhallitus hyväksyi Kallion ehdotuksen.",
        "Äänestyksessä esittelijän ehdotus sai 3 ääntä ja Kallion ehdotus 8 ääntä.",
        (3, 8),
        "amended",
    ),
    (
        "Hyväksyttiin äänestyksen jälkeen ehdotuksen mukaan.",
        "Toimitetussa nimenhuutoäänestyksessä annettiin 8 JAA-ääntä ja 5 EI-ääntä.",
        (8, 5),
        "approved_as_proposed",
    ),
    (
        "Lautakunta päätti ehdotuksen mukaan.",
        "Ne, jotka kannattavat esittelijän ehdotusta, äänestävät jaa, ja ne, jotka Kallion ehdotusta, ei. Jaa-ääniä annettiin 5 ja ei-ääniä 4.",
        (5, 4),
        "approved_as_proposed",
    ),
    (
        "Lautakunta päätti ehdotuksen mukaan.",
        "Puheenjohtaja totesi äänestyksen tulokseksi 9 jaa-ääntä, 2 ei-ääntä ja 1 tyhjä.",
        (9, 2),
        "approved_as_proposed",
    ),
    (
        "Ehdotus hyväksyttiin.",
        "Kädennostolla toimitetussa äänestyksessä ehdotusta kannatti kahdeksan jäsentä ja vastaehdotusta kolme jäsentä.",
        (8, 3),
        "approved_as_proposed",
    ),
    (
        "Asia jätettiin pöydälle.",
        "Pöydällepanosta äänestettiin. Jaa (käsittelyn jatkaminen) 3 ääntä, ei (pöydällepano) 6 ääntä.",
        (3, 6),
        "tabled",
    ),
    ("Asia palautettiin valmisteluun äänin 7-4.", "", (4, 7), "returned"),
    ("Förslaget godkändes med rösterna 6-3.", "", (6, 3), "approved_as_proposed"),
    (
        "Kommunstyrelsen godkände Holms förslag.",
        "Vid omröstningen fick föredragandens förslag 3 röster och Holms förslag 6 röster.",
        (3, 6),
        "amended",
    ),
    ("Enligt förslaget.", "Omröstning med handuppräckning: ja 7, nej 2.", (7, 2), "approved_as_proposed"),
    (
        "Enligt förslaget.",
        "Vid omröstningen avgavs 8 ja-röster och 5 nej-röster.",
        (8, 5),
        "approved_as_proposed",
    ),
    ("Ehdotus hylättiin äänin 4-7.", "", (4, 7), "rejected"),
    ("Valtuusto hyväksyi ehdotuksen äänin 19-8, yksi äänesti tyhjää.", "", (19, 8), "approved_as_proposed"),
    (
        "Kunnanhallituksen ehdotus hyväksyttiin äänin 12 puolesta, 9 vastaan.",
        "",
        (12, 9),
        "approved_as_proposed",
    ),
    ("Äänestyksen jälkeen (6-5) lautakunta hyväksyi ehdotuksen.", "", (6, 5), "approved_as_proposed"),
    (
        "Lautakunta hyväksyi ehdotuksen.",
        "Suoritetussa äänestyksessä pohjaehdotus voitti äänin 5-4.",
        (5, 4),
        "approved_as_proposed",
    ),
    ("Hyväksyttiin Kallion vastaehdotus äänin 6-5.", "", (5, 6), "amended"),
    (
        "Lautakunta päätti Kallion ehdotuksen mukaisesti.",
        "Kallio ehdotti, että summa on 3 000 euroa, ja Salmi kannatti. Äänestyksessä Kallion ehdotus voitti äänin 6-3.",
        (3, 6),
        "amended",
    ),
]


@pytest.mark.parametrize(("words", "handling", "votes", "outcome"), VOTED)
def test_votes_and_their_outcome(words: str, handling: str, votes: tuple[int, int], outcome: str) -> None:
    found = decision(words, PROPOSAL, handling)
    assert found is not None
    assert found.votes is not None
    assert (found.votes.for_, found.votes.against) == votes
    assert found.outcome.value == outcome
    assert found.unanimous is False
