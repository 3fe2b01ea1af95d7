"""PDFs that crash, hang or fill the memory of readers, each with what may be expected of it.

    python -m bench.pdf_hostile FOLDER [--seed N] [--mutants N] [--light]

``readable``: a document comes out, perhaps with a note. ``unreadable``: it is refused with a reason.
``either``: both are right; crashing, hanging and running out of memory never are. None of the files does
harm by being opened in a viewer: actions point to addresses that cannot exist.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from bench.pdf_corpus import generate
from bench.pdf_fuzz import mutated
from bench.pdf_hostile_content import bombs, fonts, masses, shapes, streams
from bench.pdf_hostile_structure import active, circles, locked, others, trees
from bench.pdf_raw import GOOD, simple

EXPECTATIONS = ("readable", "unreadable", "either")


@dataclass(frozen=True)
class Hostile:
    """A file of the set; ``expect`` is one of EXPECTATIONS."""

    name: str
    expect: str
    why: str


def hostile(folder: Path, seed: int, mutants: int = 200, *, heavy: bool = True) -> list[Hostile]:
    """Writes the set and its list (``hostile.json``).

    ``heavy`` adds what is megabytes long or unpacks to gigabytes. The same arguments give the same files,
    but for the encrypted ones.
    """
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(seed)
    made: list[Hostile] = []

    def write(name: str, expect: str, why: str, data: bytes) -> None:
        (folder / name).write_bytes(data)
        made.append(Hostile(name, expect, why))

    good = _good(seed)
    for index, data in enumerate(good):
        write(f"good-{index}.pdf", "readable", "minutes like any others", data)
    cases = [*locked(), *trees(), *circles(), *active(), *streams(), *fonts(), *others(), *shapes()]
    if heavy:
        cases += [*bombs(), *masses()]
    for case in cases:
        write(f"{case.name}.pdf", case.expect, case.why, case.make())
    for index in range(8):
        data = random.choice(good)
        keep = random.randrange(6, len(data) - 40)
        write(f"truncated-{index}.pdf", "either", f"cut off after {keep} of {len(data)} bytes", data[:keep])
    bases = [*good, simple(GOOD), *(case.make() for case in (*circles(), *fonts()))]
    for index in range(mutants):
        data, done = mutated(random.choice(bases), random)
        write(f"mutant-{index:03d}.pdf", "either", done, data)
    listing = [asdict(entry) for entry in made]
    (folder / "hostile.json").write_text(json.dumps(listing, ensure_ascii=False, indent=1), encoding="utf-8")
    return made


def _good(seed: int) -> list[bytes]:
    options: Sequence[dict[str, Any]] = (
        {"layout": "meeting", "pages": 2, "attendance": "ruled"},
        {"layout": "tweb", "pages": 1, "compress": False},
        {"layout": "columns", "pages": 2, "font": "embedded"},
        {"layout": "dynasty", "pages": 1, "attendance": "split", "tagged": True, "compress": False},
    )
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        return [
            (folder / generate(folder, seed + index, **option).name).read_bytes()
            for index, option in enumerate(options)
        ]


def main() -> None:
    """Writes the set into a folder."""
    parser = argparse.ArgumentParser(prog="python -m bench.pdf_hostile", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutants", type=int, default=200)
    parser.add_argument(
        "--light", action="store_true", help="leave out what is or unpacks to megabytes and more"
    )
    options = parser.parse_args()
    made = hostile(options.folder, options.seed, options.mutants, heavy=not options.light)
    print(f"{len(made)} files in {options.folder}")


if __name__ == "__main__":
    main()
