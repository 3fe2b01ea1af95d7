"""What is measured: the program's engines without a library between, and SQLite FTS5 as anybody would use it.

Each takes the same entries in batches and answers the same ten kinds of question with a count and the best
twenty.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random
from typing import Any as Anything
from typing import Protocol

import apsw

from bench.search_corpus import RUNNING, Corpus, Made
from index.analysis import Term, TermKind
from index.engines import Order, Reader
from index.engines.folder import FolderEngine, Writer
from index.entry import Entry, Placed
from index.query import parse
from index.tree import Node, analysed

TOP = 20
_BESIDE = "\x1f"


@dataclass(frozen=True)
class Question:
    """One question, for our engines and as a condition for FTS5 (match, SQL, values)."""

    kind: str
    text: str
    order: Order
    match: str | None
    where: str
    values: tuple[object, ...] = ()
    inflected: str = ""
    """The condition for FTS5 where a word's terms have one place."""


class Store(Protocol):
    """Something that indexes and answers."""

    def add(self, entries: Sequence[Entry]) -> None: ...
    def flush(self) -> None: ...
    def finish(self) -> None: ...
    def answer(self, question: Question) -> int: ...
    def held(self) -> int: ...
    def processor(self) -> float: ...
    def close(self) -> None: ...


class InFolder:
    """Something that keeps its index in a folder."""

    _folder: Path

    def held(self) -> int:
        """Bytes."""
        return sum(path.stat().st_size for path in self._folder.iterdir())

    def processor(self) -> float:
        """Seconds that processors worked for it so far."""
        return time.process_time()

    def close(self) -> None:
        """The folder is thrown away."""


