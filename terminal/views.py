"""What each command's rows look like in tables and CSV, and the page that ``pykala show`` prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corpus.records import Per, plain_decimal
from terminal.output import Column, Row, View, clean, clean_part, column, columns, joined

if TYPE_CHECKING:
    from corpus.database import StoredItem
    from corpus.records import Decision, Evidence, Item, Money, Person
    from index.search import Result, Results


_STEERING = re.compile(r"\x1b\[\d*m")
_NARROWEST = 20  # characters: no terminal that anybody reads has fewer
_DECISION = 160
"""Characters of a decision that a page of results shows, about."""


def _votes(row: Row) -> object:
    votes = column("decision.votes").value(row)
    return f"{votes['for']}–{votes['against']}" if isinstance(votes, Mapping) else None


EXTRACT = View(
    table=(
        column("document.name", "document"),
        column("municipality"),
        column("organ", spare=True),
        column("meeting_date", "date"),
        column("section", "§", right=True),
        column("title"),
        column("diary_numbers", "diary number", spare=True),
        column("decision.outcome", "outcome"),
        joined("money", "money", "text", spare=True),
        joined("networks", "participations", "network", "season", "status", spare=True),
    ),
    csv=(
        *columns("document.name", "document.kind", "document.language", "document.sha256"),
        *columns("municipality", "organ", "meeting_date", "section", "title"),
        *columns("diary_numbers", "cited_diary_numbers"),
        joined("people", "people", "name", "title", "role"),
        joined("money", "money", "text", "kind"),
        *columns("decision.outcome", "decision.unanimous"),
        Column("decision.votes", _votes),
        *columns("decision.text", "decision.effective_text"),
        joined("participations", "participations", "municipality", "network", "season", "status"),
    ),
)

ITEMS = View(
    table=(
        column("id"),
        column("title"),
        column("outcome"),
        joined("money", "money", "text"),
    ),
    csv=columns(
        *("id", "municipality", "organ", "meeting_date", "section", "title", "diary_numbers", "outcome"),
        *("document", "uri"),
    ),
)

FIELDS = View(
    table=(column("field"), column("names", "also called"), column("description"), column("examples")),
)

HITS = View(
    table=(
        column("id"),
        *columns("municipality", "organ", "date", "section", "title", "diary_number", "outcome"),
        joined("fee", "fee", "text"),
        *columns("kind", "language", "document", "decision", "snippet"),
    ),
)

INGEST = View(
    table=(column("file"), column("result"), column("items", right=True), column("reason", "remark")),
    csv=columns("file", "result", "items", "reason"),
)

VERIFY = View(
    table=(
        column("document"),
        column("item_id", "item"),
        column("fact"),
        column("problem"),
        column("quote"),
        column("found", "found there"),
    ),
    csv=columns("document", "uri", "item_id", "fact", "problem", "page", "start", "end", "quote", "found"),
)


def item_row(stored: StoredItem, *, whole: bool = False) -> dict[str, Any]:
    """An item as a row; with ``whole`` all that is known of it."""
    item, document = stored.item, stored.document
    if whole:
        return {**item.model_dump(mode="json"), "document": document.model_dump(mode="json")}
    return {
        "id": item.id,
        "municipality": item.municipality,
        "organ": item.organ,
        "meeting_date": item.meeting_date and item.meeting_date.isoformat(),
        "section": item.section,
        "title": item.title,
        "diary_numbers": [number.key for number in item.diary_numbers],
        "outcome": item.decision and item.decision.outcome.value,
        "money": [money.model_dump(mode="json") for money in item.money],
        "document": document.name,
        "uri": document.uri,
    }


def hit_row(hit: Result) -> dict[str, Any]:
    """An item found, as a row."""
    return {
        "id": hit.item_id,
        "municipality": hit.municipality,
        "organ": hit.organ,
        "date": hit.date and hit.date.isoformat(),
        "section": hit.section,
        "title": hit.title,
        "diary_number": hit.diary_number,
        "outcome": hit.outcome and hit.outcome.value,
        "fee": hit.fee and hit.fee.model_dump(mode="json"),
        "kind": hit.kind.value,
        "language": hit.language,
        "document": hit.document,
        "decision": hit.decision,
        "snippet": hit.snippet.text,
        "score": round(hit.score, 4),
    }


def hits_page(results: Results, *, bold: bool, told: Sequence[Sequence[str]] | None = None) -> Iterator[str]:
    """Items found as lines for people: title, where and what, the words asked for, the id; and lines that
    are ``told`` of each."""
    if not results.hits:
        return
    first, last = results.offset + 1, results.offset + len(results.hits)
    further = f" (--offset {last} for the next)" if last < results.total else ""
    yield (
        f"{results.total} item{'' if results.total == 1 else 's'}"
        if (first, last) == (1, results.total)
        else f"{first}–{last} of {results.total} items{further}"
    )
    for number, hit in enumerate(results.hits, start=first):
        place = " · ".join(
            part
            for part in (
                hit.municipality,
                hit.organ,
                hit.date and hit.date.isoformat(),
                f"§ {hit.section}" if hit.section else None,
                hit.outcome and hit.outcome.value,
                hit.fee and hit.fee.text,
                hit.diary_number,
            )
            if part
        )
        yield f"\n{number}. {_marked(hit.title or hit.document, hit.title_spans, bold)}"
        yield f"   {clean(place or hit.kind.value)}"
        yield f"   {_marked(hit.snippet.text, hit.snippet.spans, bold)}"
        if hit.decision:
            yield f"   → {_cut(clean(hit.decision))}"
        yield f"   {hit.item_id}"
        for line in told[number - first] if told else ():
            yield f"     {clean(line)}"


def folded(lines: Iterable[str], width: int) -> Iterator[str]:
    """Lines as a terminal of that width has room for, broken between words and further in than they began."""
    for line in lines:
        inset = " " * max(3, len(line) - len(line.lstrip(" ")))
        begun, *words = line.split(" ")
        for word in words:
            if not begun.strip() or _seen(begun) + 1 + _seen(word) <= max(width, _NARROWEST):
                begun += f" {word}"
            else:
                yield begun
                begun = inset + word
        yield begun


def _seen(text: str) -> int:
    """How many places of its last line a text takes: what turns type bold takes none."""
    return len(_STEERING.sub("", text.rpartition("\n")[2]))


def _cut(text: str) -> str:
    """The beginning of a long text, to a whole word."""
    return text if len(text) <= _DECISION else text[:_DECISION].rsplit(" ", 1)[0] + " …"


def _marked(text: str, spans: Sequence[tuple[int, int]], bold: bool) -> str:
    """Text with the words asked for in bold type, or plain."""
    if not bold:
        return clean(text)
    parts, position = [], 0
    for start, end in spans:
        parts += [clean_part(text[position:start]), f"\x1b[1m{clean_part(text[start:end])}\x1b[0m"]
        position = end
    return "".join([*parts, clean_part(text[position:])])


def field_rows() -> Iterator[dict[str, Any]]:
    """The fields a query may name."""
    from index.fields import FIELDS as known

    for field in known:
        yield {
            "field": field.names["fi"][0],
            "names": field.all_names(),
            "description": field.description,
            "examples": field.examples,
        }


def item_page(stored: StoredItem, *, text: bool, diff: bool = False) -> Iterator[str]:
    """An item as lines for people: the decision first, then the proposal, the facts with the words that
    say so, and with ``text`` the whole text."""
    item, document = stored.item, stored.document
    yield clean(item.title or document.name)
    yield from _head(item)
    yield f"id: {item.id}"
    yield f"document: {clean(document.name)} ({document.kind.value}, {document.language}), {document.uri}"
    if document.note:
        yield f"note: {clean(document.note)}"
    if item.decision is not None:
        decision = item.decision
        votes = decision.votes
        counted = f", {votes.for_} for and {votes.against} against" if votes else ""
        unanimous = ", unanimously" if decision.unanimous else ""
        yield f"\nDECISION: {decision.outcome.value}{unanimous}{counted}"
        yield from _paragraph(decision.text)
        if decision.effective_text.strip() != decision.text.strip():
            yield "\nWHAT THEREFORE HOLDS"
            yield from _paragraph(decision.effective_text)
        if decision.proposal and decision.proposal.strip() != decision.effective_text.strip():
            yield "\nPROPOSAL"
            yield from _paragraph(decision.proposal)
    if diff and item.decision is not None:
        yield from _difference(item.decision)
    facts = list(_facts(item))
    if facts:
        yield "\nFACTS"
        yield from facts
    if item.handlings:
        yield "\nEARLIER HANDLINGS"
        for handling in item.handlings:
            section = f"§ {handling.section}" if handling.section else ""
            date = handling.meeting_date.isoformat() if handling.meeting_date else ""
            outcome = handling.outcome.value if handling.outcome else ""
            yield "  " + " ".join(part for part in (clean(handling.organ), date, section, outcome) if part)
    if text:
        yield "\nTEXT"
        yield from _paragraph(item.text)


def _head(item: Item) -> Iterator[str]:
    place = " · ".join(
        part
        for part in (
            item.municipality,
            item.organ,
            item.meeting_date and item.meeting_date.isoformat(),
            f"§ {item.section}" if item.section else None,
            ", ".join(number.key for number in item.diary_numbers),
        )
        if part
    )
    if place:
        yield clean(place)


def _paragraph(text: str) -> Iterator[str]:
    for line in text.strip().splitlines():
        if line.strip():
            yield f"  {clean(line)}"


def _facts(item: Item) -> Iterator[str]:
    """Each fact but the decision, with its quote where the words are not those just printed."""
    evidence = {proof.fact: proof for proof in item.evidence}
    lines = [
        *(
            ("cites", f"/cited_diary_numbers/{n}", number.key)
            for n, number in enumerate(item.cited_diary_numbers)
        ),
        *((person.role.value, f"/people/{n}", _person(person)) for n, person in enumerate(item.people)),
        *((money.kind.value, f"/money/{n}", _money(money)) for n, money in enumerate(item.money)),
        *(
            (part.status.value, f"/participations/{n}", _words(part.municipality, part.network, part.season))
            for n, part in enumerate(item.participations)
        ),
    ]
    for name, pointer, words in lines:
        yield f"  {name}: {clean(words)}{_quoted(evidence.get(pointer), words)}"


def _difference(decision: Decision) -> Iterator[str]:
    from index.reports.difference import difference

    lines = [clean(line) for line in difference(decision)]
    yield "\nPROPOSAL AGAINST DECISION"
    yield from (f"  {line}" for line in lines or ["no difference"])


def _quoted(proof: Evidence | None, words: str) -> str:
    if proof is not None and proof.rule == "override":
        return "  (pinned by a person)"
    if proof is None or clean(proof.quote) == clean(words):
        return ""
    return f"  [“{clean(proof.quote)}”, page {proof.page}]"


def _person(person: Person) -> str:
    return ", ".join(part for part in (person.name, person.title, person.organisation) if part)


def _money(money: Money) -> str:
    per = "" if money.per is Per.ONCE else f" / {money.per.value}"
    return f"{plain_decimal(money.amount)} {money.currency}{per}"


def _words(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
