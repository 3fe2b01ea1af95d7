"""A document's structure to its items: facts extracted, each with its evidence."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from corpus.records import Decision, Handling, Item, Kind, Person, SectionRole
from corpus.registry.decisions import outcome_of
from corpus.registry.municipalities import Municipality
from ingest.document import ReadDocument
from ingest.evidence import EvidenceBook
from ingest.extract.attendance import find_attendance
from ingest.extract.diary import find_diary_numbers
from ingest.extract.found import Found
from ingest.extract.language import detect_language
from ingest.extract.money import find_money
from ingest.extract.people import find_people
from ingest.extract.presentation import network_page, project_card
from ingest.frame import ItemContext, extract
from ingest.item_people import absences, decision_maker, distinct_people, spoken_presenters, with_offices
from ingest.item_title import find_title
from ingest.item_words import (
    bare_decision,
    blank,
    decided_alone,
    decision_bodies,
    defers,
    head_end,
    in_full,
    inherited_proposal,
    is_officeholder,
    named_sections,
    organ_from_words,
    own_and_cited,
    section_bodies,
    sentence_breaks,
    unheaded,
)
from ingest.minutes import Segment, Structure
from ingest.model import find_people_by

_ASKING = (SectionRole.PROPOSAL, SectionRole.DECISION)


class ItemBuilder:
    """Makes a document's items; holds what they share."""

    def __init__(
        self,
        document: ReadDocument,
        shape: Structure,
        kind: Kind,
        language: str,
        municipality: Found[Municipality] | None,
        sha256: str,
        model: str | None = None,
    ) -> None:
        self.document, self.shape, self.kind, self.language = document, shape, kind, language
        self.municipality, self.sha256, self.model = municipality, sha256, model
        self.text = document.text

    def item(self, segment: Segment) -> Item:
        """An item (§) from its stretch of the document."""
        text = self.text[segment.start : segment.end]
        base = segment.start
        language = detect_language(text) if self.shape.is_meeting else self.language
        own = blank(text, [(h.start - base, h.end - base) for h in segment.handlings])
        sections = named_sections(segment)
        decided = decision_bodies(segment, own)
        asked = (
            s.role in _ASKING for s in segment.sections if own[s.start - base : s.start - base + 1].strip()
        )
        if not decided and not any(asked):
            decided = bare_decision(own, segment.body - base)
        proposals = tuple(p for p in section_bodies(segment, own, SectionRole.PROPOSAL) if p not in decided)
        inherited = inherited_proposal(segment, text)
        context = ItemContext(
            text=text,
            own=own,
            sections=[section for section in sections if own[section.start : section.start + 1].strip()],
            head_end=head_end(segment),
            title=segment.title.shift(-base) if segment.title else None,
            municipality=self.municipality.value if self.municipality else None,
            agenda=self.kind is Kind.AGENDA,
            decision_spans=decided,
            proposal_spans=(*proposals, *inherited) if defers(own, proposals) else proposals or inherited,
            inherited=bool(inherited and (not proposals or defers(own, proposals))),
            handling_spans=(
                *section_bodies(segment, own, SectionRole.HANDLING),
                *proposals,
                *unheaded(segment, own),
            ),
            breaks=sentence_breaks(segment, text),
        )
        found = extract(language, context)
        facts = EvidenceBook(self.document, base)
        numbers = own_and_cited(found["diary"], context.head_end, segment, base)
        organ = segment.organ or organ_from_words(
            text, (*context.decision_spans, *context.proposal_spans), base
        )
        organ = organ or decision_maker(found["people"], base)
        organ = in_full(organ, context.municipality, language, self.text)
        kind = self.kind
        if kind is Kind.ITEM and organ and is_officeholder(organ.value):
            kind = Kind.OFFICEHOLDER_DECISION
        for pointer, fact in (
            ("/municipality", self.municipality),
            ("/organ", organ),
            ("/meeting_date", segment.date),
            ("/section", segment.section),
            ("/title", segment.title),
        ):
            if fact is not None:
                facts.add(pointer, fact.start, fact.end, fact.rule)
        facts.add_all("/diary_numbers", numbers[0], base)
        facts.add_all("/cited_diary_numbers", numbers[1], base)
        people = distinct_people([*found["people"], *spoken_presenters(own, sections), *absences(own)])
        people = with_offices(people, own, organ.value if organ else None)
        if self.model:
            known = {person.value.name for person in people if person.value.name}
            people += find_people_by(self.model, own, language, known)
        facts.add_all("/people", people, base)
        facts.add_all("/money", found["money"], base)
        decisions: list[Found[Decision]] = found["decision"]
        if organ and is_officeholder(organ.value) and not context.proposal_spans:
            decisions = [decided_alone(decision) for decision in decisions]
        if decisions:
            facts.add("/decision", decisions[0].start + base, decisions[0].end + base, decisions[0].rule)
        facts.add_all("/participations", found["network"], base)
        return Item(
            id=self._id(organ.value if organ else None, segment.date, segment.section),
            kind=kind,
            language=language,
            municipality=self.municipality.value.name if self.municipality else None,
            organ=organ.value if organ else None,
            meeting_date=segment.date.value if segment.date else None,
            section=segment.section.value if segment.section else None,
            title=segment.title.value if segment.title else None,
            diary_numbers=tuple(f.value for f in numbers[0]),
            cited_diary_numbers=tuple(f.value for f in numbers[1]),
            people=tuple(f.value for f in people),
            money=tuple(f.value for f in found["money"]),
            decision=decisions[0].value if decisions else None,
            participations=tuple(f.value for f in found["network"]),
            sections=tuple(sections),
            handlings=self._handlings(segment),
            text=text,
            first_page=self._page(segment.start),
            last_page=self._page(max(segment.start, segment.end - 1)),
            evidence=tuple(facts.evidence),
        )

    def _handlings(self, segment: Segment) -> tuple[Handling, ...]:
        result: dict[tuple[str, int | None, dt.date | None], Handling] = {}
        for span in segment.handlings:
            words = self.text[span.start : span.end].strip()
            organ = span.mark.organ.value.name if span.mark.organ else None
            if organ is None:
                organ = segment.organ.value if segment.organ else "?"
            section = span.mark.section.value if span.mark.section else None
            date = span.mark.date.value if span.mark.date else None
            decided = [
                s
                for s in segment.sections
                if s.role is SectionRole.DECISION and span.start <= s.start < span.end
            ]
            phrase = (
                outcome_of(self.text[decided[-1].body : decided[-1].end].strip(" :\n\t")) if decided else None
            )
            key = (organ, section, date)
            known = result.get(key)
            if known is None or len(words) > len(known.text):
                result[key] = Handling(
                    organ=organ,
                    meeting_date=date,
                    section=section,
                    outcome=phrase.outcome if phrase else None,
                    text=words,
                )
        return tuple(result.values())

    def cover(self, span: tuple[int, int]) -> Item | None:
        """The attendance of a whole meeting, from the stretch before its first item, if any."""
        text = self.text[slice(*span)]
        people: list[Found[Person]] = list(find_attendance(text, self._organ_name()))
        if not people and not (self.shape.organ and self.shape.date):
            return None
        return self._plain(span, people, [], title=None, meeting=True)

    def _organ_name(self) -> str | None:
        return self.shape.organ.value.name if self.shape.organ else None

    def whole(self) -> Item:
        """A document that is no item: its kind and what it does say, without § or decision."""
        span = (0, len(self.text))
        lines = self.shape.lines
        title = find_title(lines, None, ()) if lines else None
        people: list[Found[Person]] = []
        networks: list[Found[Any]] = []
        place = self.municipality.value if self.municipality else None
        if self.kind is Kind.NETWORK_PAGE:
            people = list(find_people(self.text, ()))
            networks = network_page(self.text, lines, people)
        elif self.kind is Kind.PROJECT_CARD:
            people = list(find_people(self.text, ()))
            networks = project_card(self.text, lines, place, people)
        elif self.kind is Kind.MINUTES:
            people, title = list(find_attendance(self.text, self._organ_name())), None
        elif self.kind is Kind.AGENDA:
            title = None  # whom it lists as members has not come to any meeting yet
        return self._plain(span, people, networks, title, meeting=self.kind in (Kind.MINUTES, Kind.AGENDA))

    def _plain(
        self,
        span: tuple[int, int],
        people: Sequence[Found[Person]],
        networks: Sequence[Found[Any]],
        title: Found[str] | None,
        *,
        meeting: bool,
    ) -> Item:
        base = span[0]
        text = self.text[slice(*span)]
        facts = EvidenceBook(self.document, base)
        if self.kind is Kind.OTHER:
            title = None
        organ = self.shape.organ if meeting else None
        date = self.shape.date if meeting else None
        silent = meeting or self.kind is Kind.OTHER  # a news story's figures are nobody's minutes
        money = [] if silent else list(find_money(text, title=title.value if title else ""))
        numbers = [] if silent else list(find_diary_numbers(text, 0))
        people = distinct_people(people) if not meeting else list(people)
        for pointer, fact in (
            ("/municipality", self.municipality if self.kind is not Kind.NETWORK_PAGE else None),
            ("/organ", organ),
            ("/meeting_date", date),
            ("/title", title),
        ):
            if fact is not None:
                facts.add(pointer, fact.start, fact.end, fact.rule)
        facts.add_all("/cited_diary_numbers", numbers, base)
        facts.add_all("/people", people, base)
        facts.add_all("/money", money, base)
        facts.add_all("/participations", networks, base)
        organ_name = organ.value.name if organ else None
        place = (
            self.municipality.value.name if self.municipality and self.kind is not Kind.NETWORK_PAGE else None
        )
        return Item(
            id=self._id(organ_name, date, None),
            kind=self.kind,
            language=self.language,
            municipality=place,
            organ=organ_name,
            meeting_date=date.value if date else None,
            title=title.value if title else None,
            cited_diary_numbers=tuple(f.value for f in numbers),
            people=tuple(f.value for f in people),
            money=tuple(f.value for f in money),
            participations=tuple(f.value for f in networks),
            text=text,
            first_page=self._page(span[0]),
            last_page=self._page(max(span[0], span[1] - 1)),
            evidence=tuple(facts.evidence),
        )

    def _page(self, offset: int) -> int:
        return self.document.locate(offset, offset)[0]

    def _id(self, organ: str | None, date: Found[dt.date] | None, section: Found[int] | None) -> str:
        place = self.municipality.value.name if self.municipality else None
        if self.kind is Kind.NETWORK_PAGE:
            place = None
        if section is None and (organ is None or date is None):
            return "/".join([slug(place or "x"), self.kind.value, self.sha256[:8]])
        parts = [place or "x", organ or "x", date.value.isoformat() if date else f"x-{self.sha256[:6]}"]
        return "/".join([*(slug(part) for part in parts), str(section.value) if section else "0"])


def slug(words: str) -> str:
    """ASCII, lower case, hyphens: ``Mänttä-Vilppula`` is ``mantta-vilppula``."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-") or "x"
