"""Municipalities: the 308 of 2026, those merged into them, and the invented ones of the bundled sample.

Sources: names, codes, regions and languages from Statistics Finland's classification of 2026; abolished
municipalities from its change tables (one successor where a municipality was split, and Pertunmaa's from the
jump in its neighbour's population); population of 2000–2022 from Sotkanet, plus figures of the 2026 list
whose year is not stated. Finnish genitives and locatives are the project's own, checked with Voikko.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

_FOLDER = Path(__file__).parent
_SPACE = r"[ \t\u00a0\u2009\u202f]"
# A capitalised name of one or two words and a noun that makes it a municipality's: kaupunki, kunnan, kommun,
# stads.
# The capital stands first and alone is case-sensitive, so that the search skips quickly from one to the next.
_MENTION = re.compile(
    rf"(?P<name>[A-ZÅÄÖ](?<![\w-].)(?i:[\w\u00ad:-]{{1,40}}(?:{_SPACE}(?:Tl|Adolfs|Karins|Michels?|Mårtens|mlk))?))"
    rf"(?i:(?:{_SPACE}{{1,3}}|{_SPACE}?\r?\n{_SPACE}?)"
    r"(?P<noun>(?:kaupun[kg]|kunta|kunna|kunni|kuntie|kommun|stad(?!i))[^\W\d_]*)(?![\w]))"
)
# What looks like it and is somebody else's: a joint authority, an urban region, the association of
# municipalities.
_OTHER_NOUNS = (
    "kuntayhtym", "kuntaliit", "kaupunkiseu", "kaupunkiseud", "kommunalförbund", "kommunförbund",
    "kuntainliit", "kuntaorganisaatio", "kuntajako", "kuntajae", "kuntakehity", "kuntaryhm",
    "kuntien", "kunnit",
)  # fmt: skip
_VENDORS = ("oncloudos.com", "cloudnc.fi", "tweb.fi", "triplancloud.fi")
_ASCII = str.maketrans("åäöÅÄÖ", "aaoAAO", " -:'.")
# Names of abolished municipalities that mean something else far more often: Lapin is Lapland's.
_AMBIGUOUS = frozenset({"Lappi", "Parainen"})


@dataclass(frozen=True)
class Municipality:
    """A municipality. ``designation`` is ``kaupunki`` or ``kunta``; ``language`` is ``fi``, ``sv`` or
    ``bilingual``; ``genitive`` ("Oulun") and ``locative`` ("Oulussa") are the Finnish name's; ``invented``
    ones exist only in the sample. ``region`` is the maakunta."""

    code: str
    name: str
    name_sv: str
    designation: str
    region: str
    welfare_region: str
    language: str
    genitive: str
    locative: str
    invented: bool = False

    @property
    def is_town(self) -> bool:
        """Whether it calls itself a town: its board is a kaupunginhallitus."""
        return self.designation == "kaupunki"


@dataclass(frozen=True)
class Abolished:
    """A municipality that was merged. ``current_code`` is where (most of) it is now; ``last_year`` the last
    year the classifications of 2013–2026 list it, None for one abolished before."""

    old_code: str
    name: str
    genitive: str
    current_code: str
    last_year: int | None


def _rows(name: str) -> Iterator[list[str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows


def _real(row: list[str]) -> Municipality:
    code, name, name_sv, designation, region, welfare_region, language, genitive, locative = row
    return Municipality(
        code, name, name_sv, designation, region, welfare_region, language, genitive, locative
    )


@cache
def municipalities() -> tuple[Municipality, ...]:
    """Every municipality, real ones in the order of their codes, then the invented."""
    real = [_real(row) for row in _rows("municipalities.csv")]
    invented = [
        Municipality(code, fi, sv, designation, "", "", language, genitive, locative, invented=True)
        for code, fi, sv, designation, language, genitive, locative in _rows("invented.csv")
    ]
    return (*real, *invented)


@cache
def abolished() -> tuple[Abolished, ...]:
    """Merged municipalities whose names are known."""
    return tuple(
        Abolished(code, name, genitive, current, int(year) if year else None)
        for code, name, genitive, current, year in _rows("abolished.csv")
    )


@dataclass(frozen=True)
class _Index:
    by_code: dict[str, Municipality]
    forms: dict[str, tuple[Municipality, str]]  # lower-case form → municipality and which form it is
    ascii: dict[str, Municipality]
    domains: dict[str, Municipality]
    prefixes: dict[str, Municipality]


@cache
def _index() -> _Index:
    everyone = municipalities()
    by_code = {m.code: m for m in everyone}
    forms: dict[str, tuple[Municipality, str]] = {}
    ascii_names: dict[str, Municipality] = {}
    for kind in ("name", "genitive", "locative", "swedish"):
        for m in everyone:
            for form in _forms(m, kind):
                forms.setdefault(form.lower(), (m, kind))
    for m in everyone:
        for name in (m.name, m.name_sv):
            ascii_names.setdefault(name.translate(_ASCII).lower(), m)
    for gone in abolished():
        if gone.name in _AMBIGUOUS:
            continue
        for form in (gone.name, gone.genitive):
            forms.setdefault(form.lower(), (by_code[gone.current_code], "former"))
    return _Index(
        by_code=by_code,
        forms=forms,
        ascii=ascii_names,
        domains={domain: by_code[code] for domain, code in _rows("municipality_domains.csv")},
        prefixes={prefix.lower(): by_code[code] for prefix, code in _rows("municipality_prefixes.csv")},
    )


def _forms(m: Municipality, kind: str) -> tuple[str, ...]:
    if kind == "genitive":
        # "Pedersören" is a whole name with "kunta"; Koski is "Koski Tl" and "Kosken Tl kunta".
        return (m.genitive, f"{m.name}:n", f"{m.genitive} Tl") if m.name.endswith(" Tl") else (m.genitive,)
    if kind == "locative":
        return (m.locative,)
    if kind == "swedish":
        genitive = m.name_sv if m.name_sv.endswith(("s", "x")) else m.name_sv + "s"
        return (m.name_sv, genitive)
    return (m.name,)


def _clean(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split()).strip(" ,.;:()").lower()


def find_municipality(text: str) -> Municipality | None:
    """The municipality a whole string names: in Finnish or Swedish, in the nominative, genitive or locative,
    with or without "kaupunki", "kunta", "stad", "kommun"; a merged one gives its successor."""
    if len(text) > 120:
        return None
    cleaned = _clean(text)
    found = _index().forms.get(cleaned)
    if found is None:
        words = cleaned.split(" ")
        if len(words) > 1 and words[-1].startswith(("kaupun", "kunta", "kunna", "kommun", "stad")):
            found = _index().forms.get(" ".join(words[:-1]))
    return found[0] if found else None


def municipality_form(word: str) -> tuple[Municipality, str] | None:
    """The municipality a word names, and in which form: name, genitive, locative, swedish, former."""
    return _index().forms.get(_clean(word))


def municipality_named(name: str) -> Municipality | None:
    """The municipality with exactly this current Finnish or Swedish name, or this code."""
    found = _index().forms.get(_clean(name))
    if found and found[1] in ("name", "swedish"):
        return found[0]
    return _index().by_code.get(name.strip())


def mentions(text: str) -> list[tuple[int, int, Municipality, str]]:
    """Names followed by kaupunki, kunta, kommun or stad in any form: (start, end, municipality, form), in
    order.

    "Oulun kaupunki", "Tuusulan kunnanhallitus", "Raseborgs stad". The span covers name and noun. ``form`` is
    ``name``, ``genitive``, ``locative``, ``swedish`` or ``former`` (a merged municipality, given as its
    successor).
    """
    forms = _index().forms
    found: list[tuple[int, int, Municipality, str]] = []
    for match in _MENTION.finditer(text):
        if match["noun"].lower().startswith(_OTHER_NOUNS):
            continue
        entry = forms.get(_clean(match["name"]))
        if entry is None or entry[1] == "locative":
            continue
        found.append((match.start(), match.end(), *entry))
    return found


def is_named(word: str) -> bool:
    """Whether a word is a municipality's name in the nominative, the genitive or Swedish."""
    entry = _index().forms.get(_clean(word)) if word[:1].isupper() else None
    return entry is not None and entry[1] != "locative"


