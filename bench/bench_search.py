"""Search measured: indexing rate, size, memory and ten kinds of question, for each engine beside SQLite FTS5.

    python -m bench.bench_search --items 50000
    python -m bench.bench_search --items 1000000 --engines tantivy,fts5
    python -m bench.bench_search --engines tantivy,fts5,fts5-phrases    # FTS5 that finds the same phrases
    python -m bench.bench_search --process --items 50000     # `pykala search` as a process
    PYKALA_OPENSEARCH_URL=http://127.0.0.1:9200 python -m bench.bench_search --engines opensearch,tantivy

A question's figure is the median of five times asked; p50 and p95 are over the questions of a kind.
Each engine runs in a process of its own and gets the same entries, analysed beforehand: what is timed is
the engine.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import pickle
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench.search_corpus import Corpus, Made, entry, terms_of
from bench.search_engines import Analysed, Fts5, Ours, Question, Store, bases_of, nodes, questions
from bench.search_library import store_items
from corpus.collector import no_collector
from index.analysis import Analyser, Term
from index.engines.choice import engine_named

_BATCH = 50_000  # items: each batch is committed, and the program itself commits but once
_SAMPLE = 2_000
_ASKED = 5  # times each question is asked; its median counts, since other work on the machine disturbs


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--items", type=int, default=50_000)
    parser.add_argument("--engines", default="tantivy,whoosh,fts5")
    parser.add_argument("--questions", type=int, default=30, help="of each kind")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--process", action="store_true", help="measure `pykala search` as a process")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--terms", type=Path, help="keep the words' terms in this file between runs")
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one, arguments.items, arguments.questions, arguments.terms)))
    elif arguments.process:
        print(json.dumps(whole_process(arguments.items, arguments.engines.split(",")), indent=1))
    else:
        results = compare(arguments)
        print(table(results))
        if arguments.json:
            arguments.json.write_text(json.dumps(results, indent=1), "utf-8")


def compare(arguments: argparse.Namespace) -> dict[str, dict[str, object]]:
    """Every engine's figures, each from a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        kept = arguments.terms or Path(folder) / "terms"
        _terms(Corpus(), kept)
        results = {}
        for name in arguments.engines.split(","):
            command = [sys.executable, "-m", "bench.bench_search", "--one", name, "--terms", str(kept)]
            command += ["--items", str(arguments.items), "--questions", str(arguments.questions)]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            results[name] = json.loads(done.stdout)
            print(f"{name} done", file=sys.stderr)
    return results


def measure(name: str, count: int, each: int, kept: Path) -> dict[str, object]:
    """One engine's figures."""
    corpus = Corpus()
    terms = _terms(corpus, kept)
    analyser = Analyser(_Known(terms))
    with tempfile.TemporaryDirectory() as folder:
        store = _store(name, Path(folder), nodes(analyser))
        before, seconds, processor = 0.0, 0.0, 0.0
        for batch in _batches(corpus, count):
            entries = [entry(made, terms) for made in batch]
            before = before or _memory()
            began, began_processor = time.perf_counter(), store.processor()
            with no_collector():  # as when the program indexes
                store.add(entries)
                store.flush()
            seconds += time.perf_counter() - began
            processor += store.processor() - began_processor
        began, began_processor = time.perf_counter(), store.processor()
        store.finish()
        seconds += time.perf_counter() - began
        processor += store.processor() - began_processor
        del batch, entries  # questions are not to share the machine with them
        gc.collect()
        result: dict[str, object] = {
            "items": count,
            "items/s": round(count / seconds),
            "items per processor second": round(count / processor),
            "MB": round(store.held() / 1e6),
            "memory MB": round(_memory() - before),
        }
        sample = list(islice(corpus.items(count), _SAMPLE))
        asked = questions(corpus, sample, lambda word: bases_of(terms[word.casefold()]), each)
        result["milliseconds"] = _latencies(store, asked)
        store.close()
        return result


def _store(name: str, folder: Path, analyser: Analysed) -> Store:
    if name.startswith("fts5"):
        return Fts5(folder, phrases=name == "fts5-phrases")
    if name == "opensearch":
        from bench.search_cluster import InCluster

        return InCluster(analyser)
    return Ours(engine_named(name), folder, analyser)  # type: ignore[arg-type]


