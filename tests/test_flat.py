"""Pages that lost their line ends are cut where lines began; others are left alone."""

from __future__ import annotations

from ingest.lines import document_lines
from ingest.minutes import structure
from ingest.readers import read

FLAT = (
    "Kunnanhallitus Pöytäkirja 04.12.2023/Pykälä 311 Edellinen asia | Seuraava asia Kokousasia "
    "PDF-muodossa Hyvinvointisuunnitelman hyväksyminen Sivltk 2.11.2023 § 88 Päätös Ehdotus "
    "hyväksyttiin. Khall 04.12.2023 § 311 1234/05.00.01/2023 Valmistelija sivistysjohtaja Aino Kallio "
    "Suunnitelma on valmisteltu yhdessä. Päätös on ehdollinen siihen asti. Esittelijä Kunnanjohtaja "
    "Veikko Salmi Päätösehdotus Kunnanhallitus päättää hyväksyä suunnitelman ja varata siihen 12 500 "
    "euroa vuodelle 2024. Suunnitelma tulee voimaan heti, ja siitä tiedotetaan kunnan verkkosivuilla. "
    "Päätös Kunnanhallitus hyväksyi ehdotuksen. Tiedoksi Sivistyslautakunta"
)


def test_a_flat_page_is_segmented() -> None:
    segments = structure(read(FLAT.encode(), "x.txt")).segments
    assert len(segments) == 1
    item = segments[0]
    assert item.section is not None
    assert item.section.value == 311
    assert item.title is not None
    assert item.title.value == "Hyvinvointisuunnitelman hyväksyminen"
    assert [s.heading for s in item.sections if s.start > 300] == [
        "Esittelijä",
        "Päätösehdotus",
        "Päätös",
        "Tiedoksi",
    ]
    assert len(item.handlings) == 1


def test_prose_is_not_cut_at_a_heading_word() -> None:
    texts = [line.text for line in document_lines(read(FLAT.encode(), "x.txt"))]
    assert any("Päätös on ehdollinen" in text for text in texts)
    assert not any(text.startswith("Päätös on") for text in texts)


def test_a_page_with_lines_is_left_alone() -> None:
    text = "Otsikko\n\n" + "Pitkä kappale päättyy. Päätös Kunta hyväksyi sen. " * 20 + "\n" + "Rivi\n" * 400
    lines = document_lines(read(text.encode(), "x.txt"))
    assert len(lines) == 402
