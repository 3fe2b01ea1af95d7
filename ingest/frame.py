"""The spaCy pipeline: each fact type a component that leaves its finds in ``doc.spans``.

The components wrap pure functions over text; spaCy gives the frame (language, tokens, span groups, Scorer).
A component reads the item's structure from ``doc._.item`` and writes a span group named after its fact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from corpus.records import Section, SectionRole
from corpus.registry.municipalities import Municipality
from ingest.extract.decision import decide
from ingest.extract.diary import find_diary_numbers
from ingest.extract.found import Found
from ingest.extract.money import find_money
from ingest.extract.network import find_participations
from ingest.extract.network_item import ItemView
from ingest.extract.people import find_people
from ingest.tokens import MinutesTokenizer

FACTS = ("diary", "money", "people", "decision", "network")
_MAX_LENGTH = 100_000_000  # characters; spaCy's own limit guards models we do not run
_LISTS = (SectionRole.ATTACHMENTS, SectionRole.AFTER)
_LONGEST_TOKENISED = 1_000_000


@dataclass
class ItemContext:
    """What the components know of the item beside its text, and where they leave what they find."""

    text: str
    own: str  # the text with earlier handlings blanked out, same offsets
    sections: Sequence[Section]
    head_end: int
    title: Found[str] | None
    municipality: Municipality | None
    agenda: bool
    decision_spans: tuple[tuple[int, int], ...]
    proposal_spans: tuple[tuple[int, int], ...]
    handling_spans: tuple[tuple[int, int], ...]
    breaks: tuple[int, ...] = ()
    inherited: bool = False  # the proposal is an earlier body's
    found: dict[str, list[Found[Any]]] = field(default_factory=dict)


if not Doc.has_extension("item"):
    Doc.set_extension("item", default=None)


def _component(name: str, find: Callable[[ItemContext], list[Found[Any]]]) -> None:
    def run(doc: Doc) -> Doc:
        context: ItemContext = doc._.item
        context.found[name] = find(context)
        doc.spans[name] = [span for found in context.found[name] if (span := _span(doc, found))]
        return doc

    Language.component(f"pykala_{name}", func=run)


def _span(doc: Doc, found: Found[Any]) -> Span | None:
    return doc.char_span(found.start, found.end, label=found.rule, alignment_mode="expand")


def _find_decision(context: ItemContext) -> list[Found[Any]]:
    if context.agenda:
        return []
    found = decide(context.text, context.decision_spans, context.proposal_spans, context.handling_spans)
    return [found] if found else []


def _find_network(context: ItemContext) -> list[Found[Any]]:
    decisions = context.found.get("decision", [])
    view = ItemView(
        text=context.own,
        full=context.text,
        title=context.title,
        proposal=context.proposal_spans,
        decision=decisions[0] if decisions else None,
        municipality=context.municipality,
        people=context.found.get("people", []),
        money=context.found.get("money", []),
        agenda=context.agenda,
        breaks=context.breaks,
        inherited=context.inherited,
    )
    return list(find_participations(view))


def _find_money(context: ItemContext) -> list[Found[Any]]:
    """The item's sums; those in lists of attachments and addressees are other documents'."""
    asked = min((s.start for s in context.sections if s.role is SectionRole.PROPOSAL), default=0)
    # A list above the proposal is the page's own navigation, and runs on into the text.
    lists = [(s.start, s.end) for s in context.sections if s.role in _LISTS and s.start > asked]
    return [
        found
        for found in find_money(context.text, title=context.title.value if context.title else "")
        if not any(start <= found.start < end for start, end in lists)
    ]


_component("diary", lambda context: list(find_diary_numbers(context.text, context.head_end)))
_component("money", _find_money)
_component("people", lambda context: list(find_people(context.own, context.sections)))
_component("decision", _find_decision)
_component("network", _find_network)


@cache
def pipeline(language: str) -> Language:
    """The pipeline for a language (``fi``, ``sv``; any other is read as Finnish), built once a process."""
    nlp = spacy.blank("sv" if language == "sv" else "fi")
    nlp.tokenizer = MinutesTokenizer(nlp.vocab)
    nlp.max_length = _MAX_LENGTH
    # No component asks a word's shape or likeness; to work them out took a sixth of all time.
    cast(Any, nlp.vocab).lex_attr_getters = {}
    for name in FACTS:
        nlp.add_pipe(f"pykala_{name}")
    return nlp


def extract(language: str, context: ItemContext) -> dict[str, list[Found[Any]]]:
    """Run all components over an item; gives the finds by fact name.

    The spaCy Doc lives only inside a memory zone, so that a long run's vocabulary does not pile up.
    """
    nlp = pipeline(language)
    with nlp.memory_zone():
        annotate(nlp, context)
    return context.found


def annotate(nlp: Language, context: ItemContext) -> Doc:
    """The item as a spaCy Doc with its facts in ``doc.spans`` (what spaCy's Scorer scores)."""
    doc = nlp.make_doc(context.text[:_LONGEST_TOKENISED])
    doc._.item = context
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc
