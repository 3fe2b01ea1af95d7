"""The rooms keep apart: a breach of the layers is caught, and there is none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def copy_of_the_project(folder: Path) -> Path:
    for name in ("ingest", "corpus", "index", "terminal", "web"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("sample", "__pycache__", "*.csv")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_layers_hold() -> None:
    run = lint(ROOT)
    assert run.returncode == 0, run.stdout


def test_a_breach_is_caught(tmp_path: Path) -> None:
    folder = copy_of_the_project(tmp_path)
    breach = folder / "index" / "analysis.py"
    breach.write_text(breach.read_text(encoding="utf-8") + "\nimport ingest.document\n", encoding="utf-8")
    run = lint(folder)
    assert run.returncode != 0
    assert "index.analysis -> ingest.document" in run.stdout
