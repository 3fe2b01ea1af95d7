"""Bytes to characters: byte order marks, declared encodings, and what Finnish files really are."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers do (WHATWG Encoding): these labels all mean windows-1252.
_LATIN = frozenset({"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "iso-8859-15"})
_DECLARED = re.compile(rb"""charset\s{0,8}=\s{0,8}["']?\s{0,8}([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""^\s{0,8}<\?xml[^>]{0,200}?encoding=["']([A-Za-z0-9_.-]{2,40})["']""")
_DECLARED_WITHIN = 8192
_UNDEFINED_1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_SAMPLE = 65536
_NAMES = {"cp1252": "windows-1252", "iso8859-1": "iso-8859-1"}


@dataclass(frozen=True)
class Decoded:
    """``text`` without the byte order mark; ``note`` says when characters were lost."""

    text: str
    encoding: str
    note: str | None = None


def bom_encoding(data: bytes) -> tuple[str, int] | None:
    """The encoding a byte order mark names, and the mark's length."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, len(mark)
    return None


def bare_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark, told by its zero bytes: mostly Latin text has one in every second place."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half < 4:
        return None
    even, odd = sample[0 : half * 2 : 2].count(0), sample[1 : half * 2 : 2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def declared_encoding(data: bytes) -> str | None:
    """The encoding an HTML or XML file declares in its first bytes, if Python knows it."""
    head = data[:_DECLARED_WITHIN]
    match = _XML_DECLARED.search(head) or _DECLARED.search(head)
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return None
    # "charset=zip" and "rot13" are codecs too, but not of text
    return codec.name if codec._is_text_encoding else None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of ``data``. Never fails: what no encoding explains becomes U+FFFD, with a note.

    A byte order mark decides; then UTF-8 if the bytes are valid UTF-8 (a chance of that is nil for
    windows-1252 text with ä and ö, and saved pages declare the wrong one); then what is declared; then
    windows-1252, or ISO 8859-1 where bytes occur that windows-1252 leaves undefined.
    """
    bom = bom_encoding(data)
    if bom is not None:
        encoding, length = bom
        return _lenient(data[length:], encoding)
    bare = bare_utf16(data)
    if bare is not None:
        return _lenient(data, bare)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if declared is not None and declared not in _LATIN and not declared.startswith("utf"):
        try:
            return Decoded(data.decode(declared), _NAMES.get(declared, declared))
        except (UnicodeDecodeError, ValueError):
            pass
    if _nearly_utf8(data):
        return _lenient(data, "utf-8")
    if any(byte in data for byte in _UNDEFINED_1252):
        return Decoded(data.decode("latin-1"), "iso-8859-1")
    return Decoded(data.decode("windows-1252"), "windows-1252")


def _lenient(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return Decoded(data.decode(encoding, "replace"), encoding, f"some bytes are not valid {encoding}")


def _nearly_utf8(data: bytes) -> bool:
    """UTF-8 with a few broken bytes (cut mid-character, say): far more good sequences than bad ones."""
    sample = data[: _SAMPLE * 16]
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(text) - bad - len(sample.translate(None, _NOT_ASCII))
    return good > 20 * bad


_NOT_ASCII = bytes(range(128, 256))
