"""A PDF page as words with place and look, through pdfplumber, and the regions its ruling lines enclose."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from ingest.readers.limits import MAX_PAGE_CHARACTERS

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, from the page's upper left corner."""

# pdfplumber's default of 3 points glues words of small type; the ratio got every word of a real page right.
_TOLERANCE = {"x_tolerance_ratio": 0.15, "y_tolerance": 2}
_BOLD = re.compile(r"bold|black|heavy|semib|demi|[-,]bd|bdmt", re.IGNORECASE)
_UNMAPPED = re.compile(r"\(cid:\d{1,6}\)")
_MOST_CROSSINGS = 150_000  # of horizontal and vertical edges: more is a drawing, not a table
_DOUBLED = 0.05


@dataclass(frozen=True, slots=True)
class Word:
    """A word: ``size`` is the font's in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    upright: bool = True


@dataclass(frozen=True)
class Grid:
    """A ruled table: for every row its cells' boxes, None where a cell is part of its neighbour."""

    box: Box
    rows: tuple[tuple[Box | None, ...], ...]


@dataclass(frozen=True)
class RawPage:
    """What is drawn on a page. ``unmapped``: characters without a Unicode value; ``overfull``: too many."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    grids: tuple[Grid, ...]
    images: int = 0
    characters: int = 0
    unmapped: int = 0
    overfull: bool = False


def raw_page(page: Any) -> RawPage:
    """Reads a ``pdfplumber.page.Page``; the caller closes it."""
    number, width, height = int(page.page_number), float(page.width), float(page.height)
    characters = page.chars
    count = len(characters)
    if count > MAX_PAGE_CHARACTERS:
        return RawPage(number, width, height, (), (), characters=count, overfull=True)
    if count and _is_doubled(characters):
        page = page.dedupe_chars(tolerance=1)
    words = page.extract_words(extra_attrs=["fontname", "size"], **_TOLERANCE) if count else []
    cleaned = tuple(word for word in map(_word, words) if word is not None)
    return RawPage(
        number,
        width,
        height,
        cleaned,
        _grids(page) if cleaned else (),
        images=len(page.images),
        characters=count,
        unmapped=sum(1 for character in characters if _UNMAPPED.match(character["text"])),
    )


def _word(found: dict[str, Any]) -> Word | None:
    text = _clean(str(found["text"]))
    if not text:
        return None
    x0, top, x1, bottom = (float(found[key]) for key in ("x0", "top", "x1", "bottom"))
    return Word(
        text,
        x0,
        top,
        x1,
        bottom,
        abs(float(found["size"])) or bottom - top or 1.0,
        bool(_BOLD.search(str(found["fontname"]))),
        bool(found["upright"]),
    )


def _clean(text: str) -> str:
    """Without control characters (they would part lines) and soft hyphens that are not at a line's end."""
    if text.isascii() and text.isprintable():
        return text
    kept = "".join(
        c for c in _UNMAPPED.sub("\ufffd", text) if unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp")
    )
    inner = kept[:-1].replace("\u00ad", "") + kept[-1:]
    return "".join(inner.split())


def _is_doubled(characters: list[dict[str, Any]]) -> bool:
    """Whether text is drawn twice with a small shift, which some programs do for bold."""
    seen: set[tuple[str, int, int]] = set()
    doubled = 0
    for character in characters:
        if character["text"].isspace():
            continue
        key = (character["text"], round(character["x0"] / 1.5), round(character["top"] / 1.5))
        doubled += key in seen
        seen.add(key)
    return doubled > _DOUBLED * len(characters)


def _grids(page: Any) -> tuple[Grid, ...]:
    across, down = len(page.horizontal_edges), len(page.vertical_edges)
    if across < 3 or down < 3 or across * down > _MOST_CROSSINGS:
        return ()
    grids = []
    for table in page.find_tables():
        rows = tuple(tuple(row.cells) for row in table.rows)
        if len(rows) > 1 and max(map(len, rows)) > 1:
            grids.append(Grid(tuple(table.bbox), rows))
    return tuple(grids)
