"""What an item's segment gives the extractors: its own words, the bodies of its sections, its breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.records import Decision, DiaryNumber, Outcome, Section, SectionRole
from corpus.registry.municipalities import Municipality
from corpus.registry.organs import OrganKind, organ_from
from corpus.registry.titles import find_title_at
from ingest.extract.found import Found
from ingest.extract.sentences import sentences
from ingest.minutes import Segment

_OWN_ROW = 90  # characters from where the own text goes on after a handling
_LONGEST_SUBJECT = 200
_SUBJECT_LINES = 4
_LONGEST_ABBREVIATION = 7
_GENERIC = {"lautakunta", "jaosto", "johtokunta", "toimikunta", "valiokunta", "nämnden", "sektionen"}
_FIRST_LINE = re.compile(r"[\s:]*(\S[^\n]{2,80})\n")
_NAMES_ONLY = re.compile(r"(?:\s+[A-ZÅÄÖ][\w.-]*){0,4}\s*:?\s*")
_OWN_PROPOSALS = {"esitys", "lausunto", "ehdotus", "framställning", "utlåtande", "förslag"}
_DECIDES_BARE = re.compile(
    r"^(?=(?:Hyväksyttiin|Valittiin|Päätettiin|Merkittiin|Todettiin|Myönnettiin|Jätettiin|Palautettiin|Päätän|Päätin|"
    r"Jag beslutar|Beslutades|Godkändes|Antecknades|Valdes|Bordlades|Konstaterades)\b|"
    r"(?:Kokous|[A-ZÅÄÖ][\w-]*(?:hallitus|altuusto|autakunta|aosto)) (?:päätti|hyväksyi|merkitsi|totesi|"
    r"todettiin|valitsi|jätti|palautti)\b|"
    r"[A-ZÅÄÖ][\w-]*(?:styrelsen|fullmäktige|nämnden|sektionen) (?:beslutade|beslöt|godkände|antecknade)\b|"
    r"(?:Kokous|Puheenjohtaja|Ordföranden|Mötet|Sammanträdet)\b[^\n]{0,100}\b(?:lailli|päätösvalta|lagli|beslutför)|"
    r"(?:Pöytäkirjan )?[Tt]arkastaj(?:iksi|ina)\b|Till (?:protokolls?)?justerare\b|Valituksi tuli\b)",
    re.MULTILINE,
)
_QUOTED = 6_000  # characters of a quoted handling in which a proposal without a heading is looked for
_PUTS_FORWARD = re.compile(
    r"(hallitus|lautakunta|valiokunta|jaosto|johtokunta|toimikunta|styrelsen|nämnden|sektionen) "
    r"(?:[\w-]+ ){0,3}?(?:esittää|ehdottaa|esitti|ehdotti|föreslår|föreslog)\b",
    re.IGNORECASE,
)
_VOTED = re.compile(r"\bäänest(?:ettiin|yksessä|yksen)\b|\bröstade|\bomröstning", re.IGNORECASE)
_VOTING = 1_200  # characters before the first heading in which an item tells its own vote
_TOLD_APART = (SectionRole.HANDLING, SectionRole.PROPOSAL)
# The same within a paragraph, where the matter is the sentence's subject.
_DECIDES_WITHIN = re.compile(
    r"(?<=[.!?] )(?:Asia|Esitys|Ehdotus|Päätösehdotus|Ärendet|Förslaget) (?:poistettiin|jätettiin"
    r"|palautettiin|hyväksyttiin|pantiin|merkittiin|raukesi|siirrettiin|bordlades|återremitterades|godkändes|avfördes"
    r"|utgick|ströks|antecknades)\b"
)
_PUT_FORWARD = re.compile(r"\s(?:esitti|päätti|ehdotti|antoi|föreslog|beslutade|gav)\b")
_ACTING = re.compile(
    r"(?:\d{1,2}\.\d{1,2}\.\d{4}\s+)?(?:(?:vs|vt|t\.?f)\.\s*)?", re.IGNORECASE
)  # an acting official decides for the office
_DEFERS = re.compile(
    r"\b(?:hyväksy|päätt|yhty)\w+ (?:asian |kohdan )?\w*(?:lautakunnan|valiokunnan|jaoston|johtokunnan"
    r"|hallituksen) (?:\w+ )?(?:esityk|ehdotuk|päätösehdotuk|päätösesityk)\w+"
    r"|\bgodkänner \w*(?:nämndens|sektionens|styrelsens) förslag"
)
# The verbs with which a body speaks in its decisions and proposals.
_DECIDES = re.compile(
    r"\s(?:päätti|päättää|päätt(?:änyt|ävät)|on (?:päättänyt|hyväksynyt|myöntänyt)|"
    r"hyväksyi|hyväksyy|merkitsi|merkitsee|antoi|antaa|esitti|esittää|ehdotti|ehdottaa|jätti|palautti|myönsi|myöntää|valitsi|valitsee|totesi|toteaa|jatkaa|"
    r"beslutade|beslutar|beslöt|godkände|godkänner|antecknade|antecknar|föreslår|valde|väljer|konstaterade)\b"
)


def named_sections(segment: Segment) -> list[Section]:
    return [
        Section(role=s.role, heading=s.heading, start=s.start - segment.start, end=s.end - segment.start)
        for s in segment.sections
    ]


def blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
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


def section_bodies(segment: Segment, own: str, role: SectionRole) -> tuple[tuple[int, int], ...]:
    """The bodies of the item's own sections of a role, in the item's offsets, without a speaker's line."""
    base = segment.start
    return tuple(
        (s.body - base + _speaker(own[s.body - base : s.end - base], role), s.end - base)
        for s in segment.sections
        if s.role is role and own[s.body - base : s.end - base].strip()
    )


