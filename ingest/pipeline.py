"""Bytes to records: read, segment, extract, and give every fact its evidence."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.registry.municipalities import Municipality

from corpus.records import (
    Decision,
    DiaryNumber,
    Document,
    Evidence,
    Handling,
    Item,
    Kind,
    Meeting,
    Person,
    Reading,
    Section,
    SectionRole,
)
from corpus.registry.decisions import outcome_of
from corpus.registry.organs import find_organ_at_line_start
from ingest import readers
from ingest.document import ReadDocument
from ingest.extract.attendance import find_attendance
from ingest.extract.diary import find_diary_numbers
from ingest.extract.found import Found
from ingest.extract.language import detect_language
from ingest.extract.people import find_people
from ingest.extract.presentation import network_page, project_card
from ingest.frame import ItemContext, extract
from ingest.item_title import find_title
from ingest.kinds import kind_of
from ingest.minutes import Segment, Structure, structure
from ingest.place import find_municipality_of

READER_VERSION = "1"
_LONGEST_QUOTE = 600


def read_file(path: Path) -> Reading:
    """Read one file. Raises ingest.document.ReadError with a one-line reason."""
    data = readers.load(path)
    return read_bytes(data, path.name, path.resolve().as_uri())


def read_bytes(data: bytes, name: str, uri: str) -> Reading:
    """Read a document's bytes; ``name`` and ``uri`` say where they came from."""
    document = readers.read(data, name)
    sha256 = hashlib.sha256(data).hexdigest()
    return _reading(document, name, uri, sha256)


def _reading(document: ReadDocument, name: str, uri: str, sha256: str) -> Reading:
    text = document.text
    shape = structure(document)
    municipality = find_municipality_of(document, shape, uri)
    place = municipality.value if municipality else None
    officeholder = any(_is_officeholder(segment) for segment in shape.segments)
    kind = kind_of(shape, text, officeholder)
    language = document.language or detect_language(text)
    builder = _Builder(document, shape, kind, language, municipality, sha256)
    if kind in (Kind.NETWORK_PAGE, Kind.PROJECT_CARD) or not shape.segments:
        items = [builder.whole()]
    else:
        items = [builder.item(segment) for segment in shape.segments]
        if shape.cover is not None and (cover := builder.cover(shape.cover)):
            items.insert(0, cover)
    return Reading(
        document=Document(
            name=name,
            uri=uri,
            sha256=sha256,
            media_type=document.media_type,
            kind=kind,
            language=language,
            municipality=place.name if place else None,
            reader=f"{document.reader}+{READER_VERSION}",
            note=document.note,
        ),
        pages=tuple(page.text for page in document.pages),
        meeting=_meeting(shape, place),
        items=tuple(items),
    )


def _is_officeholder(segment: Segment) -> bool:
    return segment.organ is not None and segment.organ.rule.endswith(":officeholder")


def _meeting(shape: Structure, place: Municipality | None) -> Meeting | None:
    if shape.organ is None and shape.date is None:
        return None
    return Meeting(
        municipality=place.name if place else None,
        organ=shape.organ.value.name if shape.organ else None,
        meeting_date=shape.date.value if shape.date else None,
    )


