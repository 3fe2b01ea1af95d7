"""Text that is in a PDF but not to be seen is not in what is read of it, and the note says so."""

from __future__ import annotations

import pytest
from fpdf import FPDF
from fpdf.enums import TextMode

from bench.pdf_raw import simple, stream
from ingest.readers import read
from tests.test_reader_pdf import pdf, put, read_made

SECRET = "010190-123X"
NOTE = "hidden text left out on page 1"


def around(made: FPDF) -> FPDF:
    """A sentence with room in its middle, where the secret goes."""
    return put(made, (20, 50, "Hakija (henkilötunnus"), (85, 50, ") on muuttanut."), (20, 60, "Päätös."))


def white(made: FPDF) -> None:
    made.set_text_color(255)
    made.text(60, 50, SECRET)


def black_box(made: FPDF) -> None:
    made.text(60, 50, SECRET)
    made.set_fill_color(0)
    made.rect(59.5, 46.5, 24, 5, style="F")


def white_box(made: FPDF) -> None:
    made.text(60, 50, SECRET)
    made.set_fill_color(255)
    made.rect(59.5, 46.5, 24, 5, style="F")


def invisible(made: FPDF) -> None:
    with made.local_context(text_mode=TextMode.INVISIBLE):
        made.text(60, 50, SECRET)


def switched_off(made: FPDF) -> None:
    with made.optional_content(on_view=False, on_print=False, label="Luonnos"):
        made.text(60, 50, SECRET)


def off_page(made: FPDF) -> None:
    made.text(230, 50, SECRET)


@pytest.mark.parametrize("hide", [white, black_box, white_box, invisible, switched_off, off_page])
def test_hidden_text_is_left_out_with_a_note(hide: object) -> None:
    made = around(pdf())
    assert callable(hide)
    hide(made)
    document = read_made(made)
    assert "0101" not in document.text
    assert document.text.replace("\t", " ") == "Hakija (henkilötunnus ) on muuttanut.\nPäätös."
    assert document.note == NOTE


def test_half_a_covered_word_is_left_out() -> None:
    made = put(pdf(), (20, 50, f"Tunnus {SECRET}"))
    made.set_fill_color(0)
    start = 20 + made.get_string_width("Tunnus 010190-")
    made.rect(start, 46.5, 20, 5, style="F")
    assert read_made(made).text == "Tunnus 010190-"


def white_on_black(made: FPDF) -> None:
    made.set_fill_color(0)
    made.rect(18, 44, 100, 9, style="F")
    made.set_text_color(255)
    made.text(20, 50, "Otsikko - 1")


def on_a_shade(made: FPDF) -> None:
    made.text(20, 40, "Ensin")
    made.set_fill_color(215)
    made.rect(18, 44, 100, 9, style="F")
    made.text(20, 50, "Otsikko - 1")


def highlighted(made: FPDF) -> None:
    made.text(20, 50, "Otsikko - 1")
    with made.local_context(fill_opacity=0.4):
        made.set_fill_color(255, 255, 0)
        made.rect(18, 44, 100, 9, style="F")


@pytest.mark.parametrize("show", [white_on_black, on_a_shade, highlighted])
def test_what_can_be_seen_stays(show: object) -> None:
    made = pdf()
    assert callable(show)
    show(made)
    document = read_made(made)
    assert document.text.endswith("Otsikko - 1")
    assert document.note is None


def test_a_scan_with_recognised_text_below_keeps_it() -> None:
    picture = (
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    )
    contents = stream(b"q 595 0 0 842 0 0 cm /I1 Do Q BT 3 Tr /F1 11 Tf 60 780 Td (Skannattu sivu) Tj ET")
    data = simple(
        contents,
        page=b"/Resources<</Font<</F1 4 0 R>>/XObject<</I1 6 0 R>>>>",
        more={6: picture + b"\nstream\n\xff\nendstream"},
    )
    document = read(data, "a.pdf")
    assert document.text == "Skannattu sivu"
    assert document.note == "text of page 1 is from OCR that came with the file"


def test_a_redaction_drawn_as_an_annotation_covers() -> None:
    note = b"<</Type/Annot/Subtype/Square/Rect[110 770 260 795]/IC[0 0 0]/C[0 0 0]/F 4/AP<</N 7 0 R>>>>"
    look = stream(b"0 g 0 0 150 25 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 150 25]")
    data = simple(
        stream(b"BT /F1 11 Tf 60 780 Td (Tunnus:) Tj 60 0 Td (010190-123X) Tj ET"),
        page=b"/Annots[6 0 R]",
        more={6: note, 7: look},
    )
    document = read(data, "a.pdf")
    assert document.text == "Tunnus:"
    assert document.note == NOTE
