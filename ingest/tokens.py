"""A tokenizer for minutes: words with inner hyphens, numbers and codes whole, punctuation alone.

spaCy's own spends most of its time on exceptions that minutes do not have, and cuts ``1.1.–28.2.2017`` and
``USO:n``; this one is several times faster and leaves them as the extractors see them.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc
from spacy.vocab import Vocab

_TOKEN = re.compile(r"\w+(?:[-:./]\w+)*|[^\w\s]|\s+")


class MinutesTokenizer:
    """Text to Doc; ``doc.text`` is the text, character for character."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        for match in _TOKEN.finditer(text):
            word = match.group()
            if word[0] == " " and words and not spaces[-1]:
                # spaCy keeps one space with the token before it; what is more is a token.
                spaces[-1] = True
                word = word[1:]
                if not word:
                    continue
            words.append(word)
            spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to keep: the rules are code."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> MinutesTokenizer:
        """As it is."""
        return self
