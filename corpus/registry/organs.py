"""Bodies and decision makers: kaupunginhallitus, "Elinvoima- ja kehittämislautakunta", KH, Stadsstyrelsen.

Bodies are an open class: any phrase whose last word ends in one of the parts listed in organs.toml is one.
Officeholders decide too ("Kaupunkiympäristön toimialajohtaja"); they are organs of their own kind.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from corpus.registry.inflection import case_forms
from corpus.registry.titles import find_title_at, role_of, title_base

_DATA = Path(__file__).with_name("organs.toml")
_SPACES = " \t\u00a0\u2007\u2009\u202f"
_SPACE = f"[{_SPACES}]"
_GAP = re.compile(rf"{_SPACE}{{1,3}}")
_TOKEN = re.compile(r"[^\W\d_][\w\u00ad.’'-]{0,80}[,:;.]?")
_INDENT = re.compile(rf"(?:{_SPACE}|[#*]){{0,12}}")
_LONGEST = 12  # words in a body's name
_ABBREVIATION = re.compile(r"[A-Za-zÅÄÖåäö][\w.-]{0,20}")
# What may follow an abbreviation or an officeholder's title that heads a text: nothing, a §, a date, a
# number.
_AFTER = re.compile(rf"[,:.]?{_SPACE}*(?:$|§|\d|/|-{_SPACE}|–)|:", re.MULTILINE)
_DIGITS = re.compile(r"\d+")
_HEAD_REST = re.compile(
    rf"(?:{_SPACE}|[,:;/]|[–-](?!\d)|§{{1,2}}|\d{{1,4}}|\.|klo|kl\.?|nro|kokous|kokouksen|pöytäkirja|pöytäkirjan|esityslista|ote|"
    r"möte|protokoll|föredragningslista|sammanträde|pykälä|viranhaltijapäätös|päätös|tarkastettu)*",
    re.IGNORECASE,
)
_MEETING = re.compile(
    rf"{_SPACE}+(?:kokou(?:s|ksen)|pöytäkirja|esityslista|möte|protokoll)(?:{_SPACE}.{{0,40}})?$",
    re.IGNORECASE,
)
_SWEDISH_TAIL = re.compile(
    rf"(?:{_SPACE}(?:för|vid|i){_SPACE}(?:den{_SPACE}|det{_SPACE})?[a-zåäö-]+"
    rf"(?:,?{_SPACE}(?:och{_SPACE})?(?!(?:besl|före|godk|för{_SPACE}|vid{_SPACE}|möte|samman|proto|den|att|som|ha[rd]|är|om|till|av|på)[a-zåäö]*)"
    rf"[a-zåäö-]+){{0,5}}){{1,3}}"
)
_LIIKELAITOS = ("liikelaitoksen", "liikelaitos", "oy:n", "kuntayhtymän")


class OrganKind(StrEnum):
    """What sort of body decides."""

    COUNCIL = "council"
    BOARD = "board"
    COMMITTEE = "committee"
    SECTION = "section"
    ADVISORY = "advisory"
    JOINT = "joint"
    WELFARE_REGION = "welfare-region"
    OFFICEHOLDER = "officeholder"


@dataclass(frozen=True)
class Organ:
    """A body or officeholder. ``name`` is nominative and begins with a capital; ``swedish`` where known;
    ``known`` whether the registry lists it; ``abbreviation`` whether the text only abbreviates it, in which
    case the name is the registry's (the Local Government Act's kunnan… where a town would say kaupungin…)."""

    name: str
    kind: OrganKind
    swedish: str | None = None
    town_name: str | None = None
    known: bool = False
    abbreviation: bool = False
    swedish_town_name: str | None = None

    def in_town(self) -> Organ:
        """The same body by the name it has in a town (kaupunki): Kaupunginhallitus for KH."""
        return replace(self, name=self.town_name) if self.abbreviation and self.town_name else self

    def in_swedish(self, *, town: bool) -> Organ:
        """The same body by its Swedish name, Kommunstyrelsen or Stadsstyrelsen for Kst, where it has one."""
        name = (self.swedish_town_name if town else None) or self.swedish
        return replace(self, name=name) if self.abbreviation and name else self


@dataclass(frozen=True)
class _Form:
    nominative: str
    kind: OrganKind
    case: str  # "nominative", "genitive" or "other"
    swedish: bool = False


@dataclass(frozen=True)
class _Table:
    forms: dict[str, _Form]
    lengths: tuple[int, ...]
    by_name: dict[str, Organ]
    whole: dict[str, Organ]
    abbreviations: dict[str, Organ]
    adjectives: dict[str, str]
    swedish_adjectives: frozenset[str]
    not_organs: frozenset[str]
    stop: frozenset[str]
    genitives: frozenset[str]
    plain: frozenset[str]


@cache
def _table() -> _Table:
    data: dict[str, Any] = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    forms: dict[str, _Form] = {}
    for entry in data["suffixes"]:
        kind = OrganKind(entry["kind"])
        inflected = case_forms(entry["word"], entry["genitive"], entry.get("partitive"))
        for index, form in enumerate(inflected):
            case = ("nominative", "genitive")[index] if index < 2 else "other"
            forms.setdefault(form, _Form(entry["word"], kind, case))
    for entry in data["swedish_suffixes"]:
        kind = OrganKind(entry["kind"])
        for form in dict.fromkeys((entry["word"], entry["definite"])):
            forms.setdefault(form, _Form(form, kind, "nominative", swedish=True))
            forms.setdefault(form + "s", _Form(form, kind, "genitive", swedish=True))
    by_name: dict[str, Organ] = {}
    whole: dict[str, Organ] = {}
    abbreviations: dict[str, Organ] = {}
    for entry in data["organ"]:
        kind = OrganKind(entry["kind"])
        town = entry.get("town")
        swedish = entry.get("swedish")
        swedish_town = entry.get("swedish_town", swedish)
        organ = Organ(entry["name"], kind, swedish, town, known=True)
        if entry.get("whole"):
            whole[organ.name.lower()] = organ
        by_name.setdefault(organ.name.lower(), organ)
        if town:
            by_name.setdefault(town.lower(), Organ(town, kind, swedish_town, known=True))
        for name, fi in ((swedish, organ.name), (swedish_town, town)):
            if name and fi:
                by_name.setdefault(name.lower(), Organ(name, kind, name, known=True))
        for abbreviation in entry.get("abbreviations", ()):
            short = replace(organ, abbreviation=True, swedish_town_name=swedish_town)
            abbreviations.setdefault(abbreviation.replace(".", ""), short)
    return _Table(
        forms=forms,
        lengths=tuple(sorted({len(form) for form in forms}, reverse=True)),
        by_name=by_name,
        whole=whole,
        abbreviations=abbreviations,
        adjectives={genitive: nominative for nominative, genitive in data["adjectives"]},
        swedish_adjectives=frozenset(data["swedish_adjectives"]),
        not_organs=frozenset(data["not_organs"]),
        stop=frozenset(data["stop_words"]),
        genitives=frozenset(data["genitives"]),
        plain=frozenset(data["plain"]),
    )


@cache
def organs() -> tuple[Organ, ...]:
    """The bodies the registry lists, once each."""
    return tuple(dict.fromkeys(_table().by_name.values()))


def _bare(token: str) -> str:
    return token.replace("\u00ad", "").strip(f"{_SPACES}.,:;()'’")


@lru_cache(maxsize=20_000)
def _head(word: str) -> tuple[str, _Form] | None:
    """A lower-case word as a body's last word: its base form and how it is inflected."""
    table = _table()
    for length in table.lengths:
        form = table.forms.get(word[-length:]) if length <= len(word) else None
        if form is None:
            continue
        base = word[:-length] + form.nominative
        return None if base in table.not_organs else (base, form)
    return None


