"""The version of everything after the readers, for those who need it without loading it all."""

from typing import Final

READER_VERSION: Final = "1"
"""Part of ``Document.reader``: documents read by another version are read again."""
