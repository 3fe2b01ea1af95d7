"""The clauses of an item that speak of a network, and the municipalities each names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from corpus.registry.municipalities import Municipality, municipality_form
from corpus.registry.networks import find_networks, network_named
from ingest.extract.name_forms import is_given_name
from ingest.extract.sentences import sentences
from ingest.extract.view import view

# Where one sentence says two things: "… mutta ei …", "… ja eroaa …".
_JOINT = re.compile(
    r";\s|,?\s(?=(?:mutta|muttei|vaan|kun\staas|men|medan|utan)\s)"
    r"|,\s(?=\S+\s(?:sen\ssijaan|puolestaan|däremot)\s)"
    r"|(?:\s(?:ja|sekä|tai|och|samt|eller)|[,;:])?\s*\n\s*(?=(?:[a-h]|\d)\)\s)"
    r"|,\s(?=(?:jo(?:ka|tka|nka|ssa|issa|hon|ista)|som|vilk(?:a|en|et)|där)\s)"
    r"|\s(?:ja|sekä|och|samt)\s(?=(?:eroaa|osallistuu|liittyy|poistuu|lähtee|tulee|jatkaa|jättää|ilmoittautuu|irtisanoo"
    r"|luopuu|jää|ei|pysyy|hakee|(?:liity|ero|osallistu|luovu|ilmoittaudu|pysy|poistu)t(?:aan|ään)"
    r"|(?:lähde|jatke|ilmoite)t(?:aan|ään)|haetaan|irtisanotaan|utträder|deltar|ansluter|lämnar|fortsätter|går)\s)",
    re.IGNORECASE,
)
# What goes on about the network in question without its name.
_GENERIC = re.compile(
    r"\b(?:(?:kehittämis|kehittäjä|utvecklings)?(?:verkosto|nätverk)|(?:jatko|verkosto|toiminta)?(?:kaude|kausi|kaute)|säsong|perioden\s20|hankkee|hanke\b|hanketta|ohjelma|projekt|omgång"
    r"|ilmoittautu|osallistuj|jäsen|pilot|deltagar(?!avg)|medlem|anmäl|anslutit|hakemi[sn]|(?:osallistumi|liittymi)(?:nen|s)|kutsun\b)\w*"
    r"|\bkautta\s\d|\b(?:muka(?:na|an)|varit med|är (?:\w+ )?med\b|var med|med är)\b",
    re.IGNORECASE,
)
# One of these, in lower case, is in every clause that _GENERIC fits.
_SIGNS = (
    "verkosto", "kaude", "kausi", "kaute", "nätverk", "säsong", "hankkee", "ilmoittautu", "jäsen", "pilot",
    "myös", "också", "även", "samoin", "hanke", "ohjelma", "redan med", "offert", "anbud", "liity",
    "liitty", "osallistu", "irtisano", "anslut", "delta", "eroa", "erota", "medlem", "anmäl", "kautta",
    "muka", "varit med", "är med", "med är", "projekt", "omgång", "var med", "hakemi", "kutsu", "muut",
    "muita", "loput", "sama", "andra", "övriga", "samma", "tarjou", "erbjudande", "inbjudan",
)  # fmt: skip
# Who else was there, told right after.
_LISTED = re.compile(
    r"\b(?:muut|muita|loput|saman?|samassa|samaan|andra|övriga|samma)\b(?![^.;]*(?:kokoi|naapuri|vertailu))[^.;]{0,40}"
    r"\b(?:kunnat|kunnista|kaupung\w+|ryhmä\w*|olivat|ovat|kommuner\w*|städer\w*|grupp\w*)\b",
    re.IGNORECASE,
)
_RIGHT_AFTER = 4  # characters
_GOES = (
    r"(?:lähtee|lähtevät|liittyy|liittyvät|osallistuu|osallistuvat|jatkaa|jatkavat|tulee|tulevat|hakee|hakevat"
    r"|går|gå|deltar|ansluter)"
)
# Who else does the same: "Naapurikunta X lähtee myös." Told within a few sentences of the network.
_ALSO = re.compile(
    rf"\b{_GOES}\b[^.;]{{0,60}}\b(?:myös|samoin|också|likaså|med)\b"
    rf"|\b(?:myös|samoin|också|även)\b[^.;]{{0,60}}\b{_GOES}\b",
    re.IGNORECASE,
)
# Who has made up their mind, told as soon: "Haapavaara on jo päättänyt osallistua."
_DECIDED = re.compile(
    r"\b(?:on|ovat)\b[^.;]{0,40}"
    r"\b(?:päättän(?:yt|eet)\b[^.;]{0,40}\b(?:osallistua|liittyä|lähteä|jatkaa|ilmoittautua)"
    r"|(?:ilmoittan|kerton|vahvistan)(?:ut|eet)\b[^.;]{0,40}"
    r"\b(?:osallistu|liitty|lähte|jatka|ilmoittautu)(?:va|vä)ns(?:a|ä))\b"
    r"|\bhar\b[^.;]{0,40}\b(?:beslutat|meddelat)\b[^.;]{0,40}"
    r"\b(?:deltar?|anslut(?:a|er)|går? med|fortsätt(?:a|er))\b",
    re.IGNORECASE,
)
# A sentence whose subject is what the last one spoke of: "Se kestää vuoden 2019 loppuun."
_PRONOUN = re.compile(r"(?:Se|Siihen|Siinä|Siitä|Sen|Tämä|Det|Den|Detta)\s")
_SOON_AFTER = 250
# In a proposal or decision about a network: what was offered is taking part in it.
_OFFERED = re.compile(
    r"\b(?:kutsu|tarjou|tarjot|offert|anbud)\w*|\berbjudande\w*|\binbjudan\b|\bolla mukana\b"
    r"|\b(?:liity|liitty(?!v)|osallistu(?!j)|ilmoittau|hakeu|erota|eroaa|irtisano|anslut|delta)\w*",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:seminaar|kokou|tilaisuu|koulutu|webinaar|valmennu|matka|kurs|seminari|möte)\w*", re.IGNORECASE
)
_PROJECT = re.compile(r"\b(?:hankkee|hanke\b|projekt)", re.IGNORECASE)
_NETWORK = re.compile(r"verkosto|nätverk|\bkau[dst]|säsong", re.IGNORECASE)
_COMPANY = re.compile(r"\b(?:oy|ab|ky|tmi|oyj|urak\w+|halvi\w+|edullisi\w+)\b", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(?!kehittä|utveckl)\w{3,}(?:verkosto|nätverk)\w*", re.IGNORECASE)
_UNSPECIFIED = re.compile(
    r"\b(?:yhte(?:en|inen)|yhdessä|kah(?:teen|dessa)|toise(?:ssa|en)|eri|usea\w+|useisiin|useissa|moniin|monissa|muihin|muissa|omiin|"
    r"omissa|oman?|maakunnan|seudun|alueen|kylien|valtion|kuntayhtymän|hyvinvointialueen|yliopiston|ministeriön|molem\w+|muita|muut|flera|två|andra|egna|olika)\s(?:\w+\s)?(?:verkosto|hankkee|nätverk)\w*",
    re.IGNORECASE,
)
_LONG_ALIAS = 8
_CAPITALISED = re.compile(r"\b[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?(?: Tl)?")
_FROM = re.compile(r"\b[A-ZÅÄÖ][a-zåäöé-]+(?:[A-ZÅÄÖ][a-zåäöé]+)?(?:st[aä]|lt[aä])\b")
_LAST_NAME = re.compile(r"\b([A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?),?\s*\Z")
_CUT_NAME = re.compile(r"(?<=[a-zåäö])-[ \t]*\n[ \t]*(?=[a-zåäö])")  # at a line's end
_WORD_BEFORE = re.compile(r"([^\W\d_][\w-]*)[ \u00a0\n]+$")
# What may follow a name in the genitive that stands for the municipality, not for what lies in it.
_OF_THE_TOWN = re.compile(
    r"[ \u00a0\n]+(?:kun|kaupun|kanssa|lisäksi|ohella|tavoin|kokemu|osallist|liitty|jäsen"
    r"|muka|ja\b|sekä\b|stad)|,"
)
_OWN = re.compile(
    r"(?:(?P<before>[^\W\d_][\w-]*)[ \u00a0\n]+)?\b(?:kun(?:ta|tamme)|kaupun(?:ki|kimme)|kommunen|staden|"
    r"kunnalta|kaupungilta|(?:kunnalla|kaupungilla)(?=\s(?:on\s)?(?:\w+\s){0,3}sopimu)|från kommunen|"
    r"(?:kunnan|kaupungin)\s(?:jäsenyys|mukanaolo|osallistuminen)|"
    r"(?:kunnan|kaupungin)?(?:hallitus|valtuusto)|(?:kommun|stads)?(?:styrelsen|fullmäktige))(?![\w-])",
    re.IGNORECASE,
)
_NOBODY_IN_PARTICULAR = re.compile(
    r"(?:mon[it]|jokai|muu|muid|toi[ns]|mikään|kukin|yksi|uusi|naapuri|usea|pien|suur|annan|varje|en|någon|övriga)\w*$",
    re.IGNORECASE,
)
_WE = re.compile(
    r"\b(?:on (?:\S+ )?(?:oltu|osallistuttu|kuuluttu|liitytty)|oltiin|osallistuttiin|kuuluttiin|"
    r"jätettiin|jäätiin|olemme|olimme|osallistuimme|"
    r"(?<![-\w]n )jäsenyys (?:on|oli|alkoi|jatkui)|vi (?:har|deltog|var))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Clause:
    """``text[start:end]`` and the networks it is about; ``named`` is false where it only goes on."""

    start: int
    end: int
    networks: tuple[str, ...]
    named: bool


def networks_in(text: str) -> list[tuple[int, int, str]]:
    """Where a text names networks, as (start, end, key); names cut at a line's end too."""
    seen = view(text)
    return [(*seen.span(start, end), network.key) for start, end, network, _ in find_networks(seen.text)]


