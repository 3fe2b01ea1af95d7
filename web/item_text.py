"""An item's text with the words that state its facts marked, each under the name the fact's link uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.records import Evidence, Item, SectionRole
from web.rendering import slug

_NOT_MARKED = ("/decision", "/municipality", "/organ", "/meeting_date")
"""Facts whose words are whole parts of the text, or its head, which is no surprise to anybody."""


@dataclass(frozen=True)
class Piece:
    """Some of the text. ``facts`` are the anchors of the facts it states, () for the rest of the text."""

    text: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A named section of the text (``role`` is None before the first) in pieces."""

    role: SectionRole | None
    heading: str | None
    pieces: tuple[Piece, ...]


def anchor(item: Item, fact: str) -> str:
    """The name of the place in the text that states a fact, made of what it says where that is known.

    A participation's is made of network and season, so that a report can link to it.
    """
    kind, _, rest = fact.strip("/").partition("/")
    number = rest.partition("/")[0]
    if kind == "participations" and number.isdecimal() and int(number) < len(item.participations):
        part = item.participations[int(number)]
        return slug("fact", part.network, part.season, part.municipality)
    return slug("fact", kind, number)


def parts(item: Item, pages: Sequence[str]) -> Iterator[Part]:
    """The text by its sections, facts marked. ``pages`` are the document's, to which evidence points."""
    marks = list(_marks(item, pages))
    inner = sorted(
        (section for section in item.sections if 0 <= section.start <= section.end <= len(item.text)),
        key=lambda section: (section.start, section.end),
    )
    position = 0
    for number, section in enumerate(inner):
        if section.start < position:
            continue
        if item.text[position : section.start].strip():
            yield Part(None, None, _pieces(item.text, position, section.start, marks))
        later = [other.start for other in inner[number + 1 :] if other.start >= section.start]
        end = min([section.end, *later]) if later and later[0] > section.start else section.end
        yield Part(section.role, section.heading, _pieces(item.text, section.start, end, marks))
        position = end
    if item.text[position:].strip():
        yield Part(None, None, _pieces(item.text, position, len(item.text), marks))


def _marks(item: Item, pages: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Where in the item's text facts are stated: start, end and anchor."""
    for proof in item.evidence:
        if proof.fact in _NOT_MARKED or not proof.quote.strip():
            continue
        start = _place(item, proof, pages)
        if start is not None:
            yield start, start + len(proof.quote), anchor(item, proof.fact)


def _place(item: Item, proof: Evidence, pages: Sequence[str]) -> int | None:
    """Where a quote stands in the item's text: of several places, the one its page's place comes nearest."""
    found = item.text.find(proof.quote)
    if found < 0 or item.text.find(proof.quote, found + 1) < 0:
        return found if found >= 0 else None
    begins = _begins(item, pages)
    expected = proof.start - begins if begins is not None and proof.page == item.first_page else None
    places = []
    while found >= 0:
        places.append(found)
        found = item.text.find(proof.quote, found + 1)
    return places[0] if expected is None else min(places, key=lambda place: abs(place - expected))


def _begins(item: Item, pages: Sequence[str]) -> int | None:
    """Where on its first page an item begins."""
    if not 1 <= item.first_page <= len(pages):
        return None
    first = item.text.strip().split("\n", 1)[0]
    found = pages[item.first_page - 1].find(item.text[:200])
    return found if found >= 0 else (pages[item.first_page - 1].find(first) if first else None)


def _pieces(text: str, start: int, end: int, marks: Sequence[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """A stretch of text without empty lines around it, cut where marks begin and end."""
    inner = text[start:end]
    start, end = start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
    inside = [mark for mark in marks if mark[0] < end and mark[1] > start]
    cuts = sorted({start, end, *(max(start, mark[0]) for mark in inside), *(min(end, m[1]) for m in inside)})
    return tuple(
        Piece(text[low:high], tuple(dict.fromkeys(name for a, b, name in inside if a <= low and high <= b)))
        for low, high in pairwise(cuts)
    )