class _Builder:
    """Makes a document's items; holds what they share."""

    def __init__(
        self,
        document: ReadDocument,
        shape: Structure,
        kind: Kind,
        language: str,
        municipality: Found[Municipality] | None,
        sha256: str,
    ) -> None:
        self.document, self.shape, self.kind, self.language = document, shape, kind, language
        self.municipality, self.sha256 = municipality, sha256
        self.text = document.text

    def item(self, segment: Segment) -> Item:
        """An item (§) from its stretch of the document."""
        text = self.text[segment.start : segment.end]
        base = segment.start
        language = detect_language(text) if self.shape.is_meeting else self.language
        own = _blank(text, [(h.start - base, h.end - base) for h in segment.handlings])
        sections = _sections(segment)
        context = ItemContext(
            text=text,
            own=own,
            sections=[section for section in sections if own[section.start : section.start + 1].strip()],
            head_end=_head_end(segment),
            title=segment.title.shift(-base) if segment.title else None,
            municipality=self.municipality.value if self.municipality else None,
            agenda=self.kind is Kind.AGENDA,
            decision_spans=_spans(segment, own, SectionRole.DECISION),
            proposal_spans=_spans(segment, own, SectionRole.PROPOSAL),
            handling_spans=_spans(segment, own, SectionRole.HANDLING),
            breaks=_breaks(segment, text),
        )
        found = extract(language, context)
        facts = _Facts(self.document, base)
        numbers = _own_and_cited(found["diary"], context.head_end, segment, base)
        organ = segment.organ or _organ_from_words(text, context, base)
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
        people = _distinct_people(found["people"])
        facts.add_all("/people", people, base)
        facts.add_all("/money", found["money"], base)
        decisions: list[Found[Decision]] = found["decision"]
        if decisions:
            facts.add("/decision", decisions[0].start + base, decisions[0].end + base, decisions[0].rule)
        facts.add_all("/participations", found["network"], base)
        return Item(
            id=self._id(organ.value if organ else None, segment.date, segment.section),
            kind=self.kind,
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
        """The attendance of a whole meeting, from the stretch before its first item; None when there is none."""
        text = self.text[slice(*span)]
        people: list[Found[Person]] = list(find_attendance(text))
        if not people:
            return None
        return self._plain(span, people, [], title=None, meeting=True)

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
        elif self.kind in (Kind.MINUTES, Kind.AGENDA):
            people = list(find_attendance(self.text))
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
        from ingest.extract.money import find_money

        base = span[0]
        text = self.text[slice(*span)]
        facts = _Facts(self.document, base)
        organ = self.shape.organ if meeting else None
        date = self.shape.date if meeting else None
        money = [] if meeting else list(find_money(text))
        numbers = [] if meeting else list(find_diary_numbers(text, 0))
        people = _distinct_people(people) if not meeting else list(people)
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


class _Facts:
    """Collects evidence: places in the document turned into page, offsets and quote."""

    def __init__(self, document: ReadDocument, base: int) -> None:
        self.document, self.base = document, base
        self.evidence: list[Evidence] = []

    def add(self, pointer: str, start: int, end: int, rule: str) -> None:
        """Evidence at these offsets of the whole document; long quotes are cut at their first lines."""
        page, begin, stop = self.document.locate(start, end)
        text = self.document.pages[page - self.document.pages[0].number].text
        stop = min(stop, begin + _LONGEST_QUOTE)
        quote = text[begin:stop].rstrip()
        self.evidence.append(
            Evidence(fact=pointer, page=page, start=begin, end=begin + len(quote), quote=quote, rule=rule)
        )

    def add_all(self, pointer: str, found: Sequence[Found[Any]], base: int) -> None:
        """Evidence for each of a list's facts, whose offsets are the item's."""
        for index, fact in enumerate(found):
            self.add(f"{pointer}/{index}", fact.start + base, fact.end + base, fact.rule)


def _sections(segment: Segment) -> list[Section]:
    return [
        Section(role=s.role, heading=s.heading, start=s.start - segment.start, end=s.end - segment.start)
        for s in segment.sections
    ]


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with these spans turned to spaces, line ends kept."""
    parts, position = [], 0
    for start, end in sorted(spans):
        if end <= position:
            continue
        start = max(start, position)
        parts.append(text[position:start])
        parts.append(re.sub(r"[^\n]", " ", text[start:end]))
        position = end
    return "".join([*parts, text[position:]])


def _spans(segment: Segment, own: str, role: SectionRole) -> tuple[tuple[int, int], ...]:
    """The bodies of the item's own sections of a role, in the item's offsets."""
    base = segment.start
    return tuple(
        (s.body - base, s.end - base)
        for s in segment.sections
        if s.role is role and own[s.body - base : s.end - base].strip()
    )


def _breaks(segment: Segment, text: str) -> tuple[int, ...]:
    """Offsets in the item that no sentence runs over."""
    base = segment.start
    breaks = {s.start - base for s in segment.sections} | {s.body - base for s in segment.sections}
    for handling in segment.handlings:
        line_end = text.find("\n", handling.start - base)
        breaks |= {handling.start - base, handling.end - base, line_end if line_end > 0 else len(text)}
    if segment.title:
        breaks |= {segment.title.start - base, segment.title.end - base}
    return tuple(sorted(b for b in breaks if 0 <= b <= len(text)))


def _head_end(segment: Segment) -> int:
    """Where an item's head ends: at its first named section, or a little after title and §."""
    base = segment.start
    top = max([segment.body, *([segment.section.end] if segment.section else [])])
    first = min((s.start for s in segment.sections if s.start >= top), default=segment.end)
    return min(first, top + 200, segment.end) - base


def _own_and_cited(
    found: Sequence[Found[DiaryNumber]], head_end: int, segment: Segment, base: int
) -> tuple[list[Found[DiaryNumber]], list[Found[DiaryNumber]]]:
    """The item's own diary number (the first, in or near its head) and those it cites."""
    own: list[Found[DiaryNumber]] = []
    cited: list[Found[DiaryNumber]] = []
    handlings = [(h.start - base, h.end - base) for h in segment.handlings]
    seen: set[str] = set()
    for fact in found:
        if fact.value.key in seen:
            continue
        in_head = fact.start < head_end
        labelled = fact.rule.endswith(("label", "labelled"))
        quoted = any(start <= fact.start < end for start, end in handlings)
        if not own and (in_head or labelled) and not (quoted and not in_head):
            own.append(fact)
        else:
            cited.append(fact)
        seen.add(fact.value.key)
    return own, cited


def _organ_from_words(text: str, context: ItemContext, base: int) -> Found[str] | None:
    """The body as the decision's or proposal's own words name it ("Kaupunginhallitus päätti …")."""
    for start, end in (*context.decision_spans, *context.proposal_spans):
        words = text[start:end]
        skip = len(words) - len(words.lstrip(" :\n\t\u00a0"))
        line = words[skip:].split("\n", 1)[0]
        found = find_organ_at_line_start(line)
        if found:
            organ, length = found
            return Found(base + start + skip, base + start + skip + length, organ.name, "organ:words")
    return None


def _distinct_people(found: Sequence[Found[Person]]) -> list[Found[Person]]:
    """Each person once in each role."""
    seen: set[tuple[str | None, str | None, str]] = set()
    result = []
    for fact in found:
        key = (fact.value.name, fact.value.title if fact.value.name is None else None, fact.value.role.value)
        if key not in seen:
            seen.add(key)
            result.append(fact)
    return result


def slug(words: str) -> str:
    """ASCII, lower case, hyphens: ``Mänttä-Vilppula`` is ``mantta-vilppula``."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-") or "x"
