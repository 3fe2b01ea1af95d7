"""Section headings: which line begins which part of an item (Päätösesitys, Valmistelija, Beslut).

Decided line by line and rather too seldom than too often: many heading words also begin ordinary sentences
("Päätös on ehdollinen") and titles ("Lausunto Lapin liitolle"). headings.toml says how far each may be
trusted.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.records import SectionRole
from corpus.registry.decisions import outcome_of
from corpus.registry.organs import organ_from
from corpus.registry.titles import find_title_at, is_title, role_of

_DATA = Path(__file__).with_name("headings.toml")
_SPACES = " \t\u00a0\u2007\u2009\u202f"
_SPACE = f"[{_SPACES}]"
_OWNED = 120  # characters in which a presenter's genitive and the heading's word must lie
_HEAD = 400  # characters of a line that are looked at: a whole page may stand on one line
_START = re.compile(rf"(?:{_SPACE}|[#*•▪●·\-–]{_SPACE}?){{0,12}}")
_WIDE = re.compile(r"[ \u00a0\u2007\u2009\u202f]{2,}|\t")
# Who says it, or how it was decided: "Ehdotus (puheenjohtaja):", "Päätös (yksimielinen)".
_ASIDE = re.compile(rf"{_SPACE}{{0,2}}\([^()\n]{{2,60}}\)(?={_SPACE}*(?::|$))")
_SHORT_OWNER = re.compile(
    r"(?:(?:vs|vt)\. ?)?(?:kj|kpj|pj|kj|stj|kdir|sdir|ordf)(?::n|:s|\.)?", re.IGNORECASE
)
_BETWEEN = re.compile(rf"{_SPACE}{{0,2}}(?:/|,|&|(?:ja|och|sekä){_SPACE}){_SPACE}{{0,2}}")
_PLURAL = re.compile(r"\((?:t|et|at|ät|it|n|na|or|er)\)")
_POINT = re.compile(r"(?:\d{1,2}|[a-zA-Z])[.)][ \u00a0]")
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Heading:
    """A kind of heading: ``name`` is finer than ``role`` (``preparer`` and ``presenter`` are both
    ``persons``); ``forms`` how it is written; ``follow`` what may come after it on its line (see
    headings.toml)."""

    role: SectionRole
    name: str
    forms: tuple[str, ...]
    follow: str = "capital"

    @property
    def ambiguous(self) -> bool:
        """Whether the words also begin ordinary titles and sentences."""
        return self.follow in ("decision", "none")

    @property
    def inline(self) -> bool:
        """Whether text may follow on the same line without a colon or a wide gap."""
        return self.follow != "none"


@dataclass(frozen=True)
class _Table:
    headings: tuple[Heading, ...]
    owned: tuple[Heading, ...]
    by_form: dict[str, Heading]
    owned_by_form: dict[str, Heading]
    pattern: re.Pattern[str]
    owned_pattern: re.Pattern[str]
    first_letters: frozenset[str]
    decision: re.Pattern[str]


def _alternation(forms: list[str]) -> re.Pattern[str]:
    ordered = sorted(set(forms), key=len, reverse=True)
    body = "|".join(re.escape(form).replace(r"\ ", f"{_SPACE}{{1,3}}") for form in ordered)
    return re.compile(rf"(?:{body})(?!\w)", re.IGNORECASE)


def _key(form: str) -> str:
    return re.sub(f"{_SPACE}+", " ", form).lower()


@cache
def _table() -> _Table:
    data: dict[str, Any] = tomllib.loads(_DATA.read_text(encoding="utf-8"))

    def heading(entry: dict[str, Any], forms: str) -> Heading:
        return Heading(
            SectionRole(entry["role"]), entry["name"], tuple(entry[forms]), entry.get("follow", "capital")
        )

    headings = tuple(heading(entry, "forms") for entry in data["heading"])
    owned = tuple(heading(entry, "words") for entry in data["presenter_in_heading"])
    by_form = {_key(form): item for item in headings for form in item.forms}
    owned_by_form = {_key(form): item for item in owned for form in item.forms}
    return _Table(
        headings=headings,
        owned=owned,
        by_form=by_form,
        owned_by_form=owned_by_form,
        pattern=_alternation(list(by_form)),
        owned_pattern=_alternation(list(owned_by_form)),
        first_letters=frozenset(letter for form in by_form for letter in (form[0], form[0].upper())),
        decision=re.compile(rf"\b(?:{'|'.join(map(re.escape, data['decision_words']))})", re.IGNORECASE),
    )


def headings() -> tuple[Heading, ...]:
    """Every kind of heading in the registry, those with a presenter's genitive last."""
    table = _table()
    return table.headings + table.owned


