"""Builds the sample's PDFs from the texts in sources/: ``python -m corpus.sample.build [--font TTF] [OUT]``.

Needs fpdf2 (a development dependency). A source is a head of ``key: value`` lines, an empty line, and blocks:

    # text        a title              = text         a bold caption on its own line
    @ cap :: text a caption at left    | a | b | c    a table row (the first one being the head)
    - text        a list item          ---            a new page
    anything else a paragraph; its lines are joined

``¬`` marks where a word may be broken at a line's end, ``⏎`` a line break inside a block. A source whose
head says ``font: embedded`` is built only when a TrueType font is given; the committed file was built with
DejaVu Sans.
"""

from __future__ import annotations

import argparse
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fpdf import FPDF
from fpdf.enums import XPos, YPos

HERE = Path(__file__).resolve().parent
CREATED = dt.datetime(2025, 6, 1, 12, 0, tzinfo=dt.UTC)  # fixed, so that a rebuild gives the same bytes
SOFT_HYPHEN = "\u00ad"
MARKS = {"# ": "title", "= ": "caption", "@ ": "beside", "| ": "row", "- ": "item"}


@dataclass(frozen=True)
class Block:
    """A block of a source: its kind and its text, table rows and side captions as several cells."""

    kind: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """A parsed source: the head's values and the blocks in order."""

    head: dict[str, str]
    blocks: tuple[Block, ...]


def _shown(text: str) -> str:
    return text.replace("¬", SOFT_HYPHEN).replace("⏎", "\n").strip()


def _block(lines: list[str]) -> list[Block]:
    first = lines[0]
    if first == "---":
        return [Block("page", ())]
    kind = MARKS.get(first[:2], "paragraph")
    if kind in ("row", "item"):
        return [
            Block(
                kind, tuple(_shown(cell) for cell in (line[2:].split("|") if kind == "row" else [line[2:]]))
            )
            for line in lines
        ]
    text = " ".join(lines)
    if kind == "paragraph":
        return [Block(kind, (_shown(text),))]
    if kind == "beside":
        caption, _, value = text[2:].partition("::")
        return [Block(kind, (_shown(caption), _shown(value)))]
    return [Block(kind, (_shown(text[2:]),))]


def parse(text: str) -> Source:
    """Reads a source text; raises ValueError when its head is not ``key: value`` lines."""
    head_text, _, body = text.partition("\n\n")
    head: dict[str, str] = {}
    for line in head_text.splitlines():
        key, colon, value = line.partition(":")
        if not colon:
            raise ValueError(f"not a 'key: value' line in the head: {line!r}")
        head[key.strip()] = value.strip()
    blocks: list[Block] = []
    for part in body.split("\n\n"):
        lines = [line.rstrip() for line in part.splitlines() if line.strip()]
        if lines:
            blocks.extend(_block(lines))
    return Source(head, tuple(blocks))


class SamplePdf(FPDF):
    """A page with the header and footer that the source's head gives: left, right, foot."""

    def __init__(self, source: Source, font: Path | None) -> None:
        super().__init__(format="A4")
        self.source = source
        self.family = "Helvetica"
        self.core_fonts_encoding = "cp1252"  # PDF's WinAnsi: has the dash and the euro that Latin-1 lacks
        self.set_creation_date(CREATED)
        self.set_producer("pykala sample")
        self.set_title(source.head.get("pdftitle", "Tweb"))
        self.set_margins(20, 15, 20)
        self.set_auto_page_break(True, margin=22)
        if font is not None:
            self.family = "Embedded"
            self.add_font(self.family, "", font)
            self.add_font(self.family, "B", font)

    def header(self) -> None:
        head = self.source.head
        self.set_font(self.family, size=9)
        margin, self.l_margin = self.l_margin, 20
        self.set_x(20)
        total = self.str_alias_nb_pages if head.get("pages") == "yes" else ""
        right = head.get("right", "") + (f"   {self.page_no()} ({total})" if total else "")
        self.cell(85, 5, head.get("left", ""))
        self.cell(85, 5, right, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        if head.get("under"):
            self.cell(0, 5, head["under"], new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(6)
        self.l_margin = margin
        self.set_x(margin)
        self.set_font(self.family, size=10.5)

    def footer(self) -> None:
        foot = self.source.head.get("foot", "")
        if foot:
            self.set_y(-15)
            self.set_font(self.family, size=8)
            self.cell(0, 5, foot)

    def flow(self, text: str, left: float = 20, style: str = "", size: float = 10.5, gap: float = 3) -> None:
        """Writes a paragraph that keeps its left edge over a page break."""
        self.l_margin = left
        self.set_x(left)
        self.set_font(self.family, style, size)
        self.multi_cell(0, 5.2, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(gap)
        self.l_margin = 20

    def row(self, cells: tuple[str, ...], first: bool) -> None:
        """Writes a table row with the head's widths (mm); ruled when the head says ``table: ruled``."""
        widths = [float(width) for width in self.source.head["widths"].split(",")]
        self.set_font(self.family, "B" if first else "", 9.5)
        border: Literal[0, 1] = 1 if self.source.head.get("table") == "ruled" else 0
        self.set_x(20)
        for width, cell in zip(widths, cells, strict=True):
            self.cell(width, 6, cell, border=border)
        self.ln(6)


def render(source: Source, font: Path | None = None) -> bytes:
    """The PDF of a source. Blocks are set one after the other; tables get some air after them."""
    embedded = source.head.get("font") == "embedded"
    if embedded and font is None:
        raise ValueError("this source needs a TrueType font")
    pdf = SamplePdf(source, font if embedded else None)
    pdf.add_page()
    body = float(source.head.get("indent", "20"))
    previous = ""
    for block in source.blocks:
        if previous == "row" and block.kind != "row":
            pdf.ln(4)
        if block.kind == "page":
            pdf.add_page()
        elif block.kind == "title":
            pdf.flow(block.cells[0], body, "B", 12.5)
        elif block.kind == "caption":
            pdf.flow(block.cells[0], 20, "B", gap=1)
        elif block.kind == "row":
            pdf.row(block.cells, first=previous != "row")
        elif block.kind == "item":
            pdf.set_x(22)
            pdf.set_font(pdf.family, size=10.5)
            pdf.cell(6, 5.2, "-")
            pdf.flow(block.cells[0], 28, gap=1)
        elif block.kind == "beside":
            if pdf.will_page_break(12):
                pdf.add_page()
            top = pdf.get_y()
            pdf.set_font(pdf.family, "B", 10.5)
            pdf.set_xy(20, top)
            pdf.multi_cell(36, 5.2, block.cells[0], align="L")
            pdf.set_y(top)
            pdf.flow(block.cells[1], body)
        else:
            pdf.flow(block.cells[0], body)
        previous = block.kind
    return bytes(pdf.output())


def build(out: Path, font: Path | None = None) -> list[Path]:
    """Builds every source below ``out`` (as sites/); those whose font is not given are left out."""
    built = []
    for path in sorted((HERE / "sources").glob("*.txt")):
        source = parse(path.read_text(encoding="utf-8"))
        if source.head.get("font") == "embedded" and font is None:
            continue
        target = out / source.head["file"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(render(source, font))
        built.append(target)
    return built


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds the sample's PDFs from sources/.")
    parser.add_argument("out", nargs="?", type=Path, default=HERE / "sites")
    parser.add_argument("--font", type=Path, help="a TrueType font (DejaVuSans.ttf) for the embedded ones")
    arguments = parser.parse_args()
    for path in build(arguments.out, arguments.font):
        print(path)


if __name__ == "__main__":
    main()
