"""The lines of a whole document, with offsets into its joined text: what segmentation walks over."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.document import ReadDocument

# Markers that stand before a line's words without being part of them.
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
    gap: bool = False  # a blank line (or a page's top) stands before it

    @property
    def is_heading_tag(self) -> bool:
        """Whether the page's markup calls it a heading."""
        return len(self.tag) == 2 and self.tag[0] == "h" and self.tag[1].isdigit()


def document_lines(document: ReadDocument) -> list[DocLine]:
    """All non-blank lines in reading order."""
    result: list[DocLine] = []
    for index, page in enumerate(document.pages):
        offset = document.page_start(index)
        previous_end = -1
        for line in page.lines:
            text = page.text[line.start : line.end]
            gap = previous_end < 0 or page.text.count("\n", previous_end, line.start) > 1
            previous_end = line.end
            result.append(
                DocLine(
                    line.start + offset,
                    line.end + offset,
                    text,
                    page.number,
                    line.tag,
                    line.classes,
                    line.bold,
                    line.size,
                    gap,
                )
            )
    return result


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
