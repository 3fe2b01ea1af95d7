"""Text recognition (OCR) for scanned pages, with Tesseract where it is installed.

Without it nothing is recognised and ``missing`` says so, for the document's note. A page takes
Tesseract some three seconds, so a document has a budget: what is beyond it is left out, and said.

Tesseract is called as a program (pytesseract does no more, and writes its pictures to disk for it).
"""

from __future__ import annotations

import io
import math
import os
import re
import shutil
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

Box = tuple[float, float, float, float]

DPI = 300
"""Dots an inch that pages are best drawn with; fewer cost words, more cost time."""
MAX_DOCUMENT_SECONDS = 80.0
"""For all pages of a document: well below what a document may take in all (ingest.worker.Limits)."""
MAX_PAGE_SECONDS = 40.0
MAX_PIXELS = 40_000_000
"""A page of A3 at 300 dpi has 17 million."""

_LANGUAGES = ("fin", "swe")
_INSTALL = "install tesseract-ocr with its Finnish and Swedish data (fin, swe)"
_NOISE = 20.0  # per cent: lines less sure than this are stains and stamps
_WIDE = 2.0  # times the line's height: a gap that parts columns
_SHOWN = 8
_SECTION = re.compile(r"\d{1,4}")


@dataclass(frozen=True)
class OcrWord:
    """A word: its box in points from the page's upper left corner, and how sure it is, in per cent."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True)
class OcrLine:
    """A line of words; ``text`` has tabs in wide gaps, ``confidence`` is the mean over its characters."""

    text: str
    box: Box
    confidence: float
    words: tuple[OcrWord, ...]


@dataclass(frozen=True)
class OcrPage:
    """A recognised page's lines in reading order; ``confidence`` in per cent, 0 for a page without text."""

    lines: tuple[OcrLine, ...]
    confidence: float


@dataclass(frozen=True)
class _Engine:
    command: str
    version: str
    languages: str


def available() -> bool:
    """Whether pages can be recognised here."""
    return _engine() is not None


def missing() -> str:
    """Why not, for a document's note: "text recognition (OCR) is not installed", or without Finnish."""
    if _tesseract() is not None and _engine() is None:
        return "text recognition (OCR) is installed without Finnish"
    return "text recognition (OCR) is not installed"


def version() -> str:
    """The engine and its languages ("tesseract-5.3.0-fin+swe"); "" if there is none."""
    engine = _engine()
    return f"tesseract-{engine.version}-{engine.languages}" if engine else ""


def ocr_page(image: Image, dpi: float = DPI, seconds: float = MAX_PAGE_SECONDS) -> OcrPage | None:
    """Recognises a picture of a page drawn at ``dpi``; None if it cannot be done (in time)."""
    engine = _engine()
    if engine is None or image.width * image.height > MAX_PIXELS or seconds <= 0:
        return None
    picture = io.BytesIO()
    image.convert("L").save(picture, "PPM")
    command = (engine.command, "stdin", "stdout", "-l", engine.languages, "--dpi", str(round(dpi)), "tsv")
    try:
        done = subprocess.run(
            command,
            input=picture.getvalue(),
            capture_output=True,
            timeout=seconds,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"},
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return _page(done.stdout.decode("utf-8", "replace"), 72 / dpi)


def dots_for(width: float, height: float) -> float:
    """The dots an inch that a page of that size, in points, is drawn with: ``DPI``, or fewer for posters."""
    inches = max(width, 1.0) * max(height, 1.0) / 72**2
    return float(min(DPI, math.sqrt(MAX_PIXELS / inches) * 0.99))


@dataclass
class Recogniser:
    """Recognises a document's scanned pages within its budget, and keeps account of them for its notes."""

    seconds: float = MAX_DOCUMENT_SECONDS
    confidences: dict[int, float] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)
    late: list[int] = field(default_factory=list)

    def page(self, number: int, size: tuple[float, float], draw: Callable[[float], Image]) -> OcrPage | None:
        """The text of a page of that size (points); ``draw(dpi)`` is called only if it can be recognised.

        None without an engine, beyond the budget, or when nothing was found. Posters are drawn with
        fewer dots.
        """
        if not available():
            self.unread.append(number)
            return None
        if self.seconds <= 0:
            self.late.append(number)
            return None
        started = time.monotonic()
        dpi = dots_for(*size)
        found = ocr_page(draw(dpi), dpi, min(self.seconds, MAX_PAGE_SECONDS))
        self.seconds -= time.monotonic() - started
        if found is None:
            (self.late if self.seconds <= 0 else self.unread).append(number)
            return None
        if not found.lines:
            return None
        self.confidences[number] = found.confidence
        return found

    def notes(self) -> list[str]:
        """What a reader of the document has to know."""
        notes = []
        if self.confidences:
            notes.append(f"text of {_sure(self.confidences)} is from OCR")
        if self.unread and not available():
            notes.append(f"text is missing on {_listed(self.unread)}: scanned, and {missing()}: {_INSTALL}")
        elif self.unread:
            notes.append(f"text is missing on {_listed(self.unread)}: scanned, and OCR failed")
        if self.late:
            what = "scanned, and OCR takes too long; run OCRmyPDF on the file and read that"
            notes.append(f"text is missing on {_listed(self.late)}: {what}")
        return notes

    def metadata(self) -> dict[str, str]:
        """``{"ocr": "3: 93 %, 4: 71 %"}``: every page that was recognised, and how sure it is."""
        each = ", ".join(f"{number}: {sure:.0f} %" for number, sure in self.confidences.items())
        return {"ocr": each} if each else {}