def _speaker(body: str, role: SectionRole) -> int:
    """Length of the line that only names who proposes ("Kaupunginjohtaja Aino Kallio:")."""
    if role is not SectionRole.PROPOSAL:
        return 0
    match = _FIRST_LINE.match(body)
    if match is None or not body[match.end() :].strip():
        return 0
    title = find_title_at(match.group(1), 0)
    return match.end() if title and _NAMES_ONLY.fullmatch(match.group(1), title.end) else 0


def decision_bodies(segment: Segment, own: str) -> tuple[tuple[int, int], ...]:
    """The bodies of the item's own decision, or of what the body itself puts forward.

    A committee that proposes onward or gives a statement heads its decision "Esitys" or "Lausunto" and speaks
    in the past tense.
    """
    decided = section_bodies(segment, own, SectionRole.DECISION)
    if decided:
        return decided
    base = segment.start
    return tuple(
        (s.body - base, s.end - base)
        for s in segment.sections
        if s.role is SectionRole.PROPOSAL
        and s.heading.casefold() in _OWN_PROPOSALS
        and _PUT_FORWARD.search(own[s.body - base : min(s.end, s.body + _LONGEST_SUBJECT) - base])
    )


def unheaded(segment: Segment, own: str) -> tuple[tuple[int, int], ...]:
    """The own words before the first heading in which a vote is told.

    They stand after a quoted handling, or are the last paragraphs of an item that has no handling of its own.
    """
    base = segment.start
    start = (segment.handlings[-1].end if segment.handlings else segment.body) - base
    end = min((s.start - base for s in segment.sections if s.start - base >= start), default=len(own))
    if not segment.handlings:
        told = _VOTED.search(own, max(start, end - _VOTING), end)
        if told is None or any(s.role in _TOLD_APART for s in segment.sections):
            return ()
        start = max(start, own.rfind("\n\n", start, told.start()))
    return ((start, end),) if own[start:end].strip() else ()


def bare_decision(own: str, start: int) -> tuple[tuple[int, int], ...]:
    """The paragraph that decides in an item without headings ("Valittiin …", "Jag beslutar …"), if any."""
    starts = [match.start() for match in _DECIDES_BARE.finditer(own, start)]
    starts = starts or [match.start() for match in _DECIDES_WITHIN.finditer(own, start)]
    if not starts:
        return ()
    end = own.find("\n\n", starts[-1])
    return ((starts[-1], end if end >= 0 else len(own)),)


def inherited_proposal(segment: Segment, text: str) -> tuple[tuple[int, int], ...]:
    """What the last earlier body put forward: the proposal of a body that has none of its own.

    A council's minutes often quote the board's handling and then only say that it was accepted; where the
    handling has no headings, its sentence that puts something forward is the proposal.
    """
    base = segment.start
    if not segment.handlings:
        return _told_proposal(segment, text)
    last = segment.handlings[-1]
    inside = [
        s for s in segment.sections if s.role is SectionRole.PROPOSAL and last.start <= s.start < last.end
    ]
    if inside:
        return ((inside[-1].body - base, inside[-1].end - base),)
    told = [
        (last.start - base + begin, last.start - base + stop)
        for begin, stop in sentences(text[last.start - base : min(last.end, last.start + _QUOTED) - base])
        if _PUTS_FORWARD.search(text, last.start - base + begin, last.start - base + stop)
    ]
    return tuple(told[-1:])


