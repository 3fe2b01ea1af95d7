"""The elements of a Word document (WordprocessingML) as the sequence of its lines, tables included.

What a reader of the printed page would not see is left out: deleted and hidden text, field codes, comments,
and text under a black bar or in white. Inserted text, content controls and text boxes are taken in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.html_blocks import Block, Place, TableFrame
from ingest.readers.word_styles import (
    Numbering,
    Style,
    Styles,
    attribute,
    child,
    children,
    heading_level,
    local,
    numbered,
    switch,
)

_INSIDE_NAMES = (
    "ins moveTo hyperlink smartTag sdt sdtContent fldSimple customXml dir bdo oMath oMathPara ruby rubyBase"
)
_INSIDE = frozenset(_INSIDE_NAMES.split())
_GONE = frozenset({"del", "moveFrom"})
_DRAWN = frozenset({"drawing", "pict", "object"})
_WIDE_GAP = re.compile(r" {3,}|[ ]*\t[ \t]*")
_GAP = re.compile(r"[ ]{2}")
# Wingdings' boxes and ticks, which attendance and vote lists are marked with.
_SYMBOLS = {"6f": "☐", "a8": "☐", "71": "☐", "78": "☒", "fd": "☒", "fe": "☒", "fc": "✓", "fb": "✗"}


@dataclass
class _Paragraph:
    """A paragraph's text as it grows, in pieces that are bold or not, and the text boxes anchored in it."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)

    def lines(self) -> Iterator[tuple[str, bool]]:
        """Its lines that are not blank, without white space around them, and whether they are bold."""
        text, bold = "", True
        for piece, is_bold in [*self.pieces, ("\n", True)]:
            first, *rest = piece.split("\n")
            text, bold = text + first, bold and (is_bold or not first.strip())
            for further in rest:
                if clean := _clean(text):
                    yield clean, bold
                text, bold = further, is_bold or not further.strip()


def _clean(text: str) -> str:
    """Gaps as wide as three spaces are tabs, as in what is read from PDFs; others are one space."""
    return _GAP.sub(" ", _WIDE_GAP.sub("\t", text)).strip()


class BlockReader:
    """Reads stories (body, header, footnote, text box) of one document, counting its numbered paragraphs.

    ``hidden`` counts the characters left out as hidden, ``deleted`` the deletions that await acceptance.
    """

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles, self._numbering = styles, numbering
        self.hidden = self.deleted = self.embedded = 0

    def blocks(self, story: Any, place: Place | None = None) -> Iterator[Block]:
        """The story's lines in order."""
        for element in story:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element, place)
            elif name == "tbl":
                yield from self._table(element, place)
            elif name == "AlternateContent":
                yield from self.blocks(_chosen(element), place)
            elif name in _INSIDE:
                yield from self.blocks(element, place)
            elif name in _GONE:
                self.deleted += 1
            elif name == "altChunk":
                self.embedded += 1

    def _paragraph(self, element: Any, place: Place | None) -> Iterator[Block]:
        properties = child(element, "pPr")
        style = self._styles.style(attribute(child(properties, "pStyle")) or self._styles.default)
        paragraph = _Paragraph()
        self._inline(element, paragraph, style, place is not None, _is_filled(properties))
        level = heading_level(properties) or style.level
        tag = f"h{level}" if level and level < 7 else ("p" if place is None else "td")
        classes = tuple(style.name.lower().split()[:4])
        lines = list(paragraph.lines())
        if lines:
            numbering = numbered(properties) or style.numbered
            mark = self._numbering.mark(*numbering) if numbering else ""
            if mark:
                lines[0] = (f"{mark} {lines[0][0]}", lines[0][1])
        for text, bold in lines:
            yield Block(text, tag, classes, bold, place)
        for box in paragraph.boxes:
            yield from self.blocks(box, place)

    def _inline(self, element: Any, into: _Paragraph, style: Style, in_table: bool, filled: bool) -> None:
        for part in element:
            name = local(part)
            if name == "r":
                self._run(part, into, style, in_table, filled)
            elif name == "AlternateContent":
                self._inline(_chosen(part), into, style, in_table, filled)
            elif name in _INSIDE:
                self._inline(part, into, style, in_table, filled)
            elif name in _GONE:
                self.deleted += 1

    def _run(self, run: Any, into: _Paragraph, style: Style, in_table: bool, filled: bool) -> None:
        look = child(run, "rPr")
        own = self._styles.style(attribute(child(look, "rStyle")))
        text = "".join(_texts(run, into))
        if not text:
            return
        if _first(switch(child(look, "vanish")), own.hidden, style.hidden) or _is_covered(
            look, in_table, filled
        ):
            self.hidden += len(text.strip())
            return
        into.pieces.append((text, bool(_first(switch(child(look, "b")), own.bold, style.bold))))

    def _table(self, table: Any, outer: Place | None) -> Iterator[Block]:
        if outer is not None:
            outer.table.nested = True
        frame = TableFrame()
        for row in _rows(table):
            cells = list(_cells(row))
            frame.rows.append(len(cells))
            for number, cell in enumerate(cells):
                merged = child(cell, "tcPr", "vMerge")
                if merged is None or attribute(merged) == "restart":
                    yield from self.blocks(cell, Place(frame, len(frame.rows) - 1, number))


