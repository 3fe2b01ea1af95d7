"""Words broken over two lines, joined on the first of them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from functools import cached_property

from ingest.readers.pdf_lines import Part, TextLine
from ingest.readers.word_breaks import HYPHENS, joined

_FARTHEST = 1.5  # line heights to the next line
_SAME_COLUMN = 1.5  # type sizes
_INDENT = 6.0  # type sizes


class KnownWords:
    """The words of texts in lower case, as they stand between blanks or before a full stop or comma.

    Most are never asked for, but those with hyphens are.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    @cached_property
    def _all(self) -> frozenset[str]:
        return _words(self._texts)

    @cached_property
    def _hyphenated(self) -> frozenset[str]:
        return _words([text for text in self._texts if "-" in text])

    def __contains__(self, word: object) -> bool:
        words = self._hyphenated if "-" in str(word) else self._all
        return word in words or f"{word}." in words or f"{word}," in words


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset("\n".join(texts).lower().split())


def join_lines(lines: Sequence[TextLine], new_page: frozenset[int]) -> list[int]:
    """Joins broken words; ``new_page`` has the indexes of lines that begin a page.

    A part goes on in the next line's part below it, so that captions broken at the left ("Täytäntöönpano-",
    "tiedot") are joined beside the text at the right. Gives the indexes of the lines that are left empty.
    """
    texts = [line.text for line in lines]
    broken = [
        index
        for index, text in enumerate(texts[:-1])
        if text[-1:] in HYPHENS or ("\t" in text and lines[index].ends_with(HYPHENS))
    ]
    known = KnownWords(texts)
    for index in broken:
        line = lines[index]
        for part in line.parts:
            if part.text.endswith(HYPHENS) and len(part.text) > 1:
                _join(line, part, lines[index + 1], known, index + 1 in new_page)
    return [index + 1 for index in broken if not lines[index + 1].count]


def _join(line: TextLine, part: Part, following: TextLine, known: Container[str], new_page: bool) -> None:
    if line.row is not None or following.row is not None or not (line.upright and following.upright):
        return
    if not following.count:
        return
    new_page = new_page or following.begins
    if not new_page and following.box[1] - line.box[3] > _FARTHEST * max(line.size, 1.0):
        return
    below = _below(line, following, part.x0)
    if below is None and part is line.parts[-1] and following.parts[0].text[:1].islower():
        # the next column's top; or the next line, if a gap in this one only filled it
        left = abs(following.parts[0].x0 - line.parts[0].x0) <= _SAME_COLUMN * line.size
        below = 0 if new_page or (left and following.count == 1) else None
    if below is None:
        return
    source = following.parts[below]
    first = source.text.partition(" ")[0]
    both = joined(part.text, first, known)
    if both is None:
        return
    part.text = both
    part.sources += source.give_word(len(first))
    if not source.text:
        del following.parts[below]


def _below(line: TextLine, following: TextLine, x0: float) -> int | None:
    """The part of the next line that continues the part beginning at ``x0``."""
    for index, part in enumerate(following.parts):
        if abs(part.x0 - x0) <= _SAME_COLUMN * line.size:
            return index
    alone = len(line.parts) == 1 and len(following.parts) == 1
    # a first line may be indented, a list's entry may hang
    return 0 if alone and abs(following.parts[0].x0 - x0) <= _INDENT * line.size else None
