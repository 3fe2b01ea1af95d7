"""Five layouts of Finnish minutes, each with its frames, running lines, cover and items.

``dynasty``: one column, bold headings. ``tweb``: captions in a left column, text at the right. ``vantaa``:
bold captions with a colon. ``columns``: two columns of justified text. ``meeting``: a whole meeting with a
cover page, attendance, running heads and feet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from bench import words
from bench.pdf_attendance import Roll, attendance
from bench.pdf_canvas import WIDTH
from bench.pdf_flow import Flow, Frame
from bench.pdf_tables import fees, table_look, votes

_OUTCOMES = (
    "Päätösehdotus hyväksyttiin yksimielisesti.",
    "Hyväksyttiin esityksen mukaisesti.",
    "Merkittiin tiedoksi.",
    "Asia jätettiin pöydälle.",
    "Asia palautettiin uudelleen valmisteltavaksi.",
)


@dataclass
class Layout:
    """What all layouts share; ``place`` is an invented municipality. ``section`` is the next § number."""

    place: str
    date: str
    pages: int
    style: str | None
    who: Roll | None
    ruled: bool
    random: Random
    section: int
    kind: ClassVar[str] = "kunta"
    left: ClassVar[float] = 62.0
    top: ClassVar[float] = 96.0
    bottom: ClassVar[float] = 778.0

    def frames(self, page: int) -> Sequence[Frame]:
        """The columns of a page, in reading order."""
        return (Frame(self.left, self.top, WIDTH - 2 * self.left, self.bottom),)

    def furnish(self, flow: Flow) -> None:
        """Draws the running lines of the page."""

    def open(self, flow: Flow) -> None:
        """What comes before the first item."""
        self._roll(flow)

    def item(self, flow: Flow) -> None:
        """One item (§)."""
        raise NotImplementedError

    def _roll(self, flow: Flow) -> None:
        if self.style and self.who:
            attendance(flow, self.style, self.who, self.random)

    def _prose(self, flow: Flow, least: int = 1, most: int = 4) -> None:
        for _ in range(self.random.randint(least, most)):
            flow.due()
            flow.paragraph(words.paragraph(self.random, self.random.randint(1, 5)))

    def _tables(self, flow: Flow) -> None:
        chance = self.random.random()
        if chance < 0.16:
            flow.due()
            yes, no, _ = votes(flow, table_look(self.random, self.ruled), self.random)
            flow.paragraph(f"Äänestyksessä annettiin {yes} JAA-ääntä ja {no} EI-ääntä.")
        elif chance < 0.32:
            flow.due()
            fees(flow, table_look(self.random, self.ruled), self.random)

    def _diary(self, prefix: str) -> str:
        random = self.random
        task = f"0{random.randint(0, 9)}.0{random.randint(0, 9)}.00"
        return f"{prefix}/{random.randint(10, 4000)}/{task}/{self.date[-4:]}"

    def _presenter(self) -> str:
        office = self.random.choice(words.OFFICES)
        return f"{office} {words.names(self.random, 1)[0]}"

    def _numbered(self) -> int:
        self.section += 1
        return self.section - 1


class Dynasty(Layout):
    """One column, bold headings on their own lines."""

    def furnish(self, flow: Flow) -> None:
        flow.furniture(self.left, 40, f"{words.PLACES[self.place]} {self.kind}", "header", bold=True)
        flow.furniture(270, 40, "Pöytäkirja", "header")
        flow.furniture(470, 40, f"{flow.page} ({self.pages})", "header")
        flow.furniture(self.left, 54, f"Kunnanhallitus § {self.section} {self.date}", "header")

    def item(self, flow: Flow) -> None:
        flow.due()
        flow.heading(f"§\u00a0{self._numbered()} {words.title(self.random)}", "item", size=flow.size + 2)
        flow.paragraph(self._diary("MALDno"), hyphens=0.0)
        flow.paragraph(f"Valmistelija {self._presenter()}")
        self._prose(flow)
        self._tables(flow)
        for heading, least in (("Esittelijä", 0), ("Päätösehdotus", 1), ("Päätös", 0), ("Tiedoksi", 0)):
            flow.due()
            flow.heading(heading, "section")
            if heading == "Esittelijä":
                flow.paragraph(self._presenter())
            elif heading == "Päätös":
                flow.paragraph(self.random.choice(_OUTCOMES))
            elif heading == "Tiedoksi":
                flow.paragraph(f"{words.noun(self.random, 'n').capitalize()}, {words.noun(self.random, 'n')}")
            else:
                flow.paragraph(f"Kunnanhallitus päättää, että {words.sentence(self.random)}")
                self._prose(flow, 0, least)


class TWeb(Layout):
    """Captions at the left, text at the right, two lines at the head of each page."""

    kind: ClassVar[str] = "kaupunki"
    tab: ClassVar[float] = 112.0

    def furnish(self, flow: Flow) -> None:
        flow.furniture(self.left, 42, f"{words.PLACES[self.place]} {self.kind}", "header")
        flow.furniture(self.left, 56, "Päivämäärä", "header")

    def item(self, flow: Flow) -> None:
        random = self.random
        flow.due()
        flow.heading(words.title(random), "item", size=flow.size + 1)
        flow.paragraph(f"Dno {self._diary('OTT')}", hyphens=0.0)
        some = words.noun(random, "n")
        prose = [words.paragraph(random, random.randint(2, 5)) for _ in range(random.randint(1, 4))]
        preparers = [f"{self._presenter()}, puh. 040 000 000{number}" for number in range(2)]
        captions: list[tuple[str, list[str]]] = [
            ("Päätöshistoria", [f"Kaupunginhallitus {self.date} § {self._numbered()}"]),
            ("Tiivistelmä", [words.paragraph(random, 2)]),
            ("Esittelyteksti", prose),
            ("Liitteet", [f"Liite 1 {some.capitalize()}", f"Liite 2 {words.title(random)}"]),
            ("Oheismateriaali", ["-"]),
            ("Päätösehdotuksen perustelut", [words.paragraph(random, random.randint(1, 3))]),
            ("Esittelijä", [_upper(self._presenter())]),
            ("Päätösesitys", [words.paragraph(random, random.randint(1, 2))]),
            ("Päätös", [random.choice(_OUTCOMES)]),
            ("Valmistelijat", preparers),
            ("Täytäntöönpano\u00adtiedot", ["Asia tiedoksi kaupunginvaltuustoon", f"Ote: {some}"]),
        ]
        for caption, texts in captions:
            flow.due()
            if caption == "Päätösehdotuksen perustelut" and random.random() < 0.6:
                continue
            flow.captioned(caption, texts, self.tab)
            if caption == "Esittelyteksti":
                self._tables(flow)
        flow.paragraph(random.choice(("Ei muutoksenhakuoikeutta", "Oikaisuvaatimusohje A")))
        flow.skip(1)


class Vantaa(Layout):
    """Title first, then bold captions that end in a colon."""

    kind: ClassVar[str] = "kaupunki"
    top: ClassVar[float] = 70.0

    def furnish(self, flow: Flow) -> None:
        flow.furniture(WIDTH - 90, 815, f"{flow.page}/{self.pages}", "footer")

    def item(self, flow: Flow) -> None:
        flow.due()
        flow.heading(words.title(self.random), "item", size=flow.size + 3)
        flow.paragraph(self._diary("ND"), hyphens=0.0)
        flow.paragraph("KN/PM/PH/HY-L", hyphens=0.0)
        self._prose(flow, 2, 5)
        self._tables(flow)
        flow.due()
        flow.heading(f"Kaupunginhallitus {self.date} § {self._numbered()}", "section")
        for caption in (
            "Kaupunginjohtajan esitys:",
            "Päätös:",
            "Liitteet:",
            "Täytäntöönpano:",
            "Lisätiedot:",
        ):
            flow.due()
            flow.heading(caption, "section")
            if caption == "Päätös:":
                flow.paragraph(self.random.choice(_OUTCOMES))
            elif caption == "Lisätiedot:":
                flow.paragraph(f"{self._presenter()}, puh. 040 000 0000, kirjaamo(at)mallila.fi")
            elif caption == "Kaupunginjohtajan esitys:":
                self._prose(flow, 1, 2)
            else:
                flow.paragraph(f"{words.noun(self.random, 'n').capitalize()}, {words.noun(self.random, 'n')}")


class Columns(Layout):
    """Two columns of justified text; attendance, if any, over the whole width of the first page."""

    gap: ClassVar[float] = 20.0

    def frames(self, page: int) -> Sequence[Frame]:
        full = WIDTH - 2 * self.left
        if page == 1 and self.style:
            return (Frame(self.left, self.top, full, self.bottom),)
        half = (full - self.gap) / 2
        return (
            Frame(self.left, self.top, half, self.bottom),
            Frame(self.left + half + self.gap, self.top, half, self.bottom),
        )

    def furnish(self, flow: Flow) -> None:
        flow.furniture(self.left, 44, f"{words.PLACES[self.place]} {self.kind}", "header")
        flow.furniture(400, 44, f"Kokouspöytäkirja {self.date}", "header")
        flow.furniture(WIDTH / 2 - 4, 812, str(flow.page), "footer")

    def open(self, flow: Flow) -> None:
        if self.style:
            self._roll(flow)
            if self.pages > 1:
                flow.due()
                if flow.page == 1:
                    flow.advance()

    def item(self, flow: Flow) -> None:
        flow.due()
        flow.heading(f"{self._numbered()} § {words.title(self.random)}", "item", size=flow.size + 1)
        flow.paragraph(self._diary("PDno"), hyphens=0.0)
        self._prose(flow, 2, 5)
        self._tables(flow)
        for heading in ("Ehdotus", "Päätös"):
            flow.due()
            flow.heading(heading, "section")
            if heading == "Päätös":
                flow.paragraph(self.random.choice(_OUTCOMES))
            else:
                self._prose(flow, 1, 2)


class Meeting(Layout):
    """A whole meeting: cover, attendance, list of items, items; a foot with the page of pages."""

    def furnish(self, flow: Flow) -> None:
        flow.furniture(self.left, 40, f"{words.PLACES[self.place].upper()} KUNTA", "header", bold=True)
        flow.furniture(300, 40, "PÖYTÄKIRJA 5/" + self.date[-4:], "header")
        flow.furniture(self.left, 54, "Kunnanvaltuusto", "header")
        flow.furniture(300, 54, self.date, "header")
        flow.furniture(self.left, 814, "Pöytäkirjan tarkastajat", "footer")
        flow.furniture(470, 814, f"Sivu {flow.page} ({self.pages})", "footer")

    def open(self, flow: Flow) -> None:
        flow.heading("Kokouksen pöytäkirja", "section", size=flow.size + 5, after=0.8)
        if self.who:
            flow.captioned("Aika", [f"{self.date} klo {self.who.begin} - {self.who.end}"], 110)
        flow.captioned("Paikka", ["Kunnantalo, valtuustosali"], 110)
        flow.captioned("Käsitellyt asiat", [f"§ {self.section} - {self.section + 3 * self.pages}"], 110)
        flow.due()
        self._roll(flow)
        if self.pages > 2:
            flow.heading("Allekirjoitukset", "section")
            flow.paragraph("Pöytäkirja on allekirjoitettu ja tarkastettu sähköisesti.")
            flow.due()
            flow.advance()

    def item(self, flow: Flow) -> None:
        flow.due()
        flow.heading(f"§\u00a0{self._numbered()} {words.title(self.random)}", "item", size=flow.size + 2)
        flow.paragraph(self._diary("VALDno").replace("/", "-", 1), hyphens=0.0)
        self._prose(flow, 2, 6)
        self._tables(flow)
        for heading in ("Kunnanhallituksen ehdotus", "Käsittely", "Päätös"):
            flow.due()
            flow.heading(heading, "section")
            if heading == "Päätös":
                flow.paragraph(self.random.choice(_OUTCOMES))
            else:
                self._prose(flow, 1, 2)


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


LAYOUTS: dict[str, type[Layout]] = {
    "dynasty": Dynasty,
    "tweb": TWeb,
    "vantaa": Vantaa,
    "columns": Columns,
    "meeting": Meeting,
}