def _adjective(word: str) -> str | None:
    """The nominative of an adjective that agrees with a body's last word, from either form."""
    table = _table()
    if word in table.adjectives:
        return table.adjectives[word]
    if word.endswith(("llisen", "kielisen")):
        return word[:-4] + "inen"
    if word in table.adjectives.values() or word.endswith(("llinen", "kielinen")):
        return word
    return None


def _may_precede(word: str, written: str) -> bool:
    """Whether a lower-case word may belong to a body's name before its last word."""
    table = _table()
    if written.rstrip(",").endswith("-"):
        return True
    if written[-1:] in ",:;.":
        return False
    if word in ("ja", "sekä", "och", "&") or word in table.swedish_adjectives or _adjective(word):
        return True
    if word in table.stop or len(word) < 3 or not word.endswith("n"):
        return False
    doubled = len(word) > 3 and word[-2] == word[-3] and word[-2] in "aeiouyäö"
    return not doubled or word in table.genitives


@dataclass(frozen=True)
class _Phrase:
    end: int
    name: str
    base: str
    form: _Form


def _phrase(text: str, start: int) -> _Phrase | None:
    """The longest name of a body from ``start``: modifiers and a last word, perhaps after another body's
    genitive."""
    best: _Phrase | None = None
    words: list[str] = []
    first_proper = False  # a capitalised nominative went by: only a public utility's board may follow
    pos = start
    for _ in range(_LONGEST):
        token = _TOKEN.match(text, pos)
        if token is None:
            break
        written = token.group()
        word = _bare(written).lower()
        head = None if written.rstrip(",").endswith("-") else _head(word)
        if head:
            base, form = head
            end = token.start() + len(written.rstrip(",.:;"))
            if not (first_proper and form.nominative not in ("johtokunta", "jaosto")):
                best = _Phrase(end, _named(words, base, form), base, form)
            if form.case != "genitive" or form.swedish or end != token.end():
                break
            words.append(_bare(written))
        elif _may_precede(word, written) or (word in _LIIKELAITOS and words):
            words.append(written if written.endswith(("-", "-,")) else _bare(written))
        elif (
            _bare(written)[:1].isupper()
            and (not words or words[-1][0].isupper())
            and "liikelaito" in text[:200].lower()
        ):
            first_proper = True
            words.append(_bare(written))
        else:
            break
        gap = _GAP.match(text, token.end())
        if gap is None:
            break
        pos = gap.end()
    if best and best.form.swedish and best.form.nominative.endswith(("en", "et")):
        tail = _SWEDISH_TAIL.match(text, best.end)
        if tail:
            name = best.name + " " + re.sub(f"{_SPACE}+", " ", tail.group().strip(_SPACES))
            best = replace(best, end=tail.end(), name=name)
    return best


