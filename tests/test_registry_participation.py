"""Every wording of participation fits its own examples."""

from __future__ import annotations

import pytest

from corpus.registry.participation import participation_wordings

EXAMPLES = [
    (name, example) for name, wording in participation_wordings().items() for example in wording.examples
]


@pytest.mark.parametrize(("name", "sentence"), EXAMPLES)
def test_examples(name: str, sentence: str) -> None:
    assert participation_wordings()[name].fits(sentence)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("join", "Verkostoon on osallistunut yli 90 kaupunkia."),
        ("decline", "Kunta osallistuu verkostoon."),
        ("leave", "Kunta osallistuu verkostoon."),
        ("past", "Kunta osallistuu verkostoon."),
        ("onward", "Kunnanhallitus päättää, että kunta osallistuu verkostoon."),
    ],
)
def test_near_misses(name: str, sentence: str) -> None:
    assert not participation_wordings()[name].fits(sentence)
