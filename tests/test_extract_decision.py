"""Decisions: outcome, unanimity, effective text, points, conditions."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from corpus.records import Decision, Outcome
from ingest.extract.decision import decide, points


def decision(words: str, proposal: str = "", handling: str = "") -> Decision | None:
    """Decide over an item made of these three parts."""
    text = f"{proposal}\n{handling}\n{words}"
    start = len(proposal) + len(handling) + 2
    found = decide(
        text,
        [(start, len(text))] if words else [],
        [(0, len(proposal))] if proposal else [],
        [(len(proposal) + 1, start - 1)] if handling else [],
    )
    if found:
        assert text[found.start : found.end] == found.value.text
    return found.value if found else None


PROPOSAL = "Kunnanhallitus päättää, että kunta osallistuu verkostoon."
CASES = [
    # (case, decision, outcome, effective text is the proposal's)
    ("as proposed", "Hyväksyttiin esityksen mukaisesti.", Outcome.APPROVED_AS_PROPOSED, True),
    ("bare approval", "Hyväksyttiin.", Outcome.APPROVED_AS_PROPOSED, True),
    ("with the body named", "Kaupunginhallitus:\nHyväksyttiin.", Outcome.APPROVED_AS_PROPOSED, True),
    ("changed", "Päätösehdotus hyväksyttiin muutettuna.", Outcome.AMENDED, False),
    ("noted", "Merkittiin tiedoksi.", Outcome.NOTED, False),
    ("tabled", "Kunnanhallitus jätti asian yksimielisesti pöydälle.", Outcome.TABLED, False),
    (
        "an aside before",
        "Merkittiin, että Aino Kallio poistui kokouksesta. Päätösehdotus hyväksyttiin.",
        Outcome.APPROVED_AS_PROPOSED,
        True,
    ),
    ("own words", "Kunnanhallitus päätti myöntää avustuksen seuralle.", Outcome.APPROVED, False),
    ("nothing told", "Liitteet 1 ja 2.", Outcome.OTHER, False),
    (
        "a company chosen",
        "Rehtori päätti valita ruokapalvelun hoitajaksi Eväs Oy:n.",
        Outcome.APPROVED,
        False,
    ),
    ("two companies chosen", "Valittiin sopimuskumppaneiksi Kivi Ky ja Lumi Ab.", Outcome.APPROVED, False),
    (
        "somebody for a company's board",
        "Valittiin Aino Kallio edustajaksi Vesi Oy:n hallitukseen.",
        Outcome.ELECTED,
        False,
    ),
    ("chosen in Swedish", "Till närvårdare väljs Maria Holm från 1.3.", Outcome.ELECTED, False),
    ("a supplier in Swedish", "Till leverantör väljs Bygg Ab Holm.", Outcome.APPROVED, False),
    ("not granted", "Kunnanhallitus päätti, ettei takausta myönnetä.", Outcome.REJECTED, False),
    (
        "a vote told before, whose score ends its sentence",
        "Aino Kallion ehdotus voitti äänin 6-3. Kunnanhallitus päätti, ettei tukea myönnetä.",
        Outcome.REJECTED,
        False,
    ),
]


@pytest.mark.parametrize(("case", "words", "outcome", "as_proposed"), CASES)
def test_outcomes(case: str, words: str, outcome: Outcome, as_proposed: bool) -> None:
    found = decision(words, PROPOSAL)
    assert found is not None, case
    assert found.outcome is outcome, case
    assert found.effective_text == (PROPOSAL if as_proposed else words), case


HANDLED = [
    # (case, decision, proposal, handling, outcome)
    (
        "another sum, as somebody proposed",
        "Kunnanhallitus päätti myöntää avustusta 7.000 euroa.",
        "Kunnanhallitus myöntää seuralle 4.000 euroa.",
        "Aino Kallio ehdotti, että avustus on hakemuksen mukainen. Veikko Salmi kannatti ehdotusta.",
        Outcome.AMENDED,
    ),
    (
        "the same sum",
        "Kunnanhallitus päätti myöntää avustusta 4 000 euroa.",
        "Kunnanhallitus myöntää seuralle avustusta 4 000 euroa.",
        "Aino Kallio ehdotti, että avustus on 7 000 euroa. Ehdotusta ei kannatettu.",
        Outcome.APPROVED_AS_PROPOSED,
    ),
    (
        "a proposal changed while it was handled",
        "Lautakunta päätti vuokrata tontin.",
        "Lautakunta päättää vuokrata tontin 20 vuodeksi.",
        "Esittelijä muutti ehdotustaan siten, että vuokra-aika on 30 vuotta.",
        Outcome.AMENDED,
    ),
    (
        "no, after a vote",
        "Kunnanhallitus päätti äänin 6–3, ettei rakennusta myydä.",
        "Kunnanhallitus päättää kilpailuttaa rakennuksen ja hyväksyä 40 000 euron kaupan.",
        "Aino Kallio ehdotti Veikko Salmen kannattamana, ettei myydä. Annettiin 3 jaa-ääntä ja 6 ei-ääntä.",
        Outcome.REJECTED,
    ),
    (
        "to reject, as proposed",
        "Lautakunta päätti hylätä oikaisuvaatimuksen. Päätös on ehdotuksen mukainen.",
        "",
        "",
        Outcome.APPROVED_AS_PROPOSED,
    ),
    (
        "a list with something rejected below",
        "Rehtori päätti myöntää stipendit seuraavasti:\n\nAino 100 €\nVeikko 80 €\n\nMuut hylätään.",
        "",
        "",
        Outcome.APPROVED,
    ),
]


@pytest.mark.parametrize(("case", "words", "proposal", "handling", "outcome"), HANDLED)
def test_outcomes_told_with_the_handling(
    case: str, words: str, proposal: str, handling: str, outcome: Outcome
) -> None:
    found = decision(words, proposal, handling)
    assert found is not None, case
    assert found.outcome is outcome, case


_WORDS = tomllib.loads((Path(__file__).parent / "data" / "decision_words.toml").read_text("utf-8"))
_ASKED = {"proposed": "Kunnanhallitus päättää myöntää seuralle 5 000 euron avustuksen.", "alone": ""}


@pytest.mark.parametrize(
    ("outcome", "words", "proposal"),
    [
        (outcome, words, _ASKED[asked])
        for outcome, groups in _WORDS.items()
        for asked, group in groups.items()
        for words in group
    ],
)
def test_words_of_decisions(outcome: str, words: str, proposal: str) -> None:
    found = decision(words, proposal)
    assert found is not None
    assert found.outcome.value == outcome


def test_no_visible_decision_is_none() -> None:
    assert decision("", PROPOSAL) is None


def test_last_decision_counts() -> None:
    text = "Asia jätettiin pöydälle.\nHyväksyttiin."
    found = decide(text, [(0, 24), (25, len(text))], [], [])
    assert found is not None
    assert found.value.outcome is Outcome.APPROVED_AS_PROPOSED


def test_vote_in_the_handling_means_not_unanimous() -> None:
    found = decision(
        "Päätösehdotus hyväksyttiin äänin 7–4.",
        PROPOSAL,
        "Äänestyksessä annettiin 7 JAA-ääntä ja 4 EI-ääntä.",
    )
    assert found is not None
    assert found.unanimous is False
    assert found.votes is not None
    assert (found.votes.for_, found.votes.against) == (7, 4)


def test_rejecting_what_the_proposal_that_won_the_vote_rejects() -> None:
    decided = "Lautakunta päätti hylätä oikaisuvaatimuksen."
    handled = (
        "JAA-ehdotus: Esittelijän ehdotuksen mukaan\nEI-ehdotus: Aino Ruusin vastaehdotus\n\n"
        "Jaa-äänet: 8\nEi-äänet: 4\n\nLautakunta hyväksyi esittelijän ehdotuksen äänin 8–4."
    )
    text = f"{decided}\n\n{handled}"
    found = decide(text, [(0, len(decided))], [], [(len(decided) + 2, len(text))])
    assert found is not None
    assert found.value.outcome is Outcome.APPROVED_AS_PROPOSED


def test_unanimous_only_when_said() -> None:
    said, unsaid = decision("Hyväksyttiin yksimielisesti."), decision("Hyväksyttiin.")
    assert said is not None
    assert unsaid is not None
    assert said.unanimous is True
    assert unsaid.unanimous is None


def test_points_are_numbered_from_one() -> None:
    text = "Hallitus päättää, että\n\n1. kunta osallistuu,\n\n2. yhdyshenkilöksi nimetään johtaja\n"
    assert points(text) == ("kunta osallistuu,", "yhdyshenkilöksi nimetään johtaja")
    assert points("Vuonna 2024 asia eteni.") == ()


def test_conditions() -> None:
    found = decision("Lautakunta päätti myöntää luvan edellyttäen, että melu mitataan. Muu hylättiin.")
    assert found is not None
    assert found.conditions == ("Lautakunta päätti myöntää luvan edellyttäen, että melu mitataan.",)


JOINS = "Kunnanhallitus päättää, että kunta liittyy verkostoon ja nimeää yhteyshenkilöksi Aino Kallion."
GOES = "Styrelsen beslutar delta i projektet."
REJECTS = "Oikaisuvaatimus hylätään."
TOLD = [
    # (decision, proposal, handling, outcome, votes)
    ("Lautakunta päätti esittelijän ehdottaman mukaisesti.", JOINS, "", "approved_as_proposed", None),
    ("Hallitus asettui ehdotuksen taakse.", JOINS, "", "approved_as_proposed", None),
    ("Päätettiin liittyä verkostoon ja nimetä yhteyshenkilö.", JOINS, "", "approved_as_proposed", None),
    (
        "Kunnanhallitus päätti liittyä verkostoon ja nimesi Aino Kallion.",
        JOINS,
        "",
        "approved_as_proposed",
        None,
    ),
    ("Esitys hyväk-\n     syttiin.", JOINS, "", "approved_as_proposed", None),
    ("Nämnden anslöt sig till förslaget.", GOES, "", "approved_as_proposed", None),
    ("Päätettiin ehdotuksen mukaisesti äänin 8-3.", JOINS, "", "approved_as_proposed", (8, 3)),
    (
        "Ehdotus sai 8 ääntä ja vastaehdotus 3 ääntä, joten ehdotus tuli päätökseksi.",
        JOINS,
        "",
        "approved_as_proposed",
        (8, 3),
    ),
    (
        "Jäsen Virtanen teki palautusesityksen, jota ei kannatettu. Päätösehdotus hyväksyttiin.",
        JOINS,
        "",
        "approved_as_proposed",
        None,
    ),
    (
        "Ehdotus hyväksyttiin.",
        JOINS,
        "Pöydällepanosta äänestettiin, ja se hävisi äänin 4–6.",
        "approved_as_proposed",
        None,
    ),
    # The other way, or another sum, is not what was proposed.
    ("Kunnanhallitus päätti, ettei kunta liity verkostoon.", JOINS, "", "approved", None),
    (
        "Kunnanhallitus päätti, että avustus on 5 000 euroa.",
        "Kunnanhallitus päättää, että avustus on 3 000 euroa.",
        "",
        "approved",
        None,
    ),
    (
        "Kallion ehdotus hyväksyttiin äänin 6-3.",
        JOINS,
        "Kallio ehdotti, ettei liitytä. Salmi kannatti Kallion ehdotusta.",
        "amended",
        (3, 6),
    ),
    ("Oikaisuvaatimus hyväksyttiin.", REJECTS, "", "amended", None),
    ("Lautakunta hyväksyi oikaisuvaatimuksen äänin 5-4.", REJECTS, "", "amended", (4, 5)),
    (
        "Efter omröstning, där 6 röstade för Holms förslag och 3 för föredragandens, bifölls begäran.",
        "Begäran om omprövning avslås.",
        "",
        "amended",
        (3, 6),
    ),
    ("Asia jätettiin pöydälle äänin 5-2.", JOINS, "", "tabled", (2, 5)),
    ("Kunnanhallituksen ehdotus kaatui äänin 8–11.", JOINS, "", "rejected", (8, 11)),
    ("Esteellisyys todettiin. Asia jäi pöydälle.", JOINS, "", "tabled", None),
]


@pytest.mark.parametrize(("words", "proposal", "handling", "outcome", "votes"), TOLD)
def test_against_the_proposal(
    words: str, proposal: str, handling: str, outcome: str, votes: tuple[int, int] | None
) -> None:
    told = decision(words, proposal, handling)
    assert told is not None
    assert told.outcome.value == outcome
    assert (told.votes and (told.votes.for_, told.votes.against)) == votes