def match_heading(line: str) -> tuple[Heading, int] | None:
    """The heading a line begins with, and the offset just after its words (and its colon, where it has one).

    Looks at the line's first few hundred characters only. Soft hyphens within the words do no harm.
    """
    head = line[:_HEAD]
    if "\u00ad" in head or "\ufffe" in head:  # pdfium's sign for a hyphen at a line's end
        places = [i for i, character in enumerate(head) if character not in "\u00ad\ufffe"]
        result = _match("".join(head[i] for i in places))
        return result and (result[0], places[result[1] - 1] + 1)
    return _match(head)


def _match(line: str) -> tuple[Heading, int] | None:
    table = _table()
    begin = _START.match(line)
    start = begin.end() if begin else 0
    first = line[start : start + 1]
    if not first.isupper():
        return None
    words = table.pattern.match(line, start) if first in table.first_letters else None
    if words:
        heading = table.by_form[_key(words.group())]
        end = _accept(table, heading, line, words.end())
        if end is not None:
            return heading, end
    # "Kaupunginjohtajan esitys:": the genitive before the heading's word must be somebody who proposes or
    # decides.
    for words in table.owned_pattern.finditer(line, start, start + _OWNED):
        owner = line[start : words.start()]
        if owner[-1:] in _SPACES and _owns(owner.strip(_SPACES)):
            heading = table.owned_by_form[_key(words.group())]
            end = _accept(table, heading, line, words.end())
            return None if end is None else (heading, end)
    return None


def _owns(owner: str) -> bool:
    """Whether a genitive is that of somebody who proposes or decides."""
    if not owner or len(owner) > 100:
        return False
    if _SHORT_OWNER.fullmatch(owner):
        return True
    genitive = owner.lower().endswith(("n", "s"))
    if genitive and (is_title(owner) or role_of(owner)):
        return True
    organ = organ_from(owner)
    return organ is not None and (genitive or organ.abbreviation)


def _accept(table: _Table, heading: Heading, line: str, end: int) -> int | None:
    """The heading's end if what follows lets it stand, else None."""
    plural = _PLURAL.match(line, end)
    end = plural.end() if plural else end
    aside = _ASIDE.match(line, end)
    end = aside.end() if aside else end
    between = _BETWEEN.match(line, end)
    second = table.pattern.match(line, between.end()) if between else None
    if second:
        end = second.end()
    rest = line[end:]
    stripped = rest.lstrip(_SPACES)
    if stripped == "":
        return end
    if stripped[0] == ":":
        return end + len(rest) - len(stripped) + 1
    if (
        rest[0] == ","
        and heading.role is SectionRole.PROPOSAL
        and _is_person_line(stripped[1:].strip(_SPACES))
    ):
        return end
    if rest[0] not in _SPACES:
        # "Liite1", "Päätös." and "Päätös-" are no headings; "Päätös*" and "**Päätös**" are.
        return end if rest.strip("*_ ") == "" else None
    if stripped.strip("*_ ") == "":
        return end
    if heading.follow == "none":
        return end if _WIDE.match(rest) else None
    if heading.follow == "free" or _WIDE.match(rest):
        return end
    return end if _goes_on(table, heading, stripped) else None


def _goes_on(table: _Table, heading: Heading, text: str) -> bool:
    capital = text[0].isupper()
    listed = capital or text[0] in "•▪●\"”»“'-–" or (text[0].isdigit() and heading.follow != "person")
    if heading.role is SectionRole.PROPOSAL and _is_person_line(text):
        return True  # "Ehdotus Kunnanjohtaja Aino Kallio"
    if heading.follow == "decision":
        return (capital or _POINT.match(text) is not None) and (
            table.decision.search(text) is not None
            or (heading.role is SectionRole.DECISION and outcome_of(text.partition(".")[0] + ".") is not None)
        )
    if heading.follow == "person":
        return capital or text[0] in "•▪●" or _is_person_line(text)
    return listed


def _is_person_line(text: str) -> bool:
    """A title in lower case and a name, hardly more: not a sentence about somebody."""
    title = find_title_at(text, 0)
    if title is None:
        return False
    rest = text[title.end :].strip(" ,.;:")
    words = _WORDS.findall(rest[:120])
    return len(words) <= 6 and (not words or words[0][0].isupper()) and not text.rstrip().endswith(".")
