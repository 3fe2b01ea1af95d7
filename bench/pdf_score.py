"""How much of a truth a reader found: words, their order, tables, facts, attendance. Pure functions.

Words are compared as they stand between white space, after ``pdf_truth.plain``. Running heads and feet and
hidden texts are neither asked for nor held against a reader here: a tool that only gives text cannot know
them. What leaks of them is counted apart; of a head that is where it first stands, which our reader keeps.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bench.pdf_truth import AttendanceTruth, Box, Truth, iter_words, plain

_BROKEN = re.compile(r"([^\W\d_]+)[-\u00ad\u2010\ufffe][ \t\r]*\n\s*([^\W_]\w*)")
_COORDINATORS = frozenset({"ja", "tai", "sekä", "eli", "että", "taikka"})
_GRAM = 5
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(r"(?:sivu )?\d+(?: ?\(\d+\)|/\d+)?", re.IGNORECASE)


def join_broken(text: str) -> str:
    """Joins hyphenated line ends as simply as one can, for tools that do not.

    The hyphen is dropped unless the word before it is one letter or all capitals, the next begins with a
    capital or a digit, or equal vowels meet; before "ja", "tai" and their like nothing is joined.
    """

    def joined(match: re.Match[str]) -> str:
        head, rest = match[1], match[2]
        if rest.lower() in _COORDINATORS:
            return f"{head}- {rest}"
        keeps = (
            len(head) == 1
            or head.isupper()
            or not rest[0].islower()
            or (head[-1] == rest[0] and head[-1] in "aeiouyäö")
        )
        return f"{head}-{rest}" if keeps else head + rest

    return _BROKEN.sub(joined, text).replace("\ufffe", "-")


@dataclass
class Score:
    """Counts that add up over files; the properties are shares from 0 to 1."""

    words: int = 0
    missing: int = 0
    extra: int = 0
    grams: int = 0
    grams_found: int = 0
    leaked: int = 0
    hidden: int = 0
    furniture: int = 0
    furniture_left: int = 0
    furniture_once: int = 0
    samples: list[str] = field(default_factory=list)

    @property
    def equal(self) -> float:
        """Words that are in both, of those that are in the longer."""
        found = self.words - self.missing
        return found / max(1, self.words, found + self.extra)

    @property
    def order(self) -> float:
        """The truth's runs of five words that the reader gives as such a run."""
        return self.grams_found / max(1, self.grams)

    def add(self, other: Score) -> None:
        """Adds another file's counts."""
        for name in ("words", "missing", "extra", "grams", "grams_found", "leaked", "hidden"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.furniture += other.furniture
        self.furniture_left += other.furniture_left
        self.furniture_once += other.furniture_once
        self.samples = (self.samples + other.samples)[:40]


def score(truth: Truth, text: str) -> Score:
    """Compares a reader's text of a file, hyphens already joined, with its truth."""
    wanted, got = truth.words, list(iter_words(text))
    counted, found = Counter(wanted), Counter(got)
    running = Counter(word for line in truth.furniture for word in line.text.split())
    secret = Counter(word for hidden in truth.hidden for word in hidden.text.split())
    # a reader that can recognise text may give it
    pictured = Counter(word for page in truth.pages if page.scanned == "image" for word in page.text.split())
    missing = counted - found
    extra = found - counted - running - secret - pictured
    left = (found - counted) & running
    once = _first_heads(truth)
    total = sum(running.values())
    wanted_grams, got_grams = _grams(wanted), _grams(got)
    samples = [f"{truth.name} -{word}" for word in list(missing)[:4]]
    samples += [f"{truth.name} +{word}" for word in list(extra)[:4]]
    joined = " ".join(got)
    return Score(
        words=len(wanted),
        missing=sum(missing.values()),
        extra=sum(extra.values()),
        grams=sum(wanted_grams.values()),
        grams_found=sum((wanted_grams & got_grams).values()),
        leaked=sum(hidden.text in joined for hidden in truth.hidden),
        hidden=len(truth.hidden),
        furniture=total,
        furniture_left=sum(left.values()),
        furniture_once=sum((left & once).values()),
        samples=samples,
    )


def _first_heads(truth: Truth) -> Counter[str]:
    """The words of each running head where it first stands, page numbers left out."""
    first: dict[str, str] = {}
    for line in truth.furniture:
        if line.kind == "header" and not _NUMBERED.fullmatch(line.text):
            first.setdefault(_DIGITS.sub("#", line.text), line.text)
    return Counter(word for text in first.values() for word in text.split())


def _grams(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[index : index + _GRAM]) for index in range(len(words) - _GRAM + 1))