def _latencies(store: Store, asked: list[Question]) -> dict[str, dict[str, float]]:
    for question in asked[:20]:
        store.answer(question)
    taken: dict[str, list[float]] = {}
    hits: dict[str, list[int]] = {}
    for question in asked:
        times = []
        for _ in range(_ASKED):
            began = time.perf_counter()
            total = store.answer(question)
            times.append((time.perf_counter() - began) * 1000)
        taken.setdefault(question.kind, []).append(statistics.median(times))
        hits.setdefault(question.kind, []).append(total)
    return {
        kind: {
            "p50": round(statistics.median(times), 2),
            "p95": round(sorted(times)[int(len(times) * 0.95)], 2),
            "hits": round(statistics.median(hits[kind])),
        }
        for kind, times in taken.items()
    }


def _batches(corpus: Corpus, count: int) -> Iterator[list[Made]]:
    items = corpus.items(count)
    while batch := list(islice(items, _BATCH)):
        yield batch


class _Known:
    """A cache that knows every word of the corpus."""

    def __init__(self, terms: dict[str, tuple[Term, ...]]) -> None:
        self._terms = terms

    def word_terms(self, words: object, analyser: str) -> dict[str, tuple[str, ...]]:
        marks = {"part": "+"}
        return {
            word: tuple(marks.get(term.kind.value, "") + term.text for term in self._terms[word])
            for word in words  # type: ignore[attr-defined]
            if word in self._terms
        }

    def remember_words(self, terms: object, analyser: str) -> None:
        """Nothing to do."""


def _terms(corpus: Corpus, kept: Path) -> dict[str, tuple[Term, ...]]:
    """The terms of every word; they take a minute, so they are kept for the other processes of the run."""
    if not kept.exists():
        kept.write_bytes(pickle.dumps(terms_of(corpus, Analyser())))
    found: dict[str, tuple[Term, ...]] = pickle.loads(kept.read_bytes())
    return found


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def table(results: dict[str, dict[str, object]]) -> str:
    """The figures as text."""
    names = list(results)
    lines = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for key in ("items", "items/s", "items per processor second", "MB", "memory MB"):
        lines.append(f"| {key} | " + " | ".join(str(results[name][key]) for name in names) + " |")
    kinds = results[names[0]]["milliseconds"]
    for kind in kinds:  # type: ignore[attr-defined]
        cells = []
        for name in names:
            figure = results[name]["milliseconds"][kind]  # type: ignore[index]
            cells.append(f"{figure['p50']} / {figure['p95']} ({figure['hits']})")
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    lines.append("\nQuestions: milliseconds p50 / p95 (hits at p50), with the count and the best twenty.")
    return "\n".join(lines)


def whole_process(count: int, engines: list[str]) -> dict[str, object]:
    """`pykala search` as a process on a real library, and the rate of `pykala reindex` whole."""
    from corpus.database import Library
    from index.search import reindex

    folder = Path(os.environ.get("BENCH_LIBRARY") or tempfile.mkdtemp())
    result: dict[str, object] = {"items": count}
    if not (folder / "corpus.db").exists():
        began = time.perf_counter()
        store_items(folder, count)
        result["stored items/s"] = round(count / (time.perf_counter() - began))
    for name in [each for each in engines if not each.startswith("fts5")]:
        with Library.open(folder) as library:
            began = time.perf_counter()
            reindex(library, engine=name)
            result[f"{name}: reindex items/s"] = round(count / (time.perf_counter() - began))
        words = [
            "kehittäminen",
            "suunnitelma maksu",
            '"esityksen mukaisesti"',
            "verkosto pvm:2020..2022",
            "hank*",
        ]
        times = []
        for query in words * 5:
            command = [
                sys.executable,
                "-m",
                "cli",
                "search",
                query,
                "--library",
                str(folder),
                "--format",
                "jsonl",
            ]
            began = time.perf_counter()
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
            times.append(time.perf_counter() - began)
        times = times[len(words) :]
        result[f"{name}: search seconds"] = {
            "median": round(statistics.median(times), 3),
            **{query: round(statistics.median(times[at :: len(words)]), 3) for at, query in enumerate(words)},
        }
    if "BENCH_LIBRARY" not in os.environ:
        shutil.rmtree(folder)
    return result


if __name__ == "__main__":
    main()
