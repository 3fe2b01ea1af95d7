"""Which municipality a document belongs to: what its text says, or failing that where it came from."""

from __future__ import annotations

import re
from collections import defaultdict
from urllib.parse import unquote, urlsplit

from corpus.registry.municipalities import (
    Municipality,
    by_diary_prefix,
    by_domain,
    by_locative,
    find_municipality,
    mentions,
)
from ingest.document import ReadDocument
from ingest.extract.diary import find_diary_numbers
from ingest.extract.found import Found
from ingest.extract.name_forms import is_given_name
from ingest.minutes import Structure

_EMAIL_DOMAIN = re.compile(r"(?:@|\(at\)|\[at\])([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
# "Tuusulassa 3.5.2024", where a decision was signed
_SIGNED_IN = re.compile(
    r"^[ \t]*([A-ZÅÄÖ][\w-]{2,30}(?:ss[aä]|ll[aä])),?[ ]+\d{1,2}\.\d{1,2}\.(?:19|20)\d\d", re.MULTILINE
)
_SIGNED = 2
_WORD_BEFORE = re.compile(r"([A-ZÅÄÖ][\w-]+) \Z")
_HOST = re.compile(r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
_HEAD = 600
_LONGEST = 400_000
# How much each hint weighs: a register's prefix is the municipality's own, a mention may be anybody's.
_LABELLED = re.compile(
    r"^[ \t]*(?:kunta|kaupunki|kommun|stad)[ ]*[:\t][ \t]*([A-ZÅÄÖ][^\n\t,(:]{1,39}?)[ ]*$",
    re.IGNORECASE | re.MULTILINE,
)
_PREFIX, _HEAD_MENTION, _DOMAIN, _SOURCE, _MENTION = 8, 6, 4, 3, 1
_MOST_MENTIONS = 5


def find_municipality_of(document: ReadDocument, shape: Structure, uri: str) -> Found[Municipality] | None:
    """The municipality with the most weight of hints; a span of width 0 when no words in the text say so."""
    text = document.text[:_LONGEST]
    weights: dict[str, float] = defaultdict(float)
    places: dict[str, Found[Municipality]] = {}

    def hint(municipality: Municipality | None, weight: float, start: int, end: int, rule: str) -> None:
        if municipality is None:
            return
        weights[municipality.code] += weight
        known = places.get(municipality.code)
        if known is None or (known.start == known.end and end > start):
            places[municipality.code] = Found(start, end, municipality, f"place:{rule}")

    counted: dict[str, int] = defaultdict(int)
    for start, end, municipality, _ in mentions(text):
        before = _WORD_BEFORE.search(text, max(0, start - 30), start)
        if before and is_given_name(before.group(1)):
            continue  # "Otto Salo / kunnanjohtaja"
        counted[municipality.code] += 1
        if start < _HEAD and counted[municipality.code] == 1:
            hint(municipality, _HEAD_MENTION, start, end, "head")
        elif counted[municipality.code] <= _MOST_MENTIONS:
            hint(municipality, _MENTION, start, end, "mention")
    for match in _LABELLED.finditer(text, 0, _HEAD):
        hint(find_municipality(match.group(1)), _HEAD_MENTION, match.start(1), match.end(1), "label")
    for number in find_diary_numbers(text[:20_000]):
        if number.value.prefix:
            hint(by_diary_prefix(number.value.prefix), _PREFIX, number.start, number.end, "diary-prefix")
            break
    for match in _SIGNED_IN.finditer(text):
        hint(by_locative(match.group(1)), _SIGNED, match.start(1), match.end(1), "signed-in")
    for match in _HOST.finditer(text, 0, _HEAD):
        hint(by_domain(match.group(1)), _SOURCE, match.start(1), match.end(1), "host")
    seen: set[str] = set()
    for match in _EMAIL_DOMAIN.finditer(text):
        domain = match.group(1).casefold()
        if domain not in seen:
            seen.add(domain)
            hint(by_domain(domain), _DOMAIN, match.start(1), match.end(1), "domain")
    for words in (document.title or "", *document.metadata.values()):
        for _, _, municipality, _ in mentions(words[:2000]):
            hint(municipality, _HEAD_MENTION, 0, 0, "metadata")
    for part in _source_parts(uri):
        hint(find_municipality(part) or by_domain(f"{part}.fi"), _SOURCE, 0, 0, "source")
    if not weights:
        return None
    best = max(weights, key=lambda code: (weights[code], -places[code].start))
    return places[best]


def _source_parts(uri: str) -> list[str]:
    """Names in a URI that may be a municipality's: the last folders, the file's first words, the host."""
    split = urlsplit(uri)
    parts = [unquote(part) for part in split.path.split("/") if part][-4:]
    host = (split.hostname or "").split(".")
    name = parts[-1].rsplit(".", 1)[0] if parts else ""
    words = re.split(r"[_\s]", name)
    hyphened = name.split("-")
    return [*parts[:-1], *host, *words[:1], "-".join(hyphened[:2]), hyphened[0]]
