"""Extraction's speed on one core: items a second, and what each part of the work takes of it.

    python -m bench.bench_extract [--items N] [--rounds N] [--seed N] [--json FILE]

Two inputs: the bundled sample's files, and invented minutes of N items of some 300 words. Times are the
process's own (CPU), so that neighbours on the machine count for little. What is loaded once a process
(spaCy, registries, compiled patterns) is told apart as start-up. "After reading" leaves out the readers.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

_STARTED = time.process_time()

from bench import words  # noqa: E402
from corpus.sample import ROOT, answer_key  # noqa: E402
from ingest import evidence, frame, items, pipeline, readers  # noqa: E402

_WORDS = 300
_ITEMS_A_MEETING = 20

# Where a part's time is taken: the module that calls it, the name it has there, the part. A part within
# another is taken off that other.
_PARTS: tuple[tuple[Any, str, str], ...] = (
    (readers, "read", "reading"),
    (pipeline, "structure", "segmenting"),
    (pipeline, "find_municipality_of", "municipality"),
    (pipeline, "kind_of", "kind of document"),
    (pipeline, "detect_language", "language"),
    (items, "detect_language", "language"),
    (items, "organ_from_words", "organ"),
    (items, "find_attendance", "people"),
    (items, "find_people", "people"),
    (items, "find_money", "money"),
    (items, "find_diary_numbers", "diary numbers"),
    (frame, "find_diary_numbers", "diary numbers"),
    (frame, "find_money", "money"),
    (frame, "find_people", "people"),
    (frame, "decide", "decision"),
    (frame, "find_participations", "networks"),
    (frame, "annotate", "spaCy's frame"),
    (evidence.EvidenceBook, "add", "evidence"),
)

Document = tuple[str, bytes]


def sample() -> list[Document]:
    """The bundled sample's files that the answer key knows."""
    files = sorted({line["file"] for line in answer_key()})
    return [(name, (ROOT / name).read_bytes()) for name in files]


def generated(count: int, seed: int) -> list[Document]:
    """Invented minutes as plain text, twenty items a meeting, ``count`` items in all."""
    random = Random(seed)
    made: list[Document] = []
    for first in range(1, count + 1, _ITEMS_A_MEETING):
        sections = range(first, min(first + _ITEMS_A_MEETING, count + 1))
        year = 2015 + len(made) % 10
        date = f"{random.randint(1, 28)}.{random.randint(1, 12)}.{year}"
        head = f"Marjakankaan kunta\nPöytäkirja\n\nKunnanhallitus {date}\n\n"
        text = head + "\n".join(_item(random, section, date, year) for section in sections)
        made.append((f"meeting-{first}.txt", text.encode()))
    return made


def _item(random: Random, section: int, date: str, year: int) -> str:
    """One item: reasons, a fee or sum, preparer, presenter, proposal, decision."""
    preparer, presenter, contact = words.names(random, 3)
    euros = words.amount(random)
    fee = random.choice(
        (
            f"Osallistumismaksu on {euros} euroa vuodessa. Maksuun lisätään arvonlisävero.",
            f"Verkoston vuosimaksu on {euros} euroa (alv 0 %).",
            f"Kustannusarvio on {euros} euroa.",
            "",
        )
    )
    text = (
        f"§ {section}\n{words.title(random).upper()}\n\nKhall {date} § {section}\n"
        f"Dno {random.randint(1, 999)}/00.04.01/{year}\n\n%s {fee}\n\n"
        f"Valmistelija: {random.choice(words.OFFICES)} {preparer}\n\n"
        f"Esittelijä: {random.choice(words.OFFICES)} {presenter}\n\n"
        f"Päätösehdotus:\nKunnanhallitus päättää, että Marjakankaan kunta osallistuu USO-verkostoon kaudella "
        f"{year}–{year + 1} ja nimeää yhteyshenkilöksi {random.choice(words.OFFICES)} {contact}.\n\n"
        "Päätös:\nHyväksyttiin yksimielisesti.\n\n"
    )
    reasons: list[str] = []
    while len(text.split()) + sum(len(reason.split()) for reason in reasons) < _WORDS:
        reasons.append(words.paragraph(random, 4))
    return text.replace("%s", "\n".join(reasons), 1)


