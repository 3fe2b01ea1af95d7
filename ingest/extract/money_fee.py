"""Whether a charge may be a network's fee: by the matter, its sentence and its clause."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.extract.money_clause import is_silent, tells_of_another
from ingest.extract.money_cues import FARTHEST_AFTER, FARTHEST_CUE, Place
from ingest.extract.money_sentences import Sentences
from ingest.extract.money_subject import Subject
from ingest.extract.money_topics import Topics
from ingest.extract.money_words import words

_TOPIC_BEFORE = 2500  # characters before an amount that tell what the matter is
TOPIC_NEAR = 300  # the same for a bare "hinta" or "maksaa"


class Fees:
    """The fees of a text's matter. ``subject`` is asked for only where it is needed."""

    def __init__(self, sentences: Sentences, topics: Topics, subject: Callable[[], Subject]) -> None:
        self._sentences = sentences
        self._topics = topics
        self._subject = subject

    def says_before(self, pattern: re.Pattern[str], place: Place) -> bool:
        """True if the sentence has ``pattern`` before the amount."""
        first = max(self._sentences.around(place.start)[0], place.start - FARTHEST_CUE)
        return pattern.search(self._sentences.lower, first, place.start) is not None

    def is_of_network(self, place: Place, reach: int = _TOPIC_BEFORE) -> bool:
        """True if the heading or the words around are of a network that municipalities join."""
        return self._subject().network or self._topics.is_of_network(place.span, reach)

    def may_be(self, network: str, place: Place) -> bool:
        """True if the matter is one whose charges are fees of taking part, as far as ``network`` looks."""
        if network == "members" and self.says_before(words().association, place):
            return False
        reach = _TOPIC_BEFORE if network in ("item", "project") else TOPIC_NEAR
        if network in ("project", "near-project"):
            return self._subject().network or self._topics.is_of_project(place.span, reach)
        return self._subject().network if network == "title" else self.is_of_network(place, reach)

    def is_of_another(self, place: Place) -> bool:
        """True if somebody else is paid, or some other thing costs it: "strategian laadinta maksaa 5 €"."""
        if self.says_before(words().local, place) or self.says_before(words().seller, place):
            return True
        return self.tells_of_another(place)

    def tells_of_another(self, place: Place) -> bool:
        """True if the amount's own clause names another thing that has the cost."""
        sentence = self._sentences.around(place.start)[0]
        first = max(sentence, place.previous_end or 0, place.start - FARTHEST_CUE)
        return tells_of_another(
            self._sentences.lower[first : place.start],
            lambda: [(at - first, end - first) for at, end in self._topics.networks(first, place.start)],
        )

    def is_silent(self, place: Place) -> bool:
        """True if the sentence has no word of a network whose fee the sum might be."""
        index = self._sentences.at(place.start)
        start, end = self._sentences.span(index)
        first, last = max(start, place.start - FARTHEST_CUE), min(end, place.end + FARTHEST_AFTER)
        lower = self._sentences.lower
        return (
            not self._sentences.is_list_line(index)
            and is_silent(f"{lower[first : place.start]} {lower[place.end : last]}")
            and not self._topics.networks(first, last)
        )