def without_names(text: str, hits: Sequence[tuple[int, int, str]]) -> str:
    """The text with the networks' names turned to blanks, offsets kept."""
    parts, position = [], 0
    for start, end, _ in hits:
        parts += [text[position:start], " " * (end - start)]
        position = end
    return "".join([*parts, text[position:]])


def clauses(
    text: str,
    hits: Sequence[tuple[int, int, str]],
    breaks: Sequence[int],
    main: str,
    asked: Sequence[tuple[int, int]],
    *,
    offered: bool = False,
) -> list[Clause]:
    """Clauses about networks, in order. A bare "verkosto" is the one named last.

    Within ``asked``, the proposal and the decision, it is the ``main`` one unless they name another;
    where the item is about it (``offered``), an offer or invitation there is one to take part in it.
    """
    result: list[Clause] = []
    position, speaking = 0, False
    last, here = main, None  # the network named last, and the part asked in which it was
    for start, end, continues in _spans_between(text, breaks, hits):
        part = next((span for span in asked if span[0] <= start < span[1]), None)
        if part != here:
            here, last = part, main if part else last
        while position < len(hits) and hits[position][0] < start:
            position += 1
        names: dict[str, None] = {}
        inside = position
        while inside < len(hits) and hits[inside][0] < end:
            names[hits[inside][2]] = None
            inside += 1
        if names:
            last = next(reversed(names))
            result.append(Clause(start, end, tuple(names), named=True))
        elif (
            (goes_on(text, start, end, last) and not (part and not offered and _loosely(text, start, end)))
            or (continues and speaking)
            or (result and start - result[-1].end < _RIGHT_AFTER and _PRONOUN.match(text, start, end))
            or (result and start - result[-1].end < _RIGHT_AFTER and _LISTED.search(text, start, end))
            or (
                result
                and start - result[-1].end < _SOON_AFTER
                and (_ALSO.search(text, start, end) or _DECIDED.search(text, start, end))
                and municipalities_in(text[start:end])
            )
            or (
                part
                and offered
                and _OFFERED.search(text, start, end)
                and not _COMPANY.search(text, start, end)
                and not _EVENT.search(text, start, end)
            )
        ):
            result.append(Clause(start, end, (last,), named=False))
        speaking = bool(result) and result[-1].start == start
    return result


