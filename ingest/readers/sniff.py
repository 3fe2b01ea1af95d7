"""What a file really is, told from its bytes; its name only decides where the bytes leave it open."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from ingest.document import ReadError
from ingest.readers.decode import bare_utf16, bom_encoding


class Kind(StrEnum):
    """The kinds of file there is a reader for."""

    PDF = "pdf"
    HTML = "html"
    TEXT = "text"
    DOCX = "docx"
    DOC = "doc"


_HEAD = 4096
_CONVERT = "save it as PDF or HTML and read that"
_SCAN = "save it as PDF and read that, with text recognition installed"
# (offset, magic number, what it is, what to do)
_SIGNATURES: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\x89PNG", "a picture (PNG)", _SCAN),
    (0, b"\xff\xd8\xff", "a picture (JPEG)", _SCAN),
    (0, b"GIF8", "a picture (GIF)", _SCAN),
    (0, b"II*\x00", "a picture (TIFF)", _SCAN),
    (0, b"MM\x00*", "a picture (TIFF)", _SCAN),
    (8, b"WEBP", "a picture (WebP)", _SCAN),
    (4, b"ftyp", "a video or picture", "it has no text"),
    (0, b"\x1f\x8b", "a compressed file (gzip)", "unpack it and read what is inside"),
    (0, b"7z\xbc\xaf\x27\x1c", "an archive (7z)", "unpack it and read what is inside"),
    (0, b"Rar!\x1a\x07", "an archive (RAR)", "unpack it and read what is inside"),
    (0, b"BZh", "a compressed file (bzip2)", "unpack it and read what is inside"),
    (0, b"SQLite format 3\x00", "a database", "it is not a document"),
    (0, b"%!PS", "a PostScript file", _CONVERT),
    (0, b"\x7fELF", "a program", "it is not a document"),
)
_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE_CONTENTS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "EncryptedPackage"))
_RICH_TEXT = b"{\\rtf"
_ZIP_CONTENTS = (
    (b"xl/", "an Excel file (.xlsx)"),
    (b"ppt/", "a PowerPoint file (.pptx)"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file (.odt, .ods, .odp)"),
)
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|tr|td|div|p|h[1-6]|ul|ol|li|span|br|b|strong|font"
    rb"|center|section|article|main|a|link|script|style|form|hr|em|i)(?=[\s/>])",
    re.IGNORECASE,
)
_HTML_NAMES = frozenset({".htm", ".html", ".xhtml", ".shtml"})
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|sitemapindex|urlset)[\s>]")
_JSON = re.compile(rb"\s{0,64}(?:\{\s{0,64}(?:\"|\})|\[\s{0,64}[\[\{\"\]])")
# Tab, newline, vertical tab, form feed, return and escape occur in text; the others do not.
_ODD_CONTROLS = bytes(value for value in range(32) if value not in (9, 10, 11, 12, 13, 27)) + b"\x7f"
_ODD_SHARE = 0.005


def sniff(data: bytes, name: str) -> Kind:
    """The kind of ``data``. Raises ReadError for an empty file and for kinds without a reader."""
    if not data:
        raise ReadError(f"{name}: the file is empty; fetch or copy it again")
    head = data[:_HEAD]
    before, mark, _ = data[:1024].partition(b"%PDF-")
    if mark and not _TAG.search(before):  # some servers put a few stray bytes before it
        return Kind.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        if b"word/" in data[:65536] or b"word/document" in data[-65536:]:
            return Kind.DOCX
        what = next((what for mark, what in _ZIP_CONTENTS if mark in data[:65536]), "a zip archive")
        todo = _CONVERT if what != "a zip archive" else "unpack it and read what is inside"
        raise ReadError(f"{name}: {what}, which cannot be read yet; {todo}")
    if head.startswith(_RICH_TEXT) or (head.startswith(_OFFICE) and _is_word(data, name)):
        return Kind.DOC
    for offset, magic, what, todo in _SIGNATURES:
        if head[offset : offset + len(magic)] == magic:
            raise ReadError(f"{name}: {what}, which cannot be read; {todo}")
    wide = bom_encoding(data) or bare_utf16(data)
    if wide is None or wide == ("utf-8", 3):
        _refuse_binary(data, name)
    else:
        head = head.replace(b"\x00", b"")  # UTF-16: enough to see its tags
    return _markup_or_text(head, name)


def _is_word(data: bytes, name: str) -> bool:
    """Whether an old Office file is Word's, by the names of the streams in it. Raises ReadError if not."""
    word, locked = (stream in data for stream in _OFFICE_CONTENTS)
    if locked:
        raise ReadError(f"{name}: an Office file locked with a password; save a copy without one")
    if not word:
        raise ReadError(f"{name}: an old Office file (.xls, .ppt, .msg), which cannot be read; {_CONVERT}")
    return True


def _markup_or_text(head: bytes, name: str) -> Kind:
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f")
    suffix = PurePath(name).suffix.lower()
    if _FEED.search(head) and start.startswith(b"<"):
        raise ReadError(f"{name}: a feed or site map, not a document; read the pages it links to")
    if start.startswith(b"<") and _TAG.search(head):
        return Kind.HTML
    if suffix in _HTML_NAMES and (_TAG.search(head) or start.startswith(b"<")):
        return Kind.HTML
    if _JSON.match(head) and suffix in (".json", ".jsonl", ""):
        raise ReadError(f"{name}: JSON data, not a document; read the pages or files it was made from")
    return Kind.TEXT


def _refuse_binary(data: bytes, name: str) -> None:
    """Zero bytes and other control characters do not occur in text of one byte a character."""
    sample = data[: 1 << 20]
    odd = len(sample) - len(sample.translate(None, _ODD_CONTROLS))
    if odd > _ODD_SHARE * len(sample) or sample.count(0) > 3:
        raise ReadError(f"{name}: binary data of an unknown kind, not text; check what the file is")
