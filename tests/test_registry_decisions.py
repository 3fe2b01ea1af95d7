"""Every decision phrase finds its own examples, and none of an earlier phrase's."""

from __future__ import annotations

import pytest

from corpus.records import Outcome
from corpus.registry.decisions import decision_phrases, outcome_of

EXAMPLES = [(phrase.outcome, example) for phrase in decision_phrases().phrases for example in phrase.examples]


@pytest.mark.parametrize(("outcome", "sentence"), EXAMPLES)
def test_examples(outcome: Outcome, sentence: str) -> None:
    phrase = outcome_of(sentence)
    assert phrase is not None
    assert phrase.outcome is outcome


NEAR_MISSES = [
    (
        "without changes is not amended",
        "Päätösehdotus hyväksyttiin muutoksitta.",
        Outcome.APPROVED_AS_PROPOSED,
    ),
    (
        "onward noting",
        "Hallitus päätti esittää valtuustolle, että se merkitsee raportin tiedoksi.",
        Outcome.APPROVED,
    ),
    ("a supplier is no election", "Lautakunta päätti valita toimittajaksi halvimman.", Outcome.APPROVED),
]


@pytest.mark.parametrize(("case", "sentence", "outcome"), NEAR_MISSES)
def test_near_misses(case: str, sentence: str, outcome: Outcome) -> None:
    phrase = outcome_of(sentence)
    assert phrase is not None, case
    assert phrase.outcome is outcome, case


@pytest.mark.parametrize(
    "sentence",
    [
        "Tarkastettiin ja hyväksyttiin pöytäkirja tämän pykälän osalta heti kokouksessa.",
        "Merkittiin pöytäkirjaan, että Aino Kallio poistui kokouksesta.",
        "Yhteisömanageri esitteli asiaa.",
    ],
)
def test_asides_decide_nothing(sentence: str) -> None:
    assert outcome_of(sentence) is None
