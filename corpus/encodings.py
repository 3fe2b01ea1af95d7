"""HTTP's content codings: the body behind a Content-Encoding, never more of it than asked for."""

from __future__ import annotations

import zlib

ACCEPTED = "gzip, deflate"
"""What a request may offer: the codings that ``decoded`` knows."""

MOST_DECODED = 200 * 1024 * 1024
"""Bytes after decoding beyond which a body is a bomb, whatever it says it is."""

_MOST_CODINGS = 3


class EncodingError(ValueError):
    """The body is not what its coding says, or too long. One line."""


def decoded(body: bytes, encoding: str, limit: int = MOST_DECODED) -> bytes:
    """The body without its codings; ``encoding`` is the header's value. Raises EncodingError.

    An empty body, or one that is plain in spite of its header, comes back as it is.
    """
    codings = [part.strip().lower() for part in encoding.split(",") if part.strip()]
    if len(codings) > _MOST_CODINGS:
        raise EncodingError(f"{len(codings)} content codings, one over the other")
    for coding in reversed(codings):
        if coding == "identity" or not body:
            continue
        if coding in ("gzip", "x-gzip"):
            # Servers say gzip of files they have not packed.
            body = _inflated(body, zlib.MAX_WBITS + 16, limit) if body[:2] == b"\x1f\x8b" else body
        elif coding == "deflate":
            body = _deflated(body, limit)
        else:
            raise EncodingError(f"a content coding we did not ask for: {coding[:40]}")
    if len(body) > limit:
        raise EncodingError(f"more than {limit >> 20} MB")
    return body


def _deflated(body: bytes, limit: int) -> bytes:
    """With zlib's head as the standard says, or bare as some servers have it."""
    try:
        return _inflated(body, zlib.MAX_WBITS, limit)
    except EncodingError as error:
        if "unpacked" in str(error):
            raise
        return _inflated(body, -zlib.MAX_WBITS, limit)


def _inflated(body: bytes, window: int, limit: int) -> bytes:
    pieces: list[bytes] = []
    size, rest = 0, body
    while rest:
        unpacker = zlib.decompressobj(window)
        try:
            while rest and not unpacker.eof:
                piece = unpacker.decompress(rest, limit - size + 1)
                pieces.append(piece)
                size += len(piece)
                rest = unpacker.unconsumed_tail
                if size > limit:
                    raise EncodingError(f"more than {limit >> 20} MB unpacked of {len(body):,} bytes")
        except zlib.error as error:
            raise EncodingError(f"its packing is damaged ({error})") from None
        if not unpacker.eof:
            raise EncodingError("its packing is cut off")
        rest = unpacker.unused_data if unpacker.unused_data[:2] == b"\x1f\x8b" else b""
    return b"".join(pieces)
