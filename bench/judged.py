"""The judged set: documents, questions with the items that answer them, and how well a search does on it.

The documents are the bundled sample and the short items of ``tests/data/judged/items.jsonl``; the questions
are in ``queries.jsonl`` beside it, with what is relevant (2: it is about that; 1: it speaks of it).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus.database import Library
from corpus.records import (
    Decision,
    DiaryNumber,
    Document,
    Item,
    Kind,
    Money,
    Participation,
    Person,
    Reading,
    Section,
    SectionRole,
)
from index.analysis import ANALYSER
from index.search import reindex, search
from index.words import tokens

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "data" / "judged"
RECALL_AT, NDCG_AT = 20, 10
_SHOWN_AS = {
    "presenter": "Esittelijä",
    "preparer": "Valmistelija",
    "contact": "Yhteyshenkilö",
    "decision-maker": "Päätöksentekijä",
}


@dataclass(frozen=True)
class Question:
    """A question, its kind (inflection, compound, …), and item ids to how relevant they are (1 or 2)."""

    kind: str
    query: str
    relevant: Mapping[str, int]


@dataclass(frozen=True)
class Score:
    """How a question was answered; ``found`` are the items given, best first."""

    question: Question
    found: tuple[str, ...]
    recall: float
    ndcg: float


def questions() -> list[Question]:
    """All judged questions."""
    lines = (FOLDER / "queries.jsonl").read_text("utf-8").splitlines()
    return [Question(**json.loads(line)) for line in lines]


def written_items() -> list[Item]:
    """The items that were written for the judged set."""
    return [_item(json.loads(line)) for line in (FOLDER / "items.jsonl").read_text("utf-8").splitlines()]


def judged_library(folder: Path) -> Library:
    """A new library of all judged documents, not indexed yet."""
    from corpus.sample import sample_files
    from ingest.files import Found, ingest_file

    library = Library.open(folder, create=True)
    for path in sample_files():
        result = ingest_file(library, Found(path))
        if result.reason and result.result == "failed":
            raise ValueError(f"the sample cannot be read: {result.reason}")
    for item in written_items():
        data = item.text.encode()
        document = Document(
            name=f"{item.id}.txt",
            uri=f"https://judged.example/{item.id}.txt",
            sha256=hashlib.sha256(data).hexdigest(),
            media_type="text/plain",
            kind=item.kind,
            language=item.language,
            municipality=item.municipality,
            reader="judged/1",
        )
        library.store(Reading(document=document, pages=(item.text,), items=(item,)), data)
    return library


def use_snowball(library: Library, asked: Iterable[Question]) -> None:
    """Make a library answer by Snowball's stems in place of base forms and compound parts, Swedish too.

    They are put where analyses are remembered, so that everything else is the same: index, weights, ranking.
    """
    from whoosh.lang.snowball.finnish import FinnishStemmer
    from whoosh.lang.snowball.swedish import SwedishStemmer

    finnish, swedish = FinnishStemmer().stem, SwedishStemmer().stem
    texts = [question.query for question in asked]
    for stored in library.items():
        item = stored.item
        texts += [item.title or "", item.text, item.municipality or "", item.organ or ""]
    words = {word for text in texts for token in tokens(text) for word in (token.text, token.whole) if word}
    with library.writing() as connection:
        connection.execute("DELETE FROM words")
    library.remember_words({word: (finnish(word), f"~{swedish(word)}") for word in words}, ANALYSER)


def measure(library: Library, asked: Iterable[Question], engine: str | None = None) -> list[Score]:
    """Ask every question, and compare the answers with what is relevant."""
    reindex(library, engine=engine)
    scores = []
    for question in asked:
        found = tuple(hit.item_id for hit in search(library, question.query, limit=RECALL_AT).hits)
        scores.append(
            Score(question, found, recall(found, question.relevant), ndcg(found, question.relevant))
        )
    return scores


def recall(found: Iterable[str], relevant: Mapping[str, int]) -> float:
    """The share of what is relevant among the first ``RECALL_AT``; 1 when as many as fit are."""
    first = set(list(found)[:RECALL_AT])
    return len(first & relevant.keys()) / min(RECALL_AT, len(relevant))


def ndcg(found: Iterable[str], relevant: Mapping[str, int]) -> float:
    """Discounted cumulative gain (2^grade - 1) of the first ``NDCG_AT``, as a share of the best order's."""

    def gain(grades: Iterable[int]) -> float:
        return math.fsum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))

    best = sorted(relevant.values(), reverse=True)[:NDCG_AT]
    return gain(relevant.get(item, 0) for item in list(found)[:NDCG_AT]) / gain(best)


def means(scores: Iterable[Score]) -> dict[str, tuple[int, float, float]]:
    """By kind and for all: how many questions, mean recall, mean nDCG."""
    by_kind: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        by_kind[score.question.kind].append(score)
        by_kind["all"].append(score)
    return {
        kind: (
            len(group),
            sum(score.recall for score in group) / len(group),
            sum(score.ndcg for score in group) / len(group),
        )
        for kind, group in sorted(by_kind.items(), key=lambda pair: pair[0] == "all")
    }


def _item(line: Mapping[str, Any]) -> Item:
    people = [
        Person(name=name, title=title, role=role)
        for name, title, role in (tuple(person) for person in line.get("people", ()))
    ]
    text = line["text"]
    for person in people:
        label = _SHOWN_AS.get(person.role.value)
        if label and person.name and person.name not in text + line["decision"]:
            text += f"\n\n{label} {person.title} {person.name}"
    heading = "Beslut" if line.get("lang") == "sv" else "Päätös"
    start = len(text) + 2
    text += f"\n\n{heading}\n{line['decision']}"
    return Item(
        id=line["id"],
        kind=Kind(line.get("kind", "item")),
        language=line.get("lang", "fi"),
        municipality=line["municipality"],
        organ=line["organ"],
        meeting_date=dt.date.fromisoformat(line["date"]),
        section=line["section"],
        title=line["title"],
        diary_numbers=tuple(DiaryNumber(written=number, key=number) for number in line["diary"]),
        people=tuple(people),
        money=tuple(
            Money(amount=Decimal(amount), per=per, kind=kind, text=f"{amount} euroa")
            for amount, per, kind in (tuple(money) for money in line.get("money", ()))
        ),
        decision=Decision(outcome=line["outcome"], text=line["decision"], effective_text=line["decision"]),
        participations=tuple(
            Participation(municipality=line["municipality"], network=network, season=season, status=status)
            for network, season, status in (tuple(part) for part in line.get("networks", ()))
        ),
        sections=(Section(role=SectionRole.DECISION, heading=heading, start=start, end=len(text)),),
        text=text,
    )
