"""The same minutes as HTML and as PDF, from one text: for comparing what is read of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Final

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from corpus.records import contract
from corpus.sample.build import Block, Source
from ingest.pipeline import read_bytes


@dataclass(frozen=True)
class Look:
    """How a plain text is set: columns, type, its size in points, and the ends of its lines."""

    columns: int = 1
    family: str = "Helvetica"
    size: float = 10.5
    align: str = "L"


LOOKS: Final = {
    "plain": Look(),
    "times": Look(family="Times", size=12.0),
    "justified": Look(family="Times", align="J"),
    "columns": Look(columns=2, size=9.0),
}


def html_of_text(text: str) -> bytes:
    """A text's lines as paragraphs of a page."""
    body = "\n".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())
    return _page("", body)


def pdf_of_text(text: str, look: Look) -> bytes:
    """A text's lines as paragraphs of a PDF; raises UnicodeEncodeError for signs its font does not have."""
    made = FPDF(format="A4")
    made.core_fonts_encoding = "cp1252"
    made.set_margins(20, 18, 20)
    made.set_auto_page_break(True, margin=18)
    made.set_font(look.family, size=look.size)
    made.add_page()
    height = look.size * 0.48
    lines = [line.rstrip() for line in text.splitlines()]
    if look.columns == 1:
        for line in lines:
            if line:
                made.multi_cell(
                    0, height, line.strip(), align=look.align, new_x=XPos.LMARGIN, new_y=YPos.NEXT
                )
            else:
                made.ln(height * 0.6)
    else:
        with made.text_columns(ncols=2, gutter=8, text_align="L", line_height=1.3) as columns:
            for line in lines:
                columns.write(f"{line.strip()}\n")
    return bytes(made.output())


def html_of_source(source: Source) -> bytes:
    """A source of the sample as a page; side captions and rows are tables, what runs stands once."""
    head = source.head
    parts = [f"<p>{escape(head[key])}</p>" for key in ("left", "right", "under") if head.get(key)]
    rows: list[str] = []
    for block in (*source.blocks, Block("end", ())):
        if rows and block.kind not in ("row", "beside"):
            parts.append(f"<table>{''.join(rows)}</table>")
            rows = []
        cells = [escape(cell).replace("\u00ad", "").replace("\n", "<br>") for cell in block.cells]
        if block.kind == "title":
            parts.append(f"<h2>{cells[0]}</h2>")
        elif block.kind == "caption":
            parts.append(f"<h3>{cells[0]}</h3>")
        elif block.kind == "item":
            parts.append(f"<ul><li>{cells[0]}</li></ul>")
        elif block.kind == "beside":
            caption = cells[0].replace("-<br>", "")
            rows.append(f"<tr><td><b>{caption}</b></td><td>{cells[1]}</td></tr>")
        elif block.kind == "row":
            rows.append(f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
        elif block.kind == "paragraph":
            parts.append(f"<p>{cells[0]}</p>")
    return _page(head.get("pdftitle", ""), "\n".join(parts))


def with_head(source: Source, **values: str) -> Source:
    """The source with other values in its head."""
    return replace(source, head={**source.head, **values})


def _page(title: str, body: str) -> bytes:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head><body>\n{body}\n</body></html>".encode()


def facts(data: bytes, name: str) -> list[dict[str, Any]]:
    """The contract of every item that is read, without what tells of places, file and line ends."""
    read = read_bytes(data, name, f"file:///x/{name}")
    found = [_plain(contract(item, read.document)) for item in read.items]
    for item in found:
        del item["evidence"], item["document"]["name"], item["document"]["sha256"]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [_plain(inner) for inner in value]
    return value
