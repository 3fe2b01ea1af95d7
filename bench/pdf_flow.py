"""Filling pages with paragraphs, headings and captioned text, and writing down what went where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from bench.pdf_canvas import Canvas
from bench.pdf_truth import (
    AttendanceTruth,
    Box,
    FactTruth,
    FurnitureTruth,
    HeadingTruth,
    HiddenTruth,
    LineTruth,
    PageTruth,
    TableTruth,
    plain,
)
from bench.pdf_wrap import Row, wrap

LEADING = 1.27
"""Line height, times the type size."""


class Full(Exception):
    """The last page has no room left."""


@dataclass(frozen=True)
class Frame:
    """A column of a page."""

    x: float
    top: float
    width: float
    bottom: float


@dataclass
class Record:
    """The truth as it grows."""

    texts: dict[int, list[str]] = field(default_factory=dict)
    lines: dict[int, list[LineTruth]] = field(default_factory=dict)
    scanned: dict[int, str] = field(default_factory=dict)
    furniture: list[FurnitureTruth] = field(default_factory=list)
    attendance: list[AttendanceTruth] = field(default_factory=list)
    attendance_pages: list[int] = field(default_factory=list)
    tables: list[TableTruth] = field(default_factory=list)
    headings: list[HeadingTruth] = field(default_factory=list)
    facts: list[FactTruth] = field(default_factory=list)
    hidden: list[HiddenTruth] = field(default_factory=list)
    _last: int = 0

    def say(self, page: int, text: str, before: str) -> None:
        """Adds text after a separator; "" goes on with the last word, on the page where that began."""
        text = plain(text)
        if before == "" and self._last not in (0, page):
            head, _, text = text.partition(" ")
            self.texts[self._last].append(head)
            before = " "
            if not text:
                return
        self.texts.setdefault(page, []).append(before + text)
        self._last = page

    def line(self, page: int, text: str, box: Sequence[float], role: str, bold: bool) -> None:
        """Adds a drawn line."""
        place: Box = (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))
        self.lines.setdefault(page, []).append(LineTruth(plain(text), place, role, bold))

    def pages(self, count: int) -> tuple[PageTruth, ...]:
        """All pages' truths."""
        return tuple(
            PageTruth(
                number,
                "".join(self.texts.get(number, [])).strip(),
                tuple(self.lines.get(number, [])),
                self.scanned.get(number, ""),
            )
            for number in range(1, count + 1)
        )


