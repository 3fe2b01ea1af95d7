"""What a file is, whatever its name says; what cannot be read is refused in one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import ReadError
from ingest.readers import Kind, load, read, sniff


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"%PDF-1.4\n", Kind.PDF),
        ("a.pdf", b"\r\n\x00%PDF-1.4\n", Kind.PDF),
        ("a.html", b"<p>The mark is %PDF-1.4", Kind.HTML),
        ("a.pdf", b"<!DOCTYPE html><html>", Kind.HTML),
        ("a.pdf", b"\n <HTML>", Kind.HTML),
        ("a", b"\xef\xbb\xbf<html>", Kind.HTML),
        ("a", "<html>".encode("utf-16"), Kind.HTML),
        ("a", b"<?xml version='1.0'?><html xmlns='x'>", Kind.HTML),
        ("a.htm", b"Asia <br> teksti", Kind.HTML),
        ("a.txt", b"Asia <br> teksti", Kind.TEXT),
        ("a.html", b"ei lainkaan", Kind.TEXT),
        ("a", b"3 < 4 ja 5 > 4", Kind.TEXT),
        ("a.txt", b"[1] viite", Kind.TEXT),
    ],
)
def test_kind(name: str, data: bytes, kind: Kind) -> None:
    assert sniff(data, name) is kind


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"PK\x03\x04" + b"word/document.xml", "Word"),
        ("a.txt", b"PK\x03\x04" + b"a.txt", "zip"),
        ("a.odt", b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text", "OpenDocument"),
        ("a.pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        ("a.txt", b"{\\rtf1", "rich text"),
        ("a.pdf", b"\x89PNG\r\n", "a picture .PNG., which cannot be read; save it as PDF"),
        ("a.pdf", b"\xff\xd8\xff\xe0", "picture"),
        ("a.gz", b"\x1f\x8b\x08", "compressed"),
        ("a.txt", b"abc\x00\x01\x02\x03\x00\x00\x00def", "binary"),
        ("a.txt", bytes(range(256)) * 4, "binary"),
        ("a.xml", b"<?xml version='1.0'?><rss version='2.0'>", "feed"),
        ("a.json", b'{"Content": 1}', "JSON"),
    ],
)
def test_refused_with_what_it_is(name: str, data: bytes, says: str) -> None:
    with pytest.raises(ReadError, match=says) as caught:
        read(data, name)
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    assert "\n" not in message


def test_a_name_that_promises_another_kind_is_noted() -> None:
    document = read(b"<html><body>Sivua ei ole</body></html>", "poytakirja.PDF")
    assert (document.media_type, document.note) == ("text/html", "named .pdf but is HTML")
    assert read(b"teksti", "a.txt").note is None


class TestLoad:
    def test_gives_the_bytes(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes(b"abc")
        assert load(tmp_path / "a.txt") == b"abc"

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("missing.txt", "no such file"),
            (".", "not a file"),
            ("big.txt", "more than the limit"),
            ("empty.txt", "empty"),
            ("x" * 5000, "cannot be read"),
            ("a\x00b", "not a path|no such file"),
        ],
    )
    def test_refuses(self, tmp_path: Path, name: str, says: str) -> None:
        (tmp_path / "big.txt").write_bytes(b"x" * 101)
        (tmp_path / "empty.txt").touch()
        with pytest.raises(ReadError, match=says):
            load(tmp_path / name, limit=100)


HEADS = st.sampled_from(
    [b"", b"%PDF-1.4\n1 0 obj<<", b"<html><body>", b"\xef\xbb\xbf", b"\xff\xfe", b"<p>", b"{", b"PK"]
)


@settings(max_examples=200)
@given(HEADS, st.binary(max_size=400), st.sampled_from(["a.pdf", "a.htm", "a.txt", "a", ""]))
def test_any_bytes_give_a_document_or_a_read_error(head: bytes, tail: bytes, name: str) -> None:
    try:
        document = read(head + tail, name)
    except ReadError:
        return
    assert document.pages
    for page in document.pages:
        for line in page.lines:
            found = page.text[line.start : line.end]
            assert found
            assert found == found.strip()
