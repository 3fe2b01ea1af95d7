"""Damaging good PDFs: bytes, numbers, references, keywords and whole pieces, repeatably by seed."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

_NUMBER = re.compile(rb"(?<![\w.])-?\d{1,10}(?![\w.])")
_REFERENCE = re.compile(rb"(\d{1,6}) 0 R\b")
_KEYWORD = re.compile(
    rb"/(?:Pages|Page|Kids|Count|Parent|Contents|Font|Filter|FlateDecode|Length1?|Type|Root|Size|W|Prev|Widths"
    rb"|ToUnicode|CIDToGIDMap|MediaBox|Resources|Encoding|DescendantFonts|XObject|Subtype)\b|endobj|endstream"
    rb"|stream|xref|trailer|startxref|obj|BT|ET|Tj|Tf"
)
_NUMBERS = (
    b"0", b"-1", b"1", b"2147483647", b"-2147483648", b"4294967296", b"99999999999999999999", b"1e308",
)  # fmt: skip
_PIECES = (
    b"<<", b">>", b"[", b"]", b"(", b")", b"<", b">", b"/", b"%", b"\x00", b"\xff\xff", b" 1 0 R ", b"null",
    b" endobj ", b" stream\n", b"\nendstream", b"[" * 400, b"<<" * 400, b"(" * 400,
)  # fmt: skip


def _flip(data: bytearray, random: Random) -> None:
    for _ in range(random.choice((1, 4, 32))):
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def _overwrite(data: bytearray, random: Random) -> None:
    start = random.randrange(len(data))
    for index in range(start, min(len(data), start + random.choice((1, 8, 64)))):
        data[index] = random.randrange(256)


def _cut(data: bytearray, random: Random) -> None:
    start = random.randrange(len(data))
    del data[start : start + random.choice((1, 16, 400, 4000))]


def _double(data: bytearray, random: Random) -> None:
    start = random.randrange(len(data))
    piece = bytes(data[start : start + random.choice((16, 400, 4000))])
    data[start:start] = piece * random.choice((1, 2, 20))


def _move(data: bytearray, random: Random) -> None:
    start = random.randrange(len(data))
    piece = bytes(data[start : start + random.choice((40, 1000))])
    del data[start : start + len(piece)]
    place = random.randrange(len(data) + 1)
    data[place:place] = piece


def _insert(data: bytearray, random: Random) -> None:
    place = random.randrange(len(data) + 1)
    data[place:place] = random.choice(_PIECES)


def _end(data: bytearray, random: Random) -> None:
    del data[random.randrange(len(data)) :]


def _some(pattern: re.Pattern[bytes], data: bytearray, random: Random) -> re.Match[bytes] | None:
    found = list(pattern.finditer(data))
    return random.choice(found) if found else None


def _number(data: bytearray, random: Random) -> None:
    found = _some(_NUMBER, data, random)
    if found:
        data[found.start() : found.end()] = random.choice(_NUMBERS)


def _reference(data: bytearray, random: Random) -> None:
    """An object now points to another one, often in a circle."""
    found = _some(_REFERENCE, data, random)
    if found:
        other = _some(_REFERENCE, data, random)
        data[found.start(1) : found.end(1)] = random.choice(
            (other[1] if other else b"1", b"1", b"2", b"999999")
        )


def _keyword(data: bytearray, random: Random) -> None:
    found, other = _some(_KEYWORD, data, random), _some(_KEYWORD, data, random)
    if found and other:
        data[found.start() : found.end()] = random.choice((bytes(other[0]), b"", b"/X", bytes(found[0]) * 2))


_BYTES: tuple[Callable[[bytearray, Random], None], ...] = (_flip, _overwrite, _cut, _double, _move, _insert)
_STRUCTURE: tuple[Callable[[bytearray, Random], None], ...] = (_number, _reference, _keyword)


def mutated(data: bytes, random: Random) -> tuple[bytes, str]:
    """A damaged copy, and the names of what was done to it."""
    made = bytearray(data)
    done = []
    for _ in range(random.choice((1, 1, 2, 3, 6))):
        chance = random.random()
        change = _end if chance < 0.04 else random.choice(_STRUCTURE if chance < 0.6 else _BYTES)
        if not made:
            break
        change(made, random)
        done.append(change.__name__.strip("_"))
    return bytes(made), " ".join(done)