def _run(documents: Sequence[Document]) -> tuple[float, int, int]:
    """CPU seconds for all documents, their items, and the characters of these."""
    began = time.process_time()
    readings = [pipeline.read_bytes(data, Path(name).name, f"file:///{name}") for name, data in documents]
    seconds = time.process_time() - began
    found = [item for reading in readings for item in reading.items]
    return seconds, len(found), sum(len(item.text) for item in found)


@contextmanager
def _timed_parts() -> Iterator[dict[str, float]]:
    """Within it, each part's own CPU seconds add up in the mapping given."""
    spent: dict[str, float] = defaultdict(float)
    inner = [0.0]  # seconds of the parts within the one running, for each one running

    def timed(part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            inner.append(0.0)
            began = time.process_time()
            try:
                return function(*args, **named)
            finally:
                seconds = time.process_time() - began
                spent[part] += seconds - inner.pop()
                inner[-1] += seconds

        return call

    with ExitStack() as stack:
        for owner, name, part in _PARTS:
            stack.enter_context(patch.object(owner, name, timed(part, getattr(owner, name))))
        yield spent


def measure(documents: Sequence[Document], rounds: int) -> dict[str, Any]:
    """Medians over ``rounds``: items a second with and without reading, and the parts' shares in per cent."""
    _run(documents)
    runs = [_run(documents) for _ in range(rounds)]
    seconds, count, characters = statistics.median(run[0] for run in runs), runs[0][1], runs[0][2]
    spent: list[dict[str, float]] = []
    totals: list[float] = []
    for _ in range(rounds):
        with _timed_parts() as parts:
            totals.append(_run(documents)[0])
        spent.append(dict(parts))
    shares = {
        part: 100
        * statistics.median(one.get(part, 0.0) / total for one, total in zip(spent, totals, strict=True))
        for part in dict.fromkeys(part for _, _, part in _PARTS)
    }
    shares["records and the rest"] = max(0.0, 100 - sum(shares.values()))
    after = seconds * (1 - shares["reading"] / 100)
    return {
        "documents": len(documents),
        "items": count,
        "characters an item": round(characters / count),
        "items/s": count / seconds,
        "items/s after reading": count / after,
        "shares": dict(sorted(shares.items(), key=lambda share: -share[1])),
    }


def main() -> None:
    """Measures and prints the table; ``--json`` also writes it."""
    parser = argparse.ArgumentParser(description="Extraction: items a second on one core")
    parser.add_argument("--items", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    _run(generated(1, arguments.seed))
    startup = time.process_time() - _STARTED
    result: dict[str, Any] = {"python": platform.python_version(), "start-up s": startup}
    inputs = {"sample": sample(), "generated": generated(arguments.items, arguments.seed)}
    for name, documents in inputs.items():
        result[name] = measure(documents, arguments.rounds)
    print(_table(result, list(inputs)))
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def _table(result: dict[str, Any], inputs: Sequence[str]) -> str:
    lines = [f"Python {result['python']}, one core, start-up {result['start-up s']:.2f} s", ""]
    lines += [f"| | {' | '.join(inputs)} |", f"|---|{'---:|' * len(inputs)}"]
    for row in ("documents", "items", "characters an item", "items/s", "items/s after reading"):
        lines.append(f"| {row} | {' | '.join(f'{result[name][row]:.0f}' for name in inputs)} |")
    for part in result[inputs[-1]]["shares"]:
        lines.append(f"| {part} | {' | '.join(_share(result, n, part) for n in inputs)} |")
    return "\n".join(lines)


def _share(result: dict[str, Any], name: str, part: str) -> str:
    return f"{result[name]['shares'][part]:.1f} %"


if __name__ == "__main__":
    main()
