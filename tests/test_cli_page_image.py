"""``pykala show --page-image``: the page with the words that prove a fact, or one clear line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fpdf import FPDF
from PIL import Image

from cli import pykala
from corpus.database import Library
from ingest.page_image import DPI
from ingest.pipeline import read_bytes

PAGES = (
    ("Tuulensuu", "Kunnanhallitus 6.5.2031", "Kokouksen avaus"),
    ("Tuulensuu", "Kunnanhallitus 6.5.2031", "§ 12", "Kehittämisverkoston jatko", "TUUdno-2031-77", ""),
)
DECISION = "Päätös: Kunnanhallitus hyväksyi esityksen."
PRICE = "Hinta on 300 euroa vuodessa."


def a_pdf() -> bytes:
    pdf = FPDF(unit="pt")
    for number, lines in enumerate(PAGES):
        pdf.add_page()
        pdf.set_font("Helvetica", size=12)
        for row, line in enumerate((*lines, PRICE, DECISION) if number else lines):
            pdf.text(72, 100 + 20 * row, line)
    return bytes(pdf.output())


def stored(folder: Path, name: str, data: bytes) -> str:
    """The id of the item that a document in a library holds."""
    with Library.open(folder, create=True) as library:
        library.store(read_bytes(data, name, f"file:///{name}"), data)
        return next(each.item.id for each in library.items() if each.item.section == 12)


def show(folder: Path, item: str, *words: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(pykala, ["show", item, "--library", str(folder), *map(str, words)])
    assert result.exit_code == code, result.output
    return result


def marked(picture: Path) -> tuple[float, float]:
    """The top and bottom, in points, of what is marked: of what has colour."""
    colour = Image.open(io.BytesIO(picture.read_bytes())).convert("HSV").getchannel("S")
    box = colour.point(lambda value: 255 if value > 100 else 0).getbbox()
    assert box is not None
    return box[1] * 72 / DPI, box[3] * 72 / DPI


def row_of(line: str) -> int:
    return (*PAGES[1], PRICE, DECISION).index(line)


@pytest.mark.parametrize(
    ("fact", "line", "quote"),
    [
        ((), DECISION, "hyväksyi esityksen."),
        (("--fact", "/money/0"), PRICE, "300"),
        (("--fact", "section"), "§ 12", "12"),
    ],
)
def test_the_words_are_marked_on_their_page(
    fact: tuple[str, ...], line: str, quote: str, tmp_path: Path
) -> None:
    item = stored(tmp_path / "library", "m.pdf", a_pdf())
    target = tmp_path / "page.png"
    result = show(tmp_path / "library", item, "--page-image", target, *fact)
    assert result.stdout == ""
    assert result.stderr.startswith(f"{target}: page 2 of m.pdf, with “")
    assert quote in result.stderr
    top, bottom = marked(target)
    base = 100 + 20 * row_of(line)
    assert base - 15 < top < base - 5
    assert base < bottom < base + 8


def test_a_fact_that_is_not_proven(tmp_path: Path) -> None:
    item = stored(tmp_path / "library", "m.pdf", a_pdf())
    target = tmp_path / "page.png"
    result = show(tmp_path / "library", item, "--page-image", target, "--fact", "/money/7", code=1)
    assert result.stderr.startswith(f"pykala: {item}: no words prove /money/7: give --fact one of /")
    assert "/decision" in result.stderr
    assert not target.exists()


def test_a_document_without_pages_to_draw(tmp_path: Path) -> None:
    text = "\n".join((*PAGES[1], PRICE, "", DECISION)).encode()
    item = stored(tmp_path / "library", "m.txt", text)
    target = tmp_path / "page.png"
    result = show(tmp_path / "library", item, "--page-image", target, code=3)
    assert result.stderr == (
        "pykala: m.txt: not a PDF: only PDFs have pages to draw; see `pykala show --text`\n"
    )
    assert not target.exists()


def test_a_picture_that_cannot_be_written(tmp_path: Path) -> None:
    item = stored(tmp_path / "library", "m.pdf", a_pdf())
    result = show(tmp_path / "library", item, "--page-image", tmp_path / "none" / "page.png", code=2)
    assert "cannot write: " in result.stderr
    assert result.stderr.endswith("; give another --page-image\n")
    assert result.stderr.count("\n") == 1


def test_no_such_item_makes_no_picture(tmp_path: Path) -> None:
    stored(tmp_path / "library", "m.pdf", a_pdf())
    assert "no item: x" in show(tmp_path / "library", "x", "--page-image", tmp_path / "p.png", code=1).stderr
    assert not (tmp_path / "p.png").exists()
