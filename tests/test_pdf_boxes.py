"""From the text of a PDF's page back to the places on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.pdf_corpus import generate
from bench.pdf_score import overlap
from ingest.document import ReadError
from ingest.readers.pdf import read_lines, read_pdf
from ingest.readers.pdf_boxes import boxes
from tests.test_reader_pdf import minutes, pdf, put


def test_a_word_has_its_box() -> None:
    data = bytes(put(pdf(), (20, 40, "Kunnanhallitus päätti asiasta")).output())
    text = read_pdf(data, "a.pdf").pages[0].text
    start = text.index("päätti")
    ((x0, top, x1, bottom),) = boxes(data, "a.pdf", 1, start, start + 6)
    made = pdf()
    point = 72 / 25.4
    left = 20 + made.get_string_width("Kunnanhallitus ")
    assert x0 == pytest.approx(left * point, abs=0.5)
    assert x1 == pytest.approx((left + made.get_string_width("päätti")) * point, abs=0.5)
    assert top < 40 * point < bottom


def test_a_broken_word_has_boxes_on_both_lines() -> None:
    data = bytes(put(pdf(), (20, 50, "asiaa jatko-"), (20, 55, "valmistellaan vielä")).output())
    text = read_pdf(data, "a.pdf").pages[0].text
    assert text == "asiaa jatkovalmistellaan\nvielä"
    start = text.index("jatko")
    first, second = boxes(data, "a.pdf", 1, start, start + len("jatkovalmistellaan"))
    assert first[0] > second[0]
    assert second[1] - first[1] == pytest.approx(5 * 72 / 25.4, abs=0.2)
    assert len(boxes(data, "a.pdf", 1, start, start + 5)) == 1


def test_later_pages_have_lost_their_heads() -> None:
    data = bytes(minutes(4).output())
    page = read_pdf(data, "a.pdf").pages[2]
    start = page.text.index("Toinen")
    ((_, top, _, bottom),) = boxes(data, "a.pdf", 3, start, start + 6)
    assert top < 65 * 72 / 25.4 < bottom


@pytest.mark.parametrize(("page", "start", "end"), [(2, 0, 1), (1, 0, 99), (1, 3, 3), (1, -1, 2)])
def test_what_is_not_there_is_refused(page: int, start: int, end: int) -> None:
    data = bytes(put(pdf(), (20, 40, "Asia")).output())
    with pytest.raises(ReadError, match=r"^a\.pdf: .*page"):
        boxes(data, "a.pdf", page, start, end)


@pytest.mark.parametrize(
    ("layout", "style"),
    [("tweb", "xmark"), ("columns", "split"), ("dynasty", "ruled"), ("meeting", "unruled")],
)
def test_facts_of_generated_minutes_are_where_they_were_drawn(
    tmp_path: Path, layout: str, style: str
) -> None:
    truth = generate(tmp_path, 11, 3, layout, attendance=style, soft=layout == "tweb")
    data = (tmp_path / truth.name).read_bytes()
    read = read_pdf(data, truth.name)
    for fact in truth.facts:
        flat = read.pages[fact.page - 1].text.replace("\n", " ").replace("\t", " ")
        start = flat.index(fact.quote)
        found = boxes(data, truth.name, fact.page, start, start + len(fact.quote))
        assert len(found) == len(fact.boxes)
        for wanted, got in zip(fact.boxes, found, strict=True):
            assert overlap(wanted, got) > 0.9
            assert overlap(got, wanted) > 0.9


def test_every_character_of_the_text_but_blanks_comes_from_somewhere(tmp_path: Path) -> None:
    from ingest.readers.pdf_boxes import _text_places

    truth = generate(tmp_path, 5, 3, "columns", attendance="xmark")
    data = (tmp_path / truth.name).read_bytes()
    pages = read_pdf(data, truth.name).pages
    for page, sheet in zip(pages, read_lines(data, truth.name).sheets, strict=True):
        places = list(_text_places(sheet.lines))
        assert len(places) == len(page.text)
        for character, place in zip(page.text, places, strict=True):
            assert (place is None) == character.isspace()
            assert place is None or place[0].text[place[1]] == character
