"""Pages as pictures: the quote is marked, and nothing else is."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from fpdf import FPDF
from PIL import Image

from ingest.document import Line, Page, ReadError
from ingest.page_image import DPI, MAX_PIXELS, Box, evidence_image, exact_boxes, page_image, quote_boxes
from ingest.readers import read

SCALE = DPI / 72


def a_pdf(*pages: tuple[str, ...], size: tuple[float, float] | str = "a4") -> bytes:
    pdf = FPDF(unit="pt", format=size)
    pdf.set_font("Helvetica", size=12)
    for lines in pages:
        pdf.add_page()
        for number, line in enumerate(lines):
            pdf.text(72, 100 + 20 * number, line)
    return bytes(pdf.output())


def width(text: str) -> float:
    pdf = FPDF(unit="pt")
    pdf.set_font("Helvetica", size=12)
    return pdf.get_string_width(text)


def marked(png: bytes) -> Box | None:
    """The smallest box, in points, around all that is marked: around what has colour."""
    picture = Image.open(io.BytesIO(png)).convert("HSV").getchannel("S")
    found = picture.point(lambda value: 255 if value > 100 else 0).getbbox()
    return None if found is None else tuple(edge / SCALE for edge in found)  # type: ignore[return-value]


def test_the_boxes_are_marked_and_the_words_stay_readable() -> None:
    png = page_image(a_pdf(("Paatos",)), 1, [(72, 88, 110, 103)])
    assert marked(png) == pytest.approx((70.5, 86.5, 111.5, 104.5), abs=1.5)
    inside = Image.open(io.BytesIO(png)).convert("L").crop([round(v * SCALE) for v in (74, 90, 108, 101)])  # type: ignore[arg-type]
    shades = inside.tobytes()
    assert min(shades) < 60
    assert max(shades) > 180


def test_without_boxes_it_is_the_page() -> None:
    png = page_image(a_pdf(("Paatos",)), 1, [])
    assert marked(png) is None
    assert Image.open(io.BytesIO(png)).size == pytest.approx((595 * SCALE, 842 * SCALE), abs=2)


@pytest.mark.parametrize("quote", ["Hinta on 300 euroa", "300", "vuodessa."])
def test_a_quote_is_marked_to_the_letter(quote: str) -> None:
    line = "Hinta on 300 euroa vuodessa."
    data = a_pdf(("Ensimmainen sivu",), ("Kunnanhallitus", line, "Paatos"))
    page = read(data, "m.pdf").pages[1]
    start = page.text.index(quote)
    found = marked(evidence_image(data, "m.pdf", 2, start, start + len(quote), quote=quote))
    assert found is not None
    before = 72 + width(line[: line.index(quote)])
    assert (found[0], found[2]) == pytest.approx((before - 1.5, before + width(quote) + 1.5), abs=2.5)
    assert 100 < found[1] < 120 < found[3] < 130


@pytest.mark.parametrize(
    ("rotation", "crop", "expected"),
    [
        (0, (50, 50, 545, 792), (21, 39, 61, 55)),  # 50 points less at the left and at the top
        (90, None, (738, 71, 755, 111)),
        (180, None, (484, 738, 524, 755)),
        (270, None, (87, 484, 103, 524)),
    ],
)
def test_turned_and_cropped_pages(rotation: int, crop: Box | None, expected: Box) -> None:
    document = pypdfium2.PdfDocument(a_pdf(("Paatos",)))
    document[0].set_rotation(rotation)
    if crop:
        document[0].set_cropbox(*crop)
    document.save(stream := io.BytesIO())
    found = marked(evidence_image(stream.getvalue(), "m.pdf", 1, 0, 6, quote="Paatos"))
    assert found == pytest.approx(expected, abs=3)


def test_a_quote_over_two_lines_is_marked_on_both() -> None:
    data = a_pdf(("Kunnanhallitus paattaa", "hyvaksya esityksen"))
    page = read(data, "m.pdf").pages[0]
    start = page.text.index("paattaa")
    found = marked(evidence_image(data, "m.pdf", 1, start, page.text.index("esityksen")))
    assert found is not None
    assert found[0] < 73
    assert found[3] - found[1] > 25


def test_a_quote_that_moved_is_sought() -> None:
    data = a_pdf(("Kunnanhallitus", "Hinta on 300 euroa"))
    at_its_place = evidence_image(data, "m.pdf", 1, 15, 33, quote="Hinta on 300 euroa")
    assert evidence_image(data, "m.pdf", 1, 0, 18, quote="Hinta on 300 euroa") == at_its_place


@pytest.mark.parametrize(
    ("name", "data", "page", "quote", "says"),
    [
        ("m.html", b"<html><body><p>Kunta</p></body></html>", 1, None, "m.html: not a PDF"),
        ("m.pdf", a_pdf(("Kunta",)), 2, None, "m.pdf: has no page 2"),
        ("m.pdf", a_pdf(("Kunta",)), 1, "Kaupunki", "m.pdf: page 1 reads differently now"),
        ("m.pdf", b"%PDF-1.4 nothing", 1, None, "m.pdf: "),
    ],
)
def test_what_cannot_be_drawn_is_one_line(
    name: str, data: bytes, page: int, quote: str | None, says: str
) -> None:
    with pytest.raises(ReadError, match=says) as caught:
        evidence_image(data, name, page, 0, 3, quote=quote)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("data", "page"), [(b"%PDF-1.4 nothing", 1), (a_pdf(("a",)), 0), (a_pdf(("a",)), 2)])
def test_page_image_of_nothing(data: bytes, page: int) -> None:
    with pytest.raises(ReadError):
        page_image(data, page, [])


def test_posters_are_drawn_smaller() -> None:
    picture = Image.open(io.BytesIO(page_image(a_pdf(("Kartta",), size=(9000, 9000)), 1, [(0, 0, 100, 100)])))
    assert picture.width * picture.height <= MAX_PIXELS * 1.01


def a_page(*lines: tuple[str, Box]) -> Page:
    text, made = "", []
    for words, box in lines:
        text += "\n" if text else ""
        made.append(Line(len(text), len(text) + len(words), box=box))
        text += words
    return Page(1, text, tuple(made))


def drawn(*lines: str) -> list[tuple[str, Box]]:
    """Characters 10 wide and high, a line below the other."""
    return [
        (character, (10.0 * column, 10.0 * row, 10.0 * column + 10, 10.0 * row + 10))
        for row, line in enumerate(lines)
        for column, character in enumerate(line)
        if character != " "
    ]


# (case, the text's lines, the page's lines, quote, (x0, x1) of the marks of each line in characters)
CASES = [
    ("part of a line", ["abc def"], ["abc def"], "def", [(4, 7)]),
    ("broken word", ["kunnanhallitus", "teki"], ["kunnan-", "hallitus teki"], "hallitus", [(0, 8)]),
    (
        "both halves",
        ["kunnanhallitus", "teki"],
        ["kunnan-", "hallitus teki"],
        "kunnanhallitus",
        [(0, 6), (0, 8)],
    ),
    ("after a broken word", ["kunnanhallitus", "teki"], ["kunnan-", "hallitus teki"], "teki", [(9, 13)]),
    ("broken compound", ["TE-palvelu", "on"], ["TE-", "palvelu on"], "TE-palvelu", [(0, 3), (0, 7)]),
    ("ligature", ["fiksu"], ["\ufb01ksu"], "iksu", [(0, 4)]),
    ("other spaces", ["3\u00a0500 €"], ["3 500 €"], "500", [(2, 5)]),
    ("other characters", ["abc"], ["abd"], "abc", []),
]


@pytest.mark.parametrize(("case", "text", "page", "quote", "marks"), CASES, ids=[case[0] for case in CASES])
def test_exact_boxes(
    case: str, text: list[str], page: list[str], quote: str, marks: list[tuple[int, int]]
) -> None:
    boxes = [(0.0, 10.0 * row, 10.0 * len(line), 10.0 * row + 10) for row, line in enumerate(page)]
    document = a_page(*zip(text, boxes, strict=True))
    start = document.text.index(quote)
    found = exact_boxes(document, start, start + len(quote), drawn(*page))
    assert [(x0 / 10, x1 / 10) for x0, _, x1, _ in found] == marks


def test_boxes_by_share_of_the_line() -> None:
    page = a_page(("abcdefghij", (0, 0, 100, 10)), ("abc", (0, 20, 30, 30)))
    assert quote_boxes(page, 5, 12) == [(50, 0, 100, 10), (0, 20, 10, 30)]
    assert quote_boxes(page, 100, 110) == []
    assert quote_boxes(Page(1, "abc", (Line(0, 3),)), 0, 3) == []
