"""Captions at the left of their text that take two lines: read as one, before the text."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.pdf_lines import TextLine
from ingest.readers.word_breaks import joined

_SAME_EDGE = 2.0  # points
_NEXT = 1.6  # type sizes from one line of a caption to its next
_LONGEST = 60  # characters
_SHORTEST = 3
_MOST_LINES = 4
_CAPTIONS = 0.5  # of the text's width: how far captions reach


def with_whole_captions(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines with the later lines of captions moved up to the first; what is left empty is dropped."""
    gone: set[int] = set()
    boxes = [line.box for line in lines]
    left, right = min(boxes)[0], max([box[2] for box in boxes])
    farthest = left + _CAPTIONS * (right - left)
    for index, line in enumerate(lines):
        if line.row is not None or line.count < 2 or index in gone or line.parts[1].x0 > farthest:
            continue
        last = line.box[1]
        for below in range(index + 1, min(index + _MOST_LINES, len(lines))):
            following = lines[below]
            if below in gone:
                continue
            if following.row is not None or following.begins or not _goes_on(line, following, last):
                break
            last = following.box[1]
            caption, more = line.parts[0], following.parts[0]
            first, _, rest = more.text.partition(" ")
            word = joined(caption.text, first, frozenset())
            caption.text = f"{caption.text} {more.text}" if word is None else f"{word} {rest}".rstrip()
            caption.x1 = max(caption.x1, more.x1)
            caption.sources += more.sources
            del following.parts[0]
            if not following.parts:
                gone.add(below)
    return [line for index, line in enumerate(lines) if index not in gone] if gone else list(lines)


def _goes_on(line: TextLine, following: TextLine, last: float) -> bool:
    """Whether the following line begins with more of the line's caption."""
    caption, more = line.parts[0], following.parts[0]
    if abs(caption.x0 - more.x0) > _SAME_EDGE or more.x1 > line.parts[1].x0:
        return False
    if len(caption.text) < _SHORTEST:  # a mark
        return False
    if caption.sources[0][0].bold != more.sources[0][0].bold:
        return False
    if following.box[1] - last > _NEXT * line.size or len(more.text) > _LONGEST:
        return False
    if following.count == 1 and more.text.isupper() and caption.text.isupper():
        return True
    # else a caption goes on below when its next word did not fit beside the text
    word = more.text.partition(" ")[0]
    width = (more.x1 - more.x0) * len(word) / len(more.text)
    if caption.x1 + width < line.parts[1].x0 - line.size:
        return False
    broken = caption.text[-1:] in "-\u00ad\u2010" and len(caption.text) > 1
    return more.text[:1].islower() or (broken and more.text[:1].isalpha())
