"""The plain view of a text, and the way back to the original's offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.view import view


@pytest.mark.parametrize(
    ("original", "plain"),
    [
        ("2\u00a0000\u202f€", "2 000 €"),
        ("eu\u00adroa", "euroa"),
        ("osallistumis\u00ad\nmaksu", "osallistumismaksu"),
        ("osallistumis-\nmaksu", "osallistumismaksu"),
        ("kehittäjä-\n        verkosto", "kehittäjäverkosto"),
        ("USO-\nVerkosto", "USO-\nVerkosto"),
        ("2025-\n2026", "2025-\n2026"),
        ("a\r\nb", "a\nb"),
        ("1‑2 ‒ 3", "1-2 – 3"),
        ("\ufeffa\u200bb", "ab"),
        ("plain", "plain"),
    ],
)
def test_view(original: str, plain: str) -> None:
    assert view(original).text == plain


def test_slices_are_the_originals_own() -> None:
    original = "maksu\u00ad on 2\u00a0000 eu-\nroa."
    seen = view(original)
    start = seen.text.index("2 000 euroa")
    assert seen.slice(start, start + len("2 000 euroa")) == "2\u00a0000 eu-\nroa"


@given(st.text(alphabet="ab-\n\r\u00ad\u00a0\u200b1", max_size=60))
def test_each_character_comes_from_one_place(original: str) -> None:
    seen = view(original)
    places = [seen.span(index, index + 1) for index in range(len(seen.text))]
    assert all(end == start + 1 for start, end in places)
    assert [start for start, _ in places] == sorted({start for start, _ in places})
    assert (
        "".join(view(original[start:end]).text or original[start:end] for start, end in places) == seen.text
    )
