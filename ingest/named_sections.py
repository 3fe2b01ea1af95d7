"""The named parts of an item: reasons, proposal, handling, decision and so on, found by their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.records import SectionRole
from corpus.registry.decisions import outcome_of
from corpus.registry.headings import match_heading
from corpus.registry.organs import find_organ_at_line_start, organ_from
from corpus.registry.titles import find_title_at
from ingest.lines import DocLine, bullet_length

# Words with which a proposal speaks; after a presenter's name they show that the proposal goes on.
_PROPOSING = re.compile(
    r"\b(?:päättä\w+|päätetään|ehdot\w+|esit(?:tää|etään|än)|merki(?:tsee|tään|tä)|hyväksy\w+|valita\w*|myönt\w+|hylä\w+|"
    r"lausuu|antaa|annetaan|tote\w+|asia\b|besluta\w*|föreslå\w*|anteckna\w*|godkänn\w*)",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"@|\(at\)|\bpuh(?:elin)?\b|\btel\b|\d{3}[ \u00a0]\d{3}", re.IGNORECASE)
_LONGEST_HEADING_LINE = 4000
_LONGEST_SPEAKER = 90
_PROPOSING_WITHIN = 300
_NAME_ONLY = re.compile(r"(?:\s+[A-ZÅÄÖ][\w.-]*){0,4}")
_SPEAKING = (SectionRole.PROPOSAL, SectionRole.DECISION)


@dataclass(frozen=True)
class NamedSection:
    """A section of ``document.text``: heading at ``start``, words from ``body`` to ``end``."""

    role: SectionRole
    heading: str
    start: int
    body: int
    end: int


def find_sections(lines: Sequence[DocLine], breaks: Sequence[int], end: int) -> list[NamedSection]:
    """Sections over consecutive lines; ``breaks`` are offsets (head lines) at which a section stops."""
    found: list[NamedSection] = []
    stops = set(breaks)
    for index, line in enumerate(lines):
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        if line.start in stops and found:
            found[-1] = replace(found[-1], end=min(found[-1].end, line.start))
        skip = bullet_length(line.text)
        text = line.text[skip:]
        if len(text) > _LONGEST_HEADING_LINE or (
            line.tag == "li" and line.start + skip not in stops and skip
        ):
            continue
        match = match_heading(text)
        spoken = _spoken(text, following) if match is None and not _awaits_words(found, line.start) else None
        if match is not None:
            role, length = match[0].role, match[1]
        elif spoken is not None:
            role, length = spoken
        else:
            continue
        start = line.start + skip
        if found:
            found[-1] = replace(found[-1], end=min(found[-1].end, start))
        found.append(NamedSection(role, text[:length].strip(" :\t\u00a0"), start, start + length, end))
    return _resume_proposals(found, lines)


def _awaits_words(found: Sequence[NamedSection], start: int) -> bool:
    """Whether the line follows a proposal's or decision's heading directly: it names who speaks there."""
    return bool(found) and found[-1].role in _SPEAKING and start - found[-1].body <= 3


def _spoken(line: str, following: str) -> tuple[SectionRole, int] | None:
    """A section opened by who speaks instead of a heading: its role and the length of the opening.

    "Kunnanjohtaja Aino Kallio: Kunnanhallitus esittää …" proposes, "Kvalt: Hyväksyttiin." decides.
    """
    colon = line.find(":", 0, _LONGEST_SPEAKER)
    if colon < 2:
        return None
    speaker = line[:colon].rstrip()
    rest = line[colon + 1 :].strip()
    title = find_title_at(speaker, 0)
    if title is not None and _NAME_ONLY.fullmatch(speaker, title.end):
        words = rest or following
        heading = match_heading(words)
        proposing = _PROPOSING.search(words[:_PROPOSING_WITHIN]) and not heading
        return (SectionRole.PROPOSAL, colon + 1) if proposing else None
    if rest and speaker[0].isupper() and organ_from(speaker) and outcome_of(rest.split(".")[0] + "."):
        return SectionRole.DECISION, colon + 1
    return None


def _resume_proposals(sections: Sequence[NamedSection], lines: Sequence[DocLine]) -> list[NamedSection]:
    """Give back to a proposal the words that follow its presenter's name.

    CaseM pages nest "Esittelijä" under "Ehdotus": the proposal's text stands under the inner heading.
    """
    result: list[NamedSection] = []
    for section in sections:
        previous = result[-1] if result else None
        if (
            section.role is SectionRole.PERSONS
            and previous is not None
            and previous.role is SectionRole.PROPOSAL
            and previous.end - previous.body <= 3
        ):
            cut = _prose_start(section, lines)
            if cut is not None:
                result.append(replace(section, end=cut))
                result.append(NamedSection(SectionRole.PROPOSAL, previous.heading, cut, cut, section.end))
                continue
        result.append(section)
    return result


def _prose_start(section: NamedSection, lines: Sequence[DocLine]) -> int | None:
    for line in lines:
        if line.start < section.body:
            continue
        if line.start >= section.end:
            return None
        words = line.text[bullet_length(line.text) :]
        if _CONTACT.search(words):
            continue
        if (find_organ_at_line_start(words) and len(words) > 30) or _PROPOSING.search(words):
            return line.start
    return None
