"""The bundled sample: small sites of invented municipalities, with an answer key a person wrote.

What the files look like and how the key is written stands in README.md beside this file.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
SUFFIXES = frozenset({".html", ".htm", ".pdf", ".txt", ".md"})


def sample_files() -> list[Path]:
    """Every document of the sample, sorted by path."""
    return sorted(path for path in (ROOT / "sites").rglob("*") if path.suffix.lower() in SUFFIXES)


def answer_key() -> list[dict[str, Any]]:
    """The key's lines in order: one an item, ``file`` being relative to this folder with slashes."""
    lines = (ROOT / "key.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def missing_sections() -> list[dict[str, Any]]:
    """The holes left on purpose: ``municipality``, ``organ``, ``year`` and the §§ ``missing`` between the
    first and the last § that the sample holds of that series."""
    holes: list[dict[str, Any]] = json.loads((ROOT / "missing.json").read_text(encoding="utf-8"))
    return holes


def matrix_key() -> dict[tuple[str, str, str], str]:
    """The status of each cell of the matrices, by network, season ("" without one) and municipality."""
    with (ROOT / "matrix.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["network"], row["season"], place): status
            for row in csv.DictReader(file)
            for place, status in row.items()
            if place not in ("network", "season")
        }
