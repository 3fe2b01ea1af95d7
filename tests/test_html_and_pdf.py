"""The same minutes as HTML and as PDF give the same records, except for positions."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.gold import gold_files
from corpus.sample.build import HERE, parse, render
from tests.minutes_twice import LOOKS, facts, html_of_source, html_of_text, pdf_of_text, with_head

SOURCES = sorted((HERE / "sources").glob("*.txt"))
HEADS: dict[str, dict[str, str]] = {
    "as it is": {},
    "text farther from its captions": {"indent": "66"},
    "other rules": {"table": "other"},
}

# Set in columns by blanks, broken inside words, or a list of links: no minutes of which HTML says the same.
_NO_PARAGRAPHS = re.compile(r"\S[ \t]{3,}\S|\w-\n| \| ")
TEXTS = [
    path
    for path in gold_files("open")
    if path.suffix == ".txt" and not _NO_PARAGRAPHS.search(path.read_text(encoding="utf-8", errors="replace"))
]
QUICK = TEXTS[::9]
_ALWAYS = {
    "koppelovaara-khall-88",  # one endless line: nothing tells a PDF's reader where it began anew
    "mesiniitty-kvalt-34",  # a vote on hearing somebody, told in the middle of a line
}
OTHERWISE: dict[str, set[str]] = {
    "plain": _ALWAYS,
    "times": _ALWAYS | {"rautavirta-kvalt-19"},
    "justified": _ALWAYS | {"hiirenkoski-kvalt-3"},
    "columns": _ALWAYS
    | {
        "aittoniemi-khall-31",
        "aittoniemi-khall-65",
        "hiirenkoski-kvalt-118",
        "hiirenkoski-kvalt-3",
        "sarvikumpu-khall-2017-301",
        "sarvikumpu-khall-2018-14",
        "savilampi-511004",
        "vastergrund-kfge-40",
    },
}
"""Texts of which something is read otherwise where lines end elsewhere: names, sums and votes that the rules
for prose do not find over a line's end."""


@cache
def _of_source(path: Path) -> list[dict[str, Any]]:
    return facts(html_of_source(parse(path.read_text(encoding="utf-8"))), "a.html")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
@pytest.mark.parametrize("look", HEADS)
def test_minutes_of_the_sample(path: Path, look: str) -> None:
    source = parse(path.read_text(encoding="utf-8"))
    head = dict(HEADS[look])
    if "table" in head:
        head["table"] = "unruled" if source.head.get("table") == "ruled" else "ruled"
    made = with_head(source, font="core", **head)
    assert facts(render(made), "a.pdf") == _of_source(path)


@pytest.mark.parametrize("path", QUICK, ids=lambda path: path.stem)
def test_plain_texts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert facts(pdf_of_text(text, LOOKS["plain"]), "a.pdf") == facts(html_of_text(text), "a.html")


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
def test_every_plain_text(look: str) -> None:
    otherwise = set()
    for path in TEXTS:
        text = path.read_text(encoding="utf-8")
        if facts(pdf_of_text(text, LOOKS[look]), "a.pdf") != facts(html_of_text(text), "a.html"):
            otherwise.add(path.stem)
    assert len(TEXTS) >= 70
    assert otherwise == OTHERWISE[look]
