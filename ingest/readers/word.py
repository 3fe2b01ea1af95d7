"""Word documents: .docx through python-docx, .doc through LibreOffice, antiword or catdoc.

One page, like HTML: where a page ends, only the program that prints the document knows. Its lines are the
paragraphs' lines; a row of a data table is one line with tabs between its cells. Automatic numbers stand
before their paragraphs ("1.", "a)", "§ 12"), as they are the substance of a decision; bullets are "-".
The lines of the page head that the first page shows come first, those of the foot are in ``metadata``.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from docx.opc.package import OpcPackage
from docx.opc.part import Part
from docx.oxml.parser import parse_xml

from ingest.document import ReadDocument, ReadError
from ingest.readers.html_blocks import Block
from ingest.readers.html_page import lay_out
from ingest.readers.limits import MAX_LINES
from ingest.readers.word_blocks import BlockReader
from ingest.readers.word_convert import Converted, convert, converters
from ingest.readers.word_styles import Numbering, Styles, attribute, child, children, local, switch

READER = "docx/1"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
MAX_WORD_PARTS = 5000
"""Entries of a .docx archive: a report with 500 pictures has some 600."""
MAX_WORD_XML = 40 * 1024 * 1024
"""Bytes of XML in a .docx, unpacked: 500 pages are some 10 MB, and its tree takes several times as much."""
_BROKEN = "fetch it again"
_RELATIONS = "/relationships/"


def doc_reader() -> str:
    """What ``ReadDocument.reader`` says of .doc and .rtf files; it names the converters that are there."""
    return f"doc/1-{converters()}"


def read_docx(data: bytes, name: str) -> ReadDocument:
    """Reads a .docx (or .docm, .dotx); raises ReadError if it is broken, too large or shows no text."""
    parts = _Parts(data, name)
    reader = BlockReader(Styles(parts.root("styles")), Numbering(parts.root("numbering")))
    body = child(parts.main, "body")
    if body is None:
        raise ReadError(f"{name}: a Word file without a text body; {_BROKEN}")
    head, foot = parts.furniture(body)
    lines: list[Block] = []
    for story in (*head, body, *parts.footnotes()):
        lines.extend(islice(reader.blocks(story), MAX_LINES + 1 - len(lines)))
    if len(lines) > MAX_LINES:
        raise ReadError(f"{name}: a Word file of more than {MAX_LINES:,} lines; split it")
    page = lay_out(lines)
    notes = _notes(reader)
    if not page.lines:
        raise ReadError(
            f"{name}: the Word file shows no text{'; ' + notes[0] if notes else ''}; check the file"
        )
    metadata = {}
    if footer := "\n".join(block.text for story in foot for block in reader.blocks(story)):
        metadata["footer"] = footer
    if language := parts.language():
        metadata["lang"] = language
    if reader.hidden:
        metadata["hidden"] = str(reader.hidden)
    return ReadDocument(
        media_type=DOCX,
        reader=READER,
        pages=(page,),
        title=parts.title(),
        note="; ".join(notes) or None,
        metadata=metadata,
    )


def read_doc(data: bytes, name: str) -> ReadDocument:
    """Reads a .doc or .rtf; raises ReadError if no converter is installed, or it cannot make sense of it."""
    converted = convert(data, name)
    document = read_docx(converted.data, name) if converted.is_docx else _from_text(converted, name)
    note = f"read through {converted.tool}"
    if not converted.is_docx:
        note += ", which loses headings"
    return replace(
        document,
        media_type=DOC,
        reader=doc_reader(),
        note=f"{note}; {document.note}" if document.note else note,
    )


def _from_text(converted: Converted, name: str) -> ReadDocument:
    from ingest.readers.text import read_text

    return read_text(converted.data, name)


def _notes(reader: BlockReader) -> list[str]:
    notes = []
    if reader.hidden:
        notes.append(f"hidden text ({reader.hidden} characters) was left out")
    if reader.deleted:
        notes.append("changes are marked in it: what they delete was left out")
    if reader.embedded:
        notes.append("another document is embedded in it and was left out")
    return notes


class _Parts:
    """The parts of a Word file that hold text, found by their relations."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._package = OpcPackage.open(_without_pictures(data, name))
            self._part = self._document_part()
            self.main = _root(self._part)
        except (ReadError, MemoryError):
            raise
        except Exception as error:
            reason = " ".join(str(error).split())[:120] or type(error).__name__
            raise ReadError(f"{name}: broken Word file ({reason}); {_BROKEN}") from error

    def _document_part(self) -> Part:
        # Not Package.main_document_part: it knows only the transitional kind, and not those with macros.
        for relation in self._package.rels.values():
            if not relation.is_external and relation.reltype.endswith("/officeDocument"):
                part: Part = relation.target_part
                return part
        raise ReadError(f"{self._name}: a zip archive without a Word document; unpack it")

    def related(self, kind: str) -> Iterator[tuple[str, Part]]:
        """The main part's relations of a kind, with their ids."""
        for key, relation in self._part.rels.items():
            if not relation.is_external and relation.reltype.endswith(f"{_RELATIONS}{kind}"):
                yield key, relation.target_part

    def root(self, kind: str) -> Any:
        """The root element of the part of that kind; None if there is none or it is broken."""
        for _, part in self.related(kind):
            return _root_or_none(part)
        return None

    def furniture(self, body: Any) -> tuple[list[Any], list[Any]]:
        """The heads and the feet that the first section's pages show, the first page's first."""
        section = next(body.iter("{*}sectPr"), None)
        first = bool(switch(child(section, "titlePg")))
        found = []
        for kind in ("header", "footer"):
            parts = dict(self.related(kind))
            by_type = {
                attribute(reference, "type") or "default": parts.get(attribute(reference, "id") or "")
                for reference in children(section, f"{kind}Reference")
            }
            chosen = [by_type.get("first")] if first and by_type.get("first") else [by_type.get("default")]
            roots = [_root_or_none(part) for part in chosen if part is not None]
            found.append([root for root in roots if root is not None])
        return found[0], found[1]

    def footnotes(self) -> Iterator[Any]:
        """The footnotes and endnotes, but for the lines that part them from the text."""
        for kind in ("footnotes", "endnotes"):
            for note in self.root(kind) if self.root(kind) is not None else ():
                if attribute(note, "type") in (None, "normal"):
                    yield note

    def language(self) -> str | None:
        """The language that the default style declares, which is often wrong."""
        defaults = child(self.root("styles"), "docDefaults", "rPrDefault", "rPr", "lang")
        declared = attribute(defaults)
        return declared[:20] if declared and declared[:20].isprintable() else None

    def title(self) -> str | None:
        """The title in the file's properties."""
        for relation in self._package.rels.values():
            if not relation.is_external and relation.reltype.endswith("/core-properties"):
                root = _root_or_none(relation.target_part)
                for element in root if root is not None else ():
                    if local(element) == "title" and element.text:
                        return " ".join(element.text.split())[:500] or None
        return None