def by_locative(word: str) -> Municipality | None:
    """The municipality in which something is: Tuusulassa, Tampereella; None for other forms."""
    entry = _index().forms.get(_clean(word)) if word[:1].isupper() else None
    return entry[0] if entry and entry[1] == "locative" else None


@cache
def _population() -> dict[str, tuple[dict[int, int], int | None]]:
    """By code: population by year, and the figure without a year."""
    table: dict[str, tuple[dict[int, int], int | None]] = {}
    for name in ("population.csv", "invented_population.csv"):
        for code, year, count in _rows(name):
            dated, undated = table.get(code, ({}, None))
            if year:
                dated[int(year)] = int(count)
            else:
                undated = int(count)
            table[code] = (dated, undated)
    return table


def population(municipality: Municipality, year: int) -> tuple[int, int | None] | None:
    """Inhabitants and the year they were counted: the latest year up to ``year``, else the earliest after it.

    A figure whose year is not known (given with None) is used only where there is no dated one.
    """
    dated, undated = _population().get(municipality.code, ({}, None))
    if not dated:
        return None if undated is None else (undated, None)
    before = [known for known in dated if known <= year]
    used = max(before) if before else min(dated)
    return dated[used], used


@cache
def coordinates() -> Mapping[str, tuple[float, float]]:
    """Latitude and longitude of the centre of every real municipality by its code, in degrees (WGS 84)."""
    return {
        code: (float(latitude), float(longitude)) for code, latitude, longitude in _rows("coordinates.csv")
    }


