"""Pickles in a Whoosh index, read so that they cannot run code.

A stamp tells of files' sizes, and its seal of the stamp. A file that was damaged, or changed by somebody who
had the sealed index before them, may have the right size still: only values and segments are taken from it.
"""

from __future__ import annotations

import io
import pickle
from collections import defaultdict
from typing import Any, BinaryIO

from whoosh import columns
from whoosh.codec import whoosh3
from whoosh.filedb import structfile

from index.engines.whoosh_codec import RowCodec

_MADE_OF: dict[tuple[str, str], Any] = {
    ("whoosh.codec.whoosh3", "W3Segment"): whoosh3.W3Segment,
    (RowCodec.__module__, RowCodec.__name__): RowCodec,
    ("collections", "defaultdict"): defaultdict,
    ("builtins", "int"): int,
}


class _Values(pickle.Unpickler):
    """Reads numbers, texts, containers and segments. Anything else is an UnpicklingError."""

    def find_class(self, module: str, name: str) -> Any:
        found = _MADE_OF.get((module, name))
        if found is None:
            raise pickle.UnpicklingError(f"not part of an index: {module}.{name}")
        return found


def load(file: BinaryIO) -> Any:
    """The next pickle of a file. Raises UnpicklingError."""
    return _Values(file).load()


def loads(data: bytes) -> Any:
    """A pickle. Raises UnpicklingError."""
    return _Values(io.BytesIO(data)).load()


def guard() -> None:
    """Let Whoosh read by these: it has no other place to say so, and its format needs no more than these."""
    structfile.load_pickle = load
    whoosh3.loads = columns.loads = loads