def _rows(element: Any) -> Iterator[Any]:
    for part in element:
        name = local(part)
        if name == "tr" and child(part, "trPr", "del") is None:
            yield part
        elif name in _INSIDE:
            yield from _rows(part)


def _cells(row: Any) -> Iterator[Any]:
    for part in row:
        name = local(part)
        if name == "tc":
            yield part
        elif name in _INSIDE:
            yield from _cells(part)


def _texts(run: Any, into: _Paragraph) -> Iterator[str]:
    """The run's characters; its text boxes are kept for after the paragraph."""
    for part in run:
        match local(part):
            case "t":
                yield (part.text or "").replace("\n", " ").replace("\u00ad", "")
            case "tab" | "ptab":
                yield "\t"
            case "br" | "cr":
                yield "\n"
            case "noBreakHyphen":
                yield "-"
            case "sym":
                code = (attribute(part, "char") or "").lower()
                yield _SYMBOLS.get(code.removeprefix("f0"), "") if "wingdings" in _font(part) else ""
            case "AlternateContent":
                yield from _texts(_chosen(part), into)
            case name if name in _DRAWN:
                into.boxes.extend(_boxes(part))


def _font(symbol: Any) -> str:
    return (attribute(symbol, "font") or "").lower()


def _boxes(drawn: Any) -> Iterator[Any]:
    """The contents of text boxes in a drawing; in those, boxes are found when they are read."""
    for part in drawn:
        name = local(part)
        if name == "txbxContent":
            yield part
        elif name == "AlternateContent":
            yield from _boxes(_chosen(part))
        elif name:
            yield from _boxes(part)


def _chosen(alternatives: Any) -> Any:
    """What a program of today shows of content that is there in several forms."""
    return next(children(alternatives, "Choice"), ())


def _is_filled(properties: Any) -> bool:
    return (attribute(child(properties, "shd"), "fill") or "auto").lower() not in ("auto", "ffffff")


def _is_covered(look: Any, in_table: bool, filled: bool) -> bool:
    """Whether the run cannot be read on paper: black on black, or white on white.

    In tables white is believed to stand on a coloured cell, which the table's style may have given it.
    """
    colour = (attribute(child(look, "color")) or "auto").lower()
    fill = (attribute(child(look, "shd"), "fill") or "auto").lower()
    marked = (attribute(child(look, "highlight")) or "none").lower()
    if marked == "black":
        return colour in ("auto", "000000")
    if fill == "000000":  # on black, automatic colour is white
        return colour == "000000"
    plain = fill in ("auto", "ffffff") and marked in ("none", "white") and not filled and not in_table
    return colour == "ffffff" and plain


def _first(*values: bool | None) -> bool | None:
    return next((value for value in values if value is not None), None)
