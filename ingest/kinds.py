"""What kind of document it is, judged by what it holds."""

from __future__ import annotations

import re

from corpus.records import Kind, SectionRole
from corpus.registry.headings import match_heading
from corpus.registry.networks import find_networks
from corpus.registry.not_minutes import is_not_minutes
from ingest.minutes import Structure

_CARD_LABELS = (
    "hankkeen nimi",
    "aloittamispvm",
    "päättymispvm",
    "rahoittajat",
    "toteuttajat",
    "yhteyshenkilöt",
    "hanketyyppi",
    "hanke:",
    "kunta:",
    "toteutusaika",
    "yhteyshenkilö:",
)
_CARD_LABELS_NEEDED = 4
# What a card says of its project, in whatever words: its name, its time, whose it is, who answers for it.
_CARD_FIELDS = {
    name: re.compile(rf"(?:{words})(?=\s*:|\t|\s{{2,}}|\s*$)", re.IGNORECASE)
    for name, words in {
        "name": "hankkeen nimi|projektin nimi|hanke|projekti|verkosto|projektets namn|projekt",
        "time": "toteutusaika|hankeaika|hankkeen kesto|kesto|alkaa|päättyy|aloitus(?:pvm|päivä)?"
        "|alkamis(?:pvm|päivä)|aloittamispvm|päättymis(?:pvm|päivä)|projekttid|startdatum|slutdatum",
        "party": "kunta|kaupunki|rahoittajat?|toteuttajat?|osallistujat?|hakija|kommun|genomförare"
        "|finansiärer",
        "contact": "yhteyshenkilöt?|vastuuhenkilö|projektipäällikkö|hankevastaava|kontaktperson",
    }.items()
}
_CARD_FIELDS_NEEDED = 3
_NETWORK_PAGE_WORDS = re.compile(
    r"\bverkostohan(?:ke|kkee)\w*|\b(?:kehittämis|yhteistyö)verkosto\w*|\bnätverk\w*", re.IGNORECASE
)
_NETWORKS_NEEDED = 2
_OFFICEHOLDER = re.compile(
    r"\bviranhaltijapäätös\b|viranhaltijan päätös\b|tjänsteinnehavarbeslut|päätöksen tekijä", re.IGNORECASE
)
_TOP = 1500
_LONGEST_LABEL_LINE = 120
_COVER_LABELS = 2
_HEADINGS_OF_SLIDES = 4
_ATTACHMENT_NAME = re.compile(
    r"(?:^|[^a-zåäö])(?:liite|liitteet|bilaga|attachment|diat|slides|oheis\w*)(?![a-zåäö])", re.IGNORECASE
)


def kind_of(structure: Structure, text: str, name: str, web_page: bool) -> Kind:
    """The kind of a document."""
    if is_project_card(structure):
        return Kind.PROJECT_CARD
    if structure.is_meeting:
        return Kind.AGENDA if structure.agenda and not structure.minutes else Kind.MINUTES
    if structure.segments:
        segment = structure.segments[0]
        decided = any(
            section.role is SectionRole.DECISION
            and text[section.body : section.end].strip(" :\n\t\u00a0")
            and not any(h.start <= section.start < h.end for h in segment.handlings)
            for section in segment.sections
        )
        if structure.agenda and not structure.minutes and not decided:
            return Kind.AGENDA
        if _OFFICEHOLDER.search(text, 0, _TOP):
            return Kind.OFFICEHOLDER_DECISION
        return Kind.ITEM
    if is_not_minutes(text):
        return Kind.OTHER
    if structure.agenda and structure.organ and structure.date:
        return Kind.AGENDA  # a list of matters without a word of them
    networks = {network.key for _, _, network, _ in find_networks(text)}
    if len(networks) >= _NETWORKS_NEEDED and _NETWORK_PAGE_WORDS.search(text):
        return Kind.NETWORK_PAGE
    if structure.organ and structure.date and _is_cover(structure):
        return Kind.MINUTES  # a cover page on its own
    return Kind.ATTACHMENT if _is_presentation(structure, name, web_page) else Kind.OTHER


def _is_cover(structure: Structure) -> bool:
    """Whether a page has the labels of a meeting's cover: time, place, who was present."""
    labels = {
        match[0].name
        for line in structure.lines
        if len(line.text) < _LONGEST_LABEL_LINE and (match := match_heading(line.text)) is not None
        if match[0].role is SectionRole.COVER
    }
    return len(labels) >= _COVER_LABELS


def _is_presentation(structure: Structure, name: str, web_page: bool) -> bool:
    """Whether a document looks like slides or is named an attachment: what bodies are shown and file."""
    headings = sum(1 for line in structure.lines if line.is_heading_tag)
    return (headings >= _HEADINGS_OF_SLIDES and not web_page) or _ATTACHMENT_NAME.search(name) is not None


def is_project_card(structure: Structure) -> bool:
    """Whether the page is a project register's card: most of its label lines are there."""
    labels = {
        label
        for line in structure.lines
        if len(line.text) < 400
        for label in _CARD_LABELS
        if line.text.strip().casefold().startswith(label)
    }
    if len(labels) >= _CARD_LABELS_NEEDED:
        return True
    if structure.segments or structure.is_meeting:
        return False
    fields = {
        name
        for line in structure.lines
        if len(line.text) < _LONGEST_LABEL_LINE
        for name, pattern in _CARD_FIELDS.items()
        if pattern.match(line.text.strip())
    }
    return len(fields) >= _CARD_FIELDS_NEEDED and {"name", "time"} <= fields