def _sure(confidences: Mapping[int, float]) -> str:
    """ "page 3 (93 % sure)", "pages 3 (93 % sure), 4 (71 %)", or for many the mean and the least."""
    if len(confidences) <= _SHOWN:
        each = [f"{number} ({sure:.0f} %" for number, sure in confidences.items()]
        return f"page{'s' if len(each) > 1 else ''} {each[0]} sure)" + "".join(
            f", {more})" for more in each[1:]
        )
    mean = sum(confidences.values()) / len(confidences)
    worst = min(confidences, key=lambda number: confidences[number])
    least = f"least on page {worst}: {confidences[worst]:.0f} %"
    return f"{_listed(list(confidences))} ({mean:.0f} % sure on the whole, {least})"


def _listed(numbers: Sequence[int]) -> str:
    """ "page 3", "pages 3, 5–9, 12 …"."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    shown = ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in spans[:_SHOWN])
    more = " …" if len(spans) > _SHOWN else ""
    return f"page{'' if len(numbers) == 1 else 's'} {shown}{more}"


@cache
def _tesseract() -> str | None:
    return shutil.which("tesseract")


@cache
def _engine() -> _Engine | None:
    command = _tesseract()
    if command is None:
        return None
    languages = set(_said(command, "--list-langs").split())
    wanted = [language for language in _LANGUAGES if language in languages]
    if _LANGUAGES[0] not in wanted:  # with English data alone, 71 % of words are right and no ä or ö
        return None
    said = _said(command, "--version").split()
    return _Engine(command, said[1] if len(said) > 1 else "", "+".join(wanted))


def _said(command: str, option: str) -> str:
    try:
        done = subprocess.run((command, option), capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return (done.stdout or done.stderr).decode("utf-8", "replace")


def _page(table: str, scale: float) -> OcrPage:
    """Tesseract's table of words as lines; ``scale`` makes its dots points."""
    lines = [
        line
        for _, words in groupby(_words(table, scale), key=lambda word: word[0])
        if (line := _line(_with_section_signs([word for _, word in words]))).confidence >= _NOISE
    ]
    weights: dict[float, int] = defaultdict(int)
    for line in lines:
        weights[line.confidence] += len(line.text)
    return OcrPage(tuple(lines), _mean(weights))


def _words(table: str, scale: float) -> Iterator[tuple[tuple[str, ...], OcrWord]]:
    """The words with the line they are of: its page's, block's, paragraph's and own number."""
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != "5" or not (text := cells[11].strip()):
            continue
        try:
            left, top, width, height = (int(cell) * scale for cell in cells[6:10])
            confidence = float(cells[10])
        except ValueError:
            continue
        if confidence >= 0:
            yield tuple(cells[1:5]), OcrWord(text, (left, top, left + width, top + height), confidence)


def _with_section_signs(words: list[OcrWord]) -> list[OcrWord]:
    """Tesseract takes § for a dollar (``Kunnanhallitus $ 12``), and before a heading for an 8 or an S too."""
    for at, word in enumerate(words[:-1]):
        number, after = words[at + 1].text, words[at + 2 :]
        heading = at == 0 and bool(after) and after[0].text[0].isupper()
        if _SECTION.fullmatch(number) and (word.text == "$" or (heading and word.text in ("8", "S"))):
            words[at] = replace(word, text="§")
    return words


def _line(words: Sequence[OcrWord]) -> OcrLine:
    lefts, tops, rights, bottoms = zip(*(word.box for word in words), strict=True)
    box = (min(lefts), min(tops), max(rights), max(bottoms))
    height = sorted(word.box[3] - word.box[1] for word in words)[len(words) // 2]
    text = words[0].text
    for before, word in pairwise(words):
        text += ("\t" if word.box[0] - before.box[2] > _WIDE * height else " ") + word.text
    weights: dict[float, int] = defaultdict(int)
    for word in words:
        weights[word.confidence] += len(word.text)
    return OcrLine(text, box, _mean(weights), tuple(words))


def _mean(weights: Mapping[float, int]) -> float:
    total = sum(weights.values())
    return sum(value * weight for value, weight in weights.items()) / total if total else 0.0
