"""What a generated PDF holds, exactly: the answer key that readers are measured against.

Places are (x0, top, x1, bottom) in points from the page's upper left corner, exact to about two points;
pages are numbered from 1. All text is normalised: ligatures are letters, no-break and thin spaces are
spaces, soft hyphens are gone, words broken over lines stand whole on the line (and page) they begin on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class LineTruth:
    """A run of text as drawn on one line, hyphen included. ``role`` is ``title``, ``heading``, ``caption``,
    ``body``, ``cell`` or ``list``; lines are in reading order."""

    text: str
    box: Box
    role: str
    bold: bool


@dataclass(frozen=True)
class FurnitureTruth:
    """A running head or foot, not part of the text. ``kind`` is ``header`` or ``footer``."""

    page: int
    text: str
    kind: str


@dataclass(frozen=True)
class PageTruth:
    """A page: ``text`` has a line break between paragraphs, headings and table rows, a tab between cells.

    ``scanned`` is "" (text), "image" (a picture only) or "layer" (a picture with invisible recognised text).
    """

    number: int
    text: str
    lines: tuple[LineTruth, ...]
    scanned: str = ""


@dataclass(frozen=True)
class AttendanceTruth:
    """One person of the attendance list. ``arrived`` and ``left`` are ``HH:MM`` if the row says a time.

    ``deputy_for`` is the member whose deputy is present instead. Names are given name first, whatever
    the list's own order is.
    """

    name: str
    role: str
    present: bool
    arrived: str | None = None
    left: str | None = None
    deputy_for: str | None = None


@dataclass(frozen=True)
class TableTruth:
    """A table; ``kind`` is ``attendance``, ``votes`` or ``fees``. An empty cell is ""."""

    page: int
    kind: str
    ruled: bool
    rows: tuple[tuple[str, ...], ...]
    box: Box


@dataclass(frozen=True)
class HeadingTruth:
    """A heading or caption as one would write it down; ``kind`` is ``item`` (§ and title) or ``section``."""

    page: int
    text: str
    kind: str


@dataclass(frozen=True)
class FactTruth:
    """A sentence that stands on exactly one page: its quote, and one box for each of its lines."""

    page: int
    quote: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class HiddenTruth:
    """Text that is in the file but not to be seen: ``white``, ``box``, ``invisible`` or ``layer``."""

    page: int
    text: str
    kind: str
    box: Box


@dataclass(frozen=True)
class Truth:
    """A generated file (``name`` within its folder) and everything that is in it."""

    name: str
    layout: str
    seed: int
    font: str
    attendance_style: str | None
    meeting: tuple[str, str]
    """When the meeting began and ended, ``HH:MM``."""
    pages: tuple[PageTruth, ...]
    furniture: tuple[FurnitureTruth, ...]
    attendance: tuple[AttendanceTruth, ...]
    attendance_pages: tuple[int, ...]
    tables: tuple[TableTruth, ...]
    headings: tuple[HeadingTruth, ...]
    facts: tuple[FactTruth, ...]
    hidden: tuple[HiddenTruth, ...]

    @property
    def text(self) -> str:
        """The text that can be read without recognising pictures, pages joined by a line break."""
        return "\n".join(page.text for page in self.pages if page.scanned != "image")

    @property
    def words(self) -> list[str]:
        """The words of ``text`` in reading order, punctuation included."""
        return self.text.split()

    def to_json(self) -> dict[str, Any]:
        """A JSON object; ``truth_from_json`` reads it."""
        return asdict(self)

    def save(self, folder: Path) -> Path:
        """Writes the truth beside its PDF as ``<name>.json``."""
        path = folder / f"{self.name}.json"
        path.write_text(json.dumps(self.to_json(), ensure_ascii=False, indent=1), encoding="utf-8")
        return path


def load(path: Path) -> Truth:
    """Reads what ``Truth.save`` wrote."""
    return truth_from_json(json.loads(path.read_text(encoding="utf-8")))


def truth_from_json(data: dict[str, Any]) -> Truth:
    """The inverse of ``Truth.to_json``."""
    return Truth(
        name=data["name"],
        layout=data["layout"],
        seed=data["seed"],
        font=data["font"],
        attendance_style=data["attendance_style"],
        meeting=(data["meeting"][0], data["meeting"][1]),
        pages=tuple(
            PageTruth(
                page["number"],
                page["text"],
                tuple(
                    LineTruth(line["text"], _box(line["box"]), line["role"], line["bold"])
                    for line in page["lines"]
                ),
                page["scanned"],
            )
            for page in data["pages"]
        ),
        furniture=tuple(FurnitureTruth(**row) for row in data["furniture"]),
        attendance=tuple(AttendanceTruth(**row) for row in data["attendance"]),
        attendance_pages=tuple(data["attendance_pages"]),
        tables=tuple(
            TableTruth(
                row["page"], row["kind"], row["ruled"], tuple(map(tuple, row["rows"])), _box(row["box"])
            )
            for row in data["tables"]
        ),
        headings=tuple(HeadingTruth(**row) for row in data["headings"]),
        facts=tuple(
            FactTruth(row["page"], row["quote"], tuple(map(_box, row["boxes"]))) for row in data["facts"]
        ),
        hidden=tuple(
            HiddenTruth(row["page"], row["text"], row["kind"], _box(row["box"])) for row in data["hidden"]
        ),
    )


def _box(numbers: Any) -> Box:
    x0, top, x1, bottom = map(float, numbers)
    return x0, top, x1, bottom


_PLAIN = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u2007": " ",
        "\u00ad": "",
        "\u200b": "",
        "\ufeff": "",
    }
)


def plain(text: str) -> str:
    """Text as the truth has it: ligatures as letters, plain spaces, no soft hyphens."""
    return text.translate(_PLAIN)


def iter_words(text: str) -> Iterator[str]:
    """The normalised words of any reader's text."""
    yield from plain(text).split()
