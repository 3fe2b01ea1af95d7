"""Text recognition: with Tesseract where it is installed, with a stand-in for it, and without."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from fpdf import FPDF
from PIL import Image

from ingest.readers import ocr
from ingest.readers.ocr import OcrPage, Recogniser, dots_for, ocr_page

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
A4 = (595.0, 842.0)


def word(line: int, number: int, left: int, confidence: float, text: str, width: int = 60) -> str:
    return f"5\t1\t1\t1\t{line}\t{number}\t{left}\t{100 * line}\t{width}\t30\t{confidence}\t{text}\n"


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    def clear() -> None:
        ocr._tesseract.cache_clear()
        ocr._engine.cache_clear()

    clear()
    yield
    clear()


def stand_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch, body: str, languages: str = "eng fin swe"
) -> None:
    """Puts a script in Tesseract's place: it tells its version and languages, then does ``body``."""
    listed = " ".join(f"'{language}'" for language in languages.split())
    script = folder / "tesseract"
    script.write_text(
        "#!/bin/sh\n"
        f'case "$1" in --list-langs) printf "%s\\n" "List:" {listed};; --version) echo "tesseract 9.1";;\n'
        f"*) {body};; esac\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def table(folder: Path, *rows: str) -> str:
    """A script's body that takes the picture and gives this table."""
    (folder / "table.tsv").write_text(HEAD + "".join(rows))
    return f'cat > {folder}/picture; echo "$@" > {folder}/arguments; cat {folder}/table.tsv'


def blank(dpi: float = 300) -> Image.Image:
    return Image.new("RGB", (100, 100), "white")


def never(dpi: float) -> Image.Image:
    raise AssertionError("drawn for nothing")


def nothing_there(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("PATH", str(folder))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("8 263 Keskuksen hyväksyminen", "§ 263 Keskuksen hyväksyminen"),
        ("S 4 Ilmoitusasiat", "§ 4 Ilmoitusasiat"),
        ("Kunnanhallitus $ 263 1.12.2021", "Kunnanhallitus § 263 1.12.2021"),
        ("8 263 euroa vuodessa", "8 263 euroa vuodessa"),
        ("noin 8 263 Mallilassa", "noin 8 263 Mallilassa"),
        ("8 263", "8 263"),
        ("8 12345 Mallila", "8 12345 Mallila"),
        ("S Market", "S Market"),
        ("$", "$"),
    ],
)
def test_section_signs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: str, meant: str) -> None:
    rows = [word(1, at, 70 * at, 90, text) for at, text in enumerate(read.split())]
    stand_in(tmp_path, monkeypatch, table(tmp_path, *rows))
    page = ocr_page(blank())
    assert page is not None
    assert [line.text for line in page.lines] == [meant]


def test_words_become_lines_with_boxes_in_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (
        "1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t\n",
        word(1, 1, 100, 90, "Maija"),
        word(1, 2, 170, 80, "Meri"),
        word(1, 3, 600, 70, "jäsen"),
        word(2, 1, 100, 96.5, "Päätös"),
        word(3, 1, 100, 12, "~|;"),
        word(4, 1, 100, 95, "  "),
        "5\t1\t1\t1\tx\n",
        "5\t1\t1\t1\t9\t1\ta\t0\t0\t0\t95\tb\n",
    )
    stand_in(tmp_path, monkeypatch, table(tmp_path, *rows))
    page = ocr_page(blank())
    assert page is not None
    assert [line.text for line in page.lines] == ["Maija Meri\tjäsen", "Päätös"]
    first = page.lines[0]
    assert first.box == pytest.approx((24, 24, 158.4, 31.2))
    assert [each.box[0] for each in first.words] == pytest.approx([24, 40.8, 144])
    assert first.confidence == pytest.approx((90 * 5 + 80 * 4 + 70 * 5) / 14)
    assert page.confidence == pytest.approx((first.confidence * 16 + 96.5 * 6) / 22)
    assert (tmp_path / "arguments").read_text().split() == [
        *("stdin", "stdout", "-l", "fin+swe", "--dpi", "300", "tsv")
    ]
    assert (tmp_path / "picture").read_bytes().startswith(b"P5")


@pytest.mark.parametrize(
    ("languages", "version", "missing"),
    [
        ("eng fin swe", "tesseract-9.1-fin+swe", None),
        ("eng fin", "tesseract-9.1-fin", None),
        ("eng swe", "", "text recognition (OCR) is installed without Finnish"),
    ],
)
def test_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, languages: str, version: str, missing: str | None
) -> None:
    stand_in(tmp_path, monkeypatch, "true", languages)
    assert ocr.version() == version
    assert ocr.available() is (missing is None)
    if missing:
        assert ocr.missing() == missing


