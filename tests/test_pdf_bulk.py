"""What pdfium is asked for a page at once: the compiled functions and those in Python give the same."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from bench.pdf_corpus import generate
from ingest.document import ReadDocument
from ingest.readers import pdf_bulk
from ingest.readers.pdf import read_pdf
from ingest.readers.pdfium import Pdf, count_objects, count_rects

try:
    from ingest.readers import _bulk
except ImportError:
    if os.environ.get("CI") == "true":
        raise
    pytest.skip("_bulk.c was not compiled when this was installed", allow_module_level=True)

FILES: list[dict[str, Any]] = [
    {"layout": "columns", "pages": 2, "font": "embedded", "attendance": "ruled"},
    {"layout": "tweb", "pages": 2, "hidden": ("white",), "attendance": "xmark"},
    {"layout": "meeting", "pages": 2, "hidden": ("layer", "invisible"), "order": "reading"},
]


def in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, function in zip(("rectangles", "starts", "objects"), pdf_bulk.IN_PYTHON, strict=True):
        monkeypatch.setattr(pdf_bulk, name, function)


@pytest.mark.parametrize("options", FILES, ids=lambda options: str(options["layout"]))
def test_both_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]) -> None:
    data = (tmp_path / generate(tmp_path, 5, **options).name).read_bytes()

    def read() -> ReadDocument:
        return read_pdf(data, "a.pdf")

    assert pdf_bulk.starts is not pdf_bulk.IN_PYTHON[1], "the compiled functions are there but not used"
    compiled = read()
    in_python(monkeypatch)
    assert read() == compiled


@pytest.mark.parametrize("options", FILES, ids=lambda options: str(options["layout"]))
def test_both_answer_the_same(tmp_path: Path, options: dict[str, Any]) -> None:
    data = (tmp_path / generate(tmp_path, 6, **options).name).read_bytes()
    rectangles, starts, objects = pdf_bulk.IN_PYTHON
    with Pdf(data) as pdf, pdf.page(0) as page:
        spans = [(at, at + 2) for at in range(0, len(page.characters()) - 2, 7)]
        assert _bulk.starts(page.text, spans) == starts(page.text, spans)
        count = count_rects(page.text, 0, -1)
        assert count > 10
        assert _bulk.rectangles(page.text, count) == rectangles(page.text, count)
        for every in (False, True):
            asked = page.handle, count_objects(page.handle), 235, every
            assert _bulk.objects(*asked) == objects(*asked)


@pytest.mark.parametrize("addresses", [(), (1, 2), (0,) * 8, tuple("abcdefgh")])
def test_what_are_no_addresses_is_refused(addresses: tuple[int, ...]) -> None:
    with pytest.raises((ValueError, TypeError)):
        _bulk.use(addresses)


def test_bad_spans_are_refused() -> None:
    bad: Any = [(1,)]
    with pytest.raises(TypeError):
        _bulk.starts(0, bad)
