"""Decisions: outcome, unanimity, effective text, points, conditions."""

from __future__ import annotations

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
]


@pytest.mark.parametrize(("case", "words", "outcome", "as_proposed"), CASES)
def test_outcomes(case: str, words: str, outcome: Outcome, as_proposed: bool) -> None:
    found = decision(words, PROPOSAL)
    assert found is not None, case
    assert found.outcome is outcome, case
    assert found.effective_text == (PROPOSAL if as_proposed else words), case


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
