"""Sections opened by who speaks, where a heading is missing or stands inside the speaker's line.

"Kunnanjohtaja Aino Kallio: Kunnanhallitus esittää …" proposes, "Kvalt: Hyväksyttiin." and "Kunnanhallitus
4.2.2013: Päätös: …" decide, "Päätös Kunnanhallitus:" is a heading with the body's name after it.
"""

from __future__ import annotations

import re
from itertools import islice

from corpus.records import SectionRole
from corpus.registry.decisions import outcome_of
from corpus.registry.headings import match_heading
from corpus.registry.organs import find_organ_at_line_start, organ_from
from corpus.registry.titles import find_title_at
from ingest.extract.sentences import sentences

# Words with which a proposal speaks; after a presenter's name they show that the proposal goes on.
PROPOSING = re.compile(
    r"\b(?:päättä\w+|päätetään|ehdot\w+|esit(?:tää|etään|än)|merki(?:tsee|tään|tä)|hyväksy\w+|valita\w*|myönt\w+|hylä\w+|"
    r"lausuu|antaa|annetaan|tote\w+|asia\b|besluta\w*|föreslå\w*|anteckna\w*|godkänn\w*)"
    r"|\A\W*[A-ZÅÄÖ][\w-]+ (?:jättää|liittyy|osallistuu|jatkaa|lähtee|eroaa|luopuu|ostaa|myy|köper|säljer"
    r"|avstår|deltar|går)\b"
    r"|\A\W*[A-ZÅÄÖ]\w+(?:[tdlnrs]aan|[tdlnrs]ään)\b",  # "Hankitaan …"
    re.IGNORECASE,
)
_LONGEST_SPEAKER = 90
_SPEECH = 1_000
_SENTENCES = 4  # of a body's speech in which it decides: "Jäsen Salo poistui. Hyväksyttiin."
_PUTS_FORWARD = re.compile(r"\b(?:esittää|ehdottaa|föreslår)\b")
# A body's words on the next line in the present tense are what is proposed to it.
_PROPOSES = re.compile(
    r"\b(?:päättää|esittää|ehdottaa|hyväksyy|merkitsee|antaa|toteaa|beslutar|föreslår|godkänner)\b|\A\w+(?:[tdlnrs]aan|[tdlnrs]ään)\b"
)
_WITHIN = 300
_SHORTEST_CAPITALS = 6
_LONGEST_SHORT = 8  # "Sivltk"
_SENTENCE = re.compile(r"[A-ZÅÄÖ][\w-]*(?: [\w–,-]+){2,40}\.")
_DONE = re.compile(
    r"(?:[A-ZÅÄÖ]\w+ )?[\wåäö]+(?:ttiin|stiin|ltiin|ntiin)\b|(?:[A-ZÅÄÖ]\w+ )?\w+(?:des|ades)\b",
    re.IGNORECASE,
)
_NAME_ONLY = re.compile(r"(?:\s+[A-ZÅÄÖ][\w.-]*){0,4}")
_OWNED = re.compile(
    r"(?:\s+[A-ZÅÄÖ][\w.-]*){1,4}\s+(?:päätös)?(?:esitys|ehdotus)\s*:?|(?:\s+[A-ZÅÄÖ][\w.-]*){1,4}\s+förslag\s*:?"
)
_WHEN = re.compile(r"[\s\d.§/,]*")
_DECIDED = re.compile(r"(Päätös|Beslut)[ \t\u00a0]+(?=[A-ZÅÄÖ])")

Opening = tuple[SectionRole, int]


def spoken_opening(line: str, following: str) -> Opening | None:
    """The role of the section a line opens by its speaker, and the opening's length; None if it does not."""
    heading = _DECIDED.match(line)
    if heading and line.rstrip().endswith(":") and organ_from(line[heading.end() :].rstrip(" :\t")):
        return SectionRole.DECISION, len(heading.group(1))
    title = find_title_at(line, 0) if line[:1].isupper() else None
    if title is not None and (owned := _OWNED.match(line, title.end)) and not line[owned.end() :].strip():
        return SectionRole.PROPOSAL, owned.end()
    colon = line.find(":", 0, _LONGEST_SPEAKER)
    if colon < 2:
        return _in_capitals(line, title.end if title else None)
    speaker, rest = line[:colon].rstrip(), line[colon + 1 :].strip()
    if title is not None and _NAME_ONLY.fullmatch(speaker, title.end):
        words = rest or following
        proposing = PROPOSING.search(words[:_WITHIN]) and not match_heading(words)
        return (SectionRole.PROPOSAL, colon + 1) if proposing else None
    return _body_speaks(line, speaker, rest, following, colon + 1)


def _in_capitals(line: str, title_end: int | None) -> Opening | None:
    """Who speaks without a colon: "KUNNANJOHTAJA  Tontti myydään.", "LAUTAKUNTA Hyväksyttiin."."""
    first = line.partition(" ")[0]
    if len(first) > _LONGEST_SHORT and not line.lstrip()[:2].isupper():
        return None
    short = organ_from(first) if not title_end and len(first) <= _LONGEST_SHORT else None
    found = find_organ_at_line_start(line)
    end = title_end or (len(first) if short else found[1] if found else 0)
    words = line[end:].strip()
    named = (short is not None and short.abbreviation) or (line[:end].isupper() and end >= _SHORTEST_CAPITALS)
    if not named or not line[end : end + 1].isspace():
        return None
    if title_end:
        proposing = _SENTENCE.match(words) or PROPOSING.search(words[:_WITHIN])
        return (SectionRole.PROPOSAL, end) if proposing else None
    decided = _DONE.match(words) and outcome_of(words.partition(".")[0] + ".")
    return (SectionRole.DECISION, end) if decided else None


def _body_speaks(line: str, speaker: str, rest: str, following: str, start: int) -> Opening | None:
    """A body's name, perhaps with its date, and then its decision, with or without the heading."""
    found = find_organ_at_line_start(speaker)
    if found is None or not _WHEN.fullmatch(speaker, found[1]):
        return None
    inner = match_heading(rest) if rest else None
    if inner is not None and inner[0].role in (SectionRole.DECISION, SectionRole.PROPOSAL):
        return inner[0].role, line.index(rest, start) + inner[1]
    words = rest or following.strip()
    if match_heading(words) or (not rest and _PROPOSES.search(words[:_WITHIN])):
        return None
    if rest and _PUTS_FORWARD.search(words.partition(".")[0]):
        return SectionRole.PROPOSAL, start  # "Khall 3.12.2012 § 290: Kunnanhallitus esittää valtuustolle …"
    told = (outcome_of(words[begin:stop]) for begin, stop in islice(sentences(words[:_SPEECH]), _SENTENCES))
    return (SectionRole.DECISION, start) if any(told) else None
