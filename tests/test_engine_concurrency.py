"""One writer beside several readers, and builders that are killed: as processes, as in life."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.database import Library
from index.analysis import Analyser
from index.engines import IndexState
from index.query import parse
from index.tree import Everything, analysed
from tests.engine_bench import random_items
from tests.index_items import item, library_of, store
from tests.test_engine_contract import ENGINES, engine_of

ROOT = Path(__file__).resolve().parent.parent
BATCH = 7
READERS = 4

READER = """
import json, sys, time
from pathlib import Path
from corpus.database import Library
from index.engines.choice import engine_named
from index.query import parse
from index.tree import Everything

engine = engine_named(sys.argv[2])
end = time.monotonic() + float(sys.argv[3])
answers = halves = 0
last, backwards = 0, 0
totals = set()
errors = []
with Library.open(Path(sys.argv[1])) as library:
    print("ready", flush=True)
    while time.monotonic() < end:
        try:
            with engine.open(library) as reader:
                total = reader.search(Everything()).total
                again = reader.search(parse("kunta:Harjula")).total
            answers += 1
            totals.add(total)
            halves += total % int(sys.argv[4]) != 0 or total != again
            backwards += total < last
            last = total
        except Exception as error:
            errors.append(repr(error))
print(json.dumps({"answers": answers, "halves": halves, "backwards": backwards, "seen": len(totals),
                  "errors": errors[:3]}))
"""

BUILDER = """
import sys
from pathlib import Path
from corpus.database import Library
from index.engines.choice import engine_named

with Library.open(Path(sys.argv[1])) as library:
    while True:
        engine_named(sys.argv[2]).build(library)
"""


def started(script: str, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, words)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def add_batch(library: Library, number: int) -> None:
    """A batch is one document, and one change of the library."""
    made = [item(f"batch-{number}-{at}", f"Erä {number}.", municipality="Harjula") for at in range(BATCH)]
    store(library, *made, name=f"{number}.txt")


def beside_readers(folder: Path, name: str, seconds: float) -> tuple[int, list[dict[str, object]]]:
    """Commit batch after batch while readers ask; how many batches, and what the readers saw."""
    engine = engine_of(name)
    with Library.open(folder, create=True) as library:
        for number in range(20):
            add_batch(library, number)
        engine.build(library)
        readers = [started(READER, folder, name, seconds, BATCH) for _ in range(READERS)]
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "ready\n"
        written = 0
        while any(reader.poll() is None for reader in readers):
            add_batch(library, 20 + written)
            engine.update(library)
            written += 1
    seen = []
    for reader in readers:
        output, _ = reader.communicate(timeout=60)
        assert reader.returncode == 0
        seen.append(json.loads(output))
    return written, seen


def check(written: int, seen: list[dict[str, object]]) -> None:
    assert written > 5
    for one in seen:
        assert one["errors"] == []
        assert (one["halves"], one["backwards"]) == (0, 0)
        assert isinstance(one["answers"], int)
        assert one["answers"] > 10
        assert isinstance(one["seen"], int)
        assert one["seen"] > 3  # the readers did see the index change


@pytest.mark.parametrize("name", ENGINES)
def test_readers_beside_a_writer(tmp_path: Path, name: str) -> None:
    check(*beside_readers(tmp_path, name, 5.0))


@pytest.mark.slow
@pytest.mark.parametrize("name", ENGINES)
def test_readers_beside_a_writer_for_a_minute(tmp_path: Path, name: str) -> None:
    check(*beside_readers(tmp_path, name, 60.0))


@pytest.mark.parametrize("name", ENGINES)
def test_a_builder_that_is_killed_leaves_the_old_index(tmp_path: Path, name: str) -> None:
    engine = engine_of(name)
    with library_of(tmp_path, *random_items(200, 5)) as library:
        held = engine.build(library).items
        store(library, item("late", "Myöhäinen."))
        for pause in (0.0, 0.02, 0.05, 0.1):
            builder = started(BUILDER, tmp_path, name)
            deadline = time.monotonic() + 30
            while time.monotonic() < deadline and not list((tmp_path / "index").glob(f"{name}.new-*")):
                time.sleep(0.001)
            time.sleep(pause)
            builder.send_signal(signal.SIGKILL)
            builder.wait(timeout=30)
            # Killed between the two renames there is none for a moment, and the next one makes it.
            if engine.state(library) is not IndexState.MISSING:
                with engine.open(library) as reader:
                    assert reader.search(Everything()).total in (held, held + 1)
        assert engine.update(library).items == held + 1
        with engine.open(library) as reader:
            assert reader.search(analysed(parse("myöhäinen"), Analyser(library))).total == 1
        assert [path.name for path in (tmp_path / "index").iterdir() if path.is_dir()] == [name]
