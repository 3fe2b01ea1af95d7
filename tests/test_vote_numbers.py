"""The numbers of votes in words: numerals.toml is checked when it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extract import vote_numbers
from ingest.extract.vote_numbers import read

CONTENT = Path(vote_numbers.__file__).with_name("numerals.toml").read_text(encoding="utf-8")

ERRORS = [
    ("no tens in Swedish", CONTENT.replace("swedish_tens", "swedish_tans"), "swedish_tans, swedish_tens"),
    ("a case less", CONTENT.replace('"kahta", ', ""), "units needs 4 cases"),
    ("a number less", CONTENT.replace('"noll", ', ""), "swedish needs 20 words, has 19"),
]


@pytest.mark.parametrize(("case", "content", "told"), ERRORS)
def test_what_is_missing_is_told_in_a_line(case: str, content: str, told: str) -> None:
    with pytest.raises(ValueError, match=f"numerals.toml: .*{told}") as caught:
        read(content)
    assert "\n" not in str(caught.value), case