def _named(words: list[str], base: str, form: _Form) -> str:
    """A body's name in the nominative; what came before its last word stays as written."""
    table = _table()
    before = list(words)
    if base in table.plain and not any(_head(word.lower()) for word in before):
        before = []
    if before and form.case != "nominative" and not form.swedish:
        nominative = _adjective(before[-1].lower())
        if nominative:
            before[-1] = nominative.capitalize() if before[-1][0].isupper() else nominative
    name = " ".join([*before, base])
    if before and all(word.isupper() for word in before if len(word) > 1):
        name = name.lower()
    return name[:1].upper() + name[1:]


def _organ(phrase: _Phrase) -> Organ:
    known = _table().by_name.get(phrase.name.lower())
    if known:
        return known
    kind = phrase.form.kind
    if phrase.base.startswith(("yhtymä", "samkommun")):
        kind = OrganKind.JOINT
    elif phrase.base.startswith(("aluehallit", "aluevaltuus", "välfärdsområdes")):
        kind = OrganKind.WELFARE_REGION
    elif phrase.base.startswith(("nuoriso", "ungdoms", "vanhus", "oppilas")) and kind is OrganKind.COUNCIL:
        kind = OrganKind.ADVISORY
    return Organ(phrase.name, kind)


def _abbreviated(written: str) -> Organ | None:
    key = written.rstrip(".,:").replace(".", "").replace("\u00ad", "").lower()
    known = _table().abbreviations.get(key)
    if known:
        return known
    if key.endswith(("ltk", "lk")) and 5 <= len(key) <= 16:
        return Organ(written.rstrip(".,:"), OrganKind.COMMITTEE, abbreviation=True)
    if key.endswith("jao") and 5 <= len(key) <= 14:
        return Organ(written.rstrip(".,:"), OrganKind.SECTION, abbreviation=True)
    return None


