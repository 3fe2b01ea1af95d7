"""PDFs made for tests of the reader, line by line."""

from __future__ import annotations

from fpdf import FPDF

from ingest.document import ReadDocument
from ingest.readers import read


def pdf(size: float = 11) -> FPDF:
    made = FPDF(format="A4")
    made.set_auto_page_break(False)
    made.set_font("Helvetica", size=size)
    made.add_page()
    return made


def put(made: FPDF, *lines: tuple[float, float, str]) -> FPDF:
    """Writes each text with its left end at x and its base line at y, both in millimetres."""
    for x, y, text in lines:
        made.text(x, y, text)
    return made


def read_made(made: FPDF) -> ReadDocument:
    return read(bytes(made.output()), "a.pdf")


def texts(document: ReadDocument) -> list[list[str]]:
    return [[page.text[line.start : line.end] for line in page.lines] for page in document.pages]


def minutes(pages: int) -> FPDF:
    """Pages with a head that names organ, date and section, a foot, a page number and a line that goes on."""
    made = pdf()
    for number in range(1, pages + 1):
        if number > 1:
            made.add_page()
        put(made, (20, 15, "Mallilan kaupunki"), (150, 15, f"{number} ({pages})"))
        put(made, (20, 22, f"Kaupunginhallitus § {40 + number // 2} 12.3.2024"))
        put(made, (20, 285, "Pöytäkirjan tarkastajat"), (20, 290, f"Sivu {number}/{pages}"))
        put(made, (20, 60, f"Asia {'abcdefgh'[number - 1] * 3} alkaa."), (20, 65, "Toinen rivi jat-"))
        put(made, (20, 55, "kuu." if number > 1 else "Otsikko"))
    return made


def ruled(rows: list[list[str]]) -> FPDF:
    made = pdf(10)
    put(made, (20, 30, "Osallistujat"))
    made.set_xy(20, 40)
    with made.table(width=160, align="L") as table:
        for row in rows:
            cells = table.row()
            for cell in row:
                cells.cell(cell)
    put(made, (20, 150, "Laillisuus ja päätösvaltaisuus"))
    return made