def _told_proposal(segment: Segment, text: str) -> tuple[tuple[int, int], ...]:
    """What another body is told to put forward, in a sentence before the decision."""
    decided = [s.start for s in segment.sections if s.role is SectionRole.DECISION]
    if not decided or segment.organ is None or any(s.role is SectionRole.PROPOSAL for s in segment.sections):
        return ()
    begin, stop = segment.body - segment.start, decided[0] - segment.start
    own = segment.organ.value.casefold()
    told = [
        (begin + start, begin + end)
        for start, end in sentences(text[begin : min(stop, begin + _QUOTED)])
        if (body := _PUTS_FORWARD.search(text, begin + start, begin + end)) and body[1].casefold() not in own
    ]
    return tuple(told[-1:])


def defers(own: str, proposals: tuple[tuple[int, int], ...]) -> bool:
    """Whether a proposal only takes up an earlier body's: "hyväksyy lautakunnan esityksen"."""
    return any(_DEFERS.search(own, *span) for span in proposals)


def sentence_breaks(segment: Segment, text: str) -> tuple[int, ...]:
    """Offsets in the item that no sentence runs over."""
    base = segment.start
    breaks = {s.start - base for s in segment.sections} | {s.body - base for s in segment.sections}
    for handling in segment.handlings:
        line_end = text.find("\n", handling.start - base)
        breaks |= {handling.start - base, handling.end - base, line_end if line_end > 0 else len(text)}
    if segment.title:
        breaks |= {segment.title.start - base, segment.title.end - base}
    return tuple(sorted(b for b in breaks if 0 <= b <= len(text)))


def head_end(segment: Segment) -> int:
    """Where an item's head ends: at its first named section, or a little after title and §."""
    base = segment.start
    top = max([segment.body, *([segment.section.end] if segment.section else [])])
    first = min((s.start for s in segment.sections if s.start >= top), default=segment.end)
    return min(first, top + 200, segment.end) - base


def own_and_cited(
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
        in_own_row = any(0 <= fact.start - end < _OWN_ROW for _, end in handlings)
        if not own and (in_head or labelled or in_own_row) and not (quoted and not in_head):
            own.append(fact)
        else:
            cited.append(fact)
        seen.add(fact.value.key)
    return own, cited


def organ_from_words(text: str, spans: Sequence[tuple[int, int]], base: int) -> Found[str] | None:
    """The body or officeholder that a decision's words name as its subject ("Kaupunginhallitus päätti …")."""
    for start, end in spans:
        words = text[start : min(end, start + _LONGEST_SUBJECT * 2)]
        skip = len(words) - len(words.lstrip(" :\n\t\u00a0"))
        position = start + skip
        for line in words[skip:].split("\n")[:_SUBJECT_LINES]:
            if found := _subject(line, base + position):
                return found
            position += len(line) + 1
    return None


def _subject(line: str, offset: int) -> Found[str] | None:
    verb = _DECIDES.search(line[:_LONGEST_SUBJECT])
    if verb is None:
        return None
    acting = _ACTING.match(line)
    begin = acting.end() if acting else 0
    if line[begin : verb.start()].strip().casefold() in _GENERIC:
        return None
    subject = line[begin : verb.start()].rstrip()
    organ = organ_from(subject[:1].upper() + subject[1:])
    return Found(offset + begin, offset + begin + len(subject), organ.name, "organ:words") if organ else None


def in_full(
    organ: Found[str] | None, place: Municipality | None, language: str, text: str
) -> Found[str] | None:
    """An abbreviated body under its name there: in a town "Kh" is Kaupunginhallitus, "Kst" Stadsstyrelsen."""
    if organ is None or organ.end - organ.start > _LONGEST_ABBREVIATION:
        return organ
    town = place is not None and place.is_town
    known = organ_from(text[organ.start : organ.end])
    if known is None or not known.abbreviation:
        return organ
    body = known.in_swedish(town=town) if language == "sv" else known.in_town() if town else known
    return Found(organ.start, organ.end, body.name, organ.rule)


def is_officeholder(name: str) -> bool:
    """Whether the decision-maker of that name is one official."""
    organ = organ_from(name)
    return organ is not None and organ.kind is OrganKind.OFFICEHOLDER


def decided_alone(found: Found[Decision]) -> Found[Decision]:
    """An officeholder's decision without a presenter's proposal: "jaetaan opettajien esityksen mukaan" takes
    somebody else's advice, and is the officeholder's own."""
    if found.value.outcome is not Outcome.APPROVED_AS_PROPOSED:
        return found
    value = found.value.model_copy(update={"outcome": Outcome.APPROVED})
    return replace(found, value=value, rule=f"decision:{Outcome.APPROVED.value}")
