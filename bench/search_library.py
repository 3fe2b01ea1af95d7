"""A library of generated items, for measuring whole processes."""

from __future__ import annotations

import hashlib
from itertools import islice
from pathlib import Path

from bench.search_corpus import Corpus, item
from corpus.database import Library
from corpus.records import Document, Reading

_OF_A_DOCUMENT = 200


def store_items(folder: Path, count: int) -> None:
    """Make a library of so many items, two hundred a document."""
    with Library.open(folder, create=True) as library:
        made = Corpus().items(count)
        number = 0
        while batch := [item(each) for each in islice(made, _OF_A_DOCUMENT)]:
            data = f"document {number}".encode()
            document = Document(
                name=f"{number}.txt",
                uri=f"file:///minutes/{number}.txt",
                sha256=hashlib.sha256(data).hexdigest(),
                media_type="text/plain",
                kind=batch[0].kind,
                language="fi",
                municipality=None,
                reader="bench/1",
            )
            library.store(Reading(document=document, pages=("",), items=tuple(batch)), data)
            number += 1