def _root(part: Part) -> Any:
    element = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


def _root_or_none(part: Part) -> Any:
    try:
        return _root(part)
    except MemoryError:
        raise
    except Exception:
        return None


def _without_pictures(data: bytes, name: str) -> io.BytesIO:
    """The package with empty pictures and fonts: python-docx would hold all of them in memory.

    Sizes are those the archive's list declares; ``zipfile`` unpacks no more than that.
    """
    slim = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(slim, "w") as copy:
        entries = package.infolist()
        if len(entries) > MAX_WORD_PARTS:
            raise ReadError(f"{name}: a Word file of {len(entries):,} parts; check where it came from")
        texts = [entry for entry in entries if entry.filename.lower().endswith((".xml", ".rels"))]
        if sum(entry.file_size for entry in texts) > MAX_WORD_XML:
            raise ReadError(f"{name}: a Word file of more than {MAX_WORD_XML >> 20} MB of text; split it")
        if any(entry.flag_bits & 1 for entry in texts):
            raise ReadError(f"{name}: a Word file locked with a password; save a copy without one")
        wanted = {entry.filename for entry in texts}
        seen = set()
        for entry in entries:
            if entry.filename in seen:
                continue
            seen.add(entry.filename)
            copy.writestr(entry.filename, package.read(entry) if entry.filename in wanted else b"")
    slim.seek(0)
    return slim
