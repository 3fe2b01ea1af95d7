"""PDFs that are encrypted, cut off, damaged, empty or too long."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import ReadError
from ingest.readers import read
from ingest.readers.pdf import read_pdf
from tests.pdf_made import minutes, pdf, put, read_made, ruled


def test_encrypted_is_refused() -> None:
    made = put(pdf(), (20, 20, "salaista"))
    made.set_encryption(owner_password="omistaja", user_password="lukija")
    with pytest.raises(
        ReadError, match=r"^a\.pdf: an encrypted PDF that needs a password; save a copy without one$"
    ):
        read_made(made)


def test_an_owner_password_alone_does_not_hinder_reading() -> None:
    made = put(pdf(), (20, 20, "julkista"))
    made.set_encryption(owner_password="omistaja")
    assert read_made(made).text == "julkista"


@pytest.mark.parametrize("keep", [9, 60, 300])
def test_truncated_is_refused_or_noted(keep: int) -> None:
    data = bytes(minutes(3).output())[:keep]
    with pytest.raises(ReadError, match=r"broken|without pages") as caught:
        read(data, "a.pdf")
    assert "\n" not in str(caught.value)


def test_cut_off_near_the_end_is_read_with_a_note() -> None:
    data = bytes(minutes(3).output())
    document = read(data[: data.rindex(b"startxref")], "a.pdf")
    assert len(document.pages) == 3
    assert "cut off" in (document.note or "")


def test_no_text_is_a_document_with_a_note() -> None:
    document = read_made(pdf())
    assert [page.text for page in document.pages] == [""]
    assert "no text on any page" in (document.note or "")


def test_more_pages_than_the_limit_are_left_out_with_a_note() -> None:
    document = read_pdf(bytes(minutes(4).output()), "a.pdf", max_pages=2)
    assert len(document.pages) == 2
    assert document.note == "only the first 2 pages were read; split the file to read the rest"


def test_a_page_tree_that_holds_itself() -> None:
    data = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    with pytest.raises(ReadError, match="without pages"):
        read(data, "a.pdf")


WHOLE = bytes(ruled([["Nimi", "Tehtävä"], ["Maija Mallinen", "pj"]]).output())


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=12))
def test_damaged_files_give_a_document_or_a_read_error(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    try:
        document = read(bytes(data), "a.pdf")
    except ReadError:
        return
    for page in document.pages:
        for line in page.lines:
            found = page.text[line.start : line.end]
            assert found
            assert found == found.strip()
        for table in page.tables:
            for row in table.rows:
                assert all(0 <= cell.start <= cell.end <= len(page.text) for cell in row)
