"""What the sentence around an amount says of it: kind, period, payer; and the cues of its VAT.

All cues of a text are found in one pass each, then looked up by place, so that a text of nothing but
amounts costs no more than its length.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property

from corpus.records import MoneyKind
from ingest.extract.money_cues import FARTHEST_AFTER, FARTHEST_CUE, Cue, Cues, Place, kind_cues, windows
from ingest.extract.money_fee import TOPIC_NEAR, Fees
from ingest.extract.money_sentences import Sentences, Span
from ingest.extract.money_subject import Subject
from ingest.extract.money_topics import Topics
from ingest.extract.money_words import KindCues, words

# Units that are a head, not a time.
HEADS = frozenset({"inhabitant", "municipality", "person", "square_metre", "cubic_metre", "other"})

# Kinds that give way to "noin" right before the amount, unless a telling name says them.
_YIELDING = frozenset({MoneyKind.PRICE, MoneyKind.TARIFF, MoneyKind.OTHER})

# Kinds that stay what they are when the sum is reckoned.
_SAID = frozenset({MoneyKind.PARTICIPATION_FEE, MoneyKind.MEMBERSHIP_FEE, MoneyKind.GRANT, MoneyKind.BUDGET})
_AROUND_RECKONED = 120  # characters before the amount

_FARTHEST_VAT = 250  # characters after an amount, for a remark on VAT in the sentences after it
_AROUND_VAT = 90  # characters around the word "alv" that a remark on VAT may take
_ACROSS = 2  # sentences back to look for a kind when its own sentence has none
_LONGEST_HEAD = 50  # characters of a list's head that ends without a colon
_LEAD_IN = 14  # lines back to the "Maksut ovat:" above a list
_OF_ANOTHER = 40  # what a cue costs that stands before another amount
_FAR_ABOVE = 1500  # characters between a lead-in and its list's line
_STEM = 4  # letters of a noun that all its forms have
_HEAVIEST_AFTER = 3  # a verb that rules what comes after it does not reach back
_EARLIER_CLAUSE = 60  # and before it: "valtio tukee hanketta, joten kunta maksaa 5 euroa"
_OTHER_CLAUSE = 90  # what a cue costs that stands after the amount in another clause


class Context:
    """The sentences of ``text``, a view's text, and the cues around the ``amounts`` in it (their spans)."""

    def __init__(self, text: str, amounts: Sequence[Span], subject: Callable[[], Subject]) -> None:
        self.text = text
        self._subject = subject
        self.sentences = Sentences(text)
        self._amounts = amounts
        known = words()
        lower = self.sentences.lower
        near = windows(amounts, FARTHEST_CUE, FARTHEST_AFTER, len(text))
        self._near = Cues(kind_cues(self.sentences.lower, near))
        self._before = Cues(
            Cue(hit.start(), match.end(), match.lastgroup or "")
            for start, end in near
            for hit in known.before_starts.finditer(lower, start, end)
            if (match := known.before.match(lower, hit.start(), end))
        )

    @cached_property
    def subject(self) -> Subject:
        """What the matter is about."""
        return self._subject()

    @cached_property
    def _far(self) -> Cues[KindCues]:
        """Cues as far as a list's lead-in; most texts do not need them."""
        far = windows(self._amounts, _FAR_ABOVE, FARTHEST_AFTER, len(self.text))
        return Cues(kind_cues(self.sentences.lower, far))

    @cached_property
    def vat_cues(self) -> list[Cue[str]]:
        """Remarks on VAT near the amounts: excluded, excluded_ahead or included."""
        lower = self.sentences.lower
        anchors = [
            match.span()
            for start, end in windows(self._amounts, FARTHEST_CUE, _FARTHEST_VAT, len(lower))
            for match in words().vat_words.finditer(lower, start, end)
        ]
        return [
            Cue(match.start(), match.end(), match.lastgroup or "")
            for start, end in windows(anchors, _AROUND_VAT, _AROUND_VAT, len(lower))
            for match in words().vat.finditer(lower, start, end)
        ]

    @cached_property
    def fees(self) -> Fees:
        """Which charges are fees of a network."""
        return Fees(self.sentences, Topics(self.text, self.sentences.lower), lambda: self.subject)

    def is_of_network(self, place: Place) -> bool:
        """True if the heading or the words around are of a network that municipalities join."""
        return self.fees.is_of_network(place)

    def has_kind_cue(self, start: int, end: int) -> bool:
        """True if a word that tells of some kind of money begins in ``start:end``."""
        return bool(self._near.between(start, end))

    def is_of_season(self, place: Place, kind: MoneyKind | None) -> bool:
        """True if the sentence goes on to tell that a network's fee is for all its years."""
        end = min(
            self.sentences.around(place.start)[1],
            place.end + FARTHEST_AFTER,
            place.next_start or place.end + FARTHEST_AFTER,
        )
        fee = kind is MoneyKind.PARTICIPATION_FEE
        return fee and words().whole.search(self.sentences.lower, place.end, end) is not None

    def says_before(self, pattern: re.Pattern[str], place: Place) -> bool:
        """True if the sentence has ``pattern`` before the amount."""
        return self.fees.says_before(pattern, place)

    def units_before(self, place: Place) -> set[str]:
        """Periods and heads the sentence gives before the amount ("vuotuinen", "asukasta kohden")."""
        sentence = self.sentences.around(place.start)[0]
        start = max(sentence, place.start - FARTHEST_CUE, place.previous_end or 0)
        units = {cue.value for cue in self._before.between(start, place.start)}
        if _EACH.search(self.text, start, place.start):
            units.add("other")
        if place.previous_end is not None:
            if _TOTAL.search(self.text, start, place.start):
                return units - HEADS  # "0,90 euroa asukasta kohden, yhteensä 5 400 euroa"
            # "Kuukausihinnat: A 4 €, B 5 €": what the label says is of the whole list.
            first = bisect_left(self._amounts, (sentence, 0))
            label = self.text.find(": ", max(sentence, place.start - FARTHEST_CUE), self._amounts[first][0])
            if label >= 0:
                units |= {cue.value for cue in self._before.between(sentence, label)}
        return units or self._units_of_list(place)

    def _units_of_list(self, place: Place) -> set[str]:
        """Periods that a list's head gives each of its lines: "Vuosipalkkiot", "Kuukausimaksut ovat:"."""
        sentences = self.sentences
        index = sentences.at(place.start)
        bulleted = sentences.is_list_line(index)
        if not bulleted and (
            self.text[place.end : place.end + 1] not in ("", "\n") or not self._is_row(index)
        ):
            return set()
        for back in range(index - 1, max(-1, index - 1 - _LEAD_IN), -1):
            first, last = sentences.span(back)
            head = self.text[first:last].strip()
            if sentences.is_list_line(back) or (not bulleted and self._is_row(back)):
                continue
            if head or not bulleted:
                # Above rows without bullets only its first word counts: "Vuosivuokrat:".
                last = last if bulleted else first + 1
                short = bulleted and len(head) < _LONGEST_HEAD and head[-1] not in ".,;!?"
                told = self._before.between(first, last) if short or head.endswith(":") else []
                return {cue.value for cue in told}
        return set()

    def _is_row(self, index: int) -> bool:
        """True for a short line of its own that ends with an amount."""
        start, end = self.sentences.span(index)
        line = self.text[start:end].rstrip()
        after = bisect_left(self._amounts, (start, 0))
        return (
            len(line) < _LONGEST_HEAD * 2
            and (not start or self.text[start - 1] == "\n")
            and after < len(self._amounts)
            and start < self._amounts[after][0]
            and start + len(line) == self._amounts[after][1]
        )

    def kind(self, place: Place) -> MoneyKind:
        """What the money is: by its sentence, else by what leads to it or the matter is about."""
        return self.told_kind(place) or self.untold_kind(place) or MoneyKind.OTHER

    def untold_kind(self, place: Place) -> MoneyKind | None:
        """By the lead-in or the sentence before, else by the matter's subject, if that tells anything."""
        before = self._cues_before(self.sentences.at(place.start))
        kind = self._resolve(before, place) if before else self._subject_kind(place)
        if kind is MoneyKind.PARTICIPATION_FEE and (
            self.fees.is_silent(place) or self.fees.is_of_another(place)
        ):
            return None
        return kind

    def _subject_kind(self, place: Place) -> MoneyKind | None:
        """What the heading speaks of; beside membership fees ("Lisäksi maksetaan") it is something else."""
        start, end = self.sentences.around(place.start)
        if self.subject.kind is MoneyKind.MEMBERSHIP_FEE and _BESIDES.match(self.sentences.lower, start, end):
            return MoneyKind.OTHER
        return self.subject.kind

    def told_kind(self, place: Place) -> MoneyKind | None:
        """What the money is by the nearest cue of its sentence; None where it has none."""
        index = self.sentences.at(place.start)
        if self._is_limit(place, index):
            return MoneyKind.OTHER
        best = self._nearest(place, *self.sentences.span(index))
        kind = self._resolve(best.value, place) if best else None
        if best is not None and best.value.kind is kind and (named := self._named_before(best)):
            kind = named
        if kind is MoneyKind.PARTICIPATION_FEE and best is not None and self._is_clause(best):
            # "Verkoston työpajan tarjoilu maksaa 5 euroa": the words of a clause, no name of the fee.
            kind = MoneyKind.PRICE if self.fees.tells_of_another(place) else kind
        if kind not in _SAID and words().reckoned.search(
            self.sentences.lower, max(0, place.start - _AROUND_RECKONED), place.start
        ):
            return MoneyKind.ESTIMATE
        firm = best is not None and best.value.weight >= (2 if kind is MoneyKind.TARIFF else 3)
        # "Hinta on noin 5 euroa": the price of what the heading speaks of.
        firm = firm or (kind is self.subject.kind and best is not None and best.value.kind is MoneyKind.PRICE)
        if kind is None or (kind in _YIELDING and not firm):
            roughly = words().estimate_before
            rate = place.rated and kind is MoneyKind.TARIFF  # "Maksu olisi 1,20 €/h" is no guess
            if not rate and roughly.search(self.sentences.lower, max(0, place.start - 30), place.start):
                return MoneyKind.ESTIMATE
        if kind in (None, MoneyKind.OTHER) and not firm and self.says_before(words().forecast, place):
            return MoneyKind.ESTIMATE
        if (
            kind is None
            and self.says_before(words().paid, place)
            and self.fees.is_of_network(place, TOPIC_NEAR)
        ):
            return MoneyKind.PRICE if self.fees.is_of_another(place) else MoneyKind.PARTICIPATION_FEE
        return kind

    def _is_clause(self, cue: Cue[KindCues]) -> bool:
        """True for a cue of several words."""
        return any(blank in self.text[cue.start : cue.end] for blank in " \n")

    def _is_limit(self, place: Place, index: int) -> bool:
        """True if the sum bounds what somebody may decide: "päättää alle 60 000 euron hankinnoista"."""
        known = words()
        lower = self.sentences.lower
        before = known.limit_before.search(lower, max(0, place.start - 20), place.start)
        after = known.limit_after.match(lower, place.end)
        if before and after:
            return True
        if not (before or after):
            return False
        start, end = self.sentences.span(index)
        first, last = max(start, place.start - FARTHEST_CUE), min(end, place.end + FARTHEST_AFTER)
        return known.powers.search(lower, first, last) is not None

    def _resolve(self, cues: KindCues, place: Place) -> MoneyKind:
        """The cues' kind, or a participation fee where a network's fee goes by another name."""
        fee = cues.network and self.fees.may_be(cues.network, place) and not self.fees.is_of_another(place)
        if fee and not (cues.weight == 0 and self.fees.is_silent(place)):
            return MoneyKind.PARTICIPATION_FEE
        if cues.subjects and self.subject.kind in cues.subjects:
            return self._subject_kind(place) or cues.kind
        return cues.kind

    def _is_purpose(self, cue: Cue[KindCues]) -> bool:
        """True if a cue tells what a grant or money set aside is for: "haki palkkakustannuksiin 50 euroa"."""
        if self.subject.kind not in (MoneyKind.GRANT, MoneyKind.BUDGET):
            return False
        return cue.value.kind in _PURPOSES and _INTO.match(self.sentences.lower, cue.start) is not None

    def _is_set_aside(self, cue: Cue[KindCues], first: int) -> bool:
        """True if a cue tells what a budget's money is for: "talousarviossa on avustuksiin 28 000 euroa"."""
        if cue.value.kind is not MoneyKind.GRANT or not _INTO.match(self.sentences.lower, cue.start):
            return False
        earlier = self._near.between(max(first, cue.start - _AROUND_VAT), cue.start)
        return any(one.value.kind is MoneyKind.BUDGET for one in earlier)

    def _nearest(self, place: Place, start: int, end: int) -> Cue[KindCues] | None:
        first = max(start, place.start - FARTHEST_CUE)
        best: tuple[float, Cue[KindCues]] | None = None
        for cue in self._near.between(first, min(end, place.end + FARTHEST_AFTER)):
            if self._is_purpose(cue) or self._is_set_aside(cue, first):
                continue
            if words().beside.match(self.sentences.lower, cue.end):
                continue
            weight = cue.value.weight
            if cue.start < place.start:
                distance = float(max(0, place.start - cue.end))
                if _CLAUSE.search(self.text, cue.end, place.start):
                    distance += _EARLIER_CLAUSE
                    weight = min(weight, _HEAVIEST_AFTER)
                if place.previous_end is not None and cue.start < place.previous_end:
                    distance += _OF_ANOTHER
                    weight = min(weight, _HEAVIEST_AFTER)
            else:
                distance = float(max(0, cue.start - place.end))
                weight = min(weight, _HEAVIEST_AFTER)
                # "450 euron projektiavustuksen": a genitive belongs to the noun after it.
                distance = distance * 0.3 - 40 if place.genitive and distance < 40 else distance * 2 + 10
                if _JOINED.search(self.text, place.end, cue.start):
                    distance += _OTHER_CLAUSE
                if "," in self.text[place.end : cue.start]:
                    if self.subject.network:
                        continue
                    distance += _OTHER_CLAUSE
                if place.next_start is not None and cue.start > place.next_start:
                    continue
                if self._is_in_remark(place.end, cue):
                    continue
                if place.next_start is not None and _NEXT.search(self.text, place.end, cue.start):
                    continue  # "5 euroa ja tuki 3 euroa": the word is the next amount's
            cost = distance + (3 - weight) * 40
            if best is None or cost < best[0]:
                best = (cost, cue)
        return best[1] if best else None

    def _is_in_remark(self, end: int, cue: Cue[KindCues]) -> bool:
        """True if a cue after an amount stands in brackets on VAT: "5 €/pv (hinnat sis. alv)"."""
        lower = self.sentences.lower
        opened = lower.rfind("(", end, cue.start)
        closed = lower.find(")", cue.start, cue.end + _AROUND_VAT) if opened >= 0 else -1
        return (
            closed >= 0
            and ")" not in lower[opened : cue.start]
            and words().vat_words.search(lower, opened, closed) is not None
        )

    def _named_before(self, bare: Cue[KindCues]) -> MoneyKind | None:
        """What a noun means by a compound of it before: "Jäsenmaksu on 5 euroa. Maksu oli 4 euroa"."""
        lower = self.sentences.lower
        if not bare.value.bare or lower[bare.start - 1 : bare.start].isalpha():
            return None
        noun = lower[bare.start : bare.end][:_STEM]
        earlier = self._near.between(bare.start - FARTHEST_CUE, bare.start)
        named = [cue.value for cue in earlier if not cue.value.bare and noun in lower[cue.start : cue.end]]
        return named[-1].kind if named else None

    def _cues_before(self, index: int) -> KindCues | None:
        """The last heavy cue of the sentence before, or of a list's lead-in."""
        start, _ = self.sentences.span(index)
        reach = _LEAD_IN if self.sentences.is_list_line(index) else _ACROSS
        for back in range(index - 1, max(-1, index - 1 - reach), -1):
            first, last = self.sentences.span(back)
            first = max(first, last - FARTHEST_CUE)
            ending = self.text[first:last].rstrip()[-1:]
            leads_in = ending == ":"
            if reach == _ACROSS and ending not in ".!?:":
                continue  # a heading: what it says is the matter's subject
            if reach == _LEAD_IN and not leads_in:
                continue
            if start - last > _FAR_ABOVE:
                break
            cues = self._far.between(first, last)
            if heavy := [cue.value for cue in cues if cue.value.weight >= 2]:
                # "… avustuksia talousarvion kohdalta seuraavasti:" in a matter of grants: of grants.
                return next((one for one in heavy if one.kind is self.subject.kind), heavy[-1])
            if cues and leads_in:
                return cues[-1].value
        return None


