"""Scanned pages: what OCR says stands where it is seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.pdf_corpus import generate
from ingest.readers import ocr
from ingest.readers.ocr import OcrLine, OcrPage, OcrWord, Recogniser
from ingest.readers.pdf_layout import Layout
from ingest.readers.pdf_sheet import RawPage, raw_page
from ingest.readers.pdfium import Pdf, PdfiumError, PdfPage
from ingest.readers.scanned import pieces_of, recognised

TESSERACT = pytest.mark.skipif(not ocr.available(), reason="Tesseract is not installed")


def line(*words: tuple[str, float, float], top: float = 100.0, wide: tuple[int, ...] = ()) -> OcrLine:
    """Words as (text, left, height); a tab goes before those in ``wide``."""
    made = tuple(
        OcrWord(text, (left, top, left + 6.0 * len(text), top + height), 90.0) for text, left, height in words
    )
    text = made[0].text
    for number, word in enumerate(made[1:], start=1):
        text += ("\t" if number in wide else " ") + word.text
    boxes = [word.box for word in made]
    box = (boxes[0][0], top, boxes[-1][2], max(each[3] for each in boxes))
    return OcrLine(text, box, 90.0, made)


@contextmanager
def first_page(folder: Path, scanned: tuple[int, ...]) -> Iterator[PdfPage]:
    truth = generate(folder, 5, layout="dynasty", pages=1, scanned=scanned)
    with Pdf((folder / truth.name).read_bytes()) as pdf, pdf.page(0) as page:
        yield page


def test_a_wide_gap_parts_a_line() -> None:
    found = list(pieces_of([line(("Matti", 50, 9), ("Malli", 84, 9), ("jäsen", 300, 9), wide=(2,))]))
    assert [piece.text for piece in found] == ["Matti Malli", "jäsen"]
    assert [(piece.x0, piece.x1) for piece in found] == [(50, 114), (300, 330)]
    assert found[0].space == pytest.approx(4)
    assert found[0].last < found[1].first


def test_lines_of_like_height_are_of_one_size_and_headings_of_another() -> None:
    heights = {"asema": 7.5, "Päätös": 9.0, "Kunta": 8.4, "Otsikko": 16.0}
    lines = [line((text, 50, height), top=100 + 20 * n) for n, (text, height) in enumerate(heights.items())]
    sizes = [piece.size for piece in pieces_of(lines)]
    assert sizes[0] == sizes[1] == sizes[2]
    assert sizes[3] == pytest.approx(16 / 0.93)


def test_lines_of_a_page_that_lies_askew_stay_apart() -> None:
    """A degree or so: the right end of a line lies as low as the left end of the next."""
    words = [f"sana{n}" for n in range(12)]
    lines = []
    for number in range(5):
        made = tuple(
            OcrWord(text, (50 + 40 * n, 100 + 14 * number + n, 80 + 40 * n, 109 + 14 * number + n), 90.0)
            for n, text in enumerate(words)
        )
        box = (50.0, 100.0 + 14 * number, 520.0, 120.0 + 14 * number)
        lines.append(OcrLine(" ".join(words), box, 90.0, made))
    raw = RawPage(1, 595, 842, tuple(pieces_of(lines)))
    assert [each.text for each in Layout().lines(raw)] == [" ".join(words)] * 5


def test_nothing_recognised_is_nothing() -> None:
    assert list(pieces_of([])) == []


def test_only_pages_that_are_pictures_are_recognised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: True)
    asked: list[float] = []

    def ocr_page(image: object, dpi: float, seconds: float) -> OcrPage:
        asked.append(dpi)
        return OcrPage((line(("Pöytäkirja", 50, 9)),), 88.0)

    monkeypatch.setattr(ocr, "ocr_page", ocr_page)
    with first_page(tmp_path, scanned=()) as page:
        raw = raw_page(page, 1, False)
        assert recognised(raw, page, Recogniser()) is raw
        empty = RawPage(1, raw.width, raw.height)
        assert recognised(empty, page, Recogniser()) is empty
        assert asked == []
    with first_page(tmp_path, scanned=(1,)) as page:
        recogniser = Recogniser()
        read = recognised(raw_page(page, 1, False), page, recogniser)
    assert [piece.text for piece in read.pieces] == ["Pöytäkirja"]
    assert read.characters == 10
    assert asked == [300]
    assert recogniser.notes() == ["text of page 1 (88 % sure) is from OCR"]


def test_a_page_that_cannot_be_drawn_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise PdfiumError(6)

    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(PdfPage, "picture", refuses)
    recogniser = Recogniser()
    with first_page(tmp_path, scanned=(1,)) as page:
        raw = raw_page(page, 1, False)
        assert recognised(raw, page, recogniser) is raw
    assert recogniser.notes() == ["text is missing on page 1: scanned, and OCR failed"]


@TESSERACT
@pytest.mark.slow
def test_a_scanned_page_reads_as_it_was_written(tmp_path: Path) -> None:
    truth = generate(tmp_path, 5, layout="dynasty", pages=1, scanned=(1,))
    with Pdf((tmp_path / truth.name).read_bytes()) as pdf, pdf.page(0) as page:
        read = recognised(raw_page(page, 1, False), page, Recogniser())
    words = {word for each in Layout().lines(read) for word in each.text.split()}
    wanted = truth.pages[0].text.split()
    assert sum(word in words for word in wanted) >= 0.95 * len(wanted)
