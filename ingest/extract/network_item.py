"""What the network rules look at in one item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.records import Decision, Money, Person
from corpus.registry.municipalities import Municipality
from ingest.extract.found import Found
from ingest.extract.network_clauses import Clause, networks_in
from ingest.extract.sentences import sentences

Span = tuple[int, int]


@dataclass(frozen=True)
class ItemView:
    """What the network rules look at in one item: its own words, with earlier handlings blanked out."""

    text: str
    full: str  # the same with quoted handlings left in: the municipality's past is often told only there
    title: Found[str] | None
    proposal: tuple[Span, ...]
    decision: Found[Decision] | None
    municipality: Municipality | None
    people: Sequence[Found[Person]]
    money: Sequence[Found[Money]]
    agenda: bool = False
    inherited: bool = False  # the proposal is an earlier body's, made to this one
    breaks: tuple[int, ...] = ()  # offsets no sentence runs over: headings, head lines, the title's end

    @property
    def decided(self) -> tuple[Span, ...]:
        """Where the body's own decision stands."""
        return ((self.decision.start, self.decision.end),) if self.decision and not self.agenda else ()

    @property
    def headline(self) -> tuple[Span, ...]:
        """Where the title stands."""
        return ((self.title.start, self.title.end),) if self.title else ()


def within(clauses_: Iterable[Clause], spans: Sequence[Span]) -> list[Clause]:
    """The clauses that begin in one of some spans."""
    return [c for c in clauses_ if any(begin <= c.start < stop for begin, stop in spans)]


def sentence_around(text: str, clause: Clause) -> str:
    """A clause with what is said before it in its sentence: "esittää valtuustolle, että …"."""
    floor = max(0, clause.start - 300)
    before = list(sentences(text[floor : clause.end]))
    return text[floor + before[-1][0] : clause.end] if before else text[clause.start : clause.end]


def own_part(item: ItemView, clause: Clause, network: str) -> tuple[Span, ...]:
    """What a clause on several networks says of one: from its name to the next other's; empty where none."""
    hits = networks_in(words_of(item, clause)) if len(clause.networks) > 1 else []
    first = next((start for start, _, key in hits if key == network), None)
    if first is None:
        return ()
    stop = next((start for start, _, key in hits if start > first and key != network), None)
    return ((clause.start + first, clause.start + stop if stop is not None else clause.end),)


def words_of(item: ItemView, clause: Clause) -> str:
    """A clause's words."""
    return item.full[clause.start : clause.end]