_BESIDES = re.compile(
    r"\s{0,60}(?:(?:tämän |näiden |niiden )?lisäksi|därtill|dessutom|därutöver|utöver dessa)\b"
)
_EACH = re.compile(r"\b[àá][ \n]?\Z")
_TOTAL = re.compile(
    r"\b(?:yhteensä|kaikkiaan|kokonaisuudessaan|totalt|sammanlagt)(?:[ \n](?:noin|cirka|ca))?[ \n]{1,3}\Z"
)
_PURPOSES = frozenset(
    {MoneyKind.ESTIMATE, MoneyKind.COMPENSATION, MoneyKind.RENT, MoneyKind.PRICE, MoneyKind.TARIFF}
)
_INTO = re.compile(
    r"[a-zåäö-]{0,40}(?:(?<!t)iin|ihin|uun|ntaan|eseen|tukeen)\b"
)  # "-kustannuksiin", "-menoihin", "hankintaan"
_JOINED = re.compile(r"[ \n](?:eli|ja|sekä|dvs\.?|och)[ \n]")
_CLAUSE = re.compile(r",[ \n]{1,40}(?:joten|jolloin|mutta|vaikka|koska|kun|men|så|eftersom|då)\b")
_NEXT = re.compile(r"(?:[ \n](?:ja|sekä|och|samt)|[,;])[ \n]")
