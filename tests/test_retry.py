"""What has been read, or could not be, is read again only for a reason."""

from __future__ import annotations

import pytest

from ingest.readers import ocr
from ingest.retry import Before, worth_reading

SCANNED = "text is missing on page 3: scanned, and text recognition (OCR) is not installed"


@pytest.mark.parametrize(
    ("case", "before", "has_ocr", "worth"),
    [
        ("never seen", None, False, True),
        ("same bytes, same reader", Before("aa", "pdfium/1+1"), False, False),
        ("failed on these bytes", Before("aa", "pdfium/1+1", "took longer than 120 s"), True, False),
        ("other bytes", Before("bb", "pdfium/1+1"), False, True),
        ("other reader", Before("aa", "pdfium/2+1"), False, True),
        ("bytes could not be had", Before(None, None, "cannot be read (Permission denied)"), False, True),
        ("scanned, and still no OCR", Before("aa", "pdfium/1+1", SCANNED), False, False),
        ("scanned, and OCR since", Before("aa", "pdfium/1+1", SCANNED), True, True),
        (
            "OCR has read it",
            Before("aa", "pdfium/1+1", "text of page 3 (93 % sure) is from OCR"),
            True,
            False,
        ),
    ],
)
def test_worth_reading(
    case: str, before: Before | None, has_ocr: bool, worth: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "available", lambda: has_ocr)
    assert worth_reading("aa", "pdfium/1+1", before) is worth


def test_what_is_said_without_ocr_is_what_is_looked_for() -> None:
    recogniser = ocr.Recogniser(unread=[3])
    if not ocr.available():
        assert "text recognition" in recogniser.notes()[0]
    assert "text recognition" in ocr.missing()
