"""PDF files written object by object, for what no library would write."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def build(
    objects: Mapping[int, bytes], root: int = 1, trailer: bytes = b"", version: bytes = b"1.7"
) -> bytes:
    """A file with these objects (number → what stands between ``obj`` and ``endobj``) and a right xref."""
    out = bytearray(b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    size = max(objects) + 1
    rows = [b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
            for number in range(size)]  # fmt: skip
    out += b"xref\n0 %d\n" % size + b"".join(rows)
    out += b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"", length: bytes | None = None) -> bytes:
    """A stream object; ``length`` is what it claims to be long."""
    claimed = b"%d" % len(data) if length is None else length
    return b"<</Length " + claimed + entries + b">>\nstream\n" + data + b"\nendstream"


def content(lines: Sequence[str]) -> bytes:
    """A content stream that writes these lines down a page in font F1."""
    parts = [b"BT /F1 11 Tf 14 TL 60 780 Td"]
    for line in lines:
        text = (
            line.encode("cp1252", "replace")
            .replace(b"\\", b"\\\\")
            .replace(b"(", b"\\(")
            .replace(b")", b"\\)")
        )
        parts.append(b"(" + text + b") Tj T*")
    return b"\n".join([*parts, b"ET"])


def simple(
    contents: bytes,
    *,
    box: bytes = b"[0 0 595 842]",
    font: bytes = _FONT,
    catalog: bytes = b"",
    page: bytes = b"",
    resources: bytes = b"<</Font<</F1 4 0 R>>>>",
    more: Mapping[int, bytes] | None = None,
    trailer: bytes = b"",
) -> bytes:
    """A file of one page. ``contents`` is the content stream object (5); the font is object 4; ``catalog``
    and ``page`` are added to those dictionaries; ``more`` objects begin at 6."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox" + box
        + b"/Resources" + resources + b"/Contents 5 0 R" + page + b">>",
        4: font,
        5: contents,
        **(more or {}),
    }  # fmt: skip
    return build(objects, trailer=trailer)


LINES = (
    "Kunnanhallitus § 45",
    "Päätös: hyväksyttiin esityksen mukaisesti.",
    "Osallistumismaksu on 3 500 euroa.",
)
"""What the only page of a hand-made file says."""
GOOD = stream(content(LINES))
"""That page's contents."""
SHOWS = b"BT /F1 11 Tf 60 700 Td (Kunnanhallitus) Tj ET\n"
"""A little text, to be drawn again and again."""


@dataclass(frozen=True)
class Case:
    """A hand-made hostile file, made when it is asked for."""

    name: str
    expect: str
    why: str
    make: Callable[[], bytes]


def zeros(count: int) -> bytes:
    """``count`` zero bytes, compressed (zlib) without making them: a megabyte's block repeated."""
    block = 1 << 20
    return _repeated(bytes(block), count // block, (count // block * block % 65521) << 16 | 1)


def repeated(data: bytes, times: int) -> bytes:
    """``data`` so many times, compressed (zlib) as fast as its one block."""
    low, high = 1, 0
    # Adler-32 of n copies: low grows by the data's sum, high by n·low and the data's own part
    first = zlib.adler32(data)
    total, own = (first & 0xFFFF) - 1, (first >> 16) - len(data)
    high = (times * own + len(data) * times + len(data) * total * (times * (times - 1) // 2)) % 65521
    low = (1 + times * total) % 65521
    return _repeated(data, times, high << 16 | low)


def _repeated(data: bytes, times: int, checksum: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    # a full flush ends on a byte and forgets what was before, so the block can follow itself
    block = packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    return b"\x78\xda" + block * times + end + checksum.to_bytes(4, "big")
