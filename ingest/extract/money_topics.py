"""Which networks and joint projects of municipalities a text speaks of, and where."""

from __future__ import annotations

import re
from functools import cached_property

from corpus.registry.networks import find_networks
from ingest.extract.money_cues import Cue, Cues, windows
from ingest.extract.money_sentences import Span
from ingest.extract.money_words import words

_HOLDS = re.compile(r"verkosto|nätverk")  # every word of a network does
_LONGEST_WORDS, _LONGEST_REST = 150, 30  # characters of a network's words before that and after its start
_AFTER = 600  # characters after an amount, at most, that tell what the matter is


class Topics:
    """The topics of ``text``; ``lower`` is the same in lower case. Each is sought when first asked for."""

    def __init__(self, text: str, lower: str) -> None:
        self._text = text
        self._lower = lower

    @cached_property
    def _networks(self) -> Cues[int]:
        """Words of networks of municipalities (1) and of networks of pipes and wires (-1)."""
        known = words()
        lower = self._lower
        found: list[Cue[int]] = []
        found += [Cue(start, end, 1) for start, end, *_ in find_networks(self._text)]
        holding = [match.span() for match in _HOLDS.finditer(lower)]
        for start, end in windows(holding, _LONGEST_WORDS, _LONGEST_REST, len(lower)):
            for pattern, worth in ((known.network, 1), (known.utility, -1)):
                found += [Cue(*match.span(), worth) for match in pattern.finditer(lower, start, end)]
        return Cues(found)

    @cached_property
    def _projects(self) -> Cues[int]:
        """Words of joint projects that the municipality joins."""
        lower = self._lower
        if "hankkee" not in lower and "projekt" not in lower:
            return Cues([])
        return Cues(Cue(match.start(), match.end(), 1) for match in words().project.finditer(lower))

    def networks(self, start: int, end: int) -> list[Span]:
        """The words of networks of municipalities that begin in ``start:end``."""
        return [(cue.start, cue.end) for cue in self._networks.between(start, end) if cue.value > 0]

    def is_of_network(self, span: Span, reach: int) -> bool:
        """True if the words around ``span`` are of a network that municipalities join."""
        around = self._networks.between(span[0] - reach, span[1] + min(reach, _AFTER))
        return sum(cue.value for cue in around) > 0

    def is_of_project(self, span: Span, reach: int) -> bool:
        """True if the words around ``span`` are of a joint project, or of such a network."""
        first, last = span[0] - reach, span[1] + min(reach, _AFTER)
        pipes = sum(cue.value for cue in self._networks.between(first, last)) < 0
        joined = bool(self._projects.between(first, last)) and not pipes
        return joined or self.is_of_network(span, reach)
