"""`pykala serve` under 200 clients at once: errors, answers a second, and how long an answer takes.

    python -m bench.bench_serve                       # 50,000 items, 200 clients, 30 seconds, tantivy
    python -m bench.bench_serve --library DIR --pause 0

Every client keeps one connection, asks for a page, reads it for a while (``--pause`` seconds on average, as
chance has it) and asks for the next: questions of every kind, item and municipality
pages, the JSON API. Words and items are drawn anew by each client, so that most questions are asked for the
first time. Server and clients share this machine; the clients take their part of its processors.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import quote, urlencode

from bench.search_corpus import Corpus

_WORDS = 3_000  # the commonest of the corpus, of which questions are made
_HEADER = b"content-length:"
_TIMEOUT = 30.0
_WARM = 3.0  # seconds before the run, in which the processes start


@dataclass
class Taken:
    """What the clients saw: seconds by kind of page, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    statuses: dict[int, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--items", type=int, default=50_000)
    parser.add_argument("--library", type=Path, help="one made before; made if it is not there")
    parser.add_argument("--engine", default="tantivy")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--pause", type=float, default=3.0)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.library or Path(scratch) / "library"
        make_library(folder, arguments.items, arguments.engine)
        result = measure(folder, arguments.clients, arguments.seconds, arguments.pause)
    result = {"items": arguments.items, "engine": arguments.engine, **result}
    text = json.dumps(result, indent=1, ensure_ascii=False)
    print(text)
    if arguments.json:
        arguments.json.write_text(text + "\n", "utf-8")


def make_library(folder: Path, items: int, engine: str) -> None:
    """A library of generated items, indexed; one that is there already is brought up to date only."""
    from bench.search_library import store_items
    from corpus.database import Library
    from index.search import reindex

    if not (folder / "corpus.db").exists():
        store_items(folder, items)
    with Library.open(folder) as library:
        reindex(library, if_needed=True, engine=engine)


def measure(folder: Path, clients: int, seconds: float, pause: float) -> dict[str, object]:
    """Figures of a run against a server of its own."""
    addresses = Addresses(folder)
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "cli", "serve", "--port", "0", "--library", str(folder)]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert server.stderr is not None
        line = server.stderr.readline()
        port = int(line.rpartition("/ (")[0].rpartition(":")[2])
        asyncio.run(_run(port, addresses, clients, _WARM, 0.1))
        before = _processor(server.pid)
        taken = asyncio.run(_run(port, addresses, clients, seconds, pause, seed=1))
        processor = round(_processor(server.pid) - before, 1)
    finally:
        server.terminate()
        server.wait(10)
    every = sorted(one for times in taken.seconds.values() for one in times)
    return {
        "clients": clients,
        "seconds": seconds,
        "pause": pause,
        "answers": len(every),
        "answers/s": round(len(every) / seconds, 1),
        "errors": len(taken.errors),
        "first errors": taken.errors[:5],
        "statuses": taken.statuses,
        "server processor seconds": processor,
        "milliseconds": {
            "all": _figures(every),
            **{kind: _figures(sorted(times)) for kind, times in sorted(taken.seconds.items())},
        },
    }


class Addresses:
    """Draws pages to ask for, about as often as people would."""

    def __init__(self, folder: Path) -> None:
        from corpus.database import Library

        self._words = [word for word in Corpus().words[:_WORDS] if len(word) > 3]
        with Library.open(folder) as library:
            rows = library.connection.execute("SELECT id, municipality FROM items WHERE live").fetchall()
        self._items = [row["id"] for row in rows]
        self._places = sorted({row["municipality"] for row in rows if row["municipality"]})

    def draw(self, dice: Random) -> tuple[str, str]:
        """A kind of page and an address."""
        first, second = dice.choice(self._words), dice.choice(self._words)
        place, year = dice.choice(self._places), dice.randrange(2012, 2026)
        questions = (
            ("word", first),
            ("two words", f"{first} {second}"),
            ("filter", f'{first} kunta:"{place}"'),
            ("years", f"{first} pvm:{year}..{year + 1} päätös:noted"),
            ("prefix", f"{first[:5]}*"),
            ("phrase", '"esityksen mukaisesti" ' + first),
        )
        chance = dice.random()
        if chance < 0.55:
            kind, question = dice.choice(questions)
            return kind, "/search?" + urlencode({"q": question})
        if chance < 0.85:
            return "item", "/items/" + quote(dice.choice(self._items))
        if chance < 0.90:
            return "municipality", "/municipalities/" + quote(place)
        if chance < 0.98:
            return "API", "/api/v1/search?" + urlencode({"q": first, "limit": 20})
        return "front page", "/"


async def _run(
    port: int, addresses: Addresses, clients: int, seconds: float, pause: float, seed: int = 0
) -> Taken:
    taken = Taken()
    end = time.monotonic() + seconds
    await asyncio.gather(
        *(
            _client(port, addresses, Random(f"{seed} {number}"), end, pause, taken)
            for number in range(clients)
        )
    )
    return taken


async def _client(
    port: int, addresses: Addresses, dice: Random, end: float, pause: float, taken: Taken
) -> None:
    # They come one by one, as they go on asking: not all in the first second.
    await asyncio.sleep(dice.expovariate(1 / pause) if pause else 0.0)
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None
    while time.monotonic() < end:
        kind, address = addresses.draw(dice)
        began = time.perf_counter()
        try:
            if writer is None or reader is None:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            status = await asyncio.wait_for(_answer(reader), _TIMEOUT)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            taken.errors.append(f"{address}: {error!r}")
            reader, writer = None, None
            continue
        taken.seconds.setdefault(kind, []).append(time.perf_counter() - began)
        taken.statuses[status] = taken.statuses.get(status, 0) + 1
        if status != 200:
            taken.errors.append(f"{address}: {status}")
        if pause:
            await asyncio.sleep(dice.expovariate(1 / pause))
    if writer is not None:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    for line in head.split(b"\r\n"):
        if line.lower().startswith(_HEADER):
            await reader.readexactly(int(line[len(_HEADER) :]))
    return status


def _figures(times: list[float]) -> dict[str, float]:
    return {
        "p50": round(statistics.median(times) * 1000, 1),
        "p95": round(times[int(len(times) * 0.95)] * 1000, 1),
        "most": round(times[-1] * 1000, 1),
        "answers": len(times),
    }


def _processor(pid: int) -> float:
    """Seconds of processor that a process and its children have taken."""
    total = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        if path.parent.name == str(pid) or fields[1] == str(pid):
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


if __name__ == "__main__":
    main()
