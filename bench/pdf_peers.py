"""The readers that are compared: ours, and the libraries and tools beside it; each gives a file's text."""

from __future__ import annotations

import importlib
import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench.pdf_truth import AttendanceTruth
from ingest.document import ReadDocument

_ROLES = {
    "chair": "puheenjohtaja",
    "vice-chair": "varapuheenjohtaja",
    "member": "jäsen",
    "deputy": "varajäsen",
    "secretary": "pöytäkirjanpitäjä",
}


@dataclass(frozen=True)
class Peer:
    """A reader: ``text`` takes the file's path and gives its text, pages after one another."""

    name: str
    version: str
    text: Callable[[Path], str]


def peers() -> list[Peer]:
    """Ours first, then every other one that is installed."""
    found = [
        Peer("pykala", _version("pykala"), lambda path: read_ours(path).text),
        Peer("pdfplumber", _version("pdfplumber"), _plumber),
        Peer("pypdfium2", _version("pypdfium2"), _pdfium),
        Peer("pdfminer.six", _version("pdfminer.six"), _miner),
    ]
    program = shutil.which("pdftotext")
    if program:
        found.append(Peer("pdftotext", _poppler_version(program), lambda path: _poppler(program, path)))
    return found


def read_ours(path: Path) -> ReadDocument:
    """The project's own reader."""
    from ingest.readers.pdf import read_pdf

    return read_pdf(path.read_bytes(), path.name)


def _plumber(path: Path) -> str:
    import pdfplumber

    texts = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            texts.append(page.extract_text())
            page.close()
    return "\n".join(texts)


def _pdfium(path: Path) -> str:
    import pypdfium2

    document: Any = pypdfium2.PdfDocument(path)
    texts = []
    for page in document:
        text_page = page.get_textpage()
        texts.append(text_page.get_text_range())
        text_page.close()
        page.close()
    document.close()
    # U+FFFE is pdfium's sign for a hyphen at a line's end, whose line break it drops
    return "\n".join(texts).replace("\r\n", "\n").replace("\ufffe", "-\n")


def _miner(path: Path) -> str:
    from pdfminer.high_level import extract_text

    return str(extract_text(io.BytesIO(path.read_bytes())))


def _poppler(program: str, path: Path) -> str:
    done = subprocess.run([program, str(path), "-"], capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace").replace("\f", "\n")


def _poppler_version(program: str) -> str:
    done = subprocess.run([program, "-v"], capture_output=True, text=True, check=False)
    return (done.stderr.splitlines() or ["?"])[0].rpartition(" ")[2]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"


def finds_attendance() -> Callable[[str], list[AttendanceTruth]] | None:
    """Our attendance extractor, giving rows comparable with the truth; None while the project has none."""
    try:
        module = importlib.import_module("ingest.extract.attendance")
    except ImportError:
        return None
    return lambda text: [_attendance(found) for found in module.find_attendance(text)]


def _attendance(found: Any) -> AttendanceTruth:
    value = getattr(found, "value", found)
    role = str(getattr(value, "role", "") or "")
    title = str(getattr(value, "title", "") or "")
    # "member" and a title of its own: the list wrote one word, the record may have both
    spoken = _ROLES.get(role, role)
    return AttendanceTruth(
        name=str(getattr(value, "name", "") or ""),
        role=spoken if spoken in _ROLES.values() or not title else title,
        present=bool(getattr(value, "present", True)),
        arrived=getattr(value, "arrived", None),
        left=getattr(value, "left", None),
        deputy_for=getattr(value, "deputy_for", None),
    )
