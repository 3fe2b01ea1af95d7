"""The version of everything after the readers, for those who need it without loading it all."""

from typing import Final

READER_VERSION: Final = "7"
"""Part of ``Document.reader``: documents read by another version are read again."""
_MODEL = "+model:"


def reader_mark(reader: str, model: str | None = None) -> str:
    """``Document.reader`` of what ``reader`` reads with, if any, a statistical model's help."""
    return f"{reader}+{READER_VERSION}" + (f"{_MODEL}{model}" if model else "")


def model_of(reader: str) -> str | None:
    """The model in a ``Document.reader``, None if there was none."""
    _, found, model = reader.partition(_MODEL)
    return model.removesuffix("+pinned") if found else None