def test_without_it_pages_are_not_drawn_and_the_note_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing_there(monkeypatch, tmp_path)
    recogniser = Recogniser()
    for number in (3, 4, 5, 9):
        assert recogniser.page(number, A4, never) is None
    assert recogniser.notes() == [
        "text is missing on pages 3–5, 9: scanned, and text recognition (OCR) is not installed: "
        "install tesseract-ocr with its Finnish and Swedish data (fin, swe)"
    ]
    assert recogniser.metadata() == {}
    assert ocr.version() == ""
    assert ocr_page(blank()) is None


@pytest.mark.parametrize("body", ["exit 1", "kill -SEGV $$", "printf 'no\\377table'"])
def test_an_engine_that_fails_costs_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    stand_in(tmp_path, monkeypatch, body)
    page = ocr_page(blank())
    assert page is None or page.lines == ()


def test_what_was_recognised_is_said_page_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, table(tmp_path, word(1, 1, 0, 93.4, "Päätös")))
    recogniser = Recogniser()
    assert recogniser.page(3, A4, blank) is not None
    assert recogniser.notes() == ["text of page 3 (93 % sure) is from OCR"]
    assert recogniser.page(4, A4, blank) is not None
    assert recogniser.notes() == ["text of pages 3 (93 % sure), 4 (93 %) is from OCR"]
    assert recogniser.metadata() == {"ocr": "3: 93 %, 4: 93 %"}


def test_many_pages_are_summed_up(tmp_path: Path) -> None:
    recogniser = Recogniser(confidences=dict.fromkeys(range(1, 12), 90.0) | {20: 41.0})
    assert recogniser.notes() == [
        "text of pages 1–11, 20 (86 % sure on the whole, least on page 20: 41 %) is from OCR"
    ]


def test_a_blank_page_needs_no_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, table(tmp_path))
    recogniser = Recogniser()
    assert recogniser.page(1, A4, blank) is None
    assert recogniser.notes() == []


def test_a_failure_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "exit 1")
    recogniser = Recogniser()
    assert recogniser.page(1, A4, blank) is None
    assert recogniser.notes() == ["text is missing on page 1: scanned, and OCR failed"]


def test_the_budget_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "exec sleep 30")
    recogniser = Recogniser(seconds=0.3)
    assert recogniser.page(1, A4, blank) is None
    assert recogniser.page(2, A4, never) is None
    assert recogniser.notes() == [
        "text is missing on pages 1–2: scanned, and OCR takes too long;"
        " run OCRmyPDF on the file and read that"
    ]


@pytest.mark.parametrize(
    ("size", "dots"), [(A4, 300), ((842, 1191), 300), ((14400, 14400), 31), ((0, 0), 300), ((1e6, 1e6), 0.5)]
)
def test_large_pages_are_drawn_with_fewer_dots(size: tuple[float, float], dots: float) -> None:
    assert dots_for(*size) == pytest.approx(dots, rel=0.1)
    width, height = (points * dots_for(*size) / 72 for points in size)
    assert width * height <= ocr.MAX_PIXELS


@pytest.fixture(scope="module")
def scanned() -> Image.Image:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    for text in (
        "Kunnanhallitus 6.5.2031 § 12",
        "Päätös",
        "Hyväksyttiin yksimielisesti.",
        "Förslag: ärendet bordläggs",
    ):
        pdf.cell(text=text, new_x="LMARGIN", new_y="NEXT", h=10)
    page = pypdfium2.PdfDocument(io.BytesIO(bytes(pdf.output())))[0]
    drawn: Image.Image = page.render(scale=300 / 72, grayscale=True).to_pil()
    return drawn


@pytest.mark.slow
def test_a_scanned_page_is_read(scanned: Image.Image) -> None:
    if not ocr.available():
        pytest.skip("Tesseract with Finnish is not installed")
    page = ocr_page(scanned)
    assert isinstance(page, OcrPage)
    text = "\n".join(line.text for line in page.lines)
    assert "Kunnanhallitus 6.5.2031" in text
    assert "Päätös\nHyväksyttiin yksimielisesti." in text
    assert "Förslag: ärendet bordläggs" in text
    assert page.confidence > 80
    title = page.lines[0].box
    assert title[0] == pytest.approx(28.35 + 2.8, abs=3)  # fpdf2's margin and cell padding: 10 mm and 1 mm
    assert title[3] - title[1] < 16
