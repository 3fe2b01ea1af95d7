"""PDF readers side by side on the generated corpus: speed, words, order, tables, attendance, memory.

    python -m bench.bench_pdf [--scale small|normal|large] [--seed N] [--rounds N] [--json FILE]
                              [--folder DIR] [--no-long]

Each round runs every tool over all files; a tool's figure is the median of its rounds, so that a change of
the machine's load meets all alike. Seconds are those of the processor, the tool's child processes included:
they depend less on what else the machine does. Memory is that of a child process that reads the 1,000-page
file.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.pdf_corpus import SCALES, corpus, thousand
from bench.pdf_peers import Peer, finds_attendance, peers, read_ours
from bench.pdf_score import Score, attendance_exact, join_broken, overlap, rows_exact, score
from bench.pdf_truth import AttendanceTruth, FactTruth, Truth, load, plain
from ingest.document import Page, ReadDocument
from ingest.readers import pdf_bulk

_STATUS = Path("/proc/self/status")


def run(folder: Path, seed: int, scale: str, rounds: int, long: bool) -> dict[str, Any]:
    """Makes the corpus in ``folder`` and measures; gives what ``--json`` writes."""
    result: dict[str, Any] = {
        "machine": {
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "system": platform.system(),
            "compiled": pdf_bulk.COMPILED,
        },
        "seed": seed,
        "scale": scale,
        "rounds": rounds,
    }
    if long:
        # before this process grows: a child's peak may count what its parent had
        thousand(folder / "long", seed)
        result["long"] = {
            name: _child(folder / "long" / "long-1000.pdf", name) for name in ("pykala", "pypdfium2")
        }
        read = load(folder / "long" / "long-1000.pdf.json")
        result["long"]["facts"] = result["long"]["pykala"].pop("facts", {})
        result["long"]["pages"] = len(read.pages)
    truths = corpus(folder, seed, scale)
    timed = [truth for truth in truths if not any(page.scanned == "image" for page in truth.pages)]
    pages = sum(len(truth.pages) for truth in timed)
    tools = peers()
    seconds = _seconds(tools, [folder / truth.name for truth in timed], rounds)
    speeds = {name: pages / statistics.median(taken) for name, taken in seconds.items()}
    result["files"], result["pages"] = len(truths), sum(len(truth.pages) for truth in truths)
    result["tools"] = {}
    for tool in tools:
        total = Score()
        for truth in truths:
            total.add(score(truth, _joined(tool, folder / truth.name)))
        result["tools"][tool.name] = {
            "version": tool.version,
            "pages_per_second": round(speeds[tool.name], 1),
            "seconds": [round(taken, 3) for taken in seconds[tool.name]],
            "words_equal": round(total.equal, 5),
            "order": round(total.order, 5),
            "missing": total.missing,
            "extra": total.extra,
            "words": total.words,
            "hidden_leaked": total.leaked,
            "hidden": total.hidden,
            "running_words_left": round(total.furniture_left / max(1, total.furniture), 4),
            "running_words_kept_once": round(total.furniture_once / max(1, total.furniture), 4),
            "samples": total.samples,
        }
    for tool in tools:
        figures = result["tools"][tool.name]
        for peer in ("pdfplumber", "pypdfium2"):
            figures[f"times_{peer}"] = round(speeds[tool.name] / speeds[peer], 2)
    result |= _ours(folder, truths)
    return result


def _joined(tool: Peer, path: Path) -> str:
    try:
        text = tool.text(path)
    except Exception as error:  # one tool's failure on one file must not end the comparison
        print(f"{tool.name} failed on {path.name}: {type(error).__name__}: {error}", file=sys.stderr)
        return ""
    return text if tool.name == "pykala" else join_broken(text)


def _seconds(tools: Sequence[Peer], paths: Sequence[Path], rounds: int) -> dict[str, list[float]]:
    """What each tool takes for all files, round by round."""
    seconds: dict[str, list[float]] = {tool.name: [] for tool in tools}
    for tool in tools:
        tool.text(paths[0])  # imports and tables
    for _ in range(rounds):
        for tool in tools:
            gc.collect()
            start = _processor_seconds()
            for path in paths:
                tool.text(path)
            seconds[tool.name].append(_processor_seconds() - start)
    return seconds


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _ours(folder: Path, truths: Sequence[Truth]) -> dict[str, Any]:
    """What only our reader gives: tables, places of facts, attendance rows."""
    rows = {"ruled": [0, 0], "unruled": [0, 0]}
    places = [0, 0, 0]
    people: dict[str, list[int]] = {}
    wrong: list[str] = []
    find = finds_attendance()
    for truth in truths:
        read = read_ours(folder / truth.name)
        for kind, (found, total) in rows_exact(
            truth, {page.number: _rows(page) for page in read.pages}
        ).items():
            rows[kind][0] += found
            rows[kind][1] += total
        readable = [fact for fact in truth.facts if truth.pages[fact.page - 1].scanned != "image"]
        for fact in readable:
            on_page, in_box = locate(read, fact)
            places[0] += on_page
            places[1] += in_box
            places[2] += 1
        if find is None or truth.attendance_style is None or truth.pages[0].scanned == "image":
            continue
        counts = people.setdefault(truth.attendance_style, [0, 0, 0])
        exact, invented, mistakes = _people(find, truth, read)
        counts[0] += exact
        counts[1] += len(truth.attendance)
        counts[2] += invented
        wrong += [f"{truth.name}: {mistake}" for mistake in mistakes]
    return {
        "table_rows": {kind: {"exact": found, "of": total} for kind, (found, total) in rows.items()},
        "facts": {"on_page": places[0], "in_box": places[1], "of": places[2]},
        "attendance": {
            style: {"exact": exact, "of": total, "invented": invented}
            for style, (exact, total, invented) in people.items()
        },
        "attendance_mistakes": wrong[:60],
    }


def _people(
    find: Callable[[str], list[AttendanceTruth]], truth: Truth, read: ReadDocument
) -> tuple[int, int, list[str]]:
    text = "\n".join(page.text for page in read.pages if page.number in truth.attendance_pages)
    return attendance_exact(truth.attendance, find(text), truth.meeting)


def _rows(page: Page) -> list[tuple[str, ...]]:
    return [
        tuple(page.text[cell.start : cell.end] for cell in row) for table in page.tables for row in table.rows
    ]


def locate(read: ReadDocument, fact: FactTruth) -> tuple[bool, bool]:
    """Whether the fact's quote stands on its page, and whether its lines' boxes cover the true ones."""
    page = next((page for page in read.pages if page.number == fact.page), None)
    if page is None:
        return False, False
    text = " ".join(plain(page.text).split())
    if fact.quote not in text:
        return False, False
    start = _offset(page.text, text.index(fact.quote))
    end = _offset(page.text, text.index(fact.quote) + len(fact.quote) - 1) + 1
    boxes = [line.box for line in page.lines if line.start < end and line.end > start and line.box]
    covered = all(any(overlap(wanted, box) > 0.6 for box in boxes) for wanted in fact.boxes)
    return True, covered and bool(boxes)


def _offset(text: str, count: int) -> int:
    """Where the character with this number in ``" ".join(plain(text).split())`` stands in the text."""
    made, space = 0, True
    for index, character in enumerate(text):
        shown = plain(character)
        if not shown.strip():
            space = space or bool(shown)
            continue
        made += (1 if space and made else 0) + len(shown)
        space = False
        if made > count:
            return index
    return len(text)


def _child(path: Path, tool: str) -> dict[str, Any]:
    """Reads the file in a process of its own."""
    command = [sys.executable, "-m", "bench.bench_pdf", "--child", tool, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"error": (done.stderr.splitlines() or [str(done.returncode)])[-1]}
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _child_main(tool: str, path: Path) -> None:
    start = time.perf_counter()
    figures: dict[str, Any] = {}
    if tool == "pykala":
        read = read_ours(path)
        figures["pages"] = len(read.pages)
        figures["seconds"] = round(time.perf_counter() - start, 2)
        figures["peak_mb"] = peak_mb()
        facts = load(path.with_name(path.name + ".json")).facts
        figures["facts"] = {str(fact.page): locate(read, fact) for fact in facts}
    else:
        next(peer for peer in peers() if peer.name == tool).text(path)
        figures["seconds"] = round(time.perf_counter() - start, 2)
        figures["peak_mb"] = peak_mb()
    print(json.dumps(figures))


def peak_mb() -> float:
    """This process's highest resident memory, MB.

    Linux carries the parent's peak over into ``ru_maxrss``; the kernel's VmHWM is this program's own.
    """
    if _STATUS.exists():
        for line in _STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return round(int(line.split()[1]) / 1024, 1)
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return round(kilobytes / 1024, 1)


def table(result: dict[str, Any]) -> str:
    """The figures for people."""
    out = [
        f"{result['files']} files, {result['pages']} pages, seed {result['seed']}; "
        f"medians of {result['rounds']} rounds, processor time; "
        f"_bulk.c {'compiled' if result['machine']['compiled'] else 'not compiled'}",
        "",
        f"{'':14}{'pages/s':>9}{'× plumber':>11}{'× pdfium':>10}{'words %':>9}{'order %':>9}{'hidden':>8}",
    ]
    for name, tool in result["tools"].items():
        out.append(
            f"{name:14}{tool['pages_per_second']:9.1f}{tool['times_pdfplumber']:11.2f}"
            f"{tool['times_pypdfium2']:10.2f}{100 * tool['words_equal']:9.2f}{100 * tool['order']:9.2f}"
            f"{tool['hidden_leaked']:>5}/{tool['hidden']}"
        )
    ours, plumber = result["tools"]["pykala"], result["tools"]["pdfplumber"]
    times = [theirs / own for theirs, own in zip(plumber["seconds"], ours["seconds"], strict=True)]
    out += ["", "× pdfplumber round by round: " + " ".join(f"{each:.1f}" for each in times)]
    out.append(
        f"running heads and feet left in our text: {100 * ours['running_words_left']:.1f} % of their words; "
        f"{100 * ours['running_words_kept_once']:.1f} % are heads where they first stand"
    )
    for kind, rows in result["table_rows"].items():
        out.append(f"table rows exact, {kind}: {rows['exact']}/{rows['of']}")
    facts = result["facts"]
    out.append(
        f"facts on their page {facts['on_page']}/{facts['of']}, in their box {facts['in_box']}/{facts['of']}"
    )
    for style, rows in result["attendance"].items():
        share = 100 * rows["exact"] / max(1, rows["of"])
        out.append(
            f"attendance, {style}: {rows['exact']}/{rows['of']} exact ({share:.1f} %), "
            f"{rows['invented']} invented"
        )
    if not result["attendance"]:
        out.append("attendance: no extractor (ingest.extract.attendance)")
    if "long" in result:
        for name in ("pykala", "pypdfium2"):
            figures = result["long"][name]
            shown = figures.get("error") or f"{figures['seconds']} s, peak {figures['peak_mb']} MB"
            out.append(f"{result['long']['pages']} pages, {name}: {shown}")
        facts = {page: all(found) for page, found in result["long"]["facts"].items()}
        out.append(f"facts on the long file's pages found in place: {facts}")
    return "\n".join(out)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the comparison; 0 unless it cannot run."""
    parser = argparse.ArgumentParser(prog="python -m bench.bench_pdf", description="Compare PDF readers.")
    parser.add_argument("--scale", choices=SCALES, default="normal")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--folder", type=Path, help="keep the corpus there")
    parser.add_argument("--no-long", action="store_true", help="leave out the 1,000-page file")
    parser.add_argument("--child", nargs=2, metavar=("TOOL", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        _child_main(options.child[0], Path(options.child[1]))
        return 0
    long = not options.no_long and options.scale != "small"
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        result = run(folder, options.seed, options.scale, max(1, options.rounds), long)
    print(table(result))
    if options.json:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