@dataclass
class Flow:
    """Text that runs through the frames of exactly ``count`` pages; raises Full when they are full.

    ``furnish`` draws the running lines of the current page. ``facts`` are sentences by the page they must
    stand on, ``secrets`` hidden texts by kind; both are drawn between two blocks.
    """

    canvas: Canvas
    record: Record
    random: Random
    count: int
    frames: Callable[[int], Sequence[Frame]]
    furnish: Callable[[Flow], None]
    size: float
    hyphens: float
    mark: str
    justify: bool
    facts: dict[int, str]
    scans: dict[int, str]
    secrets: list[tuple[str, str]] = field(default_factory=list)
    page: int = 0
    y: float = 0.0
    _frame: int = 0

    def __post_init__(self) -> None:
        self._next_page()

    @property
    def frame(self) -> Frame:
        """The current column."""
        return self.frames(self.page)[self._frame]

    @property
    def leading(self) -> float:
        """Height of a line of running text."""
        return self.size * LEADING

    @property
    def room(self) -> float:
        """Height left in the current column."""
        return self.frame.bottom - self.y

    def advance(self) -> None:
        """Goes to the next column or page."""
        if self._frame + 1 < len(self.frames(self.page)):
            self._frame += 1
            self.y = self.frame.top
        else:
            self._next_page()

    def _next_page(self) -> None:
        if self.page == self.count:
            raise Full
        self.page += 1
        self._frame = 0
        self.record.scanned[self.page] = self.scans.get(self.page, "")
        self.canvas.start_page(self.scans.get(self.page, ""))
        self.furnish(self)
        self.y = self.frame.top

    def need(self, height: float) -> None:
        """Begins a new column if less than this is left."""
        if self.room < height:
            self.advance()

    def check(self, height: float) -> None:
        """Raises Full if so much does not fit on the last page: nothing there breaks off."""
        if self.page == self.count:
            left = self.room + sum(
                frame.bottom - frame.top for frame in self.frames(self.page)[self._frame + 1 :]
            )
            # a line may be lost at each column's end
            if left - 2 * self.leading < height:
                raise Full

    def skip(self, lines: float) -> None:
        """Leaves some lines empty."""
        self.y += lines * self.leading

    def take(self, height: float | None = None) -> float:
        """Takes a line; gives its base line."""
        height = height or self.leading
        self.need(height)
        self.y += height
        return self.y - 0.27 * height

    def wrapped(
        self, text: str, width: float, bold: bool, size: float, hyphens: float | None = None
    ) -> list[Row]:
        """The text's lines in a column of that width."""
        rate = self.hyphens if hyphens is None else hyphens
        return wrap(
            text, width, lambda part: self.canvas.width(part, size, bold), self.random, rate, self.mark
        )

    def due(self) -> None:
        """Draws this page's fact and the next hidden text, if any; called between blocks."""
        if self.secrets:
            self.hide(*self.secrets.pop())
        sentence = self.facts.get(self.page)
        if sentence is None:
            return
        rows = self.wrapped(sentence, self.frame.width, False, self.size)
        if self.room < (len(rows) + 1) * self.leading:
            if self._frame + 1 == len(self.frames(self.page)):
                raise RuntimeError(f"no room for the fact of page {self.page}")
            self.advance()
        del self.facts[self.page]
        boxes = self._rows(rows, 0.0, self.frame.width, "body", False, self.size)
        self.record.facts.append(FactTruth(self.page, plain(sentence), tuple(boxes)))
        self.skip(0.5)

    def paragraph(
        self,
        text: str,
        *,
        role: str = "body",
        bold: bool = False,
        size: float | None = None,
        indent: float = 0.0,
        after: float = 0.5,
        hyphens: float | None = None,
    ) -> None:
        """Text over as many lines, columns and pages as it takes."""
        size = size or self.size
        width = self.frame.width - indent
        rows = self.wrapped(text, width, bold, size, hyphens)
        self.check(len(rows) * size * LEADING)
        with self.canvas.tag("P" if role in ("body", "list") else "H2"):
            self._rows(rows, indent, width, role, bold, size)
        self.skip(after)

    def heading(self, text: str, kind: str, *, size: float | None = None, after: float = 0.25) -> None:
        """A bold heading that stays with the three lines after it."""
        size = size or self.size
        self.check(5 * size * LEADING)
        self.need(5 * size * LEADING)
        self.record.headings.append(HeadingTruth(self.page, plain(text), kind))
        self.paragraph(text, role="heading", bold=True, size=size, after=after, hyphens=0.0)

    def _rows(
        self, rows: Iterable[Row], indent: float, width: float, role: str, bold: bool, size: float
    ) -> list[Box]:
        boxes: list[Box] = []
        rows = list(rows)
        before = "\n"
        for index, row in enumerate(rows):
            base = self.take(size * LEADING)
            x = self.frame.x + indent
            last = index == len(rows) - 1
            if self.justify and role == "body" and not last:
                box = self.canvas.justified(x, base, row.shown, size, width)
            else:
                box = self.canvas.text(x, base, row.shown, size, bold)
            self.record.say(self.page, row.said, before)
            self.record.line(self.page, row.shown, box, role, bold)
            boxes.append((box[0], box[1], box[2], box[3]))
            before = "" if row.open else " "
        return boxes

    def captioned(self, caption: str, paragraphs: Sequence[str], tab: float) -> None:
        """A caption at the left with text at the right, ``tab`` from the column's edge; the caption is read
        first, even when it takes two lines beside two of the text."""
        width = self.frame.width - tab
        # a soft hyphen says where a caption too long for its column is broken
        head, mark, tail = caption.partition("\u00ad")
        captions = (
            [Row(f"{head}-", head, open=True), Row(tail, tail)]
            if mark and self.canvas.width(head + tail, self.size) > tab - 8
            else self.wrapped(head + tail, tab - 8, False, self.size, 0.0)
        )
        texts = [self.wrapped(text, width, False, self.size) for text in paragraphs]
        height = max(sum(map(len, texts)), len(captions)) * self.leading
        self.check(height + self.leading)
        self.need((len(captions) + 1) * self.leading)
        top, page = self.y, self.page
        self.record.headings.append(HeadingTruth(page, plain(caption), "section"))
        before = "\n"
        for index, row in enumerate(captions):
            base = top + (index + 1) * self.leading - 0.27 * self.leading
            with self.canvas.tag("P"):
                box = self.canvas.text(self.frame.x, base, row.shown, self.size)
            self.record.say(page, row.said, before)
            self.record.line(page, row.shown, box, "caption", False)
            before = "" if row.open else " "
        for rows in texts:
            with self.canvas.tag("P"):
                self._rows(rows, tab, width, "body", False, self.size)
        lowest = top + len(captions) * self.leading
        if self.page == page and self.y < lowest:
            self.y = lowest
        self.skip(0.5)

    def furniture(self, x: float, base: float, text: str, kind: str, bold: bool = False) -> None:
        """A running line of the current page."""
        self.canvas.text(x, base, text, 9, bold)
        self.record.furniture.append(FurnitureTruth(self.page, plain(text), kind))

    def hide(self, kind: str, text: str) -> None:
        """Text that is in the file but not to be seen, on a line of its own or within one (``box``)."""
        self.check(3 * self.leading)
        base = self.take()
        x, size = self.frame.x, self.size
        if kind == "box":
            start, end = "Hakijana on", "ja asia on salassa pidettävä."
            box = self.canvas.text(x, base, start, size)
            self.record.say(self.page, start, "\n")
            self.record.line(self.page, start, box, "body", False)
            x = box[2] + size * 0.3
        if kind == "white":
            with self.canvas.white():
                place = self.canvas.text(x, base, text, size)
        elif kind == "invisible":
            with self.canvas.invisible():
                place = self.canvas.text(x, base, text, size)
        elif kind == "layer":
            with self.canvas.hidden_layer():
                place = self.canvas.text(x, base, text, size)
        else:
            place = self.canvas.text(x, base, text, size)
            self.canvas.fill(place[0] - 1, place[1] - 1, place[2] + 1, place[3] + 1, 0)
            box = self.canvas.text(place[2] + size * 0.3, base, end, size)
            self.record.say(self.page, end, " ")
            self.record.line(self.page, end, box, "body", False)
        corners: Box = (place[0], place[1], place[2], place[3])
        self.record.hidden.append(HiddenTruth(self.page, plain(text), kind, corners))
        self.skip(0.5)
