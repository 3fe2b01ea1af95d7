"""The lines of a whole document, with offsets into its joined text: what segmentation walks over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.document import Line, ReadDocument
from ingest.flat import LONG_LINE, line_starts

# Markers that stand before a line's words without being part of them.
_SHORT_PAGE = 120  # characters: more than a heading
_FLAT_SHARE = 0.8  # of the text in over-long lines
_GAP = 0.35  # type sizes more than usual
_CLOSEST, _FARTHEST = -0.5, 3.0  # type sizes: what is farther above or below belongs elsewhere
_LEADING = " \t\u00a0•·*-–●▪o#"


@dataclass(frozen=True)
class DocLine:
    """A line of ``ReadDocument.text[start:end]`` with what its page knows of its look."""

    start: int
    end: int
    text: str
    page: int
    tag: str = ""
    classes: tuple[str, ...] = ()
    bold: bool = False
    size: float | None = None
    gap: bool = False  # a blank line, as wide a gap, or a page's top stands before it

    @property
    def is_heading_tag(self) -> bool:
        """Whether the page's markup calls it a heading."""
        return len(self.tag) == 2 and self.tag[0] == "h" and self.tag[1].isdigit()


def document_lines(document: ReadDocument) -> list[DocLine]:
    """All non-blank lines in reading order; a page that lost its line ends is cut where they were."""
    result: list[DocLine] = []
    flat = _is_flat(document)
    least = _least_gap(document)
    for index, page in enumerate(document.pages):
        offset = document.page_start(index)
        before: Line | None = None
        for line in page.lines:
            gap = (
                before is None
                or page.text.count("\n", before.end, line.start) > 1
                or _leading(before, line) > least
            )
            before = line
            for start, end in _parts(page.text, line.start, line.end) if flat else [(line.start, line.end)]:
                result.append(
                    DocLine(
                        start + offset,
                        end + offset,
                        page.text[start:end],
                        page.number,
                        line.tag,
                        line.classes,
                        line.bold,
                        line.size,
                        gap,
                    )
                )
    return result


def _leading(above: Line, line: Line) -> float:
    """How far a line stands below the one before it, in type sizes; far above it if that is not known."""
    if above.box is None or line.box is None or not line.size:
        return -_FARTHEST
    return (line.box[1] - above.box[3]) / line.size


def _least_gap(document: ReadDocument) -> float:
    """The leading that parts paragraphs: more than within them, where lines stand closest."""
    leadings = [_leading(*lines) for page in document.pages for lines in pairwise(page.lines)]
    usual = sorted(leading for leading in leadings if _CLOSEST < leading < _FARTHEST)
    return (usual[len(usual) // 4] if usual else 0.0) + _GAP


def _is_flat(document: ReadDocument) -> bool:
    """Whether a page's lines were joined into a few endless ones, or a short page into one."""
    lengths = [line.end - line.start for page in document.pages for line in page.lines]
    if len(lengths) == 1:
        return lengths[0] > _SHORT_PAGE
    return sum(n for n in lengths if n > LONG_LINE) > _FLAT_SHARE * max(1, len(document.text))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    bounds = [start, *(start + at for at in line_starts(text[start:end])), end]
    for begin, stop in pairwise(bounds):
        words = text[begin:stop]
        if words.strip():
            yield begin + len(words) - len(words.lstrip()), stop - len(words) + len(words.rstrip())


def bullet_length(text: str) -> int:
    """How many characters of list marker and space stand before the line's words."""
    length = 0
    while length < len(text) and text[length] in _LEADING:
        # A lone "o" is Word's hollow bullet; anywhere else it is a letter.
        if text[length] == "o" and not (length + 1 < len(text) and text[length + 1] in " \t\u00a0"):
            break
        # A hyphen glued to a word begins a compound's second half ("-lautakunta"), not a list item.
        if text[length] == "-" and length + 1 < len(text) and text[length + 1].isalpha():
            break
        length += 1
    return length
