"""What pdfium is asked for a page at once: the compiled functions and those in Python give the same."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.pdf_corpus import generate
from bench.pdf_raw import simple, stream
from ingest.document import ReadDocument
from ingest.readers import pdf_bulk
from ingest.readers.pdf import read_pdf
from ingest.readers.pdf_chars import Characters, Piece
from ingest.readers.pdf_lines import Part
from ingest.readers.pdf_pieces import pieces
from ingest.readers.pdfium import Pdf, count_objects

if pdf_bulk.COMPILED:
    from ingest.readers import _bulk
elif os.environ.get("CI") == "true":
    raise ImportError("_bulk.c was not compiled")
else:
    pytest.skip("_bulk.c was not compiled when this was installed", allow_module_level=True)

FILES: list[dict[str, Any]] = [
    {"layout": "columns", "pages": 2, "font": "embedded", "attendance": "ruled"},
    {"layout": "columns", "pages": 2, "font": "embedded", "order": "rows"},
    {"layout": "tweb", "pages": 2, "hidden": ("white",), "attendance": "xmark"},
    {"layout": "meeting", "pages": 2, "hidden": ("layer", "invisible"), "order": "reading"},
]


NAMES = ("is_clean", "spans", "gaps", "lines", "starts", "objects", "runs")


def in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, function in zip(NAMES, pdf_bulk.IN_PYTHON, strict=True):
        monkeypatch.setattr(pdf_bulk, name, function)


@pytest.mark.parametrize("options", FILES, ids=lambda options: str(options["layout"]))
def test_both_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]) -> None:
    data = (tmp_path / generate(tmp_path, 5, **options).name).read_bytes()

    def read() -> ReadDocument:
        return read_pdf(data, "a.pdf")

    for name, function in zip(NAMES, pdf_bulk.IN_PYTHON, strict=True):
        assert getattr(pdf_bulk, name) is not function, "the compiled functions are there but not used"
    compiled = read()
    in_python(monkeypatch)
    assert read() == compiled


@pytest.mark.parametrize("options", FILES, ids=lambda options: str(options["layout"]))
def test_both_answer_the_same(tmp_path: Path, options: dict[str, Any]) -> None:
    data = (tmp_path / generate(tmp_path, 6, **options).name).read_bytes()
    _, spans, gaps, lines, starts, objects, _ = pdf_bulk.IN_PYTHON
    with Pdf(data) as pdf, pdf.page(0) as page:
        text = page.characters()
        places = spans(text)
        assert _bulk.spans(text) == places
        assert len(places) > 10
        assert _bulk.lines(page.text, text, places) == lines(page.text, text, places)
        blanks = [(at, at + 1) for at in range(1, len(text) - 1) if text[at] == " "]
        assert _bulk.gaps(page.text, blanks) == gaps(page.text, blanks)
        # spans that are no lines: whose rectangles are whose is not what it seems
        pieces = [(at, at + 2) for at in range(0, len(text) - 2, 7)]
        assert _bulk.starts(page.text, pieces) == starts(page.text, pieces)
        assert _bulk.lines(page.text, text, pieces) == lines(page.text, text, pieces)
        assert _bulk.lines(page.text, text, places[1::2]) == lines(page.text, text, places[1::2])
        for every in (False, True):
            asked = page.handle, count_objects(page.handle), 235, every
            assert _bulk.objects(*asked) == objects(*asked)


def test_lines_of_mixed_columns_are_of_all_kinds(tmp_path: Path) -> None:
    data = (tmp_path / generate(tmp_path, 6, **FILES[1]).name).read_bytes()
    kinds: set[int] = set()
    with Pdf(data) as pdf:
        for number in range(len(pdf)):
            with pdf.page(number) as page:
                text = page.characters()
                kinds |= {line[1] for line in _bulk.lines(page.text, text, _bulk.spans(text))}
    assert kinds == {pdf_bulk.UNLIKE, pdf_bulk.ALIKE, pdf_bulk.MIXED}


@pytest.mark.parametrize("options", FILES, ids=lambda options: str(options["layout"]))
def test_plain_lines_are_the_pieces_that_python_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]
) -> None:
    data = (tmp_path / generate(tmp_path, 7, **options).name).read_bytes()
    with Pdf(data) as pdf, pdf.page(0) as page:
        text = page.characters()
        places, characters = pdf_bulk.spans(text), Characters(page, text)
        plain = 0.0, 842.0, characters.fonts, characters.bold_by, 2
        made = _bulk.lines(page.text, text, places, plain)
        known = _bulk.lines(page.text, text, places)
        assert any(isinstance(line, Piece) for line in made)
        whole = (Piece, list)
        assert all(isinstance(line, whole) or line == one for line, one in zip(made, known, strict=True))
        sampled = [
            line
            for line, one, (start, end) in zip(made, known, places, strict=True)
            if one[1:3] == (1, False) and not one[4] and " " in text[start:end]
        ]
        assert sum(not isinstance(line, Piece) for line in sampled) == min(2, len(sampled))
        compiled = pieces(characters)
        in_python(monkeypatch)
        assert pieces(Characters(page, text)) == compiled


def test_gaps_that_pdfium_makes_spaces_are_found_where_plain_lines_are_pieces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = [f"[(Rivi{number}) {gap} (sana) {gap} (loppu)] TJ T*" for number, gap in enumerate([-400] * 6, 1)]
    lines = ["(Otsikko) Tj T*", *shown, "[(Laji) -3000 (summa)] TJ T*", "(Loppu) Tj T*"]
    drawn = "BT /F1 11 Tf 14 TL 60 780 Td\n" + "\n".join(lines) + "\nET"
    data = simple(stream(drawn.encode()))
    with Pdf(data) as pdf, pdf.page(0) as page:
        characters = Characters(page, page.characters())
        compiled = pieces(characters)
        assert characters.gaps_made_spaces
        assert [piece.text for piece in compiled[-3:]] == ["Laji", "summa", "Loppu"]
        in_python(monkeypatch)
        assert pieces(Characters(page, page.characters())) == compiled


def test_pieces_are_made_of_a_class_with_their_slots_only() -> None:
    figures = (1.0,) * 9
    for bad in (dict, Part, SimpleNamespace):
        with pytest.raises((TypeError, AttributeError)):
            _bulk.make(bad, figures)
    with pytest.raises(TypeError):
        _bulk.make(Piece, figures[1:])


@pytest.mark.parametrize("lasts", [[0], [0, 0], [1, 0], [0, 9], [-1, 1], ["a", 1]])
def test_inks_that_are_none_of_the_line_are_refused(tmp_path: Path, lasts: Any) -> None:
    data = (tmp_path / generate(tmp_path, 7, **FILES[2]).name).read_bytes()
    with Pdf(data) as pdf, pdf.page(0) as page:
        text = page.characters()
        plain = 0.0, 842.0, dict[bytes, bool](), lambda name, index: False, 0
        with pytest.raises((TypeError, ValueError)):
            _bulk.runs(page.text, text, [(0, 3), (4, 6)], lasts, [1.0, 9.0], [5.0, 12.0], plain)


@given(st.text(alphabet="ab \r\n\ufffe\x00\xa0\u20ac\ufb01\U0001f600"))
def test_both_see_the_same_in_a_text(text: str) -> None:
    is_clean, spans, *_ = pdf_bulk.IN_PYTHON
    assert _bulk.spans(text) == spans(text)
    assert _bulk.is_clean(text) == is_clean(text)


@pytest.mark.parametrize("addresses", [(), (1, 2), (0,) * 13, tuple("abcdefghijklm")])
def test_what_are_no_addresses_is_refused(addresses: tuple[int, ...]) -> None:
    with pytest.raises((ValueError, TypeError)):
        _bulk.use(addresses, pdf_bulk.LIMITS)


def test_bad_spans_are_refused() -> None:
    bad: Any = [(1,)]
    with pytest.raises(TypeError):
        _bulk.starts(0, bad)
    with pytest.raises(TypeError):
        _bulk.spans(bad)
