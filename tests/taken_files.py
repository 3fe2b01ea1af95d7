"""Files of minutes, and the program run on them."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from cli import pykala

MINUTES = """Tuulensuu
Kunnanhallitus 6.5.2031
§ {number}
Kehittämisverkoston jatko

Päätös: Kunnanhallitus hyväksyi esityksen.
"""


def a_file(folder: Path, name: str, content: str | bytes = MINUTES) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def run(*words: str | Path | int, code: int = 0) -> Result:
    result = CliRunner().invoke(pykala, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result