def organ_from(text: str) -> Organ | None:
    """The body or officeholder a whole string names, in any case form or abbreviated, or None.

    A trailing "kokous", "Pöytäkirja" and punctuation are overlooked: "Kaupunginhallituksen kokous".
    """
    if len(text) > 300:
        return None
    stripped = _MEETING.sub("", text.strip(f"{_SPACES}\r\n*#")).rstrip(f"{_SPACES},.:;")
    if not stripped or not stripped[0].isalpha():
        return None
    listed = _table().by_name.get(stripped.lower())
    if listed:
        return listed
    phrase = _phrase(stripped, 0)
    if phrase and phrase.end >= len(stripped):
        return _organ(phrase)
    if _ABBREVIATION.fullmatch(stripped):
        short = _abbreviated(stripped)
        if short:
            return short
    return _officeholder(stripped)


def _officeholder(text: str) -> Organ | None:
    """An officeholder's title, perhaps with the unit after a comma ("Palveluesihenkilö, työkyky")."""
    title = find_title_at(text, 0)
    if title is None or role_of(text):
        return None
    rest = text[title.end :]
    if rest:
        unit = rest.removeprefix(",").strip(_SPACES)
        words = unit.split()
        names = (
            len(words) >= 2 and all(word[0].isupper() for word in words) and not any(map(str.isdigit, unit))
        )
        if not rest.startswith(",") or not unit or names or len(words) > 10:
            return None
    elif not title.nominative:
        last = re.split(f"{_SPACE}", title.text)[-1]
        base = title_base(last) or last.lower()
        name = title.text[: -len(last)] + base
        return Organ(name[:1].upper() + name[1:], OrganKind.OFFICEHOLDER)
    name = re.sub(f"{_SPACE}+", " ", text)
    return Organ(name[:1].upper() + name[1:], OrganKind.OFFICEHOLDER)


def find_organ_at_line_start(line: str) -> tuple[Organ, int] | None:
    """The body a line begins with, in the nominative or genitive, and the offset where its name ends.

    An abbreviation counts only before a §, a date, a number or the line's end; so does an officeholder's
    title, since otherwise a person's name may follow. The line may go on as it likes after a body's name; use
    ``organ_heading`` for lines that say no more than who met and when.
    """
    indent = _INDENT.match(line)
    start = indent.end() if indent else 0
    if not line[start : start + 1].isalpha():
        return None
    window = line[:500]
    if window[start].isupper():
        lowered = window[start : start + 60].lower()
        for name, organ in _table().whole.items():
            if lowered.startswith(name):
                return organ, start + len(name)
        phrase = _phrase(window, start)
        if phrase and phrase.form.case in ("nominative", "genitive"):
            return _organ(phrase), phrase.end
    written = _ABBREVIATION.match(window, start)
    if written:
        end = start + len(written.group().rstrip(".,:-"))
        short = _abbreviated(window[start:end]) if _AFTER.match(window, end) else None
        if short:
            return short, end
    title = find_title_at(window, start) if window[start].isupper() else None
    if title and title.nominative and not role_of(title.text) and _AFTER.match(window, title.end):
        name = re.sub(f"{_SPACE}+", " ", title.text)
        return Organ(name[:1].upper() + name[1:], OrganKind.OFFICEHOLDER), title.end
    return None


def organ_heading(line: str) -> tuple[Organ, int] | None:
    """As ``find_organ_at_line_start``, where the rest of the line is only a date, a §, a number or
    "kokous"."""
    found = find_organ_at_line_start(line)
    if found is None or len(line) > 300:
        return None
    rest = _HEAD_REST.match(line, found[1])
    if rest is None or line[rest.end() :].strip():
        return None
    # A date, a clock time, a meeting's number and year and a § are eight numbers; a row of figures has more.
    return found if len(_DIGITS.findall(rest.group())) <= 8 else None
