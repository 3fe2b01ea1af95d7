"""A fact and where it was found: the value every extractor gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T", covariant=True)


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value at ``text[start:end]``, found by the rule of that name."""

    start: int
    end: int
    value: T
    rule: str

    def shift(self, offset: int) -> Found[T]:
        """The same in a text that has ``offset`` characters before this one."""
        return Found(self.start + offset, self.end + offset, self.value, self.rule)
