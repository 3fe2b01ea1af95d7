"""Drawing pages with fpdf2: fonts, lines of text, rules, and pages that become pictures of themselves."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pypdfium2
from fpdf import FPDF
from fpdf.enums import TextMode
from PIL import Image

WIDTH, HEIGHT = 595.28, 841.89
"""A4, in points."""

_DEJAVU = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
_FONT_FOLDERS = (
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/dejavu-sans-fonts",
    "/usr/share/fonts/TTF",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
_LIGATURES = (("ffi", "\ufb03"), ("ffl", "\ufb04"), ("fi", "\ufb01"), ("fl", "\ufb02"), ("ff", "\ufb00"))
_CREATED = datetime(2024, 3, 12, 18, 0, tzinfo=UTC)
_SCAN_DPI = 150
_ASCENT, _DESCENT = 0.76, 0.22  # of the size, about right for every font used


@cache
def embeddable() -> tuple[Path, Path] | None:
    """A free font of the system, regular and bold, with Finnish letters and ligatures; None without one."""
    for folder in map(Path, _FONT_FOLDERS):
        files = tuple(folder / name for name in _DEJAVU)
        if all(file.is_file() for file in files):
            return files[0], files[1]
    return None


@dataclass
class Canvas:
    """A PDF in the making. ``font`` is ``Helvetica``, ``Times`` or ``embedded``; lengths are points from
    the page's upper left corner.

    ``order`` is how a page's plain text lies in the file, whatever the order it is read in: ``reading``,
    ``rows`` (from top to bottom across columns) or ``fonts`` (bold first), as different writers have it.
    """

    font: str
    random: Random
    order: str = "reading"
    ligatures: bool = False
    tagged: bool = False
    compress: bool = True
    page: int = 0
    _main: FPDF = field(init=False)
    _aside: FPDF | None = None
    _layer: list[tuple[float, float, str, float, bool]] | None = None
    _widths: dict[tuple[str, float, bool], float] = field(default_factory=dict)
    _tag: str = ""
    _marks: int = 0
    _special: bool = False
    _queue: list[tuple[float, float, str, float, bool, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._main = self._new()

    def _new(self) -> FPDF:
        made = FPDF(format="A4", unit="pt")
        made.set_auto_page_break(False)
        made.set_creation_date(_CREATED)
        made.set_compression(self.compress)
        made.core_fonts_encoding = "cp1252"
        made.set_line_width(0.6)
        if self.font == "embedded":
            files = embeddable()
            if files is None:
                raise RuntimeError(
                    "no DejaVu font on this machine: install fonts-dejavu-core, or use core fonts"
                )
            made.add_font("Embedded", "", str(files[0]))
            made.add_font("Embedded", "B", str(files[1]))
        made.set_font(self._family, size=11)
        return made

    @property
    def _family(self) -> str:
        return "Embedded" if self.font == "embedded" else self.font

    @property
    def _target(self) -> FPDF:
        return self._aside or self._main

    def start_page(self, scanned: str = "") -> None:
        """Begins a page; ``scanned`` is "", "image" or "layer" (see PageTruth)."""
        self._end_page()
        self.page += 1
        self._marks = 0
        if scanned:
            self._aside = self._new()
            self._layer = [] if scanned == "layer" else None
            self._aside.add_page()
        else:
            self._main.add_page()

    def _end_page(self) -> None:
        self._draw_queue()
        if self._aside is None:
            return
        picture = _photographed(bytes(self._aside.output()), self.random)
        self._aside = None
        self._main.add_page()
        self._main.image(io.BytesIO(picture), 0, 0, WIDTH, HEIGHT)
        if self._layer is not None:
            with self._mode(TextMode.INVISIBLE):
                for x, base, text, size, bold in self._layer:
                    self._text(self._main, x, base, text, size, bold)
            self._layer = None

    def finish(self) -> bytes:
        """The file."""
        self._end_page()
        return bytes(self._main.output())

    def set_title(self, title: str) -> None:
        """What the file's metadata calls itself."""
        self._main.set_title(title)
        self._main.set_lang("fi-FI")

    def drawable(self, text: str) -> str:
        """The text as this file's font can show it: thin spaces and ligatures only in the embedded font."""
        if self.font != "embedded":
            return text.replace("\u202f", "\u00a0").replace("\u2009", "\u00a0")
        if self.ligatures:
            for letters, sign in _LIGATURES:
                text = text.replace(letters, sign)
        return text

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """How wide the text is when drawn."""
        key = (text, size, bold)
        if key not in self._widths:
            if len(self._widths) > 200_000:
                self._widths.clear()
            self._use(self._main, size, bold)
            self._widths[key] = self._main.get_string_width(self.drawable(text))
        return self._widths[key]

    def text(self, x: float, base: float, text: str, size: float, bold: bool = False) -> tuple[float, ...]:
        """Draws the text on its base line; gives its box."""
        if self.order == "reading" or self._special:
            with self._tagged():
                self._text(self._target, x, base, self.drawable(text), size, bold)
        else:
            self._queue.append((x, base, self.drawable(text), size, bold, self._tag))
        if self._layer is not None:
            self._layer.append((x, base, self.drawable(text), size, bold))
        return (x, base - _ASCENT * size, x + self.width(text, size, bold), base + _DESCENT * size)

    def _draw_queue(self) -> None:
        if self.order == "rows":
            self._queue.sort(key=lambda run: (round(run[1]), run[0]))
        else:
            self._queue.sort(key=lambda run: not run[4])
        for x, base, text, size, bold, tag in self._queue:
            with self.tag(tag), self._tagged():
                self._text(self._target, x, base, text, size, bold)
        self._queue.clear()

    def justified(self, x: float, base: float, text: str, size: float, to: float) -> tuple[float, ...]:
        """Draws each word by itself, so that the line is ``to`` wide; no space is in the file."""
        words = text.split(" ")
        if len(words) < 2:
            return self.text(x, base, text, size)
        widths = [self.width(word, size) for word in words]
        gap = (to - sum(widths)) / (len(words) - 1)
        at = x
        for word, width in zip(words, widths, strict=True):
            self.text(at, base, word, size)
            at += width + gap
        return (x, base - _ASCENT * size, x + to, base + _DESCENT * size)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A thin line."""
        self._target.line(x0, y0, x1, y1)

    def fill(self, x0: float, y0: float, x1: float, y1: float, grey: int) -> None:
        """A filled rectangle, 0 black to 255 white."""
        self._target.set_fill_color(grey)
        self._target.rect(x0, y0, x1 - x0, y1 - y0, style="F")

    def outline(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A rectangle's edges."""
        self._target.rect(x0, y0, x1 - x0, y1 - y0, style="D")

    @contextmanager
    def white(self) -> Iterator[None]:
        """Text is drawn in white."""
        self._target.set_text_color(255)
        self._special = True
        yield
        self._special = False
        self._target.set_text_color(0)

    @contextmanager
    def invisible(self) -> Iterator[None]:
        """Text is in the file but not drawn (rendering mode 3)."""
        with self._mode(TextMode.INVISIBLE):
            yield

    @contextmanager
    def hidden_layer(self) -> Iterator[None]:
        """What is drawn lies in a layer that is switched off."""
        with self._target.optional_content(on_view=False, on_print=False, label="Luonnos"):
            yield

    @contextmanager
    def tag(self, kind: str) -> Iterator[None]:
        """What is drawn gets this place in the structure tree (``H1``, ``P`` …) if the file is tagged."""
        before, self._tag = self._tag, kind
        yield
        self._tag = before

    @contextmanager
    def _tagged(self) -> Iterator[None]:
        if not (self.tagged and self._tag) or self._aside is not None:
            yield
            return
        self._main._add_marked_content(struct_type=f"/{self._tag}", mcid=self._marks)
        self._main._out(f"/{self._tag} <</MCID {self._marks}>> BDC")
        yield
        self._main._out("EMC")
        self._marks += 1

    @contextmanager
    def _mode(self, mode: TextMode) -> Iterator[None]:
        before, self._target.text_mode = self._target.text_mode, mode
        yield
        self._target.text_mode = before
        # the mode outlives the text it was set for, and fpdf2 does not say when it ends
        self._target._out(f"{int(before)} Tr")

    def _text(self, made: FPDF, x: float, base: float, text: str, size: float, bold: bool) -> None:
        self._use(made, size, bold)
        made.text(x, base, text)

    def _use(self, made: FPDF, size: float, bold: bool) -> None:
        style = "B" if bold else ""
        if made.font_style != style or made.font_size_pt != size:
            made.set_font(self._family, style=style, size=size)


def _photographed(pdf: bytes, random: Random) -> bytes:
    """The only page of the PDF as a slightly turned, grey, grainy JPEG."""
    document: Any = pypdfium2.PdfDocument(pdf)
    picture: Image.Image = document[0].render(scale=_SCAN_DPI / 72, grayscale=True).to_pil().convert("L")
    document.close()
    picture = picture.rotate(random.uniform(-0.4, 0.4), fillcolor=255, resample=Image.Resampling.BILINEAR)
    grain = Image.frombytes("L", (64, 64), random.randbytes(64 * 64)).resize(picture.size)
    picture = Image.blend(picture, grain, 0.06)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return out.getvalue()