def same_person(wanted: AttendanceTruth, got: AttendanceTruth, meeting: tuple[str, str]) -> bool:
    """Whether an attendance row says the same; the meeting's own hours may be left out of a row."""
    return (
        _tokens(wanted.name) == _tokens(got.name)
        and wanted.role.casefold() == got.role.casefold()
        and wanted.present == got.present
        and _same_time(wanted.arrived, got.arrived, meeting[0])
        and _same_time(wanted.left, got.left, meeting[1])
        and _tokens(wanted.deputy_for or "") == _tokens(got.deputy_for or "")
    )


def attendance_exact(
    wanted: Sequence[AttendanceTruth], got: Sequence[AttendanceTruth], meeting: tuple[str, str]
) -> tuple[int, int, list[str]]:
    """Rows found exactly, rows given that are nobody's, and what went wrong, a line each."""
    rest = list(got)
    exact, wrong = 0, []
    for row in wanted:
        match = next((other for other in rest if same_person(row, other, meeting)), None)
        if match is not None:
            rest.remove(match)
            exact += 1
            continue
        near = next((other for other in rest if _tokens(other.name) == _tokens(row.name)), None)
        wrong.append(f"{_shown(row)} read as {_shown(near) if near else 'nothing'}")
    names = [_tokens(row.name) for row in wanted]
    invented = [row for row in rest if _tokens(row.name) not in names]
    return exact, len(invented), wrong + [f"invented {_shown(row)}" for row in invented]


def _shown(row: AttendanceTruth) -> str:
    parts = [
        row.name,
        row.role,
        "present" if row.present else "absent",
        row.arrived,
        row.left,
        row.deputy_for,
    ]
    return "/".join(part or "-" for part in parts)


def _tokens(name: str) -> frozenset[str]:
    return frozenset(name.casefold().split())


def _same_time(wanted: str | None, got: str | None, usual: str) -> bool:
    return wanted == got or (wanted == usual and got is None)


def rows_exact(truth: Truth, tables: dict[int, Iterable[tuple[str, ...]]]) -> dict[str, tuple[int, int]]:
    """Table rows found exactly, of all: by ``ruled`` and ``unruled``. ``tables`` has each page's rows.

    Empty cells at a row's end do not count; rows are told apart by page only.
    """
    counts = {"ruled": [0, 0], "unruled": [0, 0]}
    given = {page: Counter(_row(row) for row in rows) for page, rows in tables.items()}
    for table in truth.tables:
        if truth.pages[table.page - 1].scanned == "image":
            continue
        kind = counts["ruled" if table.ruled else "unruled"]
        for row in table.rows:
            kind[1] += 1
            key = _row(row)
            if given.get(table.page, Counter())[key]:
                given[table.page][key] -= 1
                kind[0] += 1
    return {name: (found, total) for name, (found, total) in counts.items()}


def _row(cells: Iterable[str]) -> tuple[str, ...]:
    return tuple("\t".join(" ".join(plain(cell).split()) for cell in cells).rstrip("\t").split("\t"))


def overlap(wanted: Box, got: Box) -> float:
    """The share of the wanted box that the other covers."""
    width = min(wanted[2], got[2]) - max(wanted[0], got[0])
    height = min(wanted[3], got[3]) - max(wanted[1], got[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / ((wanted[2] - wanted[0]) * (wanted[3] - wanted[1]))
