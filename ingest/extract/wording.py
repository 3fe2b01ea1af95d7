"""Words and phrases of minutes, from the registry files beside (``FILES``), made into patterns.

A file's entries are lists of phrases with examples. Every phrase begins where a word begins, and means

    kannatti(vat)     what is in brackets may be left out; (a|n) is any of these or nothing
    ehdotu~           the rest of an inflected word; ~ehdotu~ also as the last part of a compound
    valittiin puheen  a blank is any gap, a line's end too
    oli … kuultavana  up to four words between
    {proposal}        any phrase of the entry so called, in whatever file

Rules say how a clause is built of them; which words they are is said here alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILES = ("meeting", "proposing", "choosing", "hearing", "presenting", "voting", "deciding", "taking_part")
GAP = r"(?:[ \t\u00a0\u2009\u202f\n]{1,40})"
FEW = rf"(?:[\w-]{{1,20}}{GAP}){{0,4}}?"  # words between, as few as will do
_FRONT, _REST = r"\w{0,30}", r"\w{0,60}+"  # of a word; the rest is never given back, so trying costs little
_ENDS = r"(?!\w)"
_PART = re.compile(r" … |\{(?P<name>\w+)\}|\((?P<options>[^(){}]+)\)|[^(){}…]")
_KEYS = {"words", "examples"}

Row = tuple[str, ...]  # a phrase as pieces of a pattern, each of which stands for itself


@dataclass(frozen=True)
class Wording:
    """An entry: its file, its phrases as written, and the examples that must fit one of them."""

    file: str
    name: str
    words: tuple[str, ...]
    examples: tuple[str, ...]


@cache
def wordings() -> dict[str, Wording]:
    """All entries of all files by name. ValueError names the file and the entry that cannot be used."""
    result: dict[str, Wording] = {}
    for stem in FILES:
        path = Path(__file__).with_name(f"{stem}.toml")
        for wording in read(path.name, path.read_text(encoding="utf-8")):
            if wording.name in result:
                raise ValueError(f"{path.name}: [{wording.name}] stands in {result[wording.name].file} too")
            result[wording.name] = wording
    return result


def read(file: str, content: str) -> Iterator[Wording]:
    """The entries of one file's ``content``. ValueError says in a line what is wrong with which."""
    try:
        data = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file}: {error}") from error
    for name, entry in data.items():
        place = f"{file}: [{name}]"
        if not isinstance(entry, dict) or set(entry) - _KEYS:
            raise ValueError(f"{place} may have words and examples, and nothing else")
        for key in ("words", "examples"):
            _check(f"{place} {key}", entry.get(key))
        for phrase in entry["words"]:
            _pieces(phrase, place)
        yield Wording(file, name, tuple(entry["words"]), tuple(entry["examples"]))


def _check(place: str, values: Any) -> None:
    if not isinstance(values, list) or not values:
        raise ValueError(f"{place}: a list of at least one is needed")
    for value in values:
        if not isinstance(value, str) or not value.strip() or value != value.strip():
            raise ValueError(f"{place}: {value!r} is no phrase")
    if len(set(values)) != len(values):
        twice = next(value for value in values if values.count(value) > 1)
        raise ValueError(f"{place}: {twice!r} stands twice")


@cache
def words(*names: str) -> str:
    """A pattern of these entries' phrases, to be tried where a word begins; the case is the caller's."""
    return f"(?:{branches([row for name in names for row in _rows(name)])})"


@cache
def finder(*names: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """Finds these entries' phrases in a text; one that begins with ~ from where its own part begins."""
    rows = [row for name in names for row in _rows(name)]
    inside = [row[1:] for row in rows if row[0] == _FRONT]
    begun = [row for row in rows if row[0] != _FRONT]
    # That a word begins is looked at behind its first letter: the search then skips to such letters quickly.
    begun = [
        (rf"{row[0]}(?<!\w{row[0]})", *row[1:]) if row[0].isalpha() else (r"(?<!\w)", *row) for row in begun
    ]
    return re.compile(branches([*begun, *inside]), flags)


def listed(name: str) -> tuple[str, ...]:
    """An entry's phrases as they are written."""
    return wordings()[name].words


def branches(rows: Collection[Row]) -> str:
    """A pattern for these rows that shares their beginnings: much quicker than trying one after another."""
    heads: dict[str, list[Row]] = {}
    for row in rows:
        if row:
            heads.setdefault(row[0], []).append(row[1:])
    parts = [head + branches(tails) for head, tails in heads.items()]
    if not parts:
        return ""
    body = parts[0] if len(parts) == 1 and () not in rows else f"(?:{'|'.join(parts)})"
    return body + "?" if () in rows else body


@cache
def _rows(name: str, within: tuple[str, ...] = ()) -> tuple[Row, ...]:
    """The phrases of an entry as rows; those of an entry named at a phrase's beginning are among them."""
    wording = wordings().get(name)
    if wording is None:
        where = f"{wordings()[within[-1]].file}: [{within[-1]}]" if within else "a rule"
        raise ValueError(f"{where} names {name!r}, which no file has")
    if name in within:
        raise ValueError(f"{wording.file}: [{name}] is made of itself")
    rows: list[Row] = []
    for phrase in wording.words:
        begun: list[Row] = [()]
        for piece in _pieces(phrase, f"{wording.file}: [{name}]"):
            inner = _rows(piece[1:-1], (*within, name)) if piece.startswith("{") else ()
            if inner and begun == [()]:
                begun = list(inner)
            else:
                begun = [(*row, f"(?:{branches(inner)})" if inner else piece) for row in begun]
        ends = re.search(r"[\w)]\Z", phrase)
        rows += [(*row, _ENDS) if ends else row for row in begun]
    return tuple(rows)


def _pieces(phrase: str, place: str) -> list[str]:
    """The phrase as pieces of a pattern; other entries' names stay as they are, in braces."""
    pieces = []
    position = 0
    while position < len(phrase):
        part = _PART.match(phrase, position)
        if part is None:
            raise ValueError(f"{place} {phrase!r}: what begins with {phrase[position:]!r} cannot be read")
        position = part.end()
        if part["options"]:
            options = "|".join("".join(_pieces(option, place)) for option in part["options"].split("|"))
            pieces.append(f"(?:{options})?")
        elif part["name"] or part[0] == " … ":
            pieces.append(part[0] if part["name"] else GAP + FEW)
        else:
            begins = not part.start() or phrase.endswith((" ", " )"), 0, part.start())
            blanks = {" ": GAP, "~": _FRONT if begins else _REST}
            pieces.append(blanks.get(part[0]) or re.escape(part[0]))
    return pieces