def goes_on(text: str, start: int, end: int, network: str) -> bool:
    """Whether a clause that names no network speaks of the one in question."""
    if _alias_in(network, text[start:end]):
        return True
    if _ANOTHER.search(text, start, end) or _UNSPECIFIED.search(text, start, end):
        return False
    return _GENERIC.search(text, start, end) is not None


def _loosely(text: str, start: int, end: int) -> bool:
    """Whether a clause speaks of a project only: an item that is not headed by a network has its own."""
    return _PROJECT.search(text, start, end) is not None and _NETWORK.search(text, start, end) is None


def _alias_in(network: str, clause: str) -> bool:
    """Whether a clause uses one of a network's longer names, which alone would be too common a word."""
    words = clause.casefold()
    return any(alias in words for alias in _long_aliases(network))


@cache
def _long_aliases(network: str) -> tuple[str, ...]:
    known = network_named(network)
    return tuple(a.casefold() for a in known.aliases if len(a) >= _LONG_ALIAS) if known else ()


def _spans_between(
    text: str, breaks: Sequence[int], hits: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[int, int, bool]]:
    """Clauses of sentences that may speak of networks, as (start, end, whether the sentence goes on)."""
    bounds = sorted({0, *breaks, len(text)})
    folded = text.casefold()
    known = (*_SIGNS, *dict.fromkeys(alias for _, _, key in hits for alias in _long_aliases(key)))
    signs = [sign for sign in known if sign in folded]  # most stand nowhere in it
    named = [start for start, _, _ in hits]
    for begin, stop in pairwise(bounds):
        for start, end in sentences(text[begin:stop]):
            start, end = begin + start, begin + end
            words = text[start:end].casefold()
            if bisect_left(named, end) > bisect_left(named, start) or (
                _PRONOUN.match(text, start) or any(sign in words for sign in signs)
            ):
                yield from _split(text, start, end)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    continues = False
    for match in _JOINT.finditer(text, start, end):
        if match.start() > start:
            yield start, match.start(), continues
            continues = True
        start = match.end()
    if start < end:
        yield start, end, continues


