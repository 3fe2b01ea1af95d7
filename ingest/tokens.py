"""A tokenizer for minutes: words with inner hyphens, numbers and codes whole, punctuation alone.

spaCy's own spends most of its time on exceptions that minutes do not have, and cuts ``1.1.–28.2.2017`` and
``USO:n``; this one is several times faster and leaves them as the extractors see them.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc
from spacy.vocab import Vocab

# A token and the one space that spaCy keeps with it; more white space is a token of its own.
_TOKEN = re.compile(r"(\w+(?:[-:./]\w+)*|[^\w\s]|\s+)( ?)")


class MinutesTokenizer:
    """Text to Doc; ``doc.text`` is the text, character for character."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        tokens = _TOKEN.findall(text)
        return Doc(
            self.vocab, words=[word for word, _ in tokens], spaces=[space == " " for _, space in tokens]
        )

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to keep: the rules are code."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> MinutesTokenizer:
        """As it is."""
        return self
