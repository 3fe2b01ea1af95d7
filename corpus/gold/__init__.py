"""The gold set: documents of invented municipalities, with every fact of theirs annotated by hand.

``open`` may be looked at while rules are written; the other parts are kept for an honest score and may be
absent. How it was annotated stands in README.md beside this file.
"""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
PARTS = ("open", "blind", "fresh", *(f"fresh_{letter}" for letter in "bcdefgh"))
SUFFIXES = frozenset({".html", ".htm", ".md", ".txt"})


def gold_files(part: str) -> list[Path]:
    """Every document of a part, sorted by path; none when the part is absent.

    Raises ValueError for an unknown part.
    """
    folder = _folder(part)
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)


def gold_key(part: str) -> list[dict[str, Any]]:
    """The key's lines of a part in order, one an item; ``file`` is relative to this folder with slashes.

    Empty when the part is absent. Raises ValueError for an unknown part.
    """
    path = _folder(part).with_suffix(".jsonl")
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def gold_text(path: Path, encoding: str = "utf-8") -> str:
    """The text of a document to which the annotations point: the decoded file itself, byte for byte, or for
    HTML what a reader sees of it, white space squeezed."""
    text = path.read_bytes().decode(encoding)
    return visible_text(text) if path.suffix.lower() in (".html", ".htm") else text


def visible_text(page: str) -> str:
    """What a reader sees of an HTML page: no head, scripts, styles or comments, white space squeezed to one
    blank, soft hyphens left out."""
    parser = _Visible()
    parser.feed(page)
    parser.close()
    return " ".join("".join(parser.pieces).replace("\u00ad", "").split())


def _folder(part: str) -> Path:
    if part not in PARTS:
        raise ValueError(f"no part {part!r} of the gold set; there are {', '.join(PARTS)}")
    return ROOT / part


class _Visible(HTMLParser):
    HIDDEN = frozenset({"script", "style", "title", "head"})
    INLINE = frozenset({"a", "abbr", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.HIDDEN:
            self._hidden.append(tag)
        elif tag not in self.INLINE:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]
        elif tag not in self.INLINE:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)
