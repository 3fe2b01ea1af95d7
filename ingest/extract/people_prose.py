"""People whom sentences put into a role: heard, disqualified, dissenting, proposing, seconding.

Those elected and appointed are in people_chosen.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.records import Person, Role
from corpus.registry.titles import find_title_at
from ingest.extract.enumerations import (
    GAP,
    IGNORE,
    fully_named,
    give,
    out_of_partitive,
    persons_after,
    persons_before,
    sure,
)
from ingest.extract.found import Found
from ingest.extract.mentions import Mention, mentions
from ingest.extract.people_chosen import INSPECTORS, chairs, contacts, elected, inspectors
from ingest.extract.people_proposals import proposals, proposals_under_headings
from ingest.extract.people_rules import rules
from ingest.extract.sentences import sentences

_LONGEST = 1_500  # characters of a sentence that are read

_HEARD_LEFT = re.compile(
    rf"(?<!\w)(?:esitteli(?:vät)?|selosti(?:vat)?|alusti(?:vat)?|selvitti(?:vät)?|kertoi(?:vat)?|(?:oli(?:vat)?|kävi(?:vät)?){GAP}(?:\w{{1,20}}{GAP}){{0,4}}?"
    rf"(?:kuultava(?:na|nä|ina)|asiantuntija(?:na|nä)|asiantuntijoina|kutsuttu(?:na|ina)|esittelemässä|selostamassa|selvittämässä|alustamassa)|"
    rf"presenterade|redogjorde|föredrog|hördes{GAP}som{GAP}sakkunnig)(?!\w)",
    IGNORE,
)
_HEARD_RIGHT = re.compile(
    rf"(?<!\w)(?:kuultava(?:na|ina){GAP}(?:\w{{1,20}}{GAP}){{0,3}}?(?:oli(?:vat)?|kuultiin)|kuultiin{GAP}asiantuntija(?:na|nä|ina)|kuultiin{GAP}asiantuntijoina|asiantuntija(?:na|ina){GAP}(?:\w{{1,20}}{GAP}){{0,3}}?"
    rf"(?:kuultiin|oli(?:vat)?|toimi(?:vat)?)|asiantuntijoina{GAP}(?:\w{{1,20}}{GAP}){{0,3}}?(?:kuultiin|oli(?:vat)?|toimi(?:vat)?)|(?:oli(?:vat)?|kuultavana|läsnä|paikalla|saapui(?:vat)?){GAP}(?:\w{{1,20}}{GAP}){{0,2}}?asiantunti(?:jana|jaksi|joina|joiksi)|[Aa]siaa{GAP}(?:\w{{1,20}}{GAP})?(?:esitteli(?:vät)?|selosti(?:vat)?|selvitti(?:vät)?|oli(?:vat)?{GAP}esittelemässä)|som{GAP}sakkunniga?{GAP}hördes)(?!\w)",
    IGNORE,
)
# What is told in the meeting itself: "Rehtori Aino Kallio kertoo hankkeesta kokouksessa."
_HEARD_NOW = re.compile(
    rf"{GAP}(?:esittelee|esittelevät|selostaa|selostavat|alustaa|alustavat|selvittää|kertoo|kertovat|"
    rf"presenterar|redogör|föredrar|informerar)(?!\w)",
    IGNORE,
)
_IN_MEETING = re.compile(
    rf"(?<!\w)(?:kokouksessa|valtuustossa|lautakunnalle|(?:under|på|vid){GAP}(?:mötet|sammanträdet))(?!\w)",
    IGNORE,
)
# "Lautakunta kuuli rehtori Aino Kalliota", "Nämnden hörde rektor Aino Kallio"
_HEARD_BY_BODY = re.compile(
    rf"(?:hallitus|valtuusto|lautakunta|jaosto|johtokunta|toimikunta|nämnden|styrelsen|sektionen){GAP}(?:kuuli|hörde){GAP}(?:asiassa{GAP}|asiantuntijana{GAP}|i{GAP}ärendet{GAP})?",
    IGNORE,
)
# "Ohjelmapäällikkö Aino Kallio FCG:stä esitteli …"
_FROM_WHERE = re.compile(
    rf"(?:{GAP}[A-ZÅÄÖ][\w&:-]{{1,30}}(?:sta|stä|lta|ltä)|{GAP}[A-ZÅÄÖ][\w&-]{{1,30}}{GAP}(?:Oyj?|Ab):(?:stä|ltä))"
    rf"{GAP}?\Z"
)
_GRANTED = re.compile(
    rf"(?<!\w)(?:läsnäolo-{GAP}ja{GAP}puheoikeu\w{{1,4}}"
    rf"|läsnäolo-oikeu\w{{1,4}}|puheoikeu\w{{1,4}})(?={GAP})",
    IGNORE,
)
_HEARD_OBJECT = re.compile(rf"{GAP}(?:kuullaan|kuultaisiin|kuultiin|kuulla)(?!\w)")
_HEARD_ONLY = re.compile(rf"(?:Kokouksessa{GAP}k|(?<![^\s.(])K)uultiin{GAP}")
_ONCE = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}\.(?:19|20)\d\d")  # what was told on another day
_HEARD_NOT = re.compile(r"(?<!\w)(?:esityksen|aloitteensa|ehdotuksensa)(?!\w)", IGNORE)

_JAV = re.compile(
    r"(?<!\w)(?:esteelli(?:nen|syys|senä|seksi|sinä|syytensä|syydestään|syyten|syyden|siä|set|siksi)|jääviksi|jäävinä"
    r"|\w{2,20}jäävi(?:n|ys|yden)?|jäävä?si|itsensä jääviksi|jävi?g\w{0,3}|jäv)(?!\w)",
    IGNORE,
)
_JAV_VERB = re.compile(
    r"(?<!\w)(?:ilmoitt|osallistun|poistu|oli|olivat|totes|todett|katso|vetäyty|anmälde|avlägsnade|var|jäväsi|jääväsi|jääväsivät|konstater|ei\sollut\släsnä)",
    IGNORE,
)
_NOT_TAKING_PART = re.compile(
    rf"(?:{GAP}\([^()\n]{{2,60}}\))?{GAP}(?:ei|eivät){GAP}osallistu\w{{2,4}}{GAP}(?:tämän{GAP})?(?:asian{GAP}käsittelyyn|päätöksentekoon)",
    IGNORE,
)
# "poistui asian käsittelyn ajaksi", "poistuivat tiekuntien osakkaina"
_LEFT_FOR_IT = re.compile(
    rf"{GAP}poistui(?:vat)?(?:{GAP}(?:kokouksesta|kokoushuoneesta|paikalta|salista))?{GAP}"
    rf"(?:(?:tämän{GAP})?(?:asian|pykälän)(?:{GAP}(?:käsittelyn|päätöksenteon))?{GAP}ajaksi"
    rf"|(?:\w{{3,25}}{GAP})?(?:osakka(?:ana|ina)|asianosais(?:ena|ina)|hakija(?:na|ina)|omistaj(?:ana|ina)))(?!\w)",
    IGNORE,
)
_JAV_SELF = re.compile(r"(?<!\w)(?:jääväsi|jääväsivät)(?!\w)", IGNORE)
_NEGATED = re.compile(
    r"(?<!\w)(?:ei|eivät|inte|icke)(?!\w)(?:\s+(?:ole|ollut|olleet|katsottu|todettu|katsonut|är|var))?\s+(?:\w+\s+){0,2}?(?:esteelli|jääv|jäv)",
    IGNORE,
)
_NO = re.compile(r"(?<!\w)(?:ei|eivät|inte|icke)(?![\w-])", IGNORE)

_DISSENT = re.compile(
    r"(?<!\w)(?:eriävä[nt]?|eriävät|avvikande)"
    + GAP
    + r"(?:mielipi\w{2,9}|kannanot\w{2,6}|åsikt\w{0,3}|mening)",
    IGNORE,
)
_DISSENT_VERB = re.compile(
    r"(?<!\w)(?:jätti|jättivät|jätt|ilmoitt|esitti|esittivät|merkit|kirja|liitte|liitet|lämnade|anmälde|reserverade)",
    IGNORE,
)
# In a body before this one, which the item only tells of.
_ELSEWHERE = re.compile(
    rf"{GAP}(?:\w{{1,20}}{GAP}){{0,2}}\w*(?:lautakunnassa|jaostossa|johtokunnassa|toimikunnassa|i{GAP}\w*nämnden|i{GAP}\w*sektionen)",
    IGNORE,
)
_JOINS = re.compile(
    rf"(?:{GAP}yhtyi(?:vät)?(?!\w)|,?{GAP}(?:förenade|anslöt){GAP}sig(?!\w))", IGNORE
)  # in another's dissent
_JOINS_NEXT = re.compile(
    rf",{GAP}(?:johon|jo(?:t|i)hin|vilken){GAP}(?:yhtyi(?:vät)?|förenade{GAP}sig)(?!\w)", IGNORE
)
_RESERVED = re.compile(r"(?<!\w)reserverade" + GAP + r"sig(?!\w)", IGNORE)

# What a sentence must hold for a rule to be tried on it, in lower case: a search for these costs least.
_CUES = {
    "heard": ("esitte", "selost", "selvit", "alust", "kerto", "kuult", "kuull", "asiantunt", "redogj",
              "föredr", "presenter", "hörd", "sakkunn", "kutsuttu", "kuuli", "informerar", "puheoikeu",
              "läsnäolo-oik"),
    "disqualified": ("esteel", "jääv", "jäv", "osallistu", "poistui"),
    "dissent": ("eriäv", "avvikande", "reserver"),
    "chairs": ("puheenjohtaja", "sihteeri", "pöytäkirjan", "ordförande", "sekreterare", "protokollför"),
    "inspectors": ("tarkast", "protokoll", "justera"),
    "elected": ("vali", "nime", "vald", "välj", "valde", "utse", "utså", "aset", "määrä", "förordn"),
    "contacts": ("henkilö", "kontaktperson", "varalle", "edustaja"),
    "proposals": ("kannat", "tukema", "understö", "ehdot", "esitt", "esity", "teki", "föreslog", "förslag"),
}  # fmt: skip
_SIGNS = [(sign, rule) for rule, signs in _CUES.items() for sign in signs]
_SWEDISH = re.compile(
    r"(?<!\w)(?:och|att|av|som|till|för|på|med|är|den|det|inte|inget|föreslog|understödde|ledamot(?:en)?)(?!\w)"
)


_CUE_AT_START = re.compile(
    r"(?:Esteel|Jääv|Eriäv|Kannat|Ehdot|Esity|Esitt|Esitel|Valit|Nimet|Asiant|Kuult|Kuulta|Pöytäk|Pöydä|Tarkast|Muutose|Vastae|Palaut|"
    r"Läsnä|Poist|Merki|Todet|Päät|Hyväk|Käsit|Avvik|Protok|Understö|Reserv|Till|Beslut|Förslag)"
)


def prose_people(text: str, reasons: Sequence[tuple[int, int]] = ()) -> Iterator[Found[Person]]:
    """All persons whom a sentence of ``text`` gives a role.

    Within ``reasons`` (spans of the grounds) nobody proposes or seconds: they tell what others once did.
    """
    for begin, end in sentences(text):
        start = _after_speaker(text, begin, end)
        end = min(end, start + _LONGEST)
        words = text[start:end].lower()
        cues = frozenset([rule for sign, rule in _SIGNS if sign in words])
        if not cues:
            continue
        in_reasons = any(first <= start < last for first, last in reasons)
        yield from _sentence(text, start, end, cues, in_reasons, bool(_SWEDISH.search(words)))
    yield from proposals_under_headings(text)


def _after_speaker(text: str, start: int, end: int) -> int:
    """Where a sentence begins that stands under "Förslag Kommundirektör Aino Kallio": on the next line."""
    line_end = text.find("\n", start, min(end, start + 120))
    heading = rules().proposals.match(text, start) if line_end > 0 else None
    title = find_title_at(text, heading.end() + 1) if heading else None
    return line_end + 1 if title and title.end < line_end else start


def _sentence(
    text: str, start: int, end: int, cues: frozenset[str], in_reasons: bool, swedish: bool
) -> Iterator[Found[Person]]:
    people = [
        person
        for person in mentions(text, start, end, lone=True, inflected=not swedish)
        if person.full or not _CUE_AT_START.match(person.written)
    ]
    if "contacts" in cues:
        found = list(contacts(text, start, end))
        moved = (
            found
            and "proposals" in cues
            and any(other.value.role is Role.PROPOSER for other in proposals(text, start, end, people))
        )
        if found and not moved:  # whom a member would appoint is not appointed
            yield from found
            return
    if not people:
        return
    if "heard" in cues:
        yield from _heard(text, start, end, people)
    if "disqualified" in cues:
        yield from _disqualified(text, start, end, people)
    if "dissent" in cues:
        yield from _dissent(text, start, end, people)
    if "chairs" in cues:
        yield from chairs(text, start, end, people)
    checked = INSPECTORS.search(text, start, end) if "inspectors" in cues else None
    if checked:
        yield from inspectors(text, checked, start, end, people)
    elif "elected" in cues:
        yield from elected(text, start, end, people)
    if "proposals" in cues and not in_reasons:
        yield from proposals(text, start, end, people)


def _heard(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    for match in _HEARD_LEFT.finditer(text, start, end):
        if not _HEARD_NOT.search(text, match.end(), min(end, match.end() + 60)) and not _ONCE.search(
            text, match.end(), min(end, match.end() + 90)
        ):
            of = _FROM_WHERE.search(text, max(start, match.start() - 60), match.start())
            at = of.start() if of else match.start()
            yield from give(fully_named(persons_before(text, people, at)), Role.EXPERT, "heard")
    for match in _GRANTED.finditer(text, start, end):
        heard = [p for p in persons_after(text, people, match.end(), 12) if p.full and p.title]
        yield from give(heard, Role.EXPERT, "heard")
    for match in _HEARD_OBJECT.finditer(text, start, end):
        heard = [p for p in persons_before(text, people, match.start()) if p.full and p.title]
        yield from give([out_of_partitive(p) for p in heard], Role.EXPERT, "heard")
    if _IN_MEETING.search(text, start, end):
        for match in _HEARD_NOW.finditer(text, start, end):
            heard = [p for p in persons_before(text, people, match.start()) if p.title and p.full]
            yield from give(heard, Role.EXPERT, "heard")
    told = _HEARD_BY_BODY.search(text, start, end) or _HEARD_ONLY.search(text, start, end)
    if told:
        heard = persons_after(text, people, told.end(), 3)
        if told.group().rstrip().lower().endswith(("kuuli", "kuultiin")):
            heard = [out_of_partitive(p) for p in heard]
        yield from give([p for p in heard if p.title and p.full], Role.EXPERT, "heard")
    for match in _HEARD_RIGHT.finditer(text, start, end):
        heard = fully_named(persons_after(text, people, match.end()))
        if "kuultiin" in match.group():
            heard = [out_of_partitive(person) for person in heard]
        yield from give(heard, Role.EXPERT, "heard")


def _disqualified(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    kept_out = _NOT_TAKING_PART.search(text, start, end)
    if kept_out:
        yield from give(
            sure(persons_before(text, people, kept_out.start())), Role.DISQUALIFIED, "disqualified"
        )
        return
    for gone in _LEFT_FOR_IT.finditer(text, start, end):
        left = [p for p in sure(persons_before(text, people, gone.start())) if p.title is None]
        yield from give(left, Role.DISQUALIFIED, "left-for-the-matter")
        if left:
            return
    match = _JAV.search(text, start, end)
    own = _JAV_SELF.search(text, start, end)
    left = sure(persons_before(text, people, own.start())) if own else []
    if left:
        yield from give(left, Role.DISQUALIFIED, "disqualified")
        return
    if (
        not match
        or not _JAV_VERB.search(text, start, end)
        or (_NEGATED.search(text, start, match.end()) and text[match.start() - 1 : match.start()] != "(")
    ):
        return
    verb = _JAV_VERB.search(text, start, end)
    left = sure(persons_before(text, people, verb.start())) if verb else []
    if not left:
        left = sure(persons_before(text, people, match.start()))
    if not left:
        left = sure(persons_after(text, people, max(match.end(), verb.end() if verb else 0), 80))
    if not left:
        left = [person for person in people if person.full and person.end <= match.start()][:6]
    yield from give(left, Role.DISQUALIFIED, "disqualified")


def _dissent(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    reserved = _RESERVED.search(text, start, end)
    match = _DISSENT.search(text, start, end) or reserved
    if (
        not match
        or _ELSEWHERE.match(text, match.end())
        or not _DISSENT_VERB.search(text, start, end)
        or _NO.search(text, max(start, match.start() - 60), match.start())
    ):
        return
    for join in _JOINS_NEXT.finditer(text, match.end(), end):
        yield from give(sure(persons_after(text, people, join.end(), 12)), Role.DISSENTER, "dissent")
    for join in _JOINS.finditer(text, match.end(), end):
        yield from give(sure(persons_before(text, people, join.start())), Role.DISSENTER, "dissent")
    verb = _DISSENT_VERB.search(text, start, end)
    found = sure(persons_before(text, people, verb.start())) if verb else []
    if not found:
        found = sure(persons_before(text, people, match.start()))
    if not found:
        found = sure(
            persons_after(
                text, people, max(match.end(), verb.end() if verb and verb.start() > match.end() else 0), 50
            )
        )
    if not found:
        found = [person for person in people if person.full][:8]
    yield from give(found, Role.DISSENTER, "dissent")
