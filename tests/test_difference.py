"""What a decision changed in its proposal."""

from __future__ import annotations

from corpus.records import Decision, Outcome
from index.reports.difference import difference

PROPOSAL = "Hallitus päättää, että\n1. kunta osallistuu\n2. maksu varataan talousarvioon"


def decision(text: str, effective: str) -> Decision:
    return Decision(outcome=Outcome.AMENDED, text=text, effective_text=effective, proposal=PROPOSAL)


def test_changed_lines_are_told() -> None:
    changed = "Hallitus päättää, että\n1. kunta osallistuu\n2. maksu  maksetaan säästöistä"
    assert list(difference(decision(changed, changed))) == [
        "  Hallitus päättää, että",
        "  1. kunta osallistuu",
        "- 2. maksu varataan talousarvioon",
        "+ 2. maksu maksetaan säästöistä",
    ]


def test_acceptance_is_no_difference() -> None:
    assert list(difference(decision("Hyväksyttiin.", PROPOSAL))) == []


def test_nothing_proposed_is_no_difference() -> None:
    alone = Decision(outcome=Outcome.APPROVED, text="Päätettiin.", effective_text="Päätettiin.")
    assert list(difference(alone)) == []
