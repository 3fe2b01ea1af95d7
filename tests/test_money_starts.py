"""Where the cues of ``money.toml`` may begin, told by their first letters."""

from __future__ import annotations

import pytest

from ingest.extract.money_words import _start, _starts


@pytest.mark.parametrize(
    ("cue", "start"),
    [
        ("avustu", "avustu"),
        ("e(?<!ke)nnuste", "ennuste"),
        (r"e(?:(?<=euroa\se)|(?<=€\se))dullisem", "edullise"),
        (r"\btue(?:taan|ttu)\b", "|tue"),
        (r"t(?<![thu]t)u(?:ki|en)\b", "tu"),
        ("maksut?", "maksu"),
        ("kustannusarviona", "kustannu"),
    ],
)
def test_first_letters_of_a_cue(cue: str, start: str) -> None:
    assert _start(cue) == start
    assert _start(cue, 2) == start[: 3 if start.startswith("|") else 2]


def test_a_cue_needs_a_letter_to_begin_with() -> None:
    with pytest.raises(ValueError, match="does not begin with a letter"):
        _start("(?:a|b)c")


def test_where_cues_may_begin() -> None:
    starts = _starts({"avu", "avi", "|te", "tuo"})
    found = [match.start() for match in starts.finditer("avustus, te, tukea, hate, tuote, avain")]
    assert found == [0, 9, 26]