class Ours(InFolder):
    """One of the program's engines."""

    def __init__(self, engine: FolderEngine, folder: Path, analyser: Analysed) -> None:
        self._engine = engine
        self._folder = folder
        self._analyser = analyser
        self._writer: Writer = engine._create(folder)
        self._reader: Reader | None = None
        self._nodes: dict[str, Node] = {}

    def add(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._writer.add(entry)

    def flush(self) -> None:
        """Make what runs beside this process's own thread end."""
        inner = getattr(self._writer, "_writer", None)
        if self._engine.name == "tantivy" and inner is not None:
            inner.commit()

    def finish(self) -> None:
        self._writer.finish()

    def answer(self, question: Question) -> int:
        if self._reader is None:
            self._reader = self._engine._read(self._folder, lambda _: ())
        node = self._nodes.get(question.text)
        if node is None:
            node = self._nodes[question.text] = self._analyser(question.text)
        return self._reader.search(node, limit=TOP, order=question.order).total


Analysed = Callable[[str], Node]


class Fts5(InFolder):
    """SQLite FTS5 given the same terms: all of a word's in one column, words as written in another.

    What is typed stands in an ordinary table with an index on each column that is asked for. Phrases are of
    words as written; with ``phrases`` of any inflection like ours, by a tokenizer that puts all terms of a
    word on one place (FTS5's colocated tokens, which only APSW offers to Python).
    """

    def __init__(self, folder: Path, *, phrases: bool = False) -> None:
        self._folder = folder
        self._phrases = phrases
        self._known: dict[str, str] = {}
        path = str(folder / "fts5.db")
        tokenize = "unicode61 remove_diacritics 0 tokenchars '~^'"
        self._connection: Anything = None if phrases else sqlite3.connect(path, isolation_level=None)
        if phrases:
            self._connection = apsw.Connection(path)
            self._connection.register_fts5_tokenizer("words", lambda *_: _words)
            tokenize = "words"
        self._number = 0
        for statement in (
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = NORMAL",
            "PRAGMA cache_size = -128000",
            f"""CREATE VIRTUAL TABLE texts USING fts5(terms, title, written, tags, content = '',
                tokenize = "{tokenize}")""",
            """CREATE TABLE items (row INTEGER PRIMARY KEY, id TEXT, municipality TEXT, region TEXT, organ
            TEXT,
               day INTEGER, section INTEGER, outcome TEXT, diary TEXT, person TEXT, fee INTEGER, newest
               INTEGER)""",
            *(
                f"CREATE INDEX items_{column} ON items ({column})"
                for column in ("municipality", "day", "outcome", "diary", "person", "fee", "newest")
            ),
            "BEGIN",
        ):
            self._connection.execute(statement)

    def add(self, entries: Sequence[Entry]) -> None:
        self._connection.executemany(
            "INSERT INTO texts (rowid, terms, title, written, tags) VALUES (?, ?, ?, ?, ?)",
            self._texts(entries),
        )
        self._connection.executemany(
            "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._rows(entries)
        )
        self._number += len(entries)

    def _texts(self, entries: Iterable[Entry]) -> Iterable[tuple[object, ...]]:
        for row, entry in enumerate(entries, start=self._number + 1):
            terms = " ".join([self._joined(word) for word in entry.words])
            title = " ".join([self._joined(word) for word in entry.words if word.in_title])
            written = " ".join([word.text for word in entry.words])
            # A column of tags, without which FTS5 knows but one value of each field.
            tags = " ".join([value for values in entry.keywords.values() for value in values])
            yield row, terms, title, written, tags

    def _joined(self, word: Placed) -> str:
        held = self._known.get(word.text)
        if held is None:
            between = _BESIDE if self._phrases else " "
            held = self._known[word.text] = between.join(dict.fromkeys([term.text for term in word.terms]))
        return held

    def _rows(self, entries: Iterable[Entry]) -> Iterable[tuple[object, ...]]:
        for row, entry in enumerate(entries, start=self._number + 1):
            words = entry.keywords
            fee = next(iter(entry.numbers["fee"]), None)
            yield (
                row,
                entry.item_id,
                max(words["municipality"], key=len),
                *(max(words[name], key=len) for name in ("region", "organ")),
                entry.day,
                next(iter(entry.numbers["section"])),
                next(iter(words["outcome"])),
                next(iter(words["diary"])),
                max(words["person"], key=len),
                fee,
                entry.newest,
            )

    def flush(self) -> None:
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN")

    def finish(self) -> None:
        self._connection.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.execute("ANALYZE")

    def answer(self, question: Question) -> int:
        match = question.inflected if self._phrases and question.inflected else question.match
        if match is None:
            source, values = f"items WHERE {question.where}", question.values
            order = "newest"
        elif question.where:
            source = f"texts JOIN items ON items.row = texts.rowid WHERE texts MATCH ? AND {question.where}"
            values, order = (match, *question.values), "rank"
        else:
            source, values, order = "texts WHERE texts MATCH ?", (match,), "rank"
        total = self._connection.execute(f"SELECT count(*) FROM {source}", values).fetchone()[0]
        column = "row" if match is None else "texts.rowid"
        self._connection.execute(
            f"SELECT {column} FROM {source} ORDER BY {order} LIMIT {TOP}", values
        ).fetchall()
        return int(total)


def _words(text: bytes, *_: object) -> list[tuple[Anything, ...]]:
    """APSW's tokenizer: words between spaces, each with its terms; nothing asks where they stand."""
    return [(0, 0, *word.split(_BESIDE)) for word in text.decode().split(" ") if word]


def questions(
    corpus: Corpus, sample: Sequence[Made], terms: Callable[[str], Sequence[str]], each: int
) -> list[Question]:
    """``each`` questions of ten kinds; ``terms`` gives a word's base forms. Words come by rank: common to
    rare.
    """
    dice = Random(7)
    words = [word for word in corpus.words if len(word) > 3]

    def word(first: int, last: int) -> str:
        return words[dice.randrange(first, min(last, len(words)))]

    def base(text: str) -> str:
        return f'terms:"{terms(text)[0]}"'

    def ways(*words: str) -> list[str]:
        return [" ".join(chosen) for chosen in product(*map(terms, words))]

    made: list[Question] = []
    rank, new = Order.RELEVANCE, Order.NEWEST
    for _ in range(each):
        rare, middle, common = word(5_000, 60_000), word(300, 3_000), word(0, 40)
        two = _side_by_side(dice, sample, 2)
        three = _side_by_side(dice, sample, 3)
        year = dice.randrange(2013, 2025)
        place = dice.choice(corpus.places[:60])
        days = (year * 10_000 + 101, (year + 1) * 10_000 + 1231)
        stem = middle[:6]
        made += [
            Question("rare word", rare, rank, base(rare), ""),
            Question("common word", common, rank, base(common), ""),
            Question("two words", f"{middle} {common}", rank, f"{base(middle)} AND {base(common)}", ""),
            Question(
                "any of three",
                f"{rare} OR {middle} OR {common}",
                rank,
                " OR ".join(map(base, (rare, middle, common))),
                "",
            ),
            Question(
                "phrase",
                f'"{" ".join(two)}"',
                rank,
                f'written:"{" ".join(two)}"',
                "",
                inflected=" OR ".join(f'terms:"{phrase}"' for phrase in ways(*two)),
            ),
            Question("exact phrase", f'="{" ".join(three)}"', rank, f'written:"{" ".join(three)}"', ""),
            Question("prefix", f"{stem}*", rank, f'terms:"{stem}"* OR written:"{stem}"*', ""),
            Question(
                "word, town, years",
                f"{common} kunta:{place} pvm:{year}..{year + 1}",
                rank,
                base(common),
                "municipality = ? AND day BETWEEN ? AND ?",
                (place.casefold(), *days),
            ),
            Question(
                "town and outcome, newest",
                f"kunta:{place} päätös:noted",
                new,
                None,
                "municipality = ? AND outcome = 'noted'",
                (place.casefold(),),
            ),
            Question(
                "word, fee, without another",
                f"{middle} maksu:>{(year - 2012) * 1_000} -{common}",
                rank,
                f"{base(middle)} NOT {base(common)}",
                "fee > ?",
                ((year - 2012) * 100_000,),
            ),
        ]
    return made


def _side_by_side(dice: Random, sample: Sequence[Made], count: int) -> tuple[str, ...]:
    """Words that stand so in some item, none of them one that is everywhere."""
    while True:
        words = sample[dice.randrange(len(sample))].words
        at = dice.randrange(len(words) - count)
        found = words[at : at + count]
        if not set(found) & set(RUNNING):
            return found


def nodes(analyser: object) -> Analysed:
    """Questions to analysed trees."""
    return lambda text: analysed(parse(text), analyser)  # type: ignore[arg-type]


def bases_of(terms: Sequence[Term]) -> list[str]:
    """A word's base forms."""
    return [term.text for term in terms if term.kind is TermKind.BASE]
