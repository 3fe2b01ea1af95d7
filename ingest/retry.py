"""Whether a document is worth reading again: its bytes, its reader, or what that lacked must have changed."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.readers import ocr

_LACKED = "text recognition"  # in the note of a document some of whose pages are pictures, read without OCR


@dataclass(frozen=True)
class Before:
    """What is known of an address: the bytes read there last, by which reader, and what was said of them.

    ``note`` is the document's note, or the reason why it could not be read. ``sha256`` and ``reader`` are
    None if not even the bytes could be had.
    """

    sha256: str | None
    reader: str | None
    note: str | None = None


def worth_reading(sha256: str, reader: str, before: Before | None) -> bool:
    """Whether bytes of that digest, which ``reader`` would read now, may give anything new.

    ``reader`` is ``Document.reader`` as it would be: ``ingest.readers.reader_of`` and the pipeline's version.
    It names converters of .doc files, so a failure for want of one is tried again when there is one.
    """
    if before is None or before.sha256 != sha256 or before.reader != reader:
        return True
    return before.note is not None and _LACKED in before.note and ocr.available()