def by_diary_prefix(prefix: str) -> Municipality | None:
    """The municipality whose diary numbers begin so: ``TUUDno``, ``OUKA``, ``JyväskyläDno``; capitals do not
    matter.

    A prefix that is a municipality's whole name before "Dno" counts without being listed.
    """
    key = prefix.strip(" :/-").lower()
    listed = _index().prefixes.get(key)
    if listed or not key.endswith("dno"):
        return listed
    name = key.removesuffix("dno")
    found = _index().forms.get(name)
    if found and found[1] in ("name", "swedish"):
        return found[0]
    return _index().ascii.get(name)


def by_domain(address: str) -> Municipality | None:
    """The municipality a host name or URL belongs to: its own domain, a listed one, its name at a known
    vendor (``tuusula.cloudnc.fi``, ``alavus-julkaisu.tweb.fi``), or its name as the first part of a shared
    host's path."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
    except ValueError:  # a bracket, as in minutes[1].pdf
        return None
    host = (parts.hostname or "").removesuffix(".")
    index = _index()
    labels = host.split(".")
    own = ".".join(labels[-2:])
    if own in index.domains:
        return index.domains[own]
    if own in _VENDORS:
        return _at_vendor(labels[-3]) if len(labels) > 2 else None
    if len(labels) >= 2 and labels[-1] in ("fi", "ax", "net"):
        found = index.ascii.get(labels[-2].replace("-", ""))
        if found:
            return found
    for label in labels[:1]:  # tweb-isojoki.seutupalvelukeskus.fi
        for part in label.split("-")[1:]:
            if part in index.ascii:
                return index.ascii[part]
    segment = parts.path.strip("/").split("/")[0].lower().removeprefix("d10_")
    return index.ascii.get(segment.replace("-", ""))


def _at_vendor(label: str) -> Municipality | None:
    ascii_names = _index().ascii
    name = label.removesuffix("-julkaisu")
    for ending in ("", "fi", "10", "d10", "10fi"):
        if name.endswith(ending):
            found = ascii_names.get(name.removesuffix(ending).replace("-", ""))
            if found:
                return found
    return None
