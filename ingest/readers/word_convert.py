"""Old Word files (.doc, .rtf) through a program installed for it, or one line on what to install.

LibreOffice keeps headings, tables and numbers; antiword and catdoc give the text.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.document import ReadError
from ingest.worker import own_limits

MAX_CONVERTER_SECONDS = 100
"""For one conversion, which takes LibreOffice some three seconds; less than a document may take in all."""
MAX_CONVERTER_MEMORY = 1 << 30
"""Bytes; LibreOffice needs some 200 MB."""
_INSTALL = "install LibreOffice (soffice), antiword or catdoc, or save it as PDF or .docx and read that"
_COMMANDS: Mapping[str, tuple[str, ...]] = {
    "libreoffice": ("soffice", "libreoffice"),
    "antiword": ("antiword",),
    "catdoc": ("catdoc",),
}
_RICH_TEXT = frozenset({"libreoffice", "catdoc"})


@dataclass(frozen=True)
class Converted:
    """What a converter made of a file: a .docx, or plain text in UTF-8."""

    data: bytes
    tool: str
    is_docx: bool


@cache
def installed() -> Mapping[str, str]:
    """The converters that are there, best first, and where."""
    found = {}
    for tool, commands in _COMMANDS.items():
        for command in commands:
            if tool not in found and (place := shutil.which(command)):
                found[tool] = place
    return found


def converters() -> str:
    """Their names, best first ("libreoffice-catdoc"), or "none"."""
    return "-".join(installed()) or "none"


def convert(data: bytes, name: str) -> Converted:
    """The file as something we can read; a tool that fails gives way to the next.

    Raises ReadError if there is no converter, or none could read it.
    """
    rich = data.startswith(b"{\\rtf")
    tools = [tool for tool in installed() if not rich or tool in _RICH_TEXT]
    what = "a rich text file (.rtf)" if rich else "an old Word file (.doc)"
    if not tools:
        raise ReadError(f"{name}: {what}, which needs a converter; {_INSTALL}")
    reasons = []
    for tool in tools:
        try:
            return _convert(tool, data, ".rtf" if rich else ".doc")
        except (OSError, subprocess.SubprocessError, _Failed) as error:
            reasons.append(f"{tool}: {_reason(error)}")
    raise ReadError(
        f"{name}: {what} that cannot be converted ({'; '.join(reasons)}); save it as PDF or .docx"
    )


class _Failed(Exception):
    """A converter gave nothing."""


def _convert(tool: str, data: bytes, suffix: str) -> Converted:
    with TemporaryDirectory(prefix="pykala-") as temporary:
        folder = Path(temporary)
        source = folder / f"document{suffix}"
        source.write_bytes(data)
        command = installed()[tool]
        if tool == "libreoffice":
            # A profile of its own: two that share one do not both start, and macros stay off.
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            to_docx = ("--headless", "--norestore", "--convert-to", "docx", "--outdir", str(folder))
            complaint = _run((command, profile, *to_docx, str(source)), folder).stderr
            made = folder / "document.docx"
            if not made.exists():
                raise _Failed(_first_line(complaint) or "no result")
            return Converted(made.read_bytes(), "LibreOffice", True)
        options = ("-m", "UTF-8.txt", "-w", "0") if tool == "antiword" else ("-d", "utf-8", "-w")
        done = _run((command, *options, str(source)), folder)
        text = done.stdout.replace(b"\x0c", b"\n").replace(b"\x07", b"\t")
        if done.returncode or not text.strip():
            raise _Failed(_first_line(done.stderr) or "no text")
        return Converted(_tabbed(text) if tool == "antiword" else text, tool, False)


def _run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    # Not in a group of its own: a worker that is ended takes its converter along.
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=MAX_CONVERTER_SECONDS,
        check=False,
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"},
        preexec_fn=lambda: own_limits(MAX_CONVERTER_MEMORY),
    )


def _tabbed(text: bytes) -> bytes:
    """antiword's drawn tables ("|Nimi     |Tehtävä |") as rows with tabs, which catdoc gives by itself."""
    lines = text.split(b"\n")
    for number, line in enumerate(lines):
        if line.startswith(b"|") and line.rstrip().endswith(b"|"):
            lines[number] = b"\t".join(cell.strip() for cell in line.strip().strip(b"|").split(b"|"))
    return b"\n".join(lines)


def _first_line(text: bytes) -> str:
    lines = [line.strip() for line in text.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[0][:120] if lines else ""


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.TimeoutExpired):
        return f"took longer than {MAX_CONVERTER_SECONDS} s"
    return " ".join(str(error).split())[:150]
