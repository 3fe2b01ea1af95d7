"""What Word's styles and numberings say of a paragraph: its name, level, weight, and the number before it.

Element names are compared without their namespace, as there are two sets of them (ECMA-376's transitional and
ISO 29500's strict) that differ in nothing else here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

_DEEPEST = 20  # styles built upon styles
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_ONES = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_OFF = frozenset({"0", "false", "off", "none"})
_MOST = 100_000  # numbers beyond are nonsense, and long in Roman


def local(element: Any) -> str:
    """An element's name without its namespace; "" for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, name: str) -> Iterator[Any]:
    """The element's children of that name; none of None."""
    return (child for child in element if local(child) == name) if element is not None else iter(())


def child(element: Any, *path: str) -> Any:
    """The first child of that name, its first child of the next name, and so on; None if there is none."""
    for name in path:
        element = next(children(element, name), None)
    return element


def attribute(element: Any, name: str = "val") -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    return next((str(value) for key, value in element.items() if key.rpartition("}")[2] == name), None)


def switch(element: Any) -> bool | None:
    """A property that is on when there (``<w:b/>``) unless it says it is off; None if it is not there."""
    return None if element is None else attribute(element) not in _OFF


def number(text: str | None) -> int | None:
    """A whole number, or None."""
    try:
        return int(text) if text is not None and len(text) < 10 else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Style:
    """A style with what it takes from those it is based on. ``level`` is that of a heading, from 1."""

    name: str = ""
    bold: bool | None = None
    hidden: bool | None = None
    level: int | None = None
    numbered: tuple[int, int] | None = None  # numbering and level


class Styles:
    """The styles of ``styles.xml``, by id."""

    def __init__(self, root: Any) -> None:
        self._elements = {attribute(style, "styleId"): style for style in children(root, "style")}
        self._known: dict[str | None, Style] = {}
        self.default = next(
            (
                attribute(style, "styleId")
                for style in children(root, "style")
                if attribute(style, "type") == "paragraph" and switch_attribute(style, "default")
            ),
            None,
        )

    def style(self, style_id: str | None) -> Style:
        """The style; an unknown one says nothing."""
        if style_id not in self._known:
            self._known[style_id] = self._resolve(style_id)
        return self._known[style_id]

    def _resolve(self, style_id: str | None) -> Style:
        chain: list[Any] = []
        while style_id in self._elements and len(chain) < _DEEPEST:
            chain.append(self._elements[style_id])
            style_id = attribute(child(chain[-1], "basedOn"))
        found = Style()
        for element in reversed(chain):
            found = _over(found, element)
        return found


def switch_attribute(element: Any, name: str) -> bool:
    """An attribute that is on only if it says so."""
    return attribute(element, name) not in (None, *_OFF)


def _over(base: Style, element: Any) -> Style:
    name = (attribute(child(element, "name")) or "").strip()
    paragraph, characters = child(element, "pPr"), child(element, "rPr")
    bold, hidden = switch(child(characters, "b")), switch(child(characters, "vanish"))
    level = heading_level(paragraph)
    if level is None and name.lower().startswith("heading "):
        level = number(name[8:])
    elif level is None and name.lower() == "title":
        level = 1
    return replace(
        base,
        name=name,
        bold=base.bold if bold is None else bold,
        hidden=base.hidden if hidden is None else hidden,
        level=base.level if level is None else level,
        numbered=numbered(paragraph) or base.numbered,
    )


def heading_level(properties: Any) -> int | None:
    """The outline level that paragraph properties give, from 1; 10 is running text (ECMA-376, 17.3.1.20)."""
    level = number(attribute(child(properties, "outlineLvl")))
    return None if level is None else level + 1


def numbered(properties: Any) -> tuple[int, int] | None:
    """The numbering and level that paragraph properties give; numbering 0 takes a style's away."""
    given = child(properties, "numPr")
    numbering = number(attribute(child(given, "numId")))
    level = number(attribute(child(given, "ilvl"))) or 0
    return None if numbering is None else (numbering, min(max(level, 0), 8))


@dataclass(frozen=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = "%1."


class Numbering:
    """Counts numbered paragraphs as Word does, and says what stands before each."""

    def __init__(self, root: Any) -> None:
        self._kinds = {attribute(kind, "abstractNumId"): kind for kind in children(root, "abstractNum")}
        self._numberings = {number(attribute(one, "numId")): one for one in children(root, "num")}
        self._levels: dict[tuple[int, int], _Level] = {}
        self._counts: dict[str | None, dict[int, int]] = {}
        self._begun: set[int] = set()

    def mark(self, numbering: int, level: int) -> str:
        """What stands before the numbering's next paragraph of that level: "1.", "a)", "§ 12", "-" or ""."""
        one = self._numberings.get(numbering)
        if one is None:
            return ""
        here = self._level(numbering, level)
        if here.form == "bullet":
            return "-"
        kind = attribute(child(one, "abstractNumId"))
        counts = self._counts.setdefault(kind, {})
        if numbering not in self._begun:
            self._begun.add(numbering)
            for changed in children(one, "lvlOverride"):
                if child(changed, "startOverride") is not None:
                    counts.pop(number(attribute(changed, "ilvl")) or 0, None)
        counts[level] = counts[level] + 1 if level in counts else here.start
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if here.form == "none":
            return ""
        text = here.text
        for place in range(level + 1):
            of = self._level(numbering, place)
            text = text.replace(f"%{place + 1}", _written(counts.get(place, of.start), of.form))
        return text.strip()

    def _level(self, numbering: int, level: int) -> _Level:
        if (numbering, level) not in self._levels:
            self._levels[numbering, level] = self._read(numbering, level)
        return self._levels[numbering, level]

    def _read(self, numbering: int, level: int) -> _Level:
        one = self._numberings.get(numbering)
        kind = self._kinds.get(attribute(child(one, "abstractNumId")))
        changed = _of_level(children(one, "lvlOverride"), level)
        given = child(changed, "lvl")
        if given is None:
            given = _of_level(children(kind, "lvl"), level)
        start = number(attribute(child(changed, "startOverride")))
        if start is None:
            start = number(attribute(child(given, "start")))
        return _Level(
            start=1 if start is None else start,
            form=attribute(child(given, "numFmt")) or "decimal",
            text=(attribute(child(given, "lvlText")) or "")[:50],
        )


def _of_level(elements: Iterator[Any], level: int) -> Any:
    return next((one for one in elements if number(attribute(one, "ilvl")) == level), None)


def _written(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and 0 < count < _MOST:
        letters = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 5)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < _MOST:
        roman = _roman(count)
        return roman if form == "lowerRoman" else roman.upper()
    if form == "decimalZero":
        return f"{count:02d}"
    return f"{count}." if form == "ordinal" else str(count)


def _roman(count: int) -> str:
    written = ""
    for value, letters in (*_ROMAN, *_ROMAN_ONES):
        written += letters * (count // value)
        count %= value
    return written
