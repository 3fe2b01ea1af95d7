"""The named parts of an item: reasons, proposal, handling, decision and so on, found by their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.records import SectionRole
from corpus.registry.headings import match_heading
from corpus.registry.organs import find_organ_at_line_start
from ingest.lines import DocLine, bullet_length
from ingest.spoken import PROPOSING, spoken_opening

_CONTACT = re.compile(r"@|\(at\)|\bpuh(?:elin)?\b|\btel\b|\d{3}[ \u00a0]\d{3}", re.IGNORECASE)
_LONGEST_HEADING_LINE = 4000
_FEWEST_WORDS = 4  # of a sentence; "Aino Kallio, vs. kunnanjoht." is none
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
        text = line.text[skip:].replace("*", " ")  # Markdown's emphasis: "*Päätös*: …"
        if len(text) > _LONGEST_HEADING_LINE or (
            line.tag == "li" and line.start + skip not in stops and skip
        ):
            continue
        match = match_heading(text)
        spoken = (
            spoken_opening(text, following)
            if match is None and not _awaits_words(found, line.start)
            else None
        )
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
        if (find_organ_at_line_start(words) and len(words) > 30) or PROPOSING.search(words):
            return line.start
        if words.rstrip().endswith(".") and len(words.split()) >= _FEWEST_WORDS:
            return line.start
    return None