def municipalities_in(clause: str) -> list[Municipality]:
    """Municipalities a clause names as somebody who acts: not as a place, nor as a person's name."""
    result: dict[str, Municipality] = {}
    clause = _CUT_NAME.sub("", clause)
    for match in _CAPITALISED.finditer(clause):
        found = municipality_form(match.group())
        if found is None or found[1] == "locative":
            continue
        before = _WORD_BEFORE.search(clause[max(0, match.start() - 40) : match.start()])
        if before and before.group(1)[0].isupper() and is_given_name(before.group(1)):
            continue
        if found[1] == "genitive" and not _OF_THE_TOWN.match(clause, match.end()):
            continue
        result.setdefault(found[0].code, found[0])
    return list(result.values())


def municipalities_from(clause: str) -> list[Municipality]:
    """Municipalities whose people a clause tells of: "väkeä Haapavaarasta ja Lumijärveltä"."""
    # The registry knows "Haapavaarassa" and "Lumijärvellä".
    found = (municipality_form(_whence(match.group())) for match in _FROM.finditer(clause))
    return list({form[0].code: form[0] for form in found if form and form[1] == "locative"}.values())


def _whence(name: str) -> str:
    return name[:-3] + {"s": "ss", "l": "ll"}[name[-3]] + name[-1]


def municipalities_at_end(words: str) -> list[Municipality]:
    """The municipality, in whatever case, whose name ends some words."""
    match = _LAST_NAME.search(words)
    found = municipality_form(match.group(1)) if match else None
    return [found[0]] if found else []


def beside(clause: str, own: Municipality) -> bool:
    """Whether a clause names a municipality only to tell of others: "Kuusirannan lisäksi mukana ovat …"."""
    return re.search(rf"{re.escape(own.genitive)}\s(?:lisäksi|ohella)\b", clause) is not None


def speaks_of_own(clause: str) -> bool:
    """Whether "kunta", "kunnanhallitus" or "we" are who acts, without another municipality's name before."""
    if _WE.search(clause):
        return True
    for match in _OWN.finditer(clause):
        before = match["before"]
        if before is None:
            return True
        if not _NOBODY_IN_PARTICULAR.match(before) and municipality_form(before) is None:
            return True
    return False
